"""Citations, holders and names of bodies: where each ends, what it is called, what it does not take in."""

from __future__ import annotations

import pytest

from pipeline.extraction.findings import Findings
from tests.conftest import ANALYSER, an_article


def found(sentence: str) -> Findings:
    return ANALYSER.find(an_article(sentence))


@pytest.mark.parametrize(
    ("sentence", "laws"),
    [
        (
            "Theo Quyết định số 5/2024/XX và số 6/2024/XX, tỉnh chi.",
            [("Quyết định 5/2024/XX", "2024", "quyet-dinh"), ("Quyết định 6/2024/XX", "2024", "quyet-dinh")],
        ),
        ("Theo Quyết định số 5/2024/XX và thêm 6/2024/XX, tỉnh chi.", [("Quyết định 5/2024/XX", "2024", "quyet-dinh")]),
        ("Theo Nghị quyết 57 và thêm 68.", [("Nghị quyết 57", None, "nghi-quyet")]),
        ("Theo Nghị quyết 57, 68.", [("Nghị quyết 57", None, "nghi-quyet"), ("Nghị quyết 68", None, "nghi-quyet")]),
        ("Theo Nghị quyết 57 và 3 thông tư.", [("Nghị quyết 57", None, "nghi-quyet")]),
        ("Theo Luật Thanh niên năm 2020 số 57/QH14 đã có.", [("Luật Thanh niên năm 2020", "2020", "luat")]),
        ("Theo Luật Thanh niên số 57/2020/QH14 đã có.", [("Luật Thanh niên", "2020", "luat")]),
        ("Theo 57/2020/QH14, việc đã rõ.", [("57/2020/QH14", "2020", "luat")]),
        ("Theo 12/2024/QĐ, việc đã rõ.", []),
        ("Theo 12/QĐ-TTg, việc đã rõ.", [("12/QĐ-TTg", None, "quyet-dinh")]),
        ("Theo Luật Thanh niên", [("Luật Thanh niên", None, "luat")]),
        ("Theo Nghị quyết 57", [("Nghị quyết 57", None, "nghi-quyet")]),
    ],
)
def test_a_citation_has_its_name_year_and_kind(sentence: str, laws: list[tuple[str, str | None, str]]) -> None:
    assert [(m.name, m.year, m.document_type) for m in found(sentence).laws] == laws


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Pháp lệnh số 01/2020/QH14 đã có.", "law.number"),
        ("Nghị quyết số 12/2020/QH14 đã có.", "law.number"),
        ("Hiến pháp số 1/2013/QH13 đã có.", "law.number"),
        ("Bộ luật số 45/2019/QH14 đã có.", "law.number"),
        ("Thông tư số 45/2019/QH14 đã có.", "law.number-mismatch"),
        ("Nghị quyết số 12/2020/NĐ-CP đã có.", "law.number-mismatch"),
        ("Luật số 12/2020/XX đã có.", "law.number"),
    ],
)
def test_which_letters_fit_which_kind_of_document(sentence: str, rule: str) -> None:
    assert [m.rule for m in found(sentence).laws] == [rule]


