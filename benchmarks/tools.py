"""tflint-mem beside Python's own parser, LibCST's and other linters, over the same files in one run.

usage: python benchmarks/tools.py [--venvs FOLDER] [--slow N] CORPUS [ALL | PACKAGE ...]

CORPUS holds a folder for each package (see ``corpus.py``).  Each tool is a process of its own; its processor
seconds, start of Python included, are compared with those that ``libcst.parse_module`` takes for the same
files; *clock* is how long it took.  pylint and TorchFix are given every Nth file only (20 unless told
otherwise).  The other linters are installed into virtual environments in FOLDER, made when they are missing;
TorchFix needs one of its own with LibCST 1.5.1.  It looks at files that mention torch only, so a comment that
does is added to its copies.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

PACKAGES = ("gpt-2-simple", "keras-rl2", "ktrain", "textgenrnn")
"""Linted when none are named: small enough to repeat."""

VENVS = {
    "linters": ("ruff==0.17.5", "flake8==7.5.0", "pylint==4.1.4"),
    "torchfix": ("torchfix==0.7.0", "libcst==1.5.1"),
}
PARSE = """
import ast, sys, warnings
warnings.simplefilter("ignore")
if sys.argv[1] == "libcst":
    import libcst
    parse = lambda data: libcst.parse_module(data)
else:
    parse = ast.parse
for path in sys.stdin.read().splitlines():
    with open(path, "rb") as file:
        data = file.read()
    try:
        parse(data)
    except Exception:
        pass
"""


def seconds(command: list[str], files: list[str] | None = None) -> tuple[float, float] | None:
    """Processor seconds of a command and its children, and those on the clock; None when it cannot be run."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    try:
        done = subprocess.run(
            command, input="\n".join(files or ()), capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    after, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - started
    if "No module named" in done.stderr:
        return None
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock


def made(folder: Path, name: str) -> Path:
    """The Python of a virtual environment with the tools that go together."""
    place = folder / name
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *VENVS[name]], check=False)
    return python


def lines(files: list[str]) -> int:
    """How many lines there are."""
    return sum(Path(file).read_bytes().count(b"\n") for file in files)


def commands(folder: Path, few: Path, venvs: Path) -> dict[str, tuple[list[str], Path]]:
    """The linters, each with the folder that it is given."""
    linters, torchfix = made(venvs, "linters"), made(venvs, "torchfix")
    ours = [sys.executable, "-m", "tflint_mem", "--isolated", "--quiet", "--no-cache", "--select=ALL"]
    flake8 = ["-m", "flake8", "--isolated", "--exit-zero", "--quiet", "--jobs=1"]
    return {
        "tflint-mem, every rule, one process": ([*ours, "--jobs=1", str(folder)], folder),
        f"tflint-mem, every rule, {os.cpu_count()} processes": (
            [*ours, f"--jobs={os.cpu_count()}", str(folder)],
            folder,
        ),
        "ruff, default rules": (
            [str(linters.with_name("ruff")), "check", "--isolated", "--no-cache", "--quiet", str(folder)],
            folder,
        ),
        "flake8 (pyflakes)": ([str(linters), *flake8, "--select=F", str(folder)], folder),
        "pylint": ([str(linters), "-m", "pylint", "--disable=import-error", "--recursive=y", str(few)], few),
        "TorchFix": ([str(torchfix.with_name("torchfix")), "--select=ALL", str(few)], few),
        "flake8 (pyflakes) with tflint-mem": (
            [sys.executable, *flake8, "--select=F,TFM", "--tflint-mem-isolated", str(folder)],
            folder,
        ),
    }


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--venvs", type=Path, default=Path(tempfile.gettempdir(), "tflint-mem-tools"))
    parser.add_argument("--slow", type=int, default=20, metavar="N")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("packages", nargs="*", default=PACKAGES, help="ALL for all there are")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, few = Path(name, "all"), Path(name, "few")
        packages = sorted(path.name for path in options.corpus.iterdir() if path.is_dir())
        for package in packages if options.packages == ["ALL"] else options.packages:
            shutil.copytree(options.corpus / package, folder / package, ignore=shutil.ignore_patterns(".git"))
            (folder / package / "tflint-mem.toml").touch()
        for place, file in enumerate(sorted(folder.rglob("*.py"))[:: options.slow]):
            few.mkdir(exist_ok=True)
            text = file.read_text(encoding="utf-8", errors="replace")
            (few / f"m{place}.py").write_text(f"{text}\n# torch\n", encoding="utf-8")
        files = {place: sorted(str(path) for path in place.rglob("*.py")) for place in (folder, few)}
        parse = [sys.executable, "-c", PARSE]
        base = {place: seconds([*parse, "libcst"], files[place]) for place in files}
        print("| over the same files | files | lines | seconds | clock | kLOC/s | of libcst.parse_module |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        rows = {
            "ast.parse": ([*parse, "ast"], folder),
            "libcst.parse_module": ([*parse, "libcst"], folder),
            **commands(folder, few, options.venvs),
        }
        for title, (command, place) in rows.items():
            spent = base[place] if title.startswith("libcst") else seconds(command, files[place])
            if spent is None:
                print(f"| {title} | | | not installed | | | |")
                continue
            amount = lines(files[place])
            processor, clock = spent
            ratio = processor / (base[place] or spent)[0]
            print(
                f"| {title} | {len(files[place])} | {amount} | {processor:.2f} | {clock:.1f}"
                f" | {amount / processor / 1000:.1f} | {ratio:.3f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
