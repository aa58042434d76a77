"""Which object an expression names in each round: the same, or another one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import flow
from tflint_mem.semantic.containers import MAX_NAMES
from tflint_mem.semantic.syntax import COMPREHENSIONS, FunctionScope, SyntaxIndex, walk_own
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from tflint_mem.semantic.creation import Creations
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.invariance import Invariance
    from tflint_mem.semantic.repetition import Repetition, Step

_MAKES_VARIABLES = frozenset({Kind.MODEL, Kind.LAYER, Kind.OPTIMIZER, Kind.METRIC})


class Identity:
    """Answers whether the rounds of a repetition work with one object or with many."""

    def __init__(self, inference: Inference, invariance: Invariance, creation: Creations) -> None:
        self.infer = inference
        self.invariance = invariance
        self.creation = creation

    def is_bound_by(self, index: SyntaxIndex, node: ast.expr, repetition: Repetition) -> bool:
        """Whether what ``node`` names is another one at each iteration of a repetition."""
        if repetition.steps or repetition.how != "loop":
            return self._is_made_on_the_way(index, node, repetition, repetition.steps)
        return self.is_bound_by_loop(index, node, repetition.node)

    def is_one_of_kept(self, index: SyntaxIndex, node: ast.expr, repetition: Repetition) -> bool:
        """Whether a model is known, and no round of a repetition makes it: each only chooses one."""
        made = [value for value in self.infer.values(index, node) if value.kind is Kind.MODEL]
        return bool(made) and all(
            value.index is not None
            and value.node is not None
            and not any(
                again.node is repetition.node
                for again in self.creation.repetitions.of(value.index, value.node)
            )
            for value in made
        )

    def is_bound_by_loop(self, index: SyntaxIndex, node: ast.expr, loop: ast.AST) -> bool:
        """Whether what ``node`` names is another one at each round of a loop around it."""
        if isinstance(loop, COMPREHENSIONS):
            scope = index.scopes[loop]
            return any(isinstance(n, ast.Name) and n.id in scope.bindings for n in ast.walk(node))
        node = self._first_named(index, node, loop)
        if isinstance(node, ast.Name):
            members = self.invariance.members_in(index, node, loop)
            if members is not None:
                return self._varies(index, members, loop)
        return self._varies(index, node, loop)

    @staticmethod
    def _first_named(index: SyntaxIndex, node: ast.expr, loop: ast.AST) -> ast.expr:
        """What a variable of a round is only another name for, as after ``net = self.net``."""
        for _ in range(MAX_NAMES):
            if not isinstance(node, ast.Name):
                break
            seen = flow.reaching(index, list(index.home(node).bindings.get(node.id, ())), node)
            value = seen[0].value if len(seen) == 1 and seen[0].how == "value" else None
            if not isinstance(value, (ast.Name, ast.Attribute)) or not flow.contains(loop, value):
                break
            node = value
        return node

    def _is_made_on_the_way(
        self, index: SyntaxIndex, node: ast.expr, repetition: Repetition, steps: tuple[Step, ...]
    ) -> bool:
        """Whether an object is made anew by the calls that lead from what repeats to a place."""
        if not steps and repetition.how == "loop":
            return self.is_bound_by_loop(index, node, repetition.node)
        if isinstance(node, ast.Call):
            return self._makes_model(index, node)
        while isinstance(node, (ast.Attribute, ast.Subscript)):
            # Another object has other parts, and another key leads to another one.
            if isinstance(node, ast.Subscript) and any(
                isinstance(key, ast.Name) and self._is_made_on_the_way(index, key, repetition, steps)
                for key in ast.walk(node.slice)
            ):
                return True
            node = node.value
        if not isinstance(node, ast.Name):
            return False
        function, scope = index.function(node), index.home(node)
        if steps and scope is function and index.class_of_self(scope, node.id) is not None:
            step = steps[-1]
            receiver = step.node.func if isinstance(step.node, ast.Call) else step.node
            if isinstance(receiver, ast.Attribute):
                receiver = receiver.value
            return self._is_made_on_the_way(step.index, receiver, repetition, steps[:-1])
        if scope is not function and not repetition.runs_module(index):
            return False
        bindings = scope.bindings.get(node.id, [])
        if any(binding.how not in ("parameter", "declare") for binding in bindings):
            return any(isinstance(b.value, ast.Call) and self._makes_model(index, b.value) for b in bindings)
        if function is None or not bindings or not steps:
            return False
        step = steps[-1]
        arguments = (
            self.infer.calls.argument(use, function, node.id)
            for use in self.infer.calls.uses(function)
            if use.call is step.node
        )
        return any(
            argument is not None and self._is_made_on_the_way(step.index, argument, repetition, steps[:-1])
            for argument in arguments
        )

    def _makes_model(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call hands out a new model, or a new view of one."""
        return bool(self.creation.creators(index, call, Kind.MODEL)) or self.creation.views.makes_view(
            index, call
        )

    def _varies(self, index: SyntaxIndex, node: ast.expr, loop: ast.AST) -> bool:
        """Whether what ``node`` stands for may be another object at each iteration: calls may make one."""
        makes = any(
            isinstance(inner, ast.Call) and self.invariance.makes_another(index, inner)
            for inner in walk_own(node)
        )
        return makes or not self.invariance.names_stay(index, node, loop)

    def gets_one_model(self, function: FunctionScope, repetitions: list[Repetition]) -> bool:
        """Whether a helper always gets the same models: only a first trace may make variables."""
        index, infer = function.index, self.infer
        uses = infer.calls.uses(function)
        callers = [use.index.function(use.node) for use in uses]
        for parameter in function.parameters:
            loads = index.loads.get(parameter.arg, ())
            held = [n for n in loads if isinstance(n, ast.Name) and infer.kinds(index, n) & _MAKES_VARIABLES]
            held = [name for name in held if index.function(name) is function]
            if not held:
                continue
            given = [infer.calls.argument(use, function, parameter.arg) for use in uses]
            if len({None if a is None else ast.unparse(a) for a in given}) > 1:
                return False
            if any(caller is not callers[0] for caller in callers):
                return False
            if any(self.is_bound_by(index, held[0], repetition) for repetition in repetitions):
                return False
        return True
