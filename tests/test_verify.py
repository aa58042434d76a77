"""Measuring and judging: on synthetic series, on a stand-in for TensorFlow, and on the real one."""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tflint_mem import registry
from tflint_mem.verify import command, environments, evidence, harness, plot
from tflint_mem.verify.claims import Outcome, check, describe
from tflint_mem.verify.errors import VerifyError
from tflint_mem.verify.fixtures import Effect, Fixture, directive, discover
from tflint_mem.verify.harness import measure
from tflint_mem.verify.judge import Verdict, held, judge
from tflint_mem.verify.measurement import (
    OPEN_SESSION,
    PYTHON_BLOCK,
    TAKES_ALL,
    Block,
    Device,
    Measurement,
    Schedule,
    Snapshot,
)
from tflint_mem.verify.results import difference
from tflint_mem.verify.slopes import slope, theil_sen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).parent.parent
DATA = ROOT / "docs" / "evidence" / "tensorflow-2.21.json"
OLDER = DATA.with_name("tensorflow-2.15.json")

ELSEWHERE = {
    f"{item.rule}/{item.name}": item
    for item in discover(ROOT / "fixtures", registry.rules())
    if item.elsewhere.get("2.15") is not None
}
"""The programs of which something else is claimed of TensorFlow 2.15."""

needs_tensorflow = pytest.mark.skipif(
    importlib.util.find_spec("tensorflow") is None, reason="needs the verify extra"
)


def series(
    growth: Sequence[float] = (0.0, 0.0, 0.0),
    *,
    garbage: float = 0.0,
    noise: float = 0.0,
    counts: Mapping[str, float] | None = None,
    seconds: float = 0.001,
    length: int = 30,
    exact: bool = True,
    seed: int = 0,
) -> Measurement:
    """A made-up run.

    Args:
        growth: KiB that stay, an iteration, for each block.
        garbage: KiB an iteration that go when a block is closed.
        noise: standard deviation of each sample, in KiB.
        counts: objects that stay, an iteration, by kind.
        seconds: duration of an iteration.
        length: iterations in a block.
        exact: whether the allocator could be asked.
        seed: of the noise.
    """
    rng = random.Random(seed)

    def snapshot(kib: float, iterations: int) -> Snapshot:
        numbers = {kind: int(rate * iterations) for kind, rate in (counts or {}).items()}
        value = kib + rng.gauss(0, noise)
        return Snapshot(value if exact else None, 500_000 + value, numbers)

    kib = 80_000.0
    snapshots = [snapshot(kib, 0)]
    blocks = []
    for number, rate in enumerate(growth, 1):
        samples = [kib + (rate + garbage) * step + rng.gauss(0, noise) for step in range(1, length + 1)]
        rss = tuple(500_000 + sample for sample in samples)
        blocks.append(Block(tuple(samples) if exact else (), rss, (seconds,) * length))
        kib += rate * length
        snapshots.append(snapshot(kib, number * length))
    return Measurement({"tensorflow": "2.21.0"}, tuple(snapshots), tuple(blocks))


# -- the judge ---------------------------------------------------------------------------------------


def test_theil_sen_ignores_outliers() -> None:
    values = [3.0 * step for step in range(20)]
    values[7] = 10_000.0
    assert theil_sen(values) == pytest.approx(3.0)
    assert theil_sen([5.0]) == 0.0


def test_a_slope_knows_how_sure_it_is() -> None:
    rng = random.Random(1)
    exact = slope([(step, 40.0 * step) for step in range(12)])
    assert (exact.value, exact.low, exact.high) == pytest.approx((40.0, 40.0, 40.0))
    uneven = slope([(step, 40.0 * step + rng.gauss(0, 20)) for step in (1, 2, 3, 5, 8, 13, 21, 34, 55)])
    assert uneven.low < 40.0 < uneven.high < 80.0
    noise = slope([(step, rng.gauss(0, 20)) for step in range(12)])
    assert noise.low < 0.0 < noise.high
    few = slope([(0, 0.0), (1, 10.0), (2, 100.0)])
    assert (few.low, few.high) == (10.0, 90.0)
    assert slope([(1, 5.0)]).high == float("inf")


def test_the_cause_is_named() -> None:
    growing = series((50.0, 50.0, 50.0))
    assert judge(growing).cause is None
    assert judge(replace(growing, kernel_cache=4000.0)).cause == "eager kernel cache"
    assert judge(replace(growing, kernel_cache=1000.0)).cause is None
    counted = series(counts={"Tensor": 3.0, "registered gradient": 1.0})
    assert judge(replace(counted, kernel_cache=9e9)).cause == "registered gradient +1"
    small = series((50.0, 50.0, 50.0), counts={PYTHON_BLOCK: 300.0})
    assert judge(small).cause == "Python block +300"
    assert judge(replace(small, kernel_cache=4000.0)).cause == "eager kernel cache"


