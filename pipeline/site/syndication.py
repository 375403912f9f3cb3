"""Articles for readers of news: the last hundred as Atom (RFC 4287) and a schema.org DataFeed; Atom of each thing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from pipeline.ground.files import replacing
from pipeline.ground.settings import Settings
from pipeline.record import iris
from pipeline.record.document import Json
from pipeline.site.index import Index

LATEST = 100
_ATOM = "http://www.w3.org/2005/Atom"
OF_THING = 30
"""Articles in the feed of one thing."""
_NAMING = """SELECT a.id, a.day, a.headline, a.publisher, a.url,
 json_extract(a.record, '$.generatedBy.startedAt') AS made,
 json_extract(a.record, '$.publishedAt') AS published,
 (SELECT coalesce(q.prefix, '') || q.exact || coalesce(q.suffix, '') FROM quote q WHERE q.thing = m.thing
  AND q.article = a.id AND (q.prefix IS NOT NULL OR q.suffix IS NOT NULL) ORDER BY q.start LIMIT 1) AS words
FROM mention m JOIN article a ON a.id = m.article WHERE m.thing = ? ORDER BY m.day DESC, m.article LIMIT ?"""


def write_syndication(output: Path, settings: Settings, modified: str) -> None:
    """Write both feeds from the index; `modified` is the time of the newest claims (RFC 3339)."""
    index = Index(output)
    try:
        rows = index.rows("SELECT id, record FROM article ORDER BY day DESC, id LIMIT ?", LATEST)
    finally:
        index.close()
    records = [json.loads(row["record"]) for row in rows]
    for name, data in (
        ("articles.atom", _atom(records, settings, modified)),
        ("articles.jsonld", _datafeed(records, settings, modified)),
    ):
        with replacing(output / "feed" / name) as file:
            file.write(data)


def _atom(records: list[Json], settings: Settings, modified: str) -> bytes:
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed", {"xml:lang": "vi"})

    def add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
        element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
        element.text = text or None
        return element

    add(feed, "id", settings.base + "feed/articles.atom")
    add(feed, "title", "Tin Mở")
    add(feed, "updated", modified or "1970-01-01T00:00:00Z")
    add(feed, "link", rel="self", type="application/atom+xml", href=settings.base + "feed/articles.atom")
    add(feed, "link", rel="alternate", type="text/html", href=settings.base)
    add(feed, "rights", settings.licence)
    times = _own_times(records)
    for record in records:
        entry = add(feed, "entry")
        add(entry, "id", settings.base + record["id"])
        add(entry, "title", record["headline"])
        add(entry, "updated", times[record["id"]])
        add(entry, "published", record.get("publishedAt") or f"{record['datePublished']}T00:00:00+07:00")
        add(add(entry, "author"), "name", record.get("author") or record.get("publisher") or settings.publisher)
        for suffix, media_type in (("html", "text/html"), ("jsonld", "application/ld+json"), ("ttl", "text/turtle")):
            add(
                entry,
                "link",
                rel="alternate",
                type=media_type,
                href=f"{settings.base}{iris.document(record['id'])}.{suffix}",
            )
        if "url" in record:
            add(entry, "link", rel="via", href=record["url"])
        things = [thing for kind in ("events", "persons", "organizations", "laws", "places") for thing in record[kind]]
        for thing in things:
            if thing["id"] in record.get("mentions", ()):
                add(entry, "category", term=settings.base + thing["id"], label=thing["name"])
        add(entry, "summary", "; ".join(event["name"] for event in record["events"]) or record["headline"])
    ElementTree.indent(feed)
    text: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def of_thing(index: Index, iri: str, settings: Settings) -> bytes | None:
    """The last articles that name a thing, as Atom, with the sentence that names it; None where it is not published."""
    thing = index.row("SELECT name FROM thing WHERE id = ?", iri)
    if thing is None:
        return None
    path = settings.base + iris.document(iri)
    entries = index.rows(_NAMING, iri, OF_THING)
    feed = [
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="{_ATOM}" xml:lang="vi">',
        f" <id>{escape(path)}.atom</id>",
        f" <title>{escape(thing['name'])} · Tin Mở</title>",
        f" <updated>{max((row['made'] for row in entries), default='1970-01-01T00:00:00Z')}</updated>",
        f' <link rel="self" type="application/atom+xml" href={quoteattr(path + ".atom")}/>',
        f' <link rel="alternate" type="text/html" href={quoteattr(path + ".html")}/>',
        f" <rights>{escape(settings.licence)}</rights>",
    ]
    for row in entries:
        address = settings.base + iris.document(row["id"])
        feed += [
            " <entry>",
            f"  <id>{escape(settings.base + row['id'])}</id>",
            f"  <title>{escape(row['headline'])}</title>",
            f"  <updated>{row['made']}</updated>",
            f"  <published>{row['published'] or row['day'] + 'T00:00:00+07:00'}</published>",
            f"  <author><name>{escape(row['publisher'] or settings.publisher)}</name></author>",
            f'  <link rel="alternate" type="text/html" href={quoteattr(address + ".html")}/>',
            *([f'  <link rel="via" href={quoteattr(row["url"])}/>'] if row["url"] else []),
            f"  <summary>{escape(row['words'] or row['headline'])}</summary>",
            " </entry>",
        ]
    return ("\n".join([*feed, "</feed>"]) + "\n").encode()


def _own_times(records: list[Json]) -> dict[str, str]:
    """By article, the time of its claims within its second, so that no two entries have the same (validators warn of
    it: readers sort and merge by it). The fraction is told by the article's IRI, and so stays what it is."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for record in sorted(records, key=lambda r: str(r["id"])):
        part = int.from_bytes(hashlib.blake2b(record["id"].encode(), digest_size=8).digest()) % 1_000_000
        whole = record["generatedBy"]["startedAt"].removesuffix("Z")
        while (time := f"{whole.partition('.')[0]}.{part:06}Z") in taken:
            part = (part + 1) % 1_000_000
        taken.add(time)
        found[record["id"]] = time
    return found


def _datafeed(records: list[Json], settings: Settings, modified: str) -> bytes:
    items = [
        {
            "@type": "DataFeedItem",
            "@id": f"{settings.base}{iris.document(r['id'])}#item",
            "dateModified": r["generatedBy"]["startedAt"],
            "item": {
                "@type": "NewsArticle",
                "@id": settings.base + r["id"],
                "headline": r["headline"],
                "inLanguage": "vi",
                "datePublished": r["datePublished"],
                "url": r.get("url", settings.base + r["id"]),
                "mentions": [{"@id": settings.base + iri} for iri in r.get("mentions", ())],
            },
        }
        for r in records
    ]
    feed: Json = {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "DataFeed",
        "@id": settings.base + "feed/articles",
        "name": "Tin Mở",
        "license": settings.licence,
        "dateModified": modified,
        "dataFeedElement": items,
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()
