"""Registers know places and laws: which unit or document an article means, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.record.model import Claims, Law, Organization, Place, Point
from pipeline.registers.bodies import BodyRegister
from pipeline.registers.laws import LawRegister, RegisteredLaw
from pipeline.registers.places import PlaceRegister, Succession, Unit
from pipeline.resolution.laws import resolve_laws
from pipeline.resolution.places import describe, resolve_places, unit_iri
from pipeline.resolution.resolve import resolve
from pipeline.workflow.stages import extracted
from tests.conftest import ANALYSER, an_article

WORDS = ANALYSER.lexicon.words
OLD, NEW = "until-2025", "since-2025"


def said(day: str = "2025-06-01", **things: Any) -> Claims:
    return Claims(id="article/x", headline="Tin", datePublished=date.fromisoformat(day), sha256="0" * 64, **things)


def place(name: str, level: str) -> Place:
    return Place(id=f"place/{name}#id", type=("AdministrativeArea", "geo:Feature"), name=name, level=level)


def found(day: str, *named: tuple[str, str]) -> dict[str, str]:
    """Name → IRI of the places of an article that the program's register knows."""
    new_iri, _ = resolve_places(said(day, places=tuple(place(*each) for each in named)), ANALYSER.registers.places)
    return {old.removeprefix("place/").removesuffix("#id"): new for old, new in new_iri.items()}


def test_a_province_that_the_reform_left_alone_has_one_iri() -> None:
    for day in ("2020-01-01", "2025-07-01"):
        assert found(day, ("Nghệ An", "province"), ("Thành phố Hà Nội", "province")) == {
            "Nghệ An": "place/vn/40#id",
            "Thành phố Hà Nội": "place/vn/01#id",
        }


def test_a_province_that_took_others_in_is_another_one_since_the_reform() -> None:
    assert found("2025-06-30", ("tỉnh Bắc Ninh", "province")) == {"tỉnh Bắc Ninh": "place/vn/until-2025/27#id"}
    assert found("2025-07-01", ("tỉnh Bắc Ninh", "province")) == {"tỉnh Bắc Ninh": "place/vn/since-2025/24#id"}


def test_a_province_that_is_no_more_is_found_in_the_era_before() -> None:
    assert found("2025-08-01", ("Bình Dương", "province")) == {"Bình Dương": "place/vn/until-2025/74#id"}


def test_a_unit_to_come_is_named_since_the_reform_is_known_and_never_before() -> None:
    to_come = ("phường Trường Vinh", "commune")
    assert found("2025-06-01", to_come) == {"phường Trường Vinh": "place/vn/since-2025/16690#id"}
    assert found("2020-08-01", to_come) == {}


def test_a_name_of_several_units_needs_the_province_they_lie_in() -> None:
    several = ("huyện Châu Thành", "district")
    assert found("2024-01-01", several) == {}
    assert found("2024-01-01", several, ("Nghệ An", "province")) == {"Nghệ An": "place/vn/40#id"}
    assert found("2024-01-01", several, ("Long An", "province")) == {
        "huyện Châu Thành": "place/vn/until-2025/808#id",
        "Long An": "place/vn/until-2025/80#id",
    }


def test_a_commune_is_found_by_its_district() -> None:
    register = a_register()
    named = (place("xã Tân Lập", "commune"), place("huyện Đông", "district"))
    new_iri, _ = resolve_places(said(places=named), register)
    assert new_iri["place/xã Tân Lập#id"] == "place/vn/until-2025/00001#id"
    new_iri, _ = resolve_places(said(places=(named[0], place("tỉnh Hai", "province"))), register)
    assert new_iri["place/xã Tân Lập#id"] == "place/vn/until-2025/00002#id"
    assert resolve_places(said(places=named[:1]), register)[0] == {}


