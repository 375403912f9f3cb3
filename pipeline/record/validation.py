"""Whether a record keeps its contract: JSON Schema for the document, SHACL for the graph; and what to fix."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import jsonschema
import jsonschema_rs
import rdflib
from pyshacl import validate as shacl_validate

from pipeline.ground.settings import resource
from pipeline.record import rdf

Json = dict[str, Any]
_SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


@lru_cache(maxsize=1)
def record_schema() -> Json:
    """schemas/record.schema.json."""
    schema: Json = json.loads(resource("schemas/record.schema.json").read_text(encoding="utf-8"))
    return schema


@lru_cache(maxsize=1)
def _fast() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(record_schema(), validate_formats=True)


def schema_problems(document: Any) -> list[str]:
    """What is wrong with a record document, one line each: where, and what was expected. Empty if nothing is.

    jsonschema-rs decides (fast), jsonschema explains.
    """
    if _fast().is_valid(document):
        return []
    validator = jsonschema.Draft202012Validator(record_schema(), format_checker=jsonschema.FormatChecker())
    errors = sorted(validator.iter_errors(document), key=lambda e: [str(part) for part in e.absolute_path])
    if errors:
        return [f"at {_where(error)}: {error.message}" for error in errors]
    return [
        f"at {'/'.join(map(str, e.instance_path)) or 'the top'}: {e.message}" for e in _fast().iter_errors(document)
    ]


def _where(error: jsonschema.ValidationError) -> str:
    return "/".join(str(part) for part in error.absolute_path) or "the top"


@lru_cache(maxsize=1)
def shapes() -> rdflib.Graph:
    """The SHACL shapes of ontology/shapes.ttl."""
    return rdflib.Graph().parse(resource("ontology/shapes.ttl"), format="turtle")


def shape_problems(lines: Iterable[bytes]) -> list[str]:
    """What breaks the SHACL shapes in N-Quads lines: the message, and the thing it is about. Empty if nothing does."""
    return graph_problems(rdflib.Graph().parse(data="".join(rdf.without_graph(lines)), format="nt"))


def graph_problems(graph: rdflib.Graph) -> list[str]:
    """As shape_problems, for an rdflib graph."""
    conforms, report, _ = shacl_validate(graph, shacl_graph=shapes(), advanced=False, inference="none")
    if conforms:
        return []
    found = []
    for result in report.subjects(rdflib.RDF.type, _SH.ValidationResult):
        message = report.value(result, _SH.resultMessage)
        found.append(f"{report.value(result, _SH.focusNode)}: {message}")
    return sorted(found)
