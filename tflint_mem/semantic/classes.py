"""The classes of a project: what they derive from, what they hold, and who makes objects of them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.syntax import Binding, ClassScope, FunctionScope, SyntaxIndex, tail_of
from tflint_mem.semantic.values import Kind, Value, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.inference import Inference

MAX_KINDS = 3
"""So many classes may stand in for the base that an object is declared as, or that asks for their methods."""


class Classes:
    """Answers what the classes of a project are made of."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

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
        return any("collections.namedtuple" in self.infer.called_names(index, call) for call in calls)

    def recorded(self, index: SyntaxIndex, call: ast.Call) -> list[ast.expr]:
        """The arguments that a new record of the project, or a ``dict()``, holds as they are."""
        if self.fills_named_tuple(index, call):
            return [*call.args, *(keyword.value for keyword in call.keywords)]
        if "builtins.dict" in self.infer.called_names(index, call):
            return [keyword.value for keyword in call.keywords]
        return [held for _, _, held in self.fields(index, call)]

    def fields(self, index: SyntaxIndex, call: ast.Call) -> list[tuple[ClassScope, str, ast.expr]]:
        """The arguments that a new object of a plain class holds as they are: class, attribute, argument."""
        value = of_kind(self.infer.values(index, call.func), Kind.CLASS)
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
        return self.infer.remember(("mro", cls), lambda: self._mro(cls), [cls])

    def _mro(self, cls: ClassScope) -> list[ClassScope]:
        found = [cls]
        for base in cls.node.bases:
            for value in self.infer.values(cls.index, base):
                if value.kind is Kind.CLASS and value.cls is not None:
                    found += [c for c in self.mro(value.cls) if c not in found]
        return found

    def library_bases(self, cls: ClassScope) -> list[str]:
        """The canonical names of the library classes that a project class derives from."""
        return self.infer.remember(("library bases", cls), lambda: self._library_bases(cls), [])

    def _library_bases(self, cls: ClassScope) -> list[str]:
        found = []
        for ancestor in self.mro(cls):
            for base in ancestor.node.bases:
                origin = base.value if isinstance(base, ast.Subscript) else base  # a generic base
                found += [v.name for v in self.infer.values(ancestor.index, origin) if v.kind is Kind.API]
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

    def left_to_subclasses(self, cls: ClassScope, name: str) -> list[FunctionScope]:
        """The methods that a class calls on its objects, and only a few classes derived from it have."""
        methods = dict.fromkeys(self.find_method(derived, name) for derived in self.subclasses(cls))
        found = [method for method in methods if method is not None and not is_property(method)]
        return found if len(found) <= MAX_KINDS else []

    def _is_protocol(self, cls: ClassScope) -> bool:
        """Whether a class says what methods others have, which need not name it."""
        origins = (base.value if isinstance(base, ast.Subscript) else base for base in cls.node.bases)
        return any(
            name in ("typing.Protocol", "typing_extensions.Protocol")
            for origin in origins
            for name in self.infer.names(cls.index, origin)
        )

    def hands_calls_on(self, cls: ClassScope) -> bool:
        """Whether calling an object calls, with the same arguments, what the object looks up only then."""
        method = cls.method("__call__")
        if method is None or len(method.returns) != 1:
            return False
        call, arguments = method.returns[0], method.node.args
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Call) or call.func.args:
            return False
        given = [ast.unparse(argument) for argument in (*call.args, *(k.value for k in call.keywords))]
        packed = [argument.arg for argument in (arguments.vararg, arguments.kwarg) if argument is not None]
        return len(packed) == 2 and given == [f"*{packed[0]}", packed[1]]

    def fulfils(self, cls: ClassScope, declared: ClassScope) -> bool:
        """Whether an object of ``cls`` may go where one that is declared as ``declared`` is expected."""
        if not self._is_protocol(declared):
            # Of a base with many kinds nothing says that this one is meant.
            few = len(self.subclasses(declared)) <= MAX_KINDS
            return few and _is_abstract_class(declared) and declared in self.mro(cls)
        return cls in self._fulfilling(declared)

    def _fulfilling(self, protocol: ClassScope) -> list[ClassScope]:
        nothing: list[ClassScope] = []
        return self.infer.remember(("fulfilling", protocol), lambda: self._find_fulfilling(protocol), nothing)

    def _find_fulfilling(self, protocol: ClassScope) -> list[ClassScope]:
        """The classes, beside a protocol or in files that import it, that have all of its methods."""
        own = protocol.index.source.path
        wanted = [name for name in protocol.bindings if protocol.method(name) is not None]
        indexes = (self.infer.project.index(file) for file in (own, *self.infer.project.importers(own)))
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

    def subclasses(self, cls: ClassScope) -> list[ClassScope]:
        """The project classes that derive from ``cls``, found in its file and the files importing it."""
        return self.infer.remember(("subclasses", cls), lambda: self._subclasses(cls), [])

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
        for file in (own, *self.infer.project.importers_mentioning(own, (cls.name,))):
            index = self.infer.project.index(file)
            if index is None:
                continue
            named = ("", *index.local_names({cls.name}))
            others = (other for name in named for other in index.derived_classes.get(name, ()))
            for other in sorted(set(others), key=lambda other: flow.place(other.node)):
                if any(
                    v.cls is cls for base in other.node.bases for v in self.infer.values(other.index, base)
                ):
                    yield other

    def instantiations(self, cls: ClassScope) -> list[tuple[SyntaxIndex, ast.Call]]:
        """The calls that make an instance of a project class or of one derived from it."""
        return self.infer.remember(("instantiations", cls), lambda: self._instantiations(cls), [])

    def _instantiations(self, cls: ClassScope) -> list[tuple[SyntaxIndex, ast.Call]]:
        found = []
        classes = [cls, *self.subclasses(cls)]
        files = [cls.index.source.path, *self.infer.project.importers(cls.index.source.path)]
        for file in dict.fromkeys(files):
            index = self.infer.project.index(file)
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
                        known = self.infer.values(index, load)
                        if any(v.kind is Kind.CLASS and v.cls in classes for v in known):
                            found.append((index, parent))
        return found

    def getters(self, index: SyntaxIndex, node: ast.Attribute) -> list[FunctionScope]:
        """The properties of project classes that reading an attribute runs each time."""
        methods = [
            self.find_method(value.cls, node.attr)
            for value in self.infer.values(index, node.value)
            if value.cls is not None and value.kind is not Kind.CLASS
        ]
        return [m for m in methods if m is not None and any(tail_of(d) == "property" for d in m.decorators)]


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


def is_property(function: FunctionScope) -> bool:
    """Whether reading an attribute runs a method."""
    return any(tail_of(d) in ("property", "cached_property") for d in function.decorators)
