"""How the time of a run is shared between reading, indexing and linking, and how it grows with the project.

usage: python benchmarks/linking.py [--apart] FOLDER [FILES ...]

Copies the first FILES Python files below FOLDER (100, 1000 and all of them by default) into a project of
their own, or with ``--apart`` into one project for each folder directly below FOLDER, checks it with every
rule in one process, and prints seconds of processor time, milliseconds a file and the peak of memory so far.
``linking`` is everything that is neither reading, parsing nor indexing: answering what the rules ask.
``libcst`` is what ``libcst.parse_module`` alone takes for the same files, to compare in one run.
"""

from __future__ import annotations

import gc
import shutil
import sys
import tempfile
import time
from pathlib import Path

import libcst

try:
    import resource
except ImportError:  # Windows tells the peak of memory otherwise
    resource = None  # type: ignore[assignment]

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


def copy(folder: Path, files: list[Path], target: Path, apart: bool) -> list[Path]:
    """Makes one project of some of a folder's files, or one for each folder in it; returns their roots."""
    roots: dict[Path, None] = {}
    for file in files:
        place = target / file.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
        roots[target / file.relative_to(folder).parts[0] if apart else target] = None
    for root in roots:
        (root / "tflint-mem.toml").touch()
    return list(roots)


def measure(root: Path, indexing: Clock) -> tuple[int, float, float, float]:
    """Lines of one project, and seconds of the whole run, of indexing, and of LibCST's parser."""
    settings = Settings(select=("ALL",))
    read = []
    for file in sorted(root.rglob("*.py")):
        try:
            read.append(sources.read(file))
        except sources.SourceError:
            continue
    indexing.seconds = 0.0
    started = time.process_time()
    project = Project(settings, noting=False)
    gc.disable()  # as the command does
    for source in read:
        engine.check(source, settings, project)
    whole = time.process_time() - started
    gc.enable()
    started = time.process_time()
    for source in read:
        try:
            libcst.parse_module(source.text)
        except (libcst.ParserSyntaxError, RecursionError):
            continue
    return sum(source.rows for source in read), whole, indexing.seconds, time.process_time() - started


def peak() -> str:
    """The most memory that this process has used."""
    if resource is None:
        return "-"
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"


def main(arguments: list[str]) -> None:
    """Prints one row of the table for each number of files."""
    apart = arguments[0] == "--apart"
    arguments = arguments[apart:]
    folder = Path(arguments[0])
    files = sorted(folder.glob("*/**/*.py" if apart else "**/*.py"))
    indexing = Clock()
    indexing.watch(reading, "parse")
    indexing.watch(reading, "SyntaxIndex")
    heads = ["files", "projects", "lines", "whole", "linking", "libcst", "whole/libcst", "ms/file", "peak"]
    print(f"| {' | '.join(heads)} |")
    print("|" + " ---: |" * len(heads))
    for count in [int(text) for text in arguments[1:]] or [100, 1000, len(files)]:
        with tempfile.TemporaryDirectory() as place:
            roots = copy(folder, files[:count], Path(place), apart)
            lines, whole, indexed, parsed = 0, 0.0, 0.0, 0.0
            for root in roots:
                figures = measure(root, indexing)
                lines, whole = lines + figures[0], whole + figures[1]
                indexed, parsed = indexed + figures[2], parsed + figures[3]
                gc.collect()
        share = (whole - indexed) / whole
        number = min(count, len(files))
        print(
            f"| {number} | {len(roots)} | {lines} | {whole:.1f} s | {share:.0%} | {parsed:.1f} s"
            f" | {whole / parsed:.2f} | {1000 * whole / number:.1f} | {peak()} |",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
