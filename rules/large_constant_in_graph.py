"""TFM605: a large array becomes a constant of a graph."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.constants import Constant


class LargeConstantInGraph(Rule):
    """A large array becomes a constant of a graph.

    ## What it does
    Reports numpy arrays of 8 MiB or more, by their constant shape and type, that an operation takes in traced
    code, such as a ``tf.function``, ``Layer.call`` or a function given to ``Dataset.map``, or in a program
    that builds TensorFlow 1 graphs.

    ## Why memory is lost
    The array is copied into the graph, more than once, beside the array that the program keeps, and again
    into each further graph that the function is traced to: 98 MiB more measured for a table of 20 MiB.  A
    saved model or written graph holds the copy too, and a graph of more than 2 GiB cannot be written.

    ## Example
    ```python
    TABLE = np.zeros((200_000, 300), dtype=np.float32)

    @tf.function
    def vectors(ids):
        return tf.gather(TABLE, ids)
    ```

    Use instead:
    ```python
    table = tf.Variable(np.zeros((200_000, 300), dtype=np.float32), trainable=False)

    @tf.function
    def vectors(ids):
        return tf.gather(table, ids)
    ```

    ## Fix safety
    There is no automatic fix: where the variable, argument or placeholder belongs is a question of design.

    ## Known limits
    Sizes have to be visible: an array that is read from a file is not reported.
    """

    meta = Meta(
        code="TFM605",
        name="large-constant-in-graph",
        impact=Impact.PEAK,
        markers=(
            b"function", b"def call", b"_step", b".map(", b"Graph(", b"Session(", b"placeholder", b"disable_",
            b"get_variable",
        ),
    )  # fmt: skip

    def suspects(self) -> Iterator[Suspect]:
        """Arrays that operations take as they are."""
        if self.model.debugs_eagerly():
            return
        for constant in self.model.constants.embedded(self.model.index):
            yield Suspect(constant.node, constant)

    def visit_expression(self, node: cst.BaseExpression) -> None:
        """Reports the use of the array."""
        constant: Constant = self.suspect.facts  # type: ignore[assignment]
        place = constant.node
        what = f"{ast.unparse(place)!r}" if isinstance(place, (ast.Name, ast.Attribute)) else "this array"
        if constant.function is None:
            where, remedy = "the graph", "feed it through a placeholder"
        else:
            named = constant.function.name != "<lambda>"
            where = f"every graph that {constant.function.name!r} is traced to" if named else "every trace"
            remedy = "keep it in a tf.Variable or pass it as an argument"
        self.report(
            node, f"{what} is copied as a constant of {constant.mebibytes} MiB into {where}; {remedy}"
        )
