"""What a page says of itself: JSON-LD, Open Graph, meta tags, microdata. The first that says a thing is believed."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html

from pipeline.reading import dates
from pipeline.reading.gate import address_problem
from pipeline.reading.letters import without_typesetting

_ARTICLE = re.compile(r"(?:news|reportage|analysis|opinion|review|background|tech)?article$|blogposting$|report$", re.I)
_DATE_CLASS = re.compile(r"(?<![a-z])(?:date|time|publish|ngay|meta-?date|post-?date|created)", re.I)
_URL_DAY = re.compile(r"/(20\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?=[/-])")
_TITLE_TAIL = re.compile(r"\s+[|–—-]\s+[^|–—]{2,60}$")


@dataclass(frozen=True)
class Metadata:
    """What a page says of its article; "" where it says nothing. body: the whole text, where JSON-LD has it."""

    headline: str = ""
    published: str = ""
    modified: str = ""
    author: str = ""
    publisher: str = ""
    url: str = ""
    section: str = ""
    body: str = ""
    identifier: str = ""


def metadata(tree: lxml.html.HtmlElement, address: str | None) -> Metadata:
    """What a page says. address: where it was fetched from, against which relative addresses are read."""
    base = _base(tree, address)
    said = _json_ld(tree)
    meta = _meta(tree)
    part = {node.get("itemprop", ""): node for node in reversed(tree.xpath("//*[@itemprop]"))}
    site = _first(
        _name(said.get("publisher")), meta.get("og:site_name", ""), _item(part.get("publisher")), said["site"]
    )
    return Metadata(
        headline=_headline(tree, said, meta, site),
        published=_published(tree, said, meta, part, base),
        modified=_first(
            _text(said.get("dateModified")),
            meta.get("article:modified_time", ""),
            meta.get("og:updated_time", ""),
            _item(part.get("dateModified")),
            meta.get("lastmod", ""),
        ),
        author=_first(
            *(
                name
                for name in (
                    _name(said.get("author")),
                    _name(said.get("creator")),
                    _person(meta.get("article:author", "")),
                    _person(meta.get("author", "")),
                    _item(part.get("author")),
                    meta.get("dc.creator", ""),
                    _byline(tree),
                )
                if name != site
            )
        ),
        publisher=_first(site, meta.get("dc.publisher", ""), meta.get("copyright", "")),
        url=_address(tree, said, meta, base, address),
        section=_first(
            _text(said.get("articleSection")),
            meta.get("article:section", ""),
            _crumb(said),
            _item(part.get("articleSection")),
        ),
        body=html.unescape(_text(said.get("articleBody"))),
        identifier=_text(said.get("identifier")),
    )


def _first(*values: str) -> str:
    return next((" ".join(without_typesetting(v).split()) for v in values if v and v.strip()), "")


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("value") or ""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _name(value: Any) -> str:
    if isinstance(value, dict):
        return _name(value.get("name"))
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(_name, value[:10]))))
    return html.unescape(value) if isinstance(value, str) else ""


def _person(value: str) -> str:
    """A name, not the address of somebody's page."""
    return "" if value.startswith(("http://", "https://")) else value


