"""Where results of earlier runs are kept."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER_VARIABLE = "TFLINT_MEM_CACHE_DIR"

STEM = "results-"
"""How the names of the databases begin."""


def default_folder() -> Path:
    """Where results are kept: what the environment names, or the user's folder for caches."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_cache_dir("tflint-mem", appauthor=False)) / "results"


def clean(folder: Path) -> int:
    """Removes what is kept in a folder.

    Returns:
        The bytes that were freed.

    Raises:
        OSError: a file cannot be removed.
    """
    freed = 0
    for path in sorted(folder.glob(f"{STEM}*.sqlite*")):
        freed += path.stat().st_size
        path.unlink()
    return freed
