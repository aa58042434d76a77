"""One walk over a file's abstract syntax tree: parents, places, scopes, bindings and uses of names."""

from __future__ import annotations

import ast
import functools
import operator
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tflint_mem.source import Source

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
SCOPES = (*FUNCTIONS, ast.ClassDef, ast.Module, *COMPREHENSIONS)


@dataclass(eq=False, slots=True)
class Binding:
    """One place where a name gets a value.

    Attributes:
        name: the name bound.
        node: the target, definition, parameter or import alias.
        how: ``value`` (the name is ``value``), ``unpack`` (an element of it, by ``path``), ``iterate`` (an
            element of the iterable ``value``), ``enter`` (what the context manager ``value`` gives),
            ``parameter``, ``import``, ``function``, ``class``, ``augment``, ``opaque`` or ``declare``.
        value: the expression the binding draws on.
        path: the position within an unpacked or iterated value, outermost first.
        annotation: the declared type.
    """

    name: str
    node: ast.AST
    how: str
    value: ast.expr | None = None
    path: tuple[int, ...] = ()
    annotation: ast.expr | None = None
    import_module: str = ""
    import_name: str = ""
    import_level: int = 0


@dataclass(eq=False)
class Scope:
    """A region in which names are bound: a module, class, function, lambda or comprehension."""

    index: SyntaxIndex
    node: ast.AST
    parent: Scope | None
    name: str = ""
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    global_names: set[str] = field(default_factory=set)
    nonlocal_names: set[str] = field(default_factory=set)

    @property
    def qualified_name(self) -> str:
        """The dotted path of names from the module down to this scope."""
        parts = []
        scope: Scope | None = self
        while scope is not None and scope.parent is not None:
            parts.append(scope.name)
            scope = scope.parent
        return ".".join(reversed(parts))


@dataclass(eq=False)
class FunctionScope(Scope):
    """A function, method or lambda."""

    node: FunctionNode
    returns: list[ast.expr] = field(default_factory=list)
    yields: list[ast.expr] = field(default_factory=list)
    is_generator: bool = False

    @property
    def owner(self) -> ClassScope | None:
        """The class whose method this is."""
        return self.parent if isinstance(self.parent, ClassScope) else None

    @property
    def may_be_suspended(self) -> bool:
        """Whether other code may run before a call of the function has ended."""
        return self.is_generator or isinstance(self.node, ast.AsyncFunctionDef)

    @property
    def decorators(self) -> list[ast.expr]:
        """The decorator expressions, outermost first."""
        return [] if isinstance(self.node, ast.Lambda) else self.node.decorator_list

    @property
    def parameters(self) -> list[ast.arg]:
        """The positional parameters."""
        arguments = self.node.args
        return [*arguments.posonlyargs, *arguments.args]

    def is_static(self) -> bool:
        """Whether a method takes no ``self`` or ``cls``."""
        return any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in self.decorators)

    def is_of_class(self) -> bool:
        """Whether a method takes ``cls``."""
        return any(tail_of(decorator) == "classmethod" for decorator in self.decorators)

    def parameter_for(self, call: ast.Call, argument: ast.expr) -> str | None:
        """The parameter that an argument of a call fills; None when that cannot be told."""
        for keyword in call.keywords:
            if keyword.value is argument:
                return keyword.arg
        if argument not in call.args or any(isinstance(given, ast.Starred) for given in call.args):
            return None
        names = [parameter.arg for parameter in self.parameters]
        if self.owner is not None and not self.is_static():
            names = names[1:]
        position = call.args.index(argument)
        return names[position] if position < len(names) else None


@dataclass(eq=False)
class ClassScope(Scope):
    """A class statement."""

    node: ast.ClassDef
    attribute_values: dict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    """What is assigned to ``self.name`` or ``cls.name`` in methods, or to ``Class.name`` in the file."""

    def methods(self) -> Iterator[FunctionScope]:
        """The functions defined directly in the class body."""
        for bindings in self.bindings.values():
            for binding in bindings:
                if binding.how == "function":
                    scope = self.index.scopes[binding.node]
                    if isinstance(scope, FunctionScope):
                        yield scope

    def method(self, name: str) -> FunctionScope | None:
        """The last method of that name in the class body, which reads run where it is a property."""
        found = None
        for binding in self.bindings.get(name, ()):
            if binding.how == "function" and not _sets_property(binding.node):
                found = self.index.scopes[binding.node]
        return found if isinstance(found, FunctionScope) else None


