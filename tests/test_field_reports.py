"""The table of field reports: what it says is found is labelled so, and what it says is silent is not."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tflint_mem import registry

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "field-reports.md"
CASES, SOUNDNESS = ROOT / "tests" / "cases", ROOT / "tests" / "soundness"
ROW = re.compile(r"^\| (?P<shape>.+?) \| (?P<reports>.*?) \| (?P<verdict>.+?) \| (?P<shown>.+) \|$", re.M)
SHOWN = re.compile(r"(?:`(?P<part>\w+)` in )?`(?P<program>[\w.]+)/?`")
VERDICT = re.compile(r"found: (TFM\d+)|silent|not seen|not judged")
LABEL = re.compile(r"# (?:want|wrong): (TFM\d+(?:, TFM\d+)*)")


def rows() -> list[re.Match[str]]:
    return [
        row
        for row in ROW.finditer(TABLE.read_text(encoding="utf-8"))
        if row["verdict"] not in ("verdict", "---")
    ]


@cache
def labels(program: Path) -> list[tuple[int, str]]:
    """The rows of a program that carry a code."""
    files = [program] if program.is_file() else sorted(program.rglob("*.py"))
    return [
        (number, code)
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        for found in LABEL.findall(line)
        for code in found.split(", ")
    ]


def part_of(program: Path, name: str) -> range:
    """The rows of a function or class of the program's top level."""
    for node in ast.parse(program.read_text(encoding="utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name == name:
            return range(node.lineno - len(node.decorator_list), (node.end_lineno or 0) + 1)
    raise AssertionError(f"{program} has no {name}")


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["shape"])
def test_the_program_shows_what_the_table_says(row: re.Match[str]) -> None:
    verdict = VERDICT.fullmatch(row["verdict"])
    assert verdict, row["verdict"]
    if row["verdict"] == "not judged":
        assert not row["shown"].startswith("`")
        return
    shown = SHOWN.fullmatch(row["shown"])
    assert shown, row["shown"]
    program = (SOUNDNESS if row["verdict"] == "not seen" else CASES) / shown["program"]
    assert program.exists()
    inside = part_of(program, shown["part"]) if shown["part"] else range(1, 1 << 30)
    codes = {code for number, code in labels(program) if number in inside}
    if verdict[1]:
        assert verdict[1] in codes
    elif row["verdict"] == "silent":
        assert not codes


def test_every_family_and_most_rules_are_there() -> None:
    text = TABLE.read_text(encoding="utf-8")
    assert [int(number) for number in re.findall(r"^## (\d+)\.", text, re.MULTILINE)] == [*range(1, 36)]
    assert {code for row in rows() for code in re.findall(r"TFM\d+", row["verdict"])} <= set(registry.codes())
    assert len(rows()) > 150


def test_no_program_of_reports_is_left_out() -> None:
    """What is labelled in the programs of the reports stands in the table."""
    named = {(shown["program"], shown["part"]) for row in rows() if (shown := SHOWN.fullmatch(row["shown"]))}
    for program in sorted(CASES.glob("field*.py")):
        parts = [part for name, part in named if name == program.name and part]
        covered = {number for part in parts for number in part_of(program, part)}
        assert [number for number, _ in labels(program) if number not in covered] == []
