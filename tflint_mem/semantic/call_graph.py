"""Who calls a function of the project, with what, and what calls run."""

from __future__ import annotations

import ast
import functools
from typing import TYPE_CHECKING, NamedTuple

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.classes import is_property
from tflint_mem.semantic.syntax import ClassScope, FunctionScope, Scope, SyntaxIndex, body_of, tail_of
from tflint_mem.semantic.values import Kind, Value, of_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from tflint_mem.semantic.inference import Inference

    IsSuch = Callable[[SyntaxIndex, ast.Call], bool]

MAX_CALLS = 4
"""How many calls lie at most between a call and the functions that it is said to run."""


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


class CallGraph:
    """Answers who uses the functions of a project, and what their calls do."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def argument(self, use: Use, function: FunctionScope, name: str) -> ast.expr | None:
        """The expression that a call passes for a parameter, or None when that cannot be told."""
        call = use.call
        if call is None:
            return self._filled_in(use, function, name)
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

    def _filled_in(self, use: Use, function: FunctionScope, name: str) -> ast.expr | None:
        """The expression that ``functools.partial`` is given for a parameter of the function it is handed."""
        call = use.argument_of
        if call is None or use.position != 0 or function.owner is not None:
            return None
        if "functools.partial" not in self.infer.called_names(use.index, call):
            return None
        named = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
        places = [argument.arg for argument in function.parameters]
        placed = dict(zip(places, call.args[1:], strict=False))
        return named or placed.get(name)

    def _partial_at(self, use: Use) -> tuple[ast.Call | None, bool]:
        """The call of ``functools.partial`` whose result a use calls, and whether it is in the same file."""
        callee = use.call.func if use.call is not None else None
        for value in self.infer.values(use.index, callee):
            if value.kind is Kind.PARTIAL and isinstance(value.node, ast.Call):
                return value.node, value.index is use.index
        return None, True

    def _is_bound_call(self, use: Use, function: FunctionScope) -> bool:
        """Whether the first parameter of a method is filled by the receiver."""
        if use.call is None or function.owner is None:
            return False
        callee = use.call.func
        if isinstance(callee, ast.Attribute) and function.name not in ("__init__", "__call__"):
            of_class = of_kind(self.infer.values(use.index, callee.value), Kind.CLASS) is not None
            return not of_class or function.is_of_class()
        return True

    def passed(self, scope: Scope, name: str) -> list[tuple[SyntaxIndex, ast.expr]]:
        """What the calls of a function pass for one of its parameters; nothing for other scopes."""
        if not isinstance(scope, FunctionScope):
            return []
        given = ((use.index, self.argument(use, scope, name)) for use in self.uses(scope))
        return [(index, argument) for index, argument in given if argument is not None]

    def uses(self, function: FunctionScope) -> tuple[Use, ...]:
        """The places in the project that call a function or hand it on, in a stable order."""
        return self.infer.remember(("uses", function), lambda: tuple(self.uses_in_turn(function)), ())

    def uses_in_turn(self, function: FunctionScope) -> Iterator[Use]:
        """The same, found one file after the other, for who may need the first ones only."""
        nothing: tuple[Use, ...] = ()
        yield from self.infer.remember(
            ("uses near", function), lambda: tuple(self._uses_near(function)), nothing
        )
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
        index = self.infer.project.index(file)
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
                for value in self.infer.values(use.index, use.node)
            ):
                yield use

    def may_construct(self, use: Use, cls: ClassScope) -> bool:
        """Whether a use of a constructor, also through ``super()``, may be for an object of a class."""
        caller = use.index.function(use.node)
        if isinstance(use.node, ast.Attribute) and use.node.attr == "__init__":
            owner = None if caller is None else caller.owner
            return (
                owner is None or owner in self.infer.classes.mro(cls) or cls in self.infer.classes.mro(owner)
            )
        made = [value.cls for value in self.infer.values(use.index, use.node) if value.kind is Kind.CLASS]
        return not made or any(one is not None and cls in self.infer.classes.mro(one) for one in made)

    def new_objects(self, cls: ClassScope) -> Iterator[Use]:
        """The uses of the objects that a project makes of a class, where they are made or by a name."""
        own = cls.index.source.path
        for file in (own, *self.infer.project.importers_mentioning(own, (cls.name,))):
            index = self.infer.project.index(file)
            if index is None:
                continue
            for name in index.local_names({cls.name}):
                for load in index.loads.get(name, ()):
                    call = index.parents.get(load)
                    if isinstance(call, ast.Call) and call.func is load:
                        for node in self.made_and_named(index, call):
                            if any(value.cls is cls for value in self.infer.values(index, node)):
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
        if function.owner is None or function.name == "__init__":
            return [function]
        inherited = (cls.method(function.name) for cls in self.infer.classes.mro(function.owner)[1:])
        return [function, *(method for method in inherited if method is not None)]

    def _reached_by(
        self, index: SyntaxIndex, wanted: set[str]
    ) -> Iterator[dict[FunctionScope, tuple[ast.Name | ast.Attribute, ...]]]:
        """What reads of the identifiers in a file stand for, through which a function may be reached."""
        if "*call*" in wanted:
            yield self.infer.remember(("called objects", index), lambda: self._find_called_objects(index), {})
            return
        for name in index.local_names(wanted):
            yield self._reached(index, name)

    def _find_called_objects(
        self, index: SyntaxIndex
    ) -> dict[FunctionScope, tuple[ast.Name | ast.Attribute, ...]]:
        """The ``__call__`` methods that calls in a file run, asked once for all classes that have one."""
        found: dict[FunctionScope, list[ast.Name | ast.Attribute]] = {}
        for call in index.calls:
            if isinstance(call.func, (ast.Name, ast.Attribute)):
                for value in self.infer.values(index, call.func):
                    if value.kind in (Kind.INSTANCE, Kind.MODEL):
                        for method in self._runs(value):
                            found.setdefault(method, []).append(call.func)
        return {method: tuple(loads) for method, loads in found.items()}

    def _reached(
        self, index: SyntaxIndex, name: str
    ) -> dict[FunctionScope, tuple[ast.Name | ast.Attribute, ...]]:
        """The project functions that reads of an identifier in a file stand for, each with those reads."""
        return self.infer.remember(("reached", index, name), lambda: self._find_reached(index, name), {})

    def _find_reached(
        self, index: SyntaxIndex, name: str
    ) -> dict[FunctionScope, tuple[ast.Name | ast.Attribute, ...]]:
        found: dict[FunctionScope, dict[ast.Name | ast.Attribute, None]] = {}
        for load in index.loads.get(name, ()):
            for value in () if _is_asked_about(index, load) else self.infer.values(index, load):
                for target in (*self._runs(value), *self._entered_at(index, load, value)):
                    found.setdefault(target, {})[load] = None
            if isinstance(load, ast.Attribute):
                for value in self.infer.values(index, load.value):
                    method = (
                        self.infer.classes.find_method(value.cls, name) if value.cls is not None else None
                    )
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
        methods = (self.infer.classes.find_method(value.cls, name) for name in ("__enter__", "__exit__"))
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
        methods = (self.infer.classes.find_method(value.cls, name) for name in names)
        return [method for method in methods if method is not None]

    def _uses_of_closure(self, function: FunctionScope) -> Iterator[Use]:
        """Where what calls of the surrounding function hand out, which is this function, is used."""
        factory = function.parent
        if not isinstance(factory, FunctionScope) or factory.is_generator:
            return
        if any(v.function is function for r in factory.returns for v in self.infer.values(factory.index, r)):
            yield from self._uses_of_made(factory, function)

    def _handed_out_by(self, use: Use) -> FunctionScope | None:
        """The function that returns what a use names, as it is or with some of its arguments filled in."""
        factory = use.index.function(use.node)
        if factory is None or factory.is_generator or _is_parameter_of(factory, use.node):
            return None
        outer = use.argument_of if use.position == 0 else None
        fills = outer is not None and "functools.partial" in self.infer.called_names(use.index, outer)
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
                    if any(v.function is function for v in self.infer.values(made.index, load)):
                        yield self.use_of(made.index, load)

    def _uses_of_stored_lambda(self, function: FunctionScope) -> Iterator[Use]:
        """Calls through the name that a lambda is assigned to."""
        index = function.index
        parent = index.parents.get(function.node)
        if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
            for load in index.loads.get(parent.targets[0].id, ()):
                if any(v.function is function for v in self.infer.values(index, load)):
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
            for cls in self.infer.classes.subclasses(function.owner):
                if cls.method("__init__") is None:
                    owners.add(cls.name)
            return {*owners, "__init__"} if function.name == "__init__" else owners
        return {function.name}

    def _files_that_may_use(self, function: FunctionScope, wanted: set[str]) -> list[Path]:
        own = function.index.source.path
        # A nested function is reached from outside only through a value, which ``values`` follows.
        scope = function.parent
        if scope is None or not (scope.parent is None or isinstance(scope, ClassScope)):
            return [own]
        words = wanted - {"*call*", "__init__"}
        bases = [] if function.owner is None else self.infer.classes.mro(function.owner)[1:]
        others = [cls.index.source.path for cls in bases if cls.index is not function.index]
        importers = (
            self.infer.project.importers_mentioning(own, words)
            if words
            else self.infer.project.importers(own)
        )
        # An object is also used where a program hands it to code that does not import its class.
        given = function.owner is not None and function.name in words
        companions = self.infer.project.companions_mentioning(own, (function.name,)) if given else []
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

    def callees(self, index: SyntaxIndex, call: ast.Call) -> list[FunctionScope]:
        """The project functions that a call may run (constructors included)."""
        return self.callees_through(index, call.func)

    def callees_through(self, index: SyntaxIndex, node: ast.expr) -> list[FunctionScope]:
        """The project functions that calling what an expression stands for may run."""
        found = []
        for value in self.infer.values(index, node):
            if value.kind in (Kind.FUNCTION, Kind.PARTIAL) and value.function is not None:
                found.append(value.function)
            elif value.kind is Kind.CLASS and value.cls is not None:
                method = self.infer.classes.find_method(value.cls, "__init__")
                if method is not None:
                    found.append(method)
            elif value.kind is Kind.INSTANCE and value.cls is not None:
                method = self.infer.classes.find_method(value.cls, "__call__")
                if method is not None:
                    found.append(method)
        return found

    def below(self, index: SyntaxIndex, calls: Iterable[ast.Call]) -> list[FunctionScope]:
        """The functions of the project that calls run, through at most `MAX_CALLS` calls more."""
        found: list[FunctionScope] = []
        places = [(index, call) for call in calls]
        for _ in range(1 + MAX_CALLS):
            callees = [callee for file, call in places for callee in self.callees(file, call)]
            new = [callee for callee in dict.fromkeys(callees) if callee not in found]
            found = [*found, *new]
            places = [(f.index, inner) for f in new for inner in f.index.own_calls(f.node)]
        return found

    def runs_such(self, what: str, index: SyntaxIndex, root: ast.AST, is_such: IsSuch) -> bool:
        """Whether running the code below ``root`` makes a call of some sort, also in what it calls.

        Args:
            what: names the sort: what is found out of a function is remembered under it.
            index: the file.
            root: any node of it.
            is_such: tells a call of that sort, by itself.
        """
        return any(
            is_such(index, call)
            or any(self.function_runs_such(what, callee, is_such) for callee in self.callees(index, call))
            for call in index.own_calls(root)
        )

    def function_runs_such(self, what: str, function: FunctionScope, is_such: IsSuch) -> bool:
        """Whether running a function makes a call of some sort, as `runs_such` has it.

        What a function nested in it does counts where that is called.
        """
        return self.infer.remember(
            (what, function),
            lambda: any(
                self.runs_such(what, function.index, part, is_such) for part in body_of(function.node)
            ),
            False,
        )

    def runs_once(self, function: FunctionScope | None) -> bool:
        """Whether each program that runs a function runs it once, in its main part."""
        if function is None:
            return True
        programs = self._programs(function, frozenset())
        return len(programs) == 1 or (
            len(set(programs)) == len(programs) > 1
            and not any(self.infer.project.importers(path) for path in programs)
        )

    def _programs(self, function: FunctionScope, seen: frozenset[FunctionScope]) -> list[Path]:
        """The files whose main part runs a function, one for each time; none if more may run it."""
        if function in seen:
            return []
        found: list[Path] = []
        places = [(use.index, use.call or use.argument_of) for use in self.uses(function)]
        for index, place in (*places, *((function.index, call) for call in self._starts(function))):
            if place is None or flow.enclosing_loops(index, place):
                return []
            caller = index.function(place)
            above = [index.source.path] if caller is None else self._programs(caller, seen | {function})
            if not above:
                return []
            found += above
        return found

    def _starts(self, function: FunctionScope) -> Iterator[ast.Call]:
        """The calls, as of ``tf.app.run()``, that run the function ``main`` of a file without naming it."""
        index = function.index
        if function.name == "main" and function.parent is index.module:
            for call in index.calls:
                if not call.args and not catalog.RUNS_MAIN.isdisjoint(self.infer.called_names(index, call)):
                    yield call

    def does(self, function: FunctionScope, names: frozenset[str]) -> bool:
        """Whether running a function calls one of the canonical ``names``, also through its callees."""
        return self._is_mentioned(function.index, names) and self._may_do(function, names)

    def _is_mentioned(self, index: SyntaxIndex, names: frozenset[str]) -> bool:
        """Whether a file of the project holds the last identifier of one of the canonical ``names``."""
        key = "mentioned", index, names
        return self.infer.remember(
            key, lambda: self.infer.project.mentions(index.source.path, _tails(names)), False
        )

    def _may_do(self, function: FunctionScope, names: frozenset[str]) -> bool:
        return self.infer.remember(("does", function, names), lambda: self._does(function, names), False)

    def _does(self, function: FunctionScope, names: frozenset[str]) -> bool:
        return self._blocks_do(function.index, function.index.run_by(function), names) or any(
            self._may_do(wrapper, names) for wrapper in self.wrappers(function)
        )

    def wrappers(self, function: FunctionScope) -> list[FunctionScope]:
        """The functions that decorators of the project put in the place of a function."""
        return [
            wrapper.function
            for decorator in function.decorators
            for value in self.infer.values(function.index, decorator)
            if value.kind is Kind.FUNCTION and value.function is not None
            for handed_out in value.function.returns
            if not _is_parameter_of(value.function, handed_out)  # any function that it decorates
            for wrapper in self.infer.values(value.function.index, handed_out)
            if wrapper.kind is Kind.FUNCTION and wrapper.function is not None
        ]

    def block_does(self, index: SyntaxIndex, root: ast.AST, names: frozenset[str]) -> bool:
        """Whether running the code below ``root`` calls one of the canonical ``names``."""
        return self._is_mentioned(index, names) and self._blocks_do(index, [root], names)

    def _blocks_do(self, index: SyntaxIndex, roots: Sequence[ast.AST], names: frozenset[str]) -> bool:
        calls = [call for root in roots for call in index.own_calls(root)]
        if any(not names.isdisjoint(self.infer.called_names(index, call)) for call in calls):
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
            self.infer.classes.find_method(value.cls, name)
            for item in node.items
            for value in self.infer.values(index, item.context_expr)
            if value.cls is not None
            for name in ("__enter__", "__exit__", "__aenter__", "__aexit__")
        ]
        return [method for method in methods if method is not None]


def _is_asked_about(index: SyntaxIndex, load: ast.expr) -> bool:
    """Whether a class is only named, to ask what an object is or for its bases or in a declaration."""
    child: ast.AST = load
    parent = index.parents.get(load)
    while isinstance(parent, (ast.Tuple, ast.Subscript, ast.BinOp)):
        child, parent = parent, index.parents.get(parent)
    if isinstance(parent, ast.Call):
        asks = getattr(parent.func, "id", "") in ("isinstance", "issubclass") and child in parent.args[1:]
        return asks or (getattr(parent.func, "id", "") == "super" and child in parent.args)
    declared = getattr(parent, "annotation", None) is child or getattr(parent, "returns", None) is child
    return declared and isinstance(parent, (ast.arg, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef))


def _is_parameter_of(function: FunctionScope, node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and any(argument.arg == node.id for argument in function.parameters)


@functools.cache
def _tails(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted({name.rpartition(".")[2] for name in names}))
