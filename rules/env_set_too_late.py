"""TFM408: an environment variable is set after TensorFlow has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Impact, Meta, Rule, Suspect
from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.startup import Clash, Meeting

from ._remedies import move_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class EnvSetTooLate(Rule):
    """An environment variable is set after TensorFlow has read it.

    ## What it does
    Reports ``os.environ`` assignments of ``TF_FORCE_GPU_ALLOW_GROWTH``, ``TF_GPU_ALLOCATOR`` and
    ``CUDA_VISIBLE_DEVICES`` after TensorFlow has initialised its devices in the same program, and of
    ``TF_CPP_MIN_LOG_LEVEL`` after TensorFlow was imported.

    ## Why memory is lost
    TensorFlow reads these variables once.  A value that comes later changes nothing: nearly all memory of
    every visible GPU stays taken, by devices that the program meant to leave alone.

    ## Example
    ```python
    model = tf.keras.models.load_model("digits.keras")
    os.environ["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"
    ```

    Use instead:
    ```python
    os.environ["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"
    model = tf.keras.models.load_model("digits.keras")
    ```

    ## Fix safety
    The fix moves the assignment, and the assignments that it reads, above what makes it too late: the
    import or the first use of a device.  It is unsafe, as the variable then takes effect.  It is withheld
    where the two stand in different blocks or files, also where the package of a function has imported
    TensorFlow before, and for ``CUDA_VISIBLE_DEVICES`` where the GPUs are listed still earlier: the driver
    reads it then.

    ## Known limits
    A variable set for a program that the same function starts afterwards is silent, and so is one that is put
    back to what was read of it.  What a module sets in time in one program is silent in the others, and so
    is what a package sets in its own ``__init__`` before it imports TensorFlow: they put something before
    it.  For the log level no memory is at stake, only its messages: it is silent where a module of the
    project has set it in time.
    """

    meta = Meta(
        code="TFM408",
        name="env-set-too-late",
        impact=Impact.DEVICE,
        fix=Applicability.UNSAFE,
        markers=tuple(variable.encode() for variable in catalog.LATE_VARIABLES),
    )

    def suspects(self) -> Iterator[Suspect]:
        """The assignments that come too late."""
        text = self.model.index.source.text
        if not any(variable in text for variable in catalog.LATE_VARIABLES):
            return
        for meeting in self.model.meetings(Clash.ENVIRONMENT):
            moved = self.model.earlier(
                meeting.at.node, meeting.cause, "os.environ.setdefault", "os.environ.update", "os.putenv"
            )
            if moved is None or self._listed_before(meeting):
                moved = ()
            yield Suspect(meeting.at.node, meeting, moved)

    def _listed_before(self, meeting: Meeting) -> bool:
        """Whether the GPUs were listed before the devices were used, with the variable of that time."""
        return meeting.detail == "CUDA_VISIBLE_DEVICES" and any(
            flow.place(call) < flow.place(meeting.cause.node)
            for call in self.model.calls_named(*catalog.LISTS_DEVICES)
        )

    def visit_Subscript(self, node: cst.Subscript) -> None:
        """Reports ``os.environ[...] = value``."""
        self._report(node)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports ``os.environ.setdefault`` and its like."""
        self._report(node)

    def _report(self, node: cst.Subscript | cst.Call) -> None:
        meeting = self.suspect.facts
        assert isinstance(meeting, Meeting)
        place = self.model.place_named(meeting.cause)
        for_messages = catalog.LATE_VARIABLES[meeting.detail]
        if for_messages:
            message = f"the import on {place} has read {meeting.detail} already; set it above"
        else:
            message = (
                f"the devices are initialised by {place} and {meeting.detail} is read no more, so GPU memory"
                " stays taken as before; set it before the first use of a device"
            )
        self.report(
            node,
            message,
            fix=move_up(self, "set the variable before TensorFlow reads it"),
            related=self.model.run_by(meeting),
            impact=Impact.NONE if for_messages else None,
        )
