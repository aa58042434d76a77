"""Pictures of measured data: a bad program against its repaired copy, a panel for each TensorFlow."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tflint_mem.verify.errors import VerifyError
from tflint_mem.verify.evidence import read_all
from tflint_mem.verify.fixtures import Effect
from tflint_mem.verify.judge import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

BAD, REPAIRED, INK = "#b32d43", "#1c7a55", "#3d444d"
"""Three colours that can be read on white paper."""
ON_DARK = {BAD: "#ff8096", REPAIRED: "#5fd3a6", INK: "#c9d1d9"}
"""The same for dark paper; a picture asks its reader which paper it lies on."""
RUNS = (("as written", "program", BAD), ("repaired", "repaired", REPAIRED))
UNDRAWN = (Effect.DEVICE, Effect.ERROR)
"""What has no curve: a state, or an exception."""
_LONG_NUMBER = re.compile(r"-?\d+\.\d{4,}")


@dataclass(frozen=True)
class Panel:
    """One program under one TensorFlow.

    Attributes:
        entry: the fixture's record, with its repaired copy.
        release: of TensorFlow, in full.
    """

    entry: Mapping[str, Any]
    release: str

    def label(self, run: str, effect: Effect) -> str:
        """The figure of one of the two runs."""
        figures = self.entry[run]
        if effect is Effect.OVERHEAD:
            return f"{figures['milliseconds']:.2f} ms an iteration"
        if effect is Effect.PEAK:
            return f"{figures['in_use_kib'] / 1024:.1f} MiB in use"
        if figures["verdict"] == Verdict.UNTIL_GC:
            return f"{figures['uncollected_kib']:+.1f} KiB an iteration until collected"
        return f"{figures['kib']:+.1f} KiB an iteration"

    def curve(self, run: str, effect: Effect) -> list[float]:
        """After each iteration the KiB above the start, or the MiB in use where the level matters."""
        figures = self.entry[run]
        series: list[float] = figures["series"]
        if effect is not Effect.PEAK:
            return series
        # The level is that of the lowest collected state; the first block is not counted as iterations.
        block = len(series) - figures["iterations"]
        lowest = min(0, *series[block - 1 :: block])
        return [(figures["in_use_kib"] - lowest + value) / 1024 for value in series]


@dataclass(frozen=True)
class Picture:
    """What is drawn for a rule: its clearest program, under each TensorFlow it was measured with.

    Attributes:
        name: the rule's name, and the file's.
        effect: what is claimed of the newest TensorFlow; it says what is drawn.
        panels: oldest TensorFlow first.
    """

    name: str
    effect: Effect
    panels: tuple[Panel, ...]

    @property
    def title(self) -> str:
        """Which rule and which program it is."""
        return f"{self.panels[0].entry['rule']} {self.panels[0].entry['fixture']}.py"


def draw_all(folder: Path) -> list[Path]:
    """Draws one picture a rule, ``<rule>.svg`` beside the data, for rules whose programs have a curve.

    Args:
        folder: where ``evidence.write`` wrote.

    Returns:
        The pictures, in the order of the rules' codes.

    Raises:
        VerifyError: matplotlib is not installed.
    """
    return [draw(picture, folder) for picture in pictures(read_all(folder))]


def pictures(measured: Sequence[Mapping[str, Any]]) -> list[Picture]:
    """What there is to draw.

    Args:
        measured: the data of each TensorFlow, oldest first.
    """
    panels: dict[str, list[Panel]] = {}
    for data in measured:
        for entry in data["fixtures"]:
            if entry["effect"] != "none" and "series" in entry.get("repaired", {}):
                panel = Panel(entry, data["versions"]["tensorflow"])
                panels.setdefault(entry["fixture"], []).append(panel)
    by_rule: dict[str, list[tuple[Panel, ...]]] = {}
    for fixture, found in panels.items():
        if Effect(found[-1].entry["effect"]) not in UNDRAWN and found[-1].entry["holds"]:
            by_rule.setdefault(fixture.partition("/")[0], []).append(tuple(found))
    chosen = {rule: max(found, key=_clearness) for rule, found in by_rule.items()}
    drawn = [Picture(rule, Effect(found[-1].entry["effect"]), tuple(found)) for rule, found in chosen.items()]
    return sorted(drawn, key=lambda picture: picture.title)


def draw(picture: Picture, folder: Path) -> Path:
    """Draws the panels of one rule.

    Args:
        picture: what to draw.
        folder: receives the SVG file.

    Returns:
        The file.

    Raises:
        VerifyError: matplotlib is not installed.
    """
    try:
        matplotlib = importlib.import_module("matplotlib")
        figure_module = importlib.import_module("matplotlib.figure")
    except ImportError as error:
        raise VerifyError("plots need matplotlib: pip install 'tflint-mem[verify]'") from error
    settings = {
        # Text stays text, and equal data gives an equal file.
        "svg.fonttype": "none",
        "svg.hashsalt": "tflint-mem",
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans", "Verdana"],
        "font.size": 9,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.edgecolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }
    target = folder / f"{picture.name}.svg"
    bars = picture.effect is Effect.OVERHEAD
    with matplotlib.rc_context(settings):
        count = len(picture.panels)
        figure = figure_module.Figure(figsize=(4.4 * count, 2 if bars else 3), layout="constrained")
        figure.suptitle(picture.title, fontsize=10)
        grid = figure.subplots(1, count, sharex=True, sharey=True, squeeze=False)
        for panel, axes in zip(picture.panels, grid[0], strict=True):
            (_bars if bars else _curves)(panel, picture.effect, axes)
            # Above the curves, which may run anywhere.
            axes.legend(
                title=f"TensorFlow {panel.release}",
                alignment="left",
                loc="lower left",
                bbox_to_anchor=(0, 1),
                borderaxespad=0,
                frameon=False,
                labelcolor="linecolor",
            )
            axes.spines[["top", "right"]].set_visible(False)
            axes.locator_params(axis="x", nbins=5)
            axes.label_outer()
        # Once, after all is drawn: the panels share it.
        if bars:
            axes.invert_yaxis()
        elif picture.effect is not Effect.PEAK:
            axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(target, format="svg", transparent=True, metadata=nothing)
    target.write_text(compact(adaptive(target.read_text(encoding="utf-8"))), encoding="utf-8")
    return target


def _curves(panel: Panel, effect: Effect, axes: Any) -> None:
    for name, run, colour in RUNS:
        series = panel.curve(run, effect)
        label = f"{name}: {panel.label(run, effect)}"
        axes.plot(range(1, len(series) + 1), series, color=colour, linewidth=1.6, label=label)
    axes.set_xlabel("iteration")
    axes.set_ylabel("MiB in use" if effect is Effect.PEAK else "KiB in use, above the start")
    axes.margins(x=0)


def _bars(panel: Panel, effect: Effect, axes: Any) -> None:
    for name, run, colour in RUNS:
        label = f"{name}: {panel.label(run, effect)}"
        axes.barh(name, panel.entry[run]["milliseconds"], color=colour, edgecolor=colour, label=label)
    axes.set_xlabel("ms of processor time an iteration")


def adaptive(svg: str) -> str:
    """The picture with rules of style that change its colours where its reader prefers dark paper."""
    rules = "".join(
        f'[style*="stroke: {light}"] {{ stroke: {dark} !important }} '
        f'[style*="fill: {light}"] {{ fill: {dark} !important }} '
        for light, dark in ON_DARK.items()
    )
    style = f"<style>@media (prefers-color-scheme: dark) {{ {rules}}}</style>"
    start = svg.index("<defs>")
    return f"{svg[:start]}{style}\n {svg[start:]}"


def compact(svg: str) -> str:
    """The picture without what nobody can see: less than a tenth of a point, indentation, implied letters."""
    svg = _LONG_NUMBER.sub(lambda match: f"{float(match[0]):.1f}", svg)
    return re.sub(r"\n +", "\n", svg).replace(" \nL ", " ").replace(" \n", "")


def _clearness(panels: Sequence[Panel]) -> tuple[bool, float]:
    """What the repair takes back on the newest TensorFlow; growth says more than a level."""
    entry = panels[-1].entry
    effect = Effect(entry["effect"])
    key = {
        Effect.OVERHEAD: "milliseconds",
        Effect.PEAK: "in_use_kib",
        Effect.UNTIL_GC: "uncollected_kib",
    }.get(effect, "kib")
    taken: float = entry["program"][key] - entry["repaired"][key]
    return effect is not Effect.PEAK, taken
