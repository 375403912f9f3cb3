"""One record document in, the same out with canonical IRIs and what registers add, each with its register as source."""

from __future__ import annotations

from typing import Any

from pipeline.record.kinds import ENTITY_COLLECTIONS
from pipeline.record.renaming import merge, rename
from pipeline.registers.laws import LawRegister
from pipeline.registers.places import PlaceRegister
from pipeline.resolution.laws import resolve_laws
from pipeline.resolution.places import resolve_places

Json = dict[str, Any]


def resolve(document: Json, laws: LawRegister, places: PlaceRegister) -> Json:
    """Match the entities of a record document with the registers."""
    new_places, described_places = resolve_places(document, places)
    new_laws, described_laws, issuers = resolve_laws(document, laws)
    document = rename(document, new_places | new_laws)
    _add(document, "places", described_places)
    _add(document, "laws", described_laws)
    known = {organization["id"] for organization in document["organizations"]}
    _add(document, "organizations", [issuer for issuer in issuers if issuer["id"] not in known])
    supported = {item["about"] for item in document["evidence"]}
    entities = [entity["id"] for collection in ENTITY_COLLECTIONS for entity in document[collection]]
    document["mentions"] = sorted(iri for iri in entities if iri in supported)
    return document


def _add(document: Json, collection: str, described: list[Json]) -> None:
    """Join what a register says to the entities of a collection; it wins over what the article's words tell."""
    entities = {entity["id"]: entity for entity in document[collection]}
    for entity in described:
        known = entities.get(entity["id"])
        entities[entity["id"]] = merge(entity, known) if known else entity
    document[collection] = list(entities.values())
