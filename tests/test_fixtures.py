"""The bundled programs: what is reported on them and what is made of them, without TensorFlow."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tflint_mem import engine, fixing, registry, source
from tflint_mem.config import Settings
from tflint_mem.rule import Applicability, Finding
from tflint_mem.verify.fixtures import BY_HAND, FIXED, Effect, Fixture, discover

FIXTURES = Path(__file__).parent.parent / "fixtures"
WANT = re.compile(r"[ \t]*# want: ([A-Z0-9]+(?:, *[A-Z0-9]+)*)$", re.MULTILINE)
ALL_FIXES = frozenset({Applicability.SAFE, Applicability.UNSAFE})

EVERYTHING = discover(FIXTURES, registry.rules())
BAD = [fixture for fixture in EVERYTHING if fixture.bad]
COPIES = sorted(path for path in FIXTURES.rglob("*.py") if path.name.endswith((FIXED, BY_HAND)))


def label(item: Fixture | Path) -> str:
    path = item.path if isinstance(item, Fixture) else item
    return f"{path.parent.name}/{path.name}"


def findings(text: source.Source) -> list[Finding]:
    """What the default rules and, for programs of a rule that is none of them, that rule report."""
    own = registry.find(text.path.parent.name)
    settings = Settings(extend_select=() if own is None else (own.meta.code,))
    return engine.check(text, settings, engine.Project(settings))


def wanted(path: Path) -> list[tuple[int, str]]:
    """The row and code of every ``# want:`` comment."""
    rows = enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
    return [
        (row, code)
        for row, line in rows
        if (match := WANT.search(line))
        for code in re.split(", *", match[1])
    ]


@pytest.mark.parametrize("fixture", EVERYTHING, ids=label)
def test_reported_lines_are_the_wanted_ones(fixture: Fixture) -> None:
    found = findings(source.read(fixture.path))
    assert [(finding.start.row, finding.code) for finding in found] == wanted(fixture.path), [
        finding.message for finding in found
    ]


@pytest.mark.parametrize("fixture", EVERYTHING, ids=label)
def test_wants_its_own_rule_only(fixture: Fixture) -> None:
    assert {code for _, code in wanted(fixture.path)} == ({fixture.code} if fixture.bad else set())


@pytest.mark.parametrize("path", COPIES, ids=label)
def test_repaired_copies_are_silent(path: Path) -> None:
    assert findings(source.read(path)) == []
    assert wanted(path) == []


@pytest.mark.parametrize("fixture", BAD, ids=label)
def test_fix_gives_the_fixed_copy_byte_for_byte(fixture: Fixture) -> None:
    original = source.read(fixture.path)
    result = fixing.fix(original, findings, ALL_FIXES)
    text = WANT.sub("", result.source.text)
    assert fixture.repaired is not None
    if fixture.repaired.name.endswith(BY_HAND):
        assert text == WANT.sub("", original.text)
        assert [finding.fix for finding in result.remaining] == [None] * len(wanted(fixture.path))
    else:
        assert result.source.encode(text) == fixture.repaired.read_bytes()
        assert result.remaining == ()
        assert result.notes == ()


@pytest.mark.parametrize("fixture", BAD, ids=label)
def test_a_second_fix_changes_nothing(fixture: Fixture) -> None:
    once = fixing.fix(source.read(fixture.path), findings, ALL_FIXES).source
    assert fixing.fix(once, findings, ALL_FIXES).source.text == once.text


@pytest.mark.parametrize("fixture", BAD, ids=label)
def test_messages_claim_no_more_than_is_measured(fixture: Fixture) -> None:
    for finding in findings(source.read(fixture.path)):
        assert finding.message[0].islower() or finding.message[0] == "'"
        assert not finding.message.endswith(".")
        if fixture.effect in (Effect.HELD, Effect.OVERHEAD, Effect.DEVICE, Effect.ERROR):
            assert "KiB" not in finding.message
            assert "leak" not in finding.message


@pytest.mark.parametrize("rule", registry.rules(), ids=lambda rule: rule.meta.name)
def test_every_rule_has_enough_programs(rule: type[registry.Rule]) -> None:
    own = discover(FIXTURES, [rule])
    fixed = [item for item in own if item.repaired is not None and item.repaired.name.endswith(FIXED)]
    assert sum(item.bad for item in own) >= 2
    assert sum(not item.bad for item in own) >= 2
    assert len(fixed) >= (2 if rule.meta.fix else 0)


def test_every_file_belongs_to_a_rule_and_has_its_place() -> None:
    names = {rule.meta.name for rule in registry.rules()}
    known = {fixture.path for fixture in EVERYTHING} | {item.repaired for item in EVERYTHING if item.repaired}
    stray = {path for path in FIXTURES.rglob("*.py") if path.parent.name not in names or path not in known}
    assert stray == set()


@pytest.mark.parametrize("fixture", EVERYTHING, ids=label)
def test_bad_programs_have_one_repaired_copy_and_good_ones_none(fixture: Fixture) -> None:
    copies = [fixture.path.with_name(fixture.path.stem + suffix) for suffix in (FIXED, BY_HAND)]
    assert sum(copy.exists() for copy in copies) == fixture.bad


@pytest.mark.parametrize("fixture", [item for item in EVERYTHING if item.schedule], ids=label)
def test_loop_programs_define_run_and_do_no_work_at_their_top(fixture: Fixture) -> None:
    module = ast.parse(fixture.path.read_text(encoding="utf-8"))
    entry = [item for item in module.body if isinstance(item, ast.FunctionDef) and item.name == "run"]
    assert [[argument.arg for argument in item.args.args] for item in entry] == [["rounds"]]
    assert not any(isinstance(item, (ast.For, ast.While, ast.If, ast.With)) for item in module.body)


@pytest.mark.parametrize("fixture", BAD, ids=label)
def test_the_rule_s_markers_occur(fixture: Fixture) -> None:
    rule = registry.find(fixture.code)
    assert rule is not None
    data = fixture.path.read_bytes()
    assert any(marker in data for marker in rule.meta.markers)
