"""Graphs of TensorFlow 1: what adds to them, what runs them, and which code keeps adding while it runs."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    DEFINITIONS,
    FUNCTIONS,
    FunctionScope,
    SyntaxIndex,
    tail_of,
    walk_own,
)
from tflint_mem.semantic.values import Kind, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.creation import Creations
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition, Repetitions
    from tflint_mem.semantic.values import Value

_GRAPH_MODE = (b"Session", b"session(", b"placeholder", b"compat.v1", b"disable_eager", b"disable_v2")
"""What stands in programs that run TensorFlow 1 graphs, in one file or another."""

MAX_BUILDERS = 3
"""How many calls lie at most between a loop and the network that it builds anew."""

MAX_FEW = 4
"""Rounds up to which a loop over a display is no matter of growth when the rounds share variables."""

FAR_BUILDERS = 5
"""How many more calls may lie between where nothing is reported of such a network, nor of its operations."""

_FAR = MAX_BUILDERS + FAR_BUILDERS + 1

_OLD_NAMES = ("Session", "placeholder", "global_variables_initializer")
_OLD_SESSION = re.compile(rf"\btf\.({'|'.join(_OLD_NAMES)})\(".encode())
_SWITCHES = tuple(sorted(name.rpartition(".")[2] for name in catalog.GRAPH_SWITCHES | catalog.EAGER_PROGRAM))
_GRAPH_VALUES = frozenset({Kind.SYMBOLIC, Kind.TENSOR, Kind.VARIABLE})
_NUMERIC = (ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.MatMult)
"""Operators that no text knows, ``*`` aside."""
_PARTS = frozenset({Kind.SYMBOLIC, Kind.TENSOR, Kind.VARIABLE, Kind.LAYER})
_REGROUPS = frozenset(
    f"builtins.{name}" for name in ("list", "tuple", "sorted", "reversed", "enumerate", "zip")
)
"""What hands on the elements of a collection."""
_OPERATORS = (ast.BinOp, ast.UnaryOp, ast.Subscript)
_ENDS = frozenset(
    f"{owner}.{end}" for owner in ("keras.Model", "keras.layers.Layer") for end in ("input", "output")
)
"""Attributes of models and layers that hold a symbolic tensor, or a list of them."""
_MAKES_GRAPH = frozenset({"tf.Graph"})


_DEFAULTS = frozenset({"tf.get_default_session", "tf.reset_default_graph"})


@dataclass(frozen=True)
class Growth:
    """An expression that adds operations to a graph again and again while sessions run it.

    Attributes:
        node: the outermost expression that adds them.
        repetition: what repeats it.
    """

    node: ast.expr
    repetition: Repetition


class Graphs:
    """Answers what code does to the graphs of TensorFlow 1."""

    def __init__(self, inference: Inference, repetitions: Repetitions, creations: Creations) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.creations = creations

    # -- running -------------------------------------------------------------------------------------

    def is_graph_tensor(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression certainly is a tensor or variable, and no array."""
        kinds = self.infer.kinds(index, node)
        if kinds & _GRAPH_VALUES and kinds <= _GRAPH_VALUES | {Kind.NONE, Kind.CIRCULAR}:
            return True
        return kinds <= {Kind.PLAIN, Kind.CIRCULAR} and self._sums_tensors(index, node)

    def _sums_tensors(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a variable starts as a number and has tensors added to it."""
        if not isinstance(node, ast.Name):
            return False
        bindings = index.home(node).bindings.get(node.id, [])
        added = [b for b in bindings if b.how == "augment"]
        return (
            bool(added)
            and all(b.value is not None and self.is_graph_tensor(index, b.value) for b in added)
            and all(isinstance(b.value, ast.Constant) for b in bindings if b not in added)
        )

    def runs(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call makes a session run a graph."""
        if not isinstance(call.func, ast.Attribute):
            return False
        method, receiver = call.func.attr, call.func.value
        if method in ("run", "partial_run"):
            known = self.infer.values(index, receiver)
            if known:
                return of_kind(known, Kind.SESSION) is not None
            if self._is_of_test_case(index, receiver) and "compat" in index.source.text:
                return self._is_fed(index, call)  # in eager mode it hands on what is there already
            return (
                self._is_fed(index, call)
                or any(self._has_symbol(index, fetch) for fetch in self.fetches(call))
                or self._is_training(index, receiver)
            )
        if method == "eval":
            operands = _sides(receiver)
            return any(self.is_graph_tensor(index, node) for node in (receiver, *operands)) or (
                self._is_fed(index, call) and not self.infer.values(index, receiver)
            )
        return method == "save" and "tf.train.Saver.save" in self.infer.called_names(index, call)

    def _is_of_test_case(self, index: SyntaxIndex, session: ast.expr) -> bool:
        """Whether a session is the one that a test case of TensorFlow hands out."""
        if not isinstance(session, ast.Name):
            return False
        makers = [binding.value for binding in index.home(session).bindings.get(session.id, ())]
        return bool(makers) and all(
            isinstance(maker, ast.Call)
            and isinstance(maker.func, ast.Attribute)
            and maker.func.attr in catalog.TEST_SESSIONS
            and (owner := index.owner_of_attribute(maker.func)) is not None
            and "tf.test.TestCase" in self.infer.classes.library_bases(owner)
            for maker in makers
        )

    def _is_training(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a variable holds the operation that an optimizer of TensorFlow 1 has made."""
        makers = self._values_of(index, node) if isinstance(node, ast.Name) else []
        return any(
            isinstance(maker, ast.Call)
            and isinstance(maker.func, ast.Attribute)
            and maker.func.attr in ("minimize", "apply_gradients")
            and Kind.OPTIMIZER in self.infer.kinds(index, maker.func.value)
            for maker in makers
        )

    def _has_symbol(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a fetch names a tensor of a graph; where graphs are the default, any tensor is one."""
        default = self.is_graph_program(index)
        symbols = _GRAPH_VALUES if default else frozenset({Kind.SYMBOLIC})
        return any(
            not symbols.isdisjoint(self.infer.kinds(index, inner))
            or (default and isinstance(inner, ast.Call) and self.adds(index, inner))
            for inner in walk_own(node)
            if isinstance(inner, (ast.Name, ast.Attribute, ast.Call))
        )

    def _is_fed(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call feeds tensors: by keyword, or by position in a program of TensorFlow 1."""
        if any(keyword.arg == "feed_dict" for keyword in call.keywords):
            return True
        place = 0 if isinstance(call.func, ast.Attribute) and call.func.attr == "eval" else 1
        given = call.args[place] if len(call.args) > place else None
        return (
            isinstance(given, ast.Dict)
            and any(isinstance(key, (ast.Name, ast.Attribute)) for key in given.keys)
            and self.is_graph_program(index)
        )

    @staticmethod
    def fetches(call: ast.Call) -> list[ast.expr]:
        """What a call that runs a graph asks for."""
        assert isinstance(call.func, ast.Attribute)
        if call.func.attr == "eval":
            return [call.func.value]
        return [*call.args[:1], *(k.value for k in call.keywords if k.arg == "fetches")]

    def leans_on_defaults(self, index: SyntaxIndex, root: ast.AST, but: str) -> bool:
        """Whether code below ``root`` may run in the default session, or makes a new default graph.

        What it calls counts as well.

        Args:
            index: the file.
            root: a statement.
            but: a variable; what stands under its ``as_default()`` does not count.
        """
        return any(
            self._uses_defaults(index, call) and not self._is_under_default(index, call, but)
            for call in index.own_calls(root)
        )

    def adds_to_default(self, index: SyntaxIndex, root: ast.AST) -> bool:
        """Whether code below ``root`` adds operations to whatever graph is the default one."""
        return any(
            self.may_add(index, call) and not self._is_under_default(index, call, None)
            for call in index.own_calls(root)
        )

    def _uses_defaults(self, index: SyntaxIndex, call: ast.Call) -> bool:
        names = self.infer.called_names(index, call)
        if any(name in _DEFAULTS or name.startswith("keras.") for name in names):
            return True
        callees = self.infer.calls.callees(index, call)
        if callees:
            return any(self._function_leans(callee) for callee in callees)
        if names or not isinstance(call.func, ast.Attribute):
            return False
        receiver = {value.kind for value in self.infer.values(index, call.func.value)}
        if Kind.MODEL in receiver:
            return True
        if call.func.attr not in ("eval", "run") or len(call.args) > 1:
            return False
        if any(keyword.arg == "session" for keyword in call.keywords):
            return False
        return receiver <= {Kind.TENSOR, Kind.SYMBOLIC, Kind.VARIABLE} and (
            bool(receiver) or call.func.attr == "eval"
        )

    def _function_leans(self, function: FunctionScope) -> bool:
        return self.infer.remember(
            ("leans on defaults", function),
            lambda: any(self.leans_on_defaults(function.index, part, "") for part in _body(function.node)),
            False,
        )

    def _is_under_default(self, index: SyntaxIndex, call: ast.Call, name: str | None) -> bool:
        """Whether a call stands under ``as_default()`` of a variable, or of anything."""
        return any(
            isinstance(parent, (ast.With, ast.AsyncWith))
            and any(
                _is_method(item.context_expr, "as_default")
                and (name is None or ast.unparse(item.context_expr) == f"{name}.as_default()")
                for item in parent.items
            )
            for parent in index.ancestors(call)
        )

    def runs_in(self, index: SyntaxIndex, root: ast.AST) -> bool:
        """Whether running the code below ``root`` runs a graph, also through what it calls."""
        return any(
            self.runs(index, call)
            or any(self._function_runs(f) for f in self.infer.calls.callees(index, call))
            for call in index.own_calls(root)
        )

    def _function_runs(self, function: FunctionScope) -> bool:
        return self.infer.remember(
            ("runs graph", function),
            lambda: any(self.runs_in(function.index, part) for part in _body(function.node)),
            False,
        )

    def _round_runs(self, repetition: Repetition, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether one round of a repetition runs a graph."""
        if repetition.how == "loop":
            return any(self.runs_in(repetition.index, part) for part in _body(repetition.node))
        frames = [(index, node), *((step.index, step.node) for step in repetition.steps)]
        functions = [file.function(place) for file, place in frames]
        return any(function is not None and self._function_runs(function) for function in functions)

    # -- adding --------------------------------------------------------------------------------------

    def may_add(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call adds operations, itself or through the project function that it calls."""
        return self.adds(index, call) or self._calls_builder(index, call)

    def _calls_builder(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether every project function that a call may run only builds."""
        callees = self.infer.calls.callees(index, call)
        return bool(callees) and all(map(self._only_builds, callees))

    def extends(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call may add operations at any depth, which a finalized graph forbids."""
        return self.adds_any(index, call) or any(
            map(self._function_extends, self.infer.calls.callees(index, call))
        )

    def collects_what_is_made(self, index: SyntaxIndex, node: ast.expr, loop: ast.AST) -> bool:
        """Whether an operation is about all variables of a graph, to which the loop may add some."""
        names = self.infer.called_names(index, node) if isinstance(node, ast.Call) else []
        if not any(catalog.OF_ALL_VARIABLES.match(name) for name in names):
            return False
        return any(
            not self.infer.kinds(index, call).isdisjoint((Kind.VARIABLE, Kind.LAYER, Kind.MODEL))
            or any(catalog.MAKES_VARIABLES.match(name) for name in self.infer.called_names(index, call))
            or (bool(self.infer.calls.callees(index, call)) and self.may_add(index, call))
            for call in index.own_calls(loop)
            if call is not node
        )

    def extending(self, index: SyntaxIndex) -> Iterator[ast.expr]:
        """The expressions of a file that may add operations: calls, and arithmetic in what sessions run."""
        yield from (call for call in index.calls if self.extends(index, call))
        yield from (node for node in self._candidates(index) if not isinstance(node, ast.Call))

    def extends_in(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        """Whether a round of a loop may add operations, by calls or by what it fetches."""
        return any(self.extends(index, call) for call in index.own_calls(loop)) or any(
            flow.contains(loop, node) for node in self._candidates(index)
        )

    def adds_any(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call may add operations, however few, which a finalized graph forbids."""
        return any(self._is_operation(call, callee) for callee in self.infer.values(index, call.func)) or any(
            name in catalog.STARTS_DEVICES for name in self.infer.called_names(index, call)
        )

    def _function_extends(self, function: FunctionScope) -> bool:
        def find() -> bool:
            index = function.index
            calls = [call for part in _body(function.node) for call in index.own_calls(part)]
            operators = [node for node in self._candidates(index) if index.function(node) is function]
            return any(
                not self._is_in_graph_of(index, node, function)
                for node in (*(call for call in calls if self.extends(index, call)), *operators)
            )

        return self.infer.remember(("extends", function), find, False)

    def _only_builds(self, function: FunctionScope) -> bool:
        """Whether each call of a project function adds operations, and does not run them."""
        return self.infer.remember(
            ("only builds", function), lambda: self._find_building(function), False
        ) and not self._function_runs(function)

    def _find_building(self, function: FunctionScope) -> bool:
        if function.is_generator or not self._has_building(function):
            return False
        return not (
            _is_wrapped(function)
            or self.repetitions.is_cached(function)
            or self.infer.calls.does(function, catalog.RESETS_GRAPH)
            or self.repetitions.is_traced(function)
        )

    def _has_building(self, function: FunctionScope) -> bool:
        """Whether each call of a function evaluates something that adds operations to the default graph."""
        index = function.index
        return any(
            self.may_add(index, call)
            and not self._belongs_elsewhere(index, call)
            and not self.repetitions.is_guarded(index, call, function.node)
            and not self._is_in_graph_of(index, call, function)
            and not self._is_in_unknown_graph(index, call)
            and not self._is_for_tensors(index, call)
            for part in _body(function.node)
            for call in index.own_calls(part)
        ) or any(
            not self._is_for_tensors(index, value)
            and any(True for _ in self._fetched(index, value, False, set()))
            for value in function.returns
        )

    def _is_for_tensors(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node runs where something is a tensor, by the test of an ``if``, and not for arrays."""
        child = node
        for parent in index.ancestors(node):
            if isinstance(parent, FUNCTIONS):
                return False
            if isinstance(parent, ast.If) and child in parent.body:
                return any(self._asks_for_tensor(index, inner) for inner in walk_own(parent.test))
            child = parent
        return False

    def _asks_for_tensor(self, index: SyntaxIndex, test: ast.AST) -> bool:
        if not isinstance(test, ast.Call):
            return False
        if "tf.is_tensor" in self.infer.called_names(index, test):
            return True
        return tail_of(test.func) == "isinstance" and any(
            name in ("tf.Tensor", "tf.Variable")
            for argument in test.args[1:]
            for inner in walk_own(argument)
            if isinstance(inner, (ast.Name, ast.Attribute))
            for name in self.infer.names(index, inner)
        )

    def _is_in_graph_of(self, index: SyntaxIndex, node: ast.AST, function: FunctionScope) -> bool:
        """Whether a node stands under a graph that ``function`` makes."""
        return any(
            graph is not None and self._is_made_here(index, graph, function)
            for graph in self._graph_contexts(index, node, None)
        )

    def _is_in_unknown_graph(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node stands under ``as_default()`` of something unknown, which may be new each time."""
        for parent in index.ancestors(node):
            if isinstance(parent, FUNCTIONS):
                return False
            if isinstance(parent, (ast.With, ast.AsyncWith)) and any(
                isinstance(item.context_expr, ast.Call)
                and isinstance(item.context_expr.func, ast.Attribute)
                and item.context_expr.func.attr == "as_default"
                and not self.infer.values(index, item.context_expr.func.value)
                for item in parent.items
            ):
                return True
        return False

    def adds(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call, in graph mode, adds operations to the default graph each time it runs."""
        callees = [value for value in self.infer.values(index, call.func) if value.kind is not Kind.NONE]
        return bool(callees) and all(self._is_operation(call, callee) for callee in callees)

    @staticmethod
    def _is_operation(call: ast.Call, callee: Value) -> bool:
        """Whether calling a value adds operations."""
        if callee.kind is Kind.API:
            # The summaries of TensorFlow 2 write at once.
            at_once = callee.name.startswith("tf.summary.") and any(k.arg == "step" for k in call.keywords)
            # A saver of what another one has built finds its operations in the graph (measured).
            found = callee.name == "tf.train.Saver" and any(k.arg == "saver_def" for k in call.keywords)
            return catalog.builds_op(callee.name) and not at_once and not found
        if callee.kind is Kind.OBJECT:
            return callee.name in catalog.CALLED_OBJECTS
        if callee.kind is Kind.METHOD and callee.receiver is not None:
            receiver = callee.receiver
            methods = catalog.BUILDING_METHODS.get(receiver.kind, frozenset())
            return callee.name.rpartition(".")[2] in methods and (
                receiver.kind is not Kind.OBJECT or catalog.GRAPH_OBJECTS.match(receiver.name) is not None
            )
        return callee.kind in (Kind.MODEL, Kind.LAYER)

    def _candidates(self, index: SyntaxIndex) -> dict[ast.expr, bool]:
        """The expressions of a file that add operations, and whether a session is known to run each."""
        return self.infer.remember(("adds ops", index), lambda: self._find_candidates(index), {})

    def _find_candidates(self, index: SyntaxIndex) -> dict[ast.expr, bool]:
        found: dict[ast.expr, bool] = {}
        project = self.infer.project
        wrappers = tuple(name.rpartition(".")[2].encode() for name in project.settings.session_wrappers)
        runs = ".run(" in index.source.text or ".eval(" in index.source.text
        if not runs and not project.works_with(index.source.path, (*_GRAPH_MODE, *wrappers)):
            return found
        for call in index.calls:
            if self.runs(index, call):
                assert isinstance(call.func, ast.Attribute)
                session = Kind.SESSION in self.infer.kinds(index, call.func.value) or (
                    call.func.attr == "eval" and self._is_fed(index, call)
                )
                for fetch in self.fetches(call):
                    for node in self._fetched(index, fetch, session, set()):
                        found[node] = True
        for call in index.calls:
            if call not in found and self.may_add(index, call):
                found[call] = False
        return found

    def _fetched(
        self, index: SyntaxIndex, node: ast.expr, session: bool, seen: set[ast.expr]
    ) -> Iterator[ast.expr]:
        """The expressions below a fetch, and behind its variables, that add operations when evaluated.

        Args:
            index: the file.
            node: a fetch, or a part of one.
            session: whether what ``node`` stands for is given to a known session as it is.
            seen: the expressions that were followed before.
        """
        if node in seen:
            return
        seen.add(node)
        if isinstance(node, ast.Name):
            for value in self._values_of(index, node):
                yield from self._fetched(index, value, False, seen)
        elif isinstance(node, ast.Call):
            if self._adds_in_fetch(index, node, session):
                yield node
                yield from self._behind(index, [*node.args, *(k.value for k in node.keywords)], seen)
            elif "builtins.list" in self.infer.called_names(index, node) and node.args:
                yield from self._fetched(index, node.args[0], session, seen)
        elif isinstance(node, ast.Attribute):
            if any(self._only_builds(getter) for getter in self.infer.classes.getters(index, node)):
                yield node
        elif isinstance(node, ast.BinOp) and any(isinstance(s, (ast.List, ast.Tuple)) for s in _sides(node)):
            for side in _sides(node):
                yield from self._fetched(index, side, session, seen)
        elif isinstance(node, _OPERATORS):
            if self._is_graph_operator(index, node, session):
                yield node
            if isinstance(node, ast.Subscript):
                yield from self._fetched(index, node.value, False, seen)
            else:
                yield from self._behind(index, _sides(node), seen)
        else:
            for part in _parts(node):
                yield from self._fetched(index, part, session, seen)

    def _behind(self, index: SyntaxIndex, nodes: list[ast.expr], seen: set[ast.expr]) -> Iterator[ast.expr]:
        """What adds operations behind the variables among the operands of an operation."""
        for node in nodes:
            if isinstance(node, ast.Name):
                yield from self._fetched(index, node, False, seen)

    def _adds_in_fetch(self, index: SyntaxIndex, call: ast.Call, session: bool) -> bool:
        callees = self.infer.calls.callees(index, call)
        fetched = isinstance(call.func, ast.Attribute) and call.func.attr in catalog.FETCHED_METHODS
        return (
            self.adds(index, call)
            or (session and fetched and not callees)
            or self._calls_builder(index, call)
        )

    def _values_of(self, index: SyntaxIndex, name: ast.Name) -> list[ast.expr]:
        scope = index.scope(name)
        bindings = flow.reaching(index, scope.bindings.get(name.id, []), name)
        return [b.value for b in bindings if b.how == "value" and b.value is not None]

    def _is_graph_operator(self, index: SyntaxIndex, node: ast.expr, session: bool) -> bool:
        """Whether an operator or subscript works on a graph tensor, and so adds an operation.

        What a session is asked to run is a tensor, so arithmetic on the unknown counts there.
        """
        if isinstance(node, ast.Subscript):
            return self.is_graph_tensor(index, node.value) or self._is_cut_of_end(index, node)
        operands = [node.operand] if isinstance(node, ast.UnaryOp) else _sides(node)
        if any(self.is_graph_tensor(index, operand) for operand in operands):
            return not isinstance(node, ast.UnaryOp) or isinstance(node.op, (ast.USub, ast.Invert))
        operator = getattr(node, "op", None)
        numeric = isinstance(operator, (*_NUMERIC, ast.USub))
        unknown = [operand for operand in operands if not self.infer.values(index, operand)]
        return session and numeric and bool(unknown) and not any(map(_is_text, operands))

    def _is_cut_of_end(self, index: SyntaxIndex, node: ast.Subscript) -> bool:
        """Whether a subscript cuts the output of a model: one of several outputs has no two places."""
        if not isinstance(node.slice, ast.Tuple) or not isinstance(node.value, ast.Attribute):
            return False
        values = self.infer.values(index, node.value)
        return bool(values) and all(value.name in _ENDS for value in values)

    # -- adding while running ------------------------------------------------------------------------

    def growths(self, index: SyntaxIndex) -> Iterator[Growth]:
        """The expressions of a file that grow a graph at every round of something that also runs it."""
        found: dict[ast.expr, Repetition] = {}
        for node, fetched in self._candidates(index).items():
            repetition = self._grows_in(index, node, fetched)
            if repetition is not None:
                found[node] = repetition
        for node in sorted(found, key=flow.place):
            inner = any(parent in found for parent in _within_statement(index, node))
            if not inner:
                yield Growth(node, found[node])

    def _grows_in(self, index: SyntaxIndex, node: ast.expr, fetched: bool) -> Repetition | None:
        if isinstance(node, ast.Call) and self._belongs_elsewhere(index, node):
            return None
        if isinstance(node, ast.Call) and self._is_of_new_iterator(index, node):
            return None
        repetition = self.repetition_in_graph(index, node, fetched)
        function = index.function(node) if repetition is not None else None
        return None if function is not None and self.repetitions.is_traced(function) else repetition

    def repetition_in_graph(
        self, index: SyntaxIndex, node: ast.expr, fetched: bool = False
    ) -> Repetition | None:
        """What evaluates an expression again and again in one graph, which it also runs; None if nothing."""
        function = index.function(node)
        if not self._runs_around(index, node, function):
            return None
        for repetition in self.repetitions.of(index, node, eager=True):
            if repetition.node in self.rebuilt_regions(repetition.index):
                return None  # one cause, one diagnostic: the network as a whole
            if getattr(repetition.node, "elt", None) is node:
                continue  # what a comprehension collects is a part of a graph that is being built
            if self.goes_over_parts(repetition, index, node):
                continue  # a graph has as many parts as it has
            if self.makes_what_is_saved(repetition) and self._is_about_new_variable(repetition, index, node):
                continue  # as are the variables that a checkpoint is written of
            if self.has_few_rounds(repetition):
                continue
            if repetition.steps and (function is None or not self._function_runs(function)):
                continue  # the call of a function that only builds is what the loop repeats
            if (
                self._round_runs(repetition, index, node)
                and self.in_graph_mode(repetition, index, node, fetched)
                and not self.has_own_graph(repetition, index, node)
                and not self.creations.clears_state(repetition, index, node)
            ):
                return repetition
        return None

    def goes_over_parts(self, repetition: Repetition, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a loop goes over layers, variables or tensors of a network, and ``node`` is about each."""
        bound = self._targets(repetition, index)
        names = [name for name in ast.walk(node) if isinstance(name, ast.Name) and name.id in bound]
        return any(self._is_part(index, repetition.node, name) for name in names) or (
            bool(names) and any(self._holds_parts(index, it) for _, it in _clauses(repetition.node))
        )

    def _holds_parts(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a collection comes from a project function that only builds: what it holds was built."""
        return self.infer.remember(
            ("holds parts", node), lambda: self._find_whether_it_holds_parts(index, node), False
        )

    def _find_whether_it_holds_parts(self, index: SyntaxIndex, node: ast.expr) -> bool:
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("items", "values"):
                return self._holds_parts(index, node.func.value)
            if any(name in _REGROUPS for name in self.infer.called_names(index, node)):
                return any(self._holds_parts(index, given) for given in node.args)
            callees = self.infer.calls.callees(index, node)
            return bool(callees) and all(map(self._only_builds, callees))
        if not isinstance(node, ast.Name):
            return False
        bindings = flow.reaching(index, index.home(node).bindings.get(node.id, []), node)
        return bool(bindings) and all(
            b.how in ("value", "unpack") and b.value is not None and self._holds_parts(index, b.value)
            for b in bindings
        )

    def goes_over_layers(self, repetition: Repetition, index: SyntaxIndex) -> bool:
        """Whether a loop takes up one layer in each round."""
        return any(
            isinstance(load, ast.Name)
            and flow.contains(repetition.node, load)
            and Kind.LAYER in self.infer.kinds(index, load)
            for name in sorted(self._targets(repetition, index))
            for load in index.loads.get(name, ())
        )

    def _targets(self, repetition: Repetition, index: SyntaxIndex) -> set[str]:
        """The variables that a loop itself binds, but for elements of datasets."""
        loop = repetition.node
        if repetition.how != "loop" or repetition.steps:
            return set()
        return {
            name.id
            for target, iterable in _clauses(loop)
            if Kind.DATASET not in self.infer.kinds(index, iterable)
            for name in ast.walk(target)
            if isinstance(name, ast.Name)
        }

    def _is_part(self, index: SyntaxIndex, loop: ast.AST, operand: ast.Name) -> bool:
        """Whether the variable of a loop stands for a part of a network: by its values, or by its use."""
        parent = index.parents.get(operand)
        if not _PARTS.isdisjoint(self.infer.kinds(index, operand)) or _is_assigned(parent, operand):
            return True
        loads = [load for load in index.loads.get(operand.id, ()) if flow.contains(loop, load)]
        parents = [index.parents.get(load) for load in loads]
        return isinstance(parent, ast.Call) and any(
            _is_assigned(other, load) or (isinstance(other, ast.Attribute) and other.attr in ("name", "op"))
            for other, load in zip(parents, loads, strict=True)
        )

    def makes_what_is_saved(self, repetition: Repetition) -> bool:
        """Whether a saver that is made after a loop writes the variables that the rounds make."""
        index, loop = repetition.index, repetition.node
        if repetition.how != "loop" or not isinstance(loop, (ast.For, ast.AsyncFor)):
            return False
        over = self.infer.containers.drawn_from(index, loop.iter)
        names = self.infer.called_names(index, over) if isinstance(over, ast.Call) else []
        if any(catalog.COUNTS_UP.match(name) for name in names):
            return False  # steps, and no table of what the graph has to hold
        return any(
            flow.place(call) > flow.end_place(loop)
            and index.function(call) is index.function(loop)
            and "tf.train.Saver" in self.infer.called_names(index, call)
            for call in index.calls_through({"Saver"})
        )

    def _is_about_new_variable(self, repetition: Repetition, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression names a variable of a graph that the same round has made."""
        region = repetition.node if not repetition.steps else index.function(node)
        inside = region.node if isinstance(region, FunctionScope) else region
        return any(
            binding.how == "value" and inside is not None and flow.contains(inside, binding.node)
            for name in walk_own(node)
            if isinstance(name, ast.Name) and Kind.VARIABLE in self.infer.kinds(index, name)
            for binding in index.home(name).bindings.get(name.id, ())
        )

    def is_named_anew(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call that makes a variable computes its name, or leaves it to a project function."""
        place = 0 if "tf.get_variable" in self.infer.called_names(index, call) else None
        name = call.args[place] if place is not None and call.args else None
        name = next((k.value for k in call.keywords if k.arg == "name"), name)
        if name is None:
            return bool(self.infer.calls.callees(index, call))
        return not isinstance(name, ast.Constant)

    def _runs_around(self, index: SyntaxIndex, node: ast.AST, function: FunctionScope | None) -> bool:
        """Whether the function around a node runs a graph, or, outside of functions, a loop around it."""
        if function is not None:
            return self._function_runs(function)
        loops = flow.enclosing_loops(index, node)
        return any(self.runs_in(index, part) for loop in loops for part in _body(loop))

    def is_found_again(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether ``get_variable`` hands out a known variable, or raises, from the second round on.

        It does so for a name that is the same in each round, and under a scope that shares its variables.
        """
        if "tf.get_variable" not in self.infer.called_names(index, call):
            return False
        name = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "name"), None)
        scopes = list(_variable_scopes(index, call))
        names = [name, *(part for scope in scopes for part in scope.args[:1])]
        return any(map(_shares_variables, scopes)) or all(isinstance(part, ast.Constant) for part in names)

    def shares_variables(self, repetition: Repetition) -> bool:
        """Whether a call between a loop and what it repeats stands under a scope that shares variables."""
        return any(
            _shares_variables(scope)
            for step in repetition.steps
            for scope in _variable_scopes(step.index, step.node)
        )

    def _belongs_elsewhere(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether making layers, models or iterators is what a call does, which other rules speak of."""
        kinds = (Kind.LAYER, Kind.MODEL, Kind.VARIABLE)
        return any(
            callee.kind is Kind.API and catalog.creates(callee.name) in kinds
            for callee in self.infer.values(index, call.func)
        )

    def _is_of_new_iterator(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether ``get_next()`` is called on an iterator that the same round has made."""
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "get_next":
            return False
        loops = flow.enclosing_loops(index, call)
        return any(
            value.name == catalog.ITERATOR
            and value.node is not None
            and value.index is index
            and index.function(value.node) is index.function(call)
            and (not loops or flow.contains(loops[0], value.node))
            for value in self.infer.values(index, call.func.value)
        )

    def in_graph_mode(
        self, repetition: Repetition, index: SyntaxIndex, node: ast.expr, fetched: bool
    ) -> bool:
        """Whether an expression certainly runs in graph mode when a repetition reaches it."""
        if fetched or self._is_fetched_later(index, node):
            return True
        frames = [(index, node), *((step.index, step.node) for step in repetition.steps)]
        frames.append((repetition.index, repetition.node))  # type: ignore[arg-type]
        if any(self.is_under_graph(file, place) for file, place in frames):
            return True
        if any(
            self._is_of_graph(value)
            for inner in walk_own(node)
            if isinstance(inner, (ast.Name, ast.Attribute))
            for value in self.infer.values(index, inner)
        ):
            return True
        return any(self.is_graph_program(file) for file in dict.fromkeys(file for file, _ in frames))

    def _is_of_graph(self, value: Value) -> bool:
        """Whether a value is a symbolic tensor of a graph: eager programs make models of ``Input`` alone."""
        if value.kind is not Kind.SYMBOLIC or value.name == "keras.Input":
            return False
        if value.name or value.index is None or not isinstance(value.node, ast.Call):
            return True
        given = [
            name
            for argument in (*value.node.args, *(keyword.value for keyword in value.node.keywords))
            for name in walk_own(argument)
            if isinstance(name, (ast.Name, ast.Attribute))
        ]
        file = value.index
        inputs = [v for name in given for v in self.infer.values(file, name) if v.kind is Kind.SYMBOLIC]
        key = ("of graph", file, value.node)
        return self.infer.remember(key, lambda: not inputs or any(map(self._is_of_graph, inputs)), False)

    def _is_fetched_later(self, index: SyntaxIndex, node: ast.expr) -> bool:
        return any(
            fetched and flow.contains(other, node)
            for other, fetched in self._candidates(index).items()
        )  # fmt: skip

    def is_under_graph(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node stands under a ``with`` over a session or a graph."""
        return any(True for _ in self._graph_contexts(index, node, None))

    def _graph_contexts(
        self, index: SyntaxIndex, node: ast.AST, region: ast.AST | None
    ) -> Iterator[ast.expr | None]:
        """The graph that each ``with`` around a node makes the default one; None where it is not named."""
        for parent in index.ancestors(node):
            if parent is region or isinstance(parent, FUNCTIONS):
                return
            if isinstance(parent, (ast.With, ast.AsyncWith)):
                for item in parent.items:
                    expression = item.context_expr
                    if flow.contains(expression, node):
                        break
                    if _is_method(expression, "as_default"):
                        assert isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute)
                        kinds = self.infer.kinds(index, expression.func.value)
                        if Kind.GRAPH in kinds:
                            yield expression.func.value
                        elif Kind.SESSION in kinds:
                            yield self._session_graph(index, expression.func.value)
                    elif (given := self._given_graph(index, expression)) is not None:
                        yield given
                    elif Kind.SESSION in self.infer.kinds(index, expression):
                        yield self._session_graph(index, expression)

    def _given_graph(self, index: SyntaxIndex, node: ast.expr) -> ast.expr | None:
        """The graph that a call is given by keyword, as ``Session(graph=g)`` and wrappers of it are."""
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            if keyword.arg == "graph" and Kind.GRAPH in self.infer.kinds(index, keyword.value):
                return keyword.value
        return None

    def _session_graph(self, index: SyntaxIndex, session: ast.expr) -> ast.expr | None:
        for value in self.infer.values(index, session):
            if value.kind is Kind.SESSION and value.index is index and isinstance(value.node, ast.Call):
                return self._given_graph(index, value.node)
        return None

    def has_own_graph(self, repetition: Repetition, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether each round of a repetition evaluates ``node`` in a graph of its own."""
        frames: list[tuple[SyntaxIndex, ast.AST]] = [(s.index, s.node) for s in repetition.steps]
        frames.append((index, node))
        for file, place in frames:
            region = repetition.node if file is repetition.index else None
            for graph in self._graph_contexts(file, place, region):
                if graph is not None and self._is_made_in(repetition, file, graph):
                    return True
            if self._is_wrapped_in_new_graph(file, place, region):
                return True
        return False

    def _is_wrapped_in_new_graph(self, index: SyntaxIndex, node: ast.AST, region: ast.AST | None) -> bool:
        """Whether a context manager or decorator of the project runs a node in a graph that it makes."""
        for parent in index.ancestors(node):
            if parent is region:
                return False
            if isinstance(parent, (ast.With, ast.AsyncWith)):
                for item in parent.items:
                    if isinstance(item.context_expr, ast.Call) and not flow.contains(item, node):
                        if self._enters_new_graph(index, item.context_expr):
                            return True
            elif isinstance(parent, FUNCTIONS):
                function = index.function(node)
                return function is not None and self._is_given_new_graph(function)
        return False

    def _is_given_new_graph(self, function: FunctionScope) -> bool:
        """Whether a decorator of the project runs a function in a graph that it makes."""
        return bool(function.decorators) and any(
            self._runs_in_new_graph(wrapper, self._calls_of_wrapped(wrapper))
            for wrapper in self.infer.calls.wrappers(function)
        )

    def _enters_new_graph(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a ``with`` statement is given a context manager of the project that makes its own graph."""
        for callee in self.infer.calls.callees(index, call):
            if callee.is_generator and self._runs_in_new_graph(callee, _yields(callee)):
                return True
        for value in self.infer.values(index, call):
            if value.cls is None:
                continue
            enter, init = (
                self.infer.classes.find_method(value.cls, name) for name in ("__enter__", "__init__")
            )
            if enter is not None and any(
                _is_method(inner, "as_default") for part in _body(enter.node) for inner in walk_own(part)
            ):
                makers = [method for method in (enter, init) if method is not None]
                if any(self.infer.calls.does(method, _MAKES_GRAPH) for method in makers):
                    return True
        return False

    def _runs_in_new_graph(self, function: FunctionScope, places: list[ast.AST]) -> bool:
        """Whether places of a function all stand under a graph that each call of it makes."""
        return bool(places) and all(
            any(
                graph is not None and self._is_made_here(function.index, graph, function)
                for graph in self._graph_contexts(function.index, place, function.node)
            )
            for place in places
        )

    @staticmethod
    def _calls_of_wrapped(wrapper: FunctionScope) -> list[ast.AST]:
        """The calls of what a decorator was given, in the function that it puts in its place."""
        around = wrapper.parent.bindings if wrapper.parent is not None else {}
        given = [name for name, bound in around.items() if any(b.how == "parameter" for b in bound)]
        return [
            call
            for part in _body(wrapper.node)
            for call in wrapper.index.own_calls(part)
            if isinstance(call.func, ast.Name) and call.func.id in given
        ]

    def _is_made_in(self, repetition: Repetition, index: SyntaxIndex, graph: ast.expr) -> bool:
        for value in self.infer.values(index, graph):
            if value.kind is not Kind.GRAPH or value.node is None or value.index is None:
                continue
            if value.name in catalog.HANDS_OUT:
                continue
            if any(r.node is repetition.node for r in self.repetitions.of(value.index, value.node)):
                return True
        return False

    def is_in_graph(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node certainly runs in graph mode, for its file or for a ``with`` around it."""
        return self.is_under_graph(index, node) or self.is_graph_program(index)

    def is_of_old_program(self, index: SyntaxIndex) -> bool:
        """Whether programs that import a file use what only TensorFlow 1 has, where graph mode rules."""
        project, path = self.infer.project, index.source.path
        others = project.importers_mentioning(path, _OLD_NAMES)
        contents = (project.content(other) for other in others)
        return any(_OLD_SESSION.search(content) and b"compat" not in content for content in contents)

    def is_graph_program(self, index: SyntaxIndex) -> bool:
        """Whether graph mode is the default where a file's code runs."""
        return self.infer.remember(("graph program", index), lambda: self._is_graph_program(index), False)

    def _is_graph_program(self, index: SyntaxIndex) -> bool:
        if self._mentions(index, catalog.TF1_ONLY):
            return True
        # Later versions keep these names under ``compat.v1`` alone, where they say nothing about the mode.
        text = index.source.text
        if "compat" not in text and "eager" not in text and self._mentions(index, catalog.TF1_SPELLINGS):
            return True
        project, path = self.infer.project, index.source.path
        imported = project.reachable_mentioning(path, _SWITCHES)
        others = dict.fromkeys((*imported, *project.importers_mentioning(path, _SWITCHES)))
        files = [project.index(other) for other in others if other != path]
        # Where one program that uses the file switches eager mode off and another on, nothing is certain.
        return any(file is not None and self._mentions(file, catalog.GRAPH_SWITCHES) for file in files) and (
            not any(file is not None and self._mentions(file, catalog.EAGER_PROGRAM) for file in files)
        )

    def _mentions(self, index: SyntaxIndex, names: frozenset[str]) -> bool:
        return any(
            full in self.infer.names(index, load)
            for full in sorted(names)
            for load in index.loads.get(full.rpartition(".")[2], ())
        )

    # -- networks that are built anew ----------------------------------------------------------------

    def rebuilds(self, index: SyntaxIndex) -> Iterator[Growth]:
        """The first building call of each region that builds a network into the same graph at every round."""
        for repetition, region in self._rebuilds(index).values():
            if region is None:
                continue
            calls = [call for part in _body(region) for call in index.own_calls(part)]
            built = [
                call
                for call in sorted(calls, key=flow.place)
                if self._is_building(index, call) and not self.has_own_graph(repetition, index, call)
            ]
            # A scope by itself adds nothing.
            inside = [c for c in built if "tf.variable_scope" not in self.infer.called_names(index, c)]
            for call in (inside or built)[:1]:
                yield Growth(call, repetition)

    def _is_building(self, index: SyntaxIndex, call: ast.Call) -> bool:
        names = self.infer.called_names(index, call)
        return (
            self._is_network(index, call, frozenset({"tf.Variable"}), MAX_BUILDERS)
            or any(catalog.builds_op(name) for name in names)
        )  # fmt: skip

    def rebuilt_regions(self, index: SyntaxIndex) -> tuple[ast.AST, ...]:
        """The loops and functions of a file that build a network anew at every round."""
        return tuple(self._rebuilds(index))

    def _rebuilds(self, index: SyntaxIndex) -> dict[ast.AST, tuple[Repetition, ast.AST | None]]:
        return self.infer.remember(("rebuilds", index), lambda: self._find_rebuilds(index), {})

    def _is_kept(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a building call returns an object that is gathered: one of several, each with its part."""
        if (block := _scope_block(index, call)) is not None:
            return any(
                self._is_kept(index, inner)
                for part in block.body
                for inner in index.own_calls(part)
                if self._is_network(index, inner, frozenset(), MAX_BUILDERS)
            )
        if not any(value.cls is not None for value in self.infer.values(index, call)) and not any(
            self.is_graph_tensor(callee.index, part)
            or (isinstance(part, ast.Call) and self.adds(callee.index, part))
            for callee in self.infer.calls.callees(index, call)
            for returned in callee.returns
            for part in self._fields(callee.index, returned)
        ):
            return False
        parent = index.parents.get(call)
        name = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
        if not isinstance(name, ast.Name):
            return self._is_appended(index, call)
        return any(
            self._is_appended(index, load)
            for load in index.loads.get(name.id, ())
            if index.function(load) is index.function(call) and flow.place(load) > flow.place(call)
        )

    def _fields(self, index: SyntaxIndex, node: ast.expr) -> list[ast.expr]:
        """The parts of a tuple, list or named tuple that is written down; else the expression itself."""
        if isinstance(node, ast.Call) and self.infer.classes.fills_named_tuple(index, node):
            return node.args
        return _parts(node) or [node]

    @staticmethod
    def _is_appended(index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a list or, under a key, a dictionary is given an object."""
        parent = index.parents.get(node)
        if isinstance(parent, ast.Assign):
            return any(isinstance(target, ast.Subscript) for target in parent.targets)
        if isinstance(parent, (ast.ListComp, ast.SetComp)):
            return parent.elt is node
        return (
            isinstance(parent, ast.Call)
            and node in parent.args
            and isinstance(parent.func, ast.Attribute)
            and parent.func.attr == "append"
        )

    def _find_rebuilds(self, index: SyntaxIndex) -> dict[ast.AST, tuple[Repetition, ast.AST | None]]:
        """The loops that build networks, with the code to tell of: None where that is meant."""
        found: dict[ast.AST, tuple[Repetition, ast.AST | None]] = {}
        for call in index.calls:
            if not self._is_beside_session(index, call):
                continue
            near = self._is_network(index, call, frozenset(), MAX_BUILDERS)
            if not near and not self._may_be_network(index, call):
                continue
            for repetition in self.repetitions.of(index, call, eager=True):
                region = repetition.node if repetition.how == "loop" else index.function(call)
                if repetition.steps or repetition.how == "handler" or region is None:
                    continue
                node = region if isinstance(region, ast.AST) else region.node
                if self._is_rebuilt(repetition, index, call, node):
                    if self._shares_in_few_rounds(repetition, index, call):
                        found.setdefault(repetition.node, (repetition, None))
                        continue  # what is around it may have many
                    if near and not self._is_kept(index, call):
                        found[repetition.node] = (repetition, node)
                    else:
                        found.setdefault(repetition.node, (repetition, None))
                    break
        return found

    def _is_beside_session(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether the function around a call, or the loops around it in a module, open a session."""
        function = index.function(call)
        if function is not None:
            return self._function_opens_session(function)
        loops = flow.enclosing_loops(index, call)
        return bool(loops) and any(self._opens_session(index, part) for part in _body(loops[-1]))

    def _is_rebuilt(
        self, repetition: Repetition, index: SyntaxIndex, call: ast.Call, region: ast.AST
    ) -> bool:
        return (
            self._round_runs(repetition, index, call)
            and not self.has_own_graph(repetition, index, call)
            and not self.creations.clears_state(repetition, index, call)
            and any(self._opens_session(index, part) for part in _body(region))
        )

    def has_few_rounds(self, repetition: Repetition) -> bool:
        """Whether a loop visibly has no more than a few rounds, also over a local table."""
        loop, index = repetition.node, repetition.index
        if not isinstance(loop, (ast.For, ast.AsyncFor)):
            return False
        over = self.infer.containers.drawn_from(index, loop.iter)
        if isinstance(over, ast.Name):
            scope = index.scope(over)
            bindings = scope.bindings.get(over.id, ())
            loads = [load for load in index.loads.get(over.id, ()) if index.scope(load) is scope]
            # Whatever else is done with the table might add to it.
            if len(bindings) != 1 or bindings[0].how != "value" or loads != [over]:
                return False
            over = bindings[0].value or over
        return isinstance(over, (ast.List, ast.Tuple)) and len(over.elts) <= MAX_FEW

    def _shares_in_few_rounds(self, repetition: Repetition, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a few visible rounds share variables or an input, which graphs of their own would part."""
        if not self.has_few_rounds(repetition):
            return False
        return any(_shares_variables(scope) for scope in _variable_scopes(index, call)) or any(
            not _GRAPH_VALUES.isdisjoint(self.infer.kinds(index, name))
            and not any(
                flow.contains(repetition.node, binding.node)
                for binding in index.home(name).bindings.get(name.id, ())
            )
            for given in (*call.args, *(keyword.value for keyword in call.keywords))
            for name in walk_own(given)
            if isinstance(name, ast.Name)
        )

    def _opens_session(self, index: SyntaxIndex, root: ast.AST) -> bool:
        """Whether running the code below ``root`` opens a session."""
        return any(
            self.creations.creators(index, call, Kind.SESSION)
            or any(self._function_opens_session(f) for f in self.infer.calls.callees(index, call))
            for call in index.own_calls(root)
        )

    def _function_opens_session(self, function: FunctionScope) -> bool:
        return self.infer.remember(
            ("opens session", function),
            lambda: any(self._opens_session(function.index, part) for part in _body(function.node)),
            False,
        )

    def _is_network(self, index: SyntaxIndex, call: ast.Call, more: frozenset[str], reach: int) -> bool:
        """Whether a call makes a part of a network in the default graph, itself or through what it calls.

        Args:
            index: the file of the call.
            call: the call.
            more: canonical names that count as parts as well.
            reach: how many calls of project functions may lie between.
        """
        names = self.infer.called_names(index, call)
        if any(catalog.builds_network(name) or name in more for name in names):
            return True
        callees = self.infer.calls.callees(index, call)
        return bool(callees) and all(self._calls_to_network(callee, True) <= reach for callee in callees)

    def _may_be_network(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether one of the functions that a call may run makes a part of a network, also far away."""
        callees = self.infer.calls.callees(index, call)
        return any(self._calls_to_network(callee, False) < _FAR for callee in callees)

    def _calls_to_network(self, function: FunctionScope, sure: bool) -> int:
        """How many calls lie between a caller of a function and a part of a network, `_FAR` if too many.

        Of several functions that a call may run, all have to lead to one where ``sure``, and any one else.
        """
        key = ("calls to network", function, sure)
        return self.infer.remember(key, lambda: self._count_calls_to_network(function, sure), _FAR)

    def _count_calls_to_network(self, function: FunctionScope, sure: bool) -> int:
        index = function.index
        nearest = _FAR
        for call in (call for part in _body(function.node) for call in index.own_calls(part)):
            if any(catalog.builds_network(name) for name in self.infer.called_names(index, call)):
                distance = 1
            else:
                ways = [
                    self._calls_to_network(callee, sure) for callee in self.infer.calls.callees(index, call)
                ]
                distance = 1 + (max if sure else min)(ways, default=_FAR)
            if (
                distance < nearest
                and not self.repetitions.is_guarded(index, call, function.node)
                and not self._is_in_graph_of(index, call, function)
                and not self._is_in_unknown_graph(index, call)
                and not self._is_wrapped_in_new_graph(index, call, function.node)
            ):
                nearest = distance
                if nearest == 1:
                    break
        if nearest < _FAR and (
            self.repetitions.is_cached(function)
            or self.infer.calls.does(function, catalog.RESETS_GRAPH)
            or self._is_given_new_graph(function)
        ):
            return _FAR
        return nearest

    def _is_made_here(self, index: SyntaxIndex, graph: ast.expr, function: FunctionScope) -> bool:
        """Whether a graph is made by the function that uses it, or for the object whose method this is."""
        for value in self.infer.values(index, graph):
            if value.kind is Kind.GRAPH and value.node is not None and value.name not in catalog.HANDS_OUT:
                if value.index is index and index.function(value.node) is function:
                    return True
        return False


def _clauses(loop: ast.AST) -> list[tuple[ast.expr, ast.expr]]:
    """The targets of a loop or comprehension, each with what it goes over."""
    if isinstance(loop, (ast.For, ast.AsyncFor)):
        return [(loop.target, loop.iter)]
    return [(c.target, c.iter) for c in loop.generators] if isinstance(loop, COMPREHENSIONS) else []


def _is_assigned(parent: ast.AST | None, name: ast.AST) -> bool:
    """Whether a node is the variable that ``tf.assign`` or a method of its own gives a value."""
    if isinstance(parent, ast.Attribute):
        return parent.attr in ("assign", "assign_add", "assign_sub", "initializer")
    return isinstance(parent, ast.Call) and tail_of(parent.func) == "assign" and parent.args[:1] == [name]


def _variable_scopes(index: SyntaxIndex, node: ast.AST) -> Iterator[ast.Call]:
    """The calls of ``variable_scope`` in the ``with`` statements around a node."""
    for parent in index.ancestors(node):
        if isinstance(parent, FUNCTIONS):
            return
        for item in parent.items if isinstance(parent, (ast.With, ast.AsyncWith)) else ():
            scope = item.context_expr
            if isinstance(scope, ast.Call) and tail_of(scope.func) == "variable_scope":
                yield scope


def _scope_block(index: SyntaxIndex, call: ast.Call) -> ast.With | ast.AsyncWith | None:
    """The block under a call of ``variable_scope``; None for other calls."""
    item = index.parents.get(call)
    if tail_of(call.func) != "variable_scope" or not isinstance(item, ast.withitem):
        return None
    block = index.parents.get(item)
    return block if isinstance(block, (ast.With, ast.AsyncWith)) else None


def _shares_variables(scope: ast.Call) -> bool:
    """Whether a variable scope may hand out the variables of an earlier round."""
    reuse = [keyword.value for keyword in scope.keywords if keyword.arg == "reuse"]
    return any(not isinstance(value, ast.Constant) or value.value is True for value in reuse)


def _is_wrapped(function: FunctionScope) -> bool:
    """Whether a decorator, or an assignment to its name, may have put something else in its place."""
    others = function.parent.bindings.get(function.name, []) if function.parent is not None else []
    return any(binding.how == "value" for binding in others) or any(
        tail_of(decorator) not in ("staticmethod", "classmethod", "property")
        for decorator in function.decorators
    )


def _body(node: ast.AST) -> list[ast.AST]:
    """The code that one round of a loop, or one call of a function, runs."""
    if isinstance(node, COMPREHENSIONS):
        return [node]
    body = getattr(node, "body", [])
    # What stands in a definition runs where that is called.
    parts = [p for p in body if not isinstance(p, DEFINITIONS)] if isinstance(body, list) else [body]
    return [node.test, *parts] if isinstance(node, ast.While) else parts


def _yields(generator: FunctionScope) -> list[ast.AST]:
    return [n for part in _body(generator.node) for n in walk_own(part) if isinstance(n, ast.Yield)]


def _parts(node: ast.expr) -> list[ast.expr]:
    """The expressions that a display, comprehension or choice puts into a fetch."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return node.elts
    if isinstance(node, ast.Dict):
        return node.values
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        return [node.elt]
    if isinstance(node, ast.DictComp):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    return [node.value] if isinstance(node, (ast.Starred, ast.NamedExpr)) else []


def _sides(node: ast.expr) -> list[ast.expr]:
    return [node.left, node.right] if isinstance(node, ast.BinOp) else []


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
    )


def _is_method(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name


def _within_statement(index: SyntaxIndex, node: ast.AST) -> Iterator[ast.AST]:
    for parent in index.ancestors(node):
        if isinstance(parent, ast.stmt):
            return
        yield parent