def test_the_kind_of_unit_parts_those_of_one_name() -> None:
    register = a_register()
    for name, code in (("thị xã Bắc", "102"), ("TX. Bắc", "102"), ("huyện Bắc", "101")):
        new_iri, _ = resolve_places(said(places=(place(name, "district"),)), register)
        assert new_iri == {f"place/{name}#id": f"place/vn/until-2025/{code}#id"}
    assert resolve_places(said(places=(place("Bắc", "district"),)), register)[0] == {}
    assert resolve_places(said(places=(place("Bắc", "province"),)), register)[0] == {}
    assert resolve_places(said(places=(place("Bắc", "street"),)), register)[0] == {}


def a_register() -> PlaceRegister:
    """Two provinces that became one, with districts and communes of one name."""

    def unit(level: str, code: str, name: str, short: str, within: str | None = None, era: str = OLD) -> Unit:
        return Unit(era, level, code, name, short, within, None, None)

    return PlaceRegister(
        [
            unit("province", "01", "Tỉnh Một", "Một"),
            unit("province", "02", "Tỉnh Hai", "Hai"),
            unit("district", "101", "Huyện Bắc", "Bắc", "01"),
            unit("district", "102", "Thị xã Bắc", "Bắc", "02"),
            unit("district", "103", "Huyện Đông", "Đông", "01"),
            unit("district", "104", "Huyện Tây", "Tây", "02"),
            unit("commune", "00001", "Xã Tân Lập", "Tân Lập", "103"),
            unit("commune", "00002", "Xã Tân Lập", "Tân Lập", "104"),
            unit("province", "02", "Tỉnh Hai", "Hai", era=NEW),
            unit("commune", "00003", "Phường Bắc", "Bắc", "02", era=NEW),
        ],
        lambda: [Succession("province", code, "02", "whole") for code in ("01", "02")],
        WORDS,
    )


def test_what_the_register_says_of_a_unit_comes_with_what_it_points_to() -> None:
    _, described = resolve_places(
        said(places=(place("xã Tân Lập", "commune"), place("huyện Đông", "district"))), a_register()
    )
    assert [p.id.removeprefix("place/vn/") for p in described] == [
        "until-2025/103#id",
        "until-2025/01#id",
        "since-2025/02#id",
        "until-2025/00001#id",
    ]
    district, province, successor, commune = described
    assert (commune.within, district.within, province.within) == (district.id, province.id, None)
    assert (province.replacedBy, commune.replacedBy, successor.replacedBy) == ((successor.id,), (), ())
    assert {p.validThrough for p in (district, province, commune)} == {date(2025, 6, 30)}
    assert (successor.validFrom, successor.validThrough, province.validFrom) == (date(2025, 7, 1), None, None)
    assert {p.source for p in described} == {("register/administrative-units",)}
    assert (province.lat, province.long, province.geometry) == (None, None, None)
    assert (commune.name, commune.level, commune.code) == ("Xã Tân Lập", "commune", "00001")


def test_a_point_is_written_in_decimals_and_in_wkt() -> None:
    register = ANALYSER.registers.places
    unit = register.province(OLD, "40")
    nghe_an = describe(register, unit)
    assert nghe_an.id == "place/vn/40#id" == unit_iri(register, unit)
    assert (nghe_an.lat, nghe_an.long) == ("19.148371", "104.845462")
    assert nghe_an.geometry == Point(id="place/vn/40#point", asWKT="POINT(104.845462 19.148371)")
    assert (nghe_an.validFrom, nghe_an.validThrough, nghe_an.replacedBy) == (None, None, ())
    assert describe(register, register.province(OLD, "77")).lat == "10.54174"
    round_one = unit._replace(lat=20.0, long=105.5)
    assert (describe(register, round_one).lat, describe(register, round_one).long) == ("20", "105.5")
    assert describe(register, unit._replace(lat=None)).geometry is None
    assert describe(register, unit._replace(long=None)).lat is None


def registered(number: str, title: str, kind: str = "Luật", day: str = "2020-06-16", by: str = "Quốc hội") -> Any:
    return RegisteredLaw(kind, number, title, day, by, "2021-01-01")


