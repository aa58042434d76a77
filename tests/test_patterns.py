"""Patterns of paths: git is the judge."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tflint_mem.patterns import Patterns, compiled, parse, parse_file

if TYPE_CHECKING:
    from pathlib import Path

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def one(pattern: str) -> Patterns:
    return compiled((pattern,))


@pytest.mark.parametrize(
    ("pattern", "path", "is_folder", "verdict"),
    [
        ("build", "build", True, True),
        ("build", "a/b/build", False, True),
        ("build", "rebuild", True, None),
        ("build/", "build", True, True),
        ("build/", "build", False, None),
        ("/build", "build", True, True),
        ("/build", "a/build", True, None),
        ("./build", "build", True, True),
        ("a/build", "a/build", True, True),
        ("a/build", "c/a/build", True, None),
        ("*.py", "a/b.py", False, True),
        ("*a" * 40 + "b", "a" * 200, False, None),
        ("x/" + "*[ab]?" * 40 + "b/c*", "x/" + "a" * 200 + "b/c", False, True),
        ("**/" * 500 + "x*y*z", "a/" * 100 + "xyz" * 60 + "y", False, None),
        ("**/a/" * 6 + "b*", "a/" * 40 + "c", False, None),
        ("*a*b/*b*a", "xaab/bxba", False, True),
        ("a*b*c*", "abab", False, None),
        ("*", ".hidden", False, True),
        ("a/*", "a/b", False, True),
        ("a/*", "a/b/c", False, None),
        ("a?c", "abc", False, True),
        ("a/?", "a/b/", False, None),
        ("**/gen", "gen", True, True),
        ("**/gen", "a/b/gen", True, True),
        ("a/**", "a", True, None),
        ("a/**", "a/b/c", False, True),
        ("a/**/b", "a/b", False, True),
        ("a/**/b", "a/x/y/b", False, True),
        ("a/**/b", "a/xb", False, None),
        ("a**/b", "ax/b", False, True),
        ("a**/b", "a/x/b", False, None),
        ("***/b", "x/y/b", False, True),
        ("**\\/b", "x/y/b", False, True),
        ("**\\/b", "b", False, None),
        ("[ab].py", "a.py", False, True),
        ("[!ab].py", "c.py", False, True),
        ("[^ab].py", "a.py", False, None),
        ("[a-c]", "b", False, True),
        ("[c-a]", "b", False, None),
        ("[]a]", "]", False, True),
        ("[a-]", "-", False, True),
        ("[\\]]", "]", False, True),
        ("[[:digit:]]x", "7x", False, True),
        ("[![:alpha:]]", "7", False, True),
        ("x[/]y", "x/y", False, None),
        ("x[!a]y", "x/y", False, None),
        ("[[~]", "~", False, True),
        ("[&&a||b--c]", "&", False, True),
        ("\\#a", "#a", False, True),
        ("\\!a", "!a", False, True),
        ("\\*", "*", False, True),
        ("\\*", "a", False, None),
        ("a\\ ", "a ", False, True),
        ("a  ", "a", False, True),
        ("!a", "a", False, False),
        ("a.b", "axb", False, None),
        ("é*", "école", False, True),
        ("*", "a\nb", False, True),
    ],
)
def test_matches(pattern: str, path: str, is_folder: bool, verdict: bool | None) -> None:
    assert one(pattern).verdict(path, is_folder) is verdict


@pytest.mark.parametrize("line", ["", "   ", "# comment", "#"])
def test_blank_lines_and_comments_are_no_patterns(line: str) -> None:
    assert parse(line) is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("!", "names nothing"),
        ("/", "names nothing"),
        ("a\\", "ends with a backslash"),
        ("[ab", "has a '[' without its ']'"),
        ("[", "has a '[' without its ']'"),
        ("[a\\", "has a '[' without its ']'"),
        ("**/a/" * 7, "has more than 6 '**'"),
        ("[[:digits:]]", "has no character class called 'digits'"),
    ],
)
def test_patterns_that_match_nothing_are_refused(line: str, reason: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse(line)
    assert str(caught.value) == reason


def test_the_last_pattern_decides() -> None:
    patterns = parse_file("*.py\n!keep.py\r\n[broken\n# a comment\n\nkeep.py/\n")
    assert patterns.verdict("a.py", is_folder=False) is True
    assert patterns.verdict("keep.py", is_folder=False) is False
    assert patterns.verdict("keep.py", is_folder=True) is True
    assert patterns.verdict("a.txt", is_folder=False) is None


@pytest.mark.parametrize(
    ("pattern", "path", "covered"),
    [
        ("tests", "tests/a/b.py", True),
        ("tests/", "a/tests/b.py", True),
        ("tests/*", "tests/a/b.py", True),
        ("tests/**", "tests/a/b.py", True),
        ("test_*.py", "a/test_b.py", True),
        ("b.py/", "a/b.py", False),
        ("tests", "contests/a.py", False),
    ],
)
def test_what_covers_a_file(pattern: str, path: str, covered: bool) -> None:
    assert one(pattern).covers(path) is covered


def test_what_lies_in_an_ignored_folder_cannot_be_taken_back() -> None:
    patterns = parse_file("gen/\n!gen/keep.py\nout/*\n!out/keep.py\n")
    assert patterns.covers("gen/keep.py")
    assert not patterns.covers("out/keep.py")


NAMES = ["a", "b", "ab", "a.py", "[a", "b]", "a b", "-", "!a", "#a", "\\a", "a*"]
PATHS = [*NAMES, *(f"{folder}/{name}" for folder in ("a.d", "b.d", "a.d/b.d") for name in NAMES)]
lines = st.one_of(
    st.lists(
        st.sampled_from(
            ["a", "b", ".d", ".py", "*", "**", "/", "?", "[", "]", "!", "-", "\\", "#", " ", "^", "[a-b]"]
        ),
        min_size=1,
        max_size=6,
    )
    .map("".join)
    # Whether '**' at the end of a name matches '/' depends on where git before 2.41 has put it in memory.
    .filter(lambda line: not re.search(r"[^/]\*\*+(/|$)", line.lstrip("!"))),
    st.sampled_from(["a.d/**/a*", "**/b.d/*", "!a.py", "*.py", "/b.d/", "b.d/**", "[[:alpha:]]", "[!a]*"]),
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", root], check=True)
    for path in PATHS:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return root


@needs_git
@pytest.mark.host
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(lines, min_size=1, max_size=4))
def test_ignores_what_git_ignores(repository: Path, content: list[str]) -> None:
    text = "\n".join(content)
    (repository / ".gitignore").write_text(text)
    git = subprocess.run(
        ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "-z", "--stdin"],
        cwd=repository,
        input="\0".join(PATHS),
        capture_output=True,
        text=True,
        env={**os.environ, "GIT_CONFIG_NOSYSTEM": "1"},
    )
    ignored = set(git.stdout.split("\0")) - {""}
    patterns = parse_file(text)
    assert {path for path in PATHS if patterns.covers(path)} == ignored
