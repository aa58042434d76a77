"""TFM110: fit() is called for one epoch, again and again, on one model."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Kind, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition


@dataclass(frozen=True)
class _Fit:
    method: str
    repetition: Repetition


class FitPerItem(Rule):
    """``fit()`` is called for one epoch, again and again, on one model.

    ## What it does
    Reports ``model.fit(...)`` and ``fit_generator(...)`` for a single epoch (``epochs=1``, or none given) in
    a Python loop over epochs or items, on a model that outlives the loop, except in graph mode, where
    nothing stays (measured), and so with Keras before 2.4.  Not on by default.

    ## Why memory is lost
    Every ``fit()`` sets up a data pipeline, callbacks and a ``History``; about 140 KiB per call lie in
    reference cycles until Python's cyclic collector runs (252 to 272 KiB for numpy input on TensorFlow 2.13),
    and the set-up takes longer than training on one item does.

    ## Example
    ```python
    for epoch in range(50):
        model.fit(x, y, epochs=1)
        draw(model)
    ```

    Use instead:
    ```python
    model.fit(x, y, epochs=50, callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=draw)])
    ```
    To go on with an earlier run, use ``initial_epoch``; for one item or batch at a time, ``train_on_batch``.

    ## Fix safety
    There is no fix: what happens between two epochs has to move into a callback.

    ## Known limits
    The number of epochs counts as one only where it is the constant 1 or left out.  Loops of up to four
    rounds that are written down are not reported.
    """

    meta = Meta(
        code="TFM110",
        name="fit-per-item",
        impact=Impact.UNTIL_GC,
        markers=(b".fit(", b".fit_generator("),
        default=False,
    )

    def suspects(self) -> Iterator[Suspect]:
        """Fits of one epoch that repeat on one model."""
        for call in self.model.calls:
            method = self.model.method_called(call, Kind.MODEL, "fit", "fit_generator")
            if method is None or not self._is_one_epoch(call):
                continue
            receiver = self.model.receiver(call)
            for repetition in self.model.repetitions(call, eager=True):
                if repetition.how in ("loop", "framework"):
                    if self.model.repetition.has_few_rounds(repetition):
                        continue
                    if self.model.graphs.contexts.rules_over(self.model.index, call, repetition):
                        continue  # a session runs the batches: no pipeline is set up
                    if not self.model.varies_in(receiver, repetition, fresh=True):
                        yield Suspect(call, _Fit(method, repetition))
                        break

    @staticmethod
    def _is_one_epoch(call: ast.Call) -> bool:
        epochs = [k.value for k in call.keywords if k.arg == "epochs"]
        if any(k.arg in ("initial_epoch", None) for k in call.keywords):
            return False
        return all(isinstance(value, ast.Constant) and value.value == 1 for value in epochs)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the call."""
        facts = self.suspect.facts
        assert isinstance(facts, _Fit)
        where = self.model.describe(facts.repetition)
        self.report(
            node,
            f"{facts.method}() sets up a data pipeline for one epoch at every round of {where}; give it all"
            " epochs and a callback, resume with initial_epoch, or use train_on_batch()",
            related=self.model.way(facts.repetition),
        )
