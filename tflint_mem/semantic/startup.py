"""What runs before what when a program starts: imports, module bodies, the main block, calls.

A program is walked once in the order in which Python runs it, through the project modules that it
imports and the project functions that it calls.  Along the way a small state says what TensorFlow has
been told and made to do so far; branches are joined, and paths that leave are dropped.
"""

from __future__ import annotations

import ast
import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, conditions, flow
from tflint_mem.semantic.call_graph import Use
from tflint_mem.semantic.entry import asks_for_other_name, imported_names, is_main_guard, leads_to_tensorflow
from tflint_mem.semantic.syntax import FUNCTIONS, FunctionScope, SyntaxIndex, walk_own
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tflint_mem.semantic.devices import Devices
    from tflint_mem.semantic.entry import EntryPoints
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetitions
    from tflint_mem.semantic.values import Value

_DEPTH = 40
_WORDS = (b"tensorflow", b"keras")
_LOOKED_AT = (
    catalog.LEAVES_PROGRAM
    | catalog.RUNS_MAIN
    | catalog.CONFIGURES_RUNTIME
    | catalog.GRAPH_SWITCHES
    | catalog.FORKS
    | {"multiprocessing.set_start_method"}
)
_Given = tuple[tuple[str, object], ...]
_PROGRAMS = 16
"""The most programs that are walked for one module that they share."""


class Clash(enum.Enum):
    """What comes too late, or contradicts what came before."""

    CONFIGURATION = "device configuration after devices were initialised"
    CONFLICT = "memory growth and a memory limit"
    SESSION = "the first session, without memory growth"
    FORK = "a fork after devices were initialised"
    ENVIRONMENT = "an environment variable that was read already"


@dataclass(frozen=True)
class Place:
    """A node of a file."""

    index: SyntaxIndex
    node: ast.AST


@dataclass(frozen=True)
class Meeting:
    """A place that clashes with one that ran before it.

    Attributes:
        clash: how.
        at: the place at fault.
        cause: what ran before; the place itself where nothing had to.
        detail: the name of the environment variable.
        program: what of the program leads there, where it starts in another file; None in its own.
    """

    clash: Clash
    at: Place
    cause: Place
    detail: str = ""
    program: Place | None = None


@dataclass(frozen=True)
class _Run:
    """What one program does.

    Attributes:
        meetings: the places that clash with what ran before them.
        in_time: where it sets environment variables before they are read.
    """

    meetings: tuple[Meeting, ...] = ()
    in_time: frozenset[ast.AST] = frozenset()


@dataclass(frozen=True)
class _State:
    """What a program has done so far, on some path."""

    imported: Place | None = None
    touched: Place | None = None
    """What has made TensorFlow initialise devices for eager code, after which they cannot be configured."""
    opened: Place | None = None
    """The first session of TensorFlow 1, which has devices of its own (measured on 2.15 and 2.21)."""
    growth: tuple[Place, ...] = ()
    limit: tuple[Place, ...] = ()
    session: bool = False
    graph: bool = False
    start_method: str = ""
    configured: frozenset[tuple[ast.Call, str]] = frozenset()
    """The configuring calls that came in time, each with what its function was given."""

    @property
    def in_use(self) -> Place | None:
        """What has brought devices into use."""
        return self.touched or self.opened


_LATE_CALLS = {
    clash: {name.rpartition(".")[2] for name in names}
    for clash, names in (
        (Clash.CONFIGURATION, catalog.CONFIGURES_RUNTIME),
        (Clash.CONFLICT, catalog.SETS_GROWTH | catalog.SETS_LIMIT),
        (Clash.SESSION, catalog.SESSIONS),
        (Clash.FORK, catalog.FORKS),
    )
}
"""The identifiers that calls at fault end with."""
_OLD_NAMES = tuple(sorted({name.rpartition(".")[2] for name in catalog.GRAPH_ONLY}))
_READS_VARIABLE = frozenset({"os.getenv", "os.environ.get", "os.environ.pop"})
_LISTS_DEVICES = {name.rpartition(".")[2] for name in catalog.LISTS_DEVICES}


def _may_hold(index: SyntaxIndex, clash: Clash) -> bool:
    """Whether a file spells what a place at fault consists of; programs are not walked for others."""
    if clash is Clash.ENVIRONMENT:
        return any(variable in index.source.text for variable in catalog.LATE_VARIABLES)
    if clash is Clash.FORK and "Process" in index.source.text:
        return True  # calls of a class derived from it spell their own name
    return bool(index.calls_through(_LATE_CALLS[clash]))


