"""From files to results: reads, checks and repairs each file, in one process or several.

Nothing is written here: repairs come back as text.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem import registry
from tflint_mem.engine import Project, check
from tflint_mem.rule import Applicability, Finding, Impact, Position
from tflint_mem.source import Source, SourceError, name_of, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from tflint_mem.config import Settings

MANY_FILES = 200
MANY_BYTES = 1_500_000
"""Below both, starting processes costs more than it saves."""

CHUNK = 32
"""The most files that a process is handed at a time."""


@dataclass(frozen=True)
class Target:
    """A file to check, with the settings that hold for it."""

    path: Path
    settings: Settings


@dataclass(frozen=True)
class Repair:
    """What fixing made of a file.

    Attributes:
        old: the text as it was read.
        findings: what stood in it.
        applied: those findings, of any pass, that were fixed.
        notes: fixes that were dropped, and why.
    """

    old: Source
    findings: tuple[Finding, ...]
    applied: tuple[Finding, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class FileResult:
    """What is known about a file.

    Attributes:
        path: the file.
        name: how diagnostics name it.
        findings: what stands: in the repaired text where there is a repair.
        source: the text that the findings point into; None where there is neither finding nor repair.
        repair: how the text was changed; None when it was not, or no fixes were asked for.
    """

    path: Path
    name: str
    findings: tuple[Finding, ...] = ()
    source: Source | None = None
    repair: Repair | None = None


class Checker:
    """Checks one file after the other, with one index of the project for each configuration."""

    def __init__(self, allowed: frozenset[Applicability] = frozenset()) -> None:
        """Takes the fixes that may be made; none means to check only."""
        self._allowed = allowed
        self._projects: dict[Settings, Project] = {}

    def check_file(self, target: Target) -> FileResult:
        """Reads and checks a file; whatever goes wrong with it becomes a finding."""
        name = name_of(target.path)
        try:
            source = read(target.path, name)
        except SourceError as error:
            return FileResult(target.path, name, (unreadable(name, error),))
        return self.check_source(source, target.settings)

    def check_source(self, source: Source, settings: Settings) -> FileResult:
        """Checks a text, and repairs it as far as allowed."""
        try:
            return self._check(source, settings)
        except Exception as error:
            return FileResult(source.path, source.name, (failed(source.name, error),))

    def _check(self, source: Source, settings: Settings) -> FileResult:
        project = self._projects.setdefault(settings, Project(settings))
        findings = tuple(check(source, settings, project))
        if any(finding.fix and finding.fix.applicability in self._allowed for finding in findings):
            from tflint_mem.fixing import fix

            fixed = fix(source, lambda version: check(version, settings, project), self._allowed)
            repair = Repair(source, findings, fixed.applied, fixed.notes)
            return FileResult(source.path, source.name, fixed.remaining, fixed.source, repair)
        return FileResult(source.path, source.name, findings, source if findings else None)


def unreadable(name: str, error: SourceError) -> Finding:
    """The finding for a file that cannot be read or decoded."""
    return _tool_finding("TFM903", name, error.message, error.position)


def failed(name: str, error: Exception) -> Finding:
    """The finding for a file on which tflint-mem itself failed."""
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    return _tool_finding("TFM901", name, f"the file was not checked: internal error: {reason}")


def _tool_finding(code: str, name: str, message: str, position: Position | None = None) -> Finding:
    start = position or Position(1, 1)
    return Finding(code, registry.TOOL_CODES[code], message, Impact.TOOL, name, start, start)


def check_files(
    targets: Sequence[Target],
    *,
    allowed: frozenset[Applicability] = frozenset(),
    jobs: int = 0,
    advance: Callable[[], None] = lambda: None,
) -> Iterator[FileResult]:
    """Checks files, and repairs their text as far as allowed; yields results in the order of the files.

    Args:
        targets: the files.
        allowed: the fixes that may be made.
        jobs: how many processes to use; 0 chooses by the amount of work.
        advance: called after each file.
    """
    workers = min(jobs or _useful_jobs(targets), len(targets))
    results = (
        map(Checker(allowed).check_file, targets)
        if workers <= 1
        else _check_in_processes(targets, allowed, workers)
    )
    for result in results:
        advance()
        yield result


def _useful_jobs(targets: Sequence[Target]) -> int:
    if len(targets) <= MANY_FILES and sum(_size(target.path) for target in targets) <= MANY_BYTES:
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


_checker = Checker()
"""The checker of a worker process."""


def _start_worker(allowed: frozenset[Applicability]) -> None:
    global _checker
    _checker = Checker(allowed)
    # The keyboard's interrupt reaches every process of the terminal; the parent alone answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _check_chunk(chunk: Sequence[Target]) -> list[FileResult]:
    return [_checker.check_file(target) for target in chunk]


def _check_in_processes(
    targets: Sequence[Target], allowed: frozenset[Applicability], workers: int
) -> Iterator[FileResult]:
    size = max(1, min(CHUNK, len(targets) // (4 * workers)))
    chunks = [targets[start : start + size] for start in range(0, len(targets), size)]
    others = multiprocessing.active_children()
    pool = ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(allowed,))
    try:
        tasks: list[Future[list[FileResult]]] = [pool.submit(_check_chunk, chunk) for chunk in chunks]
        for chunk, task in zip(chunks, tasks, strict=True):
            try:
                results = task.result()
            except BrokenProcessPool:
                results = list(_check_apart(chunk, allowed))
            yield from results
    except BaseException:
        # Interrupted, or nobody wants the rest: nothing is lost with the workers, so do not wait for them.
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _check_apart(chunk: Sequence[Target], allowed: frozenset[Applicability]) -> Iterable[FileResult]:
    """Checks files again after a process died, in smaller and smaller parts, until the culprit is alone."""
    with ProcessPoolExecutor(1, initializer=_start_worker, initargs=(allowed,)) as pool:
        try:
            return pool.submit(_check_chunk, chunk).result()
        except BrokenProcessPool:
            pass
    if len(chunk) == 1:
        name = name_of(chunk[0].path)
        died = RuntimeError("the process that checked it died")
        return [FileResult(chunk[0].path, name, (failed(name, died),))]
    middle = len(chunk) // 2
    return [*_check_apart(chunk[:middle], allowed), *_check_apart(chunk[middle:], allowed)]
