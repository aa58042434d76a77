"""Whether a resource is released on every way out of the code that opens it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import flow
from tflint_mem.semantic.syntax import FUNCTIONS, LOOPS, SyntaxIndex

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class _Outcome:
    """How a block is left: whether the resource may be open at its end, and after ``break``."""

    falls_open: bool
    falls: bool
    break_open: bool = False
    breaks: bool = False


class WaysOut:
    """Looks for a path from an opening statement out of its function on which nothing is closed."""

    def __init__(
        self,
        closes: Callable[[SyntaxIndex, ast.AST, set[str]], bool],
        index: SyntaxIndex,
        names: set[str],
        opening: ast.stmt,
    ) -> None:
        """Prepares to follow a resource.

        Args:
            closes: tells whether running some code closes what a variable of one of these names holds.
            index: the file.
            names: the variables that hold the resource.
            opening: the statement that opens it.
        """
        self._closes = closes
        self.index = index
        self.names = names
        self.opening = opening
        self.conditions = {
            ast.dump(parent.test) for parent in index.ancestors(opening) if isinstance(parent, ast.If)
        }
        self.leak: ast.AST | None = None

    def leak_after(self, statement: ast.stmt) -> ast.AST | None:
        """The statement, function or loop at whose end the resource is still open, or None."""
        current: ast.AST = statement
        open_now = True
        if isinstance(statement, ast.If):  # the opening is named in its test, and so is true in its body
            taken = self.block(statement.body)
            if self.leak is not None or not taken.falls:
                return self.leak
            open_now = taken.falls_open
        while True:
            slot = self.index.slots.get(current) if isinstance(current, ast.stmt) else None
            if slot is not None and open_now:
                outcome = self.block(slot.block()[slot.position + 1 :])
                if self.leak is not None:
                    return self.leak
                open_now = outcome.falls_open or outcome.break_open
                if not outcome.falls and not outcome.breaks:
                    return None
            parent = self.index.parents.get(current)
            if parent is None or isinstance(parent, (*FUNCTIONS, ast.ClassDef, ast.Module)):
                return (parent or current) if open_now else None
            if not open_now:
                return None
            if (
                isinstance(parent, ast.Try)
                and slot is not None
                and slot.field in ("body", "orelse", "handlers")
            ):
                if any(self.closes(final) for final in parent.finalbody):
                    return None
            if isinstance(parent, (ast.With, ast.AsyncWith)) and self._with_closes(parent):
                return None
            if isinstance(parent, LOOPS) and slot is not None and slot.field == "body":
                rolls_over = flow.leaves_after(self.index, self.opening, parent) or self._closes_before()
                if not rolls_over:
                    return parent
            current = parent

    def _closes_before(self) -> bool:
        """Whether the block of the opening closes what the round before has left open, right before it."""
        slot = self.index.slots.get(self.opening)
        before = slot.block()[: slot.position] if slot is not None else []
        return any(outcome.falls and not outcome.falls_open for outcome in map(self.statement, before))

    def closes(self, node: ast.AST) -> bool:
        """Whether running some code closes the resource."""
        return self._closes(self.index, node, self.names)

    def _with_closes(self, node: ast.With | ast.AsyncWith) -> bool:
        return any(
            isinstance(item.context_expr, ast.Name) and item.context_expr.id in self.names
            for item in node.items
        )

    def block(self, statements: list[ast.stmt]) -> _Outcome:
        """Follows the statements of a block that is entered with the resource open."""
        broke, broke_open = False, False
        for statement in statements:
            outcome = self.statement(statement)
            broke, broke_open = broke or outcome.breaks, broke_open or outcome.break_open
            if not outcome.falls:
                return _Outcome(False, False, broke_open, broke)
            if not outcome.falls_open:
                return _Outcome(False, True, broke_open, broke)
        return _Outcome(True, True, broke_open, broke)

    def statement(self, node: ast.stmt) -> _Outcome:
        """Follows a statement that is reached with the resource open."""
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return _Outcome(True, True)
        if isinstance(node, (ast.Return, ast.Raise)):
            if not self.closes(node) and not self._is_covered(node):
                self.leak = self.leak or node
            return _Outcome(False, False)
        if isinstance(node, ast.Continue):
            if self._loop_of(node) is not None and not self._is_covered(node):
                self.leak = self.leak or node
            return _Outcome(False, False)
        if isinstance(node, ast.Break):
            return _Outcome(False, False, True, True)
        if isinstance(node, ast.If):
            return self._branch(node)
        if isinstance(node, LOOPS):
            inner = self.block(node.body)
            endless = (
                isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and bool(node.test.value)
            )
            if endless and not inner.breaks:
                return _Outcome(False, False)
            closed = not inner.falls_open and inner.falls and not inner.break_open
            still_open = not closed if not endless else inner.break_open
            return _Outcome(still_open, True)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            if self._with_closes(node):
                return _Outcome(False, True)
            return self.block(node.body)
        if isinstance(node, ast.Try):
            return self._try(node)
        if isinstance(node, ast.Match):
            outcomes = [self.block(case.body) for case in node.cases]
            return _join([*outcomes, _Outcome(True, True)])
        if self.closes(node):
            return _Outcome(False, True)
        return _Outcome(True, True)

    def _branch(self, node: ast.If) -> _Outcome:
        if self.closes(node.test):
            return _Outcome(False, True)
        mentioned = {n.id for n in ast.walk(node.test) if isinstance(n, ast.Name)} & self.names
        same_condition = ast.dump(node.test) in self.conditions
        body = self.block(node.body)
        if node.orelse:
            return _join([body, self.block(node.orelse)])
        if (mentioned or same_condition) and body.falls and not body.falls_open:
            return body
        return _join([body, _Outcome(True, True)])

    def _try(self, node: ast.Try) -> _Outcome:
        if any(self.closes(statement) for statement in node.finalbody):
            return _Outcome(False, True)
        body = self.block(node.body)
        outcomes = [body]
        if node.orelse and body.falls_open:
            outcomes = [self.block(node.orelse)]
        # Handlers run on exceptions that merely might be thrown: what falls through counts, and an explicit
        # way out that hides the exception.
        for handler in node.handlers:
            leak = self.leak
            outcome = self.block(handler.body)
            if outcome.falls and not (body.falls and not body.falls_open):
                outcomes.append(outcome)
            if isinstance(self.leak, ast.Raise):
                self.leak = leak
        return _join(outcomes)

    def _is_covered(self, node: ast.stmt) -> bool:
        """Whether a ``finally`` or ``with`` around an exit closes the resource."""
        for parent in self.index.ancestors(node):
            if isinstance(parent, ast.Try) and any(self.closes(final) for final in parent.finalbody):
                return True
            if isinstance(parent, (ast.With, ast.AsyncWith)) and self._with_closes(parent):
                return True
            if isinstance(parent, FUNCTIONS):
                return False
        return False

    def _loop_of(self, node: ast.Continue) -> ast.AST | None:
        """The loop that ``continue`` restarts, when the resource is opened in it."""
        for parent in self.index.ancestors(node):
            if isinstance(parent, LOOPS):
                return parent if flow.contains(parent, self.opening) else None
        return None


def _join(outcomes: list[_Outcome]) -> _Outcome:
    falling = [outcome for outcome in outcomes if outcome.falls]
    return _Outcome(
        any(outcome.falls_open for outcome in falling),
        bool(falling),
        any(outcome.break_open for outcome in outcomes),
        any(outcome.breaks for outcome in outcomes),
    )
