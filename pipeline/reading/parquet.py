"""Parquet tables of articles, read by DuckDB a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from pipeline.ground.errors import ReadError
from pipeline.reading.csvtable import row_article
from pipeline.reading.fields import our_fields
from pipeline.reading.options import Options
from pipeline.reading.readers import SURE
from pipeline.reading.source import Source
from pipeline.record.article import Article

BATCH = 500


def sniff(head: bytes, name: str) -> int:
    """The magic bytes of the format."""
    return SURE if head.startswith(b"PAR1") else 0


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The article of each row."""
    with source.file(".parquet") as path, duckdb.connect(":memory:") as database:
        database.execute("SET threads=1; SET memory_limit='1GB'")
        table = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names = [column[0] for column in table.description or ()]
        if missing := {"title", "text"} - our_fields(names, options).keys():
            raise ReadError(
                source.where,
                f"no column for {' and '.join(sorted(missing))} among {names}"[:400],
                "name the columns title, text, published, …, or map them: --map THEIRS=OURS",
            )
        number = 0
        while batch := table.fetchmany(BATCH):
            for cells in batch:
                number += 1
                row = dict(zip(names, cells, strict=True))
                yield row_article(row, f"{source.where}:row {number}", options, len(cells), len(names))
