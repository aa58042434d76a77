from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from tflint_mem import __main__, timings
from tflint_mem.registry import codes

LEAKY = """\
import tensorflow.compat.v1 as tf


def total(values):
    sess = tf.Session()
    return sess.run(tf.reduce_sum(values))
"""


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the clock shows next, again and again until it is changed."""
    now = [0.0]
    monkeypatch.setattr(time, "process_time", lambda: now[0])
    return now


def test_each_moment_belongs_to_one_stage(ticks: list[float]) -> None:
    measured = timings.start()
    try:
        ticks[0] = 1.0
        with timings.stage("TFM201"):
            ticks[0] = 3.0
            with timings.stage("index"), timings.stage("parsing"):
                ticks[0] = 7.0
            with pytest.raises(ZeroDivisionError), timings.stage("index"):
                ticks[0] += 1 / 2
                ticks[0] += 1 / 0
            ticks[0] = 9.0
        ticks[0] = 10.0
    finally:
        timings.stop()
    measured.add(({"TFM201": 5.0, "reading": 1.0}, {"TFM201": 1, "reading": 2}))
    seconds, times = measured.take()
    assert seconds == {
        "starting": 0.0,
        timings.REST: 2.0,
        "TFM201": 8.5,
        "index": 0.5,
        "parsing": 4.0,
        "reading": 1.0,
    }
    assert times == {"starting": 1, "TFM201": 2, "index": 2, "parsing": 1, "reading": 2}
    assert measured.take()[0] == {timings.REST: 0.0}, "what was taken is not taken again"


def test_a_run_that_is_not_measured_reads_no_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "leaky.py").write_text(LEAKY)
    monkeypatch.delattr(time, "process_time")
    assert __main__.main([str(tmp_path)]) == 1
    assert "processor time" not in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(4):
        Path(f"leaky{number}.py").write_text(LEAKY + f"# {number}\n")
    assert __main__.main(["--isolated", "--no-cache", f"--jobs={jobs}"]) == 1
    plain = capsys.readouterr().out
    assert __main__.main(["--isolated", "--no-cache", f"--jobs={jobs}", "--timings"]) == 1
    done = capsys.readouterr()
    assert done.out == plain
    head, *rows, last = done.err.splitlines()
    assert head.split() == ["processor", "time", "seconds", "share", "times"]
    found = {row[:14].strip(): row[14:] for row in rows}
    assert set(found) <= {*timings.STAGES, *codes(), "rules", timings.REST}
    # Each file once, and by a rule twice; a process may look at the files of the other one.
    for name in ("parsing", "index", "TFM201", "suppression"):
        assert 4 <= int(found[name].split()[2]) <= 8, name
    assert "unclosed-session" in found["TFM201"]
    shares = {name: float(re.findall(r"([\d.]+)%", row)[0]) for name, row in found.items()}
    rules = [name for name in shares if name.startswith("TFM")]
    assert sum(shares[name] for name in rules) == pytest.approx(shares["rules"], abs=0.06 * len(rules))
    whole = sum(share for name, share in shares.items() if not name.startswith("TFM"))
    assert whole == pytest.approx(100, abs=2)
    assert float(last.split()[1]) > 0
    assert timings.running() is None
