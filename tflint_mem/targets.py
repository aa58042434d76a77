"""From the paths of a command line to the files to check, each with its settings."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_mem.checker import Target
from tflint_mem.config import ConfigError
from tflint_mem.discovery import discover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tflint_mem.config import Settings
    from tflint_mem.lookup import Configurations


def find_targets(
    paths: Sequence[str], configurations: Configurations, error: Callable[[str], None]
) -> list[Target]:
    """The files that the paths stand for, no file twice, in the order of the paths.

    A path that does not exist is taken for a file: reading it says what is wrong.

    Args:
        paths: files and folders.
        configurations: tells the settings of each folder.
        error: is told, in one line, of each folder or configuration that cannot be read; the files that
            it does not concern are found all the same.
    """
    targets: dict[Path, Target] = {}
    for settings, group in itertools.groupby(_known(paths, configurations, error), key=lambda pair: pair[1]):
        for file in discover([path for path, _ in group], settings, error):
            if found := _settings(file.parent, configurations, error):
                targets.setdefault(file, Target(file, found))
    return list(targets.values())


def _known(
    paths: Sequence[str], configurations: Configurations, error: Callable[[str], None]
) -> Iterator[tuple[Path, Settings]]:
    """The paths, with the settings that say what discovery leaves out there."""
    for path in map(Path, paths):
        # os.path answers False where a Path would raise for a folder that may not be searched.
        folder = path if os.path.isdir(path) else path.parent  # noqa: PTH112
        if settings := _settings(folder, configurations, error):
            yield path, settings


def _settings(folder: Path, configurations: Configurations, error: Callable[[str], None]) -> Settings | None:
    try:
        return configurations.of(folder)
    except ConfigError as problem:
        error(str(problem))
        return None
