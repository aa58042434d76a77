"""Checks files in several processes, and survives one that dies."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from tflint_mem import timings
from tflint_mem.checker import Checker, FileResult, failed
from tflint_mem.source import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from tflint_mem.checker import Target
    from tflint_mem.rule import Applicability
    from tflint_mem.timings import Taken

    Checked = tuple[list[FileResult], Taken | None]
    """The results of a chunk, and the time they took if that is measured."""

CHUNK = 32
"""The most files that a process is handed at a time."""


def check_in_processes(
    targets: Sequence[Target],
    allowed: frozenset[Applicability],
    processes: int,
    cache: Path | None = None,
) -> Iterator[FileResult]:
    """Yields the results in the order of the files.

    Files whose process died are checked again; one that kills its process each time gets a finding.

    Args:
        targets: the files.
        allowed: the fixes that may be made.
        processes: how many to start.
        cache: the folder in which findings are kept for later runs.
    """
    size = max(1, min(CHUNK, len(targets) // (4 * processes)))
    chunks = [targets[start : start + size] for start in range(0, len(targets), size)]
    others = multiprocessing.active_children()
    pool = _pool(processes, allowed, cache)
    try:
        tasks = [_submit(pool, chunk) for chunk in chunks]
        for chunk, task in zip(chunks, tasks, strict=True):
            results = _result(task)
            yield from _check_apart(chunk, allowed) if results is None else results
    except BaseException:
        # Interrupted, or nobody wants the rest: nothing is lost with the processes, so do not wait.
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _check_apart(chunk: Sequence[Target], allowed: frozenset[Applicability]) -> Iterable[FileResult]:
    """Checks files again after a process died, in smaller and smaller parts, until the culprit is alone."""
    with _pool(1, allowed) as pool:
        results = _result(_submit(pool, chunk))
    if results is not None:
        return results
    if len(chunk) == 1:
        name = name_of(chunk[0].path)
        return [FileResult(chunk[0].path, name, (failed(name, "the process that checked it died"),))]
    middle = len(chunk) // 2
    return [*_check_apart(chunk[:middle], allowed), *_check_apart(chunk[middle:], allowed)]


def _submit(pool: ProcessPoolExecutor, chunk: Sequence[Target]) -> Future[Checked] | None:
    try:
        return pool.submit(_check_chunk, chunk)
    except BrokenProcessPool:
        return None


def _result(task: Future[Checked] | None) -> list[FileResult] | None:
    """The results of a chunk; None when its process died, or another of the same pool."""
    if task is None:
        return None
    try:
        results, taken = task.result()
    except BrokenProcessPool:
        return None
    running = timings.running()
    if running and taken:
        running.add(taken)
    return results


def _pool(
    processes: int, allowed: frozenset[Applicability], cache: Path | None = None
) -> ProcessPoolExecutor:
    measured = timings.running() is not None
    return ProcessPoolExecutor(processes, initializer=_start, initargs=(allowed, cache, measured))


_checker = Checker()
"""The checker of this process, if it is one of the pool's."""


def _start(allowed: frozenset[Applicability], cache: Path | None, measured: bool) -> None:
    global _checker
    if measured:
        timings.start()
    gc.disable()  # it would walk the syntax trees again and again; `Checker` collects what it lets go of
    _checker = Checker(allowed, cache=cache)
    # The keyboard's interrupt reaches every process of the terminal; the parent alone answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _check_chunk(chunk: Sequence[Target]) -> Checked:
    results = [_checker.check_file(target) for target in chunk]
    _checker.flush()
    running = timings.running()
    return results, running.take() if running else None