@pytest.mark.parametrize(
    ("run", "verdict"),
    [
        (series(), Verdict.FLAT),
        (series((1.9, 1.9, 1.9)), Verdict.FLAT),
        (series((6.0, 6.0, 6.0)), Verdict.UNCLEAR),
        (series((35.0, 35.0, 35.0)), Verdict.LEAK),
        (series((141.0, 0.0, 0.0)), Verdict.FLAT),
        (series((35.0, 35.0, 0.0)), Verdict.UNCLEAR),
        (series((-20.0, -20.0, -20.0)), Verdict.FLAT),
        (series(garbage=50.0), Verdict.UNTIL_GC),
        (series((200.0, 200.0, 200.0), garbage=50.0), Verdict.LEAK),
        (series(counts={"file descriptor": 1.0}), Verdict.LEAK),
        (series(counts={"thread": 0.1}), Verdict.FLAT),
        (series(counts={PYTHON_BLOCK: 300.0}), Verdict.LEAK),
        (series(counts={PYTHON_BLOCK: 60.0}), Verdict.FLAT),
        (series((14.0, 14.0, 14.0), exact=False), Verdict.FLAT),
        (series((50.0, 50.0, 50.0), exact=False), Verdict.UNCLEAR),
        (series((262.0, 262.0, 262.0), exact=False), Verdict.LEAK),
    ],
    ids=[
        "flat",
        "as much as noise",
        "between noise and leak",
        "one kernel cache entry each",
        "only while caches fill",
        "stops growing",
        "shrinks",
        "cycles",
        "leak and cycles",
        "descriptors",
        "a thread now and then",
        "small objects",
        "a few small objects",
        "resident noise",
        "resident, unclear",
        "resident leak",
    ],
)
def test_verdicts(run: Measurement, verdict: Verdict) -> None:
    assert judge(run).verdict is verdict


def test_figures_are_per_iteration() -> None:
    judgement = judge(series((90.0, 100.0, 110.0), counts={"Graph": 2.0}, seconds=0.004))
    assert judgement.kib == pytest.approx(105.0)
    assert judgement.counts == {"Graph": 2.0}
    assert judgement.milliseconds == pytest.approx(4.0)


def test_an_error_is_not_judged() -> None:
    with pytest.raises(ValueError, match="boom"):
        judge(Measurement(error="boom"))


def test_held_is_what_is_alive_in_every_snapshot() -> None:
    run = series()
    some = [replace(snapshot, counts={OPEN_SESSION: 1}) for snapshot in run.snapshots]
    assert held(replace(run, snapshots=tuple(some)), OPEN_SESSION) == 1
    assert held(replace(run, snapshots=(*some[:-1], run.snapshots[-1])), OPEN_SESSION) == 0


def test_the_judge_is_right_on_noisy_runs() -> None:
    """Samples as noisy as the noisiest flat program that was measured; leaks down to the smallest claimed."""
    rng = random.Random(1)
    wrong = []
    for seed in range(200):
        flat = series(noise=12.0, seed=seed)
        rate = rng.choice((35.0, 71.0, 214.0, 5000.0))
        leak = series((rate, rate, rate), noise=12.0, seed=seed)
        wrong += [seed for run, verdict in ((flat, "flat"), (leak, "leak")) if judge(run).verdict != verdict]
    assert wrong == []


# -- results -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ([1.0, 2.0], [1.0, 2.0 + 1e-6]),
        ({"loss": 0.25}, {"loss": 0.25}),
        (float("nan"), float("nan")),
        ("loss 0.33333", "loss 0.33334"),
        (["a", None, True], ["a", None, True]),
        (3, 3.0),
    ],
)
def test_equal_results(one: object, two: object) -> None:
    assert difference(one, two) is None


@pytest.mark.parametrize(
    ("one", "two", "words"),
    [
        ([1.0, 2.0], [1.0, 2.1], "result[1]: 2.0 became 2.1"),
        ([1.0], [1.0, 2.0], "1 items became 2"),
        ({"a": 1}, {"b": 1}, "keys ['a'] became ['b']"),
        ({"a": [float("nan")]}, {"a": [0.0]}, "result['a'][0]: nan became 0.0"),
        ("loss 0.3\nend", "loss 0.4\nend", "line 1: 'loss 0.3' became 'loss 0.4'"),
        ("one\ntwo\n", "one\n", "2 lines became 1"),
        ("accuracy 1", "precision 1", "'accuracy 1' became 'precision 1'"),
        (True, 1.0, "True became 1.0"),
        (None, 0, "None became 0"),
    ],
)
def test_different_results(one: object, two: object, words: str) -> None:
    message = difference(one, two)
    assert message is not None
    assert words in message


