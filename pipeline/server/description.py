"""What the endpoint says of itself: https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

import pyoxigraph as ox

from pipeline.server import negotiation
from pipeline.server.engine import GRAPH_TYPES

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LANGUAGES = ("SPARQL10Query", "SPARQL11Query")
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG",
)  # fmt: skip
_WRITTEN = {
    "ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD, "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML, "nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG,
}  # fmt: skip


def service_triples(base: str, union: bool) -> list[ox.Triple]:
    """The description of the endpoint at base + "sparql"; `union`: its default graph is the union of all."""
    service, described = f"{base}sparql", f"{base}sparql#dataset"
    found: list[tuple[str, str, str]] = [
        (service, "endpoint", service),
        *((service, "supportedLanguage", _SD + name) for name in _LANGUAGES),
        *((service, "resultFormat", _FORMATS + name) for name in _RESULTS),
        (service, "defaultDataset", described),
        (described, "defaultGraph", f"{base}sparql#default-graph"),
    ]
    if union:
        found.append((service, "feature", _SD + "UnionDefaultGraph"))
    classes = {service: "Service", described: "Dataset", f"{base}sparql#default-graph": "Graph"}
    triples = [ox.Triple(ox.NamedNode(s), _TYPE, ox.NamedNode(_SD + kind)) for s, kind in classes.items()]
    triples += [ox.Triple(ox.NamedNode(s), ox.NamedNode(_SD + p), ox.NamedNode(o)) for s, p, o in found]
    void = ox.NamedNode("http://rdfs.org/ns/void#sparqlEndpoint")
    return [*triples, ox.Triple(ox.NamedNode(f"{base}catalog#dataset"), void, ox.NamedNode(service))]


def service_description(base: str, union: bool, accept: str) -> tuple[bytes, str] | None:
    """The description in the form that `accept` ranks highest, with its media type; None where there is none such."""
    form = negotiation.choose(accept, GRAPH_TYPES)
    if form is None:
        return None
    prefixes = {"sd": _SD, "formats": _FORMATS, "void": "http://rdfs.org/ns/void#"}
    data = ox.serialize(service_triples(base, union), format=_WRITTEN[form], prefixes=prefixes) or b""
    media_type = GRAPH_TYPES[form]
    return data, f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
