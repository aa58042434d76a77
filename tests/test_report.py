from __future__ import annotations

import io
import json
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tflint_mem import registry
from tflint_mem.options import OutputFormat
from tflint_mem.report import Outcome, catalogue, machine
from tflint_mem.report.formats import render
from tflint_mem.report.style import Style, columns, expanded, visible
from tflint_mem.report.text import snippet, summary
from tflint_mem.rule import Applicability, Edit, Finding, Fix, Impact, Position, Related
from tflint_mem.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN = Style()
UNSAFE_TOO = frozenset({Applicability.SAFE, Applicability.UNSAFE})


def source_of(text: str, name: str = "train.py") -> Source:
    return Source(Path("/project") / name, name, text)


def finding_at(
    row: int = 2,
    start: int = 8,
    end: int = 20,
    *,
    end_row: int | None = None,
    code: str = "TFM201",
    name: str = "unclosed-session",
    impact: Impact = Impact.LEAK,
    filename: str = "train.py",
    fix: Applicability | None = None,
    related: tuple[Related, ...] = (),
) -> Finding:
    repair = Fix("use a with block", (Edit(0, 0, "with "), Edit(11, 12, "")), fix) if fix else None
    return Finding(
        code,
        name,
        "session is opened here and never closed",
        impact,
        filename,
        Position(row, start),
        Position(end_row or row, end),
        repair,
        related,
    )


TEXT = "import tf\nsess = tf.Session()\n"


def outcome_of(*findings: Finding, allowed: frozenset[Applicability] | None = None) -> Outcome:
    return Outcome(
        findings,
        {"train.py": source_of(TEXT)},
        files=3,
        allowed=allowed or frozenset({Applicability.SAFE}),
    )


def test_concise_is_one_line_a_finding_and_marks_what_fix_repairs() -> None:
    outcome = outcome_of(
        finding_at(), finding_at(fix=Applicability.SAFE), finding_at(fix=Applicability.UNSAFE)
    )
    assert render(outcome, OutputFormat.CONCISE, PLAIN).splitlines() == [
        "train.py:2:8: TFM201 session is opened here and never closed",
        "train.py:2:8: TFM201 [*] session is opened here and never closed",
        "train.py:2:8: TFM201 session is opened here and never closed",
    ]


def test_unsafe_fixes_are_marked_when_they_are_trusted() -> None:
    outcome = outcome_of(finding_at(fix=Applicability.UNSAFE), allowed=UNSAFE_TOO)
    assert "TFM201 [*] session" in render(outcome, OutputFormat.CONCISE, PLAIN)


def test_full_shows_line_caret_reason_related_place_and_fix() -> None:
    related = (Related("loop.py", Position(7, 1), "the loop"),)
    outcome = outcome_of(finding_at(fix=Applicability.UNSAFE, related=related))
    lines = render(outcome, OutputFormat.FULL, PLAIN).splitlines()
    assert lines[:4] == [
        "train.py:2:8: TFM201 session is opened here and never closed",
        "  |",
        "2 | sess = tf.Session()",
        "  |        ^^^^^^^^^^^^",
    ]
    assert lines[4].startswith("  = why: Memory grows without bound. ")
    assert catalogue.reason("TFM201").split()[-1] in "\n".join(lines[4:])
    assert "  = see: loop.py:7:1: the loop" in lines
    assert "  = fix: use a with block (unsafe; apply it with --fix --unsafe-fixes, and review it)" in lines
    assert "  = help: tflint-mem explain TFM201" in lines


def test_full_without_source_shows_the_head_only() -> None:
    unreadable = finding_at(
        1, 1, 1, code="TFM903", name="unreadable-file", impact=Impact.TOOL, filename="x.py"
    )
    assert render(outcome_of(unreadable), OutputFormat.FULL, PLAIN).splitlines() == [
        "x.py:1:1: TFM903 session is opened here and never closed",
        "",
    ]


