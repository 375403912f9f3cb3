"""Organizations: a head (Ban, Bộ, Công an, Công ty …) with what it governs and where.

The cue of a head in ontology/organization-types.ttl says how its name goes on: alone, place, field, body, name.
"""

from __future__ import annotations

from pipeline.extraction.cues import Cue, Cues
from pipeline.extraction.mentions import OrganizationMention, PlaceMention, Spans
from pipeline.extraction.places import capital_run
from pipeline.vietnamese.text import Text

_DASHES = frozenset("-–")
_AND = frozenset({"và", "&"})
_PLURAL = frozenset({"các", "những", "mỗi", "từng", "mọi", "nhiều", "số"})
_UNIT_WORDS = frozenset({"tỉnh", "thành", "huyện", "quận", "xã", "phường", "thị"})
_UNIT_ALONE = (
    ("thành", "phố"),
    ("thị", "xã"),
    ("thị", "trấn"),
    ("tp",),
    ("tỉnh",),
    ("huyện",),
    ("quận",),
    ("xã",),
    ("phường",),
)
MAX_NAME = 16


class _Grammar:
    """Reads the organization that begins at a token, once for each token."""

    def __init__(self, text: Text, cues: Cues, places: Spans) -> None:
        self.text, self.cues, self.places = text, cues, places
        self._read: dict[int, OrganizationMention | None] = {}

    def at(self, i: int) -> OrganizationMention | None:
        """The organization whose head stands at token i."""
        if i not in self._read:
            self._read[i] = None
            cue = self.cues.at("organization-types", i)
            if cue is not None:
                self._read[i] = self._from_head(cue)
        return self._read[i]

    def _from_head(self, cue: Cue) -> OrganizationMention | None:
        text, i = self.text, cue.first
        if any(text.breaks[i + 1 : cue.last]):
            return None
        kinds = cue.concept.cues
        if i and text.keys[i - 1] in _PLURAL and "alone" not in kinds:
            return None
        if "alone" in kinds:
            return self._alone(cue)
        if not text.capital[i] and ("small" not in kinds or self.cues.inside_compound(i)):
            return None
        found = None
        if "place" in kinds:
            found = self._of_place(cue)
        if found is None and "field" in kinds:
            found = self._of_field(cue)
        if found is None and "body" in kinds:
            found = self._of_body(cue)
        if found is None and "name" in kinds:
            found = self._of_name(cue)
        return found

    def _mention(self, cue: Cue, last: int, rule: str) -> OrganizationMention:
        head = cue.phrase.canonical
        name = (
            " ".join([head, text]) if (text := self.text.written(cue.last, last) if last > cue.last else "") else head
        )
        return OrganizationMention(
            cue.first, last, "organization", f"organization.{rule}", name, cue.concept, head=head
        )

    def _alone(self, cue: Cue) -> OrganizationMention | None:
        text, written = self.text, self.text.written(cue.first, cue.last)
        if not text.capital[cue.first] and not cue.phrase.written[0].islower():
            return None
        if cue.last - cue.first == 1 and written != cue.phrase.written:
            return None
        found = self._mention(cue, cue.last, "known")
        found.definite = True
        if "place" in cue.concept.cues and (placed := self._of_place(cue)):
            return placed
        last = self._place_end(found, cue.last, proper=False)
        if last > cue.last and found.place is not None and found.place.level == "country":
            found.last, found.name = last, f"{found.name} {text.written(cue.last, last)}"
        else:
            found.place = None
        return found

    def _of_place(self, cue: Cue) -> OrganizationMention | None:
        """Công an tỉnh Hưng Yên, UBND tỉnh, Tỉnh Đoàn: a place, a unit word that stands for one, or nothing."""
        text, j = self.text, cue.last
        if j < len(text) and text.keys[j] in {"cấp", "các"}:
            return None
        if j < len(text) and not text.breaks[j]:
            place = self.places.starting(j)
            if isinstance(place, PlaceMention):
                found = self._mention(cue, place.last, "place")
                found.place, found.definite = place, True
                return found
            for unit in _UNIT_ALONE:
                if tuple(text.keys[j : j + len(unit)]) == unit and not text.capital[j]:
                    after = j + len(unit)
                    if after < len(text) and (
                        text.capital[after]
                        and not text.breaks[after]
                        and text.words[after].isalpha()
                        and after not in self.cues["roles"]
                        and after not in self.cues["surnames"]
                        and after not in self.cues["organization-types"]
                    ):
                        return None
                    found = self._mention(cue, after, "unit")
                    found.unit_word, found.definite = " ".join(unit), True
                    return found
            if (
                "body" not in cue.concept.cues
                and text.capital[j]
                and text.words[j].isalpha()
                and self.at(j) is None
                and j not in self.cues["roles"]
                and not self._person_follows(j)
            ):
                last = self._name_end(j, small=True)
                if last > j:
                    return self._mention(cue, last, "name")
        if "bare" in cue.concept.cues and text.capital[cue.first]:
            return self._mention(cue, cue.last, "bare")
        return None

    def _of_field(self, cue: Cue) -> OrganizationMention | None:
        """Sở Nông nghiệp và Môi trường; Cục Cảnh sát giao thông; then a place or a unit word, if any."""
        j = cue.last
        if j >= len(self.text) or self.text.breaks[j] or not self.text.capital[j]:
            return None
        last = self._field_end(j)
        if last == j:
            return None
        found = self._mention(cue, last, "field")
        return self._placed(found, cue, last)

    def _of_body(self, cue: Cue) -> OrganizationMention | None:
        """Ban Thường vụ Tỉnh Đoàn, Văn phòng UBND tỉnh: with the body that it is a unit of."""
        j = cue.last
        if j >= len(self.text) or self.text.breaks[j]:
            return None
        body = self.at(j) if self.text.capital[j] or self.text.keys[j] == "công" else None
        if body is None:
            return None
        found = self._mention(cue, body.last, "unit-of")
        found.body, found.definite = body, body.definite
        return found

    def _of_name(self, cue: Cue) -> OrganizationMention | None:
        """Công ty TNHH Làng nghề Đông Mai, Trường Đại học Y Hà Nội: a proper name, with small words in it."""
        j = cue.last
        if j >= len(self.text) or self.text.breaks[j]:
            return None
        last = self._name_end(j, small=self.text.capital[cue.first])
        if last == j or (not any(self.text.capital[j:last]) and not any(w.isdigit() for w in self.text.words[j:last])):
            return None
        found = self._mention(cue, last, "name")
        found.definite = True
        return self._placed(found, cue, last)

    def _placed(self, found: OrganizationMention, cue: Cue, last: int) -> OrganizationMention:
        end = self._place_end(found, last)
        if end > last:
            found.last, found.definite = end, True
            found.name = f"{found.head} {self.text.written(cue.last, end)}"
        return found

    def _place_end(self, found: OrganizationMention, j: int, proper: bool = True) -> int:
        text = self.text
        if j >= len(text) or text.breaks[j]:
            return j
        place = self.places.starting(j)
        if isinstance(place, PlaceMention):
            found.place = place
            return place.last
        if proper and text.keys[j] in {"tỉnh", "huyện", "quận", "xã", "phường"} and not text.capital[j]:
            found.unit_word = text.keys[j]
            return j + 1
        return j

    def _person_follows(self, j: int) -> bool:
        return j in self.cues["surnames"] and capital_run(self.text, j) - j >= 3

    def _stops(self, j: int) -> bool:
        """Whether something else begins at j: a line, a role, another organization, a person."""
        text = self.text
        if j >= len(text) or text.breaks[j]:
            return True
        role = self.cues.at("roles", j)
        if role and "role" in role.concept.cues and text.capital[j] and role.last - j > 1:
            return True
        return self._person_follows(j) or self._another_body(j)

    def _another_body(self, j: int) -> bool:
        cue = self.cues.at("organization-types", j)
        if cue is None or not self.text.capital[j]:
            return False
        field = self.cues.at("fields", j)
        return not (field and field.last >= cue.last) and self.at(j) is not None

    def _field_end(self, j: int) -> int:
        """One past the fields of activity from j on, joined by và, "," or a dash."""
        text, fields, start = self.text, self.cues["fields"], j
        while j < len(text) and j - start < MAX_NAME and not (j > start and text.breaks[j]):
            if j > start and self._stops(j):
                break
            if j in fields and (j > start or text.capital[j]):
                j = fields[j].last
            elif (text.capital[j] and text.words[j][0].isalpha() and self.places.starting(j) is None) or (
                j > start and text.keys[j] in _AND and self._continues(j + 1)
            ):
                j += 1
            elif (
                j > start
                and text.words[j] in "-–,"
                and j + 1 in fields
                and text.capital[j + 1]
                and self._continues(j + 1)
            ):
                if text.words[j] == "," and not self._list_of_fields(j):
                    break
                j += 1
            else:
                break
        return j

    def _continues(self, j: int) -> bool:
        if j >= len(self.text) or self.text.breaks[j] or self._stops(j):
            return False
        return j in self.cues["fields"] or (
            self.text.capital[j] and self.places.starting(j) is None and j not in self.cues["titles"]
        )

    def _list_of_fields(self, j: int) -> bool:
        """Whether the comma at j joins fields of one name, as the "và" after the next field tells."""
        last = self.cues["fields"][j + 1].last
        return last < len(self.text) and self.text.keys[last] in _AND and last + 1 in self.cues["fields"]

    def _name_end(self, j: int, small: bool) -> int:
        """One past a proper name from j on: capitalised words, numbers, dashes between them; small words that
        are fields of activity where `small`."""
        text, fields, start, last = self.text, self.cues["fields"], j, j
        while j < len(text) and j - start < MAX_NAME and not text.breaks[j]:
            if j > start and self._stops(j):
                break
            place = self.places.starting(j)
            if isinstance(place, PlaceMention) and not text.capital[j]:
                break
            if text.words[j] == "(" and j + 2 < len(text) and text.words[j + 2] == ")" and text.words[j + 1].isupper():
                if (
                    j + 3 < len(text)
                    and text.capital[j + 3]
                    and last > start
                    and not self._stops(j + 3)
                    and not text.breaks[j + 3]
                ):
                    j += 3
                    continue
                break
            if text.capital[j] and text.words[j][0].isalpha():
                if place is None and j in fields and fields[j].last - j > 1:
                    j = last = fields[j].last
                else:
                    j = last = place.last if place else j + 1
            elif small and j in fields and (j > start or text.capital[j] or self._capital_after(fields[j].last)):
                j = last = fields[j].last
            elif text.words[j].isdigit() and (last > start or len(text.words[j]) < 4) and j - last <= 1:
                j = last = j + 1
            elif (
                last > start
                and (text.words[j] in _DASHES or text.keys[j] in _AND or text.words[j] in "&.")
                and j == last
            ):
                glued = text.words[j] != "." or (j + 1 < len(text) and text.plain_starts[j + 1] == text.plain_ends[j])
                if not glued or not self._name_continues(j + 1, text.keys[j] in _AND):
                    break
                j += 1
            else:
                break
        return last

    def _capital_after(self, j: int) -> bool:
        return j < len(self.text) and self.text.capital[j] and not self.text.breaks[j]

    def _name_continues(self, j: int, after_and: bool) -> bool:
        if j >= len(self.text) or self.text.breaks[j] or self._stops(j) or not self.text.capital[j]:
            return False
        if j in self.cues["titles"] or j in self.cues["roles"]:
            return False
        return not after_and or j in self.cues["fields"]


