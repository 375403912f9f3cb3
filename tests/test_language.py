"""Sentences of Vietnamese official prose, and what they say. All are written for this test."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import extracted, mentioned

Case = tuple[str, list[str], list[str], list[str], list[str]]

MENTIONS: list[Case] = [
    # sentence, persons, organizations, laws, places
    (
        "Sáng 5/9, Chủ tịch nước Lương Cường dự lễ khai giảng tại Trường THPT Chu Văn An, quận Tây Hồ, Hà Nội.",
        ["Lương Cường"], ["Trường THPT Chu Văn An"], [], ["quận Tây Hồ", "Hà Nội"],
    ),
    (
        "Đại tướng Phan Văn Giang và Thượng tướng Nguyễn Tân Cương thăm Quân khu 7.",
        ["Phan Văn Giang", "Nguyễn Tân Cương"], ["Quân khu 7"], [], [],
    ),
    (
        "Tòa án nhân dân khu vực 1 - Cần Thơ tuyên phạt bị cáo Nguyễn Thị Bé Ba 7 năm tù.",
        ["Nguyễn Thị Bé Ba"], ["Tòa án nhân dân khu vực 1 - Cần Thơ"], [], [],
    ),
    (
        "Viện Kiểm sát nhân dân tỉnh Gia Lai phê chuẩn quyết định đối với Rơ Châm H'Mai và Siu Blưng.",
        ["Rơ Châm H'Mai"], ["Viện Kiểm sát nhân dân tỉnh Gia Lai"], [], [],
    ),
    (
        "Bệnh viện Đa khoa tỉnh Phú Thọ tiếp nhận bệnh nhân Hà Văn Tuấn (45 tuổi, ở xã Thanh Sơn, tỉnh Phú Thọ).",
        ["Hà Văn Tuấn"], ["Bệnh viện Đa khoa tỉnh Phú Thọ"], [], ["xã Thanh Sơn", "tỉnh Phú Thọ"],
    ),
    (
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 và Nghị định số 150/2025/NĐ-CP của Chính phủ.",
        [], ["Chính phủ"], ["Luật Tổ chức chính quyền địa phương số 72/2025/QH15", "Nghị định số 150/2025/NĐ-CP"], [],
    ),
    (
        "Theo Nghị định 29 và 178 của Chính phủ, các Nghị định số 131/2025/NĐ-CP, 132/2025/NĐ-CP có hiệu lực.",
        [], ["Chính phủ"], ["Nghị định 29", "178", "Nghị định số 131/2025/NĐ-CP", "132/2025/NĐ-CP"], [],
    ),
    (
        "Điều 18 Nghị định số 61/2025/NĐ-CP, Nghị quyết số 66-NQ/TW của Bộ Chính trị và Bộ luật Hình sự năm 2015.",
        [], ["Bộ Chính trị"],
        ["Nghị định số 61/2025/NĐ-CP", "Nghị quyết số 66-NQ/TW", "Bộ luật Hình sự năm 2015"], [],
    ),
    (
        "Ủy ban Thường vụ Quốc hội ban hành Nghị quyết số 1685/NQ-UBTVQH15 theo Nghị quyết Đại hội XIII của Đảng.",
        [], ["Ủy ban Thường vụ Quốc hội"], ["Nghị quyết số 1685/NQ-UBTVQH15", "Nghị quyết Đại hội XIII của Đảng"], [],
    ),
    (
        "Luật sư Nguyễn Thanh Hà (Công ty Luật Sen Vàng) phân tích Luật Trật tự, an toàn giao thông đường bộ.",
        ["Nguyễn Thanh Hà"], ["Công ty Luật Sen Vàng"], ["Luật Trật tự, an toàn giao thông đường bộ"], [],
    ),
    (
        "Trường Đại học Sư phạm Kỹ thuật TP Hồ Chí Minh và Đại học Quốc gia Hà Nội gặp Viện Nghiên cứu Chiến tranh.",
        [], [
            "Trường Đại học Sư phạm Kỹ thuật TP Hồ Chí Minh", "Đại học Quốc gia Hà Nội", "Viện Nghiên cứu Chiến tranh",
        ], [], [],
    ),
    (
        "Phòng Cảnh sát Phòng cháy chữa cháy và Cứu nạn cứu hộ, Công an tỉnh Hưng Yên có mặt tại làng nghề Đông Mai.",
        [], ["Phòng Cảnh sát Phòng cháy chữa cháy và Cứu nạn cứu hộ", "Công an tỉnh Hưng Yên"], [],
        ["làng nghề Đông Mai"],
    ),
    (
        "Ngày Gia đình Việt Nam, Chính phủ Canada và các cơ quan, Công an tỉnh, thành phố đều có hoạt động.",
        [], ["Chính phủ Canada"], [], ["Việt Nam"],
    ),
    (
        "Hai tỉnh Hà Giang và Tuyên Quang nay là một; cao tốc Bắc - Nam đi qua Đồng bằng sông Cửu Long.",
        [], [], [], ["Hà Giang", "Tuyên Quang", "cao tốc Bắc - Nam", "Đồng bằng sông Cửu Long"],
    ),
    (
        "Tổng thống Thổ Nhĩ Kỳ Recep Tayyip Erdogan gặp Thủ tướng Israel Benjamin Netanyahu. Ông Erdogan nói ngắn gọn.",
        ["Recep Tayyip Erdogan", "Benjamin Netanyahu", "Erdogan"], [], [], ["Thổ Nhĩ Kỳ", "Israel"],
    ),
    (
        "Thủ tướng Sheikh Mohammed bin Abdulrahman al-Thani và HLV Kim Sang-sik tới Tây Ban Nha.",
        ["Sheikh Mohammed bin Abdulrahman al-Thani", "Kim Sang-sik"], [], [], ["Tây Ban Nha"],
    ),
    (
        "Tỉnh Đoàn Bình Dương trao quà; ông Trần Thái Bình ở huyện Thanh Oai, TP Hà Nội và bà Hồ Thanh Bảo cũng dự.",
        ["Trần Thái Bình", "Hồ Thanh Bảo"], ["Tỉnh Đoàn Bình Dương"], [], ["huyện Thanh Oai", "TP Hà Nội"],
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", MENTIONS, ids=lambda case: case[0][:50])
def test_a_sentence_names(case: Case) -> None:
    sentence, *expected = case
    document = extracted(sentence)
    found = [mentioned(document, kind) for kind in ("persons", "organizations", "laws", "places")]
    assert found == expected


ROLES: list[tuple[str, set[tuple[str, str, str | None, bool]]]] = [
    (
        "Dự họp: Nguyễn Văn Hùng, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh Long An; "
        "Trần Thị Lan, Phó Bí thư Thường trực Tỉnh ủy; Lê Minh Tuấn, Phó Chủ tịch Thường trực UBND tỉnh.",
        {
            ("Nguyễn Văn Hùng", "Ủy viên", "Trung ương Đảng", False),
            ("Nguyễn Văn Hùng", "Bí thư", "Tỉnh ủy", False),
            ("Nguyễn Văn Hùng", "Chủ tịch", "HĐND tỉnh Long An", False),
            ("Trần Thị Lan", "Phó Bí thư Thường trực", "Tỉnh ủy", False),
            ("Lê Minh Tuấn", "Phó Chủ tịch Thường trực", "UBND tỉnh", False),
        },
    ),
    (
        "Đại tá Bùi Văn Sơn, Ủy viên Ban Thường vụ Tỉnh ủy Nghệ An, Giám đốc Công an tỉnh Nghệ An.",
        {
            ("Bùi Văn Sơn", "Ủy viên Ban Thường vụ", "Tỉnh ủy Nghệ An", False),
            ("Bùi Văn Sơn", "Giám đốc", "Công an tỉnh Nghệ An", False),
        },
    ),
    (
        "Bộ trưởng Công Thương Lê Văn An, Thứ trưởng Bộ Y tế Đỗ Thị Mai và Trưởng phòng Nội vụ huyện Phạm Thị Hoa.",
        {
            ("Lê Văn An", "Bộ trưởng", "Bộ Công Thương", False),
            ("Đỗ Thị Mai", "Thứ trưởng", "Bộ Y tế", False),
            ("Phạm Thị Hoa", "Trưởng phòng", "Phòng Nội vụ huyện", False),
        },
    ),
    (
        "Cục Cảnh sát giao thông có 2 Phó Cục trưởng, gồm: Đại tá Phạm Văn Lâm (Phó Giám đốc Công an tỉnh Bắc Ninh) và "
        "Thượng tá Nguyễn Đức Hòa.",
        {
            ("Phạm Văn Lâm", "Phó Cục trưởng", "Cục Cảnh sát giao thông", False),
            ("Nguyễn Đức Hòa", "Phó Cục trưởng", "Cục Cảnh sát giao thông", False),
            ("Phạm Văn Lâm", "Phó Giám đốc", "Công an tỉnh Bắc Ninh", False),
        },
    ),
    (
        "Ban giám đốc gồm: Ông Nguyễn Văn Ba - Chủ tịch HĐQT; bà Trần Thị Tư - Phó chủ tịch HĐQT.",
        {("Nguyễn Văn Ba", "Chủ tịch HĐQT", None, False), ("Trần Thị Tư", "Phó chủ tịch HĐQT", None, False)},
    ),
    (
        "Nguyên Phó Thủ tướng Trương Văn Hòa và nguyên Chủ tịch UBND TP Hà Nội Nguyễn Đức Chính có mặt.",
        {
            ("Trương Văn Hòa", "Phó Thủ tướng", None, True),
            ("Nguyễn Đức Chính", "Chủ tịch", "UBND TP Hà Nội", True),
        },
    ),
    (
        "Có Nguyễn Văn Mạnh (SN 1990), Giám đốc Công ty CP Đại Thành; ông Trần Văn Thắng, quyền Bộ trưởng Bộ Nội vụ.",
        {
            ("Nguyễn Văn Mạnh", "Giám đốc", "Công ty CP Đại Thành", False),
            ("Trần Văn Thắng", "quyền Bộ trưởng", "Bộ Nội vụ", False),
        },
    ),
    (
        "Thượng tá Lê Văn Nam được bổ nhiệm giữ chức vụ Trưởng Công an xã Hòa Vang.",
        {("Lê Văn Nam", "Trưởng", "Công an xã Hòa Vang", False)},
    ),
    (
        "Theo chỉ đạo của Phó Thủ tướng, Phó Chủ tịch UBND tỉnh Bắc Ninh Ngô Tân Phong yêu cầu báo cáo.",
        {("Ngô Tân Phong", "Phó Chủ tịch", "UBND tỉnh Bắc Ninh", False)},
    ),
]


def held(document: dict[str, Any]) -> set[tuple[str, str, str | None, bool]]:
    name = {o["id"]: o["name"] for o in document["organizations"]}
    return {
        (p["name"], m["roleName"], name.get(m.get("organization", "")), m.get("former", False))
        for p in document["persons"]
        for m in p["memberships"]
    }


@pytest.mark.parametrize(
    ("sentence", "expected"), ROLES, ids=lambda value: value[:50] if isinstance(value, str) else ""
)
def test_who_holds_which_role_where(sentence: str, expected: set[Any]) -> None:
    assert held(extracted(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "kind", "temporal"),
    [
        ("Chiều 28/6, Cục Hải quan tổ chức lễ công bố các quyết định về cán bộ.", "ceremony", "2025-06-28"),
        ("Quốc hội vừa thông qua Luật Nhà giáo năm 2025.", "enactment", None),
        ("Vụ tai nạn xảy ra lúc 21h tối nay (27/6) trên quốc lộ 1.", "accident", "2025-06-27"),
        ("Hội chợ diễn ra từ ngày 21 đến 25-6 tại Huế do Sở Công Thương tổ chức.", "festival", "2025-06-21/2025-06-25"),
        (
            "Tối 28/6, tại cảng cá 19/5, UBND tỉnh Quảng Ngãi thực hiện chương trình “Màu biển”.",
            "programme",
            "2025-06-28",
        ),
    ],
)
def test_what_happened_when(sentence: str, kind: str, temporal: str | None) -> None:
    (event,) = extracted(sentence)["events"]
    assert (event["eventType"], event.get("temporal")) == (kind, temporal)


@pytest.mark.parametrize(
    "sentence",
    [
        "Công tác đối thoại với thanh niên có vai trò quan trọng.",
        "Lãnh đạo hai nước duy trì đối thoại thường xuyên.",
        "Nhiều hoạt động sản xuất gây ô nhiễm môi trường.",
        "Giá vàng hôm nay tăng nhẹ.",
    ],
)
def test_no_happening_is_invented(sentence: str) -> None:
    assert extracted(sentence)["events"] == []


def test_a_short_name_stands_for_the_person_named_before() -> None:
    document = extracted("Ông Nguyễn Duy Hưng phát biểu. Sau đó, ông Hưng và bà Lan trao quà. Duy Hưng vui vẻ.")
    assert [p["name"] for p in document["persons"]] == ["Nguyễn Duy Hưng"]
    assert mentioned(document, "persons") == ["Nguyễn Duy Hưng", "Hưng", "Duy Hưng"]


def test_an_introduced_acronym_stands_for_the_body() -> None:
    document = extracted("Hiệp hội Tre Việt Nam (HHTVN) họp. HHTVN bầu ông Lê Văn Tám làm Chủ tịch HHTVN.")
    assert [o["name"] for o in document["organizations"]] == ["Hiệp hội Tre Việt Nam"]


def test_a_body_is_named_as_it_is_written_and_beside_that_in_full() -> None:
    document = extracted("Bí thư Tỉnh ủy Lê Văn Tám và Chủ tịch UBND tỉnh Long An Ngô Văn Cảnh đến Sở Y tế.")
    assert {o["name"]: o.get("alternateName", []) for o in document["organizations"]} == {
        "Tỉnh ủy": ["Tỉnh ủy Long An"],
        "UBND tỉnh Long An": ["Ủy ban nhân dân tỉnh Long An"],
        "Sở Y tế": ["Sở Y tế Long An"],
    }


def test_where_two_provinces_are_named_a_department_is_of_neither() -> None:
    document = extracted("Sở Y tế gửi công văn đến tỉnh Long An và tỉnh Nghệ An.")
    assert [o.get("jurisdiction") for o in document["organizations"]] == [None]


def test_units_know_their_bodies() -> None:
    document = extracted("Phòng Cảnh sát kinh tế, Công an tỉnh Hưng Yên và Văn phòng UBND tỉnh Nghệ An vào cuộc.")
    name = {o["id"]: o["name"] for o in document["organizations"]}
    parents = {o["name"]: name[o["parent"]] for o in document["organizations"] if "parent" in o}
    assert parents == {
        "Phòng Cảnh sát kinh tế": "Công an tỉnh Hưng Yên",
        "Văn phòng UBND tỉnh Nghệ An": "UBND tỉnh Nghệ An",
    }


def test_a_number_that_contradicts_its_kind_is_kept_and_flagged() -> None:
    document = extracted("Theo Nghị định 15/2020/QH14, việc này được phép.")
    (law,) = document["laws"]
    assert law["identifier"] == "15/2020/QH14"
    assert {e["rule"] for e in document["evidence"] if e["about"] == law["id"]} == {"law.number-mismatch"}


def test_the_speaker_and_whom_he_asked() -> None:
    document = extracted("Ông Lê Văn Tám đề nghị Sở Y tế tỉnh Nghệ An cần báo cáo trước ngày 30/6.")
    (statement,) = document["statements"]
    assert (statement["kind"], statement["addressee"]) == ("request", ["Sở Y tế tỉnh Nghệ An"])
    assert statement["text"] == "cần báo cáo trước ngày 30/6"


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("Phương Anh sinh năm 2001 và thích bơi lội.", []),
        ("Khu mỏ rộng khoảng 100 mẫu Anh, dài hai dặm Anh.", []),
        ("Tại Anh, nhiều cơ quan dùng camera. Thủ tướng Anh phát biểu.", ["Anh", "Anh"]),
    ],
)
def test_a_given_name_or_a_measure_is_no_country(body: str, places: list[str]) -> None:
    assert mentioned(extracted(body), "places") == places
