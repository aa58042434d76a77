"""What lists, tables, generators and other containers hold."""

from __future__ import annotations

import ast
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.annotations import TUPLES
from tflint_mem.semantic.numbers import Numbers
from tflint_mem.semantic.syntax import ClassScope, FunctionScope, Scope, SyntaxIndex, tail_of
from tflint_mem.semantic.values import CIRCULAR, Kind, Value, Values, merged, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.inference import Inference

_ALL_OF = frozenset(
    (
        *(f"builtins.{n}" for n in ("list", "tuple", "set", "iter", "reversed", "sorted", "frozenset")),
        *(f"tqdm.{bar}" for bar in ("tqdm", "auto.tqdm", "autonotebook.tqdm", "notebook.tqdm", "std.tqdm")),
        *("tqdm.tqdm_notebook", "rich.progress.track", "progressbar.progressbar", "alive_progress.alive_it"),
    )
)
"""Functions that hand out all elements of their first argument."""
PASS_THROUGH = _ALL_OF | {
    *(f"random.{drawn}" for drawn in ("sample", "choices", "Random.sample", "Random.choices")),
    *("itertools.cycle", "itertools.islice"),
}
"""Functions that hand out elements of their first argument."""
ONE_OF = frozenset({"builtins.next", "random.choice", "random.Random.choice"})
"""Functions that hand out one element of their argument."""
TENSORS = frozenset({Kind.TENSOR, Kind.SYMBOLIC})
MAX_NAMES = 4
"""Names and wrappers behind which an iterable is looked for."""
ADDS = frozenset({"append", "appendleft", "add", "insert", "extend", "setdefault"})
"""Methods that put something into a container."""

GROWS = ADDS | {"put"}
"""Those, and that of a queue."""

_VIEWS = frozenset({"items", "keys", "values"})
_READS = _VIEWS | {"copy", "count", "get", "index"}
"""Methods of tables that leave them as they are."""

SYMBOLIC_ATTRIBUTES = frozenset(
    {"keras.Model.input", "keras.Model.inputs", "keras.Model.output", "keras.Model.outputs"}
)
"""Attributes of models that hold the symbolic tensors from which they are built."""

_VARIABLES_OF = frozenset(
    f"{owner}.{name}"
    for owner in ("keras.Model", "keras.layers.Layer")
    for name in (
        "variables",
        "weights",
        "trainable_variables",
        "trainable_weights",
        "non_trainable_variables",
    )
)
"""Attributes that list the variables of a model or layer."""


