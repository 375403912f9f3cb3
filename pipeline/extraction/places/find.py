"""Places in Vietnamese text: "tỉnh Đồng Tháp", "phường 5", "Hà Nội", "Việt Nam", "Hang Ngườm Moóc"."""

from __future__ import annotations

from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.mentions import PlaceForm, PlaceMention
from pipeline.registers.places import PlaceRegister
from pipeline.vietnamese.names import is_vietnamese
from pipeline.vietnamese.text import Text, capitals_of

LONGEST_NAME = 5
_SENTENCE_START = frozenset({".", "!", "?", "…", "“", '"', ":", "-", "–"})


def capital_run(text: Text, first: int, longest: int = LONGEST_NAME) -> int:
    """One past the last of the capitalised words that stand together from token `first` on."""
    i = first
    while i < len(text) and i - first < longest and text.capital[i] and (i == first or not text.breaks[i]):
        i += 1
    return i


class _Places:
    """Reads the place that begins at a token."""

    def __init__(self, text: Text, cues: Cues, register: PlaceRegister) -> None:
        self.text, self.cues, self.register = text, cues, register
        self.words = cues.words

    def at(self, i: int) -> PlaceMention | None:
        """The place that begins at token i, with its unit word or without."""
        country = self.cues.at("countries", i)
        if country and country.last - i > 2 and self._as_written(country):
            return self._known(country, "country", "place.country", country.concept.name)
        level = self.cues.at("place-levels", i)
        if level and not self._organization_word(i, level.last) and not self.cues.inside_compound(i):
            found = self._with_unit_word(level)
            if found is not None:
                return found
        if self._given_name(i):
            return None
        region = self.cues.at("regions", i)
        if region and self._as_written(region):
            return self._known(region, "region", "place.region")
        return self._bare(i) if self.text.capital[i] else None

    def _known(self, cue: Cue, level: str, rule: str, country: str | None = None) -> PlaceMention:
        label = cue.concept.label
        form = PlaceForm.TOWN if level == "district" else PlaceForm.NAME
        return PlaceMention(cue.first, cue.last, "place", rule, label, cue.concept, level, label, country, form)

    def _bare(self, i: int) -> PlaceMention | None:
        """A province, country, town, or a district followed by its province, by its name alone."""
        cues = self.cues
        if (cue := cues.at("provinces", i)) and self._is_name(i, cue.last) and not self._goes_on(cue.last):
            return self._known(cue, "province", "place.province")
        if (cue := cues.at("countries", i)) and self._as_written(cue) and self._country_fits(cue):
            return self._known(cue, "country", "place.country", cue.concept.name)
        if (cue := cues.at("towns", i)) and self._is_name(i, cue.last) and self._stands_alone(i, cue.last):
            return self._known(cue, "district", "place.town")
        if (cue := cues.at("districts", i)) and self._is_name(i, cue.last) and self._before_province(cue):
            return self._known(cue, "district", "place.town")
        return None

    def _given_name(self, i: int) -> bool:
        """Whether a surname stands one or two words before: Nguyễn *Hòa Bình*, not Tỉnh Đoàn *Bình Dương*."""
        text, cues = self.text, self.cues
        if not text.capital[i]:
            return False
        for back in (1, 2):
            k = i - back
            if k < 0 or not text.capital[k] or text.breaks[k + 1] or k in cues["titles"]:
                return False
            heads = (cues.at("organization-types", m) for m in range(max(0, k - 3), k + 1))
            if any(head is not None and head.last > k for head in heads):
                return False
            if k in cues["surnames"]:
                return back == 1 or text.words[i - 1].isalpha()
        return False

    def _is_name(self, first: int, last: int) -> bool:
        text = self.text
        return all(text.capital[i] or not text.words[i][0].isalpha() for i in range(first, last))

    def _as_written(self, cue: Cue) -> bool:
        """Whether the text has a capital wherever the lexicon's name has one (Antigua và Barbuda)."""
        return all(self.text.capital[cue.first + k] for k, big in enumerate(capitals_of(cue.phrase.written)) if big)

    def _goes_on(self, j: int) -> bool:
        """Whether a capitalised word right after makes a province's name part of another (Hà Nội FC)."""
        text = self.text
        if j >= len(text) or not text.capital[j] or text.breaks[j]:
            return False
        begins = (
            "roles",
            "titles",
            "organization-types",
            "surnames",
            "place-levels",
            "provinces",
            "event-types",
            "words",
        )
        return not any(j in self.cues[scheme] for scheme in begins) and not is_vietnamese(text.words[j])

    def _stands_alone(self, first: int, last: int) -> bool:
        """Whether no capitalised word stands right before or after, which would make it part of another name."""
        text = self.text
        before = first > 0 and text.capital[first - 1] and not text.breaks[first] and not self._opens(first - 1)
        after = last < len(text) and text.capital[last] and not text.breaks[last]
        return not before and not after

    def _opens(self, i: int) -> bool:
        """Whether token i, capitalised, only opens a sentence (*Tại* Anh, *Việc* Nga) and is no title or surname."""
        text = self.text
        if i in self.cues["titles"] or i in self.cues["surnames"]:
            return False
        return i == 0 or text.breaks[i] or text.words[i - 1] in _SENTENCE_START

    def _before_province(self, cue: Cue) -> bool:
        text, j = self.text, cue.last
        if j + 1 >= len(text) or text.words[j] not in ",(" or text.breaks[j + 1]:
            return False
        k = self.cues["place-levels"][j + 1].last if j + 1 in self.cues["place-levels"] else j + 1
        province = self.cues.at("provinces", k)
        unit = self.register.units.get(("until-2025", "district", cue.concept.name))
        return province is not None and unit is not None and unit.within == province.concept.name

    def _country_fits(self, cue: Cue) -> bool:
        text, first, last = self.text, cue.first, cue.last
        before = text.keys[first - 1] if first else ""
        if self.words["before-nationality"].start(text, first) < first:
            return False
        if last - first > 1 or len(cue.phrase.written) > 5:
            return True
        if text.keys[first] in self.words["title-or-country"] and (first == 0 or before in {".", "“", '"', "-", ":"}):
            return False
        if (
            text.keys[first] in self.words["title-or-country"]
            and text.capital[first - 1]
            and (first - 1) not in self.cues["words"]
        ):
            return False  # a given name that opens a sentence: Phương *Anh* sinh năm 2001; but Tại *Anh*
        if last < len(text) and text.capital[last] and not text.breaks[last]:
            foreign = text.words[last].isalpha() and not is_vietnamese(text.words[last])
            return foreign and not text.capital[first - 1 if first else 0]  # Tổng thống *Mỹ* Donald Trump
        return self._stands_alone(first, last)

    def _organization_word(self, i: int, last: int) -> bool:
        cue = self.cues.at("organization-types", i)
        return cue is not None and cue.last > last

    def _with_unit_word(self, cue: Cue) -> PlaceMention | None:
        """A unit word and its name: "tỉnh Bà Rịa - Vũng Tàu", "phường 5", "Công viên địa chất Lạng Sơn"."""
        text, j, level, size = self.text, cue.last, cue.concept.name, len(self.text)
        site = "site" in cue.kinds
        if site and not self._site_fits(cue):
            return None
        if j + 2 < size and text.words[j] == "(" and text.words[j + 1].isupper() and text.words[j + 2] == ")":
            j += 3  # Khu công nghiệp (KCN) Biên Hòa
        if site and text.capital[cue.first]:
            while (field := self.cues.at("fields", j)) and not text.breaks[j]:
                j = field.last
            j = self._past_acronym(j)
        if j >= size or text.breaks[j]:
            return None
        last = self._name_end(j, cue)
        if last is None:
            return None
        if level == "province" and (town := self.cues.at("towns", j)) and last == town.last:
            level = level if text.keys[cue.first] in self.words["province-word"] else "district"
        if level == "municipality":
            level = "province" if j in self.cues["provinces"] else "district"
        first = j if self._plural(cue.first) else cue.first
        return PlaceMention(
            first,
            last,
            "place",
            "place.site" if site else "place.unit",
            text.written(first, last),
            cue.concept,
            level,
            text.written(j, last),
            form=PlaceForm.SITE if site else PlaceForm.UNIT,
        )

    def _plural(self, i: int) -> bool:
        """Whether several units follow: hai tỉnh *Hà Giang* và *Tuyên Quang*."""
        before = self.cues.at("words", i - 1)
        return before is not None and "plural" in before.kinds and not self.text.breaks[i]

    def _site_fits(self, cue: Cue) -> bool:
        """Whether a site word can begin a place here: not inside a name (Trần Ngọc *Châu* Anh), and a word that
        often ends another (gia *đình*, nhiệt *điện*) only after a preposition."""
        text, i = self.text, cue.first
        if text.capital[i]:
            inside = i > 0 and text.capital[i - 1] and not text.breaks[i] and not self._opens(i - 1)
            surname = i in self.cues["surnames"] and cue.last - i == 1 and capital_run(text, i) - i >= 3
            return not inside and not surname  # Hồ Gươm, but not Hồ Thanh Bảo
        if "weak" not in cue.kinds or i == 0 or text.breaks[i]:
            return True
        before = self.cues.at("words", i - 1)
        return text.words[i - 1] in {",", "(", ".", ";"} or (before is not None and "locative" in before.kinds)

    def _past_acronym(self, j: int) -> int:
        """One past an international acronym in a site's name: Công viên địa chất toàn cầu *UNESCO* Lạng Sơn."""
        cue = self.cues.at("organization-types", j)
        named = cue is not None and "acronym" in cue.kinds and cue.last in self.cues["provinces"]
        return cue.last if cue is not None and named else j

    def _name_end(self, j: int, cue: Cue) -> int | None:
        text, unit = self.text, "unit" in cue.kinds
        if text.words[j][0].isdigit():
            return j + 1 if text.keys[cue.last - 1] in self.words["numbered-unit"] and text.words[j].isdigit() else None
        if not text.capital[j]:
            return None
        for scheme in ("provinces", "towns", "districts"):
            known = self.cues.at(scheme, j)
            if unit and known and self._is_name(j, known.last):
                return known.last
        if unit:
            for last in range(min(j + 4, len(text)), j, -1):
                if " ".join(text.keys[j:last]) in self.register.small_units and not any(text.breaks[j + 1 : last]):
                    return last
            if j in self.cues["surnames"] and capital_run(text, j) - j >= 3:
                return None  # Chủ tịch UBND tỉnh Ngô Tân Phượng
        last = capital_run(text, j)
        if cue.concept.name == "road":
            last = self._other_end(last)
        if not unit:
            while last < len(text) and text.words[last].isdigit() and not text.breaks[last] and last - j < 2:
                last += 1
        stop = next((k for k in range(j + 1, last) if k in self.cues["roles"] or self._starts_body(k)), last)
        return None if self._starts_body(j) else stop

    def _other_end(self, last: int) -> int:
        """One past the other end of a road: cao tốc Bắc - *Nam*."""
        text = self.text
        if last + 1 < len(text) and text.words[last] in "-–" and text.capital[last + 1] and not text.breaks[last + 1]:
            return capital_run(text, last + 1)
        return last

    def _starts_body(self, i: int) -> bool:
        cue = self.cues.at("organization-types", i)
        if cue is None:
            return False
        return cue.last - cue.first > 1 or bool(cue.kinds & {"place", "alone", "name"})


def find_places(text: Text, cues: Cues, register: PlaceRegister) -> list[PlaceMention]:
    """Find places, left to right, none overlapping; the heads of organizations are left alone."""
    reader, places, i = _Places(text, cues, register), list[PlaceMention](), 0
    while i < len(text):
        mention = reader.at(i)
        if mention is None:
            i += 1
        else:
            places.append(mention)
            i = mention.last
    return places
