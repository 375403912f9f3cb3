"""Files packed by gzip, bzip2 or xz: what is inside is read as it comes, and may be any format."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Iterator
from typing import BinaryIO, cast

from pipeline.ground.errors import ReadError
from pipeline.reading import readers
from pipeline.reading.options import Options
from pipeline.reading.readers import SURE
from pipeline.reading.source import Allowance, Source, broken_off
from pipeline.record.article import Article

_MAGIC = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}
_SUFFIXES = (".gz", ".bz2", ".xz")


def sniff(head: bytes, name: str) -> int:
    """The magic bytes of the three formats."""
    return SURE if head.startswith(tuple(_MAGIC)) else 0


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """What the reader of the content gives."""
    opener = next(opener for magic, opener in _MAGIC.items() if source.head.startswith(magic))
    name = source.name
    for suffix in _SUFFIXES:
        name = name[: -len(suffix)] if name.lower().endswith(suffix) else name
    if name.lower().endswith(".warc") or name == source.name:
        name = name or "content"
    packed = source.path.stat().st_size if source.path else source.allowance.packed if source.allowance else 1 << 40
    allowance = source.allowance or Allowance(packed, source.where)
    stream = cast(BinaryIO, opener(source.stream, "rb"))  # type: ignore[operator]
    inner = source.inner(name, stream, allowance=allowance, url=source.url)
    said = ""
    for item in readers.read(inner, options):
        said = str(item) if isinstance(item, ReadError) else ""
        yield item
    if inner.failure is not None and said != str(broken_off(source.where, inner.failure)):
        yield broken_off(source.where, inner.failure)
