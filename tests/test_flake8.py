from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tflint_mem import __main__, checker, engine
from tflint_mem.flake8 import Plugin
from tflint_mem.semantic import files

LEAKY = """\
import tensorflow.compat.v1 as tf


def total(values):
    sess = tf.Session()
    return sess.run(tf.reduce_sum(values))
"""
BUILDER = """\
import keras


def make(width):
    return keras.Sequential([keras.layers.Dense(width)])
"""
SEARCH = """\
from builder import make

for width in range(10):
    model = make(width)
    print(model.predict([[1.0]]))
"""
FIXTURES = Path(__file__).parent.parent / "fixtures"

Place = tuple[str, int, int, str, str]


def flake8(folder: Path, *arguments: str, stdin: str | None = None) -> tuple[int, list[str], str]:
    """Runs the real program on TFM codes and E999, and on nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", "flake8", "--select", "TFM,E9", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr


def places(lines: list[str]) -> list[Place]:
    found = []
    for line in lines:
        path, row, column, text = line.split(":", 3)
        code, message = text.strip().split(" ", 1)
        found.append((str(Path(path)), int(row), int(column), code, message))
    return sorted(found)


def command_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[Place]:
    monkeypatch.chdir(folder)
    __main__.main(["--output-format", "json", "."])
    return sorted(
        (
            item["filename"],
            item["location"]["row"],
            item["location"]["column"],
            item["code"],
            item["message"],
        )
        for item in json.loads(capsys.readouterr().out)
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "leaky.py").write_text(LEAKY)
    return tmp_path


@pytest.mark.host
def test_flake8_finds_what_the_command_line_finds_at_the_same_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plain.py").write_text(LEAKY)
    (tmp_path / "bom.py").write_bytes(b"\xef\xbb\xbf" + LEAKY.encode())
    (tmp_path / "crlf.py").write_bytes(LEAKY.replace("\n", "\r\n").encode())
    (tmp_path / "tabs.py").write_text(LEAKY.replace("    ", "\t"))
    (tmp_path / "wide.py").write_text(LEAKY.replace("sess =", "x = '名'; sess ="), encoding="utf-8")
    (tmp_path / "feed.py").write_text(
        LEAKY.replace("\n\n\n", "\n\x0c\nx = '\x0b \x85 \u2028'\n"), encoding="utf-8"
    )
    (tmp_path / "latin.py").write_bytes(b"# coding: latin-1\nx = '\xe9'\n" + LEAKY.encode())
    (tmp_path / "end.py").write_text(LEAKY.rstrip())
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "below.py").write_text(LEAKY)
    (tmp_path / "builder.py").write_text(BUILDER)
    (tmp_path / "search.py").write_text(SEARCH)
    expected = command_line(tmp_path, monkeypatch, capsys)
    assert [place[3] for place in expected].count("TFM201") == 9
    assert [place[:4] for place in expected if place[3] == "TFM103"] == [("search.py", 4, 13, "TFM103")]
    for jobs in ("1", "2"):
        status, lines, errors = flake8(tmp_path, "--jobs", jobs, ".")
        assert (status, errors) == (1, "")
        assert places(lines) == expected


@pytest.mark.host
def test_flake8_agrees_on_every_fixture(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = command_line(FIXTURES, monkeypatch, capsys)
    status, lines, errors = flake8(FIXTURES, ".")
    assert (status, errors) == (1, "")
    assert places(lines) == expected


@pytest.mark.host
def test_noqa_is_flake8s_and_directives_are_ours(tmp_path: Path) -> None:
    opened = "sess = tf.Session()"
    (tmp_path / "a_noqa.py").write_text(LEAKY.replace(opened, f"{opened}  # noqa"))
    (tmp_path / "b_code.py").write_text(LEAKY.replace(opened, f"{opened}  # noqa: TFM201"))
    (tmp_path / "c_other.py").write_text(LEAKY.replace(opened, f"{opened}  # noqa: E501"))
    (tmp_path / "d_file.py").write_text(f"# flake8: noqa\n{LEAKY}")
    (tmp_path / "e_disable.py").write_text(LEAKY.replace(opened, f"{opened}  # tflint-mem: disable=TFM201"))

    def found(*arguments: str) -> list[str]:
        return [place[0] for place in places(flake8(tmp_path, *arguments, ".")[1])]

    assert found() == ["c_other.py"]
    assert found("--disable-noqa") == ["a_noqa.py", "b_code.py", "c_other.py", "d_file.py"]


@pytest.mark.host
def test_flake8_selects_and_ignores(project: Path) -> None:
    assert flake8(project, "--extend-ignore", "TFM2", ".")[:2] == (0, [])
    assert flake8(project, "--per-file-ignores", "leaky.py:TFM201", ".")[:2] == (0, [])
    assert flake8(project, "--extend-ignore", "TFM1", ".")[0] == 1


@pytest.mark.host
def test_the_configuration_of_tflint_mem_holds_under_flake8(project: Path) -> None:
    (project / "tflint-mem.toml").write_text("ignore = ['TFM201']\n")
    assert flake8(project, ".")[:2] == (0, [])
    assert flake8(project, "--tflint-mem-isolated", ".")[0] == 1
    (project / "tflint-mem.toml").rename(project / "other.toml")
    assert flake8(project, ".")[0] == 1
    (project / "setup.cfg").write_text("[flake8]\ntflint-mem-config = other.toml\n")
    assert flake8(project, ".")[:2] == (0, [])
    (project / "setup.cfg").write_text(
        "[flake8]\ntflint-mem-config = other.toml\ntflint-mem-extend-select = unclosed-session\n"
    )
    assert flake8(project, ".")[0] == 1


@pytest.mark.host
@pytest.mark.parametrize("arguments", [[], ["--tflint-mem-extend-select", "TFM777"]])
def test_a_wrong_configuration_is_one_line(project: Path, arguments: list[str]) -> None:
    if not arguments:
        (project / "tflint-mem.toml").write_text("selekt = ['TFM201']\n")
    status, lines, errors = flake8(project, *arguments, ".")
    assert status == 1
    assert lines[0] == "There was a critical error during execution of Flake8:"
    assert lines[1].startswith("tflint-mem: ")
    assert len(lines) == 2
    assert errors == ""


@pytest.mark.host
def test_a_wrong_configuration_further_down_costs_its_own_files(project: Path) -> None:
    (project / "below").mkdir()
    (project / "below" / "leaky.py").write_text(LEAKY)
    (project / "below" / "tflint-mem.toml").write_text("selekt = ['TFM201']\n")
    status, lines, errors = flake8(project, ".")
    assert (status, errors) == (1, "")
    assert [(place[0], place[3]) for place in places(lines)] == [
        (str(Path("below/leaky.py")), "TFM903"),
        ("leaky.py", "TFM201"),
    ]


@pytest.mark.host
def test_syntax_errors_are_reported_once(project: Path) -> None:
    (project / "leaky.py").write_text(f"{LEAKY}def f(:\n")
    status, lines, errors = flake8(project, ".")
    assert (status, errors) == (1, "")
    assert [place[3] for place in places(lines) if place[3] in ("E999", "TFM900", "TFM201")] == ["E999"]


@pytest.mark.host
def test_standard_input(project: Path) -> None:
    status, lines, errors = flake8(project, "-", stdin=LEAKY)
    assert (status, errors) == (1, "")
    assert lines[0].startswith("stdin:5:12: TFM201 ")
    (project / "pkg").mkdir()
    (project / "pkg" / "tflint-mem.toml").write_text("ignore = ['TFM201']\n")
    assert flake8(project, "--stdin-display-name", "pkg/new.py", "-", stdin=LEAKY)[:2] == (0, [])


def test_a_way_through_the_parent_folder_leads_to_the_same_findings(tmp_path: Path) -> None:
    package, beside = tmp_path / "package", tmp_path / "beside"
    package.mkdir()
    beside.mkdir()
    (package / "nets.py").write_text("import keras\n\n\ndef score(net: keras.Model, x):\n    return net(x)\n")
    calls = "import nets\n\n\ndef scores(net, xs):\n    return [nets.score(net, x) for x in xs]\n"
    (package / "sweep.py").write_text(calls)
    plainly = places(flake8(package, ".")[1])
    assert [code for _, _, _, code, _ in plainly] == ["TFM101"]
    around = places(flake8(beside, "../package")[1])
    assert [code for _, _, _, code, _ in around] == ["TFM101"]


def test_what_flake8_has_parsed_is_not_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = []
    monkeypatch.setattr(files, "parse", lambda text: parsed.append(text) or ast.parse(text))
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "builder.py").write_text(BUILDER)
    (tmp_path / "search.py").write_text("# on disk\n")
    options = argparse.Namespace(
        tflint_mem_config=None, tflint_mem_isolated=True, tflint_mem_extend_select=[]
    )
    for text in (SEARCH, SEARCH.replace("10", "20")):
        tree, lines = ast.parse(text), text.splitlines(keepends=True)
        found = list(Plugin(tree, str(tmp_path / "search.py"), lines, options).run())
        assert (4, 12, "TFM103") in [(row, column, text[:6]) for row, column, text, _ in found]
    assert parsed == [BUILDER]


def test_a_failure_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError("two\nlines")

    options = argparse.Namespace(
        tflint_mem_config=None, tflint_mem_isolated=True, tflint_mem_extend_select=[]
    )
    plugin = Plugin(ast.parse(LEAKY), "leaky.py", LEAKY.splitlines(keepends=True), options)
    assert [found[2].split()[0] for found in plugin.run()] == ["TFM201"]
    monkeypatch.setattr(engine, "check", fails)
    ((row, column, text, kind),) = plugin.run()
    assert (row, column, kind) == (1, 0, Plugin)
    assert text == "TFM901 the file was not checked: ValueError: two lines"
    monkeypatch.setattr(checker.Checker, "check_source", fails)
    assert [found[2][:6] for found in plugin.run()] == ["TFM901"]
