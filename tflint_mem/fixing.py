"""Applies fixes until nothing changes, and writes files so that no reader ever sees half of one.

Each pass takes the findings in file order.  A fix enters whole or waits for the next pass, where it is
made anew from the changed text; a pass whose result fails a guard is redone fix by fix, to drop those
that are to blame.
"""

from __future__ import annotations

import ast
import difflib
import io
import os
import shutil
import stat
import tokenize
import warnings
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_mem.source import REFUSED_BY_PARSER, SourceError, reason
from tflint_mem.suppression import MARKER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tflint_mem.rule import Applicability, Edit, Finding
    from tflint_mem.source import Source

MAX_PASSES = 10

_NO_NEWLINE = "\\ No newline at end of file"


@dataclass(frozen=True)
class Fixed:
    """What fixing made of a file.

    Attributes:
        source: the repaired text.
        applied: the findings whose fixes were made, each placed in the text of its pass.
        remaining: what stands in the repaired text.
        notes: fixes that were dropped and rules that disagree, for people.
    """

    source: Source
    applied: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    notes: tuple[str, ...]


class WriteError(Exception):
    """A file could not be written; it still holds what it held.

    Attributes:
        path: the file, as it was named.
        message: why, in lower case, without a final period.
    """

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(path, message)
        self.path = path
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


