"""TFM505: a large tensor is held through training although nothing needs it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.lifetimes import Held


class LargeTensorHeld(Rule):
    """A large tensor is held through training although nothing needs it any more.

    ## What it does
    Reports eager tensors of 64 MiB or more, by their constant shape and type, whose last use comes before a
    ``fit`` or a training loop in the same function or module.

    ## Why memory is lost
    The variable keeps the tensor until the function returns, so training has that much less: the peak is
    higher by the tensor's size (64 MiB measured for one of 64 MiB).

    ## Example
    ```python
    noise = tf.random.normal((20000, 64, 64, 3))
    mean = tf.reduce_mean(noise)
    model.fit(dataset, epochs=50)
    ```

    Use instead:
    ```python
    noise = tf.random.normal((20000, 64, 64, 3))
    mean = tf.reduce_mean(noise)
    del noise
    model.fit(dataset, epochs=50)
    ```

    ## Fix safety
    The fix deletes the variable after its last use.  It is unsafe: ``locals()``, a debugger or another file
    may still want it.

    ## Known limits
    Sizes have to be visible.  A tensor that something else may hold as well, such as a dataset, a list, a
    numpy view or an attribute, is not reported, because deleting the variable would not free it.
    """

    meta = Meta(
        code="TFM505",
        name="large-tensor-held",
        impact=Impact.PEAK,
        fix=Applicability.UNSAFE,
        markers=(b"fit(", b"train", b"apply_gradients"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Constructors of large tensors that outlive their last use."""
        if self.model.uses_v1_graphs():
            return
        for held in self.model.lifetimes.held(self.model.index):
            yield Suspect(held.call, held, (held.last,))

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the constructor and offers to delete the variable."""
        held: Held = self.suspect.facts  # type: ignore[assignment]
        self.report(
            node,
            f"{held.name!r} holds {held.mebibytes} MiB until its scope ends, though its last use comes before"
            f" the training on line {held.work.lineno}; delete it before",
            fix=self._delete(held),
        )

    def _delete(self, held: Held) -> Fix | None:
        last = self.statement(held.last)
        edits = None if last is None else self.edit.insert_after(last, [f"del {held.name}"])
        if edits is None:
            return None
        return Fix(f"delete {held.name!r} after its last use", edits, Applicability.UNSAFE)
