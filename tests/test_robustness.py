"""Text as it really comes: no crash, offsets right, nothing invented. How the work grows: test_growth.py."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ANALYSER, FIRST, an_article, extracted, mentioned

SENTENCE = (
    "Sáng 27/6, ông Nguyễn Hòa An, Giám đốc Sở Y tế tỉnh Nghệ An, dự hội nghị tại Hà Nội theo Luật Thanh niên năm 2020."
)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_decomposed_unicode_says_the_same_with_its_own_offsets(form: str) -> None:
    received = unicodedata.normalize(form, SENTENCE)  # type: ignore[arg-type]
    document = extracted(received)
    assert [p["name"] for p in document["persons"]] == ["Nguyễn Hòa An"]
    for piece in document["evidence"]:
        assert document["content"][piece["start"] : piece["end"]] == piece["exact"]
    assert unicodedata.normalize("NFC", mentioned(document, "persons")[0]) == "Nguyễn Hòa An"


def test_tones_placed_the_old_way_and_zero_width_characters_do_not_matter() -> None:
    old = SENTENCE.replace("Hòa", "Hoà").replace("Sở", "S\u200bở").replace("tỉnh Nghệ", "tỉnh\u200b Nghệ")
    document = extracted(old)
    assert mentioned(document, "persons") == ["Nguyễn Hoà An"]
    assert mentioned(document, "laws") == ["Luật Thanh niên năm 2020"]


@pytest.mark.parametrize(
    "text",
    [
        "The Prime Minister of Japan said on Monday that the economy would grow by 2% this year, Reuters reported.",
        "Liên hệ: 0912.345.678 hoặc 024.3825.1234, email: toasoan@example.org, https://example.org/tin?id=12/3",
        "<p>&nbsp;Giá vàng</p> <br/> &amp; tỷ giá || 1 | 2 | 3 || 15.000 | 16.500 ||",
        "toi qua o ha noi co mua to, nhieu tuyen duong bi ngap",
        "!!! ??? ... --- ___ 🙂🙂🙂 ¯\\_(ツ)_/¯",
        "Món ngon cuối tuần: thịt kho, canh chua và rau luộc.",
    ],
)
def test_where_nothing_is_told_nothing_is_invented(text: str) -> None:
    document = extracted(text)
    assert [document[k] for k in ("persons", "laws", "events", "statements")] == [[], [], [], []]


def test_a_headline_in_capitals_does_no_harm() -> None:
    document = extracted("Ông Lê Văn Tám phát biểu.", headline="UBND TỈNH NGHỆ AN HỌP BÁO VỀ KINH TẾ - XÃ HỘI")
    assert [p["name"] for p in document["persons"]] == ["Lê Văn Tám"]


def test_a_caption_that_runs_into_the_text_does_not_lengthen_a_name() -> None:
    document = extracted(
        "Ảnh: Công an xã Ông Huỳnh Bạch Đằng Tương tự, ông Huỳnh Bạch Đằng và bà Ngô Thị Trâm Anh Người thắng. "
        "Bà Ngô Thị Trâm Anh cười."
    )
    assert [p["name"] for p in document["persons"]] == ["Huỳnh Bạch Đằng", "Ngô Thị Trâm Anh"]


def test_a_photo_credit_is_no_person_of_the_news() -> None:
    assert extracted("Ảnh: Nguyễn Văn Bình")["persons"] == []


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_at_all_gives_evidence_that_hits(text: str) -> None:
    if not text.strip():
        return
    article = an_article(text)
    for piece in ANALYSER.extract(article).evidence:
        assert article.content[piece.start : piece.end] == piece.exact


WORDS = FIRST.read_text(encoding="utf-8").split()


@given(
    st.lists(st.sampled_from([*WORDS, "Ông", "Công", "ty", "tỉnh", "Luật", "số", "12/2020/QH14", "(", ")", ",", "và"]))
)
@settings(max_examples=150, deadline=None)
def test_any_shuffle_of_official_words_gives_a_valid_record(words: list[str]) -> None:
    from pipeline.record.document import to_json_line
    from pipeline.workflow.stages import record_of
    from tests.conftest import A_DAY

    record = record_of(an_article(" ".join(["Tin", *words])), A_DAY, ANALYSER)
    assert to_json_line(record).count("\n") == 1
