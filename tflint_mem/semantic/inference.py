"""What an expression may stand for, followed through names, attributes, calls and files."""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.environment import sets_other_backend
from tflint_mem.semantic.filling import fills_itself
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FUNCTIONS,
    Binding,
    ClassScope,
    FunctionScope,
    Scope,
    SyntaxIndex,
    is_constant,
    tail_of,
)
from tflint_mem.semantic.values import CIRCULAR, Kind, Value, Values, merged, of_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tflint_mem.semantic.project import Project

T = TypeVar("T")

_ALL_OF = frozenset(
    (
        *(f"builtins.{n}" for n in ("list", "tuple", "set", "iter", "reversed", "sorted", "frozenset")),
        *(f"tqdm.{bar}" for bar in ("tqdm", "auto.tqdm", "autonotebook.tqdm", "notebook.tqdm", "std.tqdm")),
        *("tqdm.tqdm_notebook", "rich.progress.track", "progressbar.progressbar", "alive_progress.alive_it"),
    )
)
"""Functions that hand out all elements of their first argument."""
_PASS_THROUGH = _ALL_OF | {
    *(f"random.{drawn}" for drawn in ("sample", "choices", "Random.sample", "Random.choices")),
    *("itertools.cycle", "itertools.islice"),
}
"""Functions that hand out elements of their first argument."""
_ONE_OF = frozenset({"builtins.next", "random.choice", "random.Random.choice"})
"""Functions that hand out one element of their argument."""
_PLAIN = frozenset(
    f"builtins.{name}"
    for name in (
        "int",
        "float",
        "str",
        "bool",
        "len",
        "bytes",
        "repr",
        "format",
        "round",
        "hash",
        "id",
        "range",
        "input",
    )
)
_WRAPPERS = frozenset({"Optional", "Final", "Annotated", "ClassVar"})
_CONTAINERS = frozenset(
    {
        "list",
        "List",
        "tuple",
        "Tuple",
        "set",
        "Set",
        "dict",
        "Dict",
        "Sequence",
        "Iterable",
        "Iterator",
        "Mapping",
        "MutableMapping",
        "Collection",
        "deque",
        "Deque",
        "Generator",
        "defaultdict",
        "DefaultDict",
        "OrderedDict",
        "AsyncIterator",
        "AsyncIterable",
        "AsyncGenerator",
        "FrozenSet",
        "frozenset",
    }
)
_TUPLES = frozenset({"tuple", "Tuple"})
_GENERATORS = frozenset({"Generator", "AsyncGenerator"})
"""Annotations that name what is drawn first, then what is sent and returned."""
MAX_KINDS = 3
"""So many classes may stand in for the abstract base that an object is declared as."""
MAX_NAMES = 4
"""Names and wrappers behind which an iterable is looked for."""
_TRACED = "traced"
"""The name of rows and dictionaries that a ``tf.function`` returns."""
_GROWING_METHODS = frozenset({"append", "add", "appendleft", "insert", "extend", "setdefault", "put"})


class Use(NamedTuple):
    """One place where a function is called, or handed to something that may call it."""

    index: SyntaxIndex  # type: ignore[assignment]  # never asked for the index of an item
    node: ast.expr
    call: ast.Call | None
    """The call of the function; None when it is only mentioned."""
    argument_of: ast.Call | None = None
    """The call that the function is handed to as an argument."""
    keyword: str | None = None
    position: int | None = None


