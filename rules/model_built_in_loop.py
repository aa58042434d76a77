"""TFM103: a Keras model is built per iteration and Keras' global state is not cleared."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Kind, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition

_LOADS = re.compile(
    r"keras\.models\.load_model$|tf\.saved_model\.load$|(hub|tensorflow_hub)\.|.*\.from_pretrained$"
)


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
    TensorFlow 2.15 and later.  ``del model`` and ``gc.collect()`` free neither.

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
    The fix is unsafe: clearing resets automatic names, dtype policies and, in graph mode, breaks models
    made earlier.  It is withheld in graph mode, under a strategy scope, where a dtype policy is set, and
    where the new model is built from parts made before the loop.

    ## Known limits
    A build function given to keras-tuner is silent, since the tuner clears before each trial.  Builds in
    request handlers are left to TFM108, loads to TFM104.
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
            creators = tuple(name for name in self.model.creators(call, Kind.MODEL) if not _LOADS.match(name))
            if not creators:
                continue
            repetition = self._leaking_repetition(call)
            if repetition is None:
                continue
            body = (repetition.node,) if repetition.index is self.model.index else ()
            yield Suspect(call, _Build(creators, repetition, self._is_trained(call)), body)

    def _leaking_repetition(self, call: ast.Call) -> Repetition | None:
        index, creation = self.model.index, self.model.creation
        if self.model.is_traced(call) or creation.is_view_of_model(index, call):
            return None
        repetitions = self.model.repetitions(call)
        if not repetitions or repetitions[0].how == "handler":
            return None
        first = repetitions[0]
        own_loop = first.how == "loop" and not first.steps
        if not own_loop and creation.is_returned(index, call, Kind.MODEL):
            if first.how != "framework" or first.steps:
                return None  # the builder's caller is the one to be told
        if creation.is_part_of_model(index, call):
            return None
        if own_loop and creation.is_collected(index, call, first.node):
            return None
        if any(creation.in_own_graph(index, call, r.node) for r in repetitions[:1]):
            return None
        if creation.clears_state(first, index, call):
            return None
        return first

    def _is_trained(self, call: ast.Call) -> bool:
        function = self.model.function_of(call)
        root = function.node if function is not None else self.model.index.tree
        return any(
            isinstance(node, ast.Attribute)
            and node.attr in ("fit", "fit_generator", "train_on_batch")
            and self.model.value_of(node.value, Kind.MODEL) is not None
            for node in ast.walk(root)
        )

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the build and offers to clear Keras' state at the top of the iteration."""
        facts = self.suspect.facts
        assert isinstance(facts, _Build)
        where = self.model.describe(facts.repetition)
        if facts.trains:
            remedy = (
                "clear_session() takes back only part of what training leaves behind;"
                " reuse one model with its initial weights, or run each round in its own process"
            )
        else:
            remedy = "call keras.backend.clear_session() in each round, or build once and reset the weights"
        self.report(
            node,
            f"a new Keras model is built at every round of {where} and Keras keeps its state; {remedy}",
            fix=self._clear_first(facts),
            related=self.model.way(facts.repetition),
        )

    def _clear_first(self, facts: _Build) -> Fix | None:
        import libcst as cst

        repetition = facts.repetition
        call = self.suspect.node
        assert isinstance(call, ast.Call)
        body = repetition.node
        if repetition.index is not self.model.index or repetition.steps:
            return None
        if not isinstance(body, (ast.For, ast.AsyncFor, ast.While, ast.FunctionDef)):
            return None
        if self.model.uses_v1_graphs() or self.model.under_scope(call) or self._relies_on_policy():
            return None
        if self._has_older_parts(call, body):
            return None
        spelled = self._spelling()
        compound = self.concrete(body, cst.BaseCompoundStatement)  # type: ignore[type-abstract]
        if spelled is None or compound is None:
            return None
        edits = self.edit.insert_at_body_start(compound, [f"{spelled}.clear_session()"])
        if edits is None:
            return None
        return Fix("clear Keras' state at the top of each round", edits, Applicability.UNSAFE)

    def _relies_on_policy(self) -> bool:
        loads = self.model.index.loads
        return any(
            name in loads for name in ("set_global_policy", "set_floatx", "set_policy", "set_dtype_policy")
        )

    def _has_older_parts(self, call: ast.Call, body: ast.AST) -> bool:
        """Whether the new model takes in layers, models or tensors that were made before the loop."""
        if "clone_model" in ast.unparse(call.func):
            return False
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            for node in ast.walk(argument):
                if isinstance(node, (ast.Name, ast.Attribute)):
                    for value in self.model.values(node):
                        if value.kind in (Kind.MODEL, Kind.LAYER, Kind.SYMBOLIC):
                            made = value.node
                            if made is None or value.index is not self.model.index:
                                return True
                            if not body.lineno <= made.lineno <= (body.end_lineno or 0):  # type: ignore[attr-defined]
                                return True
        return False

    def _spelling(self) -> str | None:
        """How this file would name ``keras.backend``."""
        name = self.model.module_name_for("keras.backend", "keras", "tf")
        if name is None:
            return None
        suffix = {"keras.backend": "", "keras": ".backend", "tf": ".keras.backend"}[name[1]]
        return name[0] + suffix
