"""Jupyter notebooks as source: one program made of the code cells, and the way back into the JSON.

The program is as long, cell by cell, as what the cells hold: lines for IPython (``%``, ``!``, ``?``) are
overwritten with comments in place.  Comment rows that occur nowhere else stand between the cells, and
the fixer never loses a comment, so a repaired program falls apart into its cells again.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_mem.patterns import written
from tflint_mem.rule import Position
from tflint_mem.source import REFUSED_BY_PARSER, Source, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.rule import Finding

_BLANK = re.compile(r"[ \t\n\r]*")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
# Cell magics whose body is Python all the same.
_PYTHON_BODY = re.compile(r"%%(?:time|timeit|capture|prun|memit|mprun|python3?|tensorflow_version)\b")
_MAGIC = re.compile(r"[ \t]*(?:[%!?]|[\w.*%]+\s*\?{1,2}\s*$)")
# Lines that IPython takes too; they may be parts of statements, so that only the parser tells.
_ESCAPED = re.compile(r"[ \t]*[,;/]|.*[\w*\]]\?{1,2}\s*$")
# What they time is Python: only their names are overwritten, but before blocks, which nothing may precede.
_TIMED = re.compile(
    r"[ \t]*(%(?:time|timeit|prun|memit)[ \t]+)(?![-\s]|(?:for|while|with|if|try|async|def|class)\b)"
)
_ASSIGNED = re.compile(r"[ \t]*[A-Za-z_][\w.,\[\]'\" \t]*=[ \t]*(?=[%!])")
_MAGICS = """
    alias alias_magic autoawait autocall autoindent automagic autoreload autosave bookmark cat cd clear
    code_wrap colors conda config connect_info cp dhist dirs edit env gui hist history ldir less lf lk ll
    load load_ext loadpy logoff logon logstart logstate logstop ls lsmagic lx macro magic mamba man
    matplotlib memit micromamba mkdir more mprun mv notebook page pastebin pdb pdef pdoc pfile pinfo
    pinfo2 pip popd pprint precision prun psearch psource pushd pwd pycat pylab qtconsole quickref recall
    rehashx reload_ext rep rerun reset reset_selective rm rmdir run save sc set_env store sx system tb
    tensorboard time timeit unalias unload_ext uv who who_ls whos xdel xmode
"""
# Only a cell of one line may call them without the ``%``, unless IPython is told not to take it.
_AUTOMATIC = re.compile(rf"\s*(?:{'|'.join(_MAGICS.split())})[ \t]+\S[^\n]*\s*$")
# The prompts of a session that was copied into a cell; IPython takes them off where one stands first.
_PROMPT = re.compile(r"(?m)^(?:>>>|In \[\d+\]:|[ \t]*\.{3,}:?)(?: |$)")
_LINE_MAGIC = re.compile(r"[ \t]*%?([a-z_]+)[ \t]+(\S.*)")


@dataclass(frozen=True)
class Cell:
    """A code cell.

    Attributes:
        number: its place among all cells of the notebook, from 1.
        text: what it holds.
        code: the Python in it, as long as ``text``.
        place: where the JSON value of its source is, as offsets into the document.
        problem: why it is no Python; None where it is, or is not meant to be.
        opaque: whether ``code`` is nothing but comments, since the cell is no Python.
    """

    number: int
    text: str
    code: str
    place: tuple[int, int]
    problem: SyntaxError | None = None
    opaque: bool = False

    def restored(self, code: str) -> str | None:
        """The cell's text with its Python replaced by ``code``; None when a line for IPython changed."""
        if code == self.code:
            return self.text
        if self.opaque:
            return None
        old, new = self.code.split("\n"), code.split("\n")
        written = self.text.split("\n")
        for line in dict.fromkeys(a for a, b in zip(old, written, strict=True) if a != b):
            before = [index for index, other in enumerate(old) if other == line]
            after = [index for index, other in enumerate(new) if other == line]
            if len(before) != len(after):
                return None
            for source, target in zip(before, after, strict=True):
                new[target] = written[source]
        return "\n".join(new)


