"""Colour on a terminal, and text that a terminal shows as it was meant."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from typing import TextIO

TAB = 4


@dataclass(frozen=True)
class Style:
    """Marks up text; leaves it alone when colour is off."""

    colour: bool = False

    @classmethod
    def of(cls, stream: TextIO) -> Style:
        """Colour for a terminal that can show it, unless ``NO_COLOR`` is set."""
        wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return cls(wanted and stream.isatty())

    def bold(self, text: str) -> str:
        """What is looked for first."""
        return self._marked("1", text)

    def alarm(self, text: str) -> str:
        """The code of a finding."""
        return self._marked("1;31", text)

    def accent(self, text: str) -> str:
        """The marks around source text, and that of a fix."""
        return self._marked("36", text)

    def _marked(self, codes: str, text: str) -> str:
        return f"\033[{codes}m{text}\033[0m" if self.colour else text


def visible(text: str) -> str:
    """The text with control characters shown as their pictures: file names and code are not trusted."""
    return text.translate(_PICTURES)


def columns(text: str) -> int:
    """How many cells of a terminal the text fills."""
    return sum(_cells(character) for character in text)


def expanded(line: str) -> str:
    """A source line with tabs as spaces, the same width wherever the line is put."""
    result = ""
    for character in line:
        if character == "\t":
            result += " " * (TAB - columns(result) % TAB)
        else:
            result += character
    return visible(result)


_PICTURES = {code: 0x2400 + code for code in range(32)} | {127: 0x2421}
_PICTURES |= dict.fromkeys((*range(0x80, 0xA0), *range(0x2028, 0x202F)), 0xFFFD)
_PICTURES |= dict.fromkeys(range(0x2066, 0x206A), 0xFFFD)
"""Control characters, and those that reverse the direction of what follows."""


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
