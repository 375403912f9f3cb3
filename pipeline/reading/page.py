"""Saved web pages: the article without the boilerplate around it (trafilatura), and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_LINE_BYTES
from pipeline.reading.captions import take_pictures
from pipeline.reading.fragment import words_of
from pipeline.reading.gate import Draft, admit
from pipeline.reading.letters import decode, without_typesetting
from pipeline.reading.metadata import Metadata, metadata
from pipeline.reading.options import Options
from pipeline.reading.readers import BY_NAME, LIKELY
from pipeline.reading.source import Source, digest
from pipeline.record.article import Article

_OPENS = re.compile(rb"(?:<!--.*?-->|<\?xml[^>]*>|\s)*<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.S)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LEAD_CLASS = re.compile(r"(?<![a-z])(?:sapo|sa-po|chapeau|description|standfirst|lead|intro|tom-?tat)(?![a-z])", re.I)
FEW = 200
"""Characters below which the text that trafilatura found is not the article, if the page's JSON-LD has more."""


def sniff(head: bytes, name: str) -> int:
    """An HTML page begins with its doctype or root element."""
    start = head[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")
    if _OPENS.match(start):
        return LIKELY
    return BY_NAME + 5 if name.endswith((".html", ".htm", ".xhtml", ".shtml")) and b"<" in start else 0


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The article of a page."""
    data = source.whole(MAX_LINE_BYTES)
    yield article_of_page(data, source.where, source.url, options)


def article_of_page(
    data: bytes, where: str, address: str | None, options: Options, declared: str = "", given: Metadata | None = None
) -> Article:
    """The article of an HTML page. Raises ReadError where it has none.

    address: where it was fetched from. declared: the encoding its header gives. given: what a feed says of it, believed
    where the page itself says nothing.
    """
    named = _CHARSET.search(data[:8192])
    said = options.letters or (named[1].decode("ascii", "replace") if named else "") or declared
    decoded = decode(data, where, said)
    tree = parsed(decoded.text, where)
    about = metadata(tree, address)
    about = filled(about, given) if given else about
    pictures = take_pictures(_content(tree), address or about.url or None)
    body = _body(tree, about)
    if not body:
        raise ReadError(where, "no article on this page", "save the article's own page, not a list of articles")
    return admit(
        Draft(
            where,
            about.headline,
            body,
            about.identifier or None,
            about.published,
            about.modified,
            about.author,
            about.publisher,
            about.url,
            about.section,
            pictures,
            decoded.notes,
            digest(data),
            {"no day": "the page names no day", "day": "give --published"},
        ),
        options,
    )


def parsed(text: str, where: str) -> lxml.html.HtmlElement:
    """The tree of an HTML text. Raises ReadError where there is none."""
    try:
        tree = lxml.html.document_fromstring(_XML_DECLARATION.sub("", text).replace("\0", ""))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(where, f"no HTML: {error}", "save the page anew") from error
    return tree


def filled(about: Metadata, given: Metadata) -> Metadata:
    """What a page says, with what a feed says where the page is silent."""
    values = {name: getattr(about, name) or getattr(given, name) for name in vars(about)}
    return Metadata(**values)


def _content(tree: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    body = tree.find("body")
    return tree if body is None else body


def _lead(tree: lxml.html.HtmlElement) -> str:
    """The lead paragraph (sapô), which many sites keep outside the text: the first block of such a class."""
    for node in tree.xpath("//*[self::h2 or self::p or self::div or self::strong][@class or @data-role]"):
        if _LEAD_CLASS.search(f"{node.get('class', '')} {node.get('data-role', '')}"):
            words = " ".join(without_typesetting(node.text_content()).split())
            if 40 <= len(words) <= 1000 and not node.xpath("ancestor::aside | ancestor::nav | ancestor::footer"):
                return words
    return ""


def _body(tree: lxml.html.HtmlElement, about: Metadata) -> str:
    """The text of the article, a line a paragraph; without the headline, the date and the byline above it."""
    import trafilatura

    lead = _lead(tree)
    for node in tree.xpath("//h1"):
        if node.getparent() is not None:
            node.drop_tree()
    found = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=False, with_metadata=False, favor_precision=True
    )
    text = without_typesetting(getattr(found, "text", "") or "")
    lines = [" ".join(line.split()).removeprefix("- ") for line in text.split("\n")]
    above = {about.headline, about.author, about.published, about.section, about.publisher}
    kept = [line for line in lines if line and line not in above]
    if lead and not any(lead in line or line in lead for line in kept[:3]):
        kept.insert(0, lead)
    text = "\n".join(kept)
    if len(text) < FEW and len(about.body) > len(text):
        return words_of(about.body)[0] if "<" in about.body else about.body.strip()
    return text
