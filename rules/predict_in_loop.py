"""TFM102: predict() or evaluate() is called once per item."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Kind, Meta, Rule, Suspect
from tflint_mem.semantic.changes import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition

_METHODS = ("predict", "predict_generator", "evaluate", "evaluate_generator")


@dataclass(frozen=True)
class _Prediction:
    method: str
    repetition: Repetition


class PredictInLoop(Rule):
    """``predict()`` or ``evaluate()`` is called once per item.

    ## What it does
    Reports ``model.predict``, ``predict_generator`` and ``evaluate`` where code that runs again and again
    gives them one item or one small batch each time: in loops, in helpers called from loops, in hooks of
    callbacks, and in request handlers, which may choose one of several models that are kept.  Silent where
    each other round has a model of its own, and where it predicts a whole dataset: a ``tf.data.Dataset``, a
    generator or ``Sequence``, a split of a cross-validation, arrays read from a file, the same arrays at each
    round or epoch unless they visibly fit one batch, or with a ``batch_size``; for ``evaluate`` after each
    epoch; and in graph mode, where a session runs the batch and nothing stays (measured), so with Keras
    before 2.4, by whose names and keywords its programs are known.

    ## Why memory is lost
    ``predict()`` is made for many rows: every call sets up a data pipeline, an iterator and callbacks.  They
    lie in reference cycles, so 10 to 60 KiB per iteration stay until Python's cyclic collector runs
    (early TensorFlow 2 never gave them back), and a call takes 10 to 100 times as long as the model itself.

    ## Example
    ```python
    for state in states:
        values.append(model.predict(state[None], verbose=0)[0])
    ```

    Use instead:
    ```python
    for state in states:
        values.append(model.predict_on_batch(state[None])[0])
    ```
    Better still, predict all rows at once where they are known beforehand.

    ## Fix safety
    The fix is unsafe: ``predict_on_batch`` computes all rows at once, and traces anew for each new batch
    shape (about 108 KiB each).  It is offered where the batch visibly has one row, or as many as are written
    down, of a length that does not visibly vary; not for other arguments than ``verbose``, nor for
    ``evaluate``.

    ## Known limits
    Whether an array holds one row or a million is not known in general: what changes from round to round and
    is not visibly a whole dataset counts as small.  Frames of a signal are taken for many rows, and so is
    what a function without a loop counts the rows of.  Two to four rounds that are written down are silent.
    """

    meta = Meta(
        code="TFM102",
        name="predict-in-loop",
        impact=Impact.UNTIL_GC,
        fix=Applicability.UNSAFE,
        markers=(b".predict", b".evaluate"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Predictions of one long-lived model on something that changes from round to round."""
        for call in self.model.calls:
            method = self.model.method_called(call, Kind.MODEL, *_METHODS)
            if method is None or self.model.is_traced(call) or self.model.takes_whole_dataset(call):
                continue
            receiver = self.model.receiver(call)
            for repetition in self.model.repetitions(call, eager=True):
                chosen = repetition.how == "handler" and self.model.is_one_of_kept(receiver, repetition)
                if not chosen and self.model.varies_in(receiver, repetition, fresh=True):
                    continue
                if self.model.repetition.has_few_rounds(repetition):
                    continue
                if self.model.graphs.contexts.rules_over(self.model.index, call, repetition):
                    continue  # a session runs the batch: no pipeline is set up, and nothing stays
                if repetition.how == "callback" and method.startswith("evaluate"):
                    if repetition.is_of_epoch or not self.model.takes_one_batch(call):
                        continue  # a look at the validation data, once in a while
                small = self._is_small(call, repetition)
                if small or any(
                    self.model.varies_in(argument, repetition)
                    and not self.model.datasets.has_rows_of_before(self.model.index, argument, repetition)
                    for argument in call.args[:1] or _inputs(call)
                ):
                    yield Suspect(call, _Prediction(method, repetition))
                    break

    def _is_small(self, call: ast.Call, repetition: Repetition) -> bool:
        """Whether a prediction is one of few rows, whether those change or not."""
        if repetition.how == "callback" and repetition.steps and self.model.is_of_own_object(call):
            return self.model.takes_one_item(call)  # a method of a model predicts as much as a hook gives it
        if repetition.how == "handler" or self.model.takes_one_item(call):
            return True
        if repetition.how == "callback":
            # After an epoch, all rows that a callback keeps may be a validation set.
            return not repetition.is_of_epoch or self.model.takes_one_batch(call)
        return self.model.repetition.most_rounds(repetition) > SMALL and self.model.takes_one_batch(call)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the prediction and offers ``predict_on_batch``."""
        facts, call = self.suspect.facts, self.suspect.node
        assert isinstance(facts, _Prediction) and isinstance(call, ast.Call)
        where = self.model.describe(facts.repetition)
        remedy = "predict all rows at once, or use predict_on_batch()"
        if facts.method.startswith("evaluate"):
            remedy = "evaluate all rows at once, or use test_on_batch()"
        self.report(
            node,
            f"{facts.method}() sets up a data pipeline for a single batch at every round of {where}, and it"
            f" stays until the collector runs; {remedy}",
            fix=self._on_batch(node, call, facts),
            related=self.model.way(facts.repetition),
        )

    def _on_batch(self, node: cst.Call, call: ast.Call, facts: _Prediction) -> Fix | None:
        import libcst as cst

        given = [*call.args, *_inputs(call)]
        others = [keyword.arg for keyword in call.keywords if keyword.arg not in ("x", "verbose")]
        if facts.method != "predict" or len(given) != 1 or others or not isinstance(node.func, cst.Attribute):
            return None
        if node.func.attr.value != facts.method or not self.model.is_small_batch(given[0]):
            return None  # an attribute of another name belongs to an object that keeps the method
        first = next(a for a in node.args if a.keyword is None or a.keyword.value == "x")
        text = f"{self.tree.code(node.func.value)}.predict_on_batch({self.tree.code(first.value)})"
        edits = self.edit.replace(node, text)
        if edits is None:
            return None
        return Fix("predict the batch without a data pipeline", edits, Applicability.UNSAFE)


def _inputs(call: ast.Call) -> list[ast.expr]:
    return [keyword.value for keyword in call.keywords if keyword.arg in ("x", "generator")]
