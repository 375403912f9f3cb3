"""What words find in the search tables: with and without diacritics, forgiving, without ever scanning a table.

A word with diacritics finds only words with the same ones ("cầu" not "câu"), one without finds all. What no name begins
with is taken apart ("hungyen"), joined ("TP.HCM"), or read as the nearest word ("donal").
"""

from __future__ import annotations

import difflib
import re
import sqlite3
import unicodedata
from dataclasses import dataclass, field

from pipeline.record.document import Json
from pipeline.record.kinds import ENTITY_COLLECTIONS
from pipeline.site import facts
from pipeline.site.search import aliases, facet, initials, words_of
from pipeline.site.summaries import plain

LONGEST = 12
"""Words of a question that are read."""
COUNTED = 1000
"""Past this number, what is found is not counted further."""
_CLOSE = 200
"""How many of the most important that match are put in order by how well they do."""


@dataclass(frozen=True)
class Found:
    """What words find: rows {id, kind, name, articles, day, …}, how many there are (at most COUNTED), how many by kind
    and by type, and the words as they were read where they had to be read otherwise."""

    rows: list[Json] = field(default_factory=list)
    total: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    meant: str = ""


def find(db: sqlite3.Connection, words: str, facets: tuple[str, ...] = (), most: int = 20, skip: int = 0) -> Found:
    """What the words find, the best first. `facets`: words of the column of facets that all must be there ("kpersons").

    The last word may be unfinished, the others may be shortened. An empty question finds nothing.
    """
    asked = words_of(words)[:LONGEST]
    if not asked:
        return Found()
    read = [_read(db, word, n == len(asked) - 1) for n, word in enumerate(asked)]
    terms = [term for term, _ in read]
    joined = "".join(plain(word) for word in asked)
    short = f'short : "{joined}"' if 2 <= len(joined) <= 10 and joined.isalnum() else ""
    query = _query(asked, terms, short)
    if query is None:
        return Found(meant=" ".join(said for _, said in read))
    within = " AND ".join(f'facets : "{mark}"' for mark in facets)
    rows = _rows(db, f"({query}) AND {within}" if within else query, asked, most, skip, bool(facets))
    kinds, types = _counts(db, query, within, facets)
    meant = " ".join(said for _, said in read)
    return Found(
        rows,
        _count(db, f"({query}) AND {within}" if within else query),
        kinds,
        types,
        meant if meant != " ".join(asked) else "",
    )


def candidates(db: sqlite3.Connection, words: str, facets: tuple[str, ...] = (), most: int = 50) -> list[Json]:
    """What the words find, the best first, without counting: rows as those of `find`, also namesakes of other facets.

    A facet may be one of several: "kpersons|tministry".
    """
    asked = words_of(words)[:LONGEST]
    if not asked:
        return []
    terms = [_read(db, word, n == len(asked) - 1)[0] for n, word in enumerate(asked)]
    joined = "".join(plain(word) for word in asked)
    query = _query(asked, terms, f'short : "{joined}"' if 2 <= len(joined) <= 10 and joined.isalnum() else "")
    if query is None:
        return []
    one_of = [" OR ".join(f'facets : "{mark}"' for mark in mark.split("|")) for mark in facets]
    return _rows(db, " AND ".join(f"({part})" for part in (query, *one_of)), asked, most, 0, narrowed=False)


def _query(asked: list[str], terms: list[str | None], short: str) -> str | None:
    """The question in FTS5's language; words of articles must stand near each other. None where nothing can match."""
    if any(term is None for term in terms):
        return short or None
    query = " AND ".join(f"({term})" for term in terms)
    plainly = [plain(word) for word in asked]
    if len(asked) > 1 and all(f'"{bare}"' in str(term) for bare, term in zip(plainly, terms, strict=True)):
        together = " ".join(f'"{bare}"' for bare in plainly[:-1]) + f' "{plainly[-1]}" *'
        query = f'{query} AND (facets : "kthings" OR plain : NEAR({together}, 8))'
    return f"({query}) OR {short}" if short else query


