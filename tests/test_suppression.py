"""Comments that silence findings."""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path

import pytest
from flake8.processor import FileProcessor
from flake8.violation import Violation

from tflint_mem import registry
from tflint_mem.rule import Finding, Impact, Position
from tflint_mem.source import Source
from tflint_mem.suppression import Kind, Suppressions

CODES = {
    "TFM101": "model-call-in-loop",
    "TFM103": "model-built-in-loop",
    "TFM201": "unclosed-session",
    "TFM401": "memory-growth-unset",
}


@pytest.fixture(autouse=True)
def _known_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "codes", lambda: CODES)


def suppressions(text: str, *, noqa: bool = True) -> Suppressions:
    return Suppressions(Source(Path("/x.py"), "x.py", text), noqa=noqa)


def finding(row: int, code: str = "TFM103", noqa_row: int = 0) -> Finding:
    place = Position(row, 1)
    return Finding(code, CODES[code], "message", Impact.LEAK, "x.py", place, place, noqa_row=noqa_row)


def silent_rows(text: str, code: str = "TFM103") -> list[int]:
    """The rows of a program where a finding is silenced."""
    text = textwrap.dedent(text).removeprefix("\n")
    known = suppressions(text)
    return [row for row in range(1, text.count("\n") + 1) if known.suppresses(finding(row, code))]


# The comments of flake8.

NOQA_COMMENTS = [
    "# noqa",
    "# NOQA",
    "#noqa",
    "#  noqa",
    "# noqa: TFM103",
    "# noqa:TFM103,E501",
    "# noqa: E501, TFM103",
    "# noqa: E501 TFM1",
    "# noqa: TFM",
    "# noqa: TFM1",
    "# noqa: E501",
    "# noqa:  TFM201",
    "# noqa : TFM201",
    "# noqa: tfm103",
    "# noqa: unclosed-session",
    "# noqa: E501 because it is long",
    "# noqa: E501,",
    "# noqa - a reason",
    "# noqa:E501# noqa",
    "# type: ignore # noqa: TFM103",
    "# see noqa",
    "# noqaTFM103",
    "# flake8: noqa",
    "# nothing",
]

PROGRAMS = [
    "x = 1  {}\ny = 2\n",
    "x = f(  {}\n    1,\n)\n",
    "x = f(\n    1,  {}\n)\n",
    "x = f(\n    1,\n)  {}\n",
    'x = """a\nb\n"""  {}\ny = 1\n',
    'x = f("""a\nb""",  {}\n    """c\n""")\ny = 1\n',
    "x = 1 + \\\n    2  {}\ny = 1\n",
    "{}\nx = 1\n",
    "if x:\n    {}\n    y = 1\n\n    {}\nz = 1\n",
    "x = 1\r\ny = 2  {}\r\nz = 3\r\n",
    "x = 1\n\f\ny = 2  {}\nz = 3",
    "x = (  # open\n    1,  {}",
]


FLAKE8_OPTIONS = argparse.Namespace(
    disable_noqa=False, hang_closing=False, indent_size=4, max_line_length=79, max_doc_length=None, verbose=0
)


@pytest.mark.parametrize("program", PROGRAMS)
def test_noqa_means_what_it_means_to_flake8(program: str, tmp_path: Path) -> None:
    for number, comment in enumerate(NOQA_COMMENTS):
        text = program.format(*[comment] * 2)
        file = tmp_path / f"{number}.py"
        file.write_bytes(text.encode())
        flake8 = FileProcessor(str(file), FLAKE8_OPTIONS)
        ours = suppressions(text)
        for row in range(1, len(flake8.lines) + 1):
            violation = Violation("TFM103", str(file), row, 1, "", flake8.noqa_line_for(row))
            expected = violation.is_inline_ignored(disable_noqa=False) or flake8.should_ignore_file()
            assert ours.suppresses(finding(row)) is expected, (row, text)


def test_noqa_inside_a_string_is_text() -> None:
    assert silent_rows('x = "# noqa"\ny = """\n# noqa\n# flake8: noqa\n# tflint-mem: disable-file"""\n') == []


