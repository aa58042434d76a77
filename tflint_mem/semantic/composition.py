"""Where models are applied to make other models, or by methods of models that may well be traced."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import flow
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from tflint_mem.semantic.creation import Creations
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition, Repetitions
    from tflint_mem.semantic.syntax import FunctionScope, SyntaxIndex

_ENDS = frozenset({"output", "outputs", "get_layer"})
"""Attributes that name parts of a model that exists already."""


class Composition:
    """Answers whether a model call in a loop is part of the making of a model."""

    def __init__(self, inference: Inference, repetitions: Repetitions, creations: Creations) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.creations = creations

    def is_for_model(self, index: SyntaxIndex, call: ast.Call, repetition: Repetition) -> bool:
        """Whether a repeated model call builds a functional model, or lies within the methods of models."""
        if self._is_given_to_new_layer(index, call):
            return True
        function = repetition.index.function(repetition.node)
        if function is None:
            return False
        return self._builds_model_after(function, repetition.node) or self._is_left_to_models(function)

    def takes_in(self, index: SyntaxIndex, call: ast.Call, repetition: Repetition) -> bool:
        """Whether a model that a loop makes is applied at once, on the way to one that is made after it."""
        made: ast.expr = call
        for step in reversed(repetition.steps):
            if not self.creations.destinations.is_returned(index, made, Kind.MODEL):
                return False
            index, made = step.index, step.node
        user, function = index.parents.get(made), repetition.index.function(repetition.node)
        applied = isinstance(user, ast.Call) and user.func is made
        return applied and function is not None and self._builds_model_after(function, repetition.node)

    def is_block(self, index: SyntaxIndex, call: ast.Call, repetition: Repetition) -> bool:
        """Whether a model that a loop makes, and does not train, is on the way to one made after it.

        It is put around the value of the loop, as in ``x = Residual(block(width))(x)``, whoever makes such a
        layer; or into a list of which elements are called.
        """
        made: ast.expr = call
        for step in reversed(repetition.steps):
            maker = index.function(made)
            if maker is None or not any(flow.contains(value, made) for value in maker.returns):
                return False
            index, made = step.index, step.node
        function = repetition.index.function(repetition.node)
        return (
            function is not None
            and self._builds_model_after(function, repetition.node)
            and not self.creations.trains(repetition, index, call)
            and (
                _is_put_around(index, made) or self.creations.destinations.is_applied_out_of_list(index, made)
            )
        )

    def _is_given_to_new_layer(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a result goes into a layer that is made in the same expression, as ``Add()([f(x)])``."""
        for parent in index.ancestors(call):
            if isinstance(parent, ast.stmt):
                return False
            if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Call):
                if self.creations.creators(index, parent.func, Kind.LAYER):
                    return True
        return False

    def _builds_model_after(self, function: FunctionScope, loop: ast.AST) -> bool:
        """Whether a function makes a functional model of new ends once its loop is through."""
        index = function.index
        return any(
            index.function(call) is function
            and flow.place(call) > flow.end_place(loop)
            and "keras.Model" in self.infer.called_names(index, call)
            and len(call.args) + len(call.keywords) > 1
            and not _names_ends(call)
            for call in index.calls
        )

    def _is_left_to_models(self, function: FunctionScope) -> bool:
        """Whether only methods of Keras models and layers are known to call such a method, if any.

        Whether they run traced is for the caller of the model to say.
        """
        key = ("left to models", function)
        return self.infer.remember(key, lambda: self._find_left_to_models(function), True)

    def _find_left_to_models(self, function: FunctionScope) -> bool:
        if function.owner is None or function.name in ("fit", "train"):
            return False
        if self.infer.classes.instance(function.owner).kind not in (Kind.MODEL, Kind.LAYER):
            return False
        callers = [use.index.function(use.node) for use in self.infer.calls.uses(function)]
        return all(caller is not None and self._is_left_to_models(caller) for caller in callers)


def _is_put_around(index: SyntaxIndex, node: ast.expr) -> bool:
    """Whether an expression goes into a call whose result takes the place of a variable it is given."""
    statement = index.statement(node)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    return (
        isinstance(target, ast.Name)
        and isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Call)
        and isinstance(statement.value.func, ast.Call)
        and flow.contains(statement.value.func, node)
        and any(
            isinstance(n, ast.Name) and n.id == target.id for a in statement.value.args for n in ast.walk(a)
        )
    )


def _names_ends(call: ast.Call) -> bool:
    """Whether a new model is made of ends that another model has already."""
    given = [*call.args[1:], *(k.value for k in call.keywords if k.arg in ("output", "outputs"))]
    return any(
        isinstance(node, ast.Attribute) and node.attr in _ENDS for value in given for node in ast.walk(value)
    )
