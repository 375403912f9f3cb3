"""Where the names of bodies end: what joins a further word to a name, and what begins something else."""

from __future__ import annotations

import pytest

from pipeline.extraction.ending import Endings
from tests.conftest import ANALYSER, an_article


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        # fields of activity go on with và, a dash, and commas before a last và
        ("«Bộ Nông nghiệp và Môi trường» họp.", "và joins two fields"),
        ("«Sở Văn hóa, Thể thao và Du lịch» họp.", "a comma joins where và follows"),
        ("«Sở Văn hóa, thể thao và du lịch» họp.", "in small letters too"),
        ("«Sở Văn hóa - Thể thao» họp.", "a dash joins"),
        ("«Sở Lao động - Thương binh và Xã hội» họp.", "a dash, then và"),
        ("«Sở Giáo dục và Đào tạo» tổ chức họp.", "a verb is no field"),
        # và before what is no field of the same body ends the name
        ("«Sở Y tế» và Trần Văn An họp.", "a person"),
        ("«Sở Y tế» và «Sở Nội vụ» họp.", "another body"),
        ("«Sở Y tế» và Đại tá Lê Văn Tám họp.", "a title"),
        ("«Sở Y tế» và Hà Nội họp.", "a place"),
        ("«Sở Y tế» và\nGiáo dục họp.", "a line ends"),
        ("«Sở Y tế», và người dân họp.", "và does not follow a comma"),
        ("«Sở Y tế», Giáo dục họp.", "a comma alone joins nothing"),
        # proper names
        ("«Công ty Sao Mai và Xây dựng» họp.", "và before a field"),
        ("«Công ty Sao Mai» và Vũ Xanh họp.", "và before any other word"),
        ("«Công ty Sao Mai» và «Công ty Sao Xanh» họp.", "và before another body"),
        ("«Công ty Sao.Mai» đã họp.", "a full stop within a word"),
        ("«Công ty Sao». Mai đã đến.", "a full stop that ends a sentence"),
        ("«Công ty Sao Mai (SM) Hà Nội» họp.", "its acronym within it"),
        ("«Công ty Sao Mai» (SM) đã họp.", "its acronym at its end"),
        ("«Công ty Sao Mai» (SM) Đại tá Lê Văn Tám họp.", "an acronym before a title"),
        ("«Công ty Sao Mai» (sm) Hà Nội họp.", "a word in brackets that is no acronym"),
        ("«Công ty Sao Mai 27» họp.", "a number"),
        ("«Công ty Sao Mai» 2025 họp.", "a number of four digits is a year"),
        ("«Công ty Sao Mai» họp 27 người.", "a number further on"),
        ("«Công ty Sao Mai - Hà Nội» họp.", "a dash before a place"),
        ("«Công ty Sao Mai» - Giám đốc Trần Văn An họp.", "a dash before an office"),
        ("«Công ty Sao Mai» - Đại tá họp.", "a dash before a title"),
        ("«Công ty Sao Mai» -\nXanh họp.", "a dash at the end of a line"),
        ("«Công ty Sao Mai» - xanh họp.", "a dash before a small word"),
        ("«Công ty Sao Mai» Chủ tịch nước họp.", "an office of two words"),
        ("«Công ty Xây dựng Giao thông Sao Mai» họp.", "two fields, then its name"),
        ("«Công ty Y tế Sao Mai» họp.", "a field, then its name"),
        ("«Công ty Đầu tư Hà Nội» họp.", "a field, then a place"),
        ("«Công ty Hà Nội Sao Mai» họp.", "a place, then its name"),
        ("«Công ty Sao Mai thành phố Vinh» họp.", "the place where it is, with its unit word"),
        ("«Công ty Sao Mai» hỗ trợ người dân.", "a verb that is a field elsewhere"),
        ("«Công ty Sao Mai» xây dựng nhà.", "another one"),
    ],
)
def test_the_name_of_a_body_ends_there(sentence: str, names: str) -> None:
    wanted = [piece.partition("»")[0] for piece in sentence.split("«")[1:]]
    read = ANALYSER.find(an_article(sentence.replace("«", "").replace("»", "")))
    headline = read.text.paragraph(0)[1]
    found = [read.text.written(m.first, m.last) for m in read.organizations if m.first >= headline]
    assert [name for name in found if name != "SM"] == wanted, names


def test_a_name_has_sixteen_words_at_most() -> None:
    read = ANALYSER.find(an_article(f"Trường {'Sao ' * 20}họp."))
    assert [m.last - m.first for m in read.organizations] == [17]


def test_the_place_behind_a_name_is_said_not_to_be_a_part_of_it() -> None:
    read = ANALYSER.find(an_article("Bộ Y tế Hà Nội họp."))
    (body,) = read.organizations
    assert Endings(read, ANALYSER).why(body) == "the place at “Hà” is not part of it"
