"""What users call rules by: codes, prefixes of codes, names, and ``ALL``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ALL = "ALL"
NO_MATCH = -1
_CODE = re.compile(r"([A-Z]+)[0-9]*")


class UnknownRuleError(ValueError):
    """No rule is called so; the text says what there is instead.

    Attributes:
        selector: what the user wrote.
    """

    def __init__(self, selector: str) -> None:
        super().__init__(f'no rule is called "{selector}"; {_offer(selector.strip())}')
        self.selector = selector


def resolve(text: str) -> str:
    """A selector in its standard form: a code, a prefix that codes start with, or ``ALL``.

    Args:
        text: what the user wrote; names of rules are understood too, and case does not matter.

    Raises:
        UnknownRuleError: no rule is called so.
    """
    found = find(text)
    if found is None:
        raise UnknownRuleError(text)
    return found


def find(text: str) -> str | None:
    """Like `resolve`, with None for what no rule is called."""
    from tflint_mem.registry import codes

    known = codes()
    wanted = text.strip()
    code = wanted.upper()
    if code == ALL:
        return ALL
    form = _CODE.fullmatch(code)
    # A prefix names its family in full: TFM1, TFM, but not T, which other families may share.
    if form and any(each.startswith(code) and _family(each) == form[1] for each in known):
        return code
    return next((each for each, name in known.items() if name == wanted.lower()), None)


def specificity(selectors: Iterable[str], code: str) -> int:
    """How closely the closest of some selectors fits a code; `NO_MATCH` when none does."""
    return max(
        (0 if selector == ALL else len(selector) for selector in selectors if selects(selector, code)),
        default=NO_MATCH,
    )


def selects(selector: str, code: str) -> bool:
    """Whether a selector in standard form covers a code."""
    return selector == ALL or code.startswith(selector)


def _family(code: str) -> str:
    return code.rstrip("0123456789")


def _offer(wanted: str) -> str:
    from difflib import get_close_matches

    from tflint_mem.registry import codes

    known = codes()
    names = get_close_matches(wanted.lower(), known.values(), n=1)
    near = get_close_matches(wanted.upper(), known, n=1) or names
    if near:
        return f"did you mean {near[0]}?"
    return f"there are ALL, prefixes such as TFM1, names, and the codes {', '.join(sorted(known))}"
