"""Findings depend on the code alone: not on order, jobs, hash seed, or what else is linted."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tflint_mem import engine
from tflint_mem import source as sources
from tflint_mem.config import Settings
from tflint_mem.semantic.project import Project

CASES = Path(__file__).parent / "cases"
PROJECTS = sorted(path for path in CASES.iterdir() if path.is_dir())
EVERYTHING = Settings(select=("ALL",))


def findings_of(files: list[Path]) -> dict[Path, list[Any]]:
    project = Project(EVERYTHING)
    return {file: engine.check(sources.read(file), EVERYTHING, project) for file in files}


@pytest.mark.parametrize("folder", [*PROJECTS, CASES], ids=lambda path: path.name)
def test_neither_order_nor_company_changes_what_is_found(folder: Path) -> None:
    files = sorted(folder.rglob("*.py"))
    whole = findings_of(files)
    shuffled = files[:]
    random.Random(20).shuffle(shuffled)
    assert findings_of(shuffled) == whole
    for file in files[:: 1 if folder is not CASES else 7]:
        assert findings_of([file]) == {file: whole[file]}


@pytest.mark.host
def test_neither_jobs_nor_the_hash_seed_change_the_report() -> None:
    def report(seed: str, jobs: str) -> list[Any]:
        options = ("--isolated", "--no-cache", "--select", "ALL", "--output-format", "json", "--jobs", jobs)
        done = subprocess.run(
            [sys.executable, "-m", "tflint_mem", *options, str(CASES)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 1, done.stderr.decode()
        found: list[Any] = json.loads(done.stdout)
        return found

    first = report("0", "1")
    assert first
    assert report("1", "1") == first
    assert report("2", "2") == first
