"""Training steps made functions: arguments and results, what withholds them, what they compute."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tflint_mem.checker import Checker
from tflint_mem.config import Settings
from tflint_mem.rule import Applicability
from tflint_mem.semantic.model import SemanticModel
from tflint_mem.semantic.project import Project
from tflint_mem.source import Source

if TYPE_CHECKING:
    from tflint_mem.semantic.extraction import TrainingStep

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras

keras.utils.set_random_seed(7)
FEATURES = np.random.default_rng(0).normal(size=(22, 6)).astype("float32")
LABELS = (FEATURES[:, :1] > 0).astype("float32")
mse = keras.losses.MeanSquaredError()


def network(*, size=6):
    return keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])


"""

BASE = """\
{outside}
def train(epochs, ds, flag):
    ds = tf.data.Dataset.from_tensor_slices((FEATURES, LABELS)).batch(8)
    model = network()
    optimizer = keras.optimizers.SGD(0.1)
    alpha = 0.5
    seen, total, scale = [], 0.0, tf.constant(1.0)
    {setup}
    for epoch in range(epochs):
        {outer}
        for step, (x, y) in enumerate(ds):
            {before}
            with {tape}:
                {first}
                pred = model(x, training=True)
                {inside}
                loss = mse(y, pred) * alpha
                {end}
            grads = tape.gradient(loss, model.trainable_variables)
            {middle}
            optimizer.apply_gradients(zip(grads, model.trainable_variables))
            {after}
        print(float(loss))
"""


def program(**parts: str) -> str:
    """The base program, with code in some of its places."""
    names = ("outside", "setup", "outer", "before", "first", "inside", "end", "middle", "after")
    filled = dict.fromkeys(names, "pass") | {"tape": "tf.GradientTape() as tape"} | parts
    lines = []
    for line in BASE.splitlines():
        code = line.strip()
        margin = line[: len(line) - len(line.lstrip())]
        if code.startswith("{"):
            if filled[code[1:-1]] != "pass":
                lines.append(textwrap.indent(textwrap.dedent(filled[code[1:-1]]), margin))
        else:
            lines.append(line.format(**filled))
    return HEAD + "\n".join(lines) + "\n"


def analysed(text: str, path: Path = Path("/nowhere/module.py")) -> SemanticModel:
    source = Source(path, path.name, text)
    project = Project(Settings())
    return SemanticModel(project, project.index_of(source))


def steps(text: str) -> list[TrainingStep]:
    model = analysed(text)
    calls = [
        call for call in model.calls if model.model_called(call) is not None and not model.is_traced(call)
    ]
    return [step for step in map(model.training_step, calls) if step is not None]


def repaired(text: str, path: Path) -> str:
    path.write_text(text, encoding="utf-8")
    checker = Checker(frozenset({Applicability.SAFE, Applicability.UNSAFE}))
    repair = checker.check_source(Source(path, path.name, text), Settings(select=("TFM101",))).repair
    assert repair is not None
    return repair.new.text


@pytest.mark.parametrize(
    ("parts", "inputs", "outputs"),
    [
        ({}, ("x", "y"), ("loss",)),
        ({"after": "seen.append(float(tf.reduce_mean(pred)))"}, ("x", "y"), ("pred", "loss")),
        ({"after": "pred = None\nseen.append(pred)"}, ("x", "y"), ("loss",)),
        ({"inside": "pred = pred * scale"}, ("x", "scale", "y"), ("loss",)),
        ({"end": "scale = scale * tf.reduce_mean(pred)"}, ("x", "y", "scale"), ("loss", "scale")),
        ({"before": "y = tf.cast(y, tf.float32)"}, ("x", "y"), ("loss",)),
        ({"middle": "grads, _ = tf.clip_by_global_norm(grads, 1.0)"}, ("x", "y"), ("loss",)),
        ({"middle": "grads = [tf.clip_by_norm(g, alpha) for g in grads]"}, ("x", "y"), ("loss",)),
        ({"middle": "grads = [g if g is not None else 0 for g in grads]"}, ("x", "y"), ("loss",)),
        ({"end": "loss += 0.1 * sum(model.losses)"}, ("x", "y"), ("loss",)),
        ({"after": "optimizer.learning_rate = 0.1 / (step + 1)"}, ("x", "y"), ("loss",)),
        ({"after": "print(step, epoch, [float(g[0][0]) for g in grads])"}, ("x", "y"), ("loss", "grads")),
    ],
)
def test_arguments_and_results(
    parts: dict[str, str], inputs: tuple[str, ...], outputs: tuple[str, ...]
) -> None:
    (step,) = steps(program(**parts))
    assert (step.inputs, step.outputs) == (inputs, outputs)


