"""Order within one function: what comes before what, what always runs, and how blocks are left."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FUNCTIONS,
    LOOPS,
    Binding,
    Slot,
    SyntaxIndex,
    spell_the_same,
    tail_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.syntax import Scope

EXITS = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_OF_VARIABLES = (
    ast.Name, ast.Constant, ast.Compare, ast.cmpop, ast.BoolOp, ast.boolop, ast.UnaryOp, ast.unaryop,
    ast.expr_context,
)  # fmt: skip
"""What a condition consists of that only assignments to its variables change."""
_EACH_FOR_ONE = frozenset({"as_numpy_iterator", "batch", "cache", "enumerate", "map", "prefetch", "shuffle"})
"""Methods of datasets that make no more elements than there are."""


def place(node: ast.AST) -> tuple[int, int]:
    """Where a node starts."""
    return (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))


def end_place(node: ast.AST) -> tuple[int, int]:
    """Where a node ends."""
    return (getattr(node, "end_lineno", 0) or 0, getattr(node, "end_col_offset", 0) or 0)


def contains(outer: ast.AST, inner: ast.AST) -> bool:
    """Whether ``inner`` lies within ``outer``, by place in one file."""
    return place(outer) <= place(inner) and end_place(inner) <= end_place(outer)


def enclosing_loops(index: SyntaxIndex, node: ast.AST) -> list[ast.AST]:
    """The loops of the same function whose repeated part holds ``node``, innermost first."""
    found: list[ast.AST] = []
    child = node
    for parent in index.ancestors(node):
        if isinstance(parent, (*FUNCTIONS, ast.ClassDef)):
            break
        if _in_repeated_part(parent, child, node):
            found.append(parent)
        child = parent
    return found


def _in_repeated_part(parent: ast.AST, child: ast.AST, node: ast.AST) -> bool:
    """Whether ``node``, below the direct ``child`` of ``parent``, runs once per iteration of ``parent``."""
    if isinstance(parent, (ast.For, ast.AsyncFor)):
        return child in parent.body
    if isinstance(parent, ast.While):
        return child in parent.body or child is parent.test
    if isinstance(parent, COMPREHENSIONS):
        return not contains(parent.generators[0].iter, node)
    return False


def runs_at_most_once(loop: ast.AST) -> bool:
    """Whether a loop visibly has no second iteration, as ``for _ in range(1)``."""
    if isinstance(loop, COMPREHENSIONS):
        return all(has_one_element(clause.iter) for clause in loop.generators)
    if isinstance(loop, (ast.For, ast.AsyncFor)):
        return has_one_element(loop.iter)
    return False


def has_one_element(iterable: ast.expr | None) -> bool:
    """Whether an iterable visibly has one element at most, or a list that has one is an alternative."""
    if isinstance(iterable, (ast.Tuple, ast.List, ast.Set)):
        return len(iterable.elts) <= 1 and not any(isinstance(e, ast.Starred) for e in iterable.elts)
    if isinstance(iterable, ast.IfExp):
        # Of two lists that are written down, the program may well choose the one with a single entry.
        choices = (iterable.body, iterable.orelse)
        return all(isinstance(c, (ast.Tuple, ast.List)) for c in choices) and any(
            map(has_one_element, choices)
        )
    if not isinstance(iterable, ast.Call):
        return False
    name, given = tail_of(iterable.func), [*iterable.args, *(k.value for k in iterable.keywords)]
    if isinstance(iterable.func, ast.Attribute):
        if name == "take":  # of a dataset, or of what is drawn from like one
            return len(given) == 1 and _is_at_most_one(given[0])
        if name in _EACH_FOR_ONE:
            return has_one_element(iterable.func.value)
    elif name in ("enumerate", "zip"):
        return any(map(has_one_element, iterable.args))
    return name in ("range", "trange") and len(given) == 1 and _is_at_most_one(given[0])


def _is_at_most_one(count: ast.expr) -> bool:
    return isinstance(count, ast.Constant) and isinstance(count.value, int) and count.value <= 1


def always_leaves(
    statement: ast.stmt, kinds: tuple[type[ast.stmt], ...] = (ast.Return, ast.Raise, ast.Break)
) -> bool:
    """Whether control never passes the end of ``statement`` because every path leaves by ``kinds``."""
    if isinstance(statement, kinds):
        return True
    if isinstance(statement, ast.If):
        return block_leaves(statement.body, kinds) and block_leaves(statement.orelse, kinds)
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        return block_leaves(statement.body, kinds)
    if isinstance(statement, ast.Try):
        if block_leaves(statement.finalbody, kinds):
            return True
        return block_leaves(statement.body, kinds) and all(
            block_leaves(handler.body, kinds) for handler in statement.handlers
        )
    if isinstance(statement, ast.Match):
        has_default = any(
            isinstance(c.pattern, ast.MatchAs) and c.pattern.name is None for c in statement.cases
        )
        return has_default and all(block_leaves(case.body, kinds) for case in statement.cases)
    return False


def block_leaves(block: list[ast.stmt], kinds: tuple[type[ast.stmt], ...]) -> bool:
    """Whether control never passes the end of a block."""
    return any(always_leaves(statement, kinds) for statement in block)


def is_dead(index: SyntaxIndex, node: ast.AST) -> bool:
    """Whether a condition that never holds keeps ``node`` from running: ``debug = False``, ``if debug:``."""
    child = node
    for parent in index.ancestors(node):
        if isinstance(parent, ast.If) and child is not parent.test:
            holds = _settled(index, parent.test)
            if holds is not None and holds != (child in parent.body):
                return True
        child = parent
    return False


def _settled(index: SyntaxIndex, test: ast.expr) -> bool | None:
    """What a condition comes to whenever it is asked; None where that is open."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _settled(index, test.operand)
        return None if inner is None else not inner
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if not isinstance(test, ast.Name):
        return None
    scope = index.scope(test)
    bindings = scope.bindings.get(test.id, [])
    # Only where it is set: what a module holds for its functions, others may set anew.
    value = bindings[0].value if len(bindings) == 1 and bindings[0].how == "value" else None
    if test.id in scope.global_names or not isinstance(value, ast.Constant):
        return None
    return bool(value.value) if place(bindings[0].node) < place(test) else None


