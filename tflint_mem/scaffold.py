"""``tflint-mem scaffold``: the files of a new rule, which fail the tests until each one is filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_mem import registry

if TYPE_CHECKING:
    from pathlib import Path

PLACEHOLDER = "TO BE WRITTEN"
"""Stands wherever something is missing; in programs it is no Python, so that they cannot pass."""

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z][a-z0-9]*)+")
_CODE = re.compile(r"TFM[1-8][0-9]{2}")

_RULE = '''\
"""{code}: {placeholder}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.api import Impact, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class {class_name}(Rule):
    """{placeholder}: what is wrong, in one line.

    ## What it does
    {placeholder}: what is reported, and what looks alike and is not.

    ## Why memory is lost
    {placeholder}: who keeps what, and how much was measured under which release.

    ## Example
    ```python
    {placeholder}
    ```

    Use instead:
    ```python
    {placeholder}
    ```

    ## Fix safety
    {placeholder}: safe or unsafe and why, and when no fix is offered.

    ## Known limits
    {placeholder}: what is missed, and which rule reports what lies near.
    """

    # {placeholder}: the impact that was measured, and texts one of which stands in every file with a finding.
    meta = Meta(
        code="{code}",
        name="{name}",
        impact=Impact.LEAK,
        markers=(b"tensorflow", b"keras"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """{placeholder}: the places that the semantic model holds against the rule."""
        raise NotImplementedError("{placeholder}")

    def visit_Call(self, node: cst.Call) -> None:
        """{placeholder}: words the report and builds the fix."""
        self.report(node, "{placeholder}")
'''

_BAD_FIXTURE = """\
{placeholder}: a program that shows the effect (fixtures/README.md); take this line out.


def run(rounds):
    for step in rounds:
        ...  # want: {code}
"""

_GOOD_FIXTURE = """\
{placeholder}: a program that looks alike, is right and stays silent; take this line out.


def run(rounds):
    for step in rounds:
        ...
"""

_BAD_CASE = """\
{placeholder}: code of another shape than the fixtures that is reported; take this line out.

...  # want: {code}
"""

_GOOD_CASE = """\
{placeholder}: code that looks alike and is not reported; take this line out.
"""


class ScaffoldError(Exception):
    """The files of a new rule cannot be made."""


def create(name: str, code: str, folder: Path | None) -> list[Path]:
    """Writes the files of a new rule; all of them, or none.

    Args:
        name: the rule's name in kebab case, two words or more.
        code: its code.
        folder: the checkout, None where there is none.

    Returns:
        The files written: the rule first, then fixtures and labelled cases.

    Raises:
        OSError: a file cannot be written.
        ScaffoldError: the name or the code will not do, a file is there already, or there is no checkout.
    """
    if folder is None:
        raise ScaffoldError("rules are added in a checkout of tflint-mem; this is an installed package")
    _refuse_mistaken(name, code)
    texts = _files(name, code, folder)
    taken = next((path for path in texts if path.exists()), None)
    if taken is not None:
        raise ScaffoldError(f"{taken.relative_to(folder).as_posix()} is there already")
    class_name = "".join(map(str.capitalize, name.split("-")))
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        filled = text.format(placeholder=PLACEHOLDER, code=code, name=name, class_name=class_name)
        path.write_text(filled, encoding="utf-8", newline="\n")
    return list(texts)


def _refuse_mistaken(name: str, code: str) -> None:
    if not _NAME.fullmatch(name):
        raise ScaffoldError(f"{name!r} is no name of a rule: write two or more-words-in-kebab-case")
    if not _CODE.fullmatch(code):
        raise ScaffoldError(f"{code!r} is no code of a rule: write TFM and three digits, 100 to 899")
    known = registry.codes()
    if code in known:
        raise ScaffoldError(f"{code} is the code of {known[code]}")
    if name in known.values():
        raise ScaffoldError(f"{name} is the name of another rule")


def _files(name: str, code: str, folder: Path) -> dict[Path, str]:
    """Each file of a new rule with the text it is made from."""
    fixtures, cases = folder / "fixtures" / name, folder / "tests" / "cases"
    files = {folder / "rules" / f"{name.replace('-', '_')}.py": _RULE}
    for kind, fixture, case in (("bad", _BAD_FIXTURE, _BAD_CASE), ("good", _GOOD_FIXTURE, _GOOD_CASE)):
        for which in ("first", "second"):
            files[fixtures / f"{kind}_{which}.py"] = fixture
            files[cases / f"{code.lower()}_{kind}_{which}.py"] = case
    return files
