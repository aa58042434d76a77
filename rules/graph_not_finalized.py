"""TFM204: a long loop runs a graph that was not finalized."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect
from tflint_mem.semantic.running import RunLoop

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


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
    is withheld where a loop around it visibly builds operations, where the session comes from a caller who
    may go on building, where the function builds and runs again, and where nothing in the project says who
    calls the function that runs a graph which it does not make.  Where a loop and a helper of it with a loop
    of its own are both reported, both are given the call: to finalize a graph twice does no harm.

    ## Known limits
    This rule is off unless it is selected: it is a precaution.  Tests, of which the next builds in the same
    graph, are not reported.  Monitored sessions finalize their graph by themselves, loops of fewer than 100
    rounds are not long, and of loops in loops the outermost is reported, also where a call lies between.
    Silent for loops that visibly add operations, on purpose at the first use of something or by mistake,
    which TFM202 tells; where code below the loop, or below a call that leads to it, builds on, also by making
    pipelines or training models; where the function or the object builds in the default graph once more; for
    sessions that an unknown caller gives, in loops over a method whose object keeps the session, and where a
    function that adds to a graph it did not make is handed to other code of the project: they may build on
    afterwards, or again when it is tried again.
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
        if self.model.is_test():
            return  # the next test builds in the same graph
        for found in self.model.running.open_loops(self.model.index):
            yield Suspect(found.loop, found)

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
        if not self.model.running.is_complete_before(self.model.index, found):
            return None
        line = f"{ast.unparse(found.session)}.graph.finalize()"
        edits = self.edit.insert_before(node, [line])
        return None if edits is None else Fix("finalize the graph", edits, Applicability.UNSAFE)
