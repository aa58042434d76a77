"""Bytes to text and back, and the places in it: encodings, newlines, offsets, rows and columns."""

from __future__ import annotations

import codecs
import os
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tflint_mem.patterns import written
from tflint_mem.rule import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEWLINE = re.compile(r"\r\n|\n|\r")
# PEP 263: the cookie stands in a comment of its own, on one of the first two lines.
_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_NO_CODE = re.compile(rb"[ \t\f]*(?:#|\Z)")
_LINE = re.compile(rb"([^\r\n]*)(?:\r\n|\r|\n)?")
_AnySource = TypeVar("_AnySource", bound="Source")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

REFUSED_BY_PARSER = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What Python's parser raises for text it refuses, whether for its syntax, a NUL or its depth."""


class SourceError(Exception):
    """A file that cannot be read as Python source.

    Attributes:
        path: the file.
        message: what is wrong, in lower case, without a final period.
        position: where in the file, when that is known.
    """

    def __init__(self, path: Path, message: str, position: Position | None = None) -> None:
        super().__init__(path, message, position)
        self.path = path
        self.message = message
        self.position = position

    def __str__(self) -> str:
        place = f":{self.position.row}:{self.position.column}" if self.position else ""
        return f"{self.path}{place}: {self.message}"


@dataclass(frozen=True)
class Source:
    """One version of a file's text.  Line tables are made when the first position is asked for.

    Lines end as they do for Python's parser: at ``\\n``, ``\\r\\n`` and ``\\r``, never at a form feed or a
    Unicode line separator.

    Attributes:
        path: where the text came from, absolute.
        name: how diagnostics name the file.
        text: the characters, newlines as they are in the file, without the byte order mark.
        encoding: the codec that the file declares, or ``utf-8``.
        bom: whether the file starts with a UTF-8 byte order mark.
    """

    path: Path
    name: str
    text: str
    encoding: str = "utf-8"
    bom: bool = False

    @cached_property
    def _starts(self) -> list[int]:
        if "\r" in self.text:
            return [0, *(newline.end() for newline in _NEWLINE.finditer(self.text))]
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n")[:-1])]

    @property
    def rows(self) -> int:
        """How many lines there are; what follows a final newline is an empty one."""
        return len(self._starts)

    @cached_property
    def newline(self) -> str:
        """The newline that most lines end with; ``\\n`` where none does."""
        crlf = self.text.count("\r\n")
        counts = {
            "\n": self.text.count("\n") - crlf,
            "\r\n": crlf,
            "\r": self.text.count("\r") - crlf,
        }
        return max(counts, key=counts.__getitem__)

    def line(self, row: int) -> str:
        """The text of a row without its newline; empty where there is no such row."""
        if not 1 <= row <= self.rows:
            return ""
        return self.text[self._starts[row - 1] : self._line_end(row)]

    def position(self, offset: int) -> Position:
        """The row and column of a character offset; one outside the text counts as its nearer end."""
        offset = min(max(offset, 0), len(self.text))
        row = bisect_right(self._starts, offset)
        return Position(row, offset - self._starts[row - 1] + 1)

    def offset(self, row: int, column: int) -> int:
        """The character offset of a row and column.

        A column outside the line counts as the line's nearer end, before its newline; a row outside
        the text as the text's nearer end.
        """
        if row < 1:
            return 0
        if row > self.rows:
            return len(self.text)
        start = self._starts[row - 1]
        return min(start + max(column - 1, 0), self._line_end(row))

    def ast_offset(self, lineno: int, col_offset: int) -> int:
        """The character offset of a place as ``ast`` gives it: a row, and a column in UTF-8 bytes from 0."""
        if self.text.isascii():  # known to CPython without looking at the text
            return self.offset(lineno, col_offset + 1)
        line = self.line(lineno)
        if not line.isascii():
            before = line.encode("utf-8", "surrogatepass")[:col_offset]
            col_offset = len(before.decode("utf-8", "ignore"))
        return self.offset(lineno, col_offset + 1)

    def encode(self, text: str) -> bytes:
        """A text as bytes of this file: its encoding, and its byte order mark if it has one.

        Raises:
            SourceError: the encoding has no bytes for some character.
        """
        try:
            data = text.encode(self.encoding)
        except UnicodeError as error:
            position = None
            if isinstance(error, UnicodeEncodeError):
                position = self.replaced(text).position(error.start)
            raise SourceError(
                self.path, f"a character cannot be written in the file's encoding {self.encoding}", position
            ) from error
        return codecs.BOM_UTF8 + data if self.bom else data

    def replaced(self: _AnySource, text: str) -> _AnySource:
        """The same file with another text."""
        return replace(self, text=text)

    # -- parts: a notebook's rows count in its cells; any other file is one part --------------------------

    def part(self, cell: int | None) -> Source:
        """The text that rows and columns in a cell count in."""
        return self

    def in_part(self, position: Position) -> tuple[int | None, Position]:
        """The cell, and the place in it, of a place in the whole text."""
        return None, position

    def row_name(self, row: int) -> str:
        """How messages name a row of the whole text."""
        return f"line {row}"

    def place_name(self, row: int) -> str:
        """How messages about another file name a row of this one's whole text."""
        cell, place = self.in_part(Position(row, 1))
        return f"{self.name}:{row}" if cell is None else f"{self.name}:cell {cell}:{place.row}"

    def problems(self) -> Iterator[tuple[int, SyntaxError]]:
        """The parts that are no Python though others may be, and why."""
        return iter(())

    def magics(self) -> Iterator[tuple[str, str]]:
        """The line magics of a notebook by name, with what they are given."""
        return iter(())

    def changes(self, other: Source) -> Iterator[tuple[str, str, str]]:
        """The name, old text and new text of each part in which another version differs."""
        yield self.name, self.text, other.text

    def _line_end(self, row: int) -> int:
        if row == self.rows:
            return len(self.text)
        end = self._starts[row]
        return end - (2 if self.text.startswith("\r\n", end - 2) else 1)


