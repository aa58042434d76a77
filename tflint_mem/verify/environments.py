"""Environments with another TensorFlow: made when first asked for, kept in the user's cache folder."""

from __future__ import annotations

import atexit
import importlib
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import tflint_mem
from tflint_mem.verify.errors import VerifyError

PYTHONS = {"2.13": (8, 11), "2.14": (9, 11), "2.15": (9, 11), "2.16": (9, 12), "2.17": (9, 12)}
"""The Python 3 releases that have wheels of a TensorFlow release, from and to."""
COMPLETE = "complete"
"""A file in each environment that is written last: without it, making the environment was interrupted."""
INSTALLED = ("tensorflow", "psutil")
_RELEASE = re.compile(r"2\.\d+(\.\d+)?")


@dataclass(frozen=True)
class Interpreter:
    """Who runs the programs.

    Attributes:
        python: the executable.
        path: folders to add to its module search path, where tflint-mem is not installed there.
    """

    python: str = sys.executable
    path: tuple[str, ...] = ()


def environment(release: str, within: float | None = None) -> Interpreter:
    """The interpreter with a TensorFlow release; its environment is made when there is none yet.

    Args:
        release: such as ``2.15`` or ``2.15.1``.
        within: seconds that installing may take; None sets no limit.

    Raises:
        VerifyError: there is no such release, no fitting Python, pip failed (as it does offline) or took too
            long, or the environment that was made earlier is damaged.
    """
    if not _RELEASE.fullmatch(release):
        raise VerifyError(f"{release!r} is no release of TensorFlow 2, such as 2.15")
    folder = cache_folder() / f"tensorflow-{release}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not _is_made(folder, python):
        # Who comes second waits for the first, and then has what that one made.
        filelock = importlib.import_module("filelock")
        folder.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder.with_name(f"{folder.name}.lock")):
            if not _is_made(folder, python):
                _make(folder, python, release, within)
    _check(folder, python)
    return Interpreter(str(python), (_package_copy(),))


def cache_folder() -> Path:
    """Where the environments lie."""
    platformdirs = importlib.import_module("platformdirs")
    return Path(platformdirs.user_cache_dir("tflint-mem", appauthor=False)) / "environments"


def _is_made(folder: Path, python: Path) -> bool:
    return (folder / COMPLETE).exists() and python.exists()


def _make(folder: Path, python: Path, release: str, within: float | None) -> None:
    base = _base_python(release)
    print(
        f"tflint-mem: making an environment with TensorFlow {release} in {folder} (minutes, once)",
        file=sys.stderr,
    )
    # What an interrupted run left is of no use.
    shutil.rmtree(folder, ignore_errors=True)
    exact = release if release.count(".") == 2 else f"{release}.*"
    _run([base, "-m", "venv", str(folder)], "the environment could not be made")
    install = [str(python), "-m", "pip", "install", "--quiet", f"tensorflow=={exact}", "psutil"]
    failure = f"TensorFlow {release} could not be installed (pip needs an index that it can reach)"
    _run(install, failure, within)
    (folder / COMPLETE).touch()


def _check(folder: Path, python: Path) -> None:
    """Looks for what programs need, without the seconds that importing it would take."""
    code = f"import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, {INSTALLED})))"
    damaged = f"the environment {folder} is damaged; once it is removed, it is made anew"
    _run([str(python), "-c", code], damaged)


def _run(command: list[str], failure: str, within: float | None = None) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=within)
    except subprocess.TimeoutExpired as error:
        raise VerifyError(f"{failure}: not done within {within:g} seconds") from error
    except OSError as error:
        raise VerifyError(f"{failure}: {error}") from error
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if "ERROR" in line or "rror:" in line]
        raise VerifyError(f"{failure}: {lines[-1] if lines else f'exit status {done.returncode}'}")


def _base_python(release: str) -> str:
    """A Python that has wheels of the release: this one, or one on the search path."""
    minor = ".".join(release.split(".")[:2])
    first, last = PYTHONS.get(minor, (9, 99))
    if first <= sys.version_info.minor <= last:
        return sys.executable
    for number in range(min(last, 20), first - 1, -1):
        found = shutil.which(f"python3.{number}")
        # What is found may be a stand-in that only says how to install it.
        if found and not subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode:
            return found
    wanted = f"Python 3.{first} to 3.{last}"
    raise VerifyError(f"TensorFlow {minor} needs {wanted}, and none is on the search path")


def _package_copy() -> str:
    """A folder that holds the measuring part of this package and nothing else of this environment."""
    folder = tempfile.mkdtemp(prefix="tflint-mem-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    package = Path(tflint_mem.__file__).parent
    target = Path(folder, "tflint_mem")
    shutil.copytree(package / "verify", target / "verify", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(package / "__init__.py", target)
    return folder
