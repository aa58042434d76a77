"""Environments with another TensorFlow are made, kept and mistrusted; the installer is a stand-in."""

from __future__ import annotations

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tflint_mem.verify import command, environments
from tflint_mem.verify.errors import VerifyError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")

# Makes a folder as ``-m venv`` does, with itself as the interpreter in it, and logs what pip is told.
PYTHON = """#!/bin/sh
case "$1 $2" in
  "-m venv")
    [ -e "$STATE/no-venv" ] && { echo "Error: ensurepip is not available" >&2; exit 1; }
    mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip")
    echo "$@" >> "$STATE/pip.log"
    if [ -e "$STATE/offline" ]; then
      echo "WARNING: Retrying after connection broken" >&2
      echo "ERROR: Could not find a version that satisfies the requirement tensorflow==2.15.*" >&2
      exit 1
    fi
    [ -e "$STATE/slow" ] && exec sleep 20
    [ -e "$STATE/full" ] && { echo "OSError: [Errno 28] No space left on device" >&2; exit 1; }
    touch "$(dirname "$0")/../installed" ;;
  *) [ -e "$(dirname "$0")/../installed" ] ;;
esac
"""


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the stand-in is told how to behave and leaves its log; the cache is ``state / "cache"``."""
    base = tmp_path / "python3"
    base.write_text(PYTHON)
    base.chmod(base.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("STATE", str(tmp_path))
    monkeypatch.setattr(environments, "_base_python", lambda _: str(base))
    monkeypatch.setattr(environments, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path


def installs(state: Path) -> list[str]:
    log = state / "pip.log"
    return log.read_text().splitlines() if log.exists() else []


def test_an_environment_is_made_once(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = environments.environment("2.15")
    assert Path(made.python) == state / "cache" / "tensorflow-2.15" / "bin" / "python"
    assert "making an environment with TensorFlow 2.15" in capsys.readouterr().err
    assert environments.environment("2.15").python == made.python
    assert capsys.readouterr().err == ""
    assert installs(state) == ["-m pip install --quiet tensorflow==2.15.* psutil"]
    environments.environment("2.15.1")
    assert installs(state)[1:] == ["-m pip install --quiet tensorflow==2.15.1 psutil"]
    [package] = made.path
    assert Path(package, "tflint_mem", "verify", "child.py").is_file()
    assert not Path(package, "tflint_mem", "engine.py").exists()


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("offline", "could not be installed (pip needs an index that it can reach): ERROR: Could not find"),
        (
            "full",
            "could not be installed (pip needs an index that it can reach): OSError: [Errno 28] No space",
        ),
        ("no-venv", "the environment could not be made: Error: ensurepip is not available"),
    ],
)
def test_what_fails_is_told_in_one_line_and_made_anew_next_time(
    state: Path, trouble: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (state / trouble).touch()
    assert command.run(["TFM103"], tensorflow="2.15") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err.splitlines()[-1]
    assert err.count("\n") == 2  # the other line says that the environment is being made
    (state / trouble).unlink()
    assert environments.environment("2.15").python


def test_two_at_once_make_one(state: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = [task.result() for task in [pool.submit(environments.environment, "2.15") for _ in range(4)]]
    assert len({interpreter.python for interpreter in made}) == 1
    assert len(installs(state)) == 1


def test_installing_may_have_a_limit(state: Path) -> None:
    (state / "slow").touch()
    with pytest.raises(VerifyError, match=r"2\.15 could not be installed .*: not done within 0\.5 seconds"):
        environments.environment("2.15", within=0.5)
    (state / "slow").unlink()
    assert environments.environment("2.15", within=60).python


def test_what_an_interrupted_run_left_is_not_used(state: Path) -> None:
    left = state / "cache" / "tensorflow-2.15"
    (left / "bin").mkdir(parents=True)
    (left / "bin" / "python").touch()
    (left / "half").touch()
    environments.environment("2.15")
    assert not (left / "half").exists()
    assert len(installs(state)) == 1


def test_a_damaged_environment(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = state / "cache" / "tensorflow-2.15"
    environments.environment("2.15")
    capsys.readouterr()
    # A package is gone: removing what somebody may have changed is left to them.
    (folder / "installed").unlink()
    assert command.run(["TFM103"], tensorflow="2.15") == 2
    err = capsys.readouterr().err
    assert err == (
        f"tflint-mem: the environment {folder} is damaged; "
        "once it is removed, it is made anew: exit status 1\n"
    )
    # The interpreter cannot run.
    (folder / "bin" / "python").write_text("no program")
    assert command.run(["TFM103"], tensorflow="2.15") == 2
    assert f"{folder} is damaged" in capsys.readouterr().err
    # The interpreter is gone: nothing is left to run.
    (folder / "bin" / "python").unlink()
    assert Path(environments.environment("2.15").python).exists()
    assert len(installs(state)) == 2


@pytest.mark.parametrize("release", ["2", "3.1", "latest", "2.15; rm -rf", "../2.15"])
def test_a_word_that_is_no_release(state: Path, release: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["TFM103"], tensorflow=release) == 2
    assert "is no release of TensorFlow 2" in capsys.readouterr().err
    assert not (state / "cache").exists()


def test_a_release_without_a_python_for_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for number, status in ((5, 0), (6, 127)):
        path = tmp_path / f"python3.{number}"
        path.write_text(f"#!/bin/sh\nexit {status}\n")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(environments.PYTHONS, "2.4", (3, 6))
    monkeypatch.setitem(environments.PYTHONS, "2.3", (3, 4))
    assert environments._base_python("2.4.1") == str(tmp_path / "python3.5")
    assert environments._base_python(f"2.{99}") == sys.executable
    with pytest.raises(VerifyError, match=r"needs Python 3\.3 to 3\.4, and none is on the search path"):
        environments._base_python("2.3")
