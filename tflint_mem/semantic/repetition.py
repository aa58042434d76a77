"""How often code runs: loops, and functions called from loops, frameworks, hooks and request handlers."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, conditions, flow
from tflint_mem.semantic.entry import is_test, tries_out
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FUNCTIONS,
    LOOPS,
    ClassScope,
    FunctionScope,
    SyntaxIndex,
    is_constant,
    spell_the_same,
    tail_of,
)
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_mem.semantic.call_graph import Use
    from tflint_mem.semantic.conditions import Need
    from tflint_mem.semantic.inference import Inference

MAX_CALLS = 8
"""How many calls lie at most between a loop and the code it repeats."""

_OF_POOLS = ("multiprocessing.Pool.", "concurrent.futures.Executor.")
_TASKS_PER_PROCESS = ("maxtasksperchild", "max_tasks_per_child")

_HOOK_OF_EPOCHS = re.compile(r"on_epoch_(begin|end)$")
"""Hooks whose number does not come twice while a model trains."""

BUILDING = frozenset({"build", "compute_output_shape", "__init__"})
"""Methods that run before a trace, or beside it."""
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

    def runs_module(self, index: SyntaxIndex) -> bool:
        """Whether a whole file is run anew each time, with what stands at its top."""
        return self.index is index and isinstance(self.node, (ast.Import, ast.ImportFrom))


class Repetitions:
    """Answers what repeats a node."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference
        self.project = inference.project

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
            if self.is_for_traces(function) or self._is_for_graphs(index, node):
                return
        known = function is None or conditions.are_known_to_be_met(self.infer, function, needs)
        for loop in flow.enclosing_loops(index, node) if known else ():
            if (
                not self._runs_at_most_once(index, loop)
                and not flow.leaves_after(index, node, loop)
                and not self.is_guarded(index, node, loop)
            ):
                yield Repetition(index, loop, "loop", _loop_name(loop), node)
        if function is None:
            script = self._streamlit_import(index)
            if script is not None and not self.is_guarded(index, node, index.tree):
                yield Repetition(index, script, "handler", "Streamlit script", node)
            return
        if self.is_cached(function):
            return
        if self.is_guarded(index, node, function.node):
            own = _name_of_object(function)
            if own is not None and not self.is_guarded(index, node, function.node, apart=own):
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
                if depth < MAX_CALLS and caller is not method:
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
            if len(outer.steps) < MAX_CALLS and step not in outer.steps:
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
            known = catalog.REPEATING_CALLS.get(name) or catalog.REPEATING_METHODS.get(name)
            if known is not None and place in known[0]:
                yield Repetition(index, call, "framework", known[1], node)
                return
            if place in catalog.HANDLER_ARGUMENTS.get(name, ()):
                yield Repetition(index, call, "handler", "request handler", node)
                return
            if name == catalog.LAMBDA_CALLBACK and catalog.CALLBACK_HOOKS.match(str(place)):
                yield Repetition(index, call, "callback", f"callback hook {place}()", node)
                return
            if place in catalog.RUNS_ONCE.get(name, ()):
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
            if first and catalog.FITS_COPIES.match(name):
                yield Repetition(index, call, "framework", f"{name.rpartition('.')[2]}()", node)
                return
            if catalog.HOLDS_ESTIMATORS.match(name) and depth < MAX_CALLS:
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
            catalog.PROCESS_POOLS.match(pool.name)
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
                return None if self.project.importers(index.source.path) else statement
        return None

    def _framework(self, function: FunctionScope) -> tuple[str, str] | None:
        """How a framework calls a function again and again: (how, what), or None."""
        index = function.index
        for decorator in function.decorators:
            target = decorator.func if isinstance(decorator, ast.Call) else decorator
            for name in self.infer.names(index, target):
                if catalog.HANDLER_DECORATORS.match(name) and function.name not in catalog.START_EVENTS:
                    return "handler", "request handler"
        if function.owner is None:
            return None
        bases = self.infer.classes.library_bases(function.owner)
        if function.name in catalog.HANDLER_METHODS and any(catalog.HANDLER_BASES.match(b) for b in bases):
            return "handler", "request handler"
        if any(base.endswith("Servicer") for base in bases) and function.name[:1].isupper():
            return "handler", "RPC method"
        if catalog.CALLBACK_HOOKS.match(function.name) and any(
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

    # -- code that runs once -------------------------------------------------------------------------

    def is_cached(self, function: FunctionScope) -> bool:
        """Whether a decorator keeps a function's result, so that it runs once per argument."""
        for decorator in function.decorators:
            target = decorator.func if isinstance(decorator, ast.Call) else decorator
            if any(catalog.CACHE_DECORATORS.match(name) for name in self.infer.names(function.index, target)):
                return True
        return False

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

    def runs_but_once(self, repetition: Repetition) -> bool:
        """Whether a loop stands under a condition that lets its function run it a single time."""
        function = repetition.index.function(repetition.node)
        return function is not None and self.is_guarded(repetition.index, repetition.node, function.node)

    def is_guarded(
        self, index: SyntaxIndex, node: ast.AST, region: ast.AST, *, apart: str | None = None
    ) -> bool:
        """Whether a condition lets ``node`` run once only, however often ``region`` runs.

        Args:
            index: the file.
            node: any node below ``region``.
            region: a loop or function.
            apart: the name of an object whose attributes do not count as kept.
        """
        child: ast.AST = node
        for parent in index.ancestors(node):
            if isinstance(child, ast.stmt) and self._is_left_before(index, child, region, apart):
                return True
            if parent is region:
                return False
            if isinstance(parent, ast.If):
                if child in parent.body and self._holds_once(index, parent.test, parent, region, True, apart):
                    return True
                if child in parent.orelse and self._holds_once(
                    index, parent.test, parent, region, False, apart
                ):
                    return True
            elif isinstance(parent, ast.IfExp):
                if child is not parent.test and self._holds_once(
                    index, parent.test, parent, region, child is parent.body, apart
                ):
                    return True
            elif isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.Or):
                first = parent.values[0]
                if child is not first and self._is_kept(index, first, parent, region, apart):
                    return True
            elif isinstance(parent, ast.ExceptHandler):
                caught = ast.unparse(parent.type) if parent.type is not None else ""
                if any(word in caught for word in ("KeyError", "AttributeError", "NameError", "LookupError")):
                    return True
            child = parent
        return False

    def _is_left_before(
        self, index: SyntaxIndex, statement: ast.stmt, region: ast.AST, apart: str | None
    ) -> bool:
        """Whether an earlier statement of a function, as ``if key in cache: return``, leaves but once."""
        slot = index.slots.get(statement)
        if slot is None or not isinstance(region, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return False
        return any(
            isinstance(earlier, ast.If)
            and (isinstance(earlier.test, ast.Compare) or _asks_for_attribute(earlier.test))
            and flow.block_leaves(earlier.body, (ast.Return,))
            and self._holds_once(index, earlier.test, earlier, region, False, apart)
            for earlier in slot.block()[: slot.position]
        )

    def _holds_once(
        self,
        index: SyntaxIndex,
        test: ast.expr,
        guard: ast.AST,
        region: ast.AST,
        wanted: bool,
        apart: str | None,
    ) -> bool:
        """Whether ``test`` is ``wanted`` at most once while ``region`` repeats."""
        if isinstance(test, ast.BoolOp):
            return any(self._holds_once(index, part, guard, region, wanted, apart) for part in test.values)
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self._holds_once(index, test.operand, guard, region, not wanted, apart)
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            operator, left, right = test.ops[0], test.left, test.comparators[0]
            if is_constant(right, True, False) and isinstance(
                operator, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)
            ):
                same = isinstance(operator, (ast.Is, ast.Eq)) == wanted
                return self._holds_once(index, left, guard, region, is_constant(right, True) == same, apart)
            if isinstance(operator, (ast.Gt, ast.GtE)) and wanted and _is_narrowed(left, guard):
                return True
            if isinstance(operator, (ast.Is, ast.Eq, ast.IsNot, ast.NotEq)) and _is_none(right):
                return isinstance(operator, (ast.Is, ast.Eq)) == wanted and (
                    self._is_checkpoint(index, left) or self._is_kept(index, left, guard, region, apart)
                )
            if isinstance(operator, ast.NotIn):
                return wanted and self._is_kept(index, right, guard, region, apart)
            if isinstance(operator, ast.In):
                return not wanted and self._is_kept(index, right, guard, region, apart)
            if isinstance(operator, ast.Eq) and (counted := _counted(left, right)) is not None:
                return wanted and self._is_kept(index, counted, guard, region, apart)
            if isinstance(operator, (ast.Eq, ast.NotEq)) and isinstance(operator, ast.NotEq) == wanted:
                if self._is_remembered(index, right, left, guard, region, apart):
                    return True
                if self._is_remembered(index, left, right, guard, region, apart):
                    return True
            if isinstance(operator, (ast.Eq, ast.NotEq)) and isinstance(operator, ast.Eq) == wanted:
                if any(
                    self._is_counter(index, counted, region)
                    and self._is_one_round(index, other, guard, region)
                    for counted, other in ((left, right), (right, left))
                ):
                    return True
            if isinstance(right, ast.Constant) and isinstance(operator, (ast.Eq, ast.NotEq)):
                if (isinstance(operator, ast.Eq) == wanted) and (
                    self._is_counter(index, left, region) or self._is_kept_counter(index, left)
                ):
                    return True
                equal = isinstance(operator, ast.Eq) == wanted
                return _is_chosen_once(left, region, lambda value: (value == right.value) == equal)
            return False
        if wanted and isinstance(guard, ast.If) and self._asks_for_kind(index, test, guard):
            return True
        if isinstance(test, ast.Call) and _asks_for_attribute(test):
            return not wanted and not (test.args and self._is_of_request(index, test.args[0]))
        if (answer := self._answer_about_object(index, test)) is not None:
            other = apart is None or _root_name(test) != apart
            return other and self._holds_once(answer[0], answer[1], guard, region, wanted, None)
        if isinstance(test, ast.Name) and (
            self._is_flag(index, test, guard, region)
            or _is_chosen_once(test, region, lambda value: bool(value) == wanted)
        ):
            return True
        if not wanted and self._is_counter(index, test, region):
            return True
        if not wanted and self._is_checkpoint(index, test):
            return True  # what is done until there is one
        if isinstance(test, ast.Name) and self._is_choice_of_caller(index, test, guard):
            return False
        if isinstance(test, ast.Attribute) and wanted:
            return getattr(test.value, "id", None) != apart and self._is_switched_off(index, test, guard)
        return not wanted and self._is_kept(index, test, guard, region, apart)

    def _is_checkpoint(self, index: SyntaxIndex, test: ast.expr) -> bool:
        """Whether an expression is the last checkpoint that was written, if there is one."""
        if isinstance(test, ast.Name):
            bindings = flow.reaching(index, index.home(test).bindings.get(test.id, []), test)
            return bool(bindings) and all(
                b.how == "value" and isinstance(b.value, ast.Call) and self._is_checkpoint(index, b.value)
                for b in bindings
            )
        return isinstance(test, ast.Call) and not catalog.LAST_CHECKPOINT.isdisjoint(
            self.infer.called_names(index, test)
        )

    def _answer_about_object(self, index: SyntaxIndex, test: ast.expr) -> tuple[SyntaxIndex, ast.expr] | None:
        """What a method of ``self`` that is only asked about the object, as ``self.is_built()``, answers."""
        if not isinstance(test, ast.Call) or test.args or test.keywords:
            return None
        callees = self.infer.calls.callees(index, test)
        if len(callees) != 1 or len(callees[0].returns) != 1 or callees[0].owner is None:
            return None
        file, answer = callees[0].index, callees[0].returns[0]
        names = [node for node in ast.walk(answer) if isinstance(node, ast.Name)]
        if not isinstance(answer, (ast.Compare, ast.UnaryOp, ast.Attribute)) or not all(
            file.class_of_self(file.scope(name), name.id) is not None for name in names
        ):
            return None
        return file, answer

    def _is_remembered(
        self,
        index: SyntaxIndex,
        kept: ast.expr,
        asked: ast.expr,
        guard: ast.AST,
        region: ast.AST,
        apart: str | None,
    ) -> bool:
        """Whether ``kept`` is what an object was made for last time, which the guarded code notes down."""
        attributes = _attributes_joined(kept)
        if not isinstance(guard, ast.If) or not attributes:
            return False
        if not all(self._is_kept(index, part, guard, region, apart) for part in attributes):
            return False
        for name in (part for part in ast.walk(asked) if isinstance(part, ast.Name)):
            drawn = [b for b in index.scope(name).bindings.get(name.id, ()) if b.how == "iterate"]
            if self._is_counter(index, name, region) or any(flow.contains(region, b.node) for b in drawn):
                return False
        return all(self._is_set_below(index, attribute, guard) for attribute in attributes)

    def _is_set_below(self, index: SyntaxIndex, attribute: ast.Attribute, guard: ast.If) -> bool:
        """Whether a guarded block sets an attribute, itself or in a method of ``self`` that it calls."""
        targets = [t for s in guard.body if isinstance(s, ast.Assign) for t in s.targets]
        if any(spell_the_same(target, attribute) for target in targets):
            return True
        owner = index.owner_of_attribute(attribute)
        if owner is None:
            return False
        calls = [n for s in guard.body for n in ast.walk(s) if isinstance(n, ast.Call)]
        called = {callee for call in calls for callee in self.infer.calls.callees(index, call)}
        return any(
            (file is index and flow.contains(guard, binding.node)) or file.function(binding.node) in called
            for file, binding in self.infer.classes.attribute_bindings(owner, attribute.attr)
        )

    def _asks_for_kind(self, index: SyntaxIndex, test: ast.expr, guard: ast.If) -> bool:
        """Whether a block puts something else in an attribute of which a test asks what kind it is."""
        if not isinstance(test, ast.Call) or "builtins.isinstance" not in self.infer.called_names(
            index, test
        ):
            return False
        asked = test.args[0] if test.args else None
        return isinstance(asked, ast.Attribute) and self._is_set_below(index, asked, guard)

    @staticmethod
    def _is_choice_of_caller(index: SyntaxIndex, test: ast.Name, guard: ast.AST) -> bool:
        """Whether a parameter that nothing binds again chooses a branch that does nothing with it."""
        scope = index.scope(test)
        bindings = scope.bindings.get(test.id, ())
        if not isinstance(guard, ast.If) or not bindings or any(b.how != "parameter" for b in bindings):
            return False
        branch = guard.orelse if guard.test is test else guard.body
        loads = index.loads.get(test.id, ())
        return not any(flow.contains(statement, load) for statement in branch for load in loads)

    def _is_kept(
        self, index: SyntaxIndex, subject: ast.expr, guard: ast.AST, region: ast.AST, apart: str | None
    ) -> bool:
        """Whether what ``subject`` names outlives one run of ``region``."""
        if isinstance(subject, ast.NamedExpr):
            return isinstance(subject.value, (ast.Call, ast.Attribute, ast.Subscript))
        if self._is_of_request(index, subject):
            return False
        if apart is not None and _root_name(subject) == apart:
            return False
        if isinstance(subject, (ast.Attribute, ast.Subscript)):
            return True
        if isinstance(subject, ast.Call):
            looks_up = ("get", "keys", "exists", "get_collection")
            if self._is_attribute_by_name(index, subject):
                return True
            return isinstance(subject.func, ast.Attribute) and subject.func.attr in looks_up
        if not isinstance(subject, ast.Name):
            return False
        scope = index.scope(subject)
        while scope.parent is not None and subject.id not in scope.bindings:
            scope = scope.parent
        leaves = isinstance(guard, ast.If) and flow.block_leaves(guard.body, (ast.Return,))
        for binding in scope.bindings.get(subject.id, ()):
            if not flow.contains(region, binding.node) or flow.contains(guard, binding.node):
                continue
            if leaves and flow.place(binding.node) > flow.end_place(guard):
                continue
            value = binding.value
            if value is guard:
                continue
            if (
                isinstance(value, ast.Call)
                and isinstance(value.func, ast.Attribute)
                and value.func.attr in ("get", "get_collection")
            ):
                continue
            if isinstance(value, (ast.Attribute, ast.Subscript)) and isinstance(
                region, (ast.FunctionDef, ast.AsyncFunctionDef)
            ):
                continue
            if self._is_attribute_by_name(index, value):
                continue
            return False
        return True

    def _is_attribute_by_name(self, index: SyntaxIndex, value: ast.AST | None) -> bool:
        """Whether a value is ``getattr(holder, name, default)`` of no holder that each request makes."""
        return (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Name)
            and value.func.id == "getattr"
            and len(value.args) == 3
            and not self._is_of_request(index, value.args[0])
        )

    def _is_of_request(self, index: SyntaxIndex, subject: ast.expr) -> bool:
        """Whether a web framework makes what ``subject`` names, or holds it, anew for each request."""
        if isinstance(subject, ast.Call) and isinstance(subject.func, ast.Attribute):
            subject = subject.func.value
        if any(name in catalog.PER_REQUEST for name in self.infer.names(index, subject)):
            return True
        return isinstance(subject, (ast.Attribute, ast.Subscript)) and self._is_of_request(
            index, subject.value
        )

    def _is_counter(self, index: SyntaxIndex, node: ast.expr, region: ast.AST) -> bool:
        """Whether ``node`` counts the iterations of the loop, or the calls of the function, ``region``."""
        if not isinstance(node, ast.Name):
            return False
        if isinstance(region, ast.FunctionDef) and _HOOK_OF_EPOCHS.match(region.name):
            names = [argument.arg for argument in region.args.args]
            return node.id in names[1:2]
        for binding in index.scope(node).bindings.get(node.id, ()):
            if binding.how == "augment" and flow.contains(region, binding.node):
                return True
            if binding.how == "iterate" and isinstance(region, (ast.For, ast.AsyncFor)):
                if binding.value is region.iter and self._counts_rounds(index, region.iter):
                    return True
            if binding.how == "parameter" and isinstance(region, (ast.FunctionDef, ast.AsyncFunctionDef)):
                function = index.scopes[region]
                if isinstance(function, FunctionScope) and self._is_told_the_round(function, node.id):
                    return True
        return False

    def _is_one_round(self, index: SyntaxIndex, node: ast.expr, guard: ast.AST, region: ast.AST) -> bool:
        """Whether an expression stands for one round of a loop, or in turn for those of a list."""
        names = [name for name in ast.walk(node) if isinstance(name, ast.Name)]
        if not names or any(isinstance(part, (ast.Call, ast.Subscript)) for part in ast.walk(node)):
            return False
        return all(
            not flow.contains(region, binding.node)
            or (flow.contains(guard, binding.node) and _takes_next(binding.value))
            for name in names
            for binding in index.home(name).bindings.get(name.id, ())
        )

    def _is_told_the_round(self, function: FunctionScope, name: str) -> bool:
        """Whether each call of a function passes the counter of a loop around it for a parameter."""
        given = [
            (use.index, use.call, self.infer.calls.argument(use, function, name))
            for use in self.infer.calls.uses(function)
        ]
        return bool(given) and all(
            call is not None
            and argument is not None
            and any(self._is_counter(index, argument, loop) for loop in flow.enclosing_loops(index, call))
            for index, call, argument in given
        )

    def _counts_rounds(self, index: SyntaxIndex, iterable: ast.expr) -> bool:
        """Whether an iterable gives the number of each round, alone or beside what it draws."""
        over = self.infer.containers.drawn_from(index, iterable)
        names = self.infer.called_names(index, over) if isinstance(over, ast.Call) else []
        return any(name == "builtins.enumerate" or catalog.COUNTS_UP.match(name) for name in names)

    def _is_kept_counter(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an attribute is only counted up in this file, so that no value comes twice."""
        if not isinstance(node, ast.Attribute):
            return False
        nothing: frozenset[str] = frozenset()
        return node.attr in self.infer.remember(("counters", index), lambda: _kept_counters(index), nothing)

    def _is_switched_off(self, index: SyntaxIndex, test: ast.Attribute, guard: ast.AST) -> bool:
        """Whether the branch that an attribute guards makes it false, and only ``__init__`` sets it else."""
        owner = index.owner_of_attribute(test)
        set_by = [] if owner is None else self.infer.classes.attribute_bindings(owner, test.attr)
        inside = [b for file, b in set_by if file is index and flow.contains(guard, b.node)]
        around = [file.function(b.node) for file, b in set_by if b not in inside]
        return (
            bool(inside)
            and all(isinstance(b.value, ast.Constant) and not b.value.value for b in inside)
            and all(function is None or function.name == "__init__" for function in around)
        )

    @staticmethod
    def _is_flag(index: SyntaxIndex, name: ast.Name, guard: ast.AST, region: ast.AST) -> bool:
        """Whether a variable is switched over in the branch that it guards, and nowhere else."""
        bindings = index.scope(name).bindings.get(name.id, [])
        inside = [b for b in bindings if flow.contains(region, b.node)]
        return (
            bool(inside)
            and len(bindings) > len(inside)
            and all(flow.contains(guard, b.node) and isinstance(b.value, ast.Constant) for b in inside)
        )

    # -- traced or eager -----------------------------------------------------------------------------

    def is_traced(self, function: FunctionScope) -> bool:
        """Whether a function only ever runs while TensorFlow traces it into a graph."""
        return self.why_traced(function) is not None

    def _is_for_graphs(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node stands in the branch for graphs of ``if tf.executing_eagerly()``."""
        child = node
        for parent in index.ancestors(node):
            if isinstance(parent, FUNCTIONS):
                return False
            if isinstance(parent, ast.If) and child is not parent.test:
                test, eagerly = parent.test, child in parent.body
                if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
                    test, eagerly = test.operand, not eagerly
                if isinstance(test, ast.Call) and not eagerly:
                    if "tf.executing_eagerly" in self.infer.called_names(index, test):
                        return True
            child = parent
        return False

    def is_in_trace(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node only runs while TensorFlow traces, and not when its object is made."""
        function = index.function(node)
        if function is None or not self.is_traced(function):
            return False
        while function is not None:
            if function.owner is not None and function.name in BUILDING:
                return False
            function = index.function(function.node)
        return True

    def is_traced_in_use(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node only runs in a trace, and not just because nothing but tests runs it at all."""
        if not self.is_in_trace(index, node):
            return False
        function = index.function(node)
        if function is None or is_test(index.source.path):
            return True
        uses = [use for use in self.infer.calls.uses(function) if use.call is not None or self._traces(use)]
        return not uses or any(not is_test(use.index.source.path) for use in uses)

    def why_traced(self, function: FunctionScope) -> str | None:
        """Why a function only runs while TensorFlow traces it, in words; None when it may run eagerly."""
        return self.infer.remember(("traced", function), lambda: self._why_traced(function), None)

    def _why_traced(self, function: FunctionScope) -> str | None:
        index = function.index
        for decorator in function.decorators:
            target = decorator.func if isinstance(decorator, ast.Call) else decorator
            names = [*self.infer.names(index, target), *self.infer.names(index, decorator)]
            tracing = next((name for name in names if catalog.TRACED_DECORATORS.match(name)), None)
            if tracing is not None:
                return f"decorated with {tracing}"
        if function.owner is not None and function.name in catalog.TRACED_HOOKS:
            kind = self.infer.classes.instance(function.owner).kind
            if kind in (Kind.MODEL, Kind.LAYER):
                return f"{function.name}() of a Keras {kind.value}"
        if self._is_replaced(function):
            return "replaced by its own trace"
        if self._is_loss_of_compile(function):
            return "the call() of a loss that a model is compiled with"
        around = index.function(function.node)
        if around is not None and self.is_traced(around):
            return f"defined in {around.name}(), which is traced"
        found = None
        for use in self.infer.calls.uses_in_turn(function):
            if self._is_handed_to_trace(use):
                found = f"handed to a tracing call at {use.index.source.place_name(use.node.lineno)}"
            elif use.call is not None:
                caller = use.index.function(use.call)
                if caller is function:
                    continue
                if caller is None or not self.is_traced(caller):
                    return None
                found = found or f"only called from {caller.name}(), which is traced"
        return found

    def _is_handed_to_trace(self, use: Use) -> bool:
        return self._traces(use) or (self.is_given_to_compile(use) and not self._is_left_eager(use))

    def is_for_traces(self, function: FunctionScope) -> bool:
        """Whether a function runs eagerly in tests at most, and is there for what TensorFlow traces."""
        if self.is_traced(function):
            return True
        return self.infer.remember(("for traces", function), lambda: self._find_for_traces(function), False)

    def _find_for_traces(self, function: FunctionScope) -> bool:
        if is_test(function.index.source.path):
            return False
        found = False
        for use in self.infer.calls.uses_in_turn(function):
            if is_test(use.index.source.path):
                continue
            if use.call is not None and not self._is_handed_to_trace(use):
                caller = use.index.function(use.call)
                if caller is None or not (caller is function or self.is_for_traces(caller)):
                    return False
                found = True
        return found

    def _is_replaced(self, function: FunctionScope) -> bool:
        """Whether the trace of a function takes its name: ``self.step = tf.function(self.step)``."""
        if function.owner is not None:
            bindings = function.owner.attribute_values.get(function.name, ())
        elif function.parent is not None:
            bindings = function.parent.bindings.get(function.name, ())
        return any(
            isinstance(binding.value, ast.Call)
            and any(
                value.kind is Kind.TF_FUNCTION and value.function is function
                for value in self.infer.values(function.index, binding.value)
            )
            for binding in bindings
        )

    def _traces(self, use: Use) -> bool:
        """Whether a function is handed to a call that traces it."""
        if use.argument_of is None:
            return False
        for value in self.infer.values(use.index, use.argument_of.func):
            if value.kind is Kind.API and catalog.TRACES_ARGUMENT.match(value.name):
                return True
            if value.kind is Kind.METHOD and value.receiver is not None:
                method = value.name.rpartition(".")[2]
                if value.receiver.kind is Kind.DATASET and method in catalog.DATASET_TRANSFORMS:
                    return True
                if value.receiver.kind is Kind.STRATEGY and method in ("run", "experimental_run_v2"):
                    caller = use.index.function(use.argument_of)
                    return caller is not None and self.is_traced(caller)
        return False

    def is_given_to_compile(self, use: Use) -> bool:
        """Whether a use stands among the losses or metrics of ``compile``."""
        child: ast.AST = use.node
        parent = use.index.parents.get(child)
        while isinstance(parent, (ast.List, ast.Tuple, ast.Dict)):
            child, parent = parent, use.index.parents.get(parent)
        if isinstance(parent, ast.keyword) and parent.arg in catalog.LOSS_KEYWORDS:
            child, parent = parent, use.index.parents.get(parent)
        return (
            isinstance(parent, ast.Call)
            and child in (*parent.args[1:3], *parent.keywords)
            and self.compiles(use.index, parent)
        )

    def compiles(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call compiles a model."""
        return any(
            value.kind is Kind.METHOD and value.name.endswith(".compile")
            for value in self.infer.values(index, call.func)
        )

    @staticmethod
    def _is_left_eager(use: Use) -> bool:
        """Whether the call around a use says something of ``run_eagerly``."""
        return any(
            isinstance(around, ast.Call) and any(k.arg in ("run_eagerly", None) for k in around.keywords)
            for around in use.index.ancestors(use.node)
        )

    def _is_loss_of_compile(self, function: FunctionScope) -> bool:
        """Whether a method is the ``call`` of a loss whose objects all go to ``compile``."""
        owner = function.owner
        if owner is None or function.name != "call":
            return False
        if not any(name.startswith("keras.losses.") for name in self.infer.classes.library_bases(owner)):
            return False
        objects = list(self.infer.calls.new_objects(owner))
        return bool(objects) and all(
            self.is_given_to_compile(use) and not self._is_left_eager(use) for use in objects
        )

    def builds_v1_graph(self, index: SyntaxIndex) -> bool:
        """Whether a file is written for TensorFlow 1 graphs: it uses names that only make sense there."""
        return self.infer.remember(("v1", index), lambda: self._builds_v1_graph(index), False)

    def _builds_v1_graph(self, index: SyntaxIndex) -> bool:
        for full in catalog.GRAPH_ONLY:
            for load in index.loads.get(full.rpartition(".")[2], ()):
                if full in self.infer.names(index, load):
                    return True
        # TensorFlow 2 has no contrib; code for both releases asks for it where that may fail.
        return "eager" not in index.source.text and any(
            "tf.contrib" in self.infer.names(index, load)
            and not any(isinstance(parent, (ast.Try, ast.If)) for parent in index.ancestors(load))
            for load in index.loads.get("contrib", ())
        )

    def debugs_eagerly(self, index: SyntaxIndex) -> bool:
        """Whether a file switches tracing off on purpose."""
        for full in catalog.EAGER_SWITCHES:
            for load in index.loads.get(full.rpartition(".")[2], ()):
                if full in self.infer.names(index, load):
                    return True
        return any(
            keyword.arg == "run_eagerly"
            and isinstance(keyword.value, ast.Constant)
            and keyword.value.value is True
            for call in index.calls
            for keyword in call.keywords
        )


def _name_of_object(function: FunctionScope) -> str | None:
    """The parameter by which a method knows its object."""
    if function.owner is None or function.is_static() or not function.parameters:
        return None
    return None if function.is_of_class() else function.parameters[0].arg


def _takes_next(value: ast.AST | None) -> bool:
    """Whether a value is taken out of a list or an iterator."""
    return isinstance(value, ast.Call) and (
        (isinstance(value.func, ast.Attribute) and value.func.attr in ("pop", "popleft"))
        or (isinstance(value.func, ast.Name) and value.func.id == "next")
    )


def _root_name(node: ast.expr) -> str | None:
    """The variable that an attribute, element or method is reached from."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _is_narrowed(size: ast.expr, guard: ast.AST) -> bool:
    """Whether ``size`` counts the inputs or outputs of a kept model that the guarded block replaces."""
    if not (isinstance(size, ast.Call) and isinstance(size.func, ast.Name) and size.func.id == "len"):
        return False
    part = size.args[0] if len(size.args) == 1 else None
    if not isinstance(part, ast.Attribute) or part.attr not in ("inputs", "outputs"):
        return False
    if not isinstance(part.value, ast.Attribute) or not isinstance(guard, ast.If):
        return False
    tested = ast.unparse(part.value)
    return any(
        isinstance(statement, ast.Assign) and tested in map(ast.unparse, statement.targets)
        for statement in guard.body
    )


def _kept_counters(index: SyntaxIndex) -> frozenset[str]:
    """The attributes that a file counts up, and gives other values in constructors only."""
    counted, reset = set(), set()
    for statement in index.slots:
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Attribute):
            if isinstance(statement.op, ast.Add) and isinstance(statement.value, ast.Constant):
                counted.add(statement.target.attr)
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            function = index.function(statement)
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            if function is None or function.name != "__init__":
                reset |= {target.attr for target in targets if isinstance(target, ast.Attribute)}
    return frozenset(counted - reset)


def _attributes_joined(node: ast.expr) -> list[ast.Attribute]:
    """The attributes that an expression is, or puts together; empty where it is anything else."""
    if isinstance(node, ast.Attribute):
        return [node]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [node.left, node.right]
    elif isinstance(node, (ast.Tuple, ast.List)):
        parts = node.elts
    else:
        return []
    found = [_attributes_joined(part) for part in parts]
    return [attribute for some in found for attribute in some] if all(found) else []


def _asks_for_attribute(test: ast.expr) -> bool:
    return isinstance(test, ast.Call) and isinstance(test.func, ast.Name) and test.func.id == "hasattr"


def _counted(left: ast.expr, right: ast.expr) -> ast.expr | None:
    """What ``len(...) == 0`` counts."""
    if not (isinstance(right, ast.Constant) and right.value == 0 and isinstance(left, ast.Call)):
        return None
    counts = isinstance(left.func, ast.Name) and left.func.id == "len" and len(left.args) == 1
    return left.args[0] if counts else None


def _is_chosen_once(name: ast.expr, region: ast.AST, chosen: Callable[[object], bool]) -> bool:
    """Whether one round at most of a loop over a display of constants gives ``name`` a chosen value."""
    if not isinstance(region, (ast.For, ast.AsyncFor)) or not isinstance(region.iter, (ast.Tuple, ast.List)):
        return False
    drawn: list[ast.expr] = region.iter.elts
    target = region.target
    if isinstance(target, (ast.Tuple, ast.List)):
        places = [n for n, t in enumerate(target.elts) if isinstance(t, ast.Name) and _same_name(t, name)]
        rows = [row.elts for row in drawn if isinstance(row, (ast.Tuple, ast.List))]
        if not places or len(rows) < len(drawn) or any(len(row) != len(target.elts) for row in rows):
            return False
        drawn = [row[places[0]] for row in rows]
    elif not isinstance(target, ast.Name) or not _same_name(target, name):
        return False
    values = [element.value for element in drawn if isinstance(element, ast.Constant)]
    return len(values) == len(drawn) and sum(map(chosen, values)) <= 1


def _same_name(target: ast.Name, node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == target.id


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _loop_name(loop: ast.AST) -> str:
    if isinstance(loop, COMPREHENSIONS):
        return "comprehension"
    if isinstance(loop, LOOPS):
        return "while loop" if isinstance(loop, ast.While) else "for loop"
    return "loop"