# -- claims ------------------------------------------------------------------------------------------


def claim(effect: Effect, program: Measurement, repaired: Measurement | None, name: str = "bad_x") -> Outcome:
    copy = Path(f"{name}.fixed.py") if repaired is not None else None
    return check(Fixture("TFM103", "rule", Path(f"{name}.py"), copy, effect, Schedule()), program, repaired)


def sessions(run: Measurement, number: int) -> Measurement:
    snapshots = (replace(snapshot, counts={OPEN_SESSION: number}) for snapshot in run.snapshots)
    return replace(run, snapshots=tuple(snapshots))


def raised(run: Measurement, kib: float) -> Measurement:
    snapshots = (replace(item, in_use=(item.in_use or 0.0) + kib) for item in run.snapshots)
    return replace(run, snapshots=tuple(snapshots))


FLAT = series()
LEAK = series((200.0, 200.0, 200.0))
SLOW = series(seconds=0.005)
UNSET = Measurement(devices=(Device("GPU:0", "grows"), Device("GPU:1", TAKES_ALL)))
SET = Measurement(devices=(Device("GPU:0", "grows"), Device("GPU:1", "hidden")))


@pytest.mark.parametrize(
    ("effect", "program", "repaired"),
    [
        (Effect.LEAK, LEAK, FLAT),
        (Effect.LEAK, series(counts={"thread": 1}), FLAT),
        (Effect.MITIGATED, LEAK, series((100.0, 100.0, 100.0))),
        (Effect.RELEASED, LEAK, series(garbage=60.0)),
        (Effect.RELEASED, LEAK, FLAT),
        (Effect.UNTIL_GC, series(garbage=60.0), FLAT),
        (Effect.HELD, sessions(FLAT, 1), FLAT),
        (Effect.PEAK, raised(FLAT, 2048.0), FLAT),
        (Effect.HARMLESS, series((0.5, 0.5, 0.5)), FLAT),
        (Effect.OVERHEAD, SLOW, FLAT),
        (Effect.DEVICE, UNSET, SET),
        (Effect.ERROR, Measurement(error="ValueError: x"), FLAT),
    ],
)
def test_claims_that_hold(effect: Effect, program: Measurement, repaired: Measurement) -> None:
    outcome = claim(effect, program, repaired)
    assert outcome.problems == ()
    assert outcome.holds
    assert describe(effect, program) != describe(effect, repaired)


@pytest.mark.parametrize(
    ("effect", "program", "repaired", "words"),
    [
        (Effect.LEAK, FLAT, FLAT, "the bad program is flat, not leak"),
        (Effect.HARMLESS, LEAK, FLAT, "the bad program is leak, not flat (200.0 KiB"),
        (Effect.RELEASED, LEAK, LEAK, "the repaired program is leak, not flat (200.0 KiB)"),
        (Effect.RELEASED, FLAT, FLAT, "the bad program is flat, not leak"),
        (Effect.LEAK, LEAK, LEAK, "the repaired program is leak, not flat (200.0 KiB)"),
        (Effect.LEAK, LEAK, series(counts={"thread": 1}), "leak, not flat (0.0 KiB, thread +1)"),
        (Effect.LEAK, series((9.0, 9.0, 9.0)), series((3.0, 3.0, 3.0)), "less than 5 times 3.0 KiB"),
        (Effect.MITIGATED, LEAK, LEAK, "leaves 200.0 of 200.0 KiB"),
        (Effect.UNTIL_GC, LEAK, FLAT, "is leak, not until-gc"),
        (Effect.PEAK, raised(FLAT, 100.0), FLAT, "the bad program holds only 100 KiB more"),
        (Effect.PEAK, raised(LEAK, 2048.0), FLAT, "the bad program is leak, not flat"),
        (Effect.HELD, FLAT, FLAT, "no open session outlives its iteration"),
        (Effect.HELD, sessions(FLAT, 1), sessions(FLAT, 2), "the repaired program keeps 2 open sessions"),
        (Effect.HELD, sessions(LEAK, 1), FLAT, "the bad program is leak, not flat"),
        (Effect.OVERHEAD, FLAT, FLAT, "only 1.0 times faster"),
        (Effect.OVERHEAD, series((90.0, 90.0, 90.0), seconds=1.0), FLAT, "the bad program is leak, not flat"),
        (Effect.DEVICE, SET, SET, "leaves no GPU unconfigured"),
        (Effect.DEVICE, UNSET, UNSET, "GPU:1: TensorFlow takes all memory"),
        (Effect.ERROR, FLAT, FLAT, "the bad program raises nothing"),
        (Effect.ERROR, Measurement(error="did not end within 9 seconds"), FLAT, "raises nothing"),
        (
            Effect.ERROR,
            Measurement(error="ValueError: x"),
            Measurement(error="ValueError: y"),
            "fixed.py: ValueError: y",
        ),
        (Effect.LEAK, LEAK, replace(FLAT, result=[1]), "computes something else: result: None became [1]"),
        (Effect.LEAK, LEAK, replace(FLAT, output="x"), "computes something else: output"),
        (Effect.LEAK, LEAK, Measurement(error="ValueError: x"), "bad_x.fixed.py: ValueError: x"),
        (Effect.LEAK, LEAK, None, "bad_x.py has no repaired copy"),
    ],
)
def test_claims_that_fail(
    effect: Effect, program: Measurement, repaired: Measurement | None, words: str
) -> None:
    outcome = claim(effect, program, repaired)
    assert not outcome.holds
    assert words in "; ".join(outcome.problems)


