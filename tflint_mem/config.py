"""Settings: what ``tflint-mem.toml`` and ``[tool.tflint-mem]`` say, checked, and what follows from it."""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tflint_mem import patterns, selectors
from tflint_mem.source import reason

OWN_FILE = "tflint-mem.toml"
PYPROJECT = "pyproject.toml"
TABLE = "tool.tflint-mem"

DEFAULT_EXCLUDE = (
    ".git",
    ".hg",
    ".svn",
    ".venv",
    "venv",
    ".tox",
    ".nox",
    "__pypackages__",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".ipynb_checkpoints",
    ".eggs",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "buck-out",
)
"""Folders that hold no code of the project's own."""


class ConfigError(Exception):
    """A configuration that cannot be used; its text is one line for the user."""


@dataclass(frozen=True)
class Settings:
    """What a run is asked to do.

    Rule selectors are codes, prefixes of codes, or ``ALL``; `load` and `override` turn names into codes.
    Patterns are those of ``.gitignore`` files, relative to `root`.

    Attributes:
        select: the rules to use instead of the default ones; empty for those.
        ignore: rules not to use.
        extend_select: rules to use besides the selected ones.
        per_file_ignores: pairs of a pattern and the selectors ignored in files that match it; a pattern
            that starts with ``!`` stands for the files that do not match.
        exclude: patterns of files and folders that discovery leaves out.
        extend_exclude: more of them.
        exclude_from: pairs of a folder and a pattern relative to it (the command line's patterns).
        respect_gitignore: whether discovery leaves out what git ignores.
        force_exclude: whether exclusion holds for files given by name as well.
        target_tensorflow: the TensorFlow release that the code runs on, major and minor.
        session_wrappers: canonical names of functions that open a session.
        model_builders: canonical names of functions that return a new model.
        clear_wrappers: canonical names of functions that clear Keras's global state.
        root: the folder that patterns are relative to.
        config_file: where the settings were read.
        beneath: the settings that these lie over, asked where ``select`` is empty.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    exclude_from: tuple[tuple[Path, str], ...] = ()
    respect_gitignore: bool = True
    force_exclude: bool = False
    target_tensorflow: tuple[int, int] | None = None
    session_wrappers: tuple[str, ...] = ()
    model_builders: tuple[str, ...] = ()
    clear_wrappers: tuple[str, ...] = ()
    root: Path | None = None
    config_file: Path | None = None
    beneath: Settings | None = field(default=None, repr=False)

    def rule_selected(self, code: str, default: bool) -> bool:
        """Whether a rule is on.

        As in ruff, the more specific selector wins, and ``ignore`` wins between equal ones; the command
        line's selectors win over the configuration file's.

        Args:
            code: the rule's code.
            default: whether the rule is on where nothing is selected.
        """
        wanted = selectors.specificity((*self.select, *self.extend_select), code)
        unwanted = selectors.specificity(self.ignore, code)
        if wanted == unwanted == selectors.NO_MATCH:
            if self.select:
                return False
            return self.beneath.rule_selected(code, default) if self.beneath else default
        return wanted > unwanted

    def per_file_ignored(self, path: Path, code: str) -> bool:
        """Whether ``per-file-ignores`` turns a rule off in a file."""
        if not self.per_file_ignores:
            return False
        relative = self.relative(path)
        for pattern, ignored in self.per_file_ignores:
            if selectors.specificity(ignored, code) != selectors.NO_MATCH:
                covered = patterns.compiled((pattern.removeprefix("!"),)).covers(relative)
                if covered is not pattern.startswith("!"):
                    return True
        return False

    def override(
        self,
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        extend_select: Iterable[str] = (),
        exclude: Iterable[str] = (),
    ) -> Settings:
        """These settings with the command line's options laid over them.

        ``select`` replaces the configured selection with all its exceptions, ``ignore`` and
        ``extend_select`` correct it; ``exclude`` adds patterns, relative to the working directory.

        Raises:
            ConfigError: a selector names no rule, or a pattern is none.
        """
        here = Path.cwd()
        added = _from_option("--exclude", _patterns, exclude)
        settings = replace(self, exclude_from=(*self.exclude_from, *((here, pattern) for pattern in added)))
        layer = replace(
            settings,
            select=_from_option("--select", _rules_of, select),
            ignore=_from_option("--ignore", _rules_of, ignore),
            extend_select=_from_option("--extend-select", _rules_of, extend_select),
            beneath=self,
        )
        return layer if layer.select or layer.ignore or layer.extend_select else settings

    def relative(self, path: Path) -> str:
        """A path as patterns see it: from the root, with slashes."""
        place = Path(patterns.written(path))
        try:
            return place.relative_to(self.root or Path.cwd()).as_posix()
        except ValueError:
            return place.relative_to(place.anchor).as_posix()


def load(start: Path, explicit: Path | None = None, isolated: bool = False) -> Settings:
    """Reads the settings that hold for a place.

    Args:
        start: a folder, or a file; the nearest ``tflint-mem.toml``, or ``pyproject.toml`` with a
            ``[tool.tflint-mem]`` table, in it or above counts.
        explicit: the file to read instead; its patterns are relative to the working directory.
        isolated: read no file at all.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or says something that makes no sense.
    """
    if isolated:
        return Settings(root=Path.cwd())
    if explicit is not None:
        document = _parse(explicit)
        table = document.own_table()
        return _settings(document, {} if table is None else table, root=Path.cwd())
    place = Path(patterns.written(start))
    for folder in (place, *place.parents):
        for name in (OWN_FILE, PYPROJECT):
            file = folder / name
            if os.path.isfile(file):  # noqa: PTH113  (a Path raises where a folder may not be searched)
                document = _parse(file)
                table = document.own_table()
                if table is not None:
                    return _settings(document, table, root=folder)
    return Settings(root=Path.cwd())


@dataclass(frozen=True)
class _Document:
    file: Path
    text: str
    content: Mapping[str, Any]

    @property
    def shared(self) -> bool:
        """Whether the file holds tables of other tools too, as ``pyproject.toml`` does."""
        return self.file.name == PYPROJECT or (self.file.name != OWN_FILE and "tool" in self.content)

    @property
    def prefix(self) -> str:
        return f"{TABLE}." if self.shared else ""

    def own_table(self) -> Mapping[str, Any] | None:
        """The tool's table; None where a file is only about other tools."""
        if not self.shared:
            return self.content
        tools = self.content.get("tool", {})
        table = tools.get("tflint-mem") if isinstance(tools, Mapping) else None
        if table is not None and not isinstance(table, Mapping):
            raise ConfigError(f"{self.file}: {TABLE} must be a table, such as [{TABLE}]")
        return table

    def error(self, key: str, message: str, item: str | None = None) -> ConfigError:
        row = self._row_of(key, item)
        place = f"{self.file}:{row}" if row else f"{self.file}"
        return ConfigError(f"{place}: {self.prefix}{key}: {message}")

    def _row_of(self, key: str, item: str | None) -> int | None:
        """The row of an item of a key's value, or else of the key; None where the text hides it."""
        inside = not self.prefix
        found = None
        for row, line in enumerate(self.text.split("\n"), 1):
            header = re.match(r"\s*\[+([^\]]*)", line)
            if header and found is None:
                name = re.sub(r"[\s\"']", "", header[1])
                inside = (not self.prefix and not name) or name == TABLE or name == f"{self.prefix}{key}"
                if name == f"{self.prefix}{key}":
                    found = row
            elif inside and found is None and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
                found = row
            if found and (item is None or re.search(rf"[\"']{re.escape(item)}[\"']", line)):
                return row
        return found


