"""Legal documents of an article, matched with the register by number, or by kind, title and year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pipeline.record import iris
from pipeline.record.model import Claims, Evidence, Law, Organization
from pipeline.registers.laws import IRI, LawRegister, RegisteredLaw


@dataclass(frozen=True, slots=True)
class ResolvedLaws:
    """What a register says of an article's laws.

    cited: the laws as cited, with what they amend, and their candidates where several documents fit; new_iri and
    described: of those that the register knows; amended: documents that these amend; issuers: the bodies that passed
    any of them; evidence: of what is amended.
    """

    cited: tuple[Law, ...]
    new_iri: dict[str, str]
    described: tuple[Law, ...]
    amended: tuple[Law, ...]
    issuers: tuple[Organization, ...]
    evidence: tuple[Evidence, ...]


def resolve_laws(claims: Claims, register: LawRegister) -> ResolvedLaws:
    """Match the laws of an article. A title that several documents have, with no year to part them, stays
    unresolved and names its candidates."""
    new_iri: dict[str, str] = {}
    described: list[Law] = []
    cited: list[Law] = []
    evidence: list[Evidence] = []
    issuers: dict[str, Organization] = {}
    changed: dict[str, Law] = {}
    day = claims.datePublished.isoformat()
    for law in claims.laws:
        known = _candidates(law, register, day)
        several = tuple(_iri(each) for each in known) if len(known) > 1 else ()
        found = _amended(law, register, day)
        amended = tuple(_iri(each) for each in found)
        for each in found:
            issuer = _issuer(each, register)
            issuers |= {issuer.id: issuer} if issuer else {}
            changed[_iri(each)] = _described(_named(each), each, issuer)
        cited.append(replace(law, candidates=several, amends=amended))
        evidence += [_of_amending(piece, claims.id, iri) for iri in amended for piece in _naming(law, claims)]
        if len(known) == 1:
            new_iri[law.id] = _iri(known[0])
            issuer = _issuer(known[0], register)
            issuers |= {issuer.id: issuer} if issuer else {}
            described.append(_described(law, known[0], issuer))
    return ResolvedLaws(
        tuple(cited), new_iri, tuple(described), tuple(changed.values()), tuple(issuers.values()), tuple(evidence)
    )


def _iri(known: RegisteredLaw) -> str:
    return iris.law(iris.slug(known.kind), known.year, known.number)


def _candidates(law: Law, register: LawRegister, day: str) -> list[RegisteredLaw]:
    """The documents that a citation fits: by number, else by kind and title, and year where it has one.

    Of a title without a year, the law in force on the day of the article; where that is not known, all.
    """
    if law.identifier is not None:
        number, _, year = law.identifier.partition("/")
        known = register.by_number(law.identifier, law.documentType)
        known = known or register.by_short_number(law.documentType, number, year)
        stated = law.dateDocument.isoformat() if law.dateDocument else None
        return [known] if known and stated in (None, known.date_document) else []
    if law.title is None or law.unsure:
        return []
    if law.bill:
        return _passed_lately(law, register, day)
    if law.year is None and (in_force := register.in_force_on(law.documentType, law.title, day)):
        return [in_force]
    return register.by_title(law.documentType, law.title, law.year)


def _passed_lately(law: Law, register: LawRegister, day: str) -> list[RegisteredLaw]:
    """The law that a bill has become: that of its title passed in the two years before a day, if it is the only one."""
    since = f"{int(day[:4]) - 2}{day[4:]}"
    found = [
        known
        for known in register.by_title(law.documentType, law.title or "", law.year)
        if since < known.date_document <= day
    ]
    return found if len(found) == 1 else []


def _described(law: Law, known: RegisteredLaw, issuer: Organization | None) -> Law:
    """What the register says of a law; it keeps the name, and the number, by which the article cites it."""
    return Law(
        id=_iri(known),
        name=law.name,
        documentType=iris.slug(known.kind),
        identifier=law.identifier or known.number,
        title=known.title,
        dateDocument=date.fromisoformat(known.date_document),
        firstDateEntryInForce=date.fromisoformat(known.in_force) if known.in_force else None,
        passedBy=issuer.id if issuer else None,
        source=(IRI,),
    )


def _issuer(known: RegisteredLaw, register: LawRegister) -> Organization | None:
    """The one body that passed a document; none where several did it together."""
    name = register.issuer(known)
    return None if name is None else Organization(id=iris.organization(name), name=name, source=(IRI,))


def _named(known: RegisteredLaw) -> Law:
    """A document by its kind and title, as one is cited that no article names."""
    return Law(id=_iri(known), name=f"{known.kind} {known.title}", documentType=iris.slug(known.kind))


def _amended(law: Law, register: LawRegister, day: str) -> tuple[RegisteredLaw, ...]:
    """Luật sửa đổi, bổ sung một số điều của *Luật X*: the one in force on that day, or the only one so titled."""
    amended = register.amended_by(law.title or "")
    if amended is None:
        return ()
    in_force = register.in_force_on(*amended, day)
    found = [in_force] if in_force else register.by_title(*amended, None)
    return (found[0],) if len(found) == 1 else ()


def _naming(law: Law, claims: Claims) -> list[Evidence]:
    return [piece for piece in claims.evidence if piece.about == law.id and piece.property == "name"]


def _of_amending(piece: Evidence, article: str, amended: str) -> Evidence:
    """The words that name a law, as evidence of what it amends."""
    iri = iris.evidence(article, piece.about, "amends", piece.start, piece.end)
    return replace(piece, id=iri, property="amends", value=amended)
