"""Starts a fresh process for each program and brings its measurement back."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import subprocess
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_mem.verify.environments import Interpreter
from tflint_mem.verify.errors import VerifyError
from tflint_mem.verify.measurement import Measurement, Schedule

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUIRED = ("tensorflow", "psutil")
"""What the measuring process imports beyond the standard library; the ``verify`` extra installs it."""

ENVIRONMENT = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # One thread an operation: thread pools add noise to both memory and time.
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "CUDA_VISIBLE_DEVICES": "",
    "PYTHONHASHSEED": "0",
    "PYTHONUNBUFFERED": "1",
    # The program's text is read as the linter read it, whatever the locale.
    "PYTHONUTF8": "1",
}


@dataclass(frozen=True)
class Ended:
    """How a process ended.

    Attributes:
        code: its exit status; None when it was killed because its time was over.
        output: what it printed.
        problems: what it wrote to its error stream.
    """

    code: int | None
    output: str
    problems: str

    @property
    def last_words(self) -> str:
        """The end in one line."""
        lines = [line for line in self.problems.splitlines() if line.strip()]
        code = self.code or 0
        death = f"killed by signal {-code}" if code < 0 else f"ended with exit status {code}"
        return f"{death}: {lines[-1].strip()}" if lines else death


_running: set[subprocess.Popen[str]] = set()


def require() -> None:
    """Makes sure that programs can be measured.

    Raises:
        VerifyError: TensorFlow, or another package of the ``verify`` extra, is not installed.
    """
    missing = [name for name in REQUIRED if importlib.util.find_spec(name) is None]
    if missing:
        raise VerifyError(
            f"verify runs programs, and {' and '.join(missing)} cannot be imported: "
            "pip install 'tflint-mem[verify]'"
        )


def measure(
    program: Path, schedule: Schedule | None, timeout: float, interpreter: Interpreter | None = None
) -> Measurement:
    """Runs ``program`` in a process of its own.

    Args:
        program: the Python file.
        schedule: how many rounds its ``run`` goes through; None runs it as a script with fake GPUs.
        timeout: seconds after which the process, with all that it started, is killed.
        interpreter: who runs it; by default the one that runs this.

    Returns:
        The measurement.  A program that crashes, hangs or dies comes back with ``error`` set.
    """
    with tempfile.TemporaryDirectory(prefix="tflint-mem-") as folder:
        reply = Path(folder, "measurement.json")
        request = {
            "program": str(program.resolve()),
            "reply": str(reply),
            "schedule": None if schedule is None else asdict(schedule),
        }
        ended = launch("tflint_mem.verify.child", request, Path(folder), timeout, interpreter)
        if ended.code is None:
            return Measurement(error=f"did not end within {timeout:g} seconds")
        if not reply.exists():
            return Measurement(error=ended.last_words, output=ended.output)
        data = json.loads(reply.read_text(encoding="utf-8"))
        return replace(Measurement.from_json(data), output=ended.output)


def launch(
    module: str,
    request: Mapping[str, Any],
    folder: Path,
    timeout: float,
    interpreter: Interpreter | None = None,
) -> Ended:
    """Runs one of this package's modules in a process of its own, and waits for its end.

    Args:
        module: what ``python -m`` runs.
        request: what it is told, as one JSON argument.
        folder: its working directory.
        timeout: seconds after which the process, with all that it started, is killed.
        interpreter: who runs it; by default the one that runs this.
    """
    chosen = interpreter or Interpreter()
    environment = os.environ | ENVIRONMENT
    if chosen.path:
        environment["PYTHONPATH"] = os.pathsep.join(chosen.path)
    with subprocess.Popen(
        [chosen.python, "-m", module, json.dumps(request)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
        env=environment,
        cwd=folder,
        start_new_session=True,
    ) as process:
        _running.add(process)
        try:
            output, problems = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            _kill(process)
            return Ended(None, "", "")
        except BaseException:
            _kill(process)
            raise
        finally:
            _running.discard(process)
    return Ended(process.returncode, output, problems)


def stop() -> None:
    """Kills every program that runs now; each ``measure`` that waits for one returns."""
    for process in tuple(_running):
        _kill(process)


def _kill(process: subprocess.Popen[str]) -> None:
    """Ends the process and its descendants; they share one process session."""
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
