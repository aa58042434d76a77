"""Many files: checks them in this process or in several, in the same order either way."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tflint_mem.checker import Checker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tflint_mem.checker import FileResult, Target
    from tflint_mem.rule import Applicability

MANY_FILES = 200
MANY_BYTES = 1_500_000
"""Below both, starting processes costs more than it saves."""

FEW_FILES = 20
"""Below it, a file without TensorFlow is checked sooner than it is looked up."""

MOST_JOBS = 61
"""Windows waits for no more processes than these."""


def check_files(
    targets: Sequence[Target],
    *,
    allowed: frozenset[Applicability] = frozenset(),
    jobs: int = 0,
    cache: Path | None = None,
    advance: Callable[[], None] = lambda: None,
) -> Iterator[FileResult]:
    """Checks files, and repairs their text as far as allowed; yields results in the order of the files.

    Args:
        targets: the files.
        allowed: the fixes that may be made.
        jobs: how many processes to use; 0 chooses by the amount of work.
        cache: the folder that keeps findings from run to run; None for none.
        advance: called after each file.
    """
    checker = Checker(allowed, cache=cache, few=len(targets) < FEW_FILES)
    known = [checker.known(target) for target in targets]
    unknown = [target for target, result in zip(targets, known, strict=True) if result is None]
    processes = min(jobs or useful_jobs(unknown), len(unknown), MOST_JOBS)
    if processes > 1:
        from tflint_mem.workers import check_in_processes

        results = check_in_processes(unknown, allowed, processes, cache, advance)
    else:
        results = (_advanced(checker.check_file(target), advance) for target in unknown)
    for result in known:
        yield next(results) if result is None else _advanced(result, advance)
    checker.close()


def _advanced(result: FileResult, advance: Callable[[], None]) -> FileResult:
    advance()
    return result


def useful_jobs(targets: Sequence[Target]) -> int:
    """How many processes the work is worth: one, or one for each processor."""
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
