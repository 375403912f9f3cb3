"""What a query is refused for before it runs: SERVICE, found by parsing, and nesting, counted by tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.server.inspection import asks_others, depth


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }",
        "SELECT * { SERVICE<http://a.example/> { ?s ?p ?o } }",
        "SELECT * { SERVICE # gọi ra ngoài\n <http://a.example/> { ?s ?p ?o } }",
        "PREFIX n: <http://a.example/> SELECT * { SERVICE n:sparql { ?s ?p ?o } }",
        "PREFIX : <http://a.example/> SELECT * { SERVICE :sparql { ?s ?p ?o } }",
        "SELECT * { ?where ?p ?o . sErViCe silent ?where { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE ?x { ?s ?p ?o } } }",
        "SELECT * { { SELECT * { OPTIONAL { SERVICE ?x { ?s ?p ?o } } } } UNION {} }",
        "SELECT (EXISTS { SERVICE ?x { ?s ?p ?o } } AS ?y) {}",
        "CONSTRUCT { ?s ?p ?o } WHERE { MINUS { SERVICE ?x { ?s ?p ?o } } }",
        "SELECT * { ?s ?p ?o } ORDER BY (EXISTS { SERVICE ?x { ?s ?p ?o } })",
    ],
)
def test_a_call_to_another_endpoint_is_found_wherever_it_stands(query: str) -> None:
    assert asks_others(query) is True


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "dịch vụ SERVICE <http://a.example/> { }" }',
        "SELECT * { ?s ?p '''SERVICE\n<x> {''' }",
        "SELECT * { ?s ?service <http://a.example/SERVICE> } # SERVICE <x> {",
        "PREFIX service: <http://a.example/> SELECT * { ?s service:service ?o }",
        "SELECT ?name { ?p foaf:name ?name }",
    ],
)
def test_the_word_alone_is_no_call(query: str) -> None:
    assert asks_others(query) is False


def test_what_the_parser_cannot_read_is_not_vouched_for() -> None:
    assert asks_others("SELECT * { ?s ?service ?o . <<( ?a ?b ?c )>> ?d ?e }") is None


@pytest.mark.parametrize(
    ("query", "deep"),
    [
        ("ASK {}", 1),
        ("SELECT * { { ?s ?p ( 1 2 ) } }", 3),
        ('SELECT * { ?s ?p "{{{{" }', 1),
        ("SELECT * { ?s ?p '''{'{\"{''' } # {{{", 1),
        ("SELECT * { ?s <http://a.example/%28(> ?o FILTER(?a<?b) }", 2),
        ("SELECT * " + "{" * 4000 + "}" * 4000, 4000),
        (r"SELECT * { ?s ex:a\( ?o }", 1),
    ],
)
def test_nesting_is_counted_outside_literals_iris_and_comments(query: str, deep: int) -> None:
    assert depth(query) == deep


@given(
    st.text(alphabet="{}()[]SERVICEservice '#<>\\\n").map(lambda text: text.replace("\\", "\\\\").replace("\n", "\\n"))
)
def test_nothing_in_a_literal_counts(words: str) -> None:
    query = f'SELECT * {{ ?s ?p "{words}" }}'
    assert depth(query) == 1
    assert asks_others(query) is False
