"""The keys under which things of different articles are one: what each is made of, and what keeps things apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.record.model import (
    Claims,
    Event,
    Evidence,
    Law,
    Membership,
    Organization,
    Person,
    Place,
    Segment,
    TextPositionSelector,
    TextQuoteSelector,
)
from tests.conftest import KEYS

DAY = date(2025, 6, 1)


def keys(**things: Any) -> dict[str, tuple[str, ...]]:
    """IRI → keys of things that an article names, all with evidence but those whose id says unnamed."""
    quote = TextQuoteSelector(id="q", exact="x")
    target = Segment(id="s", article="a", selector=(TextPositionSelector(id="p", start=0, end=1), quote))
    known: dict[str, Any] = {"property": "name", "exact": "x", "start": 0, "end": 1, "confidence": "1", "rule": "r"}
    named = (t.id for each in things.values() for t in each if "unnamed" not in t.id)
    shown = tuple(Evidence(id=iri, about=iri, target=target, **known) for iri in named)
    said = Claims(id="a", headline="Tin", datePublished=DAY, sha256="0" * 64, evidence=shown, **things)
    return {d.iri: d.keys for d in KEYS.descriptions(said)}


def body(name: str, **fields: Any) -> Organization:
    return Organization(**{"id": f"organization/{name}#id", "name": name} | fields)


def place(name: str, level: str, **fields: Any) -> Place:
    return Place(**{"id": f"place/{name}#id", "type": ("Place", "geo:Feature"), "name": name, "level": level} | fields)


NGHE_AN, VINH = place("Tỉnh Nghệ An", "province", code="40"), place("Thành phố Vinh", "district", code="412")
VIETNAM = place("Việt Nam", "country")


@pytest.mark.parametrize(
    ("name", "where", "key"),
    [
        ("Sở Y tế tỉnh Nghệ An", NGHE_AN, "name:sở y tế@nghệ an"),
        ("Sở Y tế Nghệ An", NGHE_AN, "name:sở y tế@nghệ an"),
        ("Sở Y tế", NGHE_AN, "name:sở y tế@nghệ an"),
        ("Công an TP Vinh", VINH, "name:công an@place/Thành phố Vinh#id"),
        ("Công an thành phố Vinh", VINH, "name:công an@place/Thành phố Vinh#id"),
        ("Đài Truyền hình Việt Nam", VIETNAM, "name:đài truyền hình việt nam"),
        ("Công ty TP Xanh", None, "name:công ty thành phố xanh"),
    ],
)
def test_a_body_is_its_name_without_the_words_for_its_place_and_that_place(
    name: str, where: Place | None, key: str
) -> None:
    one = body(name, jurisdiction=where.id if where else None)
    assert keys(organizations=(one,), places=(where,) if where else ())[one.id] == (key,)


def test_a_unit_is_its_name_below_that_of_the_body_it_belongs_to() -> None:
    police = body("Công an tỉnh Nghệ An", jurisdiction=NGHE_AN.id)
    squad = body("Phòng Cảnh sát kinh tế", parent=police.id)
    inside = body("Phòng Tổ chức Công an tỉnh Nghệ An", parent=police.id, jurisdiction=NGHE_AN.id)
    found = keys(organizations=(police, squad, inside), places=(NGHE_AN,))
    assert found[squad.id] == ("name:phòng cảnh sát kinh tế<name:công an@nghệ an",)
    assert found[inside.id] == ("name:phòng tổ chức công an@nghệ an",)


def test_bodies_that_are_each_others_units_do_not_go_round() -> None:
    """An article said so of a ministry and its department, and no publication came out of all the others."""
    two = body("Hội A", parent="organization/Hội B#id"), body("Hội B", parent="organization/Hội A#id")
    assert keys(organizations=two) == {two[0].id: ("name:hội a<name:hội b",), two[1].id: ("name:hội b<name:hội a",)}


def test_a_body_that_is_its_own_parent_does_not_go_round() -> None:
    one = body("Hội A", parent="organization/Hội A#id")
    assert keys(organizations=(one,))[one.id] == ("name:hội a",)
    short = body("Hội TP", parent="organization/Hội TP#id")
    assert keys(organizations=(short,))[short.id] == ("name:hội thành phố",)
    lost = body("Hội B", parent="organization/unknown#id")
    assert keys(organizations=(lost,))[lost.id] == ("name:hội b",)


def test_a_body_of_its_article_alone_has_its_iri_whatever_that_looks_like() -> None:
    local = body("Phòng Tổ chức", local=True, organizationType="bureau", alternateName=("Phòng TC",))
    deep = body("Hội A", id="organization/hoi-a/b/c#id")
    found = keys(organizations=(local, deep))
    assert found == {local.id: (f"iri:{local.id}",), deep.id: ("name:hội a",)}


def test_short_names_of_national_bodies_are_keys_and_of_others_are_not() -> None:
    names = ("Cục CSGT", "CSGT")
    national = body("Cục Cảnh sát giao thông", organizationType="bureau", alternateName=names)
    other = body("Phòng Cảnh sát giao thông", organizationType="office", alternateName=("Phòng CSGT",))
    found = keys(organizations=(national, other))
    assert found[national.id] == ("name:cục csgt", "name:cục cảnh sát giao thông")
    assert found[other.id] == ("name:phòng cảnh sát giao thông",)


@pytest.mark.parametrize(
    "kind",
    [
        "ministry", "ministry-known", "authority", "general-department", "bureau", "company", "group", "bank",
        "university",
    ],
)  # fmt: skip
def test_a_body_of_a_national_kind_is_known_by_its_short_name(kind: str) -> None:
    one = body("Hội A", organizationType=kind, alternateName=("Hội Ba",))
    assert keys(organizations=(one,))[one.id] == ("name:hội a", "name:hội ba")


def test_what_no_evidence_shows_is_not_described() -> None:
    unnamed = body("Quốc hội", id="organization/unnamed#id")
    law = Law(id="eli/unnamed#id", name="Luật X", documentType="luat")
    where = place("Vinh", "district", id="place/unnamed#id")
    assert keys(organizations=(unnamed,), laws=(law,), places=(where,)) == {}
    law = Law(id="eli/vn/luat/x#id", name="Luật X", documentType="luat")
    assert keys(laws=(law,), places=(VINH,)) == {law.id: (f"iri:{law.id}",), VINH.id: (f"iri:{VINH.id}",)}


def person(name: str, role: str = "", at: Organization | None = None) -> Person:
    held = Membership(id="m", role=role, roleName=role, observedOn=DAY, organization=at.id if at else None)
    return Person(id=f"person/{name}#id", name=name, memberships=(held,) if role else ())


def test_a_person_is_known_by_name_and_body() -> None:
    health = body("Sở Y tế", jurisdiction=NGHE_AN.id)
    one = person("Trần Văn An", "director", health)
    found = keys(persons=(one,), organizations=(health,), places=(NGHE_AN,), events=(event("lễ A"),))
    assert found[one.id] == ("at:trần văn an|name:sở y tế@nghệ an",)
    local = body("Phòng Tổ chức", local=True)
    one = person("Trần Văn An", "director", local)
    assert keys(persons=(one,), organizations=(local,))[one.id] == ("day:trần văn an|2025-06-01|None",)


def test_an_office_of_state_says_who_it_is_and_a_foreign_name_may_be_short() -> None:
    for role in ("prime-minister", "general-secretary"):
        one = person("Phạm Minh Chính", role)
        assert keys(persons=(one,))[one.id] == (f"role:phạm minh chính|{role}",)
    one = person("Donald Trump", "president")
    short = "role:trump|president|2025"  # a family has several presidents, a year one; Donald is Tusk's name too
    assert keys(persons=(one,))[one.id] == ("role:donald trump|president", short)
    (held,) = one.memberships
    past = replace(one, memberships=(replace(held, former=True),))
    assert keys(persons=(past,))[one.id] == ("role:donald trump|president",)
    one = person("Trần Văn An", "director")
    assert keys(persons=(one,))[one.id] == ("day:trần văn an|2025-06-01|None",)


def test_two_of_one_first_name_and_office_are_two() -> None:
    trump, tusk = (person(name, "president") for name in ("Donald Trump", "Donald Tusk"))
    found = keys(persons=(trump, tusk))
    assert not set(found[trump.id]) & set(found[tusk.id])


def event(name: str, **fields: Any) -> Event:
    known = {"id": f"event/{name}#id", "name": name, "eventType": "ceremony", "startDate": DAY}
    return Event(**known | fields)


def test_a_person_without_office_is_known_by_event_or_by_day_and_province() -> None:
    two, three = person("Văn An"), person("Trần Văn An")
    whole, part, undated = event("lễ A"), event("lễ B", superEvent="event/lễ A#id"), event("lễ C", startDate=None)
    found = keys(persons=(two, three), events=(whole, part, undated), places=(VINH, VIETNAM))
    assert found[two.id] == ("event:văn an|event/lễ A#id",)
    assert found[three.id] == ("day:trần văn an|2025-06-01|None", "event:trần văn an|event/lễ A#id")
    found = keys(persons=(two, person("Lan")), places=(place("Hà Tĩnh", "province"), NGHE_AN))
    assert found[two.id] == ("day:văn an|2025-06-01|40",)
    assert found["person/Lan#id"] == ("iri:person/Lan#id",)
    assert keys(persons=(two,))[two.id] == (f"iri:{two.id}",)


def test_an_event_is_known_by_kind_and_day_with_who_where_or_a_long_name() -> None:
    health = body("Sở Y tế", jurisdiction=NGHE_AN.id)
    held = event("lễ phát động", eventType="ceremony", organizer=(health.id,), location=(VINH.id, NGHE_AN.id))
    found = keys(events=(held,), organizations=(health,), places=(VINH, NGHE_AN))
    assert found[held.id] == (
        "held:ceremony|2025-06-01|name:sở y tế@nghệ an",
        f"where:ceremony|2025-06-01|{VINH.id}",
    )
    long, short = event("lễ phát động Tháng Thanh niên"), event("lễ phát động Tháng")
    found = keys(events=(long, short))
    assert found[long.id] == ("called:ceremony|2025-06-01|lễ phát động tháng thanh niên",)
    assert found[short.id] == (f"iri:{short.id}",)


@pytest.mark.parametrize("level", ["commune", "district", "hamlet", "street", "site"])
def test_a_small_place_is_enough_to_know_an_event_by(level: str) -> None:
    where = place("Nơi ấy", level)
    held = event("lễ A", location=(where.id,))
    assert keys(events=(held,), places=(where,))[held.id] == (f"where:ceremony|2025-06-01|{where.id}",)


def test_a_part_of_an_event_and_one_without_a_day_have_their_iris() -> None:
    part, undated = (
        event("lễ phát động Tháng Thanh niên", superEvent="e"),
        event("lễ ra quân mùa hè xanh", startDate=None),
    )
    assert keys(events=(part, undated)) == {part.id: (f"iri:{part.id}",), undated.id: (f"iri:{undated.id}",)}


@pytest.mark.parametrize(
    "unit", ["Tỉnh", "Thành phố", "Huyện", "Quận", "Thị xã", "Thị trấn", "Xã", "Phường", "Đặc khu"]
)
def test_the_word_for_a_unit_is_no_part_of_its_name(unit: str) -> None:
    where = place(f"{unit} Hòa Bình", "province")
    for name in (f"Công an {unit.lower()} Hòa Bình", "Công an Hòa Bình", "Công an"):
        one = body(name, jurisdiction=where.id)
        assert keys(organizations=(one,), places=(where,))[one.id] == ("name:công an@hòa bình",)
