"""RSS and Atom feeds: entries with their whole text are articles; a teaser stands for the page that it links to.

A saved page is found beside the feed, by the path of its address: HOST/PATH, PATH, or its last part. Where only a
teaser is there, the entry is refused: `tinmo follow` fetches the pages.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.ground.budget import TookTooLong, too_long
from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_FILE_BYTES, MAX_LINE_BYTES
from pipeline.reading import page
from pipeline.reading.fragment import words_of
from pipeline.reading.gate import Draft, address_problem, admit
from pipeline.reading.letters import decode
from pipeline.reading.metadata import Metadata
from pipeline.reading.options import Options
from pipeline.reading.readers import SURE
from pipeline.reading.source import Source, digest
from pipeline.record.article import Article

_ROOTS = (b"<rss", b"<feed", b"<rdf:rdf")
WHOLE_TEXT = 500
"""Characters from which the text of an entry is taken for the whole article, or two paragraphs."""


def sniff(head: bytes, name: str) -> int:
    """XML with the root of a feed."""
    start = head[:4096].replace(b"\0", b"").lower()
    first = min((start.find(root) for root in _ROOTS if root in start), default=-1)
    return (
        SURE
        if first >= 0
        and start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
        and b"<html" not in start[:first]
        else 0
    )


def entries_of(data: bytes, where: str, declared: str = "") -> tuple[Any, list[Any]]:
    """A feed and its entries as feedparser reads them. Raises ReadError where there is no feed."""
    import feedparser

    text = decode(data, where, declared)
    headers = {"content-type": "application/xml; charset=utf-8"}
    found = feedparser.parse(_xml_in_utf8(text.text), sanitize_html=False, response_headers=headers)
    if not found.entries and (found.bozo or not found.version):
        problem = getattr(found, "bozo_exception", "no entries")
        raise ReadError(where, f"no feed: {problem}"[:300], "fetch it again")
    return found.feed, found.entries


def _xml_in_utf8(text: str) -> bytes:
    """The XML in UTF-8, whatever encoding its declaration named before it was decoded."""
    if text.lstrip("\ufeff \n").startswith("<?xml"):
        _, _, text = text.partition("?>")
    return b'<?xml version="1.0" encoding="utf-8"?>' + text.lstrip("\ufeff").encode("utf-8", "replace")


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The article of each entry."""
    data = source.whole(MAX_FILE_BYTES)
    feed, entries = entries_of(data, source.where, options.letters)
    for number, entry in enumerate(entries, 1):
        where = f"{source.where}:entry {number}"
        try:
            yield _article(entry, feed, where, source, options)
        except ReadError as error:
            yield error
        except TookTooLong:
            yield too_long(where)
        except Exception as error:
            yield ReadError(where, f"broken: {type(error).__name__}: {error}"[:300], "see the entry in the feed")


def link_of(entry: Any) -> str:
    """The address of an entry's page."""
    link = entry.get("feedburner_origlink") or entry.get("link") or ""
    identifier = entry.get("id") or ""
    return str(link or (identifier if identifier.startswith(("http://", "https://")) else "")).strip()


def described(entry: Any, feed: Any) -> Metadata:
    """What a feed says of the page that an entry links to."""
    author = entry.get("author") or ", ".join(a.get("name", "") for a in entry.get("authors") or [] if a.get("name"))
    tags = [tag.get("term") for tag in entry.get("tags") or [] if tag.get("term")]
    return Metadata(
        headline=_plain(entry.get("title") or ""),
        published=str(dict.get(entry, "published") or dict.get(entry, "updated") or ""),
        modified=str(dict.get(entry, "updated") or ""),
        author=author or "",
        publisher=_plain(feed.get("title") or ""),
        url=link_of(entry),
        section=tags[0] if tags else "",
        identifier=str(entry.get("id") or ""),
    )


def _plain(text: str) -> str:
    words = words_of(text)[0] if "<" in text else html.unescape(text)
    return " ".join(words.split())


def _article(entry: Any, feed: Any, where: str, source: Source, options: Options) -> Article:
    about = described(entry, feed)
    saved = _saved_page(about.url, source.folder)
    if saved is not None:
        source.read_already.add(saved)
        name = saved.relative_to(source.folder).as_posix() if source.folder else saved.name
        return page.article_of_page(saved.read_bytes(), f"{where} ({name})", about.url, options, given=about)
    contents = [c.get("value") or "" for c in entry.get("content") or []]
    markup = max([*contents, entry.get("summary") or ""], key=len)
    text, pictures = words_of(markup, about.url or None)
    if len(text) < WHOLE_TEXT and text.count("\n") < 1:
        raise ReadError(
            where,
            f"only a teaser of {len(text)} characters of {about.url or about.headline!r}",
            "save the page it links to beside the feed, or let tinmo follow fetch it",
        )
    url = about.url if about.url and address_problem(about.url) is None else ""
    if about.url and not url:
        raise ReadError(where, f"url: {about.url[:100]!r}: {address_problem(about.url)}", "correct the entry's link")
    return admit(
        Draft(
            where,
            about.headline,
            text,
            about.identifier or None,
            about.published,
            about.modified,
            about.author,
            about.publisher,
            url,
            about.section,
            pictures,
            (),
            digest(markup.encode("utf-8", "replace")),
            {"day": "give --published"},
        ),
        options,
    )


def _saved_page(url: str, folder: Path | None) -> Path | None:
    """The saved page of an address in a folder, if it is there."""
    if folder is None or not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = unquote(parts.path).strip("/")
    if not path or ".." in path.split("/"):
        return None
    for name in (f"{parts.netloc}/{path}", path, path.rpartition("/")[2]):
        for suffix in ("", ".html", ".htm"):
            try:
                found = folder / f"{name}{suffix}"
                if found.is_file() and found.stat().st_size <= MAX_LINE_BYTES:
                    return found
            except (OSError, ValueError):
                continue
    return None
