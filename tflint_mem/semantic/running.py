"""Loops that run sessions of TensorFlow 1 for long, and whether their graph is complete before them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.numbers import Numbers
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.graphs import Graphs
    from tflint_mem.semantic.syntax import FunctionScope, SyntaxIndex
    from tflint_mem.semantic.values import Value

LONG = 100
"""Rounds from which on a loop counts as long."""

_MAYBE_GRAPH = frozenset({Kind.GRAPH, Kind.NONE, Kind.CIRCULAR})
"""What an expression for a graph stands for, as far as it is known: an attribute may be None at first."""


@dataclass(frozen=True)
class RunLoop:
    """A loop that runs a session, and the expression of the session."""

    loop: ast.For | ast.While
    session: ast.expr


class Running:
    """Answers which long loops run graphs, and what may still be added to those."""

    def __init__(self, graphs: Graphs) -> None:
        self.graphs = graphs
        self.infer = graphs.infer
        self.numbers = Numbers(graphs.infer)
        self.repetitions = graphs.repetitions
        self.creations = graphs.creations

    def open_loops(self, index: SyntaxIndex) -> list[RunLoop]:
        """The outermost long loops, also across calls, that run a session whose graph nothing finalizes."""
        loops = list(self._loops(index))
        return [
            found
            for found in loops
            if not self._is_run_by_another(index, found, loops) and not self._grows_later(index, found)
        ]

    def _grows_later(self, index: SyntaxIndex, found: RunLoop) -> bool:
        """Whether the graph of a loop has to take operations afterwards, by what is seen of the program.

        Code below the loop adds some, in its function or in one that leads there; or the function, or the
        object whose session it is, builds in the default graph and does so once more.
        """
        function, extending = index.function(found.loop), list(self.graphs.operations.extending(index))
        after = flow.end_place(found.loop)
        if any(index.function(node) is function and flow.place(node) > after for node in extending):
            return True
        if function is None:
            return False
        opened = [v for v in self.infer.values(index, found.session) if v.kind is Kind.SESSION]
        makers = {v.index.function(v.node) for v in opened if v.index is not None and v.node is not None}
        if not all(map(_is_of_default_graph, opened)):
            return False
        if self._callers_build_on(function, set()):
            return True
        if len(makers) != 1:
            return False
        maker = next(iter(makers))
        if (
            maker is None
            or maker.index is not index
            or not any(
                index.function(node) is maker and not self.graphs.contexts.is_in_graph_of(index, node, maker)
                for node in extending
            )
        ):
            return False
        calls = [(use.index, use.call) for use in self.infer.calls.uses(maker) if use.call is not None]
        if maker.owner is not None and maker.name == "__init__":
            calls = [*self.infer.classes.instantiations(maker.owner)]
        elif maker is not function:
            return False
        return len(calls) > 1 or any(self.repetitions.of(file, call) for file, call in calls)

    def _loops(self, index: SyntaxIndex) -> Iterator[RunLoop]:
        """The outermost long loops of functions that run a session, unless function or class finalizes."""
        finalized = self._finalizing(index)
        # A method that finalizes for a loop of its own says nothing of the other methods.
        owners = {f.owner for f in finalized if f is not None and not self._runs_loop(index, f)}
        seen: set[ast.AST] = set()
        for call in index.calls:
            session = self._session_of(index, call)
            if session is None:
                continue
            opened = [v for v in self.infer.values(index, session) if v.kind is Kind.SESSION]
            # Who made a default session may have finalized its graph; monitored ones do it themselves.
            if not opened or any("Monitored" in v.name or "get_default" in v.name for v in opened):
                continue
            function = index.function(call)
            owner = function.owner if function is not None else None
            if function in finalized or (owner is not None and owner in owners):
                continue
            if function is not None and (
                self._builds_in_graph_of_others(index, function, opened)
                or self._may_build_again(index, function, opened)
            ):
                continue
            loops = [
                loop
                for loop in flow.enclosing_loops(index, call)
                if self._is_long(index, loop) and not _opens_in(index, loop, opened)
            ]
            if loops and loops[-1] not in seen and isinstance(loops[-1], (ast.For, ast.While)):
                seen.add(loops[-1])
                if not self._adds_around(index, loops[-1], function, opened):
                    yield RunLoop(loops[-1], session)

    def _runs_loop(self, index: SyntaxIndex, function: FunctionScope) -> bool:
        """Whether a function itself runs a session in a loop."""
        return any(
            flow.enclosing_loops(index, call)
            for call in index.own_calls(function.node)
            if self._session_of(index, call) is not None
        )

    def _adds_around(
        self, index: SyntaxIndex, loop: ast.AST, function: FunctionScope | None, opened: list[Value]
    ) -> bool:
        """Whether a loop, or one that calls its function, adds what a finalized graph would refuse."""
        uses = self.infer.calls.uses(function) if function is not None else []
        outer = [(u.index, around) for u in uses for around in flow.enclosing_loops(u.index, u.node)]
        outer += [
            (index, around)
            for around in flow.enclosing_loops(index, loop)
            if not _opens_in(index, around, opened)
        ]
        return any(self.graphs.operations.extends_in(file, place) for file, place in ((index, loop), *outer))

    def _session_of(self, index: SyntaxIndex, call: ast.Call) -> ast.expr | None:
        """The session that a call runs, itself or through a function that has no loop for that."""
        if isinstance(call.func, ast.Attribute) and self.graphs.operations.runs(index, call):
            receiver = call.func.value
            known = Kind.SESSION in self.infer.kinds(index, receiver)
            return receiver if known else self._default_session(index, call)
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        if not any(isinstance(a, (ast.Name, ast.Attribute)) for a in given):
            return None
        if not any(self._is_long(index, loop) for loop in flow.enclosing_loops(index, call)):
            return None
        callees = self.infer.calls.callees(index, call)
        if not callees or not all(self._runs_once(callee) for callee in callees):
            return None
        # An object that holds the session itself may build on in methods that are called later.
        return next((a for a in given if Kind.SESSION in self.infer.kinds(index, a)), None)

    def _runs_of(self, function: FunctionScope) -> list[ast.Call]:
        index = function.index
        return [
            c for c in index.calls if index.function(c) is function and self.graphs.operations.runs(index, c)
        ]

    def _default_session(self, index: SyntaxIndex, call: ast.Call) -> ast.expr | None:
        """A mention of the session that operations and tensors run in by themselves."""
        function = index.function(call)
        blocks = [
            (item.optional_vars.id, parent)
            for parent in index.ancestors(call)
            if isinstance(parent, (ast.With, ast.AsyncWith)) and index.function(parent) is function
            for item in parent.items
            if isinstance(item.optional_vars, ast.Name)
        ]
        scope = index.module if function is None else function
        installed = [
            (name, scope.node)
            for name, bindings in scope.bindings.items()
            if any(
                isinstance(b.value, ast.Call)
                and "tf.InteractiveSession" in self.infer.called_names(index, b.value)
                for b in bindings
            )
        ]
        return next(
            (
                load
                for name, block in (*blocks, *installed)
                for load in index.loads.get(name, ())
                if index.function(load) is function
                and flow.contains(block, load)
                and Kind.SESSION in self.infer.kinds(index, load)
            ),
            None,
        )

    def _runs_once(self, function: FunctionScope) -> bool:
        """Whether a function runs a graph by itself, in no long loop, and does not finalize it."""
        index = function.index
        if function in self._finalizing(index):
            return False
        runs = self._runs_of(function)
        around = (loop for call in runs for loop in flow.enclosing_loops(index, call))
        return bool(runs) and not any(self._is_long(index, loop) for loop in around)

    def _builds_in_graph_of_others(
        self, index: SyntaxIndex, function: FunctionScope, opened: list[Value]
    ) -> bool:
        """Whether a function, or one that calls it, adds to the graph of a session that it was given.

        It could not do so again.
        """
        callers = [
            (use.index, use.index.function(use.call)) for use in self.infer.calls.uses(function) if use.call
        ]
        for file, scope in ((index, function), *callers):
            if scope is None:
                continue
            if any(v.index is file and v.node and file.function(v.node) is scope for v in opened):
                return False  # its own
            own = [call for call in file.calls if file.function(call) is scope]
            if any(self.graphs.operations.adds_any(file, c) for c in own) and not any(
                self._opens(file, c) for c in own
            ):
                return True
        return False

    def _may_build_again(self, index: SyntaxIndex, function: FunctionScope, opened: list[Value]) -> bool:
        """Whether project code that is handed a function may run it again, to add to a graph that stays."""
        if not all(_is_of_kept_graph(session, function) for session in opened):
            return False
        handed = (use for use in self.infer.calls.uses(function) if use.argument_of is not None)
        if not any(
            use.argument_of and self.infer.calls.callees(use.index, use.argument_of) for use in handed
        ):
            return False
        own = [call for call in index.calls if index.function(call) is function]
        return any(self.graphs.operations.adds_any(index, call) for call in own) and not any(
            self.creations.creators(index, call, Kind.GRAPH) for call in own
        )

    def _is_run_by_another(self, index: SyntaxIndex, found: RunLoop, loops: list[RunLoop]) -> bool:
        """Whether only loops among ``loops``, or functions that finalize before, run a loop's function."""
        function = index.function(found.loop)
        uses = self.infer.calls.uses(function) if function is not None else []
        others = [other.loop for other in loops if other is not found]
        return self._is_finalized_before(index, found.loop, frozenset()) or (
            bool(uses)
            and all(
                use.call is not None
                and (
                    (use.index is index and any(flow.contains(loop, use.call) for loop in others))
                    or self._is_finalized_before(use.index, use.call, frozenset())
                )
                for use in uses
            )
        )

    def _is_finalized_before(
        self, index: SyntaxIndex, place: ast.AST, seen: frozenset[FunctionScope]
    ) -> bool:
        """Whether the functions around a place, or all that run one of them, finalize a graph before."""
        while True:
            function = index.function(place)
            around = index.tree if function is None else function.node
            if any(
                self.infer.calls.runs_such("finalizes", index, call, self._finalizes)
                for call in index.own_calls(around)
                if flow.place(call) < flow.place(place)
            ):
                return True
            if function is None:
                return False
            uses = self.infer.calls.uses(function) if function not in seen else []
            runs = [(use.index, use.call or use.argument_of) for use in uses]
            if runs and all(
                run is not None and self._is_finalized_before(file, run, seen | {function})
                for file, run in runs
            ):
                return True
            place = function.node

    def _finalizes(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call finalizes a graph, as far as known: other things have a method of that name, too."""
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "finalize":
            return False
        values = self.infer.values(index, call.func.value)
        return not values or any(v.kind in _MAYBE_GRAPH or catalog.is_tensorflow(v.name) for v in values)

    def _finalizing(self, index: SyntaxIndex) -> list[FunctionScope | None]:
        """The functions of a file that finalize a graph themselves; None for its top level."""
        calls = index.calls_through({"finalize"})
        return [index.function(call) for call in calls if self._finalizes(index, call)]

    def is_complete_before(self, index: SyntaxIndex, found: RunLoop) -> bool:
        """Whether nothing that may still run needs the graph of a loop's session to take operations.

        That is the loop, a loop around it, what follows it, the function itself when it builds and runs more
        than once, and the callers: they may hand in the session, or go on to build.  False as well where the
        session is no variable that this file opens a session for.
        """
        session, function = found.session, index.function(found.loop)
        if not isinstance(session, ast.Name):
            return False
        bindings = index.scope(found.loop).bindings.get(session.id, [])
        hows = {binding.how for binding in bindings}
        if (
            not bindings
            or not hows <= {"value", "enter", "parameter"}
            or self._is_built_after(index, found.loop)
        ):
            return False
        makers = [binding.value for binding in bindings if binding.how != "parameter"]
        if not all(isinstance(call, ast.Call) and self._opens(index, call) for call in makers):
            return False  # it may be anybody's session
        if function is None:
            return True
        builds = any(index.function(node) is function for node in self.graphs.operations.extending(index))
        if builds and "parameter" not in hows:
            again = any(repetition.steps for repetition in self.repetitions.of(index, found.loop))
            builds = again or len(self.infer.calls.uses(function)) > 1
        return not builds and self._callers_are_done(index, function, set())

    def _makes_graph(self, index: SyntaxIndex, function: FunctionScope) -> bool:
        """Whether a function makes the graph that it runs, so that those of others are left alone."""
        return any(
            index.function(call) is function
            and (
                Kind.GRAPH in {value.kind for value in self.infer.values(index, call) if value.node is call}
                or not catalog.RESETS_GRAPH.isdisjoint(self.infer.called_names(index, call))
            )
            for call in index.calls
        )

    def _opens(self, index: SyntaxIndex, call: ast.Call) -> bool:
        return bool(self.creations.creators(index, call, Kind.SESSION))

    def _callers_are_done(
        self, index: SyntaxIndex, function: FunctionScope, seen: set[FunctionScope]
    ) -> bool:
        """Whether no function that leads to a function, all of this file, builds operations after it.

        Unknown callers may well do so, unless the graph is made for them.
        """
        if function in seen or self._makes_graph(index, function):
            return True
        seen.add(function)
        uses = self.infer.calls.uses(function)
        for use in uses:
            place = use.call or use.argument_of
            if place is None or use.index is not index or self._is_built_after(index, place):
                return False
            caller = index.function(place)
            if caller is not None and not self._callers_are_done(index, caller, seen):
                return False
        return bool(uses)

    def _callers_build_on(self, function: FunctionScope, seen: set[FunctionScope]) -> bool:
        """Whether a function that leads to a function builds operations after it, or in a loop around it."""
        if function in seen or self._makes_graph(function.index, function):
            return False
        seen.add(function)
        for use in self.infer.calls.uses(function):
            if use.call is None:
                continue
            caller = use.index.function(use.call)
            if self._is_built_after(use.index, use.call):
                return True
            if caller is not None and self._callers_build_on(caller, seen):
                return True
        return False

    def _is_built_after(self, index: SyntaxIndex, place: ast.AST) -> bool:
        """Whether the function around a place builds operations after it, or in a loop around it."""
        function, around = index.function(place), flow.enclosing_loops(index, place)
        return any(
            index.function(node) is function
            and (flow.place(node) > flow.place(place) or any(flow.contains(loop, node) for loop in around))
            and not flow.exclude_each_other(index, place, node)
            for node in self.graphs.operations.extending(index)
        )

    def _is_long(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        """Whether a loop is a ``while``, or goes over a range that is not visibly short."""
        if isinstance(loop, ast.While):
            return True
        if not isinstance(loop, ast.For):
            return False
        over = self.infer.containers.drawn_from(index, loop.iter)
        names = self.infer.called_names(index, over) if isinstance(over, ast.Call) else []
        if not isinstance(over, ast.Call) or not any(catalog.COUNTS_UP.match(name) for name in names):
            return False
        last = over.args[min(1, len(over.args) - 1)] if over.args else None
        return max(self.numbers.integers(index, last), default=LONG) >= LONG


def _is_of_default_graph(session: Value) -> bool:
    """Whether a session is opened without being told a graph."""
    call = session.node
    return (
        isinstance(call, ast.Call) and len(call.args) < 2 and not any(k.arg == "graph" for k in call.keywords)
    )


def _is_of_kept_graph(session: Value, function: FunctionScope) -> bool:
    """Whether a session is opened on a graph that an object keeps, or by a helper that is told the graph."""
    if not isinstance(session.node, ast.Call) or session.index is None:
        return False
    graph = next((k.value for k in session.node.keywords if k.arg == "graph"), None)
    elsewhere = session.index.function(session.node) is not function
    return graph is not None and (elsewhere or isinstance(graph, ast.Attribute))


def _opens_in(index: SyntaxIndex, loop: ast.AST, sessions: list[Value]) -> bool:
    """Whether each round of a loop opens its own session, whose graph cannot be finalized before the loop."""
    return any(
        session.index is index and session.node is not None and flow.contains(loop, session.node)
        for session in sessions
    )