WITHHELD = {
    "prints": {"inside": "print('forward')"},
    "appends to a list": {"inside": "seen.append(pred)"},
    "reads a value for Python": {"inside": "seen_loss = float(tf.reduce_mean(pred))"},
    "reads a NumPy value": {"inside": "array = pred.numpy()"},
    "calls NumPy": {"inside": "pred = pred + np.mean(FEATURES)"},
    "draws numbers": {"first": "x = x + tf.random.normal([6])"},
    "asks for a shape": {"end": "loss = loss / x.shape[0]"},
    "branches": {"end": "if step > 3:\n    loss = loss * 2"},
    "loops": {"end": "for _ in range(2):\n    loss = loss * 2"},
    "breaks": {"middle": "if flag:\n    break"},
    "continues": {"middle": "if flag:\n    continue"},
    "tries": {"middle": "try:\n    grads = list(grads)\nexcept ValueError:\n    raise"},
    "returns": {"middle": "if flag:\n    return"},
    "yields": {"inside": "yield pred"},
    "assigns to an attribute": {"inside": "model.last = pred"},
    "assigns to an element": {"setup": "cache = {}", "inside": "cache['pred'] = pred"},
    "assigns to a global": {"setup": "global kept", "inside": "kept = tf.identity(pred)"},
    "binds within an expression": {"inside": "pred = (other := pred) * 2"},
    "defines a function": {"inside": "square = lambda value: value * value"},
    "adds up in a Python number": {"end": "total += loss"},
    "reads the number of the round": {"end": "loss = loss * step"},
    "reads the number of the epoch": {"end": "loss = loss * epoch"},
    "reads a number that the round changes": {"end": "loss = loss * alpha", "after": "alpha = alpha * 0.9"},
    "reads a number that the epoch changes": {
        "outer": "beta = 1.0 / (epoch + 1)",
        "end": "loss = loss * beta",
    },
    "reads what it does not know": {"end": "loss = loss * flag"},
    "calls what it does not know": {"setup": "from other import penalty", "end": "loss += penalty(model)"},
    "calls a helper that prints": {
        "outside": "def penalty(value):\n    print(value)\n    return value\n\n\n",
        "end": "loss = penalty(loss)",
    },
    "calls a helper that counts": {
        "outside": "COUNT = [0]\n\n\ndef penalty(value):\n    COUNT[0] += 1\n    return value\n\n\n",
        "end": "loss = penalty(loss)",
    },
    "calls a helper that reads what the loop sets": {
        "outside": "WEIGHT = 1.0\n\n\ndef penalty(value):\n    return value * WEIGHT\n\n\n",
        "setup": "global WEIGHT",
        "after": "WEIGHT = WEIGHT * 0.5",
        "end": "loss = penalty(loss)",
    },
    "a model that counts": {
        "outside": "class Net(keras.Model):\n    def call(self, x, training=False):\n"
        "        self.calls = self.calls + 1\n        return x\n\n\n",
        "setup": "model = Net()",
    },
    "a model that asks for the size of the batch": {
        "outside": "class Net(keras.Model):\n    def call(self, x, training=False):\n"
        "        return tf.reshape(x, (x.shape[0], 6))\n\n\n",
        "setup": "model = Net()",
    },
    "a model that branches on a value": {
        "outside": "class Net(keras.Model):\n    def call(self, x, training=False):\n"
        "        return x if tf.reduce_sum(x) > 0 else tf.abs(x)\n\n\n",
        "setup": "model = Net()",
    },
    "a model that reads what the loop sets": {
        "outside": "class Net(keras.Model):\n    def call(self, x, training=False):\n"
        "        return x * self.factor\n\n\n",
        "setup": "model = Net()",
        "after": "model.factor = 0.5",
    },
    "another model in each round": {
        "setup": "nets = [network(), network()]",
        "before": "model = nets[step % 2]",
    },
    "another optimizer in each round": {"before": "optimizer = keras.optimizers.SGD(0.1)"},
    "an optimizer of TensorFlow 1": {"setup": "optimizer = tf.compat.v1.train.AdamOptimizer(0.1)"},
    "freezes the model": {"after": "model.trainable = step < 3"},
    "freezes a layer": {"after": "model.layers[0].trainable = False"},
    "changes the optimizer": {"after": "optimizer.clipnorm = 1.0 / (step + 1)"},
    "adds a layer": {"after": "model.add(keras.layers.Dense(1))"},
    "the tape is used after the step": {"after": "print(tape)"},
    "the tape is deleted": {"after": "del tape"},
    "variables are read after the step": {
        "middle": "weights = model.trainable_variables",
        "after": "weights[0].assign_add(weights[0])",
    },
    "makes a variable": {"inside": "extra = tf.Variable(1.0)"},
    "makes a layer": {"inside": "pred = keras.layers.Dense(1)(pred)"},
    "builds a constant from an argument": {"inside": "pred = tf.constant(pred)"},
    "goes over a tensor": {"end": "loss = sum([row for row in pred])"},
    "asks whether a tensor is true": {"end": "loss = loss and pred"},
    "takes another context": {"tape": "tf.GradientTape() as tape, tf.device('/CPU:0')"},
    "opens the tape in an unknown way": {"tape": "tf.GradientTape(persistent=flag) as tape"},
    "updates under another statement": {"middle": "with tf.device('/CPU:0'):\n    pass"},
    "batches are NumPy arrays": {"setup": "ds = ds.as_numpy_iterator()", "inside": "pred = pred + x"},
}