def test_another_release_may_do_something_else() -> None:
    older = {"tensorflow": "2.15.1"}
    until_gc = replace(series(garbage=60.0), versions=older)
    elsewhere = {"2.15": Effect.RELEASED, "2.14": None}
    fixture = Fixture(
        "TFM103", "rule", Path("bad_x.py"), Path("bad_x.fixed.py"), Effect.LEAK, Schedule(), elsewhere
    )
    assert [fixture.on(release) for release in ("2.15", "2.14", "2.21")] == [
        Effect.RELEASED,
        None,
        Effect.LEAK,
    ]
    released = check(fixture, replace(LEAK, versions=older), until_gc)
    assert (released.holds, released.differs, released.fixture.effect) == (True, False, Effect.RELEASED)
    assert not check(fixture, LEAK, series(garbage=60.0)).holds
    still = check(fixture, until_gc, until_gc)
    assert not still.holds
    unclaimed = replace(until_gc, versions={"tensorflow": "2.14.0"})
    outcome = check(fixture, unclaimed, unclaimed)
    assert (outcome.holds, outcome.differs, bool(outcome.problems)) == (True, True, True)
    [entry] = evidence.record([outcome])["fixtures"]
    assert (entry["holds"], entry["differs"], entry["effect"]) == (False, True, "leak")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"unclosed-session/bad_b": "differs"}', "there is no program unclosed-session/bad_b"),
        ('{"unclosed-session/bad_a": "worse"}', "'worse' is not a valid Effect"),
        ('["unclosed-session/bad_a"]', "no attribute 'items'"),
        ("{", "Expecting property name"),
    ],
)
def test_what_other_releases_do_is_checked(tmp_path: Path, text: str, words: str) -> None:
    folder = tmp_path / "unclosed-session"
    folder.mkdir()
    folder.joinpath("bad_a.py").touch()
    path = tmp_path / "tensorflow-2.15.json"
    path.write_text(text)
    with pytest.raises(VerifyError, match=re.escape(words)):
        discover(tmp_path, [rule_of("TFM201")])
    path.write_text('{"unclosed-session/bad_a": "until-gc"}')
    [fixture] = discover(tmp_path, [rule_of("TFM201")])
    assert fixture.on("2.15") is Effect.UNTIL_GC


def test_good_programs_must_be_flat() -> None:
    assert claim(Effect.LEAK, FLAT, None, "good_x").holds
    assert claim(Effect.HELD, sessions(FLAT, 1), None, "good_x").holds
    assert claim(Effect.LEAK, LEAK, None, "good_x").problems == (
        "the good program is leak, not flat (200.0 KiB)",
    )
    assert claim(Effect.DEVICE, SET, None, "good_x").holds
    assert not claim(Effect.DEVICE, UNSET, None, "good_x").holds


# -- fixtures ----------------------------------------------------------------------------------------


def rule_of(code: str) -> type[registry.Rule]:
    rule = registry.find(code)
    assert rule is not None
    return rule


def test_discover_pairs_programs_with_their_copies(tmp_path: Path) -> None:
    folder = tmp_path / "unclosed-session"
    folder.mkdir()
    for name in ("bad_a.py", "bad_a.fixed.py", "bad_b.py", "bad_b.by_hand.py", "good_c.py", "helper.py"):
        folder.joinpath(name).write_text("# verify: block=12 effect=held\n" if "_b" in name else "")
    found = discover(tmp_path, [rule_of("TFM201")])
    assert [(item.name, item.repaired and item.repaired.name) for item in found] == [
        ("bad_a", "bad_a.fixed.py"),
        ("bad_b", "bad_b.by_hand.py"),
        ("good_c", None),
    ]
    assert [item.effect for item in found] == [Effect.LEAK, Effect.HELD, Effect.LEAK]
    assert [item.schedule for item in found] == [Schedule(), Schedule(block=12), Schedule()]


