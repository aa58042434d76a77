"""TFM203: every round builds a new network into the same default graph."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect
from tflint_mem.semantic.operations import Growth

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class DefaultGraphRebuilt(Rule):
    """Every round of a loop builds a new network into the same TensorFlow 1 graph.

    ## What it does
    Reports loops, and functions that something calls again and again, in which each round adds a network -
    placeholders, variables, layers - to the default graph and runs it in a session, and that neither make a
    graph for the round nor reset the default one.

    ## Why memory is lost
    Closing the session frees the values of its variables, not the graph: every network stays in the default
    graph until the process ends. Measured: 15 to 35 KiB for each round with one layer or two, 470 KiB with
    three wide ones, with the session under ``with`` as without. Each new session also takes over the
    networks of all rounds before.

    ## Example
    ```python
    for width in widths:
        x = tf.placeholder(tf.float32, [None, 64])
        code = tf.layers.dense(x, width)
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            codes.append(sess.run(code, {x: batch}))
    ```

    Use instead:
    ```python
    for width in widths:
        with tf.Graph().as_default():
            x = tf.placeholder(tf.float32, [None, 64])
            code = tf.layers.dense(x, width)
            with tf.Session() as sess:
                sess.run(tf.global_variables_initializer())
                codes.append(sess.run(code, {x: batch}))
    ```

    ## Fix safety
    The fix puts the body of the loop under a graph of its own.  It is unsafe: variables get their plain
    names back, and with a graph-level random seed each round starts from the same numbers.  It is withheld
    where the body, or a function that it calls, uses tensors, variables, optimizers, sessions or graphs that
    were made before the loop, and where code after the loop uses what the body made.

    ## Known limits
    Models of Keras are TFM103.  A single operation that is built again in a loop is TFM202.  Loops over a
    few values that are written down are silent where the rounds share their variables or an input.
    """

    meta = Meta(
        code="TFM203",
        name="default-graph-rebuilt",
        impact=Impact.LEAK,
        fix=Applicability.UNSAFE,
        markers=(b"ession", b"sess", b"tensorflow", b"tf."),
    )

    def suspects(self) -> Iterator[Suspect]:
        """The first building call of each loop that rebuilds a network."""
        for growth in self.model.graph_rebuilds():
            loop = growth.repetition.node
            also = loop.body if isinstance(loop, (ast.For, ast.AsyncFor, ast.While)) else []
            yield Suspect(growth.node, growth, (*also[:1], *also[-1:]))

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the call and offers to give each round a graph."""
        growth = self.suspect.facts
        assert isinstance(growth, Growth)
        loop = growth.repetition.node
        remedy = "put the round under 'with tf.Graph().as_default():'"
        if self.model.graphs.sharing.shares(self.model.index, loop):
            remedy = "build it once before, or all that the round uses in a graph of its own"
        self.report(
            node,
            f"every round of {self.model.describe(growth.repetition)} adds a network to the default graph,"
            f" which closing the session does not free; {remedy}",
            fix=self._own_graph(growth),
        )

    def _own_graph(self, growth: Growth) -> Fix | None:
        loop = growth.repetition.node
        tensorflow = self.model.module_name_for("tf")
        if not isinstance(loop, (ast.For, ast.AsyncFor, ast.While)) or tensorflow is None:
            return None
        index, sharing = self.model.index, self.model.graphs.sharing
        if sharing.shares(index, loop) or sharing.is_used_after(index, loop):
            return None
        first, last = self.statement(loop.body[0]), self.statement(loop.body[-1])
        if first is None or last is None:
            return None
        edits = self.edit.indent_under(f"with {tensorflow[0]}.Graph().as_default():", first, last)
        message = "build each round in a graph of its own"
        return None if edits is None else Fix(message, edits, Applicability.UNSAFE)
