"""TFM101: a Keras model is called once per iteration, outside traced code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Kind, Meta, Rule, Suspect
from tflint_mem.semantic.repetition import Repetition

if TYPE_CHECKING:
    import libcst as cst


@dataclass(frozen=True)
class _EagerCall:
    model: ast.expr
    repetition: Repetition


class ModelCallInLoop(Rule):
    """A Keras model is called once per iteration, outside traced code.

    ## What it does
    Reports ``model(x)`` and ``model.call(x)`` where the call runs again and again in eager code: in a
    loop or comprehension, or in a helper that is called from one.

    ## Why it matters
    Calling a model eagerly dispatches every one of its operations from Python, at every call.  This is
    **not a leak**: memory stays flat on TensorFlow 2.15 and 2.21.  It costs time, and on Keras 3 a higher
    peak, because no intermediate result is released before the layer that made it returns.

    ## Example
    ```python
    for batch in batches:
        scores.append(float(tf.reduce_max(model(batch, training=False))))
    ```

    Use instead:
    ```python
    model_fn = tf.function(model, reduce_retracing=True)
    for batch in batches:
        scores.append(float(tf.reduce_max(model_fn(batch, training=False))))
    ```

    ## Fix safety
    The fix is unsafe: a traced model runs Python side effects in ``call`` once per trace, and results may
    differ in the last bits.  It is withheld where the model is another one at each iteration, where the
    arguments are visibly Python numbers or lists, and where the call stands in a helper function.

    ## Known limits
    Code for TensorFlow 1 graphs is left to TFM202.  Files that switch tracing off with
    ``run_functions_eagerly`` or ``run_eagerly=True`` are left alone, since they ask for eager calls.
    """

    meta = Meta(
        code="TFM101",
        name="model-call-in-loop",
        impact=Impact.OVERHEAD,
        fix=Applicability.UNSAFE,
        markers=(b"tensorflow", b"keras", b"training=", b"tf."),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Model calls in eager code that repeat while the model stays the same."""
        for call in self.model.calls:
            model = self.model.model_called(call)
            if model is None or self._is_warm_up(call):
                continue
            if self.model.value_of(call, Kind.SYMBOLIC) is not None:
                continue
            if self.model.uses_v1_graphs() or self.model.debugs_eagerly() or self.model.is_traced(call):
                continue
            for repetition in self.model.repetitions(call, eager=True):
                if not self.model.is_bound_by(model, repetition):
                    loop = (repetition.node,) if repetition.how == "loop" and not repetition.steps else ()
                    yield Suspect(call, _EagerCall(model, repetition), loop)
                    break

    def _is_warm_up(self, call: ast.Call) -> bool:
        """Whether a call's result is thrown away, as when a model is only built."""
        return isinstance(self.model.index.parents.get(call), ast.Expr)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the call and offers to trace the model once before the loop."""
        facts = self.suspect.facts
        assert isinstance(facts, _EagerCall)
        name = ast.unparse(facts.model)
        where = self.model.describe(facts.repetition)
        message = f"{name!r} is called eagerly at every round of {where}; trace it once with tf.function"
        self.report(
            node,
            message,
            fix=self._trace_before_loop(node, facts),
            related=self.model.way(facts.repetition),
        )

    def _trace_before_loop(self, node: cst.Call, facts: _EagerCall) -> Fix | None:
        import libcst as cst

        repetition = facts.repetition
        if repetition.steps or not isinstance(repetition.node, (ast.For, ast.While)):
            return None
        call = self.suspect.node
        assert isinstance(call, ast.Call)
        tensorflow = self.model.module_name_for("tf")
        if tensorflow is None or facts.model is not call.func or not self._takes_tensors(call):
            return None
        tail = facts.model.id if isinstance(facts.model, ast.Name) else getattr(facts.model, "attr", "")
        traced = f"{tail.strip('_')}_fn"
        loop = self.concrete(repetition.node, cst.BaseCompoundStatement)  # type: ignore[type-abstract]
        if loop is None or not tail or not self.model.is_free(traced):
            return None
        line = f"{traced} = {tensorflow[0]}.function({ast.unparse(facts.model)}, reduce_retracing=True)"
        before = self.edit.insert_before(loop, [line])
        renamed = self.edit.replace(node.func, traced)
        if before is None or renamed is None:
            return None
        return Fix(f"trace {tail!r} once before the loop", (*before, *renamed), Applicability.UNSAFE)

    def _takes_tensors(self, call: ast.Call) -> bool:
        """Whether no argument is visibly a Python number, text or list, which would trace at each call."""
        if len(call.args) != 1:
            return False
        argument = call.args[0]
        plain = isinstance(argument, (ast.Constant, ast.List, ast.ListComp, ast.Dict, ast.Tuple, ast.JoinedStr))
        flags = all(k.arg == "training" and isinstance(k.value, ast.Constant) for k in call.keywords)
        return not plain and flags
