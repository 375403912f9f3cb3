"""Word documents of 1997 to 2003 (.doc): the text of the piece table ([MS-DOC] 2.4.1), out of an OLE file (olefile).

Letters of one byte are windows-1252 there; text typed in the fonts of TCVN3 or VNI shows as such, and the gate converts
it. Formatting is not read.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

from pipeline.ground.errors import ReadError
from pipeline.reading.document import article_of_lines
from pipeline.reading.letters import without_typesetting
from pipeline.reading.options import Options
from pipeline.reading.readers import SURE
from pipeline.reading.source import Source, digest
from pipeline.record.article import Article

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_97, _ENCRYPTED, _TABLE_1 = 0xA5EC, 0x0100, 0x0200
_CCP_TEXT, _FC_CLX, _LCB_CLX = 0x4C, 0x01A2, 0x01A6
_COMPRESSED = 0x4000_0000
_FIELD = re.compile("\x13[^\x13\x14\x15]*\x14?|\x15")
"""The instruction of a field, and the marks around its result."""


def sniff(head: bytes, name: str) -> int:
    """The magic bytes of OLE files."""
    return SURE if head.startswith(_OLE) else 0


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The article of a document: its first paragraph is the headline."""
    data = source.whole()
    text = _FIELD.sub("", _text(data, source.where))
    for mark in "\x07\x0b\x0c\r":
        text = text.replace(mark, "\n")
    text = without_typesetting(re.sub("[\x00-\x08\x0e-\x1f]", "", text.replace("\x1e", "-").replace("\x1f", "")))
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    yield article_of_lines(lines, source.where, options, digest(data))


def _text(data: bytes, where: str) -> str:
    """The main text of a document, its paragraphs ended by carriage returns. Raises ReadError."""
    import olefile

    todo = "save it as .docx"
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if not ole.exists("WordDocument"):
                raise ReadError(where, "an OLE file that is no Word document", todo)
            main = ole.openstream("WordDocument").read()
            magic, flags = struct.unpack_from("<H", main, 0)[0], struct.unpack_from("<H", main, 0x0A)[0]
            if magic != _WORD_97:
                raise ReadError(where, "a Word document older than Word 97", todo)
            if flags & _ENCRYPTED:
                raise ReadError(where, "locked with a password", "save it without")
            table = ole.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
        start, size = struct.unpack_from("<II", main, _FC_CLX)
        length = struct.unpack_from("<I", main, _CCP_TEXT)[0]
        return "".join(_pieces(main, table[start : start + size]))[:length]
    except (OSError, struct.error, IndexError, UnicodeDecodeError) as error:
        raise ReadError(where, f"no whole Word document: {error}"[:300], todo) from error


def _pieces(main: bytes, clx: bytes) -> Iterator[str]:
    """The pieces of text that the table of pieces (Clx) names, in order."""
    at = 0
    while at < len(clx) and clx[at] == 1:  # property modifiers stand before it
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise struct.error("no table of pieces")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    count = (size - 4) // 12
    table = clx[at + 5 : at + 5 + size]
    bounds = struct.unpack_from(f"<{count + 1}I", table, 0)
    for number in range(count):
        place = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0]
        letters = bounds[number + 1] - bounds[number]
        if not 0 <= letters <= len(main):
            raise struct.error("a piece longer than the document")
        if place & _COMPRESSED:
            first = (place & ~_COMPRESSED) // 2
            yield main[first : first + letters].decode("cp1252", "replace")
        else:
            yield main[place : place + 2 * letters].decode("utf-16-le", "replace")
