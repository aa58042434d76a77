"""The soundness log: what the semantic model cannot see, or takes for granted, as it is today.

A line of ``tests/soundness`` carries ``# missed: CODE`` where a tool that knew everything would report, and
``# wrong: CODE`` where it would not although we do.  When one of these changes, for better or worse, the
label and ``docs/soundness.md`` have to follow.
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

FOLDER = Path(__file__).parent / "soundness"
LOG = FOLDER.parent.parent / "docs" / "soundness.md"
ENTRIES = sorted(FOLDER.iterdir())
LABEL = re.compile(r"# (want|wrong|missed): (TFM\d+)")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.stem)
def test_what_is_approximated_is_approximated_as_the_log_says(entry: Path, tmp_path: Path) -> None:
    # A copy, since what stands below a folder of tests counts as one.
    copy = tmp_path / entry.name
    if entry.is_file():
        shutil.copy(entry, copy)
    else:
        shutil.copytree(entry, copy)
    files = [copy] if copy.is_file() else sorted(copy.rglob("*.py"))
    project, settings = Project(Settings()), Settings()
    reported, missed = set(), set()
    found = set()
    for file in files:
        for row, line in enumerate(file.read_text().splitlines(), 1):
            for kind, code in LABEL.findall(line):
                (missed if kind == "missed" else reported).add((file.name, row, code))
        findings = engine.check(sources.read(file), settings, project)
        found |= {(file.name, finding.start.row, finding.code) for finding in findings}
    assert missed or reported
    assert reported <= found
    assert not missed & found


def test_the_log_names_every_program() -> None:
    named = set(re.findall(r"`(?:tests/soundness/)?(\w+)(?:\.py|/)`", LOG.read_text()))
    assert {entry.stem for entry in ENTRIES} <= named
