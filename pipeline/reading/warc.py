"""Web archives (WARC, ISO 28500), as crawlers and browsers make them: each page with its address, streamed."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ground.budget import TookTooLong, too_long
from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_LINE_BYTES
from pipeline.reading import page, readers
from pipeline.reading.options import Options
from pipeline.reading.readers import SURE
from pipeline.reading.source import Source
from pipeline.record.article import Article

_KINDS = ("response", "resource")
_PAGES = ("text/html", "application/xhtml+xml")
_DOCUMENTS = ("application/pdf", "application/json", "application/rss+xml", "application/atom+xml", "text/plain")


def sniff(head: bytes, name: str) -> int:
    """A record begins with its version."""
    return SURE if head.startswith(b"WARC/1.") else 0


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The article of each page that was answered with 200; images, scripts and the like are passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    records = iter(ArchiveIterator(source.stream))
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except (ArchiveLoadFailed, EOFError, OSError, ValueError, IndexError) as error:
            yield ReadError(
                f"{source.where}:record {number + 1}", f"the archive breaks off: {error}"[:300], "fetch the rest again"
            )
            return
        number += 1
        if record.rec_type not in _KINDS:
            continue
        address = record.rec_headers.get_header("WARC-Target-URI") or ""
        yield from _record(record, f"{source.where}:record {number}", address.strip("<>"), source, options)


def _record(
    record: object, where: str, address: str, source: Source, options: Options
) -> Iterator[Article | ReadError]:
    headers = record.http_headers  # type: ignore[attr-defined]
    status = headers.get_statuscode() if headers is not None else "200"
    kind = (headers.get_header("Content-Type") if headers is not None else "") or record.rec_headers.get_header(  # type: ignore[attr-defined]
        "Content-Type"
    )
    media, _, parameters = (kind or "").partition(";")
    media = media.strip().lower()
    if status != "200" or media not in (*_PAGES, *_DOCUMENTS):
        return
    try:
        data = record.content_stream().read(MAX_LINE_BYTES + 1)  # type: ignore[attr-defined]
        if getattr(record.raw_stream, "limit", 0) > 0 and len(data) <= MAX_LINE_BYTES:  # type: ignore[attr-defined]
            yield ReadError(f"{where} ({address})", "the record breaks off", "fetch the page again")
        elif len(data) > MAX_LINE_BYTES:
            yield ReadError(
                f"{where} ({address})", f"a page of more than {MAX_LINE_BYTES} bytes", "give its text alone"
            )
        elif media in _PAGES:
            charset = parameters.lower().partition("charset=")[2].strip(" \"'")
            yield page.article_of_page(data, f"{where} ({address})", address, options, charset)
        else:
            import io

            name = address.rpartition("/")[2].partition("?")[0]
            inner = source.inner(name, io.BytesIO(data), where=f"{where} ({address})", url=address)
            yield from readers.read(inner, options)
    except ReadError as error:
        yield error
    except TookTooLong:
        yield too_long(f"{where} ({address})")
    except Exception as error:
        yield ReadError(
            f"{where} ({address})", f"broken: {type(error).__name__}: {error}"[:300], "fetch the page again"
        )
