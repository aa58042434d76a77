from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tflint_mem import __main__, notebook
from tflint_mem.source import decode

OPENED = "def total(values):\n    sess = tf.Session()\n    return sess.run(tf.reduce_sum(values))\n"
CLOSED = """\
def total(values):
    with tf.Session() as sess:
        return sess.run(tf.reduce_sum(values))
"""
IMPORT = "import tensorflow.compat.v1 as tf"


class Ran:
    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        return Ran(__main__.main(["--isolated", *arguments]), *capsys.readouterr())

    return run


def code(source: str | list[str], **more: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {},
        "outputs": [{"text": "ü"}],
        "source": source,
    } | more


def text(kind: str = "markdown") -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {}, "source": ["# not %code(\n", "tf.Session()"]}


def written(*cells: dict[str, Any], metadata: dict[str, Any] | None = None, **layout: Any) -> str:
    document = {"cells": [*cells], "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, **({"indent": 1, "ensure_ascii": False} | layout)) + "\n"


def save(path: str, content: str) -> Path:
    Path(path).write_bytes(content.encode())
    return Path(path)


def found(ran: Ran) -> list[tuple[str, int | None, int, int]]:
    return [
        (f["code"], f["cell"], f["location"]["row"], f["location"]["column"]) for f in json.loads(ran.out)
    ]


def test_findings_are_placed_in_their_cells(run: Any) -> None:
    save("a.ipynb", written(text(), code([f"{IMPORT}\n", "x = 1"]), text("raw"), code(OPENED)))
    assert found(run("--output-format=json", "--select=TFM201")) == [("TFM201", 4, 2, 12)]
    concise = run("--output-format=concise", "--select=TFM201", "a.ipynb").out
    assert concise.startswith("a.ipynb:cell 4:2:12: TFM201 ")
    full = run("--select=TFM201", "a.ipynb").out
    assert "2 |     sess = tf.Session()\n" in full
    github = run("--select=TFM201", "--output-format=github", "a.ipynb").out
    assert "file=a.ipynb,line=2," in github and "a.ipynb:cell 4:2:12" in github


def test_edits_of_fixes_are_placed_in_their_cells(run: Any) -> None:
    save("a.ipynb", written(code(IMPORT), code(OPENED)))
    (finding,) = json.loads(run("--output-format=json", "--select=TFM201").out)
    assert {edit["cell"] for edit in finding["fix"]["edits"]} == {2}
    assert all(1 <= edit["location"]["row"] <= 4 for edit in finding["fix"]["edits"])


def test_other_places_and_rows_in_messages_name_their_cell(run: Any) -> None:
    build = "def build():\n    m = tf.keras.Sequential()\n    m.compile('sgd', 'mse')\n    return m"
    loop = "x = 1\nfor fold in range(5):\n    model = build()\n    model.fit(x, y)"
    save("a.ipynb", written(code("import tensorflow as tf"), text(), code(build), code(loop)))
    (finding,) = json.loads(run("--output-format=json", "--select=TFM103").out)
    assert finding["cell"] == 4 and "line 2 of cell 4" in finding["message"]
    (related,) = finding["related"]
    assert (related["cell"], related["location"]["row"]) == (4, 2)
    assert "see: a.ipynb:cell 4:2:1: " in run("--select=TFM103").out


def test_a_notebook_counts_as_a_caller(run: Any) -> None:
    """A module's function that only a notebook calls in a loop is repeated there."""
    save("tflint-mem.toml", "")
    body = "import tensorflow as tf\n\n\ndef step(x):\n    return tf.function(lambda y: y * 2)(x)\n"
    save("steps.py", body)
    assert run("--no-cache", "--output-format", "json", "steps.py").out.strip() == "[]"

    loop = "values = range(9)\nfor value in values:\n    step(value)"
    save("train.ipynb", written(text(), code("from steps import step"), code(loop)))
    (finding,) = json.loads(run("--output-format", "json", "steps.py").out)
    assert finding["code"] == "TFM301"
    assert "the for loop at train.ipynb:cell 3:2" in finding["message"]
    (place, *_) = finding["related"]
    assert (place["filename"], place["cell"], place["location"]["row"]) == ("train.ipynb", 3, 2)


def test_notebooks_are_read_from_standard_input(run: Any) -> None:
    content = written(code(IMPORT), code(OPENED)).encode()
    ran = run("-", "--stdin-filename=a.ipynb", "--output-format=json", "--select=TFM201", stdin=content)
    assert found(ran) == [("TFM201", 2, 2, 12)]
    ran = run("-", "--stdin-filename=a.ipynb", "--fix", "--select=TFM201", stdin=content)
    assert json.loads(ran.out)["cells"][1]["source"] == CLOSED


@pytest.mark.parametrize(
    "magic",
    [
        "%matplotlib inline",
        "!pip install 'tensorflow",
        "if x:\n    !ls (\nelse:\n    %cd {",
        "files = !ls *.py",
        "tf.Session?",
        "?tf",
        "!pip install a \\\n   b",
        "%time x = 1",
        "%time for x in range(3): print(x)\nx = 1",
        "%",
        "%%time\nx = 1",
        "%%bash\nfor i in *; do echo $i; done",
        "pip install tensorflow",
        "ls ./models/\n",
        "  indented = 1\n  as_a_whole = 2",
        "\n  indented = 1\n  \nas_it_starts = 2",
        "  for x in y:\n    print(x)\n  !ls",
        "await thing()",
        "load_ext tensorboard",
        "timeit total(9)",
        ">>> for x in y:\n...     print(x)\n... \n3",
        "In [7]: x = 1\n   ...: x\n",
        "x = 1\n, print a 'b\n/print x",
        "x = 1\nx.y[0].z??",
        "text = '''\n%not a magic\n'''\n%matplotlib inline",
    ],
)
def test_lines_for_ipython_are_no_syntax_errors(run: Any, magic: str) -> None:
    path = save("a.ipynb", written(code(IMPORT), code(magic), code(OPENED)))
    assert found(run("--output-format=json", "--select=TFM201")) == [("TFM201", 3, 2, 12)]
    expected = path.read_text().replace(json.dumps(OPENED), json.dumps(CLOSED))
    assert run("--fix", "--select=TFM201").status == 0
    assert path.read_text() == expected


def test_a_repair_keeps_the_lines_for_ipython_of_its_cell(run: Any) -> None:
    around = "%matplotlib inline\n{}!nvidia-smi\n"
    path = save("a.ipynb", written(code(IMPORT), code(around.format(OPENED))))
    assert run("--fix", "--select=TFM201").status == 0
    assert json.loads(path.read_text())["cells"][1]["source"] == around.format(CLOSED)


def test_a_magic_that_begins_a_cell_may_be_indented(run: Any) -> None:
    save("a.ipynb", written(code(IMPORT), code(f"\n %%time\n\n{OPENED}")))
    assert found(run("--output-format=json", "--select=TFM201")) == [("TFM201", 2, 5, 12)]


@pytest.mark.parametrize("text", ["x = 1\ndef (:\n", "x = 1\npip install tensorflow\n"])
def test_a_cell_that_is_no_python_is_reported_and_the_others_go_on(run: Any, text: str) -> None:
    save("a.ipynb", written(code(IMPORT), code(text), code(OPENED)))
    ran = run("--output-format=json", "--select=TFM201")
    assert found(ran) == [("TFM900", 2, 2, 5), ("TFM201", 3, 2, 12)]
    assert run("--fix", "--select=TFM201").status == 1
    assert found(run("--output-format=json", "--select=TFM201")) == [("TFM900", 2, 2, 5)]


def test_an_indent_that_a_cell_does_not_start_with_is_reported(run: Any) -> None:
    save("a.ipynb", written(code("  x = 1\n    y = 2\n"), code(IMPORT), code(OPENED)))
    ran = run("--output-format=json", "--select=TFM201")
    assert found(ran) == [("TFM900", 1, 1, 2), ("TFM201", 3, 2, 12)]


@pytest.mark.parametrize(
    "metadata",
    [
        {"language_info": {"name": "R"}},
        {"kernelspec": {"name": "julia-1.9", "language": "julia"}},
    ],
)
def test_notebooks_of_other_languages_are_left_alone(run: Any, metadata: dict[str, Any]) -> None:
    save("a.ipynb", written(code("x <- 1"), code(f"{IMPORT}\n{OPENED}"), metadata=metadata))
    assert run("--select=TFM201").status == 0


def test_cells_of_other_languages_are_left_alone(run: Any) -> None:
    shell = code("echo (", metadata={"vscode": {"languageId": "shellscript"}})
    save("a.ipynb", written(code(IMPORT), shell, code(OPENED)))
    assert found(run("--output-format=json", "--select=TFM201")) == [("TFM201", 3, 2, 12)]


@pytest.mark.parametrize(
    "layout",
    [
        {"indent": 1},
        {"indent": 4, "ensure_ascii": True},
        {"indent": None, "separators": (",", ":")},
        {"indent": "\t"},
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("as_list", [True, False])
def test_a_repair_changes_nothing_but_the_source_of_the_cell(
    run: Any, layout: dict[str, Any], ending: str, as_list: bool
) -> None:
    def source(text: str) -> Any:
        text = f"# ö\n{text}"
        return text.splitlines(keepends=True) if as_list else text

    before = written(text(), code(IMPORT), code(source(OPENED), id="a1"), **layout).replace("\n", ending)
    after = written(text(), code(IMPORT), code(source(CLOSED), id="a1"), **layout).replace("\n", ending)
    path = save("a.ipynb", before)
    assert run("--fix", "--select=TFM201").status == 0
    assert path.read_bytes() == after.encode()


def test_the_final_newline_and_odd_escapes_stay_as_they_are(run: Any) -> None:
    before = written(code(IMPORT), code(OPENED)).rstrip("\n").replace('"import', '"\\u0069mport')
    path = save("a.ipynb", before)
    assert run("--fix", "--select=TFM201").status == 0
    assert path.read_text() == before.replace(json.dumps(OPENED), json.dumps(CLOSED))


def test_newlines_of_a_cell_stay_as_they_are(run: Any) -> None:
    crlf = OPENED.replace("\n", "\r\n")
    path = save("a.ipynb", written(code(IMPORT), code(crlf)))
    assert run("--fix", "--select=TFM201").status == 0
    assert json.loads(path.read_text())["cells"][1]["source"] == CLOSED.replace("\n", "\r\n")


def test_a_difference_names_the_cell(run: Any) -> None:
    save("a.ipynb", written(code(IMPORT), code(OPENED)))
    out = run("--diff", "--select=TFM201").out
    assert out.startswith("--- a.ipynb:cell 2\t\n+++ a.ipynb:cell 2\t\n@@ -1,3 +1,3 @@\n def total")
    assert "# %% cell" not in out


@pytest.mark.parametrize("comment", ["# noqa", "# tflint-mem: disable=TFM201"])
def test_comments_silence_findings_in_cells(run: Any, comment: str) -> None:
    save("a.ipynb", written(code(IMPORT), code(OPENED.replace("()\n", f"()  {comment}\n"))))
    assert run("--select=TFM201").status == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "not valid JSON: expecting value"),
        ('{"cells": [}', "not valid JSON"),
        ("[]", "it has no list of cells"),
        ('{"worksheets": []}', "old format"),
        ('{"cells": [7]}', "cell 1 is not an object"),
        ('{"cells": [{"cell_type": "code", "source": 7}]}', "the source of cell 1 is no text"),
        ("[" * 100_000, "cannot be read"),
    ],
)
def test_a_broken_notebook_is_an_unreadable_file(run: Any, content: str, message: str) -> None:
    save("a.ipynb", content)
    save("b.py", "x = 1\n")
    ran = run("--output-format=concise")
    assert ran.status == 2
    assert "a.ipynb:" in ran.out and "TFM903" in ran.out and message in ran.out


