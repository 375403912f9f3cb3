"""Laws cited by title, year, or issuer: "Luật Thanh niên (sửa đổi) năm 2020", "Nghị quyết Đại hội … lần thứ XI"."""

from __future__ import annotations

import re

from pipeline.ground.rules import rule
from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.mentions import LawMention, Spans
from pipeline.registers.laws import LawRegister
from pipeline.vietnamese.text import Text

_SUBJECT_STOPS = frozenset({",", ".", ";", "(", ")", ":", "”", '"', "!", "?", "…"})
TITLE = rule(
    "law.title",
    "a law by its title, that of the register or a run of capitals and fields, with its year",
    examples=[
        ("Quốc hội thông qua «Luật Thanh niên (sửa đổi) năm 2020».", "Thanh niên 2020"),
        ("Theo «Luật Thanh niên năm 2020» và nghị định.", "Thanh niên 2020"),
        ("Theo «Luật Thanh niên sửa đổi, bổ sung» mới.", "Thanh niên"),
        ("Theo «Luật Đất đai 2024», việc này bị cấm.", "Đất đai 2024"),
        ("Dự thảo «Luật Công nghiệp công nghệ số» đã xong.", "Công nghiệp công nghệ số"),
    ],
    counter=["Luật chơi đã rõ.", "Ông theo luật Thanh niên.", "Luật\nThanh niên năm 2020.", "Trái luật, ông bị phạt."],
)
AMENDING = rule(
    "law.amending",
    "a law that amends another, by the words that say so",
    examples=[
        (
            "«Luật sửa đổi, bổ sung một số điều của Luật Thanh niên» được thông qua.",
            "sửa đổi, bổ sung một số điều của Luật Thanh niên",
        )
    ],
    counter=["Luật sửa đổi đã xong.", "Luật sửa đổi. Luật Thanh niên còn đó.", "Luật sửa đổi một số luật khác."],
)
CONSTITUTION = rule(
    "law.constitution",
    "the Constitution, with its year where one is told",
    examples=[
        ("«Hiến pháp năm 2013» quy định.", "2013"),
        ("«Hiến pháp 1992» đã hết hiệu lực.", "1992"),
        ("«Hiến pháp» quy định.", ""),
    ],
    counter=["Việc này vi hiến.", "Luật Thanh niên năm 2020."],
)
ISSUER = rule(
    "law.issuer-subject",
    "a document by who issued it and what it is about",
    examples=[("Theo «Nghị quyết của Quốc hội về kế hoạch đầu tư công», tỉnh được vay.", "kế hoạch đầu tư công")],
    counter=[
        "Theo Nghị quyết của Quốc hội, tỉnh được vay.",
        "Nghị quyết của ông về việc này.",
        "Nghị quyết của Quốc hội về.",
    ],
)
CONGRESS = rule(
    "law.congress",
    "the resolution of a congress, by its number or body, with its term",
    examples=[
        (
            "Học tập «Nghị quyết Đại hội Đảng bộ tỉnh Nghệ An lần thứ XIX, nhiệm kỳ 2020 – 2025».",
            "Đại hội Đảng bộ tỉnh Nghệ An lần thứ XIX, nhiệm kỳ 2020 – 2025 (2020/2025)",
        ),
        ("Quán triệt «Nghị quyết Đại hội XIII của Đảng» tới đoàn viên.", "Đại hội XIII của Đảng"),
    ],
    counter=["Nghị quyết Đại hội đã có.", "Ra nghị quyết Đại hội XIII của Đảng.", "Đại hội XIII của Đảng thành công."],
)

DEEPEST = 2
"""How many laws may amend each other in one title."""
MAX_SUBJECT = 30
LONGEST_NOTE = 8
"""How many tokens "(sửa đổi, bổ sung năm 2017)" has at most."""


