"""One file after the other: reads, checks and repairs it; whatever goes wrong becomes a finding.

Nothing is written here: repairs come back as text.
"""

from __future__ import annotations

import ast
import gc
import warnings
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_mem.discovery import Layout
from tflint_mem.gate import Gate
from tflint_mem.patterns import written
from tflint_mem.rule import Applicability, Finding, Impact, Position
from tflint_mem.source import REFUSED_BY_PARSER, Source, SourceError, decode, name_of, read_bytes
from tflint_mem.timings import stage

if TYPE_CHECKING:
    from tflint_mem.cache import Cache, Entry
    from tflint_mem.config import Settings
    from tflint_mem.semantic.files import Files
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


PROJECTS = 2
"""How many projects are kept in memory; files come project by project."""


class Checker:
    """Checks one file after the other, with one index of each project for each configuration."""

    def __init__(
        self,
        allowed: frozenset[Applicability] = frozenset(),
        *,
        noqa: bool = True,
        cache: Path | None = None,
        few: bool = False,
    ) -> None:
        """Prepares for a run.

        Args:
            allowed: the fixes that may be made; none means to check only.
            noqa: whether ``noqa`` comments silence findings here, not in a host program.
            cache: the folder in which findings are kept from run to run; None to keep none.
            few: whether there are so few files that those without TensorFlow are checked in less time
                than a database takes to open.
        """
        self._allowed = allowed
        self._noqa = noqa
        self._folder = cache
        self._cache: Cache | None = None
        self._few = few
        self._projects: dict[tuple[Settings, Path], Project] = {}
        self._gates: dict[Settings, Gate] = {}
        self._layouts: dict[Settings, Layout] = {}

    def known(self, target: Target) -> FileResult | None:
        """The result for a file that was found by an earlier run, still holds, and needs no repair."""
        if self._folder is None:
            return None
        name = name_of(target.path)
        try:
            with stage("reading"):
                data = read_bytes(target.path)
            entry = self._entry(target, data, name)
            with stage("cache"):
                cache = self._opened(entry)
                findings = cache.find(entry, partial(self._files, entry)) if cache else None
            if findings is None or self._repairable(findings):
                return None
            source = decode(data, target.path, name) if findings else None
            return FileResult(entry.path, name, findings, source)
        except SourceError:
            return None

    def check_file(self, target: Target) -> FileResult:
        """Reads and checks a file; whatever goes wrong with it becomes a finding."""
        name = name_of(target.path)
        try:
            with stage("reading"):
                data = read_bytes(target.path)
                source = decode(data, target.path, name)
        except SourceError as error:
            return FileResult(target.path, name, (unreadable(name, error),))
        result = self.check_source(source, target.settings, data=data)
        if self._folder is not None:
            if result.repair:
                # What is read from now on may be the repaired text, which nobody has written yet.
                self._folder = None
            elif not result.notes and all(finding.code != "TFM901" for finding in result.findings):
                entry = self._entry(target, data, name)
                with stage("cache"):
                    self._keep(entry, result.findings)
        return result

    def flush(self) -> None:
        """Has the cache write what it was given."""
        if self._cache is not None:
            with stage("cache"):
                self._cache.flush()

    def close(self) -> None:
        """Has the cache write what is left, and close."""
        if self._cache is not None:
            with stage("cache"):
                self._cache.close()
            self._cache = None

    def _entry(self, target: Target, data: bytes, name: str) -> Entry:
        from tflint_mem.cache import Entry

        path = Path(written(target.path))
        with stage("gate"):
            examined = self._gate(target.settings).lets_through(path, data)
        return Entry(path, name, data, target.settings, examined)

    def _files(self, entry: Entry) -> Files:
        return self._project(entry.settings, entry.path).files

    def _opened(self, entry: Entry) -> Cache | None:
        """The cache, if it is worth opening for a file."""
        if self._cache is None and self._folder is not None and (entry.examined or not self._few):
            from tflint_mem.cache import Cache

            self._cache = Cache(self._folder)
        return self._cache

    def _keep(self, entry: Entry, findings: tuple[Finding, ...]) -> None:
        cache = self._opened(entry)
        if cache is None:
            return
        if not entry.examined and not findings:
            cache.keep(entry, findings, None, ())
            return
        project = self._project(entry.settings, entry.path)
        cache.keep(entry, findings, project.files, project.queries())

    def check_source(
        self,
        source: Source,
        settings: Settings,
        *,
        tree: ast.Module | None = None,
        data: bytes | None = None,
    ) -> FileResult:
        """Checks a text, and repairs it as far as allowed.

        Args:
            source: the text.
            settings: the configuration.
            tree: its syntax tree, where somebody else has parsed it.
            data: the bytes of its file, where it was read from one.
        """
        try:
            return self._check(source, settings, tree, data)
        except Exception as error:
            return FileResult(source.path, source.name, (failed(source.name, error),))

    def _check(
        self, source: Source, settings: Settings, tree: ast.Module | None, data: bytes | None
    ) -> FileResult:
        data = data or source.text.encode("utf-8", "surrogatepass")
        with stage("gate"):
            examined = self._gate(settings).lets_through(source.path, data)
        if not examined and (tree is not None or _parses(source)):
            return _result(source, ())
        project = self._project(settings, source.path)
        project.begin()
        if tree is not None:
            project.adopt(source, tree)
        findings = self._findings(source, settings, project)
        if self._repairable(findings):
            from tflint_mem.fixing import fix

            try:
                with stage("fixes"):
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
            self._gates[settings] = Gate(self._layout(settings))
        return self._gates[settings]

    def _layout(self, settings: Settings) -> Layout:
        if settings not in self._layouts:
            self._layouts[settings] = Layout(settings)
        return self._layouts[settings]

    def _project(self, settings: Settings, path: Path) -> Project:
        layout = self._layout(settings)
        key = settings, layout.root(path)
        if key not in self._projects:
            from tflint_mem.semantic.project import Project

            if len(self._projects) >= PROJECTS:
                left = self._projects.pop(next(iter(self._projects)))
                if left.files.has_trees:
                    del left
                    gc.collect()  # trees and scopes point at each other
            self._projects[key] = Project(settings, layout, noting=self._folder is not None)
        return self._projects[key]

    def _repairable(self, findings: tuple[Finding, ...]) -> bool:
        return any(finding.fix and finding.fix.applicability in self._allowed for finding in findings)

    def _findings(self, source: Source, settings: Settings, project: Project) -> tuple[Finding, ...]:
        """The findings of one version of a file, placed in its cells if it has any."""
        with stage("loading"):
            from tflint_mem import engine, registry

            registry.rules()
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
        with stage("parsing"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source.text)
    except REFUSED_BY_PARSER:
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
