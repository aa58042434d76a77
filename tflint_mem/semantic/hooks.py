"""What callbacks and metrics, whose methods Keras calls, put aside."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, repeaters
from tflint_mem.semantic.containers import MAX_NAMES
from tflint_mem.semantic.repetition import Repetition
from tflint_mem.semantic.stores import Store, root_of
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.retention import Retention
    from tflint_mem.semantic.syntax import (
        ClassScope,
        SyntaxIndex,
    )
    from tflint_mem.semantic.tensors import Tensors

METRIC_BASES = "keras.metrics."

_COPIES = frozenset({"builtins.dict", "copy.copy", "copy.deepcopy"})
"""Functions that give another dictionary of the same entries."""


class Hooks:
    """Answers what the hooks of Keras keep."""

    def __init__(self, inference: Inference, retention: Retention, tensors: Tensors) -> None:
        self.infer = inference
        self.retention = retention
        self.stores = retention.stores
        self.tensors = tensors

    def owner_of(self, index: SyntaxIndex, node: ast.AST) -> ClassScope | None:
        """The Keras callback or metric class whose method holds a node."""
        function = index.function(node)
        while function is not None and function.owner is None:
            function = index.function(function.node)
        if function is None or function.owner is None:
            return None
        bases = self.infer.classes.library_bases(function.owner)
        if any(catalog.CALLBACK_BASES.match(base) or base.startswith(METRIC_BASES) for base in bases):
            return function.owner
        return None

    def kept_by_hook(self, index: SyntaxIndex, node: ast.expr, depth: int = 0) -> str | None:
        """What a hook puts aside, in words, when it is more than a number."""
        parts = self.stores.parts(index, node)
        if parts != [node]:
            return next((what for part in parts if (what := self.kept_by_hook(index, part, depth))), None)
        if self._is_logs(index, node):
            return "the logs"
        if isinstance(node, ast.Name):
            function = index.function(node)
            names = [] if function is None else [argument.arg for argument in function.parameters]
            if function is not None and node.id in names[1:]:
                if function.name == "update_state":
                    return "a batch"
                if not repeaters.CALLBACK_HOOKS.match(function.name) and depth < MAX_NAMES:
                    given = self.infer.calls.passed(function, node.id)
                    kept = [self.kept_by_hook(other, argument, depth + 1) for other, argument in given]
                    if kept and all(kept):
                        return kept[0]
        if self.tensors.prediction(index, node):
            return "a prediction"
        # Keras runs hooks eagerly, so that every tensor in them has a value.
        if self.infer.kinds(index, node) - {Kind.CIRCULAR} == {Kind.TENSOR}:
            return "a tensor"
        return "tensors" if self.tensors.holds_tensors(index, node) else None

    def _is_logs(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression is the logs that Keras gives a hook, or a copy: ``dict(logs)``."""
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            return self._is_logs(index, node.values[0])
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr == "copy" and not node.args:
                return self._is_logs(index, node.func.value)
            copies = not _COPIES.isdisjoint(self.infer.called_names(index, node))
            return copies and bool(node.args) and self._is_logs(index, node.args[0])
        function = index.function(node)
        if not isinstance(node, ast.Name) or function is None or len(function.parameters) < 3:
            return False
        return (
            repeaters.CALLBACK_HOOKS.match(function.name) is not None
            and node.id == function.parameters[-1].arg
            and all(
                binding.how == "parameter" or _makes_up_for(binding.value, node.id)
                for binding in function.bindings.get(node.id, ())
            )
        )

    def growth(self, index: SyntaxIndex, store: Store) -> Repetition | None:
        """The hook or loop that makes a container of a callback or metric longer and longer."""
        root = root_of(store.holder)
        if not isinstance(root, ast.Attribute):
            return None
        function = index.function(store.node)
        if function is None or function.name != "update_state":
            return self.retention.growth(index, store)
        if not self.stores.is_container(index, root) or self.retention.is_shrunk(index, root):
            return None
        for other, binding in self.stores.bindings(index, root):
            around = other.function(binding.node)
            if around is not None and around.name in ("reset_state", "reset_states"):
                return None
        return Repetition(index, function.node, "callback", "metric hook update_state()", store.node)


def _makes_up_for(value: ast.AST | None, name: str) -> bool:
    """Whether a parameter gets a value where it has none: ``logs = logs or {}``."""
    return (
        isinstance(value, ast.BoolOp)
        and isinstance(value.op, ast.Or)
        and isinstance(value.values[0], ast.Name)
        and value.values[0].id == name
    )
