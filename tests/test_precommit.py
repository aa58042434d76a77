"""The hooks, run by pre-commit itself, which installs them from a clone of this checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.host

CHECKOUT = Path(__file__).parent.parent
PACKAGED = (
    "tflint_mem",
    "rules",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "MANIFEST.in",
    ".pre-commit-hooks.yaml",
)
LEAKY = """\
import tensorflow.compat.v1 as tf


def total(values):
    sess = tf.Session()
    return sess.run(tf.reduce_sum(values))
"""
REPAIRED = LEAKY.replace("sess = tf.Session()\n    return", "with tf.Session() as sess:\n        return")


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that holds what this checkout packages, as it is now."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in PACKAGED:
        path = CHECKOUT / name
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        elif path.exists():
            shutil.copy(path, folder / name)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "hooks")
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """pre-commit builds the hooks' environment once, in a cache that is not the user's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("cache")), "PRE_COMMIT_COLOR": "never"}


@pytest.fixture
def repository(tmp_path: Path, hooks: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "leaky.py").write_text(LEAKY)
    (tmp_path / "excluded.py").write_text(LEAKY)
    (tmp_path / "clean.py").write_text("print('hello')\n")
    (tmp_path / "notes.txt").write_text("tf.Session()\n")
    (tmp_path / "tflint-mem.toml").write_text("extend-exclude = ['excluded.py']\n")
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks}\n  rev: {git(hooks, 'rev-parse', 'HEAD')}\n"
        "  hooks:\n  - id: tflint-mem\n  - id: tflint-mem-fix\n"
    )
    git(tmp_path, "add", "--all")
    return tmp_path


def pre_commit(repository: Path, environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", *arguments],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_hooks_find_repair_and_pass(repository: Path, environment: dict[str, str]) -> None:
    status, said = pre_commit(repository, environment, "tflint-mem")
    assert status == 1, said
    assert "leaky.py:5:12: TFM201" in said
    assert "excluded.py" not in said
    assert "1 finding in 1 file." in said
    assert (repository / "leaky.py").read_text() == LEAKY

    status, said = pre_commit(repository, environment, "tflint-mem-fix")
    assert status == 1, said
    assert "files were modified by this hook" in said
    assert (repository / "leaky.py").read_text() == REPAIRED
    assert (repository / "excluded.py").read_text() == LEAKY

    git(repository, "add", "--all")
    status, said = pre_commit(repository, environment, "--all-files")
    assert status == 0, said
    assert said.count("Passed") == 2