@pytest.mark.parametrize(
    "content",
    [
        '{"cells": []}',
        written(text()),
        written(code("")),
        written(code([])),
        '{"cells":[{"cell_type":"code"}]}',
    ],
)
def test_a_notebook_may_hold_nothing(run: Any, content: str) -> None:
    save("a.ipynb", content)
    assert run().status == 0


def test_a_notebook_is_a_program_to_run(run: Any) -> None:
    """Rules about programs as a whole (GPU memory) hold for it, though no main guard says so."""
    train = "model = tf.keras.Sequential()\nmodel.compile('sgd', 'mse')\nmodel.fit(x, y)"
    save("a.ipynb", written(code("import tensorflow as tf"), code(train)))
    assert ("TFM401", 1, 1, 1) in found(run("--output-format=json", "--select=TFM401"))


@pytest.mark.parametrize(
    ("magic", "silent"),
    [
        ("%env TF_FORCE_GPU_ALLOW_GROWTH=true", True),
        ("%env CUDA_VISIBLE_DEVICES -1", True),
        ("x = 1\n%set_env CUDA_VISIBLE_DEVICES =", True),
        ("env CUDA_VISIBLE_DEVICES=-1", True),
        ("%env KERAS_BACKEND=jax", True),
        ("%env KERAS_BACKEND=tensorflow", False),
        ("%env CUDA_VISIBLE_DEVICES=0", False),
        ("%env CUDA_VISIBLE_DEVICES", False),
        ("%%bash\nenv TF_FORCE_GPU_ALLOW_GROWTH=true python train.py", False),
        ("!env TF_FORCE_GPU_ALLOW_GROWTH=true python train.py", False),
    ],
)
def test_a_magic_sets_the_environment(run: Any, magic: str, silent: bool) -> None:
    train = "model = keras.Sequential()\nmodel.compile('sgd', 'mse')\nmodel.fit(x, y)"
    save("a.ipynb", written(code(magic), code("import keras"), code(train)))
    assert found(run("--output-format=json", "--select=TFM401")) == [("TFM401", 2, 1, 1)] * (not silent)


