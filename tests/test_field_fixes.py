"""Fixes in shapes that real packages have: where they are withheld, and where they put their lines."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from tflint_mem.checker import Checker, Target
from tflint_mem.config import Settings
from tflint_mem.rule import Applicability
from tflint_mem.source import Source

if TYPE_CHECKING:
    from pathlib import Path


def repaired(code: str, text: str, path: Path) -> str | None:
    """What all fixes of one rule make of a program that it has findings in; None when none is offered."""
    text = textwrap.dedent(text).lstrip("\n")
    path.write_text(text, encoding="utf-8")
    checker = Checker(frozenset({Applicability.SAFE, Applicability.UNSAFE}))
    result = checker.check_source(Source(path, path.name, text), Settings(select=(code,)))
    assert result.repair is not None or {finding.code for finding in result.findings} == {code}
    return None if result.repair is None else result.repair.new.text


GRAPH = """
import tensorflow.compat.v1 as tf

tf.disable_eager_execution()


def build():
    x = tf.placeholder(tf.float32, [None, 3])
    return x, tf.reduce_sum(x)


"""


@pytest.mark.parametrize(
    ("body", "offered"),
    [
        (
            """
            def train(steps):
                x, total = build()
                with tf.Session() as sess:
                    for step in range(10000):
                        sess.run(total, {x: [[1.0, 2.0, 3.0]]})


            train(3)
            """,
            True,
        ),
        (
            """
            def train(sess, steps):
                x, total = build()
                for step in range(10000):
                    sess.run(total, {x: [[1.0, 2.0, 3.0]]})


            with tf.Session() as session:
                train(session, 3)
            """,
            False,
        ),
        (
            """
            def train(sess, x, total):
                for step in range(10000):
                    sess.run(total, {x: [[1.0, 2.0, 3.0]]})


            x, total = build()
            with tf.Session() as session:
                train(session, x, total)
                train(session, x, total)
            """,
            True,
        ),
        (
            """
            for fold in range(1000):
                x, total = build()
                with tf.Session() as sess:
                    for step in range(10000):
                        sess.run(total, {x: [[1.0, 2.0, 3.0]]})
            """,
            False,
        ),
    ],
    ids=[
        "its own session",
        "the session of the caller",
        "a caller that is done",
        "a graph that grows per fold",
    ],
)
def test_graph_is_only_finalized_where_nothing_builds_on(body: str, offered: bool, tmp_path: Path) -> None:
    text = GRAPH.lstrip("\n") + textwrap.dedent(body).lstrip("\n")
    fixed = repaired("TFM204", text, tmp_path / "program.py")
    assert (fixed is not None and "graph.finalize()" in fixed) is offered


@pytest.mark.parametrize(
    "body",
    [
        """
        def drain():
            x, total = build()
            sess = tf.get_default_session()
            for step in range(10000):
                sess.run(total, {x: [[1.0, 2.0, 3.0]]})


        with tf.Session():
            drain()
        """,
        """
        def train(steps):
            x, total = build()
            with tf.Session() as sess:
                for step in range(10000):
                    sess.run(total, {x: [[1.0, 2.0, 3.0]]})
                print(sess.run(total + 1.0, {x: [[1.0, 2.0, 3.0]]}))


        train(3)
        """,
        """
        def train(steps):
            x, total = build()
            with tf.Session() as sess:
                for step in range(10000):
                    sess.run(total, {x: [[1.0, 2.0, 3.0]]})


        train(3)
        train(4)
        """,
    ],
    ids=["the graph of the default session", "an answer that is built later", "called twice"],
)
def test_a_loop_over_a_graph_that_still_grows_is_left_alone(body: str, tmp_path: Path) -> None:
    text = GRAPH.lstrip("\n") + textwrap.dedent(body).lstrip("\n")
    path = tmp_path / "program.py"
    path.write_text(text, encoding="utf-8")
    assert Checker().check_source(Source(path, path.name, text), Settings(select=("TFM204",))).findings == ()


PROGRAM = """
import tensorflow as tf


def work():
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    return model(tf.ones((1, 3)))


if __name__ == "__main__":
    work()
