"""The organization that begins at a word: a head (Ban, Bộ, Công an, Công ty …) with what it governs and where.

The cue of a head in ontology/organization-types.ttl says how its name goes on: alone, place, field, body, name.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extraction.organizations.names import Names
from pipeline.extraction.organizations.rules import BARE, FIELD, IMPLIED, IN_PLACE, KNOWN, NAMED, OF_UNIT, UNIT_OF
from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.mentions import OrganizationForm, OrganizationMention, PlaceForm, PlaceMention, Spans
from pipeline.registers.dictionary import Dictionary
from pipeline.vietnamese.text import Text

LONGEST_CHAIN = 8
_FORMS = {
    KNOWN: OrganizationForm.KNOWN, BARE: OrganizationForm.BARE, IN_PLACE: OrganizationForm.PLACE,
    OF_UNIT: OrganizationForm.UNIT, FIELD: OrganizationForm.FIELD, UNIT_OF: OrganizationForm.UNIT_OF,
    NAMED: OrganizationForm.NAME,
}  # fmt: skip
"""What stands behind the head, by the rule that reads it."""
"""How many bodies may stand in one name, each a unit of the next (Tổ …, Đội …, Phòng …, Công an …)."""


class OrganizationGrammar:
    """Reads the organization that begins at a token, once for each token."""

    def __init__(self, text: Text, cues: Cues, places: Spans, dictionary: Dictionary) -> None:
        self.text, self.cues, self.places, self.words = text, cues, places, cues.words
        self.names = Names(text, cues, places, dictionary, self)
        self._read: dict[int, OrganizationMention | None] = {}
        self._depth = 0
        roles = _outer(cue for cue in cues["roles"].values() if "role" in cue.kinds)
        self._role_ends = frozenset(cue.last - 1 for cue in roles)
        self._inside_roles = frozenset(k for cue in roles for k in range(cue.first + 1, cue.last))

    def at(self, i: int) -> OrganizationMention | None:
        """The organization whose head stands at token i."""
        if i not in self._read:
            self._read[i] = None
            cue = self.cues.at("organization-types", i)
            if cue is not None and self._depth < LONGEST_CHAIN:
                self._depth += 1
                self._read[i] = self._from_head(cue)
                self._depth -= 1
        return self._read[i]

    def another_body(self, j: int) -> bool:
        """Whether a head of its own begins at j, not a field of activity of the name that is being read."""
        cue = self.cues.at("organization-types", j)
        if cue is None or not self.text.capital[j]:
            return False
        field = self.cues.at("fields", j)
        if field and field.last >= cue.last:
            return False
        if "acronym" in cue.kinds:  # Mạng lưới Công viên địa chất toàn cầu UNESCO
            return j > 0 and self.text.words[j - 1] in ",;-–("
        return cue.last - j > 1 or self.at(j) is not None

    def implied_unit(self, i: int, head: str) -> OrganizationMention | None:
        """The body that a role names by its field alone: Bộ trưởng *Công Thương*, Trưởng ban *Tổ chức Thành ủy*."""
        if i >= len(self.text) or self.text.breaks[i] or not self.text.capital[i] or i not in self.cues["fields"]:
            return None
        last = self.cues["fields"][i].last
        last = self.words["central"].end(self.text, last)
        open_end = last < len(self.text) and not self.text.breaks[last]
        body = self.at(last) if open_end else None
        end = body.last if body else (self._unit_word(last) or last if open_end else last)
        name = f"{head} {self.text.written(i, end)}"
        return OrganizationMention(
            i,
            end,
            "organization",
            IMPLIED,
            name,
            None,
            head=head,
            body=body,
            definite=True,
            own=f"{head} {self.text.written(i, last)}" if body else "",
            form=OrganizationForm.IMPLIED,
        )

    def _from_head(self, cue: Cue) -> OrganizationMention | None:
        text, i, kinds = self.text, cue.first, cue.kinds
        place = self.places.covering(i)
        if any(text.breaks[i + 1 : cue.last]) or (
            isinstance(place, PlaceMention) and place.level in {"country", "region"}
        ):
            return None  # Đài Loan, Tây Ban Nha, Trường Sa
        if i and text.keys[i - 1] in self.words["several"] and "alone" not in kinds:
            return None
        if self._in_number(i):
            return None
        if i in self._inside_roles:
            return None  # Phó Bí thư *Thường trực* Tỉnh ủy
        if "alone" in kinds:
            return self._alone(cue)
        if not text.capital[i] and ("small" not in kinds or self.cues.inside_compound(i)):
            return None
        for kind, read in (("place", self._of_place), ("field", self._of_field), ("body", self._of_body)):
            if kind in kinds and (found := read(cue)):
                return found
        return self._of_name(cue) if "name" in kinds else None

    def _in_number(self, i: int) -> bool:
        """Whether token i is letters of a document's number: 1685/NQ-UBTVQH15."""
        text = self.text
        if not 0 < i < len(text) - 1 or text.words[i - 1] not in "-/" or not text.words[i + 1].isdigit():
            return False
        return text.plain_starts[i] == text.plain_ends[i - 1] and text.plain_starts[i + 1] == text.plain_ends[i]

    def _mention(self, cue: Cue, last: int, rule: str) -> OrganizationMention:
        head = cue.phrase.canonical
        rest = self.text.written(cue.last, last) if last > cue.last else ""
        name = f"{head} {rest}" if rest else head
        return OrganizationMention(
            cue.first, last, "organization", rule, name, cue.concept, head=head, form=_FORMS[rule]
        )

    def _alone(self, cue: Cue) -> OrganizationMention | None:
        """Quốc hội, Bộ Công an, UNESCO: the head is the whole name; with a country it is that country's."""
        text = self.text
        if not text.capital[cue.first]:
            return None
        if cue.last - cue.first == 1 and text.words[cue.first] != cue.phrase.written:
            return None
        if "place" in cue.kinds and (placed := self._of_place(cue)):
            return placed
        found = self._mention(cue, cue.last, KNOWN)
        found.definite = True
        place = self.places.starting(cue.last) if cue.last < len(text) and not text.breaks[cue.last] else None
        if isinstance(place, PlaceMention) and place.level == "country":
            found.last, found.place, found.name = place.last, place, f"{found.name} {place.name}"
        return found

    def _of_place(self, cue: Cue) -> OrganizationMention | None:
        """Công an tỉnh Hưng Yên, UBND tỉnh, Tỉnh Đoàn: a place, a unit word that stands for one, or nothing."""
        text, j = self.text, cue.last
        if j < len(text) and text.keys[j] in self.words["of-a-class"]:
            return None
        if j < len(text) and not text.breaks[j]:
            place = self.places.starting(j)
            if isinstance(place, PlaceMention):
                return self._in_place(cue, place)
            unit = self._unit_word(j)
            if unit:
                return self._of_unit(cue, unit)
            if region := self._region_end(j):
                found = self._mention(cue, region, IN_PLACE)
                found.definite = True
                return found
            if "body" not in cue.kinds and self._proper_name_at(j):
                last = self.names.name_end(j, small=True)
                if last > j:
                    return self._mention(cue, last, NAMED)
        if "bare" in cue.kinds and text.capital[cue.first]:
            return self._mention(cue, cue.last, BARE)
        return None

    def _in_place(self, cue: Cue, place: PlaceMention) -> OrganizationMention:
        """With its place; a country may be followed by the place proper: Hội Sinh viên Việt Nam TP. Hà Nội."""
        last = place.last
        if place.level == "country" and last < len(self.text) and not self.text.breaks[last]:
            narrower = self.places.starting(last)
            if isinstance(narrower, PlaceMention):
                place, last = narrower, narrower.last
        found = self._mention(cue, last, IN_PLACE)
        found.place, found.definite = place, True
        return found

    def _unit_word(self, j: int) -> int | None:
        """One past a unit word in small letters at j (tỉnh, thành phố)."""
        last = j if self.text.capital[j] else self.words["unit-word"].end(self.text, j)
        return last if last > j else None

    def _region_end(self, j: int) -> int | None:
        """One past "khu vực 1 - Cần Thơ", as the courts and procuracies since July 2025 are named."""
        text = self.text
        k = self.words["region-word"].end(text, j)
        if k == j or k >= len(text) or not text.words[k].isdigit():
            return None
        place = self.places.starting(k + 2) if k + 2 < len(text) and text.words[k + 1] in "-–" else None
        return place.last if place else k + 1

    def _of_unit(self, cue: Cue, after: int) -> OrganizationMention | None:
        text = self.text
        named = after < len(text) and text.capital[after] and not text.breaks[after] and text.words[after].isalpha()
        other = any(after in self.cues[scheme] for scheme in ("roles", "surnames", "organization-types", "titles"))
        if named and not other:
            return None  # a unit with a name that no place grammar knows
        if after + 1 < len(text) and text.words[after] == "," and self._unit_word(after + 1):
            return None  # Công an tỉnh, thành phố: a class of bodies
        found = self._mention(cue, after, OF_UNIT)
        found.unit_word, found.definite = text.written(cue.last, after).lower(), True
        return found

    def _proper_name_at(self, j: int) -> bool:
        text = self.text
        if not text.capital[j] or not text.words[j].isalpha() or j in self.cues["roles"] or j in self.cues["titles"]:
            return False
        return self.at(j) is None and not self.names.person_follows(j)

    def _of_field(self, cue: Cue) -> OrganizationMention | None:
        """Sở Nông nghiệp và Môi trường; Cục Cảnh sát giao thông; then a place or a unit word, if any."""
        j = cue.last
        if j >= len(self.text) or self.text.breaks[j] or not self.text.capital[j]:
            return None
        if "lexical" in cue.kinds and j not in self.cues["fields"]:
            return None
        last = self.names.field_end(j)
        return self._placed(self._mention(cue, last, FIELD), cue, last) if last > j else None

    def _of_body(self, cue: Cue) -> OrganizationMention | None:
        """Ban Thường vụ Tỉnh Đoàn, Văn phòng UBND tỉnh: with the body that it is a unit of."""
        j = cue.last
        if j >= len(self.text) or self.text.breaks[j]:
            return None
        body = self.at(j) if self.text.capital[j] or self.text.keys[j] in self.words["small-head"] else None
        if body is None:
            return None
        found = self._mention(cue, body.last, UNIT_OF)
        found.body, found.own, found.definite = body, found.head, body.definite
        return found

    def _of_name(self, cue: Cue) -> OrganizationMention | None:
        """Công ty TNHH Làng nghề Đông Mai, Trường Đại học Y Hà Nội: a proper name, with small words in it."""
        text, j = self.text, cue.last
        if j >= len(text) or text.breaks[j]:
            return None
        if text.capital[cue.first] and cue.last - cue.first > 1 and (placed := self._named_by_place(cue)):
            return placed
        inner = self.cues.at("organization-types", j)
        if inner and "place" in inner.kinds and self.at(j) is None:
            return None  # Cơ quan Công an: a class of bodies
        if self.names.person_follows(j) and cue.first and cue.first - 1 in self._role_ends:
            return None  # Giám đốc Công ty Nguyễn Mạnh Toán
        last = self.names.name_end(j, small=text.capital[cue.first] or "small" in cue.kinds)
        digits = "numbered" in cue.kinds or (text.capital[cue.first] and any(len(w) > 2 for w in text.words[j:last]))
        if last == j or not any(text.capital[k] or (digits and text.words[k].isdigit()) for k in range(j, last)):
            return None
        found = self._mention(cue, last, NAMED)
        found.definite = True
        return self._placed(found, cue, last)

    def _named_by_place(self, cue: Cue) -> OrganizationMention | None:
        """Bệnh viện Đa khoa *tỉnh Phú Thọ*, Trung tâm Y tế *huyện*: a place with its unit word is the whole name."""
        place = self.places.starting(cue.last)
        if isinstance(place, PlaceMention) and not self.text.capital[cue.last] and place.form is PlaceForm.UNIT:
            return self._in_place(cue, place)
        unit = self._unit_word(cue.last)
        return self._of_unit(cue, unit) if unit else None

    def _placed(self, found: OrganizationMention, cue: Cue, last: int) -> OrganizationMention:
        """The mention with the place or unit word that follows its name, if any."""
        text = self.text
        if last >= len(text) or text.breaks[last]:
            return found
        if text.keys[last] in self.words["number-word"] and last + 1 < len(text) and text.words[last + 1].isdigit():
            last = found.last = last + 2  # Đội Cảnh sát giao thông số 3
            found.name = f"{found.head} {text.written(cue.last, last)}"
            if last >= len(text) or text.breaks[last]:
                return found
        place, unit = self.places.starting(last), self._unit_word(last)
        if isinstance(place, PlaceMention):
            found.place, end = place, place.last
        elif unit:
            found.unit_word, end = text.written(last, unit).lower(), unit
        else:
            return found
        found.last, found.definite = end, True
        found.name = f"{found.head} {text.written(cue.last, end)}"
        return found


def _outer(cues: Iterable[Cue]) -> list[Cue]:
    """Cues from left to right without those that begin inside the one before (Tổ trưởng, not trưởng Phòng)."""
    outer: list[Cue] = []
    for cue in sorted(cues, key=lambda c: c.first):
        if not outer or cue.first >= outer[-1].last:
            outer.append(cue)
    return outer