def test_noqa_counts_where_the_finding_says() -> None:
    known = suppressions("model(\n    x,\n)  # noqa: TFM103\n")
    assert not known.suppresses(finding(1))
    assert known.suppresses(finding(1, noqa_row=3))
    assert not known.suppresses(finding(1, "TFM101", noqa_row=3))


def test_noqa_can_be_left_to_flake8() -> None:
    text = "a  # noqa\nb  # tflint-mem: disable=TFM103\n# flake8: noqa: TFM1\n"
    known = suppressions(text, noqa=False)
    assert [known.suppresses(finding(row)) for row in (1, 2, 3)] == [False, True, False]
    assert [(d.kind, d.used) for d in known.directives] == [
        (Kind.NOQA, {"TFM103"}),
        (Kind.DISABLE, {"TFM103"}),
        (Kind.NOQA_FILE, {"TFM103"}),
    ]


@pytest.mark.parametrize(
    ("comment", "silent"),
    [
        ("# flake8: noqa", {"TFM103", "TFM201"}),
        ("# FLAKE8=NoQA", {"TFM103", "TFM201"}),
        ("# flake8: noqa: TFM103", {"TFM103"}),
        ("# flake8: noqa:TFM1,E501", {"TFM103"}),
        ("x = 1  # flake8: noqa", set()),
    ],
)
def test_file_wide_noqa(comment: str, silent: set[str]) -> None:
    known = suppressions(f"a = 1\n    \n{comment}\n")
    assert {code for code in ("TFM103", "TFM201") if known.suppresses(finding(1, code))} == silent


# The tool's own directives


@pytest.mark.parametrize(
    ("comment", "silent"),
    [
        ("# tflint-mem: disable=TFM103", {"TFM103"}),
        ("#tflint-mem:disable=TFM103", {"TFM103"}),
        ("# tflint-mem: disable = tfm103 , unclosed-session", {"TFM103", "TFM201"}),
        ("# tflint-mem: disable=TFM1", {"TFM101", "TFM103"}),
        ("# tflint-mem: disable=ALL", set(CODES)),
        ("# tflint-mem: disable", set(CODES)),
        ("# tflint-mem: disable=TFM103 because the cache holds three models", {"TFM103"}),
        ("# tflint-mem: disable=TFM103, -- a reason", {"TFM103"}),
        ("# noqa: E501  # tflint-mem: disable=TFM103  # tflint-mem: disable=TFM401", {"TFM103", "TFM401"}),
        ("# tflint-mem: disable=TFM999", set()),
        ("# tflint-mem: disable=TFM999,TFM103", {"TFM103"}),
        ("# tflint-mem: disabled=TFM103", set()),
        ("# tflint-mem: disable-next=TFM103", set()),
        ("# tflint-mem: enable=TFM103", set()),
    ],
)
def test_what_a_directive_names(comment: str, silent: set[str]) -> None:
    known = suppressions(f"a = 1  {comment}\nb = 2\n")
    assert {code for code in CODES if known.suppresses(finding(1, code))} == silent
    assert not any(known.suppresses(finding(2, code)) for code in CODES)


def test_words_that_name_no_rule_are_kept() -> None:
    (directive,) = suppressions("x  # tflint-mem: disable=TFM999,TFM2\n").directives
    assert (directive.selectors, directive.unknown) == (("TFM2",), ("TFM999",))


def test_at_the_end_of_a_line_it_is_about_the_logical_line() -> None:
    assert silent_rows(
        """
        a = 1
        b = f(  # tflint-mem: disable=TFM103
            1,
        )
        c = 1 + \\
            2  # tflint-mem: disable=TFM103
        for x in y:  # tflint-mem: disable=TFM103
            d(x)
        """
    ) == [2, 3, 4, 5, 6, 7]


def test_inside_brackets_it_is_about_the_logical_line() -> None:
    assert silent_rows(
        """
        a = f(
            # tflint-mem: disable=TFM103
            1,
        )
        b = 2
        """
    ) == [1, 2, 3, 4]


