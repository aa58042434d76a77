"""Comments that silence findings: ``noqa`` as flake8 reads it, and the tool's own directives.

One parser for every front end.  Nothing is read before the first question, and only comments are:
a marker inside a string is text.
"""

from __future__ import annotations

import enum
import re
import tokenize
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tflint_mem import selectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_mem.rule import Finding
    from tflint_mem.source import Source

MARKER = re.compile(r"noqa|tflint-mem:", re.IGNORECASE)
"""What stands in every comment that may silence something."""

# The two expressions of flake8, but for the codes after "flake8: noqa".
_NOQA = re.compile(r"# noqa(?::\s?(?P<codes>(?:[A-Z]+[0-9]+(?:[,\s]+)?)+))?", re.IGNORECASE)
_NOQA_FILE = re.compile(r"# flake8[:=]\s*noqa(?::\s?(?P<codes>(?:[A-Z]+[0-9]+(?:[,\s]+)?)+))?", re.IGNORECASE)
_DIRECTIVE = re.compile(
    r"#\s*tflint-mem:\s*(?P<verb>disable-file|disable)(?![\w-])"
    r"(?:\s*=\s*(?P<codes>[\w-]+(?:\s*,\s*[\w-]+)*))?"
)
_WORD = re.compile(r"[^,\s]+")
_CONTINUES = frozenset({"elif", "else", "except", "finally"})
_EVERY_ROW = range(1, 1 << 60)


class Kind(str, enum.Enum):
    """What a directive looks like, and so where it holds."""

    NOQA = "noqa"
    """``# noqa``: on its row, and the rows that a multi-line string or a backslash joins to it."""
    NOQA_FILE = "flake8: noqa"
    """``# flake8: noqa`` on a row of its own: in the file."""
    DISABLE = "disable"
    """``# tflint-mem: disable=...``: on its logical line, or on the statement that follows its own row."""
    DISABLE_FILE = "disable-file"
    """``# tflint-mem: disable-file=...``: in the file."""


_HOST_KINDS = (Kind.NOQA, Kind.NOQA_FILE)
"""The comments that flake8 reads itself."""


@dataclass(frozen=True)
class Word:
    """A code, prefix or name in a directive.

    Attributes:
        text: as it is written.
        code: what it stands for; empty where it names no rule.
        column: where it starts in its row, from 0.
    """

    text: str
    code: str
    column: int

    @property
    def end(self) -> int:
        """The column after it."""
        return self.column + len(self.text)


@dataclass
class Directive:
    """One comment's wish to hear nothing.

    Attributes:
        kind: its form.
        row: where it stands.
        rows: the rows where it holds.
        columns: the stretch of its row that it takes, from 0.
        words: what it names; none for everything.
        used: the codes that it has silenced so far.
    """

    kind: Kind
    row: int
    rows: range
    columns: range
    words: tuple[Word, ...] = ()
    used: set[str] = field(default_factory=set)

    @cached_property
    def selectors(self) -> tuple[str, ...]:
        """The codes or prefixes of codes that it names; empty for all."""
        known = tuple(word.code for word in self.words if word.code)
        return () if selectors.ALL in known else known

    @property
    def unknown(self) -> tuple[str, ...]:
        """Words in it that name no rule."""
        return tuple(word.text for word in self.words if not word.code)

    def covers(self, finding: Finding) -> bool:
        """Whether the directive silences a finding."""
        if finding.start.row not in self.rows and finding.noqa_row not in self.rows:
            return False
        if self.selectors:
            return finding.code.startswith(self.selectors)
        return not self.unknown


class Suppressions:
    """The directives of one file."""

    def __init__(self, source: Source, *, noqa: bool = True) -> None:
        """Prepares the file's directives; nothing is read yet.

        Args:
            source: the file.
            noqa: whether ``noqa`` comments silence anything; flake8 looks after them itself.
        """
        self._source = source
        self._noqa = noqa

    @cached_property
    def directives(self) -> tuple[Directive, ...]:
        """All directives, in file order."""
        if not MARKER.search(self._source.text):
            return ()
        return tuple(
            directive
            for comment in _comments(self._source)
            if MARKER.search(comment.text)
            for directive in _read(comment)
        )

    def suppresses(self, finding: Finding) -> bool:
        """Whether a comment silences a finding; the directives that cover it remember it."""
        covering = [directive for directive in self.directives if directive.covers(finding)]
        for directive in covering:
            directive.used.add(finding.code)
        return any(self._noqa or directive.kind not in _HOST_KINDS for directive in covering)


@dataclass
class _Line:
    """A logical line: one statement, or the header of one."""

    first_row: int
    last_row: int
    column: int
    depth: int
    word: str


@dataclass
class _Comment:
    """A comment with the rows that each kind of directive in it is about."""

    text: str
    row: int
    column: int
    own_row: bool
    joined_rows: range
    statement_rows: range


