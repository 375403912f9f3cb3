"""Rows of tables and JSON objects as articles: which of their fields is the headline, the text, the day, …"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pipeline.ground.errors import ReadError
from pipeline.reading.fragment import looks_like_markup, words_of
from pipeline.reading.gate import Draft, admit
from pipeline.reading.options import Options
from pipeline.record.article import Article, Picture
from pipeline.record.document import Json

_NAMES = {
    "title": "title headline heading tieude tit",
    "text": "text content body articlebody fulltext maintext contenthtml contenttext noidung description "
    "summary abstract",
    "published": "published datepublished publishedat pubdate publishdate publicationdate date ngaydang thoigian ngay "
    "publishedon createdat datecreated timestamp time",
    "modified": "modified datemodified modifiedat updated updatedat lastmodified lastmod",
    "url": "url link href permalink canonical canonicalurl address sourceurl diachi",
    "id": "id guid articleid identifier",
    "author": "author authors byline creator tacgia",
    "publisher": "publisher source site sitename newspaper toasoan nguon bao",
    "section": "section articlesection category categories chuyenmuc",
}
KNOWN = {theirs: (ours, rank) for ours, names in _NAMES.items() for rank, theirs in enumerate(names.split())}
"""Names of fields, plain, with our name for them and their order of preference."""

LISTS = (
    "items",
    "articles",
    "entries",
    "posts",
    "data",
    "results",
    "news",
    "docs",
    "records",
    "dataFeedElement",
    "@graph",
)
"""Fields under which documents keep their articles: JSON Feed, schema.org DataFeed, the answers of sites."""


def plain(name: str) -> str:
    """A field's name in lower-case letters alone: "Tiêu đề" → "tieude", "date_published" → "datepublished"."""
    bare = unicodedata.normalize("NFD", str(name).lower().replace("đ", "d"))
    return re.sub("[^a-z0-9]", "", bare)


def our_fields(names: list[str], options: Options) -> dict[str, str]:
    """Our field → their name, for a row with these names; what the user maps wins."""
    mapped = {ours: theirs for theirs, ours in options.fields if theirs in names}
    found: dict[str, tuple[int, str]] = {}
    for name in names:
        ours, rank = KNOWN.get(plain(name), ("", 0))
        if ours and (ours not in found or rank < found[ours][0]) and name not in mapped.values():
            found[ours] = (rank, name)
    return {ours: name for ours, (_, name) in found.items()} | mapped


def article_of(value: Json, where: str, options: Options | None = None, digest: str | None = None) -> Article:
    """The article of an object or row. Raises ReadError."""
    options = options or Options()
    filled = {name: item for name, item in value.items() if item not in (None, "", [], {})}
    fields = our_fields(list(filled), options)
    got = {ours: filled[name] for ours, name in fields.items()}
    title, text = (_string(got.get(ours), fields.get(ours, ours), where) for ours in ("title", "text"))
    if "title" not in got and "title" in value and value["title"] not in (None, ""):
        title = _string(value["title"], "title", where)
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = ()
    if looks_like_markup(text):
        text, pictures = words_of(text)
        notes = ("text: HTML converted",)
    if looks_like_markup(title):
        title = words_of(title)[0]
    identifier = got.get("id")
    return admit(
        Draft(
            where,
            title,
            text,
            _identifier(identifier, where),
            _moment(got.get("published"), where),
            _moment(got.get("modified"), where),
            _names(got.get("author"), "author", where),
            _names(got.get("publisher"), "publisher", where),
            html.unescape(_address(got.get("url"), where)),
            _names(got.get("section"), "section", where),
            pictures,
            notes,
            digest,
        ),
        options,
    )


def objects_of(value: Any) -> Iterator[Any]:
    """The articles in a JSON value: of an array, of the list in a document, or the value itself."""
    if isinstance(value, list):
        yield from value
        return
    if isinstance(value, dict):
        known = our_fields(list(value), Options())
        for name in LISTS:
            if isinstance(value.get(name), list) and "text" not in known:
                yield from (item.get("item", item) if isinstance(item, dict) else item for item in value[name])
                return
    yield value


def _string(value: object, name: str, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n".join(value)
    if not isinstance(value, str):
        raise ReadError(where, f"{name} is {type(value).__name__}, not text", "write it as a JSON string")
    return value


def _identifier(value: object, where: str) -> str | None:
    if value in (None, "") or isinstance(value, dict | list):
        return None
    return str(value)


def _moment(value: object, where: str) -> object:
    if value is None:
        return ""
    if isinstance(value, str | int | float | date | datetime) and not isinstance(value, bool):
        return value
    raise ReadError(where, f"published is {type(value).__name__}, no date", "write it as 2020-12-03")


def _address(value: object, where: str) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("href") or ""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ReadError(where, f"url is {type(value).__name__}, not text", "write it as a JSON string")
    return value


def _names(value: object, name: str, where: str) -> str:
    """One name or several: a string, an object with a name, or a list of those."""
    if value is None or value == "":
        return ""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict):
        return _names(value.get("name"), name, where)
    if isinstance(value, list):
        return ", ".join(filter(None, (_names(item, name, where) for item in value)))
    raise ReadError(where, f"{name} is {type(value).__name__}, not text", "write it as a JSON string")
