"""A plain text file as an article: headline on line one; a dateline such as "(CTG) Sáng 03/12" may open the body."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path

from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_LINE_BYTES
from pipeline.record.model import Article
from pipeline.vietnamese.dates import find_dates

_DATELINE = re.compile(r"\A\s*[(\[]?(?P<agency>[A-ZĐ][\wĐ./ ]{1,30}?)(?:[)\]]|\s[-–])\s")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
DATELINE_CHARACTERS = 300
"""How far into the body the day of the dateline is looked for."""


def decode(data: bytes, where: str) -> str:
    """Text of UTF-8 bytes, with or without BOM; line ends become line feeds. Raises ReadError."""
    if not data.strip():
        raise ReadError(where, "the file is empty", "give it a headline and a body, or remove it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadError(
            f"{where}:{line}",
            f"byte {error.start} is not UTF-8",
            "save the file as UTF-8 (from TCVN3, VNI or UTF-16 too)",
        ) from error
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise ReadError(f"{where}:{line}", "control characters: this is no text file", "give text or JSON Lines")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(path: Path, where: str | None = None) -> Article:
    """The article of a text file. Raises ReadError where it is too long, empty, binary, or names no day."""
    where = where or str(path)
    if path.stat().st_size > MAX_LINE_BYTES:
        raise ReadError(where, f"longer than {MAX_LINE_BYTES} bytes", "split it into one file an article")
    text = decode(path.read_bytes(), where)
    headline, _, body = text.strip("\n").partition("\n")
    if not headline.strip() or not body.strip():
        raise ReadError(where, "no headline with a body below", "put the headline on the first line, the body after it")
    headline, body = headline.strip(), body.strip("\n")
    dateline = _DATELINE.match(body)
    published = dateline_day(headline, body)
    if published is None:
        raise ReadError(where, "no day anywhere, or no year for it", "write the day with its year into the text")
    return Article(
        source=where, sourceIdentifier=None, headline=headline, content=f"{headline}\n\n{body}",
        datePublished=published, publisher=dateline["agency"].strip() if dateline else None,
    )  # fmt: skip


def dateline_day(headline: str, body: str) -> date | None:
    """Day of a text that no source dates: the first day in its opening, else the first one anywhere.

    A day without year takes the year named nearest in its line, else the one the text names most often.
    """
    content = unicodedata.normalize("NFC", f"{headline}\n\n{body}")
    days = [mention for mention in find_dates(content, None) if mention.day]
    opening = [m for m in days if m.start < len(headline) + DATELINE_CHARACTERS]
    first = next(iter(opening or days), None)
    return date.fromisoformat(first.edtf) if first else None
