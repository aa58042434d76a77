"""Odd files and rough surroundings: what is wrong is reported, the run goes on, nothing is lost."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tflint_mem import check, checker, source
from tflint_mem.config import Settings

LEAKY = """\
import tensorflow.compat.v1 as tf


def total(values):
    sess = tf.Session()
    return sess.run(tf.reduce_sum(values))
"""
REPAIRED = LEAKY.replace("sess = tf.Session()", "with tf.Session() as sess:").replace(
    "    return", "        return"
)
COMMAND = [sys.executable, "-m", "tflint_mem", "--isolated", "--select=TFM201", "--output-format=concise"]


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs in a process of its own, which a crash of a native library would end."""
    return subprocess.run([*COMMAND, *arguments], cwd=folder, capture_output=True, text=True, timeout=120)


def inside(expression: str) -> str:
    """The expression in the statement that is at fault, where LibCST has to read it."""
    return LEAKY.replace("tf.Session()", f"tf.Session({expression})")


DEEP = {
    "parentheses": inside("(" * 10_000 + "1" + ")" * 10_000),
    "calls": inside("f(" * 1_000 + "1" + ")" * 1_000),
    "calls_that_ast_takes": inside("f(" * 90 + "1" + ")" * 90),
    "minus": inside("-" * 2_900 + "1"),
    "not": inside("not " * 2_900 + "1"),
    "sums": inside("+".join("a" * 20_000)),
    "sums_that_ast_takes": inside("(\n1" + "\n+ 1" * 2_900 + ")").replace("\n", "\r\n"),
    "conditions": inside("a if b else " * 2_900 + "c"),
    "chain": inside("f" + "()" * 2_900),
    "methods": inside("f" + ".a()" * 1_400),
    "items": inside("f" + "[0]" * 2_900),
    "lambdas": inside("lambda: " * 2_900 + "1"),
    "operands": inside(" and ".join("a" * 2_900)),
    "clauses": inside("[x " + "for x in y " * 2_900 + "]"),
    "strings": inside("'a' " * 2_900),
    "formatted": inside("f'{f" + "()" * 2_900 + "}'"),
    "chain_at_fault": LEAKY.replace("Session()", "Session()" + ".a()" * 1_400),
    "branches": LEAKY.replace(
        "    sess", "    if a: pass\n" + "    elif b: pass; pass;  # c\n" * 900 + "    sess"
    ),
    "branches_at_fault": LEAKY.replace(
        "    sess", "    if a: pass\n" + "    elif b: pass; pass;  # c\n" * 900 + "    elif c:\n        sess"
    ).replace("    return", "        return"),
    "branches_around_chains": LEAKY
    + "x = 0\nif x:\n    pass\n"
    + f"elif x{'.a()' * 200}:\n    tf.compat.v1.Session().run(x{'.b()' * 200})\n" * 300,
    "elifs": LEAKY + "if a: pass\n" + "elif b: pass\n" * 3_000,
    "blocks": LEAKY + "".join(" " * i + "if a:\n" for i in range(99)) + " " * 99 + "pass\n",
    "more_blocks": LEAKY + "".join(" " * i + "if a:\n" for i in range(200)) + " " * 200 + "pass\n",
}


def test_deep_nesting_costs_one_file(tmp_path: Path) -> None:
    for name, text in DEEP.items():
        (tmp_path / f"{name}.py").write_text(text)
    (tmp_path / "zz.py").write_text(LEAKY)
    done = lint(tmp_path, "--jobs=2")
    assert (done.returncode, done.stderr) == (1, "")
    codes = {line.partition(":")[0]: line.split()[1] for line in done.stdout.splitlines()[:-1]}
    assert set(codes) == {f"{name}.py" for name in DEEP} | {"zz.py"}, "every file is reported"
    assert set(codes.values()) == {"TFM201", "TFM900", "TFM901"}
    refused = {"parentheses", "calls", "sums", "more_blocks"}
    assert {name for name, code in codes.items() if code == "TFM900"} == {f"{name}.py" for name in refused}
    assert [name for name, code in codes.items() if code == "TFM901"] == ["chain_at_fault.py"]


