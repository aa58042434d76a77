"""The bundled programs: one folder a rule, named like the rule."""

from __future__ import annotations

import enum
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tflint_mem.verify.errors import VerifyError
from tflint_mem.verify.measurement import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tflint_mem.rule import Rule

FIXED = ".fixed.py"
"""Follows the name of a bad program: what the fixer makes of it, byte for byte."""
BY_HAND = ".by_hand.py"
"""The same for a program that the fixer leaves alone: how a person repairs it."""
REQUIRES = "requires"
"""The word of a verify comment that names an API which not every TensorFlow has."""
DIFFERS = "differs"
"""Stands for an effect where a release does something else that no effect describes: nothing is claimed."""
_LOOP = re.compile(r"^def run\(", re.MULTILINE)
_DIRECTIVE = re.compile(r"^# verify: (.+)$", re.MULTILINE)


class Effect(str, enum.Enum):
    """What a bad program must show, and its repaired copy must not; a rule's impact, or a finer word."""

    LEAK = "leak"
    """Memory or a count of objects grows; the repair makes it flat."""
    RETAINED = "retained"
    """The same, because the program keeps a reference itself."""
    MITIGATED = "mitigated"
    """Memory grows; the repair takes back a part of it."""
    RELEASED = "released"
    """Memory grows for good; after the repair it grows until the collector runs, as graphs are cycles."""
    UNTIL_GC = "until-gc"
    """Memory grows until the collector runs; the repair makes it flat."""
    HELD = "held"
    """Nothing grows, but a resource stays open from one iteration into the next."""
    PEAK = "peak"
    """Nothing grows, but more memory is in use all the time; the repair gives it back."""
    HARMLESS = "harmless"
    """Nothing grows, and the repair changes no figure: the rule is about clarity or precaution."""
    OVERHEAD = "overhead"
    """Nothing grows; the repair saves time."""
    DEVICE = "device"
    """A script lets TensorFlow take nearly all memory of a GPU; the repair configures it."""
    ERROR = "error"
    """The program ends with an exception; the repair lets it run to its end."""


@dataclass(frozen=True)
class Fixture:
    """One program, with its repaired copy.

    Attributes:
        code: the rule's code.
        rule: the rule's name, which is the folder's.
        path: ``bad*.py`` or ``good*.py``.
        repaired: what the fixer, or a person where no fix is offered, makes of a bad program.
        effect: what is claimed of a bad program; a good one must not show it.
        schedule: how many iterations are measured; None for scripts.
        elsewhere: the effects on releases that do something else; None where nothing is claimed.
    """

    code: str
    rule: str
    path: Path
    repaired: Path | None
    effect: Effect
    schedule: Schedule | None
    elsewhere: Mapping[str, Effect | None] = field(default_factory=dict)

    def on(self, release: str) -> Effect | None:
        """What is claimed on a release of TensorFlow such as 2.15; None is nothing."""
        return self.elsewhere.get(release, self.effect)

    @property
    def bad(self) -> bool:
        """Whether the rule reports the program."""
        return self.path.name.startswith("bad")

    @property
    def name(self) -> str:
        """The program's name inside its rule's folder."""
        return self.path.stem


def discover(folder: Path, rules: Iterable[type[Rule]]) -> list[Fixture]:
    """All fixtures of the given rules, by rule and name, bad ones first.

    What other releases do otherwise stands in files ``tensorflow-X.Y.json`` beside the folders of the rules.

    Raises:
        VerifyError: such a file, or a ``# verify:`` comment, says something unknown.
    """
    found = []
    elsewhere = _elsewhere(folder)
    for rule in rules:
        for path in sorted(folder.joinpath(rule.meta.name).glob("*.py")):
            if path.name.endswith((FIXED, BY_HAND)) or not path.name.startswith(("bad", "good")):
                continue
            found.append(_fixture(path, rule, elsewhere.get(f"{rule.meta.name}/{path.stem}", {})))
    return found


def _elsewhere(folder: Path) -> dict[str, dict[str, Effect | None]]:
    """By fixture and release what is claimed of it there."""
    found: dict[str, dict[str, Effect | None]] = {}
    for path in sorted(folder.glob("tensorflow-*.json")):
        release = path.stem.partition("-")[2]
        try:
            for name, word in json.loads(path.read_text(encoding="utf-8")).items():
                if not folder.joinpath(f"{name}.py").is_file():
                    raise VerifyError(f"{path}: there is no program {name}")
                found.setdefault(name, {})[release] = None if word == DIFFERS else Effect(word)
        except (AttributeError, ValueError) as error:
            raise VerifyError(f"{path}: {error}") from error
    return found


def _fixture(path: Path, rule: type[Rule], elsewhere: Mapping[str, Effect | None]) -> Fixture:
    words = directive(path)
    words.pop(REQUIRES, None)  # the process that runs the program looks at it
    try:
        effect = Effect(words.pop("effect", rule.meta.impact.value))
        schedule = Schedule(**{key: int(value) for key, value in words.items()})
    except (TypeError, ValueError) as error:
        raise VerifyError(f"{path}: in the verify comment: {error}") from error
    script = effect is Effect.ERROR and not _LOOP.search(path.read_text(encoding="utf-8"))
    copies = (path.with_name(path.stem + suffix) for suffix in (FIXED, BY_HAND))
    return Fixture(
        rule.meta.code,
        rule.meta.name,
        path,
        next((copy for copy in copies if copy.exists()), None),
        effect,
        None if effect is Effect.DEVICE or script else schedule,
        elsewhere,
    )


def directive(path: Path) -> dict[str, str]:
    """The words of the program's comment ``# verify: key=value key=value``."""
    match = _DIRECTIVE.search(path.read_text(encoding="utf-8"))
    return dict(word.partition("=")[::2] for word in match[1].split()) if match else {}
