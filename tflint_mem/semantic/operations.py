"""What adds operations to the graphs of TensorFlow 1, and what runs them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.conditions import asks_for_tensor
from tflint_mem.semantic.syntax import (
    FUNCTIONS,
    FunctionScope,
    SyntaxIndex,
    body_of,
    calls_method,
    tail_of,
    walk_own,
)
from tflint_mem.semantic.values import GRAPH_VALUES, Kind, of_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_mem.semantic.graph_contexts import GraphContexts
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition, Repetitions
    from tflint_mem.semantic.values import Value

_GRAPH_MODE = (b"Session", b"session(", b"placeholder", b"compat.v1", b"disable_eager", b"disable_v2")
"""What stands in programs that run TensorFlow 1 graphs, in one file or another."""
_NUMERIC = (ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.MatMult)
"""Operators that no text knows, ``*`` aside."""
_OPERATORS = (ast.BinOp, ast.UnaryOp, ast.Subscript)
_ENDS = frozenset(
    f"{owner}.{end}" for owner in ("keras.Model", "keras.layers.Layer") for end in ("input", "output")
)
"""Attributes of models and layers that hold a symbolic tensor, or a list of them."""
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


class Operations:
    """Answers which expressions add operations to graphs, and which calls run graphs."""

    def __init__(self, inference: Inference, repetitions: Repetitions, contexts: GraphContexts) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.contexts = contexts

    def is_graph_tensor(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression certainly is a tensor or variable, and no array."""
        kinds = self.infer.kinds(index, node)
        if kinds & GRAPH_VALUES and kinds <= GRAPH_VALUES | {Kind.NONE, Kind.CIRCULAR}:
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
        names = self.infer.called_names(index, call) if method in ("save", "restore") else ()
        return bool({"tf.train.Saver.save", "tf.train.Saver.restore"} & set(names))

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
        default = self.contexts.is_graph_program(index)
        symbols = GRAPH_VALUES if default else frozenset({Kind.SYMBOLIC})
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
            and self.contexts.is_graph_program(index)
        )

    @staticmethod
    def fetches(call: ast.Call) -> list[ast.expr]:
        """What a call that runs a graph asks for."""
        assert isinstance(call.func, ast.Attribute)
        if call.func.attr == "eval":
            return [call.func.value]
        return [*call.args[:1], *(k.value for k in call.keywords if k.arg == "fetches")]

    def asks_for_shape(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call that runs a graph, and feeds nothing, only asks how large a tensor is."""
        return not self._is_fed(index, call) and any(
            isinstance(fetch, ast.Call)
            and not catalog.SHAPE_QUESTIONS.isdisjoint(self.infer.called_names(index, fetch))
            for fetch in self.fetches(call)
        )

    def _is_step(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call runs a graph for more than the shape of a tensor that was there before."""
        return self.runs(index, call) and not (
            self.asks_for_shape(index, call)
            and not any(
                True
                for fetch in self.fetches(call)
                if isinstance(fetch, ast.Call)
                for asked in fetch.args
                for _ in self._fetched(index, asked, False, set())
            )
        )

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
            lambda: any(self.leans_on_defaults(function.index, part, "") for part in body_of(function.node)),
            False,
        )

    def _is_under_default(self, index: SyntaxIndex, call: ast.Call, name: str | None) -> bool:
        """Whether a call stands under ``as_default()`` of a variable, or of anything."""
        return any(
            isinstance(parent, (ast.With, ast.AsyncWith))
            and any(
                calls_method(item.context_expr, "as_default")
                and (name is None or ast.unparse(item.context_expr) == f"{name}.as_default()")
                for item in parent.items
            )
            for parent in index.ancestors(call)
        )

    def runs_in(self, index: SyntaxIndex, root: ast.AST) -> bool:
        """Whether running the code below ``root`` runs a graph, also through what it calls."""
        # What code asks for itself counts; a helper that only asks for a shape is a part of what builds.
        return any(self.runs(index, call) for call in index.own_calls(root)) or self.infer.calls.runs_such(
            "runs graph", index, root, self._is_step
        )

    def function_runs(self, function: FunctionScope) -> bool:
        """Whether running a function runs a graph, also through what it calls."""
        return self.infer.calls.function_runs_such("runs graph", function, self._is_step)

    def round_runs(self, repetition: Repetition, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether one round of a repetition runs a graph."""
        if repetition.how == "loop":
            return any(self.runs_in(repetition.index, part) for part in body_of(repetition.node))
        frames = [(index, node), *((step.index, step.node) for step in repetition.steps)]
        functions = [file.function(place) for file, place in frames]
        return any(function is not None and self.function_runs(function) for function in functions)

    def may_add(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call adds operations, itself or through the project function that it calls."""
        return self.adds(index, call) or self._calls_builder(index, call)

    def _calls_builder(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether every project function that a call may run only builds."""
        callees = self.infer.calls.callees(index, call)
        return bool(callees) and all(map(self.only_builds, callees))

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
        yield from (node for node in self.candidates(index) if not isinstance(node, ast.Call))

    def extends_in(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        """Whether a round of a loop may add operations, by calls or by what it fetches."""
        return any(self.extends(index, call) for call in index.own_calls(loop)) or any(
            flow.contains(loop, node) for node in self.candidates(index)
        )

    def adds_any(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call may add operations, however few, which a finalized graph forbids."""
        callees = self.infer.values(index, call.func)
        if not callees:  # no other object has these methods
            return isinstance(call.func, ast.Attribute) and call.func.attr in catalog.ITERATOR_MAKERS
        return any(self._is_operation(call, callee) for callee in callees) or any(
            map(catalog.BUILDS_AT_TIMES.match, self.infer.called_names(index, call))
        )

    def _function_extends(self, function: FunctionScope) -> bool:
        def find() -> bool:
            index = function.index
            calls = [call for part in body_of(function.node) for call in index.own_calls(part)]
            operators = [node for node in self.candidates(index) if index.function(node) is function]
            return any(
                not self.contexts.is_in_graph_of(index, node, function)
                for node in (*(call for call in calls if self.extends(index, call)), *operators)
            )

        return self.infer.remember(("extends", function), find, False)

    def only_builds(self, function: FunctionScope) -> bool:
        """Whether each call of a project function adds operations, and does not run them."""
        return self.infer.remember(
            ("only builds", function),
            lambda: self._only_builds_if(function, lambda: self._has_building(function)),
            False,
        ) and not self.function_runs(function)

    def _only_builds_if(self, function: FunctionScope, has_building: Callable[[], bool]) -> bool:
        """Whether nothing keeps a function from building at each call, if it does so at all."""
        if function.is_generator or not has_building():
            return False
        return not (
            _is_wrapped(function)
            or self.repetitions.guards.is_cached(function)
            or self.infer.calls.does(function, catalog.RESETS_GRAPH)
            or self.repetitions.execution.is_traced(function)
        )

    def _has_building(self, function: FunctionScope) -> bool:
        """Whether each call of a function evaluates something that adds operations to the default graph."""
        index = function.index
        return any(
            self.may_add(index, call)
            and not self.belongs_elsewhere(index, call)
            and not self.repetitions.guards.is_guarded(index, call, function.node)
            and not self.contexts.is_in_graph_of(index, call, function)
            and not self.contexts.is_in_unknown_graph(index, call)
            and not self._is_for_tensors(index, call)
            for part in body_of(function.node)
            for call in index.own_calls(part)
        ) or any(
            not self._is_for_tensors(index, value) and self._returns_operations(function, value, False)
            for value in function.returns
        )

    def _returns_operations(self, function: FunctionScope, value: ast.expr, session: bool) -> bool:
        """Whether what a function returns adds operations to a graph that the function does not make."""
        index = function.index
        return any(
            not self.contexts.is_in_graph_of(index, node, function)
            for node in self._fetched(index, value, session, set())
        )

    def _is_for_tensors(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node runs where something is a tensor, by the test of an ``if``, and not for arrays."""
        child = node
        for parent in index.ancestors(node):
            if isinstance(parent, FUNCTIONS):
                return False
            if isinstance(parent, ast.If) and child in parent.body:
                return any(asks_for_tensor(self.infer, index, inner) for inner in walk_own(parent.test))
            child = parent
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

    def candidates(self, index: SyntaxIndex) -> dict[ast.expr, bool]:
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
            if any(self.only_builds(getter) for getter in self.infer.classes.getters(index, node)):
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
            for part in parts_of(node):
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
            or (session and bool(callees) and all(map(self._hands_out_operations, callees)))
        )

    def _hands_out_operations(self, function: FunctionScope) -> bool:
        """Whether each call of a function returns new operations, if what a session runs are tensors."""

        def has_new() -> bool:
            return any(self._returns_operations(function, value, True) for value in function.returns)

        key = ("hands out operations", function)
        return self.infer.remember(key, lambda: self._only_builds_if(function, has_new), False)

    def _values_of(self, index: SyntaxIndex, name: ast.Name) -> list[ast.expr]:
        scope = index.scope(name)
        bindings = flow.reaching(index, scope.bindings.get(name.id, []), name)
        return [b.value for b in bindings if b.how == "value" and b.value is not None]

    def _is_graph_operator(self, index: SyntaxIndex, node: ast.expr, session: bool) -> bool:
        """Whether an operator or subscript works on a graph tensor, and so adds an operation.

        What a session is asked to run is a tensor, so arithmetic on the unknown counts there.
        """
        if isinstance(node, ast.Subscript):
            if self._is_entry(index, node):
                return False
            return self.is_graph_tensor(index, node.value) or self._is_cut_of_end(index, node)
        operands = [node.operand] if isinstance(node, ast.UnaryOp) else _sides(node)
        if any(self.is_graph_tensor(index, operand) for operand in operands):
            return not isinstance(node, ast.UnaryOp) or isinstance(node.op, (ast.USub, ast.Invert))
        operator = getattr(node, "op", None)
        numeric = isinstance(operator, (*_NUMERIC, ast.USub))
        unknown = [operand for operand in operands if not self.infer.values(index, operand)]
        return session and numeric and bool(unknown) and not any(map(_is_text, operands))

    def _is_entry(self, index: SyntaxIndex, node: ast.Subscript) -> bool:
        """Whether a subscript takes one tensor out of several: by name, or of a list or row of them."""
        if _is_text(node.slice):
            return True
        names = {value.name for value in self.infer.values(index, node.value)}
        if catalog.NEXT_ELEMENT in names and isinstance(node.slice, ast.Constant):
            return True
        return any(map(catalog.SEVERAL_TENSORS.match, names))

    def _is_cut_of_end(self, index: SyntaxIndex, node: ast.Subscript) -> bool:
        """Whether a subscript cuts the output of a model: one of several outputs has no two places."""
        if not isinstance(node.slice, ast.Tuple) or not isinstance(node.value, ast.Attribute):
            return False
        values = self.infer.values(index, node.value)
        return bool(values) and all(value.name in _ENDS for value in values)

    def belongs_elsewhere(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether making layers, models or iterators is what a call does, which other rules speak of."""
        kinds = (Kind.LAYER, Kind.MODEL, Kind.VARIABLE)
        return any(
            callee.kind is Kind.API and catalog.creates(callee.name) in kinds
            for callee in self.infer.values(index, call.func)
        )


def parts_of(node: ast.expr) -> list[ast.expr]:
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


def _is_wrapped(function: FunctionScope) -> bool:
    """Whether a decorator, or an assignment to its name, may have put something else in its place."""
    others = function.parent.bindings.get(function.name, []) if function.parent is not None else []
    return any(binding.how == "value" for binding in others) or any(
        tail_of(decorator) not in ("staticmethod", "classmethod", "property")
        for decorator in function.decorators
    )