"""


def test_growth_is_set_after_the_imports_of_a_program(tmp_path: Path) -> None:
    fixed = repaired("TFM401", PROGRAM, tmp_path / "program.py")
    assert fixed is not None
    assert fixed.index("for gpu in") < fixed.index("def work")


def test_growth_is_left_to_the_options_that_a_program_makes(tmp_path: Path) -> None:
    options = """
    options = tf.compat.v1.ConfigProto(allow_soft_placement=True)
    tf.compat.v1.enable_eager_execution(config=options)
    """
    path = tmp_path / "program.py"
    assert repaired("TFM401", PROGRAM.rstrip() + options, path) is None
    source = Source(path, path.name, path.read_text(encoding="utf-8"))
    found = Checker().check_source(source, Settings(select=("TFM401",))).findings
    assert [finding.message.endswith("allow_growth in its ConfigProto") for finding in found] == [True]


@pytest.mark.parametrize(
    ("other", "text"), [("other.py", "from program import work\n\nwork()\n"), ("__init__.py", "")]
)
def test_growth_is_set_under_the_guard_of_a_module(other: str, text: str, tmp_path: Path) -> None:
    (tmp_path / other).write_text(text, encoding="utf-8")
    fixed = repaired("TFM401", PROGRAM, tmp_path / "program.py")
    assert fixed is not None
    assert fixed.endswith(
        'if __name__ == "__main__":\n'
        '    for gpu in tf.config.list_physical_devices("GPU"):\n'
        "        tf.config.experimental.set_memory_growth(gpu, True)\n"
        "    work()\n"
    )


@pytest.mark.parametrize("local", ["", "    import tensorflow as tf\n\n"])
def test_growth_is_set_where_a_console_script_starts(local: str, tmp_path: Path) -> None:
    scripts = '[project.scripts]\ncount-words = "words.count:main"\n'
    (tmp_path / "pyproject.toml").write_text(scripts, encoding="utf-8")
    package = tmp_path / "words"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    body = f'    """Counts."""\n{local}    model ='
    text = PROGRAM.replace("work()", "main()").replace("    model =", body)
    fixed = repaired("TFM401", text, package / "count.py")
    if local:
        assert fixed is None
    else:
        assert fixed is not None
        assert fixed.index('"""Counts."""') < fixed.index("for gpu in") < fixed.index("model =")


def test_growth_leaves_the_names_of_the_program_alone(tmp_path: Path) -> None:
    text = PROGRAM.replace("def work", "gpu = 1\n\n\ndef work") + "    print(gpu)\n"
    fixed = repaired("TFM401", text, tmp_path / "program.py")
    assert fixed is not None
    assert "for gpu_2 in" in fixed


def test_a_guard_that_does_nothing_makes_no_program(tmp_path: Path) -> None:
    text = PROGRAM.replace("    work()\n", "    pass\n").lstrip("\n")
    path = tmp_path / "layer.py"
    path.write_text(text, encoding="utf-8")
    result = Checker().check_source(Source(path, path.name, text), Settings(select=("TFM401",)))
    assert result.findings == ()


def test_a_model_applied_to_the_inputs_of_another_is_being_built(tmp_path: Path) -> None:
    text = """
    import tensorflow as tf
    from tensorflow.keras.layers import Lambda


    def replicate(parts):
        model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
        found = []
        for part in range(parts):
            inputs = []
            for x in model.inputs:
                inputs.append(Lambda(lambda value: value[part::2])(x))
            outputs = model(inputs)
            found.append(outputs)
        return found
    """
    text = textwrap.dedent(text).lstrip("\n")
    path = tmp_path / "program.py"
    path.write_text(text, encoding="utf-8")
    result = Checker().check_source(Source(path, path.name, text), Settings(select=("TFM101", "TFM501")))
    assert result.findings == ()


@pytest.mark.parametrize("shared", [False, True])
def test_rounds_get_graphs_unless_they_share_what_a_helper_built(shared: bool, tmp_path: Path) -> None:
    (tmp_path / "nets.py").write_text(
        "import tensorflow.compat.v1 as tf\n\n\nclass Weights:\n    def __init__(self):\n"
        "        self.scale = tf.get_variable('scale', [3])\n\n\n"
        "def load():\n    return Weights()\n\n\n"
        "def combine(y, weights):\n    return tf.reduce_sum(y) * weights.scale[0]\n",
        encoding="utf-8",
    )
    text = """
    import tensorflow.compat.v1 as tf
    from nets import combine, load

    tf.disable_eager_execution()


    def certify():
        weights = load()
        for target in range(10):
            x = tf.placeholder(tf.float32, [None, 3])
            y = tf.layers.dense(x, 2)
            total = SHARED
            with tf.Session() as sess:
                sess.run(tf.global_variables_initializer())
                sess.run(total, {x: [[1.0, 2.0, 3.0]]})


    certify()
    """
    text = text.replace("SHARED", "combine(y, weights)" if shared else "tf.reduce_sum(y)")
    fixed = repaired("TFM203", text, tmp_path / "program.py")
    assert (fixed is None) is shared


@pytest.mark.parametrize(
    ("shown", "offered"),
    [
        ("shade(width, 2.0)", True),
        ("Painter().paint(width)", True),
        ("shade(width, GAIN)", False),
        ("on_canvas(width)", False),
        ("painter.paint(width)", False),
    ],
)
def test_a_round_gets_no_graph_of_its_own_where_what_it_calls_uses_an_older_one(
    shown: str, offered: bool, tmp_path: Path
) -> None:
    text = """
    import tensorflow.compat.v1 as tf

    tf.disable_eager_execution()
    CANVAS = tf.Graph()
    GAIN = tf.constant(2.0)


    def shade(width, gain):
        x = tf.placeholder(tf.float32, [None, 8])
        y = tf.layers.dense(tf.layers.dense(x, width), 1) * gain
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            return sess.run(y, {x: [[1.0] * 8]})


    def on_canvas(width):
        with CANVAS.as_default():
            return shade(width, 2.0)


    class Painter:
        def __init__(self):
            self.gain = tf.constant(2.0)

        def paint(self, width):
            return shade(width, self.gain)


    def paint_all(widths, painter: Painter):
        for width in widths:
            print(SHOWN)


    paint_all([1] * 9, Painter())
    """
    fixed = repaired("TFM203", text.replace("SHOWN", shown), tmp_path / "program.py")
    assert (fixed is not None) is offered


@pytest.mark.parametrize(
    ("head", "tail", "offered"),
    [
        ('os.environ["CUDA_VISIBLE_DEVICES"] = "1"', "pass", True),
        ("pass", "pass", True),
        ("pass", 'os.environ["CUDA_VISIBLE_DEVICES"] = "1"', False),
        ("pass", 'os.environ.setdefault("CUDA_VISIBLE_DEVICES", "1")', False),
        ("pass", 'os.environ.update({"CUDA_VISIBLE_DEVICES": "1"})', False),
    ],
)
def test_memory_growth_asks_for_gpus_after_the_program_has_left_some_out(
    head: str, tail: str, offered: bool, tmp_path: Path
) -> None:
    text = """
    import os

    import tensorflow as tf
    HEAD


    def main():
        TAIL
        net = tf.keras.applications.MobileNetV2(weights=None)
        print(net(tf.zeros([1, 224, 224, 3])))


    if __name__ == "__main__":
        main()
    """
    text = text.replace("    HEAD", f"    {head}").replace("TAIL", tail)
    fixed = repaired("TFM401", text, tmp_path / "program.py")
    assert (fixed is not None) is offered
    if fixed is not None and "VISIBLE" in head:
        assert fixed.index("VISIBLE") < fixed.index("list_physical_devices")


@pytest.mark.parametrize(
    ("variable", "first", "offered"),
    [
        ("CUDA_VISIBLE_DEVICES", "print(3)", True),
        ("CUDA_VISIBLE_DEVICES", 'print(tf.config.list_physical_devices("GPU"))', False),
        ("TF_FORCE_GPU_ALLOW_GROWTH", 'print(tf.config.list_physical_devices("GPU"))', True),
    ],
)
def test_a_choice_of_gpus_is_not_moved_behind_what_lists_them(
    variable: str, first: str, offered: bool, tmp_path: Path
) -> None:
    text = f"""
    import os

    import tensorflow as tf

    {first}
    print(tf.constant(1.0))
    os.environ["{variable}"] = "1"
    """
    fixed = repaired("TFM408", text, tmp_path / "program.py")
    assert (fixed is not None) is offered


def test_a_function_that_sets_the_environment_stays_where_it_is(tmp_path: Path) -> None:
    text = """
    import os

    import tensorflow as tf


    def silence():
        os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"


    silence()
    print(tf.zeros(3))
    """
    assert repaired("TFM408", text, tmp_path / "program.py") is None


@pytest.mark.parametrize("imported", ["import json", "import tensorflow", "from . import nets"])
def test_the_environment_is_not_set_behind_the_import_of_the_package(imported: str, tmp_path: Path) -> None:
    package = tmp_path / "poses"
    package.mkdir()
    (package / "__init__.py").write_text(f"{imported}\n", encoding="utf-8")
    (package / "nets.py").write_text("import tensorflow as tf\n", encoding="utf-8")
    text = """
    import os


    def evaluate(path):
        import tensorflow as tf

        os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
        return tf.io.read_file(path)
    """
    assert (repaired("TFM408", text, package / "evaluate.py") is None) is (imported != "import json")


HELPER = """
import tensorflow as tf


def step(model, optimizer, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(x, training=True)))
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    return loss


def train():
    x = tf.ones((4, 3))
    large = tf.keras.Sequential([tf.keras.layers.Dense(8)])
    small = tf.keras.Sequential([tf.keras.layers.Dense(2)])
    first, second = tf.keras.optimizers.SGD(), tf.keras.optimizers.SGD()
    for trial in range(100):
        TRIAL
        for _ in range(100):
            step(large, first, x)
            BATCH


