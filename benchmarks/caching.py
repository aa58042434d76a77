"""What a run costs when nothing is kept, when all is known, and when one file was edited.

usage: python benchmarks/caching.py FOLDER

Copies FOLDER, lints the copy with every rule in one process, each time through the command line, and prints
seconds of processor time (start of Python included).  The edit is a comment added to one file; it is made to
each of five files spread over the project, and the median, least and most are printed.  The second row is of
the same files as notebooks, with a cell for each top-level statement; they cannot import each other.
"""

from __future__ import annotations

import ast
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

EDITS = 5


def lint(folder: Path, cache: Path, *options: str) -> tuple[float, bytes]:
    """Processor seconds of one run, and what it printed."""
    # Installed packages are compiled, whatever this shell tells Python about byte code.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{cache}-compiled"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "tflint_mem", "--isolated", "--select", "ALL", "--jobs", "1", *options]
    done = subprocess.run(
        [*command, "--output-format", "json", str(folder)],
        env=os.environ | compiled | {"TFLINT_MEM_CACHE_DIR": str(cache)},
        capture_output=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1, 2) or b"Traceback" in done.stderr:
        raise SystemExit(done.stderr.decode())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def as_notebooks(folder: Path) -> None:
    """Turns the Python files below a folder into notebooks; those that are not Python are left out."""
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8", errors="replace")
        path.unlink()
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError):
            continue
        lines = text.splitlines(keepends=True)
        starts = [
            min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))]) for node in body
        ]
        cells = [
            {"cell_type": "code", "source": lines[start - 1 : end - 1], "metadata": {}, "outputs": []}
            for start, end in pairwise([*starts, len(lines) + 1])
        ]
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.with_suffix(".ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def edit(path: Path) -> None:
    """Adds a comment, to the last cell of a notebook."""
    if path.suffix == ".py":
        with path.open("a", encoding="utf-8") as stream:
            stream.write("\n# edited\n")
        return
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"].append({"cell_type": "code", "source": ["# edited"], "metadata": {}, "outputs": []})
    path.write_text(json.dumps(notebook), encoding="utf-8")


def row(folder: Path, kind: str) -> str:
    """What the runs over one kind of files cost."""
    with tempfile.TemporaryDirectory() as place:
        copy, cache = Path(place, "project"), Path(place, "cache")
        shutil.copytree(folder, copy)
        (copy / "tflint-mem.toml").touch()
        if kind == ".ipynb":
            as_notebooks(copy)
        files = sorted(copy.rglob(f"*{kind}"))
        lint(files[0], cache, "--no-cache")  # compiles
        cold, first = lint(copy, cache)
        warm, again = lint(copy, cache)
        assert again == first
        edited = []
        for file in files[:: max(len(files) // EDITS, 1)][:EDITS]:
            edit(file)
            seconds, found = lint(copy, cache)
            assert found == lint(copy, cache, "--no-cache")[1]
            edited.append(seconds)
    return (
        f"| {len(files)} {kind} | {cold:.1f} s | {warm:.2f} s"
        f" | {statistics.median(edited):.1f} s ({min(edited):.1f} to {max(edited):.1f}) |"
    )


def main(folder: Path) -> None:
    """Prints a row for modules and one for notebooks."""
    print("| files | nothing kept | all known | one file edited: median (least to most) |")
    print("| ---: | ---: | ---: | ---: |")
    for kind in (".py", ".ipynb"):
        print(row(folder, kind), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
