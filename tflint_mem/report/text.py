"""Formats that people read: full, concise, and the counts of ``--statistics``."""

from __future__ import annotations

import collections
import textwrap
from typing import TYPE_CHECKING, NamedTuple

from tflint_mem.report import catalogue
from tflint_mem.report.style import Style, columns, expanded, visible
from tflint_mem.rule import Applicability, Finding, Impact

if TYPE_CHECKING:
    from tflint_mem.report import Outcome
    from tflint_mem.source import Source

EFFECTS = {
    Impact.LEAK: "Memory grows without bound",
    Impact.UNTIL_GC: "Memory grows until Python's cyclic garbage collector runs",
    Impact.RETAINED: "The program keeps a reference, so the memory stays in use",
    Impact.PEAK: "The most memory that the program needs at a time rises",
    Impact.DEVICE: "Memory of the GPU is held or fragmented",
    Impact.OVERHEAD: "Time is lost; memory was measured flat",
    Impact.ERROR: "The program raises when it runs",
    Impact.NONE: "No memory is at stake",
}
"""What each impact means; the tool's own diagnostics need no explanation."""

WRAP = 100
"""Notes are broken into lines of so many characters; a terminal's width would make reports differ."""

WIDEST = 120
"""Longer source lines are cut around the place of the finding."""


class Count(NamedTuple):
    """How often one rule was broken."""

    code: str
    name: str
    times: int
    fixable: int


def head(finding: Finding, mark: str = "", style: Style | None = None) -> str:
    """``path:row:column: code message``, in one line."""
    style = style or Style()
    path = style.bold(visible(finding.filename))
    cell = f":cell {finding.cell}" if finding.cell is not None else ""
    mark = f"{style.accent(mark)} " if mark else ""
    place = f"{cell}:{finding.start.row}:{finding.start.column}"
    return f"{path}{place}: {style.alarm(finding.code)} {mark}{visible(finding.message)}"


def as_concise(outcome: Outcome, style: Style) -> str:
    """One line a finding."""
    return "".join(head(finding, _mark(finding, outcome), style) + "\n" for finding in outcome.findings)


def as_full(outcome: Outcome, style: Style) -> str:
    """Each finding with its source line, why memory is lost, where to look besides, and the remedy."""
    return "".join(_full(finding, outcome, style) + "\n" for finding in outcome.findings)


def counts(outcome: Outcome) -> list[Count]:
    """How often each rule was broken, most often first."""
    total = collections.Counter((finding.code, finding.name) for finding in outcome.findings)
    fixable = collections.Counter(finding.code for finding in outcome.findings if outcome.fixable(finding))
    listed = [Count(code, name, number, fixable[code]) for (code, name), number in total.items()]
    return sorted(listed, key=lambda count: (-count.times, count.code))


def statistics_as_text(listed: list[Count], style: Style) -> str:
    """A table of counts; the mark says that at least one of them can be fixed."""
    width = max((len(str(count.times)) for count in listed), default=0)
    return "".join(
        f"{count.times:>{width}}  {style.alarm(count.code)}  "
        f"{style.accent('[*]') if count.fixable else '[ ]'} {count.name}\n"
        for count in listed
    )


def summary(outcome: Outcome, *, wrote: bool) -> str:
    """The last line: how much was found, repaired, and could be repaired.

    Args:
        outcome: what was found.
        wrote: whether the fixes were written, or only shown.
    """
    fixed, found = len(outcome.fixed), len(outcome.findings)
    if fixed and not wrote:
        return f"Would fix {fixed} of {_number(found, 'finding')}, in {_number(outcome.fixed_files, 'file')}."
    sentences = []
    if fixed:
        sentences.append(f"Fixed {_number(fixed, 'finding')} in {_number(outcome.fixed_files, 'file')}.")
    if found:
        places = len({finding.filename for finding in outcome.findings})
        left = " left" if fixed else ""
        sentences.append(f"{_number(found, 'finding')}{left} in {_number(places, 'file')}.")
        sentences += _offers(outcome)
    elif not outcome.files:
        sentences.append("No Python files to check.")
    elif not fixed:
        sentences.append(f"Nothing found in {_number(outcome.files, 'file')}.")
    return " ".join(sentences)


