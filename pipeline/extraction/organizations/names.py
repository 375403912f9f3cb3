"""How the name of an organization goes on after its head: fields of activity, proper names, and where it ends."""

from __future__ import annotations

from typing import Protocol

from pipeline.extraction.places.find import capital_run
from pipeline.recognition.cues import Cues
from pipeline.recognition.mentions import OrganizationMention, PlaceMention, Spans
from pipeline.registers.dictionary import Dictionary
from pipeline.vietnamese.text import Text

_DASHES = frozenset("-–")
MAX_NAME = 16


class Bodies(Protocol):
    """What the reader of names asks the grammar of organizations, whose heads may stand inside a name."""

    def at(self, i: int) -> OrganizationMention | None:
        """The organization whose head stands at token i."""

    def another_body(self, j: int) -> bool:
        """Whether another organization begins at token j, not a part of the name that is being read."""


class Names:
    """Reads the names of one text from the token after their head on."""

    def __init__(self, text: Text, cues: Cues, places: Spans, dictionary: Dictionary, bodies: Bodies) -> None:
        self.text, self.cues, self.places, self.dictionary, self.bodies = text, cues, places, dictionary, bodies
        self.words = cues.words

    def field_end(self, j: int) -> int:
        """One past the fields of activity from j on, joined by và, "," or a dash; j itself if there is none."""
        text, fields, start = self.text, self.cues["fields"], j
        while j < len(text) and j - start < MAX_NAME and not (j > start and text.breaks[j]):
            if j > start and self.stops(j):
                break
            if j in fields and (j > start or text.capital[j]) and not self._verb(j, start):
                j = max(fields[j].last, self.dictionary.word_end(text, j)) if text.capital[j] else fields[j].last
            elif text.capital[j] and text.words[j][0].isalpha() and self.places.starting(j) is None:
                j = self.dictionary.word_end(text, j)
            elif j > start and self._lists_on(j):
                j += 1
            else:
                break
        return j

    def name_end(self, j: int, small: bool) -> int:
        """One past a proper name from j on: capitalised words, numbers, dashes between them; small words that
        are fields of activity where `small`."""
        text, fields, start, last = self.text, self.cues["fields"], j, j
        while j < len(text) and j - start < MAX_NAME and not text.breaks[j]:
            if j > start and self.stops(j):
                break
            place = self.places.starting(j)
            if isinstance(place, PlaceMention) and not text.capital[j]:
                break
            if text.words[j] == "(":
                if last == start or not self._acronym_inside(j):
                    break
                j += 3
            elif text.capital[j] and text.words[j][0].isalpha():
                if place is None and j in fields and fields[j].last - j > 1:
                    j = last = max(fields[j].last, self.dictionary.word_end(text, j))
                else:
                    j = last = place.last if place else self.dictionary.word_end(text, j)
            elif small and j in fields and not self._verb(j, start) and self._small_word_fits(j, start):
                j = last = fields[j].last
            elif text.words[j].isdigit() and len(text.words[j]) < 4 and j - last <= 1:
                j = last = j + 1
            elif last > start and j == last and self._joins(j):
                j += 1
            else:
                break
        return last

    def stops(self, j: int) -> bool:
        """Whether something else begins at j: a line, a role, another organization, a person."""
        return self.stop(j) is not None

    def stop(self, j: int) -> str | None:
        """What begins at j and so ends a name there, in words; None where nothing does."""
        text = self.text
        if j >= len(text) or text.breaks[j]:
            return "the line ends"
        role = self.cues.at("roles", j)
        if role and "role" in role.concept.cues and text.capital[j] and role.last - j > 1:
            return f"the office “{text.written(j, role.last)}” begins"
        title = self.cues.at("titles", j)
        if title and title.last - j > 1 and text.capital[j] and "title" in title.kinds:
            return f"the title “{text.written(j, title.last)}” begins"
        if self.person_follows(j):
            return f"the person “{text.written(j, capital_run(text, j))}” begins"
        return f"the body at “{text.words[j]}” begins" if self.bodies.another_body(j) else None

    def why_ends(self, j: int) -> str:
        """Why a name that ends before token j does not go on, in words."""
        text = self.text
        if reason := self.stop(j):
            return reason
        if not text.words[j][0].isalnum():
            return f"“{text.words[j]}” joins no part of a name to it"
        if self.places.starting(j) is not None:
            return f"the place at “{text.words[j]}” is not part of it"
        return f"“{text.words[j]}” is no field of activity and no word of a name"

    def person_follows(self, j: int) -> bool:
        """Whether a full personal name seems to begin at j."""
        return j in self.cues["surnames"] and self.places.starting(j) is None and capital_run(self.text, j) - j >= 3

    def _verb(self, j: int, start: int) -> bool:
        """Whether the field at j is in small letters and can be the verb after a name (tổ chức, hỗ trợ)."""
        if j == start or self.text.capital[j]:
            return False
        word = self.cues.at("words", j)
        return word is not None and "verb" in word.kinds and word.last == self.cues["fields"][j].last

    def _small_word_fits(self, j: int, start: int) -> bool:
        after = self.cues["fields"][j].last
        follows = after < len(self.text) and self.text.capital[after] and not self.text.breaks[after]
        return j > start or self.text.capital[j] or follows

    def _acronym_inside(self, j: int) -> bool:
        """(KCN) within a name that goes on after it."""
        text = self.text
        if j + 3 >= len(text) or text.words[j + 2] != ")" or not text.words[j + 1].isupper():
            return False
        return text.capital[j + 3] and not text.breaks[j + 3] and not self.stops(j + 3)

    def _joins(self, j: int) -> bool:
        """Whether the dash, và, & or glued full stop at j joins two parts of one name."""
        text = self.text
        is_and = self._is_and(j)
        if not (text.words[j] in _DASHES or is_and or text.words[j] in "&."):
            return False
        if text.words[j] == "." and not (j + 1 < len(text) and text.plain_starts[j + 1] == text.plain_ends[j]):
            return False
        k = j + 1
        if k >= len(text) or text.breaks[k] or self.stops(k) or not text.capital[k]:
            return False
        if k in self.cues["titles"] or k in self.cues["roles"]:
            return False
        if is_and and k in self.cues["organization-types"] and self.bodies.at(k) is not None:
            return False
        return not is_and or k in self.cues["fields"] or self.dictionary.word_end(text, k) > k + 1

    def _is_and(self, j: int) -> bool:
        return self.text.words[j] == "&" or self.text.keys[j] in self.words["and"]

    def _lists_on(self, j: int) -> bool:
        """Whether và, a comma or a dash at j joins two fields."""
        if self._is_and(j):
            return self._continues(j + 1)
        return self.text.words[j] in "-–," and self._lists_field(j)

    def _continues(self, j: int) -> bool:
        text = self.text
        if j >= len(text) or text.breaks[j] or self.stops(j):
            return False
        if j in self.cues["fields"]:
            return True
        return text.capital[j] and self.places.starting(j) is None and j not in self.cues["titles"]

    def _lists_field(self, j: int) -> bool:
        """Whether the comma or dash at j joins fields of one name; a comma does if "và" follows the next field."""
        text, fields = self.text, self.cues["fields"]
        if j + 1 not in fields or not text.capital[j + 1] or not self._continues(j + 1):
            return False
        last = fields[j + 1].last
        return text.words[j] != "," or (last < len(text) and self._is_and(last) and last + 1 in fields)
