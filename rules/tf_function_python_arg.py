"""TFM302: a tf.function is called with a Python value that changes, and traces each value."""

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
class _Argument:
    what: str
    traced: Traced
    call: ast.Call
    repetition: Repetition


_ARTICLES = {"number": "a Python number", "text": "a Python text", "list": "a list of Python numbers"}


class TfFunctionPythonArg(Rule):
    """A ``tf.function`` is called with a Python value that changes from call to call.

    ## What it does
    Reports arguments of traced functions that are another Python number, text, list of numbers or function
    in each round of a loop: counters of ``range`` and ``enumerate``, values that decay, clocks, lambdas, and
    bound methods, which are a new object at every access.

    ## Why memory is lost
    A Python value is a constant of the trace, so each new value is traced anew, and no trace is ever
    dropped: 120 KiB for each value of a tiny function, and the time to trace it.
    ``reduce_retracing=True`` does not help.

    ## Example
    ```python
    for step in range(steps):
        values = damp(values, 1.0 / (step + 1))
    ```

    Use instead:
    ```python
    for step in range(steps):
        values = damp(values, tf.constant(1.0 / (step + 1)))
    ```

    ## Fix safety
    The fix wraps a number in ``tf.constant`` at the call.  It is unsafe: the body gets a tensor where it had
    a number.  It is withheld where the body uses the parameter as a shape, an index, a text or a condition,
    for integers unless the body casts them, and where the function or its caller names another type of
    numbers than ``float32``, since tensors of different types do not mix.

    ## Known limits
    Booleans, values from a small set, tensors, numpy values and arguments that an ``input_signature``
    covers are not reported.  What a value is has to be visible: an argument of unknown origin is silent.
    A function, or the object whose method it is, that each round makes anew sees one value: TFM301 or TFM304
    reports it.
    """

    meta = Meta(
        code="TFM302",
        name="tf-function-python-arg",
        impact=Impact.LEAK,
        fix=Applicability.UNSAFE,
        markers=(b"for ", b"while ", b"def ", b"lambda"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Changing Python values at the call sites of traced functions."""
        tracing, changes, index = self.model.tracing, self.model.changes, self.model.index
        for call, traced, repetition in tracing.repeated_calls(index):
            if traced.has_signature:
                continue
            for argument in tracing.arguments(call):
                what = changes.changing(index, argument)
                if what is not None and not changes.lasts_one_value(traced, index, call, argument):
                    around = self.model.repetitions(call, eager=True) if what in _ARTICLES else ()
                    changing = (other for other in around if self.model.varies_in(argument, other))
                    yield Suspect(argument, _Argument(what, traced, call, next(changing, repetition)))

    def visit_expression(self, node: cst.BaseExpression) -> None:
        """Reports the argument and offers to pass a tensor."""
        facts = self.suspect.facts
        assert isinstance(facts, _Argument) and isinstance(self.suspect.node, ast.expr)
        name, where = ast.unparse(facts.call.func), self.model.describe(facts.repetition)
        text = ast.unparse(self.suspect.node)
        if facts.what in _ARTICLES:
            message = (
                f"{text!r} is {_ARTICLES[facts.what]} that changes at every round of {where}, and {name!r}"
                " traces each value anew and keeps it (120 KiB each); pass a tensor"
            )
        else:
            message = (
                f"{text!r} is a new function object at every round of {where}, and {name!r} traces each anew"
                " and keeps it; make it once before the loop"
            )
        self.report(node, message, fix=self._constant(node, facts), related=self.model.way(facts.repetition))

    def _constant(self, node: cst.BaseExpression, facts: _Argument) -> Fix | None:
        argument = self.suspect.node
        tensorflow = self.model.module_name_for("tf")
        assert isinstance(argument, ast.expr)
        if facts.what != "number" or tensorflow is None or isinstance(argument, ast.Starred):
            return None
        if not self.model.changes.takes_tensor(self.model.index, facts.traced, facts.call, argument):
            return None
        edits = self.edit.replace(node, f"{tensorflow[0]}.constant({self.tree.code(node)})")
        if edits is None:
            return None
        return Fix("pass a tensor, which is traced once", edits, Applicability.UNSAFE)
