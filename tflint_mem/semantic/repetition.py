"""How often code runs: loops, and functions called from loops, frameworks, hooks and request handlers."""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, conditions, flow, repeaters
from tflint_mem.semantic.entry import is_test, tries_out
from tflint_mem.semantic.execution import Execution
from tflint_mem.semantic.guards import Guards
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FUNCTIONS,
    LOOPS,
    ClassScope,
    FunctionScope,
    SyntaxIndex,
    tail_of,
)
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.call_graph import Use
    from tflint_mem.semantic.conditions import Need
    from tflint_mem.semantic.inference import Inference

MAX_STEPS = 3
"""How many calls lie at most between a loop and the code it repeats.

Of findings through more, 14 of 22 were wrong in code that nobody had read; of all, three of ten.
"""
MAX_OBJECTS = 8
"""How many objects that call each other's methods, or hold each other, are followed."""

_AROUND_TESTS = ("setUp", "tearDown", "setup_method", "teardown_method")
_OF_POOLS = ("multiprocessing.Pool.", "concurrent.futures.Executor.")
_TASKS_PER_PROCESS = ("maxtasksperchild", "max_tasks_per_child")


MAX_FEW = 4
"""So many rounds, written down in the program, are no matter of growth."""

MAX_REPETITIONS = 8
"""How many loops around one place are told apart."""


@dataclass(frozen=True)
class Step:
    """One call on the way from a loop to the code it repeats."""

    index: SyntaxIndex
    node: ast.expr


@dataclass(frozen=True)
class Repetition:
    """Why a piece of code runs again and again.

    Attributes:
        index: the file of the loop.
        node: the loop, or the call or function that makes a framework repeat the code.
        how: ``loop``, ``framework``, ``callback`` or ``handler``.
        what: what repeats, in words.
        inside: the node in the loop through which the code is reached.
        steps: the calls in between, outermost first.
    """

    index: SyntaxIndex
    node: ast.AST
    how: str
    what: str
    inside: ast.AST
    steps: tuple[Step, ...] = ()

    @property
    def row(self) -> int:
        """The line of the loop, from 1."""
        return getattr(self.node, "lineno", 1)

    @property
    def is_of_epoch(self) -> bool:
        """Whether it is a hook that Keras calls once for each epoch, not for each batch."""
        return self.how == "callback" and "batch" not in self.what and "metric" not in self.what

    @property
    def is_of_script(self) -> bool:
        """Whether a whole script is run anew each time, with what stands at its top."""
        return isinstance(self.node, (ast.Import, ast.ImportFrom))

    def runs_module(self, index: SyntaxIndex) -> bool:
        """Whether a file is such a script."""
        return self.index is index and self.is_of_script


