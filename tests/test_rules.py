"""What holds for every rule: its identity, its page, and the programs that prove it."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from tflint_mem import registry
from tflint_mem.scaffold import PLACEHOLDER
from tflint_mem.verify.fixtures import discover

FIXTURES = Path(__file__).parent.parent / "fixtures"
SECTIONS = ["What it does", "Why memory is lost", "Example", "Fix safety", "Known limits"]
each_rule = pytest.mark.parametrize("rule", registry.rules(), ids=lambda rule: rule.meta.name)


def kebab(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


@each_rule
def test_page_has_its_sections_in_order(rule: type[registry.Rule]) -> None:
    page = rule.documentation()
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^## (.+)$", prose, re.MULTILINE)
    assert ["Why memory is lost" if h.startswith("Why ") else h for h in headings] == SECTIONS
    example = page[page.index("## Example") : page.index("## Fix safety")]
    assert re.search(r"```python\n.+?\n```\n+Use instead:", example, re.DOTALL)
    assert rule.summary().endswith(".")


@each_rule
def test_nothing_of_the_scaffold_is_left(rule: type[registry.Rule]) -> None:
    assert PLACEHOLDER not in Path(inspect.getfile(rule)).read_text(encoding="utf-8")


@each_rule
def test_class_module_and_rule_share_a_name(rule: type[registry.Rule]) -> None:
    assert re.fullmatch(r"TFM[1-9]\d\d", rule.meta.code)
    assert kebab(rule.__name__) == rule.meta.name
    assert rule.__module__.rpartition(".")[2] == rule.meta.name.replace("-", "_")


@each_rule
def test_a_marker_stands_in_every_bad_program(rule: type[registry.Rule]) -> None:
    bad = [fixture.path for fixture in discover(FIXTURES, [rule]) if fixture.bad]
    assert rule.meta.markers
    for path in bad:
        content = path.read_bytes()
        assert any(marker in content for marker in rule.meta.markers), path.name
