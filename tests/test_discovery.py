"""Paths to files."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tflint_mem.config import Settings
from tflint_mem.discovery import Layout, discover

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, far from any repository, that is the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, *files: str, content: str = "") -> None:
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def found(*paths: str, settings: Settings | None = None, warnings: list[str] | None = None) -> list[str]:
    told: list[str] = []
    files = [path.as_posix() for path in discover([*map(Path, paths)], settings or Settings(), told.append)]
    assert warnings is not None or told == []
    if warnings is not None:
        warnings += told
    return files


# The walk


def test_walks_folders_in_the_order_of_paths(tree: Path) -> None:
    write(
        tree,
        "b.py",
        "a/z.py",
        "a/b/c.py",
        "a-b/x.py",
        "a.py",
        "B.py",
        "a/b.txt",
        "a/b.pyi",
        "a/b.PY",
        "a/b.pyx",
    )
    assert found(".") == ["B.py", "a-b/x.py", "a.py", "a/b/c.py", "a/z.py", "b.py"]
    assert found(".") == sorted(found("."))
    assert found("a") == ["a/b/c.py", "a/z.py"]
    assert found(str(tree / "a"))[0] == (tree / "a/b/c.py").as_posix()
    assert found("../" + tree.name + "/a") == [f"../{tree.name}/a/b/c.py", f"../{tree.name}/a/z.py"]


def test_files_given_by_name_are_taken_as_they_are(tree: Path) -> None:
    write(tree, "script", "types.pyi", ".venv/x.py")
    assert found("script", "types.pyi", ".venv/x.py", "missing.py") == [
        "script",
        "types.pyi",
        ".venv/x.py",
        "missing.py",
    ]


def test_no_file_comes_twice(tree: Path) -> None:
    write(tree, "src/a.py", "src/b.py")
    assert found("src/b.py", "src", "./src/../src/a.py", str(tree / "src")) == ["src/b.py", "src/a.py"]


def test_what_looks_like_a_file_but_is_none_is_passed_over(tree: Path) -> None:
    write(tree, "folder.py/inner.py")
    os.mkfifo(tree / "pipe.py")
    (tree / "broken.py").symlink_to("nowhere")
    (tree / "loop.py").symlink_to("loop.py")
    assert found(".") == ["folder.py/inner.py"]


def test_links_to_folders_are_not_followed_and_links_to_files_are(tree: Path) -> None:
    write(tree, "src/a.py", "outside/b.py")
    (tree / "src/loop").symlink_to("..")
    (tree / "src/self").symlink_to(".")
    (tree / "src/b.py").symlink_to("../outside/b.py")
    (tree / "src/c.py").symlink_to("a.py")
    assert found("src") == ["src/a.py", "src/b.py"]
    assert found("src", "outside") == ["src/a.py", "src/b.py"]
    assert found("src/loop/outside") == ["src/loop/outside/b.py"]


def test_a_link_given_by_name_is_walked(tree: Path) -> None:
    write(tree, "real/a.py", "real/sub/b.py")
    (tree / "link").symlink_to("real")
    assert found("link") == ["link/a.py", "link/sub/b.py"]
    assert found("real", "link") == ["real/a.py", "real/sub/b.py"]
    # The system resolves "..", after a link, from where the link leads.
    write(tree, "elsewhere/deep/d.py", "elsewhere/e.py")
    (tree / "deep").symlink_to("elsewhere/deep")
    assert found("deep/..") == ["deep/../deep/d.py", "deep/../e.py"]


def test_folders_nest_deeper_than_calls_may(tree: Path) -> None:
    home = Path.cwd()
    depth = 1200
    try:
        for _ in range(depth):
            Path("d").mkdir()
            os.chdir("d")
        Path("x.py").touch()
        os.chdir(home)
        files = found(".")
    finally:
        os.chdir(home)
        subprocess.run(["rm", "-rf", "d"], check=False)  # pytest cannot remove it
    assert [len(Path(file).parts) for file in files] == [depth + 1]


def test_an_unreadable_folder_is_told_and_the_rest_is_walked(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tree, "a.py", "secret/b.py", "z.py")
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if Path(path).name == "secret":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    warnings: list[str] = []
    assert found(".", warnings=warnings) == ["a.py", "z.py"]
    assert warnings == ["secret: the folder cannot be read: permission denied"]
    assert Layout(Settings()).files(tree) == [tree / "a.py", tree / "z.py"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_permission(tree: Path) -> None:
    write(tree, "a.py", "secret/b.py")
    (tree / "secret").chmod(0)
    warnings: list[str] = []
    try:
        assert found(".", "secret/b.py", warnings=warnings) == ["a.py", "secret/b.py"]
    finally:
        (tree / "secret").chmod(0o700)
    assert warnings == ["secret: the folder cannot be read: permission denied"]


def test_the_walk_is_lazy(tree: Path) -> None:
    write(tree, "a.py", "b/c.py")
    files: Iterator[Path] = discover([Path()], Settings(), pytest.fail)
    assert next(files) == Path("a.py")


# Excludes


def test_folders_without_code_of_the_project_are_left_out(tree: Path) -> None:
    write(
        tree, "a.py", *(f"{folder}/x.py" for folder in Settings().exclude), "lib/build/x.py", "builder/x.py"
    )
    assert found(".") == ["a.py", "builder/x.py"]


def test_a_folder_given_by_name_is_walked_whatever_its_name(tree: Path) -> None:
    write(tree, "build/a.py", "build/lib/b.py", "build/build/c.py", "build/venv/d.py")
    assert found("build") == ["build/a.py", "build/lib/b.py"]
    assert found("build/lib") == ["build/lib/b.py"]


def test_excludes_are_relative_to_the_root(tree: Path) -> None:
    write(tree, "gen/a.py", "src/gen/b.py", "src/c_pb2.py", "src/d.py", "build/e.py")
    settings = Settings(root=tree, extend_exclude=("/gen", "*_pb2.py"))
    assert found(".", settings=settings) == ["src/d.py", "src/gen/b.py"]
    assert found("src", settings=settings) == ["src/d.py", "src/gen/b.py"]
    assert found(".", settings=Settings(root=tree, exclude=("src/gen",))) == [
        "build/e.py",
        "gen/a.py",
        "src/c_pb2.py",
        "src/d.py",
    ]
    assert "build/e.py" in found(".", settings=Settings(root=tree, extend_exclude=("!build",)))


def test_outside_the_root_only_names_are_excluded(tree: Path) -> None:
    write(tree, "here/x.py", "there/gen/a.py", "there/src/b_pb2.py", "there/venv/c.py")
    settings = Settings(root=tree / "here", extend_exclude=("/gen", "*_pb2.py"))
    assert found("there", settings=settings) == ["there/gen/a.py"]


def test_the_command_lines_excludes_are_relative_to_the_working_directory(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tree, "src/gen/a.py", "src/b.py", "gen/c.py", "build/d.py")
    monkeypatch.chdir(tree / "src")
    settings = Settings(root=tree).override(exclude=["/gen"])
    assert found("..", settings=settings) == ["../gen/c.py", "../src/b.py"]


def test_excludes_can_hold_for_files_given_by_name(tree: Path) -> None:
    write(tree, "venv/lib/a.py", "src/b.py", "src/c_pb2.py")
    settings = Settings(root=tree, extend_exclude=("*_pb2.py",), force_exclude=True)
    assert found("venv/lib/a.py", "venv/lib", "src/c_pb2.py", "src/b.py", settings=settings) == ["src/b.py"]


# What git ignores


def test_gitignore_files_are_honoured_down_the_tree(tree: Path) -> None:
    (tree / ".git").mkdir()
    write(tree, ".gitignore", content="gen/\n*_pb2.py\n/only_here.py\nout/*\n!out/keep.py\n")
    write(tree, "pkg/.gitignore", content="\ufeff!keep_pb2.py\r\nlocal.py\r\n")
    write(
        tree,
        *["a.py", "a_pb2.py", "gen/b.py", "only_here.py", "local.py", "out/a.py", "out/keep.py"],
        *["pkg/only_here.py", "pkg/keep_pb2.py", "pkg/other_pb2.py", "pkg/local.py", "pkg/sub/local.py"],
    )
    everything = ["a.py", "local.py", "out/keep.py", "pkg/keep_pb2.py", "pkg/only_here.py"]
    assert found(".") == everything
    assert found("pkg") == ["pkg/keep_pb2.py", "pkg/only_here.py"]
    assert len(found(".", settings=Settings(respect_gitignore=False))) == 12


def test_gitignore_files_count_up_to_the_repositorys_root(tree: Path) -> None:
    write(tree, ".gitignore", content="*.py\n")
    write(tree, "repo/.gitignore", content="a.py\n")
    (tree / "repo/.git/info").mkdir(parents=True)
    write(tree, "repo/.git/info/exclude", content="b.py\nc.py\n")
    write(tree, "repo/pkg/.gitignore", content="!c.py\n")
    write(tree, "repo/pkg/sub/a.py", "repo/pkg/sub/b.py", "repo/pkg/sub/c.py", "repo/pkg/sub/d.py")
    for start in ("repo", "repo/pkg", "repo/pkg/sub"):
        assert found(start) == ["repo/pkg/sub/c.py", "repo/pkg/sub/d.py"]
    # A repository is not subject to what the folders around it ignore.
    assert found(".") == ["repo/pkg/sub/c.py", "repo/pkg/sub/d.py"]


def test_outside_a_repository_gitignore_files_count_from_the_folder_given(tree: Path) -> None:
    write(tree, ".gitignore", content="a.py\n")
    write(tree, "pkg/a.py", "pkg/b.py")
    assert found(".") == ["pkg/b.py"]
    assert found("pkg") == ["pkg/a.py", "pkg/b.py"]


def test_an_ignored_folder_given_by_name_is_walked(tree: Path) -> None:
    (tree / ".git").mkdir()
    write(tree, ".gitignore", content="data/\n*.tmp.py\n")
    write(tree, "data/a.py", "data/b.tmp.py")
    assert found("data") == ["data/a.py"]
    assert found("data/b.tmp.py") == ["data/b.tmp.py"]
    assert found("data", "data/a.py", settings=Settings(force_exclude=True)) == []


def test_a_gitignore_that_cannot_be_read_ignores_nothing(tree: Path) -> None:
    (tree / ".gitignore").mkdir()
    (tree / "pkg").mkdir()
    (tree / "pkg/.gitignore").write_bytes(b"\xff\xfe[\n!\na.py\n")
    write(tree, "pkg/a.py", "pkg/b.py")
    assert found(".") == ["pkg/b.py"]


# Projects


@pytest.mark.parametrize("marker", ["pyproject.toml", "setup.cfg", "setup.py", "tflint-mem.toml", ".git"])
def test_the_project_is_where_its_marker_is(tree: Path, marker: str) -> None:
    write(tree, f"outer/inner/{marker}", "outer/inner/src/pkg/a.py", "outer/setup.py")
    layout = Layout(Settings())
    for place in (
        "outer/inner/src/pkg/a.py",
        "outer/inner/setup.py",
        "outer/inner/src/pkg/missing.py",
    ):
        assert layout.root(Path(place)) == tree / "outer/inner"
    assert layout.root(Path("outer/inner/../b.py")) == tree / "outer"


def test_without_markers_the_project_is_around_the_topmost_package(tree: Path) -> None:
    write(tree, "lib/pkg/__init__.py", "lib/pkg/sub/__init__.py", "lib/pkg/sub/a.py", "lib/script.py")
    layout = Layout(Settings())
    assert layout.root(tree / "lib/pkg/sub/a.py") == tree / "lib"
    assert layout.root(tree / "lib/script.py") == tree / "lib"


def test_project_files_are_those_below_the_root(tree: Path) -> None:
    write(tree, "pkg/a.py", "venv/b.py", "c.py")
    assert Layout(Settings()).files(tree) == [tree / "c.py", tree / "pkg/a.py"]
