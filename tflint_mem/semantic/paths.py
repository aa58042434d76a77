"""Folders that a script puts on ``sys.path``, worked out from its text."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.syntax import SyntaxIndex

_UNCHANGED = frozenset(
    {"abspath", "realpath", "normpath", "resolve", "absolute", "str", "Path", "fspath", "PurePath"}
)
_JOINS = frozenset({"join", "joinpath"})


def added_to_path(index: SyntaxIndex) -> Iterator[Path]:
    """The existing folders that a file gives to ``sys.path.append`` and ``sys.path.insert``, in order."""
    for call in index.calls:
        function = call.func
        if (
            isinstance(function, ast.Attribute)
            and function.attr in ("append", "insert")
            and isinstance(function.value, ast.Attribute)
            and function.value.attr == "path"
            and isinstance(function.value.value, ast.Name)
            and function.value.value.id == "sys"
            and call.args
        ):
            text = _text(index, call.args[-1], 0)
            if text is not None:
                folder = Path(os.path.normpath(index.source.path.parent / text))
                if folder.is_dir():
                    yield folder


def _text(index: SyntaxIndex, node: ast.expr, depth: int) -> str | None:
    """The path that an expression made of ``__file__``, texts and ``os.path`` calls stands for."""
    if depth > 10:
        return None
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.Name):
        return _named(index, node, depth)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.Add)):
        left, right = _text(index, node.left, depth + 1), _text(index, node.right, depth + 1)
        if left is None or right is None:
            return None
        return left + right if isinstance(node.op, ast.Add) else f"{left}/{right}"
    if isinstance(node, ast.Attribute):
        return _attribute(index, node, depth)
    if isinstance(node, ast.Subscript):
        return _ancestor(index, node, depth)
    return _called(index, node, depth) if isinstance(node, ast.Call) else None


def _named(index: SyntaxIndex, node: ast.Name, depth: int) -> str | None:
    if node.id == "__file__":
        return str(index.source.path)
    bindings = index.scope(node).bindings.get(node.id) or index.module.bindings.get(node.id, [])
    if len(bindings) != 1 or bindings[0].how != "value" or bindings[0].value is None:
        return None
    return _text(index, bindings[0].value, depth + 1)


def _attribute(index: SyntaxIndex, node: ast.Attribute, depth: int) -> str | None:
    if node.attr in ("pardir", "curdir", "sep"):
        return {"pardir": "..", "curdir": ".", "sep": "/"}[node.attr]
    base = _text(index, node.value, depth + 1)
    return str(Path(base).parent) if base is not None and node.attr == "parent" else None


def _ancestor(index: SyntaxIndex, node: ast.Subscript, depth: int) -> str | None:
    """``Path(__file__).parents[n]``."""
    if not (isinstance(node.value, ast.Attribute) and node.value.attr == "parents"):
        return None
    base = _text(index, node.value.value, depth + 1)
    level = node.slice.value if isinstance(node.slice, ast.Constant) else None
    if base is None or not isinstance(level, int) or not 0 <= level < len(Path(base).parents):
        return None
    return str(Path(base).parents[level])


def _called(index: SyntaxIndex, node: ast.Call, depth: int) -> str | None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
    is_method = receiver is not None and _text(index, receiver, depth + 1) is not None
    given = [receiver, *node.args] if is_method and receiver is not None else node.args
    parts = [_text(index, argument, depth + 1) for argument in given]
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    if name in _UNCHANGED:
        return known[0]
    if name == "dirname":
        return str(Path(known[-1]).parent)
    return "/".join(known) if name in _JOINS else None
