"""tinmo validate: records against the JSON Schema, RDF against the SHACL shapes, and what to fix."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rich.console import Console

from pipeline.commands import OK, REJECTS
from pipeline.ground.errors import PublishError, ReadError
from pipeline.record import validation

_ANNOTATION = rdflib.URIRef("http://www.w3.org/ns/oa#Annotation")


def run_validate(files: Iterable[Path], out: Console, console: Console) -> int:
    """Check each file; prints what to fix; returns 0, or 3 where something is wrong."""
    code = OK
    for path in files:
        if not path.is_file():
            raise ReadError(str(path), "there is no such file", "name records or RDF files")
        problems = 0
        for problem in _problems(path):
            if problem:
                problems += 1
                out.print(f"{path}{problem}", highlight=False, markup=False, soft_wrap=True)
        code = REJECTS if problems else code
        out.print(f"{path}: {'valid' if not problems else f'{problems} problems'}", highlight=False)
    return code


def _problems(path: Path) -> Iterator[str]:
    """Yield "" for what is right and ":line: what to fix" for what is not."""
    if path.suffix in {".jsonl", ".json"}:
        lines = path.read_bytes().splitlines() if path.suffix == ".jsonl" else [path.read_bytes()]
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield from _record_problems(line, number)
        return
    graph = _graph(path)
    shown = (None, rdflib.RDF.type, _ANNOTATION) in graph
    yield from (f": {problem}" for problem in validation.graph_problems(graph, evidence=shown))


def _record_problems(line: bytes, number: int) -> Iterator[str]:
    try:
        document = json.loads(line)
    except ValueError as error:
        yield f":{number}: no JSON: {error}"
        return
    found = validation.schema_problems(document)
    yield from (f":{number}: {problem}" for problem in found)
    if not found:
        yield ""


def _graph(path: Path) -> rdflib.Graph:
    name = path.name.removesuffix(".gz")
    form = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld", ".nq": "nquads", ".trig": "trig"}.get(
        Path(name).suffix
    )
    if form is None:
        raise ReadError(
            str(path), "unknown kind of file", "give .jsonl, .json, .ttl, .nt, .nq, .nq.gz, .trig or .jsonld"
        )
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        if form in {"nquads", "trig"}:
            syntax = ox.RdfFormat.N_QUADS if form == "nquads" else ox.RdfFormat.TRIG
            triples = {quad.triple for quad in ox.parse(data, syntax)}
            data, form = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", "nt"
        return rdflib.Graph().parse(data=data, format=form)
    except Exception as error:  # rdflib's parsers raise many kinds
        raise PublishError(f"{path}: no {form}: {error}; correct the file, or give the right ending") from error
