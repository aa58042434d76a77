"""The files of a new rule: complete, failing until they are filled in, and never over something else."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tflint_mem import __main__, checkout, registry, scaffold

if TYPE_CHECKING:
    from tflint_mem.rule import Rule

NAME, CODE = "socket-left-open", "TFM899"


@pytest.fixture
def created(tmp_path: Path) -> list[Path]:
    return scaffold.create(NAME, CODE, tmp_path)


def loaded(path: Path) -> type[Rule]:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: type[Rule] = module.SocketLeftOpen
    return found


def test_makes_the_rule_its_fixtures_and_its_cases(created: list[Path], tmp_path: Path) -> None:
    assert [path.relative_to(tmp_path).as_posix() for path in created] == [
        "rules/socket_left_open.py",
        "fixtures/socket-left-open/bad_first.py",
        "tests/cases/tfm899_bad_first.py",
        "fixtures/socket-left-open/bad_second.py",
        "tests/cases/tfm899_bad_second.py",
        "fixtures/socket-left-open/good_first.py",
        "tests/cases/tfm899_good_first.py",
        "fixtures/socket-left-open/good_second.py",
        "tests/cases/tfm899_good_second.py",
    ]
    assert sorted(created) == sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_the_rule_has_its_identity_and_sections(created: list[Path]) -> None:
    rule = loaded(created[0])
    assert (rule.meta.code, rule.meta.name) == (CODE, NAME)
    headings = re.findall(r"^## (.+)$", rule.documentation(), re.MULTILINE)
    other = registry.find("TFM103")
    assert other is not None
    assert headings == re.findall(r"^## (.+)$", other.documentation(), re.MULTILINE)


def test_nothing_passes_before_it_is_filled_in(created: list[Path]) -> None:
    for path in created:
        text = path.read_text(encoding="utf-8")
        assert scaffold.PLACEHOLDER in text
        assert (f"# want: {CODE}" in text) == path.name.replace("tfm899_", "").startswith("bad")
        if path is not created[0]:
            with pytest.raises(SyntaxError):
                ast.parse(text)
    rule = loaded(created[0])
    with pytest.raises(NotImplementedError):
        rule.suspects(rule.__new__(rule))


@pytest.mark.parametrize(
    ("name", "code", "complaint"),
    [
        ("Socket-Left", CODE, "no name"),
        ("socket_left", CODE, "no name"),
        ("socket", CODE, "no name"),
        ("socket-", CODE, "no name"),
        ("socket-2nd", CODE, "no name"),
        ("../socket-left", CODE, "no name"),
        ("socket-left\n", CODE, "no name"),
        ("unclosed-session", CODE, "another rule"),
        ("syntax-error", CODE, "another rule"),
        (NAME, "TFM201", "the code of unclosed-session"),
        (NAME, "tfm899", "no code"),
        (NAME, "TFM900", "no code"),
        (NAME, "TFM89", "no code"),
        (NAME, "TFM89٣", "no code"),
        (NAME, "ACM899", "no code"),
    ],
)
def test_refuses_names_and_codes_that_will_not_do(
    name: str, code: str, complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(scaffold.ScaffoldError, match=complaint):
        scaffold.create(name, code, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_writes_nothing_when_a_file_is_there(tmp_path: Path) -> None:
    there = tmp_path / "tests" / "cases" / "tfm899_good_second.py"
    there.parent.mkdir(parents=True)
    there.write_text("mine = 1\n", encoding="utf-8")
    with pytest.raises(scaffold.ScaffoldError, match=r"tests/cases/tfm899_good_second\.py is there already"):
        scaffold.create(NAME, CODE, tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [there]


def test_the_command_names_files_and_refuses_with_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checkout, "checkout", lambda: tmp_path)
    assert __main__.main(["scaffold", NAME, "--code", CODE]) == 0
    assert "rules/socket_left_open.py" in capsys.readouterr().out.replace("\\", "/")
    assert __main__.main(["scaffold", NAME, "--code", CODE]) == 2
    assert "there already" in capsys.readouterr().err
    monkeypatch.setattr(checkout, "checkout", lambda: None)
    assert __main__.main(["scaffold", NAME, "--code", CODE]) == 2
    assert "in a checkout" in capsys.readouterr().err


def test_an_installed_package_is_no_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checkout.checkout() == Path(__file__).resolve().parent.parent
    monkeypatch.setattr(checkout, "__file__", str(tmp_path / "tflint_mem" / "checkout.py"))
    assert checkout.checkout() is None