def _read(db: sqlite3.Connection, word: str, last: bool) -> tuple[str | None, str]:
    """A word of a question as a term of FTS5 (None: it cannot match), and how it was read."""
    bare = plain(word)
    if word != bare:
        return _read_accented(db, word, bare, last)
    if _begins(db, bare):
        return f'plain : "{bare}" *', word
    if parts := _apart(db, bare):
        return 'plain : "' + " ".join(parts) + '"', " ".join(parts)
    if nearest := _nearest(db, bare):
        return " OR ".join(f'plain : "{other}"' for other in nearest), nearest[0]
    return None, word


def _read_accented(db: sqlite3.Connection, word: str, bare: str, last: bool) -> tuple[str | None, str]:
    """A word with diacritics: itself and what it begins; the last one, which may still be typed ("nguyê"), also words
    that have its marks and more."""
    term = f'accented : "{word}" * AND plain : "{bare}" *'
    if db.execute("SELECT 1 FROM accent WHERE word >= ? AND word < ? LIMIT 1", (word, word + "\uffff")).fetchone():
        return term, word
    rows = db.execute("SELECT word FROM accent WHERE plain >= ? AND plain < ? LIMIT 300", (bare, bare + "\uffff"))
    agreeing = [other for (other,) in rows if last and _agrees(word, other)][:30]
    if agreeing:
        return "(" + " OR ".join(f'accented : "{other}"' for other in agreeing) + f') AND plain : "{bare}" *', word
    return None, word


def _agrees(begun: str, word: str) -> bool:
    """Whether each letter of `begun` has no mark that the same letter of `word` has not: "nguyê" begins "nguyễn"."""
    ours, theirs = (re.findall(r"\w[\u0300-\u036f]*", unicodedata.normalize("NFD", w)) for w in (begun, word))
    return len(ours) <= len(theirs) and all(
        a[0] == b[0] and set(a) <= set(b) for a, b in zip(ours, theirs, strict=False)
    )


def _begins(db: sqlite3.Connection, bare: str) -> bool:
    """Whether a word of the index begins so."""
    rows = db.execute("SELECT 1 FROM word WHERE plain >= ? AND plain < ? LIMIT 1", (bare, bare + "\uffff"))
    return rows.fetchone() is not None


def _apart(db: sqlite3.Connection, bare: str) -> list[str] | None:
    """ "hungyen" → ["hung", "yen"]: the fewest words of the index that it is written together from, the commonest."""
    if not 4 <= len(bare) <= 40:
        return None
    pieces = sorted({bare[i:j] for i in range(len(bare)) for j in range(i + 2, min(i + 8, len(bare) + 1))})
    counts: dict[str, int] = {}
    for n in range(0, len(pieces), 400):
        few = pieces[n : n + 400]
        marks = ",".join("?" * len(few))
        counts.update(db.execute(f"SELECT plain, n FROM word WHERE plain IN ({marks})", few).fetchall())
    best: list[tuple[int, int, list[str]] | None] = [(0, 0, [])] + [None] * len(bare)
    for end in range(1, len(bare) + 1):
        for start in range(max(0, end - 7), end):
            before, piece = best[start], bare[start:end]
            if before and piece in counts:
                made = (before[0] + 1, before[1] - counts[piece], [*before[2], piece])
                best[end] = min(best[end] or made, made)
    found = best[-1]
    return found[2] if found and 2 <= found[0] <= 8 else None


def _nearest(db: sqlite3.Connection, bare: str) -> list[str]:
    """Words of the index that are written almost like one, the nearest first: by the trigrams they share."""
    if len(bare) < 4:
        return []
    shared = " OR ".join(f'"{bare[i : i + 3]}"' for i in range(len(bare) - 2))
    rows = db.execute(
        "SELECT w.plain FROM near JOIN word w ON w.rowid = near.rowid WHERE near MATCH ? LIMIT 2000", (shared,)
    )
    return difflib.get_close_matches(bare, [word for (word,) in rows if abs(len(word) - len(bare)) < 3], 3, 0.75)