def cited(**fields: Any) -> Law:
    return Law(**{"id": "eli/vn/luat/x#id", "name": "Luật X", "documentType": "luat"} | fields)


REGISTER = LawRegister(
    [
        registered("57/2020/QH14", "Thanh niên"),
        registered("53/2005/QH11", "Thanh niên", day="2005-11-29"),
        registered("10/2012/QH13", "Lao động", "Bộ luật", "2012-06-18"),
        registered("1/2020/TTLT", "hướng dẫn", "Thông tư", by="Bộ Y tế và Bộ Tài chính"),
        registered("2/2020/TT", "khác", "Thông tư", by=""),
        registered("3/2020/QH14", "chưa có hiệu lực")._replace(in_force=""),
    ],
    WORDS,
)


def test_a_number_says_which_law_however_it_is_written() -> None:
    law = resolve_laws(said(laws=(cited(identifier="01/2020/ttlt"),)), REGISTER)
    assert law.new_iri == {"eli/vn/luat/x#id": "eli/vn/thong-tu/2020/1-2020-ttlt#id"}
    (known,) = law.described
    assert (known.identifier, known.title, known.documentType) == ("01/2020/ttlt", "hướng dẫn", "thong-tu")
    assert resolve_laws(said(laws=(cited(identifier="9/1999/QH1", title="Thanh niên"),)), REGISTER).described == ()


def test_a_title_needs_its_year_where_two_documents_bear_it() -> None:
    law = resolve_laws(said(laws=(cited(title="Thanh niên", year="2005"),)), REGISTER)
    assert law.described == (
        Law(
            id="eli/vn/luat/2005/53-2005-qh11#id",
            name="Luật X",
            documentType="luat",
            identifier="53/2005/QH11",
            title="Thanh niên",
            dateDocument=date(2005, 11, 29),
            firstDateEntryInForce=date(2021, 1, 1),
            passedBy="organization/quoc-hoi#id",
            source=("register/laws",),
        ),
    )
    assert law.issuers == (Organization(id="organization/quoc-hoi#id", name="Quốc hội", source=("register/laws",)),)
    assert law.cited[0].candidates == ()
    law = resolve_laws(said(laws=(cited(title="Thanh niên"),)), REGISTER)
    assert (law.new_iri, law.described, law.issuers) == ({}, (), ())
    assert law.cited[0].candidates == ("eli/vn/luat/2020/57-2020-qh14#id", "eli/vn/luat/2005/53-2005-qh11#id")
    law = resolve_laws(said(laws=(cited(title="Thanh niên", year="1999"),)), REGISTER)
    assert (law.new_iri, law.cited[0].candidates) == ({}, ())
    assert resolve_laws(said(laws=(cited(), cited(title="Lao động"))), REGISTER).new_iri == {}
    code = cited(title="lao động", documentType="bo-luat")
    assert resolve_laws(said(laws=(code,)), REGISTER).new_iri == {code.id: "eli/vn/bo-luat/2012/10-2012-qh13#id"}


def test_the_year_is_that_of_the_citation_whatever_its_iri_says() -> None:
    law = cited(id="eli/vn/luat/2020/thanh-nien#id", title="Thanh niên", year="2005")
    assert resolve_laws(said(laws=(law,)), REGISTER).new_iri == {law.id: "eli/vn/luat/2005/53-2005-qh11#id"}


def test_two_bodies_together_are_no_issuer_and_none_is_none() -> None:
    both = resolve_laws(said(laws=(cited(identifier="1/2020/TTLT"),)), REGISTER)
    assert (both.issuers, both.described[0].passedBy) == ((), None)
    none = resolve_laws(said(laws=(cited(identifier="2/2020/TT"),)), REGISTER)
    assert (none.issuers, none.described[0].passedBy) == ((), None)


def test_a_law_that_is_not_in_force_yet_has_no_such_day() -> None:
    law = resolve_laws(said(laws=(cited(identifier="3/2020/QH14"),)), REGISTER)
    assert law.described[0].firstDateEntryInForce is None


