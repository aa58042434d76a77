"""Generated programs: nothing fails on them, repairs keep their promises and what the programs do."""

from __future__ import annotations

import ast
import contextlib
import io
import random
import re
import sys
import textwrap
import tokenize
import types
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tflint_mem import registry
from tflint_mem.checker import Checker
from tflint_mem.config import Settings
from tflint_mem.rule import Applicability
from tflint_mem.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tflint_mem.checker import FileResult

ALL = frozenset({Applicability.SAFE, Applicability.UNSAFE})

# --- programs

HEADER = """\
import tensorflow.compat.v1 as tf  # as it was

keep = []
"""
FOOTER = """
for function in FUNCTIONS:
    try:
        print(function.__name__, function(1))
    except Exception as error:
        print(type(error).__name__, error)
for kept in keep:
    print(kept.run(1))
"""
PLAIN = [
    "total += 1",
    "total = sess.run(total)",
    "print(total)  # said",
    "# a comment, alone",
    "text = '''\nkeeps its\n    lines'''; print(text)",
    "total = (total +\n         sess.run(2))  # two lines",
    "pass; total += 2",
    "later = lambda: sess.run(3)",
    "print([sess.run(each) for each in range(2)])",
]
ENDING = [
    "return total",
    "return sess.run(total)  # at last",
    "return sess",
    "return later()",
    "return (sess.run(i) for i in range(2))",
    "raise ValueError(total)",
    "keep.append(sess)",
    "keep[:] = [sess]",
    "sess.close()",
    "yield sess.run(total)",
    "sess = tf.Session()",
    "sess, total = None, total",
    "global shared; shared = sess",
]
OPENINGS = [
    "sess = tf.Session()",
    "sess = tf.Session()  # opened",
    "total += 0\nsess = tf.Session(graph=tf.Graph())",
    "if total:\n    sess = tf.Session()\nelse:\n    sess = tf.InteractiveSession()",
    "with tf.Session() as sess:\n    total = sess.run(total)",
    "with tf.Graph().as_default():\n    sess = tf.Session()",
    "for step in range(2):\n    sess = tf.Session()\n    total = sess.run(total)",
    "try:\n    sess = tf.Session()\nfinally:\n    total += 1",
]
COMPOUND = [
    "if total % 2:\n{0}\nelse:  # otherwise\n{1}",
    "for step in range(2):\n{0}\n    if total > 5:\n        break\n{1}",
    "while total < 4:\n    total += 1\n{0}\n    continue",
    "try:\n{0}\nexcept ValueError:\n{1}\nfinally:\n    print('done')",
    "with tf.name_scope('inner'):\n{0}\n{1}",
    "def inner():\n    return sess\n\nif total:\n{0}\n{1}",
]


def joined(parts: list[str]) -> str:
    return "\n".join(parts)


plain = st.lists(st.sampled_from(PLAIN * 8 + ENDING), min_size=1, max_size=3).map(joined)


def compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda form, *blocks: form.format(*(textwrap.indent(block, "    ") for block in blocks)),
        st.sampled_from(COMPOUND),
        inner,
        inner,
    )


blocks = st.recursive(
    plain, lambda inner: compound(inner) | st.lists(inner, min_size=1, max_size=2).map(joined), max_leaves=4
)
bodies = st.tuples(st.sampled_from(OPENINGS), blocks, st.sampled_from([*ENDING[:2] * 6, *ENDING])).map(joined)


@st.composite
def programs(draw: st.DrawFn) -> str:
    functions = draw(st.lists(bodies, min_size=1, max_size=3))
    texts = [
        f"def function_{number}(total):\n" + textwrap.indent(body, "    ") + "\n"
        for number, body in enumerate(functions)
    ]
    names = ", ".join(f"function_{number}" for number in range(len(functions)))
    text = HEADER + "\n\n" + "\n\n".join(texts) + FOOTER.replace("FUNCTIONS", f"[{names}]")
    text = text.replace("    ", draw(st.sampled_from(["    ", "  ", "\t"])))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


# --- a TensorFlow that only remembers whether a session is open


class Thing:
    """Whatever else a program makes: usable as a context."""

    def __enter__(self) -> Thing:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def as_default(self) -> Thing:
        return self


class Session(Thing):
    def __init__(self, graph: object = None) -> None:
        self.open = True

    def __repr__(self) -> str:
        return "a session"

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, value: int) -> int:
        if not self.open:
            raise RuntimeError("Attempted to use a closed Session.")
        return value + 1

    def close(self) -> None:
        self.open = False


def fake_tensorflow() -> dict[str, types.ModuleType]:
    names = ("tensorflow", "tensorflow.compat", "tensorflow.compat.v1")
    top, compat, v1 = modules = [types.ModuleType(name) for name in names]
    for name, value in {
        "Session": Session,
        "InteractiveSession": Session,
        "Graph": Thing,
        "name_scope": lambda _: Thing(),
        "reset_default_graph": lambda: None,
    }.items():
        setattr(v1, name, value)
    top.compat, compat.v1 = compat, v1  # type: ignore[attr-defined]
    return dict(zip(names, modules, strict=True))