_SYMBOLIC_ATTRIBUTES = frozenset(
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


class Inference:
    """Answers what expressions stand for, over all files of a project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.answers = project.answers

    def remember(self, key: object, compute: Callable[[], T], default: T) -> T:
        """The answer to ``key``, computed once; see `Answers.get`."""
        return self.answers.get(key, compute, default)

    # -- expressions ---------------------------------------------------------------------------------

    def values(self, index: SyntaxIndex, node: ast.AST | None) -> Values:
        """What the expression ``node`` of a file may stand for; empty when unknown."""
        if node is None:
            return ()
        known = self.answers.final(node)
        if known is not None:
            return known  # type: ignore[no-any-return]
        handler = _EXPRESSIONS.get(type(node))
        if handler is None:
            return ()
        # The node alone is the key: this is asked far more often than anything else.
        return self.answers.get(node, lambda: handler(self, index, node), CIRCULAR)

    def kinds(self, index: SyntaxIndex, node: ast.AST | None) -> set[Kind]:
        """The kinds of what an expression may stand for."""
        return {value.kind for value in self.values(index, node)}

    def names(self, index: SyntaxIndex, node: ast.AST | None) -> list[str]:
        """The canonical library names that an expression may stand for."""
        return [v.name for v in self.values(index, node) if v.kind in (Kind.API, Kind.METHOD) and v.name]

    def called_names(self, index: SyntaxIndex, call: ast.Call) -> list[str]:
        """The canonical names of the library functions that a call may reach."""
        return self.names(index, call.func)

    def _name(self, index: SyntaxIndex, node: ast.Name) -> Values:
        return self.lookup(index, node.id, index.scope(node), node)

    def lookup(self, index: SyntaxIndex, name: str, scope: Scope | None, use: ast.AST) -> Values:
        """What a name stands for at ``use``, looked up outward from ``scope``."""
        first = True
        while scope is not None:
            skip_class = isinstance(scope, ClassScope) and not first
            bindings = () if skip_class else scope.bindings.get(name, ())
            if name in scope.global_names:
                bindings = ()
            if bindings:
                own = self._same_frame(index, scope, use)
                seen = flow.reaching(index, list(bindings), use) if own else list(bindings)
                return merged(*(self.bound(index, binding, scope) for binding in seen))
            first = first and isinstance(scope.node, COMPREHENSIONS)
            scope = scope.parent
        found = self._star(index, name)
        if found:
            return found
        if name in _BUILTINS:
            return (Value(Kind.API, f"builtins.{name}"),)
        return ()

    @staticmethod
    def _same_frame(index: SyntaxIndex, scope: Scope, use: ast.AST) -> bool:
        """Whether ``use`` runs in the same activation as ``scope``, so that order tells something."""
        current: Scope | None = index.scope(use)
        while current is not None and current is not scope and isinstance(current.node, COMPREHENSIONS):
            current = current.parent
        return current is scope

    def _star(self, index: SyntaxIndex, name: str) -> Values:
        groups: list[Values] = []
        for statement in index.star_imports:
            target = self.project.module(index.source.path, statement.module or "", statement.level)
            if target is not None:
                groups.append(self.exported(target, name))
            elif not statement.level and catalog.STAR_MODULES.match(
                catalog.canonical(statement.module or "")
            ):
                full = catalog.canonical(f"{statement.module}.{name}")
                if catalog.creates(full) or full in catalog.CLEARS_KERAS_STATE or full.startswith("keras."):
                    known = name not in _BUILTINS and (
                        name[:1].isupper()
                        or bool(catalog.creates(full))
                        or full in catalog.CLEARS_KERAS_STATE
                        or name in ("layers", "models", "backend", "optimizers", "keras")
                    )
                    if known:
                        groups.append((Value(Kind.API, full),))
        return merged(*groups) if groups else ()

    def exported(self, path: Path, name: str) -> Values:
        """What a project module's attribute stands for."""
        return self.remember(("exported", path, name), lambda: self._exported(path, name), CIRCULAR)

    def _exported(self, path: Path, name: str) -> Values:
        index = self.project.index(path)
        if index is not None:
            bindings = index.module.bindings.get(name)
            if bindings:
                return merged(*(self.bound(index, binding, index.module) for binding in bindings))
            found = self._star(index, name)
            if found:
                return found
        inner = self.project.submodule(path, name)
        if inner is not None:
            return (self._module_value(inner),)
        return self._filled_in(index, name) if index is not None else ()

    def _filled_in(self, index: SyntaxIndex, name: str) -> Values:
        """What a package takes over from one module below it or another, where all that have it agree."""
        if not self.remember(("fills itself", index), lambda: fills_itself(index), False):
            return ()
        groups = [self.exported(module, name) for module in self.project.submodules(index.source.path)]
        known = {group for group in groups if any(v.kind not in (Kind.NONE, Kind.CIRCULAR) for v in group)}
        return known.pop() if len(known) == 1 else ()

    @staticmethod
    def _module_value(path: Path) -> Value:
        return Value(Kind.MODULE, str(path))

    def bound(self, index: SyntaxIndex, binding: Binding, scope: Scope) -> Values:
        """What a name stands for because of one binding."""
        return self.remember(("bound", binding), lambda: self._bound(index, binding, scope), CIRCULAR)

    def _bound(self, index: SyntaxIndex, binding: Binding, scope: Scope) -> Values:
        if binding.how == "value":
            found = self.values(index, binding.value)
            if binding.annotation is not None and not any(v.kind is not Kind.NONE for v in found):
                return merged(found, self.annotated(index, binding.annotation))
            return found
        if binding.how == "import":
            return self._imported(index, binding)
        if binding.how in ("function", "class"):
            inner = index.scopes[binding.node]
            if isinstance(inner, FunctionScope):
                if any("property" in n for d in inner.decorators for n in (tail_of(d),)):
                    return self.returned(inner)
                return (Value(Kind.FUNCTION, function=inner, index=index),)
            assert isinstance(inner, ClassScope)
            return (Value(Kind.CLASS, cls=inner, index=index),)
        if binding.how == "parameter":
            assert isinstance(scope, FunctionScope)
            return self._parameter(index, binding, scope)
        if binding.how == "iterate":
            table = _items_of(binding.value)
            if table is not None and binding.path:
                keyed = self.elements(index, table) if binding.path[0] == 1 else ()
                return self._descend(keyed, binding.path[1:])
            return self._descend(self.elements(index, binding.value), binding.path)
        if binding.how == "unpack":
            return self._descend(self.values(index, binding.value), binding.path)
        if binding.how == "enter":
            return self._entered(index, binding.value)
        if binding.how == "declare":
            return self.annotated(index, binding.annotation)
        if isinstance(binding.node, ast.arg) and isinstance(scope, FunctionScope):
            return (Value(Kind.CONTAINER, "arguments", binding.node, index, function=scope),)
        return ()

    def _descend(self, values: Values, path: tuple[int, ...]) -> Values:
        """The parts of ``values`` that unpacking hands to a target."""
        for position in path:
            parts: list[Values] = []
            for value in values:
                if value.kind is Kind.CONTAINER and value.index is not None:
                    node = value.node
                    if isinstance(node, (ast.Tuple, ast.List)) and position < len(node.elts):
                        parts.append(self._part(value, node.elts[position]))
                    elif isinstance(node, ast.Call):
                        parts.append(self._zipped(value.index, node, position))
                    elif isinstance(node, ast.Subscript):
                        parts.append(self._declared_elements(value.index, node, position))
                elif value.kind is Kind.TENSOR:
                    parts.append((value,))  # one of several results, or a row
            values = merged(*parts) if parts else ()
        return values

    def _declared_elements(
        self, index: SyntaxIndex, annotation: ast.Subscript, position: int | None = None
    ) -> Values:
        """What a container declared as ``list[int]`` or ``tuple[Model, str]`` holds, at a place or at all."""
        inner = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
        head = tail_of(annotation.value)
        if head not in _TUPLES:
            held = inner[:1] if head in _GENERATORS else inner[-1:]
        elif is_constant(inner[-1], ...):
            held = inner[:-1]
        else:
            held = inner if position is None else inner[position : position + 1]
        return merged(*(self._annotated_text(index, part, annotation) for part in held)) if held else ()

    def _zipped(self, index: SyntaxIndex, call: ast.Call, position: int) -> Values:
        for name in self.called_names(index, call):
            if name in catalog.ROW_BY_ROW and position < len(call.args):
                return self.elements(index, call.args[position])
            if name == "builtins.enumerate" and position == 1 and call.args:
                return self.elements(index, call.args[0])
        table = _items_of(call)
        return self.elements(index, table) if table is not None and position == 1 else ()

    def _entered(self, index: SyntaxIndex, value: ast.expr | None) -> Values:
        found = []
        for item in self.values(index, value):
            if item.kind in (Kind.INSTANCE, Kind.MODEL) and item.cls is not None:
                method = self.find_method(item.cls, "__enter__")
                found.append(self.returned(method) if method is not None else (item,))
            elif item.kind is not Kind.CONTAINER:
                found.append((item,))
            elif isinstance(item.node, FUNCTIONS):
                found.append(self._yielded(item))
        return merged(*found) if found else ()

    def _yielded(self, generator: Value) -> Values:
        function = generator.function
        if function is None:
            return ()
        return merged(*(self.values(function.index, y) for y in function.yields)) if function.yields else ()

    def _imported(self, index: SyntaxIndex, binding: Binding) -> Values:
        path = index.source.path
        if binding.import_module.partition(".")[0] in ("keras", "keras_core"):
            if self._runs_on_other_backend(index):
                return ()
        target = self.project.module(path, binding.import_module, binding.import_level)
        if binding.import_name:
            if target is not None:
                found = self.exported(target, binding.import_name)
                # ``from . import part`` in a package itself asks the package for what it is about to get.
                if (found and found != CIRCULAR) or not binding.import_level:
                    return found
            inner = self.project.module(
                path, f"{binding.import_module}.{binding.import_name}".strip("."), binding.import_level
            )
            if inner is not None:
                return (self._module_value(inner),)
            if binding.import_level:
                return ()
            return (Value(Kind.API, catalog.canonical(f"{binding.import_module}.{binding.import_name}")),)
        if target is not None:
            return (self._module_value(target),)
        return (Value(Kind.API, catalog.canonical(binding.import_module)),)

    def _runs_on_other_backend(self, index: SyntaxIndex) -> bool:
        """Whether a file, or one that imports it, sets another Keras backend than TensorFlow."""
        key = "other backend", index
        return self.remember(
            key, lambda: any(map(sets_other_backend, self._file_and_importers(index))), False
        )

    def _file_and_importers(self, index: SyntaxIndex) -> Iterator[SyntaxIndex]:
        yield index
        for file in self.project.importers(index.source.path):
            if b"KERAS_BACKEND" in self.project.content(file):
                importer = self.project.index(file)
                if importer is not None:
                    yield importer

    # -- parameters and annotations ------------------------------------------------------------------

    def _parameter(self, index: SyntaxIndex, binding: Binding, function: FunctionScope) -> Values:
        owner = function.owner
        if owner is not None and function.parameters and not function.is_static():
            if function.parameters[0].arg == binding.name:
                if function.name == "__init_subclass__":
                    return tuple(Value(Kind.CLASS, cls=c, index=c.index) for c in self.subclasses(owner))
                if function.is_of_class():
                    return (Value(Kind.CLASS, cls=owner, index=index),)
                return (self.instance(owner),)
        declared = self.annotated(index, binding.annotation)
        if declared:
            return declared
        groups: list[Values] = []
        for use in self.uses(function):
            if use.call is None:
                decorated = self._decorated(use, function, binding.name)
                groups += [decorated] if decorated else []
                continue
            argument = self.argument(use, function, binding.name)
            if argument is None:
                continue
            given = self.values(use.index, argument)
            if not given:
                return ()
            groups.append(given)
        if binding.value is not None:
            default = self.values(index, binding.value)
            if of_kind(default, Kind.NONE) is None:
                groups.append(default)
        found = merged(*groups) if groups else ()
        # The name of a class that this file does not import tells the objects of several callers apart.
        name = _named(binding.annotation)
        fitting = tuple(
            v for v in found if v.cls is not None and any(c.name == name for c in self.mro(v.cls))
        )
        return fitting or found

    def _further(self, gathers: ast.arg, function: FunctionScope) -> Values:
        """What calls pass to a function beyond its named parameters: to ``*args``, or to ``**kwargs``."""
        arguments = function.node.args
        named = {a.arg for a in (*function.parameters, *arguments.kwonlyargs)}
        groups: list[Values] = []
        for use in self.uses(function):
            if use.call is None:
                continue
            given = [k.value for k in use.call.keywords if k.arg is not None and k.arg not in named]
            if gathers is arguments.vararg:
                bound = function.owner is not None and not function.is_static()
                given = use.call.args[len(function.parameters) - bound :]
            groups += [self.values(use.index, argument) for argument in given]
        return merged(*groups) if groups else ()

    @staticmethod
    def _decorated(use: Use, decorator: FunctionScope, name: str) -> Values:
        """What a decorator is given for its first parameter: the function or class below it."""
        below = use.index.parents.get(use.node)
        if not isinstance(below, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return ()
        first = decorator.parameters[0].arg if decorator.parameters else None
        if use.node not in below.decorator_list or name != first:
            return ()
        inner = use.index.scopes[below]
        if isinstance(inner, FunctionScope):
            return (Value(Kind.FUNCTION, function=inner, index=use.index),)
        return (Value(Kind.CLASS, cls=inner, index=use.index),) if isinstance(inner, ClassScope) else ()

    def argument(self, use: Use, function: FunctionScope, name: str) -> ast.expr | None:
        """The expression that a call passes for a parameter, or None when that cannot be told."""
        call = use.call
        if call is None:
            return None
        partial, here = self._partial_at(use)
        keywords: list[ast.keyword] = [*call.keywords, *(partial.keywords if partial is not None else ())]
        for keyword in keywords:
            if keyword.arg == name:
                return keyword.value if here or keyword in call.keywords else None
        names = [argument.arg for argument in function.parameters]
        filled: list[ast.expr] = partial.args[1:] if partial is not None else []
        given: list[ast.expr] = [*filled, *call.args]
        if name not in names or any(isinstance(a, ast.Starred) for a in given):
            return None
        position = names.index(name)
        if function.owner is not None and not function.is_static() and self._is_bound_call(use, function):
            position -= 1
        return given[position] if (0 if here else len(filled)) <= position < len(given) else None

    def _partial_at(self, use: Use) -> tuple[ast.Call | None, bool]:
        """The call of ``functools.partial`` whose result a use calls, and whether it is in the same file."""
        callee = use.call.func if use.call is not None else None
        for value in self.values(use.index, callee):
            if value.kind is Kind.PARTIAL and isinstance(value.node, ast.Call):
                return value.node, value.index is use.index
        return None, True

    def _is_bound_call(self, use: Use, function: FunctionScope) -> bool:
        """Whether the first parameter of a method is filled by the receiver."""
        if use.call is None or function.owner is None:
            return False
        callee = use.call.func
        if isinstance(callee, ast.Attribute) and function.name not in ("__init__", "__call__"):
            of_class = of_kind(self.values(use.index, callee.value), Kind.CLASS) is not None
            return not of_class or function.is_of_class()
        return True

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
                found.append(self.instance(value.cls))
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
            return self.lookup(index, node.id, scope, place)
        if isinstance(node, ast.Attribute):
            return self._attribute_of(
                index, self._annotation_base(index, node.value, scope, place), node.attr
            )
        return ()

    # -- classes -------------------------------------------------------------------------------------

    def instance(self, cls: ClassScope) -> Value:
        """An instance of a project class: a model, layer or callback when it derives from one."""
        kind = Kind.INSTANCE
        for name in self.library_bases(cls):
            base = catalog.base_kind(name)
            if base is not None:
                kind = base
                break
        return Value(kind, cls=cls, index=cls.index)

    def fills_named_tuple(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call fills a named tuple that ``collections.namedtuple`` made in the same file."""
        made = index.module.bindings.get(call.func.id, ()) if isinstance(call.func, ast.Name) else ()
        calls = [binding.value for binding in made if isinstance(binding.value, ast.Call)]
        return any("collections.namedtuple" in self.called_names(index, call) for call in calls)

    def recorded(self, index: SyntaxIndex, call: ast.Call) -> list[ast.expr]:
        """The arguments that a new record of the project, or a ``dict()``, holds as they are."""
        if self.fills_named_tuple(index, call):
            return [*call.args, *(keyword.value for keyword in call.keywords)]
        if "builtins.dict" in self.called_names(index, call):
            return [keyword.value for keyword in call.keywords]
        return [held for _, _, held in self.fields(index, call)]

    def fields(self, index: SyntaxIndex, call: ast.Call) -> list[tuple[ClassScope, str, ast.expr]]:
        """The arguments that a new object of a plain class holds as they are: class, attribute, argument."""
        value = of_kind(self.values(index, call.func), Kind.CLASS)
        cls = None if value is None else value.cls
        if cls is None or self.instance(cls).kind is not Kind.INSTANCE:
            return []
        names = self._field_names(cls)
        placed = zip(names, call.args, strict=False)
        named = [(keyword.arg or "", keyword.value) for keyword in call.keywords]
        return [(cls, names[p], held) for p, held in (*placed, *named) if names.get(p)]

    def _field_names(self, cls: ClassScope) -> dict[str, str]:
        """The parameters of a class, in order, each with the attribute that holds what it is given."""
        makes = self.find_method(cls, "__init__")
        if makes is None or makes.owner is None:
            filled = any(tail_of(getattr(d, "func", d)) == "dataclass" for d in cls.node.decorator_list)
            filled = filled and self.find_method(cls, "__post_init__") is None
            if not filled and "typing.NamedTuple" not in self.library_bases(cls):
                return {}
            bodies = (statement for base in reversed(self.mro(cls)) for statement in base.node.body)
            targets = (s.target for s in bodies if isinstance(s, ast.AnnAssign))
            return {target.id: target.id for target in targets if isinstance(target, ast.Name)}
        held = {
            binding.value.id: name
            for name, bindings in makes.owner.attribute_values.items()
            for binding in bindings
            if isinstance(binding.value, ast.Name)
            and makes.index.function(binding.node) is makes
            and len(makes.bindings.get(binding.value.id, ())) == 1
        }
        return {argument.arg: held.get(argument.arg, "") for argument in makes.parameters[1:]}

    def mro(self, cls: ClassScope) -> list[ClassScope]:
        """A class and the project classes it derives from, nearest first."""
        return self.remember(("mro", cls), lambda: self._mro(cls), [cls])

    def _mro(self, cls: ClassScope) -> list[ClassScope]:
        found = [cls]
        for base in cls.node.bases:
            for value in self.values(cls.index, base):
                if value.kind is Kind.CLASS and value.cls is not None:
                    found += [c for c in self.mro(value.cls) if c not in found]
        return found

    def library_bases(self, cls: ClassScope) -> list[str]:
        """The canonical names of the library classes that a project class derives from."""
        return self.remember(("library bases", cls), lambda: self._library_bases(cls), [])

    def _library_bases(self, cls: ClassScope) -> list[str]:
        found = []
        for ancestor in self.mro(cls):
            for base in ancestor.node.bases:
                origin = base.value if isinstance(base, ast.Subscript) else base  # a generic base
                found += [v.name for v in self.values(ancestor.index, origin) if v.kind is Kind.API]
        return found

    def find_method(self, cls: ClassScope, name: str) -> FunctionScope | None:
        """The method that an instance of ``cls`` runs under that name."""
        for ancestor in self.mro(cls):
            method = ancestor.method(name)
            if method is not None:
                return method
        return None

    def implementations(self, method: FunctionScope) -> list[FunctionScope]:
        """The method, or those of subclasses that stand in for it where it is abstract."""
        owner = method.owner
        if owner is not None and self._is_protocol(owner):
            found = (self.find_method(cls, method.name) for cls in self._fulfilling(owner))
            return [m for m in found if m is not None] or [method]
        if owner is None or not _is_abstract(method):
            return [method]
        overriding = [cls.method(method.name) for cls in self.subclasses(owner)]
        return [m for m in overriding if m is not None and not _is_abstract(m)] or [method]

    def _is_protocol(self, cls: ClassScope) -> bool:
        """Whether a class says what methods others have, which need not name it."""
        origins = (base.value if isinstance(base, ast.Subscript) else base for base in cls.node.bases)
        return any(
            name in ("typing.Protocol", "typing_extensions.Protocol")
            for origin in origins
            for name in self.names(cls.index, origin)
        )

    def fulfils(self, cls: ClassScope, declared: ClassScope) -> bool:
        """Whether an object of ``cls`` may go where one that is declared as ``declared`` is expected."""
        if not self._is_protocol(declared):
            # Of a base with many kinds nothing says that this one is meant.
            few = len(self.subclasses(declared)) <= MAX_KINDS
            return few and _is_abstract_class(declared) and declared in self.mro(cls)
        return cls in self._fulfilling(declared)

    def _fulfilling(self, protocol: ClassScope) -> list[ClassScope]:
        nothing: list[ClassScope] = []
        return self.remember(("fulfilling", protocol), lambda: self._find_fulfilling(protocol), nothing)

    def _find_fulfilling(self, protocol: ClassScope) -> list[ClassScope]:
        """The classes, beside a protocol or in files that import it, that have all of its methods."""
        own = protocol.index.source.path
        wanted = [name for name in protocol.bindings if protocol.method(name) is not None]
        indexes = (self.project.index(file) for file in (own, *self.project.importers(own)))
        return [
            cls
            for index in indexes
            if index is not None
            for cls in index.classes()
            if not self._is_protocol(cls) and all(self.find_method(cls, name) for name in wanted)
        ]

    def attribute_bindings(self, cls: ClassScope, name: str) -> list[tuple[SyntaxIndex, Binding]]:
        """Where an attribute of the instances of a class gets its value, base classes included."""
        found: list[tuple[SyntaxIndex, Binding]] = []
        for ancestor in self.mro(cls):
            # What a subclass declares anew says more than what its base only declares.
            redeclared = any(binding.annotation is not None for _, binding in found)
            how = ("value", "import") if redeclared else ("value", "declare", "import")
            found += [(ancestor.index, b) for b in ancestor.attribute_values.get(name, ())]
            found += [(ancestor.index, b) for b in ancestor.bindings.get(name, ()) if b.how in how]
        return found

    # -- attributes ----------------------------------------------------------------------------------

    def _attribute(self, index: SyntaxIndex, node: ast.Attribute) -> Values:
        put = self._put_on_object(index, node)
        return put or self._attribute_of(index, self.values(index, node.value), node.attr, node)

    def _put_on_object(self, index: SyntaxIndex, node: ast.Attribute | ast.Subscript) -> Values:
        """The objects that a file puts where ``app.state.model`` or ``app.config["model"]`` reads them.

        That is on an object at the top of the file that is no class, module or object of the project.
        Numbers and texts are left out, since such an object may have had others before.
        """
        root: ast.expr = node
        while isinstance(root, (ast.Attribute, ast.Subscript)):
            root = root.value
        if not isinstance(root, ast.Name) or index.home(root) is not index.module:
            return ()
        nothing: dict[str, list[ast.expr]] = {}
        table = self.remember(("put", index, root.id), lambda: self._find_put(index, root.id), nothing)
        put = table.get(ast.unparse(node), []) if table else []
        found = merged((), *(self.values(index, value) for value in put))
        return found if any(value.kind is not Kind.PLAIN for value in found) else ()

    def _find_put(self, index: SyntaxIndex, name: str) -> dict[str, list[ast.expr]]:
        table: dict[str, list[ast.expr]] = {}
        bindings = index.module.bindings.get(name, ())
        if len(bindings) != 1 or bindings[0].how != "value" or not isinstance(bindings[0].value, ast.Call):
            return table
        if any(v.cls is not None or v.kind is Kind.MODEL for v in self.values(index, bindings[0].value)):
            return table
        for load in index.loads.get(name, ()):
            place: ast.AST = load
            while isinstance(parent := index.parents.get(place), (ast.Attribute, ast.Subscript)):
                if isinstance(parent, ast.Subscript) and not isinstance(parent.slice, ast.Constant):
                    break
                place = parent
            if place is not load and isinstance(parent, ast.Assign) and place in parent.targets:
                if isinstance(load, ast.Name) and index.home(load) is index.module:
                    table.setdefault(ast.unparse(place), []).append(parent.value)
        return table

    def _attribute_of(
        self, index: SyntaxIndex, bases: Values, name: str, node: ast.Attribute | None = None
    ) -> Values:
        groups: list[Values] = []
        for base in bases:
            if base.kind is Kind.API:
                groups.append((Value(Kind.API, catalog.canonical(f"{base.name}.{name}")),))
            elif base.kind is Kind.MODULE:
                groups.append(self.exported(Path(base.name), name))
            elif base.kind is Kind.CLASS and base.cls is not None:
                groups.append(self._class_attribute(base, name))
            elif base.cls is not None and base.kind is not Kind.FUNCTION:
                groups.append(self._instance_attribute(base, name, node))
            elif base.kind is Kind.OBJECT:
                groups.append((self._object_method(base, name),))
            elif base.kind is Kind.PLAIN and base.name.startswith("numpy."):
                groups.append((Value(Kind.METHOD, f"numpy.ndarray.{name}", receiver=base),))
            elif base.kind in _METHOD_OWNERS:
                groups.append((Value(Kind.METHOD, f"{_METHOD_OWNERS[base.kind]}.{name}", receiver=base),))
        return merged(*groups) if groups else ()

    @staticmethod
    def _object_method(base: Value, name: str) -> Value:
        for pattern, method, full in catalog.OBJECT_METHODS:
            if method == name and pattern.match(base.name):
                return Value(Kind.METHOD, full, receiver=base)
        return Value(Kind.METHOD, f"{base.name}.{name}", receiver=base)

    def _class_attribute(self, base: Value, name: str) -> Values:
        assert base.cls is not None
        method = self.find_method(base.cls, name)
        if method is not None:
            return (Value(Kind.FUNCTION, function=method, index=method.index, receiver=base),)
        found = [self.bound(i, b, i.scope(b.node)) for i, b in self.attribute_bindings(base.cls, name)]
        if found:
            return merged(*found)
        if name == "from_config" and self.instance(base.cls).kind is Kind.MODEL:
            return (Value(Kind.API, "keras.Model.from_config"),)
        return ()

    def _instance_attribute(self, base: Value, name: str, node: ast.Attribute | None) -> Values:
        assert base.cls is not None
        if name == "__class__":
            return (Value(Kind.CLASS, cls=base.cls, index=base.cls.index),)
        method = self.find_method(base.cls, name)
        if method is not None:
            if any(tail_of(d) in ("property", "cached_property") for d in method.decorators):
                return self.returned(method)
            return tuple(
                Value(Kind.FUNCTION, function=m, index=m.index, receiver=base)
                for m in self.implementations(method)
            )
        bindings = self.attribute_bindings(base.cls, name)
        if bindings:
            own = [b for i, b in bindings if node is not None and i is base.cls.index]
            if node is not None and own:
                function = base.cls.index.function(node) if node in base.cls.index.parents else None
                local = [
                    b for b in own if function is not None and base.cls.index.function(b.node) is function
                ]
                dominating = [b for b in local if flow.dominates(base.cls.index, b.node, node)]
                if dominating:
                    last = dominating[-1]
                    return self.bound(base.cls.index, last, base.cls.index.scope(last.node))
            return merged(*(self.bound(i, b, i.scope(b.node)) for i, b in bindings))
        if base.kind is Kind.CALLBACK and name == "model":
            return self._watched(base.cls) or (Value(Kind.MODEL, "keras.Model"),)
        owner = _METHOD_OWNERS.get(base.kind)
        return (Value(Kind.METHOD, f"{owner}.{name}", receiver=base),) if owner else ()

    def _watched(self, callback: ClassScope) -> Values:
        """The models of project classes whose ``fit`` is given a callback of that class."""
        return self.remember(("watched", callback), lambda: self._find_watched(callback), ())

    def _find_watched(self, callback: ClassScope) -> Values:
        own = callback.index.source.path
        classes: dict[ClassScope, None] = {}
        for file in (own, *self.project.importers_mentioning(own, (callback.name,))):
            index = self.project.index(file)
            for call in index.calls if index is not None else ():
                given = next((keyword.value for keyword in call.keywords if keyword.arg == "callbacks"), None)
                if index is None or given is None or not isinstance(call.func, ast.Attribute):
                    continue
                if any(value.cls is callback for value in self.elements(index, given)):
                    models = self.values(index, call.func.value)
                    classes.update(
                        (v.cls, None) for v in models if v.kind is Kind.MODEL and v.cls is not None
                    )
        if not classes:  # nothing here trains with it: it is written for the models beside it
            classes.update(
                (cls, None) for cls in callback.index.classes() if self.instance(cls).kind is Kind.MODEL
            )
        return tuple(self.instance(cls) for cls in classes)

    # -- calls ---------------------------------------------------------------------------------------

    def _call(self, index: SyntaxIndex, node: ast.Call) -> Values:
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return self._super(index, node)
        return merged(*(self._result(index, node, callee) for callee in self.values(index, node.func)), ())

    def _super(self, index: SyntaxIndex, node: ast.Call) -> Values:
        function = index.function(node)
        while function is not None and function.owner is None:
            function = index.function(function.node)
        if function is None or function.owner is None:
            return ()
        found: list[Value] = []
        for base in function.owner.node.bases:
            for value in self.values(index, base):
                if value.kind is Kind.CLASS and value.cls is not None:
                    found.append(self.instance(value.cls))
                elif value.kind is Kind.API:
                    kind = catalog.base_kind(value.name)
                    if kind is not None:
                        found.append(Value(kind, value.name))
        return tuple(found)

    def _result(self, index: SyntaxIndex, node: ast.Call, callee: Value) -> Values:
        if callee.kind is Kind.FUNCTION and callee.function is not None:
            if self.traced_decorator(callee.function) is not None:
                return self._traced_result(index, node, callee.function)
            return self.result_of(callee.function, node)
        if callee.kind is Kind.CLASS and callee.cls is not None:
            return (self.instance(callee.cls)._replace(node=node),)
        if callee.kind in (Kind.MODEL, Kind.LAYER):
            return self._applied(index, node, callee)
        if callee.kind is Kind.INSTANCE and callee.cls is not None:
            method = self.find_method(callee.cls, "__call__")
            return self.returned(method) if method is not None else ()
        if callee.kind is Kind.PARTIAL and callee.function is not None:
            return self.returned(callee.function)
        if callee.kind is Kind.TF_FUNCTION:
            return (Value(Kind.TENSOR, node=node, index=index),)
        if callee.kind is Kind.METRIC or (
            callee.kind is Kind.OBJECT and catalog.TENSOR_CALLABLES.match(callee.name)
        ):
            return (Value(Kind.TENSOR, callee.name, node, index),)
        if callee.kind is Kind.METHOD:
            return self._method_result(index, node, callee)
        if callee.kind is Kind.API:
            return self._api_result(index, node, callee.name)
        return ()

    def traced_decorator(self, function: FunctionScope) -> ast.expr | None:
        """The decorator that makes a project function a ``tf.function``, or None."""
        return self.remember(("traced decorator", function), lambda: self._traced_decorator(function), None)

    def _traced_decorator(self, function: FunctionScope) -> ast.expr | None:
        for decorator in function.decorators:
            target = decorator.func if isinstance(decorator, ast.Call) else decorator
            names = self.names(function.index, target)
            if isinstance(decorator, ast.Call) and "functools.partial" in names and decorator.args:
                names = self.names(function.index, decorator.args[0])
            if any(catalog.MAKES_TF_FUNCTION.match(name) for name in names):
                return decorator
        return None

    def _traced_result(self, index: SyntaxIndex, node: ast.Call, function: FunctionScope) -> Values:
        """What calling a ``tf.function`` gives: whatever it computes is turned into tensors."""
        returned = self.returned(function)
        if not returned and not function.returns:
            return ()
        return self._out_of_trace(returned, Value(Kind.TENSOR, node=node, index=index))

    @staticmethod
    def _out_of_trace(values: Values, tensor: Value) -> Values:
        """What becomes of values that leave a trace: ``tensor``, also in rows and dictionaries."""
        found: list[Value] = [] if values else [tensor]
        for value in values:
            row = value.kind is Kind.CONTAINER and isinstance(value.node, (ast.Tuple, ast.List, ast.Dict))
            other = value._replace(name=_TRACED) if row else value
            found.append(tensor if value.kind in _BECOMES_TENSOR else other)
        return merged(tuple(found))

    def _part(self, row: Value, element: ast.expr) -> Values:
        """What an element of a row, list or dictionary stands for, which may come out of a trace."""
        assert row.index is not None
        found = self.values(row.index, element)
        if row.name != _TRACED:
            return found
        return self._out_of_trace(found, Value(Kind.TENSOR, node=element, index=row.index))

    def result_of(self, function: FunctionScope, node: ast.Call) -> Values:
        """What calling a project function gives."""
        if function.is_generator:
            return (Value(Kind.CONTAINER, "generator", function.node, function.index, function),)
        return self.returned(function)

    def returned(self, function: FunctionScope) -> Values:
        """What a project function returns."""
        return self.remember(("returned", function), lambda: self._returned(function), CIRCULAR)

    def _returned(self, function: FunctionScope) -> Values:
        groups = [self.values(function.index, value) for value in function.returns]
        known = [g for g in groups if any(v.kind is not Kind.NONE for v in g)]
        if not known and not isinstance(function.node, ast.Lambda):
            return self.annotated(function.index, function.node.returns)
        return merged(*groups) if groups else ()

    def _applied(self, index: SyntaxIndex, node: ast.Call, callee: Value) -> Values:
        arguments = [*node.args, *(k.value for k in node.keywords)]
        if any(self._is_symbolic(index, argument) for argument in arguments):
            return (Value(Kind.SYMBOLIC, node=node, index=index),)
        return (Value(Kind.TENSOR, node=node, index=index),)

    def _is_symbolic(self, index: SyntaxIndex, node: ast.expr) -> bool:
        if isinstance(node, (ast.List, ast.Tuple)):
            return any(self._is_symbolic(index, element) for element in node.elts)
        if isinstance(node, ast.Dict):
            return any(self._is_symbolic(index, element) for element in node.values)
        for value in self.values(index, node):
            if value.kind is Kind.SYMBOLIC or value.name in _SYMBOLIC_ATTRIBUTES:
                return True
            if value.kind is Kind.CONTAINER and of_kind(self.elements(index, node), Kind.SYMBOLIC):
                return True
        return False

    def _method_result(self, index: SyntaxIndex, node: ast.Call, callee: Value) -> Values:
        name = callee.name.rpartition(".")[2]
        if callee.name in _PASS_THROUGH or callee.name in _ONE_OF:
            return self._api_result(index, node, callee.name)
        receiver = callee.receiver
        owner = receiver.kind if receiver is not None else None
        if owner is Kind.MODEL:
            if name in ("call", "__call__") and receiver is not None:
                return self._applied(index, node, receiver)
            if name in ("fit", "fit_generator"):
                return (Value(Kind.HISTORY, node=node, index=index),)
            if name in ("predict", "predict_on_batch", "evaluate", "train_on_batch", "get_weights"):
                return (Value(Kind.PLAIN, node=node, index=index),)
        if owner is Kind.TENSOR and name in ("numpy", "item", "tolist", "eval"):
            return (Value(Kind.PLAIN, node=node, index=index),)
        if owner is Kind.SESSION:
            if name in ("__enter__",) and receiver is not None:
                return (receiver,)
            return (Value(Kind.PLAIN, node=node, index=index),)
        if owner is Kind.DATASET and name in catalog.ITERATOR_MAKERS:
            return (Value(Kind.OBJECT, catalog.ITERATOR, node, index),)
        if callee.name.startswith("numpy.ndarray."):
            return (Value(Kind.PLAIN, "" if name in ("item", "tolist") else callee.name, node, index),)
        if owner is Kind.DATASET:
            if name in ("as_numpy_iterator", "cardinality"):
                return ()
            return (Value(Kind.DATASET, node=node, index=index),)
        if callee.name in catalog.TENSOR_METHODS:
            return (Value(Kind.TENSOR, callee.name, node, index),)
        if callee.name == f"{catalog.ITERATOR}.get_next":
            return (Value(Kind.SYMBOLIC, node=node, index=index),)
        if owner is Kind.TF_FUNCTION and name in ("get_concrete_function",):
            return (Value(Kind.TF_FUNCTION, node=node, index=index),)
        return ()

    def _api_result(self, index: SyntaxIndex, node: ast.Call, name: str) -> Values:
        settings = self.project.settings
        if name in settings.model_builders:
            return (Value(Kind.MODEL, name, node, index),)
        if name in settings.session_wrappers:
            return (Value(Kind.SESSION, name, node, index),)
        kind = catalog.creates(name) or catalog.HANDS_OUT.get(name)
        if kind is Kind.TF_FUNCTION:
            if not node.args and not any(k.arg in (None, "func") for k in node.keywords):
                # Options alone give a decorator, which wraps what it is called with.
                return (Value(Kind.API, name, node, index),)
            wrapped = self.values(index, node.args[0]) if node.args else ()
            function = next((v.function for v in wrapped if v.kind is Kind.FUNCTION), None)
            return (Value(Kind.TF_FUNCTION, name, node, index, function),)
        if kind is Kind.TENSOR and any(self._is_symbolic(index, argument) for argument in node.args):
            return (Value(Kind.SYMBOLIC, name, node, index),)
        if kind is Kind.DATASET and any(k.arg == "subset" and _is_both(k.value) for k in node.keywords):
            return ()  # a pair of datasets
        if kind is not None:
            return (Value(kind, name, node, index),)
        if name.startswith("tf.data.") and name.rpartition(".")[2] in catalog.ITERATOR_MAKERS:
            return (Value(Kind.OBJECT, catalog.ITERATOR, node, index),)
        if name in catalog.VARIABLE_LISTS:
            return (Value(Kind.CONTAINER, name, node, index),)
        if name in _PASS_THROUGH:
            datasets = () if name.startswith("builtins.") else self.values(index, next(iter(node.args), None))
            return (of_kind(datasets, Kind.DATASET) or Value(Kind.CONTAINER, name, node, index),)
        if name in catalog.ROW_BY_ROW or name in ("builtins.enumerate", "builtins.map", "builtins.filter"):
            return (Value(Kind.CONTAINER, name, node, index),)
        if name in _ONE_OF and node.args:
            return self.elements(index, node.args[0])
        if name in ("copy.copy", "copy.deepcopy", "builtins.max", "builtins.min") and node.args:
            return self.values(index, node.args[0]) if len(node.args) == 1 else ()
        if name == "builtins.sum" and node.args:
            return tuple(v for v in self.elements(index, node.args[0]) if v.kind is Kind.TENSOR)
        if name == "builtins.type" and len(node.args) == 1:
            return tuple(
                Value(Kind.CLASS, cls=v.cls, index=v.index) for v in self.values(index, node.args[0]) if v.cls
            )
        if name == "builtins.getattr" and len(node.args) >= 2:
            bases = self.values(index, node.args[0])
            if isinstance(node.args[1], ast.Constant):
                return self._attribute_of(index, bases, str(node.args[1].value))
            # Whatever is called there makes a model, so that its name does not matter.
            chosen = Value(Kind.API, catalog.ANY_APPLICATION)
            return (chosen,) if any(base.name == "keras.applications" for base in bases) else ()
        if name in catalog.MERGES:
            return self._applied(index, node, Value(Kind.LAYER, name))
        if catalog.READS_FRAME.match(name):
            return (Value(Kind.OBJECT, "pandas.DataFrame", node, index),)
        if name == "functools.partial" and node.args:
            return tuple(
                v._replace(kind=Kind.PARTIAL, node=node, index=index) if v.kind is Kind.FUNCTION else v
                for v in self.values(index, node.args[0])
                if v.kind in (Kind.FUNCTION, Kind.PARTIAL, Kind.API, Kind.CLASS)
            )
        if name in _PLAIN or name.startswith(("numpy.", "math.", "os.path.", "json.", "time.")):
            return (Value(Kind.PLAIN, name, node, index),)
        if name == "multiprocessing.get_context":
            return (Value(Kind.API, "multiprocessing"),)
        if name in ("contextlib.closing", "contextlib.nullcontext") and node.args:
            return self.values(index, node.args[0])
        if name == "importlib.import_module" and node.args and isinstance(node.args[0], ast.Constant):
            return (Value(Kind.API, catalog.canonical(str(node.args[0].value))),)
        if catalog.MAKES_ESTIMATOR.match(name):
            return (Value(Kind.OBJECT, catalog.ESTIMATOR, node, index),)
        if catalog.LOADS_TOKENIZER.match(name):
            return (Value(Kind.OBJECT, name.rpartition(".")[0], node, index),)
        if name.rpartition(".")[2][:1].isupper() or name.rpartition(".")[2].startswith(
            ("create_", "load_study", "get_running_loop", "get_event_loop", "new_event_loop")
        ):
            return (Value(Kind.OBJECT, name, node, index),)
        return ()

    # -- containers ----------------------------------------------------------------------------------

    def _container(self, index: SyntaxIndex, node: ast.AST) -> Values:
        return (Value(Kind.CONTAINER, "display", node, index),)

    def elements(self, index: SyntaxIndex, node: ast.expr | None) -> Values:
        """What iterating over an expression, or indexing it, gives."""
        if node is None:
            return ()
        return self.remember(("elements", node), lambda: self._elements(index, node), CIRCULAR)

    def drawn_from(self, index: SyntaxIndex, iterable: ast.expr) -> ast.expr:
        """The expression whose elements a loop draws, behind lists, progress bars and variables for them."""
        for _ in range(MAX_NAMES):
            inner: ast.expr | None = None
            if isinstance(iterable, ast.Call) and iterable.args:
                if not _ALL_OF.isdisjoint(self.called_names(index, iterable)):
                    inner = iterable.args[0]
            elif isinstance(iterable, ast.NamedExpr):
                inner = iterable.value
            elif isinstance(iterable, ast.Name):
                scope = index.home(iterable)
                seen = scope.bindings.get(iterable.id, [])
                if self._same_frame(index, scope, iterable):
                    seen = flow.reaching(index, list(seen), iterable)
                if len(seen) == 1 and seen[0].how == "value" and self._is_iterable(index, seen[0].value):
                    inner = seen[0].value
            if inner is None:
                break
            iterable = inner
        return iterable

    def _is_iterable(self, index: SyntaxIndex, node: ast.expr | None) -> bool:
        """Whether an expression makes an iterable of Python: no array, dataset or tensor."""
        if not isinstance(node, ast.Call):
            return isinstance(node, (ast.ListComp, ast.GeneratorExp))
        names = self.called_names(index, node)
        return all(
            name in _ALL_OF or catalog.COUNTS_UP.match(name) or name.startswith("builtins.") for name in names
        )

    def _elements(self, index: SyntaxIndex, node: ast.expr) -> Values:
        groups = [self._elements_at(index, node, value) for value in self.values(index, node)]
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
        if value.kind is Kind.METHOD and value.name in _SYMBOLIC_ATTRIBUTES:
            return (Value(Kind.SYMBOLIC, value.name),)
        if value.kind is Kind.METHOD and value.name in _VARIABLES_OF:
            return (Value(Kind.VARIABLE, value.name),)
        if value.kind is Kind.METHOD and value.name == "keras.Model.layers":
            return (Value(Kind.LAYER, value.name),)
        if value.kind is not Kind.CONTAINER or value.index is None:
            return ()
        node, index = value.node, value.index
        if isinstance(node, ast.arg) and (function := value.function) is not None:
            return self.remember(("further", node), lambda: self._further(node, function), CIRCULAR)
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return merged(*(self._part(value, element) for element in node.elts)) if node.elts else ()
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
            return self.values(index, node.elt)
        if isinstance(node, ast.DictComp):
            return self.values(index, node.value)
        if isinstance(node, ast.Dict):
            return merged(*(self._part(value, element) for element in node.values)) if node.values else ()
        if isinstance(node, ast.Subscript):
            sliced = isinstance(node.slice, ast.Slice)
            return self.elements(index, node.value) if sliced else self._declared_elements(index, node)
        if isinstance(node, ast.BinOp):
            return merged(self.elements(index, node.left), self.elements(index, node.right))
        if isinstance(node, ast.Call):
            if value.name in _PASS_THROUGH or value.name == "builtins.filter":
                given = node.args[-1:] if value.name == "builtins.filter" else node.args[:1]
                return self.elements(index, given[0]) if given else ()
            if value.name == "builtins.map" and node.args:
                called = ast.Call(func=node.args[0], args=[], keywords=[])
                return merged(*(self._result(index, called, f) for f in self.values(index, node.args[0])), ())
            if value.name in catalog.ROW_BY_ROW or value.name == "builtins.enumerate":
                return (value,)
            if value.name in catalog.VARIABLE_LISTS:
                return (Value(Kind.VARIABLE, value.name),)
        if value.function is not None:
            return self._yielded(value)
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
            self.values(index, stored)
            for stored in stored_into(index, node.id, None)
            if self._defining_scope(index, stored, node.id) is scope
        ]

    def _home_of_table(self, path: Path, name: str) -> tuple[Path, str]:
        """The module at whose top a name that a module knows is bound, and the name that it has there."""
        seen = {(path, name)}
        while (index := self.project.index(path)) is not None:
            bindings = index.module.bindings.get(name, ())
            if len(bindings) != 1 or bindings[0].how != "import" or not bindings[0].import_name:
                break
            target = self.project.module(path, bindings[0].import_module, bindings[0].import_level)
            if target is None or (target, bindings[0].import_name) in seen:
                break
            path, name = target, bindings[0].import_name
            seen.add((path, name))
        return path, name

    def _grown_table(self, path: Path, name: str) -> list[Values]:
        """What modules put into a table at the top of the module ``path``."""
        return self.remember(("table", path, name), lambda: list(self._find_grown(path, name)), [])

    def _find_grown(self, path: Path, name: str) -> Iterator[Values]:
        for file in (path, *self.project.importers_mentioning(path, (name,))):
            index = self.project.index(file)
            for local in self._local_names(index, {name}) if index is not None else ():
                if index is not None and self._home_of_table(file, local) == (path, name):
                    for stored in stored_into(index, local, None):
                        if self._defining_scope(index, stored, local) is index.module:
                            yield self.values(index, stored)

    @staticmethod
    def _defining_scope(index: SyntaxIndex, node: ast.expr, name: str) -> Scope | None:
        scope: Scope | None = index.scope(node)
        while scope is not None and name not in scope.bindings:
            scope = scope.parent
        return scope

    def _grown_attribute(self, index: SyntaxIndex, node: ast.Attribute) -> list[Values]:
        groups = []
        for base in self.values(index, node.value):
            if base.kind is Kind.MODULE:
                groups += self._grown_table(*self._home_of_table(Path(base.name), node.attr))
            elif base.cls is not None:
                for ancestor in self.mro(base.cls):
                    groups += [
                        self.values(ancestor.index, stored)
                        for stored in stored_into(ancestor.index, node.attr, ancestor)
                    ]
        return groups

    def _subscript(self, index: SyntaxIndex, node: ast.Subscript) -> Values:
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int):
            for value in self.values(index, node.value):
                if value.kind is not Kind.CONTAINER or value.index is None:
                    continue
                if isinstance(value.node, (ast.Tuple, ast.List)):
                    elements = value.node.elts
                    if -len(elements) <= node.slice.value < len(elements):
                        return self._part(value, elements[node.slice.value])
                elif isinstance(value.node, ast.Subscript) and tail_of(value.node.value) in _TUPLES:
                    if node.slice.value >= 0:
                        return self._declared_elements(value.index, value.node, node.slice.value)
                elif value.name == "items" and isinstance(value.node, ast.Call):
                    return self._zipped(value.index, value.node, node.slice.value)
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            for value in self.values(index, node.value):
                if isinstance(value.node, ast.Dict) and value.index is not None:
                    for key, element in zip(value.node.keys, value.node.values, strict=True):
                        if isinstance(key, ast.Constant) and key.value == node.slice.value:
                            return self._part(value, element)
        frames = self.values(index, node.value)
        if any(v.kind is Kind.OBJECT and v.name == "pandas.DataFrame" for v in frames):
            return (Value(Kind.OBJECT, "pandas.Series", node, index),)
        if isinstance(node.slice, ast.Constant) and (put := self._put_on_object(index, node)):
            return put
        if isinstance(node.slice, ast.Slice) and of_kind(frames, Kind.CONTAINER):
            return (Value(Kind.CONTAINER, "slice", node, index),)
        return self.elements(index, node.value)

    # -- the rest ------------------------------------------------------------------------------------

    def _conditional(self, index: SyntaxIndex, node: ast.IfExp) -> Values:
        return merged(self.values(index, node.body), self.values(index, node.orelse))

    def _boolean(self, index: SyntaxIndex, node: ast.BoolOp) -> Values:
        return merged(*(self.values(index, value) for value in node.values))

    def _inner(self, index: SyntaxIndex, node: ast.AST) -> Values:
        return self.values(index, getattr(node, "value", None))

    def _constant(self, index: SyntaxIndex, node: ast.Constant) -> Values:
        return (Value(Kind.NONE if node.value is None else Kind.PLAIN),)

    def _lambda(self, index: SyntaxIndex, node: ast.Lambda) -> Values:
        scope = index.scopes[node]
        assert isinstance(scope, FunctionScope)
        return (Value(Kind.FUNCTION, function=scope, index=index),)

    def _operation(self, index: SyntaxIndex, node: ast.AST) -> Values:
        operands = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        found = [self.values(index, operand) for operand in operands]
        for kind in (Kind.SYMBOLIC, Kind.TENSOR, Kind.VARIABLE):
            if any(of_kind(values, kind) for values in found):
                made = Kind.TENSOR if kind is Kind.VARIABLE else kind
                return (Value(made, node=node, index=index),)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            if any(of_kind(values, Kind.CONTAINER) for values in found):
                return (Value(Kind.CONTAINER, "sum", node, index),)
        if found and all(values and all(v.kind is Kind.PLAIN for v in values) for values in found):
            return (Value(Kind.PLAIN, node=node, index=index),)
        return ()

    def _comparison(self, index: SyntaxIndex, node: ast.Compare) -> Values:
        if any(isinstance(operator, (ast.Is, ast.IsNot, ast.In, ast.NotIn)) for operator in node.ops):
            return ()
        found = [self.values(index, operand) for operand in (node.left, *node.comparators)]
        if any(of_kind(values, Kind.TENSOR) for values in found):
            return (Value(Kind.TENSOR, node=node, index=index),)
        return ()

    # -- who uses a function -------------------------------------------------------------------------

    def passed(self, scope: Scope, name: str) -> list[tuple[SyntaxIndex, ast.expr]]:
        """What the calls of a function pass for one of its parameters; nothing for other scopes."""
        if not isinstance(scope, FunctionScope):
            return []
        given = ((use.index, self.argument(use, scope, name)) for use in self.uses(scope))
        return [(index, argument) for index, argument in given if argument is not None]

    def uses(self, function: FunctionScope) -> tuple[Use, ...]:
        """The places in the project that call a function or hand it on, in a stable order."""
        return self.remember(("uses", function), lambda: tuple(self.uses_in_turn(function)), ())

    def uses_in_turn(self, function: FunctionScope) -> Iterator[Use]:
        """The same, found one file after the other, for who may need the first ones only."""
        nothing: tuple[Use, ...] = ()
        yield from self.remember(("uses near", function), lambda: tuple(self._uses_near(function)), nothing)
        if isinstance(function.node, ast.Lambda):
            return
        wanted = self._names_in_use(function)
        overridden = self._overridden(function)
        for file in self._files_that_may_use(function, wanted):
            for use in self._uses_in(overridden, file, wanted):
                yield use
                factory = self._handed_out_by(use)
                if factory is not None and factory is not function.parent:
                    yield from self._uses_of_made(factory, function)
        if function.name == "__call__" and function.owner is not None:
            yield from self._handed_objects(function, function.owner)

    def _uses_near(self, function: FunctionScope) -> Iterator[Use]:
        yield from self._uses_of_closure(function)
        if isinstance(function.node, ast.Lambda):
            yield self.use_of(function.index, function.node)
            yield from self._uses_of_stored_lambda(function)

    def _uses_in(self, overridden: list[FunctionScope], file: Path, wanted: set[str]) -> Iterator[Use]:
        index = self.project.index(file)
        if index is None:
            return
        for reached in self._reached_by(index, wanted):
            if reached:
                loads = dict.fromkeys(load for target in overridden for load in reached.get(target, ()))
                for load in loads:
                    yield self.use_of(index, load)

    def _handed_objects(self, function: FunctionScope, cls: ClassScope) -> Iterator[Use]:
        """Where an object is handed on that runs ``function`` when it is called."""
        for use in self.new_objects(cls):
            if use.argument_of is not None and any(
                value.kind is Kind.INSTANCE and function in self._runs(value)
                for value in self.values(use.index, use.node)
            ):
                yield use

    def new_objects(self, cls: ClassScope) -> Iterator[Use]:
        """The uses of the objects that a project makes of a class, where they are made or by a name."""
        own = cls.index.source.path
        for file in (own, *self.project.importers_mentioning(own, (cls.name,))):
            index = self.project.index(file)
            if index is None:
                continue
            for name in self._local_names(index, {cls.name}):
                for load in index.loads.get(name, ()):
                    call = index.parents.get(load)
                    if isinstance(call, ast.Call) and call.func is load:
                        for node in self.made_and_named(index, call):
                            if any(value.cls is cls for value in self.values(index, node)):
                                yield self.use_of(index, node)

    @staticmethod
    def made_and_named(index: SyntaxIndex, call: ast.Call) -> Iterator[ast.expr]:
        """A call that makes an object, or the reads of the variable that the object is assigned to."""
        parent = index.parents.get(call)
        if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
            yield from index.loads.get(parent.targets[0].id, ())
        else:
            yield call

    def _overridden(self, function: FunctionScope) -> list[FunctionScope]:
        """The function and the methods of base classes in whose stead it may run."""
        if function.owner is None:
            return [function]
        inherited = (cls.method(function.name) for cls in self.mro(function.owner)[1:])
        return [function, *(method for method in inherited if method is not None)]

    def _reached_by(
        self, index: SyntaxIndex, wanted: set[str]
    ) -> Iterator[dict[FunctionScope, tuple[ast.Name | ast.Attribute, ...]]]:
        """What reads of the identifiers in a file stand for, through which a function may be reached."""
        if "*call*" in wanted:
            yield self.remember(("called objects", index), lambda: self._find_called_objects(index), {})
            return
        for name in self._local_names(index, wanted):
            yield self._reached(index, name)

    @staticmethod
    def _local_names(index: SyntaxIndex, wanted: set[str]) -> list[str]:
        aliases = index.aliases
        if aliases.keys().isdisjoint(wanted):
            return sorted(wanted)
        return sorted(wanted.union(*(aliases.get(name, ()) for name in wanted)))

    def _find_called_objects(
        self, index: SyntaxIndex
    ) -> dict[FunctionScope, tuple[ast.Name | ast.Attribute, ...]]:
        """The ``__call__`` methods that calls in a file run, asked once for all classes that have one."""
        found: dict[FunctionScope, list[ast.Name | ast.Attribute]] = {}
        for call in index.calls:
            if isinstance(call.func, (ast.Name, ast.Attribute)):
                for value in self.values(index, call.func):
                    if value.kind in (Kind.INSTANCE, Kind.MODEL):
                        for method in self._runs(value):
                            found.setdefault(method, []).append(call.func)
        return {method: tuple(loads) for method, loads in found.items()}

    def _reached(
        self, index: SyntaxIndex, name: str
    ) -> dict[FunctionScope, tuple[ast.Name | ast.Attribute, ...]]:
        """The project functions that reads of an identifier in a file stand for, each with those reads."""
        return self.remember(("reached", index, name), lambda: self._find_reached(index, name), {})

    def _find_reached(
        self, index: SyntaxIndex, name: str
    ) -> dict[FunctionScope, tuple[ast.Name | ast.Attribute, ...]]:
        found: dict[FunctionScope, dict[ast.Name | ast.Attribute, None]] = {}
        for load in index.loads.get(name, ()):
            for value in self.values(index, load):
                for target in (*self._runs(value), *self._entered_at(index, load, value)):
                    found.setdefault(target, {})[load] = None
            if isinstance(load, ast.Attribute):
                for value in self.values(index, load.value):
                    method = self.find_method(value.cls, name) if value.cls is not None else None
                    if method is not None and is_property(method):
                        found.setdefault(method, {})[load] = None
        return {function: tuple(loads) for function, loads in found.items()}

    def _entered_at(self, index: SyntaxIndex, load: ast.expr, value: Value) -> list[FunctionScope]:
        """The methods that run where ``with`` enters and leaves a new instance of a class."""
        made = index.parents.get(load)
        if value.kind is not Kind.CLASS or value.cls is None or not isinstance(made, ast.Call):
            return []
        if made.func is not load or not isinstance(index.parents.get(made), ast.withitem):
            return []
        methods = (self.find_method(value.cls, name) for name in ("__enter__", "__exit__"))
        return [method for method in methods if method is not None]

    def _runs(self, value: Value) -> list[FunctionScope]:
        """The project functions that calling a value may run."""
        if value.kind in (Kind.FUNCTION, Kind.PARTIAL):
            return [value.function] if value.function is not None else []
        if value.cls is None:
            return []
        names: tuple[str, ...] = ()
        if value.kind is Kind.CLASS:
            names = ("__init__", "__new__", "__post_init__")
        elif value.kind in (Kind.INSTANCE, Kind.MODEL):
            names = ("__call__",)
        methods = (self.find_method(value.cls, name) for name in names)
        return [method for method in methods if method is not None]

    def _uses_of_closure(self, function: FunctionScope) -> Iterator[Use]:
        """Where what calls of the surrounding function hand out, which is this function, is used."""
        factory = function.parent
        if not isinstance(factory, FunctionScope) or factory.is_generator:
            return
        if any(v.function is function for r in factory.returns for v in self.values(factory.index, r)):
            yield from self._uses_of_made(factory, function)

    def _handed_out_by(self, use: Use) -> FunctionScope | None:
        """The function that returns what a use names, as it is or with some of its arguments filled in."""
        factory = use.index.function(use.node)
        if factory is None or factory.is_generator or _is_parameter_of(factory, use.node):
            return None
        outer = use.argument_of if use.position == 0 else None
        fills = outer is not None and "functools.partial" in self.called_names(use.index, outer)
        return factory if (outer if fills else use.node) in factory.returns else None

    def _uses_of_made(self, factory: FunctionScope, function: FunctionScope) -> Iterator[Use]:
        """Where ``function`` is used as what calls of ``factory`` hand out."""
        for made in self.uses(factory):
            if made.call is None:
                continue
            yield self.use_of(made.index, made.call)
            parent = made.index.parents.get(made.call)
            targets = parent.targets if isinstance(parent, ast.Assign) else []
            for name in dict.fromkeys(tail_of(target) for target in targets):
                for load in made.index.loads.get(name, ()):
                    if any(v.function is function for v in self.values(made.index, load)):
                        yield self.use_of(made.index, load)

    def _uses_of_stored_lambda(self, function: FunctionScope) -> Iterator[Use]:
        """Calls through the name that a lambda is assigned to."""
        index = function.index
        parent = index.parents.get(function.node)
        if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
            for load in index.loads.get(parent.targets[0].id, ()):
                if any(v.function is function for v in self.values(index, load)):
                    yield self.use_of(index, load)

    def _names_in_use(self, function: FunctionScope) -> set[str]:
        """The identifiers through which a function can be reached in the file that defines it."""
        if function.owner is not None and function.name in (
            "__init__",
            "__call__",
            "__enter__",
            "__exit__",
            "__new__",
            "__post_init__",
        ):
            if function.name == "__call__":
                return {"*call*"}
            owners = {function.owner.name}
            for cls in self.subclasses(function.owner):
                if cls.method("__init__") is None:
                    owners.add(cls.name)
            return {*owners, "super"} if function.name == "__init__" else owners
        return {function.name}

    def subclasses(self, cls: ClassScope) -> list[ClassScope]:
        """The project classes that derive from ``cls``, found in its file and the files importing it."""
        return self.remember(("subclasses", cls), lambda: self._subclasses(cls), [])

    def _subclasses(self, cls: ClassScope) -> list[ClassScope]:
        found: dict[ClassScope, None] = {}
        pending = [cls]
        while pending:
            base = pending.pop(0)
            for derived in self._derived(base):
                if derived is not cls and derived not in found:
                    found[derived] = None
                    pending.append(derived)
        return list(found)

    def _derived(self, cls: ClassScope) -> Iterator[ClassScope]:
        """The classes that name ``cls`` as a base."""
        own = cls.index.source.path
        for file in (own, *self.project.importers_mentioning(own, (cls.name,))):
            index = self.project.index(file)
            if index is None:
                continue
            named = ("", *self._local_names(index, {cls.name}))
            others = (other for name in named for other in index.derived_classes.get(name, ()))
            for other in sorted(set(others), key=lambda other: flow.place(other.node)):
                if any(v.cls is cls for base in other.node.bases for v in self.values(other.index, base)):
                    yield other

    def instantiations(self, cls: ClassScope) -> list[tuple[SyntaxIndex, ast.Call]]:
        """The calls that make an instance of a project class or of one derived from it."""
        return self.remember(("instantiations", cls), lambda: self._instantiations(cls), [])

    def _instantiations(self, cls: ClassScope) -> list[tuple[SyntaxIndex, ast.Call]]:
        found = []
        classes = [cls, *self.subclasses(cls)]
        files = [cls.index.source.path, *self.project.importers(cls.index.source.path)]
        for file in dict.fromkeys(files):
            index = self.project.index(file)
            if index is None:
                continue
            names = {c.name for c in classes}.union(*(index.aliases.get(c.name, ()) for c in classes))
            names |= {
                m.parameters[0].arg for m in index.functions() if m.owner in classes and m.is_of_class()
            }
            for name in sorted(names):
                for load in index.loads.get(name, ()):
                    parent = index.parents.get(load)
                    if isinstance(parent, ast.Call) and parent.func is load:
                        known = self.values(index, load)
                        if any(v.kind is Kind.CLASS and v.cls in classes for v in known):
                            found.append((index, parent))
        return found

    def _files_that_may_use(self, function: FunctionScope, wanted: set[str]) -> list[Path]:
        own = function.index.source.path
        # A nested function is reached from outside only through a value, which ``values`` follows.
        scope = function.parent
        if scope is None or not (scope.parent is None or isinstance(scope, ClassScope)):
            return [own]
        words = wanted - {"*call*", "super"}
        bases = [] if function.owner is None else self.mro(function.owner)[1:]
        others = [cls.index.source.path for cls in bases if cls.index is not function.index]
        importers = self.project.importers_mentioning(own, words) if words else self.project.importers(own)
        # An object is also used where a program hands it to code that does not import its class.
        given = function.owner is not None and function.name in words
        companions = self.project.companions_mentioning(own, (function.name,)) if given else []
        return list(dict.fromkeys((own, *others, *importers, *companions)))

    @staticmethod
    def use_of(index: SyntaxIndex, node: ast.expr) -> Use:
        """How an expression that stands for a function is used: called, handed on, or mentioned."""
        parent = index.parents.get(node)
        if isinstance(parent, ast.Call):
            if parent.func is node:
                return Use(index, node, parent)
            return Use(index, node, None, parent, None, parent.args.index(node))
        if isinstance(parent, ast.keyword):
            outer = index.parents.get(parent)
            if isinstance(outer, ast.Call):
                return Use(index, node, None, outer, parent.arg)
        return Use(index, node, None)

    # -- effects of calls ----------------------------------------------------------------------------

    def callees(self, index: SyntaxIndex, call: ast.Call) -> list[FunctionScope]:
        """The project functions that a call may run (constructors included)."""
        return self.callees_through(index, call.func)

    def callees_through(self, index: SyntaxIndex, node: ast.expr) -> list[FunctionScope]:
        """The project functions that calling what an expression stands for may run."""
        found = []
        for value in self.values(index, node):
            if value.kind in (Kind.FUNCTION, Kind.PARTIAL) and value.function is not None:
                found.append(value.function)
            elif value.kind is Kind.CLASS and value.cls is not None:
                method = self.find_method(value.cls, "__init__")
                if method is not None:
                    found.append(method)
            elif value.kind is Kind.INSTANCE and value.cls is not None:
                method = self.find_method(value.cls, "__call__")
                if method is not None:
                    found.append(method)
        return found

    def getters(self, index: SyntaxIndex, node: ast.Attribute) -> list[FunctionScope]:
        """The properties of project classes that reading an attribute runs each time."""
        methods = [
            self.find_method(value.cls, node.attr)
            for value in self.values(index, node.value)
            if value.cls is not None and value.kind is not Kind.CLASS
        ]
        return [m for m in methods if m is not None and any(tail_of(d) == "property" for d in m.decorators)]

    def does(self, function: FunctionScope, names: frozenset[str]) -> bool:
        """Whether running a function calls one of the canonical ``names``, also through its callees."""
        return self._is_mentioned(function.index, names) and self._may_do(function, names)

    def _is_mentioned(self, index: SyntaxIndex, names: frozenset[str]) -> bool:
        """Whether a file of the project holds the last identifier of one of the canonical ``names``."""
        key = "mentioned", index, names
        return self.remember(key, lambda: self.project.mentions(index.source.path, _tails(names)), False)

    def _may_do(self, function: FunctionScope, names: frozenset[str]) -> bool:
        return self.remember(("does", function, names), lambda: self._does(function, names), False)

    def _does(self, function: FunctionScope, names: frozenset[str]) -> bool:
        return self._blocks_do(function.index, function.index.run_by(function), names) or any(
            self._may_do(wrapper, names) for wrapper in self.wrappers(function)
        )

    def wrappers(self, function: FunctionScope) -> list[FunctionScope]:
        """The functions that decorators of the project put in the place of a function."""
        return [
            wrapper.function
            for decorator in function.decorators
            for value in self.values(function.index, decorator)
            if value.kind is Kind.FUNCTION and value.function is not None
            for handed_out in value.function.returns
            if not _is_parameter_of(value.function, handed_out)  # any function that it decorates
            for wrapper in self.values(value.function.index, handed_out)
            if wrapper.kind is Kind.FUNCTION and wrapper.function is not None
        ]

    def block_does(self, index: SyntaxIndex, root: ast.AST, names: frozenset[str]) -> bool:
        """Whether running the code below ``root`` calls one of the canonical ``names``."""
        return self._is_mentioned(index, names) and self._blocks_do(index, [root], names)

    def _blocks_do(self, index: SyntaxIndex, roots: Sequence[ast.AST], names: frozenset[str]) -> bool:
        calls = [call for root in roots for call in index.own_calls(root)]
        if any(not names.isdisjoint(self.called_names(index, call)) for call in calls):
            return True
        # A call of an unknown object's method may have thousands of callees, and so may the next one.
        callees = dict.fromkeys(callee for call in calls for callee in self.callees(index, call))
        return any(self._may_do(callee, names) for callee in callees) or any(
            self._may_do(method, names)
            for root in roots
            for node in index.own_withs(root)
            for method in self._entered_and_left(index, node)
        )

    def _entered_and_left(self, index: SyntaxIndex, node: ast.With | ast.AsyncWith) -> list[FunctionScope]:
        """The methods of project classes that a ``with`` statement runs by itself."""
        methods = [
            self.find_method(value.cls, name)
            for item in node.items
            for value in self.values(index, item.context_expr)
            if value.cls is not None
            for name in ("__enter__", "__exit__", "__aenter__", "__aexit__")
        ]
        return [method for method in methods if method is not None]


def _is_parameter_of(function: FunctionScope, node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and any(argument.arg == node.id for argument in function.parameters)


@functools.cache
def _tails(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted({name.rpartition(".")[2] for name in names}))


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
        if isinstance(parent, ast.Attribute) and parent.attr in _GROWING_METHODS:
            call = index.parents.get(parent)
            if isinstance(call, ast.Call) and call.args and call.func is parent:
                found.append(call.args[-1])
        elif isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Store):
            statement = index.parents.get(parent)
            if isinstance(statement, ast.Assign):
                found.append(statement.value)
    return found


def _named(annotation: ast.expr | None) -> str:
    """The class that an annotation names, as written or as a text."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return annotation.value.rpartition(".")[2]
    return "" if annotation is None else tail_of(annotation)


def _is_abstract(function: FunctionScope) -> bool:
    """Whether a method only says that subclasses have to define it."""
    if any(tail_of(d) in ("abstractmethod", "abstractproperty") for d in function.decorators):
        return True
    body = function.node.body
    last = body[-1] if isinstance(body, list) else None
    if not isinstance(last, ast.Raise) or len(body) > 2 or last.exc is None:  # type: ignore[arg-type]
        return False
    return tail_of(last.exc) == "NotImplementedError"


def _is_abstract_class(cls: ClassScope) -> bool:
    """Whether a class leaves methods to its subclasses."""
    methods = (cls.method(name) for name in cls.bindings)
    return any(method is not None and _is_abstract(method) for method in methods)


def _items_of(node: ast.expr | None) -> ast.expr | None:
    """The table in ``table.items()``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "items":
        return node.func.value
    return None


def _is_both(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == "both"


def is_property(function: FunctionScope) -> bool:
    """Whether reading an attribute runs a method."""
    return any(tail_of(d) in ("property", "cached_property") for d in function.decorators)


_METHOD_OWNERS = {
    Kind.MODEL: "keras.Model",
    Kind.LAYER: "keras.layers.Layer",
    Kind.SESSION: "tf.Session",
    Kind.GRAPH: "tf.Graph",
    Kind.TENSOR: "tf.Tensor",
    Kind.DATASET: "tf.data.Dataset",
    Kind.OPTIMIZER: "keras.optimizers.Optimizer",
    Kind.TAPE: "tf.GradientTape",
    Kind.TF_FUNCTION: "tf.types.experimental.GenericFunction",
    Kind.STRATEGY: "tf.distribute.Strategy",
    Kind.CALLBACK: "keras.callbacks.Callback",
    Kind.VARIABLE: "tf.Variable",
    Kind.INTERPRETER: "tf.lite.Interpreter",
    Kind.METRIC: "keras.metrics.Metric",
}
_BECOMES_TENSOR = frozenset({Kind.PLAIN, Kind.SYMBOLIC, Kind.VARIABLE})
_PLAIN_TYPES = frozenset(
    {"builtins.int", "builtins.float", "builtins.str", "builtins.bool", "builtins.bytes"}
)
_BUILTINS = frozenset({*dir(__import__("builtins")), "xrange"})
_EXPRESSIONS: dict[type[ast.AST], Callable[..., Values]] = {
    ast.Name: Inference._name,
    ast.Attribute: Inference._attribute,
    ast.Call: Inference._call,
    ast.IfExp: Inference._conditional,
    ast.BoolOp: Inference._boolean,
    ast.NamedExpr: Inference._inner,
    ast.Await: Inference._inner,
    ast.Starred: Inference._inner,
    ast.Constant: Inference._constant,
    ast.JoinedStr: lambda self, index, node: (Value(Kind.PLAIN),),
    ast.Lambda: Inference._lambda,
    ast.Subscript: Inference._subscript,
    ast.BinOp: Inference._operation,
    ast.UnaryOp: Inference._operation,
    ast.Compare: Inference._comparison,
    **dict.fromkeys(
        (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp),
        Inference._container,
    ),
}