def fix(source: Source, check: Callable[[Source], list[Finding]], allowed: frozenset[Applicability]) -> Fixed:
    """Repairs a text as far as its findings' fixes go.

    Args:
        source: the text.
        check: finds what is wrong with a text; called for every version.
        allowed: the applicabilities that may be applied.

    Returns:
        The repaired text.  When fixes undo one another, it is the text from which the circle started.
    """
    applied: list[Finding] = []
    findings = check(source)
    history = {source.text: (0, findings)}
    notes: list[str] = []
    for _ in range(MAX_PASSES):
        entered, text, notes = _pass(source, _fixable(findings, allowed))
        if not entered:
            break
        applied += entered
        if text in history:
            made, findings = history[text]
            effect = "change nothing" if text == source.text else "undo one another: none of them was made"
            notes.append(f"the fixes of {_codes(applied[made:])} {effect}")
            del applied[made:]
            source = source.replaced(text)
            break
        source = source.replaced(text)
        findings = check(source)
        history[text] = (len(applied), findings)
    else:
        if waiting := _fixable(findings, allowed):
            notes.append(f"stopped after {MAX_PASSES} passes: {_codes(waiting)} would still be fixed")
    return Fixed(source, tuple(applied), tuple(findings), tuple(notes))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; insertions at one offset enter in the order given.

    Raises:
        ValueError: edits overlap or lie outside of the text.
    """
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not done <= edit.start <= edit.end <= len(text):
            raise ValueError(f"the edit at {edit.start}:{edit.end} overlaps another or leaves the text")
        pieces += (text[done : edit.start], edit.content)
        done = edit.end
    pieces.append(text[done:])
    return "".join(pieces)


def diff(name: str, old: str, new: str) -> str:
    """What changed between two texts of a file, in the unified format that ``patch -p0`` takes."""
    # As for git, a tab ends a name that has blanks in it.
    label = f"{name}\t" if " " in name else name
    lines = difflib.unified_diff(_diff_lines(old), _diff_lines(new), label, label)
    return "".join(line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}\n" for line in lines)


def write(path: Path, old: bytes, new: bytes) -> None:
    """Replaces a file's content in one step: whoever reads it, whenever, finds all of ``old`` or of ``new``.

    The file keeps its mode, owner and extended attributes; of a symbolic link the target is written.

    Args:
        path: the file.
        old: what it must still hold.
        new: what it is to hold.

    Raises:
        WriteError: the file changed since it was read, is read-only, or the system refuses.
    """
    try:
        target = Path(os.path.realpath(path))
        status = target.stat()
        if not stat.S_ISREG(status.st_mode):
            raise WriteError(path, "is not a regular file")
        # Replacing needs no permission on the file itself, and the superuser has it always: ask the mode.
        if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
            raise WriteError(path, "is read-only")
        _expect(path, target, old)
        _replace(path, target, old, new)
    except OSError as error:
        raise WriteError(path, f"cannot be written: {reason(error)}") from error
    _sync_folder(target.parent)


def _fixable(findings: Iterable[Finding], allowed: frozenset[Applicability]) -> list[Finding]:
    return sorted(
        (
            finding
            for finding in findings
            if finding.fix and finding.fix.edits and finding.fix.applicability in allowed
        ),
        key=lambda finding: finding.sort_key,
    )


def _codes(findings: Iterable[Finding]) -> str:
    return ", ".join(sorted({finding.code for finding in findings}))


def _edits(findings: Iterable[Finding]) -> list[Edit]:
    """All edits of fixes that go together; the same import is added once."""
    edits: list[Edit] = []
    for finding in findings:
        for edit in finding.fix.edits if finding.fix else ():
            if not (_adds_import(edit) and edit in edits):
                edits.append(edit)
    return edits


def _pass(source: Source, fixable: Sequence[Finding]) -> tuple[list[Finding], str, list[str]]:
    """One round: the findings whose fixes were made, the text with them, and why others were dropped."""
    guard = _Guard(source)
    claims = _Claims()
    entered = [finding for finding in fixable if claims.take(finding)]
    try:
        return entered, guard.result(_edits(entered)), []
    except _GuardError:
        return _pass_singly(source, guard, fixable)


def _pass_singly(
    source: Source, guard: _Guard, fixable: Sequence[Finding]
) -> tuple[list[Finding], str, list[str]]:
    """As ``_pass``, when the fixes that could be made together fail a guard together."""
    entered: list[Finding] = []
    claims = _Claims()
    text = source.text
    notes: list[str] = []
    for finding in fixable:
        try:
            guard.result(_edits([finding]))
        except _GuardError as error:
            notes.append(f"{finding.code} at {_place(finding)} was not fixed: {error}")
            continue
        if not claims.take(finding):
            continue
        with suppress(_GuardError):  # fails with the others only: waits for the next pass
            text = guard.result(_edits([*entered, finding]))
            entered.append(finding)
    return entered, text, notes


def _place(finding: Finding) -> str:
    return f"line {finding.start.row}" + (f" of cell {finding.cell}" if finding.cell else "")


def _adds_import(edit: Edit) -> bool:
    lines = [line for line in edit.content.splitlines() if line]
    return (
        edit.start == edit.end
        and bool(lines)
        and all(line.startswith(("import ", "from ")) for line in lines)
    )


class _Claims:
    """The stretches of text that fixes need for themselves in one pass.

    A fix claims everything from its first edit to its last: what stands between may be re-indented, or
    be meant to stay as it is.  Imports alone may share their place with other imports.
    """

    def __init__(self) -> None:
        self._stretches: list[tuple[int, int]] = []
        self._imports: set[int] = set()

    def take(self, finding: Finding) -> bool:
        """Claims what a finding's fix needs; False, and nothing claimed, when another has a part of it."""
        edits = finding.fix.edits if finding.fix else ()
        imports = {edit.start for edit in edits if _adds_import(edit)}
        others = [edit for edit in edits if not _adds_import(edit)]
        stretches = []
        if others:
            stretches.append((min(edit.start for edit in others), max(edit.end for edit in others)))
        wanted = stretches + [(place, place) for place in imports - self._imports]
        taken = self._stretches
        if any(start <= last and first <= end for start, end in wanted for first, last in taken):
            return False
        if any(start <= place <= end for start, end in stretches for place in self._imports - imports):
            return False
        self._stretches += stretches
        self._imports |= imports
        return True


class _GuardError(Exception):
    """Why edits must not be made."""


