"""Comments that silence nothing (TFM902)."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tflint_mem import __main__, engine
from tflint_mem.checker import Checker
from tflint_mem.config import Settings
from tflint_mem.rule import Applicability
from tflint_mem.source import Source, decode

if TYPE_CHECKING:
    from pathlib import Path

LEAKY = """\
import tensorflow.compat.v1 as tf


def total(values):
    sess = tf.Session(){comment}
    return sess.run(tf.reduce_sum(values))
"""
SAFE = frozenset({Applicability.SAFE})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def told(folder: Path, text: str, settings: Settings | None = None) -> list[str]:
    """What is said of comments: row, column and message."""
    settings = settings or Settings(root=folder)
    found = Checker().check_source(Source(folder / "x.py", "x.py", text), settings).findings
    return [f"{f.start.row}:{f.start.column} {f.message}" for f in found if f.code == "TFM902"]


def repaired(folder: Path, text: str) -> str:
    result = Checker(SAFE).check_source(Source(folder / "x.py", "x.py", text), Settings(root=folder))
    return result.repair.new.text if result.repair else text


@pytest.mark.parametrize(
    ("comment", "said", "left"),
    [
        ("# noqa: TFM103", "TFM103 silences nothing here; remove the comment", ""),
        ("# noqa:TFM103,TFM101", "TFM103, TFM101 silence nothing here; remove the comment", ""),
        ("# noqa: E501, TFM103", "TFM103 silences nothing here; remove it from the comment", "# noqa: E501"),
        ("# noqa: TFM103 E501", "TFM103 silences nothing here; remove it from the comment", "# noqa: E501"),
        (
            "# noqa: A1, TFM101, B2 TFM103 C3",
            "TFM101, TFM103 silence nothing here; remove them from the comment",
            "# noqa: A1, B2 C3",
        ),
        ("# noqa: TFM103 as agreed", "TFM103 silences nothing here; remove the comment", None),
        ("# noqa: TFM103  # an aside", "TFM103 silences nothing here; remove the comment", "# an aside"),
        ("# type: x # noqa: TFM103", "TFM103 silences nothing here; remove the comment", "# type: x"),
        ("# tflint-mem: disable=TFM103", "TFM103 silences nothing here; remove the comment", ""),
        (
            "# tflint-mem: disable=model-built-in-loop, acme-rule",
            "model-built-in-loop silences nothing here; remove it from the comment",
            "# tflint-mem: disable=acme-rule",
        ),
        (
            "# tflint-mem: disable-file=TFM103",
            "TFM103 silences nothing in this file; remove the comment",
            "",
        ),
    ],
)
def test_codes_that_silenced_nothing(folder: Path, comment: str, said: str, left: str | None) -> None:
    text = f"import keras\nx = 1  {comment}\ny = 2\n"
    column = 8 + comment.index("# noqa" if "noqa" in comment else "# tflint")
    assert told(folder, text) == [f"2:{column} {said}"]
    expected = text if left is None else f"import keras\nx = 1{'  ' + left if left else ''}\ny = 2\n"
    assert repaired(folder, text) == expected


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# noqa: E501",
        "# noqa: T201",
        "# noqa: T",
        "# noqa: TFM",  # stands for extra rules too, and those did not run
        "# noqa: TFM1",
        "# noqa: TFM110",
        "# noqa: TFM777",
        "# noqa: TFM900",
        "# noqa: TFM902, TFM103",
        "# tflint-mem: disable",
        "# tflint-mem: disable=ALL",
        "# tflint-mem: disable=acme-rule",
        "# TFM103 is off here",
    ],
)
def test_what_is_not_judged(folder: Path, comment: str) -> None:
    assert told(folder, f"import keras\nx = 1  {comment}\n") == []


def test_a_comment_that_silences_something_is_used(folder: Path) -> None:
    for comment in ("# noqa: TFM201", "# noqa: TFM2", "# tflint-mem: disable=unclosed-session"):
        assert told(folder, LEAKY.format(comment=f"  {comment}")) == []
    assert told(folder, LEAKY.format(comment="  # noqa: TFM201, TFM103")) == [
        "5:26 TFM103 silences nothing here; remove it from the comment"
    ]
    everything = Settings(root=folder, select=("ALL",))
    assert told(folder, LEAKY.format(comment="  # noqa: TFM1"), everything) == [
        "5:26 TFM1 silences nothing here; remove the comment"
    ]


def test_only_where_its_rule_ran(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "import keras\nx = 1  # noqa: TFM103\n"
    assert told(folder, text, Settings(root=folder, ignore=("TFM103",))) == []
    assert told(folder, text, Settings(root=folder, select=("TFM103",))) == []
    assert told(folder, text, Settings(root=folder, select=("TFM103", "TFM902"))) != []
    assert told(folder, text, Settings(root=folder, ignore=("TFM902",))) == []
    for code in ("TFM103", "TFM902"):
        assert told(folder, text, Settings(root=folder, per_file_ignores=(("x.py", (code,)),))) == []
    assert told(folder, f"{text}def (:\n") == []

    def failing(rules: object, source: Source, project: object) -> list[object]:
        return [engine.failure_finding(source, engine.enabled_rules(Settings())[0], ValueError())]

    monkeypatch.setattr(engine, "_found", failing)
    assert told(folder, text) == []


def test_a_file_without_tensorflow_is_judged_too(folder: Path) -> None:
    assert told(folder, "x = 1  # noqa: TFM103\n") == ["1:8 TFM103 silences nothing here; remove the comment"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("# flake8: noqa: TFM103\nx = 1\n", "x = 1\n"),
        ("# tflint-mem: disable-file=TFM103", ""),
        ("a = 1\r\n# tflint-mem: disable=TFM103\r\nb = 2\r\n", "a = 1\r\nb = 2\r\n"),
        ("if a:\n    # tflint-mem: disable=TFM103\n    b = 2\n", "if a:\n    b = 2\n"),
        ("a = 1\n\n# tflint-mem: disable=TFM103", "a = 1\n"),
        ("é = 'ü'  # noqa: TFM103\n", "é = 'ü'\n"),
        ("f(  # noqa: TFM103\n    1,\n)\n", "f(\n    1,\n)\n"),
    ],
)
def test_what_is_left_of_rows(folder: Path, text: str, left: str) -> None:
    assert repaired(folder, text) == left


def test_the_fixer_still_keeps_every_other_comment(folder: Path) -> None:
    text = LEAKY.format(comment="  # opened # noqa: TFM103")
    assert repaired(folder, text).splitlines()[3:] == [
        "def total(values):",
        "    with tf.Session() as sess:  # opened",
        "        return sess.run(tf.reduce_sum(values))",
    ]


def notebook(*cells: str) -> bytes:
    return json.dumps(
        {"cells": [{"cell_type": "code", "source": cell} for cell in cells], "metadata": {}}
    ).encode()


def test_notebooks(folder: Path) -> None:
    data = notebook(
        "import keras",
        "# tflint-mem: disable=TFM103",
        "# tflint-mem: disable=TFM103\nx = 1",
        "y = 1  # noqa: TFM103, E501",
        "z = 1\n# tflint-mem: disable-file=TFM201",
        "!pip install x  # noqa: TFM103",
        "%%bash\nls  # noqa: TFM103",
    )
    path = folder / "x.ipynb"
    result = Checker(SAFE).check_source(decode(data, path, "x.ipynb"), Settings(root=folder))
    assert result.repair is not None
    assert [(f.cell, f.start.row, f.start.column) for f in result.repair.applied] == [
        (2, 1, 1),
        (3, 1, 1),
        (4, 1, 8),
        (5, 2, 1),
    ]
    assert (result.findings, result.notes) == ((), ())
    changed = json.loads(result.repair.new.encode(result.repair.new.text))
    assert [cell["source"] for cell in changed["cells"]][1:5] == ["", "x = 1", "y = 1  # noqa: E501", "z = 1"]


def test_the_command_line_reports_and_repairs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "x.py").write_text("import keras\nx = 1  # noqa: TFM103\n")
    assert __main__.main(["--isolated", "--output-format", "concise", "x.py"]) == 1
    assert capsys.readouterr().out.startswith("x.py:2:8: TFM902")
    assert __main__.main(["--isolated", "--diff", "x.py"]) == 1
    shown = capsys.readouterr()
    assert "-x = 1  # noqa: TFM103\n+x = 1\n" in shown.out
    assert "TFM902" not in shown.err
    assert __main__.main(["--isolated", "--fix", "x.py"]) == 0
    assert (folder / "x.py").read_text() == "import keras\nx = 1\n"


@pytest.mark.host
def test_under_flake8(folder: Path) -> None:
    (folder / "a_noqa.py").write_text("x = 1  # noqa: TFM103\n")
    (folder / "b_disable.py").write_text("x = 1  # tflint-mem: disable=TFM103\n")
    (folder / "c_used.py").write_text(LEAKY.format(comment="  # noqa: TFM201"))
    (folder / "d_bare.py").write_text("x = 1  # noqa\n")
    (folder / "e_kept.py").write_text("x = 1  # noqa: TFM103,TFM902\n")
    (folder / "f_other.py").write_text("x = 1  # noqa: E501\n")

    def run(*arguments: str) -> list[str]:
        command = [sys.executable, "-m", "flake8", "--select", "TFM", *arguments, "."]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        return [line.split(" ")[0] + line.split(" ")[1] for line in done.stdout.splitlines()]

    assert run() == ["./a_noqa.py:1:8:TFM902", "./b_disable.py:1:8:TFM902"]
    assert run("--extend-ignore", "TFM902") == []
    # What flake8 itself leaves out was found all the same.
    assert run("--extend-ignore", "TFM201") == run()
