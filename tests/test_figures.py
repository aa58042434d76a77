"""Figures of memory in rule pages and messages: each is one that was measured, and says where."""

from __future__ import annotations

import ast
import csv
import inspect
import json
import re
from functools import cache
from pathlib import Path

import pytest

from tflint_mem import registry

ROOT = Path(__file__).parent.parent
DATA = ROOT / "docs" / "evidence"
ELSEWHERE = ROOT / "docs" / "figures.tsv"
NUMBER = r"\d+(?: \d{3})*(?:\.\d+)?"
FIGURE = re.compile(rf"({NUMBER})(?: to ({NUMBER}))?\s(KiB|MiB)")
TOLERANCE = 0.2
"""How far a measured figure may lie from what is claimed: from run to run they differ by less."""

BUILT_IN = registry.built_in()


def figures(text: str) -> list[tuple[str, float, float]]:
    """Each figure in a text as written, and the KiB between which it claims a measured value to lie."""
    found = []
    for match in FIGURE.finditer(" ".join(text.split())):
        unit = 1024 if match[3] == "MiB" else 1
        low = float(match[1].replace(" ", "")) * unit
        high = float((match[2] or match[1]).replace(" ", "")) * unit
        found.append((match[0], low * (1 - TOLERANCE), high * (1 + TOLERANCE)))
    return found


@cache
def measured(code: str) -> tuple[float, ...]:
    """The growth of a rule's bad programs in KiB per iteration, and by how much repairs lower a peak."""
    values = []
    for path in sorted(DATA.glob("tensorflow-*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8"))["fixtures"]:
            bad, repaired = entry.get("program", {}), entry.get("repaired", {})
            if entry["rule"] == code:
                values += [bad[key] for key in ("kib", "uncollected_kib") if key in bad]
                if "in_use_kib" in bad and "in_use_kib" in repaired:
                    values.append(bad["in_use_kib"] - repaired["in_use_kib"])
    return tuple(values)


@cache
def elsewhere() -> dict[tuple[str, str], str]:
    """The figures that come from other programs than the fixtures, with where they were measured."""
    with ELSEWHERE.open(encoding="utf-8", newline="") as file:
        return {(row["rule"], row["figure"]): row["measured"] for row in csv.DictReader(file, delimiter="\t")}


def shown(code: str, low: float, high: float) -> bool:
    return any(low <= value <= high for value in measured(code))


def messages(rule: type) -> str:
    """The texts of a rule's module that are no docstrings."""
    module = inspect.getmodule(rule)
    assert module is not None
    tree = ast.parse(inspect.getsource(module))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(n.body[0].value) for n in ast.walk(tree) if isinstance(n, documented) and _is_text(n.body[0])
    }
    texts = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in docstrings]
    return "".join(text.value for text in texts if isinstance(text.value, str))


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.meta.code)
def test_messages_quote_what_the_data_show(rule: type) -> None:
    code = rule.meta.code  # type: ignore[attr-defined]
    claimed = figures(messages(rule))
    assert [text for text, low, high in claimed if not shown(code, low, high)] == []


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.meta.code)
def test_pages_quote_what_the_data_show_or_name_another_measurement(rule: type) -> None:
    code = rule.meta.code  # type: ignore[attr-defined]
    page = " ".join((rule.__doc__ or "").split())
    unknown = [
        text
        for text, low, high in figures(page)
        if not shown(code, low, high) and (code, text) not in elsewhere()
    ]
    assert unknown == [], f"not in docs/evidence, so it needs a row in {ELSEWHERE.name}"


def test_every_figure_from_elsewhere_is_quoted_and_says_where() -> None:
    pages = {rule.meta.code: " ".join((rule.__doc__ or "").split()) for rule in BUILT_IN}
    for (code, text), where in elsewhere().items():
        assert text in pages[code]
        assert where


def test_figures_are_read() -> None:
    assert figures("from 1 300 KiB, 0.5 to 1 MiB and 43 to\n 104 KiB") == [
        ("1 300 KiB", pytest.approx(1040), pytest.approx(1560)),
        ("0.5 to 1 MiB", pytest.approx(409.6), pytest.approx(1228.8)),
        ("43 to 104 KiB", pytest.approx(34.4), pytest.approx(124.8)),
    ]
    assert figures("3 rounds of 64 units") == []
