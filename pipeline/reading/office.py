"""Office documents (.docx, .xlsx) as files to open: ZIP archives, bounded before an engine unpacks them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_FILE_BYTES
from pipeline.reading.source import Source

MAX_XML_BYTES = 64 * 1024 * 1024
"""What the XML of one document may unpack to: a tree in memory takes some ten times as much."""


@contextmanager
def office_file(source: Source, suffix: str) -> Iterator[Path]:
    """The document as a file. Raises ReadError where its parts unpack to more than the limits, or it is no ZIP archive.

    The sizes that an archive declares bind: Python's zipfile, which the engines use, reads no byte past them.
    """
    with source.file(suffix) as path:
        try:
            with zipfile.ZipFile(path) as archive:
                parts = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise ReadError(source.where, f"no whole document: {error}"[:300], "save it anew") from error
        xml = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
        size = sum(part.file_size for part in parts)
        if xml > MAX_XML_BYTES or size > MAX_FILE_BYTES:
            raise ReadError(source.where, f"unpacks to {size} bytes", "split it, or save its text alone")
        yield path
