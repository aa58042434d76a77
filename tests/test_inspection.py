"""What ``tflint-mem inspect`` prints of the semantic model."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from tflint_mem.__main__ import main

PROGRAM = """\
import tensorflow as tf

def build(width):
    return tf.keras.Sequential([tf.keras.layers.Dense(width)])

@tf.function
def step(model, x):
    return helper(model, x)

def helper(model, x):
    return model(x)

def search(widths, x):
    for width in widths:
        net = build(width)
        step(net, tf.constant(x))
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("search.py")
    path.write_text(textwrap.dedent(PROGRAM))
    return path


def inspect(place: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["inspect", place, "--isolated"]) == 0
    return capsys.readouterr().out


def test_a_file_is_told_function_by_function(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = inspect(str(program), capsys).splitlines()
    assert "1: tf (import): api tf" in told
    assert "7: def step(), traced (decorated with tf.function)" in told
    assert "10: def helper(), traced (only called from step(), which is traced)" in told
    assert "  called at search.py:8" in told
    assert "  15: net (value): model keras.Sequential from search.py:4" in told
    assert "  7: x (parameter): tensor tf.constant from search.py:16" in told
    assert "  returns model keras.Sequential from search.py:4" in told
    assert told[-1] == "14: the for loop on line 14"


def test_a_line_is_told_expression_by_expression(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert inspect(f"{program}:4", capsys).splitlines()[:3] == [
        "4: in build(), eager",
        "  repeated by the for loop on line 14 -> search.py:15",
        "  tf.keras.Sequential([tf.keras.layers.Dense(width)]): model keras.Sequential from search.py:4",
    ]
    assert "  width: unknown" in inspect(f"{program}:15", capsys).splitlines()
    assert inspect(f"{program}:2", capsys) == "2: nothing starts on this line\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"def f(:\n", "search.py:1: cannot be parsed: "),
        (b"x = 1\ny = '\xff'\n", "search.py:2: "),
        (None, "search.py: no such file"),
    ],
)
def test_a_file_that_cannot_be_used_is_an_error(
    program: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, said: str
) -> None:
    program.unlink()
    if content is not None:
        program.write_bytes(content)
    assert main(["inspect", str(program), "--isolated"]) == 2
    assert said in capsys.readouterr().err
