"""``tflint-mem check``: finds the files, has them checked, writes the repairs and the report."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_mem.config import ConfigError, Settings
from tflint_mem.lookup import Configurations
from tflint_mem.messages import Messages, emit, prepare_streams
from tflint_mem.options import CheckOptions, OutputFormat
from tflint_mem.report import Outcome
from tflint_mem.report.formats import FOR_PEOPLE, render
from tflint_mem.report.progress import Progress
from tflint_mem.report.style import Style
from tflint_mem.report.text import summary
from tflint_mem.rule import Applicability
from tflint_mem.runner import Checker, FileResult, check_files, unreadable
from tflint_mem.source import SourceError, decode
from tflint_mem.targets import find_targets

if TYPE_CHECKING:
    from collections.abc import Iterable

CLEAN = 0
FOUND = 1
TROUBLE = 2

PASSES = 10
"""A repair in one file can change what is found in another: repair until nothing changes, but not forever."""


class UsageError(Exception):
    """Options that contradict each other; the message is one line."""


def run(options: CheckOptions) -> int:
    """Runs the command.

    Returns:
        The exit status: 0 nothing found or all repaired, 1 findings, 2 usage, configuration or I/O trouble.
    """
    prepare_streams()
    messages = Messages(quiet=options.quiet, verbose=options.verbose)
    try:
        refuse_contradictions(options)
        return _Check(options, messages).run()
    except (UsageError, ConfigError) as error:
        messages.error(str(error))
        return TROUBLE


def refuse_contradictions(options: CheckOptions) -> None:
    """Refuses options that cannot be meant together.

    Raises:
        UsageError: there are such options.
    """
    for_people = options.output_format in FOR_PEOPLE
    contradictions = {
        "--isolated reads no configuration, --config names one": options.isolated and options.config,
        "--quiet and --verbose contradict each other": options.quiet and options.verbose,
        "'-' (standard input) cannot be combined with other paths": "-" in options.paths
        and len(options.paths) > 1,
        "--stdin-filename needs the path '-'": options.stdin_filename and options.paths not in ((), ("-",)),
        f"--diff prints a patch, not {options.output_format.value}": options.diff and not for_people,
        "--diff prints a patch, not statistics": options.diff and options.statistics,
        "--statistics cannot be written as github": options.statistics
        and options.output_format is OutputFormat.GITHUB,
    }
    for message, contradicts in contradictions.items():
        if contradicts:
            raise UsageError(message)


class _Check:
    """One run of the command."""

    def __init__(self, options: CheckOptions, messages: Messages) -> None:
        self._options = options
        self._messages = messages
        self._configurations = Configurations(
            Path(options.config) if options.config else None,
            isolated=options.isolated,
            lay_over=self._lay_over,
        )
        self._trusted = frozenset(
            {Applicability.SAFE, Applicability.UNSAFE} if options.unsafe_fixes else {Applicability.SAFE}
        )
        self._writes = options.fix and not options.diff
        self._allowed = self._trusted if options.fix or options.diff else frozenset[Applicability]()
        self._stdin = "-" in options.paths or options.stdin_filename is not None

    def run(self) -> int:
        """Checks, repairs, reports; returns the exit status."""
        self._lay_over(Settings())  # a selector that names no rule is an error, files or not
        if self._options.config:
            self._configurations.of(Path())
        started = time.monotonic()
        outcome = self._check_stdin() if self._stdin else self._check_files()
        elapsed = time.monotonic() - started
        self._messages.detail(f"checked {outcome.files} files in {elapsed:.2f} s")
        self._report(outcome)
        if self._messages.trouble or any(finding.code == "TFM903" for finding in outcome.findings):
            return TROUBLE
        return FOUND if outcome.findings and not self._options.exit_zero else CLEAN

    def _lay_over(self, settings: Settings) -> Settings:
        source = settings.config_file
        self._messages.detail(f"configuration: {source}" if source else "configuration: none, defaults hold")
        options = self._options
        return settings.override(
            select=options.select,
            ignore=options.ignore,
            extend_select=options.extend_select,
            exclude=options.exclude,
        )

    def _check_stdin(self) -> Outcome:
        name = self._options.stdin_filename or "-"
        path = Path(name).absolute()
        settings = self._configurations.of(path.parent)
        data = sys.stdin.buffer.read()
        try:
            source = decode(data, path, name)
        except SourceError as error:
            result = FileResult(path, name, (unreadable(name, error),))
        else:
            result = Checker(self._allowed).check_source(source, settings)
        if self._writes:
            if result.repair and result.source:
                data = result.source.encode(result.source.text)
            emit(data, sys.stdout)
        elif result.repair:
            self._show_diffs([result])
        return self._outcome([result], [result] if result.repair else [])

    def _check_files(self) -> Outcome:
        targets = find_targets(self._options.paths or (".",), self._configurations, self._messages.error)
        if not targets:
            self._messages.note("no Python files to check")
        repaired: list[FileResult] = []
        for _ in range(PASSES):
            with Progress(len(targets), shown=not self._options.quiet) as progress:
                results = list(
                    check_files(
                        targets, allowed=self._allowed, jobs=self._options.jobs, advance=progress.advance
                    )
                )
            changed = [result for result in results if result.repair]
            if not self._writes:
                repaired = changed
                self._show_diffs(changed)
                break
            failed = {result.path: _undone(result) for result in changed if not self._write(result)}
            results = [failed.get(result.path, result) for result in results]
            changed = [result for result in changed if result.path not in failed]
            repaired += changed
            if not changed or len(targets) == 1:
                break
        return self._outcome(results, repaired)

    def _write(self, result: FileResult) -> bool:
        from tflint_mem.fixing import WriteError, write

        assert result.repair is not None
        assert result.source is not None
        old = result.repair.old
        try:
            write(result.path, old.encode(old.text), old.encode(result.source.text))
        except (WriteError, SourceError) as error:
            self._messages.error(str(error))
            return False
        return True

    def _show_diffs(self, results: Iterable[FileResult]) -> None:
        from tflint_mem.fixing import diff

        shown = [
            diff(result.name, result.repair.old.text, result.source.text)
            for result in results
            if result.repair and result.source
        ]
        emit("".join(shown), sys.stdout)

    def _outcome(self, results: list[FileResult], repaired: list[FileResult]) -> Outcome:
        """What is reported: what stands in the files now, which a diff leaves as they were."""
        for result in repaired:
            for note in result.repair.notes if result.repair else ():
                self._messages.note(f"{result.name}: {note}")
        standing = [_undone(result) for result in results] if self._options.diff else results
        findings = [finding for result in standing for finding in result.findings]
        return Outcome(
            findings=tuple(sorted(findings, key=lambda finding: finding.sort_key)),
            sources={result.name: result.source for result in standing if result.source},
            files=len(results),
            fixed=tuple(finding for result in repaired if result.repair for finding in result.repair.applied),
            fixed_files=len({result.path for result in repaired}),
            allowed=self._trusted,
        )

    def _report(self, outcome: Outcome) -> None:
        options = self._options
        sentence = summary(outcome, wrote=self._writes)
        if options.diff:
            self._messages.note(sentence)
            return
        # Repaired standard input owns the standard output.
        stream = sys.stderr if self._stdin and self._writes else sys.stdout
        style = Style() if options.output_file else Style.of(stream)
        report = render(outcome, options.output_format, style, statistics=options.statistics)
        if options.output_file:
            self._save(report, Path(options.output_file))
        else:
            emit(report, stream)
        if options.output_file or options.output_format not in FOR_PEOPLE:
            self._messages.detail(sentence)
        elif not options.quiet:
            emit(f"{sentence}\n", stream)

    def _save(self, report: str, path: Path) -> None:
        try:
            path.write_text(report, encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as error:
            self._messages.error(f"{path}: {error.strerror or error}")


def _undone(result: FileResult) -> FileResult:
    """The result for a file whose repair was not written."""
    if result.repair is None:
        return result
    return replace(result, findings=result.repair.findings, source=result.repair.old, repair=None)
