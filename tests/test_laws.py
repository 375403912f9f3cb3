"""Which document a citation means: numbers however they are written, short forms, titles within titles, days."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.extraction.laws.numbers import Letters, leading, year_in
from pipeline.record.document import to_document
from pipeline.registers.laws import number_key
from pipeline.workflow.stages import extracted
from tests.conftest import ANALYSER, an_article

LETTERS = Letters(ANALYSER.lexicon.notations("document-types"))


def laws(sentence: str, day: str = "2025-10-15") -> list[dict[str, Any]]:
    """The laws of a sentence's record, after resolution."""
    found: list[dict[str, Any]] = to_document(extracted(an_article(sentence, published=day), ANALYSER))["laws"]
    return found


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("13/2021/NĐ-CP", "nghi-dinh"), ("13/2021/ND-CP", "nghi-dinh"), ("13/2021/\u00d0-CP", None),
        ("13/2021/N\u00d0–CP", "nghi-dinh"), ("25-NQ/TW", "nghi-quyet"), ("57/2020/QH14", "luat"),
        ("86-CTr/TU", "chuong-trinh"), ("17-CT/TW", "chi-thi"), ("120/QĐ-UBND", "quyet-dinh"),
        ("244-QĐ/TW", "document"), ("45-KH/TU", "ke-hoach"), ("71/CĐ-TTg", "cong-dien"), ("12-TB/TU", "thong-bao"),
        ("10-KL/TW", "ket-luan"), ("02/2020/TT-BNV", "thong-tu"), ("3/2017/TTLT-BYT-BTC", "thong-tu-lien-tich"),
        ("15/BC-UBND", "bao-cao"), ("12/XYZ-A", None),
    ],
)  # fmt: skip
def test_the_letters_of_a_number_tell_the_kind(number: str, kind: str | None) -> None:
    assert LETTERS.kind(number) == kind


def test_a_decision_and_a_regulation_of_the_party_have_the_same_letters() -> None:
    assert LETTERS.fit("22-QĐ/TW", "quy-dinh")
    assert LETTERS.fit("244-QĐ/TW", "quyet-dinh")
    assert not LETTERS.fit("22-QĐ/TW", "chi-thi")
    assert LETTERS.fit("12/2017/HSST", "ban-an")


def test_one_number_has_one_key_however_it_is_written() -> None:
    written = ["07/2020/NĐ-CP", "7/2020/nđ-cp", "07/2020/ND-CP", "07/2020/N\u00d0–CP", "07/2020/NĐ - CP"]
    assert {number_key(number) for number in written} == {"7/2020/ND-CP"}


def test_what_a_number_tells() -> None:
    assert leading("178/2024/NĐ-CP") == ("178", "2024")
    assert leading("25-NQ/TW") == ("25", None)
    assert leading("09/2015") == ("9", "2015")
    assert [year_in(n) for n in ("178/2024/NĐ-CP", "34/2011", "25-NQ/TW", "QCVN 01:2009/BYT")] == [
        "2024",
        "2011",
        None,
        "2009",
    ]


def test_a_short_number_is_that_of_the_one_fuller_number_that_it_fits() -> None:
    (law,) = laws("Theo Nghị định 178/2024/NĐ-CP, xã chi trả. Nghị định 178 có hiệu lực, Nghị định 178/2024 đã rõ.")
    assert law["identifier"] == "178/2024/NĐ-CP"


def test_a_short_number_that_two_documents_fit_is_neither() -> None:
    found = laws("Theo Nghị quyết 18-NQ/TW và Nghị quyết 18/NQ-CP, tỉnh sắp xếp bộ máy. Nghị quyết 18 rất rõ.")
    assert [law.get("identifier") for law in found] == ["18/NQ-CP", "18-NQ/TW", None]


def test_a_short_number_alone_is_a_document_of_its_article() -> None:
    (law,) = laws("Xã thực hiện Nghị quyết 42.")
    assert "identifier" not in law
    assert law["id"].startswith("eli/vn/nghi-quyet/nghi-quyet-42/tin-")


