"""Documents cited by who passed them and what on: "Nghị quyết Trung ương 4 khóa XII", "Nghị quyết của Quốc hội về"."""

from __future__ import annotations

import re

from pipeline.ground.rules import rule
from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.mentions import LawMention, Spans
from pipeline.vietnamese.text import Text

_SUBJECT_STOPS = frozenset({",", ".", ";", "(", ")", ":", "”", '"', "!", "?", "…"})
_ORDINAL = re.compile(r"[IVXLC]+|\d{1,2}")
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
PLENUM = rule(
    "law.plenum",
    "the resolution of a plenum of the Party's Central Committee, by its number, with the committee's",
    examples=[
        ("Học tập «Nghị quyết Trung ương 4 khóa XII» về xây dựng Đảng.", "Trung ương 4 khóa XII"),
        ("Sơ kết «Nghị quyết Trung ương 7 (khóa X)» tại huyện.", "Trung ương 7 (khóa X)"),
        ("Triển khai «Nghị quyết Hội nghị lần thứ 6, khóa XII» ở xã.", "Hội nghị lần thứ 6, khóa XII"),
    ],
    counter=["Nghị quyết Trung ương đã có.", "Hội nghị Trung ương 4 khóa XII đã họp.", "Nghị quyết TW 2 ngày."],
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

MAX_SUBJECT = 30


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
    plenum = words["plenum"].end(text, j)
    if plenum > j and (end := _plenum(text, cues, plenum)):
        name = text.written(cue.first, end)
        title, kind = text.written(j, end), cue.concept
        return LawMention(cue.first, end, "law", PLENUM, name, kind, kind.name, None, title)
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


def _plenum(text: Text, cues: Cues, k: int) -> int | None:
    """One past "4 khóa XII", "4 (khóa XII)" or "4, khóa XII" at token k; None where no committee is told."""
    if k + 2 >= len(text) or any(text.breaks[k : k + 3]) or not _ORDINAL.fullmatch(text.words[k]):
        return None
    opened = text.words[k + 1] == "("
    i = k + 2 if text.words[k + 1] in {",", "("} else k + 1
    last = cues.words["of-a-committee"].end(text, i) + 1
    if last < i + 2 or last > len(text) or not _ORDINAL.fullmatch(text.words[last - 1]):
        return None
    return last + (opened and last < len(text) and text.words[last] == ")")


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