train()
"""


@pytest.mark.parametrize(
    ("trial", "batch", "offered"),
    [
        ("pass", "pass", True),
        ("pass", "step(large, first, x * 2.0)", True),
        ("pass", "step(small, second, x)", False),
        ("large = tf.keras.Sequential([tf.keras.layers.Dense(8)])", "pass", False),
        ("first = tf.keras.optimizers.SGD()", "pass", False),
    ],
)
def test_helper_is_only_traced_for_one_model(trial: str, batch: str, offered: bool, tmp_path: Path) -> None:
    text = HELPER.replace("TRIAL", trial).replace("BATCH", batch)
    fixed = repaired("TFM101", text, tmp_path / "program.py")
    assert (fixed is not None and "@tf.function(reduce_retracing=True)\ndef step" in fixed) is offered


@pytest.mark.parametrize(
    ("end", "offered"),
    [
        ("print(losses)", True),
        ("return tf.reduce_mean(losses)", False),
        ("total = tf.reduce_sum(losses)\n    return total", False),
        ("return sum(losses) / 3", False),
        ("print(sum(losses))", True),
        ("return losses", True),
        ("return [one.numpy() for one in losses]", False),
        ("print(losses[-1].numpy())", False),
        ("print(tf.constant(1.0).numpy(), losses)", True),
    ],
)
def test_terms_of_a_returned_loss_stay_tensors(end: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
import tensorflow as tf


def train(batches):
    losses = []
    for _ in range(100000):
        losses.append(tf.reduce_mean(tf.ones((3, 4))))
    {end}


train(3)
"""
    fixed = repaired("TFM501", text, tmp_path / "program.py")
    assert (fixed is not None) is offered


SAVED = """
import tensorflow.compat.v1 as tf

tf.disable_eager_execution()


def save(sess, step):
    saver.save(sess, "model", global_step=step)


def evaluate(sess, x, total):
    for _ in range(10000):
        sess.run(total, {x: [1.0]})


def train(sess, x, total):
    for step in range(10000):
        sess.run(total, {x: [1.0]})
        if step % 100 == 0:
            save(sess, step)
            evaluate(sess, x, total)


x = tf.placeholder(tf.float32, [None])
total = tf.reduce_sum(x)
weights = tf.get_variable("w", [3])
saver = tf.train.Saver()
with tf.Session() as session:
    train(session, x, total)
"""


def test_graph_is_finalized_by_the_outermost_loop(tmp_path: Path) -> None:
    fixed = repaired("TFM204", SAVED, tmp_path / "program.py")
    assert fixed is not None
    assert fixed.count("finalize()") == 1
    assert "    sess.graph.finalize()\n    for step in range(10000):\n" in fixed


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        (
            "TFM201",
            "def f(x):\n    sess = tf.Session()\n\n    with sess.as_default():\n        print(x.eval())\n",
            "def f(x):\n    with tf.Session() as sess:\n        print(x.eval())\n",
        ),
        (
            "TFM201",
            "def f(x):\n    sess = tf.Session()\n    with sess.as_default():\n        print(x.eval())\n"
            "    print(sess.run(x))\n",
            "def f(x):\n    with tf.Session() as sess:\n        with sess.as_default():\n"
            "            print(x.eval())\n        print(sess.run(x))\n",
        ),
        (
            "TFM604",
            "def g(paths):\n    for path in paths:\n        f(path)\n\n\n"
            "def f(path):\n    writer = tf.summary.create_file_writer(path)\n    with writer.as_default():\n"
            "        tf.summary.scalar('a', 1.0, step=1)\n",
            "def f(path):\n"
            "    with contextlib.closing(tf.summary.create_file_writer(path)) as writer,"
            " writer.as_default():\n"
            "        tf.summary.scalar('a', 1.0, step=1)\n",
        ),
    ],
)
def test_a_resource_is_opened_where_it_is_entered(
    code: str, text: str, expected: str, tmp_path: Path
) -> None:
    module = "tensorflow" if code == "TFM604" else "tensorflow.compat.v1"
    fixed = repaired(code, f"import {module} as tf\n\n\n{text}", tmp_path / "program.py")
    assert fixed is not None
    assert fixed.startswith("import contextlib\n\n" if code == "TFM604" else "import tensorflow")
    assert fixed.endswith(f"\n\n\n{expected}")


def test_a_long_call_of_a_session_is_broken(tmp_path: Path) -> None:
    text = """
    import tensorflow.compat.v1 as tf

    with tf.Graph().as_default() as graph_of_the_program, tf.Session(graph=graph_of_the_program) as sess:
        print(sess.run(tf.zeros([3])))
    """
    fixed = repaired("TFM405", text, tmp_path / "program.py")
    assert fixed is not None
    assert fixed.endswith(
        "with tf.Graph().as_default() as graph_of_the_program, tf.Session(\n"
        "        graph=graph_of_the_program, config=tf.ConfigProto(gpu_options=tf.GPUOptions("
        "allow_growth=True))) as sess:\n"
        "    print(sess.run(tf.zeros([3])))\n"
    )


@pytest.mark.parametrize("adds", [False, True])
def test_the_beginning_of_a_group_is_not_built_alone(adds: bool, tmp_path: Path) -> None:
    text = f"""
    import tensorflow.compat.v1 as tf

    tf.disable_eager_execution()


    def prune(sess, weights, sparsities):
        for sparsity in sparsities:
            group_op = tf.no_op()
            for weight in weights:
                {"group_op = tf.group(group_op, weight.assign(weight * sparsity))" if adds else "pass"}
            sess.run(group_op)


    with tf.Session() as session:
        prune(session, [tf.get_variable("w", [3])], [0.1, 0.2])
    """
    fixed = repaired("TFM202", text, tmp_path / "program.py")
    assert (fixed is None) is adds


def test_a_file_is_not_called_a_writer(tmp_path: Path) -> None:
    text = """
    import tensorflow as tf


    def read(path):
        f = tf.io.gfile.GFile(path)
        return f.read()
    """
    text = textwrap.dedent(text).lstrip("\n")
    path = tmp_path / "program.py"
    path.write_text(text, encoding="utf-8")
    (finding,) = Checker().check_source(Source(path, path.name, text), Settings(select=("TFM604",))).findings
    assert finding.message.startswith("file 'f' is opened here and not closed")


@pytest.mark.parametrize(
    ("end", "offered"), [("return kept", False), ("return kept, 3", False), ("print(len(kept))", True)]
)
def test_tensors_that_a_function_hands_back_stay_tensors(end: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
import tensorflow as tf


def states(model, batches, y):
    kept = []
    for x in batches:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(x - y))
        kept.append(tf.zeros([3, 4]))
    {end}


