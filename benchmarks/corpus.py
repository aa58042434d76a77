"""Downloads and unpacks the pinned packages that benchmarks and the referee of findings run over.

usage: python benchmarks/corpus.py FOLDER [PACKAGE ...]

The packages are those of ``docs/corpus/packages.tsv``, with their versions; each is unpacked into a folder of
its name below FOLDER, what was downloaded is kept in ``FOLDER/.archives``.  Nothing of them is installed, but
pip asks source distributions for their metadata, which runs their ``setup.py``.  Packages that are there
already are left alone.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

LIST = Path(__file__).resolve().parent.parent / "docs" / "corpus" / "packages.tsv"
WHEEL = (
    (),
    ("--python-version=3.9", "--platform=manylinux2014_x86_64"),
    ("--python-version=3.8", "--platform=manylinux2010_x86_64"),
    ("--python-version=3.7",),
)
"""Some releases have wheels for older Pythons only; they are only read here."""
SOURCE = ((), ("--no-build-isolation",))
"""Some ask for build tools that can no longer be had; the setuptools of this Python does for them."""


def pinned() -> list[dict[str, str]]:
    """Name, version and kind of each package."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def download(name: str, version: str, kind: str, archives: Path) -> Path | None:
    """The archive of one package; None when no try succeeded."""
    archives.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", f"--dest={archives}"]
    for options in WHEEL if kind == "wheel" else SOURCE:
        # Only the package itself comes as source: the tools that ask it for its metadata need not be built.
        form = "--only-binary=:all:" if kind == "wheel" else f"--no-binary={name}"
        subprocess.run([*pip, form, *options, f"{name}=={version}"], capture_output=True, check=False)
        found = [path for path in archives.iterdir() if path.is_file()]
        if found:
            return found[0]
    return None


def unpack(archive: Path, folder: Path) -> None:
    """Unpacks a wheel or a source distribution, whole or not at all."""
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    if archive.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(part)
    else:
        with tarfile.open(archive) as packed_tar:
            packed_tar.extractall(part, filter="data")
    part.rename(folder)


def main() -> int:
    """Fetches what is missing; says what could not be had."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("packages", nargs="*")
    options = parser.parse_args()
    missing = []
    for row in pinned():
        name = row["package"]
        if (options.packages and name not in options.packages) or (options.folder / name).exists():
            continue
        archive = download(name, row["version"], row["kind"], options.folder / ".archives" / name)
        if archive is None:
            missing.append(f"{name} {row['version']}")
            continue
        unpack(archive, options.folder / name)
        print(f"{name}: {archive.name}")
    for package in missing:
        print(f"could not be downloaded: {package}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
