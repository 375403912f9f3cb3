"""ZIP archives: each file in them is read as if it stood in a folder; the size of what they unpack to is bounded.

Word documents and workbooks are ZIP archives too; those that their first bytes do not tell apart are found here.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from pipeline.ground.errors import ReadError
from pipeline.reading import readers
from pipeline.reading.options import Options
from pipeline.reading.readers import LIKELY
from pipeline.reading.source import Allowance, Source, broken_off, printable
from pipeline.record.article import Article

_OFFICE = {"word/document.xml": "word", "xl/workbook.xml": "sheet"}
_OTHER = {
    "META-INF/container.xml": "an e-book (EPUB)",
    "ppt/presentation.xml": "a presentation",
    "content.xml": "an OpenDocument file",
}
MOST_MEMBERS = 1_000_000


def sniff(head: bytes, name: str) -> int:
    """The magic bytes of ZIP; Office documents that show themselves are surer of it."""
    return LIKELY if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else 0


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The articles of each file in the archive, in the order of their names."""
    with source.file(".zip") as path, path.open("rb") as file:
        packed = path.stat().st_size
        try:
            archive = zipfile.ZipFile(file)
        except zipfile.BadZipFile as error:
            raise ReadError(source.where, f"no whole ZIP archive: {error}", "fetch or pack it again") from error
        names = {info.filename for info in archive.infolist()}
        for member, reader in _OFFICE.items():
            if member in names:
                file.seek(0)
                inner = source.inner(f"{source.name}.{reader}", file, where=source.where)
                yield from readers.readers()[reader].read(inner, options)
                return
        for member, what in _OTHER.items():
            if member in names:
                raise ReadError(source.where, f"{what}, no article", "save it as .docx, .html or .txt")
        yield from _members(archive, source, source.allowance or Allowance(packed, source.where), options)


def _members(
    archive: zipfile.ZipFile, source: Source, allowance: Allowance, options: Options
) -> Iterator[Article | ReadError]:
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise ReadError(source.where, f"{len(members)} files in one archive", "split it")
    for info in sorted(members, key=lambda info: info.filename):
        parts = info.filename.split("/")
        if any(part.startswith((".", "__MACOSX")) for part in parts):
            continue
        where = f"{source.where}/{printable(info.filename)}"
        if info.flag_bits & 1:
            yield ReadError(where, "locked with a password", "unpack it first")
            continue
        try:
            with archive.open(info) as member:
                inner = source.inner(parts[-1], cast(BinaryIO, member), where=where, allowance=allowance)
                if not inner.head and inner.failure is None:
                    yield ReadError(where, "the file is empty", "remove it, or fetch it again")
                    continue
                said = ""
                for item in readers.read(inner, options):
                    said = str(item) if isinstance(item, ReadError) else ""
                    yield item
                if inner.failure is not None and said != str(broken_off(where, inner.failure)):
                    yield broken_off(where, inner.failure)
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            yield ReadError(where, f"cannot be unpacked: {error}", "pack it again")
        if allowance.spent:
            return
