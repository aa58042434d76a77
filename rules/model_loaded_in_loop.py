"""TFM104: a model is read from disk again at every iteration."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect

from ._remedies import clear_each_round, hoist_call, hoist_statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition

_KERAS_LOAD = "keras.models.load_model"
_MESSAGE = "load the model once, before the loop"


@dataclass(frozen=True)
class _Load:
    loader: str
    repetition: Repetition
    same: bool
    """Whether each round loads the same thing."""


class ModelLoadedInLoop(Rule):
    """A model is read from disk again at every iteration.

    ## What it does
    Reports ``load_model``, ``tf.saved_model.load``, ``hub.load``, ``hub.KerasLayer``, ``from_pretrained`` of
    TensorFlow models, ``tf.lite.Interpreter`` and the graph imports of TensorFlow 1 in code that runs again
    and again, also through helpers and classes that load.  Silent when the loaded models are gathered and
    used after the loop, behind a cache or a ``None`` guard, and, when each round loads another file, where
    the round clears Keras' state.  ``load_weights`` is fine.

    ## Why memory is lost
    On Keras 3 every compiled ``load_model`` leaves 71 KiB in TensorFlow's eager kernel cache, because the
    optimizer's variables get new names, and about 3 MiB when the model is then trained: its gradient
    functions stay registered.  On Keras 2 the graphs go when Python's cyclic collector runs.  In all of them
    every round pays for reading and building: seconds, where a prediction takes milliseconds.

    ## Example
    ```python
    for image in images:
        model = keras.models.load_model("tagger.keras")
        tags.append(model.predict_on_batch(image))
    ```

    Use instead:
    ```python
    model = keras.models.load_model("tagger.keras")
    for image in images:
        tags.append(model.predict_on_batch(image))
    ```

    ## Fix safety
    The fix is unsafe: the model is loaded although the loop may have no iteration, and one object serves all
    of them.  It moves the load where nothing that it reads changes in the loop and the loop only reads the
    model (training or compiling it would carry over), and where the loop neither saves a model nor asks
    whether the file is there.  Otherwise, for ``load_model``, it clears Keras' state
    at the top of each round, on the conditions of TFM103.

    ## Known limits
    Whether a file on disk changes between two rounds is not known: a loop that waits for new versions of one
    path is reported, unless it compares something with what it noted down at the last load, and clears.
    Loads in request handlers are left to TFM108.  A helper that loads only what ``isinstance()`` says is no
    model counts where it is visibly handed something else.
    """

    meta = Meta(
        code="TFM104",
        name="model-loaded-in-loop",
        impact=Impact.LEAK,
        fix=Applicability.UNSAFE,
        markers=(b"load", b"KerasLayer", b"from_pretrained", b"Interpreter", b"import_graph_def",
                 b"import_meta_graph", b"Module"),
    )  # fmt: skip

    def suspects(self) -> Iterator[Suspect]:
        """Loads in repeated code."""
        for call in self.model.calls:
            loader = self.model.loader(call)
            if loader is None or self.model.is_traced(call):
                continue
            repetitions = self.model.repetitions(call)
            if not repetitions or any(repetition.how == "handler" for repetition in repetitions):
                continue
            index, creation = self.model.index, self.model.creation
            first = repetitions[0]
            if creation.in_own_graph(index, call, first.node) or creation.destinations.is_part_of_model(
                index, call
            ):
                continue
            if any(self.model.is_kept_by(repetition, call) for repetition in repetitions):
                continue
            same = creation.loads_same(first, index, call) and not creation.waits_for_change(index, call)
            if not same and (
                self.model.clears_state(first, call)
                or self.model.graphs.contexts.has_own_graph(first, index, call)
            ):
                continue
            yield Suspect(call, _Load(loader, first, same))

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the load and offers to move it before the loop, or to clear Keras' state."""
        facts, call = self.suspect.facts, self.suspect.node
        assert isinstance(facts, _Load) and isinstance(call, ast.Call)
        where = self.model.describe(facts.repetition)
        what = facts.loader.rpartition(".")[2]
        if facts.same:
            remedy = "it is the same at each round: load it once"
        elif facts.loader == _KERAS_LOAD:
            remedy = "keep the models that were loaded, or call keras.backend.clear_session() in each round"
        else:
            remedy = "keep what was loaded in a cache"
        self.report(
            node,
            f"{what}() reads and builds a model at every round of {where}; {remedy}",
            fix=self._fix(call, facts),
            related=self.model.way(facts.repetition),
        )

    def _fix(self, call: ast.Call, facts: _Load) -> Fix | None:
        rewritten = self.model.creation.may_be_rewritten(self.model.index, call, facts.repetition.node)
        if facts.same and not facts.repetition.steps and not rewritten:
            name = self._variable(call)
            if name is None:
                return self._hoisted_call(call)
            loop = facts.repetition.node
            if self.model.invariance.is_only_read(self.model.index, name, call, loop):
                return hoist_statement(self, call, _MESSAGE)
        if facts.loader == _KERAS_LOAD and not self.model.clears_state(facts.repetition, call):
            return clear_each_round(self, call, facts.repetition)
        return None

    def _hoisted_call(self, call: ast.Call) -> Fix | None:
        """The repair for a load whose result is used on the spot, as in ``load(path).predict(x)``."""
        if not self.model.invariance.only_reads(self.model.index, call):
            return None
        return hoist_call(self, call, "loaded", _MESSAGE)

    def _variable(self, call: ast.Call) -> str | None:
        parent = self.model.index.parents.get(call)
        target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
        return target.id if isinstance(target, ast.Name) else None
