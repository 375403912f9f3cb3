"""The way of one article: extract, resolve, validate, to quads, conform. Pure functions; the ends are elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from pipeline import __version__
from pipeline.extraction.analyser import Analyser
from pipeline.ground.clock import timestamp
from pipeline.ground.errors import RecordError
from pipeline.ground.settings import Settings
from pipeline.record import iris, rdf, validation
from pipeline.record.document import json_line, load_record, to_document
from pipeline.record.model import Article, Record
from pipeline.record.quoting import with_sentences
from pipeline.record.selection import confident
from pipeline.resolution.resolve import resolve

Json = dict[str, Any]
GRAPH_BATCH = 25
"""Records made into graphs and checked against the shapes at once; one by one only where a batch fails."""


@dataclass(frozen=True)
class Reject:
    """What could not be used: where it stands, at which stage, why, and what it was (to run again)."""

    where: str
    stage: str
    reason: str
    article: Json | None = None

    def to_json_line(self) -> str:
        """One line of rejects.jsonl."""
        return json_line({k: v for k, v in vars(self).items() if v is not None})


def extracted(article: Article, analyser: Analyser) -> Json:
    """The record document of an article, resolved, but for the run that makes it."""
    return resolve(analyser.extract(article), analyser.registers.laws, analyser.registers.places)


def record_of(article: Article, started_at: datetime, analyser: Analyser) -> Record:
    """The record of an article, resolved against the registers and whole.

    Raises pydantic.ValidationError or RecordError where the record breaks its contract.
    """
    document = extracted(article, analyser)
    used = sorted({iri for e in _entities(document) for iri in e.get("source", [])})
    if article.url:
        used.append(article.url)
    document["generatedBy"] = {
        "id": f"{document['id']}#run", "type": ["Activity"], "software": f"software/tinmo/{__version__}",
        "version": __version__, "startedAt": timestamp(started_at), "used": used,
    }  # fmt: skip
    record = load_record(document)
    problems = validation.schema_problems(to_document(record))
    if problems:
        raise RecordError(f"record {record.id}: " + "; ".join(problems))
    return record


def _entities(document: Json) -> Iterator[Json]:
    for collection in ("events", "organizations", "persons", "laws", "places"):
        yield from document[collection]


def claims(document: Json) -> Json:
    """A record document without its run's time and its body, to tell whether it says something new."""
    run = {k: v for k, v in document["generatedBy"].items() if k != "startedAt"}
    return {k: v for k, v in document.items() if k != "content"} | {"generatedBy": run}


def published_documents(documents: Iterable[Json], before: dict[str, Json], settings: Settings) -> Iterator[Json]:
    """Record documents as they are published: what is sure enough, without the body unless the settings allow it.

    before: documents published earlier, by IRI; the run that first made the same claims stands.
    """
    hidden = () if settings.publish_content else ("content",)
    for whole in documents:
        sure = with_sentences(confident(whole, settings.min_confidence))
        document = to_document(load_record({k: v for k, v in sure.items() if k not in hidden}))
        earlier = before.get(document["id"])
        if earlier is not None and claims(earlier) == claims(document):
            document["generatedBy"] = earlier["generatedBy"]
        yield document


def records_of(
    articles: Iterable[Article], started_at: datetime, analyser: Analyser
) -> Iterator[tuple[Article, Record | Reject]]:
    """Yield each article with its record, or the reject that says why it has none."""
    for article in articles:
        try:
            yield article, record_of(article, started_at, analyser)
        except (ValidationError, RecordError) as error:
            yield (
                article,
                Reject(article.source, "extract", str(error), article.model_dump(mode="json", exclude_none=True)),
            )


def record_iri(article: Article) -> str:
    """IRI of the record of an article."""
    return iris.article(article.datePublished.isoformat(), article.headline, article.sourceIdentifier)


def graphs_of(documents: Iterable[Json], settings: Settings) -> Iterator[tuple[Json, list[bytes] | Reject]]:
    """Yield each document with its sorted N-Quads lines, or the reject that says what breaks context or shapes."""
    waiting: list[Json] = []
    for document in documents:
        waiting.append(document)
        if len(waiting) >= GRAPH_BATCH:
            yield from _graphs(waiting, settings)
            waiting = []
    yield from _graphs(waiting, settings)


def _graphs(documents: list[Json], settings: Settings) -> Iterator[tuple[Json, list[bytes] | Reject]]:
    """Graphs of a batch, checked against the shapes at once; one by one where the batch has something wrong in it."""
    found: list[tuple[Json, list[bytes] | Reject]] = []
    for document in documents:
        try:
            found.append((document, rdf.nquads(document, settings.base)))
        except RecordError as error:
            found.append((document, Reject(document["id"], "rdf", str(error), document)))
    whole = [line for _, lines in found if not isinstance(lines, Reject) for line in lines]
    if whole and validation.shape_problems(whole):
        found = [
            (document, lines if isinstance(lines, Reject) else _conforming(document, lines))
            for document, lines in found
        ]
    yield from found


def _conforming(document: Json, lines: list[bytes]) -> list[bytes] | Reject:
    problems = validation.shape_problems(lines)
    return Reject(document["id"], "shapes", "; ".join(problems), document) if problems else lines
