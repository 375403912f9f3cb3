"""Numbers as Vietnamese writes them: "2.500" is 2500, "5,6" is 5.6; bounded by hơn, gần, khoảng."""

from __future__ import annotations

import re

from pipeline.ground.rules import rule

WHOLE = rule(
    "number.whole",
    "a whole number, with full stops between thousands",
    examples=[("Có «2.500» người và «12» xe.", "2500, 12"), ("Chi «1.250.000» đồng.", "1250000")],
    counter=["Tăng 5,6 điểm.", "Chi 1.25 triệu.", "Có hai người."],
)

_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+\Z")


def parse_integer(word: str) -> int | None:
    """Value of a whole number, "." between thousands; None where it is no whole number."""
    if _THOUSANDS.match(word):
        return int(word.replace(".", ""))
    return int(word) if word.isdigit() and word.isascii() and len(word) <= 12 else None
