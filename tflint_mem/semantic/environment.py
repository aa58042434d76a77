"""What a file does to the environment variables of its process."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tflint_mem.semantic.syntax import SyntaxIndex

OTHER_BACKENDS = ("jax", "torch", "numpy", "openvino", "theano")
"""What ``KERAS_BACKEND`` may be, other than TensorFlow."""


def sets_variable(index: SyntaxIndex, name: str, wanted: tuple[str, ...] | None) -> bool:
    """Whether a file sets an environment variable, to one of ``wanted`` when given."""

    def fits(value: ast.expr | None) -> bool:
        if wanted is None:
            return not (isinstance(value, ast.Constant) and value.value in ("false", "0", "False"))
        return isinstance(value, ast.Constant) and str(value.value) in wanted

    for node in ast.walk(index.tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Subscript) and _is_text(target.slice, name) and fits(node.value):
                    return True
        elif isinstance(node, ast.Call):
            if len(node.args) >= 2 and _is_text(node.args[0], name) and fits(node.args[1]):
                return True
            if any(keyword.arg == name and fits(keyword.value) for keyword in node.keywords):
                return True
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if key is not None and _is_text(key, name) and fits(value):
                    return True
    return False


def sets_other_backend(index: SyntaxIndex) -> bool:
    """Whether a file sets another Keras backend than TensorFlow."""
    return "KERAS_BACKEND" in index.source.text and sets_variable(index, "KERAS_BACKEND", OTHER_BACKENDS)


def _is_text(node: ast.expr, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text
