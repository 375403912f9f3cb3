"""Which of the forms at hand a client wants (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

FORMS = {
    "html": "text/html", "ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples",
    "rdf": "application/rdf+xml", "nq": "application/n-quads", "trig": "application/trig",
}  # fmt: skip
"""Suffix of a document and its media type, the preferred first."""
TABLES = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
}
"""The same for lists and places."""
TYPES = FORMS | TABLES
GRAPH_NAMES = {
    "application/xhtml+xml": "text/html", "application/json": "application/ld+json", "text/n3": "text/turtle",
    "application/x-turtle": "text/turtle", "application/xml": "application/rdf+xml",
    "text/plain": "application/n-triples",
}  # fmt: skip
"""Other names under which clients ask for forms of graphs and documents."""
RESULT_NAMES = {
    "application/json": "application/sparql-results+json", "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml", "text/plain": "text/tab-separated-values",
}  # fmt: skip
"""The same for the results of SELECT and ASK."""
_LONGEST = 2000
"""Characters of an Accept header that are read."""


def choose(accept: str, offered: Mapping[str, str], also: Mapping[str, str] = GRAPH_NAMES) -> str | None:
    """The key of the form that `accept` ranks highest, the first offered of equals; None where it wants none.

    offered: media type by key; also: other names of media types. An empty header accepts anything; a malformed quality
    counts as 0.
    """
    if not accept.strip():
        return next(iter(offered))
    return _choose(accept[:_LONGEST], tuple(offered.items()), tuple(also.items()))


@lru_cache(maxsize=512)
def _choose(accept: str, offered: tuple[tuple[str, str], ...], also: tuple[tuple[str, str], ...]) -> str | None:
    names, types = dict(also), {media_type for _, media_type in offered}
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    ranges += [(names[name], quality) for name, quality in ranges if name in names and name not in types]
    best, chosen = 0.0, None
    for key, media_type in offered:
        quality = _quality(media_type, ranges)
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
    return name, quality


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers the type; 0 where none does."""
    kind = media_type.partition("/")[0]
    for wanted in (media_type, f"{kind}/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
