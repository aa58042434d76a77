"""What ties the rounds of a loop to the graph of TensorFlow 1 around it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from tflint_mem.semantic import flow
from tflint_mem.semantic.entry import imported_names, leads_to_tensorflow
from tflint_mem.semantic.values import GRAPH_VALUES, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.syntax import FunctionScope, SyntaxIndex
    from tflint_mem.semantic.values import Value

_BELONGS_TO_A_GRAPH = GRAPH_VALUES | {Kind.OPTIMIZER, Kind.SESSION, Kind.GRAPH}
_LEAVES_SCOPE = frozenset({"tf.variable_scope", "tf.name_scope", "tf.device"})

_Loop: TypeAlias = "ast.For | ast.AsyncFor | ast.While"


class GraphSharing:
    """Answers whether each round of a loop could have a graph of its own."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def shares(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        """Whether the body of a loop uses what was made before it, perhaps in the graph around the loop."""
        if not isinstance(loop, (ast.For, ast.AsyncFor, ast.While)):
            return False
        return self._shares_objects(index, loop) or self._shares_results(index, loop)

    def _shares_objects(self, index: SyntaxIndex, loop: _Loop) -> bool:
        """Whether the body uses something that belongs to the graph around the loop."""
        for parent in index.ancestors(loop):
            if isinstance(parent, (ast.With, ast.AsyncWith)):
                names = [n for item in parent.items for n in self.infer.names(index, item.context_expr)]
                calls = [
                    item.context_expr for item in parent.items if isinstance(item.context_expr, ast.Call)
                ]
                names += [name for call in calls for name in self.infer.called_names(index, call)]
                if any(name in _LEAVES_SCOPE for name in names):
                    return True
        if any(
            not self._is_bound_in(index, node, loop) for node, _ in self._parts_of_graphs(index, loop.body)
        ):
            return True
        calls = [call for call in index.calls if any(flow.contains(inner, call) for inner in loop.body)]
        functions = self.infer.calls.below(index, calls)
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
                    for value in self.infer.values(index, node):
                        if value.kind in _BELONGS_TO_A_GRAPH:
                            yield node, value

    @staticmethod
    def _is_local(function: FunctionScope, node: ast.expr) -> bool:
        """Whether a name is a variable or parameter of a function; what callers give is looked at there."""
        return isinstance(node, ast.Name) and node.id in function.index.scope(node).bindings

    def _shares_results(self, index: SyntaxIndex, loop: _Loop) -> bool:
        """Whether the body uses what project code made with TensorFlow before, perhaps in the old graph."""
        scope = index.scope(loop)
        for name, bindings in scope.bindings.items():
            loads = index.loads.get(name, ())
            if not any(isinstance(load, ast.Name) and flow.contains(loop, load) for load in loads):
                continue
            for binding in bindings:
                call, outside = binding.value, not flow.contains(loop, binding.node)
                if outside and isinstance(call, ast.Call) and self._may_hold_tensors(index, call):
                    return True
        return False

    def _may_hold_tensors(self, index: SyntaxIndex, call: ast.Call) -> bool:
        values = self.infer.values(index, call)
        if values and all(value.kind in (Kind.PLAIN, Kind.NONE, Kind.DATASET) for value in values):
            return False
        return any(
            leads_to_tensorflow(name)
            for callee in self.infer.calls.callees(index, call)
            for statement in callee.index.imports
            for name in imported_names(statement)
        )

    def _is_bound_in(self, index: SyntaxIndex, node: ast.expr, loop: ast.AST) -> bool:
        """Whether the variable that an expression starts from gets its value in the loop."""
        while isinstance(node, ast.Attribute):
            node = node.value
        if not isinstance(node, ast.Name):
            return True  # the result of a call in the loop
        bindings = index.scope(node).bindings.get(node.id, [])
        return bool(bindings) and all(flow.contains(loop, binding.node) for binding in bindings)

    def is_used_after(self, index: SyntaxIndex, loop: _Loop) -> bool:
        """Whether a tensor or session that the body binds is read after the loop."""
        scope = index.scope(loop)
        for name, bindings in scope.bindings.items():
            inside = [binding for binding in bindings if flow.contains(loop, binding.node)]
            kinds = {value.kind for b in inside for value in self.infer.bound(index, b, scope)}
            if kinds.intersection(_BELONGS_TO_A_GRAPH) and any(
                flow.place(load) > flow.end_place(loop) and index.scope(load) is scope
                for load in index.loads.get(name, ())
                if isinstance(load, ast.Name)
            ):
                return True
        return False


def _is_made_in(value: Value, index: SyntaxIndex, place: ast.AST) -> bool:
    return value.index is index and value.node is not None and flow.contains(place, value.node)
