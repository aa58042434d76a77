"""The first question about a file: whether TensorFlow can be in it at all.

Most files of most projects answer no here, and cost no more than being read and parsed: neither rules
nor semantic model are even loaded for them.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tflint_mem.discovery import Layout

WORDS = re.compile(rb"tensorflow|keras|tf|lite|transformers|talos|sonnet|_hub|tensorboard|TFM[0-9]")
"""What a file mentions that takes part in a program with TensorFlow, or a comment about one of the rules;
more than needed does no harm."""


class Gate:
    """Answers for the files of one configuration."""

    def __init__(self, layout: Layout) -> None:
        """Prepares for a run; nothing is read yet.

        Args:
            layout: the projects of that configuration.
        """
        self._layout = layout
        settings = layout.settings
        # Functions that settings name, and rules of other packages, may be about other libraries.
        own = settings.model_builders or settings.session_wrappers or settings.clear_wrappers
        self._open = bool(own) or has_packs()
        self._roots: dict[Path, bool] = {}

    def lets_through(self, path: Path, data: bytes) -> bool:
        """Whether a file may have findings: it or a file of its project mentions TensorFlow.

        Args:
            path: the file.
            data: its bytes; every encoding of Python source has those of ASCII.
        """
        if self._open or WORDS.search(data):
            return True
        # Models reach a file that does not mention them through calls and imports.
        root = self._layout.root(path)
        if root not in self._roots:
            self._roots[root] = any(map(_mentions, self._layout.files(root)))
        return self._roots[root]


def _mentions(path: Path) -> bool:
    try:
        with open(path, "rb") as file:  # noqa: PTH123  (a Path takes twice as long)
            return WORDS.search(file.read()) is not None
    except OSError:
        return False


def has_packs() -> bool:
    """Whether an installed package brings rules; asking `importlib.metadata` would take many times longer."""
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                found = [entry.path for entry in entries if entry.name.endswith((".dist-info", ".egg-info"))]
        except OSError:
            continue
        for path in found:
            try:
                with open(f"{path}/entry_points.txt", "rb") as file:  # noqa: PTH123
                    if b"[tflint_mem.rules]" in file.read():
                        return True
            except OSError:
                continue
    return False
