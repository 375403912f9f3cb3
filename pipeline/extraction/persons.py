"""Persons: a run of capitalised syllables that starts with a surname, or stands after a title or a role."""

from __future__ import annotations

from pipeline.extraction.cues import Cues
from pipeline.extraction.mentions import PersonMention, RoleMention, Spans
from pipeline.extraction.places import capital_run
from pipeline.vietnamese.names import is_vietnamese
from pipeline.vietnamese.text import Text, name_key

_CREDIT = frozenset({"ảnh", "tin", "bài", "nguồn", "video", "clip", "theo"})
_NOT_TITLE_BEFORE = frozenset({"đường", "phố", "trường", "công", "chùa", "đền", "cầu", "hồ", "sông", "giải", "quỹ"})


def _run(text: Text, cues: Cues, taken: Spans, first: int, longest: int = 6) -> int:
    last = first
    while last < len(text) and last - first < longest:
        if not text.capital[last] or (last > first and (text.breaks[last] or _begins_other(cues, last))):
            break
        if taken.covering(last) is not None or len(text.words[last]) > 12:
            break
        last += 1
    return last


def _begins_other(cues: Cues, i: int) -> bool:
    """A role or rank of several words (Phó Chủ tịch, Đại tá) begins at i, so a name ends before it."""
    role, title = cues.at("roles", i), cues.at("titles", i)
    return bool((role and role.last - i > 1) or (title and title.last - i > 1))


def find_persons(text: Text, cues: Cues, taken: Spans, roles: list[RoleMention]) -> list[PersonMention]:
    """Find persons outside the tokens `taken` by laws, organizations and places, left to right.

    A full name once found is found wherever it stands; its last syllables alone are found after a title.
    """
    role_end = {role.last: role for role in roles}
    found: list[PersonMention] = []
    i, size = 0, len(text)
    while i < size:
        mention = None
        if text.capital[i] and taken.covering(i) is None:
            mention = _name_at(text, cues, taken, i, role_end)
        if mention is None:
            i += 1
        else:
            found.append(mention)
            i = mention.last
    return _with_short_names(text, cues, taken, found)


def _titles_before(text: Text, cues: Cues, i: int) -> tuple[list[str], int, bool]:
    """Titles that end right before token i: as written, their first token, whether one is no common word."""
    titles: list[str] = []
    begin, strong, back = i, False, True
    while back:
        back = False
        for first in range(max(0, begin - 6), begin):
            cue = cues.at("titles", first)
            if cue and cue.last == begin and "title" in cue.concept.cues and not text.breaks[begin]:
                titles.insert(0, text.written(first, begin))
                strong = strong or "weak" not in cue.concept.cues
                begin, back = first, True
                break
            if cue and cue.last == begin - 1 and text.words[begin - 1] == "." and "title" in cue.concept.cues:
                titles.insert(0, text.written(first, begin))
                strong, begin, back = True, first, True
                break
    return titles, begin, strong


def _name_at(text: Text, cues: Cues, taken: Spans, i: int, role_end: dict[int, RoleMention]) -> PersonMention | None:
    title = cues.at("titles", i)
    if title and "title" in title.concept.cues:
        return None  # the name begins after the title
    last = _run(text, cues, taken, i)
    length = last - i
    if length == 0:
        return None
    titles, begin, strong = _titles_before(text, cues, i)
    before = text.keys[begin - 1] if begin else ""
    if before == ":" and begin > 1 and text.keys[begin - 2] in _CREDIT:
        return None
    surname = i in cues["surnames"]
    role = role_end.get(begin)
    named = PersonMention(i, last, "person", "", text.written(i, last), None, titles, begin)
    if surname and 2 <= length <= 5:
        if titles or role:
            named.rule = "person.title-surname"
            return named
        if length >= 3 and before not in _NOT_TITLE_BEFORE and not _capital_before(text, i):
            named.rule = "person.surname"
            return named
        if length == 2 and _role_after(text, cues, last):
            named.rule = "person.surname-role"
            return named
        return None
    foreign = not all(is_vietnamese(word) for word in text.words[i:last])
    if 2 <= length <= 5 and (strong or (role and foreign and text.keys[begin - 1] not in {",", "và"})):
        if (
            cues.at("roles", i)
            or cues.at("organization-types", i)
            or (text.words[i].isupper() and len(text.words[i]) > 3)
        ):
            return None
        named.rule = "person.title-foreign"
        return named
    return None


def _capital_before(text: Text, i: int) -> bool:
    return i > 0 and text.capital[i - 1] and not text.breaks[i]


def _role_after(text: Text, cues: Cues, j: int) -> bool:
    return j + 1 < len(text) and text.words[j] in ",-–(" and (j + 1 in cues["roles"] or j + 1 in cues["titles"])


def _with_short_names(text: Text, cues: Cues, taken: Spans, found: list[PersonMention]) -> list[PersonMention]:
    """Add the mentions of known persons by full name without context, or by last syllables after a title."""
    if not found:
        return found
    full: dict[str, list[tuple[str, ...]]] = {}
    short: dict[str, str] = {}
    for mention in found:
        keys = tuple(text.keys[mention.first : mention.last])
        if len(keys) >= 2 and keys not in full.setdefault(keys[0], []):
            full[keys[0]].append(keys)
        for n in (1, 2):
            if len(keys) > n:
                short.setdefault(" ".join(keys[-n:]), mention.name)
    spans = Spans(found)
    for i in range(len(text)):
        if not text.capital[i] or spans.covering(i) or taken.covering(i):
            continue
        for keys in full.get(text.keys[i], ()):
            last = i + len(keys)
            if (
                tuple(text.keys[i:last]) == keys
                and all(text.capital[i:last])
                and spans.free(i, last)
                and taken.free(i, last)
            ):
                titles, begin, _ = _titles_before(text, cues, i)
                mention = PersonMention(
                    i, last, "person", "person.repeated", text.written(i, last), None, titles, begin
                )
                found.append(mention)
                spans.add(mention)
                break
        else:
            last = capital_run(text, i)
            name = name_key(text.written(i, last)) if last - i <= 2 else ""
            titles, begin, _ = _titles_before(text, cues, i)
            if name in short and (titles or last - i == 2) and not _capital_before(text, i):
                mention = PersonMention(i, last, "person", "person.short", short[name], None, titles, begin)
                found.append(mention)
                spans.add(mention)
    return sorted(found, key=lambda m: m.first)
