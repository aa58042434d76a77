"""What is read of the things that a container holds, also by the functions that it goes to."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tflint_mem.semantic import flow
from tflint_mem.semantic.containers import ADDS
from tflint_mem.semantic.syntax import FunctionScope, tail_of
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.stores import Store
    from tflint_mem.semantic.syntax import ClassScope, SyntaxIndex

_LOOKS = frozenset({"values", "items", "keys"})
_ITERATES = frozenset({"enumerate", "zip", "sorted", "reversed", "list", "tuple", "iter"})
_DICTIONARIES = frozenset({"dict", "defaultdict", "OrderedDict"})
_CHOOSES = frozenset({"min", "max"})
_NUMBERS = {
    Kind.HISTORY: frozenset({"history", "epoch", "params"}),
    Kind.MODEL: frozenset({"name", "count_params", "history", "metrics_names", "stop_training"}),
}
"""What may be read of each kind without using the model that it holds."""

_MAX_FUNCTIONS = 4
"""Functions through which a container is followed, from one to the next."""


Path = tuple[object, ...]
"""Positions and keys that lead into an element, outermost first."""


@dataclass(frozen=True)
class Field:
    """An attribute of the objects of a class, as a part of a path."""

    cls: ClassScope
    name: str


@dataclass(frozen=True)
class Read:
    """An attribute that is read of an element, and the file in which that is done."""

    index: SyntaxIndex
    node: ast.Attribute

    @property
    def is_called(self) -> bool:
        """Whether the attribute is a method that is called."""
        parent = self.index.parents.get(self.node)
        return isinstance(parent, ast.Call) and parent.func is self.node


@dataclass(frozen=True)
class _Part:
    """What is looked for in each element: the element, or what stands in it at a position or key.

    Attributes:
        path: where it stands.
        keyed: whether the container is a dictionary, which gives its keys when it is iterated.
        functions: how many functions the container has gone through.
    """

    path: Path
    keyed: bool
    functions: int = 0

    def inner(self) -> _Part:
        return replace(self, path=self.path[1:])

    def beyond(self) -> _Part:
        return replace(self, functions=self.functions + 1)


class Reads:
    """Answers how the elements of a container are used."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def after_store(self, index: SyntaxIndex, store: Store, path: Path = ()) -> list[Read] | None:
        """The attributes that are read of what a store puts into a container.

        What the round of a loop that puts an element there reads of that element does not count.

        Args:
            index: the file of the store.
            store: the store.
            path: where in the stored tuple or dictionary the thing stands.

        Returns:
            The expressions; None when an element, or the container as a whole, is used in another way.
        """
        part = _Part(path, self._is_dictionary(index, store.holder))
        found = self._all(self._container(index, m, part) for m in self._mentions(index, store.holder))
        loop = next(iter(flow.enclosing_loops(index, store.node)), None)
        if found is None or loop is None or store.key is None:
            return found
        element = ast.unparse(store.node)
        return [
            read
            for read in found
            if read.index is not index
            or not flow.contains(loop, read.node)
            or ast.unparse(read.node.value) != element
        ]

    def seen_of(self, index: SyntaxIndex, store: Store, path: Path) -> list[Read]:
        """The attributes that are visibly read of what a store puts into a container, perhaps not all."""
        part = _Part(path, self._is_dictionary(index, store.holder))
        return [
            read
            for mention in self._mentions(index, store.holder)
            for read in self._container(index, mention, part) or ()
        ]

    @staticmethod
    def is_of_function(index: SyntaxIndex, holder: ast.expr) -> bool:
        """Whether a container is a variable of a function, so that all of its uses are known."""
        return isinstance(holder, ast.Name) and isinstance(index.home(holder), FunctionScope)

    def asks_numbers(self, index: SyntaxIndex, holder: ast.expr, path: Path, kind: Kind) -> bool:
        """Whether a local variable holds things of ``kind`` in its elements, and no use needs them."""
        part = _Part(path, self._is_dictionary(index, holder))
        found = self._all(self._container(index, m, part) for m in self._mentions(index, holder))
        return self.is_of_function(index, holder) and self.are_numbers(found, kind)

    @staticmethod
    def are_numbers(reads: list[Read] | None, kind: Kind) -> bool:
        """Whether what is read of things of ``kind`` is no more than numbers."""
        if reads is None:
            return False
        if kind in _NUMBERS:
            return all(read.node.attr in _NUMBERS[kind] for read in reads)
        # A callback's methods may need its model; its other attributes are what it noted down.
        return not any(read.node.attr == "model" or read.is_called for read in reads)

    def _is_dictionary(self, index: SyntaxIndex, holder: ast.expr) -> bool:
        made = [value.node for value in self.infer.values(index, holder)]
        return bool(made) and all(
            isinstance(node, (ast.Dict, ast.DictComp))
            or (isinstance(node, ast.Call) and tail_of(node) in _DICTIONARIES)
            for node in made
        )

    @staticmethod
    def _all(parts: Iterable[list[Read] | None]) -> list[Read] | None:
        """All reads together; None when one of the uses is no read."""
        found: list[Read] = []
        for part in parts:
            if part is None:
                return None
            found += part
        return found

    @staticmethod
    def _mentions(index: SyntaxIndex, holder: ast.expr) -> Iterator[ast.Name | ast.Attribute]:
        if isinstance(holder, ast.Name):
            scope = index.home(holder)
            for load in index.loads.get(holder.id, ()):
                if isinstance(load, ast.Name) and index.home(load) is scope:
                    yield load
        elif isinstance(holder, ast.Attribute):
            for load in index.loads.get(holder.attr, ()):
                if isinstance(load, ast.Attribute):
                    yield load

    # -- the container -------------------------------------------------------------------------------

    def _container(self, index: SyntaxIndex, load: ast.expr, part: _Part) -> list[Read] | None:
        """What one mention of the container reads of its elements."""
        parent = index.parents.get(load)
        if isinstance(parent, ast.Attribute):
            call = index.parents.get(parent)
            if not isinstance(call, ast.Call) or call.func is not parent:
                return None
            if parent.attr in ADDS:
                return []
            if parent.attr not in _LOOKS:
                return None
            return [] if parent.attr == "keys" else self._iterated(index, call, replace(part, keyed=False))
        if isinstance(parent, ast.Subscript) and parent.value is load:
            return self._item(index, parent, part) if isinstance(parent.ctx, ast.Load) else []
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name):
            if parent.func.id == "len":
                return []
            if part.keyed and parent.func.id in _ITERATES | _CHOOSES and load in parent.args:
                return []  # of a dictionary they see the keys
            if parent.func.id in _CHOOSES and parent.args == [load]:
                return self._all((self._by_key(index, parent, part), self._item(index, parent, part)))
        if part.keyed and isinstance(parent, ast.Compare) and load in parent.comparators:
            return []
        if isinstance(parent, ast.Return) or (
            parent is not None and isinstance(index.parents.get(parent), ast.Return)
        ):
            return self._returned(index, load, part)
        call = index.parents.get(parent) if isinstance(parent, ast.keyword) else parent
        if isinstance(call, ast.Call) and call.func is not load:
            if callees := self.infer.calls.callees(index, call):
                return self._all(self._given(callee, call, load, part) for callee in callees)
        return self._iterated(index, load, part)

    def _returned(self, index: SyntaxIndex, load: ast.expr, part: _Part) -> list[Read] | None:
        """What the callers of a function read of the elements of a container that it returns."""
        function = index.function(load)
        uses = () if function is None or part.functions >= _MAX_FUNCTIONS else self.infer.calls.uses(function)
        if not uses:
            return None  # whoever calls it may ask for anything
        together = index.parents.get(load)
        position = together.elts.index(load) if isinstance(together, ast.Tuple) else None
        found: list[list[Read] | None] = []
        for use in uses:
            result = use.call
            if result is None or (position is None and not isinstance(together, ast.Return)):
                return None
            found.append(self._result(use.index, result, position, part.beyond()))
        return self._all(found)

    def _result(
        self, index: SyntaxIndex, call: ast.Call, position: int | None, part: _Part
    ) -> list[Read] | None:
        parent = index.parents.get(call)
        target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
        if position is not None:
            if not isinstance(target, ast.Tuple) or position >= len(target.elts):
                return None
            target = target.elts[position]
        if isinstance(target, ast.Name) and _is_only_binding(index, target):
            found = self._all(self._container(index, m, part) for m in self._mentions(index, target))
            return found if found or self.is_of_function(index, target) else None
        return None if target is not None else self._container(index, call, part)

    def _given(
        self, callee: FunctionScope, call: ast.Call, argument: ast.expr, part: _Part
    ) -> list[Read] | None:
        """What a project function reads of the elements of a container that it is given."""
        name = callee.parameter_for(call, argument)
        if name is None or part.functions >= _MAX_FUNCTIONS or len(callee.bindings.get(name, ())) != 1:
            return None
        index = callee.index
        loads = [n for n in index.loads.get(name, ()) if isinstance(n, ast.Name) and index.home(n) is callee]
        return self._all(self._container(index, load, part.beyond()) for load in loads)

    def _iterated(self, index: SyntaxIndex, iterable: ast.expr, part: _Part) -> list[Read] | None:
        """What a loop or comprehension over ``iterable`` reads of the elements."""
        inner, around = iterable, []
        parent = index.parents.get(iterable)
        while isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name):
            if parent.func.id not in _ITERATES or inner not in parent.args:
                return None
            around.append((parent.func.id, parent.args.index(inner)))
            inner, parent = parent, index.parents.get(parent)
        region: ast.AST
        if isinstance(parent, ast.comprehension) and parent.iter is inner:
            region = index.parents[parent]
        elif isinstance(parent, (ast.For, ast.AsyncFor)) and parent.iter is inner:
            region = parent
        else:
            return None
        if part.keyed:
            return []
        positions = [{"zip": place, "enumerate": 1}.get(name) for name, place in reversed(around)]
        if isinstance(iterable, ast.Call) and tail_of(iterable) == "items":
            positions.append(1)
        target = _element(parent.target, [place for place in positions if place is not None])
        if target is None:
            return None
        reads = [self._by_key(index, call, part) for call in _calls_between(index, iterable, inner)]
        return self._all((*reads, self._bound(index, target, region, part)))

    def _by_key(self, index: SyntaxIndex, call: ast.Call, part: _Part) -> list[Read] | None:
        """What the ``key`` of ``sorted``, ``min`` or ``max`` reads of the elements."""
        key = next((keyword.value for keyword in call.keywords if keyword.arg == "key"), None)
        if key is None:
            return []
        if not isinstance(key, ast.Lambda) or len(key.args.args) != 1:
            return None
        name = key.args.args[0].arg
        loads = [load for load in index.loads.get(name, ()) if flow.contains(key, load)]
        return self._all(self._item(index, load, part) for load in loads)

    # -- the elements --------------------------------------------------------------------------------

    def _bound(self, index: SyntaxIndex, target: ast.expr, region: ast.AST, part: _Part) -> list[Read] | None:
        """What ``region`` reads of an element that it binds to ``target``."""
        while isinstance(target, (ast.Tuple, ast.List)):
            if not part.path or any(isinstance(name, ast.Starred) for name in target.elts):
                return None
            position = part.path[0]
            if not isinstance(position, int) or position >= len(target.elts):
                return None
            target, part = target.elts[position], part.inner()
        if not isinstance(target, ast.Name):
            return None
        loads = [n for n in index.loads.get(target.id, ()) if isinstance(n, ast.Name)]
        return self._all(self._item(index, load, part) for load in loads if flow.contains(region, load))

    def _item(self, index: SyntaxIndex, element: ast.expr, part: _Part) -> list[Read] | None:
        """What one mention of an element reads of it."""
        parent = index.parents.get(element)
        if isinstance(parent, ast.Assign) and parent.value is element and len(parent.targets) == 1:
            target, function = parent.targets[0], index.function(element)
            names = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
            if function is None or not all(_is_only_binding(index, name) for name in names):
                return None
            return self._bound(index, target, function.node, part)
        if not part.path:
            return [Read(index, parent)] if isinstance(parent, ast.Attribute) else None
        if isinstance(part.path[0], Field):
            return self._field(index, element, part.path[0], part)
        if isinstance(parent, ast.Subscript) and parent.value is element:
            key = _constant(parent.slice)
            if key is None or isinstance(key, int) is not isinstance(part.path[0], int):
                return None
            return self._item(index, parent, part.inner()) if key == part.path[0] else []
        return None

    def _field(self, index: SyntaxIndex, owner: ast.expr, field: Field, part: _Part) -> list[Read] | None:
        """What one mention of an object reads of what an attribute of it holds, by its methods too."""
        attribute = index.parents.get(owner)
        if not isinstance(attribute, ast.Attribute) or part.functions > _MAX_FUNCTIONS:
            return None
        if self._is_made_use_of(field):
            return None
        if attribute.attr == field.name:
            return self._item(index, attribute, part.inner())
        method = self.infer.classes.find_method(field.cls, attribute.attr)
        if method is None or not method.parameters:
            return [] if method is None else None
        own = method.parameters[0].arg
        loads = [n for n in method.index.loads.get(own, ()) if flow.contains(method.node, n)]
        return self._all(self._field(method.index, load, field, part.beyond()) for load in loads)

    def _is_made_use_of(self, field: Field) -> bool:
        """Whether the constructor does more with what it is given than to put it into the attribute."""
        makes = self.infer.classes.find_method(field.cls, "__init__")
        bindings = self.infer.classes.attribute_bindings(field.cls, field.name)
        given = [b.value for _, b in bindings if isinstance(b.value, ast.Name)]
        if makes is None:
            return False
        loads = [load for name in given for load in makes.index.loads.get(name.id, ())]
        return len(given) != 1 or any(
            load is not given[0] and flow.contains(makes.node, load) for load in loads
        )


