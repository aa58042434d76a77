"""Where the processor time of a run goes: by stage and by rule, for ``--timings``.

A stage that another one calls upon is counted by itself: what a rule's question makes the index read
is not the rule's.
"""

from __future__ import annotations

import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

STAGES = {
    "starting": "Python, and this program's command line",
    "loading": "the rules and the semantic model",
    "finding": "folders walked, configuration read",
    "reading": "files read and decoded",
    "gate": "which files and rules can matter at all",
    "cache": "results of earlier runs looked up and kept",
    "parsing": "syntax trees",
    "index": "tables of each syntax tree",
    "imports": "who imports whom",
    "libcst": "LibCST loaded; statements with suspects parsed by it",
    "suppression": "comments that silence",
    "fixes": "repairs made, checked and written",
    "report": "findings sorted and printed",
}
"""The stages besides the rules, in the order of the table, with what happens in them."""

REST = "the rest"


class Timings:
    """A clock that always runs for exactly one stage.

    Attributes:
        seconds: processor time by stage, or code of a rule.
        times: how often each was entered.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.times: dict[str, int] = {}
        self._open = [REST]
        self._since = time.process_time()

    def enter(self, name: str) -> None:
        """Stops the clock of the stage that runs, and starts another's."""
        self._book()
        self._open.append(name)
        self.times[name] = self.times.get(name, 0) + 1

    def leave(self) -> None:
        """Lets the stage before go on."""
        self._book()
        self._open.pop()

    def add(self, others: Taken) -> None:
        """Adds what another process has measured."""
        for mine, theirs in ((self.seconds, others[0]), (self.times, others[1])):
            for name, value in theirs.items():
                mine[name] = mine.get(name, 0) + value  # type: ignore[assignment]

    def take(self) -> Taken:
        """What was measured since the last time, as another process can add it."""
        self._book()
        taken = self.seconds, self.times
        self.seconds, self.times = {}, {}
        return taken

    def _book(self) -> None:
        now = time.process_time()
        name = self._open[-1]
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._since
        self._since = now


Taken = tuple[dict[str, float], dict[str, int]]
"""Seconds, and how often, by stage or rule."""


class _Stage:
    """The context of one stage."""

    __slots__ = ("_name", "_timings")

    def __init__(self, timings: Timings, name: str) -> None:
        self._timings = timings
        self._name = name

    def __enter__(self) -> None:
        self._timings.enter(self._name)

    def __exit__(self, *_: object) -> None:
        self._timings.leave()


_OFF = nullcontext()
_running: Timings | None = None


def start() -> Timings:
    """Begins to measure this process; what it has used so far was for starting."""
    global _running
    _running = Timings()
    _running.seconds["starting"] = time.process_time()
    _running.times["starting"] = 1
    return _running


def stop() -> None:
    """Ends it."""
    global _running
    _running = None


def running() -> Timings | None:
    """The clock of this process, if its run is measured."""
    return _running


def stage(name: str) -> AbstractContextManager[None]:
    """A context whose time is that of a stage, or of the rule with a code; does nothing in other runs."""
    return _Stage(_running, name) if _running is not None else _OFF


def table(timings: Timings, names: Mapping[str, str]) -> str:
    """The measurements for people.

    Args:
        timings: they.
        names: the name of each rule's code.
    """
    seconds, _ = measured = timings.take()
    timings.add(measured)
    total = sum(seconds.values())
    rules = sorted((code for code in seconds if code in names), key=lambda code: (-seconds[code], code))
    rows = [(stage, about) for stage, about in STAGES.items() if stage in seconds]
    place = next((place for place, row in enumerate(rows) if row[0] == "libcst"), len(rows))
    if rules:
        about = f"{len(rules)} rules, without what they have others do:"
        rows[place:place] = [("rules", about), *((f"  {code}", names[code]) for code in rules)]
        seconds["rules"] = sum(seconds[code] for code in rules)
    rows += [(REST, "")]
    lines = [f"{'processor time':<14}  {'seconds':>8}  {'share':>6}  {'times':>7}"]
    for label, about in rows:
        key = label.strip()
        times = timings.times.get(key, "")
        share = 100 * seconds[key] / total
        lines.append(f"{label:<14}  {seconds[key]:8.3f}  {share:5.1f}%  {times:>7}  {about}".rstrip())
    lines.append(f"{'all':<14}  {total:8.3f}")
    return "\n".join(lines) + "\n"