@pytest.mark.parametrize("words", ["block=many", "effect=none", "speed=3"])
def test_unknown_words_in_a_verify_comment_are_errors(tmp_path: Path, words: str) -> None:
    folder = tmp_path / "unclosed-session"
    folder.mkdir()
    folder.joinpath("good_a.py").write_text(f"# verify: {words}\n")
    with pytest.raises(VerifyError, match="in the verify comment"):
        discover(tmp_path, [rule_of("TFM201")])


def test_directive_is_a_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text(
        '"""Says # verify: block=1 inside a text."""\nx = 1  # verify: block=2\n# verify: block=3\n'
    )
    assert directive(path) == {"block": "3"}


# -- the harness, with a stand-in for TensorFlow -----------------------------------------------------

SHORT = Schedule(warm_up=2, block=5, blocks=3)


def test_measure_drives_the_program_through_the_schedule(program: Callable[[str], Path]) -> None:
    path = program("""
        import tensorflow as tf
        kept = []
        def run(rounds):
            print("start")
            for step in rounds:
                kept.append(tf.Graph())
                session = tf.compat.v1.Session()
                yield {"step": step, "square": step ** 2}
    """)
    run = measure(path, SHORT, 60)
    assert run.error is None
    assert run.output == "start\n"
    assert run.result == [{"step": step, "square": step**2} for step in range(17)]
    assert [block.length for block in run.blocks] == [5, 5, 5]
    assert len(run.snapshots) == 4
    assert judge(run).counts == {"Graph": 1.0, "graph operation": 3.0}
    assert held(run, OPEN_SESSION) == 1
    assert run.versions["tensorflow"] == "0.0-stand-in"


@pytest.mark.parametrize(
    "loop",
    [
        "return [step for step in rounds]",
        "return list(map(int, rounds))",
        "return (step for step in rounds)",
        "out = []\n    while (step := next(rounds, None)) is not None: out.append(step)\n    return out",
    ],
    ids=["comprehension", "map", "generator", "while"],
)
def test_any_loop_can_be_driven(program: Callable[[str], Path], loop: str) -> None:
    run = measure(program(f"def run(rounds):\n    {loop}\n"), SHORT, 60)
    assert run.error is None
    assert run.result == list(range(17))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("def run(rounds):\n    raise KeyError('fold')\n", "KeyError: 'fold'"),
        ("def run(rounds):\n    return next(rounds)\n", "run() of program.py took 1 of 17 rounds"),
        ("import sys\ndef run(rounds):\n    sys.exit(3)\n", "SystemExit: 3"),
        ("x = 1\n", "program.py defines no function run(rounds)"),
        ("def run(rounds:\n", "SyntaxError"),
        ("import os\ndef run(rounds):\n    os._exit(7)\n", "ended with exit status 7"),
        ("import os\ndef run(rounds):\n    os.kill(os.getpid(), 9)\n", "killed by signal 9"),
        ("import missing_package\n", "ModuleNotFoundError: No module named 'missing_package'"),
    ],
)
def test_programs_that_cannot_be_judged(program: Callable[[str], Path], text: str, error: str) -> None:
    run = measure(program(text), SHORT, 60)
    assert run.error is not None
    assert error in run.error
    assert "\n" not in run.error


def test_a_program_that_never_ends_is_killed_with_its_children(
    program: Callable[[str], Path], tmp_path: Path
) -> None:
    path = program("""
        import pathlib, subprocess, sys, time
        def run(rounds):
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
            pathlib.Path(__file__).with_name("pid").write_text(str(child.pid))
            time.sleep(60)
    """)
    run = measure(path, SHORT, 3)
    assert run.error == "did not end within 3 seconds"
    psutil = pytest.importorskip("psutil")
    pid = int(tmp_path.joinpath("pid").read_text())
    gone_by = time.monotonic() + 10  # a busy machine takes a while to end what was killed
    while psutil.pid_exists(pid) and time.monotonic() < gone_by:
        if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            break
        time.sleep(0.05)
    else:
        assert not psutil.pid_exists(pid)


def test_stop_ends_what_runs(program: Callable[[str], Path]) -> None:
    path = program("import time\ndef run(rounds):\n    time.sleep(60)\n")
    threading.Timer(2, harness.stop).start()
    started = time.monotonic()
    assert measure(path, SHORT, 50).error == "killed by signal 9"
    assert time.monotonic() - started < 20


# -- the command -------------------------------------------------------------------------------------


def test_without_tensorflow_one_line_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(harness, "REQUIRED", ("tensorflow_that_is_not_there",))
    assert command.run(["TFM103"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "pip install 'tflint-mem[verify]'" in err


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (["TFM999"], "no rule is called 'TFM999'"),
        (["src/"], "a program is .py or .ipynb"),
        (["TFM103"], "has no programs for TFM103"),
    ],
)
def test_nothing_to_measure_is_status_2(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    rules: list[str],
    words: str,
) -> None:
    monkeypatch.setattr(harness, "REQUIRED", ())
    assert command.run(rules, fixtures=tmp_path) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(("repaired", "status"), [(FLAT, 0), (LEAK, 1)])
