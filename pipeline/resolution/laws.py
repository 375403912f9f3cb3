"""Legal documents of an article, matched with the register by number, or by kind, title and year."""

from __future__ import annotations

from typing import Any

from pipeline import iris
from pipeline.registers.laws import IRI, LawRegister, RegisteredLaw

Json = dict[str, Any]


def resolve_laws(document: Json, register: LawRegister) -> tuple[dict[str, str], list[Json], list[Json]]:
    """New IRIs of the laws that the register knows, its descriptions of them, and of the bodies that passed them.

    A title that several documents have, with no year to part them, stays unresolved.
    """
    new_iri: dict[str, str] = {}
    described: list[Json] = []
    issuers: dict[str, Json] = {}
    for law in document["laws"]:
        known = _match(law, register)
        if known is None:
            continue
        iri = new_iri[law["id"]] = iris.law(iris.slug(known.kind), known.year, known.number)
        entity: Json = {
            "id": iri, "type": ["Law", "eli:LegalResource"], "documentType": iris.slug(known.kind), "name": law["name"],
            "identifier": law.get("identifier", known.number), "title": known.title,
            "dateDocument": known.date_document, "source": [IRI],
        }  # fmt: skip
        if known.in_force:
            entity["firstDateEntryInForce"] = known.in_force
        if known.passed_by and " và " not in known.passed_by.removeprefix("Bộ "):
            issuer = iris.organization(known.passed_by)
            entity["passedBy"] = issuer
            issuers[issuer] = {
                "id": issuer, "type": ["Organization", "org:Organization"], "name": known.passed_by, "source": [IRI],
            }  # fmt: skip
        described.append(entity)
    return new_iri, described, list(issuers.values())


def _match(law: Json, register: LawRegister) -> RegisteredLaw | None:
    if "identifier" in law:
        return register.by_number(law["identifier"])
    if "title" not in law:
        return None
    parts = law["id"].split("/")
    year = parts[3] if len(parts) > 4 else None
    found = register.by_title(law["documentType"], law["title"], year)
    return found[0] if len(found) == 1 else None
