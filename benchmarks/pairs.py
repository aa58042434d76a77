"""Runs programs and their repaired versions side by side: a repair must not change what a program does.

usage: python benchmarks/pairs.py [--pairs N] [--seed SEED] [--seconds S] [--state FILE]

Programs are put together at random from functions that leak in different ways, with other statements in
between.  Each is repaired with every rule and unsafe fixes, and both versions run under a stand-in for
TensorFlow, whose values are numbers that depend on nothing but the expression that makes them.  What they
print, return and raise is compared.  The stand-in knows what repairs could break: a session, writer or file
that was closed refuses work, a tape that is not persistent gives one gradient, devices cannot be configured
once they work (unless only the version before the repair tries to: that is what TFM402 repairs).  What
repairs are for gives the same values: a tensor and the number that it holds, ``predict`` and
``predict_on_batch``, a dataset with and without cache, a session with and without configuration, both ways
to ask for memory.

Pairs count when the repaired text differs.  Programs have numbers, which with the seed say all about them;
the last one that was done is noted in FILE, with the counts, and another run with the same FILE goes on
from there.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import io
import json
import os
import random
import sys
import tempfile
import textwrap
import time
import types
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_mem.checker import Checker
from tflint_mem.config import Settings
from tflint_mem.rule import Applicability
from tflint_mem.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL = frozenset({Applicability.SAFE, Applicability.UNSAFE})

# -- programs ----------------------------------------------------------------------------------------

SHAPES = {
    "session": """
sess = v1.Session()
{noise}
total = sess.run(v1.square(total))
{noise}
{end}
""",
    "session at the end": """
total = total + 1
sess = v1.InteractiveSession(graph=v1.Graph())
if total:
    {noise}
    total = sess.run(v1.square(total))
else:
    print(sess.run(2))
return total  # done
""",
    "writer": """
writer = tf.summary.create_file_writer("logs")  # for the board
{noise}
with writer.as_default():
    tf.summary.scalar("total", total, step=0)
    {noise}
{end}
""",
    "old writer": """
writer = v1.summary.FileWriter("logs")
for step in range(2):
    {noise}
    writer.add_summary(v1.Summary(), step)
{end}
""",
    "tensors kept": """
losses = []
for step in range(3):
    loss = tf.reduce_mean(tf.square(data - float(step)))
    {noise}
    losses.append(loss)
    # kept for the mean
print("mean %.4f" % (sum(float(each) for each in losses) / len(losses)))
{end}
""",
    "tensor added up": """
sum_of_losses = 0.0
for step in range(3):
    loss = tf.reduce_mean(tf.square(data - float(step)))
    sum_of_losses += loss
    {noise}
print("sum %.3f" % float(sum_of_losses))
{end}
""",
    "persistent tape": """
weights = tf.Variable(2.0)
for step in range(2):
    with tf.GradientTape(persistent=True) as tape:
        loss = tf.square(weights - total)
        {noise}
    slope = tape.gradient(loss, weights)
    {more_gradients}
    weights.assign_sub(slope)
{end}
""",
    "gradient inside": """
weights = tf.Variable(2.0)
for step in range(2):
    with tf.GradientTape() as tape:
        loss = tf.square(weights - total)
        slope = tape.gradient(loss, weights)
        {noise}
    weights.assign_sub(slope)
    print("slope", float(slope))
{end}
""",
    "function made again": """
for step in range(3):
    @tf.function
    def squared(x):
        return x * x  # of a tensor
    total = total + squared(data)
    {noise}
print("squared", float(total))
{end}
""",
    "function wrapped again": """
for step in range(3):
    {noise}
    total = total + tf.function(tf.square)(data)
{end}
""",
    "number passed": """
@tf.function
def scaled(x, factor):
    return x * factor

for step in range(3):
    total = total + float(scaled(data, step))
    {noise}
{end}
""",
    "model built again": """
for units in (2, 3):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    {noise}
    print("score", float(model.evaluate(data, data)))
{end}
""",
    "model loaded again": """
for row in (1, 2):
    model = keras.models.load_model("saved")
    {noise}
    total = total + float(model(data)[0])
{end}
""",
    "compiled again": """
model = keras.Sequential([keras.layers.Dense(1)])
for epoch in range(2):
    model.compile("sgd", "mse")
    model.fit(data, data)
    {noise}
{end}
""",
    "predicted singly": """
