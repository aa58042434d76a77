"""TFM603: a dataset's cache never ends, or keeps what is meant to change."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Edit, Fix, Impact, Meta, Rule, Suspect
from tflint_mem.semantic import flow
from tflint_mem.semantic.syntax import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.pipelines import Path, Stage


@dataclass(frozen=True)
class _Cache:
    why: str
    swap: bool = False
    """Whether the call directly follows the endless ``repeat()``, so that the two may change places."""
    pure: bool = False
    """Whether what stands before the two gives the same elements each time, and the cache is in memory."""


class UnboundedCache(Rule):
    """A dataset's ``cache()`` never ends, or keeps what is meant to change.

    ## What it does
    Reports ``cache()`` behind an endless ``repeat()``; ``cache()`` in memory behind a stage that changes
    elements at random, or behind a ``shuffle`` that nothing shuffles again; and ``cache()`` in a function
    given to ``interleave`` or ``flat_map``.

    ## Why memory is lost
    A cache keeps each element that passes until the dataset ends.  Behind ``repeat()`` it never does: the
    cache takes every element of every epoch and grows for as long as the program runs.  Behind a random
    stage it keeps the enlarged elements of the first epoch and repeats them, so that the data no longer
    vary.  In ``interleave`` each inner dataset gets a cache of its own.

    ## Example
    ```python
    data = files.map(parse).repeat().cache().batch(32)
    ```

    Use instead:
    ```python
    data = files.map(parse).cache().repeat().batch(32)
    ```

    ## Fix safety
    An adjacent ``.repeat().cache()`` changes places, unless a shuffle or a random stage stands before it.
    That is safe where the source is a known one and all maps before it are known functions that only call
    TensorFlow and keep no state, so that each epoch is the same, else unsafe: a generator may give other
    elements each time, and a file of a cache that completes is read by the next run.
    The other forms have no fix: whether the cache moves up or goes is a question of size.

    ## Known limits
    How large a dataset is cannot be seen: a cache of everything in the right place is not reported.  A
    ``take`` behind ``repeat()`` ends the dataset, so a cache behind it is fine, and a cache behind
    ``repeat(n)`` ends too: it keeps each element n times, which is not reported.  Nor is a cache behind a
    shuffle or a random stage where the function asks another flag for each: callers may never set both.
    """

    meta = Meta(
        code="TFM603",
        name="unbounded-cache",
        impact=Impact.LEAK,
        fix=Applicability.SAFE,
        markers=(b".cache(",),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Caches that grow without end or keep what should change."""
        for call in self.model.calls:
            if not self.model.pipelines.is_stage(self.model.index, call, "cache"):
                continue
            cache = self._judge(call)
            if cache is not None:
                yield Suspect(call, cache)

    def _judge(self, call: ast.Call) -> _Cache | None:
        pipelines = self.model.pipelines
        paths = [path[:-1] for path in pipelines.paths(self.model.index, call)]
        for path in paths:
            if self._is_endless(path, call):
                before = path[:-1]
                func = call.func
                assert isinstance(func, ast.Attribute)
                swap = func.value is path[-1].call and pipelines.is_endless(path[-1])
                # In its new place the cache would keep what a shuffle or a random stage makes of one epoch.
                swap = swap and not any(self._reshuffles(s) or pipelines.is_random(s) for s in before)
                steady = (
                    bool(before) and before[0].method == "source" and all(map(pipelines.is_steady, before))
                )
                filed = call.args or any(keyword.arg == "filename" for keyword in call.keywords)
                return _Cache("endless", swap, steady and not filed)
        if call.args or any(keyword.arg == "filename" for keyword in call.keywords):
            return None
        if self._is_inside_interleave(call):
            return _Cache("inner")
        for path in paths:
            behind = path[self._last(path, "cache") + 1 :]
            if any(map(_takes_one, behind)):
                continue  # the same elements again and again are the point
            certain = [stage for stage in behind if not self._is_chosen_apart(stage, call)]
            if any(pipelines.is_random(stage) for stage in certain):
                return _Cache("random")
            if any(map(self._reshuffles, certain)) and not self._is_shuffled_later(call):
                return _Cache("shuffled")
        return None

    def _is_endless(self, path: Path, call: ast.Call) -> bool:
        behind = path[self._last(path, "take", "take_while", "cache") + 1 :]
        index = self.model.index
        return any(
            self.model.pipelines.is_endless(stage)
            and not (stage.index is index and flow.exclude_each_other(index, stage.call, call))
            for stage in behind
        )

    def _is_chosen_apart(self, stage: Stage, call: ast.Call) -> bool:
        """Whether callers choose the stage and the cache by different flags, and perhaps never both."""
        index = self.model.index
        return stage.index is index and flow.are_independent(index, stage.call, call)

    @staticmethod
    def _last(path: Path, *methods: str) -> int:
        return max((row for row, stage in enumerate(path) if stage.method in methods), default=-1)

    @staticmethod
    def _reshuffles(stage: Stage) -> bool:
        """Whether a stage gives another order at every epoch."""
        if stage.method != "shuffle":
            return False
        again = stage.argument(2, "reshuffle_each_iteration")
        return not (isinstance(again, ast.Constant) and again.value is False)

    def _is_shuffled_later(self, call: ast.Call) -> bool:
        return any(
            stage.call is call
            for other in self.model.calls
            if self.model.pipelines.is_stage(self.model.index, other, "shuffle")
            for path in self.model.pipelines.paths(self.model.index, other)
            for stage in path
        )

    def _is_inside_interleave(self, call: ast.Call) -> bool:
        index = self.model.index
        for parent in index.ancestors(call):
            if isinstance(parent, FUNCTIONS):
                function = index.scopes[parent]
                return any(
                    use.argument_of is not None
                    and self.model.pipelines.is_stage(use.index, use.argument_of, "interleave", "flat_map")
                    for use in self.model.infer.calls.uses(function)  # type: ignore[arg-type]
                )
        return False

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the cache, and offers to let it change places with ``repeat()``."""
        cache = self.suspect.facts
        assert isinstance(cache, _Cache)
        self.report(node, _MESSAGES[cache.why], fix=self._swap(cache), impact=_IMPACTS.get(cache.why))

    def _swap(self, cache: _Cache) -> Fix | None:
        call = self.suspect.node
        if not cache.swap or not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            return None
        repeat = call.func.value
        if not isinstance(repeat, ast.Call) or not isinstance(repeat.func, ast.Attribute):
            return None
        start, middle, end = (self.model.end(part) for part in (repeat.func.value, repeat, call))
        text = self.model.index.source.text
        if "#" in text[start:end]:
            return None
        edit = Edit(start, end, text[middle:end] + text[start:middle])
        safety = Applicability.SAFE if cache.pure else Applicability.UNSAFE
        return Fix("cache before repeat()", (edit,), safety)


def _takes_one(stage: Stage) -> bool:
    """Whether a stage lets a single element through, as for a dry run."""
    count = stage.argument(0, "count")
    return stage.method == "take" and isinstance(count, ast.Constant) and count.value == 1


_MESSAGES = {
    "endless": (
        "cache() behind an endless repeat() never completes and keeps every element of every epoch; put"
        " cache() before repeat()"
    ),
    "random": (
        "cache() keeps what a random stage made of the first epoch, in memory, and repeats it; put cache()"
        " before that stage"
    ),
    "shuffled": (
        "cache() behind shuffle() keeps the order of the first epoch; put cache() before shuffle()"
    ),
    "inner": (
        "cache() in a function given to interleave() or flat_map() makes a cache in memory for each inner"
        " dataset; put one cache() behind it"
    ),
}  # fmt: skip
_IMPACTS = {"random": Impact.RETAINED, "shuffled": Impact.RETAINED, "inner": Impact.RETAINED}
