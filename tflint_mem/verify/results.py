"""Whether two programs computed the same."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

RELATIVE = 1e-4
ABSOLUTE = 1e-6

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?\b(?:nan|inf)\b")


def difference(expected: Any, actual: Any, where: str = "result") -> str | None:
    """The first difference between two results (JSON data), in words, or None.

    Numbers may differ by rounding, as they do between eager and traced execution; numbers inside
    text likewise.

    Args:
        expected: what the unrepaired program gave.
        actual: what the repaired one gave.
        where: how the message names the place.
    """
    if isinstance(expected, dict) and isinstance(actual, dict):
        if expected.keys() != actual.keys():
            return f"{where}: keys {sorted(expected)} became {sorted(actual)}"
        return _first(difference(expected[key], actual[key], f"{where}[{key!r}]") for key in expected)
    if isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            return f"{where}: {len(expected)} items became {len(actual)}"
        pairs = zip(expected, actual, strict=True)
        return _first(difference(one, two, f"{where}[{index}]") for index, (one, two) in enumerate(pairs))
    if isinstance(expected, str) and isinstance(actual, str):
        return _text_difference(expected, actual, where)
    if _is_number(expected) and _is_number(actual):
        return None if _close(expected, actual) else f"{where}: {expected!r} became {actual!r}"
    same = type(expected) is type(actual) and expected == actual
    return None if same else f"{where}: {expected!r} became {actual!r}"


def _text_difference(expected: str, actual: str, where: str) -> str | None:
    for row, (one, two) in enumerate(zip(expected.splitlines(), actual.splitlines(), strict=False), 1):
        numbers = zip(_NUMBER.findall(one), _NUMBER.findall(two), strict=False)
        if _NUMBER.sub("#", one) != _NUMBER.sub("#", two) or not all(
            _close(float(left), float(right)) for left, right in numbers
        ):
            return f"{where}, line {row}: {one!r} became {two!r}"
    if len(expected.splitlines()) != len(actual.splitlines()):
        return f"{where}: {len(expected.splitlines())} lines became {len(actual.splitlines())}"
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _close(one: float, two: float) -> bool:
    if math.isnan(one) or math.isnan(two):
        return math.isnan(one) and math.isnan(two)
    return math.isclose(one, two, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def _first(messages: Iterable[str | None]) -> str | None:
    return next((message for message in messages if message), None)
