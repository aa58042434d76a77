"""TFM403: memory growth is set on a part of the visible GPUs."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect
from tflint_mem.semantic import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class MemoryGrowthPartial(Rule):
    """Memory growth is set on a part of the visible GPUs.

    ## What it does
    Reports ``set_memory_growth`` on one element or a slice of a list of physical GPUs while the others
    stay visible.

    ## Why memory is lost
    Growth has to be the same for all visible GPUs.  With two of them the first operation raises
    ``ValueError: Memory growth cannot differ between GPU devices`` (measured on TensorFlow 2.15 and 2.21),
    and without any ``gpus[0]`` raises ``IndexError``.

    ## Example
    ```python
    gpus = tf.config.list_physical_devices("GPU")
    tf.config.experimental.set_memory_growth(gpus[0], True)
    ```

    Use instead:
    ```python
    gpus = tf.config.list_physical_devices("GPU")
    for gpu in gpus:
        tf.config.experimental.set_memory_growth(gpu, True)
    ```

    ## Fix safety
    The fix loops over all devices of the list, and is safe: with one GPU it does the same.  It is unsafe if
    an ``except`` around the call may be what the program does without a GPU, since the loop raises no
    ``IndexError``.  It is withheld where the call is not a statement of its own, or the device is not taken
    from a named list of all devices in the call.

    ## Known limits
    Programs that choose their devices with ``set_visible_devices`` or ``CUDA_VISIBLE_DEVICES``, that ask for
    exactly one GPU, or that name several elements one by one are silent.
    """

    meta = Meta(
        code="TFM403",
        name="memory-growth-partial",
        impact=Impact.ERROR,
        fix=Applicability.SAFE,
        markers=(b"set_memory_growth",),
    )

    def suspects(self) -> Iterator[Suspect]:
        """The calls that give growth to a part of a list of devices."""
        calls = self.model.calls_named(*catalog.SETS_GROWTH)
        named = [(call, device) for call in calls if (device := _device(call)) is not None]
        found = [(call, self.model.part_of_gpus(device)) for call, device in named]
        parts = [(call, part) for call, part in found if part is not None]
        for call, part in parts:
            function = self.model.function_of(call)
            others = {o for c, o in parts if self.model.function_of(c) in (function, None)}
            if len(others) > 1 or self.model.chooses_devices(call):
                continue
            if not self.model.devices.is_counted_one(self.model.index, call) and not self._turns_off(call):
                yield Suspect(call, part)

    @staticmethod
    def _turns_off(call: ast.Call) -> bool:
        given = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
        return any(isinstance(a, ast.Constant) and a.value is False for a in given)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the configuring call."""
        self.report(
            node,
            f"memory growth is set on {self.suspect.facts} only, and TensorFlow raises ValueError when it"
            " differs between visible GPUs; set it on each of them in a loop",
            fix=self._for_all(node),
        )

    def _for_all(self, node: cst.Call) -> Fix | None:
        import libcst as cst

        call = self.suspect.node
        assert isinstance(call, ast.Call)
        picked = _device(call)
        if not isinstance(picked, ast.Subscript) or not isinstance(picked.value, ast.Name):
            return None
        if not self.model.devices.is_all_gpus(self.model.index, picked.value):
            return None
        slot = self.model.index.slots.get(self.model.index.statement(call))
        statement = self.tree.statement(node)
        if slot is None or not isinstance(slot.block()[slot.position], ast.Expr):
            return None
        if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) > 1:
            return None
        name = self.model.free_name("gpu", call)
        around = self.edit.indent_under(f"for {name} in {picked.value.id}:", statement, statement)
        named = (a for a in node.args if a.keyword is not None and a.keyword.value == "device")
        argument = next(named, node.args[0])
        given = self.edit.replace(argument.value, name)
        if around is None or given is None:
            return None
        absent = self.model.devices.may_be_absent(self.model.index, call)
        safety = Applicability.UNSAFE if absent else Applicability.SAFE
        return Fix("set memory growth on every GPU", (*around, *given), safety)


def _device(call: ast.Call) -> ast.expr | None:
    """The device that a call configures."""
    return next((k.value for k in call.keywords if k.arg == "device"), call.args[0] if call.args else None)
