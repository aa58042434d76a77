"""Models that are other ways through a model there is, and share its layers."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from tflint_mem.semantic.creation import Creations
    from tflint_mem.semantic.syntax import (
        Binding,
        SyntaxIndex,
    )

_ENDS = frozenset({"input", "inputs", "output", "outputs"})
_RATES = frozenset({"lr", "learning_rate", "decay", "iterations", "momentum"})


class Views:
    """Answers whether a call builds another way through an existing model."""

    def __init__(self, creation: Creations) -> None:
        self.infer = creation.infer
        self.creation = creation

    def view_of_model(self, index: SyntaxIndex, call: ast.Call) -> str | None:
        """How to name a call that builds another way through an existing model, or None."""
        if self.is_view_of_model(index, call):
            return "keras.Model(...)"
        for name in self.infer.called_names(index, call):
            if name in catalog.BACKEND_FUNCTIONS:
                return f"K.{name.rpartition('.')[2]}(...)"
            if name in catalog.BACKEND_VALUES and call.args:
                given = call.args[0]
                if isinstance(given, (ast.Call, ast.BinOp, ast.Subscript)) and (
                    self.infer.kinds(index, given) & {Kind.SYMBOLIC, Kind.TENSOR}
                    or self._names_end(index, given)
                    or self._names_rate(index, given)
                ):
                    return f"K.{name.rpartition('.')[2]}(...)"
        return None

    def evaluates_values(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether the backend is asked for the value of what names no part of a network.

        Eager code has that value already, and asking for it builds nothing (measured on 2.15 and 2.21).
        """
        return (
            not catalog.BACKEND_VALUES.isdisjoint(self.infer.called_names(index, call))
            and Kind.SYMBOLIC not in self.infer.kinds(index, call.args[0])
            and not self._names_end(index, call.args[0])
        )

    def _names_end(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression computes with an input or output of a model."""
        return any(
            isinstance(inner, ast.Attribute)
            and inner.attr in _ENDS
            and Kind.MODEL in self.infer.kinds(index, inner.value)
            for inner in ast.walk(node)
        )

    def _names_rate(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression computes with the rate of an optimizer."""
        return any(
            isinstance(inner, ast.Attribute)
            and inner.attr in _RATES
            and self._is_optimizer(index, inner.value)
            for inner in ast.walk(node)
        )

    def _is_optimizer(self, index: SyntaxIndex, node: ast.expr) -> bool:
        if isinstance(node, ast.Attribute) and node.attr == "optimizer":
            if Kind.MODEL in self.infer.kinds(index, node.value):
                return True
        return Kind.OPTIMIZER in self.infer.kinds(index, node)

    def makes_view(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call makes a view of a model, itself or in the project function that it runs."""
        return self.is_view_of_model(index, call) or any(
            value.index is not None
            and isinstance(value.node, ast.Call)
            and self.is_view_of_model(value.index, value.node)
            and self.creation.destinations.is_returned(value.index, value.node, Kind.MODEL)
            and bool(self.creation.repetitions.of(value.index, value.node, eager=True))
            for value in self.infer.values(index, call)
        )

    def is_view_of_model(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether ``keras.Model(...)`` only names other ends of a model that existed before."""
        if "keras.Model" not in self.infer.called_names(index, call):
            return False
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            if self._is_given_input(index, argument):
                return True
            for node in (n for part in self._named_parts(index, argument) for n in ast.walk(part)):
                if isinstance(node, ast.Attribute) and node.attr in ("input", "inputs"):
                    model = self._model_of_end(index, node.value)
                    if model is not None and not self._is_made_beside(index, model, call):
                        return True
                elif isinstance(node, ast.Attribute) and self._keeps_input(index, node, call):
                    return True
        return False

    def _is_given_input(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a name is a parameter for which each known call passes the input of a model."""
        if not isinstance(node, ast.Name) or self._reaching(index, node):
            return False
        given = self.infer.calls.passed(index.home(node), node.id)
        return bool(given) and all(
            isinstance(argument, ast.Attribute)
            and argument.attr in ("input", "inputs")
            and Kind.LAYER not in self.infer.kinds(file, argument.value)
            for file, argument in given
        )

    def _named_parts(self, index: SyntaxIndex, node: ast.expr) -> list[ast.expr]:
        """An expression, and the values of the variables that it, or a list that it is, consists of."""
        parts = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
        named = (b.value for part in parts if isinstance(part, ast.Name) for b in self._reaching(index, part))
        return [node, *(value for value in named if value is not None)]

    @staticmethod
    def _reaching(index: SyntaxIndex, name: ast.Name) -> list[Binding]:
        scope = index.home(name)
        bindings = list(scope.bindings.get(name.id, ())) if scope is index.scope(name) else []
        return [b for b in flow.reaching(index, bindings, name) if b.how == "value"]

    def _model_of_end(self, index: SyntaxIndex, holder: ast.expr) -> ast.expr | None:
        """The model whose input ``holder.input`` is: itself, or the one that a layer is asked of."""
        if Kind.LAYER not in self.infer.kinds(index, holder):
            return holder
        asked = holder.func if isinstance(holder, ast.Call) else None
        if isinstance(asked, ast.Attribute) and asked.attr == "get_layer":
            return asked.value
        return None

    def _keeps_input(self, index: SyntaxIndex, node: ast.Attribute, call: ast.Call) -> bool:
        """Whether another method of the object has put the input of a model into an attribute of it."""
        owner = index.owner_of_attribute(node)
        bound = self.infer.classes.attribute_bindings(owner, node.attr) if owner is not None else ()
        return any(
            isinstance(inner, ast.Attribute)
            and inner.attr in ("input", "inputs")
            and Kind.LAYER not in self.infer.kinds(file, inner.value)
            for file, binding in bound
            if binding.value is not None and file.function(binding.node) is not index.function(call)
            for inner in ast.walk(binding.value)
        )

    def _is_made_beside(self, index: SyntaxIndex, model: ast.expr, call: ast.Call) -> bool:
        """Whether a model is made in the same function, and in the same loop, as ``call``."""
        loops = flow.enclosing_loops(index, call)
        if not isinstance(model, (ast.Name, ast.Attribute)):
            return bool(self.creation.sources(index, model, Kind.MODEL))
        return any(
            binding.value is not None
            and self.creation.sources(index, binding.value, Kind.MODEL)
            and (not loops or flow.contains(loops[0], binding.node))
            for binding in self.creation.local_bindings(index, model)
        )
