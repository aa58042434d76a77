"""``tflint-mem verify PROGRAM.py``: a user's own program, measured at the loops of its findings."""

from __future__ import annotations

import ast
import json
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_mem.rule import Applicability, Finding, Impact, Position
from tflint_mem.source import name_of
from tflint_mem.verify.errors import VerifyError
from tflint_mem.verify.growth import Growth, judge_track
from tflint_mem.verify.harness import launch
from tflint_mem.verify.judge import Verdict
from tflint_mem.verify.measurement import PYTHON_BLOCK
from tflint_mem.verify.probes import Probe, is_loop, moved, place_for, places, probe_of
from tflint_mem.verify.results import difference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tflint_mem.source import Source
    from tflint_mem.verify.environments import Interpreter
    from tflint_mem.verify.harness import Ended

NOTEBOOK = ".ipynb"
ITERATIONS = 40
SECONDS = 60.0
TIMEOUT = 300.0
SPEED_UP = 2.0
"""A repair of overhead makes an iteration at least this many times faster."""

TRACED = 12
"""Iterations in which it is told where Python allocates: what stays is known by then, and tracing is slow."""

CONFIRMED = "confirmed"
NOT_OBSERVED = "not observed"
NOT_REACHED = "not reached"


@dataclass(frozen=True)
class Limits:
    """How far a program is driven.

    Attributes:
        iterations: of each loop at most, each time it is entered; then it ends as if it were done.
        seconds: of each loop at most.
        timeout: seconds for the whole program.
    """

    iterations: int = ITERATIONS
    seconds: float = SECONDS
    timeout: float = TIMEOUT


@dataclass(frozen=True)
class Allocation:
    """A line of the program that allocates what stays, as far as Python's allocators know.

    Attributes:
        file: its file, as a real path.
        row: its line, from 1.
        kib: KiB an iteration.
    """

    file: str
    row: int
    kib: float


@dataclass(frozen=True)
class Run:
    """One run of the program.

    Attributes:
        growths: what was seen at each probe.
        output: what the program printed.
        problem: why it did not end well, or None.
        ended: ``end``, ``exit``, ``crash``, ``stopped`` (all was measured) or ``timeout``.
        versions: of Python, TensorFlow, Keras and NumPy.
        places: for each probe, where what stays was allocated: file, row, KiB an iteration.
        probing: processor seconds that counting objects took.
        seconds: processor seconds of the whole process.
    """

    growths: tuple[Growth, ...]
    output: str
    problem: str | None
    ended: str
    versions: Mapping[str, str]
    places: tuple[tuple[Allocation, ...], ...] = ()
    probing: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True)
class Result:
    """What is known about one finding, or about one unflagged loop.

    Attributes:
        finding: None for a loop that no rule reports.
        probe: the place that was measured; None when there is none to measure.
        status: ``confirmed``, ``not observed`` or ``not reached``.
        growth: of the program as it is.
        repaired: of the repaired copy.
        reason: what the status rests on, in words.
        allocations: of a confirmed result, where Python objects that stay were made.
    """

    finding: Finding | None
    probe: Probe | None
    status: str
    reason: str
    growth: Growth | None = None
    repaired: Growth | None = None
    allocations: tuple[Allocation, ...] = ()


@dataclass(frozen=True)
class Report:
    """All about one program."""

    program: str
    results: tuple[Result, ...]
    run: Run | None
    sources: Mapping[str, Source]
    repaired: Run | None = None
    results_differ: str | None = None
    fix: bool = False

    def place(self, file: str, row: int) -> str:
        """How messages name a line; in a notebook by its cell."""
        source = self.sources.get(file)
        cell, position = source.in_part(Position(row, 1)) if source else (None, Position(row, 1))
        return ":".join([name_of(Path(file)), *([f"cell {cell}"] if cell else []), str(position.row)])


