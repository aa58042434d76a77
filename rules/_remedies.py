"""Repairs that several rules offer."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from tflint_mem.api import FIX_COLUMNS, Applicability, Fix, Kind, Rule
from tflint_mem.semantic import flow
from tflint_mem.semantic.ownership import Fate, Opening

if TYPE_CHECKING:
    import libcst as cst

    from tflint_mem.edits import Edits
    from tflint_mem.semantic.repetition import Repetition


_SEARCHES = {"optuna.study.optimize": 3, "hyperopt.fmin": 100}
"""Searches that call an objective for one trial after the other, and the argument that tells otherwise."""


def clear_each_round(rule: Rule, call: ast.Call, repetition: Repetition) -> Fix | None:
    """Clears Keras' state at the top of each round, or of its branch, in which ``call`` makes a model.

    None where clearing may break something, and where the round is not a block of the same file.
    """
    import libcst as cst

    body = _round_of(rule, call, repetition)
    if repetition.index is not rule.model.index or repetition.steps:
        return None
    if not isinstance(body, (ast.For, ast.AsyncFor, ast.While, ast.FunctionDef)):
        return None
    body = _branch_of(rule, call, body)
    line = rule.model.clearing.line(call)
    if line is None or rule.model.clearing.has_older_parts(call, partial(flow.contains, body)):
        return None
    if rule.model.clearing.counts_names(body):
        return None
    compound = rule.concrete(body, cst.BaseCompoundStatement)  # type: ignore[type-abstract]
    edits = None if compound is None else rule.edit.insert_at_body_start(compound, [line])
    if edits is None:
        return None
    return Fix("clear Keras' state at the top of each round", edits, Applicability.UNSAFE)


def _round_of(rule: Rule, call: ast.Call, repetition: Repetition) -> ast.AST | None:
    """What runs once in each round: a loop, or the objective of a search that makes one trial at a time."""
    search = repetition.node
    if not isinstance(search, ast.Call):
        return search
    names = rule.model.infer.called_names(repetition.index, search)
    place = next((_SEARCHES[name] for name in names if name in _SEARCHES), None)
    if place is None:
        return search
    function = rule.model.index.function(call)
    jobs = [*search.args[place:], *(k for k in search.keywords if k.arg in ("n_jobs", None))]
    return None if function is None or jobs else function.node


def _branch_of(rule: Rule, call: ast.Call, body: ast.stmt) -> ast.stmt:
    """The part of a round that makes a model: one under a condition without which nothing is made, or all."""
    chosen = body
    child: ast.AST = call
    for parent in rule.model.index.ancestors(call):
        if parent is body:
            break
        if isinstance(parent, ast.If) and child in parent.body and not parent.orelse:
            around = rule.model.index.parents.get(parent)
            if not (isinstance(around, ast.If) and parent in around.orelse):
                chosen = parent
        child = parent
    return chosen


def hoist_statement(rule: Rule, call: ast.Call, message: str) -> Fix | None:
    """Moves the statement that is a call, or assigns its result, before the loops that never change it."""
    statement = rule.model.index.statement(call)
    if getattr(statement, "value", None) is not call:
        return None
    loop = rule.model.hoist_loop(statement, trusted=call)
    if loop is None:
        return None
    moved, before = rule.statement(statement), rule.statement(loop)
    edits = None if moved is None or before is None else rule.edit.hoist(moved, before)
    return None if edits is None else Fix(message, edits, Applicability.UNSAFE)


def hoist_call(rule: Rule, call: ast.Call, stem: str, message: str) -> Fix | None:
    """Makes a call once before the loops in which it never changes, and reads a new name in its place."""
    import libcst as cst

    loop = rule.model.expression_loop(call)
    if loop is None:
        return None
    expression, before = rule.concrete(call, cst.Call), rule.statement(loop)
    if expression is None or before is None:
        return None
    edits = rule.edit.hoist_expression(expression, before, rule.model.free_name(stem, loop))
    return None if edits is None else Fix(message, edits, Applicability.UNSAFE)


def manage_with(
    rule: Rule, node: cst.Call, opening: Opening, header: str, *, to_the_end: bool = False
) -> Edits | None:
    """Puts the statements that use an opened resource under a ``with`` that releases it.

    Args:
        rule: the rule that found the resource.
        node: the call that opens it.
        opening: what is known of it.
        header: the context manager, as code.
        to_the_end: take in the rest of the block, where code may use the resource without naming it.

    Returns:
        The edits; None unless a local variable holds the resource, all uses lie in the rest of its block, and
        nothing may use it after the last of them.
    """
    index, call = rule.model.index, opening.call
    statement = index.statement(call)
    slot = index.slots.get(statement)
    if slot is None or not isinstance(statement, ast.Assign) or statement.value is not call:
        return None
    target = statement.targets[0]
    if len(statement.targets) != 1 or not isinstance(target, ast.Name):
        return None
    if opening.fate is not Fate.LOCAL or rule.model.ownership.may_outlive(index, opening):
        return None
    rest = slot.block()[slot.position + 1 :]
    users = _users(rule, target, statement, rest)
    if users and to_the_end:
        users = rest[:-1] if isinstance(rest[-1], ast.Return) else rest
    if not users:
        return None
    last = users[-1]
    closes = _is_close(last, target.id)
    users = users[:-1] if closes else users
    last_user = rule.statement(users[-1]) if users else None
    if last_user is None:
        return None
    first = rule.tree.statement(node)
    edits = _enter_below(rule, opening, first, f"{header} as {target.id}", users)
    edits = edits or rule.edit.wrap_in_with(f"{header} as {target.id}", first, last_user, drop_first=True)
    if edits is None or not closes:
        return edits
    closing = rule.statement(last)
    removed = rule.edit.delete(closing) if closing is not None else None
    return None if removed is None else (*edits, *removed)


def _enter_below(
    rule: Rule, opening: Opening, first: cst.CSTNode, item: str, users: list[ast.stmt]
) -> Edits | None:
    """Opens a resource in the ``with`` right below that makes it the default one, where all uses of it are.

    A session becomes the default one when it is entered; a writer of TensorFlow 2 has to be told so.
    """
    import libcst as cst

    if len(users) != 1 or not isinstance(users[0], ast.With):
        return None
    entered = users[0].items[0]
    call = entered.context_expr
    if not _is_call_of(call, "as_default", opening.name) or entered.optional_vars is not None:
        return None
    expression = rule.concrete(call, cst.Call)
    enters = any(value.kind is Kind.SESSION for value in rule.model.values(opening.call))
    header = item if enters else f"{item}, {opening.name}.as_default()"
    if expression is None or call.col_offset + len(f"{header}:") > FIX_COLUMNS:
        return None
    removed, replaced = rule.edit.delete_with_gap(first), rule.edit.replace(expression, header)
    return None if removed is None or replaced is None else (*removed, *replaced)


def _users(rule: Rule, name: ast.Name, opening: ast.Assign, rest: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of the block up to the last one that mentions a variable.

    None when it is used outside the block, or assigned anew.
    """
    index = rule.model.index
    function = index.function(opening)
    mentioned: set[ast.stmt] = set()
    for node in ast.walk(function.node if function is not None else index.tree):
        if isinstance(node, ast.Name) and node.id == name.id and node is not name:
            if not isinstance(node.ctx, ast.Load):
                return []
            within = next((s for s in rest if flow.contains(s, node)), None)
            if within is None:
                return []
            mentioned.add(within)
    positions = [position for position, statement in enumerate(rest) if statement in mentioned]
    return rest[: positions[-1] + 1] if positions else []


def _is_close(statement: ast.stmt, name: str) -> bool:
    return isinstance(statement, ast.Expr) and _is_call_of(statement.value, "close", name)


def _is_call_of(node: ast.expr, method: str, name: str) -> bool:
    """Whether an expression calls a method of a variable."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == name
    )


def move_up(rule: Rule, message: str) -> Fix | None:
    """Moves statements above an earlier one of their block; the suspect names it first, then them."""
    statements = [rule.statement(node) for node in rule.suspect.also]
    known = [statement for statement in statements if statement is not None]
    if not known or len(known) < len(statements):
        return None
    edits = rule.edit.move_before(known[1:], known[0])
    return None if edits is None else Fix(message, edits, Applicability.UNSAFE)
