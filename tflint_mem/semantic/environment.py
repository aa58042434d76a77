"""What a file does to the environment variables of its process, and what it says of its command line."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic.syntax import tail_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tflint_mem.semantic.syntax import SyntaxIndex

BACKEND_WORDS = (b"KERAS_BACKEND", b"THEANO_FLAGS", b"theano")
"""One of these stands in every file that chooses another Keras backend."""

OTHER_BACKENDS = ("jax", "torch", "numpy", "openvino", "theano")
"""What ``KERAS_BACKEND`` may be, other than TensorFlow."""


def sets_variable(index: SyntaxIndex, name: str, wanted: tuple[str, ...] | None) -> bool:
    """Whether a file sets an environment variable, to one of ``wanted`` when given."""

    def fits(value: ast.expr) -> bool:
        if wanted is None:
            return not (isinstance(value, ast.Constant) and value.value in ("false", "0", "False"))
        return isinstance(value, ast.Constant) and str(value.value) in wanted

    return any(map(fits, values_of(index, name)))


def values_of(index: SyntaxIndex, name: str) -> Iterator[ast.expr]:
    """What a file sets an environment variable to, by name or default too; notebooks do so by ``%env``."""
    for _, value in settings(index, name):
        if isinstance(value, ast.Call) and tail_of(value.func) == "str" and len(value.args) == 1:
            value = value.args[0]
        named = index.home(value).bindings.get(value.id, ()) if isinstance(value, ast.Name) else ()
        known = [bound.value for bound in named if bound.how == "value" and bound.value]
        if isinstance(value, ast.Attribute):
            known = list(declared_defaults(index, value.attr))
        yield from known or [value]
    for magic, given in index.source.magics():
        variable, sign, text = given.partition("=" if "=" in given else " ")
        if magic in ("env", "set_env") and variable.strip() == name and sign:
            yield ast.Constant(text.strip())


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


def declared_defaults(index: SyntaxIndex, name: str) -> Iterator[ast.expr]:
    """What a file says a flag or argument is, when it is not given: ``DEFINE_integer("rounds", 3)``."""
    for call in index.calls:
        declares = tail_of(call.func)
        words = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        default = next((k.value for k in call.keywords if k.arg == "default"), None)
        if declares == "add_argument":
            if default is not None and name in (word.lstrip("-").replace("-", "_") for word in words):
                yield default
        elif declares == "DEFINE_integer" and words[:1] == [name]:
            default = call.args[1] if default is None and len(call.args) > 1 else default
            if default is not None:
                yield default


def sets_other_backend(index: SyntaxIndex) -> bool:
    """Whether a file sets another Keras backend than TensorFlow, or prepares Theano and not TensorFlow."""
    text = index.source.text
    if "KERAS_BACKEND" in text and any(True for _ in values_of(index, "KERAS_BACKEND")):
        return sets_variable(index, "KERAS_BACKEND", OTHER_BACKENDS)
    if "theano" not in text and "THEANO_FLAGS" not in text:
        return False
    libraries = set(_imported_libraries(index.tree.body))
    prepared = "theano" in libraries or sets_variable(index, "THEANO_FLAGS", None)
    return prepared and "tensorflow" not in {*libraries, *_imported_libraries(index.imports)}


def _imported_libraries(statements: Sequence[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        if isinstance(statement, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            yield (statement.module or "").partition(".")[0]


def _is_text(node: ast.expr, texts: tuple[str, ...]) -> bool:
    return isinstance(node, ast.Constant) and node.value in texts
