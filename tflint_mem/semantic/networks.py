"""Networks of TensorFlow 1 that are built anew."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.operations import Growth, parts_of
from tflint_mem.semantic.syntax import (
    FUNCTIONS,
    FunctionScope,
    SyntaxIndex,
    body_of,
    tail_of,
    walk_own,
)
from tflint_mem.semantic.values import GRAPH_VALUES, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.creation import Creations
    from tflint_mem.semantic.graph_contexts import GraphContexts
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.operations import Operations
    from tflint_mem.semantic.repetition import Repetition, Repetitions

MAX_BUILDERS = 3
"""How many calls lie at most between a loop and the network that it builds anew."""

FAR_BUILDERS = 5
"""How many more calls may lie between where nothing is reported of such a network, nor of its operations."""

_FAR = MAX_BUILDERS + FAR_BUILDERS + 1


class Networks:
    """Answers where a program builds a network that it has built before."""

    def __init__(
        self,
        inference: Inference,
        repetitions: Repetitions,
        creations: Creations,
        contexts: GraphContexts,
        operations: Operations,
    ) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.creations = creations
        self.contexts = contexts
        self.operations = operations

    def rebuilds(self, index: SyntaxIndex) -> Iterator[Growth]:
        """The first building call of each region that builds a network into the same graph at every round."""
        for repetition, region in self._rebuilds(index).values():
            if region is None:
                continue
            calls = [call for part in body_of(region) for call in index.own_calls(part)]
            built = [
                call
                for call in sorted(calls, key=flow.place)
                if self._is_building(index, call) and not self.contexts.has_own_graph(repetition, index, call)
            ]
            # A scope by itself adds nothing.
            inside = [c for c in built if "tf.variable_scope" not in self.infer.called_names(index, c)]
            for call in (inside or built)[:1]:
                yield Growth(call, repetition)

    def _is_building(self, index: SyntaxIndex, call: ast.Call) -> bool:
        names = self.infer.called_names(index, call)
        return (
            self._is_network(index, call, frozenset({"tf.Variable"}), MAX_BUILDERS)
            or any(catalog.builds_op(name) for name in names)
        )  # fmt: skip

    def rebuilt_regions(self, index: SyntaxIndex) -> tuple[ast.AST, ...]:
        """The loops and functions of a file that build a network anew at every round."""
        return tuple(self._rebuilds(index))

    def _rebuilds(self, index: SyntaxIndex) -> dict[ast.AST, tuple[Repetition, ast.AST | None]]:
        return self.infer.remember(("rebuilds", index), lambda: self._find_rebuilds(index), {})

    def _is_kept(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a building call returns an object that is gathered: one of several, each with its part."""
        if (block := _scope_block(index, call)) is not None:
            return any(
                self._is_kept(index, inner)
                for part in block.body
                for inner in index.own_calls(part)
                if self._is_network(index, inner, frozenset(), MAX_BUILDERS)
            )
        if not any(value.cls is not None for value in self.infer.values(index, call)) and not any(
            self.operations.is_graph_tensor(callee.index, part)
            or (isinstance(part, ast.Call) and self.operations.adds(callee.index, part))
            for callee in self.infer.calls.callees(index, call)
            for returned in callee.returns
            for part in self._fields(callee.index, returned)
        ):
            return False
        parent = index.parents.get(call)
        name = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
        if not isinstance(name, ast.Name):
            return self._is_appended(index, call)
        return any(
            self._is_appended(index, load)
            for load in index.loads.get(name.id, ())
            if index.function(load) is index.function(call) and flow.place(load) > flow.place(call)
        )

    def _fields(self, index: SyntaxIndex, node: ast.expr) -> list[ast.expr]:
        """The parts of a tuple, list or named tuple that is written down; else the expression itself."""
        if isinstance(node, ast.Call) and self.infer.classes.fills_named_tuple(index, node):
            return node.args
        return parts_of(node) or [node]

    @staticmethod
    def _is_appended(index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a list or, under a key, a dictionary is given an object."""
        parent = index.parents.get(node)
        if isinstance(parent, ast.Assign):
            return any(isinstance(target, ast.Subscript) for target in parent.targets)
        if isinstance(parent, (ast.ListComp, ast.SetComp)):
            return parent.elt is node
        return (
            isinstance(parent, ast.Call)
            and node in parent.args
            and isinstance(parent.func, ast.Attribute)
            and parent.func.attr == "append"
        )

    def _find_rebuilds(self, index: SyntaxIndex) -> dict[ast.AST, tuple[Repetition, ast.AST | None]]:
        """The loops that build networks, with the code to tell of: None where that is meant."""
        found: dict[ast.AST, tuple[Repetition, ast.AST | None]] = {}
        for call in index.calls:
            if not self._is_beside_session(index, call):
                continue
            near = self._is_network(index, call, frozenset(), MAX_BUILDERS)
            if not near and not self._may_be_network(index, call):
                continue
            for repetition in self.repetitions.of(index, call, eager=True):
                region = repetition.node if repetition.how == "loop" else index.function(call)
                if repetition.steps or repetition.how == "handler" or region is None:
                    continue
                node = region if isinstance(region, ast.AST) else region.node
                if self._is_rebuilt(repetition, index, call, node):
                    if self._shares_in_few_rounds(repetition, index, call):
                        found.setdefault(repetition.node, (repetition, None))
                        continue  # what is around it may have many
                    if near and not self._is_kept(index, call):
                        found[repetition.node] = (repetition, node)
                    else:
                        found.setdefault(repetition.node, (repetition, None))
                    break
        return found

    def _is_beside_session(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether the function around a call, or the loops around it in a module, open a session."""
        function = index.function(call)
        if function is not None:
            return self.infer.calls.function_runs_such("opens session", function, self._is_session)
        loops = flow.enclosing_loops(index, call)
        return bool(loops) and any(self._opens_session(index, part) for part in body_of(loops[-1]))

    def _is_rebuilt(
        self, repetition: Repetition, index: SyntaxIndex, call: ast.Call, region: ast.AST
    ) -> bool:
        return (
            self.operations.round_runs(repetition, index, call)
            and not self.contexts.has_own_graph(repetition, index, call)
            and not self.creations.clears_state(repetition, index, call)
            and any(self._opens_session(index, part) for part in body_of(region))
        )

    def _shares_in_few_rounds(self, repetition: Repetition, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a few visible rounds share variables or an input, which graphs of their own would part."""
        if not self.repetitions.has_few_rounds(repetition):
            return False
        return any(shares_variables(scope) for scope in variable_scopes(index, call)) or any(
            not GRAPH_VALUES.isdisjoint(self.infer.kinds(index, name))
            and not any(
                flow.contains(repetition.node, binding.node)
                for binding in index.home(name).bindings.get(name.id, ())
            )
            for given in (*call.args, *(keyword.value for keyword in call.keywords))
            for name in walk_own(given)
            if isinstance(name, ast.Name)
        )

    def _opens_session(self, index: SyntaxIndex, root: ast.AST) -> bool:
        """Whether running the code below ``root`` opens a session."""
        return self.infer.calls.runs_such("opens session", index, root, self._is_session)

    def _is_session(self, index: SyntaxIndex, call: ast.Call) -> bool:
        return bool(self.creations.creators(index, call, Kind.SESSION))

    def _is_network(self, index: SyntaxIndex, call: ast.Call, more: frozenset[str], reach: int) -> bool:
        """Whether a call makes a part of a network in the default graph, itself or through what it calls.

        Args:
            index: the file of the call.
            call: the call.
            more: canonical names that count as parts as well.
            reach: how many calls of project functions may lie between.
        """
        names = self.infer.called_names(index, call)
        if any(catalog.builds_network(name) or name in more for name in names):
            return True
        callees = self.infer.calls.callees(index, call)
        return bool(callees) and all(self._calls_to_network(callee, True) <= reach for callee in callees)

    def _may_be_network(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether one of the functions that a call may run makes a part of a network, also far away."""
        callees = self.infer.calls.callees(index, call)
        return any(self._calls_to_network(callee, False) < _FAR for callee in callees)

    def _calls_to_network(self, function: FunctionScope, sure: bool) -> int:
        """How many calls lie between a caller of a function and a part of a network, `_FAR` if too many.

        Of several functions that a call may run, all have to lead to one where ``sure``, and any one else.
        """
        key = ("calls to network", function, sure)
        return self.infer.remember(key, lambda: self._count_calls_to_network(function, sure), _FAR)

    def _count_calls_to_network(self, function: FunctionScope, sure: bool) -> int:
        index = function.index
        nearest = _FAR
        for call in (call for part in body_of(function.node) for call in index.own_calls(part)):
            if any(catalog.builds_network(name) for name in self.infer.called_names(index, call)):
                distance = 1
            else:
                ways = [
                    self._calls_to_network(callee, sure) for callee in self.infer.calls.callees(index, call)
                ]
                distance = 1 + (max if sure else min)(ways, default=_FAR)
            if (
                distance < nearest
                and not self.repetitions.guards.is_guarded(index, call, function.node)
                and not self.contexts.is_in_graph_of(index, call, function)
                and not self.contexts.is_in_unknown_graph(index, call)
                and not self.contexts.is_wrapped_in_new_graph(index, call, function.node)
            ):
                nearest = distance
                if nearest == 1:
                    break
        if nearest < _FAR and (
            self.repetitions.guards.is_cached(function)
            or self.infer.calls.does(function, catalog.RESETS_GRAPH)
            or self.contexts.is_given_new_graph(function)
        ):
            return _FAR
        return nearest


def variable_scopes(index: SyntaxIndex, node: ast.AST) -> Iterator[ast.Call]:
    """The calls of ``variable_scope`` in the ``with`` statements around a node."""
    for parent in index.ancestors(node):
        if isinstance(parent, FUNCTIONS):
            return
        for item in parent.items if isinstance(parent, (ast.With, ast.AsyncWith)) else ():
            scope = item.context_expr
            if isinstance(scope, ast.Call) and tail_of(scope.func) == "variable_scope":
                yield scope


def _scope_block(index: SyntaxIndex, call: ast.Call) -> ast.With | ast.AsyncWith | None:
    """The block under a call of ``variable_scope``; None for other calls."""
    item = index.parents.get(call)
    if tail_of(call.func) != "variable_scope" or not isinstance(item, ast.withitem):
        return None
    block = index.parents.get(item)
    return block if isinstance(block, (ast.With, ast.AsyncWith)) else None


def shares_variables(scope: ast.Call) -> bool:
    """Whether a variable scope may hand out the variables of an earlier round."""
    reuse = [keyword.value for keyword in scope.keywords if keyword.arg == "reuse"]
    return any(not isinstance(value, ast.Constant) or value.value is True for value in reuse)
