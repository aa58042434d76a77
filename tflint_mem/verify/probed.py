"""The process that runs a user's program with probes: ``python -m tflint_mem.verify.probed REQUEST``.

REQUEST is JSON: the program, its arguments, the probes, texts that stand in for files (the repaired
copy), the limits, and where to write what was measured.  The program runs as ``__main__``, as ``python
PROGRAM`` would run it.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import importlib.machinery
import importlib.util
import json
import linecache
import os
import sys
import threading
import time
import traceback
import tracemalloc
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_mem.verify.child import versions
from tflint_mem.verify.instruments import Instruments
from tflint_mem.verify.probes import NAME, Probe, instrument

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

EVERY = 6
"""So many iterations are followed by a snapshot each; later the distances grow."""
DISTANCE = 1.25
"""A snapshot is taken when a probe has gone this many times as far as at its last one."""
SETTLED = 2
"""Where allocations are traced: the iteration from which on what is allocated and stays is told."""
WORTH = 1.0
"""KiB an iteration that a place has to allocate to be named."""
SHARE = 0.05
"""The part of what the first place allocates that another one has to, to be named beside it."""
FRAMES = 30
"""How many callers are remembered for each block: Keras stands between a program and what it allocates."""
GRACE = 5.0
"""Seconds that a program has to end once all its probes are done."""


class Track:
    """What one probe saw."""

    def __init__(self) -> None:
        self.iterations = 0
        self.entries = 0
        self.started: float | None = None
        self.points: list[dict[str, Any]] = []
        self.samples: list[float] = []
        self.times: list[float] = []
        self.done = False
        self.traced: list[tuple[int, tracemalloc.Snapshot]] = []


class Probes:
    """What the probed code calls."""

    def __init__(self, request: Mapping[str, Any]) -> None:
        self.tracks = [Track() for _ in request["probes"]]
        self._iterations: int = request["iterations"]
        self._seconds: float = request["seconds"]
        self._instruments: Instruments | None = None
        self._active: list[int] = []
        self._budgets: dict[int, tuple[int, float]] = {}
        self._lock = threading.RLock()
        self._probing = 0.0
        self._traced: list[str] = request.get("traced", [])
        self.all_done = threading.Event()

    # -- what the code calls ---------------------------------------------------------------------------

    def iterate(self, number: int, iterable: Any) -> _Iteration:
        """Stands for the iterable of a loop."""
        return _Iteration(self, number, iter(iterable))

    async def iterate_async(self, number: int, iterable: Any) -> AsyncIterator[Any]:
        """Stands for the iterable of an asynchronous loop."""
        with self.running(number):
            async for item in iterable:
                if not self.again(number):
                    return
                yield item

    @contextlib.contextmanager
    def running(self, number: int) -> Iterator[None]:
        """Surrounds a while loop."""
        self.enter(number)
        try:
            yield
        finally:
            self.leave(number)

    def again(self, number: int) -> bool:
        """Whether a loop goes on; called before each of its iterations."""
        with self._lock:
            self._tick(number)
            rounds, started = self._budgets.get(number, (0, time.monotonic()))
            over = rounds >= self._iterations or time.monotonic() - started > self._seconds
            self._budgets[number] = (rounds + 1, started)
            if over:
                self.unbegun(number)
            return not over

    def entered(self, number: int) -> None:
        """Called at the start of a function that something outside calls."""
        with self._lock:
            self._tick(number)

    # -- beginning and end of a loop -------------------------------------------------------------------

    def enter(self, number: int) -> None:
        """A loop begins, for the first time or again."""
        with self._lock:
            self.tracks[number].entries += 1
            self._active.append(number)
            self._budgets[number] = (0, time.monotonic())

    def unbegun(self, number: int) -> None:
        """The round that was just begun is none: the loop has no item left, or its budget is over."""
        with self._lock:
            track = self.tracks[number]
            if track.points and not track.done:
                track.iterations -= 1
                track.samples.pop()
                track.times.pop()

    def leave(self, number: int) -> None:
        """A loop ended, in whatever way."""
        with self._lock:
            if number in self._active:
                self._active.remove(number)
            track = self.tracks[number]
            if track.points and not track.done and track.points[-1]["step"] < track.iterations:
                self._point(track, number)

    def _tick(self, number: int) -> None:
        track = self.tracks[number]
        if track.done:
            return
        now = time.monotonic()
        if track.started is None:
            track.started = now
        if self._instruments is None:
            self._instruments = self._found_instruments()
        if self._instruments is not None:
            value = self._instruments.in_use()
            # What probing takes is no part of an iteration.
            track.times.append(time.process_time() - self._probing)
            track.samples.append(self._instruments.rss() if value is None else value)
            due = track.iterations <= EVERY or track.iterations >= DISTANCE * track.points[-1]["step"]
            over = track.iterations >= self._iterations or now - track.started > self._seconds
            if due or over or not track.points:
                self._point(track, number)
            if over:
                track.done = True
                if all(other.done for other in self.tracks):
                    self.all_done.set()
        track.iterations += 1

    @staticmethod
    def _found_instruments() -> Instruments | None:
        """The instruments, once the program has TensorFlow loaded; before that nothing can leak in it."""
        tensorflow = sys.modules.get("tensorflow")
        return Instruments(tensorflow) if hasattr(tensorflow, "Variable") else None

    def _point(self, track: Track, number: int) -> None:
        assert self._instruments is not None
        started = time.process_time()
        snapshot = self._instruments.snapshot()
        track.points.append(
            {
                "step": track.iterations,
                "in_use": snapshot.in_use,
                "rss": snapshot.rss,
                "counts": snapshot.counts,
            }
        )
        if self._traced and track.iterations >= SETTLED:
            if not tracemalloc.is_tracing():
                # Not earlier: what is allocated while TensorFlow is loaded would be searched each time.
                tracemalloc.start(FRAMES)
            # The first state and the latest one; what lies between is of no use.
            track.traced[1:] = [(track.iterations, tracemalloc.take_snapshot())]
        self._probing += time.process_time() - started

    def result(self) -> list[dict[str, Any]]:
        """What all probes saw, as JSON data."""
        return [
            {
                "iterations": track.iterations,
                "entries": track.entries,
                "done": track.done,
                "points": track.points,
                "samples": track.samples[: self._iterations + 1],
                "times": track.times[: self._iterations + 1],
                "places": self._places(track),
            }
            for track in list(self.tracks)
        ]

    def _places(self, track: Track) -> list[tuple[str, int, float]]:
        """Where the program's own files allocated what stays: file, row and KiB an iteration, most first."""
        if len(track.traced) < 2:
            return []
        (first, before), (last, after) = track.traced
        grown: dict[tuple[str, int], int] = {}
        probing = tracemalloc.Filter(False, f"{Path(__file__).parent}{os.sep}*")
        after, before = after.filter_traces([probing]), before.filter_traces([probing])
        for item in after.compare_to(before, "traceback"):
            # The innermost of the program's own lines: who called what allocated.
            own = [frame for frame in item.traceback if os.path.realpath(frame.filename) in self._traced]
            if own:
                place = (os.path.realpath(own[-1].filename), own[-1].lineno)
                grown[place] = grown.get(place, 0) + item.size_diff
        found = [(file, row, size / 1024 / (last - first)) for (file, row), size in grown.items()]
        found.sort(key=lambda item: -item[2])
        return [item for item in found[:3] if item[2] >= max(WORTH, SHARE * found[0][2])]

    @property
    def probing_seconds(self) -> float:
        """Processor time that snapshots took."""
        return self._probing