class Containers:
    """Answers what is in containers, and what loops over them draw."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def unpacked(self, values: Values, path: tuple[int, ...]) -> Values:
        """The parts of ``values`` that unpacking hands to a target."""
        for position in path:
            parts: list[Values] = []
            for value in values:
                if value.kind is Kind.CONTAINER and value.index is not None:
                    node = value.node
                    if isinstance(node, (ast.Tuple, ast.List)) and position < len(node.elts):
                        parts.append(self.infer.part(value, node.elts[position]))
                    elif isinstance(node, ast.Call):
                        parts.append(self._zipped(value.index, node, position))
                    elif isinstance(node, ast.Subscript):
                        parts.append(self.infer.annotations.elements(value.index, node, position))
                elif catalog.SEVERAL_TENSORS.match(value.name) and value.kind in TENSORS:
                    parts.append(one_of_several(value, position))
                elif value.kind is Kind.TENSOR:
                    parts.append((value,))  # one of several results, or a row
            values = merged(*parts) if parts else ()
        return values

    def _zipped(self, index: SyntaxIndex, call: ast.Call, position: int) -> Values:
        for name in self.infer.called_names(index, call):
            if name in catalog.ROW_BY_ROW and position < len(call.args):
                return self.elements(index, call.args[position])
            if name == "builtins.enumerate" and position == 1 and call.args:
                return self.elements(index, call.args[0])
        table = table_of_items(call)
        return self.elements(index, table) if table is not None and position == 1 else ()

    def _further(self, gathers: ast.arg, function: FunctionScope) -> Values:
        """What calls pass to a function beyond its named parameters: to ``*args``, or to ``**kwargs``."""
        arguments = function.node.args
        named = {a.arg for a in (*function.parameters, *arguments.kwonlyargs)}
        groups: list[Values] = []
        for use in self.infer.calls.uses(function):
            if use.call is None:
                continue
            given = [k.value for k in use.call.keywords if k.arg is not None and k.arg not in named]
            if gathers is arguments.vararg:
                bound = function.owner is not None and not function.is_static()
                given = use.call.args[len(function.parameters) - bound :]
            groups += [self.infer.values(use.index, argument) for argument in given]
        return merged(*groups) if groups else ()

    def elements(self, index: SyntaxIndex, node: ast.expr | None) -> Values:
        """What iterating over an expression, or indexing it, gives."""
        if node is None:
            return ()
        return self.infer.remember(("elements", node), lambda: self._elements(index, node), CIRCULAR)

    def drawn_from(self, index: SyntaxIndex, iterable: ast.expr) -> ast.expr:
        """The expression whose elements a loop draws, behind lists, progress bars and variables for them."""
        for _ in range(MAX_NAMES):
            inner: ast.expr | None = None
            if isinstance(iterable, ast.Call) and iterable.args:
                if not _ALL_OF.isdisjoint(self.infer.called_names(index, iterable)):
                    inner = iterable.args[0]
            elif isinstance(iterable, ast.NamedExpr):
                inner = iterable.value
            elif isinstance(iterable, ast.Name):
                scope = index.home(iterable)
                seen = scope.bindings.get(iterable.id, [])
                if flow.same_frame(index, scope, iterable):
                    seen = flow.reaching(index, list(seen), iterable)
                if len(seen) == 1 and seen[0].how == "value" and self._is_iterable(index, seen[0].value):
                    inner = seen[0].value
            if inner is None:
                break
            iterable = inner
        return iterable

    def most(self, index: SyntaxIndex, iterable: ast.expr) -> float:
        """How many elements a loop visibly draws at most, also out of a local table; infinite if unknown."""
        over = self.drawn_from(index, numbered(iterable))
        if not isinstance(over, ast.Call):
            return self._length(index, over)
        names = self.infer.called_names(index, over)
        if "builtins.zip" in names:
            return min((self.most(index, part) for part in over.args), default=math.inf)
        if isinstance(over.func, ast.Attribute) and over.func.attr in _VIEWS and not over.args:
            return self._length(index, over.func.value)
        if not any(catalog.COUNTS_UP.match(name) for name in names):
            return math.inf
        length = over.args[0] if len(over.args) == 1 else None
        if isinstance(length, ast.Call) and "builtins.len" in self.infer.called_names(index, length):
            return self._length(index, length.args[0]) if length.args else math.inf
        return _count_up(over) if length is None else self._count_to(index, length)

    def _length(self, index: SyntaxIndex, table: ast.expr) -> float:
        """How many elements a table visibly has at most: a display, a slice, or a variable for a display."""
        if isinstance(table, ast.Subscript) and isinstance(table.slice, ast.Slice):
            return _cut(table.slice)
        if isinstance(table, ast.Name):
            scope = index.home(table)
            bindings = list(scope.bindings.get(table.id, ()))
            if flow.same_frame(index, scope, table):
                bindings = flow.reaching(index, bindings, table)
            value = bindings[0].value if len(bindings) == 1 and bindings[0].how == "value" else None
            if isinstance(value, ast.Call):
                return self._most_of_array(index, value)
            loads = [load for load in index.loads.get(table.id, ()) if isinstance(load, ast.Name)]
            keyed = isinstance(value, ast.Dict)
            if any(index.home(load) is scope and _may_add(index, load, keyed) for load in loads):
                return math.inf
            if isinstance(value, ast.Subscript):
                return self._length(index, value)
            return count(value) if isinstance(value, (ast.List, ast.Tuple, ast.Dict, ast.IfExp)) else math.inf
        return count(table)

    def are_written_down(self, index: SyntaxIndex, iterable: ast.expr) -> bool:
        """Whether a loop goes over elements that the program writes out, or the places of these."""
        over = self.drawn_from(index, numbered(iterable))
        if isinstance(over, ast.Call):
            if any(catalog.COUNTS_UP.match(name) for name in self.infer.called_names(index, over)):
                if not all(isinstance(end, ast.Call) and tail_of(end.func) == "len" for end in over.args):
                    return False
        return not math.isinf(self.most(index, iterable))

    def _most_of_array(self, index: SyntaxIndex, made: ast.Call) -> float:
        """How many elements an array or tensor has that is made of what is written down."""
        lengths = [Numbers(self.infer).length(value) for value in self.infer.values(index, made)]
        return max((math.inf if length is None else length for length in lengths), default=math.inf)

    def _count_to(self, index: SyntaxIndex, end: ast.expr) -> float:
        """How many integers ``range(end)`` gives at most; a count that is nought is there to be set."""
        most = Numbers(self.infer).most(index, end)
        return most if 0 < most <= sys.maxsize else math.inf

    def _is_iterable(self, index: SyntaxIndex, node: ast.expr | None) -> bool:
        """Whether an expression makes an iterable of Python: no array, dataset or tensor."""
        if not isinstance(node, ast.Call):
            return isinstance(node, (ast.ListComp, ast.GeneratorExp))
        names = self.infer.called_names(index, node)
        return all(
            name in _ALL_OF or catalog.COUNTS_UP.match(name) or name.startswith("builtins.") for name in names
        )

    def _elements(self, index: SyntaxIndex, node: ast.expr) -> Values:
        groups = [self._elements_at(index, node, value) for value in self.infer.values(index, node)]
        if isinstance(node, ast.Name):
            groups += self._grown(index, node)
        elif isinstance(node, ast.Attribute):
            groups += self._grown_attribute(index, node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
            if node.func.attr == "values":
                groups.append(self.elements(index, node.func.value))
            elif node.func.attr == "items":
                groups.append((Value(Kind.CONTAINER, "items", node, index),))
        return merged(*groups) if groups else ()

    def _elements_at(self, index: SyntaxIndex, node: ast.expr, value: Value) -> Values:
        """The elements of a container value, made where a dataset of unknown origin is read."""
        if value.kind is Kind.DATASET and value.node is None:
            return (Value(Kind.TENSOR, node=node, index=index),)
        return self.element_values(value)

    def element_values(self, value: Value) -> Values:
        """The elements of a container value."""
        if value.kind is Kind.DATASET:
            return (Value(Kind.TENSOR, node=value.node, index=value.index),)
        if value.kind is Kind.TENSOR or value.kind is Kind.SYMBOLIC:
            return (value,)
        if value.kind is Kind.METHOD and value.name in SYMBOLIC_ATTRIBUTES:
            return (Value(Kind.SYMBOLIC, value.name),)
        if value.kind is Kind.METHOD and value.name in _VARIABLES_OF:
            return (Value(Kind.VARIABLE, value.name),)
        if value.kind is Kind.METHOD and value.name == "keras.Model.layers":
            return (Value(Kind.LAYER, value.name),)
        if value.kind is not Kind.CONTAINER or value.index is None:
            return ()
        node, index = value.node, value.index
        if isinstance(node, ast.arg) and (function := value.function) is not None:
            return self.infer.remember(("further", node), lambda: self._further(node, function), CIRCULAR)
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return merged(*(self.infer.part(value, element) for element in node.elts)) if node.elts else ()
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
            return self.infer.values(index, node.elt)
        if isinstance(node, ast.DictComp):
            return self.infer.values(index, node.value)
        if isinstance(node, ast.Dict):
            return (
                merged(*(self.infer.part(value, element) for element in node.values)) if node.values else ()
            )
        if isinstance(node, ast.Subscript):
            sliced = isinstance(node.slice, ast.Slice)
            return (
                self.elements(index, node.value) if sliced else self.infer.annotations.elements(index, node)
            )
        if isinstance(node, ast.BinOp):
            return merged(self.elements(index, node.left), self.elements(index, node.right))
        if isinstance(node, ast.Call):
            if value.name in PASS_THROUGH or value.name == "builtins.filter":
                given = node.args[-1:] if value.name == "builtins.filter" else node.args[:1]
                return self.elements(index, given[0]) if given else ()
            if value.name == "builtins.map" and node.args:
                called = ast.Call(func=node.args[0], args=[], keywords=[])
                return merged(
                    *(self.infer.result(index, called, f) for f in self.infer.values(index, node.args[0])), ()
                )
            if value.name in catalog.ROW_BY_ROW or value.name == "builtins.enumerate":
                return (value,)
            if value.name in catalog.VARIABLE_LISTS:
                return (Value(Kind.VARIABLE, value.name),)
        if value.function is not None:
            return self.infer.yielded(value)
        return ()

    def _grown(self, index: SyntaxIndex, node: ast.Name) -> list[Values]:
        scope: Scope | None = index.scope(node)
        while scope is not None and node.id not in scope.bindings:
            scope = scope.parent
        if scope is None:
            return []
        if scope is index.module:
            return self._grown_table(*self._home_of_table(index.source.path, node.id))
        return [
            self.infer.values(index, stored)
            for stored in stored_into(index, node.id, None)
            if self._defining_scope(index, stored, node.id) is scope
        ]

    def _home_of_table(self, path: Path, name: str) -> tuple[Path, str]:
        """The module at whose top a name that a module knows is bound, and the name that it has there."""
        seen = {(path, name)}
        while (index := self.infer.project.index(path)) is not None:
            bindings = index.module.bindings.get(name, ())
            if len(bindings) != 1 or bindings[0].how != "import" or not bindings[0].import_name:
                break
            target = self.infer.project.module(path, bindings[0].import_module, bindings[0].import_level)
            if target is None or (target, bindings[0].import_name) in seen:
                break
            path, name = target, bindings[0].import_name
            seen.add((path, name))
        return path, name

    def _grown_table(self, path: Path, name: str) -> list[Values]:
        """What modules put into a table at the top of the module ``path``."""
        return self.infer.remember(("table", path, name), lambda: list(self._find_grown(path, name)), [])

    def _find_grown(self, path: Path, name: str) -> Iterator[Values]:
        for file in (path, *self.infer.project.importers_mentioning(path, (name,))):
            index = self.infer.project.index(file)
            for local in index.local_names({name}) if index is not None else ():
                if index is not None and self._home_of_table(file, local) == (path, name):
                    for stored in stored_into(index, local, None):
                        if self._defining_scope(index, stored, local) is index.module:
                            yield self.infer.values(index, stored)

    @staticmethod
    def _defining_scope(index: SyntaxIndex, node: ast.expr, name: str) -> Scope | None:
        scope: Scope | None = index.scope(node)
        while scope is not None and name not in scope.bindings:
            scope = scope.parent
        return scope

    def _grown_attribute(self, index: SyntaxIndex, node: ast.Attribute) -> list[Values]:
        groups = []
        for base in self.infer.values(index, node.value):
            if base.kind is Kind.MODULE:
                groups += self._grown_table(*self._home_of_table(Path(base.name), node.attr))
            elif base.cls is not None:
                for ancestor in self.infer.classes.mro(base.cls):
                    groups += [
                        self.infer.values(ancestor.index, stored)
                        for stored in stored_into(ancestor.index, node.attr, ancestor)
                    ]
        return groups

    def subscripted(self, index: SyntaxIndex, node: ast.Subscript) -> Values:
        """What ``container[place]`` stands for."""
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int):
            for value in self.infer.values(index, node.value):
                if value.kind is not Kind.CONTAINER or value.index is None:
                    continue
                if isinstance(value.node, (ast.Tuple, ast.List)):
                    elements = value.node.elts
                    if -len(elements) <= node.slice.value < len(elements):
                        return self.infer.part(value, elements[node.slice.value])
                elif isinstance(value.node, ast.Subscript) and tail_of(value.node.value) in TUPLES:
                    if node.slice.value >= 0:
                        return self.infer.annotations.elements(value.index, value.node, node.slice.value)
                elif value.name == "items" and isinstance(value.node, ast.Call):
                    return self._zipped(value.index, value.node, node.slice.value)
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            for value in self.infer.values(index, node.value):
                if isinstance(value.node, ast.Dict) and value.index is not None:
                    for key, element in zip(value.node.keys, value.node.values, strict=True):
                        if isinstance(key, ast.Constant) and key.value == node.slice.value:
                            return self.infer.part(value, element)
        frames = self.infer.values(index, node.value)
        if any(v.kind is Kind.OBJECT and v.name == "pandas.DataFrame" for v in frames):
            return (Value(Kind.OBJECT, "pandas.Series", node, index),)
        if any(v.kind is Kind.METHOD and v.name == "keras.Model.signatures" for v in frames):
            return (Value(Kind.TF_FUNCTION, node=node, index=index),)
        if isinstance(node.slice, ast.Constant) and (put := self.infer.put_on_object(index, node)):
            return put
        if any(catalog.SEVERAL_TENSORS.match(v.name) and v.kind in TENSORS for v in frames):
            place = node.slice.value if isinstance(node.slice, ast.Constant) else None
            return merged(*(one_of_several(v, place) for v in frames if v.kind in TENSORS))
        if isinstance(node.slice, ast.Slice) and of_kind(frames, Kind.CONTAINER):
            return (Value(Kind.CONTAINER, "slice", node, index),)
        return self.elements(index, node.value)


def one_of_several(row: Value, place: object) -> Values:
    """What a part of a list or row of tensors stands for; nothing where it may be a row itself."""
    if row.name in catalog.TENSOR_BESIDE_ROWS and catalog.TENSOR_BESIDE_ROWS[row.name] != place:
        return ()
    return (row._replace(name=""),)


def stored_into(index: SyntaxIndex, name: str, cls: ClassScope | None) -> list[ast.expr]:
    """The expressions put into the container ``name`` (an attribute of ``cls``'s instances, when given)."""
    found: list[ast.expr] = []

    def is_target(node: ast.expr) -> bool:
        if cls is None:
            return isinstance(node, ast.Name) and node.id == name
        return isinstance(node, ast.Attribute) and node.attr == name and isinstance(node.value, ast.Name)

    def within(node: ast.AST) -> bool:
        return cls is None or any(parent is cls.node for parent in index.ancestors(node))

    for load in index.loads.get(name, ()):
        if not is_target(load) or not within(load):
            continue
        parent = index.parents.get(load)
        if isinstance(parent, ast.Attribute) and parent.attr in GROWS:
            call = index.parents.get(parent)
            if isinstance(call, ast.Call) and call.args and call.func is parent:
                found.append(call.args[-1])
        elif isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Store):
            statement = index.parents.get(parent)
            if isinstance(statement, ast.Assign):
                found.append(statement.value)
    return found


