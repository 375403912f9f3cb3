"""The gate: one strict check of each article at reading, with the parsers that publish. What passes can be published.

A reader hands over a Draft, its strings as they stood in the source; the gate mends the letters, dates it, checks
the address, the language and every character, and gives an Article or a ReadError with place, reason and remedy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

import pyoxigraph
from pydantic import ValidationError

from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_LINE_BYTES
from pipeline.reading import dates
from pipeline.reading.dateline import dateline_day
from pipeline.reading.language import foreign, without_diacritics
from pipeline.reading.letters import mended, old_font, without_typesetting
from pipeline.reading.options import Options, time_zone
from pipeline.record.article import WITHOUT_DIACRITICS, Article, Picture

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that XML 1.0 forbids or advises against, and non-characters: no text has them."""

_LINE_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WRONG = re.compile(f"{_LINE_CONTROL.pattern}|{_SURROGATE.pattern}|{_CONTROL.pattern}")
_MARKS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{31}")
"""More marks on one letter than any text has; to put them in order takes the square of their number (UAX 15, D3)."""

_MOST_LOST = 0.01
"""Share of letters lost (U+FFFD) from which a text is refused."""

MAX_ADDRESS = 2048
MAX_FIELD = 1000
"""Characters that a headline, author, publisher or section may have."""


@dataclass(frozen=True)
class Draft:
    """An article as its source has it, before any check.

    published, modified: whatever the source gives, "" for nothing. notes: what its reader did to the text. opening: a
    text names its day in its opening, so that it may be dated by it where the source gives no day.
    """

    where: str
    headline: str
    body: str
    identifier: str | None = None
    published: object = ""
    modified: object = ""
    author: str = ""
    publisher: str = ""
    url: str = ""
    section: str = ""
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = ()
    digest: str | None = None
    names: dict[str, str] = field(default_factory=dict)


def admit(draft: Draft, options: Options) -> Article:
    """The article of a draft. Raises ReadError where it may not be published as it is."""
    where = draft.where
    font = old_font(f"{draft.headline}\n{draft.body}")
    headline, notes = _text(draft.headline, "title", draft, font)
    body, more = _text(draft.body, "text", draft, font)
    if not headline.strip() or not body.strip():
        raise ReadError(where, f"no {'title' if not headline.strip() else 'text'}", "give both title and text")
    if len(headline) > MAX_FIELD:
        raise ReadError(where, f"a title of {len(headline)} characters", "put the headline alone there")
    if "\n" in headline:
        headline = " ".join(headline.split())
    content = f"{headline}\n\n{body}"
    if len(content) > MAX_LINE_BYTES:
        raise ReadError(where, f"longer than {MAX_LINE_BYTES} characters", "split it into articles")
    if reason := foreign(body):
        raise ReadError(where, f"not Vietnamese: {reason}", "give articles in Vietnamese")
    notes = (*draft.notes, *notes, *(note for note in more if note not in notes))
    if without_diacritics(body):
        notes = (*notes, WITHOUT_DIACRITICS)
    day, moment = _published(draft, headline, body, options)
    modified = _modified(draft, options)
    url = address(draft.url, where) if draft.url else None
    try:
        return Article(
            source=where,
            sourceIdentifier=_line(draft.identifier, "id", where),
            headline=headline,
            content=content,
            datePublished=day,
            publishedAt=moment,
            publisher=_line(draft.publisher, "publisher", where, font) or options.publisher or None,
            author=_line(draft.author, "author", where, font),
            url=url,
            section=_line(draft.section, "section", where, font),
            modifiedAt=modified if modified != moment else None,
            pictures=_pictures(draft.pictures, font),
            notes=tuple(dict.fromkeys(notes)),
            sourceDigest=draft.digest,
        )
    except ValidationError as error:
        problem = error.errors()[0]
        raise ReadError(where, f"{problem['loc'][0]}: {problem['msg']}", "correct that field") from error


