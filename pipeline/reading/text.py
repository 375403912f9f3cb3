"""A plain text file as an article: headline on line one; below it may stand a date, a byline, a dateline.

Khai mạc hội nghị                              the headline
Thứ bảy, 28/06/2025, 07:25 (GMT+7)             a line that is a date and nothing else
Tác giả: Trần Bình                             lines of a field and its value, in Vietnamese or English
(TTXVN) Sáng 28/6, …                           the body; an agency and a day may open it
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_LINE_BYTES
from pipeline.reading import dates
from pipeline.reading.dateline import agency
from pipeline.reading.fields import KNOWN, plain
from pipeline.reading.gate import Draft, admit
from pipeline.reading.letters import decode
from pipeline.reading.options import Options
from pipeline.reading.readers import BY_NAME, PERHAPS
from pipeline.reading.source import Source, digest
from pipeline.record.article import Article

SUFFIXES = ("", "txt", "text", "asc")
_ONLY_DATE = re.compile(
    r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|\d)|chủ nhật|t[2-7]\b|cn\b|ngày|tháng|năm|lúc|vào|giờ|phút|cập nhật|đăng|gmt|utc|"
    r"[ap]m\b|"
    r"sa\b|ch\b|(?<=\d)h(?=\d|\b)|sáng|chiều|tối|[\d\W_])+",
    re.I,
)
_FIELD = re.compile(r"(?P<name>[^\W\d_][\w ]{1,24}?)\s*:\s*(?P<value>\S.{0,200})")
_FIELDS = {"author", "publisher", "published", "section", "url", "modified"}
MOST_HEADER_LINES = 8


def sniff(head: bytes, name: str) -> int:
    """Whatever is called .txt, and text without a suffix."""
    suffix = name.rpartition(".")[2] if "." in name else ""
    if suffix == "txt":
        return BY_NAME
    return PERHAPS if suffix in SUFFIXES and (b"\0" not in head or head[:2] in (b"\xff\xfe", b"\xfe\xff")) else 0


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The article of a text file."""
    yield article_of_text(source.whole(MAX_LINE_BYTES), source.where, options)


def read_text(path: Path, where: str | None = None, options: Options | None = None) -> Article:
    """The article of a text file. Raises ReadError where it is too long, empty, binary, or names no day."""
    where = where or str(path)
    if path.stat().st_size > MAX_LINE_BYTES:
        raise ReadError(where, f"longer than {MAX_LINE_BYTES} bytes", "split it into one file an article")
    return article_of_text(path.read_bytes(), where, options or Options())


def article_of_text(data: bytes, where: str, options: Options) -> Article:
    """The article of a text. Raises ReadError."""
    if not data.strip():
        raise ReadError(where, "the file is empty", "give it a headline and a body, or remove it")
    decoded = decode(data, where, options.letters)
    headline, _, body = decoded.text.strip("\n").partition("\n")
    if not headline.strip() or not body.strip():
        raise ReadError(where, "no headline with a body below", "put the headline on the first line, the body after it")
    body, said = header(body.strip("\n"))
    if not body.strip():
        raise ReadError(where, "no headline with a body below", "put the headline on the first line, the body after it")
    return admit(
        Draft(
            where,
            headline.strip(),
            body,
            None,
            said.get("published", ""),
            said.get("modified", ""),
            said.get("author", ""),
            said.get("publisher") or agency(body) or "",
            said.get("url", ""),
            said.get("section", ""),
            (),
            decoded.notes,
            digest(data),
            {
                "no day": "no day anywhere, or no year for it",
                "day": "write the day with its year into the text, or give --published",
            },
        ),
        options,
    )


def header(body: str) -> tuple[str, dict[str, str]]:
    """A body without the lines above it that only date it or name a field, and what they say."""
    said: dict[str, str] = {}
    lines = body.split("\n")
    taken = 0
    for number, line in enumerate(lines[:MOST_HEADER_LINES]):
        line = line.strip()
        if not line:
            continue
        field = _field(line)
        if field:
            said.setdefault(*field)
        elif len(line) < 80 and _ONLY_DATE.fullmatch(line) and _is_date(line):
            said.setdefault("published", line)
        else:
            break
        taken = number + 1
    return "\n".join(lines[taken:]).strip("\n") if taken else body, said


def _field(line: str) -> tuple[str, str] | None:
    match = _FIELD.fullmatch(line)
    ours = KNOWN.get(plain(match["name"]), ("", 0))[0] if match else ""
    return (ours, match["value"].strip()) if match and ours in _FIELDS else None


def _is_date(line: str) -> bool:
    try:
        dates.published(line)
    except dates.NoDate:
        return False
    return True
