"""TFM201: a TensorFlow session is opened and not closed on every path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Kind, Meta, Rule, Suspect
from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.ownership import LEAKS, Fate, Opening

from ._remedies import manage_with

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
    session for the code inside.  An interactive session becomes a plain one with the options that it has by
    itself: its GPU memory grows on demand.  The fix is withheld where the code behind a plain session runs in
    the default one, by ``tensor.eval()`` or as Keras does, resets the default graph, or builds in it while
    the session has another, and in generators, whose callers would run in the session.

    ## Known limits
    A session at module level that lives as long as the process is not reported.  Exceptions that merely
    might be thrown do not count as a way out, nor does a ``raise`` in their handlers; an explicit ``return``,
    ``raise``, ``break`` or ``continue`` does.  A session under whose ``as_default()`` a new object is
    returned may be that object's: it is not reported where its class is unknown or asks for the default one.
    A session that is opened only where there is no default one, or none is given, is not reported where the
    program enters others, or all callers give theirs.
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
        creators = opening.creators
        return bool(creators) and all(name in catalog.INTERACTIVE_SESSIONS for name in creators)

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
                row = self.model.index.source.row_name(opening.exit.lineno)
                return (
                    f"session {opening.name!r} is not closed when the {kind!r} on {row}"
                    " leaves early; use a with statement"
                )
            return f"session {opening.name!r} is opened in each round of a loop and not closed in it"
        return (
            f"session {opening.name!r} is opened here and never closed; it holds its devices and threads"
            " until it is collected: use a with statement"
        )

    def _manage(self, node: cst.Call, opening: Opening) -> Fix | None:
        interactive = self._is_interactive(opening)
        header = self._header(node, interactive)
        if header is None:
            return None
        call = opening.call
        graph_given = any(keyword.arg == "graph" for keyword in call.keywords) or len(call.args) > 1
        if not interactive and self._would_run_elsewhere(opening, graph_given):
            return None
        function = self.model.function_of(call)
        if function is not None and function.may_be_suspended:
            return None  # other code would find the session entered
        applicability = Applicability.UNSAFE if graph_given or interactive else Applicability.SAFE
        # What follows may lean on the default session without naming it, as ``tensor.eval()`` does.
        edits = manage_with(self, node, opening, header, to_the_end=interactive)
        message = "manage the session with a with statement"
        return None if edits is None else Fix(message, edits, applicability)

    def _would_run_elsewhere(self, opening: Opening, graph_given: bool) -> bool:
        """Whether code behind a session runs in the default one, or builds in the default graph.

        ``with`` makes both those of the session.
        """
        index, graphs = self.model.index, self.model.graphs
        slot = index.slots.get(index.statement(opening.call))
        rest = () if slot is None else slot.block()[slot.position + 1 :]
        return any(
            graphs.operations.leans_on_defaults(index, statement, opening.name)
            or (graph_given and graphs.operations.adds_to_default(index, statement))
            for statement in rest
        )

    def _header(self, node: cst.Call, interactive: bool) -> str | None:
        """The text of the call for the ``with`` line; an interactive session becomes a plain one.

        Without options an interactive session lets GPU memory grow, so the plain one is given such options.
        """
        text = self.tree.code(node)
        if not interactive:
            return text
        callee, _, arguments = text.partition("(")
        prefix = callee.removesuffix("InteractiveSession")
        if not prefix.endswith("."):
            return None
        if (
            any(a.star or (a.keyword and a.keyword.value == "config") for a in node.args)
            or len(node.args) > 2
        ):
            return f"{prefix}Session({arguments}"
        if "\n" in text:
            return None
        rest = arguments[:-1].rstrip().rstrip(",")
        options = f"{prefix}ConfigProto(gpu_options={prefix}GPUOptions(allow_growth=True))"
        return f"{prefix}Session({rest}{', ' if rest else ''}config={options})"
