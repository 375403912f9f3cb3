"""The authority file as published: authority.jsonl, its graph of names and retired IRIs, and that of tombstones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from pipeline.ground.files import read_lines, write_lines
from pipeline.record.document import Json, json_line
from pipeline.record.rdf import prefixes
from pipeline.resolution.authority import Entry
from pipeline.vietnamese.names import language_of


def entry_document(entry: Entry) -> Json:
    """One line of authority.jsonl."""
    return {
        "id": entry.iri,
        "kind": entry.kind,
        "name": entry.name,
        "names": [{"name": n, "firstSeen": a, "lastSeen": b, "articles": c} for n, a, b, c in entry.names],
        "articles": list(entry.articles),
        "retired": list(entry.retired),
    }


AUTHORITY = "authority.jsonl"


def write_authority(path: Path, entries: Iterable[Entry], wrong: frozenset[str]) -> int:
    """An authority file: one entity a line, by IRI, without those that people found wrong; returns how many."""
    return write_lines(path, (json_line(entry_document(entry)) for entry in entries if entry.iri not in wrong))


def read_authority(output: Path) -> Iterator[Json]:
    """The entities of a publication; nothing where it has no authority file."""
    path = output / AUTHORITY
    return map(json.loads, read_lines(path)) if path.exists() else iter(())


def graph_nodes(output: Path) -> Iterator[Json]:
    """The authority graph as JSON-LD nodes in the terms of the context's prefixes."""
    for entry in read_authority(output):
        names = entry["names"]
        node: Json = {
            "@id": entry["id"],
            "rdfs:label": _tagged(entry["name"]),
            "tinmo:firstSeen": {"@value": min(seen["firstSeen"] for seen in names), "@type": "xsd:date"},
            "tinmo:lastSeen": {"@value": max(seen["lastSeen"] for seen in names), "@type": "xsd:date"},
        }
        if entry["kind"] == "persons":
            node["foaf:name"] = _tagged(entry["name"])
        if entry["kind"] == "organizations":
            others = {seen["name"] for seen in names} - {entry["name"]}
            node["skos:prefLabel"] = _tagged(entry["name"])
            node["skos:altLabel"] = [_tagged(name) for name in sorted(others)]
        yield node
        yield from ({"@id": r, "dcterms:isReplacedBy": {"@id": entry["id"]}} for r in entry["retired"])


def _tagged(name: str) -> Json:
    """A name as a JSON-LD value, in Vietnamese where it is."""
    language = language_of(name)
    return {"@value": name, "@language": language} if language else {"@value": name}


def tombstone_nodes(output: Path) -> Iterator[Json]:
    """The graph of what was published and is no more, as JSON-LD nodes."""
    path = output / "tombstones.jsonl"
    for stone in map(json.loads, read_lines(path)) if path.exists() else ():
        deleted = {"@value": stone["deleted"], "@type": "xsd:dateTime"}
        yield {"@id": stone["id"], "@type": "as:Tombstone", "as:deleted": deleted}


def graph_lines(nodes: Iterable[Json], base: str) -> list[str]:
    """N-Triples lines of JSON-LD nodes, sorted, each once."""
    lines: set[str] = set()
    waiting = iter(nodes)
    while batch := list(islice(waiting, 500)):
        lines.update(_lines(batch, base))
    return sorted(lines)


def _lines(nodes: list[Json], base: str) -> list[str]:
    text = json.dumps({"@context": prefixes(), "@graph": nodes}, ensure_ascii=False)
    data = ox.serialize(ox.parse(text, ox.RdfFormat.JSON_LD, base_iri=base), format=ox.RdfFormat.N_TRIPLES)
    return (data or b"").decode().splitlines(keepends=True)
