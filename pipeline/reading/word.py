"""Word documents (.docx): paragraphs in order, the letters of each run by its font (viparse over python-docx)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ground.errors import ReadError
from pipeline.reading.document import article_of_lines
from pipeline.reading.letters import without_typesetting
from pipeline.reading.office import office_file
from pipeline.reading.options import Options
from pipeline.reading.readers import SURE
from pipeline.reading.source import Source, digest
from pipeline.record.article import Article


def sniff(head: bytes, name: str) -> int:
    """A ZIP file with that suffix, or with the names of a document in it."""
    return (
        SURE
        if head.startswith(b"PK\x03\x04") and (name.endswith((".docx", ".docm")) or b"word/document" in head)
        else 0
    )


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The article of a document: its first paragraph is the headline."""
    from viparse.engines.docx import DocxEngine
    from viparse.normalize.normalizer import VietnameseNormalizer
    from viparse.options import LoadOptions

    with office_file(source, ".docx") as path:
        data = path.read_bytes()
        raw = DocxEngine().extract(str(path), LoadOptions())
    found = VietnameseNormalizer().normalize(raw, LoadOptions())
    paragraphs = [block.text for block in found.blocks if hasattr(block, "text")]
    lines = [" ".join(line.split()) for text in paragraphs for line in without_typesetting(text).split("\n")]
    notes = (f"letters: {found.encoding_detected.upper()} converted",) if found.encoding_detected else ()
    yield article_of_lines([line for line in lines if line], source.where, options, digest(data), notes)
