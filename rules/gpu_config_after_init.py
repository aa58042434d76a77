"""TFM402: a program configures devices after TensorFlow has initialised them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Impact, Meta, Rule, Suspect
from tflint_mem.semantic import catalog
from tflint_mem.semantic.startup import Clash, Meeting

from ._remedies import move_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class GpuConfigAfterInit(Rule):
    """A program configures devices after TensorFlow has initialised them.

    ## What it does
    Reports ``set_memory_growth``, ``set_visible_devices``, ``set_logical_device_configuration`` and the
    thread settings where something that ran before them in the same program has initialised TensorFlow's
    devices: an eager operation, a variable, a dataset, an optimizer, a built model, a strategy.
    The order is that of the running program, through the project modules that it imports and the functions
    that it calls.

    ## Why memory is lost
    Devices are initialised once.  Afterwards these calls raise ``RuntimeError: Physical devices cannot be
    modified after being initialized`` (measured on TensorFlow 2.15 and 2.21); where the error is caught,
    nearly all memory of every visible GPU stays taken.

    ## Example
    ```python
    scale = tf.constant(2.0)
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    ```

    Use instead:
    ```python
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    scale = tf.constant(2.0)
    ```

    ## Fix safety
    The fix moves the configuration, and the assignments that it reads, above the statement that
    initialises the devices.  It is unsafe, since code between the two may have chosen what is configured,
    and withheld where the two stand in different blocks or files, or where the configuration does
    anything else.

    ## Known limits
    Unbuilt layers and models, ``tf.random.set_seed`` and ``list_physical_devices`` do not initialise
    devices (measured) and are silent.  Nor do sessions of TensorFlow 1, which have devices of their own: what
    is configured after them raises nothing (measured on 2.15 and 2.21); see TFM405.  What a function of
    unknown origin does is not guessed.  Silent as well: a call that ran in time with the same arguments,
    which TensorFlow takes for done, and a call after one that may run several functions, of which one does
    not initialise anything.
    """

    meta = Meta(
        code="TFM402",
        name="gpu-config-after-init",
        impact=Impact.ERROR,
        fix=Applicability.UNSAFE,
        markers=(
            b"set_memory_growth",
            b"set_visible_devices",
            b"device_configuration",
            b"op_parallelism_threads",
        ),
    )

    def suspects(self) -> Iterator[Suspect]:
        """The configuring calls that run after devices were initialised."""
        if not self.model.calls_named(*catalog.CONFIGURES_RUNTIME):
            return
        for meeting in self.model.meetings(Clash.CONFIGURATION):
            moved = self.model.earlier(
                meeting.at.node,
                meeting.cause,
                *catalog.CONFIGURES_RUNTIME,
                *catalog.LISTS_DEVICES,
                *catalog.LIMITS,
                "builtins.print",
                "builtins.len",
            )
            yield Suspect(meeting.at.node, meeting, moved or ())

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the configuring call."""
        meeting = self.suspect.facts
        assert isinstance(meeting, Meeting)
        place = self.model.place_named(meeting.cause)
        threads = self.suspect.node in self.model.calls_named(*catalog.SETS_THREADS)
        effect = "threads stay as they are" if threads else "GPU memory stays taken as before"
        self.report(
            node,
            f"this configuration raises RuntimeError, as {place} has made TensorFlow initialise its devices,"
            f" and {effect}; configure devices before anything else",
            fix=move_up(self, "configure devices before they are initialised"),
            related=self.model.run_by(meeting),
        )