@pytest.mark.parametrize(
    ("line", "start", "end", "code", "caret"),
    [
        ("\tf(x)", 2, 6, "    f(x)", "    ^^^^"),
        ("a\tf(x)", 3, 7, "a   f(x)", "    ^^^^"),
        ("名 = f(x)", 5, 9, "名 = f(x)", "     ^^^^"),
        ("f('名')", 1, 7, "f('名')", "^^^^^^^"),
        ("e\u0301 = f(x)", 6, 10, "e\u0301 = f(x)", "    ^^^^"),
        ("\x0cf(x)", 2, 6, "\u240cf(x)", " ^^^^"),
        ("f(", 3, 3, "f(", "  ^"),
        ("", 1, 1, "", "^"),
    ],
)
def test_carets_stand_under_the_code_as_a_terminal_shows_it(
    line: str, start: int, end: int, code: str, caret: str
) -> None:
    assert snippet(source_of(f"{line}\r\n"), finding_at(1, start, end)) == (code, caret)


def test_a_finding_of_several_lines_is_underlined_to_the_end_of_the_first() -> None:
    source = source_of("x = f(  \n    1,\n)\n")
    assert snippet(source, finding_at(1, 5, 2, end_row=3)) == ("x = f(  ", "    ^^")


def test_long_lines_are_cut_around_the_finding() -> None:
    source = source_of("x" * 5000 + "f()" + "y" * 5000)
    code, caret = snippet(source, finding_at(1, 5001, 5004))
    assert len(code) < 130
    assert code[caret.index("^") : caret.index("^") + 3] == "f()"
    assert caret.count("^") == 3


def test_control_characters_never_reach_the_terminal() -> None:
    assert visible("a\x1b[31m\u202eb\x9b") == "a\u241b[31m\ufffdb\ufffd"
    assert expanded("\x00") == "\u2400"


def test_wide_and_combining_characters_are_measured() -> None:
    assert columns("a名e\u0301\u200d") == 4


def test_colour_is_for_terminals_and_obeys_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert Style.of(Terminal()).colour
    assert not Style.of(io.StringIO()).colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Style.of(Terminal()).colour
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not Style.of(Terminal()).colour


def test_colour_changes_no_character_of_the_report() -> None:
    outcome = outcome_of(finding_at(fix=Applicability.SAFE))
    coloured = render(outcome, OutputFormat.FULL, Style(colour=True))
    for code in ("1;31", "36", "1", "0"):
        coloured = coloured.replace(f"\033[{code}m", "")
    assert coloured == render(outcome, OutputFormat.FULL, PLAIN)


