"""Findings of earlier runs, kept by content (ADR 4).

A file's findings are kept with every look at the project that led to them.  They hold as long as each
look would be answered the same; nothing else is trusted, least of all a damaged cache.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sqlite3
import sys
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_mem.cachedir import STEM
from tflint_mem.rule import Applicability, Edit, Finding, Fix, Impact, Position, Related

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tflint_mem.config import Settings
    from tflint_mem.semantic.files import Files, Query

_Result = tuple[bytes, bytes, bytes]
"""The state of the project, looks outside of it, and findings."""

FORMAT = 2
"""Changes when the tables or what stands in them do."""

MOST_BYTES = 256 * 2**20
"""A larger cache loses the half that was not used for the longest time."""

PATIENCE = 2.0
"""How many seconds to wait for another run that writes."""

_TABLES = (
    "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, state BLOB, outside BLOB, findings BLOB,"
    " checksum BLOB, used INTEGER) WITHOUT ROWID",
    # Apart, since they are large and only read where a project differs.
    "CREATE TABLE IF NOT EXISTS looks (key BLOB PRIMARY KEY, queries BLOB, answers BLOB, checksum BLOB)",
)


@dataclass(frozen=True)
class Entry:
    """What results are kept for.

    Attributes:
        path: the file, absolute.
        name: how diagnostics name it.
        data: its bytes.
        settings: the configuration.
        examined: whether rules see it; the gate keeps them from files far from TensorFlow.
    """

    path: Path
    name: str
    data: bytes
    settings: Settings
    examined: bool


class Cache:
    """The results of one configuration of this tool on this Python.

    Whatever goes wrong with the database costs time, not results: without it, files are examined anew.

    Args:
        folder: where the database lies; it is made if need be.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{STEM}{FORMAT}.sqlite"
        self._tool = _tool_fingerprint()
        self._prefixes: dict[Settings, bytes] = {}
        self._states: dict[tuple[Settings, Path], bytes] = {}
        self._places: dict[tuple[Settings, Path], frozenset[str]] = {}
        self._results: dict[bytes, _Result] = {}
        self._looks: dict[bytes, tuple[bytes, bytes, bytes]] = {}
        self._used: list[bytes] = []
        self._today = int(time.time() // 86400)
        self._database = self._open()

    # -- questions -----------------------------------------------------------------------------------

    def find(self, entry: Entry, files: Callable[[], Files]) -> tuple[Finding, ...] | None:
        """The findings of a file, if they are known and hold.

        Args:
            entry: the file as it is now.
            files: makes the project around it, if that has to be looked at.
        """
        key = self._key(entry)
        rows = self._ask("SELECT used, checksum, state, outside, findings FROM results WHERE key = ?", key)
        if not rows:
            return None
        used, checksum, state, outside, findings = rows[0]
        if not _is_intact(checksum, key, state, outside, findings):
            return None
        if entry.examined and not self._holds(entry, files(), state, outside):
            if not self._answered_alike(key, findings, files()):
                return None
            self._results[key] = self._state(entry, files()), outside, findings
        if used != self._today:
            self._used.append(key)
        return tuple(_finding(item) for item in json.loads(findings))

    def _holds(self, entry: Entry, files: Files, state: bytes, outside: bytes) -> bool:
        """Whether nothing differs in the whole project, nor in what was consulted outside of it."""
        if not state or state != self._state(entry, files):
            return False
        foreign, answers = json.loads(outside) if outside else ([], "")
        return not foreign or _combined(files, map(_query, foreign)).hex() == answers

    def _answered_alike(self, key: bytes, findings: bytes, files: Files) -> bool:
        """Whether every look that led to the findings would be answered the same."""
        for queries, answers, checksum in self._ask(
            "SELECT queries, answers, checksum FROM looks WHERE key = ?", key
        ):
            if _is_intact(checksum, key, findings, queries, answers) and answers:
                return bool(_combined(files, _unpacked(queries)) == answers)
        return False

    # -- results -------------------------------------------------------------------------------------

    def keep(
        self, entry: Entry, findings: Iterable[Finding], files: Files | None, queries: Sequence[Query] | None
    ) -> None:
        """Remembers the findings of a file, until `flush` writes them.

        Args:
            entry: the file as it was examined.
            findings: what was found.
            files: the project around it; None for a file that the gate kept from being examined.
            queries: every look at the project that led to the findings; None when they are not known, so
                that the findings hold only while nothing in the project differs.
        """
        texts = json.dumps([_packed(finding) for finding in findings]).encode()
        key, state, outside = self._key(entry), b"", b""
        if files is not None:
            inside = self._inside(entry, files)
            foreign = [query for query in queries or () if query[1] not in inside]
            outside = json.dumps([foreign, _combined(files, foreign).hex()]).encode() if foreign else b""
            packed = zlib.compress(json.dumps(queries).encode(), 1)
            answers = b"" if queries is None else _combined(files, queries)
            state = self._state(entry, files)
            # The findings are in the checksum, so that these looks are not taken for those of other findings.
            self._looks[key] = packed, answers, _checksum(key, texts, packed, answers)
        self._results[key] = state, outside, texts

    def _inside(self, entry: Entry, files: Files) -> frozenset[str]:
        """The paths of a file's project: all about them is in its state."""
        place = entry.settings, files.root(entry.path)
        if place not in self._places:
            self._places[place] = frozenset((str(place[1]), *map(str, files.files(place[1]))))
        return self._places[place]

    def flush(self) -> None:
        """Writes what was remembered since the last time, all or nothing."""
        results = [(key, *row, _checksum(key, *row), self._today) for key, row in self._results.items()]
        looks = [(key, *row) for key, row in self._looks.items()]
        used = [(self._today, key) for key in self._used]
        self._results, self._looks, self._used = {}, {}, []
        if self._database is None or not (results or used):
            return
        try:
            with self._database:
                self._database.executemany("INSERT OR REPLACE INTO results VALUES (?,?,?,?,?,?)", results)
                self._database.executemany("INSERT OR REPLACE INTO looks VALUES (?,?,?,?)", looks)
                self._database.executemany("UPDATE results SET used = ? WHERE key = ?", used)
            self._bound()
        except sqlite3.Error:
            self._give_up()

    def _bound(self) -> None:
        assert self._database is not None
        (pages,), (size,) = (
            self._database.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
        )
        if pages * size > MOST_BYTES:
            with self._database:
                self._database.execute(
                    "DELETE FROM results WHERE key IN (SELECT key FROM results ORDER BY used, key"
                    " LIMIT (SELECT count(*) / 2 FROM results))"
                )
                self._database.execute("DELETE FROM looks WHERE key NOT IN (SELECT key FROM results)")
            self._database.execute("VACUUM")

    # -- the database --------------------------------------------------------------------------------

    def _open(self) -> sqlite3.Connection | None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return self._connect()
        except sqlite3.OperationalError:
            return None
        except (sqlite3.DatabaseError, OSError):
            return self._rebuilt()

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=PATIENCE)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            for table in _TABLES:
                database.execute(table)
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _rebuilt(self) -> sqlite3.Connection | None:
        """A new database in place of one that is damaged."""
        with suppress(OSError, sqlite3.Error):
            for end in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)
            return self._connect()
        return None

    def close(self) -> None:
        """Writes what is left, and lets go of the database."""
        self.flush()
        self._give_up()

    def _give_up(self) -> None:
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
        self._database = None

    def _ask(self, statement: str, *values: object) -> list[Any]:
        if self._database is None:
            return []
        try:
            return self._database.execute(statement, values).fetchall()
        except sqlite3.OperationalError:
            self._give_up()
        except sqlite3.DatabaseError:
            self._give_up()
            self._database = self._rebuilt()
        return []

    # -- keys ----------------------------------------------------------------------------------------

    def _key(self, entry: Entry) -> bytes:
        settings = entry.settings
        if settings not in self._prefixes:
            self._prefixes[settings] = f"{self._tool}|{Path.cwd()}|{_described(settings)}".encode(
                "utf-8", "surrogateescape"
            )
        digest = hashlib.blake2b(self._prefixes[settings], digest_size=16)
        digest.update(f"|{entry.examined}|{entry.name}|{entry.path}|".encode("utf-8", "surrogateescape"))
        digest.update(entry.data)
        return digest.digest()

    def _state(self, entry: Entry, files: Files) -> bytes:
        place = entry.settings, files.root(entry.path)
        if place not in self._states:
            self._states[place] = files.state(place[1])
        return self._states[place]


