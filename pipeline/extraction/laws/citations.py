"""Legal documents cited in Vietnamese text: "Luật số 57/2020/QH14", "Luật Thanh niên năm 2020", "66-NQ/TW"."""

from __future__ import annotations

import re

from pipeline.extraction.laws.dated import day_after
from pipeline.extraction.laws.numbers import Letters, official_numbers, year_in
from pipeline.extraction.laws.rules import DATED, MISMATCH, NUMBER, SHORT, YEARLY
from pipeline.extraction.laws.subjects import by_subject
from pipeline.extraction.laws.titles import by_acronym, small_titled, titled
from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.mentions import LawMention, Spans
from pipeline.registers.lexicon import Concept, Lexicon
from pipeline.registers.registers import Registers
from pipeline.vietnamese.text import Text

_BARE_NUMBER = re.compile(r"\d{1,5}\Z")
_YEAR = re.compile(r"(?:19[4-9]|20\d)\d\Z")


def find_laws(text: Text, cues: Cues, organizations: Spans, registers: Registers, lexicon: Lexicon) -> list[LawMention]:
    """Find citations, left to right, none overlapping.

    Grammar: kind and number, kind and title and year, kind and issuer and subject, after the Law on
    Promulgation of Legal Documents 2015, art. 4 and 10, and the party's rules for its documents.
    """
    reader = _Citations(text, cues, organizations, registers, lexicon)
    found, i = list[LawMention](), 0
    while i < len(text):
        mention = reader.at(i, found[-1] if found else None)
        if mention is None:
            i += 1
        else:
            found.append(mention)
            i = mention.last
    return found


