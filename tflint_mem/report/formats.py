"""Chooses the format that findings are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.options import OutputFormat
from tflint_mem.report import Outcome, text

if TYPE_CHECKING:
    from tflint_mem.report.style import Style

FOR_PEOPLE = (OutputFormat.FULL, OutputFormat.CONCISE)


def render(outcome: Outcome, output_format: OutputFormat, style: Style, *, statistics: bool = False) -> str:
    """The findings as text, complete with its last newline; counts of them with ``statistics``."""
    if output_format in FOR_PEOPLE:
        if statistics:
            return text.statistics_as_text(text.counts(outcome), style)
        if output_format is OutputFormat.CONCISE:
            return text.as_concise(outcome, style)
        return text.as_full(outcome, style)
    from tflint_mem.report import machine

    if output_format is OutputFormat.GITHUB:
        return machine.as_github(outcome)
    return machine.statistics_as_json(text.counts(outcome)) if statistics else machine.as_json(outcome)
