"""Growth as a robust slope with a confidence interval, for samples at any distances."""

from __future__ import annotations

import itertools
import math
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIDENCE = 0.95
MAX_POINTS = 200
"""More points than this are thinned out: the number of pairs grows with the square."""


@dataclass(frozen=True)
class Slope:
    """Growth for one step.

    Attributes:
        value: Theil and Sen's estimate, the median slope of all pairs of points.
        low: where the interval of confidence begins (Sen 1968, from the distribution of Kendall's S).
        high: where it ends.
    """

    value: float
    low: float
    high: float


def theil_sen(values: Sequence[float]) -> float:
    """The median of the slopes between all pairs: half the samples may be outliers in pairs, few in trend.

    Args:
        values: samples at equal distances; fewer than two have slope 0.
    """
    slopes = _pairs(list(enumerate(values)))
    return statistics.median(slopes) if slopes else 0.0


def slope(points: Sequence[tuple[float, float]]) -> Slope:
    """The slope of points ``(step, value)``, with its interval of confidence.

    Args:
        points: fewer than two have slope 0, of which nothing is known.
    """
    points = points[:: math.ceil(len(points) / MAX_POINTS)] if len(points) > MAX_POINTS else points
    slopes = sorted(_pairs(points))
    if not slopes:
        return Slope(0.0, -math.inf, math.inf)
    count = len(points)
    spread = math.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    reach = statistics.NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * spread
    # With few points the interval takes in every pair.
    low = max(0, math.floor((len(slopes) - reach) / 2))
    return Slope(statistics.median(slopes), slopes[low], slopes[len(slopes) - 1 - low])


def _pairs(points: Sequence[tuple[float, float]]) -> list[float]:
    return [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in itertools.combinations(points, 2) if x2 != x1]
