"""Laws cited by title, year, or issuer: "Luật Thanh niên (sửa đổi) năm 2020", "Nghị quyết Đại hội … lần thứ XI"."""

from __future__ import annotations

import re

from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.mentions import LawMention, Spans
from pipeline.registers.laws import LawRegister
from pipeline.vietnamese.text import Text

_SUBJECT_STOPS = frozenset({",", ".", ";", "(", ")", ":", "”", '"', "!", "?", "…"})
_SUBJECT_END_WORDS = frozenset(
    {"được", "sẽ", "đã", "có", "là", "theo", "tại", "vừa", "do", "nhằm", "cho", "với", "quy", "từ", "khi", "ngày"}
)
_AMENDING = ("sửa", "đổi")
DEEPEST = 2
"""How many laws may amend each other in one title."""
MAX_SUBJECT = 30


def titled(text: Text, cues: Cues, cue: Cue, register: LawRegister, depth: int = 0) -> LawMention | None:
    """Luật Thanh niên (sửa đổi) năm 2020; Luật sửa đổi, bổ sung một số điều của Luật …; Hiến pháp năm 2013."""
    j, kind = cue.last, cue.concept
    if j >= len(text):
        return None
    if kind.name == "constitution":
        last, year = _year_after(text, j)
        return LawMention(
            cue.first, last, "law", "law.constitution", text.written(cue.first, last), kind, kind.name, None, None, year
        )
    if text.breaks[j]:
        return None
    if tuple(text.keys[j : j + 2]) == _AMENDING:
        amended = next(
            (k for k in range(j, min(j + 20, len(text))) if k in cues["document-types"] and text.capital[k]), None
        )
        if amended is None or any(text.breaks[j + 1 : amended]) or any(w in ".;:()" for w in text.words[j:amended]):
            return None
        target = titled(text, cues, cues["document-types"][amended], register, depth + 1) if depth < DEEPEST else None
        if target is None:
            return None
        title = text.written(j, target.last)
        return LawMention(
            cue.first, target.last, "law", "law.amending", f"{kind.label} {title}", kind, kind.name, None, title, None
        )
    last = _title_end(text, cues, j, register)
    if last == j:
        return None
    title = text.written(j, last)
    end, year = _year_after(text, _amended(text, last))
    name = f"{kind.label} {title}" + (f" năm {year}" if year else "")
    return LawMention(cue.first, end, "law", "law.title", name, kind, kind.name, None, title, year)


def _title_end(text: Text, cues: Cues, j: int, register: LawRegister) -> int:
    """One past the title: the longest of the register, else capitalised words and fields of activity."""
    for title in register.titles.get(text.keys[j], ()):
        if tuple(text.keys[j : j + len(title)]) == title and not any(text.breaks[j + 1 : j + len(title)]):
            return j + len(title) if text.capital[j] else j
    if not text.capital[j]:
        return j
    last, fields = j, cues["fields"]
    while last < len(text) and last - j < 12 and not (last > j and text.breaks[last]):
        if last in fields:
            last = fields[last].last
        elif (
            (text.capital[last] and text.words[last].isalpha() and last not in cues["document-types"])
            or (last > j and text.keys[last] == "và" and last + 1 in fields)
            or (
                last > j
                and text.words[last] == ","
                and last + 1 in fields
                and text.keys[fields[last + 1].last : fields[last + 1].last + 1] == ["và"]
            )
        ):
            last += 1
        else:
            break
    return last


def _amended(text: Text, j: int) -> int:
    """One past "sửa đổi, bổ sung" or "(sửa đổi)" or "(sửa đổi, bổ sung năm 2017)" that follows a title."""
    words = text.keys[j : j + 8]
    if words[:2] == ["sửa", "đổi"]:
        return j + 5 if words[2:5] == [",", "bổ", "sung"] else j + 2
    if words[:3] == ["(", "sửa", "đổi"] and ")" in words:
        return j + words.index(")") + 1
    return j


def _year_after(text: Text, j: int) -> tuple[int, str | None]:
    k = j + 1 if j < len(text) and text.keys[j] == "năm" else j
    if k < len(text) and re.fullmatch(r"(?:19|20)\d\d", text.words[k]) and not text.breaks[k]:
        return k + 1, text.words[k]
    return j, None


def by_subject(text: Text, cue: Cue, organizations: Spans) -> LawMention | None:
    """Nghị quyết Đại hội Đảng bộ tỉnh … lần thứ XI, nhiệm kỳ 2020 – 2025; Nghị quyết của Quốc hội về …"""
    j = cue.last
    if j >= len(text) or text.breaks[j]:
        return None
    if text.keys[j] == "của" and (issuer := organizations.starting(j + 1)) and issuer.last < len(text):
        k = issuer.last
        if text.keys[k] != "về":
            return None
        last = _subject_end(text, k + 1)
        if last <= k + 1:
            return None
        title = text.written(k + 1, last)
        name = f"{cue.concept.label} {text.written(j, last)}"
        return LawMention(
            cue.first, last, "law", "law.issuer-subject", name, cue.concept, cue.concept.name, None, title
        )
    if not text.capital[cue.first]:
        return None
    k = j
    if tuple(text.keys[k : k + 2]) == ("đại", "hội"):
        k += 2
        body = organizations.starting(k)
        k = body.last if body else k
        k, ordinal = _ordinal(text, k)
        if text.keys[k : k + 2] == ["của", "đảng"]:
            k += 2
        k, term = _term(text, k)
        if body or ordinal:
            title = text.written(j, k)
            name = f"{cue.concept.label} {title}"
            return LawMention(
                cue.first, k, "law", "law.congress", name, cue.concept, cue.concept.name, None, title, None, term
            )
    return None


def _ordinal(text: Text, k: int) -> tuple[int, bool]:
    words = text.keys[k : k + 3]
    if words[:1] and re.fullmatch(r"[ivxlc]+", words[0]) and text.words[k].isupper():
        return k + 1, True  # Đại hội XIII
    if words[:2] == ["lần", "thứ"] and len(words) == 3 and not text.breaks[k + 2]:
        return k + 3, True
    return k, False


def _term(text: Text, k: int) -> tuple[int, str | None]:
    """One past ", nhiệm kỳ 2020 – 2025" and its years as EDTF."""
    start = k + 1 if k < len(text) and text.words[k] == "," else k
    if text.keys[start : start + 2] == ["nhiệm", "kỳ"] and start + 4 < len(text):
        first, dash, last = text.words[start + 2 : start + 5]
        if dash in "-–" and first.isdigit() and last.isdigit() and len(first) == len(last) == 4:
            return start + 5, f"{first}/{last}"
    return k, None


def _subject_end(text: Text, j: int) -> int:
    last = j
    while last < len(text) and last - j < MAX_SUBJECT and not text.breaks[last]:
        if text.words[last] in _SUBJECT_STOPS or text.keys[last] in _SUBJECT_END_WORDS:
            break
        last += 1
    return last
