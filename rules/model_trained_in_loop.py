"""TFM113: a new model is trained per iteration; clearing Keras' state does not free all of it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Edit, Fix, Impact, Kind, Meta, Rule, Suspect
from tflint_mem.semantic.repetition import Repetition

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class ModelTrainedInLoop(Rule):
    """A new model is trained per iteration; clearing Keras' state does not free all of it.

    ## What it does
    The second step after TFM103: reports the call that makes a new model in code that runs again and again,
    where the round trains the model and does clear Keras' state.  Not on by default.  Silent with
    ``run_eagerly=True``, where each round has a process of its own, for keras-tuner, and where
    TensorFlow is 2.13 or older by ``target-tensorflow`` or by what the project declares.

    ## Why memory is lost
    A training step is traced, and the optimizer's custom gradients are registered in a registry that lives as
    long as the process.  Each entry pins the graph and the weights it captured: 4.7 MiB per iteration on
    TensorFlow 2.21 and 6.7 MiB on 2.15 (three Dense layers), although the state is cleared.

    ## Example
    ```python
    for fold in folds:
        keras.backend.clear_session()
        model = build_model()
        model.fit(fold.x, fold.y)
    ```

    Use instead:
    ```python
    model = build_model()
    initial = model.get_weights()
    model.optimizer.build(model.trainable_variables)
    start = [variable.numpy() for variable in model.optimizer.variables]
    for fold in folds:
        model.set_weights(initial)
        for variable, value in zip(model.optimizer.variables, start):
            variable.assign(value)
        model.fit(fold.x, fold.y)
    ```
    That is flat (at most 9 KiB, measured).  Where the models differ, give each trial a process of its own.

    ## Fix safety
    The fix is unsafe: all rounds start from the same initial weights, and layers with a random state of their
    own, such as ``Dropout``, go on with it.  It is offered where a helper of the project builds and compiles
    the model from what does not change in the loop, and the loop does not clear Keras' state by itself.

    ## Known limits
    Whether a training step in a helper of another library trains this model is not known.  A network that
    is only used beside the trained ones, as a teacher is, and becomes no part of them, is silent.
    """

    meta = Meta(
        code="TFM113",
        name="model-trained-in-loop",
        impact=Impact.LEAK,
        fix=Applicability.UNSAFE,
        markers=(b"fit", b"train", b"apply_gradients", b"minimize", b"scikit_learn", b"scikeras"),
        default=False,
    )

    def suspects(self) -> Iterator[Suspect]:
        """Builds in repeated code that trains what is built, and clears."""
        if not self.model.training_stays():
            return
        for call in self.model.calls:
            if not self.model.creators(call, Kind.MODEL):
                continue
            repetition = self.model.rebuilding(call)
            if repetition is None or not self.model.clears_state(repetition, call):
                continue
            if not self.model.trains(repetition, call) or self.model.is_beside_trained(repetition, call):
                continue
            if self.model.trains_eagerly(repetition):
                continue
            if self.model.loader(call) and self.model.loads_same(repetition, call):
                continue  # TFM104 asks for the load to be moved
            yield Suspect(call, repetition)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the build and offers to reuse one model."""
        repetition, call = self.suspect.facts, self.suspect.node
        assert isinstance(repetition, Repetition) and isinstance(call, ast.Call)
        where = self.model.describe(repetition)
        self.report(
            node,
            f"a new model is trained at every round of {where}, and clear_session() does not free the graph"
            " of its training step; reuse one model with its initial weights, or run each round in a process",
            fix=self._reuse(call, repetition),
            related=self.model.way(repetition),
        )

    def _reuse(self, call: ast.Call, repetition: Repetition) -> Fix | None:
        statement = self.model.index.statement(call)
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if (
            repetition.steps
            or not isinstance(target, ast.Name)
            or getattr(statement, "value", None) is not call
        ):
            return None
        if not self.model.helper_compiles(call):
            return None
        loop = self.model.hoist_loop(statement, trusted=call)
        if loop is None or not self.model.is_innermost_loop(statement, loop):
            return None
        moved, before = self.statement(statement), self.statement(loop)
        edits = None if moved is None or before is None else self.edit.hoist(moved, before)
        if edits is None or moved is None or before is None:
            return None
        stems = ("initial", "start", "variable", "value")
        initial, start, variable, value = (self.model.free_name(stem, target) for stem in stems)
        name = target.id
        above = self.edit.insert_before(
            before,
            [
                f"{initial} = {name}.get_weights()",
                f"{name}.optimizer.build({name}.trainable_variables)",
                f"{start} = [{variable}.numpy() for {variable} in {name}.optimizer.variables]",
            ],
        )
        unit = self.edit.indentation(moved)
        within = self.edit.insert_before(
            moved,
            [
                f"{name}.set_weights({initial})",
                f"for {variable}, {value} in zip({name}.optimizer.variables, {start}):",
                f"{unit}{variable}.assign({value})",
            ],
        )
        if above is None or within is None:
            return None
        hoisted, removed = edits
        both = Edit(hoisted.start, hoisted.end, hoisted.content + above[0].content)
        reset = Edit(removed.start, removed.end, within[0].content)
        return Fix(
            "build one model and restore its first state in each round", (both, reset), Applicability.UNSAFE
        )