@dataclass(frozen=True)
class Notebook(Source):
    """A notebook's program.  Rows and columns of ``Source``'s own questions are those of the program.

    Attributes:
        document: the JSON text of the file.
        cells: the code cells, in order.
        separator: the comment that stands between two of them.
    """

    document: str = ""
    cells: tuple[Cell, ...] = ()
    separator: str = ""

    @cached_property
    def _pieces(self) -> list[str]:
        return self.text.split(f"\n{self.separator}\n") if self.cells else []

    @cached_property
    def _first_rows(self) -> list[int]:
        """The row of the program in which each cell starts."""
        gap = len(self.separator) + 2
        offsets = accumulate((len(piece) + gap for piece in self._pieces), initial=0)
        return [super(Notebook, self).position(offset).row for offset in list(offsets)[:-1]]

    def _index(self, row: int) -> int:
        return max(bisect_right(self._first_rows, row) - 1, 0)

    def part(self, cell: int | None) -> Source:
        """The text that rows and columns in a cell count in."""
        for index, candidate in enumerate(self.cells):
            if candidate.number == cell and len(self._pieces) == len(self.cells):
                piece = self._pieces[index]
                return Source(self.path, self.name, candidate.restored(piece) or piece)
        return Source(self.path, self.name, "")

    def in_part(self, position: Position) -> tuple[int | None, Position]:
        """The cell, and the place in it, of a place in the program."""
        if not self.cells:
            return None, position
        index = min(self._index(position.row), len(self.cells) - 1)
        return self.cells[index].number, Position(position.row - self._first_rows[index] + 1, position.column)

    def row_name(self, row: int) -> str:
        """How messages name a row of the program."""
        cell, place = self.in_part(Position(row, 1))
        return f"line {place.row} of cell {cell}"

    def problems(self) -> Iterator[tuple[int, SyntaxError]]:
        """The cells that are no Python, and why."""
        for cell in self.cells:
            if cell.problem:
                yield cell.number, cell.problem

    def encode(self, text: str) -> bytes:
        """The notebook with another program: bytes that differ from the file's in changed cells only.

        Raises:
            SourceError: the program does not fall apart into the notebook's cells.
        """
        changed = self.replaced(text)
        document = self.document
        if len(changed._pieces) != len(self.cells):
            raise SourceError(self.path, "the change would reach over the end of a cell")
        for cell, piece in reversed([*zip(self.cells, changed._pieces, strict=True)]):
            new = cell.restored(piece)
            if new is None:
                raise SourceError(self.path, f"a line for IPython in cell {cell.number} would change")
            if new != cell.text:
                start, end = cell.place
                document = document[:start] + _written(document[start:end], new) + document[end:]
        return super().encode(document)

    def magics(self) -> Iterator[tuple[str, str]]:
        """The line magics in the cells by name, with what they are given."""
        for cell in self.cells:
            if not cell.text.lstrip().startswith("%%"):
                for taken, line in zip(cell.text.split("\n"), cell.code.split("\n"), strict=True):
                    if taken != line and (magic := _LINE_MAGIC.match(taken)):
                        yield magic[1], magic[2]

    def changes(self, other: Source) -> Iterator[tuple[str, str, str]]:
        """The name, old text and new text of each cell in which another version differs."""
        for cell in self.cells:
            old, new = self.part(cell.number).text, other.part(cell.number).text
            if old != new:
                yield f"{self.name}:cell {cell.number}", old, new