class Repetitions:
    """Answers what repeats a node."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference
        self.project = inference.project
        self.guards = Guards(inference)
        self.execution = Execution(inference)

    def of(self, index: SyntaxIndex, node: ast.AST, *, eager: bool = False) -> list[Repetition]:
        """Everything that repeats ``node``, innermost first.

        Args:
            index: the file of the node.
            node: any node of that file.
            eager: leave out the repetitions that run inside traced code.
        """
        return self._as(index, node, eager, None, ())

    def _as(
        self, index: SyntaxIndex, node: ast.AST, eager: bool, cls: ClassScope | None, needs: tuple[Need, ...]
    ) -> list[Repetition]:
        """As ``of``, when the method around ``node`` runs on an instance of ``cls``.

        ``needs`` says what the parameters of the function around ``node`` have to be.
        """
        key = ("repetitions", node, eager, cls, needs)
        return self.infer.remember(key, lambda: self._of(index, node, eager, cls, needs), [])

    def _of(
        self, index: SyntaxIndex, node: ast.AST, eager: bool, cls: ClassScope | None, needs: tuple[Need, ...]
    ) -> list[Repetition]:
        found: dict[tuple[ast.AST, ast.AST | None], Repetition] = {}
        apart = tries_out(index.source.path)
        for repetition in self._find(index, node, eager, cls, needs):
            if not apart and tries_out(repetition.index.source.path):
                continue  # a loop in a test or benchmark says nothing of how a library is used
            # One way from each loop is enough to tell of it.
            found.setdefault(
                (repetition.node, repetition.steps[-1].node if repetition.steps else None), repetition
            )
            if len(found) == MAX_REPETITIONS:
                break
        return list(found.values())

    def _find(
        self, index: SyntaxIndex, node: ast.AST, eager: bool, cls: ClassScope | None, needs: tuple[Need, ...]
    ) -> Iterator[Repetition]:
        function = index.function(node)
        if eager and function is not None:
            if self.execution.is_for_traces(function) or self.execution.is_for_graphs(index, node):
                return
        known = function is None or conditions.are_known_to_be_met(self.infer, function, needs)
        for loop in flow.enclosing_loops(index, node) if known else ():
            if (
                not self._runs_at_most_once(index, loop)
                and not self._goes_over_cases(index, loop)
                and not flow.leaves_after(index, node, loop)
                and not self.guards.is_guarded(index, node, loop)
            ):
                yield Repetition(index, loop, "loop", _loop_name(loop), node)
        if function is None:
            script = self._streamlit_import(index)
            if script is not None and not self.guards.is_guarded(index, node, index.tree):
                yield Repetition(index, script, "handler", "Streamlit script", node)
            return
        if self.guards.is_cached(function):
            return
        if self.guards.is_guarded(index, node, function.node):
            own = _name_of_object(function)
            if own is not None and not self.guards.is_guarded(index, node, function.node, apart=own):
                yield from self._on_new_objects(function, eager, cls or function.owner, 0)
            return
        framework = self._framework(function)
        if framework is not None and known:
            yield Repetition(function.index, function.node, *framework, node)
        if function.owner is not None and function.name == "fit":
            for use in self.infer.calls.new_objects(function.owner):
                yield from self._fitted_anew(use.index, use.node, node, 0)
        needs = conditions.joined(needs, conditions.needs_of(self.infer, index, node))
        for use in self.infer.calls.uses(function):
            if use.call is not None or self._is_read_as_property(use, function):
                fits, outer = self._receiver(use, function, cls or function.owner)
                passed = conditions.carried(self.infer, needs, use, function) if fits else None
                if passed is not None:
                    passed = conditions.joined(
                        conditions.need_of_receiver(use, cls or function.owner), passed
                    )
                    yield from self._beyond(Step(use.index, use.call or use.node), eager, outer, passed)
            elif use.argument_of is not None:
                yield from self._handed(use.index, use.argument_of, use, node, eager)

    def on_new_objects(self, method: FunctionScope) -> list[Repetition]:
        """What repeats a method on an object that is made in the same round, and used up in it."""
        return list(self._on_new_objects(method, False, method.owner, 0))

    def _on_new_objects(
        self, method: FunctionScope, eager: bool, cls: ClassScope | None, depth: int
    ) -> Iterator[Repetition]:
        """What repeats a method on another object each time, for which nothing is kept from last time."""
        for use in self.infer.calls.uses(method):
            if use.call is None and not self._is_read_as_property(use, method):
                continue
            receiver = use.node.value if isinstance(use.node, ast.Attribute) else None
            caller = use.index.function(use.node)
            fits, outer_cls = self._receiver(use, method, cls)
            if receiver is None or caller is None or not fits:
                continue
            step = Step(use.index, use.call or use.node)
            if isinstance(receiver, ast.Name) and receiver.id == _name_of_object(caller):
                if depth < MAX_OBJECTS and caller is not method:
                    for outer in self._on_new_objects(caller, eager, outer_cls or caller.owner, depth + 1):
                        yield replace(outer, steps=(*outer.steps, step))
            elif self._is_made_beside(use.index, receiver):
                yield from self._beyond(step, eager)

    def _is_made_beside(self, index: SyntaxIndex, receiver: ast.expr) -> bool:
        """Whether an object is made in the same round of the same function in which it is used."""
        values = self.infer.values(index, receiver)
        return bool(values) and all(
            value.kind is Kind.INSTANCE
            and value.node in index.parents
            and index.function(value.node) is index.function(receiver)
            and flow.enclosing_loops(index, value.node) == flow.enclosing_loops(index, receiver)
            for value in values
        )

    def _runs_at_most_once(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        """Whether a loop has no second round, also where it goes over a local table of one entry."""
        if flow.runs_at_most_once(loop) or self._is_given_one_round(index, loop):
            return True
        if not isinstance(loop, (ast.For, ast.AsyncFor)):
            return False
        if flow.has_one_element(self.infer.containers.drawn_from(index, loop.iter)):
            return True
        if not isinstance(loop.iter, ast.Name):
            return False
        name = loop.iter.id
        scope = index.scope(loop.iter)
        bindings = scope.bindings.get(name, ())
        if len(bindings) != 1 or bindings[0].how != "value" or not isinstance(scope, FunctionScope):
            return False
        # Whatever else is done with the table might add to it.
        parents = [
            index.parents.get(load) for load in index.loads.get(name, ()) if index.scope(load) is scope
        ]
        return flow.has_one_element(bindings[0].value) and all(
            isinstance(parent, (ast.For, ast.AsyncFor)) for parent in parents
        )

    def _goes_over_cases(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        """Whether a loop goes over cases that a test writes down, around which Keras' state is cleared."""
        over = _goes_over(loop) if is_test(index.source.path) else None
        test = index.function(loop)
        if over is None or test is None:
            return False
        containers = self.infer.containers
        if not containers.are_written_down(index, over) and containers.most(index, over) > MAX_FEW:
            return False
        clears = catalog.CLEARS_KERAS_STATE | catalog.RESETS_GRAPH
        return any(self.infer.calls.does(around, clears) for around in self._around_test(test))

    def _around_test(self, test: FunctionScope) -> Iterator[FunctionScope]:
        """What runs before or after a test: methods of its class, and the fixtures that it asks for."""
        if test.owner is not None:
            methods = (self.infer.classes.find_method(test.owner, name) for name in _AROUND_TESTS)
            yield from (method for method in methods if method is not None)
        asked = {parameter.arg for parameter in test.parameters}
        path = test.index.source.path
        for index in (test.index, self.project.index(path.parent / "conftest.py")):
            for function in index.functions() if index is not None else ():
                for decorator in function.decorators:
                    options = decorator.keywords if isinstance(decorator, ast.Call) else []
                    made = decorator.func if isinstance(decorator, ast.Call) else decorator
                    if "pytest.fixture" in self.infer.names(function.index, made) and (
                        function.name in asked or any(option.arg == "autouse" for option in options)
                    ):
                        yield function

    def _is_given_one_round(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        """Whether a parameter counts the rounds of a loop and every call of a private function gives 1."""
        if not isinstance(loop, (ast.For, ast.AsyncFor)) or not isinstance(loop.iter, ast.Call):
            return False
        given = loop.iter.args
        if tail_of(loop.iter.func) != "range" or len(given) != 1 or not isinstance(given[0], ast.Name):
            return False
        function = index.function(loop)
        # What others may call, they may give more.
        if function is None or not (function.name.startswith("_") or is_test(index.source.path)):
            return False
        return conditions.is_given_at_most(self.infer, function, given[0].id, 1)

    def _receiver(
        self, use: Use, function: FunctionScope, cls: ClassScope | None
    ) -> tuple[bool, ClassScope | None]:
        """Whether a call can reach a method on an instance of ``cls``, and on what the caller itself runs."""
        if cls is not None and function.name == "__call__" and tail_of(use.node) != "__call__":
            return conditions.may_be(self.infer, use.index, use.node, cls), None
        if cls is None or not isinstance(use.node, ast.Attribute):
            return True, None
        receiver = use.node.value
        around = None
        if isinstance(receiver, ast.Name):
            around = use.index.class_of_self(use.index.scope(receiver), receiver.id)
        if around is not None:
            return True, cls if around in self.infer.classes.mro(cls) else around
        return conditions.may_be(self.infer, use.index, receiver, cls), None

    def _beyond(
        self, step: Step, eager: bool, cls: ClassScope | None = None, needs: tuple[Need, ...] = ()
    ) -> Iterator[Repetition]:
        """What repeats a call repeats what it calls."""
        for outer in self._as(step.index, step.node, eager, cls, needs):
            if len(outer.steps) < MAX_STEPS and step not in outer.steps:
                yield replace(outer, steps=(*outer.steps, step))

    @staticmethod
    def _is_read_as_property(use: Use, function: FunctionScope) -> bool:
        return any(
            isinstance(d, ast.Name) and d.id == "property" for d in function.decorators
        ) and isinstance(use.node, ast.Attribute)

    def _handed(
        self, index: SyntaxIndex, call: ast.Call, use: Use, node: ast.AST, eager: bool
    ) -> Iterator[Repetition]:
        """A function is an argument of ``call``: does the callee run it again and again?"""
        place = use.keyword if use.keyword is not None else use.position
        for name in self.infer.called_names(index, call):
            if name.startswith(_OF_POOLS) and self._fresh_process_per_task(index, call):
                return
            known = repeaters.REPEATING_CALLS.get(name) or repeaters.REPEATING_METHODS.get(name)
            if known is not None and place in known[0]:
                yield Repetition(index, call, "framework", known[1], node)
                return
            if place in repeaters.HANDLER_ARGUMENTS.get(name, ()):
                yield Repetition(index, call, "handler", "request handler", node)
                return
            if name == repeaters.LAMBDA_CALLBACK and repeaters.CALLBACK_HOOKS.match(str(place)):
                yield Repetition(index, call, "callback", f"callback hook {place}()", node)
                return
            if name in catalog.WRAPS_HOST_FUNCTION and place in (0, "func"):
                yield from self._beyond(Step(index, call), eager=False)  # each run of a trace runs it
                return
            if place in repeaters.RUNS_ONCE.get(name, ()):
                if self._fresh_process_per_round(index, call):
                    return
                yield from self._beyond(Step(index, call), eager)
                return
            if name == "functools.partial" and place == 0:
                inner = self.infer.calls.use_of(index, call)
                if inner.argument_of is not None:
                    yield from self._handed(index, inner.argument_of, inner, node, eager)
                return
        for callee in self.infer.calls.callees(index, call):
            parameter = self._parameter_for(callee, use)
            for load in callee.index.loads.get(parameter or "", ()):
                parent = callee.index.parents.get(load)
                called = isinstance(parent, ast.Call) and parent.func is load
                if called and isinstance(parent, ast.Call) and callee.index.function(load) is callee:
                    yield from self._beyond(Step(callee.index, parent), eager)

    def _fitted_anew(
        self, index: SyntaxIndex, estimator: ast.expr, node: ast.AST, depth: int
    ) -> Iterator[Repetition]:
        """What fits copies of an estimator again and again, as scikit-learn's searches do."""
        child, call = estimator, index.parents.get(estimator)
        while isinstance(call, (ast.Tuple, ast.List, ast.keyword)):  # the named steps of a pipeline
            child, call = call, index.parents.get(call)  # type: ignore[assignment]
        if not isinstance(call, ast.Call) or child is call.func:
            return
        for name in self.infer.called_names(index, call):
            first = estimator in call.args[:1] or getattr(child, "arg", None) == "estimator"
            if first and repeaters.FITS_COPIES.match(name):
                yield Repetition(index, call, "framework", f"{name.rpartition('.')[2]}()", node)
                return
            if repeaters.HOLDS_ESTIMATORS.match(name) and depth < MAX_OBJECTS:
                for holder in self.infer.calls.made_and_named(index, call):
                    yield from self._fitted_anew(index, holder, node, depth + 1)
                return

    @staticmethod
    def _parameter_for(callee: FunctionScope, use: Use) -> str | None:
        if use.keyword is not None:
            return use.keyword
        names = [argument.arg for argument in callee.parameters]
        if callee.owner is not None and not callee.is_static():
            names = names[1:]
        position = use.position or 0
        return names[position] if position < len(names) else None

    def _fresh_process_per_round(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether work goes to a pool of processes that the same round of a loop has made."""
        loops = flow.enclosing_loops(index, call)
        if not loops or not isinstance(call.func, ast.Attribute):
            return False
        pools = self.infer.values(index, call.func.value)
        return bool(pools) and all(
            repeaters.PROCESS_POOLS.match(pool.name)
            and pool.index is index
            and pool.node is not None
            and flow.enclosing_loops(index, pool.node) == loops
            for pool in pools
        )

    def _fresh_process_per_task(self, index: SyntaxIndex, call: ast.Call) -> bool:
        if not isinstance(call.func, ast.Attribute):
            return False
        for value in self.infer.values(index, call.func.value):
            if isinstance(value.node, ast.Call):
                for keyword in value.node.keywords:
                    if keyword.arg in _TASKS_PER_PROCESS and isinstance(keyword.value, ast.Constant):
                        return keyword.value.value == 1
        return False

    def _streamlit_import(self, index: SyntaxIndex) -> ast.stmt | None:
        """The import that tells that a file is a Streamlit script, which runs anew at each interaction."""
        for statement in index.imports:
            names = [alias.name for alias in statement.names]
            if isinstance(statement, ast.Import) and "streamlit" in names:
                if self.project.importers(index.source.path):
                    return None
                return statement if self._shows_page(index) else None
        return None

    def _shows_page(self, index: SyntaxIndex) -> bool:
        """Whether a file, when it is run, has Streamlit do more than keep what functions give."""
        return self.infer.remember(
            ("page", index),
            lambda: any(
                self.infer.calls.runs_such("shows", index, statement, self._shows)
                for statement in index.tree.body
                if not isinstance(statement, (*FUNCTIONS, ast.ClassDef))
            ),
            False,
        )

    def _shows(self, index: SyntaxIndex, call: ast.Call) -> bool:
        return any(
            name.startswith("streamlit.") and not repeaters.CACHE_DECORATORS.match(name)
            for name in self.infer.called_names(index, call)
        )

    def _framework(self, function: FunctionScope) -> tuple[str, str] | None:
        """How a framework calls a function again and again: (how, what), or None."""
        index = function.index
        for decorator in function.decorators:
            target = decorator.func if isinstance(decorator, ast.Call) else decorator
            for name in self.infer.names(index, target):
                if repeaters.HANDLER_DECORATORS.match(name) and function.name not in repeaters.START_EVENTS:
                    return "handler", "request handler"
        if function.owner is None:
            return None
        bases = self.infer.classes.library_bases(function.owner)
        if function.name in repeaters.HANDLER_METHODS and any(
            repeaters.HANDLER_BASES.match(b) for b in bases
        ):
            return "handler", "request handler"
        if any(base.endswith("Servicer") for base in bases) and function.name[:1].isupper():
            return "handler", "RPC method"
        if repeaters.CALLBACK_HOOKS.match(function.name) and any(
            catalog.CALLBACK_BASES.match(b) for b in bases
        ):
            return "callback", f"callback hook {function.name}()"
        return None

    def counts_rounds(self, function: FunctionScope, name: str) -> bool:
        """Whether a parameter is the number of the epoch or batch that a callback hook is told."""
        first = [argument.arg for argument in function.parameters[1:2]]
        if first != [name] or function.name.startswith(("on_test_begin", "on_test_end")):
            return False
        framework = self._framework(function)
        return framework is not None and framework[0] == "callback"

    def is_for_each_entry(self, repetition: Repetition) -> bool:
        """Whether a loop goes over the entries of a table, and what it repeats is about each of them."""
        loop = repetition.node
        if repetition.how != "loop" or not isinstance(loop, ast.For):
            return False
        over = self.infer.containers.drawn_from(repetition.index, loop.iter)
        if (
            not isinstance(over, ast.Call)
            or over.args
            or tail_of(over.func) not in ("items", "keys", "values")
        ):
            return False
        stored = (n for n in ast.walk(loop) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
        bound = {name.id for name in stored}
        return any(isinstance(n, ast.Name) and n.id in bound for n in ast.walk(repetition.inside))

    def most_rounds(self, repetition: Repetition) -> float:
        """How many rounds a loop visibly has at most; infinite where that cannot be told."""
        over = _goes_over(repetition.node)
        return math.inf if over is None else self.infer.containers.most(repetition.index, over)

    def is_over_pair(self, repetition: Repetition) -> bool:
        """Whether a loop goes over two elements that the program writes down."""
        loop = repetition.node
        if repetition.how != "loop" or not isinstance(loop, (ast.For, ast.AsyncFor)):
            return False
        over = self.infer.containers.drawn_from(repetition.index, loop.iter)
        counts = isinstance(over, ast.Call) and tail_of(over.func) != "zip"
        return not counts and self.most_rounds(repetition) <= 2

    def has_few_rounds(self, repetition: Repetition, most: int = MAX_FEW) -> bool:
        """Whether what a loop repeats visibly runs no more than ``most`` times, inner loops included."""
        rounds = self.most_rounds(repetition)
        if rounds > most:
            return False
        for loop in flow.enclosing_loops(repetition.index, repetition.inside):
            if loop is repetition.node:
                break
            # An inner loop of unknown length is a repetition of its own, which is judged for itself.
            inner = self.most_rounds(replace(repetition, node=loop))
            rounds *= 1 if math.isinf(inner) else max(inner, 1)
        return rounds <= most

    def is_for_tensors_only(self, repetition: Repetition, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a test for tensors stands between a loop and the code that it repeats through calls."""
        frames = [(index, node), *((step.index, step.node) for step in repetition.steps[1:])]
        return bool(repetition.steps) and any(
            isinstance(parent, ast.If)
            and conditions.asks_for_tensor(self.infer, file, parent.test)
            and any(flow.contains(statement, place) for statement in parent.body)
            for file, place in frames
            for parent in file.ancestors(place)
        )

    def is_timing(self, repetition: Repetition) -> bool:
        """Whether something runs again and again to find out how long it takes as it is."""
        call = repetition.node
        return isinstance(call, ast.Call) and not repeaters.TIMES.isdisjoint(
            self.infer.called_names(repetition.index, call)
        )

    def runs_but_once(self, repetition: Repetition) -> bool:
        """Whether a loop stands under a condition that lets its function run it a single time."""
        function = repetition.index.function(repetition.node)
        return function is not None and self.guards.is_guarded(
            repetition.index, repetition.node, function.node
        )


def _name_of_object(function: FunctionScope) -> str | None:
    """The parameter by which a method knows its object."""
    if function.owner is None or function.is_static() or not function.parameters:
        return None
    return None if function.is_of_class() else function.parameters[0].arg


def _goes_over(loop: ast.AST) -> ast.expr | None:
    """What a loop draws its elements from; None where it is no loop over one iterable."""
    if isinstance(loop, COMPREHENSIONS) and len(loop.generators) == 1:
        loop = loop.generators[0]
    return loop.iter if isinstance(loop, (ast.For, ast.AsyncFor, ast.comprehension)) else None


def _loop_name(loop: ast.AST) -> str:
    if isinstance(loop, COMPREHENSIONS):
        return "comprehension"
    if isinstance(loop, LOOPS):
        return "while loop" if isinstance(loop, ast.While) else "for loop"
    return "loop"
