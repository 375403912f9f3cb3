"""The sentence around a name, as published with its evidence where the article's body is not: oa:prefix, oa:suffix."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from pipeline.record.model import Claims, Evidence
from pipeline.vietnamese.text import Text

C = TypeVar("C", bound=Claims)
LONGEST = 300
"""Code points of prefix and of suffix at most; longer ones are cut at a word."""


def with_sentences(record: C) -> C:
    """The whole record, each named thing with the rest of one sentence that names it.

    That is the first one of the body, else the headline; oa:prefix + oa:exact + oa:suffix is a stretch of `content`
    (https://www.w3.org/TR/annotation-model/#text-quote-selector). Without `content` the record is returned as it is.
    """
    if record.content is None:
        return record
    chosen = _first_names(record)
    bounds = _sentences(record.content)
    evidence = (_quoted(e, record.content, bounds) if e.target.id in chosen else e for e in record.evidence)
    return replace(record, evidence=tuple(evidence))


def _first_names(record: Claims) -> set[str]:
    """IRIs of the stretches that name each thing for the first time in the body."""
    body = len(record.headline)
    best: dict[str, tuple[bool, int, str]] = {}
    for evidence in record.evidence:
        if evidence.property == "name":
            here = (evidence.start < body, evidence.start, evidence.target.id)
            best[evidence.about] = min(best.get(evidence.about, here), here)
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


def _quoted(evidence: Evidence, content: str, bounds: list[tuple[int, int]]) -> Evidence:
    start, end = evidence.start, evidence.end
    first = max((a for a, _ in bounds if a <= start), default=start)
    last = min((b for _, b in bounds if b >= end), default=end)
    position, quote = evidence.target.selector
    before, after = _shortened(content[first:start], keep_end=True), _shortened(content[end:last])
    quote = replace(quote, prefix=before if before.strip() else None, suffix=after if after.strip() else None)
    return replace(evidence, target=replace(evidence.target, selector=(position, quote)))


def _shortened(text: str, keep_end: bool = False) -> str:
    if len(text) <= LONGEST:
        return text
    return text[-LONGEST:].partition(" ")[2] if keep_end else text[:LONGEST].rpartition(" ")[0]
