from __future__ import annotations

import dataclasses
import inspect
import io
import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tflint_mem import __main__, check, checker, cli, engine, runner
from tflint_mem.config import Settings
from tflint_mem.options import CheckOptions, OutputFormat, flag, read_plain

LEAKY = """\
import tensorflow.compat.v1 as tf


def total(values):
    sess = tf.Session()
    return sess.run(tf.reduce_sum(values))
"""
REPAIRED = """\
import tensorflow.compat.v1 as tf


def total(values):
    with tf.Session() as sess:
        return sess.run(tf.reduce_sum(values))
"""
PLACE = "5:12: TFM201"
CLEAN = "print('hello')\n"


@dataclasses.dataclass
class Ran:
    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line in an empty folder, with nothing above it that configures."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = __main__.main(arguments)
        return Ran(status, *capsys.readouterr())

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "clean.py").write_text(CLEAN)
    (tmp_path / "leaky.py").write_text(LEAKY)
    return tmp_path


# --- what a command line means


def typer_options(arguments: list[str]) -> CheckOptions | None:
    """What Typer makes of the arguments after ``check``; None when it refuses them or only explains."""
    seen = []

    def remember(options: CheckOptions) -> int:
        seen.append(options)
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "run", remember)
        patch.setattr(sys, "stdout", io.StringIO())
        patch.setattr(sys, "stderr", io.StringIO())
        cli.invoke(["check", *arguments])
    return seen[0] if seen else None


WORDS = (
    "--fix",
    "--unsafe-fixes",
    "--select",
    "--select=TFM1,TFM2",
    "--exclude=a, ,b",
    "--output-format",
    "--output-format=json",
    "--jobs",
    "--jobs=3",
    "--jobs=-1",
    "--config=x.toml",
    "--fix=yes",
    "--no-such-option",
    "--sel",
    "-q",
    "-e",
    "-qv",
    "-",
    "--",
    "--stdin-filename",
    "json",
    "TFM101",
    "7",
    "src/a.py",
    "",
)


@given(st.lists(st.sampled_from(WORDS), max_size=5))
def test_plain_command_lines_mean_what_typer_makes_of_them(arguments: list[str]) -> None:
    plain = read_plain(arguments)
    assert plain is None or plain == typer_options(arguments)


def test_ordinary_command_lines_are_plain() -> None:
    assert read_plain(["check.py", "--select", "TFM1,TFM2", "--select=TFM401", "--jobs", "2", "-"]) == (
        CheckOptions(paths=("check.py", "-"), select=("TFM1", "TFM2", "TFM401"), jobs=2)
    )
    assert read_plain(["--output-format", "json", "--no-cache", "--", "--fix"]) == (
        CheckOptions(paths=("--fix",), output_format=OutputFormat.JSON, no_cache=True)
    )


@pytest.mark.parametrize(
    "arguments", [["--help"], ["-qv"], ["-j2"], ["--jobs", "x"], ["--output-format=xml"], ["--config"]]
)
def test_what_needs_explaining_is_left_to_typer(arguments: list[str]) -> None:
    assert read_plain(arguments) is None


def test_typer_declares_exactly_the_options_there_are() -> None:
    declared = set(inspect.signature(cli.check).parameters) - {"version"}
    assert declared == {field.name for field in dataclasses.fields(CheckOptions)}


def test_the_help_names_every_option(run: Run) -> None:
    shown = run("check", "--help").out
    for field in dataclasses.fields(CheckOptions):
        assert field.name == "paths" or flag(field.name) in shown


def test_without_a_command_it_is_check(run: Run, project: Path) -> None:
    expected = run("check", "leaky.py", "--output-format", "concise")
    assert expected.status == 1
    assert run("leaky.py", "--output-format", "concise") == expected
    assert run("--output-format", "concise", "leaky.py") == expected
    assert run("-q", "leaky.py").lines[0] == expected.lines[0]
    assert run().lines[0] == expected.lines[0]


