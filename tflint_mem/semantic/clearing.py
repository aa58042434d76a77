"""Clearing Keras' global state: where a fix may do it, and how the file would spell it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import flow
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from tflint_mem.semantic.model import SemanticModel

_POLICIES = ("set_global_policy", "set_floatx", "set_policy", "set_dtype_policy")
_SUFFIXES = {"keras.backend": "", "keras": ".backend", "tf": ".keras.backend"}


class Clearing:
    """Answers whether ``clear_session()`` may be added to a file."""

    def __init__(self, model: SemanticModel) -> None:
        self.model = model

    def line(self, call: ast.Call) -> str | None:
        """The statement that would clear Keras' state around a call that makes a model.

        Returns:
            A call of ``clear_session`` spelled through the file's own imports; None when the file imports
            nothing that leads to it, and where clearing breaks something: in graph mode, in traced code,
            under a strategy, graph or session, and where a dtype policy is relied on.
        """
        model = self.model
        if model.uses_v1_graphs() or model.is_traced(call) or model.under_scope(call) or self._has_policy():
            return None
        name = model.module_name_for("keras.backend", "keras", "tf")
        return None if name is None else f"{name[0]}{_SUFFIXES[name[1]]}.clear_session()"

    def _has_policy(self) -> bool:
        """Whether the file sets a dtype policy, which clearing resets on Keras 3."""
        return any(name in self.model.index.loads for name in _POLICIES)

    def has_older_parts(self, call: ast.Call, region: ast.AST) -> bool:
        """Whether a new model takes in layers, models or tensors that were made outside ``region``."""
        if "clone_model" in ast.unparse(call.func):
            return False
        return any(
            self._is_older(node, region)
            for argument in (*call.args, *(keyword.value for keyword in call.keywords))
            for node in ast.walk(argument)
            if isinstance(node, (ast.Name, ast.Attribute))
        )

    def _is_older(self, node: ast.expr, region: ast.AST) -> bool:
        for value in self.model.values(node):
            if value.kind in (Kind.MODEL, Kind.LAYER, Kind.SYMBOLIC):
                made = value.node
                if made is None or value.index is not self.model.index or not flow.contains(region, made):
                    return True
        return False