def _json_ld(tree: lxml.html.HtmlElement) -> dict[str, Any]:
    """The article among a page's JSON-LD objects, with the name of its breadcrumb; broken JSON-LD is passed over."""
    article: dict[str, Any] = {}
    crumbs: list[str] = []
    site = ""
    for script in tree.xpath('//script[contains(@type, "ld+json")]'):
        try:
            value = json.loads(_json(script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(value):
            kinds = node.get("@type")
            names = [k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)]
            if any(_ARTICLE.search(name) for name in names) and len(node) > len(article):
                article = node
            if any(name.endswith("Organization") or name == "WebSite" for name in names):
                site = site or _name(node.get("name"))
            if "BreadcrumbList" in names:
                crumbs = [_crumb_name(item) for item in node.get("itemListElement") or [] if isinstance(item, dict)]
    return article | {"crumbs": [name for name in crumbs if name], "site": site}


def _json(text: str) -> str:
    """JSON-LD without the comment or CDATA that some sites wrap it in."""
    return (
        re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", text).strip().rstrip(";")
    )


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value[:500]:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity"):
            yield from _nodes(value.get(key), depth + 1)


def _crumb_name(item: dict[str, Any]) -> str:
    inner = item.get("item")
    return _name(item.get("name")) or (_name(inner.get("name")) if isinstance(inner, dict) else "")


def _crumb(said: dict[str, Any]) -> str:
    """The section in a breadcrumb: the first step below the front page."""
    crumbs: list[str] = said.get("crumbs", [])
    return crumbs[1] if len(crumbs) > 1 else ""


def _meta(tree: lxml.html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.xpath("//meta[@content]"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").strip().lower()
        if name and node.get("content").strip():
            found.setdefault(name, html.unescape(node.get("content")))
    return found


def _item(node: lxml.html.HtmlElement | None) -> str:
    if node is None:
        return ""
    named = node.xpath('.//*[@itemprop="name"]')
    inner = named[0] if named else node
    value = str(inner.get("content") or inner.get("datetime") or inner.text_content())
    return value if len(value) < 200 else ""


def _headline(tree: lxml.html.HtmlElement, said: dict[str, Any], meta: dict[str, str], site: str) -> str:
    heads = [_first(node.text_content()) for node in tree.xpath("//h1")]
    heads = [head for head in heads if head and head != site]
    own = html.unescape(_text(said.get("headline")))
    shown = heads[0] if len(heads) == 1 else next((h for h in heads if h == own or h == meta.get("og:title")), "")
    title = _first(*(node.text_content() for node in tree.xpath("//head/title")))
    return _first(shown, own, _TITLE_TAIL.sub("", _first(meta.get("og:title", ""))), _TITLE_TAIL.sub("", title))


def _published(
    tree: lxml.html.HtmlElement, said: dict[str, Any], meta: dict[str, str], part: dict[str, Any], base: str
) -> str:
    """The time of publication, the first that can be read as one; the most precise ways to say it first."""
    candidates = [
        _text(said.get("datePublished")),
        meta.get("article:published_time", ""),
        meta.get("pubdate", ""),
        meta.get("datepublished", ""),
        _item(part.get("datePublished")),
        meta.get("date", ""),
        meta.get("dc.date.issued", ""),
        meta.get("dc.date", ""),
        meta.get("publish-date", ""),
        meta.get("parsely-pub-date", ""),
        _text(said.get("dateCreated")),
    ]
    candidates += [node.get("datetime") for node in tree.xpath("//time[@datetime]")[:3]]
    candidates += [
        " ".join(node.text_content().split())
        for node in tree.xpath("//time | //*[@class]")
        if (node.tag == "time" or _DATE_CLASS.search(node.get("class"))) and len(node.text_content()) < 120
    ][:20]
    if day := _URL_DAY.search(base):
        candidates.append("-".join(day.groups()))
    return next((c for c in candidates if c and _readable(c)), next((c for c in candidates[:11] if c), ""))


def _readable(value: str) -> bool:
    try:
        dates.published(value)
    except dates.NoDate:
        return False
    return True


def _byline(tree: lxml.html.HtmlElement) -> str:
    for node in tree.xpath('//*[@rel="author"] | //*[contains(@class, "author") or contains(@class, "tac-gia")]')[:5]:
        words: str = " ".join(node.text_content().split())
        if 1 < len(words) < 60 and not any(c.isdigit() for c in words):
            return words
    return ""


def _base(tree: lxml.html.HtmlElement, address: str | None) -> str:
    nodes = tree.xpath("//base[@href]")
    try:
        return urljoin(address or "", nodes[0].get("href")) if nodes else address or ""
    except ValueError:
        return address or ""


def _address(
    tree: lxml.html.HtmlElement, said: dict[str, Any], meta: dict[str, str], base: str, address: str | None
) -> str:
    """The canonical address: the first that can be published and is no front page."""
    page = said.get("mainEntityOfPage")
    candidates = [
        *(node.get("href") for node in tree.xpath('//link[@rel="canonical"][@href]')),
        meta.get("og:url", ""),
        _text(page.get("@id") if isinstance(page, dict) else page),
        _text(said.get("url")),
        address or "",
    ]
    for candidate in candidates:
        try:
            found: str = urljoin(base, (candidate or "").strip())
            front = urlsplit(found).path in ("", "/") and not urlsplit(found).query
        except ValueError:
            continue
        if found and not front and address_problem(found) is None:
            return found
    return ""