class _Citations:
    """Reads the citation that begins at a token."""

    def __init__(self, text: Text, cues: Cues, organizations: Spans, registers: Registers, lexicon: Lexicon) -> None:
        self.text, self.cues, self.organizations, self.registers = text, cues, organizations, registers
        self.lexicon = lexicon
        self.words = cues.words
        self.kinds = cues["document-types"]
        self.letters = Letters(lexicon.notations("document-types"))
        self.numbers = official_numbers(text)

    def at(self, i: int, before: LawMention | None) -> LawMention | None:
        """The citation that begins at token i; `before` is the one found last, which a series may go on from."""
        body = self.organizations.covering(i)
        if body is not None and body.first != i:
            return None  # Công ty *Luật SBLaw*
        if self.words["about-law"].end(self.text, i) > i:
            return None
        found = self._with_kind(self.kinds[i]) if i in self.kinds else None
        found = found or by_acronym(self.text, self.cues, i, self.registers, self.lexicon)
        if found is None and before is not None and before.number and self._leads_to(before.last, i):
            found = self._series(i, before)
        found = found or (self._alone(i) if i in self.numbers else None)
        return self._with_day(found) if found is not None and found.number else found

    def _with_day(self, found: LawMention) -> LawMention:
        """Chỉ thị số 26/CT-TTg *ngày 5/9/2016*: the day after a number belongs to the citation."""
        found.last, found.day = day_after(self.text, self.words, found.last)
        return found

    def _leads_to(self, last: int, i: int) -> bool:
        """Whether only a comma, và, or số stands between the end of a citation and token i."""
        text = self.text
        if not last < i <= last + 2 or (text.words[last] != "," and text.keys[last] not in self.words["and-or"]):
            return False
        return i == last + 1 or text.keys[last + 1] in self.words["number-word"]

    def _series(self, i: int, before: LawMention) -> LawMention | None:
        """Nghị định 29 và *178*; các Nghị định số 131/2025/NĐ-CP, *132/2025/NĐ-CP*: of the kind named before."""
        if i in self.numbers:
            return self._numbered(i, i, before.document_type, before, NUMBER)
        if _BARE_NUMBER.match(self.text.words[i]) and before.number_only and not self._counts(i):
            label = before.concept.label if before.concept else before.document_type
            return self._short(i, i + 1, before.concept, before.document_type, label)
        return None

    def _short(self, first: int, last: int, concept: Concept | None, kind: str, label: str) -> LawMention:
        """The document of the short number at token last - 1."""
        number = self.text.words[last - 1]
        name = f"{label} {number}" if first == last - 1 else self.text.written(first, last)
        return LawMention(first, last, "law", SHORT, name, concept, kind, number, number_only=True)

    def _numbered(self, first: int, i: int, kind: str, of: Cue | LawMention | None, rule_: str) -> LawMention:
        """The document whose number stands at token i, its citation from `first` on."""
        number, last = self.numbers[i]
        concept = of.concept if of is not None else None
        name = f"{concept.label if concept else kind} {number}" if of is not None else number
        return LawMention(first, last, "law", rule_, name, concept, kind, number, None, year_in(number))

    def _counts(self, i: int) -> bool:
        """Whether the number at i counts something (Nghị định 29 và 3 thông tư), as a small word after it tells."""
        text = self.text
        small = i + 1 < len(text) and text.words[i + 1].isalpha() and not text.capital[i + 1]
        return small and text.keys[i + 1] not in self.words["after-bare-number"]

    def _counted(self, cue: Cue, k: int) -> bool:
        """Whether the number after a kind counts something: with a capital within its sentence few words do."""
        i, text = cue.first, self.text
        named = len(text.words[k]) > 1 and text.sentence(i)[0] != i
        return self.words["counted-of-document"].end(text, k + 1) > k + 1 if named else self._counts(k)

    def _alone(self, i: int) -> LawMention | None:
        """A number without a kind word, if its letters tell the kind: 66-NQ/TW."""
        kind = self.letters.kind(self.numbers[i][0])
        return self._numbered(i, i, kind, None, NUMBER) if kind is not None else None

    def _with_kind(self, cue: Cue) -> LawMention | None:
        text, i, j, kinds = self.text, cue.first, cue.last, cue.kinds
        k = j + 1 if j < len(text) and text.keys[j] in self.words["number-word"] else j
        if k < len(text) and not any(text.breaks[j : k + 1]):
            if k in self.numbers:
                fits = self.letters.fit(self.numbers[k][0], cue.concept.name)
                return self._numbered(i, k, cue.concept.name, cue, NUMBER if fits else MISMATCH)
            found = self._of_year(cue, k) or self._by_short_number(cue, k) or self._dated(cue, k)
            if found is not None:
                return found
        if "titled" in kinds:
            read = titled if text.capital[i] else small_titled
            return self._with_number(read(text, self.cues, cue, self.registers))
        return by_subject(text, self.cues, cue, self.organizations) if "subject" in kinds else None

    def _of_year(self, cue: Cue, k: int) -> LawMention | None:
        """Nghị định 34/2011: a number and a year, and no letters."""
        text = self.text
        whole = k + 2 < len(text) and text.words[k + 1] == "/" and not any(text.breaks[k : k + 3])
        if "titled" in cue.kinds or not whole or not _BARE_NUMBER.match(text.words[k]):
            return None
        if not _YEAR.match(text.words[k + 2]) or text.plain_ends[k] != text.plain_starts[k + 1]:
            return None
        number = f"{text.words[k]}/{text.words[k + 2]}"
        name = f"{cue.concept.label} {number}"
        kind = cue.concept.name
        return LawMention(cue.first, k + 3, "law", YEARLY, name, cue.concept, kind, number, None, text.words[k + 2])

    def _by_short_number(self, cue: Cue, k: int) -> LawMention | None:
        """Nghị quyết 57; Quyết định số 24: where no letters are told, the word for a number or a capital is."""
        text, stated = self.text, k > cue.last
        if not _BARE_NUMBER.match(text.words[k]) or (k + 1 < len(text) and text.words[k + 1] in {"/", "-", "–", "%"}):
            return None
        if "subject" in cue.kinds or "short" in cue.kinds:
            told = (stated and "subject" in cue.kinds) or (text.capital[cue.first] and not self._counted(cue, k))
        else:
            told = stated and text.capital[cue.first] and "number" in cue.kinds and not self._counts(k)
        return self._short(cue.first, k + 1, cue.concept, cue.concept.name, cue.concept.label) if told else None

    def _dated(self, cue: Cue, k: int) -> LawMention | None:
        """Công điện ngày 02 tháng 2 năm 2017: a document without a number, its capital not that of the sentence."""
        text, first = self.text, cue.first
        if "titled" in cue.kinds or not text.capital[first] or text.sentence(first)[0] == first:
            return None
        last, day = day_after(text, self.words, k)
        if day is None:
            return None
        name, kind = text.written(first, last), cue.concept
        return LawMention(first, last, "law", DATED, name, kind, kind.name, None, None, day[:4], day=day)

    def _with_number(self, found: LawMention | None) -> LawMention | None:
        """Luật Tổ chức chính quyền địa phương *số 72/2025/QH15*: the number after a title belongs to it."""
        text = self.text
        if found is None or found.last >= len(text) or text.breaks[found.last]:
            return found
        k = found.last + 1 if text.keys[found.last] in self.words["number-word"] else found.last
        if k in self.numbers:
            found.number, found.last = self.numbers[k]
            found.year = year_in(found.number) or found.year
            found.rule = NUMBER
        return found
