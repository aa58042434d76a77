"""How often the judge of ``tflint-mem verify`` is right about leaks of known size.

usage: python benchmarks/judging.py [--seeds N] [--tensorflow N] [--write]

Each run is a process of its own that does what its kind says, with the bytes of its size.  The instruments of
``tflint_mem.verify`` sample its memory, once as that of fixtures and once as that of users' programs.  These
processes do not load TensorFlow; ``--tensorflow N`` adds N runs of each size that do.  ``--write`` puts what
was measured into ``docs/evidence/judging.json`` and its table into ``docs/verification.md``.
"""

from __future__ import annotations

import argparse
import collections
import datetime
import json
import multiprocessing
import platform
import random
import sys
import tempfile
import types
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_mem.verify.child import Rounds
from tflint_mem.verify.evidence import machine
from tflint_mem.verify.growth import judge_track
from tflint_mem.verify.harness import measure
from tflint_mem.verify.instruments import Instruments
from tflint_mem.verify.judge import Verdict, judge
from tflint_mem.verify.measurement import Measurement, Schedule
from tflint_mem.verify.probed import Probes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "docs" / "evidence" / "judging.json"
PAGE = ROOT / "docs" / "verification.md"
BEGIN = "<!-- judging: begin (written by `python benchmarks/judging.py --write`) -->"
END = "<!-- judging: end -->"

KIB = 1024
SIZES = (1, 4, 16, 64)
SURE = 16
"""KiB an iteration from which on a leak has to be called one: twice the threshold."""
ITERATIONS = 40
"""What a user's loop is given by default."""
SCHEDULE = Schedule()


@dataclass(frozen=True)
class Case:
    """What a program does.

    Attributes:
        kind: a key of ``WORK`` or of ``PROGRAMS``.
        truth: ``flat``, ``leak`` or ``until-gc``.
        kib: its size, for each iteration.
        seed: of everything random in it.
        noisy: whether it also replaces blocks of random sizes in a pool.
    """

    kind: str
    truth: str
    kib: int
    seed: int
    noisy: bool


@dataclass(frozen=True)
class Seen:
    """What was said about a program.

    Attributes:
        case: the program.
        verdicts: by judge: ``fixture``, ``resident`` (the same without the allocator), ``program``.
        kib: growth for each iteration by the same.
    """

    case: Case
    verdicts: dict[str, str]
    kib: dict[str, float]


# -- programs without TensorFlow ---------------------------------------------------------------------


def _nothing(case: Case) -> Callable[[int], None]:
    return lambda step: None


def _cache(case: Case) -> Callable[[int], None]:
    """A cache of bounded size that fills early."""
    cache: collections.deque[bytearray] = collections.deque(maxlen=20)
    return lambda step: cache.append(bytearray(24 * KIB))


def _spikes(case: Case) -> Callable[[int], None]:
    """Now and then much memory for a few iterations."""
    rng, some = random.Random(case.seed), collections.deque[bytearray](maxlen=3)

    def step(number: int) -> None:
        some.append(bytearray(2048 * KIB if rng.random() < 0.05 else KIB))

    return step


def _blocks(case: Case) -> Callable[[int], None]:
    """One block an iteration that stays."""
    kept: list[bytearray] = []
    return lambda step: kept.append(bytearray(case.kib * KIB))


def _bursts(case: Case) -> Callable[[int], None]:
    """Five blocks at every fifth iteration."""
    kept: list[bytearray] = []

    def step(number: int) -> None:
        if number % 5 == 4:
            kept.append(bytearray(5 * case.kib * KIB))

    return step


