"""Which of the forms at hand a client wants (RFC 9110, 12.5.1)."""

from __future__ import annotations

FORMS = {
    "html": "text/html", "ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples",
}  # fmt: skip
"""Suffix of a file and its media type, the preferred first."""
_ALSO = {"application/xhtml+xml": "text/html", "application/json": "application/ld+json", "text/n3": "text/turtle"}


def choose(accept: str, offered: dict[str, str]) -> str | None:
    """The key of the form that `accept` ranks highest, the first offered of equals; None where it wants none.

    offered: media type by key. An empty header accepts anything; a malformed quality counts as 0.
    """
    if not accept.strip():
        return next(iter(offered))
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    best, chosen = 0.0, None
    for key, media_type in offered.items():
        quality = _quality(_ALSO.get(media_type, media_type), ranges)
        if quality > best:
            best, chosen = quality, key
    return chosen


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (p.strip().lower() for p in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return _ALSO.get(name, name), quality


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers the type; 0 where none does."""
    kind = media_type.partition("/")[0]
    for wanted in (media_type, f"{kind}/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
