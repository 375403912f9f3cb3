"""Captions and credits of a page's images: taken out of the text, and kept as what they are."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import lxml.html

from pipeline.reading.letters import without_typesetting
from pipeline.record.article import Picture

_CAPTION_CLASS = re.compile(r"caption|chu-?thich|image-?desc|img-?desc|photo-?desc|desc_cation|credit", re.I)
_MAX_CAPTION = 600
"""A longer block is text, whatever its class says."""


_MAKERS = (
    "nguồn ảnh",
    "ảnh tư liệu",
    "ảnh minh họa",
    "ảnh minh hoạ",
    "ảnh",
    "đồ họa",
    "đồ hoạ",
    "nguồn",
    "photo",
    "image",
)
_CREDIT = re.compile(
    rf"(?:^|(?<=[\s(.\-–|/]))[(\[]?(?:{'|'.join(_MAKERS)})\s*:\s*(?P<by>[^:]{{2,80}}?)\s*[)\]]?\.?\s*$", re.I
)
"""The maker of an image at the end of its caption: "… Ảnh: Trần Bình", "(Ảnh: TTXVN)"."""


def parted(text: str) -> tuple[str | None, str | None]:
    """Caption and credit of the words under an image: "Toàn cảnh. Ảnh: Trần Bình" → ("Toàn cảnh.", "Trần Bình")."""
    text = " ".join(without_typesetting(text).split())
    match = _CREDIT.search(text)
    if match is None:
        return text or None, None
    return text[: match.start()].rstrip(" -–|(/") or None, match["by"].strip() or None


def take_pictures(tree: lxml.html.HtmlElement, base: str | None = None) -> tuple[Picture, ...]:
    """Take the captions of images out of an element and give them back with the addresses of their images."""
    found: list[Picture] = []
    for element in list(tree.iter("figure", "figcaption", "div", "p", "td", "em", "span")):
        if element.getparent() is None or not _is_caption(element):
            continue
        words = " ".join(element.text_content().split())
        if len(words) > _MAX_CAPTION:
            continue
        caption, credit = parted(words)
        if caption or credit:
            found.append(Picture(url=_image(element, base), caption=caption, credit=credit))
        element.drop_tree()
    return tuple(dict.fromkeys(found))


def _is_caption(element: lxml.html.HtmlElement) -> bool:
    if element.tag == "figure":
        return not element.xpath(".//figcaption") and bool(element.xpath(".//img"))
    if element.tag == "figcaption":
        return True
    named = element.get("class") or element.get("data-role")
    return bool(named) and bool(_CAPTION_CLASS.search(named))


def _image(element: lxml.html.HtmlElement, base: str | None) -> str | None:
    """Address of the image that a caption stands under: in it, beside it, or in the block around both."""
    for place in (element, element.getparent(), element.getparent().getparent()):
        if place is None or place.tag in ("body", "article", "html"):
            break
        for image in place.iter("img"):
            source = image.get("data-src") or image.get("data-original") or image.get("src") or ""
            if source and not source.startswith("data:"):
                try:
                    return urljoin(base, source) if base else source
                except ValueError:
                    return None
    return None