def leaves_after(index: SyntaxIndex, node: ast.AST, loop: ast.AST) -> bool:
    """Whether, once ``node`` has run, the loop is left before its next iteration on every path."""
    if not isinstance(loop, LOOPS):
        return False
    statement: ast.AST = index.statement(node)
    while statement is not loop:
        slot = index.slots.get(statement) if isinstance(statement, ast.stmt) else None
        if isinstance(statement, ast.stmt) and isinstance(statement, (ast.Return, ast.Raise)):
            return True
        if slot is not None:
            for later in _what_follows(slot):
                if isinstance(later, ast.Continue) or _may_continue(later):
                    return False
                if always_leaves(later) and not _inside_inner_loop(index, later, loop):
                    return True
        parent = index.parents.get(statement)
        if parent is None:
            return False
        if isinstance(parent, LOOPS) and parent is not loop:
            # A break of an inner loop does not leave the outer one.
            statement = parent
            continue
        statement = parent
    return False


def _what_follows(slot: Slot) -> list[ast.stmt]:
    """The statements that run after one that went well, to the end of its block."""
    rest = slot.block()[slot.position + 1 :]
    if isinstance(slot.parent, ast.Try) and slot.field == "body":
        rest = rest + slot.parent.orelse
    return rest


def _inside_inner_loop(index: SyntaxIndex, statement: ast.stmt, loop: ast.AST) -> bool:
    if isinstance(statement, (ast.Return, ast.Raise)):
        return False
    for parent in index.ancestors(statement):
        if parent is loop:
            return False
        if isinstance(parent, LOOPS):
            return True
    return True


def _may_continue(statement: ast.stmt) -> bool:
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Continue):
            return True
        if isinstance(node, (*LOOPS, *FUNCTIONS, ast.ClassDef)):
            continue
        stack.extend(ast.iter_child_nodes(node))
    return False


def dominates(index: SyntaxIndex, first: ast.AST, second: ast.AST) -> bool:
    """Whether ``first`` has always run before ``second`` runs, exceptions apart.

    Both lie in one function; ``first`` comes earlier in the text.
    """
    if place(first) >= place(second):
        return False
    statement = index.statement(first)
    if isinstance(statement, (ast.With, ast.AsyncWith)) and contains(statement, second):
        return True
    while True:
        slot = index.slots.get(statement)
        if slot is None:
            return False
        if _after_in_block(index, slot, second):
            return True
        parent = slot.parent
        passes = (isinstance(parent, (ast.With, ast.AsyncWith)) and slot.field == "body") or (
            isinstance(parent, ast.Try)
            and (
                slot.field == "finalbody"
                or (
                    slot.field in ("body", "orelse")
                    and all(
                        block_leaves(h.body, (ast.Return, ast.Raise, ast.Break, ast.Continue))
                        for h in parent.handlers
                    )
                )
            )
        )
        if not passes or not isinstance(parent, ast.stmt):
            return False
        statement = parent