@pytest.mark.parametrize(
    ("title", "amends"),
    [
        ("sửa đổi, bổ sung một số điều của Bộ luật Lao động", ("eli/vn/bo-luat/2012/10-2012-qh13#id",)),
        ("sửa đổi một số điều của các Luật chưa có hiệu lực", ("eli/vn/luat/2020/3-2020-qh14#id",)),
        ("sửa đổi, bổ sung một số điều của Luật Thanh niên", ()),
        ("quy định chi tiết một số điều của Bộ luật Lao động", ()),
        ("sửa đổi, bổ sung một số điều của Nghị định 1", ()),
    ],
)
def test_what_a_law_amends_is_linked_where_one_document_bears_that_title(title: str, amends: tuple[str, ...]) -> None:
    law = cited(title=title)
    words = resolve(said(), LawRegister([], WORDS), a_register(), BodyRegister([]))
    assert resolve_laws(replace(words, laws=(law,)), REGISTER).cited[0].amends == amends


def test_the_words_that_name_an_amending_law_show_what_it_amends() -> None:
    body = "Quốc hội thông qua Luật sửa đổi, bổ sung một số điều của Luật Thanh niên theo Nghị quyết 12/2020/NQ-CP."
    claims = ANALYSER.extract(an_article(body))
    law = resolve_laws(claims, ANALYSER.registers.laws)
    (shown,) = law.evidence
    (named,) = (e for e in claims.evidence if e.about == shown.about and e.property == "name")
    assert (shown.property, shown.value, shown.start) == ("amends", law.cited[0].amends[0], named.start)
    assert shown.id == named.id.replace(";name;", ";amends;")


def test_a_document_that_another_amends_is_described_though_no_article_names_it() -> None:
    amending = cited(title="sửa đổi, bổ sung một số điều của Bộ luật Lao động")
    (labour,) = resolve_laws(said(laws=(amending,)), REGISTER).amended
    assert (labour.id, labour.name, labour.documentType) == (
        "eli/vn/bo-luat/2012/10-2012-qh13#id",
        "Bộ luật Lao động",
        "bo-luat",
    )
    assert (labour.identifier, labour.source) == ("10/2012/QH13", ("register/laws",))
    claims = resolve(said(laws=(amending,)), REGISTER, a_register(), BodyRegister([]))
    assert [law.id for law in claims.laws] == [amending.id, labour.id]
    named = cited(id="eli/x#id", identifier="10/2012/QH13", documentType="bo-luat")
    both = resolve(said(laws=(amending, named)), REGISTER, a_register(), BodyRegister([]))
    assert [law.id for law in both.laws].count(labour.id) == 1


def test_an_issuer_that_the_article_names_keeps_its_name_there() -> None:
    claims = extracted(an_article("Quốc hội thông qua Luật số 57/2020/QH14."), ANALYSER)
    (assembly,) = claims.organizations
    assert (assembly.name, assembly.source) == ("Quốc hội", ("register/bodies",))
    assert claims.laws[0].passedBy == assembly.id
    claims = extracted(an_article("Theo Luật số 57/2020/QH14."), ANALYSER)
    (assembly,) = claims.organizations
    assert assembly.source == ("register/laws",)
    assert claims.mentions == (claims.laws[0].id,)


def test_the_register_wins_over_the_words_and_the_evidence_says_what_it_shows() -> None:
    claims = extracted(an_article("Mưa lớn ở Nghệ An. Tỉnh Nghệ An có lũ."), ANALYSER)
    (nghe_an,) = claims.places
    assert (nghe_an.name, nghe_an.level) == ("Tỉnh Nghệ An", "province")
    assert {(e.exact, e.value) for e in claims.evidence if e.property == "name"} == {
        ("Nghệ An", "Tỉnh Nghệ An"),
        ("Tỉnh Nghệ An", "Tỉnh Nghệ An"),
    }
