"""Paths to files: which Python files a run is about."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tflint_mem.patterns import Patterns, compiled, parse_file, written
from tflint_mem.source import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tflint_mem.config import Settings

SUFFIXES = (".py", ".ipynb")
_PROJECT_MARKERS = ("pyproject.toml", "setup.cfg", "setup.py", "tflint-mem.toml", ".git")


class _Scope(NamedTuple):
    """Patterns and the folder, with its final separator, that they are relative to."""

    base: str
    patterns: Patterns


@dataclass(frozen=True)
class _Folder:
    shown: Path
    absolute: str
    real: str
    ignores: tuple[_Scope, ...]


def discover(paths: Sequence[Path], settings: Settings, warn: Callable[[str], None]) -> Iterator[Path]:
    """Finds the files that some paths stand for.

    A path that is no folder is taken as it is, whether it exists or not (reading it says what is
    wrong).  Folders are walked for Python files and notebooks, without what the settings exclude or git
    ignores; symbolic links to folders are not followed, those to files are.

    Args:
        paths: files and folders.
        settings: what to leave out.
        warn: is told, in one line, of each folder that cannot be read.

    Yields:
        Each file once, in the order of the paths, and below a folder in the order of their names.
    """
    seen: set[str] = set()
    for path in paths:
        is_folder = _is_folder(path)
        if settings.force_exclude and _left_out(written(path), is_folder, settings):
            continue
        for found, real in _walk(path, settings, warn) if is_folder else [(path, os.path.realpath(path))]:
            if real not in seen:
                seen.add(real)
                yield found


class Layout:
    """The projects around the files of a run, each of which is looked for once.

    Args:
        settings: the configuration that says which files belong to a project.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._roots: dict[Path, Path] = {}
        self._marked: dict[str, str] = {}
        self._files: dict[Path, list[Path]] = {}

    def root(self, path: Path) -> Path:
        """The folder of the project that a file belongs to.

        It is the nearest folder above with a project's or repository's marks; without any, the folder
        above the topmost package that the file is in.
        """
        folder = path.parent
        if folder not in self._roots:
            place = written(folder)
            self._roots[folder] = Path(self._nearest_marked(place) or _above_packages(place))
        return self._roots[folder]

    def files(self, root: Path) -> list[Path]:
        """All modules and notebooks below a project's root; folders that cannot be read are passed over."""
        if root not in self._files:
            self._files[root] = list(discover([root], self.settings, warn=lambda _: None))
        return self._files[root]

    def _nearest_marked(self, folder: str) -> str:
        """The nearest folder with marks, this one or one above; empty without any."""
        passed: list[str] = []
        while folder not in self._marked:
            above = os.path.dirname(folder)  # noqa: PTH120
            if _has_any(folder, _PROJECT_MARKERS):
                self._marked[folder] = folder
            elif above == folder:
                self._marked[folder] = ""
            else:
                passed.append(folder)
                folder = above
        nearest = self._marked[folder]
        self._marked.update(dict.fromkeys(passed, nearest))
        return nearest


def _above_packages(folder: str) -> str:
    while _has_any(folder, ("__init__.py",)) and folder != os.path.dirname(folder):  # noqa: PTH120
        folder = os.path.dirname(folder)  # noqa: PTH120
    return folder


def _has_any(folder: str, names: Sequence[str]) -> bool:
    return any(os.path.exists(os.path.join(folder, name)) for name in names)  # noqa: PTH110, PTH118


def _walk(top: Path, settings: Settings, warn: Callable[[str], None]) -> Iterator[tuple[Path, str]]:
    """Yields the files below a folder with their real paths, by which they are known again."""
    absolute = written(top)
    excludes = _excludes(settings)
    ignores = _ignores_above(absolute) if settings.respect_gitignore else ()
    # No recursion, since folders nest deeper than calls may.  What comes next is last.
    waiting: list[_Folder | tuple[Path, str]] = [_Folder(top, absolute, os.path.realpath(top), ignores)]
    while waiting:
        folder = waiting.pop()
        if isinstance(folder, tuple):
            yield folder
            continue
        try:
            with os.scandir(folder.shown) as scan:
                entries = {_sort_key(entry): entry for entry in scan}
        except OSError as error:
            warn(f"{folder.shown}: the folder cannot be read: {reason(error)}")
            continue
        ignores = _ignores_in(folder, entries) if settings.respect_gitignore else ()
        for key in sorted(entries, reverse=True):
            entry = entries[key]
            is_folder = key.endswith("/")
            if not is_folder and not key.endswith(SUFFIXES):
                continue
            inner = os.path.join(folder.absolute, entry.name)  # noqa: PTH118  (a Path takes 5 times longer)
            if _excluded(inner, is_folder, excludes) or _ignored(inner, is_folder, ignores):
                continue
            shown = folder.shown / entry.name
            if entry.is_symlink():
                if _is_file(shown):
                    waiting.append((shown, os.path.realpath(inner)))
                continue
            real = os.path.join(folder.real, entry.name)  # noqa: PTH118
            if is_folder:
                waiting.append(_Folder(shown, inner, real, ignores))
            elif entry.is_file():
                waiting.append((shown, real))


