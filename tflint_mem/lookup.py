"""Which settings hold for which folder: the nearest configuration, in every front end alike."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_mem.config import OWN_FILE, PYPROJECT, ConfigError, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_mem.config import Settings


class Configurations:
    """Reads each configuration once, however many folders it holds for."""

    def __init__(
        self,
        explicit: Path | None = None,
        *,
        isolated: bool = False,
        lay_over: Callable[[Settings], Settings] = lambda settings: settings,
    ) -> None:
        """Prepares the look-up; nothing is read yet.

        Args:
            explicit: the one file to read, whatever lies near the files.
            isolated: read no file at all.
            lay_over: puts the options of the front end over what a file says.
        """
        self._explicit = explicit
        self._isolated = isolated
        self._lay_over = lay_over
        self._found: dict[Path, Settings | ConfigError] = {}

    def of(self, folder: Path) -> Settings:
        """The settings that hold for the files of a folder.

        Raises:
            ConfigError: the configuration cannot be used; asking again raises again.
        """
        if self._explicit is not None or self._isolated:
            folder = Path()
        else:
            # Lexically, as people read paths: what lies above `../x` is not this folder.
            folder = _configured(Path(os.path.abspath(folder)))  # noqa: PTH100
        if folder not in self._found:
            try:
                self._found[folder] = self._lay_over(load(folder, self._explicit, self._isolated))
            except ConfigError as error:
                self._found[folder] = error
        found = self._found[folder]
        if isinstance(found, ConfigError):
            raise found
        return found


def _configured(folder: Path) -> Path:
    """The nearest folder, from this one up, that holds a file to look into; the topmost when none does."""
    for candidate in (folder, *folder.parents):
        # os.path answers False where a Path would raise for a folder that may not be searched.
        if any(os.path.isfile(candidate / name) for name in (OWN_FILE, PYPROJECT)):  # noqa: PTH113
            return candidate
    return candidate