def _after_in_block(index: SyntaxIndex, slot: Slot, node: ast.AST) -> bool:
    block = slot.block()
    current: ast.AST | None = node
    while current is not None:
        if isinstance(current, ast.stmt):
            other = index.slots.get(current)
            if other is not None and other.parent is slot.parent and other.field == slot.field:
                return other.position > slot.position and block[slot.position] is not current
        current = index.parents.get(current)
    return False


def reaching(index: SyntaxIndex, bindings: list[Binding], use: ast.AST) -> list[Binding]:
    """The bindings of one name, all in one function or module, whose value may be seen at ``use``."""
    if len(bindings) <= 1:
        return bindings
    where = place(use)
    branches = _branches(index, use)
    before = [
        b
        for b in bindings
        if _effective(index, b) < where
        and not _within_value(index, b, use)
        and not (branches and _is_in_other_branch(index, b.node, branches))
    ]
    killers = [
        b
        for b in before
        if b.how == "parameter"
        or dominates(index, b.node, use)
        or _is_set_each_round(index, b, use)
        or _is_set_under_same_test(index, b, use)
    ]
    last = killers[-1] if killers else None
    found = [b for b in before if last is None or place(b.node) >= place(last.node)]
    loops = enclosing_loops(index, use)
    for binding in bindings:
        if binding in found:
            continue
        shared = next((loop for loop in loops if contains(loop, binding.node)), None)
        if shared is None:
            continue
        if last is not None and contains(shared, last.node) and last is not binding:
            continue
        if _is_replaced_before_next_round(index, binding, bindings, shared):
            continue
        found.append(binding)
    return found or before or bindings


def _is_replaced_before_next_round(
    index: SyntaxIndex, binding: Binding, bindings: list[Binding], loop: ast.AST
) -> bool:
    """Whether the rest of a loop's round always gives the name of a binding another value."""
    others = {index.statement(b.node) for b in bindings if b is not binding and b.how == "value"}
    statement: ast.AST | None = index.statement(binding.node)
    while isinstance(statement, ast.stmt) and statement is not loop and not isinstance(statement, LOOPS):
        slot = index.slots.get(statement)
        for later in () if slot is None else _what_follows(slot):
            if _may_continue(later):
                return False
            if later in others:
                return True
        statement = index.parents.get(statement)
    return False


def _branches(index: SyntaxIndex, node: ast.AST) -> dict[ast.AST, bool]:
    """The ``if`` statements around a node, each with whether it stands in the first branch."""
    found: dict[ast.AST, bool] = {}
    child = node
    for parent in index.ancestors(node):
        if isinstance(parent, FUNCTIONS):
            break
        if isinstance(parent, ast.If) and parent.orelse and child is not parent.test:
            found[parent] = child in parent.body
        child = parent
    return found


def _is_in_other_branch(index: SyntaxIndex, node: ast.AST, branches: dict[ast.AST, bool]) -> bool:
    """Whether a node stands in the other branch of one of some ``if`` statements."""
    return any(branches.get(parent, first) != first for parent, first in _branches(index, node).items())


def _is_set_under_same_test(index: SyntaxIndex, binding: Binding, use: ast.AST) -> bool:
    """Whether ``use`` only runs where ``binding`` has run: under ``if x is not None`` for the second time."""
    statement = index.statement(binding.node)
    own = index.parents.get(statement)
    if not isinstance(own, ast.If) or own.orelse or statement not in own.body:
        return False
    if not all(isinstance(part, _OF_VARIABLES) for part in ast.walk(own.test)):
        return False
    again = next(
        (
            parent
            for parent in index.ancestors(use)
            if isinstance(parent, ast.If)
            and parent is not own
            and any(contains(inner, use) for inner in parent.body)
            and spell_the_same(parent.test, own.test)
        ),
        None,
    )
    if again is None or not dominates(index, own, again):
        return False
    names = (name for name in ast.walk(own.test) if isinstance(name, ast.Name))
    return not any(
        end_place(own) < place(other.node) < place(again)
        for name in names
        for other in index.home(name).bindings.get(name.id, ())
    )


