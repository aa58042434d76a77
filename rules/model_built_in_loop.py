"""TFM103: a Keras model is built per iteration and Keras' global state is not cleared."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Impact, Kind, Meta, Rule, Suspect

from ._remedies import clear_each_round

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition


@dataclass(frozen=True)
class _Build:
    creators: tuple[str, ...]
    repetition: Repetition
    trains: bool


class ModelBuiltInLoop(Rule):
    """A Keras model is built per iteration and Keras' global state is not cleared.

    ## What it does
    Reports the call that makes a new model, directly or through the project's own builder functions, in
    code that runs again and again: k-fold and hyper-parameter loops, objectives of optuna, scikit-learn
    wrappers and their kin.  Silent when the same round calls ``clear_session()``, when the models are
    collected and used after the loop, and when each round has a process of its own.

    ## Why memory is lost
    TensorFlow's eager kernel cache keeps an entry for every uniquely named variable, and Keras names
    layers ``dense``, ``dense_1``, ...: a model that is only called or predicted costs 214 KiB per
    iteration on TensorFlow 2.21 and 262 KiB on 2.15 (three Dense layers), and ``clear_session()`` makes
    that flat.  A model that is *trained* also registers gradient functions that pin its graph for ever,
    5 to 8 MiB per iteration; ``clear_session()`` takes back only the smaller part of that on
    TensorFlow 2.15 and later (on 2.13 it frees all; the message follows ``target-tensorflow``, or what the
    project declares).  ``del model`` and ``gc.collect()`` free neither.

    ## Example
    ```python
    for fold in folds:
        model = keras.Sequential([keras.layers.Dense(32), keras.layers.Dense(1)])
    ```

    Use instead:
    ```python
    for fold in folds:
        keras.backend.clear_session()
        model = keras.Sequential([keras.layers.Dense(32), keras.layers.Dense(1)])
    ```
    Where the iteration trains, build one model before the loop and restore its initial weights, or give
    each trial a process of its own.

    ## Fix safety
    The fix clears at the top of a loop, or of the objective of Optuna or Hyperopt that makes one trial at a
    time; where only an ``if`` in it makes the model, at the top of that.  It is unsafe: clearing resets
    automatic names, dtype policies and, in graph mode, breaks models made earlier.  It is withheld in graph
    mode, under a strategy scope, where a dtype policy is set, and where the new model is built from parts
    made before.

    ## Known limits
    A build function given to keras-tuner is silent, since the tuner clears before each trial, and so is a
    loop over two things that are written down, which leaves one model behind, as two statements would.
    Builds in request handlers are left to TFM108, loads to TFM104.  What copies a model only where
    ``isinstance()`` says that it is handed one counts where a call visibly hands it a model;
    ``keras.Model()`` between tensors that a function is handed counts where it is visible that they were
    made for it.
    """

    meta = Meta(
        code="TFM103",
        name="model-built-in-loop",
        impact=Impact.LEAK,
        fix=Applicability.UNSAFE,
        markers=(
            b"keras", b"tensorflow", b"transformers", b".fit(", b".compile(", b".predict", b".evaluate(",
            b".train_on_batch(", b"_weights(", b".summary(", b"count_params(",
        ),
    )  # fmt: skip

    def suspects(self) -> Iterator[Suspect]:
        """Calls that make a new model in repeated code that does not clear Keras' state."""
        for call in self.model.calls:
            creators = tuple(
                name for name in self.model.creators(call, Kind.MODEL) if not self.model.is_load(name)
            )
            if not creators:
                continue
            repetition = self.model.rebuilding(call)
            if repetition is None or self.model.clears_state(repetition, call):
                continue
            if self.model.composition.is_block(self.model.index, call, repetition):
                continue
            body = (repetition.node,) if repetition.index is self.model.index else ()
            yield Suspect(call, _Build(creators, repetition, self.model.trains(repetition, call)), body)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the build and offers to clear Keras' state at the top of the iteration."""
        facts, call = self.suspect.facts, self.suspect.node
        assert isinstance(facts, _Build) and isinstance(call, ast.Call)
        where = self.model.describe(facts.repetition)
        if facts.trains and self.model.training_stays():
            remedy = (
                "clear_session() takes back only part of what training leaves behind;"
                " reuse one model with its initial weights, or run each round in its own process"
            )
        else:
            remedy = "call keras.backend.clear_session() in each round, or build once and reset the weights"
        self.report(
            node,
            f"a new Keras model is built at every round of {where} and Keras keeps its state; {remedy}",
            fix=clear_each_round(self, call, facts.repetition),
            related=self.model.way(facts.repetition),
        )
