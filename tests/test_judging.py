"""The published rates of the judge are those of the committed data; the script that measures them works."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def judging(script: Callable[[str], Any]) -> Any:
    return script("judging")


def test_the_page_shows_the_committed_data(judging: Any) -> None:
    data = json.loads(judging.DATA.read_text(encoding="utf-8"))
    page = judging.PAGE.read_text(encoding="utf-8")
    assert judging.with_table(page, judging.table(data)) == page


def test_the_rates_that_the_thresholds_rest_on(judging: Any) -> None:
    runs = json.loads(judging.DATA.read_text(encoding="utf-8"))["runs"]
    assert len(runs) >= 200
    flat = [run for run in runs if run["truth"] != "leak"]
    leaks = [run for run in runs if run["truth"] == "leak" and run["kib"] >= judging.SURE]
    assert [run for run in flat if "leak" in run["verdicts"].values()] == []
    assert [run for run in leaks if run["verdicts"].get("program", "leak") != "leak"] == []
    assert [run for run in leaks if run["verdicts"]["fixture"] != "leak"] == []


@pytest.mark.skipif(sys.platform != "linux", reason="forks, and asks the GNU C library")
def test_leaks_of_known_size_are_run_and_judged(judging: Any) -> None:
    pytest.importorskip("psutil")
    cases = judging.cases(2)
    wanted = [("nothing stays", 0), ("blocks kept", 64), ("cycles", 64), ("small objects kept", 64)]
    chosen = [next(case for case in cases if (case.kind, case.kib) == item) for item in wanted]
    seen = judging.run_all(chosen)
    assert [item.verdicts["program"] for item in seen] == ["flat", "leak", "until-gc", "leak"]
    assert [item.verdicts["fixture"] for item in seen] == ["flat", "leak", "until-gc", "leak"]
    assert seen[1].kib["fixture"] == pytest.approx(64, abs=1)
    table = judging.table(judging.as_data(seen, {}))
    assert "| blocks kept | 64 | 1 | leak 1 | leak 1 |" in table
    assert "| *leak* said of what is flat or cycles | 0 of 2 | 0 of 2 | 0 of 2 |" in table
    with pytest.raises(ValueError, match="lacks the comments"):
        judging.with_table("no comments", table)
