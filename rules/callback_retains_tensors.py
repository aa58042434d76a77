"""TFM506: a Keras callback or metric keeps tensors, logs or predictions of every batch or epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition


class CallbackRetainsTensors(Rule):
    """A Keras callback or metric keeps tensors, logs or predictions of every batch or epoch.

    ## What it does
    Reports stores in per-batch and per-epoch hooks of callbacks, and in ``update_state`` of metrics, that add
    a tensor, the ``logs`` dictionary, a batch or what the model predicted to a list or dictionary of the
    object.

    ## Why memory is lost
    The object lives as long as training, and so does all that it keeps: a dictionary for each batch, the
    whole array for each prediction.

    ## Example
    ```python
    class Recorder(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            self.history.append(logs)
    ```

    Use instead:
    ```python
    class Recorder(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            self.history.append(float(logs["loss"]))
    ```

    ## Fix safety
    There is no automatic fix: which numbers are wanted is not for the tool to say.

    ## Known limits
    Numbers, the latest value under a fixed name, and lists that a hook or ``reset_state`` makes anew are not
    reported, and neither are copies of the logs, ``dict(logs)``, which hold numbers.  Tests are silent.
    """

    meta = Meta(
        code="TFM506",
        name="callback-retains-tensors",
        impact=Impact.RETAINED,
        markers=(b"allback", b"etric"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Stores in hooks that add something large each time."""
        hooks, index = self.model.hooks, self.model.index
        if self.model.uses_v1_graphs() or self.model.is_test():
            return
        for store in self.model.stores.of(index):
            if hooks.owner_of(index, store.node) is None:
                continue
            what = hooks.kept_by_hook(index, store.value)
            repetition = None if what is None else hooks.growth(index, store)
            if repetition is not None:
                yield Suspect(store.node, (store, what, repetition))

    def visit_expression(self, node: cst.BaseExpression) -> None:
        """Reports the store."""
        import ast

        facts: tuple[object, str, Repetition] = self.suspect.facts  # type: ignore[assignment]
        store, what, repetition = facts
        holder = ast.unparse(store.holder)  # type: ignore[attr-defined]
        self.report(
            node,
            f"{holder!r} keeps {what} of every round of {self.model.describe(repetition)} for as long as"
            " training runs; keep numbers, or the latest one",
        )