states(None, [tf.ones((4, 3))], tf.ones((4, 3)))
"""
    fixed = repaired("TFM501", text, tmp_path / "program.py")
    assert (fixed is not None) is offered


@pytest.mark.parametrize("calls", [0, 1, 2])
def test_a_method_for_users_does_not_trace_at_each_call(calls: int, tmp_path: Path) -> None:
    text = """
    import tensorflow as tf


    class Decoder:
        def __init__(self):
            self.network = tf.keras.Sequential([tf.keras.layers.Dense(3)])

        def decode(self, rows):
            found = []
            for row in rows:
                found.append(self.network(row[None], training=False).numpy())
            return found
    """
    call = "\n\n    def main(rows):\n" + "        print(Decoder().decode(rows))\n" * calls + "    "
    fixed = repaired("TFM101", text.rstrip(" ") + (call if calls else ""), tmp_path / "program.py")
    assert (fixed is not None) is (calls == 1)


@pytest.mark.parametrize(
    ("kept", "read", "offered"),
    [
        ("self.teacher = tf.keras.Sequential([tf.keras.layers.Dense(3)])", "self.teacher(outputs)", False),
        ("self.teacher = load_teacher()", "self.teacher.network(outputs)", False),
        ("self.size = load_size()", "outputs + self.size", True),
        ("self.size = 3", "outputs + self.size", True),
    ],
)
def test_state_is_not_cleared_under_an_object_that_keeps_parts(
    kept: str, read: str, offered: bool, tmp_path: Path
) -> None:
    text = """
    import tensorflow as tf


    class Distillation:
        def __init__(self):
            self.stage = 0
            KEPT

        def model(self, stage):
            self.stage = stage
            return self.build()

        def build(self):
            inputs = tf.keras.Input((self.stage + 1,))
            outputs = tf.keras.layers.Dense(3)(inputs)
            return tf.keras.Model(inputs, READ)


    def main(x):
        task = Distillation()
        for stage in range(9):
            print(task.model(stage).predict_on_batch(x))
    """
    fixed = repaired("TFM103", text.replace("KEPT", kept).replace("READ", read), tmp_path / "program.py")
    assert (fixed is not None) is offered


@pytest.mark.parametrize(
    ("source", "safe"),
    [
        ("tf.data.TFRecordDataset(pattern)", True),
        ("names(pattern)", False),
        ("rows(pattern, batch_size=8)", False),
        ("tf.data.Dataset.from_generator(pattern, output_types=tf.int64)", False),
        ("tf.data.Dataset.range(9).map(lambda x: tf.cast(x, tf.float32))", True),
        ("tf.data.Dataset.range(9).map(lambda x: seen.assign_add(x))", False),
        ("tf.data.Dataset.range(9).map(lambda x: x + seen)", False),
        ("tf.data.Dataset.range(9).map(lambda x: tf.py_function(pattern, [x], tf.int64))", False),
        ("tf.data.Dataset.range(9).map(lambda x: x + 1, deterministic=False)", False),
        ("tf.data.Dataset.range(9).filter(lambda x: x > 3).batch(2)", True),
    ],
)
def test_a_cache_of_another_order_each_time_is_not_moved_safely(
    source: str, safe: bool, tmp_path: Path
) -> None:
    """A source that shuffles is known by what it is, under whatever name it was imported."""
    text = f"""
import tensorflow as tf
from tensorflow.data.experimental import make_csv_dataset as rows

names = tf.data.Dataset.list_files
seen = tf.Variable(0, dtype=tf.int64)


def load(pattern):
    return {source}.repeat().cache().batch(32)
"""
    path = tmp_path / "load.py"
    path.write_text(text, encoding="utf-8")
    result = Checker(frozenset({Applicability.SAFE})).check_source(
        Source(path, path.name, text), Settings(select=("TFM603",))
    )
    assert (result.repair is not None) == safe
    assert [finding.code for finding in result.findings] == ([] if safe else ["TFM603"])


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("loss, net.trainable_variables", True),
        ("[loss, extra], net.trainable_variables", True),
        ("target=loss, sources=net.trainable_variables", True),
        ("penalty(z), net.trainable_variables", False),
        ("loss * 2.0, net.trainable_variables", False),
        ("target=penalty(z), sources=net.trainable_variables", False),
        ("net.losses, net.trainable_variables", False),
        ("net.last, net.trainable_variables", True),
        ("[loss, extra], net.trainable_variables", True),
        ("[loss, net.extra], net.trainable_variables", False),
        ("(seen := net.extra), net.trainable_variables", False),
    ],
)
def test_what_a_gradient_computes_itself_stays_in_the_tape(asked: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import tensorflow as tf


    def fit(net, optimizer, penalty, batches):
        for z in batches:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(net(z))
                extra = tf.reduce_sum(net(z))
                net.last = loss
                gradients = tape.gradient({asked})
                optimizer.apply_gradients(zip(gradients, net.trainable_variables))
    """
    assert (repaired("TFM503", text, tmp_path / "program.py") is not None) is offered


def test_growth_is_not_set_before_the_guard_imports_tensorflow(tmp_path: Path) -> None:
    (tmp_path / "layers.py").write_text("import keras\n\ndef build(n):\n    return keras.layers.Dense(n)\n")
    (tmp_path / "other.py").write_text("from program import widths\n\nprint(widths())\n")
    text = """
    from layers import build


    def widths():
        return [build(n) for n in (1, 2)]


    if __name__ == "__main__":
        import os
        import tensorflow as tf

        print(os.getcwd(), [layer(tf.ones([2, 3])) for layer in widths()])
    """
    assert repaired("TFM401", text, tmp_path / "program.py") is None


@pytest.mark.parametrize(
    ("asked", "reported"),
    [
        ("return tape.gradient(loss, w)", True),
        ("ask = tape.gradient\n        return ask(loss, w), tape.gradient(loss, w)", False),
        ("again = lambda: tape.gradient(loss, w)\n        return again(), tape.gradient(loss, w)", False),
    ],
)
def test_a_tape_that_may_be_asked_again_stays_persistent(asked: str, reported: bool, tmp_path: Path) -> None:
    text = f"""
    import tensorflow as tf


    def slope(w):
        with tf.GradientTape(persistent=True) as tape:
            loss = w * w
        {asked}
    """
    path = tmp_path / "program.py"
    source = Source(path, path.name, textwrap.dedent(text).lstrip("\n"))
    result = Checker().check_source(source, Settings(select=("TFM502",)))
    assert bool(result.findings) is reported


@pytest.mark.parametrize(
    ("body", "safety"),
    [
        ("grow(gpus[0], True)", Applicability.SAFE),
        ("grow(gpus[0], True); print(gpus)", None),
        ("first = gpus[:1]\ngrow(first[0], True)", None),
        ("try:\n    grow(gpus[0], True)\nexcept RuntimeError:\n    print(gpus)", Applicability.SAFE),
        ("try:\n    grow(gpus[0], True)\nexcept IndexError:\n    print(gpus)", Applicability.UNSAFE),
        ("try:\n    grow(gpus[0], True)\nexcept:\n    print(gpus)", Applicability.UNSAFE),
    ],
)
def test_growth_of_all_gpus_keeps_what_a_program_does(
    body: str, safety: Applicability | None, tmp_path: Path
) -> None:
    text = "import tensorflow as tf\n\ngrow = tf.config.experimental.set_memory_growth\n"
    text += f'gpus = tf.config.list_physical_devices("GPU")\n{body}\n'
    path = tmp_path / "program.py"
    made = [level for level in Applicability if _repairs(level, "TFM403", Source(path, path.name, text))]
    assert made == ([] if safety is None else [safety])


def _repairs(level: Applicability, code: str, source: Source) -> bool:
    return Checker(frozenset({level})).check_source(source, Settings(select=(code,))).repair is not None


@pytest.mark.parametrize(
    ("number", "made"),
    [
        ("tf.reduce_mean(row)", "float(tf.reduce_mean(row))"),
        ("tf.reduce_sum(tf.cast(row > 0, tf.int64))", "int(tf.reduce_sum(tf.cast(row > 0, tf.int64)))"),
        ("tf.reduce_max(tf.argmax(row))", "int(tf.reduce_max(tf.argmax(row)))"),
        ("tf.reduce_sum(tf.cast(row, tf.float16))", "float(tf.reduce_sum(tf.cast(row, tf.float16)))"),
        ("tf.reduce_all(row > 0)", "bool(tf.reduce_all(row > 0))"),
    ],
)
def test_numbers_keep_their_type(number: str, made: str, tmp_path: Path) -> None:
    text = f"""
    import numpy as np
    import tensorflow as tf


    def total(rows):
        found = []
        for row in rows:
            found.append({number})
        return np.sum(found)
    """
    fixed = repaired("TFM501", text, tmp_path / "program.py")
    assert fixed is not None
    assert f"found.append({made})" in fixed


