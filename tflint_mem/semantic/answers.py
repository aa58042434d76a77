"""Answers to questions that may depend on each other in circles, by tabling.

A question is evaluated when it is first asked.  A question that is asked again while its answer is still
being worked out gets the answer so far; whoever read it is evaluated anew once it changes, until nothing
changes any more.  Answers only grow, so the result is the least one that fits, whatever was asked first.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

MAX_DEPTH = 120
"""Questions nested more deeply are put off, so that Python's stack holds."""

MAX_ROUNDS = 8
"""How often one question is evaluated before its answer is taken as it is."""


class Answers:
    """The questions asked so far, and what is known of them."""

    def __init__(self) -> None:
        self._final: dict[object, Any] = {}
        self._table: dict[object, Any] = {}
        self._computes: dict[object, Callable[[], Any]] = {}
        self._readers: defaultdict[object, dict[object, None]] = defaultdict(dict)
        self._rounds: defaultdict[object, int] = defaultdict(int)
        self._pending: deque[object] = deque()
        self._queued: set[object] = set()
        self._stack: list[object] = []

    def clear(self) -> None:
        """Forgets everything, as after an edit."""
        self._final.clear()

    def get(self, key: object, compute: Callable[[], T], default: T) -> T:
        """The answer to a question.

        Args:
            key: identifies the question.
            compute: works the answer out, asking further questions on the way.
            default: the smallest answer, from which circular questions start.
        """
        if key in self._final:
            return self._final[key]  # type: ignore[no-any-return]
        if not self._stack:
            return self._resolve(key, compute, default)
        reader = self._stack[-1]
        if key not in self._table:
            self._table[key] = default
            self._computes[key] = compute
            if len(self._stack) >= MAX_DEPTH:
                self._queue(key)
            else:
                self._evaluate(key)
        self._readers[key][reader] = None
        return self._table[key]  # type: ignore[no-any-return]

    def _resolve(self, key: object, compute: Callable[[], T], default: T) -> T:
        self._table[key] = default
        self._computes[key] = compute
        try:
            self._evaluate(key)
            while self._pending:
                again = self._pending.popleft()
                self._queued.discard(again)
                self._evaluate(again)
            self._final.update(self._table)
            return self._table[key]  # type: ignore[no-any-return]
        finally:
            for state in (
                self._table,
                self._computes,
                self._readers,
                self._rounds,
                self._pending,
                self._queued,
            ):
                state.clear()
            self._stack.clear()

    def _evaluate(self, key: object) -> None:
        if self._rounds[key] >= MAX_ROUNDS:
            return
        self._rounds[key] += 1
        self._stack.append(key)
        try:
            answer = self._computes[key]()
        finally:
            self._stack.pop()
        if answer != self._table[key]:
            self._table[key] = answer
            for reader in self._readers[key]:
                self._queue(reader)

    def _queue(self, key: object) -> None:
        if key not in self._queued:
            self._queued.add(key)
            self._pending.append(key)
