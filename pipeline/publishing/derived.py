"""What follows from the claims and common tools look for: a label and a name on everything, agents, formal bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import pyoxigraph as ox

from pipeline.publishing.references import Concepts, with_broader
from pipeline.record import iris
from pipeline.vietnamese.names import language_of

_RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_NAME = "<https://schema.org/name>"
_DC, _TERMS, _FOAF = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/"
_FROM = (
    _LABEL,
    _NAME,
    "<https://schema.org/headline>",
    "<http://www.w3.org/2004/02/skos/core#prefLabel>",
    f"<{_FOAF}name>",
    f"<{_TERMS}title>",
    "<https://schema.org/roleName>",
    "<https://w3id.org/tinmo/ontology#statementText>",
)
"""What a label and a name are taken from, the first that is there."""
_LONGEST = 80
"""Code points of a label that is taken from what somebody said."""
_AGENTS = {
    f"<{_DC}publisher>": ("publisher", f"<{_TERMS}publisher>"),
    f"<{_DC}creator>": ("author", f"<{_TERMS}creator>"),
}
_ORG = "http://www.w3.org/ns/org#"
_PART, _KIND = f"<{_ORG}subOrganizationOf>", f"<{_ORG}classification>"
_TYPES = "https://w3id.org/tinmo/organization-types#"
_FORMAL = frozenset(_TYPES + name for name in ("state-body", "party-body", "mass-organization", "enterprise"))
"""Kinds of bodies that law and public know as such, with rights of their own."""


def labelled(lines: Iterable[str]) -> Iterator[str]:
    """N-Triples lines by subject, with an rdfs:label and a schema:name where a subject has a name of another kind."""
    for _, block in groupby(lines, key=lambda line: line.partition(" ")[0]):
        found = list(block)
        yield from sorted({*found, *_missing(found)}, key=_type_first)


def _type_first(line: str) -> tuple[bool, str]:
    rest = line.partition(" ")[2]
    return not rest.startswith(_RDF_TYPE), rest


def _missing(lines: list[str]) -> Iterator[str]:
    said: dict[str, list[str]] = {}
    for line in lines:
        said.setdefault(line.split(" ", 2)[1], []).append(line)
    source = next((predicate for predicate in _FROM if predicate in said), None)
    if source is not None:
        subject = lines[0].partition(" ")[0]
        for predicate in (_LABEL, _NAME):
            if predicate not in said:
                yield from (f"{subject} {predicate} {_called(line)} .\n" for line in said[source])


def _called(line: str) -> str:
    """The literal of a line as a label: cut at a word where it is long, in the language that it or its words tell."""
    literal = _object(line)
    words = literal.value
    if len(words) > _LONGEST and "#statementText> " in line:
        words = words[: _LONGEST + 1].rpartition(" ")[0].rstrip("…") + "…"
    return str(ox.Literal(words, language=literal.language or language_of(words)))


def _object(line: str) -> ox.Literal:
    value = next(iter(ox.parse(line, ox.RdfFormat.N_TRIPLES))).object
    assert isinstance(value, ox.Literal)
    return value


def agents_and_bodies(lines: Iterable[str], base: str, concepts: Concepts) -> list[str]:
    """What claims as N-Triples imply of others: publishers and authors as agents, formal bodies and their units.

    dc:publisher and dc:creator have names as articles print them; dcterms:publisher and dcterms:creator are agents.
    org:unitOf is for parts of an org:FormalOrganization alone (The Organization Ontology, 5.1): here a body of a kind
    in _FORMAL that is no part of another; `concepts` tell which kinds are narrower.
    """
    found: set[str] = set()
    wholes: dict[str, str] = {}
    formal: set[str] = set()
    for line in lines:
        subject, predicate, value = line.removesuffix(" .\n").split(" ", 2)
        if predicate in _AGENTS:
            found |= _agent(subject, *_AGENTS[predicate], _object(line).value, base)
        elif predicate == _PART:
            wholes[subject] = value
        elif predicate == _KIND and not _FORMAL.isdisjoint(with_broader([value[1:-1]], concepts)):
            formal.add(subject)
    for part, whole in wholes.items():
        if whole in formal and whole not in wholes:
            found |= {f"{part} <{_ORG}unitOf> {whole} .\n", f"{whole} {_RDF_TYPE} <{_ORG}FormalOrganization> .\n"}
    return sorted(found)


def _agent(article: str, folder: str, predicate: str, name: str, base: str) -> set[str]:
    agent = f"<{base}{folder}/{iris.slug(name)}#id>"
    return {
        f"{article} {predicate} {agent} .\n",
        f"{agent} {_RDF_TYPE} <{_FOAF}Agent> .\n",
        f"{agent} {_RDF_TYPE} <{_TERMS}Agent> .\n",
        f"{agent} {_NAME} {ox.Literal(name)} .\n",
    }
