"""Speed of reading, each against a named peer in the same run: saved pages and web archives, on one core.

python benchmarks/reading.py [pages]
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.reading.options import Options
from pipeline.reading.page import article_of_page
from pipeline.reading.sources import read_stream

SAMPLES = Path(__file__).parent.parent / "tests" / "samples"


def pages(count: int) -> list[str]:
    """Pages of four kinds, each of its own text, as long as an article (about 25 paragraphs)."""
    kinds = [
        (SAMPLES / f"{name}.html").read_text(encoding="utf-8")
        for name in ("national-paper", "metro-paper", "wordpress", "government-portal")
    ]
    more = "<p>Đoạn {n}.{k}: các xã, phường tiếp tục rà soát hồ sơ và báo cáo kết quả trước ngày {k}/9 năm nay.</p>"
    found = []
    for n in range(count):
        page = kinds[n % len(kinds)]
        at = page.rindex("</p>", 0, page.rindex("</p>")) + len("</p>") if "</p>" in page else len(page)
        found.append(page[:at] + "".join(more.format(n=n, k=k) for k in range(1, 23)) + page[at:])
    return found


def archive(texts: list[str], compressed: bool) -> bytes:
    """A web archive of pages."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    for n, text in enumerate(texts):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        body = io.BytesIO(text.encode())
        writer.write_record(
            writer.create_warc_record(f"https://a.example/{n}", "response", payload=body, http_headers=headers)
        )
    return out.getvalue()


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of some work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    texts = pages(count)
    data = [text.encode() for text in texts]
    options = Options()
    article_of_page(data[0], "warm", None, options)
    ours = seconds(lambda: [article_of_page(page, "page", None, options) for page in data])
    peer = seconds(lambda: [trafilatura.extract(page, with_metadata=True, include_comments=False) for page in data])
    print(f"saved pages            {count / ours:8.1f} pages/s of one core")
    print(f"trafilatura.extract    {count / peer:8.1f} pages/s, with its metadata; ratio {peer / ours:.2f}")
    for compressed in (True, False):
        packed = archive(texts, compressed)
        megabytes = sum(map(len, data)) / 1e6
        ours = seconds(lambda packed=packed: [None for _ in read_stream(io.BytesIO(packed), "a.warc")])
        bare = seconds(lambda packed=packed: [r.content_stream().read() for r in ArchiveIterator(io.BytesIO(packed))])
        name = "WARC, gzip" if compressed else "WARC, plain"
        print(f"{name:22} {megabytes / ours:8.2f} MB/s of one core ({count / ours:.1f} pages/s), articles and all")
        print(f"  bare warcio          {megabytes / bare:8.2f} MB/s, bytes alone")


if __name__ == "__main__":
    main()
