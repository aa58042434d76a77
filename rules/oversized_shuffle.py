"""TFM602: a shuffle buffer holds a whole dataset of decoded elements."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class OversizedShuffle(Rule):
    """A shuffle buffer holds a whole dataset of decoded elements.

    ## What it does
    Reports ``shuffle(n)`` where ``n`` is the length of the whole dataset (``len(x)``, ``x.shape[0]``,
    ``cardinality()``) or a constant of 100 000 or more, behind a ``map`` that reads or decodes files.

    ## Why memory is lost
    The buffer is filled before the first element comes out, and stays full: the peak is the whole dataset in
    decoded form.  An image of 299 by 299 pixels takes 1 MiB as floats, its name takes a few bytes.

    ## Example
    ```python
    data = tf.data.Dataset.from_tensor_slices(paths).map(decode).shuffle(len(paths))
    ```

    Use instead:
    ```python
    data = tf.data.Dataset.from_tensor_slices(paths).shuffle(len(paths)).map(decode)
    ```

    ## Fix safety
    There is no automatic fix: a stage in between may filter or repeat elements, and ``map`` may rely on their
    order.  Move the shuffle before the stage that decodes, or give it a smaller buffer.

    ## Known limits
    Elements whose decoding the tool cannot see, such as those of ``tensorflow_datasets``, and lengths that
    come from elsewhere are not reported.  Shuffling names, indices or records is fine.
    """

    meta = Meta(
        code="TFM602",
        name="oversized-shuffle",
        impact=Impact.PEAK,
        markers=(b".shuffle(",),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Shuffles of everything behind a stage that decodes."""
        pipelines, index = self.model.pipelines, self.model.index
        for call in self.model.calls:
            if not pipelines.is_stage(index, call, "shuffle"):
                continue
            size = call.args[0] if call.args else None
            size = next((k.value for k in call.keywords if k.arg == "buffer_size"), size)
            if pipelines.is_whole_length(index, size) and any(
                pipelines.decodes(stage) for path in pipelines.paths(index, call) for stage in path[:-1]
            ):
                yield Suspect(call, size)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the shuffle."""
        size = self.suspect.facts
        assert isinstance(size, ast.expr)
        self.report(
            node,
            f"a shuffle buffer of {ast.unparse(size)!r} decoded elements holds the whole dataset in memory;"
            " shuffle the names before map() decodes them",
        )