def decode(text: str, path: Path, name: str, bom: bool) -> Notebook:
    """Reads a notebook's JSON.

    Args:
        text: the decoded file.
        path: where it came from, or would have.
        name: how diagnostics name it.
        bom: whether it started with a byte order mark.

    Raises:
        SourceError: it is no JSON, or no notebook of format 4.
    """
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        place = Source(path, name, text).position(error.pos)
        message = error.msg[:1].lower() + error.msg[1:]
        raise SourceError(path, f"the notebook is not valid JSON: {message}", place) from error
    except (ValueError, RecursionError) as error:
        raise SourceError(path, f"the notebook cannot be read: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        worksheets = isinstance(content, dict) and "worksheets" in content
        why = "it has an old format; 'jupyter nbconvert --to notebook' brings it up to date"
        raise SourceError(path, f"not a notebook: {why if worksheets else 'it has no list of cells'}")
    try:
        cells = tuple(_cells(text, content)) if _is_python(content.get("metadata")) else ()
    except _UnfitError as unfit:
        raise SourceError(path, f"not a notebook: {unfit}") from unfit
    separator = "# %% cell"
    while any(separator in cell.text for cell in cells):
        separator += "-"
    program = f"\n{separator}\n".join(cell.code for cell in cells)
    return Notebook(Path(written(path)), name, program, "utf-8", bom, text, cells, separator)


class _UnfitError(Exception):
    """A cell is not what notebooks hold; the text says what is wrong."""


def _is_python(metadata: object) -> bool:
    """Whether a notebook's kernel, as far as it says, runs Python."""
    if not isinstance(metadata, dict):
        return True
    for table, key in (("language_info", "name"), ("kernelspec", "language")):
        described = metadata.get(table)
        language = described.get(key) if isinstance(described, dict) else None
        if isinstance(language, str):
            return "python" in language.lower()
    return True


def _cells(document: str, content: dict[str, Any]) -> Iterator[Cell]:
    places = _source_places(document)
    for number, (cell, place) in enumerate(zip(content["cells"], places, strict=True), 1):
        if not isinstance(cell, dict):
            raise _UnfitError(f"cell {number} is not an object")
        if cell.get("cell_type") != "code" or _other_language(cell.get("metadata")):
            continue
        source = cell.get("source", "")
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if not isinstance(source, str):
            raise _UnfitError(f"the source of cell {number} is no text")
        if place is not None:
            code, problem = _python(source)
            yield Cell(number, source, code or _blanked(source), place, problem, opaque=code is None)


def _other_language(metadata: object) -> bool:
    editor = metadata.get("vscode") if isinstance(metadata, dict) else None
    language = editor.get("languageId") if isinstance(editor, dict) else None
    return isinstance(language, str) and language != "python"


# --- where the sources are in the JSON


def _source_places(document: str) -> list[tuple[int, int] | None]:
    """For each cell the offsets of its source's value; None where it has none."""
    places: list[tuple[int, int] | None] = []
    for key, start, _ in _members(document, _skip(document, 0)):
        if key == "cells":
            places = [_source_place(document, begin) for begin, _ in _items(document, start)]
    return places


def _source_place(document: str, start: int) -> tuple[int, int] | None:
    if document[start] != "{":
        return None
    found = None
    for key, begin, end in _members(document, start):
        if key == "source":
            found = (begin, end)
    return found


def _members(document: str, start: int) -> Iterator[tuple[str, int, int]]:
    """The keys of an object with the offsets of their values; the object is known to be right."""
    decoder = json.JSONDecoder()
    at = _skip(document, start + 1)
    while document[at] != "}":
        key, at = decoder.raw_decode(document, at)
        begin = _skip(document, _skip(document, at) + 1)
        _, at = decoder.raw_decode(document, begin)
        yield key, begin, at
        at = _skip(document, at)
        if document[at] == ",":
            at = _skip(document, at + 1)


def _items(document: str, start: int) -> Iterator[tuple[int, int]]:
    """The offsets of an array's values; the array is known to be right."""
    decoder = json.JSONDecoder()
    at = _skip(document, start + 1)
    while document[at] != "]":
        begin = at
        _, at = decoder.raw_decode(document, begin)
        yield begin, at
        at = _skip(document, at)
        if document[at] == ",":
            at = _skip(document, at + 1)


def _skip(document: str, at: int) -> int:
    blank = _BLANK.match(document, at)
    return blank.end() if blank else at


def _written(old: str, text: str) -> str:
    """A source as JSON, in the manner of the value whose place it takes; lines that stay keep their bytes."""
    ascii_only = old.isascii()
    if not old.startswith("["):
        return json.dumps(text, ensure_ascii=ascii_only)
    places = list(_items(old, 0))
    known = {json.loads(old[start:end]): old[start:end] for start, end in places}
    lines = [known.get(line) or json.dumps(line, ensure_ascii=ascii_only) for line in _LINES.findall(text)]
    if not places:
        return f"[{', '.join(lines)}]"
    first, last = places[0][0], places[-1][1]
    between = old[places[0][1] : places[1][0]] if len(places) > 1 else "," + (old[1:first] or " ")
    return old[:first] + between.join(lines) + old[last:]


# --- what IPython would take for itself


def _python(text: str) -> tuple[str | None, SyntaxError | None]:
    """The Python of a cell, as long as the cell; None, and why, where there is none."""
    error = _refusal(text)
    if error is None:
        return text, None
    first = text.lstrip()
    if _AUTOMATIC.match(text) or (first.startswith("%%") and not _PYTHON_BODY.match(first)):
        return None, None
    if _PROMPT.match(first) and _python(_PROMPT.sub("", first))[1] is None:
        return None, None
    lines = text.split("\n")
    for _ in range(len(lines)):
        row = (error.lineno or 1) - 1
        if not (row < len(lines) and (_neutralise(lines, row) or _neutralise(lines, row, _ESCAPED))):
            break
        error = _refusal("\n".join(lines))
        if error is None:
            return "\n".join(lines), None
    # The parser stumbled elsewhere, as over a quotation mark in a shell command: take them all.
    for row in range(len(lines)):
        _neutralise(lines, row)
    error = _refusal("\n".join(lines))
    if error is None:
        return "\n".join(lines), None
    # IPython takes what a cell starts with off all lines that have it.
    begun = text.lstrip("\n")
    indent = begun[: len(begun) - len(begun.lstrip(" \t"))]
    taken = [line.removeprefix(indent) for line in lines]
    return None, None if indent and _refusal("\n".join(taken)) is None else error


def _refusal(code: str) -> SyntaxError | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
    except SyntaxError as error:
        return error
    except REFUSED_BY_PARSER as error:
        return SyntaxError(str(error) or "nests too deeply for this Python's parser")
    return None


def _neutralise(lines: list[str], row: int, magic: re.Pattern[str] = _MAGIC) -> bool:
    """Overwrites a line for IPython, and those that backslashes join to it; False when it is none."""
    line = lines[row]
    if timed := _TIMED.match(line):
        lines[row] = line[: timed.start(1)] + "0;".ljust(len(timed[1])) + line[timed.end() :]
        return True
    assigned = _ASSIGNED.match(line)
    if assigned is None and not magic.match(line):
        return False
    begins = not any(above.strip() for above in lines[:row])
    # IPython takes off what the first line is indented by.
    start = assigned.end() if assigned else 0 if begins else len(line) - len(line.lstrip())
    # A statement, where a block may hold nothing else; a comment would do elsewhere.
    mark = "0#" if start else "#"
    lines[row] = line[:start] + (mark + line[start + len(mark) :])[: len(line) - start]
    while lines[row].endswith("\\") and row + 1 < len(lines):
        row += 1
        lines[row] = _blanked(lines[row])
    return True


def _blanked(text: str) -> str:
    """Text of the same length that is comments only."""
    return "\n".join("#" + line[1:] if line.strip() else " " * len(line) for line in text.split("\n"))


def relocated(finding: Finding, source: Source) -> Finding:
    """A finding of the program, placed in its cell."""
    cell, start = source.in_part(finding.start)
    if cell is None:
        return finding
    related = []
    for place in finding.related:
        if place.filename == source.name:
            other, position = source.in_part(place.position)
            place = replace(place, position=position, cell=other)
        related.append(place)
    return replace(
        finding,
        cell=cell,
        start=start,
        end=source.in_part(finding.end)[1],
        related=tuple(related),
        noqa_row=source.in_part(Position(finding.noqa_row, 1))[1].row if finding.noqa_row else 0,
    )