class _Guard:
    """What must hold of every result made from one version of a file."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def result(self, edits: Sequence[Edit]) -> str:
        """The text with the edits made.

        Raises:
            _GuardError: the result would break a promise that fixes make.
        """
        try:
            text = apply_edits(self._source.text, edits)
            self._source.encode(text)
        except ValueError:
            raise _GuardError("its edits overlap") from None
        except SourceError as error:
            raise _GuardError(error.message) from None
        try:
            module = _parse(text)
            if self._compiles:
                _compile(module)
        except REFUSED_BY_PARSER as error:
            raise _GuardError(f"the result does not parse ({str(error) or type(error).__name__})") from None
        self._expect_comments(text, edits)
        self._expect_other_statements(module, edits)
        return text

    @cached_property
    def _module(self) -> ast.Module:
        try:
            return _parse(self._source.text)
        except REFUSED_BY_PARSER:
            raise _GuardError("the file does not parse") from None

    @cached_property
    def _compiles(self) -> bool:
        """Whether the compiler takes the text, which refuses more than the parser: a late ``__future__``."""
        try:
            _compile(self._module)
        except REFUSED_BY_PARSER:
            return False
        return True

    @cached_property
    def _comments(self) -> list[tuple[str, int]]:
        return [
            (text, self._source.offset(row, column + 1))
            for text, (row, column) in _comments(self._source.text)
        ]

    def _expect_comments(self, text: str, edits: Sequence[Edit]) -> None:
        if "#" not in self._source.text:
            return
        meant = Counter(
            comment
            for comment, start in self._comments
            if any(self._is_within(edit, start, start + len(comment)) for edit in edits)
        )
        kept = Counter(comment for comment, _ in _comments(text))
        lost = Counter(comment for comment, _ in self._comments) - kept - meant
        if lost:
            raise _GuardError(f"the comment {next(iter(lost))!r} would be lost")

    def _is_within(self, edit: Edit, start: int, end: int) -> bool:
        """Whether an edit changes nothing but a directive of a comment, and blank space around it."""
        old = self._source.text[edit.start : edit.end]
        first, last = edit.end - len(old.lstrip()), edit.start + len(old.rstrip())
        return start <= first < last <= end and MARKER.search(old) is not None

    def _expect_other_statements(self, module: ast.Module, edits: Sequence[Edit]) -> None:
        """Top-level statements that no edit touches must still be there, in their order."""
        found = iter([ast.dump(statement) for statement in module.body])
        for statement in self._module.body:
            start = self._source.ast_offset(_first_line(statement), 0)
            end = self._source.ast_offset(statement.end_lineno or 0, statement.end_col_offset or 0)
            if any(edit.start <= end and start <= edit.end for edit in edits):
                continue
            if ast.dump(statement) not in found:  # goes on from where the last one was found
                raise _GuardError(f"the statement on line {statement.lineno} would change")


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return decorators[0].lineno if decorators else statement.lineno


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _compile(module: ast.Module) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compile(module, "<fixed>", "exec", dont_inherit=True)


def _comments(text: str) -> list[tuple[str, tuple[int, int]]]:
    """The comments of a text, each with its row and column."""
    readline = io.StringIO(text, newline=None).readline
    try:
        return [
            (token.string, token.start)
            for token in tokenize.generate_tokens(readline)
            if token.type == tokenize.COMMENT
        ]
    except (tokenize.TokenError, SyntaxError):
        raise _GuardError("its comments cannot be told from its strings") from None


def _diff_lines(text: str) -> list[str]:
    *lines, rest = text.split("\n")
    return [*(f"{line}\n" for line in lines), *([rest] if rest else [])]


def _replace(path: Path, target: Path, old: bytes, new: bytes) -> None:
    # Named before it is made, so that no interruption can come between the file and its name.
    temporary = target.with_name(f".tflint-mem-{os.urandom(8).hex()}.tmp")
    try:
        with open(temporary, "xb", opener=_open_privately) as file:
            file.write(new)
            file.flush()
            _keep_status(target, temporary)
            os.fsync(file.fileno())
        _expect(path, target, old)
        os.replace(temporary, target)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _open_privately(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _expect(path: Path, target: Path, content: bytes) -> None:
    if target.read_bytes() != content:
        raise WriteError(path, "changed while it was being fixed; left as it is")


def _keep_status(target: Path, temporary: Path) -> None:
    """Gives the temporary file the owner, mode and attributes of the one whose place it takes."""
    kept, own = target.stat(), temporary.stat()
    if hasattr(os, "chown") and (own.st_uid, own.st_gid) != (kept.st_uid, kept.st_gid):
        os.chown(temporary, kept.st_uid, kept.st_gid)
    shutil.copystat(target, temporary)
    os.utime(temporary)


def _sync_folder(folder: Path) -> None:
    """Makes the new name last through a power failure, where folders can be synchronised."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
