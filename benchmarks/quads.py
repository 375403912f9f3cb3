"""Records → N-Quads: triples a second of this program's way, as ratios to rdflib's JSON-LD parser and to PyLD.

    python benchmarks/quads.py

All three read the same record documents (the first article's, with other identifiers) in one run and
write N-Quads text; the best of three rounds counts, since the machine is shared.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import rdflib
from pyld import jsonld

from pipeline.record import rdf
from pipeline.record.document import Json

RECORDS = Path(__file__).parent.parent / "output" / "records.jsonl"
BASE = "https://tinmo.example/"


def documents(count: int) -> list[Json]:
    """`count` record documents that differ in all identifiers."""
    line = RECORDS.read_text(encoding="utf-8").splitlines()[0]
    document = json.loads(line)
    return [json.loads(line.replace(document["id"], f"{document['id']}-{n}")) for n in range(count)]


def with_tinmo(records: list[Json]) -> int:
    """The program's own way: guard and canonical order included."""
    return sum(len(rdf.nquads(record, BASE)) for record in records)


def with_rdflib(records: list[Json]) -> int:
    """rdflib's JSON-LD parser and N-Triples serializer."""
    count = 0
    for record in records:
        document = {**record, "@context": [{"@base": BASE}, rdf.context()]}
        graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld", base=BASE)
        count += graph.serialize(format="nt").count(" .\n")
    return count


def with_pyld(records: list[Json]) -> int:
    """PyLD's toRdf."""
    count = 0
    for record in records:
        document = {**record, "@context": rdf.context()}
        count += str(jsonld.to_rdf(document, {"format": "application/n-quads", "base": BASE})).count(" .\n")
    return count


def only_parsing(records: list[Json]) -> int:
    """pyoxigraph's JSON-LD processor alone, 50 records in one @graph: the fastest of the ready-made ways."""
    count = 0
    for start in range(0, len(records), 50):
        graph = [{k: v for k, v in r.items() if k != "@context"} for r in records[start : start + 50]]
        data = json.dumps({"@context": rdf.context(), "@graph": graph})
        count += sum(1 for _ in ox.parse(data, ox.RdfFormat.JSON_LD, base_iri=BASE))
    return count


def speed(work: Callable[[list[Json]], int], count: int) -> float:
    """Triples a second, best of three."""
    records = documents(count)
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        triples = work(records)
        best = max(best, triples / (time.perf_counter() - start))
    return best


def main() -> None:
    ours, parsing = speed(with_tinmo, 100), speed(only_parsing, 100)
    print(f"pyoxigraph alone  {parsing:>10,.0f} triples/s  (no guard, no order)")
    print(f"tinmo             {ours:>10,.0f} triples/s  (with guard and canonical order)")
    for name, work in (("rdflib", with_rdflib), ("PyLD", with_pyld)):
        theirs = speed(work, 10)
        print(f"{name:<17} {theirs:>10,.0f} triples/s  → tinmo is {ours / theirs:.1f} times as fast")


if __name__ == "__main__":
    main()
