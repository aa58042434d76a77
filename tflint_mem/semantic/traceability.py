"""Which functions compute the same while TensorFlow traces them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic.syntax import walk_body
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetitions
    from tflint_mem.semantic.syntax import FunctionScope
    from tflint_mem.semantic.trace_effects import TraceEffects

_UNTRACEABLE = (
    ast.For, ast.AsyncFor, ast.While, ast.If, ast.Try, ast.Match, ast.Raise, ast.Assert, ast.Delete,
    ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom, ast.Await, ast.NamedExpr, ast.IfExp,
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef,
    ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.JoinedStr,
)  # fmt: skip
"""Statements and expressions that may mean something else while TensorFlow traces them."""


class Traceability:
    """Answers whether a function may become a ``tf.function``, or be called by one."""

    def __init__(self, inference: Inference, repetitions: Repetitions, effects: TraceEffects) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.effects = effects

    def can_be_traced(self, function: FunctionScope) -> bool:
        """Whether decorating a function with ``tf.function`` keeps what it computes.

        Asks for a plain module-level function without branches, loops, side effects, reads of numpy
        values or calls of unknown code, that no call site gives Python numbers, texts or lists.
        """
        node = function.node
        if not isinstance(node, ast.FunctionDef) or function.parent is not function.index.module:
            return False
        if function.decorators or function.is_generator or node.args.kwarg or node.args.vararg:
            return False
        if any(
            binding.value is not None
            for b in function.bindings.values()
            for binding in b
            if binding.how == "parameter"
        ):
            return False
        if not all(self._is_traceable(inner, function) for inner in walk_body(function)):
            return False
        for use in self.infer.calls.uses(function):
            if use.call is None:
                return False
            for argument in (*use.call.args, *(keyword.value for keyword in use.call.keywords)):
                if isinstance(argument, (ast.Constant, ast.List, ast.Dict, ast.JoinedStr, ast.Starred)):
                    return False
                if any(
                    v.kind is Kind.PLAIN and not v.name.startswith("numpy.")
                    for v in self.infer.values(use.index, argument)
                ):
                    return False
        return True

    def _is_traceable(self, node: ast.AST, function: FunctionScope) -> bool:
        if isinstance(node, _UNTRACEABLE):
            return False
        if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Store):
            return False
        if not isinstance(node, ast.Call):
            return True
        for value in self.infer.values(function.index, node.func):
            if value.kind in (Kind.MODEL, Kind.LAYER):
                return not self.effects.model_differs(function.index, node.func)
            if value.kind in (Kind.API, Kind.METHOD):
                return (
                    value.name.startswith(("tf.", "keras.")) and not value.name.endswith((".numpy", ".item"))
                ) or (value.name in ("builtins.zip", "builtins.list", "builtins.tuple"))
            if value.kind is Kind.FUNCTION and value.function is not None and value.function is not function:
                return self.repetitions.execution.is_traced(value.function) or self.can_be_called_traced(
                    value.function
                )
        return isinstance(node.func, ast.Attribute) and node.func.attr in (
            "apply_gradients",
            "gradient",
            "update_state",
        )

    def can_be_called_traced(self, function: FunctionScope) -> bool:
        """Whether the body of a project function may run while TensorFlow traces."""
        return self.infer.remember(
            ("traceable", function),
            lambda: all(self._is_traceable(inner, function) for inner in walk_body(function)),
            False,
        )