def test_the_table_and_the_status(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    repaired: Measurement,
    status: int,
) -> None:
    folder = tmp_path / "unclosed-session"
    folder.mkdir()
    for name in ("bad_a.py", "bad_a.fixed.py", "good_b.py"):
        folder.joinpath(name).touch()
    runs = {"bad_a.py": LEAK, "bad_a.fixed.py": repaired, "good_b.py": FLAT}
    monkeypatch.setattr(harness, "REQUIRED", ())
    monkeypatch.setattr(command, "measure", lambda path, *_: runs[path.name])
    assert command.run(["unclosed-session"], fixtures=tmp_path, jobs=2) == status
    table = capsys.readouterr().out
    assert table.startswith(f"{'FAILS' if status else 'holds'}  TFM201  bad_a")
    assert "1 of 2 claims fail" in table if status else "all 2 claims hold" in table
    assert command.run(["TFM201"], fixtures=tmp_path, jobs=2, output_format="json") == status
    data = json.loads(capsys.readouterr().out)
    assert [item["holds"] for item in data["fixtures"]] == [not status, True]


def test_a_program_whose_api_is_lacking_is_neither_measured_nor_a_failure(
    program: Callable[[str], Path], tmp_path: Path
) -> None:
    path = program("""
        # verify: requires=tf.no_such.thing
        def run(rounds):
            return list(rounds)
        """)
    run = harness.measure(path, SHORT, 60)
    assert run.error == "not measurable here: this TensorFlow has no tf.no_such.thing"
    path.write_text(path.read_text().replace("no_such.thing", "__version__"))
    assert harness.measure(path, SHORT, 60).error is None
    outcome = check(Fixture("TFM103", "rule", Path("bad_x.py"), None, Effect.LEAK, SHORT), run, None)
    assert outcome.holds
    (entry,) = evidence.record([outcome])["fixtures"]
    assert (entry["holds"], entry["not_measured"]) == (None, run.error)
    evidence.write([outcome], tmp_path / "data")
    assert plot.draw_all(tmp_path / "data") == []


# -- data and plots ----------------------------------------------------------------------------------


def test_written_data_keeps_the_rules_that_were_not_measured(tmp_path: Path) -> None:
    first = claim(Effect.LEAK, LEAK, FLAT)
    other = replace(first, fixture=replace(first.fixture, code="TFM101", rule="other"))
    evidence.write([first, other], tmp_path)
    path = evidence.write([replace(first, program=SLOW)], tmp_path)
    assert path.name == "tensorflow-2.21.json"
    entries = evidence.read(path)["fixtures"]
    assert [(entry["rule"], entry["program"]["kib"]) for entry in entries] == [
        ("TFM101", 200.0),
        ("TFM103", 0.0),
    ]
    # a list of numbers stays on one line, so that differences can be read
    assert max(line.count(",") for line in path.read_text().splitlines()) == 89


def test_other_data_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "tensorflow-2.21.json"
    path.write_text("notes")
    with pytest.raises(VerifyError, match="is no measured data"):
        evidence.write([claim(Effect.LEAK, LEAK, FLAT)], tmp_path)
    assert path.read_text() == "notes"


