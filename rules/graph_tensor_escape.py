"""TFM306: traced code stores a tensor where it outlives the trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class GraphTensorEscape(Rule):
    """Traced code stores a tensor in a list, dictionary, attribute or global that outlives the trace.

    ## What it does
    Reports stores in traced code, such as the body of a ``tf.function``, ``Layer.call``, ``train_step`` or a
    function that ``Dataset.map`` is given: appending a tensor to a list from outside, putting it into an
    outer dictionary, assigning it to an attribute of ``self`` or to a global.

    ## Why memory is lost
    The store happens only while TensorFlow traces, not at every call.  What is stored is a symbolic tensor
    without a value: reading it later raises ``InaccessibleTensorError`` or an error like it, and as long as
    it is kept, the whole graph of the trace is kept.

    ## Example
    ```python
    @tf.function
    def step(x):
        loss = tf.reduce_mean(x)
        losses.append(loss)
        return loss
    ```

    Use instead:
    ```python
    @tf.function
    def step(x):
        return tf.reduce_mean(x)

    losses.append(float(step(x)))
    ```

    ## Fix safety
    There is no automatic fix: the tensor has to be returned, and the caller has to store it.

    ## Known limits
    A ``TensorArray``, ``add_loss``, containers made in the same trace, variables, attributes that only
    traced code reads, lists that the function empties again, entries that the code around the trace saves
    before it and puts back after it, and code that builds TensorFlow 1 graphs are not reported, nor is the
    body of ``tf.map_fn``, ``tf.while_loop`` or ``tf.cond`` outside of traced code: eager code runs it at
    once.
    """

    meta = Meta(
        code="TFM306",
        name="graph-tensor-escape",
        impact=Impact.ERROR,
        markers=(b"function", b"def call", b"_step", b".map(", b"defun"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Stores of symbolic tensors."""
        model = self.model
        if model.uses_v1_graphs() or model.debugs_eagerly():
            return
        # Other objects than lists have methods of these names, and say themselves what they do.
        stores = (
            store
            for store in model.stores.of(model.index)
            if store.how != "append" or model.stores.is_container(model.index, store.holder)
        )
        for node, holder in model.escapes.of(model.index, stores):
            yield Suspect(node, holder)

    def visit_expression(self, node: cst.BaseExpression) -> None:
        """Reports the store."""
        self.report(
            node,
            f"{self.suspect.facts!r} keeps a tensor of a trace: it is stored while TensorFlow traces, has no"
            " value afterwards and holds the whole graph; return it instead",
        )
