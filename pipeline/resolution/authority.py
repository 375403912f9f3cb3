"""The authority file: which things of all articles are one, kept on disk and brought up to date shard by shard.

A DuckDB database holds one row a mention and its keys. Things of one kind that share a key are one; the one seen
first (then by IRI) lends its IRI to all, so that the result depends on the set of articles alone. Only clusters
that a change touches are computed anew. Memory is bounded by MEMORY; DuckDB spills to disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.resolution.keys import Description

MEMORY = "1GB"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS shards (shard VARCHAR, digest VARCHAR);
CREATE TABLE IF NOT EXISTS mentions (
    shard VARCHAR, iri VARCHAR, kind VARCHAR, day VARCHAR, article VARCHAR, name VARCHAR
);
CREATE TABLE IF NOT EXISTS keys (shard VARCHAR, iri VARCHAR, key VARCHAR);
CREATE TABLE IF NOT EXISTS clusters (iri VARCHAR, canonical VARCHAR);
CREATE TABLE IF NOT EXISTS changed (iri VARCHAR);
CREATE TABLE IF NOT EXISTS proof (said VARCHAR);
"""
_HELD = """
SELECT concat_ws(' ', (SELECT count(*) FROM shards), (SELECT count(*) FROM mentions), (SELECT count(*) FROM keys),
  (SELECT count(*) FROM clusters), (SELECT bit_xor(hash(iri, canonical)) FROM clusters),
  (SELECT bit_xor(hash(shard, digest)) FROM shards))
"""
"""What the database holds, as text, and what `proof` must say of it."""


