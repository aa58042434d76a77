"""A bar for runs that take their time, on terminals."""

from __future__ import annotations

import sys
import time

PATIENCE = 1.0
"""Seconds that a run may take before the bar is shown."""

INTERVAL = 0.1
WIDTH = 30


class Progress:
    """Counts files; used as a context, so that the bar is gone before anything else is written."""

    def __init__(self, total: int, *, shown: bool = True) -> None:
        self._total = total
        self._done = 0
        self._next = time.monotonic() + PATIENCE if shown and sys.stderr.isatty() else float("inf")
        self._drawn = False

    def advance(self) -> None:
        """One file more is done."""
        self._done += 1
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + INTERVAL
            self._drawn = True
            filled = WIDTH * self._done // self._total
            bar = "#" * filled + "." * (WIDTH - filled)
            sys.stderr.write(f"\r[{bar}] {self._done}/{self._total} files")
            sys.stderr.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
