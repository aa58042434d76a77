"""What was measured, as data: the one source of every figure in documentation."""

from __future__ import annotations

import datetime
import json
import os
import platform
from typing import TYPE_CHECKING, Any

from tflint_mem.verify.claims import measurable
from tflint_mem.verify.errors import VerifyError
from tflint_mem.verify.fixtures import DIFFERS, Effect
from tflint_mem.verify.judge import judge, level
from tflint_mem.verify.measurement import OPEN_SESSION, Measurement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tflint_mem.verify.claims import Outcome

SCHEMA = 1


def record(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Outcomes as JSON data, with versions, machine class and date."""
    runs = [run for outcome in outcomes for run in (outcome.program, outcome.repaired) if run is not None]
    return {
        "schema": SCHEMA,
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "versions": next((dict(run.versions) for run in runs if run.versions), {}),
        "machine": machine(),
        "fixtures": [_fixture(outcome) for outcome in outcomes],
    }


def machine() -> dict[str, Any]:
    """The class of the machine, without its name."""
    library, version = platform.libc_ver()
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "processors": os.cpu_count(),
        "libc": f"{library} {version}".strip(),
    }


def write(outcomes: Sequence[Outcome], folder: Path) -> Path:
    """Writes ``tensorflow-X.Y.json``; rules that were not measured now keep their earlier entries.

    Args:
        outcomes: what was measured now.
        folder: where the data lies; made when missing.

    Returns:
        The file written.

    Raises:
        OSError: the file cannot be read or written.
        VerifyError: an earlier file holds something else.
    """
    data = record(outcomes)
    release = ".".join(data["versions"].get("tensorflow", "unknown").split(".")[:2])
    path = folder / f"tensorflow-{release}.json"
    if path.exists():
        measured = {item["rule"] for item in data["fixtures"]}
        earlier = read(path)["fixtures"]
        data["fixtures"] += [item for item in earlier if item["rule"] not in measured]
    data["fixtures"].sort(key=lambda item: (item["rule"], item["fixture"]))
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(_dump(data), encoding="utf-8")
    return path


def read(path: Path) -> dict[str, Any]:
    """The data that ``write`` wrote.

    Raises:
        OSError: the file cannot be read.
        VerifyError: the file holds something else.
    """
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise VerifyError(f"{path} is no measured data: {error}") from error
    return data


def read_all(folder: Path) -> list[dict[str, Any]]:
    """The data of each release that lies in a folder, oldest first.

    Raises:
        OSError: a file cannot be read.
        VerifyError: a file holds something else.
    """
    return [read(path) for path in sorted(folder.glob("tensorflow-*.json"), key=_release)]


def _release(path: Path) -> list[int]:
    return [int(part) for part in path.stem.partition("-")[2].split(".") if part.isdigit()]


def _fixture(outcome: Outcome) -> dict[str, Any]:
    fixture = outcome.fixture
    entry: dict[str, Any] = {
        "rule": fixture.code,
        "fixture": f"{fixture.rule}/{fixture.name}",
        "effect": fixture.effect.value if fixture.bad else "none",
        "holds": not outcome.problems,
    }
    if outcome.differs:
        entry[DIFFERS] = True
    if not measurable(outcome.program):
        return {**entry, "holds": None, "not_measured": outcome.program.error}
    if outcome.problems:
        entry["problems"] = list(outcome.problems)
    entry["program"] = _run(outcome.program, fixture.effect, series=fixture.bad)
    if outcome.repaired is not None:
        entry["repaired"] = _run(outcome.repaired, fixture.effect, series=True)
    return entry


def _run(run: Measurement, effect: Effect, *, series: bool) -> dict[str, Any]:
    if run.error:
        return {"error": run.error}
    if effect is Effect.DEVICE or run.devices:
        return {"devices": {device.name: device.state for device in run.devices}}
    judgement = judge(run)
    data: dict[str, Any] = {
        "verdict": judgement.verdict.value,
        "iterations": sum(block.length for block in run.blocks[1:]),
        "kib": round(judgement.kib, 1),
        "uncollected_kib": round(judgement.uncollected_kib, 1),
        "milliseconds": round(judgement.milliseconds, 3),
    }
    if judgement.cause is not None:
        data["cause"] = judgement.cause
    if run.kernel_cache is not None:
        data["kernel_cache_kib"] = round(run.kernel_cache, 1)
    if judgement.counts:
        data["counts"] = {kind: round(rate, 2) for kind, rate in judgement.counts.items()}
    if effect is Effect.PEAK:
        data["in_use_kib"] = round(level(run))
    if effect is Effect.HELD:
        data["open_sessions"] = [snapshot.counts.get(OPEN_SESSION, 0) for snapshot in run.snapshots]
    if series:
        data["series"] = growth(run)
    return data


def growth(run: Measurement) -> list[int]:
    """KiB above the first snapshot, after each iteration, then after collection at each block's end."""
    samples: list[float] = []
    for block, snapshot in zip(run.blocks, run.snapshots[1:], strict=True):
        # The last sample of a block is replaced by the collected state, so that the curve shows what stays.
        exact = bool(block.in_use) and snapshot.in_use is not None
        end = snapshot.in_use if snapshot.in_use is not None and exact else snapshot.rss
        samples += [*(block.in_use if exact else block.rss)[:-1], end]
    start = run.snapshots[0]
    base = start.rss if start.in_use is None else start.in_use
    return [round(sample - base) for sample in samples]


def _dump(data: dict[str, Any]) -> str:
    """Indented JSON with every list of numbers on one line, so that a difference can be read."""
    marked: list[str] = []

    def mark(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: mark(item) for key, item in value.items()}
        if isinstance(value, list) and _numbers(value):
            marked.append(json.dumps(value))
            return f"\0{len(marked) - 1}"
        return [mark(item) for item in value] if isinstance(value, list) else value

    text = json.dumps(mark(data), indent=2)
    for index, line in enumerate(marked):
        text = text.replace(json.dumps(f"\0{index}"), line, 1)
    return text + "\n"


def _numbers(items: Iterable[Any]) -> bool:
    return all(isinstance(item, (int, float)) for item in items)
