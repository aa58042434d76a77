"""TFM307: a Python loop in traced code copies its body into the graph many times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    import libcst as cst


class UnrolledLoop(Rule):
    """A Python loop in traced code copies its body into the graph many times.

    ## What it does
    Reports ``for`` loops over ``range`` in traced code with 64 rounds or more, or with a number of rounds
    that the caller chooses or that is the length of data, and loops over numpy arrays, unless the call that
    makes the array tells that it has fewer elements.

    ## Why memory is lost
    TensorFlow runs the Python loop while it traces, so the graph holds one copy of the body for each round.
    Graph and tracing time grow with the count: 25 KiB for each round of three operations, 80 KiB for one of
    seven, held as long as the function.  A loop over ``tf.range`` holds the body once.

    ## Example
    ```python
    @tf.function
    def diffuse(grid):
        for _ in range(2000):
            grid = 0.9 * grid + 0.1 * tf.roll(grid, 1, 0)
        return grid
    ```

    Use instead:
    ```python
    @tf.function
    def diffuse(grid):
        for _ in tf.range(2000):
            grid = 0.9 * grid + 0.1 * tf.roll(grid, 1, 0)
        return grid
    ```

    ## Fix safety
    The fix puts ``tf.range`` in the place of ``range``.  It is unsafe: shapes and types of what the loop
    carries must not change, and Python side effects run once.  It is offered in functions that
    ``tf.function`` decorates, with autograph, for bodies of tensor operations that carry no list or
    dictionary, do not leave early, and do not read the loop variable.

    ## Known limits
    Loops over layers, weights and other Python objects, small constants and ``tf.range`` are not reported,
    nor over arrays that a ``tf.function`` is given, which are tensors to it, nor are counts that come from an
    attribute, or are a size of one that is handed on, unless it is set once, to a constant or to a parameter
    whose default or arguments are constants, or is a flag, an argument of the command line or a field of a
    record whose default says how many. Rounds that each cut something off a tensor are no more than it has
    elements. In ``for i in range(len(x))`` a body that takes ``x[i]`` may go over a list of weights: reported
    only where ``x`` is visibly a tensor or array, by its annotation, its origin, or a use such as
    ``x.shape``; also where a function takes it that is handed ``i``.
    """

    meta = Meta(
        code="TFM307",
        name="unrolled-loop",
        impact=Impact.PEAK,
        fix=Applicability.UNSAFE,
        markers=(b"for ",),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Long Python loops in traced code."""
        if self.model.uses_v1_graphs() or self.model.debugs_eagerly():
            return
        for loop, times in self.model.unrolling.unrolled(self.model.index):
            yield Suspect(loop, times)

    def visit_For(self, node: cst.For) -> None:
        """Reports the loop and offers to make it one of the graph."""
        self.report(
            node,
            f"this Python loop is unrolled while it is traced: the graph holds its body {self.suspect.facts};"
            " loop over tf.range or a tensor",
            fix=self._graph_loop(node),
        )

    def _graph_loop(self, node: cst.For) -> Fix | None:
        import libcst as cst

        loop: ast.For = self.suspect.node  # type: ignore[assignment]
        tensorflow = self.model.module_name_for("tf")
        iterable = node.iter
        if (
            tensorflow is None
            or not isinstance(iterable, cst.Call)
            or not isinstance(iterable.func, cst.Name)
        ):
            return None
        if iterable.func.value != "range" or not self.model.unrolling.can_be_graph_loop(
            self.model.index, loop
        ):
            return None
        edits = self.edit.replace(iterable.func, f"{tensorflow[0]}.range")
        return None if edits is None else Fix("loop in the graph", edits, Applicability.UNSAFE)
