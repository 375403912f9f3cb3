"""The names of things: readable IRIs minted from what identifies a thing, relative to the dataset's base.

A thing's IRI ends in "#id"; without that it is the IRI of the document about the thing. No counter and
no random part stands in any of them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65536)
def slug(text: str, longest: int = 80) -> str:
    """Lower-case ASCII letters, digits and hyphens: "Tỉnh Đoàn Bình Dương" → "tinh-doan-binh-duong".

    Past `longest` characters it is cut at a word.
    """
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d")).encode("ascii", "ignore").decode()
    words = _NOT_ALPHANUMERIC.sub("-", plain).strip("-")
    if len(words) > longest:
        words = words[: longest + 1].rpartition("-")[0] or words[:longest]
    return words or "x"


def article(date_published: str, headline: str, source_identifier: str | None) -> str:
    """IRI of an article: article/2020/12/…#id; its document, without "#id", is the named graph of its claims."""
    year, month = date_published[:4], date_published[5:7]
    key = slug(headline, 60) if source_identifier is None else f"{slug(headline, 60)}-{slug(source_identifier, 40)}"
    return f"article/{year}/{month}/{key}#id"


def document(iri: str) -> str:
    """IRI of the document about a thing: without its fragment."""
    return iri.partition("#")[0]


def evidence_document(article_iri: str) -> str:
    """IRI of the document, and named graph, of the evidence that an article gives: article/2020/12/…/evidence."""
    return f"{document(article_iri)}/evidence"


def story(article_iri: str) -> str:
    """IRI of what several articles tell, named for the first of them: story/2020/12/…#id."""
    return f"story/{article_iri.removeprefix('article/')}"


def law(kind: str, year: str | None, key: str, within: str | None = None, country: str = "vn") -> str:
    """IRI of a legal document, after the European Legislation Identifier: eli/vn/luat/2020/57-2020-qh14#id.

    One that its short number does not identify (Nghị quyết 42) is named within its article; that of another
    country has its code (eli/th/…).
    """
    if within:
        return f"eli/{country}/{kind}/{slug(key)}/{slug(within)}#id"
    return f"eli/{country}/{kind}/{year}/{slug(key)}#id" if year else f"eli/{country}/{kind}/{slug(key)}#id"


def place(era: str, code: str) -> str:
    """IRI of an administrative unit: place/vn/until-2025/74#id for era "vn/until-2025".

    The code is the General Statistics Office's.
    """
    return f"place/{era}/{code}#id"


def named_place(name: str, within: str | None = None) -> str:
    """IRI of a place that no register knows, within a province or an article: place/duong-le-loi/nghe-an#id."""
    return f"place/{slug(name)}/{slug(within)}#id" if within else f"place/{slug(name)}#id"


def country(code: str) -> str:
    """IRI of a country: place/country/vn#id; the code is ISO 3166-1 alpha-2."""
    return f"place/country/{code.lower()}#id"


def city(geonames: str) -> str:
    """IRI of a place abroad that GeoNames has, by its number there: place/geonames/1816670#id."""
    return f"place/geonames/{geonames.rstrip('/').rpartition('/')[2]}#id"


def organization(name: str, within: str | None = None) -> str:
    """IRI of an organization, by its full name with its jurisdiction; one that its name does not identify is named
    within its article."""
    return f"organization/{slug(name)}/{slug(within)}#id" if within else f"organization/{slug(name)}#id"


def is_within(organization_iri: str) -> bool:
    """Whether the IRI of an organization names it within its article: organization/so-y-te/tin-so-1#id."""
    return organization_iri.count("/") > 1


def person(name: str, anchor: str | None) -> str:
    """IRI of a person, by name and first anchoring role or organization."""
    return f"person/{slug(name)}/{slug(anchor)}#id" if anchor else f"person/{slug(name)}#id"


def event(event_type: str, day: str | None, anchor: str) -> str:
    """IRI of an event, by type, day, and organizer, place or words."""
    return f"event/{day or 'undated'}/{event_type}-{slug(anchor)}#id"


def membership(person_iri: str, role: str, organization_name: str, day: str) -> str:
    """IRI of an org:Membership as observed on a day; it is described in its person's document."""
    return f"{person_iri.removesuffix('#id')}#{slug(role)}-{slug(organization_name)}-{day}"


def evidence(article_iri: str, about: str, prop: str, start: int, end: int) -> str:
    """IRI of one piece of evidence: article/…/evidence#char=119,139;name;5e0f3c (words, property, thing)."""
    thing = hashlib.blake2b(about.encode(), digest_size=3).hexdigest()
    return f"{segment(article_iri, start, end)};{prop};{thing}"


def segment(article_iri: str, start: int, end: int) -> str:
    """IRI of a stretch of an article's text, in code points, as RFC 5147 writes it."""
    return f"{evidence_document(article_iri)}#char={start},{end}"


def moved(part: str, owner: str, new_owner: str) -> str:
    """IRI of a part of a thing (a membership, a count) after its owner was renamed: person/a#x → person/b#x."""
    return new_owner.removesuffix("#id") + part.removeprefix(owner.removesuffix("#id"))
