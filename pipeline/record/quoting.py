"""How many of an article's words are published, and which: at most a small share, those that bear witness first."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.record.document import Json
from pipeline.vietnamese.text import Text

Span = tuple[int, int]
LONGEST = 300
"""Code points of prefix and of suffix at most; longer ones are cut at a word."""
STATEMENTS = 1 / 3
"""Part of the measure that what people said may take, so that there is room for the words that show other facts."""
SENTENCES = 1 / 3
"""Part of what then remains that sentences must leave for single stretches."""


def quoted(document: Json, share: float) -> Json:
    """The whole record document, quoting at most `share` of its content (0 to 1), beside the headline.

    First comes what people said, cut to equal parts where it is too much; then sentences around the first name of a
    thing (oa:prefix, oa:suffix: https://www.w3.org/TR/annotation-model/), those first that show most facts; then for
    each fact one stretch that shows it; then all others. A piece of evidence whose words no longer fit keeps its
    position without them. What things are called is data, not a quotation. Without `content` the document is
    returned as it is.
    """
    if "content" not in document:
        return document
    measure = Measure(document, share)
    said = _cut_statements(document, measure)
    sentences = _sentences_that_fit(document, measure)
    kept = {_span(piece) for piece in _one_a_fact(document["evidence"]) if measure.take(_span(piece))}
    kept |= {_span(piece) for piece in document["evidence"] if measure.take(_span(piece))}
    shown = (_without_words(p) if _span(p) not in kept else _with_words(p, sentences) for p in document["evidence"])
    return document | {"statements": said, "evidence": list(shown)}


class Measure:
    """How many code points of an article may still be quoted; the headline, and what is marked, cost nothing."""

    def __init__(self, document: Json, share: float) -> None:
        headline, content = len(document["headline"]), len(document["content"])
        self.marked = bytearray(b"\x01" * headline + b"\x00" * (content - headline))
        self.whole = self.left = int(share * content)

    def mark(self, span: Span) -> None:
        """Count a stretch as quoted, whether it fits or not."""
        self.left -= self.cost(span)
        self.marked[span[0] : span[1]] = b"\x01" * (span[1] - span[0])

    def take(self, span: Span) -> bool:
        """Whether a stretch fits; then it is counted."""
        if self.cost(span) > max(self.left, 0):
            return False
        self.mark(span)
        return True

    def cost(self, span: Span) -> int:
        """How many code points of a stretch are not quoted yet."""
        return self.marked[span[0] : span[1]].count(0)


def _span(piece: Json) -> Span:
    return piece["start"], piece["end"]


def _one_a_fact(evidence: list[Json]) -> Iterator[Json]:
    """The first piece of evidence for each property of each thing, in the order of the text."""
    seen: set[tuple[str, str]] = set()
    for piece in sorted(evidence, key=lambda e: (e["start"], e["end"])):
        fact = piece["about"], piece["property"]
        if fact not in seen:
            seen.add(fact)
            yield piece


def _cut_statements(document: Json, measure: Measure) -> list[Json]:
    """The statements, their texts cut at a word where together they are more than their part of the measure."""
    where = {e["about"]: e["start"] for e in document["evidence"] if e["property"] == "text"}
    room, left = int(STATEMENTS * measure.whole), len(document["statements"])
    found = []
    for statement in sorted(document["statements"], key=lambda s: len(s["text"])):
        text = statement["text"]
        part = max(room, 0) // left
        if len(text) > part:
            words = text[: part + 1].rpartition(" ")[0] or text.partition(" ")[0]
            statement, text = statement | {"text": words + "…"}, words
        start = where.get(statement["id"], 0)
        measure.mark((start, start + len(text)))
        room, left = room - len(text), left - 1
        found.append(statement)
    return found


def _sentences_that_fit(document: Json, measure: Measure) -> dict[str, tuple[str, str]]:
    """Words before and after the first name of a thing, to the bounds of its sentence, by IRI of the stretch."""
    content, bounds = document["content"], _sentences(document["content"])
    chosen, candidates = _first_names(document), {}
    for piece in document["evidence"]:
        if piece["target"]["id"] in chosen:
            before, after = _around(piece, content, bounds)
            start, end = piece["start"] - len(before), piece["end"] + len(after)
            shown = {
                (e["about"], e["property"]) for e in document["evidence"] if start <= e["start"] and e["end"] <= end
            }
            candidates[piece["target"]["id"]] = (-len(shown), end - start), (start, end), (before, after)
    found, room = {}, measure.left * SENTENCES
    for stretch, (_, span, around) in sorted(candidates.items(), key=lambda item: (item[1][0], item[0])):
        if measure.left - measure.cost(span) >= room and measure.take(span):
            found[stretch] = around
    return found


def _first_names(document: Json) -> set[str]:
    """IRIs of the stretches that name each thing for the first time in the body."""
    body = len(document["headline"])
    best: dict[str, tuple[bool, int, str]] = {}
    for evidence in document["evidence"]:
        if evidence["property"] == "name":
            here = (evidence["start"] < body, evidence["start"], evidence["target"]["id"])
            best[evidence["about"]] = min(best.get(evidence["about"], here), here)
    return {target for _, _, target in best.values()}


def _sentences(content: str) -> list[Span]:
    """Start and end of each sentence, in code points."""
    text = Text(content)
    found: list[Span] = []
    at = 0
    while at < len(text.words):
        first, end = text.sentence(at)
        found.append((text.starts[first], text.ends[end - 1]))
        at = end
    return found


def _around(evidence: Json, content: str, bounds: list[Span]) -> tuple[str, str]:
    """The words of a sentence before and after a stretch of it."""
    start, end = _span(evidence)
    first = max((a for a, _ in bounds if a <= start), default=start)
    last = min((b for _, b in bounds if b >= end), default=end)
    return _shortened(content[first:start], keep_end=True), _shortened(content[end:last])


def _with_words(evidence: Json, sentences: dict[str, tuple[str, str]]) -> Json:
    before, after = sentences.get(evidence["target"]["id"], ("", ""))
    around = {key: value for key, value in (("oa:prefix", before), ("oa:suffix", after)) if value.strip()}
    position, quote = evidence["target"]["selector"]
    return evidence | {"target": evidence["target"] | {"selector": [position, quote | around]}}


def _without_words(evidence: Json) -> Json:
    without = {key: value for key, value in evidence.items() if key != "exact"}
    return without | {"target": evidence["target"] | {"selector": evidence["target"]["selector"][:1]}}


def _shortened(text: str, keep_end: bool = False) -> str:
    if len(text) <= LONGEST:
        return text
    return text[-LONGEST:].partition(" ")[2] if keep_end else text[:LONGEST].rpartition(" ")[0]