def test_plots_are_drawn_from_data_and_do_not_vary(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    evidence.write([claim(Effect.LEAK, LEAK, FLAT), claim(Effect.LEAK, FLAT, None, "good_x")], tmp_path)
    older = replace(series((90.0, 90.0, 90.0)), versions={"tensorflow": "2.9.3"})
    evidence.write([claim(Effect.LEAK, older, replace(FLAT, versions=older.versions))], tmp_path)
    [picture] = plot.draw_all(tmp_path)
    text = picture.read_text(encoding="utf-8")
    assert picture.name == "rule.svg"
    assert text.index("TensorFlow 2.9.3") < text.index("as written: +90.0 KiB an iteration")
    assert text.index("TensorFlow 2.21.0") < text.index("as written: +200.0 KiB an iteration")
    assert "prefers-color-scheme: dark" in text
    # every colour that is drawn has a counterpart for dark paper
    drawn = set(re.findall(r"(?:stroke|fill): (#[0-9a-f]{6})", text.partition("</style>")[2]))
    assert drawn <= set(plot.ON_DARK)
    plot.draw_all(tmp_path)
    assert picture.read_text(encoding="utf-8") == text


def test_what_is_drawn_depends_on_the_effect(tmp_path: Path) -> None:
    def picture(effect: Effect, program: Measurement, repaired: Measurement) -> plot.Picture:
        evidence.write([claim(effect, program, repaired)], tmp_path)
        (found,) = plot.pictures(evidence.read_all(tmp_path))
        return found

    def labels(found: plot.Picture) -> list[str]:
        return [found.panels[0].label(run, found.effect) for _, run, _ in plot.RUNS]

    assert labels(picture(Effect.LEAK, LEAK, FLAT)) == ["+200.0 KiB an iteration", "+0.0 KiB an iteration"]
    garbage = picture(Effect.UNTIL_GC, series(garbage=50.0), FLAT)
    assert labels(garbage) == ["+50.0 KiB an iteration until collected", "+0.0 KiB an iteration"]
    slow = picture(Effect.OVERHEAD, series(seconds=0.02), series(seconds=0.001))
    assert labels(slow) == ["20.00 ms an iteration", "1.00 ms an iteration"]
    high = replace(FLAT, snapshots=tuple(replace(item, in_use=90_112.0) for item in FLAT.snapshots))
    level = picture(Effect.PEAK, high, FLAT)
    assert labels(level) == ["88.0 MiB in use", "78.1 MiB in use"]
    assert level.panels[0].curve("program", level.effect)[-1] == pytest.approx(88.0)
    evidence.write([claim(Effect.ERROR, replace(FLAT, error="ValueError: no"), FLAT)], tmp_path)
    assert plot.pictures(evidence.read_all(tmp_path)) == []


def test_committed_pictures_show_the_committed_data() -> None:
    drawn = plot.pictures(evidence.read_all(DATA.parent))
    assert {path.stem for path in DATA.parent.glob("*.svg")} == {picture.name for picture in drawn}
    for picture in drawn:
        text = DATA.with_name(f"{picture.name}.svg").read_text(encoding="utf-8")
        for panel in picture.panels:
            assert f"TensorFlow {panel.release}" in text, picture.name
            for name, run, _ in plot.RUNS:
                assert f"{name}: {panel.label(run, picture.effect)}" in text, picture.name


def test_every_rule_has_a_picture_of_both_releases_unless_there_is_no_curve() -> None:
    measured = evidence.read_all(DATA.parent)
    drawn = {picture.name: {panel.release for panel in picture.panels} for picture in plot.pictures(measured)}
    both = {data["versions"]["tensorflow"] for data in measured}
    for rule in registry.built_in():
        entries = [item for data in measured for item in data["fixtures"] if item["rule"] == rule.meta.code]
        has_no_curve = {"none", *plot.UNDRAWN}
        if {item["effect"] for item in entries} <= has_no_curve:
            assert rule.meta.name not in drawn
        elif any("not_measured" in item for item in entries):
            assert len(drawn[rule.meta.name]) == 1
        else:
            assert drawn[rule.meta.name] == both, rule.meta.name


def test_committed_data_covers_every_fixture_and_every_claim_holds() -> None:
    entries = {entry["fixture"]: entry for entry in evidence.read(DATA)["fixtures"]}
    fixtures = discover(ROOT / "fixtures", registry.rules())
    assert sorted(entries) == sorted(f"{item.rule}/{item.name}" for item in fixtures)
    assert all(entry["holds"] or "not_measured" in entry for entry in entries.values())
    claimed = {f"{item.rule}/{item.name}": item.effect if item.bad else "none" for item in fixtures}
    assert {name: entry["effect"] for name, entry in entries.items()} == claimed


def test_committed_data_of_an_older_release_says_what_is_claimed_of_it() -> None:
    data = evidence.read(OLDER)
    assert data["versions"]["tensorflow"].startswith("2.15.")
    entries = {entry["fixture"]: entry for entry in data["fixtures"]}
    fixtures = {f"{item.rule}/{item.name}": item for item in discover(ROOT / "fixtures", registry.rules())}
    assert entries.keys() <= fixtures.keys()
    for rule in registry.built_in():
        bad = {name for name, item in fixtures.items() if item.bad and item.code == rule.meta.code}
        assert len(bad & entries.keys()) >= min(2, len(bad)), rule.meta.name
    for name, entry in entries.items():
        claimed = fixtures[name].on("2.15")
        if claimed is None:
            assert entry["differs"], name
            assert entry["problems"], name
        else:
            assert entry["holds"] or "not_measured" in entry, name
            assert entry["effect"] == (claimed.value if fixtures[name].bad else "none")


# -- the real TensorFlow -----------------------------------------------------------------------------


def first_of_each() -> list[Fixture]:
    """The first bad and the first good program of each rule; the others take an hour more."""
    first: dict[tuple[str, bool], Fixture] = {}
    for item in discover(ROOT / "fixtures", registry.rules()):
        first.setdefault((item.rule, item.bad), item)
    return list(first.values())


@pytest.mark.tensorflow
@needs_tensorflow
@pytest.mark.parametrize("item", first_of_each(), ids=lambda item: f"{item.rule}/{item.name}")
def test_the_claim_of_a_program_holds(item: Fixture) -> None:
    # On a shared machine one measurement in hundreds is disturbed; a claim that is wrong fails each time.
    outcomes = (command.verify(item) for _ in range(3))
    problems = [outcome.problems for outcome in itertools.takewhile(lambda one: not one.holds, outcomes)]
    assert len(problems) < 3, problems


@pytest.mark.slow
@pytest.mark.tensorflow
@needs_tensorflow
@pytest.mark.parametrize("code", [rule.meta.code for rule in registry.rules()])
def test_the_claims_of_a_rule_hold(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert any(command.run([code]) == 0 for _ in range(3)), capsys.readouterr().out


@pytest.mark.tensorflow
@needs_tensorflow
@pytest.mark.parametrize("kib", [0, 40, 512])
def test_a_leak_of_known_size_is_measured(tmp_path: Path, kib: int) -> None:
    path = tmp_path / "program.py"
    path.write_text(
        "import tensorflow as tf\n"
        "kept = []\n"
        "def run(rounds):\n"
        "    for step in rounds:\n"
        f"        block = tf.ones([{max(kib, 1)}, 256])\n"
        f"        kept.append(block) if {kib} else None\n"
    )
    judgement = judge(measure(path, Schedule(block=20), 120))
    assert judgement.kib == pytest.approx(kib, abs=2)
    assert judgement.verdict is (Verdict.LEAK if kib else Verdict.FLAT)
    assert judgement.counts == ({"Tensor": 1.0} if kib else {})


@pytest.mark.tensorflow
@needs_tensorflow
@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        ("tf.ones(3)", [TAKES_ALL, TAKES_ALL]),
        ("[grow(gpu, True) for gpu in gpus]; tf.ones(3)", ["grows", "grows"]),
        ("grow(gpus[0], True); tf.ones(3)", "ValueError: Memory growth cannot differ between GPU devices"),
        ("tf.ones(3); grow(gpus[0], True)", "RuntimeError: Physical devices cannot be modified"),
        ("show(gpus[0], 'GPU'); grow(gpus[0], True); tf.ones(3)", ["grows", "hidden"]),
        ("os.environ['CUDA_VISIBLE_DEVICES'] = '-1'; tf.ones(3)", ["hidden", "hidden"]),
        ("pass", "program.py ended before TensorFlow used a device"),
    ],
    ids=["unset", "all", "one of two", "too late", "one visible", "hidden by environment", "unused"],
)
def test_fake_gpus_answer_like_real_ones(tmp_path: Path, lines: str, outcome: list[str] | str) -> None:
    path = tmp_path / "program.py"
    path.write_text(
        "import os\n"
        "import tensorflow as tf\n"
        "gpus = tf.config.list_physical_devices('GPU')\n"
        "grow, show = tf.config.experimental.set_memory_growth, tf.config.set_visible_devices\n"
        f"{lines}\n"
    )
    run = measure(path, None, 120)
    if isinstance(outcome, str):
        assert run.error is not None
        assert run.error.startswith(outcome)
    else:
        assert run.error is None
        assert [device.state for device in run.devices] == outcome


