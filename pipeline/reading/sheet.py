"""Spreadsheets (.xlsx): each sheet is a table with a line of names on top (openpyxl, which runs no formula)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.ground.errors import ReadError
from pipeline.reading.csvtable import row_article
from pipeline.reading.fields import our_fields
from pipeline.reading.office import office_file
from pipeline.reading.options import Options
from pipeline.reading.readers import SURE
from pipeline.reading.source import Source
from pipeline.record.article import Article

FIRST_ROWS = 20
"""Rows of a sheet among which the line of names is looked for."""


def sniff(head: bytes, name: str) -> int:
    """A ZIP file with that suffix, or that shows a workbook in its first names."""
    return (
        SURE if head.startswith(b"PK\x03\x04") and (name.endswith((".xlsx", ".xlsm")) or b"xl/workbook" in head) else 0
    )


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The article of each row of each sheet that has columns for title and text."""
    import openpyxl

    with office_file(source, ".xlsx") as path:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            tables = 0
            for sheet in book.worksheets:
                for item in _sheet(sheet, f"{source.where}:{sheet.title}", options):
                    tables += 1
                    yield item
            if not tables:
                yield ReadError(
                    source.where,
                    "no sheet has columns for title and text",
                    "name them so, or map them: --map THEIRS=OURS",
                )
        finally:
            book.close()


def _sheet(sheet: Any, where: str, options: Options) -> Iterator[Article | ReadError]:
    names: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if not names:
            found = ["" if cell is None else str(cell).strip() for cell in cells]
            if {"title", "text"} <= our_fields(found, options).keys():
                names = found
            elif number >= FIRST_ROWS:
                return
        elif any(cell not in (None, "") for cell in cells):
            row = {name: cell for name, cell in zip(names, cells, strict=False) if name}
            yield row_article(row, f"{where}:{number}", options, 0, len(names))