def test_the_checked_path_loads_only_what_it_needs(project: Path) -> None:
    script = (
        "import sys; from tflint_mem.__main__ import main; main(['clean.py']);"
        "print(*{'typer', 'click', 'rich', 'pydantic', 'libcst', 'flake8'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=project, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["Nothing found in 1 file.", ""]


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("tflint-mem ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--isolated", "--config", "x.toml"], "--isolated"),
        (["--quiet", "--verbose"], "--quiet"),
        (["-", "a.py"], "standard input"),
        (["--stdin-filename", "a.py", "b.py"], "--stdin-filename"),
        (["--diff", "--output-format", "json"], "--diff"),
        (["--diff", "--statistics"], "--diff"),
        (["--statistics", "--output-format", "github"], "--statistics"),
        (["--select", "TFM777"], "TFM777"),
        (["--config", "missing.toml"], "missing.toml"),
        (["--jobs", "-2"], "jobs"),
        (["--no-such-option"], "--no-such-option"),
    ],
)
def test_wrong_options_are_refused_in_one_line(run: Run, arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert message in done.err.splitlines()[-1]
    assert "Traceback" not in done.err


def test_an_interrupted_run_exits_with_130_and_says_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: CheckOptions) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "run", interrupted)
    assert run("clean.py") == Ran(130, "", "")
    assert run("-q", "clean.py") == Ran(130, "", "")


# --- what is found


def test_findings_and_exit_statuses(run: Run, project: Path) -> None:
    done = run(".")
    assert done.status == 1
    assert done.lines[0].startswith(f"leaky.py:{PLACE} [*] ")
    assert done.lines[2] == "5 |     sess = tf.Session()"
    assert done.lines[3] == "  |            ^^^^^^^^^^^^"
    assert done.lines[-1] == "1 finding in 1 file. [*] 1 fixable with --fix."
    assert run(".", "--exit-zero").status == 0
    assert run("clean.py") == Ran(0, "Nothing found in 1 file.\n", "")
    assert run("--ignore", "unclosed-session", ".").status == 0
    assert run("--select", "TFM1", ".").status == 0
    assert run("--select", "ALL", ".").status == 1
    assert run("--exclude", "leaky.py", ".").status == 0
    assert run("--exclude", "leaky.py", "leaky.py").status == 1
    assert run("--exclude", "leaky.py", "--force-exclude", "leaky.py").status == 0


def test_json_of_a_real_finding(run: Run, project: Path) -> None:
    (item,) = json.loads(run("--output-format", "json", ".").out)
    assert (item["code"], item["filename"], item["location"]) == (
        "TFM201",
        "leaky.py",
        {"row": 5, "column": 12},
    )
    assert item["end_location"] == {"row": 5, "column": 24}
    text = LEAKY
    lines = text.splitlines(keepends=True)

    def offset(place: dict[str, int]) -> int:
        return sum(map(len, lines[: place["row"] - 1])) + place["column"] - 1

    for edit in sorted(item["fix"]["edits"], key=lambda edit: offset(edit["location"]), reverse=True):
        text = text[: offset(edit["location"])] + edit["content"] + text[offset(edit["end_location"]) :]
    assert text == REPAIRED


def test_quiet_prints_findings_only(run: Run, project: Path) -> None:
    assert len(run("--quiet", "--output-format", "concise", ".").lines) == 1
    assert run("--quiet", "clean.py") == Ran(0, "", "")


def test_verbose_tells_the_configuration(run: Run, project: Path) -> None:
    (project / "tflint-mem.toml").write_text("ignore = ['TFM201']\n")
    done = run("--verbose", ".")
    assert done.status == 0
    assert f"tflint-mem: configuration: {project / 'tflint-mem.toml'}" in done.err.splitlines()


def test_the_report_goes_to_a_file(run: Run, project: Path) -> None:
    done = run("--output-format", "json", "--output-file", "report.json", ".")
    assert (done.status, done.out) == (1, "")
    assert len(json.loads((project / "report.json").read_text())) == 1
    done = run("--output-file", "no/such/folder/report.txt", ".")
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines() == [
        "tflint-mem: error: no/such/folder/report.txt: no such file or directory"
    ]


def test_statistics(run: Run, project: Path) -> None:
    done = run("--statistics", ".")
    assert (done.status, done.lines[0]) == (1, "1  TFM201  [*] unclosed-session")


