"""Users' programs of all kinds are measured: here with a stand-in for TensorFlow, for speed."""

from __future__ import annotations

import html.parser
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tflint_mem.rule import Finding, Impact, Position
from tflint_mem.verify import command, program_report
from tflint_mem.verify import program as own
from tflint_mem.verify.environments import Interpreter
from tflint_mem.verify.errors import VerifyError
from tflint_mem.verify.growth import Growth
from tflint_mem.verify.judge import Verdict
from tflint_mem.verify.slopes import Slope

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LIMITS = own.Limits(iterations=20, seconds=20, timeout=30)


def report_on(program: Path, arguments: Sequence[str] = (), **options: Any) -> own.Report:
    options = {"unflagged": True, "where": False, **options}
    limits = options.pop("limits", LIMITS)
    return own.verify_program(program, arguments, limits, Interpreter(), **options)


def statuses(report: own.Report) -> dict[str, str]:
    return {
        f"{report.place(item.probe.file, item.probe.row).rpartition('/')[2]} {item.probe.what}": item.status
        for item in report.results
        if item.probe
    }


def test_a_script_that_parses_arguments_and_exits(program: Callable[..., Path]) -> None:
    path = program("""
        import argparse, sys
        import tensorflow as tf
        def main():
            parser = argparse.ArgumentParser()
            parser.add_argument("--rounds", type=int, required=True)
            kept = []
            for step in range(parser.parse_args().rounds):
                kept.append(bytearray(64 * 1024))
            print(len(kept), "kept")
            sys.exit(0)
        if __name__ == "__main__":
            main()
        """)
    report = report_on(path, ("--rounds", "15"))
    assert statuses(report) == {"program.py:8 for loop": own.CONFIRMED}
    assert report.run is not None
    assert (report.run.ended, report.run.output) == ("exit", "15 kept\n")
    assert 0 < report.run.probing < report.run.seconds
    with pytest.raises(VerifyError, match=r"exit status 2: .*--rounds; arguments for it go after --"):
        report_on(path)
    with pytest.raises(VerifyError, match=r"unrecognized arguments: --epochs$"):
        report_on(path, ("--rounds", "3", "--epochs"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("for i in range(3): pass\nraise KeyError('fold')", "raised KeyError on line 2: 'fold'"),
        ("import missing_package\nfor i in range(3): pass", "needs the package 'missing_package'"),
        ("import sys\nfor i in range(3): pass\nsys.exit('no data')", "ended with exit status 1: no data"),
        (
            "import sys\nrounds = sys.argv[1]\nfor i in range(3): pass",
            "raised IndexError on line 2: list index out of range; arguments for it go after --",
        ),
        ("import os\nfor i in range(3): os._exit(7)", "ended with exit status 7"),
        ("import os\nfor i in range(3): os.kill(os.getpid(), 9)", "killed by signal 9"),
    ],
)
def test_a_program_that_fails_before_it_is_measured(
    program: Callable[..., Path], text: str, words: str
) -> None:
    with pytest.raises(VerifyError) as failure:
        report_on(program(text))
    assert words in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_module_that_fails_is_named(program: Callable[..., Path]) -> None:
    program("import json\njson.loads('nothing')\n", "settings.py")
    path = program("import settings\nfor i in range(3): pass\n")
    with pytest.raises(VerifyError, match=r"raised JSONDecodeError in settings\.py on line 2: Expecting"):
        report_on(path)


