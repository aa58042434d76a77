"""What a file does to the environment variables of its process."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.syntax import SyntaxIndex

OTHER_BACKENDS = ("jax", "torch", "numpy", "openvino", "theano")
"""What ``KERAS_BACKEND`` may be, other than TensorFlow."""


def sets_variable(index: SyntaxIndex, name: str, wanted: tuple[str, ...] | None) -> bool:
    """Whether a file sets an environment variable, to one of ``wanted`` when given."""

    def fits(value: ast.expr) -> bool:
        if wanted is None:
            return not (isinstance(value, ast.Constant) and value.value in ("false", "0", "False"))
        return isinstance(value, ast.Constant) and str(value.value) in wanted

    return any(fits(value) for _, value in settings(index, name))


def settings(index: SyntaxIndex, *names: str) -> Iterator[tuple[ast.AST, ast.expr]]:
    """Where a file sets environment variables, and to what."""
    for node in ast.walk(index.tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Subscript) and _is_text(target.slice, names):
                    yield node, node.value
        elif isinstance(node, ast.Call):
            if len(node.args) >= 2 and _is_text(node.args[0], names):
                yield node, node.args[1]
            for keyword in node.keywords:
                if keyword.arg in names:
                    yield node, keyword.value
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if key is not None and _is_text(key, names):
                    yield node, value


def sets_other_backend(index: SyntaxIndex) -> bool:
    """Whether a file sets another Keras backend than TensorFlow."""
    return "KERAS_BACKEND" in index.source.text and sets_variable(index, "KERAS_BACKEND", OTHER_BACKENDS)


def _is_text(node: ast.expr, texts: tuple[str, ...]) -> bool:
    return isinstance(node, ast.Constant) and node.value in texts
