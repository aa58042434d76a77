"""TFM502: a gradient tape is kept longer than its gradient needs."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class TapeRetained(Rule):
    """A gradient tape is kept longer than its gradient needs.

    ## What it does
    Reports tapes that a loop puts aside in a list, dictionary or attribute, a tape opened around a whole
    training loop, and ``persistent=True`` on a tape that is asked for one gradient only.

    ## Why memory is lost
    A tape holds every intermediate result that it recorded, 84 KiB for a small network, until it is asked
    for a gradient; a persistent one holds them as long as it lives.  Kept tapes add up, and a tape around a
    loop records all iterations.  An ordinary tape that has answered keeps only itself.

    ## Example
    ```python
    with tf.GradientTape(persistent=True) as tape:
        loss = tf.reduce_mean(tf.square(net(x) - y))
    gradients = tape.gradient(loss, net.trainable_variables)
    ```

    Use instead:
    ```python
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(net(x) - y))
    gradients = tape.gradient(loss, net.trainable_variables)
    ```

    ## Fix safety
    Dropping ``persistent=True`` is safe: the one gradient is the same.  It is offered where nothing else uses
    the tape.  Nothing is offered for tapes that are kept or too wide.

    ## Known limits
    A local persistent tape with two gradients is rebound by the next iteration, was measured flat, and is
    not reported.  A loop over time steps under a tape is what a recurrent gradient needs: a loop counts as
    too wide when the gradient is asked for in it, when it goes over a dataset, or when it holds another loop
    and is itself entered once.
    """

    meta = Meta(
        code="TFM502",
        name="tape-retained",
        impact=Impact.RETAINED,
        fix=Applicability.SAFE,
        markers=(b"GradientTape",),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Constructors of tapes that are kept, too wide, or persistent for nothing."""
        tapes, index = self.model.tapes, self.model.index
        seen = set()
        for call, holder, repetition in tapes.kept(index):
            if call not in seen:
                seen.add(call)
                where = self.model.describe(repetition)
                holds = (
                    "keeps all that it recorded"
                    if tapes.is_persistent(call)
                    else "keeps its recording until it is asked, and answers once"
                )
                yield Suspect(
                    call,
                    f"a tape is put into {holder!r} at every round of {where} and {holds}; keep the gradients"
                    " as numbers",
                )
        for tape in tapes.opened(index):
            if tape.call in seen:
                continue
            loop = tapes.recorded_loop(index, tape)
            if loop is not None:
                yield Suspect(
                    tape.call,
                    f"tape {tape.name!r} records the whole loop on line {loop.lineno} and keeps the"
                    " intermediate results of all its rounds; open a tape in each round",
                )
            elif tapes.is_needlessly_persistent(index, tape):
                yield Suspect(
                    tape.call,
                    f"tape {tape.name!r} is persistent but asked for one gradient only, so it keeps what it"
                    " recorded until its name is bound anew; drop persistent=True",
                    (tape.call,),
                )

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the constructor, and offers to make the tape an ordinary one."""
        message = self.suspect.facts
        assert isinstance(message, str)
        self.report(node, message, fix=self._ordinary(node) if self.suspect.also else None)

    def _ordinary(self, node: cst.Call) -> Fix | None:
        call = self.suspect.node
        assert isinstance(call, ast.Call)
        kept = [a for a in node.args if a.keyword is None or a.keyword.value != "persistent"]
        if len(kept) != len(node.args) - 1:
            return None
        code = ", ".join(
            self.tree.code(a.value) if a.keyword is None else f"{a.keyword.value}={self.tree.code(a.value)}"
            for a in kept
        )
        edits = self.edit.replace(node, f"{self.tree.code(node.func)}({code})")
        return None if edits is None else Fix("drop persistent=True", edits, Applicability.SAFE)
