"""Evidence: which words of the article show which property of which thing, as Web Annotations (W3C)."""

from __future__ import annotations

from typing import Any

from pipeline.extraction.writing.confidence import confidence
from pipeline.record import iris
from pipeline.vietnamese.text import Text

Json = dict[str, Any]
Span = tuple[int, int]


class EvidenceBook:
    """Collects the evidence of one article; each piece once."""

    def __init__(self, article_iri: str, text: Text) -> None:
        self.article, self.text = article_iri, text
        self._pieces: dict[str, Json] = {}

    def show(self, about: str, properties: str | tuple[str, ...], span: Span, rule: str) -> None:
        """Note that tokens `span` (first, one past the last) show a property, or several, of a thing."""
        start, end = self.text.span(*span)
        for prop in (properties,) if isinstance(properties, str) else properties:
            iri = iris.evidence(self.article, about, prop, start, end)
            self._pieces[iri] = {
                "id": iri, "type": ["Evidence"], "about": about, "property": prop,
                "exact": self.text.content[start:end], "start": start, "end": end,
                "confidence": confidence(rule), "rule": rule, "target": self._segment(start, end),
            }  # fmt: skip

    def pieces(self) -> list[Json]:
        """All evidence nodes, in the order in which they were shown."""
        return list(self._pieces.values())

    def _segment(self, start: int, end: int) -> Json:
        segment = iris.segment(self.article, start, end)
        exact = self.text.content[start:end]
        return {
            "id": segment, "type": ["Segment"], "article": self.article,
            "selector": [
                {"id": f"{segment};position", "type": ["TextPositionSelector"], "oa:start": start, "oa:end": end},
                {"id": f"{segment};quote", "type": ["TextQuoteSelector"], "oa:exact": exact},
            ],
        }  # fmt: skip
