"""Where something is put into a container, and what containers are."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic.containers import ADDS
from tflint_mem.semantic.syntax import COMPREHENSIONS, SyntaxIndex, spell_the_same, tail_of
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.syntax import Binding


_MAKES_CONTAINER = frozenset({"list", "dict", "set", "deque", "defaultdict", "OrderedDict"})

JOINS = frozenset({"tf.concat", "keras.ops.concatenate", "keras.backend.concatenate"})


@dataclass(frozen=True)
class Store:
    """A place where something is put aside.

    Attributes:
        node: the call, or the target of the assignment.
        holder: what it is put into.
        value: what is put there.
        how: ``append``, ``item`` or ``join``.
        key: the key of an ``item``.
    """

    node: ast.expr
    holder: ast.expr
    value: ast.expr
    how: str
    key: ast.expr | None = None


class Stores:
    """Answers where a file adds to containers."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def of(self, index: SyntaxIndex) -> Iterator[Store]:
        """The places of a file where something is added to a container."""
        for call in index.calls:
            if isinstance(call.func, ast.Attribute) and call.func.attr in ADDS and call.args:
                yield Store(call, call.func.value, call.args[-1], "append")
            elif isinstance(call.func, ast.Attribute) and call.func.attr == "update":
                yield from self._updated(index, call, call.func.value)
        for statement in index.slots:
            if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add):
                if isinstance(statement.value, (ast.List, ast.Tuple)):
                    yield Store(statement.target, statement.target, statement.value, "append")
            elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                yield from self._assigned(index, statement.targets[0], statement.value)

    def _updated(self, index: SyntaxIndex, call: ast.Call, table: ast.expr) -> Iterator[Store]:
        """What ``table.update(key=value)`` and ``table.update({key: value})`` put into a dictionary."""
        if not self.is_container(index, table, keyed=True):
            return
        named = [keyword for keyword in call.keywords if keyword.arg is not None]
        if named:
            keys: list[ast.expr | None] = [ast.Constant(keyword.arg) for keyword in named]
            yield Store(call, table, ast.Dict(keys, [k.value for k in named]), "item", keys[0])
        elif len(call.args) == 1 and isinstance(given := call.args[0], ast.Dict) and given.keys:
            other = (key for key in given.keys if not isinstance(key, ast.Constant))
            yield Store(call, table, given, "item", next(other, given.keys[0]))

    def _assigned(self, index: SyntaxIndex, target: ast.expr, value: ast.expr) -> Iterator[Store]:
        if isinstance(target, ast.Subscript):
            yield Store(target, target.value, value, "item", target.slice)
        elif isinstance(value, ast.Call) and value.args and isinstance(value.args[0], (ast.List, ast.Tuple)):
            if any(spell_the_same(part, target) for part in value.args[0].elts):
                if any(name in JOINS for name in self.infer.called_names(index, value)):
                    yield Store(value, target, value, "join")
        elif isinstance(value, ast.IfExp):
            # ``rows = new if rows is None else tf.concat([rows, new], 0)``
            for branch in (value.body, value.orelse):
                yield from self._assigned(index, target, branch)
        elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
            if isinstance(value.right, ast.List) and spell_the_same(value.left, target):
                yield Store(target, target, value.right, "append")

    def parts(self, index: SyntaxIndex, node: ast.expr) -> list[ast.expr]:
        """What an expression puts into a row, dictionary or record, at any depth; else the expression."""
        inner: list[ast.expr] = []
        if isinstance(node, (ast.Tuple, ast.List)):
            inner = node.elts
        elif isinstance(node, ast.Dict):
            inner = node.values
        elif isinstance(node, ast.Call):
            inner = self.infer.classes.recorded(index, node)
        return [part for element in inner for part in self.parts(index, element)] or [node]

    def is_container(self, index: SyntaxIndex, holder: ast.expr, *, keyed: bool = False) -> bool:
        """Whether a holder is a list, dictionary, set or unbounded deque, as far as can be seen.

        Args:
            index: the file.
            holder: what something is put into.
            keyed: whether that is done by a key, which makes dictionaries longer and nothing else.
        """
        root = root_of(holder)
        found = False
        for _, binding in self.bindings(index, root):
            value = _unpacked(binding)
            if binding.how == "parameter":
                found = found or (value is None and not keyed and self._may_be_list(index, root))
            elif binding.how in ("value", "unpack", "augment") and value is not None:
                value = _made_by_field(value)
                if isinstance(value, ast.BinOp):
                    value = value.left
                if isinstance(value, ast.Call):
                    if tail_of(value.func) not in _MAKES_CONTAINER or (
                        keyed and tail_of(value.func) in ("list", "set", "deque")
                    ):
                        return False
                    if tail_of(value.func) == "deque" and (
                        len(value.args) > 1 or any(k.arg == "maxlen" for k in value.keywords)
                    ):
                        return False
                    found = True
                elif isinstance(value, (ast.Dict, ast.DictComp)):
                    found = True
                elif isinstance(value, (ast.List, ast.Set, *COMPREHENSIONS)):
                    found = found or not keyed or isinstance(holder, ast.Subscript)
        return found

    def _may_be_list(self, index: SyntaxIndex, parameter: ast.expr) -> bool:
        """Whether a parameter may be a list: nothing else is known to be given, and nothing tells it apart.

        Sets hold no tensors, so what a tensor is added to by ``add()`` is an object of its own kind.
        """
        given = [v for v in self.infer.values(index, parameter) if v.kind not in (Kind.CIRCULAR, Kind.NONE)]
        if given:
            return any(value.kind is Kind.CONTAINER for value in given)
        call = index.parents.get(index.parents.get(parameter, parameter))
        return not (isinstance(call, ast.Call) and tail_of(call.func) == "add")

    def bindings(self, index: SyntaxIndex, root: ast.expr) -> list[tuple[SyntaxIndex, Binding]]:
        """Where a variable or attribute that holds a container gets its value."""
        if isinstance(root, ast.Name):
            scope = index.home(root)
            return [(index, binding) for binding in scope.bindings.get(root.id, ())]
        if isinstance(root, ast.Attribute):
            return [
                found
                for value in self.infer.values(index, root.value)
                if value.cls is not None
                for found in self.infer.classes.attribute_bindings(value.cls, root.attr)
            ]
        return []


def root_of(holder: ast.expr) -> ast.expr:
    """The variable or attribute that holds a container, itself or by keys."""
    while True:
        if isinstance(holder, ast.Subscript):
            holder = holder.value
        elif isinstance(holder, ast.Call) and tail_of(holder.func) == "setdefault":
            holder = holder.func.value if isinstance(holder.func, ast.Attribute) else holder.func
        else:
            return holder


def _made_by_field(value: ast.expr) -> ast.expr:
    """What a field is filled with, as ``{}`` in ``field(default_factory=lambda: {})``; else the value."""
    keywords = value.keywords if isinstance(value, ast.Call) else []
    made = next((k.value for k in keywords if k.arg in ("default_factory", "factory")), None)
    if isinstance(made, ast.Lambda):
        return made.body
    return value if made is None else ast.Call(made, [], [])


def _unpacked(binding: Binding) -> ast.expr | None:
    """What a variable is given, also as one of several: ``rows, names = [], {}``."""
    value = binding.value
    for place in binding.path if binding.how == "unpack" else ():
        if not isinstance(value, (ast.Tuple, ast.List)) or place >= len(value.elts):
            return None
        value = value.elts[place]
    return value