def _is_set_each_round(index: SyntaxIndex, binding: Binding, use: ast.AST) -> bool:
    """Whether ``binding`` is the variable of a ``for`` loop in whose body ``use`` stands."""
    loop = index.statement(binding.node)
    if not isinstance(loop, (ast.For, ast.AsyncFor)) or not contains(loop.target, binding.node):
        return False
    return any(contains(statement, use) for statement in loop.body)


def _effective(index: SyntaxIndex, binding: Binding) -> tuple[int, int]:
    """When a binding takes effect: a name in its own right-hand side still has the old value."""
    if binding.how in ("value", "unpack", "augment") and isinstance(binding.node, (ast.Name, ast.Attribute)):
        parent = index.parents.get(binding.node)
        while isinstance(parent, (ast.Tuple, ast.List, ast.Starred)):
            parent = index.parents.get(parent)
        if isinstance(parent, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            return end_place(parent)
    return place(binding.node)


def _within_value(index: SyntaxIndex, binding: Binding, use: ast.AST) -> bool:
    return binding.value is not None and binding.how in ("value", "unpack") and contains(binding.value, use)


def statements_after(index: SyntaxIndex, node: ast.AST) -> Iterator[ast.stmt]:
    """The statements of the function that stand after ``node``'s statement, outward through its blocks."""
    statement: ast.AST | None = index.statement(node)
    while statement is not None and not isinstance(statement, (*FUNCTIONS, ast.ClassDef, ast.Module)):
        slot = index.slots.get(statement) if isinstance(statement, ast.stmt) else None
        if slot is not None:
            yield from slot.block()[slot.position + 1 :]
        statement = index.parents.get(statement)


def exclude_each_other(index: SyntaxIndex, first: ast.AST, second: ast.AST) -> bool:
    """Whether one of two nodes only runs where a condition holds, and the other where it does not."""
    conditions = _conditions(index, first)
    return any((test, not holds) in conditions for test, holds in _conditions(index, second))


def are_independent(index: SyntaxIndex, first: ast.AST, second: ast.AST) -> bool:
    """Whether each of two nodes of one file asks for a condition that the other does not ask for."""
    one, other = _conditions(index, first), _conditions(index, second)
    return not one <= other and not other <= one


def _conditions(index: SyntaxIndex, node: ast.AST) -> set[tuple[str, bool]]:
    """The conditions, as text, under which a node runs, and whether each has to hold."""
    found: set[tuple[str, bool]] = set()
    child = node
    for parent in index.ancestors(node):
        if isinstance(parent, FUNCTIONS):
            break
        if isinstance(parent, ast.If) and child in parent.body:
            both = isinstance(parent.test, ast.BoolOp) and isinstance(parent.test.op, ast.And)
            for test in parent.test.values if both and isinstance(parent.test, ast.BoolOp) else [parent.test]:
                negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
                found.add((ast.dump(test.operand if isinstance(test, ast.UnaryOp) else test), not negated))
        elif isinstance(parent, ast.If) and child in parent.orelse:
            found.add((ast.dump(parent.test), False))
        child = parent
    return found


def same_frame(index: SyntaxIndex, scope: Scope, use: ast.AST) -> bool:
    """Whether ``use`` runs in the same activation as ``scope``, so that order tells something."""
    current: Scope | None = index.scope(use)
    while current is not None and current is not scope and isinstance(current.node, COMPREHENSIONS):
        current = current.parent
    return current is scope


def block_left_after(index: SyntaxIndex, statement: ast.stmt) -> ast.With | ast.AsyncWith | None:
    """The ``with`` around a statement that is left next, with nothing computed in between."""
    slot = index.slots[statement]
    following = slot.block()[slot.position + 1 :]
    returns = bool(following) and isinstance(following[0], ast.Return)
    computes = any(isinstance(node, (ast.Call, ast.Await)) for s in following[:1] for node in ast.walk(s))
    if following and (not returns or computes):
        return None
    for parent in index.ancestors(statement):
        if isinstance(parent, (ast.With, ast.AsyncWith)):
            return parent
        last = isinstance(parent, ast.stmt) and index.slots[parent].block()[-1] is parent
        if isinstance(parent, ast.Try) and statement in parent.finalbody and last and not following:
            continue
        if not isinstance(parent, ast.If) or not (returns or last):
            return None
    return None
