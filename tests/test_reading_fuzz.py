"""Two thousand mangled inputs: no crash, no hang, nothing lost; what comes out can be published."""

from __future__ import annotations

import bz2
import faulthandler
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pyoxigraph
import pytest

from pipeline.ground.errors import ReadError
from pipeline.reading.sources import read_stream
from pipeline.record.article import Article
from tests.test_formats import DOCUMENT, DOCUMENTS, ROWS, SAMPLES, warc

EACH = 125
"""Mangled inputs of each kind: sixteen kinds make two thousand."""
HANGS_SECONDS = 120
"""After this an input is taken to hang: the tests stop, and show where."""


def _docx() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in DOCUMENT.split("\n"):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["title", "text", "published"])
    for row in ROWS:
        book.active.append([row["title"], row["text"], row["published"]])
    book.save(out)
    return out.getvalue()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", (SAMPLES / "amp.html").read_bytes())
        archive.writestr("b.jsonl", "\n".join(map(json.dumps, ROWS)))
    return out.getvalue()


def _table() -> bytes:
    lines = ["title,text,published", *(f'{r["title"]},"{r["text"]}",{r["published"]}' for r in ROWS)]
    return "\n".join(lines).encode()


KINDS: dict[str, Callable[[], bytes]] = {
    "page": (SAMPLES / "national-paper.html").read_bytes,
    "old page": (SAMPLES / "government-portal.html").read_bytes,
    "rss": (SAMPLES / "full-text.rss").read_bytes,
    "json feed": (SAMPLES / "feed.json").read_bytes,
    "json lines": lambda: "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode(),
    "table": _table,
    "text": DOCUMENT.encode,
    "utf-16": lambda: DOCUMENT.encode("utf-16"),
    "markdown": lambda: f"---\ntitle: Họp báo\ndate: 2025-06-28\n---\n\n{DOCUMENT}".encode(),
    "old word": (DOCUMENTS / "so-ket.doc").read_bytes,
    "pdf": (DOCUMENTS / "so-ket.pdf").read_bytes,
    "word": _docx,
    "workbook": _xlsx,
    "zip": _zip,
    "packed": lambda: gzip.compress(bz2.compress(json.dumps(ROWS[0]).encode())),
    "web archive": lambda: warc(
        [(f"https://a.example/{n}", "200 OK", (SAMPLES / "amp.html").read_bytes(), "text/html") for n in range(2)], True
    ),
}


def mangled(data: bytes, chance: random.Random) -> bytes:
    """The input with one or more of: bytes changed, cut, doubled, moved, put in, the end cut off."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(found) or 1)
        size = chance.choice((1, 2, 8, 64, 512))
        how = chance.randrange(6)
        if how == 0:
            found[at : at + 1] = bytes([chance.randrange(256)])
        elif how == 1:
            del found[at : at + size]
        elif how == 2:
            found[at:at] = found[at : at + size] * 2
        elif how == 3:
            found[at:at] = chance.choice(
                (b"\0", b"\xff", b'"', b"<", b"<div>" * 50, b"&#0;", b"\xed\xa0\x80", b"\r", b"}]")
            )
        elif how == 4:
            found[at : at + size] = bytes(chance.randrange(256) for _ in range(size))
        else:
            del found[len(found) - chance.randrange(len(found) + 1) // 2 :]
    return bytes(found)


@pytest.mark.parametrize("kind", KINDS)
def test_mangled_input_gives_articles_that_can_be_published_or_says_why_not(kind: str, tmp_path: Path) -> None:
    whole = KINDS[kind]()
    chance = random.Random(kind)
    for number in range(EACH):
        data = mangled(whole, chance)
        faulthandler.dump_traceback_later(HANGS_SECONDS, exit=True)
        found = list(read_stream(io.BytesIO(data), "in"))
        faulthandler.cancel_dump_traceback_later()
        assert found, f"{kind} {number} is lost without a word"
        for item in found:
            if isinstance(item, ReadError):
                assert item.where.startswith("in")
                assert item.what
                assert item.todo
            else:
                _publishable(item)


def _publishable(article: Article) -> None:
    """It can be written and read again in JSON and RDF."""
    assert Article.model_validate_json(article.model_dump_json()) == article
    article.content.encode()
    assert 1865 <= article.datePublished.year <= 2027
    values = [article.headline, article.content, article.author or "", article.publisher or "", article.section or ""]
    node = pyoxigraph.NamedNode(article.url or "https://a.example/")
    triples = [pyoxigraph.Triple(node, node, pyoxigraph.Literal(value)) for value in values]
    text = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert set(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_TRIPLES)) == {
        pyoxigraph.Quad(t.subject, t.predicate, t.object) for t in triples
    }
    assert not any(ord(c) < 32 and c not in "\t\n" for value in values for c in value)
