"""The authority file as published: authority.jsonl, and its graph of names, retired IRIs and tombstones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from pipeline.ground.files import read_lines, write_lines
from pipeline.record.document import json_line
from pipeline.record.rdf import context
from pipeline.resolution.authority import Entry

Json = dict[str, Any]


def entry_document(entry: Entry) -> Json:
    """One line of authority.jsonl."""
    return {
        "id": entry.iri, "kind": entry.kind, "name": entry.name,
        "names": [{"name": n, "firstSeen": a, "lastSeen": b, "articles": c} for n, a, b, c in entry.names],
        "articles": list(entry.articles), "retired": list(entry.retired),
    }  # fmt: skip


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
            "skos:altLabel": [{"@value": seen["name"], "@language": "vi"} for seen in names],
            "tinmo:firstSeen": {"@value": min(seen["firstSeen"] for seen in names), "@type": "xsd:date"},
            "tinmo:lastSeen": {"@value": max(seen["lastSeen"] for seen in names), "@type": "xsd:date"},
            "schema:subjectOf": [{"@id": article} for article in entry["articles"]],
        }
        if entry["retired"]:
            node["owl:sameAs"] = [{"@id": retired} for retired in entry["retired"]]
        yield node
        yield from ({"@id": r, "dcterms:isReplacedBy": {"@id": entry["id"]}} for r in entry["retired"])
    path = output / "tombstones.jsonl"
    for stone in map(json.loads, read_lines(path)) if path.exists() else ():
        deleted = {"@value": stone["deleted"], "@type": "xsd:dateTime"}
        yield {"@id": stone["id"], "@type": "as:Tombstone", "as:deleted": deleted}


def graph_lines(output: Path, base: str) -> list[str]:
    """N-Triples lines of the authority graph, each once, in no particular order."""
    lines: set[str] = set()
    batch: list[Json] = []
    for node in graph_nodes(output):
        batch.append(node)
        if len(batch) == 500:
            lines.update(_lines(batch, base))
            batch = []
    return [*lines.union(_lines(batch, base))]


def _lines(nodes: list[Json], base: str) -> list[str]:
    prefixes = {name: iri for name, iri in context().items() if isinstance(iri, str)}
    text = json.dumps({"@context": prefixes, "@graph": nodes}, ensure_ascii=False)
    data = ox.serialize(ox.parse(text, ox.RdfFormat.JSON_LD, base_iri=base), format=ox.RdfFormat.N_TRIPLES)
    return (data or b"").decode().splitlines(keepends=True)