@pytest.mark.parametrize("reason", WITHHELD)
def test_withheld(reason: str) -> None:
    assert steps(program(**WITHHELD[reason])) == []


def test_withheld_under_a_condition() -> None:
    head, tape, body = program().partition("            with tf.GradientTape")
    step, after, end = (tape + body).partition("        print(float")
    text = head + "            if step % 2:\n" + textwrap.indent(step, "    ") + after + end
    assert steps(text) == []


def test_withheld_where_the_loop_runs_again_and_again() -> None:
    text = program() + "\n\nwhile True:\n    train(3, None, False)\n"
    assert steps(text) == []


def test_withheld_under_a_strategy() -> None:
    head, loop, body = program().partition("    for epoch in")
    scope = "    with tf.distribute.MirroredStrategy().scope():\n"
    assert len(steps(head + "    if flag:\n" + textwrap.indent(loop + body, "    "))) == 1
    assert steps(head + scope + textwrap.indent(loop + body, "    ")) == []


def test_function_stands_where_the_model_is_made() -> None:
    text = program(outer="model = network()\noptimizer = keras.optimizers.SGD(0.1)")
    (step,) = steps(text)
    assert text.splitlines()[step.loop.lineno - 1].strip().startswith("for step, (x, y)")
    (step,) = steps(program())
    assert text.splitlines()[step.loop.lineno - 1].strip().startswith("for epoch in")


def test_comments_and_style(tmp_path: Path) -> None:
    text = program(
        outside="def train_step():\n    pass\n\n",
        setup="# Over and over.",
        before="# One step.",
        inside="# The loss.",
        middle="# As in the paper.",
    )
    expected = """\
    seen, total, scale = [], 0.0, tf.constant(1.0)

    @tf.function(reduce_retracing=True)
    def train_step_2(x, y):
        with tf.GradientTape() as tape:
            pred = model(x, training=True)
            # The loss.
            loss = mse(y, pred) * alpha
        grads = tape.gradient(loss, model.trainable_variables)
        # As in the paper.
        optimizer.apply_gradients(zip(grads, model.trainable_variables))
        return loss

    # Over and over.
    for epoch in range(epochs):
        for step, (x, y) in enumerate(ds):
            # One step.
            loss = train_step_2(x, y)
        print(float(loss))
"""
    assert repaired(text, tmp_path / "program.py").endswith(expected)


