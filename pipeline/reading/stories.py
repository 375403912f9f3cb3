"""Stories: articles of the archive that tell one thing in largely the same words, as papers do with an agency's report.

Two articles are alike that share at least half of their runs of five syllables, headlines left aside, and appeared at
most three days apart; a story is all that are joined so. Shares are estimated by MinHash (Broder 1997; the library is
rensa) from 128 numbers an article, and found by bands of three of them (locality-sensitive hashing), so that an article
costs what its few days hold, never the archive. archive/stories.sqlite is derived from the archive and made anew where
it is missing; what it says depends on the articles alone, not on their order.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import struct
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rensa import RMinHash

from pipeline.reading.shelves import Line, Shelves
from pipeline.record import iris
from pipeline.record.article import Article
from pipeline.vietnamese.text import fold, normalise

INDEX = "stories.sqlite"
ALIKE = 0.5
"""The least share of their runs of syllables that articles of a story have in common, of all that either has."""
DAYS = 3
"""Days that two articles may lie apart: an agency's report is printed at once, what comes back later is a series."""
RUN = 5
"""Syllables of a run."""
SHORTEST = 40
"""Syllables of a text that can be told from others."""
SLOTS, BAND, BANDS = 128, 3, 24
"""Numbers of a signature, of a band, and bands: half alike are found with a probability of .96, two thirds of .9998."""
_SEED = 1
_MAKE = 100 + RMinHash.ALGORITHM_VERSION
_WORD = re.compile(r"[^\W_]+")
_TABLES = """
CREATE TABLE months (month TEXT PRIMARY KEY, size INTEGER, tail BLOB) WITHOUT ROWID;
CREATE TABLE told (number INTEGER PRIMARY KEY, identity TEXT UNIQUE, digest TEXT, month TEXT, iri TEXT,
  headline TEXT, day INTEGER, signature BLOB);
CREATE INDEX told_month ON told (month);
CREATE TABLE bands (day INTEGER, band INTEGER, number INTEGER, PRIMARY KEY (day, band, number)) WITHOUT ROWID;
CREATE TABLE alike (one INTEGER, other INTEGER, PRIMARY KEY (one, other)) WITHOUT ROWID;
"""
Read = Callable[[str, Iterable[Line]], Iterator[Article]]
"""The articles of lines of a month's file, as the archive reads them."""


class Story(NamedTuple):
    """What several articles tell: its IRI, the headline of the first, and the articles, the first to appear first."""

    iri: str
    name: str
    articles: tuple[str, ...]


class Stories:
    """Which articles of an archive are alike; a context manager, up to date with the shelves it was opened with."""

    def __init__(self, index: Path, shelves: Shelves, read: Read) -> None:
        self._store = _open(index)
        self._shelves, self._read = shelves, read
        self.fresh: set[str] = set()
        """The identities of articles that were not known here, or in another version."""
        self._follow()

    def __enter__(self) -> Stories:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def of(self, lines: Iterable[Line], published: Collection[str]) -> list[Story]:
        """The stories that at least two of the articles that `lines` are tell, by IRI.

        published: the IRIs of articles that may be named.
        """
        wanted = {line.identity: line.digest for line in lines}
        rows = self._store.execute(
            "SELECT x.identity, x.digest, x.iri, x.headline, x.day, y.identity, y.digest, y.iri, y.headline, y.day "
            "FROM alike a JOIN told x ON x.number = a.one JOIN told y ON y.number = a.other WHERE a.one < a.other"
        )
        said: dict[str, tuple[int, str, str]] = {}
        joined: dict[str, set[str]] = defaultdict(set)
        for x, x_digest, x_iri, x_name, x_day, y, y_digest, y_iri, y_name, y_day in rows:
            held = wanted.get(x) == x_digest and wanted.get(y) == y_digest
            if held and x_iri != y_iri and x_iri in published and y_iri in published:
                said |= {x_iri: (x_day, x_iri, x_name), y_iri: (y_day, y_iri, y_name)}
                joined[x_iri].add(y_iri)
                joined[y_iri].add(x_iri)
        return sorted(_stories(joined, said))

    def copies(self, identities: Collection[str]) -> set[str]:
        """Those of the articles that tell in largely the same words what another one tells."""
        return {
            i
            for i in identities
            if self._store.execute(
                "SELECT 1 FROM told t JOIN alike a ON a.one = t.number WHERE t.identity = ? LIMIT 1", (i,)
            ).fetchone()
        }

    def _follow(self) -> None:
        """Take up what changed in each month's file since it was last read, a month at a time."""
        files = {month: (size, tail) for month, size, tail in self._shelves.files()}
        known = {month: (size, tail) for month, size, tail in self._store.execute("SELECT * FROM months")}
        for month in sorted(files.keys() | known.keys()):
            if files.get(month) != known.get(month):
                self._store.execute("BEGIN IMMEDIATE")  # another process may follow too: it waits, and finds it done
                with self._store:
                    for identity in sorted(self._differing(month)):
                        self._forget(identity)
                        self._take_up(identity)
                    self._store.execute("DELETE FROM months WHERE month = ?", (month,))
                    if month in files:
                        self._store.execute("INSERT INTO months VALUES (?, ?, ?)", (month, *files[month]))

    def _take_up(self, identity: str) -> None:
        for month, line in self._shelves.versions(identity)[-1:]:
            for article in self._read(month, [line]):
                self._tell(article, month, line)
                self.fresh.add(identity)

    def _differing(self, month: str) -> Iterator[str]:
        """The identities of a month that are held in another content than was taken up, or are held no more."""
        held = {line.identity: line.digest for line in self._shelves.held(month)}
        taken = dict(self._store.execute("SELECT identity, digest FROM told WHERE month = ?", (month,)))
        return (name for name in held.keys() | taken.keys() if held.get(name) != taken.get(name))

    def _forget(self, identity: str) -> None:
        row = self._store.execute("SELECT number, day FROM told WHERE identity = ?", (identity,)).fetchone()
        if row is not None:
            number, day = row
            self._store.execute("DELETE FROM told WHERE number = ?", (number,))
            self._store.execute("DELETE FROM bands WHERE day = ? AND number = ?", (day, number))
            for (other,) in self._store.execute("SELECT other FROM alike WHERE one = ?", (number,)).fetchall():
                self._store.execute("DELETE FROM alike WHERE one = ? AND other = ?", (other, number))
            self._store.execute("DELETE FROM alike WHERE one = ?", (number,))

    def _tell(self, article: Article, month: str, line: Line) -> None:
        """Take up an article, and join it with those that are alike."""
        day = article.datePublished
        iri = iris.article(day.isoformat(), article.headline, article.sourceIdentifier)
        signature = signature_of(article)
        row = (line.identity, line.digest, month, iri, article.headline, day.toordinal(), signature)
        cursor = self._store.execute("INSERT INTO told VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", row)
        if signature is None:
            return
        number, bands = cursor.lastrowid, _bands(signature)
        for other, theirs in self._near(day, bands):
            if share(signature, theirs) >= ALIKE:
                pairs = ((number, other), (other, number))
                self._store.executemany("INSERT INTO alike VALUES (?, ?)", pairs)
        rows = ((day.toordinal(), band, number) for band in bands)
        self._store.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?, ?)", rows)

    def _near(self, day: date, bands: list[int]) -> list[tuple[int, bytes]]:
        """Number and signature of the articles of the days around that share a band."""
        days = range(day.toordinal() - DAYS, day.toordinal() + DAYS + 1)
        found = self._store.execute(
            f"SELECT DISTINCT b.number, t.signature FROM bands b JOIN told t ON t.number = b.number "
            f"WHERE b.day IN ({_marks(days)}) AND b.band IN ({_marks(bands)})",
            (*days, *bands),
        )
        return found.fetchall()