@dataclass(frozen=True)
class Entry:
    """One entity: its IRI, kind, the names it was seen with (name, first day, last day, articles), retired IRIs."""

    iri: str
    kind: str
    names: tuple[tuple[str, str, str, int], ...]
    articles: tuple[str, ...]
    retired: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name that most articles use; of equal ones the longest, then the first in order."""
        return min(self.names, key=lambda n: (-n[3], -len(n[0]), n[0]))[0]


class Authority:
    """The authority database of one publication.

    What a file holds is believed only where its proof says the same: one that a kill or a hand left otherwise, or that
    is no database, is emptied, so that `digests` tells that everything must be added anew.
    """

    def __init__(self, path: Path | str = ":memory:") -> None:
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.database = self._opened(path)
            proven = self._proven()
        except duckdb.Error as error:
            if not isinstance(path, Path) or "lock" in str(error):
                raise
            proven = False
        if not proven and isinstance(path, Path):
            with suppress(AttributeError):
                self.database.close()
            for file in path.parent.glob(f"{path.name}*"):
                file.unlink()
            self.database = self._opened(path)

    @staticmethod
    def _opened(path: Path | str) -> duckdb.DuckDBPyConnection:
        database = duckdb.connect(str(path), config={"memory_limit": MEMORY, "threads": 2})
        database.execute("SET preserve_insertion_order = false")
        database.execute(_SCHEMA)
        return database

    def _proven(self) -> bool:
        said = self.database.execute("SELECT said FROM proof").fetchall()
        held = self.database.execute(_HELD).fetchall()
        changed = self.database.execute("SELECT count(*) FROM changed").fetchall()
        return changed == [(0,)] and (said == held or (not said and not self.digests()))

    @contextmanager
    def changing(self) -> Iterator[None]:
        """What is removed and added in here is settled at the end, all of it or, after a kill, none."""
        self.database.begin()
        try:
            yield
            self.settle()
            self.database.execute("DELETE FROM proof")
            self.database.execute(f"INSERT INTO proof {_HELD}")
            self.database.commit()
        except BaseException:
            self.database.rollback()
            raise

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def digests(self) -> dict[str, str]:
        """Digest of each shard that the database holds."""
        return dict(self.database.execute("SELECT shard, digest FROM shards").fetchall())

    def remove(self, shard: str) -> None:
        """Forget a shard; the clusters it had things in are computed anew by `settle`."""
        self.database.execute("INSERT INTO changed SELECT DISTINCT iri FROM mentions WHERE shard = ?", [shard])
        for table in ("shards", "mentions", "keys"):
            self.database.execute(f"DELETE FROM {table} WHERE shard = ?", [shard])

    def add(self, shard: str, digest: str, found: Iterable[tuple[str, str, Description]]) -> None:
        """Add a shard's things as (article IRI, day, description), in place of what it held before."""
        self.remove(shard)
        mentions, keys = list[tuple[str, ...]](), set[tuple[str, str, str]]()
        for article, day, thing in found:
            mentions += [(shard, thing.iri, thing.kind, day, article, name) for name in dict.fromkeys(thing.names)]
            keys |= {(shard, thing.iri, f"{thing.kind}/{key}") for key in thing.keys}
        self._insert("mentions", mentions)
        self._insert("keys", sorted(keys))
        self.database.execute("INSERT INTO shards VALUES (?, ?)", [shard, digest])
        self.database.execute("INSERT INTO changed SELECT DISTINCT iri FROM mentions WHERE shard = ?", [shard])

    def _insert(self, table: str, rows: list[tuple[str, ...]]) -> None:
        """Insert rows as columns, a block at a time."""
        for start in range(0, len(rows), 50_000):
            columns = list(map(list, zip(*rows[start : start + 50_000], strict=True)))
            marks = ", ".join("unnest(?::VARCHAR[])" for _ in columns)
            self.database.execute(f"INSERT INTO {table} SELECT {marks}", columns)

    def settle(self) -> int:
        """Compute the clusters that changes touched; returns how many things were looked at."""
        self._collect_touched()
        (touched,) = self.database.execute("SELECT count(*) FROM touched").fetchone() or (0,)
        self._spread_labels()
        self.database.execute("DELETE FROM clusters WHERE iri IN (SELECT iri FROM touched)")
        self.database.execute("DELETE FROM clusters WHERE iri IN (SELECT iri FROM changed)")
        self.database.execute(
            "INSERT INTO clusters "
            "SELECT t.iri, c.iri FROM touched t JOIN labels l USING (id) JOIN touched c ON c.id = l.label"
        )
        self.database.execute("DELETE FROM changed")
        for table in ("touched", "links", "labels"):
            self.database.execute(f"DROP TABLE {table}")
        return int(touched)

    def _collect_touched(self) -> None:
        """What changed, what shares a key with it, and the clusters of all these, numbered by first day and IRI."""
        self.database.execute(
            """
            CREATE OR REPLACE TEMP TABLE touched AS
            WITH near AS (
                SELECT iri FROM changed
                UNION SELECT k.iri FROM keys k
                WHERE k.key IN (SELECT key FROM keys WHERE iri IN (SELECT iri FROM changed))
            ), mates AS (
                SELECT iri FROM near
                UNION SELECT iri FROM clusters
                WHERE canonical IN (SELECT canonical FROM clusters WHERE iri IN (SELECT iri FROM near))
            ), present AS (
                SELECT m.iri, min(m.day) AS day FROM mentions m WHERE m.iri IN (SELECT iri FROM mates) GROUP BY m.iri
            )
            SELECT iri, row_number() OVER (ORDER BY day, iri) AS id FROM present
            """
        )
        self.database.execute(
            """
            CREATE OR REPLACE TEMP TABLE links AS
            WITH pairs AS (SELECT DISTINCT t.id, hash(k.key) AS key FROM keys k JOIN touched t USING (iri))
            SELECT id, key FROM pairs WHERE key IN (SELECT key FROM pairs GROUP BY key HAVING count(*) > 1)
            """
        )

    def _spread_labels(self) -> None:
        """Connected components: the smallest number spreads over shared keys until nothing changes."""
        run = self.database.execute
        run("CREATE OR REPLACE TEMP TABLE labels AS SELECT id, id AS label FROM touched")
        while True:
            run(
                """
                CREATE OR REPLACE TEMP TABLE smaller AS
                WITH by_key AS (SELECT key, min(label) AS label FROM links JOIN labels USING (id) GROUP BY key),
                     least AS (SELECT id, min(by_key.label) AS label FROM links JOIN by_key USING (key) GROUP BY id)
                SELECT least.id, least.label FROM least JOIN labels USING (id) WHERE least.label < labels.label
                """
            )
            (count,) = run("SELECT count(*) FROM smaller").fetchone() or (0,)
            if not count:
                run("DROP TABLE smaller")
                return
            run("UPDATE labels SET label = smaller.label FROM smaller WHERE labels.id = smaller.id")

    def mapping(self, shard: str) -> dict[str, tuple[str, str]]:
        """IRI → (canonical IRI, preferred name) of the things of a shard that are named otherwise elsewhere."""
        rows = self.database.execute(
            "SELECT DISTINCT m.iri, c.canonical FROM mentions m JOIN clusters c USING (iri) "
            "WHERE m.shard = ? ORDER BY 1",
            [shard],
        ).fetchall()
        names = self._preferred({canonical for _, canonical in rows})
        return {iri: (canonical, names[canonical]) for iri, canonical in rows}

    def _preferred(self, canonical: set[str]) -> dict[str, str]:
        self.database.execute("CREATE OR REPLACE TEMP TABLE wanted (canonical VARCHAR)")
        self._insert("wanted", [(iri,) for iri in sorted(canonical)])
        rows = self.database.execute(
            """
            SELECT c.canonical, m.name, count(DISTINCT m.article) FROM mentions m JOIN clusters c USING (iri)
            WHERE c.canonical IN (SELECT canonical FROM wanted) GROUP BY ALL
            """
        ).fetchall()
        best: dict[str, tuple[int, int, str]] = {}
        for iri, name, articles in rows:
            rank = (-articles, -len(name), name)
            best[iri] = min(best.get(iri, rank), rank)
        return {iri: rank[2] for iri, rank in best.items()}

    def entries(self) -> Iterator[Entry]:
        """All entities, ordered by IRI."""
        cursor = self.database.execute(
            """
            SELECT c.canonical, any_value(m.kind),
                   list(DISTINCT c.iri), list(DISTINCT m.article),
                   list({'name': m.name, 'day': m.day, 'article': m.article})
            FROM mentions m JOIN clusters c USING (iri) GROUP BY c.canonical ORDER BY c.canonical
            """
        )
        while rows := cursor.fetchmany(1000):
            for canonical, kind, iris, articles, names in rows:
                retired = tuple(sorted(set(iris) - {canonical}))
                yield Entry(canonical, kind, _names(names), tuple(sorted(articles)), retired)


def _names(seen: list[dict[str, str]]) -> tuple[tuple[str, str, str, int], ...]:
    """(name, first day, last day, number of articles) of each name, in order."""
    days: dict[str, list[str]] = {}
    articles: dict[str, set[str]] = {}
    for one in seen:
        days.setdefault(one["name"], []).append(one["day"])
        articles.setdefault(one["name"], set()).add(one["article"])
    return tuple((name, min(days[name]), max(days[name]), len(articles[name])) for name in sorted(days))