class _Iteration:
    """An iterator that tells its probe of each item; ends early when the probe's budget is over."""

    def __init__(self, probes: Probes, number: int, items: Iterator[Any]) -> None:
        self._probes, self._number, self._items = probes, number, items
        self._left = False
        probes.enter(number)

    def __iter__(self) -> _Iteration:
        return self

    def __next__(self) -> Any:
        if not self._probes.again(self._number):
            self._leave()
            raise StopIteration
        try:
            return next(self._items)
        except StopIteration:
            self._probes.unbegun(self._number)
            self._leave()
            raise
        except BaseException:
            self._leave()
            raise

    def __del__(self) -> None:
        # A loop that is left by break or return drops its iterator.
        self._leave()

    def _leave(self) -> None:
        if not self._left:
            self._left = True
            self._probes.leave(self._number)


class ProbedLoader(importlib.machinery.SourceFileLoader):
    """Loads a file with its probes, or another text in its place."""

    sources: Sources

    def get_code(self, fullname: str) -> types.CodeType | None:
        """The probed code; no cached bytecode is read or written."""
        return self.sources.code(self.get_filename(fullname))

    def get_source(self, fullname: str) -> str | None:
        """The text that runs."""
        return self.sources.text(self.get_filename(fullname))


class Sources:
    """An import hook for the files that have probes or another text."""

    def __init__(self, request: Mapping[str, Any]) -> None:
        self._probes: dict[str, list[tuple[int, Probe]]] = {}
        for number, probe in enumerate(request["probes"]):
            self._probes.setdefault(probe["file"], []).append((number, Probe(**probe)))
        self._overlay: dict[str, str] = request["overlay"]

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Finds a module as Python does, and loads it with probes if it is one of ours."""
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or not isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            return None
        file = os.path.realpath(spec.loader.path)
        if file not in self._probes and file not in self._overlay:
            return None
        loader = ProbedLoader(spec.loader.name, spec.loader.path)
        loader.sources = self
        spec.loader = loader
        return spec

    def text(self, filename: str) -> str:
        """The text of a file, or the one in its place."""
        overlaid = self._overlay.get(os.path.realpath(filename))
        if overlaid is not None:
            return overlaid
        return importlib.util.decode_source(Path(filename).read_bytes())

    def code(self, filename: str) -> types.CodeType:
        """The probed code of a file."""
        text = self.text(filename)
        # Tracebacks, inspect and AutoGraph read source lines: they must get the text that runs.
        linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
        tree = instrument(ast.parse(text, filename), self._probes.get(os.path.realpath(filename), ()))
        return compile(tree, filename, "exec", dont_inherit=True)


def run_program(program: str, arguments: Sequence[str], sources: Sources) -> None:
    """Runs the program as ``__main__``."""
    sys.argv = [program, *arguments]
    sys.path[0] = str(Path(program).parent)
    sys.meta_path.insert(0, sources)
    main = types.ModuleType("__main__")
    main.__dict__.update(__file__=program, __builtins__=builtins)
    code = sources.code(program)
    sys.modules["__main__"] = main
    exec(code, main.__dict__)


class Reply:
    """Writes once what was measured, whoever comes first: the program's end, or its watchdog."""

    def __init__(self, path: str, probes: Probes) -> None:
        self._path, self._probes = path, probes
        self._lock = threading.Lock()

    def write(self, ended: str, problem: str | None = None) -> None:
        """Writes the reply, unless that was done."""
        with self._lock:
            if Path(self._path).exists():
                return
            data = {
                "versions": versions(),
                "ended": ended,
                "problem": problem,
                "probes": self._probes.result(),
                "probing_seconds": self._probes.probing_seconds,
                "seconds": time.process_time(),
            }
            partial = Path(f"{self._path}.part")
            partial.write_text(json.dumps(data), encoding="utf-8")
            partial.rename(self._path)


