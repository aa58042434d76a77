"""The project's own folder, for what an installed wheel does not carry: pages, programs, data."""

from __future__ import annotations

from pathlib import Path


def checkout() -> Path | None:
    """The folder of the checkout that this package runs from; None for an installed wheel."""
    folder = Path(__file__).resolve().parent.parent
    here = (folder / "pyproject.toml").is_file() and (folder / "fixtures").is_dir()
    return folder if here else None


def page_of(folder: Path, name: str) -> Path:
    """Where the generated page of a rule lies."""
    return folder / "docs" / "rules" / f"{name}.md"
