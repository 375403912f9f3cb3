"""Whether a record keeps its contract: JSON Schema for the document, SHACL for the graph; and what to fix."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import rdflib

from pipeline.ground.settings import resource
from pipeline.record import rdf, schemas
from pipeline.record.document import Json
from pipeline.record.model import Record, agreeing
from pipeline.record.shapes import Shapes

if TYPE_CHECKING:
    import jsonschema

_SHAPES = ("ontology/shapes.ttl", "ontology/evidence-shapes.ttl")
_SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def record_schema() -> Json:
    """The schema of schemas/record.schema.json."""
    return schemas.documents()["record.schema.json"]


@lru_cache(maxsize=1)
def _fast() -> jsonschema_rs.Draft202012Validator:
    siblings = [(str(schema["$id"]), schema) for schema in schemas.documents().values()]
    registry = jsonschema_rs.Registry(siblings, draft=jsonschema_rs.Draft202012)
    return jsonschema_rs.Draft202012Validator(record_schema(), validate_formats=True, registry=registry, offline=True)


def schema_problems(document: Any) -> list[str]:
    """What is wrong with a record document, one line each: where, and what was expected. Empty if nothing is.

    jsonschema-rs decides (fast), jsonschema explains.
    """
    if _fast().is_valid(document):
        return []
    import jsonschema  # seconds where its format checkers are installed, and wanted for bad records alone

    validator = jsonschema.Draft202012Validator(
        record_schema(), format_checker=jsonschema.FormatChecker(), registry=schemas.registry()
    )
    errors = sorted(validator.iter_errors(document), key=lambda e: [str(part) for part in e.absolute_path])
    if errors:
        return [f"at {_where(error)}: {error.message}" for error in errors]
    return [
        f"at {'/'.join(map(str, e.instance_path)) or 'the top'}: {e.message}" for e in _fast().iter_errors(document)
    ]


def record_problems(record: Record, document: Json) -> list[str]:
    """As schema_problems, for a record and the document it is written as; its evidence must agree with itself too."""
    problems = schema_problems(document)
    for piece in record.evidence:
        try:
            agreeing(piece)
        except ValueError as error:
            problems.append(str(error))
    return problems


def _where(error: jsonschema.ValidationError) -> str:
    return "/".join(str(part) for part in error.absolute_path) or "the top"


@lru_cache(maxsize=2)
def shapes(evidence: bool) -> rdflib.Graph:
    """The SHACL shapes of facts, ontology/shapes.ttl; where evidence stands beside them, ontology/evidence-shapes.ttl
    too."""
    facts, beside = map(resource, _SHAPES)
    graph = rdflib.Graph().parse(facts, format="turtle")
    return graph.parse(beside, format="turtle") if evidence else graph


@lru_cache(maxsize=1)
def compiled() -> Shapes:
    """The same shapes of claims with their evidence, compiled into checks."""
    return Shapes.compile(*(resource(name).read_bytes() for name in _SHAPES))


def shape_problems(lines: Iterable[bytes]) -> list[str]:
    """What breaks the SHACL shapes in N-Quads lines, claims with their evidence: the message, and the thing it is
    about. Empty if nothing does.

    The compiled shapes decide (two hundred times as fast as pySHACL), pySHACL explains, and decides where they are not
    sure.
    """
    lines = list(lines)
    if compiled().conform(lines):
        return []
    return graph_problems(rdflib.Graph().parse(data="".join(rdf.without_graph(lines)), format="nt"), evidence=True)


def graph_problems(graph: rdflib.Graph, evidence: bool) -> list[str]:
    """As shape_problems, for an rdflib graph; evidence: whether it stands in the graph too."""
    from pyshacl import validate as shacl_validate  # half a second, and wanted for what the compiled shapes refuse

    conforms, report, _ = shacl_validate(graph, shacl_graph=shapes(evidence), advanced=False, inference="none")
    if conforms:
        return []
    found = []
    for result in report.subjects(rdflib.RDF.type, _SH.ValidationResult):
        message = report.value(result, _SH.resultMessage)
        found.append(f"{report.value(result, _SH.focusNode)}: {message}")
    return sorted(found)