def watch(reply: Reply, probes: Probes, timeout: float) -> None:
    """Ends the program when its time is over, or soon after all its probes are done."""
    done = probes.all_done.wait(timeout)
    if done:
        time.sleep(GRACE)
    reply.write("stopped" if done else "timeout")
    sys.stdout.flush()
    os._exit(0)


def innermost(error: BaseException, program: Path) -> str:
    """Where an exception left the program's own files, in words."""
    folder = os.path.realpath(program.parent)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(os.path.realpath(frame.filename))
        if file.is_relative_to(folder) and file.is_file() and "site-packages" not in file.parts:
            name = "" if file.samefile(program) else f" in {file.relative_to(folder)}"
            return f"{name} on line {frame.lineno}"
    return ""


def main(request: Mapping[str, Any]) -> None:
    """Runs the requested program, and writes what its probes saw."""
    probes = Probes(request)
    setattr(builtins, NAME, probes)
    reply = Reply(request["reply"], probes)
    threading.Thread(target=watch, args=(reply, probes, request["timeout"]), daemon=True).start()
    try:
        run_program(request["program"], request["arguments"], Sources(request))
    except SystemExit as stop:
        failed = stop.code not in (None, 0)
        status = stop.code if isinstance(stop.code, int) else 1
        if isinstance(stop.code, str):
            print(stop.code, file=sys.stderr)
        reply.write("exit", f"ended with exit status {status}" if failed else None)
    except ModuleNotFoundError as error:
        reply.write("crash", f"needs the package {error.name!r}, which is not installed")
    except BaseException as error:
        traceback.print_exc()
        message = str(error).strip().partition("\n")[0]
        place = innermost(error, Path(request["program"]))
        reply.write("crash", f"raised {type(error).__name__}{place}: {message}")
    else:
        reply.write("end")
    sys.stdout.flush()
    # Threads of the program that never end must not keep the process.
    os._exit(0)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
