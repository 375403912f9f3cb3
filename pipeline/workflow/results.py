"""Results of articles by what they depend on: work/results.sqlite, from which an unchanged article comes ready.

A key is the digest of all that a result depends on (workflow/digests.py), so that what stands here is never wrong, at
most no longer asked for: `keep` forgets that. It may be removed at any time; everything is then worked out anew.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

RESULTS = "results.sqlite"
_TABLE = "CREATE TABLE IF NOT EXISTS result (key TEXT PRIMARY KEY, parts TEXT, value BLOB) WITHOUT ROWID"
_BATCH = 50
"""Results that are committed at once."""
_LEVEL = 1


class Results:
    """The results kept in a folder of work; a context manager, used by several processes at a time."""

    def __init__(self, work: Path) -> None:
        self._path = work / RESULTS
        self._waiting: dict[str, tuple[str, bytes]] = {}

    def __enter__(self) -> Results:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._store = self._opened()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            for path in self._path.parent.glob(f"{RESULTS}*"):  # no database: nothing in it can be asked for
                path.unlink()
            self._store = self._opened()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._flush()
        finally:
            self._store.close()

    def _opened(self) -> sqlite3.Connection:
        store = sqlite3.connect(self._path, timeout=60)
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = NORMAL")
        store.execute(_TABLE)
        return store

    def get(self, key: str) -> list[bytes] | None:
        """The parts of a result; None where it is not kept, or damaged."""
        row = self._waiting.get(key)
        row = row or self._store.execute("SELECT parts, value FROM result WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        try:
            whole = zlib.decompress(row[1])
            lengths = [int(length) for length in row[0].split()]
        except (zlib.error, ValueError):
            return None
        ends = [sum(lengths[: n + 1]) for n in range(len(lengths))]
        return [whole[end - length : end] for end, length in zip(ends, lengths, strict=True)]

    def put(self, key: str, parts: Iterable[bytes]) -> None:
        """Keep a result: its parts, in order."""
        found = list(parts)
        self._waiting[key] = " ".join(str(len(part)) for part in found), zlib.compress(b"".join(found), _LEVEL)
        if len(self._waiting) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        rows = [(key, *row) for key, row in self._waiting.items()]
        with self._store:
            self._store.executemany("INSERT OR REPLACE INTO result VALUES (?, ?, ?)", rows)
        self._waiting.clear()

    def keep(self, keys: Iterable[str]) -> int:
        """Forget all results but these; returns how many were forgotten."""
        self._flush()
        with self._store:
            self._store.execute("CREATE TEMP TABLE kept (key TEXT PRIMARY KEY) WITHOUT ROWID")
            self._store.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((key,) for key in keys))
            gone = self._store.execute("DELETE FROM result WHERE key NOT IN (SELECT key FROM kept)").rowcount
            self._store.execute("DROP TABLE kept")
        self._store.execute("VACUUM")
        return gone