def test_each_file_has_the_nearest_configuration(run: Run, project: Path) -> None:
    for name, content in {"on": "", "off": "[tool.tflint-mem]\nignore = ['TFM201']\n"}.items():
        (project / name).mkdir()
        (project / name / "leaky.py").write_text(LEAKY)
        (project / name / "pyproject.toml").write_text(content)
    done = run("--output-format", "concise", "--quiet", ".")
    assert [line.split(":")[0] for line in done.lines] == ["leaky.py", str(Path("on/leaky.py"))]
    assert run("--isolated", "off").status == 1
    assert run("--config", "off/pyproject.toml", ".").status == 0


def test_a_file_named_twice_is_reported_once(run: Run, project: Path) -> None:
    done = run("--output-format", "concise", "--quiet", ".", "leaky.py", str(project / "leaky.py"))
    assert len(done.lines) == 1


# --- bad input


@pytest.mark.parametrize(
    ("content", "status", "expected"),
    [
        (b"def f(:\n", 1, "bad.py:1:7: TFM900 cannot be parsed: "),
        (b"x = 1\ny = '\0'\n", 2, "bad.py:2:6: TFM903 the file contains a NUL character"),
        (b"# a\nx = 'caf\xe9'\n", 2, "bad.py:2:9: TFM903 byte 0xe9 is not valid utf-8"),
        (b"# coding: no-such\n", 2, "bad.py:1:11: TFM903 unknown encoding 'no-such'"),
        (b"\xff\xfex\0", 2, "bad.py:1:1: TFM903 "),
    ],
)
def test_a_bad_file_gets_one_line_and_stops_nothing(
    run: Run, project: Path, content: bytes, status: int, expected: str
) -> None:
    (project / "bad.py").write_bytes(content)
    done = run("--output-format", "concise", "--quiet", ".")
    assert (done.status, done.err) == (status, "")
    assert done.lines[0].startswith(expected)
    assert done.lines[1].startswith(f"leaky.py:{PLACE}")
    assert len(done.lines) == 2


