"""The dataset's files, streams all: records.jsonl, dataset.ttl, dataset.jsonld, dataset.nq.gz, evidence.nq.gz.

The facts are every triple once, merged over all articles, with what they refer to: the default graph. Each article's
claims are a named graph, and the words that show them another one, in a file of its own.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator
from heapq import merge
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from pipeline.ground.files import join_files, read_lines, replacing, write_gzip, write_lines
from pipeline.ground.settings import Settings
from pipeline.publishing.derived import labelled
from pipeline.publishing.descriptions import jsonld_nodes
from pipeline.publishing.turtle import TurtleWriter
from pipeline.record import rdf

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def write_records(output: Path, shards: Iterable[Path]) -> None:
    """records.jsonl: one published record a line, shard by shard."""
    with replacing(output / "records.jsonl") as file:
        join_files(file, shards)


def write_facts(path: Path, shards: Iterable[Path], known: list[str]) -> int:
    """The facts as sorted N-Triples: the distinct lines of sorted files and of `known`, labelled; returns how many."""
    sources = [*(read_lines(shard) for shard in shards), sorted(known, key=triple_order)]
    return write_lines(path, labelled(line for line, _ in groupby(merge(*sources, key=triple_order))))


def triple_order(line: str) -> tuple[str, str, bool, str]:
    """Sort key of an N-Triples line: document, subject, rdf:type first, the rest."""
    subject, _, rest = line.partition(" ")
    return document_of(subject[1:-1]), subject, not rest.startswith(RDF_TYPE), rest


def document_of(subject: str) -> str:
    """IRI of the document that says what a subject is; that of an article's evidence is described in the article's."""
    return subject.partition("#")[0].removesuffix("/evidence")


def write_quads(output: Path, facts: Path, claims: Iterable[Path], graphs: dict[str, list[str]]) -> int:
    """dataset.nq.gz: the facts in the default graph, then a named graph an article, then `graphs` by IRI.

    claims: files in gzip, whose quads are not counted. Returns the number of the other quads.
    """
    others = (f"{line.removesuffix(' .' + chr(10))} <{iri}> .\n" for iri, lines in graphs.items() for line in lines)
    with replacing(output / "dataset.nq.gz") as file:
        count = write_gzip(file, read_lines(facts))
        join_files(file, claims)
        return count + write_gzip(file, others)


def write_evidence(output: Path, shards: Iterable[Path]) -> None:
    """evidence.nq.gz: the evidence of each article in a named graph of its own; the shards are in gzip already."""
    with replacing(output / "evidence.nq.gz") as file:
        join_files(file, shards)
        write_gzip(file, ())


def write_turtle(output: Path, facts: Path, settings: Settings) -> None:
    """dataset.ttl: the facts, by subject, with prefixes."""
    write_lines(output / "dataset.ttl", TurtleWriter(settings.base, _turtle_prefixes()).lines(triples(facts)))


def write_jsonld(output: Path, facts: Path, settings: Settings) -> None:
    """dataset.jsonld: the facts, one node a line, with prefixes and base inside, so that it opens offline."""
    context = json.dumps({"@base": settings.base, **rdf.context_prefixes()}, ensure_ascii=False, indent=1)
    with replacing(output / "dataset.jsonld") as file:
        file.write(f'{{"@context": {context},\n"@graph": ['.encode())
        separator = "\n"
        for node in jsonld_nodes(triples(facts), settings.base):
            file.write((separator + json.dumps(node, ensure_ascii=False)).encode())
            separator = ",\n"
        file.write(b"\n]}\n")


def triples(facts: Path) -> Iterator[ox.Triple]:
    """The triples of a file of N-Triples, in its order."""
    return (quad.triple for quad in ox.parse(path=str(facts), format=ox.RdfFormat.N_TRIPLES))


def subject_iri(triple: ox.Triple) -> str:
    """IRI of a triple's subject; our facts have no others."""
    assert isinstance(triple.subject, ox.NamedNode)
    return triple.subject.value


def documents(facts: Path, among: Container[str] | None = None) -> Iterator[tuple[str, list[ox.Triple]]]:
    """The facts by document: its IRI, and the triples of all subjects that it describes. among: only these documents;
    None: all."""
    for name, lines in groupby(read_lines(facts), key=lambda line: document_of(line.partition(" ")[0][1:-1])):
        if among is None or name in among:
            text = "".join(lines).encode()
            yield name, [quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)]


def differences(before: Path, after: Path) -> Iterator[tuple[bool, str]]:
    """What two files of N-Triples in `triple_order` do not share: (whether it is new, line), in order."""
    old, new = read_lines(before), read_lines(after)
    one, other = next(old, None), next(new, None)
    while one is not None or other is not None:
        if one == other:
            one, other = next(old, None), next(new, None)
        elif other is None or (one is not None and triple_order(one) < triple_order(other)):
            assert one is not None
            yield False, one
            one = next(old, None)
        else:
            yield True, other
            other = next(new, None)


def _turtle_prefixes() -> dict[str, str]:
    schemes = {
        "event": "event-types",
        "role": "roles",
        "orgtype": "organization-types",
        "doctype": "document-types",
        "level": "place-levels",
        "statement": "statement-kinds",
    }
    named = {prefix: f"https://w3id.org/tinmo/{scheme}#" for prefix, scheme in schemes.items()}
    return rdf.context_prefixes() | named
