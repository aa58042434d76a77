"""What was measured in a user's program: for the terminal, as JSON, and as one page of HTML."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

from tflint_mem.verify.judge import Verdict
from tflint_mem.verify.plot import BAD, INK, ON_DARK, REPAIRED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_mem.verify.growth import Growth
    from tflint_mem.verify.probes import Probe
    from tflint_mem.verify.program import Report, Result

WIDTH, HEIGHT = 60, 10
NO_REPAIR = "no finding here has a repair that can be applied: there is no repaired copy to compare with"

_STYLE = f"""
:root {{ --bad: {BAD}; --good: {REPAIRED}; --ink: {INK}; --paper: #ffffff }}
@media (prefers-color-scheme: dark) {{
  :root {{ --bad: {ON_DARK[BAD]}; --good: {ON_DARK[REPAIRED]}; --ink: {ON_DARK[INK]}; --paper: #0d1117 }}
}}
body {{ font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 50rem; margin: 2rem auto; padding: 0 1rem }}
.confirmed {{ color: var(--bad) }} svg {{ width: 100%; height: auto }}
polyline {{ fill: none; stroke-width: 2 }} text {{ fill: var(--ink); font-size: 12px }}
"""


def title(report: Report, result: Result) -> str:
    """Names a result: the finding's place and rule, or the loop."""
    if result.finding is not None:
        finding = result.finding
        cell = f"cell {finding.cell}:" if finding.cell else ""
        return f"{finding.filename}:{cell}{finding.start.row} {finding.code} {finding.name}"
    assert result.probe is not None
    return f"{_place(report, result.probe)} unflagged {result.probe.what}"


def _place(report: Report, probe: Probe) -> str:
    return report.place(probe.file, probe.row)


def details(report: Report, result: Result) -> list[str]:
    """What else is known: where it was measured, where it was allocated, and what the repair does."""
    lines = []
    if result.probe is not None:
        lines.append(f"measured at the {result.probe.what}, {_place(report, result.probe)}")
    lines += [
        f"allocated at {report.place(item.file, item.row)}: {item.kib:+.1f} KiB an iteration (Python objects)"
        for item in result.allocations
    ]
    if result.repaired is not None and result.repaired.slope is not None:
        offered = result.finding is None or result.finding.fix is not None
        where = "repaired" if offered else "no repair is offered here; in the repaired copy"
        lines.append(f"{where}: {_after_repair(result.repaired)}")
    return lines


def _after_repair(growth: Growth) -> str:
    """What is left to say of the repaired copy's growth."""
    assert growth.slope is not None
    words = f"{growth.slope.value:+.1f} KiB an iteration"
    if growth.verdict is Verdict.LEAK:
        return f"{words}: still grows{f', {growth.cause} each' if growth.cause else ''}"
    if growth.verdict is Verdict.UNTIL_GC:
        return f"{words}, {growth.uncollected:+.1f} KiB until the collector runs"
    return words


def as_text(report: Report) -> str:
    """The report for a terminal."""
    lines = []
    for result in report.results:
        lines.append(f"{result.status:<13} {title(report, result)}")
        lines.append(f"              {result.reason}")
        lines += [f"              {line}" for line in details(report, result)]
        if result.growth and result.repaired and result.growth.series and result.repaired.series:
            lines += plot(result.growth.series, result.repaired.series)
    if (comparison := _comparison(report)) is not None:
        lines.append(comparison)
    if report.run is not None and report.run.versions.get("tensorflow"):
        lines.append(f"TensorFlow {report.run.versions['tensorflow']}; {_ending(report)}")
        lines.append(
            f"{report.run.probing:.1f} of {report.run.seconds:.1f} s processor time went into probing"
        )
    return "\n".join(lines)


def _comparison(report: Report) -> str | None:
    """What came of the repaired copy; None where none was asked for."""
    if report.repaired is None:
        return NO_REPAIR if report.fix else None
    if report.repaired.problem:
        return f"the repaired copy {report.repaired.problem}"
    return f"the results differ: {report.results_differ}" if report.results_differ else "both print the same"


def _ending(report: Report) -> str:
    assert report.run is not None
    return {
        "stopped": "the program was stopped when all was measured",
        "timeout": "the program was stopped when its time was over",
    }.get(report.run.ended, "the program ended by itself")


def plot(bad: Sequence[tuple[int, float]], good: Sequence[tuple[int, float]]) -> list[str]:
    """Two curves in characters: ``*`` as written, ``o`` repaired."""
    top = max(1.0, *(kib for _, kib in (*bad, *good)))
    last = max(1, *(step for step, _ in (*bad, *good)))
    grid = [[" "] * (WIDTH + 1) for _ in range(HEIGHT + 1)]
    for series, mark in ((bad, "*"), (good, "o")):
        for step, kib in series:
            row = HEIGHT - round(max(0.0, kib) / top * HEIGHT)
            grid[row][round(step / last * WIDTH)] = mark
    labels = {0: f"{top:.0f} KiB", HEIGHT: "0"}
    lines = [f"{labels.get(row, ''):>12} |{''.join(cells).rstrip()}" for row, cells in enumerate(grid)]
    return [*lines, f"{'':>12} +{'-' * WIDTH} {last} iterations   * as written   o repaired"]


def as_json(report: Report) -> str:
    """The report as data."""
    run = report.run
    data = {
        "program": report.program,
        "versions": dict(run.versions) if run else {},
        "ended": run.ended if run else None,
        "problem": run.problem if run else None,
        "probing_seconds": run.probing if run else None,
        "seconds": run.seconds if run else None,
        "repaired": _comparison(report),
        "results_agree": None if report.repaired is None else report.results_differ is None,
        "results": [_result(report, result) for result in report.results],
    }
    return json.dumps(data, indent=2)


def _result(report: Report, result: Result) -> dict[str, Any]:
    finding, probe = result.finding, result.probe
    return {
        "code": finding.code if finding else None,
        "name": finding.name if finding else "unflagged",
        "file": finding.filename if finding else None,
        "cell": finding.cell if finding else None,
        "row": finding.start.row if finding else None,
        "message": finding.message if finding else None,
        "measured_at": None if probe is None else {"place": _place(report, probe), "what": probe.what},
        "status": result.status,
        "reason": result.reason,
        "growth": _growth(result.growth),
        "allocated": [
            {"place": report.place(item.file, item.row), "kib": round(item.kib, 1)}
            for item in result.allocations
        ],
        "repaired": _growth(result.repaired),
    }


def _growth(growth: Growth | None) -> dict[str, Any] | None:
    if growth is None:
        return None
    return {
        "verdict": growth.verdict.value if growth.verdict else None,
        "iterations": growth.iterations,
        "kib": growth.slope.value if growth.slope else None,
        "interval": [growth.slope.low, growth.slope.high] if growth.slope else None,
        "uncollected_kib": growth.uncollected,
        "counts": dict(growth.counts),
        "milliseconds": growth.milliseconds,
        "series": [list(point) for point in growth.series],
    }


def as_html(report: Report) -> str:
    """The report as one page that needs nothing else: no script, no other file."""
    body = [f"<h1>tflint-mem verify {html.escape(report.program)}</h1>"]
    for result in report.results:
        state = result.status.replace(" ", "-")
        body.append(
            f'<h2><span class="{state}">{result.status}</span>: {html.escape(title(report, result))}</h2>'
        )
        if result.finding is not None:
            body.append(f"<p>{html.escape(result.finding.message)}</p>")
        words = "".join(f"<li>{html.escape(line)}</li>" for line in (result.reason, *details(report, result)))
        body.append(f"<ul>{words}</ul>")
        if result.growth is not None and len(result.growth.series) > 1:
            body.append(_svg(result.growth.series, result.repaired.series if result.repaired else ()))
    if (comparison := _comparison(report)) is not None:
        body.append(f"<p>{html.escape(comparison)}</p>")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{html.escape(report.program)}: memory</title><style>{_STYLE}</style></head>\n"
        f"<body>{''.join(body)}</body></html>\n"
    )


def _svg(bad: Sequence[tuple[int, float]], good: Sequence[tuple[int, float]]) -> str:
    values = [kib for _, kib in (*bad, *good)]
    low, high = min(0.0, *values), max(1.0, *values)
    last = max(1, *(step for step, _ in (*bad, *good)))

    def line(series: Sequence[tuple[int, float]], colour: str) -> str:
        points = " ".join(
            f"{60 + 620 * step / last:.1f},{200 - 180 * (kib - low) / (high - low):.1f}"
            for step, kib in series
        )
        return f'<polyline points="{points}" stroke="var(--{colour})"/>'

    curves = line(bad, "bad") + (line(good, "good") if good else "")
    return (
        '<svg viewBox="0 0 700 240" role="img" aria-label="KiB in use over iterations">'
        f'<text x="0" y="24">{high:.0f} KiB</text><text x="0" y="204">{low:.0f}</text>'
        f'<text x="600" y="224">{last} iterations</text>{curves}</svg>'
    )
