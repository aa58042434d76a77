"""From a measurement to a verdict.

The thresholds come from 982 measured runs of about 260 programs on TensorFlow 2.15 and 2.21 (toy models,
two cores): growth of the bytes in use of flat programs had a 95th percentile of 1.3 and a maximum of
1.9 KiB an iteration; resident memory, 14 and 40.  The smallest real leak that a rule claims is 35 KiB.
"""

from __future__ import annotations

import enum
import itertools
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.verify.measurement import OPEN_SESSION, PYTHON_BLOCK
from tflint_mem.verify.slopes import theil_sen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tflint_mem.verify.measurement import Block, Measurement, Snapshot

COUNT_LEAK = 0.5
"""A count that grows by this much an iteration, in every block, grows without bound."""
BLOCK_LEAK = 128.0
"""So many blocks of Python an iteration are a leak: 8 KiB of 64 bytes each.  Up to 2.15, a few go a call."""
LEAK = 8.0
"""KiB in use an iteration, between collections and in every block, from which on a program leaks."""
FLAT = 4.0
"""KiB in use an iteration up to which a program counts as flat: twice the noise."""
UNTIL_GC = 5.0
"""KiB an iteration that only the cyclic collector takes back."""
RSS_LEAK = 64.0
RSS_FLAT = 40.0
"""The same two thresholds for resident memory, where the allocator cannot be asked."""


CACHED = 0.5
"""The part of all growth from which on the cache of eager kernels is named as its cause."""
CAUSES = (
    "registered gradient",
    OPEN_SESSION,
    "file descriptor",
    "thread",
    "trace",
    "FuncGraph",
    "graph operation",
    "Model",
    "Optimizer",
    "Layer",
    "Variable",
    "GradientTape",
    "Tensor",
)
"""Counts that explain others, first things first: a registered gradient pins a graph and its tensors."""


class Verdict(str, enum.Enum):
    """What a program does to memory, iteration by iteration."""

    LEAK = "leak"
    """Grows, whatever is collected."""
    UNTIL_GC = "until-gc"
    """Grows between collections, and no further."""
    FLAT = "flat"
    """Does not grow."""
    UNCLEAR = "unclear"
    """Grows by more than noise and less than a leak; a longer run has to decide."""


@dataclass(frozen=True)
class Judgement:
    """A verdict with its figures, each for one iteration.

    Attributes:
        verdict: what the figures mean together.
        kib: growth between collections, in KiB in use (resident KiB where that is unknown).
        uncollected_kib: growth inside the blocks, where nobody collects on purpose.
        counts: kinds of objects whose number grows, with their growth.
        milliseconds: the median processor time of an iteration.
        cached: the part of the growth, from 0 to 1, that was in the cache of eager kernels.
        python_blocks: by how many the blocks of Python's own allocator grow; 0 below a leak.
    """

    verdict: Verdict
    kib: float
    uncollected_kib: float
    counts: Mapping[str, float]
    milliseconds: float
    cached: float = 0.0
    python_blocks: float = 0.0

    @property
    def cause(self) -> str | None:
        """What grows, when it can be named: the kind that explains the others, or the kernel cache."""
        kind = next((kind for kind in CAUSES if kind in self.counts), None)
        kind = kind or next(iter(self.counts), None)
        if kind is not None:
            return f"{kind} +{self.counts[kind]:g}"
        if self.kib > FLAT and self.cached >= CACHED:
            return "eager kernel cache"
        return f"{PYTHON_BLOCK} +{self.python_blocks:.0f}" if self.python_blocks else None


def judge(measurement: Measurement) -> Judgement:
    """Judges one run; its first block is discarded, because caches are still filling there.

    Args:
        measurement: a run without error, of two blocks or more.

    Raises:
        ValueError: the measurement has an error, or too few blocks.
    """
    if measurement.error or len(measurement.blocks) < 2:
        raise ValueError(f"nothing to judge: {measurement.error or 'fewer than two blocks'}")
    blocks = measurement.blocks[1:]
    borders = list(itertools.pairwise(measurement.snapshots[1:]))
    exact = all(snapshot.in_use is not None for snapshot in measurement.snapshots)
    growth = [
        (_bytes(after) - _bytes(before)) / block.length
        for (before, after), block in zip(borders, blocks, strict=True)
    ]
    counts = _growing_counts(borders, blocks)
    python_blocks = counts.pop(PYTHON_BLOCK, 0.0)
    kib = statistics.fmean(growth)
    uncollected = statistics.median(theil_sen(block.in_use or block.rss) for block in blocks)
    leak, flat = (LEAK, FLAT) if exact else (RSS_LEAK, RSS_FLAT)
    if counts or python_blocks or min(growth) >= leak:
        verdict = Verdict.LEAK
    elif kib > flat:
        verdict = Verdict.UNCLEAR
    elif uncollected >= (UNTIL_GC if exact else RSS_LEAK):
        verdict = Verdict.UNTIL_GC
    else:
        verdict = Verdict.FLAT
    return Judgement(
        verdict, kib, uncollected, counts, milliseconds(measurement), cached(measurement), python_blocks
    )


def cached(measurement: Measurement) -> float:
    """The part of what a run grew by that emptying the cache of eager kernels gave back."""
    grown = _bytes(measurement.snapshots[-1]) - _bytes(measurement.snapshots[0])
    if measurement.kernel_cache is None or grown <= 0:
        return 0.0
    return min(1.0, measurement.kernel_cache / grown)


def milliseconds(measurement: Measurement) -> float:
    """The median processor time of an iteration, the first block left out."""
    return 1000 * statistics.median(
        itertools.chain.from_iterable(block.seconds for block in measurement.blocks[1:])
    )


def held(measurement: Measurement, kind: str) -> int:
    """How many objects of a kind are alive at the end of every block, at least."""
    return min(snapshot.counts.get(kind, 0) for snapshot in measurement.snapshots)


def level(measurement: Measurement) -> float:
    """KiB in use at the end of every block, at least."""
    return min(_bytes(snapshot) for snapshot in measurement.snapshots)


def _bytes(snapshot: Snapshot) -> float:
    return snapshot.rss if snapshot.in_use is None else snapshot.in_use


def _growing_counts(
    borders: Sequence[tuple[Snapshot, Snapshot]], blocks: Sequence[Block]
) -> dict[str, float]:
    growing = {}
    for kind in sorted({kind for pair in borders for snapshot in pair for kind in snapshot.counts}):
        rates = [
            (after.counts.get(kind, 0) - before.counts.get(kind, 0)) / block.length
            for (before, after), block in zip(borders, blocks, strict=True)
        ]
        if min(rates) >= (BLOCK_LEAK if kind == PYTHON_BLOCK else COUNT_LEAK):
            growing[kind] = statistics.fmean(rates)
    return growing
