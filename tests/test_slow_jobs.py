"""The scripts that try programs by the thousand: a few of them here, all of them with ``-m slow``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCHMARKS / f"{name}.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=36_000)


def row(report: str) -> list[str]:
    return [cell.strip() for cell in report.splitlines()[2].split("|")[1:-1]]


# --- programs and their repaired versions


@pytest.mark.parametrize("pairs", [40, pytest.param(10_000, marks=pytest.mark.slow)])
def test_repaired_programs_behave_as_before(pairs: int, tmp_path: Path) -> None:
    done = run("pairs", f"--pairs={pairs}", "--state", str(tmp_path / "state"))
    assert (done.returncode, done.stderr) == (0, "")
    assert row(done.stdout)[1:3] == [str(pairs), "0"]
    if pairs > 1_000:
        repaired = {word for word in row(done.stdout)[3].split() if word.startswith("TFM")}
        assert len(repaired) >= 18, "the programs do not leak in as many ways as they did"


BREAKS = {
    "a closed session": (
        "with v1.Session() as sess:\n    pass\nprint(sess.run(1))",
        "sess = v1.Session()\nprint(sess.run(1))",
    ),
    "a closed writer": (
        "w = v1.summary.FileWriter('x')\nw.close()\nw.flush()\nw.add_graph(1)",
        "w = v1.summary.FileWriter('x')",
    ),
    "a second gradient": (
        "with tf.GradientTape() as t:\n    y = 1\nt.gradient(y, y)\nt.gradient(y, y)",
        "with tf.GradientTape(persistent=True) as t:\n    y = 1\nt.gradient(y, y)\nt.gradient(y, y)",
    ),
    "late configuration": (
        "x = tf.zeros([2])\ntf.config.experimental.set_memory_growth(x, True)",
        "tf.config.experimental.set_memory_growth(1, True)\nx = tf.zeros([2])",
    ),
    "another value": ("print(tf.square(2.0))", "print(tf.square(3.0))"),
    "a call less": ("print(1)", "print(1); print(1)"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_stand_in_notices(name: str, script: Callable[[str], Any]) -> None:
    pairs = script("pairs")
    first, second = (pairs.HEADER.format(set_up="") + text for text in BREAKS[name])
    assert pairs.behaviour(first) != pairs.behaviour(second)
    assert pairs.behaviour(first) == pairs.behaviour(first)
    assert "tensorflow" not in sys.modules or sys.modules["tensorflow"].__file__


# --- mutilated programs


@pytest.mark.parametrize("sources", [500, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_mutilated_programs_cost_no_traceback(sources: int, tmp_path: Path) -> None:
    done = run("mutating", f"--sources={sources}", "--seed=7", "--state", str(tmp_path / "state"))
    assert (done.returncode, done.stderr) == (0, "")
    checked, parsed, findings, _, failures = map(int, row(done.stdout))
    assert (checked, failures) == (sources, 0)
    assert parsed > sources / 4 and findings > sources / 50, "most of them must get to the rules"
    lines = (tmp_path / "state").read_text().splitlines()
    assert sum(json.loads(line)["sources"] for line in lines) == sources


def test_another_run_goes_on_where_one_stopped(tmp_path: Path) -> None:
    state = tmp_path / "state"
    tally = {
        "block": 0,
        "sources": 500,
        "parsed": 7,
        "findings": 6,
        "repairs": 5,
        "failures": [[3, "a crash"]],
    }
    state.write_text(json.dumps(tally) + "\n")
    done = run("mutating", "--sources=500", "--state", str(state))
    assert done.returncode == 1
    assert row(done.stdout) == ["500", "7", "6", "5", "1"]
    assert "source 3 of seed 1: a crash" in done.stdout
