"""``tflint-mem check``: finds the files, has them checked, writes the repairs and the report."""

from __future__ import annotations

import gc
import sys
import time
from dataclasses import replace
from pathlib import Path

from tflint_mem import timings
from tflint_mem.checker import Checker, FileResult, Target, unreadable
from tflint_mem.config import ConfigError, Settings
from tflint_mem.gate import has_packs
from tflint_mem.lookup import Configurations
from tflint_mem.messages import Messages, emit, prepare_streams
from tflint_mem.options import CheckOptions, OutputFormat
from tflint_mem.patterns import written
from tflint_mem.report import Outcome
from tflint_mem.report.formats import FOR_PEOPLE, render
from tflint_mem.report.progress import Progress
from tflint_mem.report.style import Style
from tflint_mem.report.text import head, summary
from tflint_mem.rule import Applicability, Impact
from tflint_mem.runner import check_files
from tflint_mem.source import SourceError, decode, reason
from tflint_mem.targets import find_targets

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
    measured = timings.start() if options.timings else None
    collecting = gc.isenabled()
    gc.disable()  # it would walk the syntax trees again and again; `Checker` collects what it lets go of
    try:
        refuse_contradictions(options)
        status = _Check(options, messages).run()
        if measured:
            from tflint_mem.registry import codes

            emit(timings.table(measured, codes()), sys.stderr)
        return status
    except (UsageError, ConfigError) as error:
        messages.error(str(error))
    except OSError as error:
        messages.error(f"{error.filename}: {reason(error)}" if error.filename else reason(error))
    finally:
        timings.stop()
        if collecting:
            gc.enable()
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
        self._cache = None if options.no_cache or has_packs() else _cache_folder(options)
        self._stdin = "-" in options.paths or options.stdin_filename is not None

    def run(self) -> int:
        """Checks, repairs, reports; returns the exit status."""
        self._override(Settings())  # a selector that names no rule is wrong, files or not
        if self._options.config:
            self._configurations.of(Path())
        started = time.monotonic()
        results, repaired = self._check_stdin() if self._stdin else self._check_files()
        self._messages.detail(f"checked {len(results)} files in {time.monotonic() - started:.2f} s")
        if self._options.diff:
            results = [_undone(result) for result in results]
        with timings.stage("report"):
            outcome = self._outcome(results, repaired)
            if self._options.diff:
                self._report_diff(outcome, repaired)
            else:
                self._report(outcome)
        if self._messages.trouble or any(finding.code == "TFM903" for finding in outcome.findings):
            return TROUBLE
        return FOUND if outcome.findings and not self._options.exit_zero else CLEAN

    def _lay_over(self, settings: Settings) -> Settings:
        self._messages.detail(f"configuration: {settings.config_file or 'none, the defaults hold'}")
        return self._override(settings)

    def _override(self, settings: Settings) -> Settings:
        options = self._options
        overridden = settings.override(
            select=options.select,
            ignore=options.ignore,
            extend_select=options.extend_select,
            exclude=options.exclude,
        )
        return replace(overridden, force_exclude=True) if options.force_exclude else overridden

    def _check_stdin(self) -> tuple[list[FileResult], list[FileResult]]:
        """The result for standard input, and once more if it was repaired."""
        name = self._options.stdin_filename or "-"
        path = Path(written(Path(name)))
        settings = self._configurations.of(path.parent)
        data = sys.stdin.buffer.read()
        try:
            source = decode(data, path, name)
        except SourceError as error:
            result = FileResult(path, name, (unreadable(name, error),))
        else:
            result = Checker(self._allowed).check_source(source, settings)
        if self._writes:
            # What cannot be repaired goes through as it came: the output is the file.
            emit(result.repair.new.encode(result.repair.new.text) if result.repair else data, sys.stdout)
        return [result], [result] if result.repair else []

    def _check_files(self) -> tuple[list[FileResult], list[FileResult]]:
        """The results for all files, and those among them, of any pass, that were repaired."""
        with timings.stage("finding"):
            paths = self._options.paths or (".",)
            targets = find_targets(paths, self._configurations, self._messages.error)
        repaired: list[FileResult] = []
        for _ in range(PASSES):
            results = self._pass(targets)
            changed = [result for result in results if result.repair]
            if not self._writes:
                return results, changed
            failed = {result.path: _undone(result) for result in changed if not self._write(result)}
            results = [failed.get(result.path, result) for result in results]
            changed = [result for result in changed if result.path not in failed]
            repaired += changed
            if not changed or len(targets) == 1:
                break
        return results, repaired

    def _pass(self, targets: list[Target]) -> list[FileResult]:
        with Progress(len(targets), shown=not self._options.quiet) as progress:
            return list(
                check_files(
                    targets,
                    allowed=self._allowed,
                    jobs=self._options.jobs,
                    cache=self._cache,
                    advance=progress.advance,
                )
            )

    def _write(self, result: FileResult) -> bool:
        from tflint_mem.fixing import WriteError, write

        if result.repair is None:
            return False
        old, new = result.repair.old, result.repair.new
        try:
            with timings.stage("fixes"):
                write(result.path, old.encode(old.text), new.encode(new.text))
        except (WriteError, SourceError) as error:
            self._messages.error(f"{result.name}: {error.message}")
            return False
        return True

    def _outcome(self, results: list[FileResult], repaired: list[FileResult]) -> Outcome:
        for result in (*repaired, *results):
            for note in result.notes:
                self._messages.note(f"{result.name}: {note}")
        findings = [finding for result in results for finding in result.findings]
        return Outcome(
            findings=tuple(sorted(findings, key=lambda finding: finding.sort_key)),
            sources={result.name: result.source for result in results if result.source},
            files=len(results),
            fixed=tuple(finding for result in repaired if result.repair for finding in result.repair.applied),
            fixed_files=len({result.path for result in repaired}),
            allowed=self._trusted,
        )

    def _report_diff(self, outcome: Outcome, repaired: list[FileResult]) -> None:
        if repaired:
            from tflint_mem.fixing import diff

            repairs = [result.repair for result in repaired if result.repair]
            emit(
                "".join(
                    diff(name, old, new)
                    for repair in repairs
                    for name, old, new in repair.old.changes(repair.new)
                ),
                sys.stdout,
            )
        for finding in outcome.findings:
            if finding.impact is Impact.TOOL and not finding.fix:
                self._messages.warn(head(finding))
        self._messages.note(summary(outcome, wrote=False))

    def _report(self, outcome: Outcome) -> None:
        options = self._options
        # Repaired standard input owns the standard output.
        stream = sys.stderr if self._stdin and self._writes else sys.stdout
        style = Style() if options.output_file else Style.of(stream)
        report = render(outcome, options.output_format, style, statistics=options.statistics)
        sentence = summary(outcome, wrote=self._writes)
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
            self._messages.error(f"{path}: {reason(error)}")


def _cache_folder(options: CheckOptions) -> Path:
    from tflint_mem.cachedir import default_folder

    return Path(options.cache_dir) if options.cache_dir else default_folder()


def _undone(result: FileResult) -> FileResult:
    """The result for a file whose repair was not written."""
    if result.repair is None:
        return result
    return replace(result, findings=result.repair.findings, source=result.repair.old, repair=None)
