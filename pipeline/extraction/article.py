"""One article to one record document: find the mentions, then what they say of each other, then write both down."""

from __future__ import annotations

import hashlib
from typing import Any

from pipeline.extraction.findings import Findings
from pipeline.extraction.writing.entities import Entities
from pipeline.extraction.writing.evidence import EvidenceBook
from pipeline.extraction.writing.happenings import Happenings
from pipeline.record import iris
from pipeline.record.model import Article


def document_of(article: Article, found: Findings) -> dict[str, Any]:
    """The record document of an article, from what was found in it: things are named by what it alone tells.

    The document has all fields of record.model.Record but `generatedBy`, in JSON values.
    """
    day = article.datePublished.isoformat()
    iri = iris.article(day, article.headline, article.sourceIdentifier)
    book = EvidenceBook(iri, found.text)
    entities = Entities(found, book, day)
    arrays = entities.write() | Happenings(found, book, entities).write() | {"evidence": book.pieces()}
    head: dict[str, Any] = {
        "@context": "context.jsonld",
        "id": iri,
        "type": ["Article", "prov:Entity"],
        "headline": article.headline,
        "content": article.content,
        "datePublished": day,
        "publishedAt": article.publishedAt.isoformat() if article.publishedAt else None,
        "publisher": article.publisher,
        "author": article.author,
        "url": article.url,
        "isBasedOn": article.url,
        "sourceIdentifier": article.sourceIdentifier,
        "inLanguage": "vi",
        "sha256": hashlib.sha256(article.content.encode()).hexdigest().upper(),
    }
    return {key: value for key, value in head.items() if value is not None} | arrays
