"""TFM109: Keras' state or the default graph is cleared while something still needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class UnsafeClearSession(Rule):
    """Keras' state or the default graph is cleared while something still needs it.

    ## What it does
    Reports ``clear_session()`` and ``reset_default_graph()``

    * under ``strategy.scope()``, in traced code, and inside ``with graph.as_default()`` or
      ``with Session()``, also when a caller opens that block;
    * in graph mode, between making a model and using it;
    * between the pieces of one functional model;
    * in a request handler of a module that keeps a model for all requests;
    * after a dtype policy or a random seed was set for what follows.

    Silent where an independent model merely lives on in eager TensorFlow 2: it keeps working (measured).

    ## Why it matters
    Under a scope, a graph or a session the call raises (``AssertionError``, ``IndexError``).  In graph mode
    the older model's graph is gone.  Automatic names start anew, so layers made before and after may share a
    name, and Keras refuses to put them into one model.  Keras 3 resets a ``mixed_float16`` policy to float32,
    and the initial weights that follow are not those that the seed gave before.

    ## Example
    ```python
    with strategy.scope():
        keras.backend.clear_session()
        model = build_model()
    ```

    Use instead:
    ```python
    keras.backend.clear_session()
    with strategy.scope():
        model = build_model()
    ```

    ## Fix safety
    There is no fix: whether to clear earlier or not at all depends on what the program still uses.

    ## Known limits
    What is kept in attributes of other objects is not followed.
    """

    meta = Meta(
        code="TFM109",
        name="unsafe-clear-session",
        impact=Impact.ERROR,
        markers=(b"clear_session", b"reset_default_graph"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Clears that take something away."""
        for call in self.model.calls:
            reason = self.model.clearing.breaks(call)
            if reason is not None:
                yield Suspect(call, reason)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the call."""
        reason = self.suspect.facts
        assert isinstance(reason, str)
        self.report(node, reason)
