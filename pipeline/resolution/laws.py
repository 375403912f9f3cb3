"""Legal documents of an article, matched with the register by number, or by kind, title and year."""

from __future__ import annotations

import re
from typing import Any

from pipeline.record import iris
from pipeline.registers.laws import IRI, LawRegister, RegisteredLaw

Json = dict[str, Any]


def resolve_laws(document: Json, register: LawRegister) -> tuple[dict[str, str], list[Json], list[Json]]:
    """New IRIs of the laws that the register knows, its descriptions of them, and of the bodies that passed them.

    A title that several documents have, with no year to part them, stays unresolved and names its candidates.
    """
    new_iri: dict[str, str] = {}
    described: list[Json] = []
    issuers: dict[str, Json] = {}
    for law in document["laws"]:
        law_known = _candidates(law, register, document["datePublished"][:10])
        if len(law_known) > 1:
            law["candidates"] = [iris.law(iris.slug(c.kind), c.year, c.number) for c in law_known]
        _amended(law, document, register)
        if len(law_known) != 1:
            continue
        known = law_known[0]
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


def _candidates(law: Json, register: LawRegister, day: str) -> list[RegisteredLaw]:
    """The documents that a citation fits: by number, else by kind and title, and year where it has one.

    Of a title without a year, the law in force on the day of the article; where that is not known, all.
    """
    if "identifier" in law:
        known = register.by_number(law["identifier"], law["documentType"])
        return [known] if known else []
    if "title" not in law:
        return []
    parts = law["id"].split("/")
    year = parts[3] if len(parts) > 4 else None
    if year is None and (in_force := register.in_force_on(law["documentType"], law["title"], day)):
        return [in_force]
    return register.by_title(law["documentType"], law["title"], year)


_AMENDED = re.compile(r"của (?:các )?(Luật|Bộ luật|Pháp lệnh) (.+)$")


def _amended(law: Json, document: Json, register: LawRegister) -> None:
    """Luật sửa đổi, bổ sung một số điều của *Luật X*: linked with that in force, or the only one."""
    match = _AMENDED.search(law.get("title", "")) if "sửa đổi" in law.get("title", "") else None
    if not match:
        return
    in_force = register.in_force_on(iris.slug(match[1]), match[2], document["datePublished"][:10])
    found = [in_force] if in_force else register.by_title(iris.slug(match[1]), match[2], None)
    if len(found) != 1:
        return
    law["amends"] = [iris.law(iris.slug(found[0].kind), found[0].year, found[0].number)]
    named = [e for e in document["evidence"] if e["about"] == law["id"] and e["property"] == "name"]
    document["evidence"] += [piece | {"property": "amends"} for piece in named]
