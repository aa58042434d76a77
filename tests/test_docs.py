"""The generated pages and the README's table say what rules, programs and measured data say."""

from __future__ import annotations

import ast
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tflint_mem import checkout, docs, registry
from tflint_mem.report import catalogue

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^)#:]+)\)")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout with the generated files and what they are made from."""
    for folder in ("docs", "fixtures"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "README.md", tmp_path)
    docs.write(tmp_path)
    return tmp_path


def entry(effect: str = "leak", *, rule: str = "TFM201", **runs: dict[str, Any]) -> dict[str, Any]:
    return {"rule": rule, "fixture": "unclosed-session/bad_x", "effect": effect, "holds": True, **runs}


def data(*entries: dict[str, Any], tensorflow: str = "2.21.0") -> dict[str, Any]:
    return {"schema": 1, "versions": {"tensorflow": tensorflow}, "fixtures": list(entries)}


def row(effect: str, program: dict[str, Any], repaired: dict[str, Any]) -> list[str]:
    """The cells of the two runs."""
    section = docs.figures("TFM201", [data(entry(effect, program=program, repaired=repaired))], None)
    return [cell.strip() for cell in section.splitlines()[-1].split("|")[3:5]]


def test_committed_pages_are_up_to_date() -> None:
    stale = [path.relative_to(ROOT).as_posix() for path in docs.stale(ROOT)]
    assert not stale, f"stale: {', '.join(stale)}; run: {docs.COMMAND}"


