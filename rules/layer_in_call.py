"""TFM111: a layer, optimizer, metric or variable is made where a model is applied or trained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Kind, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition


@dataclass(frozen=True)
class _Made:
    kind: Kind
    where: str
    repetition: Repetition | None


class LayerInCall(Rule):
    """A layer, optimizer, metric or variable is made where a model is applied or trained.

    ## What it does
    Reports layers with weights, optimizers, metrics and variables that are made in ``call``, ``train_step``,
    ``test_step`` or ``predict_step`` of a layer or model, in a loss or metric function given to ``compile``,
    layers and optimizers made at each step of an eager training loop, and optimizers made for each epoch or
    cycle of one that goes on with the same weights.  Silent in ``__init__`` and ``build``, under a guard such
    as ``if self.built`` or ``is None``, and for layers without weights.

    ## Why memory is lost
    What is made there is made again at every call and at every trace: it never learns, and each of its
    variables gets a name of its own and an entry in TensorFlow's eager kernel cache.  An ``Adam()`` per
    iteration costs 495 KiB on TensorFlow 2.21, ``SGD()`` 71 KiB, a ``Dense`` layer 71 KiB (87 KiB on 2.15);
    inside a traced function TensorFlow often raises instead.

    ## Example
    ```python
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_of(model, x, y)
        gradients = tape.gradient(loss, model.trainable_variables)
        keras.optimizers.Adam().apply_gradients(zip(gradients, model.trainable_variables))
    ```

    Use instead:
    ```python
    optimizer = keras.optimizers.Adam()
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_of(model, x, y)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    ```
    Make layers, metrics and variables in ``__init__`` or ``build``.

    ## Fix safety
    There is no fix: where the object belongs, and whether its weights were meant to be new, is not known.

    ## Known limits
    A layer made in ``call`` under ``if self.layer is None`` is silent, although Keras 3 refuses it once the
    layer is built.  A loss is recognised where the same file gives it to ``compile``, by its base class
    ``keras.losses.Loss``, or where another file passes it by name.  Up to four written rounds of a loop are
    silent.
    """

    meta = Meta(
        code="TFM111",
        name="layer-in-call",
        impact=Impact.LEAK,
        markers=(b"def call", b"_step", b"compile(", b"apply_gradients", b"minimize(", b"losses", b"layers"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Constructors of objects with state in code that runs once per call or step."""
        for call in self.model.calls:
            kind = self.model.state_made(call)
            if kind is None:
                continue
            where = self.model.step_around(call)
            if where is not None:
                yield Suspect(call, _Made(kind, where, None))
            elif kind in (Kind.LAYER, Kind.OPTIMIZER):
                repetition = self.model.remade_each_step(call, kind)
                if repetition is not None:
                    yield Suspect(call, _Made(kind, "", repetition))

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the constructor."""
        facts = self.suspect.facts
        assert isinstance(facts, _Made)
        what = "an optimizer" if facts.kind is Kind.OPTIMIZER else f"a {facts.kind.value}"
        if facts.repetition is None:
            self.report(
                node,
                f"{what} is made at every run of {facts.where} and starts from nothing each time;"
                " make it once, in __init__ or build",
            )
            return
        where = self.model.describe(facts.repetition)
        self.report(
            node,
            f"{what} is made at every round of {where}, and TensorFlow keeps an entry for each of its"
            " variables; make it once, before the loop",
            related=self.model.way(facts.repetition),
        )
