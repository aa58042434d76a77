"""The default session of TensorFlow 1: which code asks for it before it opens one, and what makes it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.syntax import SyntaxIndex, calls_method
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.values import Values


class DefaultSessions:
    """Answers whether code takes the session that is there, and whether a program makes one that is."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def comes_first(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call opens a session, or stands beside one that does, only where there is no default."""
        choice: ast.AST = call
        while isinstance(index.parents.get(choice), (ast.BoolOp, ast.IfExp)):
            choice = index.parents[choice]
        return _has_default(self.infer.values(index, choice)) or any(
            _has_default(values) for values in self._held_before(index, choice)
        )

    def _held_before(self, index: SyntaxIndex, choice: ast.AST) -> Iterator[Values]:
        """What else the variable or attribute may hold that is given the value of an expression."""
        parent = index.parents.get(choice)
        for target in parent.targets if isinstance(parent, ast.Assign) else ():
            if isinstance(target, ast.Attribute):
                yield self.infer.values(index, target)
            elif isinstance(target, ast.Name):
                scope = index.scope(target)
                for binding in scope.bindings.get(target.id, ()):
                    if flow.place(binding.node) < flow.place(target):
                        yield self.infer.bound(index, binding, scope)

    def is_made_around(self, index: SyntaxIndex) -> bool:
        """Whether a file, or what it is used with, makes a session the default one that it opens anyway."""
        return self.infer.remember(("default session", index), lambda: self._is_made_around(index), False)

    def _is_made_around(self, index: SyntaxIndex) -> bool:
        project, path = self.infer.project, index.source.path
        around = dict.fromkeys((path, *project.reachable(path), *project.importers(path)))
        files = (project.index(other) for other in around if b"ession" in project.content(other))
        return any(file is not None and self._makes_default(file) for file in files)

    def _makes_default(self, index: SyntaxIndex) -> bool:
        for region in (index.tree, *(function.node for function in index.functions())):
            for block in index.own_withs(region):
                if any(self._is_entered(index, item.context_expr) for item in block.items):
                    return True
        return any(
            isinstance(index.parents.get(call), (ast.Assign, ast.Expr))
            and not catalog.INTERACTIVE_SESSIONS.isdisjoint(self.infer.called_names(index, call))
            and not self.comes_first(index, call)
            for call in index.calls
        )

    def _is_entered(self, index: SyntaxIndex, node: ast.expr) -> bool:
        if calls_method(node, "as_default"):
            assert isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            node = node.func.value
        values = self.infer.values(index, node)
        return any(value.kind is Kind.SESSION for value in values) and not _has_default(values)


def _has_default(values: Values) -> bool:
    return any(value.kind is Kind.SESSION and value.name in catalog.HANDS_OUT for value in values)
