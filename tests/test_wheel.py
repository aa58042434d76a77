"""The distribution: complete, and the same programs from a fresh environment as from the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.host

CHECKOUT = Path(__file__).parent.parent
FIXTURES = CHECKOUT / "fixtures"
SOURCES = {"tflint_mem": "tflint_mem", "rules": "tflint_mem/rules"}
"""The folders of the checkout and where their files are installed."""


def source_files() -> dict[str, str]:
    """Each file of the checkout's packages, and where the wheel puts it."""
    found = {}
    for folder, installed in SOURCES.items():
        for path in (CHECKOUT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                relative = path.relative_to(CHECKOUT / folder).as_posix()
                found[f"{folder}/{relative}"] = f"{installed}/{relative}"
    return found


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution, made from a copy of the checkout."""
    copy = tmp_path_factory.mktemp("copy") / "checkout"
    ignored = shutil.ignore_patterns(
        ".git", ".venv*", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis", ".tox"
    )
    shutil.copytree(CHECKOUT, copy, ignore=ignored)
    built = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(built), str(copy)], check=True, capture_output=True
    )
    return built


@pytest.fixture(scope="module")
def installed(distributions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel and what it requires."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = distributions.glob("*.whl")
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    return programs


def test_the_wheel_holds_every_module_and_nothing_else(distributions: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packaged = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packaged == set(source_files().values())


def test_the_source_distribution_holds_what_is_needed_to_build_and_test(distributions: Path) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        packaged = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    wanted = set(source_files()) | {"pyproject.toml", "README.md", "LICENSE"}
    for folder in ("fixtures", "tests"):
        wanted |= {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / folder).rglob("*.py")}
    assert wanted - packaged == set()


def test_command_line_flake8_and_json_agree_on_every_fixture(installed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "fixtures"
    shutil.copytree(FIXTURES, folder, ignore=shutil.ignore_patterns("__pycache__"))
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}

    def said(*command: str) -> list[str]:
        done = subprocess.run(
            [installed / command[0], *command[1:], "."],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, "")
        return done.stdout.splitlines()

    concise = [
        line.replace("[*] ", "") for line in said("tflint-mem", "--output-format", "concise", "--quiet")
    ]
    by_flake8 = [line.removeprefix("./") for line in said("flake8", "--select", "TFM")]
    items = json.loads("\n".join(said("tflint-mem", "check", "--output-format", "json")))
    by_json = [
        f"{item['filename']}:{item['location']['row']}:{item['location']['column']}:"
        f" {item['code']} {item['message']}"
        for item in items
    ]
    assert concise
    assert sorted(by_flake8) == sorted(concise)
    assert sorted(by_json) == sorted(concise)
    assert {item["url"].rpartition("/docs/rules/")[2] for item in items} == {
        f"{item['name']}.md" for item in items
    }
