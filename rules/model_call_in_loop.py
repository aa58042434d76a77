"""TFM101: a Keras model is called once per iteration, outside traced code."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Extracted, Fix, Impact, Kind, Meta, Rule, Suspect
from tflint_mem.semantic import flow

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.extraction import TrainingStep
    from tflint_mem.semantic.repetition import Repetition

_PAYS_AFTER = 8
"""So many calls of a network of usual size cost as much as its trace."""


@dataclass(frozen=True)
class _EagerCall:
    model: ast.expr
    repetition: Repetition
    anchor: ast.stmt | None
    """The statement before which the model could be traced once, if there is one."""
    step: TrainingStep | None
    """The training step around the call that could be a traced function, if there is one."""


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
    differ in the last bits.  It is withheld where such effects are seen, where ``call`` draws random numbers
    of Python, asks a tensor for its value or for sizes other than the last, or reads what the loop sets,
    where the model is another one at each iteration, where the arguments are visibly Python numbers or lists,
    where the loop reads ``model.losses`` or sets ``trainable``, and in a method that nothing or more than one
    place in the project calls, on a model that the object keeps: each call would trace again.  A helper that
    is called from a loop is decorated instead, unless its body has Python side effects, branches, or reads
    numpy values, or it serves several models in turn, of which only the first could make its variables in a
    trace.

    A training step written out in the loop, from ``with tf.GradientTape()`` to ``apply_gradients``, becomes a
    function before the loop that is traced once:
    ```python
    @tf.function(reduce_retracing=True)
    def train_step(x, y):
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        grads = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(grads, model.trainable_variables))
        return loss

    for x, y in batches:
        loss = train_step(x, y)
        history.append(float(loss))
    ```
    Tensors that the step reads become arguments, and what it assigns and later code reads is returned.
    Models, optimizers, losses and numbers are captured.  The step stays where it is when a round changes one
    of those (``trainable``, another model, an annealed weight), when it prints, branches, reads numpy values
    or shapes, draws random numbers, assigns to anything but variables of its own, or uses what is not known
    to do the same while it is traced.  Dropout of Keras 2 draws other numbers in a traced function.

    ## Known limits
    Up to eight rounds that are written down are silent, since the trace takes longer than they do: it pays
    after 4 to 8 rounds for 30 layers and for MobileNetV2 (TensorFlow 2.15 and 2.21), after 15 for layers that
    augment images, and after 196 for three Dense layers (TensorFlow 2.21).
    What ``timeit`` runs is silent too: a traced model is another one to time.  So is what a loop does in one
    of twelve rounds or less, as under ``if step % 100 == 0``, and once beside a training of many steps.
    What ``tf.saved_model.load`` and ``hub.load`` return is made of traced functions already, as are models
    whose ``call()`` is a ``tf.function``: not reported.  Code for TensorFlow 1 graphs is left to TFM202.
    Files that switch tracing off with ``run_functions_eagerly`` or ``run_eagerly=True`` are left alone, since
    they ask for eager calls.  So are tests, loops that build a functional model, and methods of a model that
    only its own methods call: they may well be traced by whoever calls the model.
    """

    meta = Meta(
        code="TFM101",
        name="model-call-in-loop",
        impact=Impact.OVERHEAD,
        fix=Applicability.UNSAFE,
        markers=(b"tensorflow", b"keras", b"training=", b"tf.", b"transformers"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Model calls in eager code that repeat while the model stays the same."""
        if self.model.is_test():
            return  # tests look at eager values, for a few rounds
        for call in self.model.calls:
            model = self.model.model_called(call)
            if model is None or self._is_warm_up(call) or self.model.runs_traced(model):
                continue
            if self.model.value_of(call, Kind.SYMBOLIC) is not None or self._builds(call):
                continue
            if self.model.uses_v1_graphs() or self.model.debugs_eagerly() or self.model.is_traced(call):
                continue
            if self.model.frameworks.is_torch_code(self.model.index, call, model):
                continue
            for repetition in self.model.repetitions(call, eager=True):
                if self.model.repetition.execution.builds_v1_graph(repetition.index):
                    continue
                if self.model.repetition.has_few_rounds(repetition, _PAYS_AFTER):
                    continue
                if self.model.repetition.is_timing(repetition):
                    continue
                if self.model.pace.is_seldom(repetition, self.model.index, call):
                    continue
                if self.model.composition.is_for_model(self.model.index, call, repetition):
                    continue
                if not self.model.is_bound_by(model, repetition):
                    step = self.model.training_step(call)
                    facts = _EagerCall(model, repetition, self._anchor(call, model), step)
                    function = self.model.function_of(call)
                    also = [facts.anchor, None if function is None else function.node]
                    if step is not None:
                        also += [step.first, step.last, step.loop]
                    yield Suspect(call, facts, tuple(node for node in also if node is not None))
                    break

    def _anchor(self, call: ast.Call, model: ast.expr) -> ast.stmt | None:
        """The outermost loop statement around a call in which the model stays the same.

        None when the function around the loop runs again and again itself: it would trace at each call.
        """
        anchor: ast.AST | None = None
        for repetition in self.model.repetitions(call, eager=True):
            if repetition.steps or repetition.how != "loop":
                return None
            if self.model.is_bound_by(model, repetition):
                break
            anchor = repetition.node
        if anchor is None:
            return None
        # Loops in which a guard lets the call run once for each thing do not repeat it, and would trace anew.
        for loop in flow.enclosing_loops(self.model.index, anchor):
            if self.model.identity.is_bound_by_loop(self.model.index, model, loop):
                break
            anchor = loop
        return self.model.index.statement(anchor)

    def _builds(self, call: ast.Call) -> bool:
        """Whether a call makes a model a part of a network that is being built."""
        return self.model.creation.destinations.is_built_upon(self.model.index, call)

    def _is_warm_up(self, call: ast.Call) -> bool:
        """Whether a call's result is thrown away, as when a model is only built."""
        return self.model.index.is_dropped(call)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the call and offers to trace the model, or the helper that calls it, once."""
        facts = self.suspect.facts
        assert isinstance(facts, _EagerCall)
        name = ast.unparse(facts.model)
        fix = self._extract_step(facts) or self._trace_before_loop(node, facts) or self._trace_helper(facts)
        where = self.model.describe(facts.repetition)
        self.report(
            node,
            f"{name!r} is called eagerly at every round of {where}; trace it once with tf.function"
            + self._how_to_trace(),
            fix=fix,
            related=self.model.way(facts.repetition),
        )

    def _how_to_trace(self) -> str:
        """What the traced function needs, so as not to be traced anew for each shape of what it is given."""
        call, relaxing = self.suspect.node, self.model.releases.relaxing_option
        if not isinstance(call, ast.Call) or not relaxing:
            return ""
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        whys = (self.model.shapes.varying(self.model.index, argument) for argument in given)
        why = next((why for why in whys if why is not None), None)
        return "" if why is None else f"({relaxing}=True), since {why}"

    def _extract_step(self, facts: _EagerCall) -> Fix | None:
        """Makes a traced function of the training step around the call."""
        step, tensorflow = facts.step, self.model.module_name_for("tf")
        if step is None or tensorflow is None:
            return None
        first, last, loop = (self.statement(node) for node in (step.first, step.last, step.loop))
        if first is None or last is None or loop is None:
            return None
        name, outputs = self.model.free_name("train_step", step.loop), ", ".join(step.outputs)
        call = f"{name}({', '.join(step.inputs)})"
        around = Extracted(
            (self._decorator(tensorflow[0]), f"def {call}:"),
            f"return {outputs}" if outputs else "",
            f"{outputs} = {call}" if outputs else call,
        )
        edits = self.edit.extract(first, last, loop, around)
        title = f"make a traced function of the training step on line {step.first.lineno}"
        return None if edits is None else Fix(title, edits, Applicability.UNSAFE)

    def _trace_before_loop(self, node: cst.Call, facts: _EagerCall) -> Fix | None:
        call = self.suspect.node
        assert isinstance(call, ast.Call)
        tensorflow = self.model.module_name_for("tf")
        if facts.anchor is None or tensorflow is None or facts.model is not call.func:
            return None
        tail = facts.model.id if isinstance(facts.model, ast.Name) else getattr(facts.model, "attr", "")
        traced = f"{tail.strip('_')}_fn"
        if not tail or not self._takes_tensors(call) or not self.model.is_free(traced):
            return None
        if self.model.index.reads_attribute(facts.anchor, "losses") or self._is_for_users(facts.model):
            return None  # a traced call would leave in its graph the losses that layers add
        differs = self.model.trace_effects.model_differs
        if differs(self.model.index, facts.model) or self.model.extraction.is_set_up_anew(
            self.model.index, facts.model, facts.anchor
        ):
            return None
        traced = self.model.free_name(traced, facts.anchor)
        anchor = self.statement(facts.anchor)
        option = f", {relaxing}=True" if (relaxing := self.model.releases.relaxing_option) else ""
        line = f"{traced} = {tensorflow[0]}.function({ast.unparse(facts.model)}{option})"
        before = self.edit.insert_before(anchor, [line]) if anchor is not None else None
        renamed = self.edit.replace(node.func, traced)
        if before is None or renamed is None:
            return None
        return Fix(f"trace {tail!r} once before the loop", (*before, *renamed), Applicability.UNSAFE)

    def _is_for_users(self, model: ast.expr) -> bool:
        """Whether others than one place call the method around a loop, on a model that its object keeps.

        Each of their calls would trace that model anew, and so would those of users.
        """
        function = self.model.index.function(model)
        return (
            isinstance(model, ast.Attribute)
            and function is not None
            and function.owner is not None
            and len(self.model.infer.calls.uses(function)) != 1
        )

    def _takes_tensors(self, call: ast.Call) -> bool:
        """Whether no argument is visibly a Python number, text or list, which would trace at each call."""
        if len(call.args) != 1 or self._is_plain(call.args[0]):
            return False
        return all(k.arg == "training" and isinstance(k.value, ast.Constant) for k in call.keywords)

    @staticmethod
    def _is_plain(node: ast.expr) -> bool:
        literal = (ast.Constant, ast.List, ast.ListComp, ast.Dict, ast.Tuple, ast.JoinedStr, ast.Starred)
        return isinstance(node, literal)

    def _decorator(self, tensorflow: str) -> str:
        option = self.model.releases.relaxing_option
        return f"@{tensorflow}.function({option}=True)" if option else f"@{tensorflow}.function"

    def _trace_helper(self, facts: _EagerCall) -> Fix | None:
        function = self.model.function_of(self.suspect.node)
        tensorflow = self.model.module_name_for("tf")
        if function is None or tensorflow is None or not facts.repetition.steps:
            return None
        if self.model.extraction.depends_on_round(function, facts.repetition.index, facts.repetition.node):
            return None
        if not self.model.traceability.can_be_traced(function):
            return None
        repetitions = self.model.repetitions(self.suspect.node, eager=True)
        if not self.model.identity.gets_one_model(function, repetitions):
            return None
        statement = self.statement(function.node)
        line = self._decorator(tensorflow[0])
        edits = self.edit.insert_before(statement, [line]) if statement is not None else None
        return None if edits is None else Fix(f"trace {function.name}() once", edits, Applicability.UNSAFE)
