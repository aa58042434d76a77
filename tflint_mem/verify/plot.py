"""Pictures of measured data: memory over iterations, the bad program against its repaired copy."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from tflint_mem.verify.errors import VerifyError
from tflint_mem.verify.evidence import read
from tflint_mem.verify.fixtures import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

BAD, REPAIRED, INK = "#b32d43", "#1c7a55", "#3d444d"
"""Three colours that can be read on white paper."""
ON_DARK = {BAD: "#ff8096", REPAIRED: "#5fd3a6", INK: "#c9d1d9"}
"""The same for dark paper; a picture asks its reader which paper it lies on."""


def draw_all(data: Path) -> list[Path]:
    """Draws one picture a rule, ``<rule>.svg`` beside the data, for rules whose programs leak.

    Args:
        data: a file that ``evidence.write`` wrote.

    Returns:
        The pictures, in the order of the rules' codes.

    Raises:
        VerifyError: matplotlib is not installed.
    """
    measured = read(data)
    return [
        draw(entry, measured["versions"], data.with_name(f"{rule}.svg"))
        for rule, entry in _steepest(measured["fixtures"])
    ]


def draw(entry: Mapping[str, Any], versions: Mapping[str, str], target: Path) -> Path:
    """Draws the two curves of one fixture.

    Args:
        entry: the fixture's record, with a series for the program and its repaired copy.
        versions: what it was measured with; named in the caption.
        target: the SVG file to write.

    Returns:
        ``target``.

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
        "font.size": 10,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.edgecolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }
    with matplotlib.rc_context(settings):
        figure = figure_module.Figure(figsize=(7.2, 3.2), layout="constrained")
        axes = figure.subplots()
        for name, run, colour in (("as written", "program", BAD), ("repaired", "repaired", REPAIRED)):
            series, kib = entry[run]["series"], entry[run]["kib"]
            label = f"{name}: {kib:+.1f} KiB an iteration"
            axes.plot(range(1, len(series) + 1), series, color=colour, linewidth=1.6, label=label)
        axes.set_xlabel("iteration")
        axes.set_ylabel("KiB in use, above the start")
        axes.set_title(
            f"{entry['rule']} {entry['fixture']}.py, TensorFlow {versions['tensorflow']}",
            loc="left",
            fontsize=10,
        )
        axes.spines[["top", "right"]].set_visible(False)
        axes.margins(x=0)
        axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))
        axes.legend(frameon=False, loc="upper left", labelcolor="linecolor")
        figure.savefig(target, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    target.write_text(adaptive(target.read_text(encoding="utf-8")), encoding="utf-8")
    return target


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


def _steepest(entries: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """For each rule the leak that shows most clearly: the one whose repair takes back most."""
    leaks: dict[str, list[Mapping[str, Any]]] = {}
    for entry in entries:
        if entry["effect"] == Effect.LEAK and "repaired" in entry and entry["holds"]:
            leaks.setdefault(entry["fixture"].partition("/")[0], []).append(entry)
    for rule, found in leaks.items():
        yield rule, max(found, key=lambda entry: entry["program"]["kib"] - entry["repaired"]["kib"])