class Startup:
    """Answers questions about the order of things in the programs that a file belongs to."""

    def __init__(
        self, inference: Inference, repetition: Repetitions, entry: EntryPoints, devices: Devices
    ) -> None:
        self.infer = inference
        self._devices = devices
        self.repetitions = repetition
        self._entry = entry

    def meetings(self, index: SyntaxIndex, clash: Clash) -> Iterator[Meeting]:
        """The places of a file that clash with what ran before them in some program, in file order."""
        if not _may_hold(index, clash):
            return
        found: dict[ast.AST, Meeting] = {}
        runs = {root: self._walked(root) for root in self._programs(index)}
        # Where it is in time in one program, another that is late has itself put something before it.
        # What nobody runs is in time by itself, which says nothing.
        alone = not _is_package(index) and not self._entry.is_entry_point(index)
        others = [run for root, run in runs.items() if root is not index or not alone]
        in_time = frozenset[ast.AST]().union(*(run.in_time for run in others))
        for meeting in (meeting for run in runs.values() for meeting in run.meetings):
            if meeting.at.index is index and meeting.clash is clash and meeting.at.node not in in_time:
                found.setdefault(meeting.at.node, meeting)
        yield from sorted(found.values(), key=lambda m: (m.at.node.lineno, m.at.node.col_offset))  # type: ignore[attr-defined]

    def makes_processes(self, index: SyntaxIndex) -> bool:
        """Whether a file makes objects of a project class that is a process."""
        return any(_runs_of_process(self.infer, index, call) for call in index.calls)

    def _programs(self, index: SyntaxIndex) -> list[SyntaxIndex]:
        path = index.source.path
        project = self.infer.project
        others = [project.index(importer) for importer in project.importers(path)]
        entries = [other for other in others if other is not None and self._entry.is_entry_point(other)]
        return [index, *entries[:_PROGRAMS]]

    def _walked(self, root: SyntaxIndex) -> _Run:
        return self.infer.remember(
            ("startup", root.source.path),
            lambda: _Walk(self.infer, self.repetitions, self._entry, self._devices).program(root),
            _Run(),
        )