def test_the_day_of_a_citation_is_the_documents() -> None:
    (law,) = laws("Bộ triển khai Chỉ thị số 17/CT-TTg ngày 3 tháng 4 năm 2019 của Thủ tướng.")
    assert (law["dateDocument"], law["id"]) == ("2019-04-03", "eli/vn/chi-thi/2019/17-ct-ttg#id")


def test_a_document_of_another_day_is_not_that_of_the_register() -> None:
    (known,) = laws("Theo Luật số 57/2020/QH14 ngày 16/6/2020, thanh niên có quyền.")
    assert known["source"] == ["register/laws"]
    (other,) = laws("Theo Luật số 57/2020/QH14 ngày 17/6/2020, thanh niên có quyền.")
    assert "source" not in other


def test_an_acronym_is_its_code() -> None:
    (law,) = laws("Bị cáo phạm Điều 173 BLHS 2015, tức Bộ luật Hình sự 2015.")
    assert (law["identifier"], law["title"]) == ("100/2015/QH13", "Hình sự")


@pytest.mark.parametrize(
    ("sentence", "kind", "number"),
    [
        ("Huyện ủy triển khai Chương trình số 86-CTr/TU.", "chuong-trinh", "86-CTr/TU"),
        ("Huyện ủy triển khai 86-CTr/TU.", "chuong-trinh", "86-CTr/TU"),
        ("Xã triển khai Kế hoạch 45-KH/TU.", "ke-hoach", "45-KH/TU"),
        ("Xã nhận Thông báo số 12-TB/TU.", "thong-bao", "12-TB/TU"),
        ("Xã nhận Công điện 71/CĐ-TTg.", "cong-dien", "71/CĐ-TTg"),
        ("Xã nhận Quyết định 120/QĐ-UBND.", "quyet-dinh", "120/QĐ-UBND"),
        ("Xã nhận Báo cáo số 15/BC-UBND.", "bao-cao", "15/BC-UBND"),
        ("Xã nhận Văn bản số 300/UBND-NC.", "document", "300/UBND-NC"),
    ],
)
def test_each_kind_of_document_is_its_own_concept(sentence: str, kind: str, number: str) -> None:
    assert [(law["documentType"], law["identifier"]) for law in laws(sentence)] == [(kind, number)]


def numbers(sentence: str, day: str = "2025-06-28") -> list[str | None]:
    return [law.get("identifier") for law in laws(sentence, day)]


def test_a_short_title_within_a_longer_one_is_not_that_law() -> None:
    assert numbers("Quốc hội bàn về Luật Thương mại điện tử.") == [None]
    assert numbers("Theo Luật Thương mại, hợp đồng có hiệu lực.") == ["36/2005/QH11"]
    assert numbers("Theo Luật Thương mại quy định về hợp đồng.") == ["36/2005/QH11"]


def test_a_bill_is_not_the_law_that_it_will_replace() -> None:
    assert numbers("Quốc hội thảo luận dự án Luật Đất đai.", "2022-11-14") == [None]
    assert numbers("Quốc hội thảo luận Luật Đất đai (sửa đổi).", "2022-11-14") == [None]
    assert numbers("Theo Luật Đất đai, giá do tỉnh định.", "2022-11-14") == ["45/2013/QH13"]


def test_a_bill_and_the_law_in_force_are_two() -> None:
    found = laws("Dự thảo Luật Đất đai sẽ thay Luật Đất đai năm 2013.", "2022-11-14")
    assert [law.get("identifier") for law in found] == ["45/2013/QH13", None]


def test_another_countrys_law_is_not_ours() -> None:
    (law,) = laws("Tòa viện dẫn Bộ luật Hình sự của Thái Lan.")
    assert ("identifier" in law, law["id"]) == (False, "eli/th/bo-luat/hinh-su#id")
    assert [law["id"] for law in laws("Điều này trái Hiến pháp Mỹ.")] == ["eli/us/constitution/hien-phap-my#id"]
    assert numbers("Theo Bộ luật Hình sự Việt Nam, tội này nặng.", "2025-06-28") == ["100/2015/QH13"]


def test_new_law_of_a_year_has_no_such_title() -> None:
    assert laws("Tòa áp dụng tình tiết có lợi theo Luật mới 2015.") == []
