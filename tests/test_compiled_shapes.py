"""The shapes compiled into checks: what they accept pySHACL accepts, and what our shapes say they can check."""

from __future__ import annotations

import random
from typing import Any

import pytest

from pipeline.record import rdf, validation
from pipeline.record.shapes import NotCompiled, Shapes
from tests.conftest import A_DAY, ANALYSER, BASE, an_article

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://example.org/> .
"""
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    from pipeline.record.document import to_document
    from pipeline.workflow.stages import record_of

    body = "Ngày 3/12, ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, dự họp về Luật số 57/2020/QH14."
    document: dict[str, Any] = to_document(record_of(an_article(body, "Tin thứ nhất"), A_DAY, ANALYSER))
    return rdf.nquads(document, BASE)


def test_our_shapes_can_be_compiled_and_accept_an_article(lines: list[bytes]) -> None:
    assert len(validation.compiled().checks) >= 10
    assert validation.compiled().conform(lines)
    assert validation.graph_problems(_graph(lines), evidence=True) == []


def test_what_they_accept_pyshacl_accepts(lines: list[bytes]) -> None:
    """One statement left out, or said with another value, of every property; a few of them by pySHACL."""
    by_property = {line.split(b" ", 2)[1]: line for line in lines}
    changed = [[line for line in lines if line != left] for left in by_property.values()]
    changed += [
        [*lines, line.replace(line.split(b" ", 2)[2], b'"other" <https://g.invalid/> .\n')]
        for line in by_property.values()
    ]
    refused = [not validation.compiled().conform(found) for found in changed]
    assert 20 < sum(refused) < len(changed)
    sample = random.Random(3).sample([*zip(changed, refused, strict=True)], 12)
    for found, bad in sample:
        assert bad or validation.graph_problems(_graph(found), evidence=True) == []


def _graph(lines: list[bytes]) -> Any:
    import rdflib

    return rdflib.Graph().parse(data="".join(rdf.without_graph(lines)), format="nt")


@pytest.mark.parametrize(
    ("constraint", "good", "bad"),
    [
        ("sh:minCount 1", ['"a"'], []),
        ("sh:maxCount 1", ['"a"', '"a"'], ['"a"', '"b"']),
        ("sh:nodeKind sh:IRI", ["<https://x.invalid/>"], ['"https://x.invalid/"']),
        ("sh:datatype xsd:date", [f'"2020-02-29"^^<{XSD}date>'], [f'"2021-02-29"^^<{XSD}date>']),
        ("sh:datatype xsd:hexBinary", [f'"0aFF"^^<{XSD}hexBinary>'], [f'"0aF"^^<{XSD}hexBinary>']),
        ("sh:datatype xsd:decimal", [f'"0.5"^^<{XSD}decimal>'], ['"0.5"']),
        ("sh:maxInclusive 1", [f'"1.0"^^<{XSD}decimal>'], [f'"1.01"^^<{XSD}decimal>']),
        ("sh:minInclusive 0", [f'"0"^^<{XSD}decimal>'], [f'"-0.1"^^<{XSD}decimal>']),
        ('sh:languageIn ("vi")', ['"a"@vi'], ['"a"@en']),
        ('sh:pattern "^https://x"', ["<https://x.invalid/>"], ["<http://x.invalid/>"]),
        ("sh:hasValue ex:b", ["<https://example.org/b>"], ["<https://example.org/c>"]),
        ("sh:class ex:Thing", ["<https://example.org/me>"], ["<https://example.org/you>"]),
        ("sh:lessThan ex:other", [f'"2020-01-01"^^<{XSD}date>'], [f'"2020-01-02"^^<{XSD}date>']),
        ("sh:lessThanOrEquals ex:other", [f'"2020-01-02"^^<{XSD}date>'], [f'"2020-01-03"^^<{XSD}date>']),
    ],
)
def test_each_constraint_tells_good_from_bad(constraint: str, good: list[str], bad: list[str]) -> None:
    shape = f"{PREFIXES} ex:S sh:targetClass ex:Thing ; sh:property [ sh:path ex:p ; {constraint} ] ."
    shapes = Shapes.compile(shape.encode())
    assert shapes.conform(_said(good))
    assert not shapes.conform(_said(bad))


def _said(values: list[str]) -> list[bytes]:
    me, graph = "<https://example.org/me>", "<https://example.org/g>"
    said = [
        f"{me} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/Thing> {graph} .\n",
        f'{me} <https://example.org/other> "2020-01-02"^^<{XSD}date> {graph} .\n',
    ]
    return [
        line.encode() for line in [*said, *(f"{me} <https://example.org/p> {value} {graph} .\n" for value in values)]
    ]


@pytest.mark.parametrize("what", ["sh:property [ sh:path ex:p ; sh:uniqueLang true ]", "sh:closed true",
                                  "sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ]",
                                  "sh:property [ sh:path ex:p ; sh:datatype xsd:gYear ]"])  # fmt: skip
def test_what_the_compiler_does_not_know_it_refuses(what: str) -> None:
    with pytest.raises(NotCompiled):
        Shapes.compile(f"{PREFIXES} ex:S sh:targetClass ex:Thing ; {what} .".encode())
