"""TFM504: a variable, optimizer or metric is made at every iteration, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Kind, Meta, Rule, Suspect

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition


class VariableInLoop(Rule):
    """A variable, optimizer, metric or layer is made at every iteration, and kept.

    ## What it does
    Reports variables, optimizers, metrics and layers that a working loop makes in each round and puts into a
    list or dictionary that outlives the round; in TensorFlow 1 graph code, variables that a loop makes while
    it runs the graph.

    ## Why memory is lost
    Kept variables hold their values on the device for as long as the container lives.  In a TensorFlow 1
    graph each variable stays in the graph for ever, with the operations around it.

    ## Example
    ```python
    for minute in minutes:
        meter = keras.metrics.AUC()
        meter.update_state(minute.labels, minute.scores)
        meters.append(meter)
    ```

    Use instead:
    ```python
    meter = keras.metrics.AUC()
    for minute in minutes:
        meter.reset_state()
        meter.update_state(minute.labels, minute.scores)
        results.append(float(meter.result()))
    ```

    ## Fix safety
    There is no automatic fix: the object has to be made before the loop and set anew in it.

    ## Known limits
    A local variable that the next round rebinds is freed (measured flat) and is not reported.  A loop that
    only makes objects and does not work with them builds something: it is silent, and so are constructors
    and ``build`` methods, and loops whose named variables a saver writes after them.  What each training
    step makes for itself is left to TFM111.  Up to four rounds that are written down are silent.
    """

    meta = Meta(
        code="TFM504",
        name="variable-in-loop",
        impact=Impact.RETAINED,
        markers=(b"ariable", b"etric", b"ptimizer", b"ayer"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Constructors whose objects pile up."""
        seen = set()
        retention, index = self.model.retention, self.model.index
        for call, kind, holder, repetition in retention.objects(index):
            if call not in seen and not self._belongs_to_step(call, kind):
                seen.add(call)
                where = self.model.describe(repetition)
                text = f"a new {kind.value} at every round of {where} is kept in {holder!r}, with its memory"
                yield Suspect(call, (f"{text}; make one before the loop and reset it", repetition, None))
        for call, repetition in self._graph_variables():
            if call not in seen:
                where = self.model.describe(repetition)
                text = f"a variable is added to the graph at every round of {where} and stays in it"
                yield Suspect(call, (f"{text}; make it once before the loop", repetition, Impact.LEAK))

    def _belongs_to_step(self, call: ast.Call, kind: Kind) -> bool:
        """Whether TFM111 reports the object, as one that each training step makes for itself."""
        if self.model.step_around(call) is not None:
            return True
        return kind in (Kind.LAYER, Kind.OPTIMIZER) and self.model.remade_each_step(call, kind) is not None

    def _graph_variables(self) -> Iterator[tuple[ast.Call, Repetition]]:
        """Variables that a TensorFlow 1 loop makes while it runs the graph."""
        model = self.model
        if not model.uses_v1_graphs() or any(model.graphs.networks.rebuilds(model.index)):
            return  # TFM203 reports a network that is built anew, variables and all
        for call in model.calls:
            if not model.creators(call, Kind.VARIABLE) or model.is_traced(call):
                continue
            if model.graphs.is_found_again(model.index, call):
                continue
            gets = "tf.get_variable" in model.infer.called_names(model.index, call)
            for repetition in model.repetitions(call):
                if repetition.how != "loop" or model.graphs.contexts.has_own_graph(
                    repetition, model.index, call
                ):
                    break
                if repetition.node in model.graphs.networks.rebuilt_regions(repetition.index):
                    break  # of another file, which TFM203 reports there
                if model.clears_state(repetition, call) or model.repetition.has_few_rounds(repetition):
                    break
                if model.repetition.runs_but_once(repetition) or model.graphs.builds_on(repetition):
                    break  # as many as there are parts to prepare, such as a copy of each variable
                if model.graphs.makes_what_is_saved(repetition) and model.graphs.is_named_anew(
                    model.index, call
                ):
                    break  # as many variables as the checkpoint has that is written after the loop
                found_again = gets and model.graphs.shares_variables(repetition)
                if not found_again and model.graphs.operations.runs_in(repetition.index, repetition.node):
                    yield call, repetition
                    break

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the constructor."""
        facts: tuple[str, Repetition, Impact | None] = self.suspect.facts  # type: ignore[assignment]
        message, repetition, impact = facts
        self.report(node, message, related=self.model.way(repetition), impact=impact)
