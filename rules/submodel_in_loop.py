"""TFM106: another view of an existing model is built at every iteration."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Kind, Meta, Rule, Suspect

from ._remedies import hoist_call, hoist_statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition

_MESSAGE = "build it once, before the loop"
_EVALUATIONS = ("K.eval(...)", "K.get_value(...)")


@dataclass(frozen=True)
class _View:
    name: str
    repetition: Repetition


class SubmodelInLoop(Rule):
    """Another view of an existing model is built at every iteration.

    ## What it does
    Reports ``keras.Model(model.input, model.get_layer(...).output)``, ``K.function``, ``K.eval`` and
    ``K.get_value`` of a computed tensor in code that runs again and again while the model they look into
    stays the same, also in helpers.  Silent where each model gets a view of its own, and where the views are
    kept for use after the loop.

    ## Why memory is lost
    A view is cheap to write but not to make: Keras walks the model's graph, and the view traces a function of
    its own at its first prediction.  Model, functions and graphs lie in reference cycles and stay until
    Python's cyclic collector runs.  In TensorFlow 1 graphs the operations stay in the graph for ever.

    ## Example
    ```python
    for batch in batches:
        probe = keras.Model(net.input, net.get_layer("features").output)
        features.append(probe.predict_on_batch(batch))
    ```

    Use instead:
    ```python
    probe = keras.Model(net.input, net.get_layer("features").output)
    for batch in batches:
        features.append(probe.predict_on_batch(batch))
    ```
    For several layers, build one model with all their outputs.

    ## Fix safety
    The fix is unsafe: the view is built although the loop may have no iteration, and all iterations share it.
    It moves the view before the loop when nothing that it reads changes there.

    ## Known limits
    A helper that builds the view is reported without a fix: where its result should be kept is not known.
    Rounds that clear Keras' state are not reported, nor are up to four rounds that are written down, nor is a
    value that the backend of ``tf.keras`` has computed at once, outside of graphs.
    """

    meta = Meta(
        code="TFM106",
        name="submodel-in-loop",
        impact=Impact.UNTIL_GC,
        fix=Applicability.UNSAFE,
        markers=(b".input", b".output", b".function(", b".eval(", b".get_value("),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Views of models that outlive the round in which the view is built."""
        for call in self.model.calls:
            name = self.model.view_of_model(call)
            if name is None or self.model.is_traced(call):
                continue
            if self._has_value(call):
                continue
            models = self._models(call)
            for repetition in self.model.repetitions(call):
                if any(self.model.varies_in(model, repetition, fresh=True) for model in models):
                    continue
                if self.model.repetition.has_few_rounds(repetition):
                    continue
                if self.model.clears_state(repetition, call):
                    break
                # What is kept of an evaluation is its value, not what was built for it.
                if name not in _EVALUATIONS and (
                    self.model.is_kept_by(repetition, call)
                    or self.model.composition.takes_in(self.model.index, call, repetition)
                ):
                    break
                yield Suspect(call, _View(name, repetition))
                break

    def _has_value(self, call: ast.Call) -> bool:
        """Whether a call asks for a value that eager code has computed already."""
        index, graphs = self.model.index, self.model.graphs
        return self.model.creation.views.evaluates_values(index, call) and (
            graphs.contexts.has_eager_backend(index) and not graphs.contexts.is_under_graph(index, call)
        )

    def _models(self, call: ast.Call) -> list[ast.Name | ast.Attribute]:
        """The expressions among a call's arguments that stand for the models it looks into."""
        return [
            node
            for argument in (*call.args, *(keyword.value for keyword in call.keywords))
            for node in ast.walk(argument)
            if isinstance(node, (ast.Name, ast.Attribute))
            and self.model.value_of(node, Kind.MODEL) is not None
        ]

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the view and offers to build it before the loop."""
        facts, call = self.suspect.facts, self.suspect.node
        assert isinstance(facts, _View) and isinstance(call, ast.Call)
        where = self.model.describe(facts.repetition)
        v1 = self.model.uses_v1_graphs()
        lost = "its operations stay in the graph" if v1 else "its graphs stay until the collector runs"
        self.report(
            node,
            f"{facts.name} builds a view of the same model at every round of {where}, and {lost};"
            " build it once",
            fix=self._hoisted(call, facts),
            related=self.model.way(facts.repetition),
            impact=Impact.LEAK if v1 else None,
        )

    def _hoisted(self, call: ast.Call, facts: _View) -> Fix | None:
        if facts.repetition.steps or facts.repetition.how != "loop":
            return None
        if getattr(self.model.index.statement(call), "value", None) is call:
            return hoist_statement(self, call, _MESSAGE)
        return hoist_call(self, call, "view", _MESSAGE)
