"""Labelled programs: every line that carries ``# want: CODE`` is reported, every other line is silent.

A first-level folder of ``tests/cases`` is one project, a first-level file is a project alone.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tflint_mem import engine
from tflint_mem import source as sources
from tflint_mem.config import Settings
from tflint_mem.semantic.project import Project

CASES = Path(__file__).parent / "cases"
WANT = re.compile(r"#\s*want:\s*([A-Z0-9, ]+)")


def projects() -> list[Path]:
    return sorted(p for p in CASES.iterdir() if p.suffix == ".py" or (p.is_dir() and p.name != "__pycache__"))


def wanted(path: Path) -> set[tuple[str, int, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {
        (path.name, row, code)
        for row, line in enumerate(lines, 1)
        if (match := WANT.search(line))
        for code in re.findall(r"[A-Z]+\d+", match[1])
    }


@pytest.mark.parametrize("case", projects(), ids=lambda path: path.stem)
def test_labels(case: Path, tmp_path: Path) -> None:
    # A copy, since what stands below a folder of tests counts as one.
    copy = tmp_path / case.name
    if case.is_dir():
        shutil.copytree(case, copy)
    else:
        shutil.copy(case, copy)
    files = [copy] if copy.is_file() else sorted(copy.rglob("*.py"))
    # The default rules, and those the case is about: extra rules find much in the cases of others.
    named = {case.name[:6].upper()} | {code for path in files for _, _, code in wanted(path)}
    settings = Settings(extend_select=tuple(sorted(named)))
    project = Project(Settings())
    for path in files:
        findings = engine.check(sources.read(path), settings, project)
        found = {(path.name, finding.start.row, finding.code) for finding in findings}
        assert found == wanted(path)