def _parse(file: Path) -> _Document:
    toml = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        text = file.read_bytes().decode("utf-8-sig")
        return _Document(file, text, toml.loads(text))
    except OSError as error:
        raise ConfigError(f"{file}: {reason(error)}") from error
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{file}:{row}: not valid UTF-8, which TOML must be") from error
    except RecursionError as error:
        raise ConfigError(f"{file}: not valid TOML: nests too deeply") from error
    except toml.TOMLDecodeError as error:
        # The parser writes "Message (at line 1, column 2)", or "(at end of document)".
        message, _, place = str(error).partition(" (at ")
        numbers = re.findall(r"\d+", place)
        where = f"{file}:{':'.join(numbers)}" if numbers else f"{file}:{text.count(chr(10)) + 1}"
        raise ConfigError(f"{where}: not valid TOML: {message[:1].lower()}{message[1:]}") from error


def _settings(document: _Document, table: Mapping[str, Any], root: Path) -> Settings:
    values: dict[str, Any] = {}
    for key, value in table.items():
        reader = _READERS.get(key)
        if reader is None:
            raise document.error(key, f"unknown key{_nearest(key, _READERS)}; allowed: {', '.join(_READERS)}")
        try:
            values[key.replace("-", "_")] = reader(value)
        except _UnfitError as unfit:
            raise document.error(key, unfit.message, unfit.item) from None
    return Settings(**values, root=root.absolute(), config_file=document.file.absolute())


