"""Answers to questions that may depend on each other in circles, by tabling.

A question is evaluated when it is first asked.  A question that is asked again while its answer is still
being worked out gets the answer so far; whoever read it is evaluated anew once it changes, until nothing
changes any more.  Answers only grow, so the result is the least one that fits, whatever was asked first.

Questions that depend on each other in a circle (a strongly connected component, found as Tarjan does) are
settled together, as soon as they depend on nothing unsettled outside: whoever asks later sees final answers.

With each answer is kept what it was read from (ADR 4): a cache can tell when it no longer holds.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

MAX_DEPTH = 60
"""Questions nested more deeply are put off, so that Python's stack holds."""

STACK = 4000
"""How many calls Python has to let nest: about 25 for a question, and what stands below the first."""

MAX_ROUNDS = 8
"""How often one question is evaluated before its answer is taken as it is."""


class _Question:
    """A question whose answer is not final yet.

    Attributes:
        key: identifies it.
        compute: works the answer out.
        answer: what is known so far.
        number: its place in the order in which unsettled questions were first asked.
        low: the lowest number of an unsettled question that it depends on, as far as seen.
        readers: the questions that read the answer so far, None while there are none.
        rounds: how often it was evaluated.
        waiting: whether it has to be evaluated again.
        consulted: what its evaluations consulted, as in `Answers.consulted`.
    """

    __slots__ = ("answer", "compute", "consulted", "key", "low", "number", "readers", "rounds", "waiting")

    def __init__(self, key: object, compute: Callable[[], Any], default: Any, number: int) -> None:
        self.key = key
        self.compute = compute
        self.answer = default
        self.number = self.low = number
        self.readers: dict[_Question, None] | None = None
        self.rounds = 0
        self.waiting = False
        self.consulted = 0


class Answers:
    """The questions asked so far, and what is known of them.

    Attributes:
        consulted: what was consulted since it was last set to 0, directly or through answers that were
            known already: a set of bits, which `Project` gives a meaning.
    """

    def __init__(self) -> None:
        self.consulted = 0
        self._final: dict[object, tuple[Any, int]] = {}
        self._consulted: dict[int, int] = {}
        self._unsettled: dict[object, _Question] = {}
        self._order: list[_Question] = []
        self._stack: list[_Question] = []
        sys.setrecursionlimit(max(sys.getrecursionlimit(), STACK))

    @property
    def asked(self) -> bool:
        """Whether a question is being answered right now."""
        return bool(self._stack)

    def clear(self) -> None:
        """Forgets everything, as after an edit."""
        self._final.clear()

    def final(self, key: object) -> Any:
        """The answer to a question when it is known for good, None otherwise."""
        known = self._final.get(key)
        if known is None:
            return None
        self.consulted |= known[1]
        return known[0]

    def get(self, key: object, compute: Callable[[], T], default: T) -> T:
        """The answer to a question.

        Args:
            key: identifies the question.
            compute: works the answer out, asking further questions on the way.
            default: the smallest answer, from which circular questions start.
        """
        final = self._final.get(key)
        if final is not None:
            self.consulted |= final[1]
            return final[0]  # type: ignore[no-any-return]
        question = self._unsettled.get(key)
        if question is None:
            question = _Question(key, compute, default, len(self._order))
            self._unsettled[key] = question
            self._order.append(question)
            if len(self._stack) >= MAX_DEPTH:
                question.waiting = True
                # Only a question further down the stack may settle it.
                question.low = max(question.number - 1, 0)
            else:
                final = self._settle(question)
                if final is not None:
                    self.consulted |= final[1]
                    return final[0]  # type: ignore[no-any-return]
        if self._stack:
            reader = self._stack[-1]
            if question.readers is None:
                question.readers = {}
            question.readers[reader] = None
            if question.low < reader.low:
                reader.low = question.low
        return question.answer  # type: ignore[no-any-return]

    def _settle(self, question: _Question) -> tuple[Any, int] | None:
        """Evaluates a question and, when it depends on nothing unsettled before it, all that it asked.

        Returns:
            The answer, when it is final now, and what was consulted for it.
        """
        try:
            self._evaluate(question)
            if question.low < question.number:
                return None
            order, first = self._order, question.number
            if len(order) == first + 1 and not question.waiting:  # nothing asked is open: most often so
                order.pop()
                del self._unsettled[question.key]
                consulted = self._consulted.setdefault(question.consulted, question.consulted)
                final = self._final[question.key] = question.answer, consulted
                return final
            while any(member.waiting for member in order[first:]):
                # From the last one asked: who reads an answer was mostly asked before what it reads.
                position = len(order) - 1
                while position >= first:
                    member = order[position]
                    if member.waiting:
                        self._evaluate(member)
                        if member.low < first:
                            question.low = member.low
                            return None
                    position -= 1
            consulted = 0
            for member in order[first:]:
                consulted |= member.consulted
            # Most answers were read from the same few sets of files: one number serves them all.
            consulted = self._consulted.setdefault(consulted, consulted)
            for member in order[first:]:
                self._final[member.key] = member.answer, consulted
                del self._unsettled[member.key]
            del order[first:]
            return self._final[question.key]
        except BaseException:
            if not self._stack:
                self._unsettled.clear()
                self._order.clear()
            raise

    def _evaluate(self, question: _Question) -> None:
        question.waiting = False
        if question.rounds >= MAX_ROUNDS:
            return
        question.rounds += 1
        self._stack.append(question)
        outside, self.consulted = self.consulted, 0
        try:
            answer = question.compute()
        finally:
            self._stack.pop()
            question.consulted |= self.consulted
            self.consulted = outside
        if answer != question.answer:
            question.answer = answer
            for reader in question.readers or ():
                reader.waiting = True
