"""TFM305: each iteration passes another model or object to a tf.function, which traces each."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition


@dataclass(frozen=True)
class _Passed:
    word: str
    call: ast.Call
    repetition: Repetition


class ModelPassedToTfFunction(Rule):
    """Each iteration passes another model, optimizer or object to a ``tf.function``.

    ## What it does
    Reports arguments of traced functions that are another model, optimizer, layer, metric or object of a
    project class in each round of a loop.

    ## Why memory is lost
    A trace is bound to the very objects it was made with.  Each new model is traced anew, and the function
    keeps the trace: 0.1 to 1 MiB for each model.

    ## Example
    ```python
    @tf.function
    def error(net, x, y):
        return tf.reduce_mean(tf.square(net(x) - y))

    for net in candidates:
        print(float(error(net, x, y)))
    ```

    Use instead:
    ```python
    def error(net, x, y):
        return tf.reduce_mean(tf.square(net(x) - y))

    for net in candidates:
        print(float(error(net, x, y)))
    ```
    or make one traced function for each model, and let it go together with the model.

    ## Fix safety
    There is no automatic fix: whether the function should stay traced depends on how often each model is
    used.

    ## Known limits
    The same object in each round is fine, and was measured flat.  Named tuples and extension types are
    looked into by TensorFlow and are not reported, nor are a few objects written down in a tuple.
    """

    meta = Meta(
        code="TFM305",
        name="model-passed-to-tf-function",
        impact=Impact.LEAK,
        markers=(b"for ", b"while ", b"def ", b"lambda"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Arguments that are another object in each round."""
        tracing, index = self.model.tracing, self.model.index
        for call, traced, repetition in tracing.repeated_calls(index):
            made = tracing.makers(index, call, traced)
            for argument in tracing.arguments(call):
                word = tracing.object_of_round(index, argument, repetition, made)
                if word is not None:
                    yield Suspect(argument, _Passed(word, call, repetition))

    def visit_expression(self, node: cst.BaseExpression) -> None:
        """Reports the argument."""
        facts = self.suspect.facts
        assert isinstance(facts, _Passed) and isinstance(self.suspect.node, ast.expr)
        self.report(
            node,
            f"{ast.unparse(self.suspect.node)!r} is another {facts.word} at every round of"
            f" {self.model.describe(facts.repetition)}, and {ast.unparse(facts.call.func)!r} keeps a trace"
            " for each; trace one function per object, or call it untraced",
            related=self.model.way(facts.repetition),
        )
