"""The day of a document in its citation: "Chỉ thị số 26/CT-TTg *ngày 05 tháng 9 năm 2016*"."""

from __future__ import annotations

from datetime import date

from pipeline.vietnamese.text import Text
from pipeline.vietnamese.words import WordClasses

_SEPARATORS = frozenset({"/", "-", "–", "."})


def day_after(text: Text, words: WordClasses, j: int) -> tuple[int, str | None]:
    """One past "ngày 9/9/2016" or "ngày 5 tháng 9 năm 2016" at token j, and the day in ISO 8601; j, None without it.

    The year must be told: a day without it belongs to what happened, not to the document's name.
    """
    if j + 2 >= len(text) or text.breaks[j] or text.keys[j] not in words["day-word"]:
        return j, None
    day = _in_words(text, words, j + 1) or _in_figures(text, j + 1)
    if day is None:
        return j, None
    last, numbers = day
    try:
        return last, date(*reversed(numbers)).isoformat()
    except ValueError:
        return j, None


def _in_words(text: Text, words: WordClasses, i: int) -> tuple[int, list[int]] | None:
    """5 tháng 9 năm 2016: one past it, and day, month and year."""
    if i + 4 >= len(text) or any(text.breaks[i : i + 5]):
        return None
    between = text.keys[i + 1] in words["month-word"] and text.keys[i + 3] in words["year-word"]
    numbers = text.words[i], text.words[i + 2], text.words[i + 4]
    return (i + 5, [int(n) for n in numbers]) if between and all(n.isdigit() for n in numbers) else None


def _in_figures(text: Text, i: int) -> tuple[int, list[int]] | None:
    """9/9/2016, 9-9-2016, or 9.9.2016, which is one token: one past it, and day, month and year."""
    parts = text.words[i].split(".")
    if len(parts) == 3:
        last = i + 1
    elif i + 4 < len(text) and text.words[i + 1] in _SEPARATORS and text.words[i + 3] == text.words[i + 1]:
        last, parts = i + 5, [text.words[i], text.words[i + 2], text.words[i + 4]]
    else:
        return None
    told = all(part.isdigit() for part in parts) and len(parts[2]) == 4 and not any(text.breaks[i:last])
    return (last, [int(part) for part in parts]) if told else None
