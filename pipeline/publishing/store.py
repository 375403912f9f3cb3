"""The Oxigraph store of a publication: bulk load, and queries with the usual prefixes and result formats."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph

from pipeline.ground.errors import PublishError
from pipeline.ground.settings import resource
from pipeline.publishing.private import STORE, place
from pipeline.record import rdf

Changes = Mapping[str, Iterable[str]]
"""N-Triples lines by the IRI of their graph, "" for the default graph."""


def load(output: Path) -> int:
    """Make the store from dataset.nq.gz, evidence.nq.gz and the ontology's files; returns the number of quads."""
    path = place(output, STORE)
    path.parent.mkdir(parents=True, exist_ok=True)
    store = ox.Store(str(path))
    for name in ("dataset.nq.gz", "evidence.nq.gz"):
        with gzip.open(output / name, "rb") as data:
            store.bulk_load(io.BufferedReader(data), format=ox.RdfFormat.N_QUADS)
    for path in _vocabularies():
        graph = ox.NamedNode(_graph_name(path))  # small: a bulk load writes a file of its own, 0.2 s each
        store.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=graph)
    store.flush()
    return len(store)


class StaleStoreError(Exception):
    """The store does not hold what is said to be removed: it must be loaded anew."""


def update(output: Path, published: Path, gone: Changes, new: Changes, graphs: Iterable[str]) -> int:
    """Make output/store/ from the one that stands published: hard links to its files, and what changed.

    gone, new: N-Triples by the graph they are removed from and added to, "" for the default graph. graphs: those that
    are emptied before. Returns by how many quads the store has grown. Raises StaleStoreError, OSError.
    """
    path = place(output, STORE)
    path.parent.mkdir(parents=True, exist_ok=True)
    ox.Store.read_only(str(place(published, STORE))).backup(str(path))
    store, grown = ox.Store(str(path)), 0
    for iri in graphs:
        graph = ox.NamedNode(iri)
        grown -= sum(1 for _ in store.quads_for_pattern(None, None, None, graph))
        store.clear_graph(graph)
    for quad in _quads(gone):
        if quad not in store:
            raise StaleStoreError(str(quad))
        store.remove(quad)
        grown -= 1
    added = [quad for quad in _quads(new) if quad not in store]
    store.extend(added)
    for iri in graphs:
        if next(store.quads_for_pattern(None, None, None, ox.NamedNode(iri)), None) is None:
            store.remove_graph(ox.NamedNode(iri))
    store.flush()
    return grown + len(added)


def _quads(changes: Changes) -> Iterator[ox.Quad]:
    """The quads of N-Triples by graph."""
    for iri, lines in changes.items():
        graph = ox.NamedNode(iri) if iri else ox.DefaultGraph()
        for quad in ox.parse("".join(lines).encode(), ox.RdfFormat.N_TRIPLES):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _vocabularies() -> Iterable[Path]:
    return sorted(p for p in resource("ontology").glob("*.ttl") if not p.name.endswith("shapes.ttl"))


def _graph_name(path: Path) -> str:
    return "https://w3id.org/tinmo/" + ("ontology" if path.stem == "tinmo" else path.stem)


def open_store(output: Path) -> ox.Store:
    """The store of the last publication, to read. Raises PublishError where none is."""
    path = place(output, STORE)
    if not path.is_dir():
        raise PublishError(f"{path}: no store there; run `tinmo publish` first, or name the folder with --output")
    return ox.Store.read_only(str(path))


class _ReadOnlyStore(OxigraphStore):
    def add_graph(self, graph: Graph) -> None:
        """Nothing: `Dataset.graph(iri)` announces a graph that it only wants to read."""


def open_dataset(output: Path) -> Dataset:
    """The store of the last publication as an rdflib Dataset, with the usual prefixes; reads only.

    Its default graph has the facts, each once.
    """
    dataset = Dataset(_ReadOnlyStore(store=open_store(output)), default_union=False)
    for prefix, iri in rdf.prefixes().items():
        dataset.bind(prefix, iri)
    return dataset


def with_prefixes(query: str) -> str:
    """The query with the usual prefixes declared before it, but for those it declares itself."""
    declared = {
        line.split()[1].rstrip(":") for line in query.splitlines() if line.strip().lower().startswith("prefix ")
    }
    head = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in sorted(rdf.prefixes().items()) if p not in declared)
    return head + query


def select(store: ox.Store, query: str) -> Any:
    """The result of a SPARQL query over the facts; named graphs, claims and evidence, can be asked for with GRAPH.

    Raises PublishError that shows where the query is wrong.
    """
    try:
        return store.query(with_prefixes(query))
    except SyntaxError as error:
        raise PublishError(
            f"the query is not SPARQL: {error}; prefixes: {', '.join(sorted(rdf.prefixes()))}"
        ) from error
