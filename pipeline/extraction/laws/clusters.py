"""Which citations of one article are of one document: by number, short or full, else by kind, title and year."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extraction.laws.numbers import is_full, leading
from pipeline.recognition.mentions import LawMention
from pipeline.registers.laws import number_key
from pipeline.vietnamese.text import name_key


@dataclass
class LawCluster:
    """Citations of one document."""

    mentions: list[LawMention]

    @property
    def number(self) -> str | None:
        """The fullest number that any citation tells: 178/2024/NĐ-CP, not 178."""
        numbers = [m.number for m in self.mentions if m.number]
        return max(numbers, key=lambda number: (is_full(number), len(number)), default=None)

    def first(self, attribute: str) -> str | None:
        """The first value that any citation tells of an attribute."""
        return next((value for m in self.mentions if (value := getattr(m, attribute))), None)


def cluster_laws(mentions: list[LawMention]) -> list[LawCluster]:
    """Group by number, a short one with the one fuller number that it fits (*Nghị định 178* after *178/2024/NĐ-CP*);
    else by kind, title and year, where a missing year joins the first one of that title."""
    by_key: dict[tuple[str, ...], LawCluster] = {}
    fuller = _fuller(mentions)
    for mention in sorted(mentions, key=lambda m: (m.number is None, m.year is None, m.first)):
        if mention.number:
            number = fuller.get((mention.document_type, number_key(mention.number)), mention.number)
            keys: list[tuple[str, ...]] = [(mention.document_type, "number", number_key(number))]
        else:
            of = (mention.country or "", "draft" if mention.draft else "", "longer" if mention.goes_on else "")
            titled = (mention.document_type, "title", name_key(mention.title or ""), *of)
            keys = [(*titled, mention.year)] if mention.year else [titled]
            by_key.setdefault(titled, by_key.get(keys[0]) or LawCluster([]))
            if mention.year and not by_key[titled].mentions:
                by_key[keys[0]] = by_key[titled]
        cluster = by_key.setdefault(keys[0], LawCluster([]))
        cluster.mentions.append(mention)
    clusters = {id(c): c for c in by_key.values() if c.mentions}
    return sorted(clusters.values(), key=lambda c: min(m.first for m in c.mentions))


def _fuller(mentions: list[LawMention]) -> dict[tuple[str, str], str]:
    """The fuller number of each short one, by its kind and key; none where two fit: 178, 178/2024 → 178/2024/NĐ-CP."""
    full = {(m.document_type, number_key(m.number)): m.number for m in mentions if m.number and is_full(m.number)}
    found: dict[tuple[str, str], str] = {}
    for mention in mentions:
        if mention.number and not is_full(mention.number):
            number, year = leading(mention.number)
            fits = [
                other
                for (kind, _), other in full.items()
                if kind == mention.document_type and leading(other)[0] == number and year in (None, leading(other)[1])
            ]
            if len(fits) == 1:
                found[mention.document_type, number_key(mention.number)] = fits[0]
    return found