def place_in(display: ast.AST, part: ast.AST) -> Path:
    """The position or key at which a part stands in a row or dictionary; the empty path for others."""
    if isinstance(display, (ast.Tuple, ast.List)) and part in display.elts:
        starred = any(isinstance(element, ast.Starred) for element in display.elts)
        return () if starred else (display.elts.index(part),)
    if isinstance(display, ast.Dict) and part in display.values:
        key = display.keys[display.values.index(part)]
        return (key.value,) if isinstance(key, ast.Constant) else ()
    return ()


def _is_only_binding(index: SyntaxIndex, target: ast.expr) -> bool:
    """Whether a target is a name that has no other value in its scope."""
    return isinstance(target, ast.Name) and len(index.scope(target).bindings.get(target.id, ())) == 1


def _constant(key: ast.expr) -> int | str | None:
    value = key.value if isinstance(key, ast.Constant) else None
    return value if isinstance(value, (int, str)) else None


def _element(target: ast.expr, positions: list[int]) -> ast.expr | None:
    """The part of a loop's target at the positions at which ``zip`` and its kin put the elements."""
    for position in positions:
        if not isinstance(target, (ast.Tuple, ast.List)) or position >= len(target.elts):
            return None
        target = target.elts[position]
    return target


def _calls_between(index: SyntaxIndex, inner: ast.expr, outer: ast.expr) -> Iterator[ast.Call]:
    """The calls around an expression, up to ``outer``."""
    while inner is not outer:
        parent = index.parents[inner]
        assert isinstance(parent, ast.Call)
        yield parent
        inner = parent
