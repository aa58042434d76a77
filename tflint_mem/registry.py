"""The rules there are: built-in ones and those of installed packs, found through one door."""

from __future__ import annotations

import functools
import importlib

from tflint_mem.rule import Rule

ENTRY_POINT_GROUP = "tflint_mem.rules"
"""A pack names a package of rule modules under this entry point group."""

BUILT_IN = "tflint_mem.rules"

TOOL_CODES = {
    "TFM900": "syntax-error",
    "TFM901": "rule-failed",
    "TFM902": "unused-suppression",
    "TFM903": "unreadable-file",
}
"""Diagnostics about the lint run itself; the engine reports them, no rule does."""


@functools.cache
def rules() -> tuple[type[Rule], ...]:
    """Every rule, sorted by code.

    Raises:
        ValueError: two rules share a code or a name.
    """
    from importlib import metadata  # takes longer to load than most files to lint

    packs = [BUILT_IN, *sorted(point.value for point in metadata.entry_points(group=ENTRY_POINT_GROUP))]
    found: dict[str, type[Rule]] = {}
    for pack in dict.fromkeys(packs):
        for rule in _rules_in(pack):
            other = found.get(rule.meta.code)
            if other is not None or rule.meta.name in {known.meta.name for known in found.values()}:
                raise ValueError(f"{pack}: {rule.__name__} reuses the code or the name of another rule")
            found[rule.meta.code] = rule
    return tuple(found[code] for code in sorted(found))


def built_in() -> tuple[type[Rule], ...]:
    """The rules of this project, without those of installed packs, sorted by code."""
    return tuple(rule for rule in rules() if rule.__module__.startswith(f"{BUILT_IN}."))


def _rules_in(package_name: str) -> list[type[Rule]]:
    import pkgutil

    package = importlib.import_module(package_name)
    found = []
    for info in pkgutil.iter_modules(package.__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package_name}.{info.name}")
        found += [
            item
            for item in vars(module).values()
            if isinstance(item, type) and issubclass(item, Rule) and item.__module__ == module.__name__
        ]
    return found


@functools.cache
def codes() -> dict[str, str]:
    """Code to name, for all rules and the tool's own diagnostics."""
    return {rule.meta.code: rule.meta.name for rule in rules()} | TOOL_CODES


def find(code_or_name: str) -> type[Rule] | None:
    """The rule of that code (any case) or name, or None."""
    wanted = code_or_name.strip().lower()
    for rule in rules():
        if wanted in (rule.meta.code.lower(), rule.meta.name):
            return rule
    return None
