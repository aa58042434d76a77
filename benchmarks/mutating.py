"""Lints mutilated programs by the million: nothing may fail, whatever a file holds.

usage: python benchmarks/mutating.py [--sources N] [--seed SEED] [--jobs JOBS] [--state FILE] [FOLDER ...]

Takes pieces of the Python files below each FOLDER (``tests/cases`` and ``fixtures`` by default), mutilates
each by deleting, doubling, swapping, replacing and nesting characters, tokens and lines, and checks it with
every rule; one of eight is repaired too, with unsafe fixes, one of sixteen is given as bytes that are
mutilated further.  A traceback, a rule that fails (TFM901), a repair that fails or does not parse, a
process that dies, and a source that takes longer than a minute count as failures.

What source a number stands for depends on the seed and on the folders only.  Finished blocks are noted in
FILE (one line of JSON each): another run with the same FILE goes on from there.
"""

from __future__ import annotations

import argparse
import ast
import json
import multiprocessing
import random
import re
import signal
import sys
import tempfile
import traceback
import warnings
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_mem.checker import Checker
from tflint_mem.config import Settings
from tflint_mem.rule import Applicability
from tflint_mem.source import Source, SourceError, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "tests" / "cases", ROOT / "fixtures")
BLOCK = 500
"""Sources that are checked, and noted, together; each block has a checker of its own."""
PART = 10
"""Blocks that a process checks in its life."""
LONGEST = 60
"""Lines of the longest top-level statement that is taken."""
PATIENCE = 60
ALL = frozenset({Applicability.SAFE, Applicability.UNSAFE})
TOKENS = re.compile(r"\w+|[^\w\s]")
ODD = (
    "\0", "\r", "\f", "\t", "\\", "\\\n", "'", '"', "'''", '"""', "(", ")", "[", "]", "{", "}", ":", ";", ",",
    "#", "=", ":=", "->", "*", "**", "@", "...", "\ufeff", "\u2028", "\ud800", "é", "𝒂", "½", "0x", "1e999",
    "# noqa: TFM101", "# tflint-mem: disable=TFM201", "f'{", "}'", "lambda: ", "await ", "yield ", "async ",
    "return", "del ", "global tf", "nonlocal x", "import *", "from . import x", "match tf:", "case _:",
    "except* E:", "type T = int", "print 'x'", "if 1:", "for x in x:", "while True:", "with tf as tf:",
    "class tf:", "def tf(tf=tf):", "try:", "finally:", "else:", "None", "self", "super()", "__class__",
)  # fmt: skip


@dataclass
class Tally:
    """What became of a block.

    Attributes:
        block: its number.
        sources: how many were checked.
        parsed: how many of them were Python still.
        findings: what was found in them, besides that they are not Python.
        repairs: how many were repaired.
        failures: number of the source, and what went wrong.
    """

    block: int
    sources: int = 0
    parsed: int = 0
    findings: int = 0
    repairs: int = 0
    failures: list[tuple[int, str]] = field(default_factory=list)


class TooSlowError(BaseException):
    """Not an Exception, which the linter would report as its own."""


