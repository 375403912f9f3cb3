"""The properties of the reconciliation service: the columns of the tables and the links of things, and their values."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from functools import lru_cache
from typing import Any

from pipeline.record.document import Json
from pipeline.record.kinds import BY_COLLECTION, ENTITIES, ENTITY_COLLECTIONS, Kind, Label
from pipeline.server.reconciliation import texts
from pipeline.site import facts, labels
from pipeline.site.columns import COLUMNS, Column
from pipeline.site.index import Index

_NAMES, _OFFICES, _HELD = "names", "offices", "memberOf"
_MORE = {
    _NAMES: (ENTITY_COLLECTIONS, texts.NAMES),
    _OFFICES: (("persons",), texts.OFFICES),
}
_IN_TABLES = frozenset({"eventType", "organizationType", "documentType", "level", "identifier", "code", "attendance"})
"""Fields that a table has as a column under another name, or that are no single value."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FROM = "FROM thing t LEFT JOIN thing o ON o.id = t.about LEFT JOIN thing v ON v.id = t.province"


@dataclass(frozen=True)
class Property:
    """A property: its identifier, what it says of each kind that has it, and its columns of tables by kind."""

    id: str
    about: dict[str, Label]
    columns: dict[str, Column]
    field: str = ""

    def label(self, kind: str = "") -> Label:
        """What it says of a kind; of any, the shortest."""
        return self.about.get(kind) or min(self.about.values(), key=lambda label: len(label.vi))

    def shown(self, language: str, kind: str = "") -> Json:
        """It as the specification has it: {id, name, description}; the description names the kinds that have it."""
        kinds = ", ".join(getattr(labels.KINDS[k], language) for k in self.about)
        return {"id": self.id, "name": getattr(self.label(kind), language), "description": kinds}


@lru_cache(maxsize=1)
def properties() -> dict[str, Property]:
    """All properties by identifier: those of the tables, then the links of things, then all names and offices."""
    about: dict[str, dict[str, Label]] = defaultdict(dict)
    columns: dict[str, dict[str, Column]] = defaultdict(dict)
    for kind in ENTITY_COLLECTIONS:
        for column in COLUMNS[kind]:
            if not column.name.endswith("_iri"):
                about[column.name][kind], columns[column.name][kind] = column.about, column
    fields: dict[str, str] = {}
    for entity in ENTITIES:
        for link in entity.links:
            if link.certain and link.name not in columns:
                label = labels.FIELDS.get(link.name) or texts.HELD
                about[link.name][entity.collection], fields[link.name] = label, link.field
        for field in dataclass_fields(entity.node):
            if field.name in labels.FIELDS and field.name not in {*_IN_TABLES, *columns, *about_links(entity)}:
                about[field.name][entity.collection] = labels.FIELDS[field.name]
                fields[field.name] = field.name
    for name, (kinds, label) in _MORE.items():
        about[name] = dict.fromkeys(kinds, label)
    return {name: Property(name, about[name], columns[name], fields.get(name, "")) for name in about}


def about_links(entity: Kind) -> set[str]:
    """The fields of a kind that point at things."""
    return {link.field for link in entity.links}


def of_kind(kind: str) -> list[Property]:
    """The properties that things of a kind have; of all kinds where it is ""."""
    return [found for found in properties().values() if not kind or kind in found.about]


def values(index: Index, things: Sequence[str], wanted: Iterable[str], base: str) -> dict[str, dict[str, list[Json]]]:
    """The values of properties of things, by IRI and property: {id, name}, {str}, {date}, {int} or {float} each.

    A day of which the month or the year alone is known is a text. Things that are not published have none.
    """
    names = [name for name in dict.fromkeys(wanted) if name in properties()]
    found: dict[str, dict[str, list[Json]]] = {iri: {name: [] for name in names} for iri in things}
    known = {iri: thing for iri in found if (thing := index.thing(iri))}
    for kind in {thing["kind"] for thing in known.values()}:
        of_it = [iri for iri, thing in known.items() if thing["kind"] == kind]
        for row in _rows(index, kind, of_it, [name for name in names if kind in properties()[name].columns]):
            iri = row.pop("iri_")
            for name in (n for n in names if kind in properties()[n].columns):
                value = _value(row[name], row.get(f"{name}_iri"), properties()[name].columns[kind].type, name, base)
                found[iri][name] = [value] if value else []
    _linked(index, known, names, found)
    return found


