"""TFM503: a gradient is computed in the block of its own tape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.tapes import Tape


class GradientInsideTape(Rule):
    """A gradient is computed in the block of its own tape.

    ## What it does
    Reports ``tape.gradient(...)`` inside the ``with`` block of that tape, where nothing differentiates the
    gradient again.

    ## Why memory is lost
    A persistent tape records the computation of its own gradient too, and holds every intermediate result of
    it as well: the memory of the tape about doubles, and TensorFlow warns that it is less efficient.  An
    ordinary tape stops by itself when it is asked; there the block only claims to record what it does not.

    ## Example
    ```python
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(net(x) - y))
        gradients = tape.gradient(loss, net.trainable_variables)
        optimizer.apply_gradients(zip(gradients, net.trainable_variables))
    ```

    Use instead:
    ```python
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(net(x) - y))
    gradients = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(gradients, net.trainable_variables))
    ```

    ## Fix safety
    The fix moves the statement that asks for the gradient, and those after it, out of the block.  It is safe:
    the tape has recorded by then what the gradient is about.  It is withheld where the question does not
    stand directly in the block, where it computes what it asks about (``tape.gradient(loss(x), ...)``) or
    asks about an attribute that may compute it (``net.losses``), and where a persistent tape is asked later
    about what follows.

    ## Known limits
    Gradients of gradients need the tape to go on recording and are not reported, nor are gradients under
    ``stop_recording`` or under another tape.  A tape around a loop is left to TFM502.
    """

    meta = Meta(
        code="TFM503",
        name="gradient-inside-tape",
        impact=Impact.PEAK,
        fix=Applicability.SAFE,
        markers=(b"GradientTape",),
    )

    def suspects(self) -> Iterator[Suspect]:
        """The first gradient that each tape is asked for too early."""
        tapes, index = self.model.tapes, self.model.index
        for tape in tapes.opened(index):
            call = tapes.asked_inside(index, tape)
            if call is not None:
                tail = tapes.tail(index, tape, call)
                yield Suspect(call, (tape, tail), () if tail is None else (tape.block, *tail))

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the question and offers to ask it after the block."""
        facts: tuple[Tape, tuple[ast.stmt, ast.stmt] | None] = self.suspect.facts  # type: ignore[assignment]
        tape, tail = facts
        what = (
            "records its own gradient and keeps all that it needs"
            if tape.persistent
            else "stops recording here"
        )
        self.report(
            node,
            f"tape {tape.name!r} {what}, because the gradient is asked for inside its with block;"
            " ask after it",
            fix=None if tail is None else self._after(tape, *tail),
        )

    def _after(self, tape: Tape, first: ast.stmt, last: ast.stmt) -> Fix | None:
        nodes = [self.statement(tape.block), self.statement(first), self.statement(last)]
        if nodes[0] is None or nodes[1] is None or nodes[2] is None:
            return None
        edits = self.edit.move_out(nodes[0], nodes[1], nodes[2])
        if edits is None:
            return None
        return Fix("ask for the gradient after the tape's block", edits, Applicability.SAFE)
