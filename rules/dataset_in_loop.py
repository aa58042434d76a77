"""TFM601: a tf.data pipeline is built anew at every round."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect
from tflint_mem.semantic.pipelines import Rebuilt
from tflint_mem.semantic.syntax import is_constant

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class DatasetInLoop(Rule):
    """A ``tf.data`` pipeline is built anew at every round.

    ## What it does
    Reports pipelines with a Python function in them (``map``, ``filter``, ``from_generator`` and their like)
    that are built again at every round; datasets that wrap themselves in the loop that reads them
    (``data = data.map(f)`` in an epoch loop); and iterators of TensorFlow 1 that are made at every round.

    ## Why memory is lost
    Each pipeline traces its functions again.  The traces are reference cycles that wait for Python's
    collector, and a pipeline with ``py_function`` or ``from_generator`` keeps what its function refers to for
    good: 1 MiB a round where that is 1 MiB of data.  A dataset that wraps itself gets another stage at every
    round, and each element then runs through all of them: 47 to 57 KiB a round.  An iterator of TensorFlow 1
    adds operations to the graph.  A plain ``from_tensor_slices`` per epoch stays flat and is not reported.

    ## Example
    ```python
    for epoch in range(epochs):
        data = tf.data.Dataset.from_tensor_slices(rows).map(scale).batch(32)
        for batch in data:
            step(batch)
    ```

    Use instead:
    ```python
    data = tf.data.Dataset.from_tensor_slices(rows).map(scale).batch(32)
    for epoch in range(epochs):
        for batch in data:
            step(batch)
    ```

    ## Fix safety
    The fix is unsafe: it builds the pipeline once before the loop, where nothing that it reads changes in the
    loop.  A generator that can be read only once would then be empty at the second round.  It is withheld for
    ``make_one_shot_iterator``, which would go on where the round before has stopped, and for a ``shuffle``
    with a seed, which gives one order to pipelines that are built anew and others to one that goes on.

    ## Known limits
    Datasets that are gathered in a loop for later use are left alone, by themselves or in objects, and so are
    ``for f in transforms: data = data.map(f)``, which builds one pipeline, and up to four rounds that are
    written down.  Silent as well: another pipeline for each entry of a table that the loop goes over with
    ``items()``, ``keys()`` or ``values()``.
    """

    meta = Meta(
        code="TFM601",
        name="dataset-in-loop",
        impact=Impact.LEAK,
        fix=Applicability.UNSAFE,
        markers=(b"data", b"Dataset", b"iterator"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Pipelines that every round builds."""
        for rebuilt in self.model.pipelines.rebuilt(self.model.index):
            statement = self.model.index.statement(rebuilt.whole)
            loop = None
            if not self._restarts(rebuilt) and getattr(statement, "value", None) is rebuilt.whole:
                loop = self.model.hoist_loop(statement, in_graph=True)
            yield Suspect(rebuilt.call, rebuilt, () if loop is None else (statement, loop))

    @staticmethod
    def _restarts(rebuilt: Rebuilt) -> bool:
        """Whether each round needs what it makes: another stage, or an iterator at the first element."""
        func = rebuilt.whole.func
        name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        return rebuilt.why == "wraps" or name == "make_one_shot_iterator"

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the pipeline and offers to build it once."""
        rebuilt = self.suspect.facts
        assert isinstance(rebuilt, Rebuilt)
        self.report(
            node,
            self._message(rebuilt),
            fix=self._hoist(),
            related=self.model.way(rebuilt.repetition),
            impact=Impact.UNTIL_GC if rebuilt.why == "function" else None,
        )

    def _message(self, rebuilt: Rebuilt) -> str:
        where = self.model.describe(rebuilt.repetition)
        if rebuilt.why == "wraps":
            statement = self.model.index.statement(rebuilt.whole)
            assert isinstance(statement, ast.Assign)
            name = ast.unparse(statement.targets[0])
            return (
                f"{name!r} wraps itself at every round of {where} that also reads it, so each element runs"
                " through one more stage every time; give the result another name, or build it once before"
            )
        if rebuilt.why == "iterator":
            return (
                f"an iterator is added to the graph at every round of {where}, and a graph never shrinks;"
                " make it once before, and run its initializer"
            )
        if rebuilt.why == "closure":
            return (
                f"a pipeline over Python code is built at every round of {where}, and what it refers to"
                " is kept for good; build it once before"
            )
        return (
            f"a pipeline is built, and its functions are traced, at every round of {where}; the traces wait"
            " for Python's collector: build it once before"
        )

    def _hoist(self) -> Fix | None:
        if not self.suspect.also:
            return None
        if any(map(_repeats_order, ast.walk(self.suspect.also[0]))):
            return None
        statement, loop = (self.statement(node) for node in self.suspect.also)
        if statement is None or loop is None:
            return None
        edits = self.edit.hoist(statement, loop)
        message = "build the pipeline once before the loop"
        return None if edits is None else Fix(message, edits, Applicability.UNSAFE)


def _repeats_order(node: ast.AST) -> bool:
    """Whether a node shuffles by a seed, from which each round starts anew."""
    if (
        not isinstance(node, ast.Call)
        or not isinstance(node.func, ast.Attribute)
        or node.func.attr != "shuffle"
    ):
        return False
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    seed = node.args[1] if len(node.args) > 1 else given.get("seed")
    again = node.args[2] if len(node.args) > 2 else given.get("reshuffle_each_iteration")
    seeded = seed is not None and not is_constant(seed, None)
    return seeded and not (again is not None and is_constant(again, False))
