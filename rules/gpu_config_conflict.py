"""TFM404: a device gets both memory growth and a memory limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Meta, Rule, Suspect
from tflint_mem.semantic import catalog
from tflint_mem.semantic.startup import Clash, Meeting

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class GpuConfigConflict(Rule):
    """A device gets both memory growth and a memory limit.

    ## What it does
    Reports the second of two calls of which one sets memory growth on a GPU and the other divides it into
    logical devices, where both run in the same program.

    ## Why memory is lost
    A device either grows or has a limit.  Growth on a device that has a limit raises ``ValueError: Cannot
    set memory growth on device when virtual devices configured`` (measured on TensorFlow 2.15 and 2.21).  In
    the other order TensorFlow 2.21 accepts both calls when they are made (measured), but the two
    contradict each other, and only one of the bounds that the program relies on can hold.

    ## Example
    ```python
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
        tf.config.set_logical_device_configuration(
            gpu, [tf.config.LogicalDeviceConfiguration(memory_limit=4096)]
        )
    ```

    Use instead:
    ```python
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.set_logical_device_configuration(
            gpu, [tf.config.LogicalDeviceConfiguration(memory_limit=4096)]
        )
    ```

    ## Fix safety
    No fix is offered: only the author knows which of the two was meant.

    ## Known limits
    Calls in different branches, behind independent switches, or on visibly different elements or parts of
    a list are silent.
    """

    meta = Meta(
        code="TFM404",
        name="gpu-config-conflict",
        impact=Impact.ERROR,
        markers=(b"set_memory_growth", b"device_configuration"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """The second of two contradicting calls."""
        if not self.model.calls_named(*catalog.SETS_GROWTH, *catalog.SETS_LIMIT):
            return
        for meeting in self.model.meetings(Clash.CONFLICT):
            yield Suspect(meeting.at.node, meeting)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the configuring call."""
        meeting = self.suspect.facts
        assert isinstance(meeting, Meeting)
        earlier = self.model.place_named(meeting.cause)
        grows = self.suspect.node in self.model.calls_named(*catalog.SETS_GROWTH)
        if grows:
            self.report(
                node,
                f"the device got a memory limit by {earlier}, and TensorFlow raises ValueError when it shall"
                " grow too; keep one of the two",
                related=self.model.run_by(meeting),
            )
            return
        self.report(
            node,
            f"the device gets a memory limit here and was told to grow by {earlier}, and GPU memory can"
            " follow one of them only; keep one of the two",
            related=self.model.run_by(meeting),
        )