def _objects(case: Case) -> Callable[[int], None]:
    """Small Python objects, which do not come from the C allocator one by one."""
    kept: list[Any] = []
    size = sys.getsizeof((1.0,)) + sys.getsizeof(1.0)

    def step(number: int) -> None:
        kept.extend([(float(number + part),) for part in range(case.kib * KIB // size)])

    return step


class _Node:
    """Refers to itself: only the collector frees it."""

    def __init__(self, size: int) -> None:
        self.itself = self
        self.payload = bytearray(size)


def _cycles(case: Case) -> Callable[[int], None]:
    """Cycles that the collector can free."""
    return lambda step: _Node(case.kib * KIB) and None


WORK: dict[str, tuple[str, Callable[[Case], Callable[[int], None]]]] = {
    "nothing stays": ("flat", _nothing),
    "bounded cache": ("flat", _cache),
    "spikes": ("flat", _spikes),
    "blocks kept": ("leak", _blocks),
    "bursts kept": ("leak", _bursts),
    "small objects kept": ("leak", _objects),
    "cycles": ("until-gc", _cycles),
}


def _pool(case: Case) -> Callable[[int], None]:
    """Blocks of random sizes take the place of others: the bytes in use wander about."""
    rng = random.Random(case.seed + 1)
    slots = [bytearray(rng.randrange(16 * KIB)) for _ in range(64)]

    def step(number: int) -> None:
        for _ in range(4):
            slots[rng.randrange(64)] = bytearray(rng.randrange(16 * KIB))

    return step


def cases(seeds: int) -> list[Case]:
    """All programs: half of each kind are noisy."""
    found = []
    for kind, (truth, _) in WORK.items():
        # What is flat has no size; it is run so often that false alarms would be seen.
        for kib in (0,) * len(SIZES) if truth == "flat" else SIZES:
            found += [
                Case(kind, truth, kib, 1000 * len(found) + seed, bool(seed % 2)) for seed in range(seeds)
            ]
    return found


def _stand_in() -> types.ModuleType:
    """As much of TensorFlow as the instruments ask for; nothing of it is ever made."""
    module: Any = types.ModuleType("tensorflow")
    for name in ("Tensor", "Variable", "Graph", "GradientTape"):
        setattr(module, name, type(name, (), {}))
    session = type("Session", (), {"close": lambda self: None})
    module.compat = types.SimpleNamespace(v1=types.SimpleNamespace(Session=session))
    module.__internal__ = types.SimpleNamespace(FuncGraph=type("FuncGraph", (), {}))
    module.data = types.SimpleNamespace(Dataset=type("Dataset", (), {}))
    return module


def run(case: Case) -> Seen:
    """Runs a program as a fixture and as a user's loop, in a process that does nothing else."""
    sys.modules["tensorflow"] = tensorflow = _stand_in()
    make = WORK[case.kind][1]

    def drive(rounds: Iterable[int]) -> None:
        work = [make(case), *([_pool(case)] if case.noisy else ())]
        for number in rounds:
            for step in work:
                step(number)

    rounds = Rounds(SCHEDULE, Instruments(tensorflow))
    drive(rounds)
    measured = Measurement({}, tuple(rounds.snapshots), tuple(rounds.blocks))
    probes = Probes({"probes": [None], "iterations": ITERATIONS, "seconds": 600.0})
    drive(probes.iterate(0, range(ITERATIONS)))
    growth = judge_track(probes.result()[0])
    seen = _as_fixture(case, measured)
    assert growth.verdict is not None
    assert growth.slope is not None
    return replace(
        seen,
        verdicts={**seen.verdicts, "program": growth.verdict.value},
        kib={**seen.kib, "program": round(growth.slope.value, 2)},
    )


def _as_fixture(case: Case, measured: Measurement) -> Seen:
    resident = replace(
        measured,
        snapshots=tuple(replace(item, in_use=None) for item in measured.snapshots),
        blocks=tuple(replace(item, in_use=()) for item in measured.blocks),
    )
    judged = {"fixture": judge(measured), "resident": judge(resident)}
    return Seen(
        case,
        {name: judgement.verdict.value for name, judgement in judged.items()},
        {name: round(judgement.kib, 2) for name, judgement in judged.items()},
    )


def run_all(chosen: Sequence[Case]) -> list[Seen]:
    """Runs each program in a process of its own, one after another."""
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        return pool.map(run, chosen, chunksize=1)


# -- programs with TensorFlow ------------------------------------------------------------------------

PROGRAMS = {
    # One tensor that grows: its bytes tell, the number of tensors does not.
    "growing tensor": ("leak", "kept = tf.concat([kept, tf.ones([{kib}, 256])], 0)"),
    "replaced tensor": ("flat", "kept = tf.ones([64, 256]) + float(step)"),
    "cycle with a tensor": (
        "until-gc",
        "node = Node(); node.itself = node; node.kept = tf.ones([{kib}, 256])",
    ),
}
_PROGRAM = """
import tensorflow as tf

class Node:
    pass

def run(rounds):
    kept = tf.ones([1, 256])
    for step in rounds:
        {line}
"""


def run_tensorflow(number: int) -> list[Seen]:
    """Runs the programs with TensorFlow, ``number`` of each size."""
    found = []
    for kind, (truth, line) in PROGRAMS.items():
        for kib in (0,) if truth == "flat" else SIZES:
            for seed in range(number):
                case = Case(kind, truth, kib, seed, noisy=False)
                with tempfile.TemporaryDirectory() as folder:
                    program = Path(folder, "program.py")
                    program.write_text(_PROGRAM.format(line=line.format(kib=kib)), encoding="utf-8")
                    measured = measure(program, SCHEDULE, 300)
                if measured.error:
                    raise SystemExit(measured.error)
                found.append(_as_fixture(case, measured))
    return found


# -- what came of it ---------------------------------------------------------------------------------

JUDGES = {"fixture": "fixtures", "program": "users' programs", "resident": "resident memory only"}


def as_data(seen: Sequence[Seen], versions: dict[str, str]) -> dict[str, Any]:
    """What was measured, as it is committed."""
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "versions": {"python": platform.python_version(), **versions},
        "machine": machine(),
        "runs": [{**asdict(item.case), "verdicts": item.verdicts, "measured_kib": item.kib} for item in seen],
    }


def table(data: dict[str, Any]) -> str:
    """The measured verdicts as Markdown."""
    runs = data["runs"]
    rows: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for item in runs:
        rows.setdefault((item["kind"], item["kib"]), []).append(item)
    lines = [
        f"Measured {data['date']}: {len(runs)} runs ({_stack(data)}).",
        "",
        "| what the program does | KiB | runs | " + " | ".join(JUDGES.values()) + " |",
        "|---|---|---|" + "---|" * len(JUDGES),
    ]
    for (kind, kib), group in rows.items():
        cells = [_tally(group, name) for name in JUDGES]
        lines.append(f"| {kind} | {kib} | {len(group)} | {' | '.join(cells)} |")
    lines += ["", f"| | {' | '.join(JUDGES.values())} |", "|---|" + "---|" * len(JUDGES)]
    for title, chosen in (
        ("*leak* said of what is flat or cycles", [item for item in runs if item["truth"] != "leak"]),
        (
            f"*leak* said of leaks of {SURE} KiB or more",
            [item for item in runs if item["truth"] == "leak" and item["kib"] >= SURE],
        ),
        (
            "the same without small Python objects",
            [
                item
                for item in runs
                if item["truth"] == "leak" and item["kib"] >= SURE and item["kind"] != "small objects kept"
            ],
        ),
    ):
        lines.append(f"| {title} | {' | '.join(_rate(chosen, name) for name in JUDGES)} |")
    return "\n".join(lines)


def _stack(data: dict[str, Any]) -> str:
    names = {"python": "Python", "tensorflow": "TensorFlow"}
    versions = [f"{title} {data['versions'][key]}" for key, title in names.items() if key in data["versions"]]
    place = data["machine"]
    return ", ".join(
        [
            *versions,
            f"{place['system']} {place['architecture']}",
            f"{place['processors']} processors",
            place["libc"],
        ]
    )


def _tally(group: Sequence[dict[str, Any]], name: str) -> str:
    counted = collections.Counter(item["verdicts"][name] for item in group if name in item["verdicts"])
    order = [verdict.value for verdict in Verdict]
    return ", ".join(f"{verdict} {counted[verdict]}" for verdict in order if counted[verdict]) or "–"


def _rate(group: Sequence[dict[str, Any]], name: str) -> str:
    judged = [item["verdicts"][name] for item in group if name in item["verdicts"]]
    return f"{judged.count(Verdict.LEAK.value)} of {len(judged)}"


def with_table(text: str, rows: str) -> str:
    """The page with another table.

    Raises:
        ValueError: the page lacks the comments that the table stands between.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} lacks the comments {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{rows}\n{END}{after}"


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=10, help="runs of each kind and size")
    parser.add_argument("--tensorflow", type=int, default=0, help="runs of each size with TensorFlow")
    parser.add_argument("--write", action="store_true", help="write the data and the table")
    options = parser.parse_args()
    seen = run_all(cases(options.seeds))
    versions = {}
    if options.tensorflow:
        import importlib.metadata

        seen += run_tensorflow(options.tensorflow)
        versions["tensorflow"] = importlib.metadata.version("tensorflow")
    data = as_data(seen, versions)
    rows = table(data)
    print(rows)
    if options.write:
        DATA.write_text(
            json.dumps(data, indent=None).replace('}, {"kind"', '},\n{"kind"') + "\n", encoding="utf-8"
        )
        PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), rows), encoding="utf-8")


if __name__ == "__main__":
    main()