AN = "Trần Văn An"


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("Giám đốc Sở Y tế – Trần Văn An phát biểu.", [("Giám đốc", AN, "Sở Y tế")]),
        ("Giám đốc Sở Y tế, Trần Văn An phát biểu.", [("Giám đốc", AN, "Sở Y tế")]),
        ("Ông Trần Văn An – Bí thư Tỉnh đoàn Nghệ An – Chủ tịch Hội Sinh viên tỉnh Nghệ An, phát biểu.",
         [("Bí thư", AN, "Tỉnh Đoàn Nghệ An"), ("Chủ tịch", AN, "Hội Sinh viên tỉnh Nghệ An")]),
        ("Trời mưa. Trời nắng. Bác sĩ Trần Văn An giữ chức Giám đốc Công ty Sao Mai.",
         [("Giám đốc", AN, "Công ty Sao Mai")]),
        ("Giám đốc Sở Y tế kiêm Bí thư Đảng ủy Trần Văn An phát biểu.",
         [("Giám đốc", AN, "Sở Y tế"), ("Bí thư", AN, None)]),
        ("Phó Giám đốc Công ty Sao Mai gồm ông Trần Văn An (sinh năm 1980 ở Vinh) và bà Lê Thị Bình.",
         [("Phó Giám đốc", AN, "Công ty Sao Mai"), ("Phó Giám đốc", "Lê Thị Bình", "Công ty Sao Mai")]),
        ("Công ty Sao Xanh có Phó Giám đốc gồm: ông Trần Văn An và bà Lê Thị Bình.",
         [("Phó Giám đốc", AN, "Công ty Sao Xanh"), ("Phó Giám đốc", "Lê Thị Bình", "Công ty Sao Xanh")]),
        ("Ông Trần Văn An, Giám đốc Sở Y tế", [("Giám đốc", AN, "Sở Y tế")]),
        ("Sở Y tế có Giám đốc Trần Văn An", [("Giám đốc", AN, None)]),
        ("Ông Trần Văn An (", []),
        ("Ông Trần Văn An dự lễ. Chiều, Giám đốc gồm: ông Trần Văn An và bà Lê Thị Bình chủ trì, ông An là Bí thư.",
         [("Bí thư", "Trần Văn An", None), ("Giám đốc", AN, None), ("Giám đốc", "Lê Thị Bình", None)]),
    ],
)  # fmt: skip
def test_who_holds_which_office_where(sentence: str, held: list[tuple[str, str, str | None]]) -> None:
    told = [(r.name, p.name, r.organization.name if r.organization else None) for p, r in found(sentence).held]
    assert sorted(told, key=str) == sorted(held, key=str)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Sở Y tế, Giáo dục tốt hơn.", ["Sở Y tế"]),
        ("Sở Y tế, Giáo dục", ["Sở Y tế"]),
        ("Sở Y tế, Giáo dục và Xây dựng họp.", ["Sở Y tế, Giáo dục và Xây dựng"]),
        ("Sở Y tế, giáo dục và xây dựng họp.", ["Sở Y tế"]),
        ("Sở Y tế, Giáo dục và trường học.", ["Sở Y tế"]),
        ("Sở Y tế - Giáo dục họp.", ["Sở Y tế - Giáo dục"]),
        ("Sở Y tế và Giáo dục họp.", ["Sở Y tế và Giáo dục"]),
        ("Sở Y tế và họp.", ["Sở Y tế"]),
        ("Sở Y tế và", ["Sở Y tế"]),
        ("Sở Y tế và Trần Văn An họp.", ["Sở Y tế"]),
        ("Sở Y tế tổ chức hội nghị.", ["Sở Y tế"]),
        ("Công ty Sao - Giám đốc An đến.", ["Công ty Sao"]),
        ("Công ty Sao - Đại tá An đến.", ["Công ty Sao"]),
        ("Công ty Sao - Mai ký.", ["Công ty Sao - Mai"]),
        ("Công ty Sao - mai ký.", ["Công ty Sao"]),
        ("Công ty Sao Mai và Trường THPT Hoa Sen ký.", ["Công ty Sao Mai", "Trường THPT Hoa Sen"]),
        ("Công ty Mai. Ông đến.", ["Công ty Mai"]),
        ("Công ty Thép.Việt ký.", ["Công ty Thép.Việt"]),
        ("Công ty Sao Mai.", ["Công ty Sao Mai"]),
        ("Công ty Thép.Việt", ["Công ty Thép.Việt"]),
        ("Công ty Sao Mai và Công ty Hoa Sen ký.", ["Công ty Sao Mai", "Công ty Hoa Sen"]),
        ("Công ty Hạ tầng (KCN) Biên\nHòa ký.", ["Công ty Hạ tầng (KCN) Biên"]),
        ("Công ty Sao Mai 36 ký.", ["Công ty Sao Mai 36"]),
        ("Công ty Sao Mai 2025 ký.", ["Công ty Sao Mai"]),
        ("Công ty Sao Mai - 36 ký.", ["Công ty Sao Mai"]),
        ("Công ty Hạ tầng (KCN) Biên Hòa ký.", ["Công ty Hạ tầng (KCN) Biên Hòa"]),
        ("Công ty Hạ tầng (KCN)", ["Công ty Hạ tầng", "KCN"]),
        ("Công ty Hạ tầng (KCN)\nBiên Hòa ký.", ["Công ty Hạ tầng", "KCN"]),
        ("Trường THPT Hoa Sen tỉnh Nghệ An ký.", ["Trường THPT Hoa Sen tỉnh Nghệ An"]),
    ],
)
def test_where_the_name_of_a_body_ends(sentence: str, names: list[str]) -> None:
    read = found(sentence)
    assert [read.text.written(m.first, m.last) for m in read.organizations] == names
