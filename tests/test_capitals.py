"""Words in capitals show neither where a name ends nor that it is one; text without diacritics shows even less."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.extraction.capitals import runs_in_capitals
from pipeline.record.article import WITHOUT_DIACRITICS
from pipeline.record.document import to_document
from pipeline.vietnamese.text import Text
from pipeline.workflow.stages import record_of
from tests.conftest import A_DAY, ANALYSER, LEARNED, an_article, mentioned

BODY = "Sáng 28/6, hội nghị diễn ra với sự tham dự của nhiều đại biểu đến từ các nơi."
KINDS = ("persons", "organizations", "laws", "places")


def said(headline: str, body: str = BODY, analyser: Any = LEARNED) -> dict[str, list[str]]:
    document = to_document(record_of(an_article(body, headline), A_DAY, analyser))
    return {kind: found for kind in KINDS if (found := mentioned(document, kind))}


@pytest.mark.parametrize("analyser", [ANALYSER, LEARNED], ids=["grammar", "model"])
@pytest.mark.parametrize(
    "headline",
    [
        "CẬP NHẬT: MƯA LỚN DIỆN RỘNG",
        "CẬP NHẬT TIN BÃO",
        "CHỦ NHẬT NÀY TRỜI MƯA",
        "VĂN HÓA MỸ THUẬT TRẺ",
        "NGA MY LÀ CA SĨ TRẺ",
        "BẢO ANH RA MẮT SẢN PHẨM MỚI",
        "PHÁP LUẬT VÀ ĐỜI SỐNG",
        "Ý KIẾN BẠN ĐỌC",
        "GIẢI PHÁP MỚI CHO NGƯỜI DÂN",
        "ĐẠO ĐỨC NGHỀ BÁO",
        "CHÍNH PHỦ NHẬT VÀ MỸ KÝ KẾT"[10:],
    ],
)
def test_a_headline_in_capitals_names_no_country_by_a_syllable(headline: str, analyser: Any) -> None:
    assert said(headline, analyser=analyser) == {}


def test_nor_do_words_in_capitals_within_a_line() -> None:
    assert said("(CẬP NHẬT) Mưa lớn ở nhiều nơi") == {}
    assert said("Mưa lớn ở nhiều nơi - CẬP NHẬT LIÊN TỤC") == {}


def test_a_name_in_capitals_ends_where_a_register_says() -> None:
    assert said("CẬP NHẬT MƯA LỚN TẠI QUẢNG NINH", analyser=ANALYSER) == {"places": ["QUẢNG NINH"]}
    found = said("TRAO THƯỞNG CHO CÔNG AN TỈNH NGHỆ AN", analyser=ANALYSER)
    assert found == {"organizations": ["CÔNG AN TỈNH NGHỆ AN"]}
    assert said("THỰC HIỆN LUẬT SỐ 57/2020/QH14 TẠI CƠ SỞ", analyser=ANALYSER)["laws"] == ["LUẬT SỐ 57/2020/QH14"]


def test_a_name_that_the_article_writes_in_usual_letters_is_believed_in_capitals_too() -> None:
    body = "Sáng 28/6, ông Lê Văn Tám, Giám đốc Sở Y tế tỉnh Nghệ An, sang thăm Nhật Bản và Mỹ."
    assert said("LÀM VIỆC TẠI MỸ, LÊ VĂN TÁM: CÓ KẾT QUẢ", analyser=ANALYSER) == {}
    found = said("LÀM VIỆC TẠI MỸ, LÊ VĂN TÁM: CÓ KẾT QUẢ", body, ANALYSER)
    assert found["persons"] == ["LÊ VĂN TÁM", "Lê Văn Tám"]


def test_a_name_in_capitals_within_usual_letters_shows_its_ends() -> None:
    found = said("Tin trong ngày", "Sáng 28/6, ông NGUYỄN VĂN AN phát biểu khai mạc.", ANALYSER)
    assert found["persons"] == ["NGUYỄN VĂN AN"]


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("UBND TP HCM họp", []),
        ("Công ty FPT và VNPT họp", []),
        ("CẬP NHẬT: mưa lớn", ["CẬP NHẬT"]),
        ("UBND TỈNH NGHỆ AN HỌP", ["UBND TỈNH NGHỆ AN HỌP"]),
        ("Ông NGUYỄN VĂN AN, bà LÊ THỊ BA", ["NGUYỄN VĂN AN", "LÊ THỊ BA"]),
        ("MƯA LỚN\nHÀ NỘI NGẬP", ["MƯA LỚN", "HÀ NỘI NGẬP"]),
        ("", []),
    ],
)
def test_runs_of_words_in_capitals(line: str, runs: list[str]) -> None:
    text = Text(line)
    assert [text.written(*run) for run in runs_in_capitals(text)] == runs


BARE = (
    "Sang 28/6, ong Nguyen Van An, Giam doc So Y te tinh Nghe An, du hoi nghi o Anh va tai TP Ha Noi. Theo Luat so "
    "57/2020/QH14 va Luat Thanh nien, UBND TP Ha Noi de nghi cac dia phuong can quan tam."
)


@pytest.mark.parametrize("analyser", [ANALYSER, LEARNED], ids=["grammar", "model"])
def test_of_text_without_diacritics_only_numbers_of_laws_are_sure(analyser: Any) -> None:
    article = an_article(BARE, "Hop bao o Ha Noi").model_copy(update={"notes": (WITHOUT_DIACRITICS,)})
    document = to_document(record_of(article, A_DAY, analyser))
    assert [kind for kind in KINDS if mentioned(document, kind)] == ["laws"]
    assert [law["identifier"] for law in document["laws"]] == ["57/2020/QH14"]
    assert (document["events"], document["statements"]) == ([], [])
