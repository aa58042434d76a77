"""TFM201: a TensorFlow session is opened and not closed on every path."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Kind, Meta, Rule, Suspect
from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.ownership import LEAKS, Fate, Opening

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


_HELD = (Fate.LOCAL, Fate.TEMPORARY)
"""Fates after which a session is freed in the end: measured flat, unlike those that let it escape."""


class UnclosedSession(Rule):
    """A TensorFlow session is opened and not closed on every path.

    ## What it does
    Reports sessions of TensorFlow 1 and ``tf.compat.v1`` that no ``with`` statement manages and that are
    not closed on every way out of the function.  ``with sess.as_default()`` does not close a session.
    Sessions that are returned, handed to an owner, or kept on ``self`` by a class that closes them are
    somebody else's to close.

    ## Why memory is lost
    A session that is kept, or that escapes, holds its devices, threads and graph: 460 KiB each.  An
    ``InteractiveSession`` installs itself as the default session and is never collected: 450 KiB each.
    A local session that is merely forgotten is freed when its variable goes out of scope (measured
    flat), but holds its devices until then, and for ever once a traceback or a cycle refers to it.

    ## Example
    ```python
    sess = tf.compat.v1.Session()
    print(sess.run(total))
    ```

    Use instead:
    ```python
    with tf.compat.v1.Session() as sess:
        print(sess.run(total))
    ```

    ## Fix safety
    The fix is safe where every use of the session lies in the rest of the block.  It is unsafe where
    ``graph=`` is given or the session is interactive, because ``with`` also changes the default graph or
    session for the code inside.

    ## Known limits
    A session at module level that lives as long as the process is not reported.  Exceptions that merely
    might be thrown do not count as a way out; an explicit ``return``, ``raise``, ``break`` or
    ``continue`` does.
    """

    meta = Meta(
        code="TFM201",
        name="unclosed-session",
        impact=Impact.LEAK,
        fix=Applicability.SAFE,
        markers=(b"ession",),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Sessions that nothing closes."""
        for opening in self.model.openings(Kind.SESSION):
            if opening.fate in LEAKS:
                yield Suspect(opening.call, opening)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the session and offers to manage it by ``with``."""
        opening = self.suspect.facts
        assert isinstance(opening, Opening)
        held = opening.fate in _HELD and not self._is_interactive(opening)
        self.report(
            node,
            self._message(opening),
            fix=self._manage(node, opening),
            impact=Impact.RETAINED if held else None,
        )

    @staticmethod
    def _is_interactive(opening: Opening) -> bool:
        return any(name in catalog.INTERACTIVE_SESSIONS for name in opening.creators)

    def _message(self, opening: Opening) -> str:
        if self._is_interactive(opening):
            return (
                "an interactive session is opened and never closed; it installs itself and is never"
                " collected (450 KiB each): close it, or use a with statement"
            )
        if opening.fate is Fate.TEMPORARY:
            return "a session is opened without a name, so nothing can close it; use a with statement"
        if opening.fate is Fate.ATTRIBUTE:
            return (
                f"a session is kept in {opening.name!r} and no method closes it; it holds its graph, devices"
                " and threads: add a close() method that closes it"
            )
        if opening.fate is Fate.KEPT:
            return (
                f"sessions are kept in {opening.name!r} and never closed (460 KiB each); close each of them"
            )
        if opening.exit is not None:
            if isinstance(opening.exit, flow.EXITS):
                kind = type(opening.exit).__name__.lower()
                return (
                    f"session {opening.name!r} is not closed when the {kind!r} on line {opening.exit.lineno}"
                    " leaves early; use a with statement"
                )
            return f"session {opening.name!r} is opened in each round of a loop and not closed in it"
        return (
            f"session {opening.name!r} is opened here and never closed; it holds its devices and threads"
            " until it is collected: use a with statement"
        )

    def _manage(self, node: cst.Call, opening: Opening) -> Fix | None:
        call = opening.call
        index = self.model.index
        statement = index.statement(call)
        slot = index.slots.get(statement)
        if slot is None or not isinstance(statement, ast.Assign) or statement.value is not call:
            return None
        if len(statement.targets) != 1 or not isinstance(statement.targets[0], ast.Name):
            return None
        if opening.fate is not Fate.LOCAL or self.model.ownership.may_outlive(index, opening):
            return None
        name = statement.targets[0].id
        rest = slot.block()[slot.index + 1 :]
        interactive = self._is_interactive(opening)
        users = self._users(name, statement, rest)
        if users and interactive:
            # What follows may lean on the default session without naming it, as ``tensor.eval()`` does.
            users = rest[:-1] if isinstance(rest[-1], ast.Return) else rest
        if not users:
            return None
        last = users[-1]
        final_close = self._is_close(last, name)
        if final_close:
            users = users[:-1]
        if not users:
            return None
        first_node = self.tree.statement(node)
        last_node = self.statement(users[-1])
        if last_node is None:
            return None
        header = self._header(node, interactive)
        if header is None:
            return None
        edits = self.edit.wrap_in_with(f"{header} as {name}", first_node, last_node, drop_first=True)
        if edits is None:
            return None
        if final_close:
            closing = self.statement(last)
            removed = self.edit.delete(closing) if closing is not None else None
            if removed is None:
                return None
            edits = (*edits, *removed)
        graph_given = any(keyword.arg == "graph" for keyword in call.keywords) or len(call.args) > 1
        unsafe = graph_given or interactive
        applicability = Applicability.UNSAFE if unsafe else Applicability.SAFE
        return Fix("manage the session with a with statement", edits, applicability)

    def _users(self, name: str, opening: ast.Assign, rest: list[ast.stmt]) -> list[ast.stmt]:
        """The statements of the block up to the last one that mentions the session.

        None when the session is used outside the block, or assigned anew.
        """
        index = self.model.index
        function = index.function(opening)
        mentioned: set[ast.stmt] = set()
        for node in ast.walk(function.node if function is not None else index.tree):
            if isinstance(node, ast.Name) and node.id == name and node not in opening.targets:
                if not isinstance(node.ctx, ast.Load):
                    return []
                within = next((s for s in rest if flow.contains(s, node)), None)
                if within is None:
                    return []
                mentioned.add(within)
        positions = [position for position, statement in enumerate(rest) if statement in mentioned]
        return rest[: positions[-1] + 1] if positions else []

    @staticmethod
    def _is_close(statement: ast.stmt, name: str) -> bool:
        return (
            isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Call)
            and isinstance(statement.value.func, ast.Attribute)
            and statement.value.func.attr == "close"
            and isinstance(statement.value.func.value, ast.Name)
            and statement.value.func.value.id == name
        )

    def _header(self, node: cst.Call, interactive: bool) -> str | None:
        """The text of the call for the ``with`` line; an interactive session becomes a plain one."""
        text = self.tree.code(node)
        if not interactive:
            return text
        callee = text.partition("(")[0]
        if not callee.endswith(".InteractiveSession"):
            return None
        return text.replace("InteractiveSession", "Session", 1)
