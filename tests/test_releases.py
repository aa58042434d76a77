"""Which releases of TensorFlow a program runs on, and what that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_mem import engine, source
from tflint_mem.checker import Checker, Target
from tflint_mem.config import Settings
from tflint_mem.rule import Applicability
from tflint_mem.semantic.project import Project
from tflint_mem.semantic.releases import Releases, Version, declared

if TYPE_CHECKING:
    from pathlib import Path

    from tflint_mem.rule import Finding


@pytest.mark.parametrize(
    ("text", "oldest", "newest"),
    [
        ("tensorflow==2.4.1\n", (2, 4), (2, 4)),
        ("numpy\ntensorflow-gpu == 2.4.*  # pinned\n", (2, 4), (2, 4)),
        ("tensorflow>=2.4,<2.12\n", (2, 4), (2, 11)),
        ("tensorflow[and-cuda]>=2.16", (2, 16), None),
        ("tensorflow~=2.4", (2, 4), None),
        ("tensorflow~=2.4.0", (2, 4), (2, 4)),
        ("tensorflow<2", None, (1, 15)),
        ("tensorflow<3", None, None),
        ("tensorflow<=2.13.1", None, (2, 13)),
        ("tensorflow<2.13.1", None, (2, 13)),
        ("tensorflow>2.3, !=2.5", (2, 3), None),
        ("tensorflow_cpu==1.15", (1, 15), (1, 15)),
        ("[tool.poetry.dependencies]\ntensorflow = '^2.8'\n", (2, 8), None),
        ('[packages]\ntensorflow = "==2.8"\n', (2, 8), (2, 8)),
        ("install_requires=['tensorflow (>=2.8)'],", (2, 8), None),
        ("tensorflow", None, None),
        ("tensorflow-datasets==4.0\nmy-tensorflow==1.0\ntensorflow.js==3.1\n", None, None),
        ("# tensorflow==2.4\n", None, None),
    ],
)
def test_what_a_project_declares(text: str, oldest: Version | None, newest: Version | None) -> None:
    assert declared([("requirements.txt", text)]) == Releases(oldest, newest)


def test_all_files_of_a_project_count() -> None:
    texts = [("a.txt", "tensorflow==2.4"), ("b.txt", "tensorflow==2.9"), ("c.txt", "numpy==2.0")]
    assert declared(texts) == Releases((2, 4), (2, 9))
    assert declared([*texts, ("setup.py", "tensorflow>=1.15")]) == Releases((1, 15), None)
    assert declared([]) == Releases()


def test_what_is_asked_for_of_keras_is_its_own_matter() -> None:
    text = "Keras>=2.1,<2.4\nkeras-tuner==1.4\ntf-keras==2.16\ntensorflow==2.2"
    assert declared([("requirements.txt", text)], "keras") == Releases((2, 1), (2, 3))
    assert declared([("setup.py", "install_requires=['keras', 'keras_helpers<2']")], "keras") == Releases()


@pytest.mark.parametrize(
    ("releases", "option"),
    [
        (Releases(), "reduce_retracing"),
        (Releases((2, 9)), "reduce_retracing"),
        (Releases((2, 8)), None),
        (Releases((2, 8), (2, 8)), "experimental_relax_shapes"),
        (Releases(None, (2, 8)), "experimental_relax_shapes"),
        (Releases(None, (2, 9)), "reduce_retracing"),
    ],
)
def test_how_to_relax_shapes(releases: Releases, option: str | None) -> None:
    assert releases.relaxing_option == option


SHAPES = """\
import tensorflow as tf


@tf.function
def total(values):
    return tf.reduce_sum(values)


def run(values):
    for day in range(30):
        print(total(values[:day]))
"""
TRAINED = """\
import keras


def run(x, y):
    for width in range(30):
        keras.backend.clear_session()
        net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(width)])
        net.compile("adam", "mse")
        net.fit(x, y)