WITHIN = "TFLINT_MEM_MAKE_ENVIRONMENT_WITHIN"
"""An environment variable: seconds that making the environment with an older TensorFlow may take."""


@pytest.fixture(scope="module")
def older() -> environments.Interpreter:
    """TensorFlow 2.15, made for these tests only where it is asked for: that takes minutes and a gigabyte."""
    pytest.importorskip("platformdirs")
    folder = environments.cache_folder() / "tensorflow-2.15"
    if not (folder / environments.COMPLETE).exists() and WITHIN not in os.environ:
        pytest.skip(f"there is no {folder}: {WITHIN}=900 makes it, within 900 seconds")
    try:
        return environments.environment("2.15", within=float(os.environ.get(WITHIN, 0)))
    except VerifyError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def older_outcomes(older: environments.Interpreter) -> dict[str, Outcome]:
    """What 2.15 does with the programs of which something else is claimed there."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = pool.map(lambda item: command.verify(item, interpreter=older), ELSEWHERE.values())
        return dict(zip(ELSEWHERE, outcomes, strict=True))


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_what_an_older_release_does_otherwise(
    name: str, older_outcomes: dict[str, Outcome], older: environments.Interpreter
) -> None:
    outcome = older_outcomes[name]
    # Measured together, they disturb each other: what is wrong fails alone, too.
    if outcome.problems:
        outcome = command.verify(ELSEWHERE[name], interpreter=older)
    assert outcome.problems == ()
    assert outcome.fixture.effect is ELSEWHERE[name].on("2.15")