def verify_program(
    program: Path,
    arguments: Sequence[str],
    limits: Limits,
    interpreter: Interpreter,
    *,
    fix: bool = False,
    unflagged: bool = False,
    where: bool = True,
) -> Report:
    """Measures a program, its repaired copy, and, once more, where what stays was allocated.

    Raises:
        VerifyError: the program cannot be read, has nothing to measure, or ended before it was measured.
    """
    findings, overlay = _lint(program)
    sources = _sources([program.resolve(), *_modules(program)])
    tree_of = {file: ast.parse(source.text) for file, source in sources.items()}
    placed = [(finding, _probe_for(finding, tree_of, sources)) for finding in findings]
    probes = list(dict.fromkeys(probe for _, probe in placed if probe is not None))
    flagged = len(probes)
    if unflagged:
        every = [probe_of(n, file) for file, tree in tree_of.items() for n in places(tree) if is_loop(n)]
        probes += [probe for probe in every if probe not in probes]
    if not probes:
        if not any(is_loop(node) for tree in tree_of.values() for node in places(tree)):
            raise VerifyError(f"{program} has no loop to measure")
        if findings:
            return Report(str(program), tuple(_judge(f, None, None, None) for f in findings), None, sources)
        raise VerifyError(f"nothing is found in {program}; --unflagged measures every loop")
    # A notebook cannot be loaded as it is: its cells run as one program.
    texts = {file: source.text for file, source in sources.items() if file.endswith(NOTEBOOK)}
    launched = Launch(program, tuple(arguments), limits, interpreter)
    _tell(f"running {program} with {len(probes)} places measured, {limits.timeout:g} seconds at most")
    run = launched.run(probes, texts)
    if run.problem and not any(growth.verdict for growth in run.growths):
        raise VerifyError(f"{program} {run.problem}")
    growths = dict(zip(probes, run.growths, strict=True))
    repaired, copies = None, dict[Probe, Growth]()
    if fix and overlay:
        _tell("running the repaired copy")
        repaired, copies = _run_repaired(launched, probes, sources, {**texts, **overlay})
    results = [_judge(finding, probe, growths.get(probe), copies.get(probe)) for finding, probe in placed]  # type: ignore[arg-type]
    results += [_judge(None, probe, growths[probe], copies.get(probe)) for probe in probes[flagged:]]
    if where:
        results = _with_allocations(results, launched, texts, list(sources))
    differ = difference(run.output, repaired.output, "output") if repaired and not repaired.problem else None
    return Report(str(program), tuple(results), run, sources, repaired, differ, fix)


def _tell(words: str) -> None:
    """Says on a terminal what takes time now."""
    if sys.stderr.isatty():
        print(f"tflint-mem: {words}", file=sys.stderr)


def _with_allocations(
    results: Sequence[Result], launched: Launch, texts: Mapping[str, str], files: Sequence[str]
) -> list[Result]:
    """Adds where Python allocated what grows, if no object of TensorFlow explains it.

    What TensorFlow itself allocates cannot be traced.  Tracing distorts figures: it has a run of its own.
    """
    probes = [
        item.probe for item in results if item.status == CONFIRMED and item.probe and _unexplained(item)
    ]
    if not probes:
        return list(results)
    _tell("running once more to tell where Python allocates")
    probes = list(dict.fromkeys(probes))
    iterations = min(launched.limits.iterations, TRACED)
    traced = replace(launched, limits=replace(launched.limits, iterations=iterations))
    found = dict(zip(probes, traced.run(probes, texts, traced=files).places, strict=False))
    return [replace(item, allocations=found.get(item.probe, ())) if item.probe else item for item in results]


def _unexplained(result: Result) -> bool:
    growth = result.growth
    return growth is not None and growth.verdict is Verdict.LEAK and not growth.counts.keys() - {PYTHON_BLOCK}


def _lint(program: Path) -> tuple[list[Finding], dict[str, str]]:
    """The findings of the program and its modules, and the repaired texts by real path."""
    from tflint_mem.checker import Checker, Target
    from tflint_mem.lookup import Configurations

    if not program.is_file():
        raise VerifyError(f"there is no file {program}")
    settings = Configurations().of(program.resolve().parent)
    checker = Checker(frozenset({Applicability.SAFE, Applicability.UNSAFE}))
    findings: list[Finding] = []
    overlay = {}
    for path in [program.resolve(), *_modules(program)]:
        result = checker.check_file(Target(path, settings))
        found = result.repair.findings if result.repair else result.findings
        broken = [finding for finding in found if finding.impact is Impact.TOOL and not finding.fix]
        if broken:
            raise VerifyError(f"{broken[0].filename}:{broken[0].start.row}: {broken[0].message}")
        findings += found
        if result.repair:
            overlay[str(path)] = result.repair.new.text
    return findings, overlay


