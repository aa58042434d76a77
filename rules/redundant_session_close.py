"""TFM205: a session is closed inside its own with statement, or a graph is reset that nothing uses."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Kind, Meta, Rule, Suspect
from tflint_mem.semantic import catalog, flow

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class RedundantSessionClose(Rule):
    """A session is closed inside its own ``with`` statement, or a default graph is reset that nothing uses.

    ## What it does
    Reports ``sess.close()`` as the last statement under ``with Session() as sess``, or right before a
    ``return`` that computes nothing, and ``tf.compat.v1.reset_default_graph()`` in code that runs eagerly
    throughout.

    ## Why it matters
    Neither frees anything: ``with`` closes the session by itself, and eager code puts nothing into the
    default graph (measured: no effect on memory or on models).  Such lines are often taken for the cure of a
    leak that is then left where it is.

    ## Example
    ```python
    with tf.compat.v1.Session(graph=graph) as session:
        values = session.run("scores:0")
        session.close()
    ```

    Use instead:
    ```python
    with tf.compat.v1.Session(graph=graph) as session:
        values = session.run("scores:0")
    ```

    ## Fix safety
    The fix is safe: it removes the statement.  It is withheld where a comment stands above that one.

    ## Known limits
    A reset is left alone where the function around it calls code of unknown origin, which may build a graph.
    This rule is off unless it is selected: it is about clarity.  A close in the middle of the block is left
    alone, since it ends the session early.
    """

    meta = Meta(
        code="TFM205",
        name="redundant-session-close",
        impact=Impact.OVERHEAD,
        fix=Applicability.SAFE,
        markers=(b".close(", b"reset_default_graph"),
        default=False,
    )

    def suspects(self) -> Iterator[Suspect]:
        """Statements that release nothing."""
        for call in self.model.calls:
            if isinstance(self.model.index.parents.get(call), ast.Expr):
                if self._closes_managed(call) or self._resets_nothing(call):
                    yield Suspect(call)

    def _closes_managed(self, call: ast.Call) -> bool:
        """Whether a call closes, where a ``with`` ends, the session that the ``with`` manages."""
        func = call.func
        if (
            not isinstance(func, ast.Attribute)
            or func.attr != "close"
            or not isinstance(func.value, ast.Name)
        ):
            return False
        block = flow.block_left_after(self.model.index, self.model.index.statement(call))
        return block is not None and any(
            isinstance(item.optional_vars, ast.Name)
            and item.optional_vars.id == func.value.id
            and self.model.value_of(item.context_expr, Kind.SESSION) is not None
            for item in block.items
        )

    def _resets_nothing(self, call: ast.Call) -> bool:
        """Whether a call resets the default graph of a program that is eager throughout."""
        names = self.model.infer.called_names(self.model.index, call)
        if not catalog.RESETS_GRAPH.intersection(names) or "compat" not in self.model.index.source.text:
            return False
        return self.model.graphs.contexts.is_eager_throughout(self.model.index, call)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the statement and offers to remove it."""
        call = self.suspect.node
        assert isinstance(call, ast.Call)
        closes = isinstance(call.func, ast.Attribute) and call.func.attr == "close"
        message = (
            "the with statement closes this session by itself; remove the call"
            if closes
            else "eager code leaves the default graph empty, so resetting it has no effect; remove the call"
        )
        statement = self.tree.statement(node)
        edits = None if self.edit.is_commented(statement) else self.edit.delete(statement)
        fix = None if edits is None else Fix("remove the statement", edits, Applicability.SAFE)
        self.report(node, message, fix=fix)
