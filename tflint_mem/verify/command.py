"""``tflint-mem verify``: runs the fixtures of some rules, and says whether each claim holds."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import tflint_mem
from tflint_mem import registry
from tflint_mem.verify import evidence
from tflint_mem.verify.claims import Outcome, check, describe, measurable
from tflint_mem.verify.environments import Interpreter, environment
from tflint_mem.verify.errors import VerifyError
from tflint_mem.verify.fixtures import DIFFERS, Effect, Fixture, discover
from tflint_mem.verify.harness import measure, require, stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

EXIT_HOLDS = 0
EXIT_FAILED = 1
EXIT_TROUBLE = 2

TIMEOUT = 300.0
"""Seconds that one program may take; the slowest bundled one takes a fifth of that."""
PROGRAM_BYTES = 2 * 1024**3
"""Memory to keep free for one program: TensorFlow itself takes 600 MiB."""


def run(
    rules: Sequence[str],
    *,
    output_format: str = "text",
    fixtures: Path | None = None,
    jobs: int = 0,
    timeout: float = TIMEOUT,
    write: Path | None = None,
    tensorflow: str | None = None,
) -> int:
    """Measures the fixtures of the given rules and prints a table of verdicts.

    Args:
        rules: codes or names; none means every rule that has fixtures.
        output_format: ``text`` or ``json``.
        fixtures: the folder of fixtures; None finds the bundled one.
        jobs: programs that run at a time; 0 chooses by processors and memory.
        timeout: seconds after which a program is ended and its claim has failed.
        write: a folder that receives the data file and the plots; None writes nothing.
        tensorflow: a release to run the programs with; None takes the one that is installed here.

    Returns:
        The exit status: 0 every claim holds, 1 one does not, 2 nothing could be measured.
    """
    try:
        interpreter = interpreter_for(tensorflow)
        chosen = _chosen(rules, fixtures)
        outcomes = _measure_all(chosen, output_format, jobs, timeout, interpreter)
        if write is not None:
            _write(outcomes, write)
    except (VerifyError, OSError) as error:
        print(f"tflint-mem: {error}", file=sys.stderr)
        return EXIT_TROUBLE
    if output_format == "json":
        print(json.dumps(evidence.record(outcomes), indent=2))
    else:
        _print_summary(outcomes)
    return EXIT_HOLDS if all(outcome.holds for outcome in outcomes) else EXIT_FAILED


def run_own(
    program: Path,
    arguments: Sequence[str],
    *,
    iterations: int,
    seconds: float,
    timeout: float = TIMEOUT,
    tensorflow: str | None = None,
    fix: bool = False,
    unflagged: bool = False,
    where: bool = True,
    output_format: str = "text",
    html: Path | None = None,
) -> int:
    """Measures a user's program at the loops of its findings; see ``program.run``.

    Returns:
        The exit status: 0 nothing grows, 1 something does, 2 nothing could be measured.
    """
    from tflint_mem.config import ConfigError
    from tflint_mem.verify import program as own

    limits = own.Limits(iterations, seconds, timeout)
    try:
        return own.run(
            program,
            arguments,
            limits,
            interpreter=interpreter_for(tensorflow),
            fix=fix,
            unflagged=unflagged,
            where=where,
            output_format=output_format,
            html=html,
        )
    except (VerifyError, ConfigError, OSError) as error:
        print(f"tflint-mem: {error}", file=sys.stderr)
        return EXIT_TROUBLE


def bundled_fixtures() -> Path:
    """The folder ``fixtures`` beside the package (a checkout), or in the current folder.

    Raises:
        VerifyError: there is neither; an installed wheel does not carry the programs.
    """
    for parent in (Path(tflint_mem.__file__).resolve().parent.parent, Path.cwd()):
        if parent.joinpath("fixtures").is_dir():
            return parent / "fixtures"
    raise VerifyError("no folder 'fixtures' here: run verify in a checkout of tflint-mem")


def interpreter_for(tensorflow: str | None) -> Interpreter:
    """Who runs the programs: this Python, or one with another release of TensorFlow.

    Raises:
        VerifyError: TensorFlow, or that release of it, is not there and cannot be had.
    """
    if tensorflow is not None:
        return environment(tensorflow)
    require()
    return Interpreter()


def verify(fixture: Fixture, timeout: float = TIMEOUT, interpreter: Interpreter | None = None) -> Outcome:
    """Measures one fixture, its repaired copy right after it, and checks the claim.

    The copy of a program that failed, unless it was to fail, is not measured: there is nothing to compare
    it with.
    """
    program = measure(fixture.path, fixture.schedule, timeout, interpreter)
    repaired = None
    if fixture.repaired is not None and (program.error is None or fixture.effect is Effect.ERROR):
        repaired = measure(fixture.repaired, fixture.schedule, timeout, interpreter)
    return check(fixture, program, repaired)


def _chosen(names: Sequence[str], folder: Path | None) -> list[Fixture]:
    wanted = []
    for name in names:
        rule = registry.find(name)
        if rule is None:
            raise VerifyError(
                f"no rule is called {name!r}: 'tflint-mem rules' lists them (a program is .py or .ipynb)"
            )
        wanted.append(rule)
    folder = folder or bundled_fixtures()
    found = discover(folder, wanted or registry.rules())
    if not found:
        raise VerifyError(f"{folder} has no programs for {', '.join(names) or 'any rule'}")
    return found


def _measure_all(
    fixtures: Sequence[Fixture],
    output_format: str,
    jobs: int,
    timeout: float,
    interpreter: Interpreter,
) -> list[Outcome]:
    outcomes = []
    workers = jobs or _workers()
    with ThreadPoolExecutor(workers) as pool, _progress(len(fixtures)) as advance:
        tasks = [pool.submit(verify, fixture, timeout, interpreter) for fixture in fixtures]
        try:
            for fixture, task in zip(fixtures, tasks, strict=True):
                advance(f"{fixture.code} {fixture.name}")
                outcomes.append(task.result())
                if output_format == "text":
                    _print_row(outcomes[-1])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            stop()
            raise
    return outcomes


def _workers() -> int:
    """One process for each processor, as far as memory goes."""
    available: int = importlib.import_module("psutil").virtual_memory().available
    return max(1, min(os.cpu_count() or 1, available // PROGRAM_BYTES))


@contextlib.contextmanager
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    """A bar on the terminal's error stream; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # Rows go through the bar only where they reach the same terminal; a pipe gets them from print itself.
    screen = Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()
    )
    with screen as bar:
        task = bar.add_task("starting", total=total + 1)

        def advance(description: str) -> None:
            bar.update(task, advance=1, description=description)

        yield advance