model = keras.Sequential([keras.layers.Dense(1)])
for row in rows:
    {noise}
    print("says", float(model.predict(tf.expand_dims(row, 0))[0][0]))
{end}
""",
    "dataset built again": """
for epoch in range(2):
    dataset = tf.data.Dataset.from_tensor_slices(data).batch(2)
    {noise}
    for batch in dataset:
        total = total + float(tf.reduce_sum(batch))
{end}
""",
    "cache without end": """
dataset = tf.data.Dataset.from_tensor_slices(data).repeat().cache().batch(2).take(2)
for batch in dataset:
    {noise}
    total = total + float(tf.reduce_sum(batch))
{end}
""",
    "operations added": """
graph = v1.Graph()
with graph.as_default(), v1.Session(graph=graph) as sess:
    place = v1.placeholder("float32")
    for step in range(3):
        total = total + float(sess.run(v1.square(place), {{place: step}}))
        {noise}
{end}
""",
    "models kept": """
kept = []
for units in (2, 3):
    keras.backend.clear_session()
    model = keras.Sequential([keras.layers.Dense(units)])
    history = model.fit(data, data, epochs=1)
    {noise}
    kept.append(history)
print([float(each.history["loss"][-1]) for each in kept])
{end}
""",
    "memory asked for": """
print(tf.config.experimental.get_memory_usage("GPU"))
{noise}
{end}
""",
}
NOISE = (
    "pass",
    "total = total + 1",
    "print('total', float(total))  # said",
    "# nothing",
    "other = [total]",
    "if total > 1e9:\n    return None",
    "text = '''\n  as it is\n'''; print(text)",
    "assert total is not None",
    "try:\n    total = total + len(other)\nexcept NameError:\n    print('no other')",
    "later = lambda: float(total)",
    "total = (total +\n         2)  # in two lines",
    "if total < 0: print('less')",
)
GRADIENTS = ("pass", "print(float(tape.gradient(loss, weights)))", "del tape", "slope = slope * 2.0")
ENDS = (
    "return total",
    "return float(total)  # at last",
    "print(float(total))",
    "return [total, 1]",
    "yield total",
)
SET_UP = (
    "",
    "gpus = tf.config.list_physical_devices('GPU')\n"
    "tf.config.experimental.set_memory_growth(gpus[0], True)\n",
    "first = tf.zeros([2])\nfor gpu in tf.config.list_physical_devices('GPU'):\n"
    "    tf.config.experimental.set_memory_growth(gpu, True)\n",
    "import os\nos.environ['TF_CPP_MIN_LOG_LEVEL'] = '2'\n",
)
HEADER = """\
import tensorflow as tf  # what leaks
import tensorflow.compat.v1 as v1
from tensorflow import keras
{set_up}
data = tf.constant([1.0, 2.0, 3.0])
rows = [data, data + 1.0]


"""
FOOTER = """

for function in ({names},):
    try:
        result = function(1)
        print(function.__name__, list(result) if hasattr(result, "send") else result)
    except Exception as error:
        print(function.__name__, type(error).__name__, error)
