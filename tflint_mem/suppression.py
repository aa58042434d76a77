"""Comments that silence findings: ``noqa`` as flake8 reads it, and the tool's own directives.

One parser for every front end.  Nothing is read before the first question, and only comments are:
a marker inside a string is text.
"""

from __future__ import annotations

import enum
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from tflint_mem import selectors
from tflint_mem.rule import Finding
from tflint_mem.source import Source

_MARKER = re.compile(r"noqa|tflint-mem:", re.IGNORECASE)
# The two expressions of flake8, but for the codes after "flake8: noqa".
_NOQA = re.compile(r"# noqa(?::\s?(?P<codes>(?:[A-Z]+[0-9]+(?:[,\s]+)?)+))?", re.IGNORECASE)
_NOQA_FILE = re.compile(r"# flake8[:=]\s*noqa(?::\s?(?P<codes>(?:[A-Z]+[0-9]+(?:[,\s]+)?)+))?", re.IGNORECASE)
_DIRECTIVE = re.compile(
    r"#\s*tflint-mem:\s*(?P<verb>disable-file|disable)(?![\w-])"
    r"(?:\s*=\s*(?P<codes>[\w-]+(?:\s*,\s*[\w-]+)*))?"
)
_SEPARATOR = re.compile(r"[,\s]+")
_CONTINUES = frozenset({"elif", "else", "except", "finally"})
_BLANK = frozenset({tokenize.NL, tokenize.COMMENT, tokenize.ENCODING})
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


@dataclass
class Directive:
    """One comment's wish to hear nothing.

    Attributes:
        kind: its form.
        row: where it stands.
        rows: the rows where it holds.
        selectors: codes or prefixes of codes that it names; empty for all.
        unknown: words in it that name no rule.
        used: the codes that it has silenced so far.
    """

    kind: Kind
    row: int
    rows: range
    selectors: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    used: set[str] = field(default_factory=set)

    def covers(self, finding: Finding) -> bool:
        """Whether the directive silences a finding."""
        if finding.start.row not in self.rows and finding.noqa_row not in self.rows:
            return False
        if self.selectors:
            return finding.code.startswith(self.selectors)
        return not self.unknown