def test_a_missing_path_is_named_and_stops_nothing(run: Run, project: Path) -> None:
    done = run("--output-format", "concise", "--quiet", "nowhere", "leaky.py")
    assert done.status == 2
    assert [line[:22] for line in done.lines] == ["leaky.py:5:12: TFM201 ", "nowhere:1:1: TFM903 no"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_permission_is_named_and_stops_nothing(run: Run, project: Path) -> None:
    closed = project / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        done = run("--output-format", "concise", "--quiet", ".")
    finally:
        closed.chmod(0o700)
    assert (done.status, len(done.lines)) == (2, 1)
    assert "closed: permission denied" in done.err


def test_an_unreadable_folder_exits_with_2(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "closed").mkdir()
    scan = os.scandir

    def scandir(path: Any = ".") -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    done = run("--output-format", "concise", "--quiet", ".")
    assert (done.status, len(done.lines), len(done.err.splitlines())) == (2, 1, 1)
    assert "closed" in done.err


def test_a_broken_configuration_is_named_and_stops_nothing_else(run: Run, project: Path) -> None:
    other = project / "other"
    other.mkdir()
    (other / "leaky.py").write_text(LEAKY)
    (other / "pyproject.toml").write_text("[tool.tflint-mem\n")
    done = run("--output-format", "concise", "--quiet", ".")
    assert (done.status, len(done.lines)) == (2, 1)
    (line,) = done.err.splitlines()
    assert line.startswith(f"tflint-mem: error: {other / 'pyproject.toml'}:1")


def test_an_unknown_key_of_the_configuration_is_an_error(run: Run, project: Path) -> None:
    (project / "tflint-mem.toml").write_text("selekt = []\n")
    done = run(".")
    assert (done.status, done.out) == (2, "No Python files to check.\n")
    assert "selekt" in done.err


def test_a_file_of_five_megabytes_is_checked(run: Run, project: Path) -> None:
    filler = "".join(f"x{number} = {[number] * 100}\n" for number in range(10_000))
    (project / "large.py").write_text(LEAKY + filler)
    assert (project / "large.py").stat().st_size > 5_000_000
    done = run("--output-format", "concise", "--quiet", "large.py")
    assert (done.status, [line[:22] for line in done.lines]) == (1, [f"large.py:{PLACE} "])


def test_an_error_of_the_linter_costs_one_file(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(source: Any, *arguments: Any, **options: Any) -> Any:
        if source.name == "leaky.py":
            raise ValueError("two\nlines")
        return []

    monkeypatch.setattr(engine, "check", fails)
    done = run("--output-format", "concise", "--quiet", ".")
    assert (done.status, done.lines) == (
        1,
        ["leaky.py:1:1: TFM901 the file was not checked: ValueError: two lines"],
    )


# --- repairs


def test_fix_writes_and_a_second_run_changes_nothing(run: Run, project: Path) -> None:
    done = run("--fix", ".")
    assert done == Ran(0, "Fixed 1 finding in 1 file.\n", "")
    assert (project / "leaky.py").read_text() == REPAIRED
    assert run("--fix", ".") == Ran(0, "Nothing found in 2 files.\n", "")


def test_diff_shows_and_writes_nothing(run: Run, project: Path) -> None:
    for arguments in (["--diff"], ["--diff", "--fix"]):
        done = run(*arguments, ".")
        assert done.status == 1
        assert "+    with tf.Session() as sess:" in done.lines
        assert done.err == "tflint-mem: Would fix 1 of 1 finding, in 1 file.\n"
        assert (project / "leaky.py").read_text() == LEAKY
    assert run("--diff", "clean.py").out == ""


def test_diff_still_names_a_bad_file(run: Run, project: Path) -> None:
    (project / "bad.py").write_bytes(b"\xff")
    done = run("--diff", ".")
    assert done.status == 2
    assert "bad.py:1:1: TFM903" in done.err


def test_a_repair_that_cannot_be_written_leaves_the_finding(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tflint_mem import fixing

    def refuses(path: Path, old: bytes, new: bytes) -> None:
        raise fixing.WriteError(path, "is read-only")

    monkeypatch.setattr(fixing, "write", refuses)
    done = run("--fix", "--output-format", "concise", ".")
    assert done.status == 2
    assert done.err == "tflint-mem: error: leaky.py: is read-only\n"
    assert done.lines[0].startswith(f"leaky.py:{PLACE}")
    assert (project / "leaky.py").read_text() == LEAKY


def test_what_a_repair_changes_in_another_file_is_seen_in_the_same_run(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second file's finding appears when the first one has been repaired."""
    (project / "second.py").write_text(LEAKY)
    real = engine.check

    def depends(source: Any, *arguments: Any, **options: Any) -> Any:
        if source.name == "second.py" and (project / "leaky.py").read_text() == LEAKY:
            return []
        return real(source, *arguments, **options)

    monkeypatch.setattr(engine, "check", depends)
    assert run("--fix", ".").out == "Fixed 2 findings in 2 files.\n"
    assert (project / "second.py").read_text() == REPAIRED


# --- standard input


def test_standard_input(run: Run, project: Path) -> None:
    done = run("-", "--output-format", "concise", "--quiet", stdin=LEAKY.encode())
    assert (done.status, done.lines[0][:17]) == (1, f"-:{PLACE} [*]"[:17])
    done = run("--stdin-filename", "pkg/new.py", "--output-format=json", stdin=LEAKY.encode())
    assert json.loads(done.out)[0]["filename"] == "pkg/new.py"


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf", b"# coding: latin-1\r\nname = '\xe9'\r\n"])
def test_repaired_standard_input_goes_to_standard_output_byte_for_byte(project: Path, prefix: bytes) -> None:
    data = prefix + LEAKY.replace("\n", "\r\n").encode()
    done = subprocess.run(
        [sys.executable, "-m", "tflint_mem", "-", "--fix"],
        cwd=project,
        input=data,
        capture_output=True,
        check=False,
    )
    assert done.stdout == prefix + REPAIRED.replace("\n", "\r\n").encode()
    assert (done.returncode, done.stderr) == (0, b"Fixed 1 finding in 1 file.\n")


@pytest.mark.parametrize("data", [b"\xff\n", b"def f(:\n", CLEAN.encode()])
def test_standard_input_that_needs_or_allows_no_repair_goes_through(project: Path, data: bytes) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tflint_mem", "-", "--fix"],
        cwd=project,
        input=data,
        capture_output=True,
        check=False,
    )
    assert done.stdout == data
    assert b"Traceback" not in done.stderr


def test_standard_input_as_a_patch(run: Run, project: Path) -> None:
    done = run("-", "--diff", stdin=LEAKY.encode())
    assert done.status == 1
    assert "+    with tf.Session() as sess:" in done.lines


# --- processes, pipes, terminals


@pytest.fixture
def many(project: Path) -> Path:
    for number in range(12):
        (project / f"leaky{number:02}.py").write_text(LEAKY if number % 2 else CLEAN)
    return project


def test_the_number_of_processes_changes_nothing(run: Run, many: Path) -> None:
    alone = run("--jobs", "1", ".")
    assert run("--jobs", "3", ".") == alone
    assert alone.lines[-1].startswith("7 findings in 7 files.")


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="workers must inherit the patch")
def test_a_dying_process_loses_no_other_file(run: Run, many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = engine.check

    def dies(source: Any, *arguments: Any, **options: Any) -> Any:
        if source.name == "leaky03.py":
            os._exit(9)
        return real(source, *arguments, **options)

    monkeypatch.setattr(engine, "check", dies)
    done = run("--jobs", "2", "--output-format", "concise", "--quiet", ".")
    assert [line.split(" ")[1] for line in done.lines] == ["TFM201"] * 2 + ["TFM901"] + ["TFM201"] * 4
    assert done.lines[2] == (
        "leaky03.py:1:1: TFM901 the file was not checked: the process that checked it died"
    )


def test_few_small_files_start_no_processes(project: Path) -> None:
    targets = [checker.Target(path, Settings()) for path in project.glob("*.py")]
    assert runner.useful_jobs(targets) == 1


def test_a_reader_that_leaves_early_changes_no_status(many: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tflint_mem", "."],
        cwd=many,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 1


def test_characters_that_the_terminal_lacks_are_escaped(project: Path) -> None:
    (project / "名.py").write_text(LEAKY, encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tflint_mem", "--output-format", "concise", "名.py"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("\\u540d.py:5:12: TFM201")


def test_a_slow_run_draws_its_progress_on_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from tflint_mem.report import progress

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(progress, "PATIENCE", 0)
    for stream, drawn in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress.Progress(4) as bar:
            bar.advance()
        assert ("1/4 files" in stream.getvalue()) == drawn
        assert stream.getvalue().endswith("\033[K") == drawn


# --- the other commands


def test_rules_and_explain(run: Run) -> None:
    assert "TFM201  unclosed-session" in run("rules").out
    assert {"code", "name", "summary", "impact", "fix", "default"} == set(
        json.loads(run("rules", "--output-format", "json").out)[0]
    )
    page = run("explain", "TFM201")
    assert (page.status, page.lines[0]) == (0, "# unclosed-session (TFM201)")
    assert run("explain", "unclosed-session") == page
    unknown = run("explain", "unclosed-sesion")
    assert (unknown.status, unknown.out) == (2, "")
    assert "did you mean unclosed-session?" in unknown.err


def test_the_way_to_a_folder_does_not_matter(run: Run) -> None:
    package = Path("trials")
    package.mkdir()
    (package / "nets.py").write_text("import keras\n\n\ndef score(net: keras.Model, x):\n    return net(x)\n")
    calls = "import nets\n\n\ndef scores(net, xs):\n    return [nets.score(net, x) for x in xs]\n"
    (package / "sweep.py").write_text(calls)
    straight = run("check", "--no-cache", "--output-format", "json", "trials")
    around = run("check", "--no-cache", "--output-format", "json", "trials/../trials")
    rows = [[(i["code"], i["location"]) for i in json.loads(ran.out)] for ran in (straight, around)]
    assert rows[0] == rows[1] != []
