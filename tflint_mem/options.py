"""The options of ``tflint-mem check``, and a reader for command lines that need no explanation.

Typer owns the command line: its help, its usage errors.  Loading it takes many times longer than
linting one file, so plain command lines are read here, and anything else is left to it.
"""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class OutputFormat(str, enum.Enum):
    """How findings are written."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"


@dataclass(frozen=True)
class CheckOptions:
    """What a person asked ``check`` to do; each field is the option of the same name."""

    paths: tuple[str, ...] = ()
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    output_format: OutputFormat = OutputFormat.FULL
    output_file: str | None = None
    statistics: bool = False
    exit_zero: bool = False
    config: str | None = None
    isolated: bool = False
    stdin_filename: str | None = None
    jobs: int = 0
    quiet: bool = False
    verbose: bool = False
    no_cache: bool = False
    cache_dir: str | None = None
    timings: bool = False


def split(values: Iterable[str]) -> tuple[str, ...]:
    """The items of a repeatable, comma-separated option."""
    return tuple(item for value in values for item in map(str.strip, value.split(",")) if item)


def flag(field_name: str) -> str:
    """The option that sets a field: ``unsafe_fixes`` -> ``--unsafe-fixes``."""
    return "--" + field_name.replace("_", "-")


_SHORT = {"-q": "--quiet", "-v": "--verbose", "-e": "--exit-zero"}
_DEFAULTS = {flag(field.name): (field.name, field.default) for field in dataclasses.fields(CheckOptions)}
del _DEFAULTS["--paths"]


def read_plain(arguments: Sequence[str]) -> CheckOptions | None:
    """Reads the arguments after ``check`` when they are options, each right and written plainly, and paths.

    Returns:
        The options, exactly as Typer would read them; None when Typer has to look (``--help``,
        options run together, anything wrong).
    """
    values: dict[str, Any] = {}
    paths: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            paths += rest
            break
        if argument == "-" or not argument.startswith("-"):
            paths.append(argument)
            continue
        option, given, value = _SHORT.get(argument, argument).partition("=")
        if option not in _DEFAULTS:
            return None
        name, default = _DEFAULTS[option]
        if isinstance(default, bool):
            if given:
                return None
            values[name] = True
            continue
        if not given:
            value = next(rest, "")
        if not value or value.startswith("-"):
            return None
        try:
            if isinstance(default, OutputFormat):
                values[name] = OutputFormat(value)
            elif isinstance(default, int):
                values[name] = _count(value)
            elif isinstance(default, tuple):
                values[name] = (*values.get(name, ()), *split([value]))
            else:
                values[name] = value
        except ValueError:
            return None
    return CheckOptions(paths=tuple(paths), **values)


def _count(value: str) -> int:
    if not (value.isascii() and value.isdecimal()):
        raise ValueError(value)
    return int(value)