"""


def program(rng: random.Random) -> str:
    """One program of one to three functions."""
    functions = []
    for number in range(rng.randint(1, 3)):
        lines = []
        for line in rng.choice(list(SHAPES.values())).strip().split("\n"):
            margin = line[: len(line) - len(line.lstrip())]
            slot = line.strip()
            if slot == "{noise}":
                slot = "\n".join(rng.choice(NOISE) for _ in range(rng.randrange(3))) or "pass"
            elif slot == "{end}":
                slot = rng.choice(ENDS)
            elif slot == "{more_gradients}":
                slot = rng.choice(GRADIENTS)
            lines.append(textwrap.indent(slot.replace("{{", "{").replace("}}", "}"), margin))
        body = textwrap.indent("\n".join(lines), "    ")
        functions.append(f"def function_{number}(total):\n{body}\n")
    names = ", ".join(f"function_{number}" for number in range(len(functions)))
    text = HEADER.format(set_up=rng.choice(SET_UP)) + "\n\n".join(functions) + FOOTER.format(names=names)
    text = text.replace("    ", rng.choice(("    ", "  ", "\t")))
    return text.replace("\n", rng.choice(("\n", "\n", "\r\n")))


# -- a stand-in for TensorFlow -----------------------------------------------------------------------


class Value:
    """What an expression of TensorFlow gives: usable as number, tensor, function, context and module."""

    def __init__(self, world: World, made_by: str, number: float | None = None) -> None:
        self._world = world
        self._made_by = made_by
        self._number = zlib.crc32(made_by.encode()) % 10_000 / 1_000 if number is None else number
        self._closed = False
        self._gradients = 0

    def _derived(self, text: str, number: float | None = None) -> Value:
        if self._closed:
            raise RuntimeError("it was closed")
        return Value(self._world, text, number)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._world.special(self, name) or self._derived(f"{self._made_by}.{name}")

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        """The value of a call; what ``tf.function`` is given is that already."""
        path = self._made_by
        if path.endswith(".function"):
            return arguments[0]
        if path.endswith(("set_memory_growth", "set_visible_devices")):
            self._world.configure()
        elif path.endswith((".zeros", ".Session", ".InteractiveSession")):
            self._world.working = True
        if path.endswith("Session"):
            return self._derived("Session")
        shown = [_shown(item) for item in arguments] + [f"{key}={_shown(keywords[key])}" for key in keywords]
        made = self._derived(f"{path}({', '.join(shown)})")
        if path.endswith(".GradientTape"):
            made._gradients = 10**9 if keywords.get("persistent") else 1
        return made

    def __enter__(self) -> Value:
        self._derived("")
        return self

    def __exit__(self, *_: object) -> None:
        if self._made_by.partition("(")[0].endswith(("Session", "writer", "FileWriter")):
            self._closed = True

    def __iter__(self) -> Iterator[Value]:
        return iter([self[0], self[1]])

    def __len__(self) -> int:
        return 2

    def __getitem__(self, key: object) -> Value:
        return self._derived(f"{self._made_by}[{_shown(key)}]")

    def __float__(self) -> float:
        return self._number

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"{self._number:.4f}"

    def __hash__(self) -> int:
        return id(self)


def _operator(name: str, operation: Any) -> None:
    def left(self: Value, other: Any) -> Value:
        return self._derived(
            f"({self._made_by} {name} {_shown(other)})", operation(float(self), _float(other))
        )

    def right(self: Value, other: Any) -> Value:
        return self._derived(
            f"({_shown(other)} {name} {self._made_by})", operation(_float(other), float(self))
        )

    setattr(Value, f"__{name}__", left)
    setattr(Value, f"__r{name}__", right)


for _name, _operation in {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
}.items():
    _operator(_name, _operation)
for _name, _compare in {
    "lt": lambda a, b: a < b,
    "gt": lambda a, b: a > b,
    "eq": lambda a, b: a == b,
}.items():
    setattr(Value, f"__{_name}__", lambda self, other, compare=_compare: compare(float(self), _float(other)))


def _float(value: Any) -> float:
    return float(value)


def _shown(value: object) -> str:
    """How an argument counts: a tensor as its number, whatever made it."""
    if isinstance(value, (Value, float, int)) and not isinstance(value, bool):
        return f"{float(value):.6f}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_shown(key)}: {_shown(item)}' for key, item in value.items())}}}"
    return value.__name__ if isinstance(value, types.FunctionType) else repr(value)


class World:
    """The state of one run."""

    def __init__(self, *, strict: bool) -> None:
        self.working = False
        self._strict = strict

    def configure(self) -> None:
        """Devices are set up."""
        if self.working and self._strict:
            raise RuntimeError("devices were initialized already")

    def special(self, owner: Value, name: str) -> Any:
        """Methods that do more than give a value; None for others."""
        if name == "close":

            def close() -> None:
                owner._closed = True

            return close
        if name == "gradient":

            def gradient(target: Any, sources: Any) -> Any:
                owner._gradients -= 1
                if owner._gradients < 0:
                    raise RuntimeError("a tape that is not persistent gives one gradient")
                return Value(self, f"gradient({_shown(target)}, {_shown(sources)})")

            return gradient
        if name in ("numpy", "cache"):
            return lambda: owner
        if name == "get_memory_info":
            return lambda device: {"current": owner.get_memory_usage(device)}
        if name in ("predict", "predict_on_batch"):
            return owner
        if name in ("clear_session", "reset_default_graph", "finalize", "flush"):
            return lambda *_, **__: None
        return None


def modules(*, strict: bool = True) -> dict[str, Any]:
    """What ``import`` finds while a program runs."""
    world = World(strict=strict)

    def module(name: str, value: Value) -> types.ModuleType:
        made = types.ModuleType(name)
        made.__getattr__ = lambda attribute: getattr(value, attribute)  # type: ignore[method-assign]
        made.__path__ = []
        return made

    top, v1, keras = (Value(world, name) for name in ("tf", "v1", "keras"))
    found = {
        "tensorflow": module("tensorflow", top),
        "tensorflow.compat": module("tensorflow.compat", top),
        "tensorflow.compat.v1": module("tensorflow.compat.v1", v1),
        "tensorflow.keras": module("tensorflow.keras", keras),
        "gc": module("gc", Value(world, "gc")),
    }
    found["tensorflow"].compat = found["tensorflow.compat"]
    found["tensorflow.compat"].v1 = found["tensorflow.compat.v1"]
    found["tensorflow"].keras = found["tensorflow.keras"]
    return found


def behaviour(text: str, *, strict: bool = True) -> str:
    """What a program prints, and how it ends."""
    said = io.StringIO()
    before, environment = dict(sys.modules), dict(os.environ)
    sys.modules.update(modules(strict=strict))
    try:
        with contextlib.redirect_stdout(said):
            exec(compile(text, "program", "exec", dont_inherit=True), {"__name__": "__main__"})
    except Exception as error:
        print("ended with", type(error).__name__, error, file=said)
    finally:
        for name in modules():
            del sys.modules[name]
        sys.modules.update(before)
        os.environ.clear()
        os.environ.update(environment)
    return said.getvalue()


# -- the job -----------------------------------------------------------------------------------------


class Job:
    """Counts what has been compared."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.seed = seed
        self.number = 0
        self.pairs = 0
        self.codes: collections.Counter[str] = collections.Counter()
        self.differing: list[int] = []
        self._path = folder / "program.py"

    def text(self, number: int) -> str:
        """The program of a number."""
        return program(random.Random(f"{self.seed}:{number}"))

    def step(self) -> None:
        """Compares the next program with its repaired version."""
        text = self.text(self.number)
        try:
            compile(text, "program", "exec", dont_inherit=True)
        except SyntaxError:
            self.number += 1
            return
        result = Checker(ALL).check_source(Source(self._path, "program.py", text), Settings(select=("ALL",)))
        broken = any(finding.code in ("TFM900", "TFM901") for finding in result.findings)
        if result.repair is not None:
            self.pairs += 1
            self.codes.update(finding.code for finding in result.repair.applied)
            new = behaviour(result.repair.new.text)
            broken |= new not in (behaviour(text), behaviour(text, strict=False))
        if broken:
            self.differing.append(self.number)
        self.number += 1

    def report(self) -> str:
        """What was compared, as Markdown."""
        codes = ", ".join(f"{code} {times}" for code, times in sorted(self.codes.items()))
        return (
            "| programs | pairs that ran | differing | repairs |\n| ---: | ---: | ---: | --- |\n"
            f"| {self.number} | {self.pairs} | {len(self.differing)} | {codes} |"
        )


