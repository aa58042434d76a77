"""How the time of a run is shared between reading, indexing and linking, and how it grows with the project.

usage: python benchmarks/linking.py FOLDER [FILES ...]

Copies the first FILES Python files below FOLDER (100, 1000 and all of them by default) into a project of
their own, checks it with every rule in one process, and prints seconds of processor time and files a second.
``linking`` is everything that is neither reading, parsing nor indexing: answering what the rules ask.
``libcst`` is what ``libcst.parse_module`` alone takes for the same files, to compare in one run.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

import libcst

from tflint_mem import engine
from tflint_mem import source as sources
from tflint_mem.config import Settings
from tflint_mem.semantic import files as reading
from tflint_mem.semantic.project import Project


class Clock:
    """Adds up the processor time spent inside one function."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._depth = 0

    def watch(self, owner: object, name: str) -> None:
        """Measures every outermost call of a function."""
        inner = getattr(owner, name)

        def timed(*arguments: object, **keywords: object) -> object:
            self._depth += 1
            started = time.process_time()
            try:
                return inner(*arguments, **keywords)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.seconds += time.process_time() - started

        setattr(owner, name, timed)


def copy(folder: Path, files: list[Path], target: Path) -> None:
    """Makes a project of some of a folder's files."""
    for file in files:
        place = target / file.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
    (target / "tflint-mem.toml").touch()


def measure(root: Path, indexing: Clock) -> tuple[int, float, float, float]:
    """Lines, and seconds of the whole run, of indexing, and of LibCST's parser over the same files."""
    settings = Settings(select=("ALL",))
    read = []
    for file in sorted(root.rglob("*.py")):
        try:
            read.append(sources.read(file))
        except sources.SourceError:
            continue
    indexing.seconds = 0.0
    started = time.process_time()
    project = Project(settings)
    for source in read:
        engine.check(source, settings, project)
    whole = time.process_time() - started
    started = time.process_time()
    for source in read:
        try:
            libcst.parse_module(source.text)
        except (libcst.ParserSyntaxError, RecursionError):
            continue
    return sum(source.rows for source in read), whole, indexing.seconds, time.process_time() - started


def main(arguments: list[str]) -> None:
    """Prints one row of the table for each number of files."""
    folder = Path(arguments[0])
    files = sorted(folder.rglob("*.py"))
    indexing = Clock()
    indexing.watch(reading, "parse")
    indexing.watch(reading, "SyntaxIndex")
    print("| files | lines | whole run | of it linking | libcst | whole / libcst | ms a file |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for count in [int(text) for text in arguments[1:]] or [100, 1000, len(files)]:
        with tempfile.TemporaryDirectory() as place:
            copy(folder, files[:count], Path(place))
            lines, whole, indexed, parsed = measure(Path(place), indexing)
        share = (whole - indexed) / whole
        number = min(count, len(files))
        print(
            f"| {number} | {lines} | {whole:.1f} s | {share:.0%} | {parsed:.1f} s | {whole / parsed:.2f}"
            f" | {1000 * whole / number:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
