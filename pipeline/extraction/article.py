"""One article to what it says: find the mentions, then what they say of each other, then write both down."""

from __future__ import annotations

import hashlib

from pipeline.extraction.findings import Findings
from pipeline.extraction.writing.confidence import Confidences
from pipeline.extraction.writing.entities import Entities
from pipeline.extraction.writing.evidence import EvidenceBook
from pipeline.extraction.writing.happenings import Happenings
from pipeline.record import iris
from pipeline.record.article import Article
from pipeline.record.model import Claims


def claims_of(article: Article, found: Findings, confidences: Confidences) -> Claims:
    """What an article says, from what was found in it, before resolution: things are named by what it alone tells."""
    iri = iris.article(article.datePublished.isoformat(), article.headline, article.sourceIdentifier)
    book = EvidenceBook(iri, found.text, confidences)
    entities = Entities(found, book, article.datePublished)
    places = entities.places()  # named before the bodies of these places
    organizations = entities.organizations()  # named before those who hold office in them
    laws, persons = entities.laws(), entities.persons()
    happenings = Happenings(found, book, entities)
    return Claims(
        id=iri,
        headline=article.headline,
        content=article.content,
        datePublished=article.datePublished,
        publishedAt=article.publishedAt,
        publisher=article.publisher,
        author=article.author,
        url=article.url,
        sourceIdentifier=article.sourceIdentifier,
        sha256=hashlib.sha256(article.content.encode()).hexdigest().upper(),
        places=places,
        organizations=organizations,
        laws=laws,
        persons=persons,
        events=happenings.events(),
        statements=happenings.statements(),
        evidence=book.pieces(),
    )
