"""What runs once, though a loop or its caller comes by again: caches, flags, branches of the first round."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow, repeaters
from tflint_mem.semantic.syntax import FunctionScope, SyntaxIndex, is_constant, spell_the_same

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_mem.semantic.inference import Inference

_HOOK_OF_EPOCHS = re.compile(r"on_epoch_(begin|end)$")
"""Hooks whose number does not come twice while a model trains."""


class Guards:
    """Answers whether code in what is repeated runs once all the same."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def is_cached(self, function: FunctionScope) -> bool:
        """Whether a decorator keeps a function's result, so that it runs once per argument."""
        for decorator in function.decorators:
            target = decorator.func if isinstance(decorator, ast.Call) else decorator
            if any(
                repeaters.CACHE_DECORATORS.match(name) for name in self.infer.names(function.index, target)
            ):
                return True
        return False

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
        block = slot.block()
        return any(
            isinstance(earlier, ast.If)
            and (
                isinstance(earlier.test, ast.Compare)
                or _asks_for_attribute(earlier.test)
                or _sets_flag(block[place + 1 :], earlier.test)
            )
            and flow.block_leaves(earlier.body, (ast.Return,))
            and self._holds_once(index, earlier.test, earlier, region, False, apart)
            for place, earlier in enumerate(block[: slot.position])
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
        if parts := _joined_tests(test):
            return any(self._holds_once(index, part, guard, region, wanted, apart) for part in parts)
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self._holds_once(index, test.operand, guard, region, not wanted, apart)
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            operator, left, right = test.ops[0], test.left, test.comparators[0]
            if wanted and _goes_through_table(test, guard, region):
                return True
            if is_constant(right, True, False) and isinstance(
                operator, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)
            ):
                same = isinstance(operator, (ast.Is, ast.Eq)) == wanted
                return self._holds_once(index, left, guard, region, is_constant(right, True) == same, apart)
            if isinstance(operator, (ast.Gt, ast.GtE)) and wanted and _is_narrowed(left, guard):
                return True
            if isinstance(operator, (ast.Is, ast.Eq, ast.IsNot, ast.NotEq)) and is_constant(right, None):
                return isinstance(operator, (ast.Is, ast.Eq)) == wanted and (
                    self._is_checkpoint(index, left) or self._is_kept(index, left, guard, region, apart)
                )
            if isinstance(operator, ast.NotIn):
                return wanted and self._remembers(index, right, guard, region, apart)
            if isinstance(operator, ast.In):
                return not wanted and self._remembers(index, right, guard, region, apart)
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
        places = _places_joined(kept)
        if not isinstance(guard, ast.If) or not places or self._is_checkpoint(index, asked):
            return False  # a run that goes on writes one checkpoint after another
        if not all(self._is_kept(index, place, guard, region, apart) for place in places):
            return False
        for name in (part for part in ast.walk(asked) if isinstance(part, ast.Name)):
            drawn = [b for b in index.scope(name).bindings.get(name.id, ()) if b.how == "iterate"]
            if self._is_counter(index, name, region) or any(flow.contains(region, b.node) for b in drawn):
                return False
        return all(self._is_set_below(index, place, guard) for place in places)

    def _is_set_below(self, index: SyntaxIndex, place: ast.Name | ast.Attribute, guard: ast.If) -> bool:
        """Whether a guarded block sets a name or attribute, or a method of ``self`` does that it calls."""
        targets = [t for s in guard.body if isinstance(s, ast.Assign) for t in s.targets]
        if any(spell_the_same(target, place) for target in targets):
            return True
        owner = index.owner_of_attribute(place)
        if owner is None or not isinstance(place, ast.Attribute):
            return False
        calls = [n for s in guard.body for n in ast.walk(s) if isinstance(n, ast.Call)]
        called = {callee for call in calls for callee in self.infer.calls.callees(index, call)}
        return any(
            (file is index and flow.contains(guard, binding.node)) or file.function(binding.node) in called
            for file, binding in self.infer.classes.attribute_bindings(owner, place.attr)
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

    def _remembers(
        self, index: SyntaxIndex, table: ast.expr, guard: ast.AST, region: ast.AST, apart: str | None
    ) -> bool:
        """Whether a table that is asked for a key outlives one run of ``region``, and may come to hold it."""
        return self._is_kept(index, table, guard, region, apart) and not self._stays_empty(index, table)

    def _stays_empty(self, index: SyntaxIndex, table: ast.expr) -> bool:
        """Whether a table of a module or object is made empty, and nothing ever adds to it."""
        if isinstance(table, ast.Name) and index.home(table) is index.module:
            name, bound = table.id, index.module.bindings.get(table.id, [])
        elif isinstance(table, ast.Attribute) and (owner := index.owner_of_attribute(table)) is not None:
            name = table.attr
            bound = [binding for _, binding in self.infer.classes.attribute_bindings(owner, name)]
        else:
            return False
        if not bound or not all(
            binding.how == "value" and _is_empty_table(binding.value) for binding in bound
        ):
            return False
        if self.infer.project.importers_mentioning(index.source.path, (name,)):
            return False
        return all(_only_asks(index, load) for load in index.loads.get(name, ()))

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
        if any(name in repeaters.PER_REQUEST for name in self.infer.names(index, subject)):
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


def _is_empty_table(value: ast.AST | None) -> bool:
    """Whether a value is ``{}``, ``dict()`` or an empty list or set."""
    if isinstance(value, ast.Call):
        makers = ("dict", "list", "set")
        return (
            isinstance(value.func, ast.Name) and value.func.id in makers and not value.args + value.keywords
        )
    return (isinstance(value, ast.Dict) and not value.keys) or (
        isinstance(value, ast.List) and not value.elts
    )


def _only_asks(index: SyntaxIndex, table: ast.Name | ast.Attribute) -> bool:
    """Whether a table is only asked for a key, or an entry of it read."""
    parent = index.parents.get(table)
    if isinstance(parent, ast.Compare):
        return all(isinstance(operator, (ast.In, ast.NotIn)) for operator in parent.ops)
    return isinstance(parent, ast.Subscript) and parent.value is table and isinstance(parent.ctx, ast.Load)


def _goes_through_table(test: ast.Compare, guard: ast.AST, region: ast.AST) -> bool:
    """Whether a comparison is with an entry of a table, and the guarded block goes on to the next one."""
    entries = (part.slice for part in ast.walk(test) if isinstance(part, ast.Subscript))
    places = [entry for entry in entries if isinstance(entry, (ast.Name, ast.Attribute))]
    if not places or not isinstance(guard, ast.If):
        return False
    statements = [node for node in ast.walk(region) if isinstance(node, (ast.Assign, ast.AugAssign))]
    for place in places:
        sets = [
            node
            for node in statements
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if spell_the_same(target, place)
        ]
        if sets and all(
            isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add) and node in guard.body
            for node in sets
        ):
            return True
    return False


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


def _joined_tests(test: ast.expr) -> list[ast.expr]:
    """What ``and``, ``or``, ``&`` or ``|`` join to one test; empty for any other."""
    if isinstance(test, ast.BoolOp):
        return test.values
    if isinstance(test, ast.BinOp) and isinstance(test.op, (ast.BitAnd, ast.BitOr)):
        return [test.left, test.right]
    return []


def _places_joined(node: ast.expr) -> list[ast.Name | ast.Attribute]:
    """The names and attributes that an expression is, or puts together; empty where it is anything else."""
    if isinstance(node, (ast.Name, ast.Attribute)):
        return [node]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [node.left, node.right]
    elif isinstance(node, (ast.Tuple, ast.List)):
        parts = node.elts
    else:
        return []
    found = [_places_joined(part) for part in parts]
    return [place for some in found for place in some] if all(found) else []


def _sets_flag(block: list[ast.stmt], test: ast.expr) -> bool:
    """Whether a block, whenever it runs, sets the name or attribute that a test asks for to ``True``."""
    return isinstance(test, (ast.Name, ast.Attribute)) and any(
        isinstance(statement, ast.Assign)
        and is_constant(statement.value, True)
        and any(spell_the_same(target, test) for target in statement.targets)
        for statement in block
    )


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
