"""Frameworks that a project uses beside TensorFlow: whose model a value may be."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import flow
from tflint_mem.semantic.entry import imported_names, is_tensorflow_itself
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.syntax import FunctionScope, SyntaxIndex


class Frameworks:
    """Answers which framework the code around a model belongs to."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def is_torch_code(self, index: SyntaxIndex, call: ast.Call, model: ast.expr) -> bool:
        """Whether a called model is or may be PyTorch's, and no call around it is TensorFlow's."""
        function = index.function(call)
        if function is None:
            return False
        may_be = self._may_be_torch(index, model)
        if not may_be and "torch" not in index.source.text:
            return False
        called = self._libraries_called(index, self._branch(function, call))
        return (may_be or "torch" in called) and not called & {"tf", "keras"}

    def is_torch_program(self, index: SyntaxIndex) -> bool:
        """Whether a program that imports TensorFlow only through its project works with PyTorch.

        It imports PyTorch, or takes parts of the project that are written for PyTorch, none for TensorFlow.
        """
        if _imports_torch(index):
            return True
        homes = [
            scope.index
            for bindings in index.module.bindings.values()
            for binding in bindings
            if binding.how == "import"
            for value in self.infer.bound(index, binding, index.module)
            if (scope := value.cls or value.function) is not None
        ]
        return any(map(_imports_torch, homes)) and not any(
            imports_tensorflow_itself(home.imports) for home in homes
        )

    def _may_be_torch(self, index: SyntaxIndex, model: ast.expr) -> bool:
        return any(
            base.startswith("torch.")
            for value in self.infer.values(index, model)
            if value.kind is Kind.INSTANCE and value.cls is not None
            for base in self.infer.classes.library_bases(value.cls)
        )

    def _branch(self, function: FunctionScope, call: ast.Call) -> Sequence[ast.AST]:
        """The outermost branch around a call, for each may be for one framework; else the whole body."""
        body = function.node.body
        parts: Sequence[ast.AST] = body if isinstance(body, list) else [body]
        for parent in function.index.ancestors(call):
            if parent is function.node:
                break
            if isinstance(parent, ast.If):
                parts = next((b for b in (parent.body, parent.orelse) if _holds(b, call)), parts)
        return parts

    def _libraries_called(self, index: SyntaxIndex, parts: Sequence[ast.AST]) -> set[str]:
        return {
            value.name.partition(".")[0]
            for part in parts
            for inner in index.own_calls(part)
            for value in self.infer.values(index, inner.func)
            if value.kind is Kind.API  # methods follow from what the model is taken for
        }


def imports_tensorflow_itself(statements: Iterable[ast.AST]) -> bool:
    """Whether statements import TensorFlow or Keras themselves, not only through the project."""
    return any(
        is_tensorflow_itself(name)
        for statement in statements
        if isinstance(statement, (ast.Import, ast.ImportFrom))
        for name in imported_names(statement)
    )


def _imports_torch(index: SyntaxIndex) -> bool:
    return any(
        name.partition(".")[0] in ("torch", "torchvision")
        for statement in index.imports
        for name in imported_names(statement)
    )


def _holds(block: list[ast.stmt], node: ast.AST) -> bool:
    return any(flow.contains(statement, node) for statement in block)
