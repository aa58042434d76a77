"""Modules that fill themselves, when they are imported, from a sibling that is chosen at run time."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic.syntax import tail_of

if TYPE_CHECKING:
    from tflint_mem.semantic.syntax import SyntaxIndex


def fills_itself(index: SyntaxIndex) -> bool:
    """Whether a package gives itself attributes of a module below it whose name is worked out.

    That is ``importlib.import_module(f".{name}", __name__)`` and ``setattr(sys.modules[__name__], ...)``,
    ``globals()[...] = ...`` or ``globals().update(...)``.
    """
    if index.source.path.name != "__init__.py" or "import_module" not in index.loads:
        return False
    return any(
        call.args and _is_relative(call.args[0]) for call in index.calls_through({"import_module"})
    ) and _sets_own_names(index)


def _is_relative(name: ast.expr) -> bool:
    """Whether a computed name starts with a dot, or with the name of the module itself."""
    if isinstance(name, ast.JoinedStr):
        first = name.values[0] if name.values else None
        return _starts_with_dot(first) or (
            isinstance(first, ast.FormattedValue) and _is_own_name(first.value) and len(name.values) > 1
        )
    if isinstance(name, ast.BinOp):
        return _starts_with_dot(name.left) or _is_own_name(name.left) or _is_relative(name.left)
    if isinstance(name, ast.Call) and isinstance(name.func, ast.Attribute):
        return name.func.attr == "format" and _starts_with_dot(name.func.value)
    return False


def _starts_with_dot(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(".")


def _is_own_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("__name__", "__package__")


def _sets_own_names(index: SyntaxIndex) -> bool:
    """Whether a module gives itself attributes whose names are not written down."""
    for call in index.calls_through({"setattr"}):
        if len(call.args) == 3 and not isinstance(call.args[1], ast.Constant):
            if _is_module_itself(index, call.args[0]):
                return True
    for load in index.loads.get("globals", ()):
        namespace = index.parents.get(load)
        around = index.parents.get(namespace) if isinstance(namespace, ast.Call) else None
        if isinstance(around, ast.Subscript) and isinstance(around.ctx, ast.Store):
            return True
        if isinstance(around, ast.Attribute) and around.attr == "update":
            return True
    return False


def _is_module_itself(index: SyntaxIndex, node: ast.expr) -> bool:
    """Whether an expression is ``sys.modules[__name__]``, or a variable that holds it."""
    if isinstance(node, ast.Name):
        bindings = index.scope(node).bindings.get(node.id) or index.module.bindings.get(node.id, [])
        return any(
            b.value is not None and _is_module_itself(index, b.value) for b in bindings if b.value is not node
        )
    return isinstance(node, ast.Subscript) and tail_of(node.value) == "modules" and _is_own_name(node.slice)
