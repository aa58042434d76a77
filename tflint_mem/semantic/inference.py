"""What an expression may stand for, followed through names, attributes, calls and files."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tflint_mem.semantic import catalog, conditions, flow, repeaters
from tflint_mem.semantic.annotations import Annotations
from tflint_mem.semantic.call_graph import CallGraph
from tflint_mem.semantic.classes import Classes
from tflint_mem.semantic.containers import (
    ONE_OF,
    PASS_THROUGH,
    SYMBOLIC_ATTRIBUTES,
    Containers,
    table_of_items,
)
from tflint_mem.semantic.environment import BACKEND_WORDS, sets_other_backend
from tflint_mem.semantic.filling import fills_itself
from tflint_mem.semantic.releases import Releases, chosen, declared
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FUNCTIONS,
    Binding,
    ClassScope,
    FunctionScope,
    Scope,
    SyntaxIndex,
    tail_of,
)
from tflint_mem.semantic.values import CIRCULAR, Kind, Value, Values, merged, of_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_mem.semantic.call_graph import Use
    from tflint_mem.semantic.project import Project

T = TypeVar("T")

_PLAIN = frozenset({
    "builtins.int", "builtins.float", "builtins.str", "builtins.bool", "builtins.len", "builtins.bytes",
    "builtins.repr", "builtins.format", "builtins.round", "builtins.hash", "builtins.id", "builtins.range",
    "builtins.input",
})  # fmt: skip
_TRACED = "traced"
"""The name of rows and dictionaries that a ``tf.function`` returns."""


class Inference:
    """Answers what expressions stand for, over all files of a project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.answers = project.answers
        self.classes = Classes(self)
        self.calls = CallGraph(self)
        self.containers = Containers(self)
        self.annotations = Annotations(self)

    def remember(self, key: object, compute: Callable[[], T], default: T) -> T:
        """The answer to ``key``, computed once; see `Answers.get`."""
        return self.answers.get(key, compute, default)

    def releases(self, index: SyntaxIndex) -> Releases:
        """The releases of TensorFlow that a file runs on, as far as settings or project say."""
        target = self.project.settings.target_tensorflow
        if target is not None:
            return Releases(target, target)
        asked = chosen(index.source.magics())
        if asked is not None:
            return asked
        root = self.project.root(index.source.path)
        return self.remember(("releases", root), lambda: declared(self.project.metadata(root)), Releases())

    def releases_of_keras(self, index: SyntaxIndex) -> Releases:
        """The releases of Keras itself that a file runs on, as far as its project says."""
        root = self.project.root(index.source.path)
        return self.remember(
            ("releases of Keras", root), lambda: declared(self.project.metadata(root), "keras"), Releases()
        )

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
                own = flow.same_frame(index, scope, use)
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
                return merged(found, self.annotations.annotated(index, binding.annotation))
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
            table = table_of_items(binding.value)
            if table is not None and binding.path:
                keyed = self.containers.elements(index, table) if binding.path[0] == 1 else ()
                return self.containers.unpacked(keyed, binding.path[1:])
            return self.containers.unpacked(self.containers.elements(index, binding.value), binding.path)
        if binding.how == "unpack":
            return self.containers.unpacked(self.values(index, binding.value), binding.path)
        if binding.how == "enter":
            return self._entered(index, binding.value)
        if binding.how == "declare":
            return self.annotations.annotated(index, binding.annotation)
        if isinstance(binding.node, ast.arg) and isinstance(scope, FunctionScope):
            return (Value(Kind.CONTAINER, "arguments", binding.node, index, function=scope),)
        return ()

    def _entered(self, index: SyntaxIndex, value: ast.expr | None) -> Values:
        found = []
        for item in self.values(index, value):
            if item.kind in (Kind.INSTANCE, Kind.MODEL) and item.cls is not None:
                method = self.classes.find_method(item.cls, "__enter__")
                found.append(self.returned(method) if method is not None else (item,))
            elif item.kind is not Kind.CONTAINER:
                found.append((item,))
            elif isinstance(item.node, FUNCTIONS):
                found.append(self.yielded(item))
        return merged(*found) if found else ()

    def yielded(self, generator: Value) -> Values:
        """What a generator, as it is called, hands out."""
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
            content = self.project.content(file)
            if any(word in content for word in BACKEND_WORDS):
                importer = self.project.index(file)
                if importer is not None:
                    yield importer

    # -- parameters ---------------------------------------------------------------------------------

    def _parameter(
        self, index: SyntaxIndex, binding: Binding, function: FunctionScope, made: ClassScope | None = None
    ) -> Values:
        """What calls pass for a parameter; of a constructor, those that may make an object of ``made``."""
        owner = function.owner
        if owner is not None and function.parameters and not function.is_static():
            if function.parameters[0].arg == binding.name:
                if function.name == "__init_subclass__":
                    return tuple(
                        Value(Kind.CLASS, cls=c, index=c.index) for c in self.classes.subclasses(owner)
                    )
                if function.is_of_class():
                    return (Value(Kind.CLASS, cls=owner, index=index),)
                return (self.classes.instance(owner),)
        declared = self.annotations.annotated(index, binding.annotation)
        if declared:
            return declared
        groups: list[Values] = []
        for use in self.calls.uses(function):
            if made is not None and not self.calls.may_construct(use, made):
                continue
            if use.call is None:
                decorated = self._decorated(use, function, binding.name)
                groups += [decorated] if decorated else []
                continue
            argument = self.calls.argument(use, function, binding.name)
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
            v for v in found if v.cls is not None and any(c.name == name for c in self.classes.mro(v.cls))
        )
        return fitting or found

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

    # -- attributes ----------------------------------------------------------------------------------

    def _attribute(self, index: SyntaxIndex, node: ast.Attribute) -> Values:
        put = self.put_on_object(index, node)
        return put or self._attribute_of(index, self.values(index, node.value), node.attr, node)

    def put_on_object(self, index: SyntaxIndex, node: ast.Attribute | ast.Subscript) -> Values:
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
        for pattern, method, full in repeaters.OBJECT_METHODS:
            if method == name and pattern.match(base.name):
                return Value(Kind.METHOD, full, receiver=base)
        return Value(Kind.METHOD, f"{base.name}.{name}", receiver=base)

    def _class_attribute(self, base: Value, name: str) -> Values:
        assert base.cls is not None
        method = self.classes.find_method(base.cls, name)
        if method is not None:
            return (Value(Kind.FUNCTION, function=method, index=method.index, receiver=base),)
        found = [
            self.bound(i, b, i.scope(b.node)) for i, b in self.classes.attribute_bindings(base.cls, name)
        ]
        if found:
            return merged(*found)
        if name == "from_config" and self.classes.instance(base.cls).kind is Kind.MODEL:
            return (Value(Kind.API, "keras.Model.from_config"),)
        return ()

    def _instance_attribute(self, base: Value, name: str, node: ast.Attribute | None) -> Values:
        assert base.cls is not None
        if name == "__class__":
            return (Value(Kind.CLASS, cls=base.cls, index=base.cls.index),)
        method = self.classes.find_method(base.cls, name)
        if method is not None:
            if any(tail_of(d) in ("property", "cached_property") for d in method.decorators):
                return self.returned(method)
            return tuple(
                Value(Kind.FUNCTION, function=m, index=m.index, receiver=base)
                for m in self.classes.implementations(method)
            )
        bindings = self.classes.attribute_bindings(base.cls, name)
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
            return merged(*(self._held_by(base.cls, i, b) for i, b in bindings))
        if base.kind is Kind.CALLBACK and name == "model":
            return self._watched(base.cls) or (Value(Kind.MODEL, "keras.Model"),)
        owner = _METHOD_OWNERS.get(base.kind)
        if owner is not None:
            return (Value(Kind.METHOD, f"{owner}.{name}", receiver=base),)
        return tuple(
            Value(Kind.FUNCTION, function=method, index=method.index, receiver=base)
            for method in self.classes.left_to_subclasses(base.cls, name)
        )

    def _held_by(self, cls: ClassScope, index: SyntaxIndex, binding: Binding) -> Values:
        """What an attribute of the objects of ``cls`` is given by a binding, which may be one of a base."""
        scope, value = index.scope(binding.node), binding.value
        if not isinstance(value, ast.Name) or not isinstance(scope, FunctionScope):
            return self.bound(index, binding, scope)
        given = scope.bindings.get(value.id, [])
        constructed = scope.name == "__init__" and scope.owner is not None and scope.owner is not cls
        if not constructed or len(given) != 1 or given[0].how != "parameter":
            return self.bound(index, binding, scope)
        if not any(
            self.calls.may_construct(use, cls) and self.calls.argument(use, scope, value.id) is not None
            for use in self.calls.uses(scope)
        ):
            return self.bound(index, binding, scope)  # handed on as ``**kwargs``, by a class between them
        return self.remember(
            ("held by", cls, binding.node), lambda: self._parameter(index, given[0], scope, cls), CIRCULAR
        )

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
                if any(value.cls is callback for value in self.containers.elements(index, given)):
                    models = self.values(index, call.func.value)
                    classes.update(
                        (v.cls, None) for v in models if v.kind is Kind.MODEL and v.cls is not None
                    )
        if not classes:  # nothing here trains with it: it is written for the models beside it
            classes.update(
                (cls, None)
                for cls in callback.index.classes()
                if self.classes.instance(cls).kind is Kind.MODEL
            )
        return tuple(self.classes.instance(cls) for cls in classes)

    # -- calls ---------------------------------------------------------------------------------------

    def _call(self, index: SyntaxIndex, node: ast.Call) -> Values:
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return self._super(index, node)
        return merged(*(self.result(index, node, callee) for callee in self.values(index, node.func)), ())

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
                    found.append(self.classes.instance(value.cls))
                elif value.kind is Kind.API:
                    kind = catalog.base_kind(value.name)
                    if kind is not None:
                        found.append(Value(kind, value.name))
        return tuple(found)

    def result(self, index: SyntaxIndex, node: ast.Call, callee: Value) -> Values:
        """What calling one of the values of ``node.func`` gives."""
        if callee.kind is Kind.FUNCTION and callee.function is not None:
            if self.traced_decorator(callee.function) is not None:
                return self._traced_result(index, node, callee.function)
            return self._result_of(index, callee.function, node)
        if callee.kind is Kind.CLASS and callee.cls is not None:
            made = self.classes.instance(callee.cls)._replace(node=node)
            return self._made_at_first_use(index, node, callee.cls) or (made,)
        if callee.kind in (Kind.MODEL, Kind.LAYER):
            return self._applied(index, node, callee)
        if callee.kind is Kind.INSTANCE and callee.cls is not None:
            method = self.classes.find_method(callee.cls, "__call__")
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

    def _made_at_first_use(self, index: SyntaxIndex, node: ast.Call, cls: ClassScope) -> Values:
        """What an object stands for that hands its calls on to what a function that it is given returns."""
        if len(node.args) != 1 or node.keywords or not self.classes.hands_calls_on(cls):
            return ()
        makers = self.values(index, node.args[0])
        known = makers and all(maker.kind is Kind.FUNCTION and maker.function is not None for maker in makers)
        return (
            merged((), *(self.returned(maker.function) for maker in makers if maker.function))
            if known
            else ()
        )

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
            other = value._replace(name=_TRACED) if row and value.name != _TRACED else value
            found.append(tensor if value.kind in _BECOMES_TENSOR else other)
        return tuple(dict.fromkeys(found))

    def part(self, row: Value, element: ast.expr) -> Values:
        """What an element of a row, list or dictionary stands for, which may come out of a trace."""
        index = row.index
        assert index is not None
        if row.name != _TRACED:
            return self.values(index, element)
        tensor = Value(Kind.TENSOR, node=element, index=index)
        return self.remember(
            ("out of trace", element),
            lambda: self._out_of_trace(self.values(index, element), tensor),
            CIRCULAR,
        )

    def _result_of(self, index: SyntaxIndex, function: FunctionScope, node: ast.Call) -> Values:
        """What calling a project function gives."""
        if function.is_generator:
            return (Value(Kind.CONTAINER, "generator", function.node, function.index, function),)
        found = self.returned(function)
        if of_kind(found, Kind.MODEL) is None or self._hands_out_model(index, function, node):
            return found
        return tuple(value for value in found if value.kind is not Kind.MODEL)

    def _hands_out_model(self, index: SyntaxIndex, function: FunctionScope, call: ast.Call) -> bool:
        """Whether a call meets what a function asks by ``isinstance()`` before it hands out a model."""
        nothing: list[tuple[conditions.Need, ...]] = []
        key = "models for models", function
        ways = self.remember(key, lambda: self._ways_to_models(function), nothing)
        use = self.calls.use_of(index, call.func)
        return any(conditions.are_met(self, needs, use, function) for needs in ways)

    def _ways_to_models(self, function: FunctionScope) -> list[tuple[conditions.Need, ...]]:
        """What parameters have to be for each of the models that a function returns; nothing for most."""
        places: list[ast.expr] = []
        for value in function.returns:
            bindings = function.bindings.get(value.id, []) if isinstance(value, ast.Name) else []
            bound = [b.value for b in flow.reaching(function.index, bindings, value) if b.how == "value"]
            places += [place for place in bound if place is not None] or [value]
        models = [place for place in places if Kind.MODEL in self.kinds(function.index, place)]
        return [conditions.needs_of_models(self, function.index, place) for place in models] or [()]

    def returned(self, function: FunctionScope) -> Values:
        """What a project function returns."""
        return self.remember(("returned", function), lambda: self._returned(function), CIRCULAR)

    def _returned(self, function: FunctionScope) -> Values:
        groups = [self.values(function.index, value) for value in function.returns]
        known = [g for g in groups if any(v.kind is not Kind.NONE for v in g)]
        if not known and not isinstance(function.node, ast.Lambda):
            return self.annotations.annotated(function.index, function.node.returns)
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
            if value.kind is Kind.SYMBOLIC or value.name in SYMBOLIC_ATTRIBUTES:
                return True
            if value.kind is Kind.CONTAINER and of_kind(self.containers.elements(index, node), Kind.SYMBOLIC):
                return True
        return False

    def _method_result(self, index: SyntaxIndex, node: ast.Call, callee: Value) -> Values:
        name = callee.name.rpartition(".")[2]
        if callee.name in PASS_THROUGH or callee.name in ONE_OF:
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
        if callee.name == catalog.NEXT_ELEMENT:
            return (Value(Kind.SYMBOLIC, callee.name, node, index),)
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
        if name in PASS_THROUGH:
            datasets = () if name.startswith("builtins.") else self.values(index, next(iter(node.args), None))
            return (of_kind(datasets, Kind.DATASET) or Value(Kind.CONTAINER, name, node, index),)
        if name in catalog.ROW_BY_ROW or name in ("builtins.enumerate", "builtins.map", "builtins.filter"):
            return (Value(Kind.CONTAINER, name, node, index),)
        if name in ONE_OF and node.args:
            return self.containers.elements(index, node.args[0])
        if name in ("copy.copy", "copy.deepcopy", "builtins.max", "builtins.min") and node.args:
            return self.values(index, node.args[0]) if len(node.args) == 1 else ()
        if name == "builtins.sum" and node.args:
            return tuple(v for v in self.containers.elements(index, node.args[0]) if v.kind is Kind.TENSOR)
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

    def _container(self, index: SyntaxIndex, node: ast.AST) -> Values:
        return (Value(Kind.CONTAINER, "display", node, index),)

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


def _named(annotation: ast.expr | None) -> str:
    """The class that an annotation names, as written or as a text."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return annotation.value.rpartition(".")[2]
    return "" if annotation is None else tail_of(annotation)


def _is_both(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == "both"


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
    ast.Subscript: lambda self, index, node: self.containers.subscripted(index, node),
    ast.BinOp: Inference._operation,
    ast.UnaryOp: Inference._operation,
    ast.Compare: Inference._comparison,
    **dict.fromkeys(
        (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp),
        Inference._container,
    ),
}