class _Walk:
    """One walk through one program."""

    def __init__(
        self, inference: Inference, repetition: Repetitions, entry: EntryPoints, devices: Devices
    ) -> None:
        self.infer = inference
        self._devices = devices
        self._project = inference.project
        self.repetitions = repetition
        self._entry = entry
        self._root: SyntaxIndex | None = None
        self._leads: Place | None = None
        self._started = False
        self._imported: _State | None = None
        self._loaded: set[Path] = set()
        self._packages_of: dict[Path, list[Path]] = {}
        self._called: dict[tuple[FunctionScope, _State, bool, _Given], _State | None] = {}
        self._frame: FunctionScope | None = None
        self._given: dict[str, object] = {}
        self._reached: set[FunctionScope] = set()
        self._returns: list[list[_State]] = []
        self._leaves: list[list[_State]] = []
        self._set_in_time: set[str] = set()
        self._in_time: set[ast.AST] = set()
        self._calls: list[ast.Call] = []
        self._found: dict[tuple[Clash, ast.AST], Meeting] = {}

    def program(self, root: SyntaxIndex) -> _Run:
        """Walks the import of a file, its main block, and the functions that nothing has called by then."""
        if self._entry.is_entry_point(root):
            self._root, self._started = root, True
        self._loaded.add(root.source.path)
        # All that a program of TensorFlow 1 consists of builds graphs, whatever it is spelled like.
        start = before = _State(graph=self._in_graph(root) or self._takes_old_parts(root))
        for package in self._packages(root.source.path):
            before = self._load(package, before)
        state = self._block(root, root.tree.body, start) or start
        state = self._imported or state
        # A program may be run by itself; what others call runs behind the imports of its package.
        state = replace(state, imported=before.imported or state.imported)
        self._started = False
        for function in root.functions():
            if function in self._reached or isinstance(function.node, ast.Lambda):
                continue
            nested = isinstance(function.parent, FunctionScope)
            if not nested and not self.repetitions.execution.is_traced(function):
                fresh = replace(state, growth=(), limit=())
                self._function(function, self._made(function, fresh))
        return _Run(tuple(self._found.values()), frozenset(self._in_time))

    def _takes_old_parts(self, root: SyntaxIndex) -> bool:
        """Whether a program imports a file with names that TensorFlow 2 keeps under ``compat.v1`` alone."""
        paths = self._project.reachable_mentioning(root.source.path, _OLD_NAMES)
        files = [self._project.index(path) for path in paths]
        return any(
            file is not None
            and "compat" not in file.source.text
            and "eager" not in file.source.text
            and self._in_graph(file)
            for file in files
        )

    def _made(self, method: FunctionScope, state: _State) -> _State:
        """The state where a method runs, whose object is made before: that may bring devices into use."""
        if method.owner is None or method.is_static() or method.name == "__init__":
            return state
        init = self.infer.classes.find_method(method.owner, "__init__")
        after = self._function(init, state) if init is not None else None
        if after is None:
            return state
        return replace(state, touched=state.touched or after.touched, opened=state.opened or after.opened)

    # -- statements ------------------------------------------------------------------------------------

    def _block(self, index: SyntaxIndex, block: Sequence[ast.stmt], state: _State | None) -> _State | None:
        for statement in block:
            if state is None:
                return None
            state = self._statement(index, statement, state)
        return state

    def _statement(self, index: SyntaxIndex, node: ast.stmt, state: _State) -> _State | None:
        if index is self._root:
            self._leads = Place(index, node)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return self._import(index, node, state)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return state
        if isinstance(node, ast.ClassDef):
            return self._block(index, node.body, state)
        if isinstance(node, ast.If):
            return self._if(index, node, state)
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            return self._loop(index, node, state)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return self._with(index, node, state)
        if isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            return self._try(index, node, state)  # type: ignore[arg-type]
        if isinstance(node, ast.Match):
            after = self._expressions(index, node.subject, state)
            arms = [after, *(self._block(index, case.body, after) for case in node.cases)]
            return _joined(arms)
        result = self._expressions(index, node, state)
        if result is not None:
            result = self._assigned(index, node, result)
        if isinstance(node, ast.Return):
            if result is not None and self._returns:
                self._returns[-1].append(result)
            return None
        if isinstance(node, (ast.Break, ast.Continue)):
            if result is not None and self._leaves:
                self._leaves[-1].append(result)
            return None
        return None if isinstance(node, ast.Raise) else result

    def _if(self, index: SyntaxIndex, node: ast.If, state: _State) -> _State | None:
        if is_main_guard(node):
            if index is self._root:
                self._imported = state
            return self._block(index, node.body if index is self._root else node.orelse, state)
        if "typing.TYPE_CHECKING" in self.infer.names(index, node.test) or asks_for_other_name(
            index, node.test
        ):
            return self._block(index, node.orelse, state)
        after = self._expressions(index, node.test, state)
        if after is None:
            return None
        taken = self._settled(index, node.test)
        if taken is not None:
            return self._block(index, node.body if taken else node.orelse, after)
        arms = [self._block(index, node.body, after), self._block(index, node.orelse, after)]
        return _joined(arms, together=self._asks_for_devices(index, node.test))

    def _settled(self, index: SyntaxIndex, test: ast.expr) -> bool | None:
        """What a condition comes to in the call that is being walked; None when it is open."""
        function = index.function(test) if self._given else None
        if function is None or function is not self._frame:
            return None
        return conditions.settled(function, test, self._given)

    def _loop(
        self, index: SyntaxIndex, node: ast.For | ast.AsyncFor | ast.While, state: _State
    ) -> _State | None:
        head = node.test if isinstance(node, ast.While) else node.iter
        after = self._expressions(index, head, state)
        if after is None:
            return None
        self._leaves.append([])
        body = self._block(index, node.body, after)
        left = self._leaves.pop()
        ends = left if isinstance(head, ast.Constant) and head.value else [body, after, *left]
        return self._block(index, node.orelse, _joined(ends, together=True))

    def _with(self, index: SyntaxIndex, node: ast.With | ast.AsyncWith, state: _State) -> _State | None:
        inner: _State | None = state
        for item in node.items:
            if inner is None:
                return None
            inner = self._expressions(index, item.context_expr, inner)
            if inner is not None and self._enters_graph(index, item.context_expr):
                inner = replace(inner, graph=True)
        after = self._block(index, node.body, inner)
        return None if after is None else replace(after, graph=state.graph)

    def _try(self, index: SyntaxIndex, node: ast.Try, state: _State) -> _State | None:
        body = self._block(index, [*node.body, *node.orelse], state)
        handled = [self._block(index, handler.body, state) for handler in node.handlers]
        after = _joined([body, *handled], together=True)
        final = self._block(index, node.finalbody, after or state)
        return None if after is None else final

    def _import(self, index: SyntaxIndex, node: ast.Import | ast.ImportFrom, state: _State) -> _State:
        if state.imported is None and any(leads_to_tensorflow(name) for name in imported_names(node)):
            state = replace(state, imported=Place(index, node))
        for path in self._entry.project_targets(index, node):
            for package in (*self._packages(path), path):
                state = self._load(package, state)
        return state

    def _packages(self, path: Path) -> list[Path]:
        """The ``__init__.py`` files that run before a module, outermost first."""
        known = self._packages_of.get(path)
        if known is not None:
            return known
        found: list[Path] = []
        level = 1
        while (package := self._project.module(path, "", level)) is not None and level < _DEPTH:
            if package != path:
                found.insert(0, package)
            level += 1
        self._packages_of[path] = found
        return found

    def _load(self, path: Path, state: _State) -> _State:
        """Runs the body of a module the first time that it is imported."""
        if path in self._loaded or len(self._loaded) > 400:
            return state
        self._loaded.add(path)
        if not self._project.reached(path, _WORDS):
            return state
        index = self._project.index(path)
        return state if index is None else self._block(index, index.tree.body, state) or state

    # -- expressions -----------------------------------------------------------------------------------

    def _expressions(self, index: SyntaxIndex, node: ast.AST, state: _State | None) -> _State | None:
        for call in self._calls_that_matter(index, node):
            if state is None:
                return None
            state = self._call(index, call, state)
        return state

    def _calls_that_matter(self, index: SyntaxIndex, node: ast.AST) -> tuple[ast.Call, ...]:
        """The calls below a node that may change the state of a program, in the order in which they run."""
        return self.infer.remember(
            ("startup calls", node),
            lambda: tuple(call for call in _calls_in_order(node) if self._matters(index, call)),
            (),
        )

    def _matters(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call may change the state of a program, or clash with it."""
        values = self.infer.values(index, call.func)
        if any(_is_looked_at(value) for value in values) or _runs_of_process(self.infer, index, call):
            return True
        return any(self._function_matters(function) for function in self.infer.calls.callees(index, call))

    def _function_matters(self, function: FunctionScope) -> bool:
        """Whether running a function may change the state of a program, or end it."""
        return self.infer.remember(
            ("startup matters", function), lambda: self._find_what_matters(function), False
        )

    def _find_what_matters(self, function: FunctionScope) -> bool:
        body = function.node.body
        if not isinstance(body, list):
            return bool(self._calls_that_matter(function.index, body))
        if flow.block_leaves(body, (ast.Raise,)):
            return True
        own = (node for statement in body for node in walk_own(statement))
        return any(
            isinstance(node, (ast.Import, ast.ImportFrom))
            or (isinstance(node, ast.While) and isinstance(node.test, ast.Constant))
            or (isinstance(node, ast.Call) and self._matters(function.index, node))
            or (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store))
            for node in own
        )

    def _call(self, index: SyntaxIndex, call: ast.Call, state: _State) -> _State | None:
        names = self.infer.called_names(index, call)
        if any(name in catalog.LEAVES_PROGRAM for name in names):
            return None
        for name in names:
            state = self._library_call(index, call, name, state)
        if any(name in catalog.RUNS_MAIN for name in names):
            return self._either(self._main_functions(index, call), state)
        if state.touched is None and self._touches(index, call, names, state):
            state = replace(state, touched=Place(index, call))
        if state.in_use is not None and state.start_method in ("", "fork"):
            if any(self._works(run) for run in _runs_of_process(self.infer, index, call)):
                self._meet(Clash.FORK, Place(index, call), state.in_use)
        self._calls.append(call)
        ends = [
            self._function(
                callee, state, conditions.constants_of(self.infer, Use(index, call.func, call), callee)
            )
            for callee in self._callees(index, call)
        ]
        self._calls.pop()
        return self._one_of(ends, state)

    def _callees(self, index: SyntaxIndex, call: ast.Call) -> list[FunctionScope]:
        """The project functions that a call may run; those chosen where a condition decides between them."""
        node = call.func
        if isinstance(node, ast.Name) and self._given:
            bindings = index.scope(node).bindings.get(node.id, ())
            if len(bindings) == 1 and isinstance(bindings[0].value, ast.IfExp):
                node = bindings[0].value
        if isinstance(node, ast.IfExp):
            taken = self._settled(index, node.test)
            if taken is not None:
                return self.infer.calls.callees_through(index, node.body if taken else node.orelse)
        return self.infer.calls.callees(index, call)

    def _library_call(self, index: SyntaxIndex, call: ast.Call, name: str, state: _State) -> _State:
        place = Place(index, call)
        if name in catalog.CONFIGURES_RUNTIME:
            made = (call, self._handed())
            if state.touched is None:
                state = replace(state, configured=state.configured | {made})
            elif made not in state.configured:  # what is in force already may be said again
                self._meet(Clash.CONFIGURATION, place, state.touched)
            return self._growth_or_limit(call, name, place, state)
        if name in catalog.GRAPH_SWITCHES:
            return replace(state, graph=True)
        if name == "multiprocessing.set_start_method":
            return replace(state, start_method=_text(_argument(call, 0, "method")) or "unknown")
        if name in catalog.FORKS:
            if state.in_use is not None and state.start_method in ("", "fork") and self._forks(index, call):
                self._meet(Clash.FORK, place, state.in_use)
        elif catalog.creates(name) is Kind.SESSION:
            if not state.session and self._started:
                self._meet(Clash.SESSION, place, place)
            return replace(state, session=True, opened=state.opened or place)
        elif name.startswith("os."):
            self._environment_call(index, call, name, state)
        return state

    def _handed(self) -> str:
        """What the function that is being walked was given, as written."""
        if not self._calls:
            return ""
        return ast.dump(ast.Tuple([*self._calls[-1].args, *(k.value for k in self._calls[-1].keywords)]))

    def _growth_or_limit(self, call: ast.Call, name: str, place: Place, state: _State) -> _State:
        if name in catalog.SETS_GROWTH:
            enable = _argument(call, 1, "enable")
            if isinstance(enable, ast.Constant) and enable.value is False:
                left = tuple(one for one in state.growth if not self._may_be_same_device(one, place))
                return replace(state, growth=left)
            self._conflict(place, state.limit)
            return replace(state, growth=_with(state.growth, place))
        if name in catalog.SETS_LIMIT:
            self._conflict(place, state.growth)
            return replace(state, limit=_with(state.limit, place))
        return state

    def _conflict(self, place: Place, before: tuple[Place, ...]) -> None:
        """Notes that a device is configured in two ways that exclude each other."""
        same = [one for one in before if self._may_be_same_device(one, place)]
        if same:
            self._meet(Clash.CONFLICT, place, same[-1])

    def _may_be_same_device(self, one: Place, other: Place) -> bool:
        """Whether two configuring calls do not visibly name different devices."""
        assert isinstance(one.node, ast.Call) and isinstance(other.node, ast.Call)
        first, second = (_argument(call, 0, "device") for call in (one.node, other.node))
        if first is None or second is None:
            return True
        return not self._devices.are_apart((one.index, first), (other.index, second))

    def _either(self, functions: list[FunctionScope], state: _State) -> _State | None:
        return self._one_of([self._function(function, state) for function in functions], state)

    @staticmethod
    def _one_of(ends: list[_State | None], state: _State) -> _State | None:
        """The state after one of several functions has run, of which only all together say for certain."""
        after = _joined(ends) if ends else state
        alive = [end for end in ends if end is not None]
        if after is None or not alive:
            return after
        # Which of them runs is the same choice each time.
        return replace(
            after,
            touched=after.touched if all(end.touched for end in alive) else None,
            opened=after.opened if all(end.opened for end in alive) else None,
        )

    def _function(self, function: FunctionScope, state: _State, given: _Given = ()) -> _State | None:
        """The state after a function has run, with what its caller is known to give."""
        if function in self._reached and self.repetitions.guards.is_cached(function):
            return state  # what it found at first is kept
        self._reached.add(function)
        # Where devices came into use does not matter for what the function does, only that they did.
        key = (function, replace(state, touched=None), state.touched is not None, given)
        if key in self._called or len(self._returns) >= _DEPTH:
            known = self._called.get(key, state)
            return replace(known, touched=state.touched) if known is not None and state.touched else known
        if function.is_generator and not function.decorators:
            return state
        self._called[key] = state
        self._returns.append([])
        leaves, self._leaves = self._leaves, []
        frame = self._frame, self._given
        self._frame, self._given = function, dict(given)
        node = function.node
        if isinstance(node, ast.Lambda):
            end = self._expressions(function.index, node.body, state)
        else:
            end = self._block(function.index, node.body, state)
        self._leaves = leaves
        self._frame, self._given = frame
        after = _joined([end, *self._returns.pop()])
        if after is not None:
            after = replace(after, graph=state.graph or (after.graph and not self._in_graph(function.index)))
        self._called[key] = after
        return after

    def _main_functions(self, index: SyntaxIndex, call: ast.Call) -> list[FunctionScope]:
        argument = _argument(call, 0, "main")
        values = (
            self.infer.values(index, argument)
            if argument is not None
            else self.infer.lookup(index, "main", index.module, call)
        )
        return [value.function for value in values if value.function is not None]

    # -- questions -------------------------------------------------------------------------------------

    def _in_graph(self, index: SyntaxIndex) -> bool:
        return self.repetitions.execution.builds_v1_graph(index)

    def _touches(self, index: SyntaxIndex, call: ast.Call, names: list[str], state: _State) -> bool:
        """Whether a call makes TensorFlow initialise its devices."""
        if state.graph or self._in_graph(index):
            return False
        if any(catalog.touches_devices(name) for name in names):
            return True
        if "keras.Sequential" in names:
            return any(_gives_shape(self.infer, index, argument) for argument in call.args)
        for value in self.infer.values(index, call.func):
            if value.kind in (Kind.MODEL, Kind.LAYER):
                return True
            receiver = value.receiver
            if value.kind is Kind.METHOD and receiver is not None and receiver.kind is Kind.MODEL:
                method = value.name.rpartition(".")[2]
                if method in catalog.TOUCHING_METHODS:
                    return True
        return False

    def _asks_for_devices(self, index: SyntaxIndex, test: ast.expr) -> bool:
        """Whether a condition only asks whether there are devices."""
        if not index.calls_through(_LISTS_DEVICES):
            return False
        calls = [node for node in ast.walk(test) if isinstance(node, ast.Call)]
        if any(name in catalog.LISTS_DEVICES for c in calls for name in self.infer.called_names(index, c)):
            return True
        return any(
            name in catalog.LISTS_DEVICES
            for node in ast.walk(test)
            if isinstance(node, ast.Name)
            for binding in index.scope(node).bindings.get(node.id, ())
            if isinstance(binding.value, ast.Call)
            for name in self.infer.called_names(index, binding.value)
        )

    def _enters_graph(self, index: SyntaxIndex, node: ast.expr) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "as_default"
            and Kind.GRAPH in self.infer.kinds(index, node.func.value)
        )

    def _forks(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call forks, as far as it shows, and hands TensorFlow work to the child."""
        context = _argument(call, -1, "mp_context")
        if isinstance(call.func, ast.Attribute):
            context = self._source_of(index, call.func.value) or context
        elif context is not None:
            context = self._source_of(index, context)
        if isinstance(context, ast.Name):
            context = self._source_of(index, context)
        if context is not None:
            method = _argument(context, 0, "method") if isinstance(context, ast.Call) else context
            if method is not None and _text(method) != "fork":
                return False
        return (
            any(self._works(worker) for worker in self._workers(index, call))
            or any(
                self._touches(index, c, self.infer.called_names(index, c), _State())
                for c in self._forked_calls(index, call)
            )
            or self._hands_model_to_workers(index, call)
        )

    def _source_of(self, index: SyntaxIndex, node: ast.expr) -> ast.expr | None:
        """The call of ``get_context`` that an expression stands for, or None."""
        if isinstance(node, ast.Call):
            return node if "multiprocessing.get_context" in self.infer.called_names(index, node) else None
        if isinstance(node, ast.Name):
            scope = index.scope(node)
            while scope is not None:
                for binding in scope.bindings.get(node.id, ()):
                    if isinstance(binding.value, ast.Call):
                        return self._source_of(index, binding.value)
                scope = scope.parent  # type: ignore[assignment]
        return None

    def _workers(self, index: SyntaxIndex, call: ast.Call) -> list[FunctionScope]:
        """The project functions that run in the processes that a call starts."""
        handed = [k.value for k in call.keywords if k.arg in ("target", "initializer")]
        handed += call.args[1:2]
        handed += [order.args[0] for order in self._orders(index, call)]
        handed += _handed_to_attribute(index, call)
        forked = self._forked_calls(index, call)
        if forked:
            return [callee for c in forked for callee in self.infer.calls.callees(index, c)]
        values = [value for node in handed for value in self.infer.values(index, node)]
        return [value.function for value in values if value.function is not None]

    def _orders(self, index: SyntaxIndex, call: ast.Call) -> Iterator[ast.Call]:
        """The calls that hand work to what a call makes, as ``pool.map(work, items)`` does."""
        block = index.function(call)
        body: ast.AST = index.tree if block is None else block.node
        name = _bound_name(index, call)
        for node in ast.walk(body):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                owner = node.func.value
                named = name and isinstance(owner, ast.Name) and owner.id == name
                if owner is call or (named and self._stands_for(index, owner, call)):
                    yield node

    def _hands_model_to_workers(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a model is among what workers are given: they build it anew, or run it."""
        given = [k.value for k in call.keywords if k.arg in ("args", "kwargs", "initargs")]
        given += [argument for order in self._orders(index, call) for argument in order.args[1:]]
        return any(
            isinstance(node, (ast.Name, ast.Attribute))
            and not isinstance(index.parents.get(node), ast.Attribute)
            and Kind.MODEL in self.infer.kinds(index, node)
            for root in given
            for node in ast.walk(root)
        )

    def _forked_calls(self, index: SyntaxIndex, call: ast.Call) -> list[ast.Call]:
        """The calls of the branch that a child of ``os.fork()`` runs."""
        forks = not call.args and not call.keywords and "os.fork" in self.infer.called_names(index, call)
        return _child_calls(index, call) if forks else []

    @staticmethod
    def _stands_for(index: SyntaxIndex, name: ast.expr, call: ast.Call) -> bool:
        """Whether a variable may hold what ``call`` made, and not what a later assignment gave it."""
        assert isinstance(name, ast.Name)
        seen = flow.reaching(index, list(index.scope(name).bindings.get(name.id, ())), name)
        values = [binding.value for binding in seen if binding.value is not None]
        return not values or any(flow.contains(value, call) for value in values)

    def _works(self, function: FunctionScope) -> bool:
        """Whether a function, or one that it calls, makes TensorFlow use a device."""
        return self.infer.calls.function_runs_such("touches", function, self._is_work)

    def _is_work(self, index: SyntaxIndex, call: ast.Call) -> bool:
        return self._touches(index, call, self.infer.called_names(index, call), _State())

    # -- the environment -------------------------------------------------------------------------------

    def _assigned(self, index: SyntaxIndex, node: ast.stmt, state: _State) -> _State:
        """Looks at ``os.environ[...] = value``."""
        targets = node.targets if isinstance(node, ast.Assign) else ()
        for target in targets:
            if isinstance(target, ast.Subscript) and _is_environment(self.infer, index, target.value):
                self._set_variable(index, target, _text(target.slice), state)
        return state

    def _environment_call(self, index: SyntaxIndex, call: ast.Call, name: str, state: _State) -> None:
        if name in ("os.environ.setdefault", "os.putenv") and call.args:
            self._set_variable(index, call, _text(call.args[0]), state)
        elif name == "os.environ.update":
            keys = [keyword.arg for keyword in call.keywords]
            keys += [_text(key) for a in call.args if isinstance(a, ast.Dict) for key in a.keys if key]
            for key in keys:
                self._set_variable(index, call, key, state)

    def _set_variable(self, index: SyntaxIndex, node: ast.AST, variable: str | None, state: _State) -> None:
        at_import = catalog.LATE_VARIABLES.get(variable or "")
        if variable is None or at_import is None:
            return
        cause = state.imported if at_import else state.in_use
        if cause is None:
            self._in_time.add(node)
            if index.function(node) is None:
                self._set_in_time.add(variable)
            return
        if self._is_for_a_child(index, node) or self._comes_first(index, node, cause):
            return
        # A module that was imported before has set the log level in time, and no memory is at stake.
        again = at_import and variable in self._set_in_time
        if again or self._was_set_before(index, node, variable, cause):
            self._in_time.add(node)
            return
        if self._puts_back(index, node, variable):
            return
        self._meet(Clash.ENVIRONMENT, Place(index, node), cause, variable)

    @staticmethod
    def _comes_first(index: SyntaxIndex, node: ast.AST, cause: Place) -> bool:
        """Whether what reads a variable stands below in the same function: an earlier call met it."""
        function = index.function(node)
        return (
            function is not None
            and cause.index is index
            and index.function(cause.node) is function
            and flow.place(cause.node) > flow.place(node)
        )

    def _was_set_before(self, index: SyntaxIndex, node: ast.AST, variable: str, cause: Place) -> bool:
        """Whether the same code sets a variable above what reads it, too."""
        return cause.index is index and any(
            isinstance(target, ast.Subscript)
            and target is not node
            and _text(target.slice) == variable
            and flow.place(target) < flow.place(cause.node)
            and index.function(target) is index.function(cause.node) is index.function(node)
            and _is_environment(self.infer, index, target.value)
            for statement in index.slots
            if isinstance(statement, ast.Assign)
            for target in statement.targets
        )

    def _puts_back(self, index: SyntaxIndex, node: ast.AST, variable: str) -> bool:
        """Whether a variable is given what was read from it before."""
        parent = index.parents.get(node)
        value = parent.value if isinstance(parent, ast.Assign) else None
        return value is not None and any(
            self._reads_variable(file, source, variable) for file, source in self._sources(index, value)
        )

    def _sources(self, index: SyntaxIndex, value: ast.expr) -> Iterator[tuple[SyntaxIndex, ast.expr]]:
        """What a variable or attribute of the object was given."""
        bindings = []
        if isinstance(value, ast.Name):
            scope = index.scope(value)
            bindings = [(index, binding) for binding in scope.bindings.get(value.id, ())]
        elif isinstance(value, ast.Attribute):
            owner = index.owner_of_attribute(value)
            bindings = [] if owner is None else self.infer.classes.attribute_bindings(owner, value.attr)
        for file, binding in bindings:
            if binding.value is not None:
                yield file, binding.value

    def _reads_variable(self, index: SyntaxIndex, source: ast.expr, variable: str) -> bool:
        """Whether an expression reads an environment variable."""
        if isinstance(source, ast.Subscript):
            return _text(source.slice) == variable and _is_environment(self.infer, index, source.value)
        if not isinstance(source, ast.Call) or not source.args or _text(source.args[0]) != variable:
            return False
        return any(name in _READS_VARIABLE for name in self.infer.called_names(index, source))

    def _is_for_a_child(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether the same function starts another program after it has set a variable."""
        function = index.function(node)
        return any(
            name.startswith(("subprocess.", "multiprocessing.", "os.exec", "os.system", "os.spawn"))
            for call in index.calls
            if index.function(call) is function and call.lineno > node.lineno  # type: ignore[attr-defined]
            for name in self.infer.called_names(index, call)
        )

    def _meet(self, clash: Clash, at: Place, cause: Place, detail: str = "") -> None:
        program = None if self._leads is None or self._leads.index is at.index else self._leads
        self._found.setdefault((clash, at.node), Meeting(clash, at, cause, detail, program))


def _is_package(index: SyntaxIndex) -> bool:
    return index.source.path.name == "__init__.py"


def _joined(states: Sequence[_State | None], *, together: bool = False) -> _State | None:
    """What may be true where paths meet.

    Growth and limits have to stand on all paths, unless the paths part only over whether devices exist
    (``together``): independent switches of a program are seldom thrown at once.
    """
    alive = [state for state in states if state is not None]
    if not alive:
        return None
    first = alive[0]
    if all(state == first for state in alive):
        return first
    return _State(
        imported=_first(state.imported for state in alive),
        touched=_first(state.touched for state in alive),
        opened=_first(state.opened for state in alive),
        growth=_in_force([state.growth for state in alive], together),
        limit=_in_force([state.limit for state in alive], together),
        session=any(state.session for state in alive),
        graph=any(state.graph for state in alive),
        start_method=next((state.start_method for state in alive if state.start_method), ""),
        configured=frozenset().union(*(state.configured for state in alive)),
    )


def _in_force(paths: list[tuple[Place, ...]], together: bool) -> tuple[Place, ...]:
    """The configuring calls that count where paths meet."""
    if together:
        return tuple(dict.fromkeys(place for path in paths for place in path))
    if not all(paths):
        return ()
    return tuple(place for place in paths[0] if all(place in path for path in paths)) or paths[0]


def _with(places: tuple[Place, ...], place: Place) -> tuple[Place, ...]:
    """Places, and one that comes last."""
    return (*(one for one in places if one != place), place)


def _first(places: Iterator[Place | None]) -> Place | None:
    return next((place for place in places if place is not None), None)


def _is_looked_at(value: Value) -> bool:
    """Whether the walk may do anything about the call of a value, functions of the project aside."""
    if value.kind in (Kind.MODEL, Kind.LAYER):
        return True
    if value.kind is Kind.METHOD:
        receiver = value.receiver
        if receiver is not None and receiver.kind is Kind.MODEL:
            return True
    elif value.kind is not Kind.API:
        return False
    name = value.name
    return (
        name in _LOOKED_AT or name.startswith(("os.", "keras.", "tf.")) or catalog.creates(name) is not None
    )


def _runs_of_process(infer: Inference, index: SyntaxIndex, call: ast.Call) -> list[FunctionScope]:
    """The ``run`` methods of the objects that a call makes of project classes that are processes."""
    classes = [value.cls for value in infer.values(index, call.func) if value.kind is Kind.CLASS]
    runs = [
        infer.classes.find_method(cls, "run")
        for cls in classes
        if cls is not None and not catalog.FORKS.isdisjoint(infer.classes.library_bases(cls))
    ]
    return [run for run in runs if run is not None]


def _calls_in_order(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that evaluating a node makes, in the order in which they run."""
    # Last things first, since expressions nest deeper than calls may.
    found, stack = [], [node]
    while stack:
        current = stack.pop()
        if isinstance(current, ast.Call):
            found.append(current)
        children = ast.iter_child_nodes(current)
        stack += [child for child in children if not isinstance(child, (*FUNCTIONS, ast.ClassDef))]
    return reversed(found)


def _argument(call: ast.Call, position: int, keyword: str) -> ast.expr | None:
    if 0 <= position < len(call.args):
        return call.args[position]
    return next((k.value for k in call.keywords if k.arg == keyword), None)


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _gives_shape(infer: Inference, index: SyntaxIndex, layers: ast.expr) -> bool:
    """Whether a list of layers starts with a shape, so that the model builds its weights at once."""
    for node in walk_own(layers):
        if isinstance(node, ast.Call):
            if any(k.arg in ("input_shape", "input_dim", "batch_input_shape") for k in node.keywords):
                return True
            names = infer.called_names(index, node)
            if any(name in ("keras.Input", "keras.layers.InputLayer") for name in names):
                return True
    return False


def _is_environment(infer: Inference, index: SyntaxIndex, node: ast.expr) -> bool:
    return "os.environ" in infer.names(index, node)


def _bound_name(index: SyntaxIndex, call: ast.Call) -> str:
    """The name that a call's result is given, by assignment or ``with``."""
    parent = index.parents.get(call)
    target: ast.AST | None = None
    if isinstance(parent, ast.Assign):
        target = parent.targets[0]
    elif isinstance(parent, ast.withitem):
        target = parent.optional_vars
    return target.id if isinstance(target, ast.Name) else ""


def _handed_to_attribute(index: SyntaxIndex, call: ast.Call) -> list[ast.expr]:
    """What methods of a class hand to the pool that ``call`` makes for an attribute of its objects."""
    parent = index.parents.get(call)
    target = parent.targets[0] if isinstance(parent, ast.Assign) else None
    owner = index.owner_of_attribute(target)
    if not isinstance(target, ast.Attribute) or owner is None:
        return []
    handed = []
    for load in index.loads.get(target.attr, ()):
        method = index.parents.get(load)
        work = index.parents.get(method) if isinstance(method, ast.Attribute) else None
        if index.owner_of_attribute(load) is owner and isinstance(work, ast.Call) and work.func is method:
            handed += work.args[:1]
    return handed


def _child_calls(index: SyntaxIndex, call: ast.Call) -> list[ast.Call]:
    """The calls of the branch that a forked child runs: ``if os.fork() == 0:`` or on its result."""
    name = _bound_name(index, call)
    body = index.function(call)
    for node in ast.walk(index.tree if body is None else body.node):
        if isinstance(node, ast.If):
            parts = list(ast.walk(node.test))
            if call in parts or any(isinstance(p, ast.Name) and p.id == name for p in parts):
                is_child = isinstance(node.test, ast.UnaryOp) or any(isinstance(p, ast.Eq) for p in parts)
                inner = [n for part in (node.body if is_child else node.orelse) for n in ast.walk(part)]
                return [n for n in inner if isinstance(n, ast.Call)]
    return []
