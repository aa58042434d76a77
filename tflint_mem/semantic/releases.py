"""Which releases of TensorFlow and Keras a program runs on: what settings name, or its project declares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Version = tuple[int, int]

SECOND = (2, 0)
"""From here on programs are eager, and what only TensorFlow 1 had is under ``compat.v1``."""

RELAXING_OPTION = (2, 9)
"""From here on ``tf.function`` has ``reduce_retracing``; before, ``experimental_relax_shapes``."""

TRAINING_STAYS = (2, 14)
"""From here on ``clear_session()`` takes back only a part of what training leaves (2.13 is flat)."""

NO_ESTIMATORS = (2, 16)
"""From here on there is no ``tf.estimator``, and Keras is Keras 3."""

KERAS_OF_TENSORFLOW = (2, 4)
"""From here on Keras itself is the Keras of TensorFlow; before, sessions or Theano ran its models."""

DRIVES_GPUS = (1, 15)
"""From here on the package ``tensorflow`` drives GPUs (its release notes); before, ``tensorflow-gpu`` did."""

_LAST_OF_FIRST = (1, 15)
_SPECIFIER = (
    r"(?:\[[\w, -]*\])?[\"']?\s*=?\s*[\"'(]?\s*"
    r"((?:===|==|~=|!=|<=|>=|<|>|\^)\s*\d[\w.*]*(?:\s*,\s*(?:==|~=|!=|<=|>=|<|>)\s*\d[\w.*]*)*)"
)
_REQUIREMENTS = {
    "tensorflow": re.compile(rf"(?<![\w.-])(?:tensorflow(?:[-_](?:gpu|cpu|intel|macos))?){_SPECIFIER}"),
    "keras": re.compile(rf"(?<![\w.-])[Kk]eras{_SPECIFIER}"),
}
_BOUND = re.compile(r"(===|==|~=|!=|<=|>=|<|>|\^)\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?")
_COMMENT = re.compile(r"(?m)(?:^|\s)#.*$")


@dataclass(frozen=True)
class Releases:
    """The releases that a program may run on, major and minor.

    Attributes:
        oldest: the first of them; None when it is not known.
        newest: the last of them; None when it is not known.
    """

    oldest: Version | None = None
    newest: Version | None = None

    def all_from(self, version: Version) -> bool:
        """Whether each of them certainly is ``version`` or later."""
        return self.oldest is not None and self.oldest >= version

    def all_before(self, version: Version) -> bool:
        """Whether each of them certainly is older than ``version``."""
        return self.newest is not None and self.newest < version

    @property
    def relaxing_option(self) -> str | None:
        """The keyword by which ``tf.function`` makes one trace for all shapes.

        None where some of the releases have one name for it and some the other.  Where nothing is declared,
        the name is that of today.
        """
        if self.oldest is None and self.newest is None:
            return "reduce_retracing"
        if self.all_before(RELAXING_OPTION):
            return "experimental_relax_shapes"
        mixed = self.oldest is not None and self.oldest < RELAXING_OPTION
        return None if mixed else "reduce_retracing"


def declared(metadata: list[tuple[str, str]], library: str = "tensorflow") -> Releases:
    """The releases that the files of a project ask for; where they differ, all of them.

    Args:
        metadata: names and texts of ``requirements.txt``, ``pyproject.toml``, ``setup.cfg`` and their kin.
        library: ``tensorflow`` or ``keras``.
    """
    requirement = _REQUIREMENTS[library]
    ranges = [
        _range(match[1]) for _, text in metadata for match in requirement.finditer(_COMMENT.sub("", text))
    ]
    oldest = [releases.oldest for releases in ranges if releases.oldest is not None]
    newest = [releases.newest for releases in ranges if releases.newest is not None]
    return Releases(
        min(oldest) if ranges and len(oldest) == len(ranges) else None,
        max(newest) if ranges and len(newest) == len(ranges) else None,
    )


def chosen(magics: Iterable[tuple[str, str]]) -> Releases | None:
    """The releases that a notebook asks Colab for; None where it does not."""
    first = any(name == "tensorflow_version" and given.startswith("1") for name, given in magics)
    return Releases((1, 0), _LAST_OF_FIRST) if first else None


def _range(specifier: str) -> Releases:
    bounds = list(_bounds(specifier))
    return Releases(
        max((version for kind, version in bounds if kind == "from"), default=None),
        min((version for kind, version in bounds if kind == "to"), default=None),
    )


def _bounds(specifier: str) -> Iterator[tuple[str, Version]]:
    for operator, major, minor, patch in _BOUND.findall(specifier):
        version = int(major), int(minor or 0)
        if operator in ("==", "===", "~=", ">=", ">", "^"):
            yield "from", version
        exact = operator in ("==", "===") and minor
        if exact or operator == "<=" or (operator == "~=" and patch):
            yield "to", version
        elif operator == "<":
            if int(patch or 0):
                yield "to", version
            elif version[1]:
                yield "to", (version[0], version[1] - 1)
            elif version[0] == 2:
                yield "to", _LAST_OF_FIRST
