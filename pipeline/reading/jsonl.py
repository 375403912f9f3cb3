"""JSON Lines of articles: one object {id, url, published, author, title, text} a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

from pydantic import ValidationError

from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_LINE_BYTES
from pipeline.reading.text import _CONTROL, dateline_day
from pipeline.record.model import Article

VIETNAM = timezone(timedelta(hours=7))


def read_lines(lines: Iterable[bytes], where: str) -> Iterator[Article | ReadError]:
    """Yield the article of each line, or the error that says why it has none; blank lines are passed over."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{where}:{number}"
        try:
            yield _article(line, place)
        except ReadError as error:
            yield error


def _article(line: bytes, where: str) -> Article:
    if len(line) > MAX_LINE_BYTES:
        raise ReadError(
            where, f"a line of {len(line)} bytes, more than {MAX_LINE_BYTES}", "one article a line, its text alone"
        )
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ReadError(where, f"byte {error.start} of the line is not UTF-8", "save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise ReadError(where, f"no JSON: {error}", "write one JSON object a line") from error
    if not isinstance(value, dict):
        raise ReadError(where, "not a JSON object", "write {id, url, published, author, title, text}")
    return article_of(value, where)


def article_of(value: dict[str, Any], where: str) -> Article:
    """The article of an object with id, url, published, author, title, text. Raises ReadError."""
    title, text = (_string(value, key, where) for key in ("title", "text"))
    if not title or not text:
        raise ReadError(where, f"no {'title' if not title else 'text'}", "give both title and text")
    if _CONTROL.search(title) or _CONTROL.search(text) or _surrogate(title + text):
        raise ReadError(where, "control characters or half characters in title or text", "clean the text of them")
    published = _string(value, "published", where)
    moment = _moment(published, where) if published else None
    day = moment.astimezone(VIETNAM).date() if isinstance(moment, datetime) else moment
    day = day or dateline_day(title, text)
    if day is None:
        raise ReadError(
            where, "no date: `published` is missing and the text names no day with a year", "give `published`"
        )
    identifier = value.get("id")
    try:
        return Article(
            source=where, sourceIdentifier=str(identifier) if identifier not in (None, "") else None, headline=title,
            content=f"{title}\n\n{text}", datePublished=day,
            publishedAt=moment if isinstance(moment, datetime) else None,
            author=_string(value, "author", where) or None, url=_string(value, "url", where) or None,
        )  # fmt: skip
    except ValidationError as error:
        problem = error.errors()[0]
        raise ReadError(where, f"{problem['loc'][0]}: {problem['msg']}", "correct that field") from error


def _string(value: dict[str, Any], key: str, where: str) -> str:
    found = value.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise ReadError(where, f"{key} is {type(found).__name__}, not text", "write it as a JSON string")
    return found


def _surrogate(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


def _moment(published: str, where: str) -> datetime | date:
    """`published` as ISO 8601: a day, or a moment; a moment without offset is Vietnam's."""
    try:
        if len(published) == 10:
            return date.fromisoformat(published)
        moment = datetime.fromisoformat(published)
    except ValueError as error:
        raise ReadError(
            where, f"published is {published!r}", "write it as 2020-12-03 or 2020-12-03T08:00:00+07:00"
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
