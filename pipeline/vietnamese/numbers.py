"""Numbers as Vietnamese writes them: "2.500" and "2 500" are 2500, "1,5 vạn" is 15,000; bounded by hơn, gần, khoảng."""

from __future__ import annotations

import re

from pipeline.ground.rules import rule
from pipeline.vietnamese.text import Text
from pipeline.vietnamese.words import WordClasses

WHOLE = rule(
    "number.whole",
    "a whole number, with full stops between thousands",
    examples=[("Có «2.500» người và «12» xe.", "2500, 12"), ("Chi «1.250.000» đồng.", "1250000")],
    counter=["Tăng 5,6 điểm.", "Chi 1.25 triệu.", "Có hai người."],
)

SPOKEN = rule(
    "number.spoken",
    "a whole number with its word for thousands or millions, with a space between thousands, or half of one",
    examples=[
        ("Có «50 ngàn» người và «2 500» xe.", "50000, 2500"),
        ("Có «1,5 vạn» người và «1,2 triệu» lượt xem.", "15000, 1200000"),
        ("Có hơn «nửa triệu» người.", "500000"),
    ],
    counter=["Chi 1,55555 nghìn.", "Có 9, 500 người về.", "Hết nửa ngày."],
)

_FRACTION = re.compile(r"\d{1,3},\d{1,3}\Z")
_THREE = re.compile(r"\d{3}\Z")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+\Z")


def parse_integer(word: str) -> int | None:
    """Value of a whole number, "." between thousands; None where it is no whole number."""
    if _THOUSANDS.match(word):
        return int(word.replace(".", ""))
    return int(word) if word.isdigit() and word.isascii() and len(word) <= 12 else None


def read_number(text: Text, words: WordClasses, i: int) -> tuple[int, int] | None:
    """The whole number at token i and one past it: 2.500, 2 500, 50 ngàn, 1,5 vạn, nửa triệu; None where none is."""
    if text.keys[i] in words["half"]:
        times, last = _magnitude(text, words, i + 1)
        return (times // 2, last) if times > 1 else None
    word = text.words[i]
    if not word[0].isdigit():
        return None
    whole, last = parse_integer(word), i + 1
    if whole is not None and len(word) <= 3:
        while last < len(text) and _THREE.match(text.words[last]) and text.plain[text.plain_ends[last - 1]] == " ":
            whole, last = whole * 1000 + int(text.words[last]), last + 1
    times, last = _magnitude(text, words, last)
    if whole is not None:
        return whole * times, last
    if times == 1 or not _FRACTION.match(word):
        return None
    digits = word.partition(",")
    scaled = int(digits[0] + digits[2]) * times
    return (scaled // 10 ** len(digits[2]), last) if scaled % 10 ** len(digits[2]) == 0 else None


def _magnitude(text: Text, words: WordClasses, i: int) -> tuple[int, int]:
    """How many the word at token i stands for (ngàn, vạn, triệu), and one past it; 1 and i where it is none."""
    for each in words.narrower("magnitude"):
        if (last := each.end(text, i)) > i and not text.breaks[i]:
            return int(each.value or 1), last
    return 1, i
