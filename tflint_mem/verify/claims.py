"""What a fixture claims, held against what was measured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tflint_mem.verify.fixtures import Effect, Fixture
from tflint_mem.verify.judge import Judgement, Verdict, held, judge, level
from tflint_mem.verify.measurement import NOT_MEASURABLE, OPEN_SESSION, Measurement
from tflint_mem.verify.results import difference

if TYPE_CHECKING:
    from collections.abc import Callable

RATIO = 5.0
"""A leak is at least this many times what the repaired program grows by."""
MITIGATION = 0.95
"""A repair that mitigates leaves at most this part of the growth."""
SPEED_UP = 2.0
"""A repair of overhead makes an iteration at least this many times faster."""
PEAK = 512.0
"""KiB in use, all the time, that a repair of a high-water mark gives back at least."""


@dataclass(frozen=True)
class Outcome:
    """One fixture, measured.

    Attributes:
        fixture: what was run.
        program: the measurement of the bad or good program.
        repaired: that of the repaired copy; good programs have none.
        problems: why the claim does not hold; empty when it holds.
        differs: whether it is known that this release of TensorFlow does something else.
    """

    fixture: Fixture
    program: Measurement
    repaired: Measurement | None
    problems: tuple[str, ...]
    differs: bool = False

    @property
    def holds(self) -> bool:
        """Whether the measurement confirms the claim, or there is none about this TensorFlow."""
        return self.differs or not self.problems


def check(fixture: Fixture, program: Measurement, repaired: Measurement | None) -> Outcome:
    """Holds what a fixture claims of the TensorFlow that ran it against the measurements of its programs."""
    if not measurable(program):
        return Outcome(fixture, program, None, ())
    claimed = fixture.on(".".join(program.versions.get("tensorflow", "").split(".")[:2]))
    fixture = replace(fixture, effect=claimed or fixture.effect)
    fails = fixture.bad and fixture.effect is Effect.ERROR
    runs = ((fixture.path, None if fails else program), (fixture.repaired, repaired))
    problems = [f"{path.name}: {run.error}" for path, run in runs if path and run and run.error]
    if not problems:
        problems = _bad(fixture, program, repaired) if fixture.bad else _good(fixture, program)
    return Outcome(fixture, program, repaired, tuple(problems), differs=claimed is None)


def measurable(run: Measurement) -> bool:
    """Whether this TensorFlow has what the program requires."""
    return run.error is None or not run.error.startswith(NOT_MEASURABLE)


def describe(effect: Effect, run: Measurement) -> str:
    """The figures that matter for an effect, in a few words."""
    if run.error and not measurable(run):
        return run.error
    if run.error:
        return run.error.partition(":")[0] if effect is Effect.ERROR else "failed"
    if effect is Effect.DEVICE:
        return ", ".join(sorted({device.state for device in run.devices}))
    if not run.blocks:
        return "raises nothing"
    judgement = judge(run)
    if effect is Effect.OVERHEAD:
        return f"{judgement.verdict.value}, {judgement.milliseconds:.2f} ms"
    if effect is Effect.HELD:
        return f"{judgement.verdict.value}, {OPEN_SESSION}s: {held(run, OPEN_SESSION)}"
    if effect is Effect.PEAK:
        return f"{judgement.verdict.value}, {level(run) / 1024:.1f} MiB in use"
    if judgement.verdict is Verdict.UNTIL_GC:
        return f"until-gc, {judgement.uncollected_kib:.1f} KiB"
    return f"{judgement.verdict.value}, {judgement.kib:.1f} KiB{_cause(judgement)}"


def _good(fixture: Fixture, program: Measurement) -> list[str]:
    if fixture.effect is Effect.ERROR and fixture.schedule is None:
        return []
    if fixture.effect is Effect.DEVICE:
        return _unconfigured(program)
    if fixture.effect is Effect.RELEASED:
        return _expect_released(program, "the good program")
    return _expect(program, Verdict.FLAT, "the good program")


def _bad(fixture: Fixture, program: Measurement, repaired: Measurement | None) -> list[str]:
    if repaired is None:
        return [f"{fixture.path.name} has no repaired copy"]
    if fixture.effect is Effect.ERROR:
        kind = (program.error or "").partition(":")[0]  # another reason to end is worded in a sentence
        return [] if kind.isidentifier() else ["the bad program raises nothing"]
    found = (
        difference(program.result, repaired.result),
        difference(program.output, repaired.output, "output"),
    )
    problems = [f"the repaired program computes something else: {text}" for text in found if text]
    return problems + _CHECKS[fixture.effect](program, repaired)


def _leak(program: Measurement, repaired: Measurement) -> list[str]:
    problems = _expect(program, Verdict.LEAK, "the bad program") + _expect_flat(repaired)
    bad, good = judge(program), judge(repaired)
    if not bad.counts and bad.kib < RATIO * good.kib:
        problems.append(f"{bad.kib:.1f} KiB is less than {RATIO:g} times {good.kib:.1f} KiB")
    return problems


def _mitigated(program: Measurement, repaired: Measurement) -> list[str]:
    problems = _expect(program, Verdict.LEAK, "the bad program")
    bad, good = judge(program).kib, judge(repaired).kib
    if good > MITIGATION * bad:
        problems.append(f"the repair leaves {good:.1f} of {bad:.1f} KiB")
    return problems


def _released(program: Measurement, repaired: Measurement) -> list[str]:
    problems = _expect(program, Verdict.LEAK, "the bad program")
    return problems + _expect_released(repaired, "the repaired program")


def _until_gc(program: Measurement, repaired: Measurement) -> list[str]:
    return _expect(program, Verdict.UNTIL_GC, "the bad program") + _expect_flat(repaired)


def _held(program: Measurement, repaired: Measurement) -> list[str]:
    problems = _expect(program, Verdict.FLAT, "the bad program") + _expect_flat(repaired)
    if not held(program, OPEN_SESSION):
        problems.append(f"no {OPEN_SESSION} outlives its iteration")
    if still := held(repaired, OPEN_SESSION):
        problems.append(f"the repaired program keeps {still} {OPEN_SESSION}s")
    return problems


def _peak(program: Measurement, repaired: Measurement) -> list[str]:
    problems = _expect(program, Verdict.FLAT, "the bad program") + _expect_flat(repaired)
    more = level(program) - level(repaired)
    if more < PEAK:
        problems.append(f"the bad program holds only {more:.0f} KiB more")
    return problems


def _harmless(program: Measurement, repaired: Measurement) -> list[str]:
    return _expect(program, Verdict.FLAT, "the bad program") + _expect_flat(repaired)


def _overhead(program: Measurement, repaired: Measurement) -> list[str]:
    problems = _harmless(program, repaired)
    ratio = judge(program).milliseconds / judge(repaired).milliseconds
    if ratio < SPEED_UP:
        problems.append(f"the repaired program is only {ratio:.1f} times faster")
    return problems


def _device(program: Measurement, repaired: Measurement) -> list[str]:
    problems = [] if _unconfigured(program) else ["the bad program leaves no GPU unconfigured"]
    return problems + _unconfigured(repaired)


_CHECKS: dict[Effect, Callable[[Measurement, Measurement], list[str]]] = {
    Effect.LEAK: _leak,
    Effect.RETAINED: _leak,
    Effect.MITIGATED: _mitigated,
    Effect.RELEASED: _released,
    Effect.UNTIL_GC: _until_gc,
    Effect.HELD: _held,
    Effect.PEAK: _peak,
    Effect.HARMLESS: _harmless,
    Effect.OVERHEAD: _overhead,
    Effect.DEVICE: _device,
}


def _unconfigured(run: Measurement) -> list[str]:
    return [f"{device.name}: TensorFlow {device.state}" for device in run.devices if device.takes_all]


def _cause(judgement: Judgement) -> str:
    return f", {judgement.cause}" if judgement.cause is not None else ""


def _expect(run: Measurement, verdict: Verdict, who: str) -> list[str]:
    judgement = judge(run)
    if judgement.verdict is verdict:
        return []
    figures = f"{judgement.kib:.1f} KiB{_cause(judgement)}"
    return [f"{who} is {judgement.verdict.value}, not {verdict.value} ({figures})"]


def _expect_released(run: Measurement, who: str) -> list[str]:
    return [] if judge(run).verdict is Verdict.UNTIL_GC else _expect(run, Verdict.FLAT, who)


def _expect_flat(repaired: Measurement) -> list[str]:
    return _expect(repaired, Verdict.FLAT, "the repaired program")