@pytest.mark.parametrize(("release", "silent"), [("1.x", True), ("1.15", True), ("2.x", False)])
def test_a_magic_chooses_the_release(run: Any, release: str, silent: bool) -> None:
    loop = "for row in rows:\n    model.predict(row[None])"
    load = "from tensorflow import keras\nmodel = keras.models.load_model('a.h5')"
    save("a.ipynb", written(code(f"%tensorflow_version {release}"), code(load), code(loop)))
    assert found(run("--output-format=json", "--select=TFM102")) == [("TFM102", 3, 2, 5)] * (not silent)


def test_a_cell_that_cannot_be_read_may_configure_the_program(run: Any) -> None:
    train = "model = tf.keras.Sequential()\nmodel.compile('sgd', 'mse')\nmodel.fit(x, y)"
    old = "with tf.Session(config=small) as sess:\n    print sess.run(total)"
    save("a.ipynb", written(code("import tensorflow as tf"), code(train), code(old)))
    assert found(run("--output-format=json", "--select=TFM401")) == [("TFM900", 3, 2, 5)]


def test_checkpoints_of_notebooks_are_not_found(run: Any) -> None:
    Path(".ipynb_checkpoints").mkdir()
    save(".ipynb_checkpoints/a.ipynb", written(code(IMPORT), code(OPENED)))
    assert run("--select=TFM201").status == 0


LINES = st.sampled_from(
    ["x = 1", "%magic (", "!ls '", "", "  ", "é = '''", "'''", "?a", "# %% cell", "if x:", "    pass", "y\\"]
)


@given(st.lists(st.lists(LINES, max_size=6).map("\n".join), max_size=4))
def test_any_notebook_becomes_a_program_and_itself_again(sources: list[str]) -> None:
    data = written(*map(code, sources)).encode()
    source = decode(data, Path("a.ipynb"), "a.ipynb")
    assert isinstance(source, notebook.Notebook)
    assert source.encode(source.text) == data
    compile(source.text, "a", "exec", 0x400)  # the tree only
    for number, content in enumerate(sources, 1):
        assert source.part(number).text == content
