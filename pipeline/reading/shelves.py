"""The shelves of the archive: which version of each article holds and where its line stands, in SQLite.

Derived from the month files alone, and brought up to date by reading what was appended since: so many bytes of each
file are shelved. A file that does not go on from what was shelved (a backup was put back), or an index of another make,
is shelved anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.ground.errors import ArchiveError
from pipeline.ground.files import append_lines

_MAKE = 1
"""Number of this make of the index; another is made anew."""
BUFFER_CHARACTERS = 4 * 1024 * 1024
TAIL_BYTES = 4096
_TABLES = """
CREATE TABLE months (month TEXT PRIMARY KEY, size INTEGER, tail BLOB) WITHOUT ROWID;
CREATE TABLE versions (identity TEXT, precedence TEXT, digest TEXT, month TEXT, offset INTEGER, length INTEGER,
  PRIMARY KEY (identity, precedence, month, offset)) WITHOUT ROWID;
CREATE INDEX by_month ON versions (month);
"""
_HELD = """
SELECT identity, digest, offset, length FROM versions AS v WHERE month = ? AND NOT EXISTS
  (SELECT 1 FROM versions AS w WHERE w.identity = v.identity
     AND (w.precedence, w.month, w.offset) > (v.precedence, v.month, v.offset))
ORDER BY identity
"""


@dataclass(frozen=True, slots=True)
class Line:
    """The line of an article that holds: its identity, the digest of its content, where it stands in bytes."""

    identity: str
    digest: str
    offset: int
    length: int


class Shelves:
    """The index of the month files of a folder; a context manager. Appending goes through `put` and `flush`."""

    def __init__(self, index: Path, articles: Path) -> None:
        self.articles = articles
        self._store = _open(index)
        self._waiting: dict[str, list[str]] = defaultdict(list)
        self._unwritten: dict[str, set[str]] = defaultdict(set)
        self._characters = 0
        self._follow()

    def __enter__(self) -> Shelves:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def months(self) -> list[str]:
        """The months that have an article that holds, in order."""
        return [row[0] for row in self._store.execute("SELECT DISTINCT month FROM versions ORDER BY month")]

    def files(self) -> list[tuple[str, int, bytes]]:
        """The month files as they are shelved: month, size in bytes, digest of the end."""
        return self._store.execute("SELECT month, size, tail FROM months ORDER BY month").fetchall()

    def held(self, month: str) -> list[Line]:
        """The lines of a month that hold, by identity: those that no version in any month takes precedence over."""
        return [Line(*row) for row in self._store.execute(_HELD, (month,))]

    def versions(self, identity: str) -> list[tuple[str, Line]]:
        """The lines of all versions of an article with the month each stands in, by precedence."""
        rows = self._store.execute(
            "SELECT month, identity, digest, offset, length FROM versions WHERE identity = ? ORDER BY precedence",
            (identity,),
        )
        return [(month, Line(*line)) for month, *line in rows]

    def identities(self) -> Iterator[str]:
        """The identities of all articles ever kept, in order."""
        return (row[0] for row in self._store.execute("SELECT DISTINCT identity FROM versions ORDER BY identity"))

    def digests(self, identity: str) -> set[str]:
        """The contents kept of an article, also among the lines not yet flushed; empty for one that never was here."""
        rows = self._store.execute("SELECT digest FROM versions WHERE identity = ?", (identity,))
        return {row[0] for row in rows} | self._unwritten.get(identity, set())

    def holding(self, identity: str) -> tuple[str, str]:
        """The precedence and the digest of the version that holds; ("", "") for an article that is not shelved."""
        row: tuple[str, str] | None = self._store.execute(
            "SELECT precedence, digest FROM versions WHERE identity = ? ORDER BY precedence DESC LIMIT 1", (identity,)
        ).fetchone()
        return row or ("", "")

    def put(self, month: str, line: str) -> None:
        """Have a line appended to a month's file, at the latest by `flush`. The caller holds the archive's lock."""
        value = json.loads(line)
        self._unwritten[value["identity"]].add(value["digest"])
        self._waiting[month].append(line)
        self._characters += len(line)
        if self._characters > BUFFER_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Write the lines that wait, see them on disk, and shelve them."""
        for month, lines in sorted(self._waiting.items()):
            append_lines(self.articles / f"{month}.jsonl", lines)
        self._waiting.clear()
        self._unwritten.clear()
        self._characters = 0
        self._follow()

    def _follow(self) -> None:
        """Read what was appended to each month's file since it was last shelved."""
        files = {path.stem: path for path in sorted(self.articles.glob("*.jsonl"))}
        rows = self._store.execute("SELECT month, size, tail FROM months").fetchall()
        shelved = {m: size for m, size, tail in rows if m in files and _tail(files[m], size) == tail}
        with self._store:
            for month in {row[0] for row in rows} - shelved.keys():
                self._store.execute("DELETE FROM versions WHERE month = ?", (month,))
                self._store.execute("DELETE FROM months WHERE month = ?", (month,))
            for month, path in files.items():
                if path.stat().st_size != shelved.get(month):
                    size = self._shelve(month, shelved.get(month, 0))
                    row = (month, size, _tail(path, size))
                    self._store.execute("INSERT OR REPLACE INTO months VALUES (?, ?, ?)", row)

    def _shelve(self, month: str, offset: int) -> int:
        """Shelve the whole lines of a file from a byte on; returns one past the last of them."""
        path = self.articles / f"{month}.jsonl"
        with path.open("rb") as file:
            file.seek(offset)
            for line in file:
                if not line.endswith(b"\n"):
                    break  # torn by a kill: it was never added
                try:
                    value = json.loads(line)
                    row = (value["identity"], value["precedence"], value["digest"], month, offset, len(line))
                except (ValueError, KeyError, TypeError) as error:
                    raise ArchiveError(
                        f"{path}, byte {offset}: a damaged line ({error}); restore the file from a backup"
                    ) from error
                self._store.execute("INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?, ?)", row)
                offset += len(line)
        return offset


def _tail(path: Path, size: int) -> bytes | None:
    """Digest of the end of a file's first `size` bytes, to tell whether it goes on from there; None if shorter."""
    with path.open("rb") as file:
        if file.seek(0, 2) < size:
            return None
        file.seek(max(0, size - TAIL_BYTES))
        return hashlib.blake2b(file.read(min(size, TAIL_BYTES)), digest_size=16).digest()


def _open(index: Path) -> sqlite3.Connection:
    """The index, made anew where it is missing, of another make, or no database."""
    try:
        store = _connect(index)
        if store.execute("PRAGMA user_version").fetchone()[0] == _MAKE:
            return store
        store.close()
    except sqlite3.DatabaseError:
        pass
    index.parent.mkdir(parents=True, exist_ok=True)
    for path in index.parent.glob(index.name + "*"):
        path.unlink()
    store = _connect(index)
    store.executescript(_TABLES + f"PRAGMA user_version = {_MAKE};")
    return store


def _connect(index: Path) -> sqlite3.Connection:
    index.parent.mkdir(parents=True, exist_ok=True)
    store = sqlite3.connect(index, timeout=60)
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("PRAGMA synchronous = NORMAL")
    return store