def test_on_its_own_row_it_is_about_the_next_statement() -> None:
    assert silent_rows(
        """
        a = 1
        # tflint-mem: disable=TFM103

        # another comment
        b = f(
            1,
        )
        c = 2
        """
    ) == [2, 3, 4, 5, 6, 7]


def test_on_its_own_row_it_is_about_a_whole_block() -> None:
    assert silent_rows(
        """
        def f():
            # tflint-mem: disable=TFM103
            for x in y:
                if x:
                    a(x)

                b(x)
            else:
                c()
            d()
        """
    ) == [2, 3, 4, 5, 6, 7, 8, 9]


def test_a_block_has_its_decorators() -> None:
    assert silent_rows(
        """
        # tflint-mem: disable=TFM103
        @first
        @second(
            1
        )
        class C:
            def f(self):
                pass
        x = 1
        """
    ) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_block_has_all_its_clauses() -> None:
    assert silent_rows(
        """
        # tflint-mem: disable=TFM103
        try:
            a()
        except E:
            b()
        else:
            c()
        finally:
            d()
        e()
        """
    ) == list(range(1, 10))


def test_before_a_clause_it_is_about_that_clause() -> None:
    assert silent_rows(
        """
        if a:
            b()
        # tflint-mem: disable=TFM103
        elif c:
            d()
        else:
            e()
        """
    ) == [3, 4, 5]


def test_at_the_end_of_a_block_it_is_about_nothing_that_follows() -> None:
    assert silent_rows(
        """
        def f():
            a()
            # tflint-mem: disable=TFM103
        def g():
            b()
        """
    ) == [3]


def test_one_line_compound_statements() -> None:
    assert silent_rows("# tflint-mem: disable=TFM103\nif a: b()\nelse: c()\nd()\n") == [1, 2, 3]


def test_at_the_end_of_the_file() -> None:
    known = suppressions("a = 1\n# tflint-mem: disable=TFM103")
    assert not known.suppresses(finding(1))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_rows_count_as_the_parser_counts_them(newline: str) -> None:
    lines = ["\fa = 1", 's = """\x0b\x85', '\u2028"""', "# tflint-mem: disable=TFM103", "for x in y:", "  z"]
    known = suppressions(newline.join(lines))
    assert [row for row in range(1, 7) if known.suppresses(finding(row))] == [4, 5, 6]


def test_disable_file() -> None:
    known = suppressions("a = 1\nb = 2  # tflint-mem: disable-file=unclosed-session\n")
    assert known.suppresses(finding(1, "TFM201"))
    assert not known.suppresses(finding(2, "TFM103"))
    everything = suppressions("# tflint-mem: disable-file\na = 1\n")
    assert everything.suppresses(finding(2, "TFM401"))


@pytest.mark.parametrize("text", ["x = (\n", "if x:\n        a\n    b\n", "x = '''\n"])
def test_text_that_is_no_python_is_read_by_rows(text: str) -> None:
    program = f"a = 1  # noqa: TFM103\n# tflint-mem: disable=TFM103\nb = 1\nc = 1\n{text}"
    known = suppressions(program)
    assert [row for row in range(1, 5) if known.suppresses(finding(row))] == [1, 2, 3]


def test_directives_remember_what_they_silenced() -> None:
    known = suppressions("a  # noqa: TFM1\nb  # noqa\n# tflint-mem: disable-file=TFM201\n")
    assert known.suppresses(finding(1, "TFM101"))
    assert known.suppresses(finding(1, "TFM103"))
    assert [(d.kind, d.row, d.used) for d in known.directives] == [
        (Kind.NOQA, 1, {"TFM101", "TFM103"}),
        (Kind.NOQA, 2, set()),
        (Kind.DISABLE_FILE, 3, set()),
    ]


def test_without_markers_nothing_is_tokenized(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tflint_mem.suppression.tokenize.generate_tokens", None)
    assert not suppressions("a = 1  # a comment\n").suppresses(finding(1))
