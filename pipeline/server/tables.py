"""Lists as CSV and JSON, and places as GeoJSON (RFC 7946): for those who come with a spreadsheet or a map."""

from __future__ import annotations

import csv
import io
import json

from pipeline.ground.settings import Settings
from pipeline.record.document import Json
from pipeline.site.index import Index

ROWS = 10_000
"""Rows of one page of a list."""
_ARTICLE_COLUMNS = ("iri", "headline", "day", "publisher", "url")
_THING_COLUMNS = ("iri", "name", "day", "articles")


def last_page(index: Index, kind: str) -> int:
    """The number of the last page of a list, from 1."""
    row = index.row(f"SELECT count(*) AS n FROM {_table(kind)} {_where(kind)}", *_values(kind))
    total: int = row["n"] if row else 0
    return max(1, -(-total // ROWS))


def rows(index: Index, kind: str, number: int, settings: Settings) -> list[Json]:
    """Page `number` (from 1) of all articles or things of a kind, by IRI; columns are those of the CSV."""
    columns = "id, headline, day, publisher, url" if kind == "articles" else "id, name, day, articles"
    found = index.rows(
        f"SELECT {columns} FROM {_table(kind)} {_where(kind)} ORDER BY id LIMIT ? OFFSET ?",
        *_values(kind), ROWS, ROWS * (number - 1),
    )  # fmt: skip
    return [{"iri": settings.base + row.pop("id")} | row for row in found]


def as_csv(index: Index, kind: str, number: int, settings: Settings) -> bytes:
    """The list as CSV (RFC 4180) with a line of column names."""
    out = io.StringIO()
    table = csv.DictWriter(out, _ARTICLE_COLUMNS if kind == "articles" else _THING_COLUMNS)
    table.writeheader()
    table.writerows(rows(index, kind, number, settings))
    return out.getvalue().encode()


def as_json(index: Index, kind: str, number: int, settings: Settings) -> bytes:
    """The list as a JSON array of objects."""
    return _json(rows(index, kind, number, settings))


def places(index: Index, number: int, settings: Settings) -> bytes:
    """Page `number` of all places that have a point, as a FeatureCollection."""
    found = index.rows(
        "SELECT id FROM thing WHERE kind = 'places' ORDER BY id LIMIT ? OFFSET ?", ROWS, ROWS * (number - 1)
    )
    features = [feature for row in found if (feature := _feature(index, row["id"], settings))]
    return _json({"type": "FeatureCollection", "features": features})


def place(index: Index, iri: str, settings: Settings) -> bytes | None:
    """One place as a Feature; None where it has no point or is no place."""
    feature = _feature(index, iri, settings)
    return _json(feature) if feature else None


def _feature(index: Index, iri: str, settings: Settings) -> Json | None:
    thing = index.thing(iri)
    if thing is None or thing["kind"] != "places" or not {"lat", "long"} <= thing["fields"].keys():
        return None
    fields = thing["fields"]
    known = {key: fields[key] for key in ("level", "code", "validFrom", "validThrough") if key in fields}
    return {
        "type": "Feature", "id": settings.base + iri,
        "geometry": {"type": "Point", "coordinates": [float(fields["long"]), float(fields["lat"])]},
        "properties": {"name": thing["name"], "articles": thing["articles"]} | known,
    }  # fmt: skip


def _table(kind: str) -> str:
    return "article" if kind == "articles" else "thing"


def _where(kind: str) -> str:
    return "" if kind == "articles" else "WHERE kind = ?"


def _values(kind: str) -> tuple[str, ...]:
    return () if kind == "articles" else (kind,)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()