def main() -> int:
    """Compares until there are as many pairs as asked for; prints what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--state", type=Path)
    parser.add_argument(
        "--show", type=int, metavar="NUMBER", help="print one program and what was made of it"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "tflint-mem.toml").touch()
        job = Job(options.seed, Path(folder))
        if options.show is not None:
            return show(job, options.show)
        if options.state and options.state.exists():
            noted = json.loads(options.state.read_text())
            job.number, job.pairs, job.differing = noted["number"], noted["pairs"], noted["differing"]
            job.codes.update(noted["codes"])
        end = time.monotonic() + options.seconds
        while job.pairs < options.pairs and time.monotonic() < end:
            job.step()
            if options.state and job.number % 100 == 0:
                noted = {name: getattr(job, name) for name in ("number", "pairs", "differing", "codes")}
                options.state.write_text(json.dumps(noted))
    print(job.report())
    for number in job.differing[:20]:
        print(f"differs: --seed {job.seed} --show {number}")
    return 1 if job.differing else 0


def show(job: Job, number: int) -> int:
    """Prints one pair, and what each of it does."""
    text = job.text(number)
    source = Source(Path(tempfile.gettempdir(), "program.py"), "program.py", text)
    result = Checker(ALL).check_source(source, Settings(select=("ALL",)))
    print(text, "-" * 40, behaviour(text, strict=False), sep="\n")
    for finding in result.repair.applied if result.repair else result.findings:
        print(finding.start.row, finding.code, finding.message)
    if result.repair:
        print(result.repair.new.text, "-" * 40, behaviour(result.repair.new.text), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
