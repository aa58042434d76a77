"""What one probe saw, judged."""

from __future__ import annotations

import itertools
import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tflint_mem.verify.judge import (
    BLOCK_LEAK,
    CAUSES,
    COUNT_LEAK,
    FLAT,
    LEAK,
    RSS_FLAT,
    RSS_LEAK,
    UNTIL_GC,
    Verdict,
)
from tflint_mem.verify.measurement import PYTHON_BLOCK
from tflint_mem.verify.slopes import Slope, slope, theil_sen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WARM_UP = 0.25
"""The part of the iterations that is left out where there are enough: caches fill there."""
ENOUGH = 4
"""Snapshots that a judgement needs after the warm-up."""


@dataclass(frozen=True)
class Growth:
    """The judgement on one probed place.

    Attributes:
        iterations: how many iterations were seen.
        verdict: None when there were too few to judge.
        slope: KiB an iteration, after collection.
        uncollected: KiB an iteration between collections.
        counts: kinds of objects whose number grows, with their growth.
        milliseconds: the median processor time of an iteration.
        series: KiB above the start, as ``(iteration, KiB)``.
    """

    iterations: int
    verdict: Verdict | None = None
    slope: Slope | None = None
    uncollected: float = 0.0
    counts: Mapping[str, float] = field(default_factory=dict)
    milliseconds: float = 0.0
    series: tuple[tuple[int, float], ...] = ()

    @property
    def cause(self) -> str | None:
        """The kind of object that explains the growth best."""
        kind = next((kind for kind in CAUSES if kind in self.counts), next(iter(self.counts), None))
        return None if kind is None else f"{kind} {self.counts[kind]:+.3g}"


def judge_track(track: Mapping[str, Any]) -> Growth:
    """Judges what one probe saw.

    Args:
        track: an item of the reply's ``probes``.
    """
    points, iterations = track["points"], track["iterations"]
    if not points:
        return Growth(iterations)
    exact = all(point["in_use"] is not None for point in points)
    kind = "in_use" if exact else "rss"
    start = points[0][kind]
    series = tuple((point["step"], point[kind] - start) for point in points)
    last = points[-1]["step"]
    warm = max(2, WARM_UP * last) if last >= ENOUGH + 2 else 1
    kept = [point for point in points if point["step"] >= warm]
    if len(kept) < ENOUGH:
        return Growth(last, series=series)
    grown = slope([(point["step"], point[kind]) for point in kept])
    late = slope([(point["step"], point[kind]) for point in points if point["step"] >= last / 2])
    counts = _counts(kept)
    uncollected = _uncollected(points, track["samples"])
    leak, flat, collects = (LEAK, FLAT, UNTIL_GC) if exact else (RSS_LEAK, RSS_FLAT, RSS_LEAK)
    # A cache may fill for longer than the warm-up lasts: what leaks grows in the second half too.
    if counts or (grown.value >= leak and min(grown.low, late.value) >= flat):
        verdict = Verdict.LEAK
    elif grown.value > flat:
        verdict = Verdict.UNCLEAR
    else:
        verdict = Verdict.UNTIL_GC if uncollected >= collects else Verdict.FLAT
    times = [1000 * (after - before) for before, after in itertools.pairwise(track["times"])]
    return Growth(
        last,
        verdict,
        grown,
        uncollected,
        counts,
        statistics.median(times[int(warm) :] or times or [0.0]),
        series,
    )


def _counts(points: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """The kinds whose number grows in every stretch, by ``COUNT_LEAK`` an iteration over all."""
    growing = {}
    for kind in sorted({kind for point in points for kind in point["counts"]}):
        numbers = [(point["step"], point["counts"].get(kind, 0)) for point in points]
        rises = all(later > earlier for (_, earlier), (_, later) in itertools.pairwise(numbers))
        rate = slope(numbers).value
        if rises and rate >= (BLOCK_LEAK if kind == PYTHON_BLOCK else COUNT_LEAK):
            growing[kind] = rate
    return growing


def _uncollected(points: Sequence[Mapping[str, Any]], samples: Sequence[float]) -> float:
    """The median slope of the stretches between snapshots, of three iterations or more."""
    stretches = [
        theil_sen(samples[before["step"] + 1 : after["step"] + 1])
        for before, after in itertools.pairwise(points)
        if after["step"] - before["step"] >= 3
    ]
    return statistics.median(stretches) if stretches else 0.0
