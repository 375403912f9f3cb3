"""Official numbers of documents as they are written: 13/2021/NĐ-CP, 66-NQ/TW, 21/2014/BGD&ĐT, QCVN 01:2009/BYT."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.vietnamese.text import Text

_CAPITAL = "A-Z\u00d0\u0110\u01af"
"""Capital letters that numbers are written with: those of English, Đ (also as the Icelandic letter) and Ư."""
_LETTERS = rf"[{_CAPITAL}](?:\w|&(?=\w))*"
_OFFICIAL = rf"(?<![\w/.,-])\d{{1,6}}(?:/\d{{4}})?(?:/ ?|[–-]){_LETTERS}(?:[/–-]{_LETTERS})*"
_REGULATION = r"(?<![\w/.,-])QCVN \d{1,3}(?:-\d{1,3})?:\d{4}/[A-Z]+"
_NUMBER = re.compile(f"{_OFFICIAL}|{_REGULATION}")
_BEFORE_LETTERS = re.compile(r"^\d+(/\d{4})?[/-] ?")
_YEAR = re.compile(r"[/:]((?:19|20)\d\d)(?:/|$)")
_LEADING = re.compile(r"0*(\d+)(?:/((?:19|20)\d\d))?(?=\D|$)")
_ONE_LETTER = str.maketrans({0x110: "D", 0xD0: "D", 0x2013: "-"})
"""Letters and dashes that papers take for one another: Đ as in Vietnamese or Icelandic is D, an en dash a hyphen."""
_OF_NATIONAL_ASSEMBLY = frozenset({"nghi-quyet", "constitution", "phap-lenh", "nghi-quyet-lien-tich"})
"""Kinds of documents, beside laws and codes, whose numbers have the letters of a law (QH)."""
LAW, ANY = "luat", "document"
"""The kind of laws, and the broadest of all kinds: a document of which nothing else is told."""


def official_numbers(text: Text) -> dict[int, tuple[str, int]]:
    """The official numbers of a text by their first token: as written, and one past their last token."""
    found = _NUMBER.finditer(text.plain)
    return {text.token_at(m.start()): (m.group(), text.token_at(m.end() - 1) + 1) for m in found}


def year_in(number: str) -> str | None:
    """The year that a number tells: 13/*2021*/NĐ-CP, QCVN 01:*2009*/BYT."""
    match = _YEAR.search(number)
    return match.group(1) if match else None


def is_full(number: str) -> bool:
    """Whether a number has its letters: 178/2024/NĐ-CP, but not 178 or 178/2024."""
    return any(letter.isalpha() for letter in number)


def leading(number: str) -> tuple[str, str | None]:
    """What a short form of a number keeps: ("178", "2024") of 178/2024/NĐ-CP, ("25", None) of 25-NQ/TW."""
    match = _LEADING.match(number)
    return (match.group(1), match.group(2)) if match else (number, None)


class Letters:
    """What the letters of numbers tell of the kinds of documents; `codes`: (code, kind), the longest code first."""

    def __init__(self, codes: Iterable[tuple[str, str]]) -> None:
        self._codes = [(code.translate(_ONE_LETTER), kind) for code, kind in codes]

    def kinds(self, number: str) -> list[str]:
        """The kinds whose code begins a number's letters, and no longer code: KH-UBND is no KHCN. Longest first."""
        letters = _letters(number)
        return [kind for code, kind in self._codes if _begins_with_code(letters, code)]

    def kind(self, number: str) -> str | None:
        """The kind that a number tells by itself, the broadest where several have its letters; None: it tells none."""
        kinds = self.kinds(number)
        if not kinds or not (set("/-") & set(_letters(number)) or kinds[0] == LAW):
            return None
        return kinds[0] if len(set(kinds)) == 1 else ANY

    def fit(self, number: str, kind: str) -> bool:
        """Whether a document of a kind may bear a number: its letters are of that kind, or tell nothing."""
        kinds = self.kinds(number)
        of_assembly = LAW in kinds and kind in _OF_NATIONAL_ASSEMBLY
        return not kinds or of_assembly or any(each in kind for each in kinds)


def _letters(number: str) -> str:
    return _BEFORE_LETTERS.sub("", number.upper().translate(_ONE_LETTER))


def _begins_with_code(letters: str, code: str) -> bool:
    return letters.startswith(code.upper()) and not letters[len(code) : len(code) + 1].isalpha()
