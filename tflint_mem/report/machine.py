"""Formats that other programs read: JSON and the annotations of GitHub Actions."""

from __future__ import annotations

import functools
import json
from importlib import metadata
from typing import TYPE_CHECKING, Any

from tflint_mem import registry
from tflint_mem.report.text import Count, head

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_mem.report import Outcome
    from tflint_mem.rule import Edit, Finding, Fix, Position
    from tflint_mem.source import Source


def as_json(outcome: Outcome) -> str:
    """The findings as a JSON list; its shape is a contract, so keys are only ever added."""
    return json.dumps([_object(finding, outcome.sources) for finding in outcome.findings], indent=2) + "\n"


def as_github(outcome: Outcome) -> str:
    """One workflow command a finding, which GitHub shows at the line in a pull request."""
    return "".join(_annotation(finding) for finding in outcome.findings)


def statistics_as_json(counts: list[Count]) -> str:
    """The counts as a JSON list."""
    listed = [
        {"code": count.code, "name": count.name, "count": count.times, "fixable": count.fixable}
        for count in counts
    ]
    return json.dumps(listed, indent=2) + "\n"


def _object(finding: Finding, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "message": finding.message,
        "impact": finding.impact.value,
        "filename": finding.filename,
        "cell": finding.cell,
        "location": _location(finding.start),
        "end_location": _location(finding.end),
        "noqa_row": finding.noqa_row or finding.start.row,
        "url": _url(finding),
        "related": [
            {
                "filename": related.filename,
                "cell": related.cell,
                "location": _location(related.position),
                "message": related.message,
            }
            for related in finding.related
        ],
        "fix": _fix(finding.fix, sources[finding.filename]) if finding.fix else None,
    }


def _fix(fix: Fix, source: Source) -> dict[str, Any]:
    return {
        "applicability": fix.applicability.value,
        "message": fix.message,
        "edits": [_edit(edit, source) for edit in fix.edits],
    }


def _edit(edit: Edit, source: Source) -> dict[str, Any]:
    cell, start = source.in_part(source.position(edit.start))
    return {
        "content": edit.content,
        "cell": cell,
        "location": _location(start),
        "end_location": _location(source.in_part(source.position(edit.end))[1]),
    }


def _location(position: Position) -> dict[str, int]:
    return {"row": position.row, "column": position.column}


@functools.cache
def _documentation() -> str | None:
    """The address of the rule pages, as the distribution declares it."""
    try:
        declared = metadata.metadata("tflint-mem").get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        return None
    urls = dict(url.split(", ", 1) for url in declared)
    return urls.get("Rules")


def _url(finding: Finding) -> str | None:
    documentation = _documentation()
    known = finding.code in registry.TOOL_CODES or registry.find(finding.code) in registry.built_in()
    return f"{documentation.rstrip('/')}/{finding.name}.md" if documentation and known else None


def _annotation(finding: Finding) -> str:
    start, end = finding.start, finding.end
    properties = {
        "title": f"tflint-mem ({finding.code})",
        "file": finding.filename,
        "line": start.row,
        "endLine": end.row,
    }
    if start.row == end.row:
        # GitHub takes columns for places within one line only.
        properties |= {"col": start.column, "endColumn": end.column}
    listed = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in properties.items())
    return f"::error {listed}::{_escaped(head(finding))}\n"


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
