"""The sentence around a name, as published with its evidence where the article's body is not: oa:prefix, oa:suffix."""

from __future__ import annotations

from typing import Any

from pipeline.vietnamese.text import Text

Json = dict[str, Any]
LONGEST = 300
"""Code points of prefix and of suffix at most; longer ones are cut at a word."""


def with_sentences(document: Json) -> Json:
    """The whole record document, each named thing with the rest of one sentence that names it.

    That is the first one of the body, else the headline; oa:prefix + oa:exact + oa:suffix is a stretch of `content`
    (https://www.w3.org/TR/annotation-model/#text-quote-selector). Without `content` the document is returned as it is.
    """
    if "content" not in document:
        return document
    chosen = _first_names(document)
    bounds = _sentences(document["content"])
    return document | {
        "evidence": [_quoted(e, document["content"], bounds) if e["target"]["id"] in chosen else e
                     for e in document["evidence"]]
    }  # fmt: skip


def _first_names(document: Json) -> set[str]:
    """IRIs of the stretches that name each thing for the first time in the body."""
    body = len(document["headline"])
    best: dict[str, tuple[bool, int, str]] = {}
    for evidence in document["evidence"]:
        if evidence["property"] == "name":
            here = (evidence["start"] < body, evidence["start"], evidence["target"]["id"])
            best[evidence["about"]] = min(best.get(evidence["about"], here), here)
    return {target for _, _, target in best.values()}


def _sentences(content: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, in code points."""
    text = Text(content)
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text.words):
        first, end = text.sentence(at)
        found.append((text.starts[first], text.ends[end - 1]))
        at = end
    return found


def _quoted(evidence: Json, content: str, bounds: list[tuple[int, int]]) -> Json:
    start, end = evidence["start"], evidence["end"]
    first = max((a for a, _ in bounds if a <= start), default=start)
    last = min((b for _, b in bounds if b >= end), default=end)
    position, quote = evidence["target"]["selector"]
    around = {"oa:prefix": _shortened(content[first:start], keep_end=True), "oa:suffix": _shortened(content[end:last])}
    quote = quote | {key: value for key, value in around.items() if value.strip()}
    return evidence | {"target": evidence["target"] | {"selector": [position, quote]}}


def _shortened(text: str, keep_end: bool = False) -> str:
    if len(text) <= LONGEST:
        return text
    return text[-LONGEST:].partition(" ")[2] if keep_end else text[:LONGEST].rpartition(" ")[0]
