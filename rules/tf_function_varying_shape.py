"""TFM303: a tf.function is called with another shape at every iteration, and traces each."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition
    from tflint_mem.semantic.tracing import Traced


@dataclass(frozen=True)
class _Shape:
    why: str
    traced: Traced
    repetition: Repetition


class TfFunctionVaryingShape(Rule):
    """A ``tf.function`` is called with another shape at every iteration.

    ## What it does
    Reports calls of traced functions whose argument visibly has another shape in each round of a loop: a
    slice whose length the loop changes, something made with a shape that changes or is drawn at random, a
    list or tensor that grows, values of a text that nobody padded.

    ## Why memory is lost
    Each new shape is traced anew, and no trace is ever dropped: 120 KiB for each shape of a tiny function,
    360 to 400 KiB with a small network in it.

    ## Example
    ```python
    @tf.function
    def volatility(returns):
        return tf.math.reduce_std(returns)

    for day in range(30, len(returns)):
        estimates.append(float(volatility(returns[:day])))
    ```

    Use instead:
    ```python
    @tf.function(reduce_retracing=True)
    def volatility(returns):
        return tf.math.reduce_std(returns)
    ```

    ## Fix safety
    The fix gives the function ``reduce_retracing=True``: the second shape makes a trace for all shapes
    (measured flat).  It is unsafe, since code that reads static shapes sees ``None`` there.  It is withheld
    where the body visibly does so (``x.shape[0]``) or goes over a tensor in Python (``len(x)``,
    ``tf.unstack(x)``, a comprehension), for ``jit_compile=True``, which compiles each shape all
    the same, and where the function stands in another file.  Where ``target-tensorflow`` or the project's
    declared dependency is older than 2.9, the option is called ``experimental_relax_shapes``; where a range
    goes over both, the fix is withheld.

    ## Known limits
    Slices of one length, a shorter last batch, padded batches, ``input_signature`` and shapes of unknown
    origin are not reported, nor is what a mask or condition selects.  A function, or the object whose method
    it is, that each round makes anew sees one shape: TFM301 or TFM304 reports it.
    """

    meta = Meta(
        code="TFM303",
        name="tf-function-varying-shape",
        impact=Impact.LEAK,
        fix=Applicability.UNSAFE,
        markers=(b"for ", b"while ", b"def ", b"lambda"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Calls of traced functions with an argument of another shape in each round."""
        tracing, index = self.model.tracing, self.model.index
        for call, traced, repetition in tracing.repeated_calls(index):
            if traced.has_signature or traced.relaxes_shapes:
                continue
            whys = [self.model.shapes.varying(index, argument) for argument in tracing.arguments(call)]
            why = next((why for why in whys if why is not None), None)
            if why is not None:
                own = traced.index is index
                yield Suspect(call, _Shape(why, traced, repetition), (traced.wrapper,) if own else ())

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the call and offers to let the function relax its shapes."""
        facts, call = self.suspect.facts, self.suspect.node
        assert isinstance(facts, _Shape) and isinstance(call, ast.Call)
        where = self.model.describe(facts.repetition)
        option = f"{relaxing}=True, " if (relaxing := self.model.releases.relaxing_option) else ""
        self.report(
            node,
            f"{ast.unparse(call.func)!r} is traced anew at every round of {where} and keeps each trace (120"
            f" to 400 KiB), because {facts.why}; use {option}an input_signature, or pad",
            fix=self._relax(facts),
            related=self.model.way(facts.repetition),
        )

    def _relax(self, facts: _Shape) -> Fix | None:
        import libcst as cst

        traced = facts.traced
        option = self.model.releases.relaxing_option
        elsewhere = traced.index is not self.model.index
        if option is None or elsewhere or traced.keyword("jit_compile") is not None:
            return None
        function = traced.function
        if function is not None and self.model.shapes.reads_static_shape(function):
            return None
        if function is not None and self.model.trace_effects.needs_length(function):
            return None
        wrapper = self.concrete(traced.wrapper, cst.BaseExpression)  # type: ignore[type-abstract]
        if wrapper is None:
            return None
        code = self.tree.code(wrapper)
        if not isinstance(traced.wrapper, ast.Call):
            text = f"{code}({option}=True)"
        elif code.endswith("()"):
            text = f"{code[:-1]}{option}=True)"
        elif code.endswith(")") and not code[:-1].rstrip().endswith(","):
            text = f"{code[:-1]}, {option}=True)"
        else:
            return None
        edits = self.edit.replace(wrapper, text)
        return None if edits is None else Fix("let one trace fit all shapes", edits, Applicability.UNSAFE)
