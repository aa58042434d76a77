"""The pinned packages as a referee: what a change adds to the findings there, and what it removes.

usage: python benchmarks/ruling.py [--write] [--jobs N] FOLDER [PACKAGE ...]

Lints each package below FOLDER (see ``corpus.py``; all of them by default) with every rule and compares what
is found with ``docs/corpus/findings.tsv``: package, path, line and code of each.  Prints what came (+)
and went (-), and how many findings each package has.  ``--write`` makes it what is expected from now on; say
in the commit why each of them came or went.  Packages that are not linted keep what is noted for them.

The exit status is 1 when anything differs and was not written.
"""

from __future__ import annotations

import argparse
import collections
import json
import subprocess
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "docs" / "corpus" / "findings.tsv"
HEADER = "package\tpath\tline\tcode\n"

Findings = collections.Counter[tuple[str, str, int, str]]
"""How often something is found: package, path, line, code."""


def noted(path: Path = DATA) -> Findings:
    """What is expected."""
    if not path.exists():
        return Findings()
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return Findings((package, file, int(line), code) for package, file, line, code in rows)


def write(findings: Findings, path: Path = DATA) -> None:
    """Makes findings what is expected."""
    rows = ("\t".join(map(str, row)) + "\n" for row in sorted(findings.elements()))
    path.write_text(HEADER + "".join(rows), encoding="utf-8")


def lint(folder: Path, jobs: int) -> Findings:
    """What is found in one package.

    Raises:
        SystemExit: the linter failed.
    """
    options = ["--isolated", "--no-cache", "--select=ALL", "--output-format=json", f"--jobs={jobs}"]
    done = subprocess.run(
        [sys.executable, "-m", "tflint_mem", *options, "--exit-zero", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.stdout or "Traceback" in done.stderr:
        raise SystemExit(f"{folder.name}: {done.stderr}")
    return Findings(
        (folder.name, item["filename"].replace("\\", "/"), item["location"]["row"], item["code"])
        for item in json.loads(done.stdout)
    )


def difference(before: Findings, after: Findings) -> list[str]:
    """What came and went, in order."""
    went = [(row, "-") for row in (before - after).elements()]
    came = [(row, "+") for row in (after - before).elements()]
    return [
        f"{sign} {package}/{path}:{line} {code}" for (package, path, line, code), sign in sorted(went + came)
    ]


def main() -> int:
    """Compares, and notes what was found if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("folder", type=Path)
    parser.add_argument("packages", nargs="*")
    options = parser.parse_args()
    expected = noted()
    found = [path.name for path in options.folder.iterdir() if path.is_dir() and path.name[0] != "."]
    differs = False
    for package in options.packages or sorted(found):
        before = Findings({row: times for row, times in expected.items() if row[0] == package})
        after = lint(options.folder / package, options.jobs)
        lines = difference(before, after)
        print(*lines, f"{package}: {after.total()} findings", sep="\n", flush=True)
        differs |= bool(lines)
        if options.write:  # at once: the next package may take its time
            expected = expected - before + after
            write(expected)
    return 1 if differs and not options.write else 0


if __name__ == "__main__":
    sys.exit(main())
