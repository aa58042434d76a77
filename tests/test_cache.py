"""Findings that are kept hold exactly as long as examining the file again would give them."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tflint_mem import cache as caching
from tflint_mem import engine
from tflint_mem.__main__ import main
from tflint_mem.cachedir import clean

CASES = Path(__file__).parent / "cases"
PROJECTS = sorted(path for path in CASES.iterdir() if path.is_dir())
OPTIONS = ("--isolated", "--select", "ALL", "--output-format", "json", "--jobs", "1")

BUILDER = """
import tensorflow as tf


def build(width):
    return tf.keras.Sequential([tf.keras.layers.Dense(width)])
"""
SWEEP = """
from builder import build

for width in range(3):
    build(width).fit([[0.0]], [[0.0]])
"""
ALONE = """
import tensorflow as tf

for number in range(3):
    session = tf.compat.v1.Session()
    session.run(number)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tflint-mem.toml").touch()
    (tmp_path / "builder.py").write_text(BUILDER)
    (tmp_path / "sweep.py").write_text(SWEEP)
    (tmp_path / "alone.py").write_text(ALONE)
    return tmp_path


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that rules have looked at."""
    names: list[str] = []
    check = engine.check

    def noted(source: Any, *arguments: Any, **keywords: Any) -> Any:
        names.append(source.name)
        return check(source, *arguments, **keywords)

    monkeypatch.setattr(engine, "check", noted)
    return names


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> list[Any]:
        main([*OPTIONS, *arguments])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        found: list[Any] = json.loads(shown.out)
        return found

    return run


def codes(found: list[Any]) -> list[tuple[str, str]]:
    return [(Path(item["filename"]).name, item["code"]) for item in found]


def test_what_is_known_is_not_examined_again(folder: Path, examined: list[str], lint: Any) -> None:
    first = lint()
    assert ("sweep.py", "TFM103") in codes(first)
    assert sorted(examined) == ["alone.py", "builder.py", "sweep.py"]
    examined.clear()
    assert lint() == first
    assert examined == []
    assert lint("--no-cache") == first
    assert len(examined) == 3


def test_an_edit_costs_the_file_and_those_that_consulted_it(
    folder: Path, examined: list[str], lint: Any
) -> None:
    lint()
    examined.clear()
    (folder / "builder.py").write_text(
        BUILDER.replace("return", "tf.keras.backend.clear_session()\n    return")
    )
    found = lint()
    assert sorted(examined) == ["builder.py", "sweep.py"]
    assert ("sweep.py", "TFM103") not in codes(found)
    assert ("alone.py", "TFM201") in codes(found)
    examined.clear()
    (folder / "alone.py").write_text(ALONE + "    session.close()\n")
    assert ("alone.py", "TFM201") not in codes(lint())
    assert examined == ["alone.py"]


def test_an_older_text_is_known_too(folder: Path, examined: list[str], lint: Any) -> None:
    first = lint()
    (folder / "alone.py").write_text(ALONE + "    session.close()\n")
    lint()
    (folder / "alone.py").write_text(ALONE)
    examined.clear()
    assert lint() == first
    assert examined == []


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_known_findings_are_those_of_a_fresh_look(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lint: Any
) -> None:
    """Files change, go and come in any order; each time the whole report is as if nothing were kept."""
    here = tmp_path / "project"
    shutil.copytree(project, here)
    monkeypatch.chdir(here)
    lint()
    originals = {path: path.read_text() for path in sorted(here.rglob("*.py"))}
    dice = random.Random(project.name)
    for path in dice.sample(sorted(originals), min(4, len(originals))):
        lines = originals[path].splitlines(keepends=True)
        middle = dice.randrange(len(lines) + 1)
        for text in ("# a comment\n" + originals[path], "".join(lines[:middle]), None, originals[path]):
            if text is None:
                path.unlink()
            else:
                path.write_text(text)
            assert lint() == lint("--no-cache")


def test_a_file_that_comes_is_seen(folder: Path, lint: Any) -> None:
    (folder / "sweep.py").unlink()
    assert ("folds.py", "TFM103") not in codes(lint())
    (folder / "folds.py").write_text(SWEEP)
    assert ("folds.py", "TFM103") in codes(lint())


def test_callers_that_come_change_what_is_said_of_the_called(folder: Path, lint: Any) -> None:
    (folder / "alone.py").write_text(
        "import tensorflow as tf\n\n\ndef step(x):\n    return tf.function(lambda y: y)(x)\n"
    )
    assert codes(lint("alone.py")) == []
    (folder / "train.py").write_text("from alone import step\n\nfor i in range(9):\n    step(i)\n")
    assert ("alone.py", "TFM301") in codes(lint("alone.py"))
    (folder / "train.py").write_text("from alone import step\n\nstep(1)\n")
    assert codes(lint("alone.py")) == []


def test_settings_and_folders_do_not_mix(folder: Path, monkeypatch: pytest.MonkeyPatch, lint: Any) -> None:
    assert ("alone.py", "TFM201") in codes(lint())
    assert "TFM201" not in dict(map(reversed, codes(lint("--ignore", "TFM201"))))
    inner = folder / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    names = {item["filename"] for item in lint("../alone.py")}
    assert names == {item["filename"] for item in lint("--no-cache", "../alone.py")}


def test_cells_are_numbered_as_they_are_now(folder: Path, lint: Any) -> None:
    def notebook(*cells: tuple[str, str]) -> str:
        return json.dumps(
            {
                "cells": [
                    {
                        "cell_type": kind,
                        "metadata": {},
                        "source": text,
                        "outputs": [],
                        "execution_count": None,
                    }
                    for kind, text in cells
                ],
                "metadata": {},
                "nbformat": 4,
                "nbformat_minor": 5,
            }
        )

    path = folder / "book.ipynb"
    path.write_text(notebook(("code", ALONE)))
    assert {found["cell"] for found in lint("book.ipynb")} == {1}
    path.write_text(notebook(("markdown", "hello"), ("code", ALONE)))
    assert {found["cell"] for found in lint("book.ipynb")} == {2}


def test_what_is_known_is_repaired(folder: Path, lint: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert "TFM201" in dict(map(reversed, codes(lint("alone.py"))))
    main(["--isolated", "--quiet", "--diff", "--unsafe-fixes", "alone.py"])
    main(["--isolated", "--quiet", "--fix", "--unsafe-fixes", "alone.py"])
    capsys.readouterr()
    assert (folder / "alone.py").read_text() != ALONE
    assert lint("alone.py") == lint("--no-cache", "alone.py")


def test_a_preview_of_repairs_is_not_kept(
    folder: Path, lint: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--isolated", "--quiet", "--diff", "--unsafe-fixes", "--select", "ALL", "."])
    capsys.readouterr()
    assert lint() == lint("--no-cache")


def database() -> Path:
    (path,) = Path(os.environ["TFLINT_MEM_CACHE_DIR"]).glob("*.sqlite")
    return path


@pytest.mark.parametrize("damage", ["garbage", "short", "empty", "values", "table"])
def test_a_damaged_cache_is_never_trusted(folder: Path, lint: Any, examined: list[str], damage: str) -> None:
    first = lint()
    path = database()
    data = path.read_bytes()
    if damage == "values":
        connection = sqlite3.connect(path)
        with connection:
            connection.execute("UPDATE results SET findings = ?", (b"[]",))
        connection.close()
    elif damage == "table":
        connection = sqlite3.connect(path)
        with connection:
            connection.execute("DROP TABLE results")
            connection.execute("CREATE TABLE results (other TEXT)")
        connection.close()
    else:
        path.write_bytes(
            {"garbage": b"no database " * 999, "short": data[: len(data) // 2], "empty": b""}[damage]
        )
    for _ in range(2):
        assert lint() == first
    examined.clear()
    if damage != "table":  # nothing but another release writes that; it is left alone
        assert lint() == first
        assert examined == []


@pytest.mark.parametrize(
    "damage", ["answers = queries", "queries = answers", "answers = 7", "answers = NULL"]
)
def test_damaged_looks_are_never_trusted(folder: Path, lint: Any, examined: list[str], damage: str) -> None:
    first = lint()
    connection = sqlite3.connect(database())
    with connection:
        connection.execute(f"UPDATE looks SET {damage}")
    connection.close()
    (folder / "other.py").write_text("import keras\n")  # looks count where the project differs
    examined.clear()
    assert lint() == first
    assert sorted(examined) == ["alone.py", "builder.py", "other.py", "sweep.py"]


def test_looks_are_not_taken_for_those_of_other_findings(
    folder: Path, lint: Any, examined: list[str]
) -> None:
    """Another run may write between the two questions to the database."""
    lint()
    connection = sqlite3.connect(database())
    old = connection.execute("SELECT * FROM results").fetchall()
    connection.close()
    builder = BUILDER.replace("return", "tf.keras.backend.clear_session()\n    return")
    (folder / "builder.py").write_text(builder)
    second = lint()
    connection = sqlite3.connect(database())
    with connection:
        connection.executemany("INSERT OR REPLACE INTO results VALUES (?,?,?,?,?,?)", old)
    connection.close()
    assert lint() == second


def test_bytes_that_flip_change_no_finding(folder: Path, lint: Any) -> None:
    first = lint()
    path = database()
    data = path.read_bytes()
    dice = random.Random(7)
    for _ in range(25):
        broken = bytearray(data)
        for _ in range(20):
            broken[dice.randrange(len(broken))] ^= 1 << dice.randrange(8)
        path.write_bytes(broken)
        assert lint() == first


@pytest.mark.parametrize("place", ["a file", "below a file"])
def test_a_folder_that_cannot_be_made_costs_nothing(folder: Path, lint: Any, place: str) -> None:
    (folder / "taken").write_text("")
    where = folder / "taken" if place == "a file" else folder / "taken" / "inner"
    first = lint("--no-cache")
    assert lint("--cache-dir", str(where)) == first
    assert (folder / "taken").read_text() == ""


def test_it_stays_small(folder: Path, lint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "MOST_BYTES", 40_000)
    for number in range(60):
        (folder / "alone.py").write_text(f"{ALONE}\n# {number}\n")
        lint("alone.py")
    connection = sqlite3.connect(database())
    (rows,) = connection.execute("SELECT count(*) FROM results").fetchone()
    connection.close()
    assert 0 < rows < 60
    assert database().stat().st_size < 100_000


def test_a_locked_cache_is_done_without(folder: Path, lint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = lint()
    monkeypatch.setattr(caching, "PATIENCE", 0.01)
    connection = sqlite3.connect(database(), isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    (folder / "alone.py").write_text(ALONE + "\n")
    assert codes(lint()) == codes(first)
    connection.execute("ROLLBACK")
    connection.close()


def test_files_without_tensorflow_are_known_when_they_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lint: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(30):
        (tmp_path / f"plain{number}.py").write_text(f"x = {number}\n")
    assert lint() == []
    parsed: list[str] = []
    monkeypatch.setattr("tflint_mem.checker._parses", lambda source: not parsed.append(source.name))
    assert lint() == []
    assert parsed == []
    (tmp_path / "plain3.py").write_text("x = (\n")
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert [item["code"] for item in lint()] == ["TFM900"]


@pytest.mark.host
def test_several_runs_and_processes_share_it(folder: Path, tmp_path: Path) -> None:
    for number in range(12):
        (folder / f"alone{number}.py").write_text(ALONE)
    command = [sys.executable, "-m", "tflint_mem", *OPTIONS[:-1], "2", "."]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    outputs = {run.communicate() for run in runs}
    ((report, errors),) = outputs
    assert errors == b""
    assert len(json.loads(report)) >= 14
    again = subprocess.run(command, capture_output=True, check=False)
    assert again.stdout == report


def test_cleaning(folder: Path, lint: Any, capsys: pytest.CaptureFixture[str]) -> None:
    lint()
    place = os.environ["TFLINT_MEM_CACHE_DIR"]
    assert main(["cache", "dir"]) == 0
    assert capsys.readouterr().out == f"{place}\n"
    assert database().exists()
    assert main(["cache", "clean"]) == 0
    assert f"KiB from {place}" in capsys.readouterr().out
    assert list(Path(place).iterdir()) == []
    assert clean(Path(place)) == 0


def test_in_large_projects_any_edit_counts(
    folder: Path, examined: list[str], lint: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tflint_mem.semantic.project.MOST_FILES", 2)
    first = lint()
    examined.clear()
    assert lint() == first
    assert examined == []
    (folder / "alone.py").write_text(ALONE + "    session.close()\n")
    assert lint() == lint("--no-cache")
    assert sorted(set(examined)) == ["alone.py", "builder.py", "sweep.py"]
