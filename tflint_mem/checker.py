"""One file after the other: reads, checks and repairs it; whatever goes wrong becomes a finding.

Nothing is written here: repairs come back as text.
"""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tflint_mem.gate import Gate
from tflint_mem.rule import Applicability, Finding, Impact, Position
from tflint_mem.source import Source, SourceError, name_of, read

if TYPE_CHECKING:
    from pathlib import Path

    from tflint_mem.config import Settings
    from tflint_mem.semantic.project import Project


@dataclass(frozen=True)
class Target:
    """A file to check, with the settings that hold for it."""

    path: Path
    settings: Settings


@dataclass(frozen=True)
class Repair:
    """What fixing made of a file.

    Attributes:
        old: the text as it was read.
        new: the text to write.
        findings: what stood in the old text.
        applied: the findings, of any pass, that were fixed.
    """

    old: Source
    new: Source
    findings: tuple[Finding, ...]
    applied: tuple[Finding, ...]


@dataclass(frozen=True)
class FileResult:
    """What is known about a file.

    Attributes:
        path: the file.
        name: how diagnostics name it.
        findings: what stands: in the repaired text where there is a repair.
        source: the text that the findings point into; None where there are none.
        repair: how the text was changed; None when it was not.
        notes: fixes that were dropped, and why.
    """

    path: Path
    name: str
    findings: tuple[Finding, ...] = ()
    source: Source | None = None
    repair: Repair | None = None
    notes: tuple[str, ...] = ()


class Checker:
    """Checks one file after the other, with one index of the project for each configuration."""

    def __init__(self, allowed: frozenset[Applicability] = frozenset(), *, noqa: bool = True) -> None:
        """Prepares for a run.

        Args:
            allowed: the fixes that may be made; none means to check only.
            noqa: whether ``noqa`` comments silence findings here, not in a host program.
        """
        self._allowed = allowed
        self._noqa = noqa
        self._projects: dict[Settings, Project] = {}
        self._gates: dict[Settings, Gate] = {}

    def check_file(self, target: Target) -> FileResult:
        """Reads and checks a file; whatever goes wrong with it becomes a finding."""
        name = name_of(target.path)
        try:
            source = read(target.path, name)
        except SourceError as error:
            return FileResult(target.path, name, (unreadable(name, error),))
        return self.check_source(source, target.settings)

    def check_source(self, source: Source, settings: Settings, *, parses: bool = False) -> FileResult:
        """Checks a text, and repairs it as far as allowed.

        Args:
            source: the text.
            settings: the configuration.
            parses: whether the text is known to be Python, since somebody else has parsed it.
        """
        try:
            return self._check(source, settings, parses)
        except Exception as error:
            return FileResult(source.path, source.name, (failed(source.name, error),))

    def _check(self, source: Source, settings: Settings, parses: bool) -> FileResult:
        if not self._gate(settings).lets_through(source) and (parses or _parses(source)):
            return _result(source, ())
        project = self._project(settings)
        findings = self._findings(source, settings, project)
        if any(finding.fix and finding.fix.applicability in self._allowed for finding in findings):
            from tflint_mem.fixing import fix

            try:
                fixed = fix(
                    source,
                    lambda version: [*self._findings(version, settings, project)],
                    self._allowed,
                )
            except Exception as error:  # the findings are true all the same
                return _result(source, findings, notes=(f"not repaired: {_described(error)}",))
            changed = fixed.source.text != source.text
            repair = Repair(source, fixed.source, findings, fixed.applied) if changed else None
            return _result(fixed.source, fixed.remaining, repair, fixed.notes)
        return _result(source, findings)

    def _gate(self, settings: Settings) -> Gate:
        if settings not in self._gates:
            self._gates[settings] = Gate(settings)
        return self._gates[settings]

    def _project(self, settings: Settings) -> Project:
        if settings not in self._projects:
            from tflint_mem.semantic.project import Project

            self._projects[settings] = Project(settings)
        return self._projects[settings]

    def _findings(self, source: Source, settings: Settings, project: Project) -> tuple[Finding, ...]:
        """The findings of one version of a file, placed in its cells if it has any."""
        from tflint_mem import engine

        found = engine.check(source, settings, project, suppress=self._noqa)
        if source.path.suffix != ".ipynb":
            return tuple(found)
        from tflint_mem.notebook import relocated

        found = [relocated(finding, source) for finding in found]
        for cell, error in source.problems():
            found.append(replace(engine.syntax_finding(source.part(cell), error), cell=cell))
        return tuple(sorted(found, key=lambda finding: finding.sort_key))


def _parses(source: Source) -> bool:
    """Whether a text, with all its parts, is Python; if not, the engine says what is wrong."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return not any(source.problems())


def _result(
    source: Source,
    findings: tuple[Finding, ...],
    repair: Repair | None = None,
    notes: tuple[str, ...] = (),
) -> FileResult:
    # Results travel between processes: a text that nothing points into stays behind.
    return FileResult(source.path, source.name, findings, source if findings else None, repair, notes)


def unreadable(name: str, error: SourceError) -> Finding:
    """The finding for a file that cannot be read or decoded."""
    return _tool_finding("TFM903", name, error.message, error.position)


def failed(name: str, error: Exception | str) -> Finding:
    """The finding for a file on which tflint-mem itself failed."""
    reason = error if isinstance(error, str) else _described(error)
    return _tool_finding("TFM901", name, f"the file was not checked: {reason}")


def _described(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def _tool_finding(code: str, name: str, message: str, position: Position | None = None) -> Finding:
    from tflint_mem.registry import TOOL_CODES

    start = position or Position(1, 1)
    return Finding(code, TOOL_CODES[code], message, Impact.TOOL, name, start, start)
