"""tinmo query: answers to SPARQL queries, as a table, CSV, JSON, Turtle or JSON-LD."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, TextIO

import pyoxigraph as ox
from pyld import jsonld
from rich.console import Console
from rich.table import Table

from pipeline.ground.errors import PublishError
from pipeline.publishing import store
from pipeline.publishing.release import settle
from pipeline.record import rdf


def answer(sparql: str, output: Path, form: str, out: TextIO) -> None:
    """Write the answer of a query over the publication in `output`; raises PublishError where it has no such form."""
    settle(output)
    result = store.select(store.open_store(output), sparql)
    if isinstance(result, ox.QueryTriples):
        out.write(_triples(result, "ttl" if form == "table" else form))
    elif form == "table":
        _table(result, out)
    elif form in {"csv", "json"}:
        kind = ox.QueryResultsFormat.CSV if form == "csv" else ox.QueryResultsFormat.JSON
        data = result.serialize(format=kind).decode()
        out.write(data.replace("\r\n", "\n") if form == "csv" else data + "\n")
    else:
        raise PublishError(f"--format {form} is for CONSTRUCT and DESCRIBE; a SELECT or ASK has table, csv, json")


def _triples(result: ox.QueryTriples, form: str) -> str:
    triples = sorted(result, key=str)
    if form == "ttl":
        data = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=rdf.prefixes())
        return (data or b"").decode()
    if form == "jsonld":
        expanded = jsonld.from_rdf((ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode())
        compact: Any = jsonld.compact(expanded, rdf.context())
        return json.dumps(compact, ensure_ascii=False, indent=1) + "\n"
    raise PublishError(f"--format {form} is for SELECT and ASK; a CONSTRUCT or DESCRIBE has ttl, jsonld")


def _table(result: Any, out: TextIO) -> None:
    console = Console(file=out) if out.isatty() else Console(file=out, width=200)
    if isinstance(result, ox.QueryBoolean):
        console.print("yes" if result else "no")
        return
    names = [variable.value for variable in result.variables]
    table = Table(*names)
    rows = 0
    for solution in result:
        table.add_row(*(_cell(solution[name]) for name in names))
        rows += 1
    console.print(table)
    console.print(f"{rows} rows" if rows != 1 else "1 row")


def _cell(term: Any) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        for prefix, iri in rdf.prefixes().items():
            if term.value.startswith(iri) and "/" not in term.value[len(iri) :]:
                return f"{prefix}:{term.value[len(iri) :]}"
    return str(term.value) if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def as_csv(sparql: str, output: Path) -> str:
    """The answer of a query as CSV text."""
    out = io.StringIO()
    answer(sparql, output, "csv", out)
    return out.getvalue()