def behaviour(text: str) -> str:
    """What a program prints, and how it ends."""
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(said):
        for name, module in fake_tensorflow().items():
            patch.setitem(sys.modules, name, module)
        try:
            exec(compile(text, "program", "exec", dont_inherit=True), {"__name__": "program"})
        except Exception as error:
            print("ended with", type(error).__name__, error)
    return re.sub(r" at 0x\w+", "", said.getvalue())  # of a generator


def compiles(text: str) -> bool:
    try:
        compile(text, "program", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


# --- what must hold


def checked(text: str, folder: Path) -> FileResult:
    source = Source(folder / "program.py", "program.py", text)
    return Checker(ALL).check_source(source, Settings(select=("TFM201",)))


def comments(text: str) -> Counter[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text, newline=None).readline)
    return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)


def functions(text: str) -> dict[str, str]:
    return {
        node.name: ast.get_source_segment(text, node) or ""
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }


def expect_promises_kept(text: str, folder: Path) -> None:
    result = checked(text, folder)
    assert not [finding for finding in result.findings if finding.code.startswith("TFM9")], result.findings
    assert not result.notes
    if result.repair is None:
        return
    new = result.repair.new.text
    again = checked(new, folder)
    assert again.repair is None, "repairing twice must change nothing more"
    assert comments(new) >= comments(text)
    assert "\r" not in new.replace("\r\n", "")
    assert new.count("\r\n") == (new.count("\n") if "\r" in text else 0)
    rows = {finding.start.row for finding in result.repair.findings}
    before, after = functions(text), functions(new)
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and not rows & {*range(node.lineno, (node.end_lineno or 0) + 1)}:
            assert after[node.name] == before[node.name]
    assert behaviour(new) == behaviour(text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of its own: what other tests wrote would be read with each example."""
    return tmp_path_factory.mktemp("properties")


@settings(max_examples=60, suppress_health_check=[*HealthCheck])
@given(text=programs().filter(compiles))
def test_repairs_of_generated_programs(text: str, folder: Path) -> None:
    expect_promises_kept(text, folder)


@pytest.mark.slow
@settings(max_examples=10_000, suppress_health_check=[*HealthCheck])
@given(text=programs().filter(compiles))
def test_repairs_of_many_generated_programs(text: str, folder: Path) -> None:
    expect_promises_kept(text, folder)


def test_generated_programs_are_repaired_at_all(tmp_path: Path) -> None:
    """Else the tests above would hold for want of repairs."""
    body = textwrap.indent(f"{OPENINGS[1]}\n{PLAIN[1]}\n{PLAIN[2]}\n{ENDING[1]}\n", "    ")
    text = HEADER + f"\n\ndef one(total):\n{body}" + FOOTER.replace("FUNCTIONS", "[one]")
    assert checked(text, tmp_path).repair is not None
    assert behaviour(text) == "2\none 3\n"


# --- programs that leak in many ways


def repaired(text: str, folder: Path) -> FileResult:
    source = Source(folder / "program.py", "program.py", text)
    return Checker(ALL).check_source(source, Settings(select=("ALL",)))


@settings(max_examples=40, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 10**9))
def test_neither_findings_nor_repairs_depend_on_the_order_of_rules(
    seed: int, script: Callable[[str], Any], folder: Path
) -> None:
    text = script("pairs").program(random.Random(seed))
    first = repaired(text, folder)
    rules = list(registry.rules())
    random.Random(seed).shuffle(rules)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "rules", lambda: tuple(rules))
        second = repaired(text, folder)
    assert second.findings == first.findings
    assert (second.repair and second.repair.new.text) == (first.repair and first.repair.new.text)


@settings(max_examples=40, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 10**9))
def test_functions_without_a_finding_stay_byte_for_byte(
    seed: int, script: Callable[[str], Any], folder: Path
) -> None:
    result = repaired(script("pairs").program(random.Random(seed)), folder)
    if result.repair is None:
        return
    text = result.repair.old.text
    before, after = functions(text), functions(result.repair.new.text)
    for finding in result.repair.findings:
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and finding.start.row in range(
                node.lineno, (node.end_lineno or 0) + 1
            ):
                before.pop(node.name, None)
    assert {name: after[name] for name in before} == before


@settings(max_examples=40, suppress_health_check=[*HealthCheck])
@given(text=programs(), cut=st.tuples(st.integers(0, 400), st.integers(0, 400)), put=st.text(max_size=6))
def test_mutilated_programs_never_fail_the_tool(
    text: str, cut: tuple[int, int], put: str, folder: Path
) -> None:
    mutilated = text[: min(cut)] + put + text[max(cut) :]
    result = checked(mutilated, folder)
    assert not [finding for finding in result.findings if finding.code == "TFM901"], result.findings
