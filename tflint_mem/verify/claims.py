"""What a fixture claims, held against what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.verify.fixtures import Effect, Fixture
from tflint_mem.verify.judge import Judgement, Verdict, held, judge
from tflint_mem.verify.measurement import OPEN_SESSION, Measurement
from tflint_mem.verify.results import difference

if TYPE_CHECKING:
    from collections.abc import Callable

RATIO = 5.0
"""A leak is at least this many times what the repaired program grows by."""
MITIGATION = 0.95
"""A repair that mitigates leaves at most this part of the growth."""
SPEED_UP = 2.0
"""A repair of overhead makes an iteration at least this many times faster."""
CAUSES = ("registered gradient", OPEN_SESSION, "file descriptor", "thread", "FuncGraph")
"""Counts that explain others, first things first: a registered gradient pins a graph and its tensors."""


@dataclass(frozen=True)
class Outcome:
    """One fixture, measured.

    Attributes:
        fixture: what was run.
        program: the measurement of the bad or good program.
        fixed: that of the repaired copy, if there is one.
        problems: why the claim does not hold; empty when it holds.
    """

    fixture: Fixture
    program: Measurement
    fixed: Measurement | None
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the measurement confirms the claim."""
        return not self.problems


def check(fixture: Fixture, program: Measurement, fixed: Measurement | None) -> Outcome:
    """Holds a fixture's claim against the measurements of its programs."""
    problems = [
        f"{path.name}: {run.error}"
        for path, run in ((fixture.path, program), (fixture.fixed, fixed))
        if path is not None and run is not None and run.error
    ]
    if not problems:
        problems = _bad(fixture, program, fixed) if fixture.bad else _good(fixture, program)
        if fixed is not None:
            problems += _differences(program, fixed)
    return Outcome(fixture, program, fixed, tuple(problems))


def describe(effect: Effect, run: Measurement) -> str:
    """The figures that matter for an effect, in a few words."""
    if run.error:
        return "failed"
    if effect is Effect.DEVICE:
        return ", ".join(sorted({device.state for device in run.devices}))
    judgement = judge(run)
    if effect is Effect.OVERHEAD:
        return f"{judgement.verdict.value}, {judgement.milliseconds:.2f} ms"
    if effect is Effect.HELD:
        return f"{judgement.verdict.value}, {OPEN_SESSION}s: {held(run, OPEN_SESSION)}"
    if judgement.verdict is Verdict.UNTIL_GC:
        return f"until-gc, {judgement.uncollected_kib:.1f} KiB"
    return f"{judgement.verdict.value}, {judgement.kib:.1f} KiB{_cause(judgement)}"


def _bad(fixture: Fixture, program: Measurement, fixed: Measurement | None) -> list[str]:
    return _CHECKS[fixture.effect](program, fixed)


def _good(fixture: Fixture, program: Measurement) -> list[str]:
    if fixture.effect is Effect.DEVICE:
        return [f"{device.name} {device.state}" for device in program.devices if device.takes_all]
    return _expect(program, Verdict.FLAT, "the good program")


def _leak(program: Measurement, fixed: Measurement | None) -> list[str]:
    problems = _expect(program, Verdict.LEAK, "the bad program")
    if fixed is not None:
        problems += _expect(fixed, Verdict.FLAT, "the fixed program")
        bad, good = judge(program), judge(fixed)
        if not bad.counts and bad.kib < RATIO * good.kib:
            problems.append(f"{bad.kib:.1f} KiB is less than {RATIO:g} times {good.kib:.1f} KiB")
    return problems


def _mitigated(program: Measurement, fixed: Measurement | None) -> list[str]:
    problems = _expect(program, Verdict.LEAK, "the bad program")
    if fixed is not None:
        bad, good = judge(program).kib, judge(fixed).kib
        if good > MITIGATION * bad:
            problems.append(f"the fix leaves {good:.1f} of {bad:.1f} KiB")
    return problems


def _until_gc(program: Measurement, fixed: Measurement | None) -> list[str]:
    problems = _expect(program, Verdict.UNTIL_GC, "the bad program")
    return problems + (_expect(fixed, Verdict.FLAT, "the fixed program") if fixed is not None else [])


def _held(program: Measurement, fixed: Measurement | None) -> list[str]:
    problems = [] if held(program, OPEN_SESSION) else [f"no {OPEN_SESSION} outlives its iteration"]
    if fixed is not None:
        problems += _expect(fixed, Verdict.FLAT, "the fixed program")
        if still := held(fixed, OPEN_SESSION):
            problems.append(f"the fixed program still keeps {still} {OPEN_SESSION}s")
    return problems


def _overhead(program: Measurement, fixed: Measurement | None) -> list[str]:
    problems = _expect(program, Verdict.FLAT, "the bad program")
    if fixed is not None:
        problems += _expect(fixed, Verdict.FLAT, "the fixed program")
        ratio = judge(program).milliseconds / judge(fixed).milliseconds
        if ratio < SPEED_UP:
            problems.append(f"the fixed program is only {ratio:.1f} times faster")
    return problems


def _device(program: Measurement, fixed: Measurement | None) -> list[str]:
    problems = [] if any(device.takes_all for device in program.devices) else ["every GPU is configured"]
    left = fixed.devices if fixed is not None else ()
    return problems + [f"fixed, {device.name} {device.state}" for device in left if device.takes_all]


_CHECKS: dict[Effect, Callable[[Measurement, Measurement | None], list[str]]] = {
    Effect.LEAK: _leak,
    Effect.MITIGATED: _mitigated,
    Effect.UNTIL_GC: _until_gc,
    Effect.HELD: _held,
    Effect.OVERHEAD: _overhead,
    Effect.DEVICE: _device,
}


def _cause(judgement: Judgement) -> str:
    """What grows, when it can be counted: the kind that explains the others."""
    kind = next((kind for kind in CAUSES if kind in judgement.counts), None)
    kind = kind or next(iter(judgement.counts), None)
    return f", {kind} +{judgement.counts[kind]:g}" if kind is not None else ""


def _expect(run: Measurement, verdict: Verdict, who: str) -> list[str]:
    judgement = judge(run)
    if judgement.verdict is verdict:
        return []
    figures = f"{judgement.kib:.1f} KiB{_cause(judgement)}"
    return [f"{who} is {judgement.verdict.value}, not {verdict.value} ({figures})"]


def _differences(program: Measurement, fixed: Measurement) -> list[str]:
    found = (
        difference(program.result, fixed.result),
        difference(program.output, fixed.output, "output"),
    )
    return [f"bad and fixed compute different values: {text}" for text in found if text]
