"""Patterns of paths, as in ``.gitignore`` files.

A pattern is tested on one entry of one folder, as git does while it walks: what lies in an ignored
folder is never asked about.  Made here because the walk is on every run's path and general pattern
libraries take longer to load than a small project takes to lint.
"""

from __future__ import annotations

import functools
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_ANY = "[^/]*"
_ANY_FOLDERS = "(?:.*/)?"
MOST_FOLDERS = 6
"""Stretches of folders that one pattern may leave open: each multiplies the places to try."""
_SPECIAL = re.compile(r"[*?\[\\]")
_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\t-\\r ",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


def written(path: str | Path) -> str:
    """An absolute path without ``..``, by its names alone.

    Patterns are about paths as people write them, so links are not followed.
    """
    return os.path.abspath(path)  # noqa: PTH100


@dataclass(frozen=True)
class Pattern:
    """One line of a ``.gitignore`` file.

    Attributes:
        positive: whether it ignores; one that starts with ``!`` takes back instead.
        folders_only: whether it ends with a slash.
        anchored: whether it is about the path from the file's folder; else about the last name.
        literal: the path or name itself, where the pattern has no wildcards.
        regex: what the path or name must match otherwise.
    """

    positive: bool
    folders_only: bool
    anchored: bool
    literal: str | None
    regex: re.Pattern[str] | None

    def matches(self, path: str, name: str, is_folder: bool) -> bool:
        """Whether the pattern is about an entry, given by its relative path and its last name."""
        if self.folders_only and not is_folder:
            return False
        subject = path if self.anchored else name
        return subject == self.literal if self.regex is None else self.regex.fullmatch(subject) is not None


class Patterns:
    """The patterns of one folder; the last one that matches decides."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._latest_first = tuple(patterns)[::-1]

    @functools.cached_property
    def elsewhere(self) -> Patterns:
        """Those that hold outside their folder too: the ones about last names."""
        return Patterns(pattern for pattern in self._latest_first[::-1] if not pattern.anchored)

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """Whether an entry is ignored; None when no pattern is about it.

        Args:
            path: from the patterns' folder, with ``/`` between names and none at the ends.
            is_folder: whether the entry is a folder.
        """
        name = path.rpartition("/")[2]
        for pattern in self._latest_first:
            if pattern.matches(path, name, is_folder):
                return pattern.positive
        return None

    def covers(self, path: str) -> bool:
        """Whether a file, or a folder it is in, is ignored; outer folders decide first."""
        end = path.find("/")
        while end > 0:
            if self.verdict(path[:end], is_folder=True):
                return True
            end = path.find("/", end + 1)
        return bool(self.verdict(path, is_folder=False))


def parse(line: str) -> Pattern | None:
    """Reads a pattern.

    Returns:
        The pattern, or None for a blank line or a comment.

    Raises:
        ValueError: the pattern can match nothing.
    """
    text = re.sub(r"(?<!\\)((?:\\\\)*) +\Z", r"\1", line)
    if not text or text.startswith("#"):
        return None
    positive = not text.startswith("!")
    text = text if positive else text[1:]
    folders_only = text.endswith("/")
    text = text[:-1] if folders_only else text
    anchored = "/" in text
    text = text[1:] if text.startswith("/") else text
    if not text:
        raise ValueError("names nothing")
    if _SPECIAL.search(text):
        return Pattern(positive, folders_only, anchored, None, re.compile(_translate(text), re.DOTALL))
    return Pattern(positive, folders_only, anchored, text, None)


@functools.lru_cache(maxsize=256)
def compiled(lines: tuple[str, ...]) -> Patterns:
    """The patterns of a setting.

    Raises:
        ValueError: one can match nothing.
    """
    return Patterns(filter(None, (parse(line.removeprefix("./")) for line in lines)))


def parse_file(text: str) -> Patterns:
    """The patterns of a ``.gitignore`` file; like git, passes over lines that can match nothing."""
    found = []
    for line in text.split("\n"):
        try:
            pattern = parse(line.removesuffix("\r"))
        except ValueError:
            continue
        if pattern is not None:
            found.append(pattern)
    return Patterns(found)


def _translate(text: str) -> str:
    parts: list[str] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character == "*":
            part, at = _stars(text, at)
        elif character == "?":
            part, at = "[^/]", at + 1
        elif character == "[":
            part, at = _character_class(text, at)
        elif character == "\\":
            if at + 1 == len(text):
                raise ValueError("ends with a backslash")
            part, at = re.escape(text[at + 1]), at + 2
        else:
            part, at = re.escape(character), at + 1
        parts.append(part)
    if sum(part in (_ANY_FOLDERS, ".+") for part in parts) > MOST_FOLDERS:
        raise ValueError(f"has more than {MOST_FOLDERS} '**'")
    return "".join(_tamed(parts))


def _tamed(parts: list[str]) -> Iterator[str]:
    """The parts, with each star but the last of a name bound to the first place where what follows it fits.

    The next star matches what is left all the same; trying every place would take exponential time.
    """
    at = 0
    while at < len(parts):
        end = at + 1
        if parts[at] == _ANY:
            while end < len(parts) and parts[end] not in (_ANY, _ANY_FOLDERS, "/", ".+"):
                end += 1
        if parts[at] == _ANY and parts[end : end + 1] == [_ANY]:
            yield f"(?=(?P<at{at}>[^/]*?{''.join(parts[at + 1 : end])}))(?P=at{at})"
        else:
            yield from parts[at:end]
        at = end


def _stars(text: str, start: int) -> tuple[str, int]:
    end = start
    while text.startswith("*", end):
        end += 1
    # Two stars cross folders only when they are a whole component.
    whole = end - start > 1 and (start == 0 or text[start - 1] == "/")
    if whole and text.startswith("/", end):
        while text.startswith("**/", end + 1):  # as many as there are say no more than one
            end += 3
        return _ANY_FOLDERS, end + 1
    if whole and (end == len(text) or text.startswith("\\/", end)):  # git knows an escaped slash for one
        return ".+", end
    return _ANY, end


def _character_class(text: str, start: int) -> tuple[str, int]:
    at = start + 1
    negated = text.startswith(("!", "^"), at)
    at += negated
    items: list[str] = []
    first = True
    while first or not text.startswith("]", at):
        first = False
        named = re.compile(r"\[:(\w*):\]").match(text, at)
        if named:
            if named[1] not in _POSIX:
                raise ValueError(f"has no character class called {named[1]!r}")
            items.append(_POSIX[named[1]])
            at = named.end()
            continue
        low, at = _class_character(text, at)
        if text.startswith("-", at) and not text.startswith("-]", at):
            high, at = _class_character(text, at + 1)
            if low <= high:
                items.append(f"{re.escape(low)}-{re.escape(high)}")
        else:
            items.append(re.escape(low))
    at += 1
    if not items:
        return ("[^/]" if negated else "(?!)"), at
    return f"(?!/)[{'^' if negated else ''}{''.join(items)}]", at


def _class_character(text: str, at: int) -> tuple[str, int]:
    at += text.startswith("\\", at)
    if at >= len(text):
        raise ValueError("has a '[' without its ']'")
    return text[at], at + 1
