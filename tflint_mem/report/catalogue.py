"""What there is to find: the table of rules and the page of each one."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from tflint_mem import registry
from tflint_mem.checkout import checkout, page_of

if TYPE_CHECKING:
    from tflint_mem.rule import Meta

_REASON = re.compile(r"^## Why[^\n]*\n\s*(.+?[.])(?=\s+[A-Z`*]|\s*\n\s*\n|\Z)", re.MULTILINE | re.DOTALL)
"""The first sentence under the heading "Why memory is lost"."""

TOOL_PAGES = {
    "TFM900": """
        The file is not valid Python for the interpreter that runs tflint-mem, so nothing else in it was
        checked.  Run tflint-mem under the Python version that the code is written for.
        """,
    "TFM901": """
        A rule stopped with an internal error in this file.  The other rules went on.  This is a defect of
        the rule: please report it with the file.
        """,
    "TFM902": """
        A comment such as `# noqa: TFM103` or `# tflint-mem: disable=TFM103` silences nothing, although its
        rule examined the file.  It would hide the next finding in its place, which nobody has looked at.

        Fix (safe): the comment is removed, or only the unused codes of a list that names others, of
        tflint-mem or of other tools.  Withheld where words of your own follow the codes.

        Silent: a bare `# noqa` or `# tflint-mem: disable`; codes of rules that were not run (not selected,
        ignored for the file, or failed in it) and prefixes such as `TFM1` that stand for any of them; codes
        that no rule of tflint-mem has.  `# noqa: TFM902` on its row keeps a comment.

        Under flake8 the same comments are reported, whatever flake8 itself selects or ignores, as long as
        rules of tflint-mem ran.  flake8 repairs nothing, reads no notebooks, and does not tell a plugin what
        other plugins found: codes of theirs are never judged.
        """,
    "TFM903": """
        The file could not be read or decoded, so it was not checked, and tflint-mem exits with 2.  A file
        that is not UTF-8 has to name its encoding in one of its first two lines:
        `# -*- coding: latin-1 -*-`.
        """,
}
"""The pages of the diagnostics that no rule makes."""


def as_table() -> str:
    """One line a rule: code, name, impact, fix, whether it is on without being selected, summary."""
    rows = [("code", "name", "impact", "fix", "set", "summary")]
    for rule in registry.rules():
        meta = rule.meta
        rows.append((meta.code, meta.name, meta.impact.value, fix_of(meta), set_of(meta), rule.summary()))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def as_json() -> str:
    """The rules as a list of objects."""
    import json

    return json.dumps(
        [
            {
                "code": rule.meta.code,
                "name": rule.meta.name,
                "summary": rule.summary(),
                "impact": rule.meta.impact.value,
                "fix": rule.meta.fix.value if rule.meta.fix else None,
                "default": rule.meta.default,
            }
            for rule in registry.rules()
        ],
        indent=2,
    )


def page(code_or_name: str) -> str | None:
    """The page of a rule or of one of the tool's own diagnostics in Markdown, None when there is none."""
    rule = registry.find(code_or_name)
    if rule is not None:
        meta = rule.meta
        facts = f"Impact: {meta.impact.value}. Fix: {fix_of(meta)}. Set: {set_of(meta)}."
        return f"# {meta.name} ({meta.code})\n\n{facts}\n\n{rule.documentation()}"
    wanted = code_or_name.strip().lower()
    for code, name in registry.TOOL_CODES.items():
        if wanted in (code.lower(), name):
            return f"# {name} ({code})\n\n{textwrap.dedent(TOOL_PAGES[code]).strip()}"
    return None


def explained(code_or_name: str) -> str | None:
    """The page with programs and measured figures where this is a checkout, else what ``page`` gives."""
    text, folder = page(code_or_name), checkout()
    if text is None or folder is None:
        return text
    name = _name(code_or_name)
    written = page_of(folder, name)
    return written.read_text(encoding="utf-8").rstrip("\n") if written.is_file() else text


def _name(code_or_name: str) -> str:
    wanted = code_or_name.strip().lower()
    return next((name for code, name in registry.codes().items() if code.lower() == wanted), wanted)


def reason(code: str) -> str:
    """Why memory is lost, in one sentence of the rule's page; empty when it says nothing of it."""
    rule = registry.find(code)
    match = _REASON.search(rule.documentation()) if rule else None
    return " ".join(match[1].replace("``", "`").split()) if match else ""


def nearest(code_or_name: str) -> str | None:
    """The code or name that a mistaken one resembles most."""
    known = {text.lower(): text for pair in registry.codes().items() for text in pair}
    import difflib

    close = difflib.get_close_matches(code_or_name.strip().lower(), known, n=1)
    return known[close[0]] if close else None


def fix_of(meta: Meta) -> str:
    """The best applicability that the fixes of a rule reach, in one word."""
    return meta.fix.value if meta.fix else "none"


def set_of(meta: Meta) -> str:
    """Whether a rule is on by default."""
    return "default" if meta.default else "extra"