# Path's own questions raise where a folder above may not be searched; these say no.


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113


def _sort_key(entry: os.DirEntry[str]) -> str:
    """Makes a folder's files come where their paths do among all paths."""
    return f"{entry.name}/" if entry.is_dir(follow_symlinks=False) else entry.name


def _with_separator(folder: str | Path) -> str:
    return os.path.join(folder, "")  # noqa: PTH118


def _left_out(absolute: str, is_folder: bool, settings: Settings) -> bool:
    """Whether a path, or a folder it is in, is excluded or ignored."""
    excludes = _excludes(settings)
    ignores = _ignores_above(absolute) if settings.respect_gitignore else ()
    outward = [absolute, *map(str, Path(absolute).parents)]
    # Outside the settings' folder, what the folders above are called says nothing.
    inside = [path for path in outward if any(path.startswith(scope.base) for scope in excludes)]
    return any(
        _excluded(path, is_folder or path != absolute, excludes) for path in inside or [absolute]
    ) or any(_ignored(path, is_folder or path != absolute, ignores) for path in outward)


def _excludes(settings: Settings) -> tuple[_Scope, ...]:
    scopes = [
        _Scope(
            _with_separator(settings.root or Path.cwd()), compiled(settings.exclude + settings.extend_exclude)
        )
    ]
    by_folder: dict[Path, list[str]] = {}
    for base, pattern in settings.exclude_from:
        by_folder.setdefault(base, []).append(pattern)
    scopes += [_Scope(_with_separator(base), compiled(tuple(texts))) for base, texts in by_folder.items()]
    return tuple(scopes)


def _excluded(absolute: str, is_folder: bool, scopes: tuple[_Scope, ...]) -> bool:
    for scope in scopes:
        verdict = _verdict(scope, absolute, is_folder)
        if verdict is None and not absolute.startswith(scope.base):
            verdict = scope.patterns.elsewhere.verdict(Path(absolute).name, is_folder)
        if verdict:
            return True
    return False


def _ignored(absolute: str, is_folder: bool, scopes: tuple[_Scope, ...]) -> bool:
    for scope in reversed(scopes):
        verdict = _verdict(scope, absolute, is_folder)
        if verdict is not None:
            return verdict
    return False


def _verdict(scope: _Scope, absolute: str, is_folder: bool) -> bool | None:
    if not absolute.startswith(scope.base):
        return None
    relative = absolute[len(scope.base) :]
    return scope.patterns.verdict(relative.replace(os.sep, "/"), is_folder) if relative else None


def _ignores_above(absolute: str) -> tuple[_Scope, ...]:
    """The ``.gitignore`` files of the folders above, down from the repository's root; none outside of one."""
    path = Path(absolute)
    for depth, root in enumerate(path.parents, 1):
        if _has_any(str(root), (".git",)):
            chain = [*path.parents[:depth]][::-1]
            scopes = _ignore_file(str(root), ".git/info/exclude")
            for folder in chain:
                scopes += _ignore_file(str(folder), ".gitignore")
            return scopes
    return ()


def _ignores_in(folder: _Folder, entries: Mapping[str, object]) -> tuple[_Scope, ...]:
    scopes = folder.ignores
    if ".git/" in entries or ".git" in entries:
        # A repository of its own (a submodule, say) is not subject to the rules of the one around it.
        scopes = _ignore_file(folder.absolute, ".git/info/exclude")
    if ".gitignore" in entries:
        scopes += _ignore_file(folder.absolute, ".gitignore")
    return scopes


def _ignore_file(folder: str, name: str) -> tuple[_Scope, ...]:
    try:
        text = Path(folder, name).read_bytes().decode("utf-8-sig", "surrogateescape")
    except OSError:
        return ()
    return (_Scope(_with_separator(folder), parse_file(text)),)