def titled(text: Text, cues: Cues, cue: Cue, register: LawRegister, depth: int = 0) -> LawMention | None:
    """Luật Thanh niên (sửa đổi) năm 2020; Luật sửa đổi, bổ sung một số điều của Luật …; Hiến pháp năm 2013."""
    j, kind = cue.last, cue.concept
    if j >= len(text):
        return None
    if kind.name == "constitution":
        last, year = _year_after(text, cues, j)
        return LawMention(
            cue.first, last, "law", CONSTITUTION, text.written(cue.first, last), kind, kind.name, None, None, year
        )
    if text.breaks[j]:
        return None
    if cues.words["amending"].end(text, j) > j:
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
            cue.first, target.last, "law", AMENDING, f"{kind.label} {title}", kind, kind.name, None, title, None
        )
    last = _title_end(text, cues, j, register)
    if last == j:
        return None
    title = text.written(j, last)
    end, year = _year_after(text, cues, _amended(text, cues, last))
    name = f"{kind.label} {title}" + (f" {cues.words['year-word'].written[0]} {year}" if year else "")
    return LawMention(cue.first, end, "law", TITLE, name, kind, kind.name, None, title, year)


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
            or (last > j and text.keys[last] in cues.words["and"] and last + 1 in fields)
            or (
                last > j
                and text.words[last] == ","
                and last + 1 in fields
                and cues.words["and"].end(text, fields[last + 1].last) > fields[last + 1].last
            )
        ):
            last += 1
        else:
            break
    return last


def _amended(text: Text, cues: Cues, j: int) -> int:
    """One past "sửa đổi, bổ sung" or "(sửa đổi)" or "(sửa đổi, bổ sung năm 2017)" that follows a title."""
    amending = cues.words["amending"]
    if j < len(text) and text.words[j] == "(" and amending.end(text, j + 1) > j + 1:
        return next((k + 1 for k in range(j, min(j + LONGEST_NOTE, len(text))) if text.words[k] == ")"), j)
    return amending.end(text, j)


def _year_after(text: Text, cues: Cues, j: int) -> tuple[int, str | None]:
    k = cues.words["year-word"].end(text, j)
    if k < len(text) and re.fullmatch(r"(?:19|20)\d\d", text.words[k]) and not text.breaks[k]:
        return k + 1, text.words[k]
    return j, None


def by_subject(text: Text, cues: Cues, cue: Cue, organizations: Spans) -> LawMention | None:
    """Nghị quyết Đại hội Đảng bộ tỉnh … lần thứ XI, nhiệm kỳ 2020 – 2025; Nghị quyết của Quốc hội về …"""
    j, words = cue.last, cues.words
    if j >= len(text) or text.breaks[j]:
        return None
    if text.keys[j] in words["of"] and (issuer := organizations.starting(j + 1)) and issuer.last < len(text):
        k = issuer.last
        if text.keys[k] not in words["concerning"]:
            return None
        last = _subject_end(text, cues, k + 1)
        if last <= k + 1:
            return None
        title = text.written(k + 1, last)
        name = f"{cue.concept.label} {text.written(j, last)}"
        return LawMention(cue.first, last, "law", ISSUER, name, cue.concept, cue.concept.name, None, title)
    if not text.capital[cue.first]:
        return None
    k = words["congress"].end(text, j)
    if k > j:
        body = organizations.starting(k)
        k = body.last if body else k
        k, ordinal = _ordinal(text, cues, k)
        k, term = _term(text, cues, words["of-the-party"].end(text, k))
        if body or ordinal:
            title = text.written(j, k)
            name = f"{cue.concept.label} {title}"
            return LawMention(
                cue.first, k, "law", CONGRESS, name, cue.concept, cue.concept.name, None, title, None, term
            )
    return None


def _ordinal(text: Text, cues: Cues, k: int) -> tuple[int, bool]:
    if k < len(text) and re.fullmatch(r"[IVXLC]+", text.words[k]):
        return k + 1, True  # Đại hội XIII
    number = cues.words["ordinal"].end(text, k)
    if k < number < len(text) and not text.breaks[number]:
        return number + 1, True
    return k, False


def _term(text: Text, cues: Cues, k: int) -> tuple[int, str | None]:
    """One past ", nhiệm kỳ 2020 – 2025" and its years as EDTF."""
    start = k + 1 if k < len(text) and text.words[k] == "," else k
    years = cues.words["term"].end(text, start)
    if years > start and years + 2 < len(text):
        first, dash, last = text.words[years : years + 3]
        if dash in "-–" and first.isdigit() and last.isdigit() and len(first) == len(last) == 4:
            return years + 3, f"{first}/{last}"
    return k, None


def _subject_end(text: Text, cues: Cues, j: int) -> int:
    last = j
    while last < len(text) and last - j < MAX_SUBJECT and not text.breaks[last]:
        if text.words[last] in _SUBJECT_STOPS or text.keys[last] in cues.words["ends-subject"]:
            break
        last += 1
    return last
