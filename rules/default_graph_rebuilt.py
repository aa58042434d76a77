"""TFM203: every round builds a new network into the same default graph."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Kind, Meta, Rule, Suspect
from tflint_mem.semantic import flow
from tflint_mem.semantic.entry import imported_names, leads_to_tensorflow
from tflint_mem.semantic.operations import Growth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import libcst as cst

    from tflint_mem.semantic.syntax import FunctionScope, SyntaxIndex
    from tflint_mem.semantic.values import Value

_BELONGS_TO_A_GRAPH = (Kind.SYMBOLIC, Kind.TENSOR, Kind.VARIABLE, Kind.OPTIMIZER, Kind.SESSION, Kind.GRAPH)
_LEAVES_SCOPE = ("tf.variable_scope", "tf.name_scope", "tf.device")


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
        if isinstance(loop, (ast.For, ast.AsyncFor, ast.While)) and self._shares(loop):
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
        if self._shares(loop) or self._is_used_after(loop):
            return None
        first, last = self.statement(loop.body[0]), self.statement(loop.body[-1])
        if first is None or last is None:
            return None
        edits = self.edit.indent_under(f"with {tensorflow[0]}.Graph().as_default():", first, last)
        message = "build each round in a graph of its own"
        return None if edits is None else Fix(message, edits, Applicability.UNSAFE)

    def _shares(self, loop: ast.For | ast.AsyncFor | ast.While) -> bool:
        """Whether the body uses what was made before it, perhaps in the graph around the loop."""
        return self._shares_objects(loop) or self._shares_results(loop)

    def _shares_objects(self, loop: ast.For | ast.AsyncFor | ast.While) -> bool:
        """Whether the body uses something that belongs to the graph around the loop."""
        index = self.model.index
        for parent in index.ancestors(loop):
            if isinstance(parent, (ast.With, ast.AsyncWith)):
                names = [n for item in parent.items for n in self.model.infer.names(index, item.context_expr)]
                calls = [
                    item.context_expr for item in parent.items if isinstance(item.context_expr, ast.Call)
                ]
                names += [name for call in calls for name in self.model.infer.called_names(index, call)]
                if any(name in _LEAVES_SCOPE for name in names):
                    return True
        if any(not self._is_bound_in(node, loop) for node, _ in self._parts_of_graphs(index, loop.body)):
            return True
        calls = [call for call in index.calls if any(flow.contains(inner, call) for inner in loop.body)]
        functions = self.model.infer.calls.below(index, calls)
        rounds = [(index, loop), *((function.index, function.node) for function in functions)]
        return any(
            not self._is_local(function, node)
            and not any(_is_made_in(value, file, place) for file, place in rounds)
            for function in functions
            for node, value in self._parts_of_graphs(function.index, [function.node])
        )

    def _parts_of_graphs(
        self, index: SyntaxIndex, roots: Sequence[ast.AST]
    ) -> Iterator[tuple[ast.Name | ast.Attribute, Value]]:
        """What code reads that belongs to the graph in which it was made."""
        for root in roots:
            for node in ast.walk(root):
                if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                    for value in self.model.infer.values(index, node):
                        if value.kind in _BELONGS_TO_A_GRAPH:
                            yield node, value

    @staticmethod
    def _is_local(function: FunctionScope, node: ast.expr) -> bool:
        """Whether a name is a variable or parameter of a function; what callers give is looked at there."""
        return isinstance(node, ast.Name) and node.id in function.index.scope(node).bindings

    def _shares_results(self, loop: ast.For | ast.AsyncFor | ast.While) -> bool:
        """Whether the body uses what project code made with TensorFlow before, perhaps in the old graph."""
        index = self.model.index
        scope = index.scope(loop)
        for name, bindings in scope.bindings.items():
            loads = index.loads.get(name, ())
            if not any(isinstance(load, ast.Name) and flow.contains(loop, load) for load in loads):
                continue
            for binding in bindings:
                call, outside = binding.value, not flow.contains(loop, binding.node)
                if outside and isinstance(call, ast.Call) and self._may_hold_tensors(call):
                    return True
        return False

    def _may_hold_tensors(self, call: ast.Call) -> bool:
        values = self.model.values(call)
        if values and all(value.kind in (Kind.PLAIN, Kind.NONE, Kind.DATASET) for value in values):
            return False
        return any(
            leads_to_tensorflow(name)
            for callee in self.model.infer.calls.callees(self.model.index, call)
            for statement in callee.index.imports
            for name in imported_names(statement)
        )

    def _is_bound_in(self, node: ast.expr, loop: ast.AST) -> bool:
        """Whether the variable that an expression starts from gets its value in the loop."""
        while isinstance(node, ast.Attribute):
            node = node.value
        if not isinstance(node, ast.Name):
            return True  # the result of a call in the loop
        bindings = self.model.index.scope(node).bindings.get(node.id, [])
        return bool(bindings) and all(flow.contains(loop, binding.node) for binding in bindings)

    def _is_used_after(self, loop: ast.For | ast.AsyncFor | ast.While) -> bool:
        """Whether a tensor or session that the body binds is read after the loop."""
        index = self.model.index
        scope = index.scope(loop)
        for name, bindings in scope.bindings.items():
            inside = [binding for binding in bindings if flow.contains(loop, binding.node)]
            kinds = {value.kind for b in inside for value in self.model.infer.bound(index, b, scope)}
            if kinds.intersection(_BELONGS_TO_A_GRAPH) and any(
                flow.place(load) > flow.end_place(loop) and index.scope(load) is scope
                for load in index.loads.get(name, ())
                if isinstance(load, ast.Name)
            ):
                return True
        return False


def _is_made_in(value: Value, index: SyntaxIndex, place: ast.AST) -> bool:
    return value.index is index and value.node is not None and flow.contains(place, value.node)
