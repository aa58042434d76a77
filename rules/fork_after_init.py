"""TFM407: a process that has used TensorFlow forks workers that use it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Meta, Rule, Suspect
from tflint_mem.semantic import catalog
from tflint_mem.semantic.startup import Clash, Meeting

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class ForkAfterInit(Rule):
    """A process that has used TensorFlow forks workers that use it too.

    ## What it does
    Reports a pool, process, process executor or ``os.fork`` that starts by forking, as Python does on Linux
    before 3.14, after TensorFlow has initialised its devices, when a function that runs in the child uses
    TensorFlow as well.

    ## Why memory is lost
    A fork copies TensorFlow's memory but not its threads, and no handle of a GPU works in the child.  A
    traced function that the parent has run waits in the child for threads that do not exist, and what it has
    allocated stays allocated (a hang, measured on TensorFlow 2.21; single eager operations went through).

    ## Example
    ```python
    model = tf.keras.models.load_model("digits.keras")
    with multiprocessing.Pool(4) as pool:
        pool.map(predict_file, files)
    ```

    Use instead:
    ```python
    model = tf.keras.models.load_model("digits.keras")
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.map(predict_file, files)
    ```

    ## Fix safety
    No fix is offered: workers that are spawned import the program again and inherit none of its objects.

    ## Known limits
    A parent that only imports TensorFlow, ``spawn`` and ``forkserver`` contexts, and workers whose functions
    are not known are silent, and so is what follows the call of one of several functions that may be meant
    when one of them uses no device.
    """

    meta = Meta(
        code="TFM407",
        name="fork-after-init",
        impact=Impact.ERROR,
        markers=(b"multiprocessing", b"ProcessPoolExecutor", b"fork"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """The calls that fork after devices were initialised."""
        if not self.model.calls_named(*catalog.FORKS) and not self.model.startup.makes_processes(
            self.model.index
        ):
            return
        for meeting in self.model.meetings(Clash.FORK):
            yield Suspect(meeting.at.node, meeting)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the call that forks."""
        meeting = self.suspect.facts
        assert isinstance(meeting, Meeting)
        place = self.model.place_named(meeting.cause)
        self.report(
            node,
            f"a worker that is forked after {place} has used TensorFlow in the parent may hang in it, and"
            ' hold its memory; use multiprocessing.get_context("spawn")',
            related=self.model.run_by(meeting),
        )
