"""The files of a project: found, read, parsed, and what they say about each other."""

from __future__ import annotations

import ast
import gc
import hashlib
import os
import re
import sys
import warnings
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_mem import source as sources
from tflint_mem.semantic import paths
from tflint_mem.semantic.syntax import SyntaxIndex
from tflint_mem.timings import stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tflint_mem.discovery import Layout
    from tflint_mem.source import Source

Query = tuple[str, str, tuple[str, ...]]
"""One look at a project: what was asked (a method of `Files`), of which path, and with which words."""

METADATA = re.compile(
    r"requirements.*\.txt|requirements/.*\.txt|pyproject\.toml|setup\.(cfg|py)|pipfile", re.IGNORECASE
)
"""Where projects declare what they need and which commands they install, from their root."""

_IMPORT = re.compile(
    rb"(?:^|[;:])[ \t]*"
    rb"(?:from[ \t]+([.\w]+)[ \t]+import[ \t]*(?:\(([^)]*)|([^#\n;]*))|import[ \t]+([^#\n;]+))",
    re.MULTILINE,
)
_NO_WORD = bytes(code if chr(code).isalnum() or code == ord("_") else ord(" ") for code in range(128))
_NO_WORD += b" " * 128
"""Leaves of a text what identifiers may consist of."""
_COMMENT = re.compile(rb"#[^\n]*")
_LIBRARIES = sys.stdlib_module_names | {
    *("tensorflow", "tensorflow_datasets", "tensorflow_hub", "tensorflow_probability", "keras", "tf_keras"),
    *("keras_core", "keras_tuner", "kerastuner", "scikeras", "torch", "jax", "numpy", "scipy", "sklearn"),
    *("skopt", "transformers", "gym", "gymnasium", "optuna", "hyperopt", "ray", "flask", "fastapi", "celery"),
}
"""Modules outside of any project that modules of packages are often named after."""


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keeps Python's cyclic collector from walking the growing trees again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def parse(text: str) -> ast.Module:
    """The abstract syntax tree of a text.

    Raises:
        SyntaxError: the text is not Python, as this Python knows it, or nests too deeply for its parser.
    """
    try:
        with stage("parsing"), collector_paused(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (RecursionError, MemoryError) as error:
        raise SyntaxError("nests too deeply for this Python's parser") from error
    except ValueError as error:
        raise SyntaxError(str(error)) from error


class Files:
    """The files around the ones being linted, read and parsed once.

    Args:
        layout: the projects, and which files belong to them.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._files: dict[Path, list[Path]] = {}
        self._bytes: dict[Path, bytes] = {}
        self._indexes: dict[Path, SyntaxIndex | None] = {}
        self._adopted: dict[Path, ast.Module] = {}
        self._overlay: dict[Path, Source] = {}
        self._ordered: dict[Path, list[Path]] = {}
        self._importers: dict[Path, dict[Path, int]] = {}
        self._importers_of: dict[Path, int] = {}
        self._companions_of: dict[Path, int] = {}
        self._added: dict[Path, tuple[Path, ...]] = {}
        self._reached: dict[tuple[bytes, ...], dict[Path, int]] = {}
        self._holding: dict[tuple[Path, tuple[bytes, ...]], int] = {}
        self._namespaces: dict[tuple[Path, str], bool] = {}
        self._imported: dict[Path, tuple[Path, ...]] = {}
        self._words: dict[Path, dict[bytes, int]] = {}
        self._paths: dict[Path, Path] = {}
        self._places: dict[Path, Path] = {}
        self._modules: dict[tuple[Path, str, int], Path | None] = {}
        self._exists: dict[Path, bool] = {}
        self._names: dict[Path, frozenset[str]] = {}
        self._shown_names: set[str] = set()
        self._search_paths: dict[Path, tuple[Path, ...]] = {}
        self._reachable: dict[Path, list[Path]] = {}
        self._digests: dict[Query, bytes] = {}
        self._metadata: dict[Path, list[tuple[str, str]]] = {}

    # -- files ---------------------------------------------------------------------------------------

    @property
    def has_trees(self) -> bool:
        """Whether a file was parsed."""
        return bool(self._indexes)

    def show(self, source: Source) -> bool:
        """Makes ``source`` stand for its file, as after an edit that is not on disk yet.

        Returns:
            Whether the file was known with another text, so that nothing read from it holds any more.
        """
        path = source.path
        shown, known = self._overlay.get(path), self._indexes.get(path)
        if (shown is not None and shown.text == source.text) or (
            known is not None and known.source.text == source.text
        ):
            return False
        consulted = shown is not None or path in self._indexes or path in self._bytes
        changed = consulted and self.content(path) != source.text.encode("utf-8", "surrogatepass")
        self._overlay[path] = source
        self._shown_names.update((path.stem, *(folder.name for folder in path.parents)))
        self._bytes.pop(path, None)
        if not changed:
            return False
        self._indexes.pop(path, None)
        self._adopted.pop(path, None)
        self._ordered.clear()
        self._importers.clear()
        self._importers_of.clear()
        self._companions_of.clear()
        self._reachable.clear()
        self._imported.clear()
        self._words.clear()
        self._reached.clear()
        self._holding.clear()
        self._digests.clear()
        return True

    def index(self, path: Path) -> SyntaxIndex | None:
        """The index of a file, or None when it cannot be read or parsed."""
        if path not in self._indexes:
            try:
                self._indexes[path] = self._indexed(self._source(path))
            except (sources.SourceError, SyntaxError, RecursionError):
                self._indexes[path] = None
        return self._indexes[path]

    def index_of(self, source: Source) -> SyntaxIndex:
        """The index of a file that is shown.

        Raises:
            SyntaxError: it is not Python.
        """
        known = self._indexes.get(source.path)
        if known is None:
            known = self._indexes[source.path] = self._indexed(source)
        return known

    def _indexed(self, source: Source) -> SyntaxIndex:
        tree = self._adopted.pop(source.path, None)
        with stage("index"):
            return SyntaxIndex(source, tree or parse(source.text))

    def adopt(self, source: Source, tree: ast.Module) -> None:
        """Takes the syntax tree of a source that is shown, so that it need not be parsed."""
        if self._indexes.get(source.path) is None:
            self._adopted[source.path] = tree

    def _source(self, path: Path) -> Source:
        shown = self._overlay.get(path)
        if shown is not None:
            return shown
        with stage("reading"):
            return sources.read(path)

    def content(self, path: Path) -> bytes:
        """The text of a file, a notebook's code, in UTF-8; empty when it cannot be read."""
        if path not in self._bytes:
            try:
                self._bytes[path] = self._source(path).text.encode("utf-8", "surrogatepass")
            except sources.SourceError:
                self._bytes[path] = b""
        return self._bytes[path]

    def metadata(self, root: Path) -> list[tuple[str, str]]:
        """The name and text of each file that declares what the project below a folder is, sorted."""
        if root not in self._metadata:
            self._metadata[root] = found = []
            for path in sorted((*root.glob("*"), *root.glob("requirements/*"))):
                if not METADATA.fullmatch(path.relative_to(root).as_posix()):
                    continue
                try:
                    found.append((path.name, path.read_text(encoding="utf-8", errors="replace")))
                except OSError:
                    continue
        return self._metadata[root]

    def importers_mentioning(self, path: Path, words: Iterable[str]) -> list[Path]:
        """The project files that import ``path``, directly or not, and contain one of some identifiers.

        Args:
            path: a file of the project.
            words: the identifiers.

        Returns:
            The files in a stable order.
        """
        root = self.root(path)
        return self._listed(root, self._importers_of_file(path) & self._mentioning(root, words))

    def companions_mentioning(self, path: Path, words: Iterable[str]) -> list[Path]:
        """The files that importers of ``path`` import and that contain one of some identifiers, in order.

        What ``path`` defines gets there as an argument, without an import.
        """
        root = self.root(path)
        mentioning = self._mentioning(root, words)
        return self._listed(root, self._companions_of_file(path) & mentioning) if mentioning else []

    def reachable_mentioning(self, path: Path, words: Iterable[str]) -> list[Path]:
        """Those of the files that importing ``path`` runs that contain one of some identifiers, in order."""
        root = self.root(path)
        mentioning = set(self._listed(root, self._mentioning(root, words)))
        return [file for file in self.reachable(path) if file in mentioning] if mentioning else []

    def mentions(self, root: Path, words: Iterable[str]) -> bool:
        """Whether a file of the project below ``root`` contains one of some identifiers."""
        return bool(self._mentioning(root, words))

    def _mentioning(self, root: Path, words: Iterable[str]) -> int:
        """The project files that contain one of some identifiers, as a set of bits."""
        if root not in self._words:
            table: dict[bytes, int] = defaultdict(int)
            with stage("imports"):
                for number, file in enumerate(self._project_files(root)):
                    for word in set(self.content(file).translate(_NO_WORD).split()):
                        table[word] |= 1 << number
            self._words[root] = table
        mentioning, mask = self._words[root], 0
        for identifier in words:
            mask |= mentioning.get(identifier.encode(), 0)
        return mask

    def _listed(self, root: Path, mask: int) -> list[Path]:
        """The project files that a set of bits stands for, sorted."""
        files, found = self._project_files(root), []
        while mask:
            lowest = mask & -mask
            found.append(files[lowest.bit_length() - 1])
            mask ^= lowest
        return found

    def root(self, path: Path) -> Path:
        """The folder of the project that a file belongs to."""
        return self._layout.root(path)

    def files(self, root: Path) -> list[Path]:
        """The Python files below a project's root."""
        if root not in self._files:
            self._files[root] = [self._known(path) for path in self._layout.files(root)]
        return self._files[root]

    # -- modules -------------------------------------------------------------------------------------

    def module(self, importer: Path, name: str, level: int = 0) -> Path | None:
        """The project file that an import statement names.

        Args:
            importer: the file that holds the import.
            name: the dotted module, empty for ``from . import x``.
            level: the number of leading dots.

        Returns:
            A ``.py`` file (``__init__.py`` for a package), or None for a library or an unknown module.
        """
        place = self._places.get(importer)
        if place is None:
            place = importer if self._added_to_path(importer) else self._known(importer.parent)
            self._places[importer] = place
        key = place, name, level
        if key not in self._modules:
            found = self._find_module(importer, name, level)
            self._modules[key] = found and self._known(found)
        return self._modules[key]

    def _known(self, path: Path) -> Path:
        """The one object that stands for a path: equal ones take long to compare and to hash."""
        return self._paths.setdefault(path, path)

    def _find_module(self, importer: Path, name: str, level: int) -> Path | None:
        parts = name.split(".") if name else []
        if level:
            folder = importer.parent
            for _ in range(level - 1):
                folder = folder.parent
            return self._module_file(folder, parts)
        added = self._added_to_path(importer)
        folders = self._search_path(importer)
        if parts and parts[0] in _LIBRARIES and importer.parent != self.root(importer):
            # A module of a package does not hide a library of its name from itself and its neighbours.
            folders = folders[1:] if self._is_file(importer.parent / "__init__.py") else folders
        for folder in (*folders, *added):
            found = self._module_file(folder, parts)
            if found is not None:
                return found
        return (
            self._module_file(self.root(importer), parts[1:]) if self._is_in_root(importer, parts) else None
        )

    def _is_in_root(self, importer: Path, parts: list[str]) -> bool:
        """Whether a dotted name begins with that of the project's folder, which is the package itself."""
        root = self.root(importer)
        return (
            parts[:1] == [root.name] and root.name not in _LIBRARIES and self._is_file(root / "__init__.py")
        )

    def _search_path(self, importer: Path) -> tuple[Path, ...]:
        """The folders in which the modules that a file names are looked for."""
        folder = importer.parent
        if folder not in self._search_paths:
            root, top = self.root(importer), folder
            while self._is_file(top / "__init__.py") and top != root and top.parent != top:
                top = top.parent
            self._search_paths[folder] = tuple(dict.fromkeys((folder, top, root, root / "src", root / "lib")))
        return self._search_paths[folder]

    def _added_to_path(self, importer: Path) -> tuple[Path, ...]:
        """The folders that a file puts on ``sys.path`` itself."""
        if importer not in self._added:
            self._added[importer] = ()
            if b"sys.path" in self.content(importer):
                index = self.index(importer)
                self._added[importer] = () if index is None else tuple(paths.added_to_path(index))
        return self._added[importer]

    def _module_file(self, folder: Path, parts: list[str]) -> Path | None:
        if parts and parts[0] not in self._names_in(folder) and parts[0] not in self._shown_names:
            return None
        base = folder.joinpath(*parts)
        if parts and self._is_file(base.with_name(base.name + ".py")):
            return base.with_name(base.name + ".py")
        if self._is_file(base / "__init__.py"):
            return base / "__init__.py"
        return None

    def _names_in(self, folder: Path) -> frozenset[str]:
        """What a folder holds, without the endings of files."""
        names = self._names.get(folder)
        if names is None:
            try:
                names = frozenset(name.partition(".")[0] for name in os.listdir(folder))  # noqa: PTH208  (no paths are wanted)
            except OSError:
                names = frozenset()
            self._names[folder] = names
        return names

    def _is_file(self, path: Path) -> bool:
        if path not in self._exists:
            try:
                self._exists[path] = path in self._overlay or path.is_file()
            except OSError:
                self._exists[path] = False
        return self._exists[path]

    def submodule(self, package: Path, name: str) -> Path | None:
        """The file of a module inside a package's folder, or None."""
        if package.name != "__init__.py":
            return None
        return self._module_file(package.parent, [name])

    def submodules(self, package: Path) -> list[Path]:
        """The files of the modules inside a package's folder, in a stable order."""
        if package.name != "__init__.py":
            return []
        found = [self._module_file(package.parent, [name]) for name in sorted(self._names_in(package.parent))]
        return [path for path in found if path is not None and path != package]

    def imported(self, path: Path) -> tuple[Path, ...]:
        """The project files that a file imports, read off its import lines without parsing it, sorted."""
        if path not in self._imported:
            targets = set(self._resolved(path).values())
            self._imported[path] = tuple(sorted(targets - {path}))
        return self._imported[path]

    def _resolved(self, path: Path) -> dict[str, Path]:
        """The project files that the import lines of a file name, by the words that name them."""
        found: dict[str, Path] = {}
        for dotted, in_brackets, in_line, modules in _IMPORT.findall(self.content(path)):
            if modules:
                for clause in modules.split(b","):
                    words = clause.split()
                    if words:
                        module = words[0].decode("utf-8", "replace")
                        target = self.module(path, module)
                        if target is not None:
                            found[module] = target
                continue
            text = dotted.decode("utf-8", "replace")
            name = text.lstrip(".")
            level = len(text) - len(name)
            package = self.module(path, name, level)
            if package is not None:
                found[text] = package
                if package.name != "__init__.py":
                    continue
            elif not level and not self._may_be_namespace(path, name):
                continue
            for word in re.findall(rb"\w+", _COMMENT.sub(b"", in_brackets or in_line)):
                attribute = word.decode("utf-8", "replace")
                inner = self.module(path, f"{name}.{attribute}".strip("."), level)
                if inner is not None:
                    found[f"{text}:{attribute}"] = inner
        return found

    def _may_be_namespace(self, importer: Path, name: str) -> bool:
        """Whether a dotted name is a folder of the project without an ``__init__.py``."""
        key = (importer.parent, name)
        if key not in self._namespaces:
            parts = name.split(".")
            self._namespaces[key] = any(
                parts[0] in self._names_in(folder) and folder.joinpath(*parts).is_dir()
                for folder in (*self._search_path(importer), *self._added_to_path(importer))
            ) or (self._is_in_root(importer, parts) and self.root(importer).joinpath(*parts[1:]).is_dir())
        return self._namespaces[key]

    def importers(self, path: Path) -> list[Path]:
        """The project files that import ``path``, directly or through other files, in a stable order."""
        return self._listed(self.root(path), self._importers_of_file(path))

    def _importers_of_file(self, path: Path) -> int:
        """The same as a set of bits."""
        path = self._known(path)
        found = self._importers_of.get(path)
        if found is None:
            root = self.root(path)
            files = self._project_files(root)
            direct = self._direct_importers(root)
            found, pending = 0, direct.get(path, 0)
            while pending:
                lowest = pending & -pending
                found |= lowest
                file = files[lowest.bit_length() - 1]
                if file == path:
                    found ^= lowest
                    pending ^= lowest
                else:
                    pending = (pending | direct.get(file, 0)) & ~found
            self._importers_of[path] = found
        return found

    def _companions_of_file(self, path: Path) -> int:
        """The files of the project that importers of ``path`` import, directly or not, as a set of bits."""
        path = self._known(path)
        found = self._companions_of.get(path)
        if found is None:
            root = self.root(path)
            places = {file: number for number, file in enumerate(self._project_files(root))}
            pending = self._listed(root, self._importers_of_file(path))
            seen = {path, *pending}
            found = 0
            while pending:
                for target in self.imported(pending.pop()):
                    if target not in seen:
                        seen.add(target)
                        pending.append(target)
                        if target in places:
                            found |= 1 << places[target]
            self._companions_of[path] = found
        return found

    def _direct_importers(self, root: Path) -> dict[Path, int]:
        """For each file that files of a project import, which do so, as a set of bits."""
        if root not in self._importers:
            table: dict[Path, int] = defaultdict(int)
            with stage("imports"):
                for number, file in enumerate(self._project_files(root)):
                    for target in self.imported(file):
                        table[target] |= 1 << number
            self._importers[root] = table
        return self._importers[root]

    def _project_files(self, root: Path) -> list[Path]:
        """The files below a root, with those that are only shown, sorted: bits stand for places in it."""
        if root not in self._ordered:
            shown = (path for path in self._overlay if self.root(path) == root)
            self._ordered[root] = sorted({*self.files(root), *shown})
        return self._ordered[root]

    def reached(self, path: Path, words: tuple[bytes, ...]) -> frozenset[bytes]:
        """Those of ``words`` that a file, or a project file that importing it imports, contains."""
        known = self._reached.setdefault(words, {})
        if path not in known:
            self._reach(path, words, known)
        mask = known[path]
        return frozenset(word for place, word in enumerate(words) if mask >> place & 1)

    def _reach(self, path: Path, words: tuple[bytes, ...], known: dict[Path, int]) -> None:
        """Notes which words ``path``, and every file on the way, reaches: a set of bits for each file.

        Files that import each other in a circle reach the same; Tarjan's algorithm finds them.
        """
        number = {path: 0}
        low = {path: 0}
        masks = {path: self._held(path, words)}
        component = [path]
        pending = [(path, iter(self.imported(path)))]
        while pending:
            current, targets = pending[-1]
            for target in targets:
                if target in known:
                    masks[current] |= known[target]
                elif target in number:
                    low[current] = min(low[current], number[target])
                else:
                    number[target] = low[target] = len(number)
                    masks[target] = self._held(target, words)
                    component.append(target)
                    pending.append((target, iter(self.imported(target))))
                    break
            else:
                pending.pop()
                if pending:
                    importer = pending[-1][0]
                    masks[importer] |= masks[current]
                    low[importer] = min(low[importer], low[current])
                if low[current] == number[current]:
                    member = None
                    while member != current:
                        member = component.pop()
                        known[member] = masks[current]

    def _held(self, path: Path, words: tuple[bytes, ...]) -> int:
        """Which words a file contains, as a set of bits."""
        content, mask = self.content(path), 0
        for place, word in enumerate(words):
            if word in content:
                mask |= 1 << place
        return mask

    def reaches(self, path: Path, words: tuple[bytes, ...]) -> bool:
        """Whether a file, or a project file that importing it imports, contains one of ``words``."""
        return bool(self.reached(path, words))

    def works_with(self, path: Path, words: tuple[bytes, ...]) -> bool:
        """Whether a program that runs a file can contain one of ``words`` where it matters to the file.

        True when the file or what it imports contains one, or a file that imports it, or a direct import
        of such a file.
        """
        if self.reaches(path, words):
            return True
        root = self.root(path)
        holding = self._holding.get((root, words))
        if holding is None:
            files = self._project_files(root)
            direct = {file for file in files if self._held(file, words)}
            holding = 0
            for number, file in enumerate(files):
                if file in direct or not direct.isdisjoint(self.imported(file)):
                    holding |= 1 << number
            self._holding[root, words] = holding
        return bool(holding & self._importers_of_file(path))

    def reachable(self, path: Path) -> list[Path]:
        """``path`` and the project files that importing it imports, in a stable order."""
        known = self._reachable.get(path)
        if known is None:
            found = {path: None}
            pending = [path]
            while pending:
                for target in self.imported(pending.pop()):
                    if target not in found:
                        found[target] = None
                        pending.append(target)
            known = self._reachable[path] = list(found)
        return known

    # -- what was consulted --------------------------------------------------------------------------

    def digest(self, query: Query) -> bytes:
        """A short value that differs when a query is answered differently."""
        if query not in self._digests:
            kind, name, words = query
            path = Path(name)
            answer: object
            if kind == "content":
                answer = self._bytes_of(path)
            elif kind == "mentioning":
                answer = self.importers_mentioning(path, words)
            elif kind == "companions":
                answer = self.companions_mentioning(path, words)
            elif kind == "reachable_mentioning":
                answer = self.reachable_mentioning(path, words)
            elif kind == "mentions":
                answer = self.mentions(path, words)
            elif kind == "submodule":
                answer = self.submodule(path, *words)
            elif kind == "reached":
                answer = sorted(self.reached(path, tuple(word.encode() for word in words)))
            elif kind == "works_with":
                answer = self.works_with(path, tuple(word.encode() for word in words))
            else:
                asked = {
                    "imported": self._resolved,
                    "importers": self.importers,
                    "submodules": self.submodules,
                    "reachable": self.reachable,
                    "metadata": self.metadata,
                }
                answer = asked[kind](path)
            data = answer if isinstance(answer, bytes) else repr(answer).encode("utf-8", "surrogatepass")
            self._digests[query] = hashlib.blake2b(data, digest_size=12).digest()
        return self._digests[query]

    def _bytes_of(self, path: Path) -> bytes:
        """The bytes of the version of a file that was read; empty when there is none."""
        index = self._indexes.get(path)
        source = self._overlay.get(path) or (index and index.source)
        try:
            return source.encode(source.text) if source else sources.read_bytes(path)
        except sources.SourceError:
            return b""

    def state(self, root: Path) -> bytes:
        """A value that differs when any file of the project below ``root`` does.

        Empty where files put folders outside of it on ``sys.path``: the project is not all there is then.
        """
        whole = hashlib.blake2b(self.digest(("metadata", str(root), ())), digest_size=16)
        for path in self._project_files(root):
            data = self._bytes_of(path)
            if b"sys.path" in data and not all(
                folder.is_relative_to(root) for folder in self._added_to_path(path)
            ):
                return b""
            whole.update(os.fsencode(path))
            whole.update(hashlib.blake2b(data, digest_size=12).digest())
        return whole.digest()
