"""How long a fact takes to its confidence and its words, in a store of a million synthetic quads (or as many as asked).

python benchmarks/evidence.py 1000000
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator

import pyoxigraph as ox

from pipeline.publishing.store import select

BASE = "https://tinmo.example/"
RDF, OA = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/ns/oa#"
TINMO = "https://w3id.org/tinmo/ontology#"
FACTS = 20
"""Facts of an article; each has a claim, a line in the default graph, and ten quads of evidence."""
QUERIES = {
    "confidence of this fact": """SELECT ?confidence WHERE { GRAPH ?g {
        ?e rdf:subject <%(thing)s> ; rdf:predicate schema:name ; rdf:object "Tên 7" ;
           tinmo:confidence ?confidence } }""",
    "the words behind it": """SELECT ?words WHERE { GRAPH ?g {
        ?e rdf:subject <%(thing)s> ; rdf:predicate schema:name ; oa:hasTarget/oa:hasSelector/oa:exact ?words } }""",
    "the words behind all facts of an article": """SELECT ?p ?words WHERE {
        GRAPH <%(article)s> { ?s ?p ?o }
        GRAPH <%(article)s/evidence> { ?e rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
                                         oa:hasTarget/oa:hasSelector/oa:exact ?words } }""",
    "the least sure facts of a thing in all articles": """SELECT ?o ?confidence WHERE {
        GRAPH ?g { ?e rdf:subject <%(thing)s> ; rdf:predicate schema:name ; rdf:object ?o ;
                      tinmo:confidence ?confidence }
        } ORDER BY ?confidence LIMIT 10""",
}


def article(number: int) -> Iterator[str]:
    """The quads of one article: facts about things that a hundred articles share."""
    graph = f"<{BASE}article/{number}>"
    for n in range(FACTS):
        thing = f"<{BASE}organization/{(number * FACTS + n) % 997}#id>"
        fact = f'{thing} <https://schema.org/name> "Tên {n}"'
        evidence = f"{BASE}article/{number}/evidence"
        e, stretch = f"<{evidence}#char={n};name>", f"<{evidence}#char={n}>"
        yield f"{fact} .\n"
        yield f"{fact} {graph} .\n"
        for line in (
            f"{e} <{RDF}type> <{OA}Annotation>",
            f"{e} <{RDF}subject> {thing}",
            f"{e} <{RDF}predicate> <https://schema.org/name>",
            f'{e} <{RDF}object> "Tên {n}"',
            f'{e} <{TINMO}confidence> "0.9"',
            f"{e} <{OA}hasTarget> {stretch}",
            f"{stretch} <{OA}hasSource> {graph[:-1]}#id>",
            f"{stretch} <{OA}hasSelector> {stretch[:-1]};quote>",
            f"{stretch[:-1]};quote> <{RDF}type> <{OA}TextQuoteSelector>",
            f'{stretch[:-1]};quote> <{OA}exact> "Tên {n}"',
        ):
            yield f"{line} <{evidence}> .\n"


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        store = ox.Store(folder)
        articles = wanted // (FACTS * 12)
        for first in range(0, articles, 1000):
            lines = "".join(line for n in range(first, min(first + 1000, articles)) for line in article(n))
            store.bulk_load(lines.encode(), format=ox.RdfFormat.N_QUADS)
        store.flush()
        print(f"{len(store):,} quads, {articles:,} articles")
        place = {"thing": f"{BASE}organization/7#id", "article": f"{BASE}article/0"}
        for name, query in QUERIES.items():
            started = time.perf_counter()
            rows = len(list(select(store, query % place)))
            print(f"{name:50} {rows:5} rows  {1000 * (time.perf_counter() - started):8.1f} ms")


if __name__ == "__main__":
    main()
