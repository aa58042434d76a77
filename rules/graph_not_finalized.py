"""TFM204: a long loop runs a graph that was not finalized."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Kind, Meta, Rule, Suspect
from tflint_mem.semantic import flow
from tflint_mem.semantic.graphs import RunLoop

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.syntax import FunctionScope


class GraphNotFinalized(Rule):
    """A long loop runs a TensorFlow 1 graph that was not finalized.

    ## What it does
    Reports ``while`` loops, and ``for`` loops over ``range()``, that run a session although neither the
    function nor its class calls ``graph.finalize()``.

    ## Why it matters
    A finalized graph refuses more operations: ``RuntimeError: Graph is finalized and cannot be modified``.
    Without it, an operation that slips into the loop (43 to 1 300 KiB a round, measured: TFM202) only shows
    as memory that grows and steps that get slower.  The missing call costs nothing by itself.

    ## Example
    ```python
    with tf.Session() as sess:
        for step in range(steps):
            sess.run(train_op)
    ```

    Use instead:
    ```python
    with tf.Session() as sess:
        sess.graph.finalize()
        for step in range(steps):
            sess.run(train_op)
    ```

    ## Fix safety
    The fix is unsafe: code that is called from the loop and still adds to the graph raises from then on.  It
    is withheld where the loop, a loop around it, or the function after it visibly builds operations, where
    the session comes from a caller who may go on building, and where the function builds and runs again.

    ## Known limits
    This rule is off unless it is selected: it is a precaution.  Monitored sessions finalize their graph by
    themselves, loops of fewer than 100 rounds are not long, and of loops in loops the outermost is reported,
    also where a call lies between.
    """

    meta = Meta(
        code="TFM204",
        name="graph-not-finalized",
        impact=Impact.OVERHEAD,
        fix=Applicability.UNSAFE,
        markers=(b".run(",),
        default=False,
    )

    def suspects(self) -> Iterator[Suspect]:
        """Loops that run a graph which may still grow."""
        loops = list(self.model.graphs.run_loops(self.model.index))
        for found in loops:
            if not self._is_run_by_another(found, loops):
                yield Suspect(found.loop, found)

    def _is_run_by_another(self, found: RunLoop, loops: list[RunLoop]) -> bool:
        """Whether only loops of this file that are reported, or finalize, run the function of a loop."""
        index = self.model.index
        function = index.function(found.loop)
        uses = self.model.infer.uses(function) if function is not None else []
        return bool(uses) and all(
            use.call is not None
            and use.index is index
            and (
                any(flow.contains(other.loop, use.call) for other in loops if other is not found)
                or any(
                    index.function(load) is index.function(use.call)
                    and flow.place(load) < flow.place(use.call)
                    for load in index.loads.get("finalize", ())
                )
            )
            for use in uses
        )

    def visit_For(self, node: cst.For) -> None:
        """Reports a loop over ``range()``."""
        self._report(node)

    def visit_While(self, node: cst.While) -> None:
        """Reports a ``while`` loop."""
        self._report(node)

    def _report(self, node: cst.For | cst.While) -> None:
        found = self.suspect.facts
        assert isinstance(found, RunLoop)
        session = ast.unparse(found.session)
        self.report(
            node,
            "this loop runs a graph that was not finalized, so an operation added by mistake goes unnoticed;"
            f" call {session}.graph.finalize() before it",
            fix=self._finalize(node, found),
        )

    def _finalize(self, node: cst.For | cst.While, found: RunLoop) -> Fix | None:
        if not isinstance(found.session, ast.Name) or not self._owns_graph(found, found.session):
            return None
        edits = self.edit.insert_before(node, [f"{found.session.id}.graph.finalize()"])
        return None if edits is None else Fix("finalize the graph", edits, Applicability.UNSAFE)

    def _owns_graph(self, found: RunLoop, session: ast.Name) -> bool:
        """Whether nothing that may still run needs the graph to take operations.

        That is a loop around this one, what follows it, the function itself when it builds and runs more than
        once, and the callers that hand in the session.
        """
        index, model = self.model.index, self.model
        function = index.function(found.loop)
        bindings = index.scope(found.loop).bindings.get(session.id, [])
        hows = {binding.how for binding in bindings}
        if not bindings or not hows <= {"value", "enter", "parameter"} or self._builds_on(found.loop):
            return False
        makers = [binding.value for binding in bindings if binding.how != "parameter"]
        if not all(isinstance(call, ast.Call) and model.creators(call, Kind.SESSION) for call in makers):
            return False  # it may be anybody's session
        if function is None:
            return True
        builds = any(index.function(c) is function and model.graphs.extends(index, c) for c in model.calls)
        if builds and "parameter" not in hows:
            again = any(repetition.steps for repetition in model.repetitions(found.loop))
            builds = again or len(model.infer.uses(function)) > 1
        return not builds and self._callers_are_done(function, set())

    def _callers_are_done(self, function: FunctionScope, seen: set[FunctionScope]) -> bool:
        """Whether no function that leads to a function, all of this file, builds operations after it."""
        if function in seen:
            return True
        seen.add(function)
        for use in self.model.infer.uses(function):
            place = use.call or use.argument_of
            if place is None or use.index is not self.model.index or self._builds_on(place):
                return False
            caller = use.index.function(place)
            if caller is not None and not self._callers_are_done(caller, seen):
                return False
        return True

    def _builds_on(self, place: ast.AST) -> bool:
        """Whether the function around a place builds operations after it, or in a loop around it."""
        index = self.model.index
        function, around = index.function(place), flow.enclosing_loops(index, place)
        return any(
            index.function(call) is function
            and (flow.place(call) > flow.place(place) or any(flow.contains(loop, call) for loop in around))
            and self.model.graphs.extends(index, call)
            for call in self.model.calls
        )