def _print_row(outcome: Outcome) -> None:
    fixture = outcome.fixture
    figures = describe(fixture.effect, outcome.program)
    if outcome.repaired is not None:
        figures += f"  ->  {describe(fixture.effect, outcome.repaired)}"
    claim = fixture.effect.value if fixture.bad else "none"
    state = "holds" if not outcome.problems else DIFFERS if outcome.differs else "FAILS"
    if not measurable(outcome.program):
        state = "-----"
    print(f"{state:<7}{fixture.code}  {fixture.name:<28}{claim:<11}{figures}", flush=True)
    for problem in outcome.problems:
        print(f"       {problem}", flush=True)


def _print_summary(outcomes: Sequence[Outcome]) -> None:
    versions = evidence.record(outcomes)["versions"]
    failed = sum(not outcome.holds for outcome in outcomes)
    tested = sum(measurable(outcome.program) for outcome in outcomes)
    verdict = f"{failed} of {tested} claims fail" if failed else f"all {tested} claims hold"
    names = {"tensorflow": "TensorFlow", "keras": "Keras", "numpy": "NumPy", "python": "Python"}
    stack = ", ".join(f"{title} {versions[key]}" for key, title in names.items() if key in versions)
    print(f"\n{verdict} ({stack}); figures are for one iteration")


def _write(outcomes: Sequence[Outcome], folder: Path) -> None:
    from tflint_mem.verify.plot import draw_all

    data = evidence.write(outcomes, folder)
    for path in (data, *draw_all(folder)):
        print(f"wrote {path}", file=sys.stderr)
