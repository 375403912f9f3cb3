"""The language that a page begins in: what the address asks, else what the browser says; readers without scripts too.

A page has both languages; in which it is read stands in a few places, which are made to speak English here.
"""

from __future__ import annotations

import re

from pipeline.server import negotiation

_HEAD = re.compile(rb'<title data-en="([^"]*)">([^<]*)</title>')
_SWITCH = (
    (b'<html lang="vi">', b'<html lang="en">'),
    (b'id="lang-vi" checked>', b'id="lang-vi">'),
    (b'id="lang-en">', b'id="lang-en" checked>'),
    (b'property="og:locale" content="vi_VN"', b'property="og:locale" content="en_US"'),
    (b'property="og:locale:alternate" content="en_US"', b'property="og:locale:alternate" content="vi_VN"'),
)
_OFFERED = {"vi": "vi/vi", "en": "en/en"}


def wanted(asked: str | None, accepted: str) -> str:
    """ "vi" or "en": `asked` if it is one of them, else the one that the header Accept-Language ranks higher."""
    if asked in _OFFERED:
        return asked
    ranges = ",".join(_range(part) for part in accepted.split(",") if part.strip())
    return negotiation.choose(ranges, _OFFERED, {}) or "vi"


def _range(part: str) -> str:
    """ "en-GB;q=0.8" as a range of the media types that stand for the languages: "en/en;q=0.8"."""
    tag, mark, quality = part.strip().partition(";")
    language = tag.strip().lower().partition("-")[0]
    return f"{language}/{language}{mark}{quality}"


def spoken(page: bytes, asked: str | None, accepted: str) -> bytes:
    """The page in the language that is wanted; pages are written in Vietnamese with English beside it."""
    if wanted(asked, accepted) == "vi":
        return page
    for vietnamese, english in _SWITCH:
        page = page.replace(vietnamese, english, 1)
    return _HEAD.sub(rb'<title data-en="\2">\1</title>', page, count=1)
