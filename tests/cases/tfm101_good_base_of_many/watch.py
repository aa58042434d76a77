"""Goes through samples with a gauge of whatever kind."""

from __future__ import annotations

from gauges import Gauge


def alarms(gauge: Gauge, samples, limit: float):
    return [sample for sample in samples if gauge.level(sample) > limit]
