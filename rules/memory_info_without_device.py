"""TFM406: memory of a device is asked for without naming the device."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

INFO = "tf.config.experimental.get_memory_info"
USAGE = "tf.config.experimental.get_memory_usage"


class MemoryInfoWithoutDevice(Rule):
    """Memory of a device is asked for without naming the device.

    ## What it does
    Reports ``get_memory_info()`` without a device, and ``get_memory_usage``, its deprecated forerunner.

    ## Why memory is lost
    ``get_memory_info()`` raises ``TypeError`` (measured on TensorFlow 2.15 and 2.21), so the report that
    should have shown growing memory never comes.  ``get_memory_usage`` has gone from newer releases.

    ## Example
    ```python
    peak = tf.config.experimental.get_memory_info()["peak"]
    ```

    Use instead:
    ```python
    peak = tf.config.experimental.get_memory_info("GPU:0")["peak"]
    ```

    ## Fix safety
    The fix names ``"GPU:0"``, or reads ``["current"]`` of ``get_memory_info``, and is safe: the call
    raised, or the number is the same.  On a machine without a GPU both raise ``ValueError``.

    ## Known limits
    Calls under a bare imported name of ``get_memory_usage`` are reported without a fix.
    """

    meta = Meta(
        code="TFM406",
        name="memory-info-without-device",
        impact=Impact.ERROR,
        fix=Applicability.SAFE,
        markers=(b"get_memory_info", b"get_memory_usage"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """The calls without a device, and those of the deprecated function."""
        for call in self.model.calls_named(INFO):
            if not call.args and not call.keywords:
                yield Suspect(call, INFO)
        for call in self.model.calls_named(USAGE):
            yield Suspect(call, USAGE)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the call."""
        if self.suspect.facts == INFO:
            self.report(
                node,
                'get_memory_info() without a device raises TypeError; name one, such as "GPU:0"'
                " (which raises ValueError on a machine without a GPU)",
                fix=self._named(node),
            )
            return
        self.report(
            node,
            "get_memory_usage is deprecated and missing from newer releases of TensorFlow; read"
            ' get_memory_info(device)["current"] (which raises ValueError without that device)',
            fix=self._current(node),
        )

    def _named(self, node: cst.Call) -> Fix | None:
        function = self.tree.code(node.func)
        edits = self.edit.replace(node, f'{function}("GPU:0")')
        return None if edits is None else Fix("name the first GPU", edits, Applicability.SAFE)

    def _current(self, node: cst.Call) -> Fix | None:
        call = self.suspect.node
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            return None
        arguments = ", ".join(self.tree.code(argument).rstrip(", ") for argument in node.args) or '"GPU:0"'
        holder = ast.unparse(call.func.value)
        edits = self.edit.replace(node, f'{holder}.get_memory_info({arguments})["current"]')
        return None if edits is None else Fix("read get_memory_info", edits, Applicability.SAFE)
