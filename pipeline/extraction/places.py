"""Places in Vietnamese text: "tỉnh Đồng Tháp", "phường 5", "Hà Nội", "Việt Nam", "Hang Ngườm Moóc"."""

from __future__ import annotations

from functools import lru_cache

from pipeline.extraction.cues import Cue, Cues
from pipeline.extraction.mentions import PlaceMention
from pipeline.registers.places import place_register
from pipeline.vietnamese.text import Text

LONGEST_NAME = 5
_DASHES = frozenset("-–")
_NATIONALITY = frozenset({"người", "tiếng", "quốc tịch", "đồng"})
_ONE_SYLLABLE_TITLES = frozenset({"anh"})


@lru_cache(maxsize=1)
def _unit_names() -> frozenset[str]:
    register = place_register()
    return frozenset(name for level in ("district", "commune") for name in register.names(level))


def capital_run(text: Text, first: int, longest: int = LONGEST_NAME) -> int:
    """One past the last of the capitalised words that stand together from token `first` on."""
    i = first
    while i < len(text) and i - first < longest and text.capital[i] and (i == first or not text.breaks[i]):
        i += 1
    return i


def _is_name(text: Text, first: int, last: int) -> bool:
    return all(text.capital[i] or not text.words[i][0].isalpha() for i in range(first, last))


def find_places(text: Text, cues: Cues) -> list[PlaceMention]:
    """Find places, left to right, none overlapping; the heads of organizations are left alone."""
    places: list[PlaceMention] = []
    i, size = 0, len(text)
    provinces, towns, countries, levels = cues["provinces"], cues["towns"], cues["countries"], cues["place-levels"]
    while i < size:
        mention = None
        if i in levels and not _organization_word(cues, i, levels[i].last) and not cues.inside_compound(i):
            mention = _with_unit_word(text, cues, levels[i])
        if mention is None and text.capital[i]:
            if i in provinces and _is_name(text, i, provinces[i].last):
                mention = _bare(text, provinces[i], "province")
            elif i in countries and _is_name(text, i, countries[i].last) and _country_fits(text, countries[i]):
                cue = countries[i]
                mention = PlaceMention(
                    i, cue.last, "place", "place.country", cue.concept.label, cue.concept, "country",
                    cue.concept.label, cue.concept.name,
                )  # fmt: skip
            elif i in towns and _is_name(text, i, towns[i].last) and _stands_alone(text, i, towns[i].last):
                mention = _bare(text, towns[i], "district")
        if mention is None:
            i += 1
        else:
            places.append(mention)
            i = mention.last
    return places


def _organization_word(cues: Cues, i: int, last: int) -> bool:
    cue = cues.at("organization-types", i)
    return cue is not None and cue.last > last


def _bare(text: Text, cue: Cue, level: str) -> PlaceMention:
    rule = "place.province" if level == "province" else "place.town"
    return PlaceMention(cue.first, cue.last, "place", rule, cue.concept.label, cue.concept, level, cue.concept.label)


def _stands_alone(text: Text, first: int, last: int) -> bool:
    """Whether no capitalised word stands right before or after, which would make it part of another name."""
    before = first > 0 and text.capital[first - 1] and not text.breaks[first]
    after = last < len(text) and text.capital[last] and not text.breaks[last]
    return not before and not after


def _country_fits(text: Text, cue: Cue) -> bool:
    before = text.keys[cue.first - 1] if cue.first else ""
    if before in _NATIONALITY:
        return False
    if cue.last - cue.first == 1 and len(cue.phrase.written) <= 5:
        if text.keys[cue.first] in _ONE_SYLLABLE_TITLES and (cue.first == 0 or before in {".", "“", '"', "-", ":"}):
            return False
        return _stands_alone(text, cue.first, cue.last) or (
            not (cue.last < len(text) and text.capital[cue.last]) and (cue.first == 0 or before in {".", "-", "–"})
        )
    return True


def _with_unit_word(text: Text, cues: Cues, cue: Cue) -> PlaceMention | None:
    """A unit word and its name: "tỉnh Bà Rịa - Vũng Tàu", "phường 5", "Công viên địa chất toàn cầu UNESCO"."""
    j, level, size = cue.last, cue.concept.name, len(text)
    if j < size and text.words[j] == "(" and j + 2 < size and text.words[j + 1].isupper() and text.words[j + 2] == ")":
        j += 3  # Khu công nghiệp (KCN) Biên Hòa
    if "site" in cue.concept.cues and text.capital[cue.first]:
        while (field := cues.at("fields", j)) and not text.breaks[j]:
            j = field.last
    if j >= size or text.breaks[j]:
        return None
    last = _name_end(text, cues, j, cue)
    if last is None:
        return None
    if level == "province" and (town := cues.at("towns", j)) and last == town.last and text.keys[cue.first] != "tỉnh":
        level = "district"
    if level == "municipality":
        level = "province" if j in cues["provinces"] else "district"
    return PlaceMention(
        cue.first, last, "place", "place.unit" if "unit" in cue.concept.cues else "place.site",
        text.written(cue.first, last), cue.concept, level, text.written(j, last),
    )  # fmt: skip


def _name_end(text: Text, cues: Cues, j: int, cue: Cue) -> int | None:
    unit = "unit" in cue.concept.cues
    if text.words[j][0].isdigit():
        numbered = text.keys[cue.last - 1] in {"phường", "quận", "lộ", "ql", "phố", "hẻm", "ngõ", "thôn", "ấp"}
        return j + 1 if numbered and text.words[j].isdigit() else None
    if not text.capital[j]:
        return None
    for scheme in ("provinces", "towns"):
        known = cues.at(scheme, j)
        if unit and known and _is_name(text, j, known.last):
            return known.last
    if unit:
        for last in range(min(j + 4, len(text)), j, -1):
            if " ".join(text.keys[j:last]) in _unit_names() and not any(text.breaks[j + 1 : last]):
                return last
    last = capital_run(text, j)
    if not unit:
        while last < len(text) and text.words[last].isdigit() and not text.breaks[last] and last - j < 2:
            last += 1
    stop = next((k for k in range(j + 1, last) if k in cues["roles"] or _starts_body(cues, k)), last)
    return stop if stop > j and not _starts_body(cues, j) else None


def _starts_body(cues: Cues, i: int) -> bool:
    cue = cues.at("organization-types", i)
    return cue is not None and (cue.last - cue.first > 1 or bool(cue.concept.cues & {"place", "alone", "name"}))
