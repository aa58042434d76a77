"""The script that makes every fix in real packages tells what was made, and what a fix must not do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent

PROGRAM = b"""\
import tensorflow.compat.v1 as tf


def total(x):
    sess = tf.Session()  # of its own
    return sess.run(x)
"""


@pytest.fixture(scope="module")
def fixing(script: Callable[[str], Any]) -> Any:
    return script("fixing")


def test_a_package_is_repaired_in_a_copy(
    fixing: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package, diffs = tmp_path / "package", tmp_path / "made.patch"
    package.mkdir()
    (package / "program.py").write_bytes(PROGRAM)
    (package / "broken.py").write_bytes(b"def f(:\n")
    assert fixing.main(["--diffs", str(diffs), str(package)]) == 0
    assert (package / "program.py").read_bytes() == PROGRAM
    assert "+    with tf.Session() as sess:  # of its own\n" in diffs.read_text(encoding="utf-8")
    table = capsys.readouterr().out
    assert "| package | 2 | 1 | 1 | 2 | 0 | 0 | " in table
    assert "| TFM201 | 1 | 1 |" in table


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"a = 1  # why\n", b"a = 1\n", "comments: lost"),
        (b"a = 1\n", b"a = (\n", "does not compile"),
        (b"a = (\n", b"a = 1\n", "was not Python"),
        (b"a = 1\r\n", b"a = 2\n", "line ends"),
        (b"a = 1\nb = 1\n", b"a = 2\nb = 1", "the end of the last line changed"),
    ],
)
def test_what_a_fix_must_not_do_is_told(fixing: Any, old: bytes, new: bytes, problem: str) -> None:
    (found,) = fixing.problems(old, new)
    assert found.startswith(problem)
