"""Tables as text: CSV, TSV and the like, with a line of names on top (RFC 4180; the delimiter is found out).

A quotation mark that is never closed would swallow the rest of a table. Here it costs the line that it stands in.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from pipeline.ground.budget import TookTooLong, too_long
from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_LINE_BYTES
from pipeline.reading.fields import article_of, our_fields
from pipeline.reading.letters import decode
from pipeline.reading.options import Options
from pipeline.reading.readers import BY_NAME, LIKELY
from pipeline.reading.source import Source
from pipeline.record.article import Article

DELIMITERS = ",;\t|"
MOST_LINES = 5_000
"""Lines that one quoted field may go over."""

csv.field_size_limit(MAX_LINE_BYTES)


def sniff(head: bytes, name: str) -> int:
    """A .csv or .tsv file, or text whose first line names a headline and a text."""
    if name.endswith((".csv", ".tsv")):
        return BY_NAME + 5
    line = head.lstrip(b"\xef\xbb\xbf").partition(b"\n")[0][:2000]
    names = _names(line.decode("utf-8", "replace"))
    return LIKELY if len(names) > 2 and {"title", "text"} <= our_fields(names, Options()).keys() else 0


def _names(line: str) -> list[str]:
    delimiter = max(DELIMITERS, key=line.count)
    try:
        return [name.strip() for name in next(csv.reader([line.strip("\r\n")], delimiter=delimiter), [])]
    except csv.Error:
        return []


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The article of each row, named by the line it begins on."""
    text = decode(source.whole(), source.where, options.letters)
    lines = text.text.split("\n")
    top = next((n for n, line in enumerate(lines) if line.strip()), None)
    if top is None:
        raise ReadError(source.where, "the table is empty", "give it a line of names and a row an article")
    if lines[top].strip().lower().startswith("sep=") and len(lines) > top + 1:
        top += 1
    names = _names(lines[top])
    fields = our_fields(names, options)
    if missing := {"title", "text"} - fields.keys():
        raise ReadError(
            f"{source.where}:{top + 1}",
            f"no column for {' and '.join(sorted(missing))} among {names}"[:400],
            "name the columns title, text, published, …, or map them: --map THEIRS=OURS",
        )
    delimiter = max(DELIMITERS, key=lines[top].count)
    for number, row in rows(lines, top + 1, delimiter):
        where = f"{source.where}:{number}"
        if isinstance(row, ReadError):
            yield ReadError(where, row.what, row.todo)
        elif any(cell.strip() for cell in row):
            yield row_article(dict(zip(names, row, strict=False)), where, options, len(row), len(names))


def row_article(row: dict[str, object], where: str, options: Options, cells: int, columns: int) -> Article | ReadError:
    """The article of a row, or the error that says why it has none."""
    if cells > columns:
        return ReadError(where, f"{cells} cells under {columns} names", "put fields with delimiters into quotes")
    try:
        return article_of(row, where, options)
    except ReadError as error:
        return error
    except TookTooLong:
        return too_long(where)


def rows(lines: list[str], first: int, delimiter: str) -> Iterator[tuple[int, list[str] | ReadError]]:
    """(line number, cells) of each row from line `first`, counted from 0; a quote left open costs its line alone."""
    broken = ReadError("", "a quotation mark is never closed", "close it, or write it twice inside a field")
    waiting = deque(enumerate(lines[first:], first + 1))
    while waiting:
        number, line = waiting.popleft()
        taken = [line]
        while _open(taken) and waiting and len(taken) < MOST_LINES:
            taken.append(waiting.popleft()[1])
        if _open(taken):
            waiting.extendleft(reversed(list(enumerate(taken[1:], number + 1))))
            yield number, broken
            continue
        try:
            yield number, next(csv.reader(["\n".join(taken)], delimiter=delimiter), [])
        except csv.Error as error:
            yield number, ReadError("", f"no row: {error}", "write it after RFC 4180")


def _open(lines: list[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1
