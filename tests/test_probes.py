"""User programs: probes, their judgement, and bad input."""

from __future__ import annotations

import ast
import builtins
from pathlib import Path

import pytest

from tflint_mem.verify import command
from tflint_mem.verify.growth import judge_track
from tflint_mem.verify.judge import Verdict
from tflint_mem.verify.probes import NAME, instrument, is_loop, moved, places, probe_of

PROGRAMS = Path(__file__).parent / "programs"


class Recorder:
    def __init__(self) -> None:
        self.rounds = 0

    def iterate(self, number: int, items: object) -> object:
        for item in items:  # type: ignore[attr-defined]
            self.rounds += 1
            yield item

    def running(self, number: int) -> Recorder:
        return self

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...

    def again(self, number: int) -> bool:
        self.rounds += 1
        return self.rounds < 100

    def entered(self, number: int) -> None:
        self.rounds += 1


@pytest.mark.parametrize(
    ("text", "rounds", "result"),
    [
        ("result = 0\nfor x in range(5):\n    result += x\nelse:\n    result += 1\n", 5, 11),
        ("result = 0\nwhile result < 3:\n    result += 1\n", 4, 3),
        ("result = [x for x in range(4) if x]\n", 4, [1, 2, 3]),
        ("result = 0\nwhile True:\n    result += 1\n", 100, 99),
    ],
)
def test_marked_code_computes_the_same(
    text: str, rounds: int, result: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder()
    monkeypatch.setattr(builtins, NAME, recorder, raising=False)
    tree = ast.parse(text)
    probes = [(0, probe_of(node, "")) for node in places(tree) if is_loop(node)]
    scope: dict[str, object] = {}
    exec(compile(instrument(tree, probes), "marked", "exec"), scope)
    assert (recorder.rounds, scope["result"]) == (rounds, result)


def test_probes_move_with_their_lines() -> None:
    old = "import a\nfor x in y:\n    f(x)\nwhile z:\n    g()\n"
    new = "import a\nimport b\nwith b:\n    for x in y:\n        f(x)\n"
    found = moved([probe_of(node, "") for node in places(ast.parse(old))], old, new)
    assert [probe and probe.row for probe in found] == [4, None]


def track(kib: float, *, steps: int = 40, kind: str | None = None) -> dict[str, object]:
    points = [
        {"step": step, "in_use": 9e4 + kib * step, "rss": 5e5, "counts": {kind: step} if kind else {}}
        for step in (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 28, 35, 40)
        if step <= steps
    ]
    samples = [9e4 + kib * step for step in range(steps + 1)]
    times = [0.001 * step for step in range(steps + 1)]
    return {"iterations": steps, "points": points, "samples": samples, "times": times}


def test_growth_is_judged() -> None:
    assert judge_track(track(0.0)).verdict is Verdict.FLAT
    leak = judge_track(track(120.0))
    assert leak.verdict is Verdict.LEAK
    assert leak.slope is not None
    assert leak.slope.low == pytest.approx(120.0)
    assert judge_track(track(0.0, kind="trace")).cause == "trace +1"
    assert judge_track(track(120.0, steps=3)).verdict is None


def test_what_stops_growing_is_no_leak() -> None:
    filling = track(0.0)
    for point in filling["points"]:  # type: ignore[attr-defined]
        point["in_use"] += 100.0 * min(point["step"], 20)
    growth = judge_track(filling)
    assert growth.slope is not None
    assert growth.slope.value > 8.0
    assert growth.verdict is Verdict.UNCLEAR


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import tensorflow as tf\nprint(1)\n", "has no loop to measure"),
        ("for x in range(3):\n    print(x)\n", "nothing is found"),
        ("for x in range(3:\n", "TFM9"),
        (None, "there is no file"),
    ],
)
def test_bad_input_is_told_in_one_line(
    text: str | None, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("tensorflow")
    program = tmp_path / "program.py"
    if text is not None:
        program.write_text(text)
    status = command.run_own(program, (), iterations=10, seconds=5)
    message = capsys.readouterr().err
    assert status == 2
    assert message.count("\n") == 1
    assert words in message or "syntax" in message


@pytest.mark.tensorflow
@pytest.mark.parametrize(
    ("name", "arguments", "unflagged", "words"),
    [
        ("retracing", (), False, "trace +1 each"),
        ("kfold", (), False, "registered gradient"),
        ("rl_predict", (), False, "until the collector runs"),
        ("tf1_sessions", ("30",), False, "confirmed"),
        ("unknown_leak", (), True, "unknown_leak.py:12: +"),
        ("serving", (), False, "trace +1 each"),
    ],
)
def test_real_programs(
    name: str, arguments: tuple[str, ...], unflagged: bool, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("tensorflow")
    status = command.run_own(
        PROGRAMS / f"{name}.py", arguments, iterations=25, seconds=60, unflagged=unflagged
    )
    assert status == 1
    assert words in capsys.readouterr().out


@pytest.mark.tensorflow
def test_a_finding_by_mistake_is_not_observed(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tensorflow")
    assert command.run_own(PROGRAMS / "mistaken.py", (), iterations=25, seconds=60) == 0
    out = capsys.readouterr().out
    assert out.startswith("not observed")
    assert "TFM103" in out


@pytest.mark.tensorflow
def test_a_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tensorflow")
    assert command.run_own(PROGRAMS / "notebook.ipynb", (), iterations=25, seconds=60) == 1
    out = capsys.readouterr().out
    assert "notebook.ipynb:cell 4:3 TFM302" in out
    assert "trace +1 each" in out
