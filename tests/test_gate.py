"""What is decided before rules are loaded must never hide a finding, and must cost next to nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tflint_mem import gate
from tflint_mem.checker import Checker, Target
from tflint_mem.config import Settings
from tflint_mem.discovery import Layout

ROOT = Path(__file__).parents[1]
HEAVY = ("libcst", "typer", "rich", "tflint_mem.engine", "tflint_mem.rules", "tflint_mem.semantic")


def loaded(folder: Path, *arguments: str) -> set[str]:
    """The heavy modules in memory after a run."""
    script = (
        "import sys; from tflint_mem.__main__ import main; main(sys.argv[1:]);"
        f"print(*(name for name in {HEAVY} if name in sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def passes(path: Path, settings: Settings | None = None) -> bool:
    return gate.Gate(Layout(settings or Settings())).lets_through(path, path.read_bytes())


def codes(folder: Path, name: str, settings: Settings | None = None) -> list[str]:
    (folder / "pyproject.toml").write_text("")
    result = Checker().check_file(Target(folder / name, settings or Settings(select=("TFM101", "TFM201"))))
    return [finding.code for finding in result.findings]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "clean.py").write_text("import os\n\nfor name in os.listdir():\n    print(name)\n")
    return tmp_path


def test_a_project_without_tensorflow_loads_no_rules(project: Path) -> None:
    assert loaded(project, "--quiet", ".") == set()
    assert loaded(project, "-q", "clean.py") == set()


def test_a_run_that_finds_nothing_does_not_load_libcst(project: Path) -> None:
    (project / "train.py").write_text("import tensorflow as tf\n\nprint(tf.__version__)\n")
    assert loaded(project, "--quiet", ".") == {"tflint_mem.engine", "tflint_mem.rules", "tflint_mem.semantic"}


def test_a_file_that_is_handed_models_by_another_is_examined(project: Path) -> None:
    (project / "steps.py").write_text("def run(session_type):\n    return 1\n")
    assert not passes(project / "steps.py")
    (project / "main.py").write_text("import keras\nimport steps\nsteps.run(keras.Model())\n")
    assert passes(project / "steps.py")


def test_functions_that_the_settings_name_may_be_of_any_library(project: Path) -> None:
    for key in ("model_builders", "session_wrappers", "clear_wrappers"):
        assert passes(project / "clean.py", Settings(**{key: ("acme.make",)}))


def test_rules_of_other_packages_may_be_about_any_library(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = project / "acme-1.0.dist-info"
    pack.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(project)])
    (pack / "entry_points.txt").write_text("[console_scripts]\nacme = acme:main\n")
    assert not passes(project / "clean.py")
    (pack / "entry_points.txt").write_text("[tflint_mem.rules]\nacme = acme.rules\n")
    assert passes(project / "clean.py")


def test_a_broken_file_is_reported_whatever_it_is_about(project: Path) -> None:
    (project / "broken.py").write_text("def (:\n")
    assert codes(project, "broken.py") == ["TFM900"]


@pytest.mark.parametrize("folder", ["fixtures", "tests/cases"])
def test_every_labelled_program_gets_through(folder: Path) -> None:
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "# want: TFM" in path.read_text(encoding="utf-8"):
            assert passes(path), path