def signature_of(article: Article) -> bytes | None:
    """The signature of an article's text without its headline; None for one too short to be told from others."""
    text, _, _ = normalise(article.content[len(article.headline) :])
    words = [fold(word) for word in _WORD.findall(text)]
    if len(words) < SHORTEST:
        return None
    numbers = RMinHash(SLOTS, _SEED)
    numbers.update(list(map(" ".join, zip(*(words[n:] for n in range(RUN)), strict=False))))
    return struct.pack(f"<{SLOTS}I", *numbers.digest())


def share(one: bytes, other: bytes) -> float:
    """The share of runs that two texts have in common, of all that either has, as their signatures tell."""
    pairs = zip(struct.unpack(f"<{SLOTS}I", one), struct.unpack(f"<{SLOTS}I", other), strict=True)
    same: int = sum(x == y for x, y in pairs)
    return same / SLOTS


def _bands(signature: bytes) -> list[int]:
    """The bands of a signature, each with its place in it, as numbers that SQLite takes."""
    size = 4 * BAND
    parts = (bytes([n]) + signature[n * size : (n + 1) * size] for n in range(BANDS))
    return [int.from_bytes(hashlib.blake2b(part, digest_size=8).digest(), signed=True) for part in parts]


def _marks(values: Collection[int]) -> str:
    return ",".join("?" * len(values))


def _stories(joined: Mapping[str, set[str]], said: Mapping[str, tuple[int, str, str]]) -> Iterator[Story]:
    """The articles that are joined, directly or by others; a story is named for the first of them.

    said: day, IRI and headline of each.
    """
    seen: set[str] = set()
    for start in sorted(joined.keys()):
        if start not in seen:
            found, waiting = {start}, [start]
            while waiting:
                fresh = joined[waiting.pop()] - found
                found |= fresh
                waiting.extend(fresh)
            seen |= found
            articles = tuple(sorted(found, key=said.__getitem__))
            yield Story(iris.story(articles[0]), said[articles[0]][2], articles)


def _open(index: Path) -> sqlite3.Connection:
    """The index, made anew where it is missing, of another make, or no database."""
    index.parent.mkdir(parents=True, exist_ok=True)
    store = sqlite3.connect(index, timeout=60, isolation_level=None)
    try:
        if store.execute("PRAGMA user_version").fetchone()[0] == _MAKE:
            return store
    except sqlite3.DatabaseError:
        pass
    store.close()
    for path in index.parent.glob(index.name + "*"):
        path.unlink()
    store = sqlite3.connect(index, timeout=60, isolation_level=None)
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("PRAGMA synchronous = NORMAL")
    store.executescript(_TABLES + f"PRAGMA user_version = {_MAKE};")
    return store
