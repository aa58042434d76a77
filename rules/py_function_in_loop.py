"""TFM308: a host function is wrapped for TensorFlow at every iteration."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition


@dataclass(frozen=True)
class _Wrapped:
    name: str
    repetition: Repetition
    loop: ast.stmt | None
    """The loop before which a traced function could wrap the host function once."""


class PyFunctionInLoop(Rule):
    """A host function is wrapped for TensorFlow at every iteration.

    ## What it does
    Reports ``tf.py_function`` and ``tf.numpy_function`` that eager code calls in a loop, or in a function
    that a loop calls, and functions under ``@tf.custom_gradient`` that a Python loop in traced code defines.

    ## Why memory is lost
    Every ``tf.py_function`` call registers its function for the life of the process, and with it whatever the
    function captures: 37 KiB at each iteration for a small function, 1 MiB more where it captures 1 MiB.  An
    eager ``tf.numpy_function`` was measured flat; there the detour through TensorFlow only costs time.
    A custom gradient that is traced is registered for the life of the process too, with the graph around it.

    ## Example
    ```python
    for batch in batches:
        masked = tf.py_function(mask_out, [batch], tf.float32)
    ```

    Use instead:
    ```python
    mask_out_fn = tf.function(lambda *args: tf.py_function(mask_out, args, tf.float32))
    for batch in batches:
        masked = mask_out_fn(batch)
    ```
    or call the Python function directly: eager code can.

    ## Fix safety
    The fix wraps the function once, in a traced function before the loop.  It is unsafe, as the function then
    runs from a graph.  It is offered for a module-level function whose arguments are tensors, and withheld
    for lambdas and closures, which may capture what the loop changes, and for custom gradients.

    ## Known limits
    Calls in traced code run while it is traced, once, and are not reported, nor are loops that only compute
    parts of the tensors that their function returns, since its callers may trace it: where they call it in a
    loop, they are.  Host functions in a dataset that a loop builds are left to TFM601, code for TensorFlow 1
    graphs to TFM202.  A gradient of its own for each layer of a network is not reported.
    """

    meta = Meta(
        code="TFM308",
        name="py-function-in-loop",
        impact=Impact.LEAK,
        fix=Applicability.UNSAFE,
        markers=(b"py_func", b"numpy_func", b"custom_gradient"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Calls in eager code that repeat."""
        if self.model.uses_v1_graphs():
            return
        for call in self.model.calls:
            name = self.model.host_wrapper(call)
            if name is None or self.model.is_traced(call):
                continue
            for repetition in self.model.repetitions(call, eager=True):
                if self.model.repetition.is_for_tensors_only(repetition, self.model.index, call):
                    break  # what the loop passes may well be no tensor
                if self.model.gathering.goes_over_few(repetition.index, repetition.node):
                    continue  # a look at some of the data
                if self.model.gathering.computing.only_adds_to_result(repetition.index, repetition.node):
                    continue  # parts of one computation, which callers may trace
                loop = self.model.tracing.outermost_loop(self.model.index, call, repetition)
                yield Suspect(call, _Wrapped(name, repetition, loop), () if loop is None else (loop,))
                break
        yield from self._gradients()

    def _gradients(self) -> Iterator[Suspect]:
        """Custom gradients that a loop in traced code defines in each round."""
        model = self.model
        for load in model.index.loads.get("custom_gradient", ()):
            function = model.index.parents.get(load)
            if not isinstance(function, ast.FunctionDef) or load not in function.decorator_list:
                continue
            known = "tf.custom_gradient" in model.infer.names(model.index, load)
            if not known or not model.is_traced(function):
                continue
            # A decorator belongs to the definition, which is what stands in the loop.
            for repetition in model.repetitions(function):
                around = repetition.index.function(repetition.node)
                if model.retention.is_over_parts(repetition.index, repetition.node):
                    continue  # each layer has its own, once for each trace
                if (
                    repetition.how == "loop"
                    and around is not None
                    and model.repetition.execution.is_traced(around)
                ):
                    yield Suspect(load, _Wrapped("tf.custom_gradient", repetition, None))
                    break

    def visit_expression(self, node: cst.BaseExpression) -> None:
        """Reports the decorator of a custom gradient."""
        facts = self.suspect.facts
        assert isinstance(facts, _Wrapped)
        where = self.model.describe(facts.repetition)
        self.report(
            node,
            f"a custom gradient is defined anew at every round of {where} that is traced, and the process"
            " keeps each with the graph around it; define it once, outside",
            related=self.model.way(facts.repetition),
        )

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the call and offers to wrap the function once."""
        facts = self.suspect.facts
        assert isinstance(facts, _Wrapped)
        keeps = facts.name != "tf.numpy_function"
        where = self.model.describe(facts.repetition)
        effect = (
            "and the process keeps each with what it captures"
            if keeps
            else "which only costs time in eager code"
        )
        self.report(
            node,
            f"{facts.name}() wraps its function anew at every round of {where}, {effect};"
            " wrap it once in a tf.function, or call it directly",
            fix=self._wrap_once(node, facts),
            related=self.model.way(facts.repetition),
            impact=None if keeps else Impact.OVERHEAD,
        )

    def _wrap_once(self, node: cst.Call, facts: _Wrapped) -> Fix | None:
        call, tensorflow = self.suspect.node, self.model.module_name_for("tf")
        assert isinstance(call, ast.Call)
        if facts.loop is None or tensorflow is None or call.keywords or len(call.args) != 3:
            return None
        function, given, kind = call.args
        if not isinstance(function, ast.Name) or not isinstance(given, ast.List):
            return None
        wrapped = f"{function.id}_fn"
        if not self.model.is_module_function(function) or not self.model.is_free(wrapped):
            return None
        if not given.elts or not self.model.are_tensors(given.elts):
            return None
        if not self.model.is_invariant(kind, facts.loop):
            return None
        loop = self.statement(facts.loop)
        callee = self.tree.code(node.func)
        line = (
            f"{wrapped} = {tensorflow[0]}.function(lambda *args: {callee}({function.id}, args,"
            f" {ast.unparse(kind)}))"
        )
        above = None if loop is None else self.edit.insert_before(loop, [line])
        here = self.edit.replace(node, f"{wrapped}({', '.join(ast.unparse(part) for part in given.elts)})")
        if above is None or here is None:
            return None
        return Fix("wrap the function once, before the loop", (*above, *here), Applicability.UNSAFE)