def name_of(path: Path) -> str:
    """How diagnostics name a file: relative to the working directory when it is below it, else as given."""
    text = str(path)
    here = os.path.join(os.getcwd(), "")  # noqa: PTH109, PTH118  (Paths would cost more than reading does)
    return text[len(here) :] if text.startswith(here) else text


def reason(error: OSError) -> str:
    """Why an operation failed, as messages say it."""
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


def read(path: Path, name: str | None = None) -> Source:
    """Reads a file.

    Args:
        path: the file.
        name: how diagnostics name it; see `name_of` for the default.

    Raises:
        SourceError: the file cannot be opened, or its bytes are no Python source text.
    """
    return decode(read_bytes(path), path, name_of(path) if name is None else name)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123  (a Path takes twice as long)
            return file.read()
    except OSError as error:
        raise SourceError(path, reason(error)) from error


def decode(data: bytes, path: Path, name: str) -> Source:
    """Decodes a file's bytes as Python does (PEP 263).

    Args:
        data: the whole file.
        path: where it came from, or would have.
        name: how diagnostics name it.

    Raises:
        SourceError: the declared encoding is unknown or contradicts the byte order mark, the bytes are
            not valid in it, or there is a NUL character.
    """
    if data.startswith(_UTF_16):
        raise SourceError(
            path, "the file is UTF-16, which Python does not read; save it as UTF-8", Position(1, 1)
        )
    bom = data.startswith(codecs.BOM_UTF8)
    if bom:
        data = data[len(codecs.BOM_UTF8) :]
    encoding, declared = _declared_encoding(data, path, bom)
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise _undecodable(error, data, encoding, declared, path) from error
    source = Source(Path(written(path)), name, text, encoding, bom)
    if path.suffix == ".ipynb":
        from tflint_mem import notebook

        return notebook.decode(text, path, name, bom)
    if "\0" in text:
        raise SourceError(path, "the file contains a NUL character", source.position(text.index("\0")))
    return source


def _declared_encoding(data: bytes, path: Path, bom: bool) -> tuple[str, bool]:
    """The encoding, and whether the file declares it."""
    start = 0
    for row in (1, 2):
        line = _LINE.match(data, start)
        assert line is not None  # it matches the empty string
        cookie = _COOKIE.match(line[1])
        if cookie:
            place = Position(row, cookie.start(1) + 1)
            return _codec_name(cookie[1].decode("ascii", "replace"), path, bom, place), True
        # A second line counts only after a comment or a blank line.
        if not _NO_CODE.match(line[1]):
            break
        start = line.end()
    return "utf-8", False


def _codec_name(cookie: str, path: Path, bom: bool, place: Position) -> str:
    # Python's tokenizer takes utf-8-sig, utf-8-unix (Emacs writes it) and the like for utf-8.
    name = cookie[:12].lower().replace("_", "-")
    if name == "utf-8" or name.startswith("utf-8-"):
        return "utf-8"
    if re.fullmatch(r"(?:latin|iso-8859|iso-latin)-1(?:-.*)?", name):
        codec = "iso8859-1"
    else:
        try:
            codec = codecs.lookup(cookie).name
            readable = "#".encode(codec) == b"#"
        except (LookupError, ValueError) as error:
            raise SourceError(path, f"unknown encoding {cookie!r}", place) from error
        if not readable:
            raise SourceError(path, f"Python source cannot be encoded as {cookie}", place)
    if bom and codec != "utf-8":
        raise SourceError(path, f"the file declares {cookie} but starts with a UTF-8 byte order mark", place)
    return codec


def _undecodable(error: UnicodeError, data: bytes, encoding: str, declared: bool, path: Path) -> SourceError:
    if not isinstance(error, UnicodeDecodeError):
        return SourceError(path, f"the file is not valid {encoding}")
    before = Source(path, "", data[: error.start].decode(encoding, "replace"))
    hint = "" if declared else "; it needs an encoding declaration such as '# -*- coding: latin-1 -*-'"
    return SourceError(
        path,
        f"byte 0x{data[error.start]:02x} is not valid {encoding}{hint}",
        before.position(len(before.text)),
    )
