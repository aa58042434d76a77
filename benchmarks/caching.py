"""What a run costs when nothing is kept, when all is known, and when one file was edited.

usage: python benchmarks/caching.py FOLDER

Copies FOLDER, lints the copy with every rule in one process, each time through the command line, and prints
seconds of processor time (start of Python included).  The edit is a comment added to one file; it is made to
each of five files spread over the project, and the median, least and most are printed.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

EDITS = 5


def lint(folder: Path, cache: Path, *options: str) -> tuple[float, bytes]:
    """Processor seconds of one run, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "tflint_mem", "--isolated", "--select", "ALL", "--jobs", "1", *options]
    done = subprocess.run(
        [*command, "--output-format", "json", str(folder)],
        env=os.environ | {"TFLINT_MEM_CACHE_DIR": str(cache)},
        capture_output=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1, 2) or b"Traceback" in done.stderr:
        raise SystemExit(done.stderr.decode())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main(folder: Path) -> None:
    """Prints one row."""
    with tempfile.TemporaryDirectory() as place:
        copy, cache = Path(place, "project"), Path(place, "cache")
        shutil.copytree(folder, copy)
        (copy / "tflint-mem.toml").touch()
        files = sorted(copy.rglob("*.py"))
        cold, first = lint(copy, cache)
        warm, again = lint(copy, cache)
        assert again == first
        edited = []
        for file in files[:: max(len(files) // EDITS, 1)][:EDITS]:
            with file.open("a", encoding="utf-8") as stream:
                stream.write("\n# edited\n")
            seconds, found = lint(copy, cache)
            assert found == lint(copy, cache, "--no-cache")[1]
            edited.append(seconds)
    print("| files | nothing kept | all known | one file edited: median (least to most) |")
    print("| ---: | ---: | ---: | ---: |")
    print(
        f"| {len(files)} | {cold:.1f} s | {warm:.2f} s"
        f" | {statistics.median(edited):.1f} s ({min(edited):.1f} to {max(edited):.1f}) |"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
