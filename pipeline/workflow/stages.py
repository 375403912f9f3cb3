"""The way of one article: extract, resolve, validate, to quads, conform. Pure functions; the ends are elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path

from pipeline import __version__
from pipeline.extraction.analyser import Analyser
from pipeline.ground.budget import TookTooLong, time_budget
from pipeline.ground.errors import ReadError, RecordError
from pipeline.ground.settings import MAX_EXTRACTION_SECONDS, Settings
from pipeline.reading.options import Options
from pipeline.record import iris, rdf, validation
from pipeline.record.article import Article
from pipeline.record.document import Json, json_line, to_document
from pipeline.record.emitter import Graphs
from pipeline.record.model import Claims, Document, Record, Run
from pipeline.record.objects import with_objects
from pipeline.record.quoting import quoted
from pipeline.record.renaming import entities
from pipeline.record.selection import confident
from pipeline.record.values import Base
from pipeline.resolution.cities import Abroad
from pipeline.resolution.resolve import resolve

log = logging.getLogger("tinmo.stages")


@dataclass(frozen=True)
class Reject:
    """What could not be used: where it stands, at which stage, why, and what it was (to run again).

    source, reading: of what reading refused, the folder or file that `where` is a place in, and how it was read, as
    JSON (reading/options.py).
    """

    where: str
    stage: str
    reason: str
    article: Json | None = None
    source: str | None = None
    reading: str | None = None

    @classmethod
    def unread(cls, error: ReadError, source: Path | None = None, reading: Options | None = None) -> Reject:
        """What reading refused, with what to do about it."""
        place = str(source.absolute()) if source is not None else None
        options = reading.to_json() if reading is not None else ""
        return cls(error.where, "read", f"{error.what}; {error.todo}", source=place, reading=options or None)

    def to_json_line(self) -> str:
        """One line of rejects.jsonl."""
        return json_line({k: v for k, v in vars(self).items() if v is not None})


def extracted(article: Article, analyser: Analyser) -> Claims:
    """What an article says, resolved against the registers."""
    known = analyser.registers
    abroad = Abroad(known.cities, known.countries, known.places)
    return resolve(analyser.extract(article), known.laws, known.places, known.bodies, abroad)


def record_of(article: Article, started_at: datetime, analyser: Analyser) -> Record:
    """The record of an article, resolved against the registers and whole. Raises RecordError where it breaks its
    contract."""
    said = extracted(article, analyser)
    run = Run(
        id=f"{iris.document(said.id)}#run",
        software=f"software/tinmo/{__version__}",
        version=__version__,
        startedAt=started_at,
        used=tuple(sorted({iri for entity in entities(said) for iri in entity.source})),
        generated=_generated(said.id),
    )
    address = f"{analyser.settings.base}{rdf.CONTEXT_FILE}"
    said = replace(said, context=(address, Base(base=analyser.settings.base)))
    record = Record(**{field.name: getattr(said, field.name) for field in fields(said)}, generatedBy=run)
    checked(record)
    return record


def _generated(article: str) -> tuple[Document, ...]:
    """The documents that are written from an article: its claims, and their evidence."""
    names = (iris.document(article), iris.evidence_document(article))
    return tuple(Document(id=name, primaryTopic=article, derivedFrom=article) for name in names)


def checked(record: Record) -> Json:
    """The record as a document. Raises RecordError where that breaks its contract."""
    document = to_document(record)
    if problems := validation.record_problems(record, document):
        raise RecordError(f"record {record.id}: " + "; ".join(problems))
    return document


def claims(document: Json) -> Json:
    """A record document without its run's time and its body, to tell whether it says something new."""
    run = {k: v for k, v in document["generatedBy"].items() if k != "startedAt"}
    return {k: v for k, v in document.items() if k != "content"} | {"generatedBy": run}


def published_documents(records: Iterable[Record], settings: Settings) -> Iterator[Json | Reject]:
    """Record documents as they are published: what is sure enough, without the body unless the settings allow it.

    A record that would not be valid so is a reject, and costs no other.
    """
    for whole in records:
        try:
            yield _published(whole, settings)
        except Exception as error:
            log.info("%s: a fault of the program", whole.id, exc_info=True)
            yield Reject(whole.id, "publish", _named(error), to_document(whole))


def _published(whole: Record, settings: Settings) -> Json:
    """The document of a record as it is published. Raises RecordError where it breaks the schema."""
    share = 1.0 if settings.publish_content else settings.quoted_share
    document = with_objects(quoted(to_document(confident(whole, settings.min_confidence)), share))
    document["@context"] = rdf.context_of(settings.base)
    for written in document["generatedBy"]["generated"]:
        written["license"] = settings.licence
    if not settings.publish_content:
        document.pop("content", None)
    if problems := validation.schema_problems(document):
        raise RecordError("; ".join(problems))
    return document


def records_of(
    articles: Iterable[Article], started_at: datetime, analyser: Analyser
) -> Iterator[tuple[Article, Record | Reject]]:
    """Yield each article with its record, or the reject that says why it has none.

    Nothing that an article brings about ends the run: neither time nor depth nor a fault of the program.
    """
    for article in articles:
        result: Record | Reject
        try:
            with time_budget(MAX_EXTRACTION_SECONDS):
                result = record_of(article, started_at, analyser)
        except RecordError as error:
            result = _refused(article, str(error))
        except TookTooLong:
            result = _refused(article, f"takes more than {MAX_EXTRACTION_SECONDS:g} s to extract; split it")
        except (MemoryError, RecursionError) as error:
            result = _refused(article, f"too large or too deep to extract ({type(error).__name__}); split it")
        except Exception as error:
            log.info("%s: a fault of the program", article.source, exc_info=True)
            result = _refused(article, f"a fault of the program: {_named(error)}; please report it with the article")
        yield article, result


def _refused(article: Article, why: str) -> Reject:
    return Reject(article.source, "extract", why, article.model_dump(mode="json", exclude_none=True))


def _named(error: Exception) -> str:
    """An error by its type and message, on one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]


def record_iri(article: Article) -> str:
    """IRI of the record of an article."""
    return iris.article(article.datePublished.isoformat(), article.headline, article.sourceIdentifier)


def graphs_of(documents: Iterable[Json | Reject], settings: Settings) -> Iterator[tuple[Json, Graphs | Reject]]:
    """Yield each document with its graphs, or the reject that says what breaks context or shapes.

    What is a reject already is given back as one.
    """
    for document in documents:
        if isinstance(document, Reject):
            yield document.article or {}, document
            continue
        try:
            yield document, _conforming(document, rdf.graphs(document, settings.base))
        except RecordError as error:
            yield document, Reject(document["id"], "rdf", str(error), document)


def _conforming(document: Json, graphs: Graphs) -> Graphs | Reject:
    problems = validation.shape_problems(graphs.claims + graphs.evidence)
    return Reject(document["id"], "shapes", "; ".join(problems), document) if problems else graphs
