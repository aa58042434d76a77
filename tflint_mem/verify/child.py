"""The process that runs one program: ``python -m tflint_mem.verify.child REQUEST``.

REQUEST is JSON: the program's path, where to write the measurement, and a schedule or null.  With a
schedule the program is imported and its ``run(rounds)`` is called; ``rounds`` is an iterator that
takes the samples whenever the program asks for its next item.  Without one the program is run as a
script, with fake GPUs, and the state of these is read when it has ended.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import platform
import runpy
import sys
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_mem.verify.fake_gpu import FakeGPUs
from tflint_mem.verify.fixtures import REQUIRES, directive
from tflint_mem.verify.instruments import Instruments
from tflint_mem.verify.measurement import NOT_MEASURABLE, Block, Measurement, Schedule, Snapshot

if TYPE_CHECKING:
    from types import ModuleType

ENTRY = "run"


class ProgramError(Exception):
    """The program cannot be judged; the message says why in one line."""


class Rounds(Iterator[int]):
    """Hands out iteration numbers, and samples each time the next one is asked for."""

    def __init__(self, schedule: Schedule, instruments: Instruments) -> None:
        self.snapshots: list[Snapshot] = []
        self.blocks: list[Block] = []
        self.given = 0
        self.ended = False
        self._schedule = schedule
        self._instruments = instruments
        self._in_use: list[float] = []
        self._rss: list[float] = []
        self._seconds: list[float] = []
        self._started = 0.0

    def __next__(self) -> int:
        seconds = time.process_time() - self._started
        measured = self.given - self._schedule.warm_up
        if measured > 0 and not self.ended:
            self._sample(seconds)
        if measured >= 0 and measured % self._schedule.block == 0 and not self.ended:
            self._close_block()
        if self.given == self._schedule.iterations:
            self.ended = True
            raise StopIteration
        self.given += 1
        self._started = time.process_time()
        return self.given - 1

    def _sample(self, seconds: float) -> None:
        in_use = self._instruments.in_use()
        if in_use is not None:
            self._in_use.append(in_use)
        self._rss.append(self._instruments.rss())
        self._seconds.append(seconds)

    def _close_block(self) -> None:
        if self._seconds:
            self.blocks.append(Block(tuple(self._in_use), tuple(self._rss), tuple(self._seconds)))
            self._in_use, self._rss, self._seconds = [], [], []
        self.snapshots.append(self._instruments.snapshot())


def versions() -> dict[str, str]:
    """What the measurement was made with."""
    named = {name: sys.modules.get(name) for name in ("tensorflow", "keras", "numpy")}
    return {"python": platform.python_version()} | {
        name: str(getattr(module, "__version__", "unknown")) for name, module in named.items() if module
    }


def as_data(value: Any) -> Any:
    """``value`` as JSON data: numbers, texts, lists and mappings; arrays and tensors become lists."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):
        return {str(key): as_data(item) for key, item in value.items()}
    if hasattr(value, "numpy"):
        return as_data(value.numpy())
    if hasattr(value, "tolist"):
        return as_data(value.tolist())
    if isinstance(value, (Sequence, set, frozenset, Iterator)) and not isinstance(value, bytes):
        return [as_data(item) for item in value]
    return repr(value)


def load(program: Path) -> ModuleType:
    """Imports the program under its file's name, as ``import`` would."""
    name = program.stem.replace(".", "_")
    spec = importlib.util.spec_from_file_location(name, program)
    if spec is None or spec.loader is None:
        raise ProgramError(f"{program.name} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def require(program: Path, tensorflow: Any) -> None:
    """Makes sure that TensorFlow has what the program's verify comment says it requires.

    Raises:
        ProgramError: it has not.
    """
    name = directive(program).get(REQUIRES)
    found = tensorflow
    for part in name.split(".")[1:] if name else ():
        found = getattr(found, part, None)
    if found is None:
        raise ProgramError(f"{NOT_MEASURABLE}: this TensorFlow has no {name}")


def run_loop(program: Path, schedule: Schedule, tensorflow: Any) -> Measurement:
    """Drives the program's ``run`` through the schedule."""
    instruments = Instruments(tensorflow)
    rounds = Rounds(schedule, instruments)
    entry = getattr(load(program), ENTRY, None)
    if not callable(entry):
        raise ProgramError(f"{program.name} defines no function {ENTRY}(rounds)")
    # A generator does its work only while it is drained.
    result = as_data(entry(rounds))
    if not rounds.ended:
        raise ProgramError(f"{ENTRY}() of {program.name} took {rounds.given} of {schedule.iterations} rounds")
    return Measurement(
        versions(),
        tuple(rounds.snapshots),
        tuple(rounds.blocks),
        result=result,
        kernel_cache=instruments.kernel_cache(),
    )


def run_script(program: Path) -> Measurement:
    """Runs the program as a script among fake GPUs."""
    gpus = FakeGPUs()
    try:
        runpy.run_path(str(program), run_name="__main__")
    except SystemExit as exit_:
        if exit_.code not in (None, 0):
            raise
    if not gpus.used:
        raise ProgramError(f"{program.name} ended before TensorFlow used a device")
    return Measurement(versions(), devices=gpus.states())


def main(request: Mapping[str, Any]) -> None:
    """Runs the requested program and writes its measurement."""
    program = Path(request["program"])
    schedule = request["schedule"]
    sys.argv = [str(program)]
    sys.path[0] = str(program.parent)
    try:
        tensorflow = importlib.import_module("tensorflow")
        require(program, tensorflow)
        measurement = (
            run_script(program) if schedule is None else run_loop(program, Schedule(**schedule), tensorflow)
        )
    except ProgramError as error:
        measurement = Measurement(versions(), error=str(error))
    except (Exception, SystemExit) as error:
        traceback.print_exc()
        message = str(error).strip().partition("\n")[0]
        measurement = Measurement(versions(), error=f"{type(error).__name__}: {message}")
    Path(request["reply"]).write_text(json.dumps(measurement.to_json()), encoding="utf-8")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