def _modules(program: Path) -> list[Path]:
    """The project's own modules that the program imports, directly or not."""
    from tflint_mem.config import Settings
    from tflint_mem.semantic.project import Project

    start = program.resolve()
    # Installed packages are not the project, though they may lie below its folder.
    found = [path for path in Project(Settings()).reachable(start) if "site-packages" not in path.parts]
    return [path for path in found if path != start]


def _sources(files: Sequence[Path]) -> dict[str, Source]:
    from tflint_mem.source import SourceError, read

    try:
        return {str(path.resolve()): read(path) for path in files}
    except SourceError as error:
        raise VerifyError(str(error)) from error


def _probe_for(
    finding: Finding, trees: Mapping[str, ast.Module], sources: Mapping[str, Source]
) -> Probe | None:
    """The place whose iterations a finding is about: its loop, or what encloses it."""
    for related in finding.related[:1]:
        file = str(Path(related.filename).resolve())
        if file not in trees:
            continue
        row = _row(sources[file], related.cell, related.position.row)
        node = place_for(trees[file], row)
        if node is not None and node.lineno == row:
            return probe_of(node, file)
    file = str(Path(finding.filename).resolve())
    node = place_for(trees[file], _row(sources[file], finding.cell, finding.start.row))
    return probe_of(node, file) if node is not None else None


def _row(source: Source, cell: int | None, row: int) -> int:
    """The row of the whole program that is a row of a cell."""
    if cell is None:
        return row
    return next(
        number
        for number in range(1, source.rows + 1)
        if source.in_part(Position(number, 1)) == (cell, Position(row, 1))
    )


@dataclass(frozen=True)
class Launch:
    """How a program is started, each time anew."""

    program: Path
    arguments: tuple[str, ...]
    limits: Limits
    interpreter: Interpreter

    def run(self, probes: Sequence[Probe], overlay: Mapping[str, str], *, traced: Sequence[str] = ()) -> Run:
        """Runs the program.

        Args:
            probes: what is measured.
            overlay: texts that stand in for files.
            traced: the program's own files, when it is to be told where they allocate.
        """
        with tempfile.TemporaryDirectory(prefix="tflint-mem-") as folder:
            reply = Path(folder, "reply.json")
            request = {
                "program": str(self.program.resolve()),
                "arguments": list(self.arguments),
                "probes": [asdict(probe) for probe in probes],
                "overlay": dict(overlay),
                "traced": list(traced),
                "reply": str(reply),
                **asdict(self.limits),
            }
            # The watchdog inside is to come first: it saves what was measured until then.
            patience = self.limits.timeout + 30
            ended = launch("tflint_mem.verify.probed", request, Path.cwd(), patience, self.interpreter)
            if not reply.exists():
                words = f"did not end in {self.limits.timeout:g} seconds"
                if ended.code is not None:
                    words = ended.last_words
                return Run(tuple(Growth(0) for _ in probes), ended.output, words, "crash", {})
            return self._read(json.loads(reply.read_text(encoding="utf-8")), ended)

    def _read(self, data: Mapping[str, Any], ended: Ended) -> Run:
        problem = data["problem"]
        if problem and data["ended"] == "exit":
            last = ended.problems.strip().splitlines()[-1:] or [""]
            problem = f"{problem}: {last[0].strip()}"
        if problem and not self.arguments and (data["ended"] == "exit" or "sys.argv" in ended.problems):
            problem += "; arguments for it go after --"
        if data["ended"] == "timeout" and not any(item["points"] for item in data["probes"]):
            problem = f"reached none of its loops in {self.limits.timeout:g} seconds"
        return Run(
            tuple(judge_track(item) for item in data["probes"]),
            ended.output,
            problem,
            data["ended"],
            data["versions"],
            tuple(tuple(Allocation(*place) for place in item["places"]) for item in data["probes"]),
            data["probing_seconds"],
            data["seconds"],
        )


