"""Which statements may stand further up in their block."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_mem.semantic.syntax import Slot, SyntaxIndex


def movable(
    index: SyntaxIndex, node: ast.AST, cause: ast.AST, harmless: Callable[[ast.Call], bool]
) -> tuple[ast.stmt, tuple[ast.stmt, ...]] | None:
    """How to make a node run before another one of the same file.

    Args:
        index: the file.
        node: what has to run earlier.
        cause: what it has to run before.
        harmless: whether a call in a statement that moves may run earlier too.

    Returns:
        The statement to move in front of, and the statements that move, in order: the one around ``node``
        and the assignments in between that it reads.  None when another statement in between matters.
    """
    pair = _in_one_block(index, node, cause)
    if pair is None:
        return None
    statement, target = pair
    slot = index.slots[statement]
    between = slot.block()[index.slots[target].position : slot.position]
    moved = [statement]
    for candidate in reversed(between):
        bound = _names(candidate, ast.Store)
        if any(bound & _names(other, ast.Load) for other in moved):
            if candidate is target or not isinstance(candidate, ast.Assign):
                return None
            moved.insert(0, candidate)
    stay = [other for other in between if other not in moved]
    calls = [inner for other in moved for inner in ast.walk(other) if isinstance(inner, ast.Call)]
    if not all(harmless(call) for call in calls):
        return None
    stored = set().union(*(_names(other, ast.Store) for other in moved))
    if any(stored & (_names(other, ast.Load) | _names(other, ast.Store)) for other in stay):
        return None
    leaves = (ast.Return, ast.Raise, ast.Break, ast.Continue, ast.Await, ast.Yield)
    if any(isinstance(inner, leaves) for other in moved for inner in ast.walk(other)):
        return None
    return target, tuple(moved)


def _in_one_block(index: SyntaxIndex, node: ast.AST, cause: ast.AST) -> tuple[ast.stmt, ast.stmt] | None:
    """The statements around two nodes that stand in the same block, the cause's first."""
    around = {(id(slot.parent), slot.field): s for s, slot in _statements(index, cause)}
    for statement, slot in _statements(index, node):
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return None  # what stands in a function does not run where the function stands
        target = around.get((id(slot.parent), slot.field))
        if target is not None:
            return (statement, target) if index.slots[target].position < slot.position else None
        if isinstance(statement, (ast.ClassDef, ast.Try, ast.While)):
            return None
    return None


def _statements(index: SyntaxIndex, node: ast.AST) -> Iterator[tuple[ast.stmt, Slot]]:
    for current in (node, *index.ancestors(node)):
        if isinstance(current, ast.stmt) and current in index.slots:
            yield current, index.slots[current]


def _names(node: ast.AST, context: type[ast.expr_context]) -> set[str]:
    """The names that a statement reads or binds, those of imports and definitions included."""
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, context)}
    if context is ast.Store:
        for inner in ast.walk(node):
            if isinstance(inner, (ast.Import, ast.ImportFrom)):
                found |= {(alias.asname or alias.name).partition(".")[0] for alias in inner.names}
            elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                found.add(inner.name)
    return found
