"""What each piece of evidence shows: the value of the property as the fact has it, the object of rdf:Statement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.record import rdf
from pipeline.record.document import Json
from pipeline.record.kinds import COLLECTIONS

_NAMES = ("name", "innerName", "alternateName")


def with_objects(document: Json) -> Json:
    """The whole record document, its evidence with `object` where the words show one value and no other.

    Of a property with several values it is the one whose name, or whose own words, stand where the evidence points.
    """
    nodes = {node["id"]: node for node in _nodes(document)}
    named: dict[tuple[int, int], set[str]] = {}
    for e in document["evidence"]:
        if e["property"] in _NAMES:
            named.setdefault((e["start"], e["end"]), set()).add(e["about"])
    return document | {"evidence": [_with_object(e, nodes.get(e["about"], {}), named) for e in document["evidence"]]}


def _nodes(value: Any) -> Iterator[Json]:
    """The nodes of a document that facts are about: all but evidence and the run."""
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, dict):
        if "id" in value:
            yield value
        for key, inner in value.items():
            if key in COLLECTIONS[:-1] or ("id" in value and "headline" not in value):
                yield from _nodes(inner)


def _with_object(evidence: Json, about: Json, named: dict[tuple[int, int], set[str]]) -> Json:
    field = "name" if evidence["property"] == "innerName" else evidence["property"]
    value = about.get(field)
    if isinstance(value, list):
        here = named.get((evidence["start"], evidence["end"]), set())
        meant = [item for item in value if len(value) == 1 or item == evidence.get("exact") or item in here]
        value = meant[0] if len(meant) == 1 else None
    return evidence if value is None else _placed(evidence, rdf.json_ld_value(field, value))


def _placed(evidence: Json, value: Any) -> Json:
    """The evidence with its object after the property, as the model has it."""
    return {
        k: v
        for key, old in evidence.items()
        for k, v in (((key, old), ("object", value)) if key == "property" else ((key, old),))
    }