def _run_repaired(
    launched: Launch, probes: Sequence[Probe], sources: Mapping[str, Source], overlay: Mapping[str, str]
) -> tuple[Run, dict[Probe, Growth]]:
    """Runs the repaired copy; growth by the probe of the original."""
    targets = [
        moved([probe], sources[probe.file].text, overlay[probe.file])[0] if probe.file in overlay else probe
        for probe in probes
    ]
    kept = [target for target in targets if target is not None]
    run = launched.run(kept, overlay)
    seen = dict(zip(kept, run.growths, strict=True))
    pairs = zip(probes, targets, strict=True)
    return run, {probe: seen[target] for probe, target in pairs if target is not None}


def _judge(
    finding: Finding | None, probe: Probe | None, growth: Growth | None, repaired: Growth | None
) -> Result:
    if probe is None or growth is None:
        return Result(finding, probe, NOT_OBSERVED, "no loop or function around it to measure")
    if growth.iterations == 0 and not growth.series:
        return Result(finding, probe, NOT_REACHED, f"the {probe.what} did not run with TensorFlow loaded")
    if growth.verdict is None:
        reason = f"{growth.iterations} iterations are too few to judge"
        return Result(finding, probe, NOT_OBSERVED, reason, growth, repaired)
    assert growth.slope is not None
    low, high = growth.slope.low, growth.slope.high
    reason = (
        f"{growth.slope.value:+.1f} KiB an iteration (95 %: {low:+.1f} to {high:+.1f}), "
        f"{growth.iterations} iterations"
    )
    if growth.cause:
        reason += f", {growth.cause} each"
    impact = finding.impact if finding is not None else Impact.LEAK
    status = CONFIRMED if growth.verdict is Verdict.LEAK else NOT_OBSERVED
    if growth.verdict is Verdict.UNTIL_GC:
        reason += f"; {growth.uncollected:+.1f} KiB until the collector runs"
        status = CONFIRMED if impact is Impact.UNTIL_GC else NOT_OBSERVED
    if impact is Impact.OVERHEAD:
        reason += f"; {growth.milliseconds:.2f} ms an iteration"
        # Time is confirmed by comparing it, never by growth that another place may cause.
        status = NOT_OBSERVED
        if repaired is not None and repaired.verdict is not None and repaired.milliseconds:
            reason += f", repaired {repaired.milliseconds:.2f}"
            if growth.milliseconds >= SPEED_UP * repaired.milliseconds:
                status = CONFIRMED
        else:
            reason += " (the rule is about time: --fix compares it)"
    elif impact is Impact.NONE:
        status = NOT_OBSERVED
        reason += " (no memory is at stake)"
    elif impact in (Impact.DEVICE, Impact.ERROR, Impact.PEAK):
        status = NOT_OBSERVED
        reason += f" (the rule is about {impact.value}, which growth does not show)"
    return Result(finding, probe, status, reason, growth, repaired)


def run(
    program: Path,
    arguments: Sequence[str],
    limits: Limits,
    *,
    interpreter: Interpreter,
    fix: bool = False,
    unflagged: bool = False,
    where: bool = True,
    output_format: str = "text",
    html: Path | None = None,
) -> int:
    """Measures a program and reports.

    Returns:
        The exit status: 0 nothing grows, 1 something does, 2 the program did not end well.
    """
    from tflint_mem.verify import program_report

    report = verify_program(
        program, arguments, limits, interpreter, fix=fix, unflagged=unflagged, where=where
    )
    write = program_report.as_json if output_format == "json" else program_report.as_text
    print(write(report))
    if html is not None:
        html.write_text(program_report.as_html(report), encoding="utf-8")
    if report.run is not None and report.run.problem:
        print(f"tflint-mem: {program} {report.run.problem}", file=sys.stderr)
        return 2
    if report.run is not None and all(result.status == NOT_REACHED for result in report.results):
        print(f"tflint-mem: {program} ended before anything was measured", file=sys.stderr)
        return 2
    return 1 if any(result.status == CONFIRMED for result in report.results) else 0