def test_a_program_that_ends_before_its_loops(
    program: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = program("import sys\nimport tensorflow as tf\nsys.exit(0)\nfor i in range(9): pass\n")
    status = own.run(path, (), LIMITS, interpreter=Interpreter(), unflagged=True, where=False)
    out, err = capsys.readouterr()
    assert status == 2
    assert out.startswith("not reached")
    assert err == f"tflint-mem: {path} ended before anything was measured\n"


def test_without_a_repair_there_is_nothing_to_compare(program: Callable[..., Path]) -> None:
    path = program("import tensorflow as tf\nfor step in range(15):\n    str(step)\n")
    assert program_report.NO_REPAIR in program_report.as_text(report_on(path, fix=True))
    assert program_report.NO_REPAIR in program_report.as_html(report_on(path, fix=True))
    assert program_report.NO_REPAIR not in program_report.as_text(report_on(path))


@pytest.mark.parametrize(
    ("growth", "words"),
    [
        (Growth(9, Verdict.FLAT, Slope(0.2, 0.0, 0.4)), "repaired: +0.2 KiB an iteration"),
        (
            Growth(9, Verdict.LEAK, Slope(90.0, 80.0, 99.0), counts={"trace": 1.0}),
            "repaired: +90.0 KiB an iteration: still grows, trace +1 each",
        ),
        (
            Growth(9, Verdict.UNTIL_GC, Slope(0.2, 0.0, 0.4), 50.0),
            "repaired: +0.2 KiB an iteration, +50.0 KiB until the collector runs",
        ),
    ],
)
def test_what_a_repair_leaves_is_told(growth: Growth, words: str) -> None:
    result = own.Result(None, None, own.CONFIRMED, "", growth, growth)
    report = own.Report("p.py", (result,), None, {})
    assert program_report.details(report, result) == [words]
    finding = Finding("TFM302", "name", "", Impact.LEAK, "p.py", Position(1, 1), Position(1, 2))
    other = words.replace("repaired:", "no repair is offered here; in the repaired copy:")
    assert program_report.details(report, replace(result, finding=finding)) == [other]


def test_what_was_measured_before_a_crash_is_reported(
    program: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = program("""
        import tensorflow as tf
        kept = []
        for step in range(100):
            kept.append(bytearray(64 * 1024))
            if step == 17:
                raise ValueError("bad batch")
        """)
    status = own.run(path, (), LIMITS, interpreter=Interpreter(), unflagged=True, where=False)
    out, err = capsys.readouterr()
    assert status == 2
    assert out.startswith("confirmed")
    assert err == f"tflint-mem: {path} raised ValueError on line 7: bad batch\n"


def test_programs_that_never_end(program: Callable[..., Path]) -> None:
    looping = program("import tensorflow as tf\nkept = []\nwhile True:\n    kept.append(bytearray(65536))\n")
    report = report_on(looping)
    assert statuses(report) == {"program.py:3 while loop": own.CONFIRMED}
    waiting = program("import time\nimport tensorflow as tf\ntime.sleep(60)\nfor i in range(3): pass\n")
    with pytest.raises(VerifyError, match="reached none of its loops in 2 seconds"):
        report_on(waiting, limits=own.Limits(20, 20, 2))


def test_asynchronous_loops_and_decorated_functions(program: Callable[..., Path]) -> None:
    path = program("""
        import asyncio, functools
        import tensorflow as tf
        kept = []
        def logged(function):
            @functools.wraps(function)
            def inner(*arguments):
                return function(*arguments)
            return inner
        async def requests(number):
            for item in range(number):
                yield item
        @logged
        def collect(number):
            return [kept.append(bytearray(32768)) for item in range(number)]
        async def serve():
            async for request in requests(15):
                kept.append(bytearray(65536))
            return [len(str(request)) async for request in requests(15)]
        asyncio.run(serve())
        collect(15)
        """)
    assert statuses(report_on(path)) == {
        # The producer's round lasts until its consumer asks again, and so includes what that keeps.
        "program.py:11 for loop": own.CONFIRMED,
        "program.py:15 comprehension": own.CONFIRMED,
        "program.py:17 for loop": own.CONFIRMED,
        "program.py:19 comprehension": own.NOT_OBSERVED,
    }


def test_modules_of_the_project_are_probed(program: Callable[..., Path]) -> None:
    program(
        """
        import tensorflow as tf
        KEPT = []
        def train(rounds):
            for step in range(rounds):
                KEPT.append(bytearray(65536))
        def unused():
            for step in range(3):
                pass
        """,
        "training.py",
    )
    path = program("import training\nfor run in range(2):\n    training.train(8)\n")
    found = statuses(report_on(path))
    assert found["training.py:5 for loop"] == own.CONFIRMED
    assert found["training.py:8 for loop"] == own.NOT_REACHED
    assert found["program.py:2 for loop"] == own.NOT_OBSERVED  # two rounds are too few


SERVER = """
    import http.server, threading, urllib.request
    import tensorflow as tf
    SEEN = []
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            SEEN.append(bytearray(131072))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")
        def log_message(self, *arguments):
            pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    def client():
        while True:
            urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/").read()
    for number in range(3):
        threading.Thread(target=client, daemon=True).start()
    server.serve_forever()
    """


def test_a_server_under_load_is_stopped_when_all_is_measured(program: Callable[..., Path]) -> None:
    report = report_on(program(SERVER), limits=own.Limits(20, 20, 12))
    assert statuses(report)["program.py:15 while loop"] == own.CONFIRMED
    assert report.run is not None
    assert report.run.ended in ("stopped", "timeout")


def notebook(*cells: str) -> str:
    code = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": cell}
        for cell in cells
    ]
    return json.dumps({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_the_cells_of_a_notebook_run_as_one_program(program: Callable[..., Path]) -> None:
    path = program(
        notebook(
            "%matplotlib inline\nimport tensorflow as tf\nkept = []",
            "for step in range(15):\n    kept.append(bytearray(65536))",
            "print(len(kept))",
        ),
        "analysis.ipynb",
    )
    report = report_on(path)
    assert statuses(report) == {"analysis.ipynb:cell 2:1 for loop": own.CONFIRMED}
    assert report.run is not None
    assert report.run.output == "15\n"


def test_where_python_objects_that_stay_were_made(program: Callable[..., Path]) -> None:
    path = program("""
        import tensorflow as tf
        kept, sizes = [], []
        def remember(step):
            return list(zip(map(float, range(step, step + 1000))))
        for step in range(15):
            sizes.append(step)
            kept.append(remember(step))
            sizes.append([step] * 300)  # a fortieth: not worth a line beside the other
        """)
    report = report_on(path, where=True)
    loop = next(item for item in report.results if item.probe and item.probe.row == 6)
    assert loop.status == own.CONFIRMED
    assert loop.growth is not None
    assert loop.growth.counts["Python block"] == pytest.approx(2000, rel=0.1)
    [place] = loop.allocations
    assert (Path(place.file).name, place.row) == ("program.py", 5)
    assert 60 < place.kib < 110  # 1000 tuples and 1000 floats, of 48 and 24 bytes, and the list
    assert f"allocated at {path}:5: +" in program_report.as_text(report)
    assert json.loads(program_report.as_json(report))["results"][0]["allocated"]
    assert report_on(path).results[0].allocations == ()


def test_what_tensorflow_objects_explain_is_not_traced(
    program: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = program("""
        import tensorflow as tf
        kept = []
        for step in range(20):
            kept.append(tf.Variable())
        """)
    runs = []
    run = own.Launch.run
    monkeypatch.setattr(own.Launch, "run", lambda *a, **k: runs.append(k) or run(*a, **k))
    report = report_on(path, where=True)
    assert report.results[0].status == own.CONFIRMED
    assert report.results[0].growth is not None
    assert report.results[0].growth.cause == "Variable +1"
    assert runs == [{}]


def test_what_the_collector_frees_is_not_traced() -> None:
    growth = Growth(40, Verdict.LEAK, Slope(90.0, 80.0, 99.0))
    result = own.Result(None, None, own.CONFIRMED, "", growth)
    assert own._unexplained(result)
    assert not own._unexplained(replace(result, growth=replace(growth, verdict=Verdict.UNTIL_GC)))


def test_a_few_objects_an_iteration_are_no_leak(program: Callable[..., Path]) -> None:
    path = program("""
        import tensorflow as tf
        history = []
        for step in range(20):
            history.append({"step": step, "loss": 0.5 / (step + 1)})
        """)
    assert statuses(report_on(path)) == {"program.py:4 for loop": own.NOT_OBSERVED}


# -- the page --------------------------------------------------------------------------------------------


class _Page(html.parser.HTMLParser):
    """Collects what a page would load, and checks that its elements are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        self.loads += [f"{tag} {key}" for key, _ in attributes if key in ("src", "href", "data", "action")]
        if tag in ("script", "link", "iframe", "object", "img"):
            self.loads.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture
def page(program: Callable[..., Path], tmp_path: Path) -> Path:
    path = program(
        "import tensorflow as tf\nkept = []\nfor step in range(15):\n    kept.append(bytearray(65536))\n",
        "a<b>&c.py",
    )
    target = tmp_path / "report.html"
    assert own.run(path, (), LIMITS, interpreter=Interpreter(), unflagged=True, where=False, html=target) == 1
    return target


def test_the_page_needs_nothing_else(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    parsed = _Page()
    parsed.feed(text)
    parsed.close()
    assert parsed.open == []
    assert parsed.loads == []
    assert "url(" not in text
    assert "://" not in text
    assert any("a<b>&c.py" in words for words in parsed.words)
    assert text.count("<polyline") == 1


BROWSER = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None
)


@pytest.mark.host
@pytest.mark.skipif(BROWSER is None, reason="needs Chromium")
def test_a_browser_shows_the_page(page: Path, tmp_path: Path) -> None:
    assert BROWSER is not None
    picture = tmp_path / "page.png"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    subprocess.run(
        [BROWSER, *flags, f"--screenshot={picture}", page.as_uri()],
        check=True,
        timeout=120,
        capture_output=True,
    )
    assert picture.stat().st_size > 5000
    dom = subprocess.run(
        [BROWSER, *flags, "--dump-dom", page.as_uri()],
        check=True,
        timeout=120,
        capture_output=True,
        text=True,
    ).stdout
    assert "confirmed" in dom
    assert "<polyline" in dom


# -- the command -----------------------------------------------------------------------------------------


def test_without_tensorflow_one_line_and_status_2(
    program: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tflint_mem.verify.harness.REQUIRED", ("tensorflow_that_is_not_there",))
    assert command.run_own(program("for i in range(3): pass\n"), (), iterations=10, seconds=5) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "pip install 'tflint-mem[verify]'" in err


def test_the_data_of_a_report(program: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = program("import tensorflow as tf\nfor step in range(15):\n    str(step)\n")
    status = own.run(
        path, (), LIMITS, interpreter=Interpreter(), unflagged=True, where=False, output_format="json"
    )
    data = json.loads(capsys.readouterr().out)
    assert status == 0
    assert (data["problem"], data["ended"]) == (None, "end")
    [result] = data["results"]
    assert (result["status"], result["measured_at"]["what"]) == (own.NOT_OBSERVED, "for loop")
    assert result["growth"]["iterations"] == 15
