"""Finds classes by name."""

import importlib

from parts.base import Part

NAMES = {"tagger": "parts.tagger:Tagger"}


def made(name) -> Part:
    module, _, attribute = NAMES[name].partition(":")
    part = getattr(importlib.import_module(module), attribute)()
    assert isinstance(part, Part)
    return part