def test_every_link_of_a_generated_file_leads_somewhere() -> None:
    texts = docs.generated(ROOT)
    for path, text in texts.items():
        prose = re.sub(r"^(```+).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
        for link in LINK.findall(prose):
            target = (path.parent / link).resolve()
            assert target in texts or target.exists(), f"{path.name}: {link}"


def test_every_diagnostic_has_a_page_and_a_line_in_the_index() -> None:
    texts = docs.generated(ROOT)
    index = texts[checkout.page_of(ROOT, "README")]
    for code, name in registry.codes().items():
        assert f"[{code}]({name}.md)" in index
        assert texts[checkout.page_of(ROOT, name)].startswith(f"# {name} ({code})\n")


def test_changed_missing_and_left_over_pages_are_stale_until_written(copy: Path) -> None:
    assert docs.stale(copy) == []
    pages = copy / "docs" / "rules"
    before = {path: path.read_bytes() for path in pages.iterdir()}
    (pages / "unclosed-session.md").write_text("old", encoding="utf-8")
    (pages / "model-built-in-loop.md").unlink()
    (pages / "rule-of-old.md").write_text("old", encoding="utf-8")
    readme = copy / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(text.replace("| unclosed-session |", "| session-unclosed |"), encoding="utf-8")

    stale = docs.stale(copy)
    assert [path.relative_to(copy).as_posix() for path in stale] == [
        "README.md",
        "docs/rules/model-built-in-loop.md",
        "docs/rules/rule-of-old.md",
        "docs/rules/unclosed-session.md",
    ]
    assert docs.write(copy) == stale
    assert docs.stale(copy) == []
    assert {path: path.read_bytes() for path in pages.iterdir()} == before
    assert readme.read_text(encoding="utf-8") == text


def test_new_data_makes_its_rule_stale_and_unknown_fields_do_not(copy: Path) -> None:
    path = copy / "docs" / "evidence" / "tensorflow-2.21.json"
    measured = json.loads(path.read_text(encoding="utf-8"))
    measured["weather"] = {"sky": "blue"}
    for item in measured["fixtures"]:
        item["note"] = [1, 2]
        if "program" in item:  # what this TensorFlow lacks was not run
            item["program"]["note"] = [1, 2]
    path.write_text(json.dumps(measured), encoding="utf-8")
    assert docs.stale(copy) == []

    run = {"kib": 7.0}
    older = data(entry(program=run, repaired=run), tensorflow="2.9.3")
    path.with_name("tensorflow-2.9.json").write_text(json.dumps(older), encoding="utf-8")
    (page,) = docs.stale(copy)
    assert page.name == "unclosed-session.md"
    text = docs.generated(copy)[page]
    assert 0 < text.index("| 2.9.3 | 7.0 KiB/iteration |") < text.index("| 2.21.0 |")


def test_a_readme_without_the_comments_is_refused(copy: Path) -> None:
    (copy / "README.md").write_text("# Rules\n", encoding="utf-8")
    with pytest.raises(ValueError, match="lacks the comments"):
        docs.generated(copy)


def test_a_rule_without_data_has_no_figures() -> None:
    other = entry(rule="TFM999", program={"kib": 1.0}, repaired={"kib": 0.0})
    good = entry("none", program={"kib": 1.0})
    assert docs.figures("TFM201", [], "unclosed-session") == ""
    assert docs.figures("TFM201", [data(other, good), {"fixtures": []}], None) == ""


@pytest.mark.parametrize(
    ("effect", "program", "repaired", "cells"),
    [
        ("leak", {"kib": 1234.5, "counts": {"open session": 1.0}}, {"kib": 0.2},
         ["1,234.5 KiB/iteration (open session +1)", "0.2 KiB/iteration"]),
        ("until-gc", {"kib": 0.1, "uncollected_kib": 90.0}, {"uncollected_kib": 0.0},
         ["90.0 KiB/iteration until collected", "0.0 KiB/iteration until collected"]),
        ("overhead", {"milliseconds": 3.1}, {"milliseconds": 0.5}, ["3.1 ms/iteration", "0.5 ms/iteration"]),
        ("peak", {"in_use_kib": 9000}, {"in_use_kib": 70}, ["9,000 KiB in use", "70 KiB in use"]),
        ("held", {"open_sessions": [0, 1]}, {"open_sessions": [0, 0]},
         ["open sessions: 1", "open sessions: 0"]),
        ("device", {"devices": {"GPU:0": "takes all memory"}}, {"devices": {"GPU:0": "grows"}},
         ["GPU:0 takes all memory", "GPU:0 grows"]),
        ("error", {"error": "ValueError: no | such"}, {"kib": 0.0},
         ["ends with `ValueError`", "runs to its end"]),
        ("leak", {}, {"kib": 0.0}, ["–", "0.0 KiB/iteration"]),
    ],
)  # fmt: skip
def test_cells_name_what_the_effect_is_about(
    effect: str, program: dict[str, Any], repaired: dict[str, Any], cells: list[str]
) -> None:
    assert row(effect, program, repaired) == cells


def test_what_was_not_measured_or_not_confirmed_is_said() -> None:
    failing = entry(program={"kib": 1.0}, repaired={"kib": 1.0}) | {"holds": False}
    skipped = entry() | {"holds": None, "not_measured": "this TensorFlow has no tf.x"}
    rows = docs.figures("TFM201", [data(failing, skipped)], None).splitlines()[-2:]
    assert rows == [
        "| `bad_x` (claim not confirmed) | 2.21.0 | 1.0 KiB/iteration | 1.0 KiB/iteration |",
        "| `bad_x` | 2.21.0 | this TensorFlow has no tf.x | – |",
    ]


def test_explain_shows_the_written_page_in_a_checkout(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "checkout", lambda: copy)
    checkout.page_of(copy, "unclosed-session").write_text("# written\n", encoding="utf-8")
    checkout.page_of(copy, "predict-in-loop").unlink()
    assert catalogue.explained("tfm201") == catalogue.explained("unclosed-session") == "# written"
    assert catalogue.explained("TFM102") == catalogue.page("TFM102")
    assert catalogue.explained("../README") is None
    monkeypatch.setattr(catalogue, "checkout", lambda: None)
    assert catalogue.explained("TFM201") == catalogue.page("TFM201")


def test_the_command_names_what_it_wrote_and_needs_a_checkout(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs, "checkout", lambda: copy)
    checkout.page_of(copy, "unclosed-session").unlink()
    assert docs.main() == 0
    assert docs.main() == 0
    assert capsys.readouterr().out == "docs/rules/unclosed-session.md\n"
    monkeypatch.setattr(docs, "checkout", lambda: None)
    assert docs.main() == 2
    assert "in a checkout" in capsys.readouterr().err


def test_every_module_of_the_semantic_model_has_its_place_in_the_guide() -> None:
    """Contributors find it in one row of the guide's table, and it imports nothing of a later row."""
    guide = (ROOT / "CONTRIBUTING.md").read_text()
    section = guide[guide.index("### Where a question") : guide.index("## How to add a rule")]
    rows = [re.findall(r"`(\w+)`", line) for line in section.splitlines() if line.startswith("| ")][1:]
    place = {module: number for number, row in enumerate(rows) for module in row}
    modules = {path.stem: path for path in (ROOT / "tflint_mem/semantic").glob("*.py")}
    assert set(place) == modules.keys() - {"__init__", "model"}
    assert len(place) == sum(map(len, rows))
    for module, number in place.items():
        for node in ast.parse(modules[module].read_text()).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tflint_mem.semantic"):
                last = (node.module or "").rpartition(".")[2]
                imported = [a.name for a in node.names] if last == "semantic" else [last]
                assert all(place[other] <= number for other in imported), f"{module} imports {imported}"