def _described(settings: Settings | None) -> str:
    return f"{settings!r} over {_described(settings.beneath)}" if settings else ""


def _tool_fingerprint() -> str:
    """Differs when the tool, its rules, LibCST or Python is another."""
    found = [f"{FORMAT} {sys.implementation.cache_tag} {sys.version_info[:3]}"]
    for module in ("tflint_mem", "tflint_mem.rules", "libcst"):
        spec = importlib.util.find_spec(module)
        for folder in (spec and spec.submodule_search_locations) or ():
            for path in sorted(Path(folder).glob("*.py" if module == "libcst" else "**/*.py")):
                with suppress(OSError):
                    status = path.stat()
                    found.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return hashlib.blake2b("\n".join(found).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _combined(files: Files, queries: Iterable[Query]) -> bytes:
    whole = hashlib.blake2b(digest_size=16)
    for query in queries:
        whole.update(files.digest(query))
    return whole.digest()


def _checksum(key: bytes, *values: bytes) -> bytes:
    whole = hashlib.blake2b(key, digest_size=16)
    for value in values:
        whole.update(len(value).to_bytes(8, "big"))
        whole.update(value)
    return whole.digest()


def _is_intact(checksum: object, key: bytes, *values: object) -> bool:
    """Whether values are those that were written; a damaged database gives any type of value."""
    written = [value for value in values if isinstance(value, bytes)]
    return len(written) == len(values) and _checksum(key, *written) == checksum


def _unpacked(packed: bytes) -> list[Query]:
    return [_query(item) for item in json.loads(zlib.decompress(packed))]


def _query(item: Any) -> Query:
    kind, path, words = item
    return kind, path, tuple(words)


# -- findings as plain data ----------------------------------------------------------------------------


def _packed(finding: Finding) -> list[Any]:
    fix = finding.fix
    return [
        finding.code,
        finding.name,
        finding.message,
        finding.impact.value,
        finding.filename,
        [finding.start.row, finding.start.column],
        [finding.end.row, finding.end.column],
        fix and [fix.message, [[e.start, e.end, e.content] for e in fix.edits], fix.applicability.value],
        [[r.filename, r.position.row, r.position.column, r.message, r.cell] for r in finding.related],
        finding.cell,
        finding.noqa_row,
    ]


def _finding(item: list[Any]) -> Finding:
    code, name, message, impact, filename, start, end, fix, related, cell, noqa_row = item
    return Finding(
        code,
        name,
        message,
        Impact(impact),
        filename,
        Position(*start),
        Position(*end),
        fix and Fix(fix[0], tuple(Edit(*edit) for edit in fix[1]), Applicability(fix[2])),
        tuple(Related(file, Position(row, column), text, at) for file, row, column, text, at in related),
        cell,
        noqa_row,
    )