def _read(comment: _Comment) -> Iterator[Directive]:
    file_wide = _NOQA_FILE.match(comment.text) if comment.own_row else None
    if file_wide:
        yield _directive(Kind.NOQA_FILE, comment, file_wide, _EVERY_ROW)
    noqa = _NOQA.search(comment.text)
    if noqa:
        yield _directive(Kind.NOQA, comment, noqa, comment.joined_rows)
    for match in _DIRECTIVE.finditer(comment.text):
        kind = Kind(match["verb"])
        rows = _EVERY_ROW if kind is Kind.DISABLE_FILE else comment.statement_rows
        yield _directive(kind, comment, match, rows)


def _directive(kind: Kind, comment: _Comment, match: re.Match[str], rows: range) -> Directive:
    columns = range(comment.column + match.start(), comment.column + match.end())
    words = []
    for word in _WORD.finditer(comment.text, *match.span("codes")) if match["codes"] else ():
        # For flake8 every word is a code, whatever tools there are.
        code = word[0] if kind in _HOST_KINDS else selectors.find(word[0]) or ""
        words.append(Word(word[0], code, comment.column + word.start()))
    return Directive(kind, comment.row, rows, columns, tuple(words))


def _comments(source: Source) -> list[_Comment]:
    try:
        return _Reader(source).comments()
    except (tokenize.TokenError, SyntaxError):
        return _comments_by_row(source)


class _Reader:
    """Goes through the tokens once and relates comments to logical lines."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines: list[_Line] = []
        self._current: _Line | None = None
        self._pending: list[tuple[_Comment, int, int | None]] = []

    def comments(self) -> list[_Comment]:
        """All comments of the file.

        Raises:
            SyntaxError, tokenize.TokenError: the text does not fall into tokens.
        """
        depth = 0
        joined: list[_Comment] = []
        first_row = last_row = 0
        for token in tokenize.generate_tokens(_readline(self._source)):
            if token.type in (tokenize.INDENT, tokenize.DEDENT):
                depth += 1 if token.type == tokenize.INDENT else -1
                continue
            if token.type == tokenize.ENDMARKER:
                break
            first_row = first_row or token.start[0]
            last_row = token.end[0]
            if token.type == tokenize.COMMENT:
                joined.append(self._comment(token))
            elif token.type in (tokenize.NL, tokenize.NEWLINE):
                last_row = token.start[0]
                for comment in joined:
                    comment.joined_rows = range(first_row, last_row + 1)
                joined, first_row = [], 0
                if token.type == tokenize.NEWLINE:
                    self._end_line(last_row)
            elif self._current is None:
                self._current = _Line(*_span(token), token.start[1], depth, token.string)
        self._end_line(last_row)
        return [self._placed(*pending) for pending in self._pending]

    def _comment(self, token: tokenize.TokenInfo) -> _Comment:
        row, column = token.start
        own_row = not self._source.line(row)[:column].strip()
        comment = _Comment(token.string, row, column, own_row, range(row, row + 1), range(row, row + 1))
        # Inside a logical line a comment is about that line; else about the next one.
        self._pending.append((comment, len(self._lines), None if self._current else column))
        return comment

    def _end_line(self, row: int) -> None:
        if self._current is not None:
            self._current.last_row = row
            self._lines.append(self._current)
            self._current = None

    def _placed(self, comment: _Comment, index: int, column: int | None) -> _Comment:
        if index < len(self._lines):
            line = self._lines[index]
            if column is None:
                comment.statement_rows = range(line.first_row, line.last_row + 1)
            elif column <= line.column:
                # A comment that is indented deeper ends its block and is about nothing that follows.
                comment.statement_rows = range(comment.row, self._statement_end(index) + 1)
        return comment

    def _statement_end(self, index: int) -> int:
        lines = self._lines
        first = lines[index]
        while lines[index].word == "@" and index + 1 < len(lines):
            index += 1
        for later in lines[index + 1 :]:
            clause = later.depth == first.depth and later.word in _CONTINUES and first.word not in _CONTINUES
            if later.depth <= first.depth and not clause:
                break
            index += 1
        return lines[index].last_row


def _span(token: tokenize.TokenInfo) -> tuple[int, int]:
    return token.start[0], token.end[0]


def _readline(source: Source) -> Callable[[], str]:
    # Lines as the parser counts them: tokenize itself would pass over a lone carriage return.
    rows = (source.line(row) + ("\n" if row < source.rows else "") for row in range(1, source.rows + 1))
    return lambda: next(rows, "")


def _comments_by_row(source: Source) -> list[_Comment]:
    """A guess for text that is no Python: what follows a ``#`` is a comment about its row."""
    found = []
    for row in range(1, source.rows + 1):
        before, hash_sign, after = source.line(row).partition("#")
        if hash_sign:
            own_row = not before.strip()
            here = range(row, row + 1)
            about = range(row, row + 2) if own_row else here
            found.append(_Comment(hash_sign + after, row, len(before), own_row, here, about))
    return found
