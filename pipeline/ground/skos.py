"""SKOS files of the ontology, as plain values: what each says of each of its subjects."""

from __future__ import annotations

import pyoxigraph as ox

from pipeline.ground.settings import ONTOLOGY, resource

SKOS = "http://www.w3.org/2004/02/skos/core#"
LABELS = (SKOS + "prefLabel", SKOS + "altLabel")
CUE, WORD, UNIT = ONTOLOGY + "cue", ONTOLOGY + "word", ONTOLOGY + "unit"

Values = dict[str, list[str]]
"""Values by predicate, in the order of the file."""


def read_skos(name: str) -> dict[str, Values]:
    """What ontology/NAME.ttl says of each subject, by IRI; of literals in a language, the Vietnamese ones."""
    found: dict[str, Values] = {}
    for quad in ox.parse(resource(f"ontology/{name}.ttl").read_bytes(), ox.RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if not isinstance(subject, ox.NamedNode):
            continue
        if isinstance(value, ox.Literal) and value.language not in (None, "vi"):
            continue
        if isinstance(value, ox.Literal | ox.NamedNode):
            found.setdefault(subject.value, {}).setdefault(quad.predicate.value, []).append(value.value)
    return found


def local(iri: str) -> str:
    """The part of an IRI after "#": the local name of a concept."""
    return iri.partition("#")[2]
