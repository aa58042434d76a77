"""Switches that make traced functions run eagerly: where they are set, and whether for good."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog
from tflint_mem.semantic.entry import is_main_guard
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.syntax import FunctionScope, SyntaxIndex


class Switches:
    """Answers what a call does to the way in which TensorFlow runs functions."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def is_switch(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call sets how TensorFlow runs functions."""
        return any(name in catalog.EAGER_SWITCHES for name in self.infer.called_names(index, call))

    def switches_eager(self, index: SyntaxIndex, call: ast.Call) -> bool | None:
        """What ``run_functions_eagerly`` is given; None for other calls and for what is no constant."""
        if not self.is_switch(index, call):
            return None
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        value = given[0].value if given and isinstance(given[0], ast.Constant) else None
        return value if isinstance(value, bool) else None

    def switched_back(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether the function of a call, or the file when it is in none, switches tracing on again.

        A value that is no constant may be the state that was found before.
        """
        function = index.function(call)
        return any(
            self.is_switch(index, other) and self.switches_eager(index, other) is not True
            for other in index.calls
            if index.function(other) is function
        )

    def is_conditional(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a condition other than the main guard decides if ``node`` runs."""
        return any(
            isinstance(parent, (ast.IfExp, ast.Match))
            or (isinstance(parent, ast.If) and not is_main_guard(parent))
            for parent in index.ancestors(node)
        )

    @staticmethod
    def is_part_of_model(function: FunctionScope) -> bool:
        """Whether a function is a method that Keras traces unless it is told to run eagerly."""
        return function.owner is not None and function.name in catalog.BATCH_HOOKS

    def only_runs_eagerly(self, function: FunctionScope) -> bool:
        """Whether a part of a model makes variables or reads values where it would be traced."""
        index = function.index
        return self.is_part_of_model(function) and any(
            "tf.Variable" in self.infer.called_names(index, call)
            or (isinstance(call.func, ast.Attribute) and call.func.attr == "numpy" and not call.args)
            for call in index.own_calls(function.node)
        )

    def compiles(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call compiles a Keras model."""
        return any(
            value.kind is Kind.METHOD and value.name == "keras.Model.compile"
            for value in self.infer.values(index, call.func)
        )
