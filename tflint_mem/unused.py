"""Comments that silence nothing: what TFM902 says of them, and how they are taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem import registry, selectors
from tflint_mem.rule import Applicability, Edit, Finding, Fix, Impact, Position
from tflint_mem.suppression import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.source import Source
    from tflint_mem.suppression import Directive, Suppressions, Word

CODE = "TFM902"


def unused(source: Source, suppressions: Suppressions, ran: frozenset[str]) -> Iterator[Finding]:
    """One finding for each comment with a code that silenced none of the findings shown to it.

    Args:
        source: the file.
        suppressions: its comments, after they have seen all findings.
        ran: the codes of the rules that examined the file; the others might have found something.
    """
    for directive in suppressions.directives:
        idle = [word for word in directive.words if _idle(word, directive, ran)]
        if idle and _is_python(source, directive.row):
            finding = _finding(source, directive, idle)
            if not suppressions.suppresses(finding):
                yield finding


def _idle(word: Word, directive: Directive, ran: frozenset[str]) -> bool:
    if any(code.startswith(word.code) for code in directive.used) or selectors.find(word.code) != word.code:
        return False
    meant = [code for code in registry.codes() if code.startswith(word.code)]
    return bool(meant) and ran.issuperset(meant)


def _is_python(source: Source, row: int) -> bool:
    """Whether a row is the user's own Python: in notebooks, lines for IPython only look like comments."""
    cell, place = source.in_part(Position(row, 1))
    return source.part(cell).line(place.row) == source.line(row)


def _finding(source: Source, directive: Directive, idle: list[Word]) -> Finding:
    names = list(dict.fromkeys(word.text for word in idle))
    silence = "silences nothing" if len(names) == 1 else "silence nothing"
    whole = len(idle) == len(directive.words)
    remedy = (
        "remove the comment" if whole else f"remove {'it' if len(names) == 1 else 'them'} from the comment"
    )
    where = "in this file" if directive.kind in (Kind.NOQA_FILE, Kind.DISABLE_FILE) else "here"
    edit = _without_directive(source, directive) if whole else _without_words(source, directive, idle)
    fix = Fix(remedy, (edit,), Applicability.SAFE) if edit else None
    return Finding(
        code=CODE,
        name=registry.TOOL_CODES[CODE],
        message=f"{', '.join(names)} {silence} {where}; {remedy}",
        impact=Impact.TOOL,
        filename=source.name,
        start=Position(directive.row, directive.columns.start + 1),
        end=Position(directive.row, directive.columns.stop + 1),
        fix=fix,
        noqa_row=directive.row,
    )


def _without_words(source: Source, directive: Directive, idle: list[Word]) -> Edit:
    """Leaves out words of a list, with what separates them from the ones before."""
    line = source.line(directive.row)
    first, last = directive.words[0], directive.words[-1]
    head, kept = line[directive.columns.start : first.column], ""
    for before, word in zip((None, *directive.words), directive.words, strict=False):
        if word not in idle:
            separator = line[before.end : word.column] if before and kept else ""
            kept += separator + word.text
    start = source.offset(directive.row, directive.columns.start + 1)
    return Edit(start, source.offset(directive.row, last.end + 1), head + kept)


def _without_directive(source: Source, directive: Directive) -> Edit | None:
    """Takes a directive out of its comment; None where words of the user's own hang on it."""
    row, line = directive.row, source.line(directive.row)
    before = line[: directive.columns.start].rstrip()
    after = line[directive.columns.stop :].strip()
    if (after and not after.startswith("#")) or before.endswith("#"):
        return None
    start, end = source.offset(row, len(before) + 1), source.offset(row, len(line) + 1)
    if after:
        return Edit(source.offset(row, directive.columns.start + 1), end, after)
    if before:
        return Edit(start, end, "")
    cell, place = source.in_part(Position(row, 1))
    if place.row > 1:  # with the end of the line before: what follows may be the next cell
        return Edit(source.offset(row - 1, len(source.line(row - 1)) + 1), end, "")
    following = source.in_part(Position(row + 1, 1))
    alone = following[0] != cell or following[1].row > source.part(cell).rows
    return Edit(source.offset(row, 1), end if alone else source.offset(row + 1, 1), "")