def pieces(folders: Iterable[Path]) -> list[tuple[str, list[str]]]:
    """The import lines and the other top-level statements of each file."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            try:
                text = path.read_text(encoding="utf-8")
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    body = ast.parse(text).body
            except (SyntaxError, ValueError, OSError):
                continue
            lines = text.splitlines(keepends=True)
            texts = [(node, "".join(lines[node.lineno - 1 : node.end_lineno])) for node in body]
            imports = [part for node, part in texts if isinstance(node, (ast.Import, ast.ImportFrom))]
            others = [part for _, part in texts if part not in imports and part.count("\n") <= LONGEST]
            if others:
                found.append(("".join(imports), others))
    return found


def _cut(rng: random.Random, text: str) -> str:
    start = rng.randrange(len(text) + 1)
    return text[:start] + text[start + rng.choice((1, 1, 2, 5, 20, 100)) :]


def _put(rng: random.Random, text: str) -> str:
    start = rng.randrange(len(text) + 1)
    return text[:start] + rng.choice(ODD) + text[start:]


def _put_line(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    place = rng.randrange(len(lines))
    margin = re.match(r"\s*", lines[place])
    lines.insert(place, (margin[0] if margin else "") + rng.choice(ODD))
    return "\n".join(lines)


def _token(rng: random.Random, text: str) -> str:
    """One token becomes another of the same text, of the same sort three times of four."""
    tokens = list(TOKENS.finditer(text))
    if not tokens:
        return text
    old = rng.choice(tokens)
    alike = [token for token in tokens if token[0].isidentifier() == old[0].isidentifier()]
    new = rng.choice(alike if rng.random() < 0.75 else tokens)
    return text[: old.start()] + new[0] + text[old.end() :]


def _lines(rng: random.Random, text: str) -> str:
    """Lines are doubled, dropped, swapped, joined or indented."""
    lines = text.split("\n")
    first, second = rng.randrange(len(lines)), rng.randrange(len(lines))
    kind = rng.randrange(6)
    if kind == 0:
        lines.insert(second, lines[first])
    elif kind == 1:
        del lines[first]
    elif kind == 2:
        lines[first], lines[second] = lines[second], lines[first]
    elif kind == 3:
        lines[first] = rng.choice(("    ", "\t", " ", "    " * 20)) + lines[first]
    elif kind == 4:
        lines[first] = lines[first].removeprefix("    ")
    else:
        lines[first : first + 2] = ["; ".join(lines[first : first + 2])]
    return "\n".join(lines)


def _nest(rng: random.Random, text: str) -> str:
    """An expression is put into brackets or calls, a few or many."""
    tokens = [token for token in TOKENS.finditer(text) if token[0].isidentifier()]
    if not tokens:
        return text
    token = rng.choice(tokens)
    opening, closing = rng.choice((("(", ")"), ("[", "]"), ("f(", ")"), ("not ", ""), ("", "()"), ("", ".x")))
    times = rng.choice((1, 2, 5, 30, 120))
    return text[: token.start()] + opening * times + token[0] + closing * times + text[token.end() :]


def _newlines(rng: random.Random, text: str) -> str:
    """All newlines change, or one of them."""
    new = rng.choice(("\r\n", "\r", "\f\n", "\\\n", "\n\n"))
    return text.replace("\n", new, rng.choice((-1, 1)))


def _indent(rng: random.Random, text: str) -> str:
    """The whole is put into a block of another one."""
    opening = rng.choice(
        ("if x:", "for x in y:", "while True:", "with x as y:", "def f(x):", "class A:", "try:")
    )
    end = "\nfinally:\n    pass" if opening == "try:" else ""
    return f"{opening}\n    " + text.replace("\n", "\n    ") + end


MUTATIONS: tuple[Callable[[random.Random, str], str], ...] = (
    _cut, _put, _put_line, _token, _token, _token, _token, _lines, _lines, _lines,
    _nest, _newlines, _indent, _indent,
)  # fmt: skip


def mutilated(rng: random.Random, stock: list[tuple[str, list[str]]]) -> str:
    """One source: a few statements of a file, now and then of two, with up to five mutations."""
    imports, statements = rng.choice(stock)
    first = rng.randrange(len(statements))
    text = imports + "".join(statements[first : first + rng.choice((1, 1, 2, 3))])
    if rng.random() < 0.1:
        more, others = rng.choice(stock)
        text += more + rng.choice(others)
    for _ in range(rng.choice((0, 1, 1, 2, 3, 5))):
        text = rng.choice(MUTATIONS)(rng, text)
    return text


def damaged(rng: random.Random, text: str) -> bytes:
    """The text as bytes in some encoding, one of which may change."""
    cookie = rng.choice(("", "latin-1", "utf-16", "cp1252", "utf-7", "unicode_escape", "x"))
    if cookie:
        text = f"# coding: {cookie}\n{text}"
    data = bytearray(text.encode(rng.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252")), "replace"))
    if data:
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


_stock: list[tuple[str, list[str]]] = []
_folder = Path()


def _start(folders: list[Path], folder: Path) -> None:
    global _stock, _folder
    _stock, _folder = pieces(folders), folder

    def too_slow(*_: object) -> None:
        raise TooSlowError

    signal.signal(signal.SIGALRM, too_slow)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def check_block(seed: int, block: int) -> Tally:
    """Checks the sources of one block."""
    tally = Tally(block)
    checks, repairs = Checker(), Checker(ALL)
    for number in range(block * BLOCK, (block + 1) * BLOCK):
        rng = random.Random(f"{seed}:{number}")
        text = mutilated(rng, _stock)
        try:
            signal.alarm(PATIENCE)
            _check(rng, text, repairs if rng.random() < 1 / 8 else checks, number, tally)
        except TooSlowError:
            tally.failures.append((number, f"took longer than {PATIENCE} s"))
        except Exception:
            tally.failures.append((number, traceback.format_exc(limit=-2)))
        finally:
            signal.alarm(0)
    return tally


def _check(rng: random.Random, text: str, checker: Checker, number: int, tally: Tally) -> None:
    path = _folder / "program.py"
    tally.sources += 1
    if rng.random() < 1 / 16:
        try:
            source = decode(damaged(rng, text), path, path.name)
        except SourceError:
            return
    else:
        source = Source(path, path.name, text)
    result = checker.check_source(source, Settings(select=("ALL",)))
    codes = [finding.code for finding in result.findings]
    tally.parsed += "TFM900" not in codes
    tally.findings += sum(code not in ("TFM900", "TFM901") for code in codes)
    tally.failures += [
        (number, finding.message) for finding in result.findings if finding.code == "TFM901"
    ] + [(number, note) for note in result.notes if note.startswith("not repaired")]
    if result.repair:
        tally.repairs += 1
        ast.parse(result.repair.new.text)


def main() -> int:
    """Checks until there are as many sources as asked for; prints what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sources", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--state", type=Path)
    parser.add_argument("folders", nargs="*", type=Path, default=list(FOLDERS))
    options = parser.parse_args()
    done: dict[int, Tally] = {}
    if options.state and options.state.exists():
        done = {tally.block: tally for tally in map(_read, options.state.read_text().splitlines())}
    wanted = [block for block in range(-(-options.sources // BLOCK)) if block not in done]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "tflint-mem.toml").touch()  # a project of one file
        while wanted:
            try:
                _run(options, wanted, done, Path(folder))
            except BrokenProcessPool:
                wanted = [block for block in wanted if block not in done]
                block = wanted[0]  # blocks are handed out in order: it was among those that ran
                _note(options, done, Tally(block, failures=[(block * BLOCK, "a process died in this block")]))
            wanted = [block for block in wanted if block not in done]
    total = Tally(0)
    for tally in done.values():
        for name in ("sources", "parsed", "findings", "repairs", "failures"):
            setattr(total, name, getattr(total, name) + getattr(tally, name))
    print("| sources | Python still | findings | repaired | failures |\n| ---: | ---: | ---: | ---: | ---: |")
    print(
        f"| {total.sources} | {total.parsed} | {total.findings} | {total.repairs} | {len(total.failures)} |"
    )
    for number, failure in total.failures[:20]:
        print(f"source {number} of seed {options.seed}: {failure}")
    return 1 if total.failures else 0


def _run(options: argparse.Namespace, wanted: list[int], done: dict[int, Tally], folder: Path) -> None:
    # New processes for each part: they stay small, and one that dies takes no more than its part with it.
    size = PART * options.jobs
    for start in range(0, len(wanted), size):
        with ProcessPoolExecutor(
            options.jobs, initializer=_start, initargs=(options.folders, folder)
        ) as pool:
            tasks = [pool.submit(check_block, options.seed, block) for block in wanted[start : start + size]]
            for task in as_completed(tasks):
                _note(options, done, task.result())


def _note(options: argparse.Namespace, done: dict[int, Tally], tally: Tally) -> None:
    done[tally.block] = tally
    if options.state:
        with options.state.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(tally)) + "\n")


def _read(line: str) -> Tally:
    noted = Tally(**json.loads(line))
    noted.failures = [(number, failure) for number, failure in noted.failures]
    return noted


if __name__ == "__main__":
    sys.exit(main())