def _sets_property(node: ast.AST) -> bool:
    """Whether a function is what assigning to a property runs, or deleting it."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return any(isinstance(d, ast.Attribute) and d.attr in ("setter", "deleter") for d in decorators)


class Slot(NamedTuple):
    """Where a statement stands: in which list of its parent, and at which position."""

    parent: ast.AST
    field: str
    position: int

    def block(self) -> list[ast.stmt]:
        """The list of statements that holds this place."""
        block: list[ast.stmt] = getattr(self.parent, self.field)
        return block


class SyntaxIndex:
    """What one walk over a file's tree finds.

    Attributes:
        source: the file.
        tree: its abstract syntax tree.
        parents: node to parent, for every node but contexts and operators.
        slots: statement to its place in a block.
        scopes: scope-opening node to its scope.
        loads: identifier to the ``Name`` and ``Attribute`` nodes that read it.
        calls: every call, in an arbitrary but stable order.
        star_imports: ``from m import *`` statements.
    """

    def __init__(self, source: Source, tree: ast.Module) -> None:
        self.source = source
        self.tree = tree
        self.parents: dict[ast.AST, ast.AST] = {}
        self.slots: dict[ast.stmt, Slot] = {}
        self.scopes: dict[ast.AST, Scope] = {}
        self._scopes_of_names: dict[ast.AST, Scope] = {}
        self._own: dict[ast.AST, tuple[list[ast.Call], list[ast.With | ast.AsyncWith]]] = {}
        self.loads: dict[str, list[ast.Name | ast.Attribute]] = defaultdict(list)
        self._put_on_names: list[tuple[Scope, ast.Name, Binding]] = []
        self._spelled: dict[frozenset[str], frozenset[str]] = {}
        self.calls: list[ast.Call] = []
        self.imports: list[ast.Import | ast.ImportFrom] = []
        self.star_imports: list[ast.ImportFrom] = []
        self.module = Scope(self, tree, None)
        self.scopes[tree] = self.module
        self._walk()

    # -- the walk ------------------------------------------------------------------------------------

    def _walk(self) -> None:
        stack: list[tuple[ast.AST, Scope]] = [(self.tree, self.module)]
        parents, slots = self.parents, self.slots
        while stack:
            node, scope = stack.pop()
            enter = _ENTER.get(type(node))
            inner = scope if enter is None else enter(self, node, scope)
            outer_fields = _OUTER_FIELDS.get(type(node), ())
            for name in _CHILD_FIELDS[type(node)]:
                child = getattr(node, name, None)
                if child is None:
                    continue
                around = scope if name in outer_fields else inner
                if type(child) is list:
                    for position, item in enumerate(child):
                        if isinstance(item, ast.AST):
                            parents[item] = node
                            if isinstance(item, ast.stmt):
                                slots[item] = Slot(node, name, position)
                            stack.append((item, around))
                elif isinstance(child, ast.AST):
                    parents[child] = node
                    stack.append((child, around))
        for scope in self.scopes.values():
            self._move_declared(scope)
        for place in self._put_on_names:
            self._put_on_class(*place)
        for scope in self.scopes.values():
            for bindings in scope.bindings.values():
                if len(bindings) > 1:
                    bindings.sort(key=_place_of_binding)
        self.calls.sort(key=_place)
        for loads in self.loads.values():
            if len(loads) > 1:
                loads.sort(key=_place)

    def _move_declared(self, scope: Scope) -> None:
        """Gives the bindings of ``global`` and ``nonlocal`` names to the scope they belong to."""
        for name in scope.global_names:
            for binding in scope.bindings.pop(name, ()):
                self._bind(self.module, binding)
        for name in scope.nonlocal_names:
            target = scope.parent
            while target is not None and name not in target.bindings:
                target = target.parent
            if target is not None:
                for binding in scope.bindings.pop(name, ()):
                    self._bind(target, binding)

    def _put_on_class(self, scope: Scope, name: ast.Name, binding: Binding) -> None:
        """Gives a class what is assigned to its attribute by its name: ``Holder.model = model``."""
        around: Scope | None = scope
        while around is not None and name.id not in around.bindings:
            around = around.parent
        bound = [] if around is None else around.bindings[name.id]
        cls = self.scopes.get(bound[0].node) if len(bound) == 1 else None
        if isinstance(cls, ClassScope):
            cls.attribute_values[binding.name].append(binding)

    def _bind(self, scope: Scope, binding: Binding) -> None:
        scope.bindings.setdefault(binding.name, []).append(binding)

    def _bind_target(
        self,
        scope: Scope,
        target: ast.expr,
        how: str,
        value: ast.expr | None,
        path: tuple[int, ...] = (),
        annotation: ast.expr | None = None,
    ) -> None:
        if isinstance(target, ast.Name):
            self._bind(scope, Binding(target.id, target, how, value, path, annotation))
        elif isinstance(target, (ast.Tuple, ast.List)):
            if (
                how == "value"
                and isinstance(value, (ast.Tuple, ast.List))
                and len(value.elts) == len(target.elts)
                and not any(isinstance(e, ast.Starred) for e in (*value.elts, *target.elts))
            ):
                for element, element_value in zip(target.elts, value.elts, strict=True):
                    self._bind_target(scope, element, "value", element_value)
                return
            inner = "unpack" if how == "value" else how
            for position, element in enumerate(target.elts):
                self._bind_target(scope, element, inner, value, (*path, position))
        elif isinstance(target, ast.Starred):
            self._bind_target(scope, target.value, "opaque", None)
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            binding = Binding(target.attr, target, how, value, path, annotation)
            owner = self.class_of_self(scope, target.value.id)
            if owner is not None:
                owner.attribute_values[target.attr].append(binding)
            else:
                self._put_on_names.append((scope, target.value, binding))

    @staticmethod
    def class_of_self(scope: Scope, name: str) -> ClassScope | None:
        """The class that ``name`` is an instance of when it is the first parameter of a method around."""
        current: Scope | None = scope
        while current is not None:
            if isinstance(current, FunctionScope):
                if current.owner is not None and current.parameters and not current.is_static():
                    return current.owner if current.parameters[0].arg == name else None
                if any(argument.arg == name for argument in current.parameters):
                    return None
            current = current.parent
        return None

    def owner_of_attribute(self, node: ast.AST | None) -> ClassScope | None:
        """The class of the object whose attribute ``self.name`` is; None for every other expression."""
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            return None
        return self.class_of_self(self.scope(node), node.value.id)

    def _enter_function(self, node: ast.AST, scope: Scope) -> Scope:
        assert isinstance(node, FUNCTIONS)
        name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
        inner = FunctionScope(self, node, scope, name)
        self.scopes[node] = inner
        if not isinstance(node, ast.Lambda):
            self._bind(scope, Binding(name, node, "function"))
        else:
            inner.returns.append(node.body)
        arguments = node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
        pairs = [
            *zip(positional, defaults, strict=True),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ]
        for argument, default in pairs:
            self._bind(
                inner,
                Binding(argument.arg, argument, "parameter", default, annotation=argument.annotation),
            )
        for extra in (arguments.vararg, arguments.kwarg):
            if extra is not None:
                self._bind(inner, Binding(extra.arg, extra, "opaque"))
        return inner

    def _enter_class(self, node: ast.AST, scope: Scope) -> Scope:
        assert isinstance(node, ast.ClassDef)
        inner = ClassScope(self, node, scope, node.name)
        self.scopes[node] = inner
        self._bind(scope, Binding(node.name, node, "class"))
        return inner

    def _enter_comprehension(self, node: ast.AST, scope: Scope) -> Scope:
        inner = Scope(self, node, scope, "<comprehension>")
        self.scopes[node] = inner
        assert isinstance(node, COMPREHENSIONS)
        for generator in node.generators:
            self._bind_target(inner, generator.target, "iterate", generator.iter)
        return inner

    def _enter_name(self, node: ast.AST, scope: Scope) -> Scope:
        assert isinstance(node, ast.Name)
        if isinstance(node.ctx, ast.Load):
            self.loads[node.id].append(node)
            self._scopes_of_names[node] = scope
        elif isinstance(node.ctx, ast.Del):
            self._bind(scope, Binding(node.id, node, "opaque"))
        return scope

    def _enter_attribute(self, node: ast.AST, scope: Scope) -> Scope:
        assert isinstance(node, ast.Attribute)
        if isinstance(node.ctx, ast.Load):
            self.loads[node.attr].append(node)
        return scope

    def _enter_call(self, node: ast.AST, scope: Scope) -> Scope:
        assert isinstance(node, ast.Call)
        self.calls.append(node)
        return scope

    def _enter_assign(self, node: ast.AST, scope: Scope) -> Scope:
        assert isinstance(node, ast.Assign)
        for target in node.targets:
            self._bind_target(scope, target, "value", node.value)
        return scope

    def _enter_annotated(self, node: ast.AST, scope: Scope) -> Scope:
        assert isinstance(node, ast.AnnAssign)
        how = "declare" if node.value is None else "value"
        self._bind_target(scope, node.target, how, node.value, annotation=node.annotation)
        return scope

    def _enter_augmented(self, node: ast.AST, scope: Scope) -> Scope:
        assert isinstance(node, ast.AugAssign)
        self._bind_target(scope, node.target, "augment", node.value)
        return scope

    def _enter_walrus(self, node: ast.AST, scope: Scope) -> Scope:
        assert isinstance(node, ast.NamedExpr)
        target_scope = scope
        while isinstance(target_scope.node, COMPREHENSIONS) and target_scope.parent is not None:
            target_scope = target_scope.parent
        self._bind_target(target_scope, node.target, "value", node.value)
        return scope

    def _enter_for(self, node: ast.AST, scope: Scope) -> Scope:
        assert isinstance(node, (ast.For, ast.AsyncFor))
        self._bind_target(scope, node.target, "iterate", node.iter)
        return scope

    def _enter_with(self, node: ast.AST, scope: Scope) -> Scope:
        assert isinstance(node, (ast.With, ast.AsyncWith))
        for item in node.items:
            if item.optional_vars is not None:
                self._bind_target(scope, item.optional_vars, "enter", item.context_expr)
        return scope

    def _enter_import(self, node: ast.AST, scope: Scope) -> Scope:
        if isinstance(node, ast.Import):
            self.imports.append(node)
            for alias in node.names:
                if alias.asname:
                    self._bind(scope, Binding(alias.asname, alias, "import", import_module=alias.name))
                else:
                    top = alias.name.partition(".")[0]
                    self._bind(scope, Binding(top, alias, "import", import_module=top))
        elif isinstance(node, ast.ImportFrom):
            self.imports.append(node)
            for alias in node.names:
                if alias.name == "*":
                    self.star_imports.append(node)
                    continue
                self._bind(
                    scope,
                    Binding(
                        alias.asname or alias.name,
                        alias,
                        "import",
                        import_module=node.module or "",
                        import_name=alias.name,
                        import_level=node.level,
                    ),
                )
        return scope

    def _enter_handler(self, node: ast.AST, scope: Scope) -> Scope:
        assert isinstance(node, ast.ExceptHandler)
        if node.name:
            self._bind(scope, Binding(node.name, node, "opaque"))
        return scope

    def _enter_match(self, node: ast.AST, scope: Scope) -> Scope:
        name = getattr(node, "name", None) or getattr(node, "rest", None)
        if isinstance(name, str):
            self._bind(scope, Binding(name, node, "opaque"))
        return scope

    def _enter_global(self, node: ast.AST, scope: Scope) -> Scope:
        if isinstance(node, ast.Global):
            scope.global_names.update(node.names)
        elif isinstance(node, ast.Nonlocal):
            scope.nonlocal_names.update(node.names)
        return scope

    def _enter_return(self, node: ast.AST, scope: Scope) -> Scope:
        function = self._function_scope(scope)
        if function is not None:
            if isinstance(node, ast.Return):
                if node.value is not None:
                    function.returns.append(node.value)
            else:
                function.is_generator = True
                value = getattr(node, "value", None)
                if isinstance(node, ast.Yield) and value is not None:
                    function.yields.append(value)
        return scope

    @staticmethod
    def _function_scope(scope: Scope | None) -> FunctionScope | None:
        while scope is not None and not isinstance(scope, FunctionScope):
            scope = scope.parent
        return scope

    @functools.cached_property
    def aliases(self) -> dict[str, set[str]]:
        """Identifier to the other names that imports and assignments of this file give its object."""
        found: dict[str, set[str]] = defaultdict(set)
        for statement in self.imports:
            for alias in statement.names:
                if alias.asname:
                    found[alias.name].add(alias.asname)
        tables = [scope.bindings for scope in self.scopes.values()]
        tables += [cls.attribute_values for cls in self.classes()]
        for table in tables:
            for name, bindings in table.items():
                for binding in bindings:
                    if binding.how == "value" and binding.value is not None:
                        tail = tail_of(binding.value)
                        if tail:
                            found[tail].add(name)
        return found

    @functools.cached_property
    def derived_classes(self) -> dict[str, list[ClassScope]]:
        """Last identifier of a base class to the classes of the file that name it; empty for other bases."""
        found: dict[str, list[ClassScope]] = defaultdict(list)
        for cls in self.classes():
            named = ("" if isinstance(base, ast.Call) else tail_of(base) for base in cls.node.bases)
            for name in dict.fromkeys(named):
                found[name].append(cls)
        return found

    # -- questions -----------------------------------------------------------------------------------

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around ``node``, innermost first."""
        parents = self.parents
        current = parents.get(node)
        while current is not None:
            yield current
            current = parents.get(current)

    def calls_through(self, names: set[str]) -> list[ast.Call]:
        """The calls of the file, in its order, of what may be known by one of some identifiers."""
        spellings = self._spellings(frozenset(names))
        if not any(name in self.loads for name in spellings):
            return []
        return [call for call in self.calls if _spelling(call) in spellings]

    def may_call(self, call: ast.Call, names: frozenset[str]) -> bool:
        """Whether a call of this file spells one of some identifiers, or another name of what they name."""
        return _spelling(call) in self._spellings(names)

    def local_names(self, names: Collection[str]) -> list[str]:
        """The identifiers by which this file calls what is named so elsewhere, sorted."""
        return sorted(self._spellings(frozenset(names)))

    def _spellings(self, names: frozenset[str]) -> frozenset[str]:
        known = self._spelled.get(names)
        if known is None:
            known = self._spelled[names] = names.union(*(self.aliases.get(name, ()) for name in names))
        return known

    def reads_attribute(self, region: ast.AST, *names: str) -> bool:
        """Whether code below ``region`` reads, or calls, an attribute of one of these names."""
        return any(
            isinstance(load, ast.Attribute) and region in self.ancestors(load)
            for name in names
            for load in self.loads.get(name, ())
        )

    def own_calls(self, node: ast.AST) -> list[ast.Call]:
        """The calls among what `walk_own` finds below ``node``, in its order."""
        return self._own_of(node)[0]

    def own_withs(self, node: ast.AST) -> list[ast.With | ast.AsyncWith]:
        """The ``with`` statements among what `walk_own` finds below ``node``."""
        return self._own_of(node)[1]

    def _own_of(self, node: ast.AST) -> tuple[list[ast.Call], list[ast.With | ast.AsyncWith]]:
        known = self._own.get(node)
        if known is None:
            known = self._own[node] = [], []
            for inner in walk_own(node):
                if isinstance(inner, ast.Call):
                    known[0].append(inner)
                elif isinstance(inner, (ast.With, ast.AsyncWith)):
                    known[1].append(inner)
        return known

    def run_by(self, function: FunctionScope) -> list[ast.AST]:
        """The parts of a function's body that its calls may run: without functions that it only hands out."""
        body = function.node.body
        if not isinstance(body, list):
            return [body]
        return [part for part in body if not isinstance(part, FUNCTIONS) or self._is_used(part, function)]

    def _is_used(self, definition: ast.AST, around: FunctionScope) -> bool:
        """Whether a nested function is called, or given to something, in the function around it."""
        name = getattr(definition, "name", "")
        return any(
            isinstance(load, ast.Name)
            and not isinstance(self.parents.get(load), ast.Return)
            and self.function(load) is not self.scopes[definition]
            and self.home(load) is around
            for load in self.loads.get(name, ())
        )

    def statement(self, node: ast.AST) -> ast.stmt:
        """The innermost statement that holds ``node`` (itself, when it is one).

        Raises:
            ValueError: the node is the module.
        """
        current: ast.AST | None = node
        while current is not None and not isinstance(current, ast.stmt):
            current = self.parents.get(current)
        if current is None:
            raise ValueError("a module is in no statement")
        return current

    def scope(self, node: ast.AST) -> Scope:
        """The scope in which names at ``node`` are looked up."""
        known = self._scopes_of_names.get(node)
        if known is not None:
            return known
        child, current = node, self.parents.get(node)
        if node is self.tree:
            return self.module
        while current is not None:
            if isinstance(current, SCOPES) and not self._is_outer(current, child):
                return self.scopes[current]
            child, current = current, self.parents.get(current)
        return self.module

    def home(self, name: ast.Name) -> Scope:
        """The scope whose variable a name is; the module for names that nothing here binds."""
        scope = own = self.scope(name)
        while scope.parent is not None:
            if name.id in scope.global_names:
                return self.module
            if name.id in scope.bindings and (scope is own or not isinstance(scope, ClassScope)):
                return scope
            scope = scope.parent
        return scope

    def is_dropped(self, node: ast.expr) -> bool:
        """Whether nothing uses the value of an expression, or the local variable that is given it."""
        parent = self.parents.get(node)
        if not isinstance(parent, ast.Assign):
            return isinstance(parent, ast.Expr)
        function = self.function(node)
        return function is not None and all(
            isinstance(target, ast.Name)
            and self.home(target) is function
            and not any(
                self.home(load) is function
                for load in self.loads.get(target.id, ())
                if isinstance(load, ast.Name)
            )
            for target in parent.targets
        )

    def function(self, node: ast.AST) -> FunctionScope | None:
        """The innermost function whose body (not header) holds ``node``."""
        return self._function_scope(self.scope(node))

    def _is_outer(self, scope_node: ast.AST, child: ast.AST) -> bool:
        """Whether ``child``, a direct child of a scope's node, is evaluated outside that scope."""
        if isinstance(scope_node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return child not in scope_node.body
        if isinstance(scope_node, ast.Lambda):
            return child is scope_node.args
        if isinstance(scope_node, ast.ClassDef):
            return child not in scope_node.body
        return False

    def classes(self) -> Iterator[ClassScope]:
        """Every class of the file."""
        for scope in self.scopes.values():
            if isinstance(scope, ClassScope):
                yield scope

    def functions(self) -> Iterator[FunctionScope]:
        """Every function, method and lambda of the file."""
        for scope in self.scopes.values():
            if isinstance(scope, FunctionScope):
                yield scope


def tail_of(node: ast.expr) -> str:
    """The last identifier of a dotted name, of the function that is called, or of what it is partial to."""
    calls: list[ast.Call] = []
    while isinstance(node, ast.Call):
        calls.append(node)
        node = node.func
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    for call in reversed(calls):
        if name == "partial" and call.args:
            name = tail_of(call.args[0])
    return name


def is_constant(node: ast.AST | None, *values: object) -> bool:
    """Whether an expression is one of these constants, as written."""
    return isinstance(node, ast.Constant) and any(node.value is value for value in values)


def is_switched_on(call: ast.Call, option: str) -> bool:
    """Whether a call is given ``True`` for an option, as written."""
    return any(keyword.arg == option and is_constant(keyword.value, True) for keyword in call.keywords)


def spell_the_same(one: ast.expr, other: ast.expr) -> bool:
    """Whether two expressions are written the same way, be one assigned and the other read."""
    while isinstance(one, ast.Attribute) and isinstance(other, ast.Attribute):
        if one.attr != other.attr:
            return False
        one, other = one.value, other.value
    if isinstance(one, ast.Name) and isinstance(other, ast.Name):
        return one.id == other.id
    return type(one) is type(other) and ast.unparse(one) == ast.unparse(other)  # no contexts in a text


def _spelling(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def walk_own(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below ``node`` that run when it runs: nested functions' and classes' bodies are left out.

    Contexts and operators, of which all trees share one object each, are left out as well.
    """
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        for name in _CHILD_FIELDS[type(current)]:
            child = getattr(current, name, None)
            if type(child) is list:
                stack += [item for item in child if type(item) not in _NOT_OWN and isinstance(item, ast.AST)]
            elif type(child) not in _NOT_OWN and isinstance(child, ast.AST):
                stack.append(child)


_place = operator.attrgetter("lineno", "col_offset")


def _place_of_binding(binding: Binding) -> tuple[int, int]:
    return (getattr(binding.node, "lineno", 0), getattr(binding.node, "col_offset", 0))


_NOT_OWN = frozenset({*FUNCTIONS, ast.ClassDef})
_WITHOUT_NODES = frozenset(
    (
        *("arg", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module", "op", "ops"),
        *("rest", "simple", "tag", "type_comment", "type_ignores"),
    )
)
"""Fields that hold text, numbers, contexts or operators."""


class _ChildFields(dict[type[ast.AST], tuple[str, ...]]):
    """The fields of each type of node that may hold nodes worth walking to."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        plain = kind in (ast.Constant, ast.alias)
        fields = () if plain else tuple(name for name in kind._fields if name not in _WITHOUT_NODES)
        self[kind] = fields
        return fields


_CHILD_FIELDS = _ChildFields()

# Header parts of a definition are evaluated in the scope around it.
_OUTER_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.FunctionDef: ("decorator_list", "returns", "args", "type_params"),
    ast.AsyncFunctionDef: ("decorator_list", "returns", "args", "type_params"),
    ast.Lambda: ("args",),
    ast.ClassDef: ("decorator_list", "bases", "keywords", "type_params"),
}

_ENTER = {
    ast.FunctionDef: SyntaxIndex._enter_function,
    ast.AsyncFunctionDef: SyntaxIndex._enter_function,
    ast.Lambda: SyntaxIndex._enter_function,
    ast.ClassDef: SyntaxIndex._enter_class,
    ast.ListComp: SyntaxIndex._enter_comprehension,
    ast.SetComp: SyntaxIndex._enter_comprehension,
    ast.DictComp: SyntaxIndex._enter_comprehension,
    ast.GeneratorExp: SyntaxIndex._enter_comprehension,
    ast.Name: SyntaxIndex._enter_name,
    ast.Attribute: SyntaxIndex._enter_attribute,
    ast.Call: SyntaxIndex._enter_call,
    ast.Assign: SyntaxIndex._enter_assign,
    ast.AnnAssign: SyntaxIndex._enter_annotated,
    ast.AugAssign: SyntaxIndex._enter_augmented,
    ast.NamedExpr: SyntaxIndex._enter_walrus,
    ast.For: SyntaxIndex._enter_for,
    ast.AsyncFor: SyntaxIndex._enter_for,
    ast.With: SyntaxIndex._enter_with,
    ast.AsyncWith: SyntaxIndex._enter_with,
    ast.Import: SyntaxIndex._enter_import,
    ast.ImportFrom: SyntaxIndex._enter_import,
    ast.ExceptHandler: SyntaxIndex._enter_handler,
    ast.MatchAs: SyntaxIndex._enter_match,
    ast.MatchStar: SyntaxIndex._enter_match,
    ast.MatchMapping: SyntaxIndex._enter_match,
    ast.Global: SyntaxIndex._enter_global,
    ast.Nonlocal: SyntaxIndex._enter_global,
    ast.Return: SyntaxIndex._enter_return,
    ast.Yield: SyntaxIndex._enter_return,
    ast.YieldFrom: SyntaxIndex._enter_return,
}


def body_of(node: ast.AST) -> list[ast.AST]:
    """The code that one round of a loop, or one call of a function, runs."""
    if isinstance(node, COMPREHENSIONS):
        return [node]
    body = getattr(node, "body", [])
    # What stands in a definition runs where that is called.
    parts = [p for p in body if not isinstance(p, DEFINITIONS)] if isinstance(body, list) else [body]
    return [node.test, *parts] if isinstance(node, ast.While) else parts


def walk_body(function: FunctionScope) -> Iterator[ast.AST]:
    """All that stands in the body of a function, nested functions included."""
    body = function.node.body
    for part in body if isinstance(body, list) else [body]:
        yield from ast.walk(part)


def calls_method(node: ast.AST, name: str) -> bool:
    """Whether a node is a call of something's attribute of that name."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name
