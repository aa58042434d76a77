"""TFM105: a model is compiled again at every iteration."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Kind, Meta, Rule, Suspect

from ._remedies import hoist_statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition


_BEGINS_ANEW = ("set_weights", "load_weights")
"""Methods that put a model back to where it was, which its optimizer shall be, too."""


@dataclass(frozen=True)
class _Compile:
    model: ast.expr
    repetition: Repetition


class CompileInLoop(Rule):
    """A model is compiled again at every iteration.

    ## What it does
    Reports ``model.compile(...)`` in code that runs again and again on one and the same model: a GAN that
    switches ``trainable``, a schedule that compiles with another learning rate, stages of fine-tuning.
    Compiling a model that the same round has built is part of TFM103.

    ## Why memory is lost
    ``compile()`` throws the training function away, and the next training step traces a new one with a new
    optimizer.  The gradient functions of the old one stay registered for the life of the process and pin
    its graph: 6.6 MiB per iteration on TensorFlow 2.21 and 7 MiB on 2.15 (three Dense layers);
    ``clear_session()`` and ``gc.collect()`` do not free it.

    ## Example
    ```python
    for x, y in batches:
        model.compile(optimizer="adam", loss="mse")
        model.train_on_batch(x, y)
    ```

    Use instead:
    ```python
    model.compile(optimizer="adam", loss="mse")
    for x, y in batches:
        model.train_on_batch(x, y)
    ```
    To change the learning rate, assign ``model.optimizer.learning_rate``.  To freeze a part of a GAN, make
    two models that share the layers, and compile each once.

    ## Fix safety
    The fix is unsafe: the optimizer keeps its state from one iteration to the next.  It moves the call before
    the loop when its arguments do not change there, the loop switches no ``trainable`` flag and puts no
    weights into a model, to begin anew with a new optimizer, and it compiles the model nowhere else.

    ## Known limits
    A model that is a parameter without annotation is followed through its callers; unknown ones are silent.
    A loop over two phases that are written out counts as a loop: its second round pays as any other does.
    """

    meta = Meta(
        code="TFM105",
        name="compile-in-loop",
        impact=Impact.LEAK,
        fix=Applicability.UNSAFE,
        markers=(b".compile(",),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Calls of compile() that repeat while the model stays the same."""
        for call in self.model.calls:
            if self.model.method_called(call, Kind.MODEL, "compile") is None:
                continue
            receiver = self.model.receiver(call)
            for repetition in self.model.repetitions(call):
                if not self.model.varies_in(receiver, repetition, fresh=True):
                    yield Suspect(call, _Compile(receiver, repetition))
                    break

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the call and offers to compile before the loop."""
        facts, call = self.suspect.facts, self.suspect.node
        assert isinstance(facts, _Compile) and isinstance(call, ast.Call)
        where = self.model.describe(facts.repetition)
        spelled = isinstance(facts.model, (ast.Name, ast.Attribute))
        model = repr(ast.unparse(facts.model)) if spelled else "the model"
        switches = self._switches(facts.repetition)
        if switches:
            remedy = "make two models that share the layers, and compile each once"
        else:
            remedy = "compile once, and assign optimizer.learning_rate to change the rate"
        self.report(
            node,
            f"{model} is compiled again at every round of {where}, and the graph of its"
            f" last training step is never freed; {remedy}",
            fix=None if switches else self._compile_before(call, facts),
            related=self.model.way(facts.repetition),
        )

    def _switches(self, repetition: Repetition) -> bool:
        """Whether the loop, or what it calls, switches layers on and off."""
        return self.model.invariance.stores_attribute(repetition.index, repetition.node, "trainable")

    def _compile_before(self, call: ast.Call, facts: _Compile) -> Fix | None:
        loop = facts.repetition.node
        if facts.repetition.steps or facts.repetition.how != "loop":
            return None
        if self.model.index.reads_attribute(loop, *_BEGINS_ANEW):
            return None
        text = ast.dump(call.func)
        if sum(isinstance(n, ast.Call) and ast.dump(n.func) == text for n in ast.walk(loop)) > 1:
            return None
        return hoist_statement(self, call, "compile once, before the loop")
