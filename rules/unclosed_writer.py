"""TFM604: a writer is not closed on every path, or another event file is opened at every iteration."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Kind, Meta, Rule, Suspect
from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.ownership import LEAKS, Fate, Opening

from ._remedies import manage_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.rule import Edit
    from tflint_mem.semantic.repetition import Repetition


class UnclosedWriter(Rule):
    """A writer is not closed on every path, or another event file is opened at every iteration.

    ## What it does
    Reports ``tf.summary.create_file_writer``, ``FileWriter`` of TensorFlow 1, ``TFRecordWriter`` and
    ``GFile`` that no ``with`` statement manages and that are not closed on every way out of the function,
    or that are kept on ``self`` by a class that never closes them.  ``with writer.as_default()`` flushes a
    writer and does not close it.  Event writers that are opened anew at every iteration for the same folder
    are reported although they are closed.

    ## Why memory is lost
    A ``FileWriter`` of TensorFlow 1 that is never closed keeps a thread, a file descriptor and 11 KiB for
    good.  The other writers hold a descriptor for as long as something refers to them.  What they have
    buffered is lost when the process is killed.  One event file for each iteration also makes TensorBoard
    slow.

    ## Example
    ```python
    writer = tf.io.TFRecordWriter(path)
    for example in examples:
        writer.write(example)
    ```

    Use instead:
    ```python
    with tf.io.TFRecordWriter(path) as writer:
        for example in examples:
            writer.write(example)
    ```

    ## Fix safety
    The fix is safe: it puts the statements up to the last use under ``with`` (``contextlib.closing`` for
    ``create_file_writer``, which is no context manager).  It is withheld where the writer is used outside its
    block, kept in an attribute or container, or given to code that may keep it, and where each round opens
    another event file in the same folder: the writer belongs before the loop.

    ## Known limits
    A writer at module level that lives as long as the process, and one that ``set_as_default()`` installs,
    are not reported, nor is an event writer in a variable of a function that runs once, or kept by a Keras
    callback or another object that the program makes once, and written to under ``with
    writer.as_default()`` only: nothing is lost even if the process is killed (measured).  A ``FileWriter``
    of TensorFlow 1 that is flushed in each round, in what a program runs once, loses nothing either, and
    its thread ends with the program; one that a ``tf.train.Supervisor`` is given is the supervisor's to
    close.  Silent, too, are ``with create_file_writer(folder).as_default()`` in a loop over runs that have
    a folder each, and a ``GFile(path).read()`` in one expression, which its destructor closes. Exceptions
    that merely might be thrown do not count as a way out. A ``create_file_writer`` under
    ``Graph().as_default()`` or in a ``with`` over a session is an operation of that graph, and its file is
    closed with the session; so it is wherever graphs are the default.
    """

    meta = Meta(
        code="TFM604",
        name="unclosed-writer",
        impact=Impact.LEAK,
        fix=Applicability.SAFE,
        markers=(b"riter", b"GFile", b"gfile"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Writers that nothing closes, and event writers that are opened again and again."""
        for opening in self.model.openings(Kind.WRITER):
            if self._ends_with_session(opening):
                continue
            if opening.fate is Fate.TEMPORARY:
                if self._is_event_writer(opening) and self._piles_up(opening):
                    yield Suspect(opening.call, opening)
            elif self._reopens(opening) or (opening.fate in LEAKS and not self._ends_with_function(opening)):
                yield Suspect(opening.call, opening)

    def _ends_with_session(self, opening: Opening) -> bool:
        """Whether a writer is an operation of a graph, whose file belongs to the session that runs it."""
        index, contexts = self.model.index, self.model.graphs.contexts
        return catalog.PLAIN_WRITERS.issuperset(opening.creators) and (
            contexts.is_under_graph(index, opening.call) or contexts.is_graph_program(index)
        )

    def _ends_with_function(self, opening: Opening) -> bool:
        """Whether a writer loses nothing, and its function, callback or program gives back the rest."""
        if (
            opening.fate not in (Fate.LOCAL, Fate.ATTRIBUTE)
            or not self._is_flushed(opening)
            or any(self.model.repetitions(opening.call))
        ):
            return False
        index, function = self.model.index, self.model.function_of(opening.call)
        # A callback ends with the training that it is made for.
        ends = opening.fate is Fate.LOCAL or self.model.hooks.owner_of(index, opening.call) is not None
        plain = ends and catalog.PLAIN_WRITERS.issuperset(opening.creators)
        return plain or self.model.infer.calls.runs_once(function)

    def _is_flushed(self, opening: Opening) -> bool:
        return self._is_event_writer(opening) and self.model.ownership.is_always_flushed(
            self.model.index, opening
        )

    @staticmethod
    def _is_event_writer(opening: Opening) -> bool:
        return any(catalog.EVENT_WRITERS.match(name) for name in opening.creators)

    def _piles_up(self, opening: Opening) -> bool:
        """Whether rounds open writers without a name, and not one for each folder of a loop."""
        return any(
            repetition.how != "loop" or not self._has_own_folder(opening.call, repetition)
            for repetition in self.model.repetitions(opening.call)
        )

    def _has_own_folder(self, call: ast.Call, repetition: Repetition) -> bool:
        """Whether each round of a loop, here or around a caller, names another folder."""
        if not repetition.steps:
            return not self._is_same_folder(call, repetition)
        return any(self.model.varies_in(argument, repetition) for argument in _arguments(call))

    def _reopens(self, opening: Opening) -> bool:
        """Whether each round opens an event file in the same folder, though it closes it."""
        return opening.fate in (Fate.RELEASED, Fate.MANAGED) and self._repeats(opening)

    def _repeats(self, opening: Opening) -> bool:
        """Whether each round opens an event file in the same folder."""
        return self._is_event_writer(opening) and any(
            not self._has_own_folder(opening.call, repetition)
            for repetition in self.model.repetitions(opening.call)
        )

    def _is_same_folder(self, call: ast.Call, repetition: Repetition) -> bool:
        arguments = _arguments(call)
        if repetition.how == "loop":
            return all(self.model.is_invariant(argument, repetition.node) for argument in arguments)
        function = self.model.function_of(call)
        own = function.bindings if function is not None else {}
        receivers = {"self", "cls"} if function is None else {a.arg for a in function.parameters[:1]}
        return repetition.how == "callback" and not any(
            isinstance(node, ast.Name) and node.id in own and node.id not in receivers
            for argument in arguments
            for node in ast.walk(argument)
        )

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the writer and offers to manage it by ``with``."""
        opening = self.suspect.facts
        assert isinstance(opening, Opening)
        grows = any(name in catalog.THREADED_WRITERS for name in opening.creators)
        escapes = opening.fate in (Fate.ATTRIBUTE, Fate.KEPT)
        self.report(
            node,
            self._message(opening),
            fix=self._manage(node, opening),
            impact=None if grows or escapes else Impact.RETAINED,
        )

    def _message(self, opening: Opening) -> str:
        threaded = any(name in catalog.THREADED_WRITERS for name in opening.creators)
        cost = "a file descriptor and its buffer"
        if threaded:
            cost = f"a thread, {cost}"
        if opening.fate in (Fate.RELEASED, Fate.MANAGED):
            return (
                "another event file is opened in the same folder at every round; open the writer once before"
            )
        repeated = self.model.repetitions(opening.call)
        if opening.fate is Fate.TEMPORARY:
            return (
                f"an event writer is opened at every round of {self.model.describe(repeated[0])} and never"
                f" closed; it holds {cost}: open it once before"
            )
        lost = "" if self._is_flushed(opening) else ", and what is buffered may be lost"
        if opening.fate is Fate.ATTRIBUTE:
            return (
                f"a writer is kept in {opening.name!r} and no method closes it; it holds {cost}{lost}: add a"
                " close() method that closes it"
            )
        if opening.fate is Fate.KEPT:
            return f"writers are kept in {opening.name!r} and never closed; each holds {cost}: close them all"
        creators = opening.creators
        noun = "file" if creators and all(".gfile." in name for name in creators) else "writer"
        if isinstance(opening.exit, flow.EXITS):
            kind = type(opening.exit).__name__.lower()
            row = self.model.index.source.row_name(opening.exit.lineno)
            return (
                f"{noun} {opening.name!r} is not closed when the {kind!r} on {row}"
                " leaves early; use a with statement"
            )
        often = f" at every round of {self.model.describe(repeated[0])}" if repeated else " here"
        return (
            f"{noun} {opening.name!r} is opened{often} and not closed; it holds {cost}{lost}: use a with"
            " statement"
        )

    def _manage(self, node: cst.Call, opening: Opening) -> Fix | None:
        if self._repeats(opening):
            return None  # closed in time it would still be another file in the same folder
        header = self.tree.code(node)
        imported: tuple[Edit, ...] = ()
        if any(name in catalog.PLAIN_WRITERS for name in opening.creators):
            module = self.model.module_name_for("contextlib")
            if module is None and not self.model.is_free("contextlib"):
                return None
            header = f"{'contextlib' if module is None else module[0]}.closing({header})"
            imported = () if module is not None else self.edit.insert_import("import contextlib")
        edits = manage_with(self, node, opening, header)
        if edits is None:
            return None
        return Fix("manage the writer with a with statement", (*imported, *edits), Applicability.SAFE)


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]
