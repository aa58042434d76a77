"""Checks files in several processes, and survives one that dies."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from tflint_mem import timings
from tflint_mem.checker import Checker, FileResult, failed
from tflint_mem.source import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
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
    advance: Callable[[], None] = lambda: None,
) -> Iterator[FileResult]:
    """Yields the results in the order of the files.

    Files whose process died are checked again; one that kills its process each time gets a finding.

    Args:
        targets: the files.
        allowed: the fixes that may be made.
        processes: how many to start.
        cache: the folder in which findings are kept for later runs.
        advance: called once for each file that is done, in whatever order.
    """
    size = max(1, min(CHUNK, len(targets) // (4 * processes)))
    chunks = [targets[start : start + size] for start in range(0, len(targets), size)]
    others = multiprocessing.active_children()
    crew = _Crew(chunks, processes, partial(_pool, 1, allowed, cache))
    waiting: dict[int, Iterable[FileResult]] = {}
    following = 0
    try:
        for number, results in crew.results():
            waiting[number] = _check_apart(chunks[number], allowed) if results is None else results
            for _ in chunks[number]:
                advance()
            while following in waiting:
                yield from waiting.pop(following)
                following += 1
    except BaseException:
        # Interrupted, or nobody wants the rest: nothing is lost with the processes, so do not wait.
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        crew.dismiss()


class _Crew:
    """Processes that check chunks of files, each along a stretch of its own.

    What is asked about a file was mostly asked about its neighbours before.  So each process goes on where
    it is, and takes chunks from the end of the longest stretch only when its own is done.

    Args:
        chunks: the files, in chunks.
        processes: how many to start.
        hire: starts a pool of one process.
    """

    def __init__(
        self, chunks: Sequence[Sequence[Target]], processes: int, hire: Callable[[], ProcessPoolExecutor]
    ) -> None:
        self._chunks = chunks
        self._hire = hire
        ends = [len(chunks) * worker // processes for worker in range(processes + 1)]
        self._stretches = [deque(range(start, end)) for start, end in pairwise(ends)]
        self._pools = [hire() for _ in range(processes)]
        self._running: dict[Future[Checked], tuple[int, int]] = {}

    def results(self) -> Iterator[tuple[int, list[FileResult] | None]]:
        """Yields the number and the results of each chunk as they come; None where the process died."""
        for worker in range(len(self._pools)):
            self._hand_out(worker)
        while self._running:
            for task in wait(self._running, return_when=FIRST_COMPLETED).done:
                worker, number = self._running.pop(task)
                results = _result(task)
                if results is None:
                    self._replace(worker)
                self._hand_out(worker)
                yield number, results

    def dismiss(self) -> None:
        """Ends all processes."""
        for pool in self._pools:
            pool.shutdown(cancel_futures=True)

    def _hand_out(self, worker: int) -> None:
        own = self._stretches[worker]
        longest = max(self._stretches, key=len)
        if not longest:
            return
        number = own.popleft() if own else longest.pop()
        try:
            task = self._pools[worker].submit(_check_chunk, self._chunks[number])
        except BrokenProcessPool:  # died while it had nothing to do
            self._replace(worker)
            task = self._pools[worker].submit(_check_chunk, self._chunks[number])
        self._running[task] = worker, number

    def _replace(self, worker: int) -> None:
        self._pools[worker].shutdown()
        self._pools[worker] = self._hire()


def _check_apart(chunk: Sequence[Target], allowed: frozenset[Applicability]) -> Iterable[FileResult]:
    """Checks files again after a process died, in smaller and smaller parts, until the culprit is alone."""
    with _pool(1, allowed) as pool:
        results = _result(pool.submit(_check_chunk, chunk))
    if results is not None:
        return results
    if len(chunk) == 1:
        name = name_of(chunk[0].path)
        return [FileResult(chunk[0].path, name, (failed(name, "the process that checked it died"),))]
    middle = len(chunk) // 2
    return [*_check_apart(chunk[:middle], allowed), *_check_apart(chunk[middle:], allowed)]


def _result(task: Future[Checked]) -> list[FileResult] | None:
    """The results of a chunk; None when its process died."""
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
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process when the one that started it was killed: nobody would tell it to."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _check_chunk(chunk: Sequence[Target]) -> Checked:
    results = [_checker.check_file(target) for target in chunk]
    _checker.flush()
    running = timings.running()
    return results, running.take() if running else None
