"""Lists as CSV, JSON and Parquet, and places as GeoJSON (RFC 7946): for those who come with a spreadsheet or a map."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from pipeline.ground.settings import Settings
from pipeline.record.document import Json
from pipeline.site.columns import BOOLEANS, COLUMNS, IRIS
from pipeline.site.index import Index

ROWS = 10_000
"""Rows of one page of a list; Parquet has all in one."""


def last_page(index: Index, kind: str) -> int:
    """The number of the last page of a table, from 1."""
    row = index.row("SELECT n FROM facet WHERE kind = ? AND field = ''", kind)
    return max(1, -(-int(row["n"] if row else 0) // ROWS))


def rows(index: Index, kind: str, number: int, base: str) -> list[Json]:
    """Page `number` (from 1) of all articles or things of a kind, by IRI; keys are the columns of the kind."""
    chosen = ", ".join(f"{column.sql} AS {column.name}" for column in COLUMNS[kind])
    if kind == "articles":
        source, values = "article t", []
    else:
        source = "thing t LEFT JOIN thing o ON o.id = t.about LEFT JOIN thing v ON v.id = t.province WHERE t.kind = ?"
        values = [kind]
    found = index.rows(
        f"SELECT {chosen} FROM {source} ORDER BY t.id LIMIT ? OFFSET ?", *values, ROWS, ROWS * (number - 1)
    )
    return [{key: _shown(key, value, base) for key, value in row.items()} for row in found]


def _shown(key: str, value: Any, base: str) -> Any:
    """A value as JSON has it: IRIs in full, what SQLite has as 0 and 1 as false and true."""
    if value is None:
        return None
    return base + value if key in IRIS else bool(value) if key in BOOLEANS else value


def all_rows(index: Index, kind: str, base: str) -> Iterator[Json]:
    """All rows of a kind, by IRI."""
    for number in range(1, last_page(index, kind) + 1):
        yield from rows(index, kind, number, base)


def as_csv(index: Index, kind: str, number: int, settings: Settings) -> bytes:
    """The list as CSV (RFC 4180) with a line of column names."""
    return csv_of([column.name for column in COLUMNS[kind]], rows(index, kind, number, settings.base))


def csv_of(columns: Iterable[str], rows: Iterable[Json]) -> bytes:
    """Rows as CSV with a line of column names; lists in one cell, apart by " | "."""
    out = io.StringIO()
    table = csv.DictWriter(out, list(columns))
    table.writeheader()
    table.writerows({k: " | ".join(v) if isinstance(v, list) else v for k, v in row.items()} for row in rows)
    return out.getvalue().encode()


def as_json(index: Index, kind: str, number: int, settings: Settings) -> bytes:
    """The list as a JSON array of objects."""
    return json_of(rows(index, kind, number, settings.base))


def as_parquet(index: Index, kind: str, settings: Settings) -> bytes:
    """The whole list as Apache Parquet, columns typed as the dictionary says."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "table.parquet"
        with relation(index, kind, settings.base, Path(folder)) as db:
            db.execute(f"COPY found TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        return target.read_bytes()


def relation(index: Index, kind: str, base: str, folder: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory whose view `found` is the table of a kind; `folder` holds its rows as long as it is used."""
    lines = folder / f"{kind}.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in all_rows(index, kind, base))
    types = ", ".join(f"{column.name}: '{column.type}'" for column in COLUMNS[kind])
    db = duckdb.connect(config={"threads": 1})  # one thread: the same rows give the same bytes
    db.execute(
        f"CREATE VIEW found AS SELECT * FROM read_json('{lines}', format = 'newline_delimited', "
        f"columns = {{{types}}}) ORDER BY iri"
    )
    return db


def places(index: Index, number: int, settings: Settings) -> bytes:
    """Page `number` of all places that have a point, as a FeatureCollection."""
    found = index.rows(
        "SELECT id FROM thing WHERE kind = 'places' ORDER BY id LIMIT ? OFFSET ?", ROWS, ROWS * (number - 1)
    )
    features = [feature for row in found if (feature := _feature(index, row["id"], settings))]
    return json_of({"type": "FeatureCollection", "features": features})


def place(index: Index, iri: str, settings: Settings) -> bytes | None:
    """One place as a Feature; None where it has no point or is no place."""
    feature = _feature(index, iri, settings)
    return json_of(feature) if feature else None


def _feature(index: Index, iri: str, settings: Settings) -> Json | None:
    thing = index.thing(iri)
    if thing is None or thing["kind"] != "places" or not {"lat", "long"} <= thing["fields"].keys():
        return None
    fields = thing["fields"]
    known = {key: fields[key] for key in ("level", "code", "validFrom", "validThrough") if key in fields}
    return {
        "type": "Feature",
        "id": settings.base + iri,
        "geometry": {"type": "Point", "coordinates": [float(fields["long"]), float(fields["lat"])]},
        "properties": {"name": thing["name"], "articles": thing["articles"]} | known,
    }


def json_of(value: object) -> bytes:
    """A value as a line of JSON."""
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()
