"""The types of the reconciliation service: the kinds of things, and below each the concepts of its scheme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.record.document import Json
from pipeline.record.kinds import BY_COLLECTION, ENTITIES, Label
from pipeline.registers.lexicon import read_scheme
from pipeline.site import labels
from pipeline.site.search import facet

_SCHEMES = {kind: scheme for kind, scheme in labels.TYPE_SCHEMES.items() if kind != "persons"}
"""Kinds whose type is a concept; the office of a person is a property, since it changes."""


class Type(NamedTuple):
    """A type: its identifier ("Organization", "organization-types#ministry"), kind, concept ("" for the kind itself),
    label, and the identifiers of the types that are directly broader."""

    id: str
    kind: str
    concept: str
    label: Label
    broader: tuple[str, ...] = ()

    def shown(self, language: str) -> Json:
        """It as the specification has it: {id, name, broader}."""
        known = types()
        above = [{"id": b, "name": getattr(known[b].label, language)} for b in self.broader]
        return {"id": self.id, "name": getattr(self.label, language)} | ({"broader": above} if above else {})


@lru_cache(maxsize=1)
def types() -> dict[str, Type]:
    """All types by identifier, the kinds first."""
    found = {k.node.__name__: Type(k.node.__name__, k.collection, "", k.one) for k in ENTITIES}
    for kind, scheme in _SCHEMES.items():
        top = BY_COLLECTION[kind].node.__name__
        for concept, _ in read_scheme(scheme):
            above = f"{scheme}#{concept.broader}" if concept.broader else top
            found[f"{scheme}#{concept.name}"] = Type(
                f"{scheme}#{concept.name}", kind, concept.name, labels.concept(scheme, concept.name), (above,)
            )
    return found


def of_thing(row: Json, language: str) -> list[Json]:
    """The types of a thing with `kind` and `type`, the narrowest first: [{id, name}]."""
    names = [f"{_SCHEMES[row['kind']]}#{row['type']}"] if row["kind"] in _SCHEMES and row.get("type") else []
    names.append(BY_COLLECTION[row["kind"]].node.__name__)
    return [{"id": n, "name": getattr(types()[n].label, language)} for n in names if n in types()]


def narrower(wanted: Iterable[str]) -> list[Type]:
    """The types with these identifiers that there are, and all below them."""
    chosen = {name for name in wanted if name in types()}
    for _ in range(8):  # concepts stand at most some few levels deep
        chosen |= {name for name, found in types().items() if chosen & set(found.broader)}
    return [types()[name] for name in types() if name in chosen]


def marks(wanted: Sequence[Type]) -> str:
    """The types as a facet of the search: "kpersons|tministry"."""
    kinds = {found.kind for found in wanted if not found.concept}
    words = [facet("kind", kind) for kind in sorted(kinds)]
    words += [facet("type", found.concept) for found in wanted if found.concept and found.kind not in kinds]
    return "|".join(dict.fromkeys(words))


def holds(wanted: Sequence[Type], row: Json) -> bool:
    """Whether a thing is of one of the types; of any where none is wanted."""
    return not wanted or any(
        row["kind"] == found.kind and (not found.concept or found.concept == row["type"]) for found in wanted
    )