def table_of_items(node: ast.expr | None) -> ast.expr | None:
    """The table in ``table.items()``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "items":
        return node.func.value
    return None


def numbered(iterable: ast.expr) -> ast.expr:
    """What ``enumerate()`` numbers; anything else as it is."""
    if isinstance(iterable, ast.Call) and tail_of(iterable.func) == "enumerate" and iterable.args:
        return iterable.args[0]
    return iterable


def count(node: ast.expr) -> float:
    """How many elements an iterable visibly has at most; infinite when that cannot be told."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return math.inf if any(isinstance(part, ast.Starred) for part in node.elts) else len(node.elts)
    if isinstance(node, ast.Dict):
        return math.inf if None in node.keys else len(node.keys)
    if isinstance(node, ast.IfExp):
        return max(count(node.body), count(node.orelse))
    return _count_up(node) if isinstance(node, ast.Call) and tail_of(node.func) == "range" else math.inf


def _may_add(index: SyntaxIndex, load: ast.Name, keyed: bool) -> bool:
    """Whether a mention of a table may add to it: by a method, or, to a dictionary, by a key."""
    parent = index.parents.get(load)
    if isinstance(parent, ast.Subscript):
        return keyed and parent.value is load and isinstance(parent.ctx, ast.Store)
    return isinstance(parent, ast.Attribute) and parent.attr not in _READS


def _cut(part: ast.Slice) -> float:
    """How many elements a slice takes at most, whatever it is taken from."""
    lower, upper = (_integer(end) for end in (part.lower, part.upper))
    if part.upper is None:
        return -lower if lower is not None and lower < 0 else math.inf
    if upper is None or upper < 0 or (part.lower is not None and (lower is None or lower < 0)):
        return math.inf
    return max(upper - (lower or 0), 0)


def _integer(node: ast.expr | None) -> int | None:
    """The integer that is written down, with its sign."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _integer(node.operand)
        return None if inner is None else -inner
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def _count_up(call: ast.Call) -> float:
    """How many integers ``range`` or its like gives; infinite unless its bounds are written down."""
    bounds = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, int)]
    if not bounds or len(bounds) < len(call.args):
        return math.inf
    try:
        return len(range(*bounds))
    except (OverflowError, TypeError, ValueError):  # more than memory holds, or no range at all
        return math.inf
