"""The project as the semantic model sees it: its files, the answers so far, and what they were read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_mem.discovery import Layout
from tflint_mem.semantic.answers import Answers
from tflint_mem.semantic.files import Files, Query, collector_paused, parse

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable
    from pathlib import Path

    from tflint_mem.config import Settings
    from tflint_mem.semantic.syntax import SyntaxIndex
    from tflint_mem.source import Source

__all__ = ["Project", "Query", "collector_paused", "parse"]

MOST_FILES = 2500
"""In larger projects looks are not told apart: sets of them would take more memory than syntax trees."""


class Project:
    """The files around the ones being linted; one instance serves one process.

    Every look at a file, and at what files say about each other, is noted: those of an answer, which others
    may be given again, as bits of ``answers.consulted``.  `queries` tells what was asked (ADR 4).

    Args:
        settings: the configuration that says which files belong to the project.
        layout: the projects of a run with that configuration, if others look for them too.
        noting: whether somebody will ask for the notes.

    Attributes:
        files: the same files without the notes.
        answers: what was inferred from them.
    """

    def __init__(self, settings: Settings, layout: Layout | None = None, *, noting: bool = True) -> None:
        self.settings = settings
        self.files = Files(layout or Layout(settings))
        self.answers = Answers()
        self._bits: dict[Query, int] = {}
        self._queries: list[Query] = []
        self._direct: set[Query] = set()
        self._tells_apart: bool | None = None if noting else False

    def begin(self) -> None:
        """Forgets what was consulted for the file before."""
        self.answers.consulted = 0
        self._direct.clear()

    def queries(self) -> list[Query] | None:
        """What was consulted since `begin`, sorted; None in a project too large to tell."""
        if self._tells_apart is False:
            return None
        found, consulted = list(self._direct), self.answers.consulted
        while consulted:
            lowest = consulted & -consulted
            found.append(self._queries[lowest.bit_length() - 1])
            consulted ^= lowest
        return sorted(set(found))

    def _note(self, kind: str, path: Path, words: tuple[str, ...] = ()) -> None:
        if self._tells_apart is None:
            self._tells_apart = len(self.files.files(self.files.root(path))) <= MOST_FILES
        if not self._tells_apart:
            return
        query = kind, str(path), words
        if not self.answers.asked:
            self._direct.add(query)
            return
        bit = self._bits.get(query)
        if bit is None:
            bit = self._bits[query] = 1 << len(self._bits)
            self._queries.append(query)
        self.answers.consulted |= bit

    # -- files ---------------------------------------------------------------------------------------

    def show(self, source: Source) -> None:
        """Makes ``source`` stand for its file, as after an edit that is not on disk yet."""
        if self.files.show(source):
            self.answers.clear()

    def adopt(self, source: Source, tree: ast.Module) -> None:
        """Shows ``source`` with the syntax tree that somebody else has made of it."""
        self.show(source)
        self.files.adopt(source, tree)

    def index(self, path: Path) -> SyntaxIndex | None:
        """The index of a file, or None when it cannot be read or parsed."""
        self._note("content", path)
        return self.files.index(path)

    def index_of(self, source: Source) -> SyntaxIndex:
        """The index of a file that is being checked.

        Raises:
            SyntaxError: it is not Python.
        """
        self.show(source)
        self._note("content", source.path)
        return self.files.index_of(source)

    def content(self, path: Path) -> bytes:
        """The text of a file in UTF-8; empty when it cannot be read."""
        self._note("content", path)
        return self.files.content(path)

    def root(self, path: Path) -> Path:
        """The folder of the project that a file belongs to."""
        return self.files.root(path)

    def metadata(self, root: Path) -> list[tuple[str, str]]:
        """The name and text of each file that declares what the project below a folder is."""
        self._note("metadata", root)
        return self.files.metadata(root)

    # -- imports -------------------------------------------------------------------------------------

    def module(self, importer: Path, name: str, level: int = 0) -> Path | None:
        """The project file that an import statement names; see `Files.module`."""
        self._note("imported", importer)
        return self.files.module(importer, name, level)

    def submodule(self, package: Path, name: str) -> Path | None:
        """The file of a module inside a package's folder, or None."""
        self._note("submodule", package, (name,))
        return self.files.submodule(package, name)

    def submodules(self, package: Path) -> list[Path]:
        """The files of the modules inside a package's folder, in a stable order."""
        self._note("submodules", package)
        return self.files.submodules(package)

    def importers(self, path: Path) -> list[Path]:
        """The project files that import ``path``, directly or through other files, in a stable order."""
        self._note("importers", path)
        return self.files.importers(path)

    def importers_mentioning(self, path: Path, words: Iterable[str]) -> list[Path]:
        """Those importers that contain one of some identifiers; see `Files.importers_mentioning`."""
        words = tuple(words)
        self._note("mentioning", path, words)
        return self.files.importers_mentioning(path, words)

    def companions_mentioning(self, path: Path, words: Iterable[str]) -> list[Path]:
        """What its importers import that contains an identifier; see `Files.companions_mentioning`."""
        words = tuple(words)
        self._note("companions", path, words)
        return self.files.companions_mentioning(path, words)

    def mentions(self, path: Path, words: Iterable[str]) -> bool:
        """Whether a file of the project that ``path`` belongs to contains one of some identifiers."""
        words = tuple(words)
        root = self.root(path)
        self._note("mentions", root, words)
        return self.files.mentions(root, words)

    def reachable(self, path: Path) -> list[Path]:
        """``path`` and the project files that importing it imports, in a stable order."""
        self._note("reachable", path)
        return self.files.reachable(path)

    def reachable_mentioning(self, path: Path, words: Iterable[str]) -> list[Path]:
        """Those of them that contain one of some identifiers; see `Files.reachable_mentioning`."""
        words = tuple(words)
        self._note("reachable_mentioning", path, words)
        return self.files.reachable_mentioning(path, words)

    def reached(self, path: Path, words: tuple[bytes, ...]) -> frozenset[bytes]:
        """Those of ``words`` that a file, or a project file that importing it imports, contains."""
        self._note("reached", path, tuple(word.decode() for word in words))
        return self.files.reached(path, words)

    def works_with(self, path: Path, words: tuple[bytes, ...]) -> bool:
        """Whether a program that runs a file can contain one of ``words``; see `Files.works_with`."""
        self._note("works_with", path, tuple(word.decode() for word in words))
        return self.files.works_with(path, words)
