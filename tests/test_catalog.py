"""catalog.ttl against SEMIC's own shapes of DCAT-AP 3.0.1 (tests/dcat-ap): no violation, all that is recommended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SH, XSD, Graph, Literal, URIRef

from tests.conftest import ROOT

RELAXED = (
    (DCAT.Catalog, DCTERMS.rights),
    (DCAT.Distribution, DCTERMS.rights),
    (DCAT.Dataset, DCAT.spatialResolutionInMeters),
)
"""Properties whose number 3.0.1 no longer bounds."""
VCARD_KIND = URIRef("http://www.w3.org/2006/vcard/ns#Kind")
RECOMMENDED = {
    DCAT.Catalog: (
        DCTERMS.issued,
        DCTERMS.modified,
        DCTERMS.language,
        DCTERMS.license,
        DCTERMS.spatial,
        DCTERMS.temporal,
        DCAT.themeTaxonomy,
        FOAF.homepage,
        DCAT.dataset,
        DCAT.service,
    ),
    DCAT.Dataset: (
        DCAT.contactPoint,
        DCAT.distribution,
        DCAT.keyword,
        DCAT.theme,
        DCTERMS.publisher,
        DCTERMS.spatial,
        DCTERMS.temporal,
        DCTERMS.accessRights,
        DCTERMS.accrualPeriodicity,
        DCTERMS.language,
    ),
    DCAT.Distribution: (
        DCTERMS["format"],
        DCAT.mediaType,
        DCTERMS.license,
        DCTERMS.description,
        DCAT.byteSize,
        URIRef("http://data.europa.eu/r5r/availability"),
    ),
    DCAT.DataService: (
        DCAT.endpointDescription,
        DCAT.servesDataset,
        DCTERMS.license,
        DCAT.contactPoint,
        DCAT.keyword,
        DCAT.theme,
    ),
    DCTERMS.PeriodOfTime: (DCAT.startDate, DCAT.endDate),
    DCTERMS.LicenseDocument: (DCTERMS.type,),
    VCARD_KIND: (URIRef("http://www.w3.org/2006/vcard/ns#fn"),),
}


@pytest.fixture(scope="module")
def shapes() -> Graph:
    graph = Graph().parse(ROOT / "tests" / "dcat-ap" / "dcat-ap-3.0.0-shacl.jsonld")
    for kind, path in RELAXED:
        [shape] = graph.subjects(SH.targetClass, kind)
        for constraint in graph.objects(shape, SH.property):
            if graph.value(constraint, SH.path) == path:
                graph.remove((constraint, SH.maxCount, None))
    return graph


@pytest.fixture
def catalog(published: Path) -> Graph:
    return Graph().parse(published / "catalog.ttl")


def results(graph: Graph, shapes: Graph) -> list[tuple[str, str, str]]:
    """What is wrong, at any severity: focus node, path, constraint."""
    _, report, _ = validate(graph, shacl_graph=shapes)
    assert isinstance(report, Graph)
    return [
        tuple(str(report.value(result, p)) for p in (SH.focusNode, SH.resultPath, SH.sourceConstraintComponent))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    ]  # type: ignore[misc]


def test_the_catalog_conforms_to_semics_shapes(catalog: Graph, shapes: Graph) -> None:
    assert results(catalog, shapes) == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (DCAT.accessURL, None),
        (DCTERMS.title, None),
        (DCTERMS.publisher, Literal("Tin Mở")),
        (DCAT.byteSize, Literal("12", datatype=XSD.decimal)),
        (DCAT.theme, URIRef("https://example.org/no-concept")),
    ],
)
def test_the_shapes_find_what_is_wrong(catalog: Graph, shapes: Graph, path: URIRef, wrong: object) -> None:
    for subject in set(catalog.subjects(path)):
        catalog.remove((subject, path, None))
        if wrong is not None:
            catalog.add((subject, path, wrong))  # type: ignore[arg-type]
    assert {found for _, found, _ in results(catalog, shapes)} >= {str(path)}


def test_several_statements_of_rights_are_allowed_since_3_0_1(catalog: Graph, shapes: Graph) -> None:
    [dataset] = catalog.subjects(RDF.type, DCAT.Catalog)
    for name in ("one", "two"):
        statement = URIRef(f"https://example.org/{name}")
        catalog.add((dataset, DCTERMS.rights, statement))
        catalog.add((statement, RDF.type, DCTERMS.RightsStatement))
    assert results(catalog, shapes) == []


def test_what_the_profile_recommends_is_said_of_everything(catalog: Graph) -> None:
    missing = [
        (str(thing), str(path))
        for kind, paths in RECOMMENDED.items()
        for thing in catalog.subjects(RDF.type, kind)
        for path in paths
        if (thing, path, None) not in catalog
    ]
    assert missing == []
    assert all((None, RDF.type, kind) in catalog for kind in RECOMMENDED)


def test_the_json_ld_of_the_catalog_says_the_same(published: Path, catalog: Graph) -> None:
    other = Graph().parse(data=json.dumps(json.loads((published / "catalog.jsonld").read_text())), format="json-ld")
    assert set(other) == set(catalog)
    assert (None, RDF.type, RDFS.Resource) in other
