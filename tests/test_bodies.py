"""One body under all its names, by the register on the article's day; other countries' bodies are never Vietnam's."""

from __future__ import annotations

from pipeline.record.model import Claims
from pipeline.workflow.stages import extracted
from tests.conftest import ANALYSER, an_article


def said(text: str, day: str = "2025-06-28") -> Claims:
    return extracted(an_article(text, published=day), ANALYSER)


def bodies(text: str, day: str = "2025-06-28") -> dict[str, tuple[str, ...]]:
    """Names of the bodies of a text, each with its IRI and that of what it is a unit of."""
    return {o.name: tuple(filter(None, (o.id, o.parent))) for o in said(text, day).organizations}


def test_a_ministry_and_its_short_form_are_one() -> None:
    found = bodies("Bộ Giáo dục và Đào tạo ra thông báo. Bộ GD-ĐT nêu rõ lịch thi.")
    assert found == {"Bộ Giáo dục và Đào tạo": ("organization/bo-giao-duc-va-dao-tao#id",)}


def test_a_short_form_alone_is_the_body_that_it_stands_for() -> None:
    (body,) = said("Bộ GD-ĐT nêu rõ lịch thi.").organizations
    assert (body.id, body.alternateName) == ("organization/bo-giao-duc-va-dao-tao#id", ("Bộ Giáo dục và Đào tạo",))
    assert body.source == ("register/bodies",)


def test_a_body_is_not_one_of_another_time() -> None:
    assert said("Bộ GTVT trả lời.", "2024-05-01").organizations[0].source == ("register/bodies",)
    assert said("Bộ GTVT trả lời.", "2025-10-01").organizations[0].source == ()


def test_the_register_tells_what_a_body_is_a_unit_of_where_the_article_names_both() -> None:
    found = bodies("Bộ Công Thương họp sáng nay. Báo cáo do Cục Xúc tiến thương mại trình bày.")
    assert found["Cục Xúc tiến thương mại"][1] == "organization/bo-cong-thuong#id"
    assert bodies("Cục Xúc tiến thương mại họp.")["Cục Xúc tiến thương mại"][1:] == ()


def test_the_parliament_of_another_country_is_not_vietnams() -> None:
    (abroad,) = said("Tại Venezuela, Quốc hội bác dự luật. Người dân Venezuela tuần hành.").organizations
    assert abroad.id.startswith("organization/quoc-hoi/")
    (home,) = said("Quốc hội bác dự luật. Hà Nội và Việt Nam theo dõi.").organizations
    assert home.id == "organization/quoc-hoi#id"


def test_a_unit_of_a_later_kind_is_not_that_of_an_older_article() -> None:
    (place,) = (p for p in said("Vụ cháy ở quận Thủ Đức.", "2017-05-01").places if "Thủ Đức" in p.name)
    assert place.code is None


def test_tp_hcm_is_the_registered_city() -> None:
    assert {p.code for p in said("Mưa lớn ở TP.HCM chiều nay.", "2017-05-01").places} == {"79"}


def test_the_ministry_that_an_office_names_is_not_vietnams_in_an_article_about_another_country() -> None:
    claims = said("Hàn Quốc có nội các mới. Hàn Quốc họp. Ông Do Jong-hwan làm Bộ trưởng Văn hóa, Thể thao và Du lịch.")
    (body,) = (each for each in claims.organizations if "Du lịch" in each.name)
    assert body.id.count("/") == 2
