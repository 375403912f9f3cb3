"""The dataset's files: records.jsonl, dataset.jsonld, dataset.ttl, dataset.nq.gz. All are streams over the shards."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from pipeline.ground.files import read_lines, replacing, write_gzip, write_lines
from pipeline.ground.settings import Settings
from pipeline.publishing.turtle import TurtleWriter
from pipeline.record import rdf

Json = dict[str, Any]
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def write_records(output: Path, shards: Iterable[Path]) -> int:
    """records.jsonl: one published record a line, shard by shard; returns how many."""
    return write_lines(output / "records.jsonl", (line for shard in shards for line in read_lines(shard)))


def write_jsonld(output: Path, shards: Iterable[Path], known: Iterable[Json], settings: Settings) -> None:
    """dataset.jsonld: the records and the authority graph, with context and base, so that it opens offline."""
    context = json.dumps({"@base": settings.base, **rdf.context()}, ensure_ascii=False, indent=1)
    with replacing(output / "dataset.jsonld") as file:
        file.write(f'{{"@context": {context},\n"@graph": ['.encode())
        separator = "\n"
        for document in chain((json.loads(line) for shard in shards for line in read_lines(shard)), known):
            document.pop("@context", None)
            file.write((separator + json.dumps(document, ensure_ascii=False)).encode())
            separator = ",\n"
        file.write(b"\n]}\n")


def write_quads(output: Path, shards: Iterable[Path], known: list[str], settings: Settings) -> int:
    """dataset.nq.gz: one named graph an article, then that of the authority file; returns the number of quads."""
    graph = f" <{settings.base}authority> .\n"
    articles = (line for shard in shards for line in read_lines(shard))
    return write_gzip(output / "dataset.nq.gz", chain(articles, (line.removesuffix(" .\n") + graph for line in known)))


def merged_triples(shards: Iterable[Path], known: list[str]) -> Iterator[str]:
    """The distinct lines of sorted N-Triples files and of `known`, sorted, with rdf:type first of each subject."""
    sources = [*(read_lines(shard) for shard in shards), known]
    return (line for line, _ in groupby(heapq.merge(*sources, key=triple_order)))


def triple_order(line: str) -> tuple[bool, str, bool, str]:
    """Sort key of an N-Triples line: things before stretches of text, then subject, rdf:type, the rest."""
    subject, _, rest = line.partition(" ")
    return "/article/" in subject and "#" in subject, subject, not rest.startswith(RDF_TYPE), rest


def write_turtle(output: Path, shards: Iterable[Path], known: list[str], settings: Settings) -> int:
    """dataset.ttl: all claims in one graph, by subject, with prefixes; returns the number of triples."""
    counted = 0

    def triples() -> Iterator[ox.Triple]:
        nonlocal counted
        for line in merged_triples(shards, known):
            counted += 1
            yield next(iter(ox.parse(line, ox.RdfFormat.N_TRIPLES))).triple

    write_lines(output / "dataset.ttl", TurtleWriter(settings.base, _turtle_prefixes()).lines(triples()))
    return counted


def _turtle_prefixes() -> dict[str, str]:
    schemes = {"event": "event-types", "role": "roles", "orgtype": "organization-types", "doctype": "document-types",
               "level": "place-levels", "statement": "statement-kinds"}  # fmt: skip
    named = {prefix: f"https://w3id.org/tinmo/{scheme}#" for prefix, scheme in schemes.items()}
    return rdf.context_prefixes() | named
