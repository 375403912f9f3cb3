"""SPARQL clients of other projects ask `tinmo serve`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, SPARQLWrapper

import pipeline
from pipeline.record import schemas
from tests.conftest import BASE
from tests.services import CLIENTS, needs, node, tinmo_serve

NAMES = "SELECT ?name WHERE { ?p <http://xmlns.com/foaf/0.1/name> ?name }"
XUAN = "Nguyễn Thị Ngọc Xuân"


@pytest.fixture(scope="module")
def served(published: Path) -> Iterator[str]:
    with tinmo_serve(published) as address:
        yield address


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(served: str, method: str) -> None:
    client = SPARQLWrapper(served + "sparql", returnFormat=JSON)
    client.setMethod(method)
    client.setQuery(NAMES)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert [(row["name"]["value"], row["name"]["xml:lang"]) for row in rows] == [(XUAN, "vi")]


def test_rdflib_sparqlstore(served: str) -> None:
    graph = Graph(SPARQLStore(served + "sparql"))
    assert [str(row[0]) for row in graph.query(NAMES)] == [XUAN]
    thing = URIRef(f"{BASE}person/nguyen-thi-ngoc-xuan/bi-thu-tinh-doan-binh-duong#id")
    assert (thing, URIRef("http://xmlns.com/foaf/0.1/name"), None) in graph


@pytest.mark.clients
@needs("node", CLIENTS / ".bin" / "comunica-sparql")
@pytest.mark.parametrize("source", ["sparql@{0}sparql", "{0}dataset.ttl", "{0}dataset.jsonld"])
def test_comunica_asks_the_endpoint_and_the_files(served: str, source: str) -> None:
    found = json.loads(node("comunica-sparql", source.format(served), NAMES))
    assert [row["name"] for row in found] == [f'"{XUAN}"@vi']


def test_open_dataset_gives_an_rdflib_dataset_over_oxigraph(published: Path) -> None:
    dataset = pipeline.open_dataset(published)
    assert isinstance(dataset, Dataset)
    assert [str(row[0]) for row in dataset.query(NAMES)] == [XUAN]
    article = json.loads((published / "records.jsonl").read_text())["id"]
    document = article.removesuffix("#id")
    assert len(dataset.graph(URIRef(BASE + document))) == len(Graph().parse(published / f"{document}.ttl")) > 100


AJV = """
const Ajv = require('ajv/dist/2020'), formats = require('ajv-formats'), fs = require('fs');
const ajv = new Ajv({ strict: true, allErrors: true });
formats(ajv);
const read = (path) => JSON.parse(fs.readFileSync(path, 'utf8'));
const [folder, records] = process.argv.slice(1);
const schemas = fs.readdirSync(folder).map((name) => read(folder + '/' + name));
schemas.forEach((schema) => ajv.addSchema(schema));
const compiled = schemas.map((schema) => ajv.getSchema(schema.$id));
const check = ajv.getSchema(schemas.find((schema) => schema.$id.endsWith('/record.schema.json')).$id);
const lines = fs.readFileSync(records, 'utf8').trim().split('\\n');
console.log(JSON.stringify([compiled.length, lines.map((line) => check(JSON.parse(line)) || check.errors)]));
"""


@pytest.mark.clients
@needs("node", CLIENTS / "ajv", CLIENTS / "ajv-formats")
def test_the_published_schemas_compile_in_ajv_strict_and_take_the_records(published: Path) -> None:
    folder = published / "schemas" / schemas.VERSION
    compiled, answers = json.loads(node("node", "-e", AJV, str(folder), str(published / "records.jsonl")))
    assert compiled == len(schemas.documents()) == 9
    assert answers == [True]