@pytest.mark.parametrize(
    ("read", "offered"),
    [
        ("session.run(total)", True),
        ("total.eval()", False),
        ("value(total)", False),
        ("total.eval(session=session)", True),
        ("network.predict(total)", False),
        ("tf.reset_default_graph()", False),
        ("fresh()", False),
    ],
)
def test_a_session_does_not_become_the_default_of_others(read: str, offered: bool, tmp_path: Path) -> None:
    text = GRAPH.lstrip("\n") + textwrap.dedent(f"""
    def value(tensor):
        return tensor.eval()


    def fresh():
        tf.reset_default_graph()


    def measure():
        network = tf.keras.Sequential([tf.keras.layers.Dense(2)])
        _, total = build()
        session = tf.Session()
        print(session.run(total))
        print({read}, session.run(total))


    measure()
    """)
    assert (repaired("TFM201", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(("then", "offered"), [("", True), ("mean = tf.reduce_mean(doubled)", False)])
def test_a_session_of_a_graph_leaves_other_code_its_own(then: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import tensorflow as tf


    def double(numbers):
        graph = tf.Graph()
        with graph.as_default():
            given = tf.compat.v1.placeholder(tf.float32, [None])
            result = given * 2.0
        session = tf.compat.v1.Session(graph=graph)
        doubled = session.run(result, {{given: numbers}})
        {then}
        return doubled, session.run(result, {{given: doubled}})
    """
    assert (repaired("TFM201", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("inside", "between", "offered"),
    [
        ("y = self.dense(x)", "pass", True),
        ("parts = []\n        parts.append(self.dense(x))\n        y = parts[0]", "pass", True),
        ("self.calls.append(1)\n        y = self.dense(x)", "pass", False),
        ("self.last = y = self.dense(x)", "pass", False),
        ("print('called')\n        y = self.dense(x)", "pass", False),
        ("y = self.note(x)", "pass", False),
        ("y = self.dense(x)", "net.dense.trainable = False", False),
        ("y = self.dense(x)", "net.dense.activation = tf.nn.relu", False),
        ("y = self.dense(x) * FACTOR", "pass", True),
        ("y = self.dense(x) * FACTOR", "FACTOR = 2.0", False),
        ("y = self.dense(x) * random.random()", "pass", False),
        ("y = self.dense(x)[:, : len(x)]", "pass", False),
        ("y = tf.reshape(self.dense(x), (x.shape[0], 2))", "pass", False),
        ("y = tf.reshape(self.dense(x), (-1, x.shape[-1]))", "pass", True),
        ("y = self.dense(x) * self.dense.kernel.shape[0]", "pass", True),
        ("y = self.dense(x) * float(tf.reduce_max(x))", "pass", False),
        ("y = self.dense(x) if tf.reduce_sum(x) > 1.0 else x", "pass", False),
        ("y = self.dense(x) if mask is None else x", "pass", True),
        ("y = tf.add_n([self.dense(x) for _ in range(self.rounds)])", "pass", True),
        ("y = tf.add_n([self.dense(part) for part in x])", "pass", False),
    ],
)
def test_a_model_that_does_more_than_compute_stays_eager(
    inside: str, between: str, offered: bool, tmp_path: Path
) -> None:
    text = f"""
import random

import tensorflow as tf

FACTOR = 1.0


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(2)
        self.calls = []
        self.rounds = 2

    def note(self, x):
        self.calls.append(x.shape)
        return self.dense(x)

    def call(self, x, mask=None):
        {inside}
        return y


def main(rows):
    global FACTOR
    net = Net()
    for row in rows:
        answer = net(row)
        {between}
        print(answer.numpy())
"""
    assert (repaired("TFM101", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("line", "hoisted"),
    [
        ("print(path)", True),
        ("net.save(path)", False),
        ("net.save('other.keras')", False),
        ("net.fit(row)", True),
        ("net.fit(row, callbacks=[best])", False),
        ("keep(net)", False),
        ("while not os.path.exists(path): time.sleep(1)", False),
    ],
)
def test_a_load_waits_for_what_the_loop_writes(line: str, hoisted: bool, tmp_path: Path) -> None:
    text = f"""
    import os
    import time

    import tensorflow as tf


    def keep(net):
        net.save("best.keras")


    def follow(path, rows, best):
        net = tf.keras.Sequential([tf.keras.layers.Dense(2)])
        for row in rows:
            {line}
            model = tf.keras.models.load_model(path)
            print(model.predict_on_batch(row), net)
    """
    fixed = repaired("TFM104", text, tmp_path / "program.py")
    assert (fixed is not None and fixed.index("load_model") < fixed.index("for row")) is hoisted


@pytest.mark.parametrize(("above", "offered"), [("@functools.cache", True), ("@seen.add", False)])
def test_a_function_is_registered_in_each_round(above: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import functools

    import tensorflow as tf


    def double_all(rows, seen):
        for row in rows:
            {above}
            @tf.function
            def double(x):
                return x * 2

            print(double(row))
    """
    assert (repaired("TFM301", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("read", "offered"),
    [
        ("tf.reduce_sum(x)", True),
        ("x / tf.cast(tf.shape(x)[0], tf.float32)", True),
        ("x if x.shape.rank > 1 else x * 2.0", True),
        ("x if x.shape[0] > 2 else x * 2.0", False),
        ("size(x) * x", False),
    ],
)
def test_a_trace_for_all_shapes_is_not_asked_for_sizes(read: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import tensorflow as tf


    def size(x):
        return float(x.get_shape()[0])


    @tf.function
    def work(x):
        return {read}


    def grow():
        row = []
        for number in range(100):
            row.append(float(number))
            print(work(tf.constant(row)))
    """
    assert (repaired("TFM303", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("given", "offered"),
    [("9", True), ("9, seed=1", False), ("9, 3", False), ("9, seed=1, reshuffle_each_iteration=False", True)],
)
def test_a_seeded_order_starts_anew_in_each_round(given: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import tensorflow as tf


    def epochs(rows):
        for epoch in range(9):
            data = tf.data.Dataset.from_tensor_slices(rows).shuffle({given}).map(lambda x: x + 1)
            for row in data:
                print(row)
    """
    assert (repaired("TFM601", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("made", "offered"),
    [
        ("pass", True),
        ("w = tf.get_variable(f'w{row}', [1])", False),
        ("w = weight(row)", False),
    ],
)
def test_an_initializer_stays_behind_the_variables_that_it_is_for(
    made: str, offered: bool, tmp_path: Path
) -> None:
    text = f"""
    import tensorflow.compat.v1 as tf

    tf.disable_eager_execution()


    def weight(row):
        return tf.get_variable(f"w{{row}}", [1])


    def start(rows):
        x = tf.placeholder(tf.float32, [None, 3])
        total = tf.reduce_sum(x)
        with tf.Session() as sess:
            for row in rows:
                {made}
                sess.run(tf.global_variables_initializer())
                print(sess.run(total, {{x: row}}))
    """
    fixed = repaired("TFM202", text, tmp_path / "program.py") or ""
    assert ("global_variables_initializer_op =" in fixed) is offered


@pytest.mark.parametrize(
    ("made", "offered"),
    [
        ("tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(1)])", True),
        ("tf.keras.Model(start, tf.keras.layers.Dense(1)(start))", True),
        ("tf.keras.Model(base.inputs, tf.keras.layers.Dense(1)(base.outputs[0]))", False),
    ],
)
def test_state_is_not_cleared_between_the_parts_of_a_model(made: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import tensorflow as tf


    def heads(x):
        base = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(3)])
        first = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(1)])
        print(first.predict_on_batch(x), base.predict_on_batch(x))
        del first
        start = tf.keras.Input((2,))
        second = {made}
        return second.predict_on_batch(x)
    """
    assert (repaired("TFM112", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("body", "offered"),
    [
        ("return x * 2.0", True),
        ("return x + tf.Variable(1.0)", False),
        ("return x * x.numpy()", False),
        ("return x if tf.reduce_sum(x) > 1.0 else -x", False),
        ("return x * float(x[0, 0])", False),
        ("self.seen.append(x)\n        return x", False),
    ],
)
def test_eager_mode_stays_where_a_layer_needs_it(body: str, offered: bool, tmp_path: Path) -> None:
    (tmp_path / "parts.py").write_text(
        "import tensorflow as tf\n\n\nclass Scale(tf.keras.layers.Layer):\n"
        f"    def call(self, x):\n        {body}\n",
        encoding="utf-8",
    )
    text = """
    import tensorflow as tf
    from parts import Scale

    tf.config.run_functions_eagerly(True)


    def make():
        return tf.keras.Sequential([Scale()])
    """
    assert (repaired("TFM206", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("batch", "offered"),
    [
        ("row[None]", True),
        ("np.array([row])", True),
        ("np.array([row, row]).astype('float32')", True),
        ("rows[:1]", True),
        ("rows[2:4, ::2]", True),
        ("padded(row)", True),
        ("cut(row)", False),
        ("np.array(row)", False),
        ("np.array([*row])", False),
        ("rows[:-1]", False),
        ("rows[start : start + 4]", False),
        ("np.array([seen])", False),
    ],
)
def test_rows_of_unknown_number_are_not_predicted_at_once(batch: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import numpy as np
    import tensorflow as tf


    def cut(row):
        return np.lib.stride_tricks.sliding_window_view(row, 4)


    def padded(row):
        return tf.keras.utils.pad_sequences([row], maxlen=9)


    def listen(recordings):
        net = tf.keras.Sequential([tf.keras.layers.Dense(2)])
        seen = []
        for start, row in enumerate(recordings):
            rows = cut(row)
            seen.append(start)
            print(net.predict({batch}))
    """
    assert (repaired("TFM102", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("opened", "above", "offered"),
    [
        ("open(path)", "", True),
        ("keras.saving.custom_object_scope({})", "", False),
        ("keras.utils.CustomObjectScope({})", "", False),
        ("open(path)", "keras.config.enable_unsafe_deserialization()", False),
        ("open(path)", "keras.distribution.set_distribution(layout)", False),
    ],
)
def test_state_is_not_cleared_with_a_setting_that_it_holds(
    opened: str, above: str, offered: bool, tmp_path: Path
) -> None:
    text = f"""
    import keras


    def compare(path, layout, names):
        {above or "pass"}
        with {opened}:
            for name in names:
                model = keras.models.load_model(name)
                print(model.count_params())
    """
    assert (repaired("TFM104", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("line", "offered"),
    [("print(fold)", True), ("net.set_weights(start)", False), ("net.load_weights('start.h5')", False)],
)
def test_a_model_that_begins_anew_gets_a_new_optimizer(line: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import tensorflow as tf


    def validate(folds):
        net = tf.keras.Sequential([tf.keras.layers.Dense(2)])
        start = net.get_weights()
        for fold in folds:
            {line}
            net.compile("adam", "mse")
            net.fit(fold, verbose=start is None)
    """
    assert (repaired("TFM105", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(("handed", "offered"), [("print", True), ("yield", False)])
def test_a_generator_does_not_enter_a_session(handed: str, offered: bool, tmp_path: Path) -> None:
    text = GRAPH.lstrip("\n") + textwrap.dedent(f"""
    def totals(rows):
        x, total = build()
        session = tf.Session()
        for row in rows:
            {handed} (session.run(total, {{x: row}}))


    totals([])
    """)
    assert (repaired("TFM201", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("seed", "drawn", "offered"),
    [
        ("", "tf.random_normal([2])", True),
        ("", "tf.random_normal([2], seed=None)", True),
        ("", "tf.random_normal([2], seed=3)", False),
        ("", "tf.random.shuffle(total, seed=3)", False),
        ("tf.set_random_seed(1)", "tf.random_normal([2])", False),
        ("tf.set_random_seed(1)", "tf.sqrt(total)", True),
        ("", "[tf.random_normal([2]) for _ in range(2)]", False),
    ],
)
def test_numbers_of_a_seed_begin_anew_in_each_round(
    seed: str, drawn: str, offered: bool, tmp_path: Path
) -> None:
    text = GRAPH.lstrip("\n") + textwrap.dedent(f"""
    def main():
        {seed or "pass"}
        x, total = build()
        with tf.Session() as session:
            for step in range(9):
                print(session.run({drawn}, {{x: [[1.0, 2.0, 3.0]]}}))


    main()
    """)
    assert (repaired("TFM202", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("use", "offered"),
    [("restore(session, 'model')", True), ("save(session, 'model', global_step=step)", False)],
)
def test_all_checkpoints_of_a_loop_are_kept(use: str, offered: bool, tmp_path: Path) -> None:
    text = GRAPH.lstrip("\n") + textwrap.dedent(f"""
    def main():
        weights = tf.get_variable("weights", [2])
        with tf.Session() as session:
            for step in range(9):
                saver = tf.train.Saver()
                saver.{use}
                print(session.run(weights))


    main()
    """)
    assert (repaired("TFM202", text, tmp_path / "program.py") is not None) is offered


def test_two_fixes_do_not_take_one_name(tmp_path: Path) -> None:
    text = GRAPH.lstrip("\n") + textwrap.dedent("""
    def main(inner):
        one = tf.constant(1.0)
        with tf.Session() as session:
            for other in [tf.constant(2.0), tf.constant(3.0)]:
                for step in range(9):
                    print(session.run(tf.add(one, one)), session.run(tf.add(other, one)))


    main(3)
    """)
    fixed = repaired("TFM202", text, tmp_path / "program.py")
    assert fixed is not None
    assert "\n        add_op = tf.add(one, one)\n" in fixed
    assert "\n            add_op_2 = tf.add(other, one)\n" in fixed


@pytest.mark.parametrize(
    ("body", "change", "offered"),
    [
        ("return x * 2", "pass", True),
        ("return x * SCALE", "pass", True),
        ("return x * SCALE", "SCALE = float(step)", False),
        ("return x * random.random()", "pass", False),
        ("return noisy(x)", "pass", False),
        ("return x * tf.random.uniform([], seed=3)", "pass", False),
        ("return x * tf.random.uniform([])", "pass", True),
    ],
)
def test_a_trace_that_each_round_needs_anew_stays(
    body: str, change: str, offered: bool, tmp_path: Path
) -> None:
    text = f"""
    import random

    import numpy as np
    import tensorflow as tf

    SCALE = 1.0


    def noisy(x):
        return x + np.random.normal()


    def work(x):
        {body}


    def main(rows):
        global SCALE
        for step, row in enumerate(rows):
            {change}
            traced = tf.function(work)
            print(traced(row))
    """
    assert (repaired("TFM301", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("cast", "rows", "offered"),
    [
        ("x", "tf.ones([3])", True),
        ("tf.cast(x, tf.float64)", "tf.ones([3])", False),
        ("tf.cast(x, 'float16')", "tf.ones([3])", False),
        ("x", "tf.ones([3], tf.float64)", False),
    ],
)
def test_a_number_is_no_tensor_among_those_of_another_type(
    cast: str, rows: str, offered: bool, tmp_path: Path
) -> None:
    text = f"""
    import tensorflow as tf


    @tf.function
    def fade(x, rate):
        return {cast} * rate


    def main(steps):
        rows, rate = {rows}, 1.0
        for step in range(steps):
            print(fade(rows, rate))
            rate *= 0.9
    """
    assert (repaired("TFM302", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("use", "offered"),
    [
        ("print(losses)", True),
        ("show(losses)", False),
        ("print([loss.dtype for loss in losses])", False),
        ("print(losses[-1].shape)", False),
        ("print(max(losses))", True),
        ("total = sum(losses)\n        print(total)", True),
        ("total = sum(losses)\n        print(total.numpy())", False),
        ("mean = sum(losses) / len(losses)\n        print(mean.numpy())", False),
        ("print(max(losses).shape)", False),
        ("last = losses[-1]\n        print(last.numpy())", False),
    ],
)
def test_tensors_that_are_asked_as_such_stay_tensors(use: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import tensorflow as tf


    def show(values):
        print([value.numpy() for value in values])


    def main(rows):
        losses = []
        for row in rows:
            losses.append(tf.reduce_mean(tf.square(row)))
        {use}
    """
    assert (repaired("TFM501", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("use", "offered"),
    [
        ("writer.add_graph(tf.get_default_graph())", True),
        ("hook = tf.train.SummarySaverHook(save_steps=9, summary_writer=writer)", False),
        ("hook = tf.train.StepCounterHook(9, None, None, writer)", False),
    ],
)
def test_a_writer_that_a_hook_keeps_stays_open(use: str, offered: bool, tmp_path: Path) -> None:
    text = GRAPH.lstrip("\n") + textwrap.dedent(f"""
    def main(hook=None):
        x, total = build()
        writer = tf.summary.FileWriter("logs")
        {use}
        with tf.train.MonitoredSession(hooks=[hook]) as session:
            print(session.run(total, {{x: [[1.0, 2.0, 3.0]]}}))


    main()
    """)
    assert (repaired("TFM604", text, tmp_path / "program.py") is not None) is offered


def test_a_method_under_another_name_is_left_to_its_object(tmp_path: Path) -> None:
    text = """
    import tensorflow as tf


    class Judge:
        def __init__(self):
            self.answer = tf.keras.Sequential([tf.keras.layers.Dense(1)]).predict

        def judge(self, rows):
            for row in rows:
                print(self.answer(row[None]))
    """
    assert repaired("TFM102", text, tmp_path / "program.py") is None


def test_growth_is_not_set_in_what_only_tensorflow_1_runs(tmp_path: Path) -> None:
    text = """
    import tensorflow as tf


    def main(_):
        estimator = tf.estimator.DNNClassifier([8], [])
        estimator.train(lambda: tf.data.Dataset.range(3))


    if __name__ == "__main__":
        tf.app.run(main)
    """
    assert repaired("TFM401", text, tmp_path / "program.py") is None


@pytest.mark.parametrize(
    ("above", "call", "offered"),
    [
        ("", "measure()", True),
        ("", "", False),
        ("tf.reset_default_graph()", "", True),
        ("graph = tf.Graph()", "", True),
    ],
)
def test_the_graph_of_unknown_callers_is_not_finalized(
    above: str, call: str, offered: bool, tmp_path: Path
) -> None:
    text = GRAPH.lstrip("\n") + textwrap.dedent(f"""
    def measure():
        {above or "pass"}
        total = tf.reduce_sum(tf.ones([3]))
        with tf.Session() as session:
            for step in range(10000):
                session.run(total)


    {call or "pass"}
    """)
    assert (repaired("TFM204", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("sources", "offered"), [("tf.constant([1.0])", True), ("parts", False), ("[tf.constant(1.0)]", False)]
)
def test_a_list_of_gradients_is_no_tensor(sources: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import numpy as np
    import tensorflow as tf


    def slopes(model, parts):
        source = {sources}
        with tf.GradientTape() as tape:
            tape.watch(source)
            result = model(source)
        return tape.gradient(result, source)


    def attribute(model, rows):
        batches = []
        for row in rows:
            batches.append(slopes(model, row))
        print(np.concatenate(batches))
    """
    assert (repaired("TFM501", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(("end", "offered"), [("print(kept)", True), ("return tuple(kept)", False)])
def test_tensors_that_a_copy_hands_back_stay_tensors(end: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import tensorflow as tf

    net = tf.keras.Sequential([tf.keras.layers.Dense(2)])


    def outputs(dataset):
        kept = []
        for row in tf.data.Dataset.from_tensor_slices(dataset):
            kept.append(net(row))
        {end}
    """
    assert (repaired("TFM501", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(("above", "offered"), [("", True), ("# Free what is held.", False)])
def test_no_comment_is_left_without_its_statement(above: str, offered: bool, tmp_path: Path) -> None:
    text = GRAPH.lstrip("\n") + textwrap.dedent(f"""
    def main():
        x, total = build()
        with tf.Session() as session:
            print(session.run(total, {{x: [[1.0, 2.0, 3.0]]}}))
            {above}
            session.close()


    main()
    """)
    assert (repaired("TFM205", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("body", "offered"),
    [
        ("return tf.reduce_sum(x)", True),
        ("return tf.reduce_sum(x) / len(x)", False),
        ("return tf.add_n(tf.unstack(x))", False),
        ("return tf.stack([value * 2 for value in x])", False),
        ("return total(x)", False),
        ("one, two = x\n    return one + two", False),
        ("one, two = tf.split(x, 2)\n    return one + two", True),
    ],
)
def test_a_trace_for_all_shapes_does_not_count(body: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
import tensorflow as tf


def total(values):
    return sum(values)


@tf.function
def work(x):
    {body}


def grow():
    row = []
    for number in range(100):
        row.append(float(number))
        print(work(tf.constant(row)))
"""
    assert (repaired("TFM303", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("apply", "offered"),
    [
        ("optimizer.apply_gradients(zip(slopes, net.trainable_variables))", True),
        ("optimizer.apply_gradients(zip([tf.clip_by_norm(s, 1.0) for s in slopes], net.weights))", True),
        ("slopes, n = tf.clip_by_global_norm(slopes, 1); optimizer.apply_gradients(zip(slopes, own))", True),
        ("tf.print([tf.norm(s) for s in tape.gradient(error, x)])", False),
        ("tf.print([tf.norm(s) for s in guess])", False),
    ],
)
def test_there_are_as_many_gradients_as_variables(apply: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
import tensorflow as tf

network = tf.keras.Sequential([tf.keras.layers.GRU(4), tf.keras.layers.Dense(1)])
own = network.trainable_variables
optimizer = tf.keras.optimizers.Adam()


@tf.function
def learn(net, x):
    with tf.GradientTape(persistent=True) as tape:
        guess = net(x)
        error = tf.reduce_mean(guess**2)
    slopes = tape.gradient(error, net.trainable_variables)
    {apply}


def grow(notes):
    for end in range(8, 900):
        learn(network, tf.constant(notes[:, :end]))
"""
    assert (repaired("TFM303", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("step", "offered"),
    [
        ("x * 1.01", True),
        ("tf.tanh(x)", True),
        ("tf.cast(x, tf.float64) * 1.01", False),
        ("tf.expand_dims(x, 0)", False),
        ("tf.reduce_mean(x)", False),
    ],
)
def test_rounds_of_a_graph_loop_keep_type_and_shape(step: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import tensorflow as tf


    @tf.function
    def settle(x):
        for _ in range(100):
            x = {step}
        return x
    """
    assert (repaired("TFM307", text, tmp_path / "program.py") is not None) is offered


def test_growth_is_left_out_where_a_script_starts_no_function(tmp_path: Path) -> None:
    scripts = '[project.scripts]\ncount-words = "words.count:main"\n'
    (tmp_path / "pyproject.toml").write_text(scripts, encoding="utf-8")
    package = tmp_path / "words"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    text = """
    import tensorflow as tf


    class Program:
        def __call__(self):
            print(tf.reduce_sum(tf.ones([2])))


    main = Program()
    """
    assert repaired("TFM401", text, package / "count.py") is None


@pytest.mark.parametrize(
    ("change", "offered"),
    [
        ("pass", True),
        ("rate = step", True),
        ("RATE = float(step)", False),
        ("SETTINGS['rate'] = step", False),
    ],
)
def test_a_helper_that_reads_what_a_loop_sets_stays_eager(change: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import tensorflow as tf

    RATE = 1.0
    SETTINGS = {{"rate": 1.0}}
    NET = tf.keras.Sequential([tf.keras.layers.Dense(2)])


    def scored(x):
        return tf.reduce_sum(NET(x)) * RATE * SETTINGS["rate"]


    def main(rows):
        global RATE
        for step in range(300):
            {change}
            print(scored(tf.ones([1, 3])).numpy())
    """
    assert (repaired("TFM101", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("writer.write(b'end')", True),
        ("if writer is not None: writer.write(b'end')", True),
        ("write = writer.write\n        print(rows)\n        write(b'end')", False),
        ("sink = writer\n        print(rows)\n        sink.write(b'end')", False),
        ("print(sink := writer)\n        sink.write(b'end')", False),
        ("sink = writer if rows else None\n        sink.write(b'end')", False),
        ("sinks = [writer]\n        sinks[0].write(b'end')", False),
    ],
)
def test_a_resource_of_two_names_is_not_closed_after_one(line: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import tensorflow as tf


    def save(path, rows):
        writer = tf.io.TFRecordWriter(path)
        for row in rows:
            writer.write(row)
        {line}
    """
    path = tmp_path / "program.py"
    path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    checker = Checker(frozenset({Applicability.SAFE, Applicability.UNSAFE}))
    result = checker.check_file(Target(path, Settings(select=("TFM604",))))
    assert (result.repair is not None) is offered


@pytest.mark.parametrize(
    ("name", "offered"), [("'dense'", True), ("f'dense_{step}'", False), ("'dense_' + str(step)", False)]
)
def test_names_that_count_layers_go_on_counting(name: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import keras


    def widths(sizes):
        for step, size in enumerate(sizes):
            model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(size)])
            print(model.get_layer({name}).units)
    """
    assert (repaired("TFM103", text, tmp_path / "program.py") is not None) is offered


@pytest.mark.parametrize(
    ("search", "offered"),
    [
        ("optuna.create_study().optimize(judge, n_trials=40)", True),
        ("optuna.create_study().optimize(judge, n_trials=40, n_jobs=4)", False),
        ("hyperopt.fmin(judge, {}, hyperopt.tpe.suggest, 40)", True),
        ("optuna.create_study().optimize(lambda trial: judge(trial), n_trials=40)", False),
    ],
)
def test_an_objective_clears_before_its_trial(search: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import hyperopt
    import keras
    import optuna


    def judge(trial):
        net = keras.Sequential([keras.layers.Dense(3), keras.layers.Dense(1)])
        net.compile("adam", "mse")
        return net.fit(*rows, verbose=0).history["loss"][-1]


    rows = load()
    {search}
    """
    after = repaired("TFM103", text, tmp_path / "program.py")
    assert (after is not None) is offered
    assert after is None or "def judge(trial):\n    keras.backend.clear_session()\n" in after


def test_a_model_is_traced_before_loops_whose_guard_lets_each_thing_pass_once(tmp_path: Path) -> None:
    text = """
    import os

    import numpy as np
    import tensorflow as tf


    def scores(checkpoints, batches, folder):
        model = tf.keras.Sequential([tf.keras.layers.Dense(4)])
        saved = tf.train.Checkpoint(model=model)
        for number, checkpoint in enumerate(checkpoints):
            saved.restore(checkpoint)
            path = os.path.join(folder, f"{number}.npy")
            if not os.path.exists(path):
                found = []
                for rows in batches:
                    found.append(model(rows, training=False).numpy())
                np.save(path, np.concatenate(found))
    """
    fixed = repaired("TFM101", text, tmp_path / "program.py")
    assert fixed is not None
    assert "    model_fn = tf.function(model, reduce_retracing=True)\n    for number, checkpoint" in fixed
    assert "found.append(model_fn(rows, training=False).numpy())" in fixed


@pytest.mark.parametrize(
    ("branches", "cleared"),
    [
        ("if done % 50 == 0:\n            target = rival()", "            "),
        ("if done % 50:\n            target = rival()\n        else:\n            print(done)", "        "),
        ("if done % 50:\n            pass\n        elif done > 9:\n            target = rival()", "        "),
    ],
)
def test_a_round_clears_where_it_makes_a_model(branches: str, cleared: str, tmp_path: Path) -> None:
    text = f"""
from tensorflow import keras


def rival():
    return keras.Sequential([keras.layers.Dense(3), keras.layers.Dense(1)])


def play(rows, rounds):
    target = rival()
    for done in range(rounds):
        print(target.predict_on_batch(rows))
        {branches}
"""
    after = repaired("TFM103", text, tmp_path / "program.py")
    assert after is not None and f"\n{cleared}keras.backend.clear_session()\n" in after
    assert after.count("clear_session") == 1


@pytest.mark.parametrize(("pad", "offered"), [("tf.pad", True), ("keras.ops.pad", False)])
def test_tensors_of_keras_may_have_no_numpy(pad: str, offered: bool, tmp_path: Path) -> None:
    text = f"""
    import keras
    import tensorflow as tf

    kept = []
    for name in open("names"):
        rows = tf.io.read_file(name.strip())
        kept.append({pad}(tf.io.decode_raw(rows, tf.float32), [[0, 4]]))
    print(len(kept), kept[0])
    """
    fixed = repaired("TFM501", text, tmp_path / "program.py")
    assert (fixed is not None) is offered
