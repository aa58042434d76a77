"""TFM301: a tf.function is made anew at every iteration, and traces anew."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition
    from tflint_mem.semantic.syntax import FunctionScope


@dataclass(frozen=True)
class _Remade:
    repetition: Repetition
    trains: bool
    statement: ast.stmt | None
    """What a repair moves: the definition or the assignment."""
    loop: ast.stmt | None
    function: FunctionScope | None


class TfFunctionInLoop(Rule):
    """A ``tf.function`` is made anew at every iteration.

    ## What it does
    Reports functions decorated with, or passed to, ``tf.function`` inside a loop, or inside a function that
    a loop calls.  Each of them starts with no trace and has to be traced again: 20 to 400 ms.

    ## Why memory is lost
    A traced train step registers its gradient functions in a registry that nothing empties: 1.2 to 3 MiB at
    each iteration, whatever is deleted.  Other traces are cyclic garbage and stay until Python's collector
    runs.

    ## Example
    ```python
    for signal in signals:
        smooth = tf.function(lambda values: tf.signal.irfft(tf.signal.rfft(values)[:8]))
        results.append(smooth(signal).numpy())
    ```

    Use instead:
    ```python
    smooth = tf.function(lambda values: tf.signal.irfft(tf.signal.rfft(values)[:8]))
    for signal in signals:
        results.append(smooth(signal).numpy())
    ```

    ## Fix safety
    The fix moves the definition or the call before the loop.  It is unsafe, because Python side effects in
    the body then run once.  It is withheld where the function reads something that the loop changes, where
    each trace draws random numbers of Python or those of a seed once more, where the function that holds it,
    not the loop, has to be changed, and where it has a decorator that is not known.

    ## Known limits
    Silent where each round keeps what it makes for later, as for the members of an ensemble, or keeps what
    unknown code made of it, or leaves it to an object that may keep it, as a server; where each round traces
    for a model or optimizer of its own, since TFM103 reports the model; where it is only hung on an object
    and nothing that the loop runs reads it there, since what is not called is not traced; in branches that
    run once, in cached factories, in traced code, and in tests and benchmarks that want a fresh trace.
    """

    meta = Meta(
        code="TFM301",
        name="tf-function-in-loop",
        impact=Impact.UNTIL_GC,
        fix=Applicability.UNSAFE,
        markers=(b"function", b"defun"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """The decorators and calls that make a function anew in each round."""
        if self.model.wants_fresh_traces():
            return
        # A file with tapes serves eager programs, too; each kind of program runs its own branches.
        if self.model.uses_v1_graphs() and not self.model.calls_named("tf.GradientTape"):
            return
        tracing, index = self.model.tracing, self.model.index
        for wrapper, function, node in tracing.made(index):
            repetition = tracing.remade(index, wrapper, function, node)
            if repetition is None:
                continue
            statement = node if node is not None else index.statement(wrapper)
            loop = self.model.hoist_loop(statement)
            trains = function is not None and tracing.trains(function)
            also = tuple(place for place in (statement, loop) if place is not None)
            yield Suspect(wrapper, _Remade(repetition, trains, statement, loop, function), also)

    def visit_expression(self, node: cst.BaseExpression) -> None:
        """Reports the decorator or call and offers to move it before the loop."""
        remade = self.suspect.facts
        assert isinstance(remade, _Remade)
        where = self.model.describe(remade.repetition)
        cost = (
            "each train step that is traced stays registered for ever"
            if remade.trains
            else "every trace starts from nothing and stays until it is collected"
        )
        self.report(
            node,
            f"a tf.function is made anew at every round of {where}; {cost}: make it once before",
            fix=self._hoist(remade),
            related=self.model.way(remade.repetition),
            impact=Impact.LEAK if remade.trains else None,
        )

    def _hoist(self, remade: _Remade) -> Fix | None:
        if remade.loop is None or remade.statement is None or isinstance(remade.statement, ast.Expr):
            return None
        if remade.function is not None and self._depends_on_round(remade.function, remade.loop):
            return None
        decorators = getattr(remade.statement, "decorator_list", [])
        if not self.model.tracing.are_known(self.model.index, decorators):
            return None
        statement, loop = self.statement(remade.statement), self.statement(remade.loop)
        edits = self.edit.hoist(statement, loop) if statement is not None and loop is not None else None
        if edits is None:
            return None
        return Fix("make the tf.function once, before the loop", edits, Applicability.UNSAFE)

    def _depends_on_round(self, function: FunctionScope, loop: ast.stmt) -> bool:
        """Whether a trace of each round would hold another value of what the function reads or draws."""
        if self.model.trace_effects.draws(function):
            return True
        stays = self.model.invariance.names_stay
        return function.index is self.model.index and not stays(function.index, function.node, loop)
