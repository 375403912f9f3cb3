"""A piece of HTML (a feed's entry, a field of a table) as paragraphs of text, its pictures apart."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from pipeline.reading.captions import take_pictures
from pipeline.reading.letters import without_typesetting
from pipeline.record.article import Picture

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|strong|em|img|h[1-6]|ul|ol|li|table|figure|blockquote|section|article)"
    r"(?:\s[^<>]*)?/?>",
    re.I,
)
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2",
     "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul")
)  # fmt: skip
_SILENT = ("script", "style", "noscript", "template", "iframe", "svg", "video", "audio", "form", "button")


def looks_like_markup(text: str) -> bool:
    """Whether a text carries HTML tags."""
    return "<" in text and bool(_TAG.search(text))


def words_of(markup: str, base: str | None = None) -> tuple[str, tuple[Picture, ...]]:
    """The text of a piece of HTML, a line a block, and the pictures that stood in it."""
    try:
        tree = lxml.html.fragment_fromstring(markup.replace("\0", ""), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return markup, ()
    pictures = take_pictures(tree, base)
    return text_of(tree), pictures


def text_of(tree: lxml.html.HtmlElement) -> str:
    """The text of an element, a line a block, white space folded."""
    etree.strip_elements(tree, *_SILENT, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        block = element.tag in _BLOCKS
        if block:
            parts.append("\n")
        if event == "start":
            if element.text:
                parts.append(re.sub(r"\s+", " ", element.text))
        elif element.tail and element is not tree:
            parts.append(re.sub(r"\s+", " ", element.tail))
    lines = (" ".join(line.split()) for line in without_typesetting("".join(parts)).split("\n"))
    return "\n".join(line for line in lines if line)