@pytest.mark.parametrize("name", ["chain", "strings", "sums_that_ast_takes", "branches", "formatted"])
def test_a_statement_that_nests_too_deeply_for_libcst_is_repaired(tmp_path: Path, name: str) -> None:
    (tmp_path / "deep.py").write_text(DEEP[name], newline="")
    assert lint(tmp_path, "--fix").returncode == 0
    old, new = DEEP[name].split("sess = ")[1], (tmp_path / "deep.py").read_bytes().decode()
    deep = old[: old.index("    return")].rstrip()
    assert f"    with {deep} as sess:" in new


def test_calls_in_a_row_cost_as_many_looks(tmp_path: Path) -> None:
    """Not two to their number: this took longer than the age of the universe."""
    (tmp_path / "a.py").write_text(f"from functools import partial\nx = partial(f){'()' * 200}\n" + LEAKY)
    assert lint(tmp_path, "--select=ALL").returncode == 1


ODD = {
    "a long line": (inside("x" * 1_000_000), "5:12: TFM201"),
    "a million items": ("x = [" + "1, " * 300_000 + "]\n" + LEAKY, "6:12: TFM201"),
    "mixed newlines": (LEAKY.replace("tf\n\n", "tf\r\n\r", 1), "4:12: TFM201"),
    "mixed margins": (
        LEAKY.replace("    sess", "    if values:\n\t    sess").replace("    return", "\t    return"),
        "6:13: TFM201",
    ),
    "Python 2": ("import tensorflow\nprint 'x'\n", "2:1: TFM900"),
    "Python 2 handlers": ("import tensorflow\ntry: pass\nexcept A, e: pass\n", "3:8: TFM900"),
    "nothing": ("", ""),
    "blanks": (" \n\t\n\f\n", ""),
    "a comment without newline": ("# tensorflow", ""),
    "a surrogate": ("x = '\\ud800'\n" + LEAKY, "6:12: TFM201"),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_files(tmp_path: Path, name: str) -> None:
    text, expected = ODD[name]
    (tmp_path / "odd.py").write_bytes(text.encode())
    done = lint(tmp_path, "--quiet")
    assert "Traceback" not in done.stderr
    places = [line.partition(":")[2].partition(" ")[0] for line in done.stdout.splitlines()]
    found = [line.split()[1] for line in done.stdout.splitlines()]
    told = [f"{place} {code}" for place, code in zip(places, found, strict=True)]
    assert told == ([expected] if expected else [])


@pytest.mark.parametrize("option", ["--quiet", "--fix"])
def test_linting_never_runs_or_imports_the_code(tmp_path: Path, option: str) -> None:
    trace = f"from pathlib import Path\nPath({str(tmp_path / 'trace')!r}).touch()\n"
    (tmp_path / "helper.py").write_text(trace)
    (tmp_path / "conftest.py").write_text(trace)
    (tmp_path / "setup.py").write_text(trace)
    (tmp_path / "sitecustomize.py").write_text(trace)
    (tmp_path / "main.py").write_text("import helper\n" + trace + LEAKY)
    environment = {**os.environ, "PYTHONSAFEPATH": "1"}
    done = subprocess.run([*COMMAND, option], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == (0 if option == "--fix" else 1)
    assert not (tmp_path / "trace").exists()


def test_a_file_that_vanishes_is_named_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.py", "b.py", "c.py"):
        (tmp_path / name).write_text(LEAKY)
    real = source.read_bytes

    def vanishes(path: Path) -> bytes:
        Path("b.py").unlink(missing_ok=True)
        return real(path)

    monkeypatch.setattr(checker, "read_bytes", vanishes)
    options = check.CheckOptions(isolated=True, select=("TFM201",), output_format=check.OutputFormat.CONCISE)
    assert check.run(options) == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines[:3]] == ["TFM201", "TFM903", "TFM201"]


def test_a_file_that_changes_while_it_is_repaired_keeps_the_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text(LEAKY)
    real = source.read_bytes
    readings = iter(range(9))

    def changes(path: Path) -> bytes:
        found = real(path)
        if next(readings):  # the first is for the cache
            path.write_text("saved = 'by the editor'\n")
        return found

    monkeypatch.setattr(checker, "read_bytes", changes)
    assert check.run(check.CheckOptions(isolated=True, select=("TFM201",), fix=True)) == 2
    assert (tmp_path / "a.py").read_text() == "saved = 'by the editor'\n"
    assert "changed while it was being fixed" in capsys.readouterr().err


def test_two_repairs_at_once_leave_whole_files(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"m{number}.py").write_text(LEAKY)
    runs = [
        subprocess.Popen([*COMMAND, "--fix"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for run in runs:
        _, errors = run.communicate(timeout=120)
        assert b"Traceback" not in errors
    assert {path.read_text() for path in tmp_path.glob("*")} <= {LEAKY, REPAIRED}
    assert lint(tmp_path, "--fix").returncode == 0
    assert [path.suffix for path in tmp_path.glob("*")] == [".py"] * 30, "nothing is left behind"
    assert {path.read_text() for path in tmp_path.glob("*.py")} == {REPAIRED}


@pytest.mark.parametrize(
    "content",
    [
        "select = [" + "[" * 5_000,
        "a." * 3_000 + "b = 1",
        "exclude = ['" + "**/" * 3_000 + "x']",
        "exclude = ['[a-']",
        "per-file-ignores = {'*' = 7}",
        "exclude = ['" + "*a" * 40 + "b']",
        "exclude = ['" + "**/a/" * 40 + "b']",
        "select = ['\\u0000']",
        "\x00",
        "target-tensorflow = '9" + "9" * 5_000 + ".1'",
        "session-wrappers = ['; import os']",
        "extend-exclude = ['" + "(a+)+" * 50 + "$']",
    ],
)
def test_a_hostile_configuration_is_refused_or_harmless(tmp_path: Path, content: str) -> None:
    (tmp_path / "tflint-mem.toml").write_text(content)
    (tmp_path / f"{'a' * 200}.py").write_text(LEAKY)
    command = [part for part in COMMAND if part != "--isolated"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert (done.returncode == 2) == ("tflint-mem.toml" in done.stderr)


def test_characters_that_no_encoding_has_are_a_syntax_error(tmp_path: Path) -> None:
    """Cells of notebooks may hold them: their JSON escapes what it likes."""
    cell = {"cell_type": "code", "source": [LEAKY, "x = '\ud800'\n"], "metadata": {}, "outputs": []}
    notebook = {
        "cells": [{**cell, "execution_count": None}],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    for _ in range(2):
        notebook["cells"] *= 2  # type: ignore[operator]
        (tmp_path / "a.ipynb").write_text(json.dumps(notebook))
        done = lint(tmp_path)
        assert (done.returncode, done.stderr) == (1, "")
        assert {line.split()[2 if "cell" in line else 1] for line in done.stdout.splitlines()[:-1]} == {
            "TFM900"
        }
    checked = checker.Checker()
    for text in (LEAKY, LEAKY + "# \ud800", LEAKY + "# \ud801"):
        result = checked.check_source(source.Source(tmp_path / "a.py", "a.py", text), Settings())
        assert "TFM901" not in [finding.code for finding in result.findings]


NEWER = [
    "type T = int",
    "x = f'{'a'}'",
    "x = t'{y}'",
    "def f[T](x): pass",
    "try: pass\nexcept A, B: pass",
    "x = y ?? z",
]


@pytest.mark.parametrize("statement", NEWER)
def test_syntax_that_this_python_does_not_know_is_one_finding(tmp_path: Path, statement: str) -> None:
    (tmp_path / "new.py").write_text(f"{LEAKY}\n{statement}\n")
    try:
        compile(statement, "new.py", "exec")
        known = "TFM201"
    except SyntaxError:
        known = "TFM900"
    done = lint(tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert [line.split()[1] for line in done.stdout.splitlines()[:-1]] == [known]


def test_links_that_lead_nowhere_or_back_and_odd_names(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    for link, target in {
        "a/b/up": "..",
        "itself.py": "itself.py",
        "one.py": "two.py",
        "two.py": "one.py",
        "dangling.py": "nowhere.py",
        "tflint-mem.toml": "tflint-mem.toml",
        ".gitignore": ".gitignore",
    }.items():
        (tmp_path / link).symlink_to(target)
    names = ["plain.py", "new\nline.py", "\x1b[31m.py", os.fsdecode(b"\xff.py")]
    for name in names:
        (folder / name).write_text(LEAKY)
    done = lint(tmp_path, "--fix", "--jobs=2")
    assert (done.returncode, done.stderr) == (0, "")
    assert {(folder / name).read_text() for name in names} == {REPAIRED}
    named = lint(tmp_path, "itself.py", "one.py", "dangling.py")
    assert (named.returncode, named.stdout.count("TFM903"), named.stderr) == (2, 3, "")


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="workers must inherit the patch")
def test_a_worker_that_is_killed_is_replaced_and_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(12):
        (tmp_path / f"m{number:02}.py").write_text(LEAKY)
    killed, real = tmp_path / "killed", checker.Checker.check_file

    def check_file(self: checker.Checker, target: checker.Target) -> checker.FileResult:
        if target.path.name == "m05.py" and not killed.exists():
            killed.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, target)

    monkeypatch.setattr(checker.Checker, "check_file", check_file)
    options = check.CheckOptions(isolated=True, select=("TFM201",), jobs=2, fix=True, no_cache=True)
    assert check.run(options) == 0
    assert killed.exists()
    assert "Fixed 12 findings in 12 files." in capsys.readouterr().out
    assert {path.read_text() for path in tmp_path.glob("*.py")} == {REPAIRED}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("delay", [0.4, 1.2])
def test_a_repair_that_is_stopped_leaves_whole_files(
    tmp_path: Path, number: signal.Signals, delay: float
) -> None:
    for place in range(60):
        (tmp_path / f"m{place}.py").write_text(LEAKY)
    run = subprocess.Popen(
        [*COMMAND, "--fix", "--jobs=2", "--no-cache"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(delay)
    run.send_signal(number)
    _, errors = run.communicate(timeout=60)
    assert number is not signal.SIGINT or b"Traceback" not in errors
    assert {path.read_text() for path in tmp_path.glob("*.py")} <= {LEAKY, REPAIRED}
    left = [path for path in tmp_path.iterdir() if path.suffix != ".py"]
    assert not left or number is signal.SIGKILL
    assert lint(tmp_path, "--fix").returncode == 0
    assert {path.read_text() for path in tmp_path.glob("*.py")} == {REPAIRED}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("format", ["full", "json", "github"])
def test_a_report_that_does_not_fit_is_trouble(
    tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)  # Python flushes what is left when it exits
    (tmp_path / "a.py").write_text(LEAKY)
    arguments = [f"--output-format={format}", "--no-cache"]
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run([*COMMAND, *arguments], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE)
        assert (done.returncode, done.stderr) == (2, b"tflint-mem: error: no space left on device\n")
        done = subprocess.run([*COMMAND, *arguments, "--timings"], cwd=tmp_path, stdout=full, stderr=full)
        assert done.returncode == 2
        done = subprocess.run([*COMMAND[:3], "rules"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE)
        assert (done.returncode, done.stderr) == (2, b"tflint-mem: error: no space left on device\n")
    saved = lint(tmp_path, *arguments, "--output-file=/dev/full")
    message = "tflint-mem: error: /dev/full: no space left on device\n"
    assert (saved.returncode, saved.stderr) == (2, message)
