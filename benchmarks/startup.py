"""What one small run costs above starting Python, and what the plugin adds to flake8.

usage: python benchmarks/startup.py [--runs N] [--imports]

Every command runs N times, in turn with the others, each in a process of its own; medians of processor time.
``--imports`` prints instead which modules take longest to load for one clean file (``-X importtime``).
The flake8 rows lint the same FILES without TensorFlow with and without the plugin, in one process.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

CLEAN = "import os\n\n\ndef name(path):\n    return os.path.basename(path)\n"
LEAKY = """\
import tensorflow.compat.v1 as tf


def total(values):
    sess = tf.Session()
    return sess.run(tf.reduce_sum(values))
"""
FILES = 12
"""Files of the standard library that flake8 lints, each of 4 to 12 KB."""

TOOL = [sys.executable, "-m", "tflint_mem", "--isolated", "--quiet", "--jobs=1"]
FLAKE8 = [sys.executable, "-m", "flake8", "--isolated", "--jobs=1", "--exit-zero", "--select=F,TFM"]


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Processor seconds of one process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1) or b"Traceback" in done.stderr:
        raise SystemExit(done.stderr.decode())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def standard_library() -> list[str]:
    """Some of its files, the same every time, of which none mentions TensorFlow."""
    folder = Path(sysconfig.get_path("stdlib"))
    fitting = [path for path in sorted(folder.glob("*.py")) if 4_000 < path.stat().st_size < 12_000]
    return [str(path) for path in fitting[:FILES]]


def commands(folder: Path) -> dict[str, list[str]]:
    """What is measured."""
    clean, leaky = folder / "clean" / "a.py", folder / "leaky" / "a.py"
    for path, text in ((clean, CLEAN), (leaky, LEAKY)):
        path.parent.mkdir()
        (path.parent / "tflint-mem.toml").touch()  # each a project of its own
        path.write_text(text, encoding="utf-8")
    files = standard_library()
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "tflint-mem, one file without TensorFlow": [*TOOL, str(clean)],
        "tflint-mem, one file with a finding": [*TOOL, str(leaky)],
        "the same, known to the cache": [*TOOL, str(leaky)],
        f"flake8, {len(files)} files": [*FLAKE8, "--disable-noqa", "--extend-ignore=TFM", *files],
        f"flake8 with the plugin, {len(files)} files": [*FLAKE8, "--disable-noqa", *files],
    }


def without_plugin(folder: Path) -> Path:
    """A copy of this project's metadata that names no plugin, to be found before the real one."""
    info = folder / "without" / "tflint_mem-0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tflint-mem\nVersion: 0\n", encoding="utf-8")
    return info.parent


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--imports", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = commands(folder)
        if options.imports:
            print_imports(plain["tflint-mem, one file without TensorFlow"])
            return
        hidden = os.environ.get("PYTHONPATH", "")
        # Installed packages are compiled, whatever this shell tells Python about byte code.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        bare = os.environ | {
            "PYTHONPATH": os.pathsep.join(filter(None, (str(without_plugin(folder)), hidden)))
        }
        taken: dict[str, list[float]] = {title: [] for title in plain}
        for turn in range(options.runs + 1):  # the first fills the caches of the system, and Python's own
            for title, command in plain.items():
                cache = "known" if "known" in title else f"{turn}-{len(title)}"
                environment = bare if title.startswith("flake8,") else dict(os.environ)
                environment["TFLINT_MEM_CACHE_DIR"] = str(folder / cache)
                spent = seconds(command, environment)
                if turn:
                    taken[title].append(spent)
    start = statistics.median(taken["python -c pass"])
    alone = statistics.median(next(taken[title] for title in taken if title.startswith("flake8,")))
    print("| command | seconds (least to most) | above starting Python |\n| --- | ---: | ---: |")
    for title, spent in taken.items():
        middle = statistics.median(spent)
        above = (
            f"{100 * (middle / alone - 1):+.1f} % of flake8" if "plugin" in title else f"{middle - start:.3f}"
        )
        print(f"| {title} | {middle:.3f} ({min(spent):.3f} to {max(spent):.3f}) | {above} |")


def print_imports(command: list[str]) -> None:
    """The modules that take longest to load, without what they load themselves."""
    done = subprocess.run(
        [command[0], "-X", "importtime", *command[1:]], capture_output=True, text=True, check=False
    )
    rows = [line[12:].split("|") for line in done.stderr.splitlines() if line.startswith("import time:")][1:]
    for own, whole, module in sorted(rows, key=lambda row: -int(row[0]))[:20]:
        print(f"{int(own) / 1000:8.2f} ms, {int(whole) / 1000:8.2f} with what it loads: {module.strip()}")


if __name__ == "__main__":
    main()