class _UnfitError(Exception):
    """A value is not what its key takes."""

    def __init__(self, message: str, item: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.item = item


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _UnfitError(f"must be a list of strings, not {_shown(value)}")
    return tuple(value)


def _rules_of(value: object) -> tuple[str, ...]:
    try:
        return tuple(map(selectors.resolve, _strings(value)))
    except selectors.UnknownRuleError as error:
        raise _UnfitError(str(error), error.selector) from None


def _selection(value: object) -> tuple[str, ...]:
    selection = _rules_of(value)
    if not selection:
        raise _UnfitError("is empty; leave the key out for the default rules")
    return selection


def _patterns(value: object) -> tuple[str, ...]:
    return tuple(_checked_pattern(text) for text in _strings(value))


def _rules_by_pattern(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, Mapping):
        raise _UnfitError(f'must be a table such as {{ "tests/**" = ["TFM1"] }}, not {_shown(value)}')
    return tuple((_checked_pattern(pattern), _rules_for(pattern, codes)) for pattern, codes in value.items())


def _rules_for(pattern: str, value: object) -> tuple[str, ...]:
    try:
        return _rules_of(value)
    except _UnfitError as unfit:
        raise _UnfitError(f'"{pattern}": {unfit.message}', unfit.item or pattern) from None


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _UnfitError(f"must be true or false, not {_shown(value)}")
    return value


def _version(value: object) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,4})\.(\d{1,4})(?:\.\d+)?", value) if isinstance(value, str) else None
    if match is None:
        raise _UnfitError(f'must be a version in quotes such as "2.16", not {_shown(value)}')
    return int(match[1]), int(match[2])


def _functions(value: object) -> tuple[str, ...]:
    names = _strings(value)
    for name in names:
        if not all(part.isidentifier() for part in name.split(".")):
            raise _UnfitError(f'"{name}" is no dotted name such as "acme.sessions.open_session"', name)
    return names


_READERS: dict[str, Callable[[object], object]] = {
    "select": _selection,
    "ignore": _rules_of,
    "extend-select": _rules_of,
    "per-file-ignores": _rules_by_pattern,
    "exclude": _patterns,
    "extend-exclude": _patterns,
    "respect-gitignore": _flag,
    "force-exclude": _flag,
    "target-tensorflow": _version,
    "session-wrappers": _functions,
    "model-builders": _functions,
    "clear-wrappers": _functions,
}


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Mapping):
        return "a table"
    return str(value) if len(str(value)) <= 40 else f"{str(value)[:37]}..."


def _nearest(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    matches = get_close_matches(word, list(known), n=1)
    return f"; did you mean {matches[0]}?" if matches else ""


def _checked_pattern(text: str) -> str:
    try:
        patterns.compiled((text,))
    except ValueError as error:
        raise _UnfitError(f'pattern "{text}" {error}', text) from None
    return text


def _from_option(
    option: str, reader: Callable[[object], tuple[str, ...]], items: Iterable[str]
) -> tuple[str, ...]:
    try:
        return reader(list(items))
    except _UnfitError as unfit:
        raise ConfigError(f"{option}: {unfit.message}") from None