def _rows(db: sqlite3.Connection, query: str, asked: list[str], most: int, skip: int, narrowed: bool) -> list[Json]:
    """The rows of one page; of the first _CLOSE those stand first that the words name best."""
    first = db.execute(
        "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid LIMIT ? OFFSET ?",
        (query, *((_CLOSE, 0) if skip + most <= _CLOSE else (most, skip))),
    ).fetchall()
    ranks = [rowid for (rowid,) in first]
    if not narrowed or len(ranks) == _CLOSE:  # a namesake that is seldom reported is still who was asked for
        same = db.execute(
            "SELECT s.rowid FROM thing t JOIN searched s ON s.id = t.id WHERE t.sort = ? LIMIT 20",
            (" ".join(map(plain, asked)),),
        )
        ranks += [] if narrowed else [rowid for (rowid,) in same if rowid not in ranks and skip + most <= _CLOSE]
    rows = _described(db, ranks)
    if skip + most > _CLOSE:
        return rows
    wanted = " ".join(asked)
    return sorted(rows, key=lambda row: _badness(row, wanted))[skip : skip + most]


def _badness(row: Json, wanted: str) -> tuple[int, int]:
    """How badly a row's names fit the question: the same, the same without diacritics, a beginning, else."""
    names = [" ".join(words_of(name)) for name in row["names"]]
    bare = plain(wanted)
    fits = [
        0 if name == wanted else 1 if plain(name) == bare else 3 if f" {bare}" in f" {plain(name)}" else 4
        for name in names
    ]
    fits += [2 for name in row["names"] if initials(name) == bare.replace(" ", "")]
    return min(fits) + (5 if row["kind"] == "articles" else 0), row["rank"]


def _described(db: sqlite3.Connection, ranks: list[int]) -> list[Json]:
    if not ranks:
        return []
    known_as = aliases()
    cursor = db.execute(
        "SELECT s.rowid, s.id, s.kind, coalesce(t.name, a.headline), coalesce(t.day, a.day), coalesce(t.articles, 0), "
        "t.seen, t.english, t.type, t.role, t.former, t.number, o.id, o.name, o.kind, a.publisher "
        "FROM searched s LEFT JOIN thing t ON t.id = s.id LEFT JOIN thing o ON o.id = t.about "
        f"LEFT JOIN article a ON a.id = s.id WHERE s.rowid IN ({','.join('?' * len(ranks))})",
        ranks,
    )
    keys = (
        "rank",
        "id",
        "kind",
        "name",
        "day",
        "articles",
        "seen",
        "english",
        "type",
        "role",
        "former",
        "number",
        "about",
        "about_name",
        "about_kind",
        "publisher",
    )
    rows = [dict(zip(keys, row, strict=True)) for row in cursor]
    for row in rows:
        known = facts.names_of(row.pop("seen") or "[]")
        row["names"] = [
            row["name"],
            *known,
            *known_as.get(row["id"], ()),
            *([row["english"]] if row["english"] else []),
        ]
    return rows


def _count(db: sqlite3.Connection, query: str) -> int:
    n: int = db.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT {COUNTED})", (query,)
    ).fetchone()[0]
    return n


def _counts(
    db: sqlite3.Connection, query: str, within: str, facets: tuple[str, ...]
) -> tuple[dict[str, int], dict[str, int]]:
    """How many are found of each kind, and of each type among the first found."""
    names = (*ENTITY_COLLECTIONS, "articles")
    kinds = {kind: n for kind in names if (n := _count(db, f'({query}) AND facets : "{facet("kind", kind)}"'))}
    if not any(mark.startswith("k") and mark != "kthings" for mark in facets):
        return kinds, {}
    rows = db.execute(
        "SELECT t.type, count(*) FROM (SELECT rowid FROM search WHERE search MATCH ? LIMIT 1000) f "
        "JOIN searched s ON s.rowid = f.rowid JOIN thing t ON t.id = s.id WHERE t.type IS NOT NULL GROUP BY t.type "
        "ORDER BY 2 DESC, 1 LIMIT 12",
        (f"({query}) AND {within}" if within else query,),
    )
    return kinds, dict(rows.fetchall())