def find_organizations(text: Text, cues: Cues, places: Spans) -> list[OrganizationMention]:
    """Find organizations, left to right, none overlapping but for the body inside a unit's name (`body`).

    An acronym in brackets right after a name is bound to it and found in the rest of the text.
    """
    grammar, found, i = _Grammar(text, cues, places), [], 0
    heads = cues["organization-types"]
    acronyms: dict[str, OrganizationMention] = {}
    while i < len(text):
        mention = grammar.at(i) if i in heads else None
        if mention is None and text.words[i] in acronyms:
            origin = acronyms[text.words[i]]
            mention = OrganizationMention(
                i, i + 1, "organization", "organization.acronym", origin.name, origin.concept, origin.head, origin.place
            )
        if mention is None:
            i += 1
            continue
        _bind_acronym(text, mention, acronyms)
        found.append(mention)
        i = mention.last
    return found


def _bind_acronym(text: Text, mention: OrganizationMention, acronyms: dict[str, OrganizationMention]) -> None:
    j = mention.last
    if j + 2 < len(text) and text.words[j] == "(" and text.words[j + 2] == ")" and text.words[j + 1].isupper():
        word = text.words[j + 1]
        if len(word) < 2 or not word.isalpha():
            return
        initials = "".join(w[0] for w in text.written(mention.first, mention.last).split() if w[0].isalpha()).upper()
        tail = text.written(mention.first, mention.last).split()[1:]
        if "".join(w[0] for w in tail if w[0].isalpha()).upper() == word and initials != word:
            mention.acronym = f"{mention.head} {word}"  # Cục Cảnh sát giao thông (CSGT): later Cục CSGT
        else:
            mention.acronym = word
            acronyms[word] = mention
