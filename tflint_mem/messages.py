"""The standard streams: what a run says besides its findings, and output whose reader may leave early."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

from tflint_mem.report.style import visible


class Messages:
    """Says each thing once, in one line, and remembers whether anything was wrong.

    Attributes:
        trouble: whether something could not be read or written, so that the run exits with 2.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self._quiet = quiet
        self._verbose = verbose
        self._said: set[str] = set()
        self.trouble = False

    def error(self, text: str) -> None:
        """Says that something could not be read or written."""
        self.trouble = True
        self._say(f"error: {text}")

    def warn(self, text: str) -> None:
        """Says what must not be missed, but is no trouble of the run."""
        self._say(text)

    def note(self, text: str) -> None:
        """Says what most people want to know; silent with ``--quiet``."""
        if not self._quiet:
            self._say(text)

    def detail(self, text: str) -> None:
        """Says what ``--verbose`` asks for."""
        if self._verbose:
            self._say(text)

    def _say(self, text: str) -> None:
        line = f"tflint-mem: {visible(text)}\n"
        if line not in self._said:
            self._said.add(line)
            try:
                sys.stderr.write(line)
                sys.stderr.flush()
            except OSError:  # nowhere is left to say it; the exit status still tells
                forget(sys.stderr)


def prepare_streams() -> None:
    """Makes the standard streams show any character, escaped where the terminal's encoding has none."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def emit(text: str | bytes, stream: TextIO) -> None:
    """Writes text, or bytes as they are, to a standard stream.

    A reader that leaves early, such as ``head``, changes neither what was found nor the exit status.
    """
    try:
        if isinstance(text, bytes):
            stream.flush()
            stream.buffer.write(text)
        else:
            stream.write(text)
        stream.flush()
    except OSError as error:
        forget(stream)
        if not isinstance(error, BrokenPipeError):
            raise


def forget(stream: TextIO) -> None:
    """Lets go nowhere what a stream could not write: Python flushes it again when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
