"""TFM304: a method is a tf.function, and each of many objects traces it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition


class TfFunctionPerInstance(Rule):
    """A method is a ``tf.function``, and each of many objects traces it anew.

    ## What it does
    Reports methods decorated with ``tf.function`` in classes that a loop, or a function that a loop calls,
    instantiates again and again.

    ## Why memory is lost
    ``tf.function`` keeps the traces of a method for each object apart, so every new object starts without
    any.  The object and its traces refer to each other and stay until Python's collector runs, and each
    trace costs its 20 to 400 ms again.

    ## Example
    ```python
    class Improvement:
        def __init__(self, best):
            self.best = best

        @tf.function
        def at(self, x):
            return tf.nn.relu(self.best - x)

    for _ in range(rounds):
        x = candidates[int(tf.argmax(Improvement(best).at(candidates)))]
    ```

    Use instead: one object with a ``tf.Variable`` that each round assigns to, or a module-level
    ``tf.function`` that takes the tensors as arguments.

    ## Fix safety
    There is no automatic fix: what changes from object to object has to become a variable or an argument.

    ## Known limits
    Objects that are kept for later, as the members of an ensemble, are not reported, nor are Keras models
    and layers, and objects made for a model of their own: TFM103 reports the model.  What a generator
    yields, or a function hands to code that is unknown, counts as kept.  A method that nothing in the loop
    may lead to is not traced there.
    """

    meta = Meta(
        code="TFM304",
        name="tf-function-per-instance",
        impact=Impact.UNTIL_GC,
        markers=(b"function", b"defun"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """The decorators of methods whose class is instantiated again and again."""
        if self.model.uses_v1_graphs() or self.model.debugs_eagerly() or self.model.wants_fresh_traces():
            return
        tracing, index = self.model.tracing, self.model.index
        for cls in index.classes():
            methods = [m for m in cls.methods() if not m.is_static()]
            traced = [(m, decorator) for m in methods if (decorator := self.model.infer.traced_decorator(m))]
            repetition = tracing.instantiated_by(cls) if traced else None
            if repetition is None:
                continue
            for method, decorator in traced:
                if tracing.is_called_by(repetition, method):
                    yield Suspect(decorator, (cls.name, repetition))

    def visit_expression(self, node: cst.BaseExpression) -> None:
        """Reports the decorator."""
        facts: tuple[str, Repetition] = self.suspect.facts  # type: ignore[assignment]
        name, repetition = facts
        self.report(
            node,
            f"a new {name!r} object at every round of {self.model.describe(repetition)} traces this method"
            " anew; trace a module-level function, or make one object and assign to its variables",
            related=self.model.way(repetition),
        )