def _rows(index: Index, kind: str, things: list[str], names: list[str]) -> list[Json]:
    """The columns of some things, by the SQL of the tables."""
    by_name = {column.name: column for column in COLUMNS[kind]}
    chosen = [by_name[n] for name in names for n in (name, f"{name}_iri") if n in by_name]
    if not chosen:
        return []
    sql = ", ".join(f"{column.sql} AS {column.name}" for column in chosen)
    marks = ",".join("?" * len(things))
    return index.rows(f"SELECT t.id AS iri_, {sql} {_FROM} WHERE t.id IN ({marks})", *things)


def _value(value: Any, iri: str | None, kind: str, name: str, base: str) -> Json | None:
    if value is None:
        return None
    if iri:
        return {"id": iri, "name": value}
    if name == "iri":
        return {"str": base + value}
    if kind == "DATE" and len(value) == 10:
        return {"date": f"{value}T00:00:00Z"}
    if kind == "BOOLEAN":
        return {"str": "true" if value else "false"}
    return {"int": value} if kind == "BIGINT" else {"float": float(value)} if kind == "DOUBLE" else {"str": str(value)}


def _linked(index: Index, known: dict[str, Json], names: list[str], found: dict[str, dict[str, list[Json]]]) -> None:
    """Fill in the properties that are no columns: links of things, all names, all offices."""
    targets: dict[tuple[str, str], list[str]] = {}
    for iri, thing in known.items():
        for name in names:
            if name == _NAMES:
                seen = [thing["name"], *facts.names_of(json.dumps(thing["seen"]))]
                found[iri][name] = [{"str": text} for text in dict.fromkeys(seen)]
            elif name == _OFFICES and thing["kind"] == "persons":
                found[iri][name] = [{"str": text} for text in offices(index, iri)]
            elif (field := properties()[name].field) and thing["kind"] in properties()[name].about:
                if name == _HELD or field in about_links(BY_COLLECTION[thing["kind"]]):
                    targets[iri, name] = _targets(thing, field, name)
                else:
                    found[iri][name] = [
                        shown for value in _list(thing["fields"].get(field)) if (shown := _plain(value))
                    ]
    known_names: dict[str, Json] = {}
    wanted = sorted({target for some in targets.values() for target in some})
    for n in range(0, len(wanted), 400):
        known_names |= index.names(wanted[n : n + 400])
    for (iri, name), some in targets.items():
        found[iri][name] = [{"id": t, "name": known_names[t]["name"]} for t in some if t in known_names]


def _targets(thing: Json, field: str, name: str) -> list[str]:
    fields = thing["fields"]
    if name == _HELD:
        return list(dict.fromkeys(m[field] for m in fields.get("memberships", ()) if field in m))
    return _list(fields.get(field))


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _plain(value: Any) -> Json | None:
    """A value of a field that is no thing."""
    if isinstance(value, (bool, dict)):
        return None
    if isinstance(value, int):
        return {"int": value}
    return _value(value, None, "DATE" if _DAY.fullmatch(str(value)) else "", "", "")


def offices(index: Index, person: str) -> list[str]:
    """The offices of a person as a text each: "Giám đốc, Sở Y tế"."""
    rows = index.rows(
        "SELECT f.name, t.name AS body FROM office f LEFT JOIN thing t ON t.id = f.organization WHERE f.person = ? "
        "ORDER BY f.former, f.last DESC, f.role, f.organization LIMIT 50",
        person,
    )
    return list(dict.fromkeys(f"{row['name']}, {row['body']}" if row["body"] else row["name"] for row in rows))
