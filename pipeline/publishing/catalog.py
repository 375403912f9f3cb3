"""The catalog: catalog.ttl describes the dataset in DCAT 3 and VoID, with true counts, sizes and checksums."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, VOID, XSD, Graph, Literal, Namespace, URIRef

from pipeline import __version__
from pipeline.ground.files import digest_of, read_lines, replacing
from pipeline.ground.settings import ONTOLOGY, Settings
from pipeline.publishing.profile import DCATAP, EU, SPDX, VCARD, complete
from pipeline.publishing.references import REGISTERS
from pipeline.record import rdf

SCHEMA = Namespace("https://schema.org/")
_TYPE = f"<{RDF.type}>"
_IANA = "https://www.iana.org/assignments/media-types/"
_FORMATS = {"text/turtle": "RDF_TURTLE", "application/ld+json": "JSON_LD", "application/n-quads": "RDF_N_QUADS",
            "application/jsonl": "JSON"}  # fmt: skip
_FILES = {
    "dataset.ttl": ("text/turtle", "Turtle, all facts, each once"),
    "dataset.jsonld": ("application/ld+json", "JSON-LD, all facts, one node a thing"),
    "dataset.nq.gz": (
        "application/n-quads",
        "N-Quads in gzip: the facts, and the claims of each article in a named graph",
    ),
    "evidence.nq.gz": (
        "application/n-quads",
        "N-Quads in gzip: the words that show each claim, a named graph an article",
    ),
    "records.jsonl": ("application/jsonl", "JSON Lines, one record an article (schemas/record.schema.json)"),
}


_PREFIXES = (("dcat", DCAT), ("void", VOID), ("spdx", SPDX), ("prov", PROV), ("schema", SCHEMA), ("vcard", VCARD),
             ("dcatap", DCATAP))  # fmt: skip


@dataclass
class Counts:
    """What a dataset holds: articles, distinct entities by collection, triples by property and entities by class."""

    articles: int = 0
    quads: int = 0
    triples: int = 0
    subjects: int = 0
    modified: str = ""
    issued: str = ""
    first_day: str = ""
    last_day: str = ""
    entities: dict[str, int] = field(default_factory=dict)
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)


def count(facts: Path, runs: Iterable[tuple[str, str]], entities: Mapping[str, Collection[str]]) -> Counts:
    """Count what is published: the facts (N-Triples by subject), articles as (day, time of their run), and the IRIs
    of entities by collection."""
    counts = Counts(entities={name: len(known) for name, known in entities.items()})
    counts.examples = [min(known) for known in entities.values() if known]
    for day, started in runs:
        counts.articles += 1
        counts.modified = max(counts.modified, started)
        counts.issued = min(counts.issued or started, started)
        counts.first_day, counts.last_day = min(counts.first_day or day, day), max(counts.last_day, day)
    before = ""
    for line in read_lines(facts):
        subject, predicate, value = line.split(" ", 2)
        counts.triples += 1
        counts.properties[predicate[1:-1]] += 1
        if predicate == _TYPE and value.startswith("<"):
            counts.classes[value[1 : value.rindex(">")]] += 1
        if subject != before:
            before = subject
            counts.subjects += 1
    return counts


def write_catalog(output: Path, counts: Counts, settings: Settings) -> None:
    """Write catalog.ttl for what stands in `output`."""
    base = settings.base
    graph = Graph()
    for prefix, namespace in _PREFIXES:
        graph.bind(prefix, str(namespace))
    catalog, dataset, publisher = (
        URIRef(base + name) for name in ("catalog#catalog", "catalog#dataset", "catalog#publisher")
    )
    moments = [Literal(moment, datatype=XSD.dateTime) for moment in (counts.issued, counts.modified)]
    for thing, kind in ((catalog, DCAT.Catalog), (dataset, DCAT.Dataset)):
        graph.add((thing, RDF.type, kind))
        graph.add((thing, DCTERMS.publisher, publisher))
        graph.add((thing, DCTERMS.license, URIRef(settings.licence)))
        if counts.articles:
            graph.add((thing, DCTERMS.issued, moments[0]))
            graph.add((thing, DCTERMS.modified, moments[1]))
        for text, language in (
            ("Tin tức Việt Nam thành dữ liệu liên kết mở", "vi"),
            ("Vietnamese news as linked open data", "en"),
        ):
            graph.add((thing, DCTERMS.title, Literal(text, language)))
    graph.add((publisher, RDF.type, FOAF.Agent))
    graph.add((publisher, FOAF.name, Literal(settings.publisher)))
    graph.add((catalog, DCAT.dataset, dataset))
    graph.add((dataset, RDF.type, VOID.Dataset))
    description = (
        "Events, organizations, persons, laws and places reported by Vietnamese news, "
        "each claim with the words that show it."
    )
    mo_ta = "Sự kiện, tổ chức, người, văn bản và địa danh trong tin tức, mỗi khẳng định kèm câu chữ làm chứng."
    for thing in (catalog, dataset):
        graph.add((thing, DCTERMS.description, Literal(description, "en")))
        graph.add((thing, DCTERMS.description, Literal(mo_ta, "vi")))
    for word, language in (("tin tức", "vi"), ("dữ liệu mở", "vi"), ("news", "en"), ("linked data", "en")):
        graph.add((dataset, DCAT.keyword, Literal(word, language)))
    for iri in sorted(set(rdf.prefixes().values())):
        graph.add((dataset, VOID.vocabulary, URIRef(iri)))
    graph.add((dataset, VOID.uriSpace, Literal(base)))
    for name in counts.examples:
        graph.add((dataset, VOID.exampleResource, URIRef(base + name)))
    _sizes(graph, dataset, counts)
    _coverage(graph, catalog, dataset, counts, base)
    for name, (media_type, title) in _FILES.items():
        _distribution(graph, dataset, output / name, base, media_type, title, settings.licence)
    for distribution in graph.objects(dataset, DCAT.distribution):
        for predicate in (DCTERMS.issued, DCTERMS.modified, DCTERMS.language):
            for value in graph.objects(dataset, predicate):
                graph.add((distribution, predicate, value))
    _sources(graph, dataset, base)
    _services(graph, catalog, dataset, base)
    complete(graph)
    with replacing(output / "catalog.ttl") as file:
        file.write(graph.serialize(format="longturtle", encoding="utf-8"))
    with replacing(output / "catalog.jsonld") as file:
        file.write(graph_jsonld(graph, rdf.prefixes()))


def _coverage(graph: Graph, catalog: URIRef, dataset: URIRef, counts: Counts, base: str) -> None:
    """What DCAT-AP 3 recommends and is true of every publication: about what, where, when, how often, for whom, whom
    to ask."""
    contact, period = URIRef(f"{base}catalog#contact"), URIRef(f"{base}catalog#period")
    values = {
        DCAT.theme: EU + "data-theme/GOVE",
        DCTERMS.spatial: EU + "country/VNM",
        DCTERMS.accessRights: EU + "access-right/PUBLIC",
        DCTERMS.accrualPeriodicity: EU + "frequency/IRREG",
        DCTERMS.language: EU + "language/VIE",
        DCAT.landingPage: base,
        DCAT.contactPoint: contact,
        DCTERMS.conformsTo: ONTOLOGY.removesuffix("#"),
    }
    for predicate, value in values.items():
        graph.add((dataset, predicate, URIRef(value)))
    graph.add((contact, VCARD.fn, Literal("Tin Mở")))
    graph.add((contact, VCARD.hasURL, URIRef(base)))
    graph.add((dataset, DCTERMS.identifier, Literal(str(dataset))))
    graph.add((dataset, URIRef(f"{DCAT}version"), Literal(__version__)))
    graph.add((dataset, DCAT.temporalResolution, Literal("P1D", datatype=XSD.duration)))
    for text, language in (
        ("Giấy phép là của dữ liệu; câu chữ được trích thuộc về tác giả của chúng.", "vi"),
        ("The licence is that of the data; the words that are quoted are their authors'.", "en"),
    ):
        graph.add((dataset, RDFS.comment, Literal(text, language)))
    if counts.articles:
        for thing in (catalog, dataset):
            graph.add((thing, DCTERMS.temporal, period))
        graph.add((period, DCAT.startDate, Literal(counts.first_day, datatype=XSD.date)))
        graph.add((period, DCAT.endDate, Literal(counts.last_day, datatype=XSD.date)))
    graph.add((catalog, FOAF.homepage, URIRef(base)))
    for predicate in (DCTERMS.language, DCTERMS.spatial):
        graph.add((catalog, predicate, URIRef(values[predicate])))
    taxonomy = URIRef(EU + "data-theme")
    graph.add((catalog, DCAT.themeTaxonomy, taxonomy))
    graph.add((taxonomy, DCTERMS.title, Literal("Data theme", "en")))


def graph_jsonld(graph: Graph, prefixes: dict[str, str]) -> bytes:
    """A small graph as JSON-LD with prefixes, in a fixed order."""
    document = json.loads(graph.serialize(format="json-ld", context=prefixes, sort_keys=True))
    document["@graph"].sort(key=lambda node: node["@id"])
    for node in document["@graph"]:
        for value in node.values():
            if isinstance(value, list):
                value.sort(key=lambda item: json.dumps(item, sort_keys=True))
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _sizes(graph: Graph, dataset: URIRef, counts: Counts) -> None:
    graph.add((dataset, VOID.triples, Literal(counts.triples)))
    graph.add((dataset, VOID.distinctSubjects, Literal(counts.subjects)))
    graph.add((dataset, VOID.documents, Literal(counts.articles)))
    graph.add((dataset, VOID.properties, Literal(len(counts.properties))))
    graph.add((dataset, VOID.classes, Literal(len(counts.classes))))
    graph.add((dataset, VOID.entities, Literal(sum(counts.entities.values()))))
    for partition, key, number, found in (
        (VOID.classPartition, VOID["class"], VOID.entities, counts.classes),
        (VOID.propertyPartition, VOID.property, VOID.triples, counts.properties),
    ):
        for iri, n in sorted(found.items()):
            part = URIRef(f"{dataset}-{'class' if number == VOID.entities else 'property'}-{_local(iri)}")
            graph.add((dataset, partition, part))
            graph.add((part, RDF.type, VOID.Dataset))
            graph.add((part, key, URIRef(iri)))
            graph.add((part, number, Literal(n)))


def _local(iri: str) -> str:
    prefix = next((p for p, i in sorted(rdf.prefixes().items()) if iri.startswith(i)), "other")
    return f"{prefix}-{iri.rstrip('/#').replace('#', '/').rpartition('/')[2]}"


def _distribution(
    graph: Graph, dataset: URIRef, path: Path, base: str, media_type: str, title: str, licence: str
) -> None:
    file = URIRef(base + path.name)
    distribution = URIRef(f"{base}catalog#{path.name}")
    graph.add((dataset, DCAT.distribution, distribution))
    graph.add((distribution, RDF.type, DCAT.Distribution))
    graph.add((distribution, DCTERMS.title, Literal(title, "en")))
    graph.add((distribution, DCTERMS.description, Literal(title, "en")))
    graph.add((distribution, DCTERMS.license, URIRef(licence)))
    form, status = URIRef(f"{EU}file-type/{_FORMATS[media_type]}"), URIRef(EU + "planned-availability/STABLE")
    graph.add((distribution, DCTERMS["format"], form))
    graph.add((distribution, DCATAP.availability, status))
    graph.add((distribution, DCAT.downloadURL, file))
    graph.add((distribution, DCAT.accessURL, file))
    graph.add((distribution, DCAT.mediaType, URIRef(_IANA + media_type)))
    if path.suffix == ".gz":
        graph.add((distribution, DCAT.compressFormat, URIRef(_IANA + "application/gzip")))
    graph.add((distribution, DCAT.byteSize, Literal(path.stat().st_size, datatype=XSD.nonNegativeInteger)))
    checksum = URIRef(f"{distribution}-checksum")
    graph.add((distribution, SPDX.checksum, checksum))
    graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((checksum, SPDX.checksumValue, Literal(digest_of(path), datatype=XSD.hexBinary)))


def _sources(graph: Graph, dataset: URIRef, base: str) -> None:
    """The registers that vouch for claims, and the software that made them."""
    for iri, titles in REGISTERS.items():
        register = URIRef(base + iri)
        graph.add((dataset, PROV.wasDerivedFrom, register))
        graph.add((register, RDF.type, PROV.Entity))
        for title, language in zip(titles, ("vi", "en"), strict=True):
            graph.add((register, DCTERMS.title, Literal(title, language)))
    software = URIRef(f"{base}software/tinmo/{__version__}")
    graph.add((software, RDF.type, PROV.SoftwareAgent))
    graph.add((software, FOAF.name, Literal("Tin Mở")))
    graph.add((software, SCHEMA.softwareVersion, Literal(__version__)))


def _services(graph: Graph, catalog: URIRef, dataset: URIRef, base: str) -> None:
    """The SPARQL endpoint and the feed."""
    for name, path, title, standard in (
        ("sparql", "sparql", "SPARQL endpoint", "https://www.w3.org/TR/sparql11-protocol/"),
        ("feed", "feed/index.trig", "Linked Data Event Stream of all changes", "https://w3id.org/ldes/specification"),
    ):
        service = URIRef(f"{base}catalog#{name}")
        graph.add((catalog, DCAT.service, service))
        graph.add((service, RDF.type, DCAT.DataService))
        graph.add((service, DCTERMS.title, Literal(title, "en")))
        graph.add((service, DCAT.endpointURL, URIRef(base + path)))
        graph.add((service, DCAT.servesDataset, dataset))
        graph.add((service, DCTERMS.description, Literal(f"{title} of {base}", "en")))
        graph.add((service, DCAT.endpointDescription, URIRef(f"{base}catalog")))
        graph.add((service, DCAT.contactPoint, URIRef(f"{base}catalog#contact")))
        graph.add((service, DCTERMS.accessRights, URIRef(EU + "access-right/PUBLIC")))
        graph.add((service, DCTERMS.conformsTo, URIRef(standard)))
        for predicate in (
            DCTERMS.publisher,
            DCTERMS.license,
            DCTERMS.language,
            DCAT.theme,
            DCAT.keyword,
            DCAT.landingPage,
        ):
            for value in graph.objects(dataset, predicate):
                graph.add((service, predicate, value))
    graph.add((dataset, VOID.sparqlEndpoint, URIRef(base + "sparql")))