def _text(text: str, what: str, draft: Draft, font: str) -> tuple[str, tuple[str, ...]]:
    """Headline or body with its letters mended. Raises ReadError for what is no text."""
    if _MARKS.search(text):
        raise ReadError(draft.where, f"more than 30 marks on one letter in {what}", "clean the text of them")
    found, notes = mended(text, font)
    if _CONTROL.search(found) or _SURROGATE.search(found):
        raise ReadError(draft.where, "control characters or half characters in title or text", "clean the text of them")
    if found.count("\ufffd") > max(3, _MOST_LOST * len(found)):
        raise ReadError(draft.where, f"{what} has lost letters (U+FFFD)", "save it anew from its origin, as UTF-8")
    return found, notes


def _line(text: str | None, what: str, where: str, font: str = "") -> str | None:
    """A short field on one line, mended, or None for an empty one. Raises ReadError for control characters."""
    if not text or not text.strip():
        return None
    if _MARKS.search(text):
        raise ReadError(where, f"more than 30 marks on one letter in {what}", f"clean {what} of them")
    found = " ".join(mended(text, font)[0].split()) if what != "id" else text.strip()
    if _LINE_CONTROL.search(found) or _SURROGATE.search(found) or _CONTROL.search(found):
        raise ReadError(where, f"control characters or half characters in {what}", f"clean {what} of them")
    if len(found) > MAX_FIELD:
        raise ReadError(where, f"{what} has {len(found)} characters", f"put the {what} alone there")
    return found or None


def address(url: str, where: str) -> str:
    """An http or https address that all engines take. Raises ReadError for any other.

    pyoxigraph's parser decides what is an IRI (RFC 3987), as it does when the dataset is published.
    """
    found = url.strip()
    problem = address_problem(found)
    if problem:
        todo = "give the article's own address, http:// or https://, with all else percent-encoded"
        raise ReadError(where, f"url: {found[:100]!r}: {problem}", todo)
    return found


def address_problem(url: str) -> str | None:
    """Why an address cannot be published, or None."""
    if len(url) > MAX_ADDRESS:
        return f"longer than {MAX_ADDRESS} characters"
    try:
        pyoxigraph.NamedNode(url)
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except (ValueError, UnicodeError) as error:
        return str(error)
    if without_typesetting(url) != url:
        return "invisible characters in it"  # RFC 3987, 4.1
    if parts.scheme not in ("http", "https"):
        return f"the scheme is {parts.scheme!r}"
    if not host or host.startswith(".") or ".." in host:
        return "no host"
    return "a user or password in it" if "@" in parts.netloc else None


def _published(draft: Draft, headline: str, body: str, options: Options) -> tuple[date, datetime | None]:
    zone = time_zone(options.zone)
    value = draft.published if draft.published not in ("", None) else options.published
    if value not in ("", None):
        try:
            found = dates.published(value, zone)
        except dates.NoDate as error:
            todo = "write it as 2020-12-03 or 2020-12-03T08:00:00+07:00"
            raise ReadError(draft.where, f"published {error}", todo) from error
        return found.day, found.moment
    day = dateline_day(headline, body, options.dates)
    if day is not None:
        try:
            return dates.published(day, zone).day, None
        except dates.NoDate:
            day = None
    raise ReadError(
        draft.where,
        draft.names.get("no day", "no date: `published` is missing and the text names no day with a year"),
        draft.names.get("day", "give `published`"),
    )


def _modified(draft: Draft, options: Options) -> datetime | None:
    """The moment of the last change, where the source gives one that can be read."""
    if draft.modified in ("", None):
        return None
    try:
        return dates.published(draft.modified, time_zone(options.zone)).moment
    except dates.NoDate:
        return None


def _pictures(pictures: tuple[Picture, ...], font: str) -> tuple[Picture, ...]:
    """Pictures whose words are text and whose addresses can be published; the rest lose what is wrong."""
    kept = []
    for picture in pictures:
        words = [
            " ".join(mended(_WRONG.sub(" ", text or ""), font)[0].split())[:MAX_FIELD] or None
            for text in (picture.caption, picture.credit)
        ]
        url = picture.url if picture.url and address_problem(picture.url) is None else None
        if any(words):
            kept.append(Picture(url=url, caption=words[0], credit=words[1]))
    return tuple(kept)
