"""Makes every fix in real packages, and checks what fixes promise: that nothing breaks and nothing is lost.

usage: python benchmarks/fixing.py [--diffs FILE] FOLDER...

Each FOLDER is a package.  A copy is repaired with every rule and unsafe fixes, pass after pass, as
``tflint-mem check --select ALL --fix --unsafe-fixes`` does; each pass begins with no knowledge, so the last
one, in which nothing may change, is also the second run.  Of each file that changed it is checked that it
compiles if it did before, has the same comments and line ends, and that no top-level statement changed in
which nothing was to be fixed.  Prints a row for each package and the fixes by rule; FILE gets all changes as
a patch to read.  Exits with 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import shutil
import sys
import tempfile
import time
import tokenize
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_mem.check import PASSES
from tflint_mem.checker import Target
from tflint_mem.config import Settings
from tflint_mem.fixing import diff, write
from tflint_mem.rule import Applicability
from tflint_mem.runner import check_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.checker import Repair
    from tflint_mem.rule import Finding

_ENDS = re.compile(rb"\r\n|\r|\n")
ALL = frozenset({Applicability.SAFE, Applicability.UNSAFE})


@dataclass
class Package:
    """What fixing made of a package.

    Attributes:
        name: of its folder.
        files: how many Python files it has.
        seconds: of processor time that all passes took.
        passes: until nothing changed, the last one included.
        applied: how many fixes were made, by code.
        old: the content of each file that changed, as it was.
        notes: fixes that were not made, and rules that disagree.
        broken: promises that were not kept.
    """

    name: str
    files: int
    seconds: float = 0.0
    passes: int = 0
    applied: Counter[str] = field(default_factory=Counter)
    old: dict[Path, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def row(self) -> str:
        """The package as a line of the table."""
        cells = [self.name, self.files, self.applied.total(), len(self.old), self.passes]
        cells += [len(self.notes), len(self.broken), f"{self.seconds:.0f} s"]
        return "| " + " | ".join(map(str, cells)) + " |"


def repair(name: str, root: Path) -> Package:
    """Repairs all files below a folder until nothing changes."""
    files = sorted(path for path in root.rglob("*.py") if path.is_file())
    package = Package(name, len(files))
    settings = Settings(select=("ALL",))
    started = time.process_time()
    targets = [Target(path, settings) for path in files]
    for package.passes in range(1, PASSES + 1):
        results = list(check_files(targets, allowed=ALL, jobs=1))
        for result in results:
            place = result.path.relative_to(root)
            package.notes += [f"{place}: {note}" for note in result.notes]
            package.broken += [f"{place}: {f.message}" for f in result.findings if f.code == "TFM901"]
        repairs = [(result.path, result.repair) for result in results if result.repair]
        for path, made in repairs:
            old, new = (each.encode(each.text) for each in (made.old, made.new))
            package.old.setdefault(path, old)
            package.applied.update(finding.code for finding in made.applied)
            package.broken += [f"{path.relative_to(root)}: {problem}" for problem in unexpected_changes(made)]
            write(path, old, new)
        if not repairs:
            break
    else:
        package.broken.append(f"still changes after {PASSES} passes")
    package.seconds = time.process_time() - started
    package.notes = sorted(set(package.notes))
    for path, old in package.old.items():
        package.broken += [
            f"{path.relative_to(root)}: {problem}" for problem in problems(old, path.read_bytes())
        ]
    return package


def problems(old: bytes, new: bytes) -> Iterator[str]:
    """What is worse in a file than before."""
    try:
        _compile(old)
    except SyntaxError:
        yield "was not Python, and changed"
        return
    try:
        _compile(new)
    except SyntaxError as error:
        yield f"does not compile: {error}"
        return
    if _comments(old) != _comments(new):
        yield f"comments: lost {_comments(old) - _comments(new)}, new {_comments(new) - _comments(old)}"
    if (before := set(_ENDS.findall(old))) != (after := set(_ENDS.findall(new))):
        yield f"line ends: {sorted(before)} became {sorted(after)}"
    if old.endswith(b"\n") != new.endswith(b"\n"):
        yield "the end of the last line changed"


def unexpected_changes(repaired: Repair) -> Iterator[str]:
    """Top-level statements that nothing was to be fixed in, and that are no longer there."""
    codes = {finding.code for finding in repaired.applied}
    rows = {row for finding in repaired.findings if finding.code in codes for row in _rows(finding, repaired)}
    kept = Counter(ast.dump(statement) for statement in _parse(repaired.new.text).body)
    for statement in _parse(repaired.old.text).body:
        first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])
        if rows.isdisjoint(range(first, (statement.end_lineno or first) + 1)):
            dumped = ast.dump(statement)
            if not kept[dumped]:
                yield f"the statement on line {statement.lineno} changed"
            kept[dumped] -= 1


def _rows(finding: Finding, repaired: Repair) -> Iterator[int]:
    """The rows of the old text that a finding and its fix speak of."""
    yield from range(finding.start.row, finding.end.row + 1)
    for edit in finding.fix.edits if finding.fix else ():
        position = repaired.old.position
        yield from range(position(edit.start).row, position(edit.end).row + 1)


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _compile(content: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compile(content, "<fixed>", "exec", dont_inherit=True)


def _comments(content: bytes) -> Counter[str]:
    tokens = tokenize.tokenize(io.BytesIO(content).readline)
    return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)


def patch(package: Package, root: Path) -> Iterator[str]:
    """The changes of a package, file by file."""
    for path, old in sorted(package.old.items()):
        texts = (content.decode("utf-8", "replace") for content in (old, path.read_bytes()))
        yield diff(str(Path(package.name, path.relative_to(root))), *texts)


def main(arguments: list[str]) -> int:
    """Prints the tables; 1 when something was broken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--diffs", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    packages = []
    print("| package | files | fixes | files changed | passes | not made | broken | time |")
    print("| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for folder in options.folders:
        with tempfile.TemporaryDirectory() as place:
            root = Path(place, folder.name)
            shutil.copytree(folder, root)
            package = repair(folder.name, root)
            if options.diffs:
                with options.diffs.open("a", encoding="utf-8") as stream:
                    stream.writelines(patch(package, root))
        packages.append(package)
        print(package.row(), flush=True)
    total = sum((package.applied for package in packages), Counter[str]())
    print("\n| rule | fixes | packages |\n| :--- | ---: | ---: |")
    for code, times in sorted(total.items()):
        print(f"| {code} | {times} | {sum(code in package.applied for package in packages)} |")
    for package in packages:
        for title, lines in (("not made", package.notes), ("broken", package.broken)):
            for line in lines:
                print(f"{package.name}: {title}: {line}")
    return 1 if any(package.broken for package in packages) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
