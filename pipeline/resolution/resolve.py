"""One record in, the same out with canonical IRIs and what registers add, each with its register as source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from pipeline.record.model import Claims, Node
from pipeline.record.renaming import entities, merged, rename, with_told_names
from pipeline.registers.bodies import BodyRegister
from pipeline.registers.laws import LawRegister
from pipeline.registers.places import PlaceRegister
from pipeline.resolution.bodies import new_iris, with_register
from pipeline.resolution.cities import Abroad, resolve_cities
from pipeline.resolution.laws import resolve_laws
from pipeline.resolution.places import resolve_places

N = TypeVar("N", bound=Node)


def resolve(
    claims: Claims, laws: LawRegister, places: PlaceRegister, bodies: BodyRegister, abroad: Abroad | None = None
) -> Claims:
    """Match the entities of a record with the registers; those of what lies abroad where they are given."""
    claims = with_register(claims, bodies)
    new_places, described_places = resolve_places(claims, places)
    if abroad is not None:
        new_cities, described_cities = resolve_cities(claims, new_places, abroad)
        new_places, described_places = new_places | new_cities, described_places + described_cities
    law = resolve_laws(claims, laws)
    claims = replace(claims, laws=law.cited, evidence=claims.evidence + law.evidence)
    claims = rename(claims, new_places | law.new_iri | new_iris(claims))
    known = _described(claims.laws, law.described)
    claims = replace(
        claims,
        places=_described(claims.places, described_places),
        laws=merged([*known, *_unknown(law.amended, known)]),
        organizations=merged([*claims.organizations, *_unknown(law.issuers, claims.organizations)]),
    )
    supported = {piece.about for piece in claims.evidence}
    mentions = sorted(entity.id for entity in entities(claims) if entity.id in supported)
    return with_told_names(replace(claims, mentions=tuple(mentions)))


def _described(found: Iterable[N], described: Sequence[N]) -> tuple[N, ...]:
    """Things with what a register says of them; it wins over what the article's words tell, the last citation over
    those before it."""
    return merged([*reversed(described), *found])


def _unknown(described: Iterable[N], known: Iterable[N]) -> list[N]:
    """What a register describes and the article does not name."""
    names = {thing.id for thing in known}
    return [thing for thing in described if thing.id not in names]