"""
ESTIMATED = """\
import tensorflow as tf


def run(config, inputs):
    estimator = tf.estimator.Estimator(lambda features, labels, mode: None, config=config)
    for _ in range(30):
        estimator.train(inputs, steps=10)
"""
CALLED = """\
import keras
import tensorflow as tf


def run(data):
    net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    for x in data:
        print(net(x))
"""


def found(folder: Path, text: str, requirement: str = "", target: Version | None = None) -> list[Finding]:
    (folder / "requirements.txt").write_text(requirement)
    file = folder / "program.py"
    file.write_text(text)
    settings = Settings(root=folder, target_tensorflow=target, select=("ALL",))
    return engine.check(source.read(file), settings, Project(settings))


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def repaired(folder: Path, text: str, requirement: str) -> str:
    (folder / "requirements.txt").write_text(requirement)
    file = folder / "program.py"
    file.write_text(text)
    allowed = frozenset({Applicability.SAFE, Applicability.UNSAFE})
    repair = Checker(allowed).check_file(Target(file, Settings(root=folder))).repair
    return repair.new.text if repair else text


def test_relaxed_shapes_are_spelled_as_the_release_has_it(tmp_path: Path) -> None:
    assert "@tf.function(reduce_retracing=True)" in repaired(tmp_path, SHAPES, "")
    assert "@tf.function(reduce_retracing=True)" in repaired(tmp_path, SHAPES, "tensorflow>=2.9")
    assert "@tf.function(experimental_relax_shapes=True)" in repaired(tmp_path, SHAPES, "tensorflow==2.4")
    assert repaired(tmp_path, SHAPES, "tensorflow>=2.4") == SHAPES
    (finding,) = found(tmp_path, SHAPES, "tensorflow>=2.4")
    assert "retracing=True" not in finding.message
    assert "use an input_signature" in finding.message
    (finding,) = found(tmp_path, SHAPES, "tensorflow==2.4")
    assert "use experimental_relax_shapes=True, an input_signature" in finding.message


def test_model_calls_are_traced_as_the_release_has_it(tmp_path: Path) -> None:
    assert "tf.function(net, reduce_retracing=True)" in repaired(tmp_path, CALLED, "")
    assert "tf.function(net, experimental_relax_shapes=True)" in repaired(tmp_path, CALLED, "tensorflow<2.9")
    assert "net_fn = tf.function(net)\n" in repaired(tmp_path, CALLED, "tensorflow>=2.4")


def test_training_after_clearing_is_flat_up_to_2_13(tmp_path: Path) -> None:
    assert codes(found(tmp_path, TRAINED)) == ["TFM113"]
    assert codes(found(tmp_path, TRAINED, "tensorflow>=2.4,<2.14")) == []
    assert codes(found(tmp_path, TRAINED, "tensorflow>=2.4")) == ["TFM113"]
    assert codes(found(tmp_path, TRAINED, target=(2, 13))) == []
    assert codes(found(tmp_path, TRAINED, "tensorflow==2.13", target=(2, 21))) == ["TFM113"]


def test_what_clearing_does_is_told_by_release(tmp_path: Path) -> None:
    text = TRAINED.replace("        keras.backend.clear_session()\n", "")
    (finding,) = found(tmp_path, text)
    assert "takes back only part" in finding.message
    (finding,) = found(tmp_path, text, "tensorflow==2.13")
    assert "call keras.backend.clear_session() in each round" in finding.message


def test_estimators_are_gone_from_2_16_on(tmp_path: Path) -> None:
    assert codes(found(tmp_path, ESTIMATED)) == ["TFM207"]
    assert codes(found(tmp_path, ESTIMATED, "tensorflow>=2.12")) == ["TFM207"]
    assert codes(found(tmp_path, ESTIMATED, "tensorflow>=2.16")) == []
    assert codes(found(tmp_path, ESTIMATED, target=(2, 16))) == []