PAGES = "https://example.org/rules"


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The distribution declares where the pages lie, however this one is installed."""
    distribution = Message()
    distribution["Project-URL"] = "Homepage, https://example.org"
    distribution["Project-URL"] = f"Rules, {PAGES}/"
    monkeypatch.setattr(machine.metadata, "metadata", lambda name: distribution)
    machine._documentation.cache_clear()
    yield
    machine._documentation.cache_clear()


@pytest.mark.usefixtures("declared")
def test_json_is_the_contract() -> None:
    related = (Related("loop.py", Position(7, 1), "the loop"),)
    outcome = outcome_of(finding_at(fix=Applicability.SAFE, related=related))
    (item,) = json.loads(render(outcome, OutputFormat.JSON, PLAIN))
    assert item == {
        "code": "TFM201",
        "name": "unclosed-session",
        "message": "session is opened here and never closed",
        "impact": "leak",
        "filename": "train.py",
        "cell": None,
        "location": {"row": 2, "column": 8},
        "end_location": {"row": 2, "column": 20},
        "noqa_row": 2,
        "url": f"{PAGES}/unclosed-session.md",
        "related": [
            {"filename": "loop.py",
                "cell": None, "location": {"row": 7, "column": 1}, "message": "the loop"},
        ],
        "fix": {
            "applicability": "safe",
            "message": "use a with block",
            "edits": [
                {
                    "content": "with ",
                        "cell": None,
                    "location": {"row": 1, "column": 1},
                    "end_location": {"row": 1, "column": 1},
                },
                {
                    "content": "",
                        "cell": None,
                    "location": {"row": 2, "column": 2},
                    "end_location": {"row": 2, "column": 3},
                },
            ],
        },
    }


@pytest.mark.usefixtures("declared")
def test_json_names_pages_of_own_diagnostics_only() -> None:
    found = (finding_at(code="TFM900", name="syntax-error"), finding_at(code="ACM101", name="of-a-pack"))
    items = json.loads(render(outcome_of(*found), OutputFormat.JSON, PLAIN))
    assert {item["name"]: item["url"] for item in items} == {
        "syntax-error": f"{PAGES}/syntax-error.md",
        "of-a-pack": None,
    }


def test_json_of_nothing_is_an_empty_list() -> None:
    assert render(outcome_of(), OutputFormat.JSON, PLAIN) == "[]\n"


def test_github_escapes_what_its_commands_reserve() -> None:
    outcome = outcome_of(finding_at(filename="a,b:c%.py"), finding_at(1, 1, 2, end_row=2))
    assert render(outcome, OutputFormat.GITHUB, PLAIN).splitlines() == [
        "::error title=tflint-mem (TFM201),file=a%2Cb%3Ac%25.py,line=2,endLine=2,col=8,endColumn=20::"
        "a,b:c%25.py:2:8: TFM201 session is opened here and never closed",
        "::error title=tflint-mem (TFM201),file=train.py,line=1,endLine=2::"
        "train.py:1:1: TFM201 session is opened here and never closed",
    ]


def test_statistics_count_each_rule_most_often_first() -> None:
    other = finding_at(code="TFM101", name="model-call-in-loop", fix=Applicability.UNSAFE)
    outcome = outcome_of(other, finding_at(), finding_at(fix=Applicability.SAFE))
    assert render(outcome, OutputFormat.FULL, PLAIN, statistics=True).splitlines() == [
        "2  TFM201  [*] unclosed-session",
        "1  TFM101  [ ] model-call-in-loop",
    ]
    assert json.loads(render(outcome, OutputFormat.JSON, PLAIN, statistics=True)) == [
        {"code": "TFM201", "name": "unclosed-session", "count": 2, "fixable": 1},
        {"code": "TFM101", "name": "model-call-in-loop", "count": 1, "fixable": 0},
    ]


def test_summary_says_what_was_found_and_what_fix_would_do() -> None:
    assert summary(outcome_of(), wrote=False) == "Nothing found in 3 files."
    assert summary(Outcome((), {}), wrote=False) == "No Python files to check."
    found = outcome_of(finding_at(fix=Applicability.SAFE), finding_at(fix=Applicability.UNSAFE))
    assert summary(found, wrote=False) == (
        "2 findings in 1 file. [*] 1 fixable with --fix. 1 more fixable with --fix --unsafe-fixes."
    )
    fixed = Outcome((finding_at(),), {}, files=3, fixed=(finding_at(),), fixed_files=1)
    assert summary(fixed, wrote=True) == "Fixed 1 finding in 1 file. 1 finding left in 1 file."
    assert summary(fixed, wrote=False) == "Would fix 1 of 1 finding, in 1 file."


def test_the_table_of_rules_names_each_one() -> None:
    table = catalogue.as_table().splitlines()
    assert [line.split()[0] for line in table[1:]] == [rule.meta.code for rule in registry.rules()]
    assert [item["code"] for item in json.loads(catalogue.as_json())] == [
        rule.meta.code for rule in registry.rules()
    ]


def test_every_code_has_a_page_by_code_and_by_name() -> None:
    for code, name in registry.codes().items():
        page = catalogue.page(code.lower())
        assert page is not None
        assert page.startswith(f"# {name} ({code})\n")
        assert catalogue.page(name) == page


def test_every_rule_says_in_one_sentence_why_memory_is_lost() -> None:
    for rule in registry.rules():
        reason = catalogue.reason(rule.meta.code)
        assert reason.endswith("."), rule.meta.code
        assert "\n" not in reason


def test_an_unknown_rule_has_no_page_but_a_neighbour() -> None:
    assert catalogue.page("unclosed-sesion") is None
    assert catalogue.nearest("unclosed-sesion") == "unclosed-session"
    assert catalogue.nearest("tfm2O1") == "TFM201"
    assert catalogue.nearest("pandas") is None
