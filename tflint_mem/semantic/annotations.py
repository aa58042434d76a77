"""What annotations declare."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog
from tflint_mem.semantic.syntax import Scope, SyntaxIndex, is_constant, tail_of
from tflint_mem.semantic.values import Kind, Value, Values, merged

if TYPE_CHECKING:
    from tflint_mem.semantic.inference import Inference

_WRAPPERS = frozenset({"Optional", "Final", "Annotated", "ClassVar"})
_CONTAINERS = frozenset({
    "list", "List", "tuple", "Tuple", "set", "Set", "frozenset", "FrozenSet", "deque", "Deque",
    "dict", "Dict", "defaultdict", "DefaultDict", "OrderedDict", "Mapping", "MutableMapping",
    "Sequence", "Iterable", "Iterator", "Collection", "Generator",
    "AsyncIterable", "AsyncIterator", "AsyncGenerator",
})  # fmt: skip
TUPLES = frozenset({"tuple", "Tuple"})
_GENERATORS = frozenset({"Generator", "AsyncGenerator"})
"""Annotations that name what is drawn first, then what is sent and returned."""

_PLAIN_TYPES = frozenset(
    {"builtins.int", "builtins.float", "builtins.str", "builtins.bool", "builtins.bytes"}
)


class Annotations:
    """Answers what annotations say of the values that they declare."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def elements(self, index: SyntaxIndex, annotation: ast.Subscript, position: int | None = None) -> Values:
        """What a container declared as ``list[int]`` or ``tuple[Model, str]`` holds, at a place or at all."""
        inner = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
        head = tail_of(annotation.value)
        if head not in TUPLES:
            held = inner[:1] if head in _GENERATORS else inner[-1:]
        elif is_constant(inner[-1], ...):
            held = inner[:-1]
        else:
            held = inner if position is None else inner[position : position + 1]
        return merged(*(self._annotated_text(index, part, annotation) for part in held)) if held else ()

    def annotated(self, index: SyntaxIndex, annotation: ast.expr | None) -> Values:
        """What a value declared with ``annotation`` is."""
        if annotation is None:
            return ()
        if isinstance(annotation, ast.Constant):
            if annotation.value is None:
                return (Value(Kind.NONE),)
            if isinstance(annotation.value, str):
                try:
                    parsed = ast.parse(annotation.value, mode="eval").body
                except SyntaxError:
                    return ()
                return self._annotated_text(index, parsed, annotation)
            return ()
        return self._annotated_text(index, annotation, annotation)

    def _annotated_text(self, index: SyntaxIndex, node: ast.expr, place: ast.expr) -> Values:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return merged(
                self._annotated_text(index, node.left, place), self._annotated_text(index, node.right, place)
            )
        if isinstance(node, ast.Constant):
            return self.annotated(index, node)
        if isinstance(node, ast.Subscript):
            head = tail_of(node.value)
            inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            if head in ("Optional", "Union", *_WRAPPERS):
                parts = inner[:1] if head == "Annotated" else inner
                return merged(*(self._annotated_text(index, part, place) for part in parts))
            if head in _CONTAINERS:
                return (Value(Kind.CONTAINER, "annotation", node, index),)
            if head in ("type", "Type"):
                return self._classes(index, inner[0], place)
            return ()
        found: list[Value] = []
        for value in self._annotation_base(index, node, index.scope(place), place):
            if value.kind is Kind.CLASS and value.cls is not None:
                found.append(self.infer.classes.instance(value.cls))
            elif value.kind is Kind.API:
                kind = catalog.annotated_kind(value.name)
                if kind is not None:
                    found.append(Value(kind, value.name))
                elif value.name in _PLAIN_TYPES or value.name.startswith("numpy."):
                    found.append(Value(Kind.PLAIN, value.name))
                elif "." in value.name and not value.name.startswith(("typing.", "builtins.")):
                    found.append(Value(Kind.OBJECT, value.name))
        return tuple(found)

    def _classes(self, index: SyntaxIndex, node: ast.expr, place: ast.expr) -> Values:
        """The classes that are declared as such: ``type[Net]``, or that in quotes."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                node = ast.parse(node.value, mode="eval").body
            except SyntaxError:
                return ()
        named = self._annotation_base(index, node, index.scope(place), place)
        return tuple(value for value in named if value.kind in (Kind.CLASS, Kind.API))

    def _annotation_base(self, index: SyntaxIndex, node: ast.expr, scope: Scope, place: ast.expr) -> Values:
        if isinstance(node, ast.Name):
            return self.infer.lookup(index, node.id, scope, place)
        if isinstance(node, ast.Attribute):
            return self.infer._attribute_of(
                index, self._annotation_base(index, node.value, scope, place), node.attr
            )
        return ()
