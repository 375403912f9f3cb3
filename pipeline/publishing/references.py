"""What facts refer to and no article describes: concepts of our schemes, registers, the program, each with a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from pipeline.ground.settings import resource
from pipeline.record import rdf
from pipeline.registers import cities, countries, laws, places

_NAMESPACE = "https://w3id.org/tinmo/"
_CONCEPT = re.compile(rf"{re.escape(_NAMESPACE)}(?:{'|'.join(rdf.CONCEPT_SCHEMES)})#[^>]+")
_ROLES = f"{_NAMESPACE}roles#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_KEPT = frozenset(
    {
        _TYPE,
        _RDFS_LABEL,
        "http://purl.org/dc/terms/title",
        *(_SKOS + name for name in ("prefLabel", "broader", "inScheme", "topConceptOf", "exactMatch", "closeMatch")),
    }
)
"""What is said of a concept here; the words that the grammar looks for stay in the scheme's own file."""
REGISTERS = {
    laws.IRI: (
        "Danh mục văn bản pháp luật, theo Bộ pháp điển",
        "Register of legal documents, as the official codification (Bộ pháp điển) cites them",
    ),
    places.IRI: (
        "Danh mục đơn vị hành chính, theo gói vietnamadminunits (mã của Tổng cục Thống kê)",
        "Administrative units of Vietnam, from the package vietnamadminunits (General Statistics Office codes)",
    ),
    cities.IRI: (
        "Danh mục thành phố nước ngoài, theo GeoNames (CC BY 4.0)",
        "Cities abroad, from GeoNames (geonames.org, CC BY 4.0)",
    ),
    countries.IRI: (
        "Danh mục quốc gia và vùng lãnh thổ, theo ISO 3166-1, Unicode CLDR và GeoNames (CC BY 4.0)",
        "Countries and territories, from ISO 3166-1, Unicode CLDR and GeoNames (geonames.org, CC BY 4.0)",
    ),
}
"""Title of each register in Vietnamese and English, by IRI."""


Concepts = Mapping[str, list[ox.Triple]]
"""The kept triples of concepts and schemes, by subject."""


def concepts_in(lines: Iterable[str]) -> set[str]:
    """IRIs of the concepts that N-Triples lines name."""
    return {iri for line in lines for iri in _CONCEPT.findall(line)}


def reference_lines(concepts: Iterable[str], software: Iterable[str], base: str, known: Concepts) -> list[str]:
    """N-Triples lines about concepts with all that are broader, their schemes, the registers, and versions of tinmo.

    software: IRIs of versions of the program, relative to the base. known: what all concepts say.
    """
    described = list(with_broader(concepts, known))
    found = {f"{triple} .\n" for iri in described for triple in known.get(iri, ())}
    found |= {f"<{iri}> <{_TYPE}> <http://www.w3.org/ns/org#Role> .\n" for iri in described if iri.startswith(_ROLES)}
    prov, title = "http://www.w3.org/ns/prov#", "http://purl.org/dc/terms/title"
    for iri, texts in REGISTERS.items():
        found.add(f"<{base}{iri}> <{_TYPE}> <{prov}Entity> .\n")
        for text, language in zip(texts, ("vi", "en"), strict=True):
            found |= {f"<{base}{iri}> <{p}> {ox.Literal(text, language=language)} .\n" for p in (title, _RDFS_LABEL)}
    for iri in software:
        version = ox.Literal(iri.rpartition("/")[2])
        found |= {
            f"<{base}{iri}> <{_TYPE}> <{prov}SoftwareAgent> .\n",
            f"<{base}{iri}> <{_TYPE}> <https://schema.org/SoftwareApplication> .\n",
            f'<{base}{iri}> <https://schema.org/name> "Tin Mở" .\n',
            f"<{base}{iri}> <{_RDFS_LABEL}> {ox.Literal(f'Tin Mở {version.value}')} .\n",
            f"<{base}{iri}> <https://schema.org/softwareVersion> {version} .\n",
        }
    return sorted(found)


def with_broader(concepts: Iterable[str], known: Concepts) -> Iterator[str]:
    """IRIs of concepts, of all that are broader, and of their schemes; each once."""
    waiting, seen = list(concepts), set[str]()
    while waiting:
        iri = waiting.pop()
        if iri not in seen:
            seen.add(iri)
            yield iri
            waiting += [
                triple.object.value
                for triple in known.get(iri, ())
                if triple.predicate.value in (_SKOS + "broader", _SKOS + "inScheme")
                and isinstance(triple.object, ox.NamedNode)
            ]


def load_concepts() -> Concepts:
    """The kept triples of all concepts and schemes, by subject."""
    found: dict[str, list[ox.Triple]] = {}
    for scheme in rdf.CONCEPT_SCHEMES:
        for quad in ox.parse(resource(f"ontology/{scheme}.ttl").read_bytes(), ox.RdfFormat.TURTLE):
            if quad.predicate.value in _KEPT and isinstance(quad.subject, ox.NamedNode):
                found.setdefault(quad.subject.value, []).append(quad.triple)
    return found