PROGRAMS = {
    "epochs and a metric": """
        def run():
            ds = tf.data.Dataset.from_tensor_slices((FEATURES, LABELS)).batch(8)
            model, optimizer, mean = network(), keras.optimizers.Adam(0.01), keras.metrics.Mean()
            results = []
            for epoch in range(3):
                for step, (x, y) in enumerate(ds):
                    with tf.GradientTape() as tape:
                        loss = mse(y, model(x, training=True))
                    grads = tape.gradient(loss, model.trainable_variables)
                    optimizer.apply_gradients(zip(grads, model.trainable_variables))
                    mean.update_state(loss)
                    if step % 2 == 0:
                        results.append(float(loss))
            return [*results, float(mean.result())]
        """,
    "a trainer's attributes": """
        class Net(keras.Model):
            def __init__(self):
                super().__init__()
                self.blocks = [keras.layers.Dense(6, activation="relu") for _ in range(2)]
                self.drop = keras.layers.Dropout(0.2)
                self.head = keras.layers.Dense(1, kernel_regularizer="l2")

            def call(self, x, training=False):
                for block in self.blocks:
                    x = block(x)
                if training:
                    x = self.drop(x, training=training)
                return self.head(x)


        def distance(target, value):
            return tf.reduce_mean(tf.square(target - value))


        class Trainer:
            def __init__(self):
                self.net = Net()
                self.optimizer = keras.optimizers.RMSprop(0.01)

            def fit(self, ds):
                history = []
                for _ in range(3):
                    for x, y in ds:
                        with tf.GradientTape() as tape:
                            loss = distance(y, self.net(x, training=True)) + tf.add_n(self.net.losses)
                        grads = tape.gradient(loss, self.net.trainable_variables)
                        self.optimizer.apply_gradients(zip(grads, self.net.trainable_variables))
                        history.append(float(loss))
                return history


        def run():
            return Trainer().fit(tf.data.Dataset.from_tensor_slices((FEATURES, LABELS)).batch(8))
        """,
    "two networks, two tapes": """
        def run():
            ds = tf.data.Dataset.from_tensor_slices(FEATURES).batch(8)
            maker = keras.Sequential([keras.layers.Dense(6)])
            judge = keras.Sequential([keras.layers.Dense(4, activation="tanh"), keras.layers.Dense(1)])
            first, second = keras.optimizers.SGD(0.05), keras.optimizers.SGD(0.05)
            cross = keras.losses.BinaryCrossentropy(from_logits=True)
            results = []
            for _ in range(3):
                for real in ds:
                    noise = tf.random.normal([8, 3])
                    with tf.GradientTape() as gen_tape, tf.GradientTape() as disc_tape:
                        fake = maker(noise, training=True)
                        real_output = judge(real, training=True)
                        fake_output = judge(fake, training=True)
                        gen_loss = cross(tf.ones_like(fake_output), fake_output)
                        disc_loss = cross(tf.ones_like(real_output), real_output)
                        disc_loss += cross(tf.zeros_like(fake_output), fake_output)
                    gen_grads = gen_tape.gradient(gen_loss, maker.trainable_variables)
                    disc_grads = disc_tape.gradient(disc_loss, judge.trainable_variables)
                    first.apply_gradients(zip(gen_grads, maker.trainable_variables))
                    second.apply_gradients(zip(disc_grads, judge.trainable_variables))
                    results += [float(gen_loss), float(disc_loss)]
            return results
        """,
    "a model for each trial": """
        def run():
            ds = tf.data.Dataset.from_tensor_slices((FEATURES, LABELS)).batch(8)
            results = []
            for rate in (0.1, 0.01):
                model = network()
                optimizer = keras.optimizers.SGD(rate)
                for _ in range(2):
                    for x, y in ds:
                        with tf.GradientTape() as tape:
                            loss = mse(y, model(x, training=True))
                        grads = tape.gradient(loss, model.trainable_variables)
                        optimizer.apply_gradients(zip(grads, model.trainable_variables))
                results.append(float(loss))
            return results
        """,
    "a gradient within a tape": """
        def run():
            ds = tf.data.Dataset.from_tensor_slices((FEATURES, LABELS)).batch(8)
            model, optimizer = network(), keras.optimizers.SGD(0.05)
            for _ in range(3):
                for x, y in ds:
                    with tf.GradientTape() as tape:
                        with tf.GradientTape() as inner:
                            inner.watch(x)
                            pred = model(x, training=True)
                        slopes = inner.gradient(pred, x)
                        loss = mse(y, pred) + 0.1 * tf.reduce_mean(tf.norm(slopes, axis=1))
                    grads = tape.gradient(loss, model.trainable_variables)
                    optimizer.apply_gradients(zip(grads, model.trainable_variables))
            return [float(tf.reduce_sum(weight)) for weight in model.trainable_variables]
        """,
    "a tensor carried from round to round": """
        def run():
            ds = tf.data.Dataset.from_tensor_slices((FEATURES, LABELS)).batch(8)
            model, optimizer = network(), keras.optimizers.SGD(0.05)
            mean = tf.zeros([])
            for _ in range(3):
                for x, y in ds:
                    with tf.GradientTape() as tape:
                        pred = model(x, training=True)
                        loss = mse(y, pred - mean)
                        mean = 0.9 * mean + 0.1 * tf.reduce_mean(pred)
                    grads = tape.gradient(loss, model.trainable_variables)
                    grads, norm = tf.clip_by_global_norm(grads, 0.5)
                    optimizer.apply_gradients(zip(grads, model.trainable_variables))
            return [float(mean), float(loss), float(norm)]
        """,
    "batches of arrays in a script": """
        model, optimizer = network(), keras.optimizers.SGD(0.05)
        data = np.linspace(0.0, 1.0, 132).reshape(22, 6)
        goal = np.linspace(1.0, 2.0, 22).reshape(22, 1)
        history = []
        for epoch in range(3):
            for start in range(0, 22, 8):
                x, y = data[start : start + 8], goal[start : start + 8]
                with tf.GradientTape() as tape:
                    pred = model(x, training=True)
                    loss = mse(y, pred)
                grads = tape.gradient(loss, model.trainable_variables)
                optimizer.apply_gradients(zip(grads, model.trainable_variables))
                history.append(float(tf.reduce_sum(pred)))

        def run():
            return [*history, float(loss)]
        """,
    "batches with names": """
        def run():
            ds = tf.data.Dataset.from_tensor_slices({"x": LABELS[:, 0], "y": LABELS}).batch(8)
            model = keras.Sequential([keras.layers.Embedding(2, 4), keras.layers.Dense(1)])
            optimizer = keras.optimizers.SGD(0.05)
            results = []
            for batch in ds.repeat(3):
                with tf.GradientTape() as tape:
                    loss = mse(batch["y"], model(batch["x"], training=True))
                grads = tape.gradient(loss, model.trainable_variables)
                optimizer.apply_gradients(zip(grads, model.trainable_variables))
                results.append(float(loss))
            return results
        """,
    "one step after the other": """
        def run():
            ds = tf.data.Dataset.from_tensor_slices((FEATURES, LABELS)).batch(8)
            large, small = network(), keras.Sequential([keras.layers.Dense(1)])
            first, second = keras.optimizers.SGD(0.05), keras.optimizers.SGD(0.05)
            results = []
            for x, y in ds.repeat(2):
                with tf.GradientTape() as tape:
                    taught = large(x, training=True)
                    loss = mse(y, taught)
                first.apply_gradients(
                    zip(tape.gradient(loss, large.trainable_variables), large.trainable_variables)
                )
                with tf.GradientTape() as tape:
                    error = mse(taught, small(x, training=True))
                grads = tape.gradient(error, small.trainable_variables)
                second.apply_gradients(zip(grads, small.trainable_variables))
                results += [float(loss), float(error)]
            return results
        """,
}
RUNNER = """\
import json, runpy, sys
print(json.dumps([runpy.run_path(path)["run"]() for path in sys.argv[1:]]))
"""


@pytest.mark.tensorflow
def test_programs_compute_the_same(tmp_path: Path) -> None:
    paths: list[str] = []
    for number, body in enumerate(PROGRAMS.values()):
        text = HEAD + textwrap.dedent(body).lstrip("\n")
        fixed = repaired(text, tmp_path / f"old_{number}.py")
        assert "def train_step(" in fixed
        assert text.count("GradientTape() as tape:") == fixed.count("@tf.function") or "gen_tape" in text
        (tmp_path / f"new_{number}.py").write_text(fixed, encoding="utf-8")
        paths += [str(tmp_path / f"{when}_{number}.py") for when in ("old", "new")]
    runner = tmp_path / "runner.py"
    runner.write_text(RUNNER, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(runner), *paths], capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    results = json.loads(done.stdout.splitlines()[-1])
    for name, old, new in zip(PROGRAMS, results[::2], results[1::2], strict=True):
        assert len(old) > 0, name
        assert new == pytest.approx(old, rel=1e-4, abs=1e-5), name
