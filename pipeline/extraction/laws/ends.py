"""Why the citation of a document ends where it does: its number, its day, its year, or a title of the register."""

from __future__ import annotations

from pipeline.extraction.laws.titles import registered_end
from pipeline.recognition.mentions import LawMention
from pipeline.registers.registers import Registers
from pipeline.vietnamese.text import Text


def why_ends(text: Text, law: LawMention, registers: Registers) -> str:
    """Why a citation does not go on after its last word, in words."""
    last = text.words[law.last - 1]
    if law.day is not None:
        return "the day of the document ends it"
    if law.number is not None:
        return "its number ends it" if any(c.isalpha() for c in law.number) else "its number, without letters, ends it"
    if law.year is not None:
        return f"its year ends it: “{last}”"
    if law.title is None:
        return "it has neither title nor number"
    if last == ")":
        return "the bracket that belongs to its title closes"
    begins = range(law.first + 1, law.last)
    if any(registered_end(text, j, registers) == law.last for j in begins):
        return "a title of the register of laws ends there"
    if law.last >= len(text) or text.breaks[law.last]:
        return "the line ends"
    after = text.words[law.last]
    if not after[0].isalnum():
        return f"“{after}” joins no part of a title to it"
    return f"“{after}” is no field of activity and no word of a title"
