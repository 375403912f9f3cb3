"""PDF documents: the largest letters of the first page are the headline, lines become paragraphs, running heads go.

Text typed in the fonts of TCVN3 (.Vn…) and VNI is told by the name of its font and converted. A scan has no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.ground.errors import ReadError
from pipeline.reading.document import article_of_lines
from pipeline.reading.letters import without_typesetting
from pipeline.reading.options import Options
from pipeline.reading.readers import SURE
from pipeline.reading.source import Source, digest
from pipeline.record.article import Article

MOST_PAGES = 200
_ENDS = re.compile(r"[.!?…:;”\")\]]$")


@dataclass(frozen=True)
class Line:
    """A line of a page: its words, size of its letters in points, top and bottom on the page, right end, page."""

    words: str
    size: float
    top: float
    bottom: float
    right: float
    page: int


def sniff(head: bytes, name: str) -> int:
    """The magic bytes, which may stand anywhere in the first kilobyte."""
    return SURE if b"%PDF-" in head[:1024] or (name.endswith(".pdf") and head.startswith(b"%PDF")) else 0


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The article of a document."""
    import pdfplumber
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with source.file(".pdf") as path, pdfplumber.open(path) as document:
            sha256 = digest(path.read_bytes())
            if len(document.pages) > MOST_PAGES:
                raise ReadError(
                    source.where, f"a document of {len(document.pages)} pages", "give its articles one by one"
                )
            lines: list[Line] = []
            for number, sheet in enumerate(document.pages):
                lines.extend(_lines(sheet, number))
                sheet.close()
    except (PdfminerException, PDFSyntaxError) as error:
        what = " ".join(str(error).split())[:200] or "it cannot be parsed"
        raise ReadError(source.where, f"no whole PDF: {what}", "fetch or print it again") from error
    if not lines:
        raise ReadError(source.where, "pages without text: a scan", "recognise its text first (ocrmypdf -l vie)")
    headline, rest = _headline(_without_running_heads(lines))
    yield article_of_lines([headline, *_paragraphs(rest)], source.where, options, sha256)


def _lines(sheet: object, number: int) -> Iterator[Line]:
    from viparse.normalize.detector import detect_encoding
    from viparse.normalize.encodings import CHARMAPS
    from viparse.normalize.tables import convert

    for line in sheet.extract_text_lines(strip=True, return_chars=True):  # type: ignore[attr-defined]
        fonts = {char["fontname"] for char in line["chars"]}
        font = detect_encoding(fonts).encoding
        words = convert(line["text"], CHARMAPS[font]) if font else line["text"]
        words = " ".join(without_typesetting(words.replace("\x0b", " ").replace("\x0c", " ")).split())
        sizes = Counter(round(char["size"], 1) for char in line["chars"])
        if words:
            yield Line(words, sizes.most_common(1)[0][0], line["top"], line["bottom"], line["x1"], number)


def _without_running_heads(lines: list[Line]) -> list[Line]:
    """Lines without page numbers and what stands at the top or foot of most pages."""
    pages = lines[-1].page + 1
    seen = Counter(key for key, _ in {(re.sub(r"\d+", "#", line.words), line.page) for line in lines})
    often = {key for key, count in seen.items() if pages > 2 and count > pages / 2}
    return [
        line
        for line in lines
        if re.sub(r"\d+", "#", line.words) not in often and not re.fullmatch(r"[-–\s]*\d{1,3}[-–\s]*", line.words)
    ]


def _headline(lines: list[Line]) -> tuple[str, list[Line]]:
    """The lines in the largest letters of the first page, else its first line; and what stands below it."""
    first = [line for line in lines if line.page == lines[0].page]
    largest = max(line.size for line in first)
    usual = Counter(line.size for line in lines).most_common(1)[0][0]
    if largest < usual * 1.15:
        return lines[0].words, lines[1:]
    start = next(n for n, line in enumerate(first) if line.size == largest)
    end = start
    while end < len(first) and first[end].size == largest and end - start < 5:
        end += 1
    return " ".join(line.words for line in first[start:end]), lines[end:]


def _paragraphs(lines: list[Line]) -> Iterator[str]:
    """Lines joined to paragraphs: one ends where the next line stands further off, or its own is short and ended."""
    if not lines:
        return
    gaps = Counter(round(b.top - a.bottom, 0) for a, b in pairwise(lines) if a.page == b.page and b.top > a.bottom)
    usual = gaps.most_common(1)[0][0] if gaps else 0
    right = max(line.right for line in lines)
    words = [lines[0].words]
    for before, line in pairwise(lines):
        apart = before.page == line.page and line.top - before.bottom > usual + 0.5 * before.size
        ended = bool(_ENDS.search(before.words)) and before.right < right - 3 * before.size
        if apart or ended or line.size != before.size:
            yield " ".join(words)
            words = []
        words.append(line.words)
    yield " ".join(words)
