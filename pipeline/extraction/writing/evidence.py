"""Evidence: which words of the article show which property of which thing, as Web Annotations (W3C)."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.extraction.writing.confidence import Confidences
from pipeline.record import iris
from pipeline.record.model import Evidence, Segment, TextPositionSelector, TextQuoteSelector, Value
from pipeline.vietnamese.text import Text

Span = tuple[int, int]


class EvidenceBook:
    """Collects the evidence of one article; each piece once."""

    def __init__(self, article_iri: str, text: Text, confidences: Confidences) -> None:
        self.article, self.text, self._confidences = article_iri, text, confidences
        self.document = iris.document(article_iri)
        self._pieces: dict[str, Evidence] = {}
        self._segments: dict[tuple[int, int], Segment] = {}

    def show(
        self, about: str, shown: Mapping[str, Value | None], span: Span, rule: str, sure: float | None = None
    ) -> None:
        """Note that tokens `span` (first, one past the last) show properties of a thing, each with its value.

        A value is an IRI for a property that links, else as JSON has it; None where the words show several at once.
        sure: how probable it is; where that is not told, the rule's confidence.
        """
        start, end = self.text.span(*span)
        segment = self._segment(start, end)
        exact = self.text.content[start:end]
        told = self._confidences.of(rule) if sure is None else f"{sure:g}"
        for prop, value in shown.items():
            iri = iris.evidence(self.article, about, prop, start, end)
            self._pieces[iri] = Evidence(
                id=iri,
                about=about,
                property=prop,
                exact=exact,
                start=start,
                end=end,
                confidence=told,
                rule=rule,
                target=segment,
                value=value,
            )

    def pieces(self) -> tuple[Evidence, ...]:
        """All evidence, in the order in which it was shown."""
        return tuple(self._pieces.values())

    def _segment(self, start: int, end: int) -> Segment:
        known = self._segments.get((start, end))
        if known is None:
            iri = iris.segment(self.article, start, end)
            position = TextPositionSelector(id=f"{iri};position", start=start, end=end)
            quote = TextQuoteSelector(id=f"{iri};quote", exact=self.text.content[start:end])
            known = self._segments[start, end] = Segment(id=iri, article=self.article, selector=(position, quote))
        return known