def _offers(outcome: Outcome) -> list[str]:
    kinds = collections.Counter(finding.fix.applicability for finding in outcome.findings if finding.fix)
    offers = []
    allowed = sum(kinds[applicability] for applicability in outcome.allowed)
    if allowed and not outcome.fixed:
        options = "--fix --unsafe-fixes" if Applicability.UNSAFE in outcome.allowed else "--fix"
        offers.append(f"[*] {allowed} fixable with {options}.")
    if Applicability.UNSAFE not in outcome.allowed and kinds[Applicability.UNSAFE]:
        more = " more" if allowed else ""
        offers.append(f"{kinds[Applicability.UNSAFE]}{more} fixable with --fix --unsafe-fixes.")
    return offers


def _full(finding: Finding, outcome: Outcome, style: Style) -> str:
    lines = [head(finding, _mark(finding, outcome), style)]
    source = outcome.sources.get(finding.filename)
    margin = len(str(finding.start.row))
    if source is not None:
        code, caret = snippet(source.part(finding.cell), finding)
        empty = " " * margin
        lines += [
            f"{empty} {style.accent('|')}",
            f"{style.accent(str(finding.start.row))} {style.accent('|')} {code}".rstrip(),
            f"{empty} {style.accent('|')} {style.alarm(caret)}",
        ]
    for title, text in _notes(finding):
        wrapped = textwrap.wrap(visible(text), WRAP, break_long_words=False, break_on_hyphens=False)
        lines.append(f"{' ' * margin} {style.accent('=')} {style.bold(title)}: {wrapped[0]}")
        lines += [" " * (margin + len(title) + 5) + line for line in wrapped[1:]]
    return "\n".join(lines) + "\n"


def _notes(finding: Finding) -> list[tuple[str, str]]:
    notes = []
    if effect := EFFECTS.get(finding.impact):
        notes.append(("why", f"{effect}. {catalogue.reason(finding.code)}".rstrip()))
    for related in finding.related:
        cell = f":cell {related.cell}" if related.cell is not None else ""
        place = f"{related.filename}{cell}:{related.position.row}:{related.position.column}"
        notes.append(("see", f"{place}: {related.message}"))
    if finding.fix is not None:
        notes.append(("fix", f"{finding.fix.message} ({_how(finding.fix.applicability)})"))
    if finding.impact is not Impact.TOOL:
        notes.append(("help", f"tflint-mem explain {finding.code}"))
    return notes


def _how(applicability: Applicability) -> str:
    return {
        Applicability.SAFE: "safe; apply it with --fix",
        Applicability.UNSAFE: "unsafe; apply it with --fix --unsafe-fixes, and review it",
        Applicability.DISPLAY: "shown only; never applied",
    }[applicability]


def snippet(source: Source, finding: Finding) -> tuple[str, str]:
    """The line where the finding starts, as a terminal shows it, and carets under the finding.

    A finding of several lines is underlined to the end of its first one.
    """
    line = source.line(finding.start.row)
    start = min(finding.start.column - 1, len(line))
    end = finding.end.column - 1 if finding.end.row == finding.start.row else len(line.rstrip())
    end = max(start + 1, min(end, len(line)))
    first = max(0, min(start - WIDEST // 4, len(line) - WIDEST)) if len(line) > WIDEST else 0
    last = first + WIDEST
    before = ("..." if first else "") + line[first:start]
    shown = line[start : min(end, last)]
    after = line[end:last] + ("..." if last < len(line) else "")
    width = columns(expanded(before + shown)) - columns(expanded(before))
    return expanded(before + shown + after), " " * columns(expanded(before)) + "^" * max(1, width)


def _mark(finding: Finding, outcome: Outcome) -> str:
    return "[*]" if outcome.fixable(finding) else ""


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
