"""Asking: SPARQL with the usual prefixes over the last publication, in five forms, and from rdflib."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
from pathlib import Path
from types import ModuleType

import pytest
import rdflib

from pipeline.commands.query import answer, as_csv
from pipeline.ground.errors import PublishError
from pipeline.publishing.private import STORE, place
from pipeline.publishing.store import open_store, with_prefixes
from tests.conftest import ROOT

PEOPLE = "SELECT ?name WHERE { ?p a schema:Person ; foaf:name ?name }"


def asked(query: str, output: Path, form: str) -> str:
    out = io.StringIO()
    answer(query, output, form, out)
    return out.getvalue()


@pytest.fixture(scope="module")
def questions() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", ROOT / "docs" / "queries" / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_twenty_answers_in_the_docs_are_true_and_none_is_empty(questions: ModuleType, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "queries" / "README.md").read_text(encoding="utf-8")
    output = questions.publish(tmp_path)
    assert questions.page(output) == page
    queries = sorted((ROOT / "docs" / "queries").glob("*.rq"))
    assert len(queries) == 20
    for path in queries:
        vi, en, body = path.read_text(encoding="utf-8").split("\n", 2)
        assert (vi[:6], en[:6]) == ("# vi: ", "# en: ")
        assert len(as_csv(body, output).splitlines()) > 1, path.name


def test_who_held_which_role_where_and_when(published: Path) -> None:
    rows = list(csv.reader(io.StringIO(as_csv((ROOT / "docs/queries/01-roles.rq").read_text("utf-8"), published))))
    assert rows[1:] == [["Nguyễn Thị Ngọc Xuân", "Bí thư", "Tỉnh Đoàn Bình Dương", "2020-12-03"]]


def test_a_select_has_table_csv_and_json(published: Path) -> None:
    assert "Nguyễn Thị Ngọc Xuân" in asked(PEOPLE, published, "table")
    assert asked(PEOPLE, published, "csv") == "name\nNguyễn Thị Ngọc Xuân\n"
    bindings = json.loads(asked(PEOPLE, published, "json"))["results"]["bindings"]
    assert bindings[0]["name"]["value"] == "Nguyễn Thị Ngọc Xuân"


def test_a_construct_has_turtle_and_json_ld(published: Path) -> None:
    query = PEOPLE.replace("SELECT ?name", "CONSTRUCT { ?p foaf:name ?name }")
    assert '"Nguyễn Thị Ngọc Xuân"@vi' in asked(query, published, "ttl")
    graph = rdflib.Graph().parse(data=asked(query, published, "jsonld"), format="json-ld")
    assert len(graph) == 1


@pytest.mark.parametrize(("query", "form"), [(PEOPLE, "ttl"), ("DESCRIBE <https://tinmo.example/x>", "csv")])
def test_a_form_that_does_not_fit_is_refused(published: Path, query: str, form: str) -> None:
    with pytest.raises(PublishError, match="--format"):
        asked(query, published, form)


def test_a_wrong_query_is_shown_where_it_is_wrong(published: Path) -> None:
    with pytest.raises(PublishError, match="the query is not SPARQL"):
        asked("SELEKT ?x", published, "table")


def test_no_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="run `tinmo publish` first"):
        open_store(tmp_path)


def test_a_prefix_of_ones_own_wins() -> None:
    query = "PREFIX schema: <http://schema.org/>\nSELECT ?x WHERE { ?x a schema:Person }"
    assert with_prefixes(query).count("PREFIX schema:") == 1


def test_rdflib_asks_the_same_store_through_oxrdflib(published: Path) -> None:
    dataset = rdflib.Dataset(store="Oxigraph", default_union=False)
    dataset.store.open(str(place(published, STORE)))
    try:
        names = [str(row[0]) for row in dataset.query(with_prefixes(PEOPLE))]
    finally:
        dataset.close()
    assert names == ["Nguyễn Thị Ngọc Xuân"]
