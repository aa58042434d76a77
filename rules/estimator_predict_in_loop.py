"""TFM207: an Estimator is asked to predict, evaluate or train once per item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Meta, Rule, Suspect
from tflint_mem.semantic.releases import NO_ESTIMATORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition


@dataclass(frozen=True)
class _Call:
    method: str
    repetition: Repetition


class EstimatorPredictInLoop(Rule):
    """An Estimator is asked to predict, evaluate or train once per item.

    ## What it does
    Reports ``predict``, ``evaluate`` and ``train`` of one long-lived ``tf.estimator`` object in code that
    runs again and again: loops, functions called from loops, and request handlers. Silent where each round
    makes an Estimator of its own, where one ``predict`` call serves a whole loop, and where TensorFlow is
    2.16 or later by ``target-tensorflow`` or by what the project declares: it has no Estimators.

    ## Why memory is lost
    Every call builds the graph of the model anew, opens a session and reads the checkpoint again.  Graphs are
    reference cycles: 400 to 700 KiB per call, measured with a model of one weight under TensorFlow 2.15, stay
    until Python's cyclic collector runs.

    ## Example
    ```python
    for sentence in sentences:
        tags = next(estimator.predict(lambda: dataset_of([sentence])))
    ```

    Use instead:
    ```python
    def inputs():
        return tf.data.Dataset.from_generator(lambda: iter(sentences), tf.string)

    for tags in estimator.predict(inputs):
        ...
    ```
    A service exports the model once, with ``export_saved_model``, and calls what it loads from there.

    ## Fix safety
    There is no automatic fix: the items have to reach the one call through its input function.

    ## Known limits
    ``tf.estimator`` exists up to TensorFlow 2.15.
    """

    meta = Meta(
        code="TFM207",
        name="estimator-predict-in-loop",
        impact=Impact.UNTIL_GC,
        markers=(b".predict", b".evaluate", b".train"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Calls of one Estimator that something repeats."""
        if self.model.releases.all_from(NO_ESTIMATORS):
            return
        for call in self.model.calls:
            method = self.model.estimator_method(call)
            if method is None:
                continue
            receiver = self.model.receiver(call)
            for repetition in self.model.repetitions(call):
                if not self.model.varies_in(receiver, repetition, fresh=True):
                    yield Suspect(call, _Call(method, repetition))
                    break

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the call."""
        facts = self.suspect.facts
        assert isinstance(facts, _Call)
        where = self.model.describe(facts.repetition)
        remedy = (
            "call predict() once and feed it through Dataset.from_generator, or use export_saved_model()"
            if facts.method == "predict"
            else "use one call with a longer input, such as train_and_evaluate()"
        )
        self.report(
            node,
            f"{facts.method}() of an Estimator builds its graph and reads its checkpoint again at every round"
            f" of {where}, and the graph stays until the collector runs; {remedy}",
            related=self.model.way(facts.repetition),
        )
