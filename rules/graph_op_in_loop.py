"""TFM202: operations are added to a graph in the loop that runs it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect
from tflint_mem.semantic import flow
from tflint_mem.semantic.operations import Growth
from tflint_mem.semantic.syntax import COMPREHENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

_SHOWN = 40
"""Characters of an expression that a message quotes."""


class GraphOpInLoop(Rule):
    """Operations are added to a TensorFlow 1 graph in the loop that runs it.

    ## What it does
    Reports expressions that build operations in graph mode - ``tf.*`` calls, arithmetic and slices of graph
    tensors in a fetch, ``assign()``, ``minimize()``, ``get_next()``, initializers, savers, calls of a model -
    where they are evaluated again and again while sessions run the graph.

    ## Why memory is lost
    A graph only grows.  Each evaluation adds its operations for good, and the next ``run`` has to extend the
    session's copy, which gets slower with every round.  Measured per round: 43 KiB for one operation or
    ``global_variables_initializer()``, 104 KiB for a ``Saver()``, 180 KiB for ``tf.gradients``, and up to
    1.3 MiB for an assignment that carries a constant.  Built once before the loop: nothing.

    ## Example
    ```python
    for batch in batches:
        worst.append(sess.run(-score, {x: batch}))
    ```

    Use instead:
    ```python
    negative = -score
    for batch in batches:
        worst.append(sess.run(negative, {x: batch}))
    ```

    For a value that changes, build the operation once with a placeholder, and feed it.
    ``sess.graph.finalize()`` before the loop turns whatever still adds to the graph into an error.

    ## Fix safety
    The fix is unsafe: it builds the expression once before the outermost loop in which its operands stay the
    same, and a graph-level random seed gives operations built in another order other numbers.  It is withheld
    where an operand changes in the loop, where the expression stands in a function that is called from it,
    under a ``with`` or ``try`` inside it, or spans lines, where the loop adds to its variable, for
    initializers and savers where the loop makes variables, for savers that save in the loop, since one of
    them keeps the last five checkpoints, and for random numbers, unless a run of the session draws them
    directly and without a seed: of two operations each has numbers of its own.

    ## Known limits
    Graph mode has to be proven: a session runs what is built, the code stands under a session or graph, or
    the program uses names that only TensorFlow 1 has.  Loops in which each round has a graph of its own or
    resets the default one are left alone, and so are loops over the variables or tensors of a network, or
    over devices, each under its own ``tf.device``; a network that is built anew in each round is TFM203, an
    iterator that is made anew TFM601.  Also silent: functions that build and run nothing (what calls them in
    a loop that runs is reported), the element of a comprehension, which is a part of a graph that is being
    built, up to four rounds that are written down, what concerns a variable that the round makes for a
    checkpoint that is written after the loop, branches that run once, code under ``as_default()`` of a graph
    of unknown origin, and layers, models and variables made in a loop, which other rules speak of.
    """

    meta = Meta(
        code="TFM202",
        name="graph-op-in-loop",
        impact=Impact.LEAK,
        fix=Applicability.UNSAFE,
        markers=(b"ession", b"sess", b"tensorflow", b"tf."),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Expressions that add operations at every round."""
        for growth in self.model.graph_growths():
            anchor = self._anchor(growth)
            yield Suspect(growth.node, growth, () if anchor is None else (anchor,))

    def _anchor(self, growth: Growth) -> ast.stmt | None:
        """The statement before which the expression may be built once."""
        if growth.repetition.how != "loop" or growth.repetition.steps:
            return None
        loop = self.model.expression_loop(growth.node, in_graph=True)
        if loop is not None:
            return loop
        around = growth.repetition.node
        if isinstance(around, COMPREHENSIONS) and self.model.is_invariant(growth.node, around, in_graph=True):
            return self.model.index.statement(around)
        return None

    def visit_expression(self, node: cst.BaseExpression) -> None:
        """Reports a call, operator, slice or property that adds operations."""
        growth = self.suspect.facts
        assert isinstance(growth, Growth)
        code = " ".join(ast.unparse(growth.node).split())
        shown = code if len(code) <= _SHOWN else f"{code[: _SHOWN - 3]}..."
        self.report(
            node,
            f"{shown!r} adds operations to the graph at every round of"
            f" {self.model.describe(growth.repetition)}, and a graph never shrinks; build it once before,"
            " and freeze the graph with graph.finalize()",
            fix=self._hoist(node),
            related=self.model.way(growth.repetition),
        )

    def _hoist(self, node: cst.BaseExpression) -> Fix | None:
        if not self.suspect.also:
            return None
        growth = self.suspect.facts
        assert isinstance(growth, Growth)
        anchor = self.suspect.also[0]
        loop = self.statement(anchor)
        if loop is None or self.model.graphs.operations.collects_what_is_made(
            self.model.index, growth.node, anchor
        ):
            return None
        statement = self.model.index.statement(growth.node)
        if self._lists_checkpoints(growth.node, anchor):
            return None
        message = "build it once before the loop"
        whole = isinstance(statement, ast.Assign) and statement.value is growth.node
        if whole and self.model.hoist_loop(statement, in_graph=True) is anchor:
            concrete = self.statement(statement)
            edits = None if concrete is None else self.edit.hoist(concrete, loop)
        elif whole and self._goes_on(statement):
            return None
        else:
            edits = self.edit.hoist_expression(node, loop, self._name(growth.node))
        return None if edits is None else Fix(message, edits, Applicability.UNSAFE)

    def _lists_checkpoints(self, node: ast.expr, loop: ast.AST) -> bool:
        """Whether one object would save what the loop saves, and so delete all but the last few of it."""
        return (
            isinstance(node, ast.Call)
            and any(
                name.endswith("train.Saver") for name in self.model.infer.called_names(self.model.index, node)
            )
            and self.model.index.reads_attribute(loop, "save")
        )

    def _goes_on(self, statement: ast.stmt) -> bool:
        """Whether the loop adds to what a statement begins: building the beginning once saves nothing."""
        index = self.model.index
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if not isinstance(target, ast.Name):
            return False
        loop = self.suspect.also[0]
        return any(
            binding.node is not target and flow.contains(loop, binding.node)
            for binding in index.scope(target).bindings.get(target.id, ())
        )

    def _name(self, node: ast.expr) -> str:
        """A free name for what an expression builds, after the function or operand in it."""
        words = {ast.UnaryOp: "negated", ast.Subscript: "part", ast.BinOp: "combined"}
        stem = words.get(type(node), "")
        if isinstance(node, ast.Call):
            func = node.func
            stem = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        elif isinstance(node, ast.Attribute):
            stem = node.attr
        stem = stem.strip("_").lower().removesuffix("_op") or "built"
        return self.model.free_name(f"{stem}_op", self.suspect.also[0])
