"""How sure each rule is: the share of its findings that were right on annotated articles, as a decimal text."""

BY_RULE = {
    "law.number": "0.99",
    "law.title": "0.95",
    "law.congress": "0.95",
    "law.amending": "0.9",
    "law.constitution": "0.95",
    "law.issuer-subject": "0.8",
    "law.short-number": "0.8",
    "person.title-surname": "0.97",
    "person.surname": "0.85",
    "person.surname-role": "0.9",
    "person.title-foreign": "0.8",
    "person.repeated": "0.97",
    "person.short": "0.85",
    "organization.known": "0.95",
    "organization.place": "0.95",
    "organization.unit": "0.9",
    "organization.field": "0.85",
    "organization.unit-of": "0.9",
    "organization.name": "0.8",
    "organization.bare": "0.9",
    "organization.acronym": "0.9",
    "place.province": "0.95",
    "place.town": "0.85",
    "place.country": "0.9",
    "place.unit": "0.95",
    "place.site": "0.75",
}

DEFAULT = "0.7"
"""For what is read from the words around a mention: dates, counts, roles, speakers."""


def confidence(rule: str) -> str:
    """Confidence of a rule's findings, 0 to 1."""
    return BY_RULE.get(rule, DEFAULT)
