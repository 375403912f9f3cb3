"""Letters: every encoding that Vietnamese text comes in gives the same text, and what was done is said."""

from __future__ import annotations

import unicodedata

import pytest
from viparse.normalize.encodings import CHARMAPS

from pipeline.ground.errors import ReadError
from pipeline.reading.language import foreign, without_diacritics
from pipeline.reading.letters import decode, mended, old_font, without_typesetting
from pipeline.vietnamese.syllables import is_syllable

TEXT = (
    "Sáng 28/6, hội nghị chuyển đổi số khai mạc tại Hà Nội. Đồng chí Nguyễn Thị Ngọc Xuân, Bí thư Tỉnh Đoàn, phát biểu "
    "khai mạc và nêu rõ: các xã phải hoàn thành số hóa hồ sơ trước ngày 30/9."
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def encoded(text: str, encoding: str) -> bytes:
    """A text in an encoding: those of Unicode, windows-1258 with its combining tones, or an old font's letters."""
    if encoding == "windows-1258":
        letters = []
        for letter in text:
            parts = unicodedata.normalize("NFD", letter)
            base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
            letters.append(base + "".join(c for c in parts if c in _TONES))
        return "".join(letters).encode("cp1258")
    if encoding in CHARMAPS:
        letters_of = {unicode: font for font, unicode in reversed(CHARMAPS[encoding].pairs)}
        return "".join(letters_of.get(c, c) for c in text).encode("latin-1")
    return text.encode(encoding)


@pytest.mark.parametrize(
    ("encoding", "called"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"), ("windows-1258", "windows-1258"), ("tcvn3", "tcvn3"),
        ("vni", "vni"), ("viscii", "viscii"),
    ],
)  # fmt: skip
def test_bytes_in_any_encoding_give_the_same_text(encoding: str, called: str) -> None:
    found = decode(encoded(TEXT, encoding), "a.txt")
    assert (found.text, found.encoding) == (TEXT, called)
    assert bool(found.notes) == (called != "utf-8")


@pytest.mark.parametrize("font", ["tcvn3", "vni", "viscii"])
def test_letters_of_an_old_font_that_arrive_as_unicode_are_converted(font: str) -> None:
    garbled = encoded(TEXT, font).decode("latin-1")
    assert old_font(garbled) == font
    assert mended(garbled, font)[0] == TEXT


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Bàn giao 20 căn nhà tình nghĩa",
        "Hoàng Minh Châu, Lê Thu, Trần Bình",
        "Công ty Lego của Đan Mạch và hãng Citroën của Pháp mở văn phòng tại Hà Nội, ông Müller và bà Núñez cho biết.",
        "Le président a déclaré que la situation était préoccupante, où les élèves français célèbrent Noël à Besançon.",
        "Der Präsident erklärte, dass die Maßnahmen für alle Bürger gelten müssten, über die nächsten fünf Jahre.",
    ],
)
def test_text_that_is_right_is_left_alone(text: str) -> None:
    assert old_font(text) == ""
    assert mended(text) == (text, ())


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_text_that_was_encoded_twice_is_mended_line_by_line(wrong: str) -> None:
    data = TEXT.encode()
    letters = [
        bytes([b]).decode(wrong) if wrong == "latin-1" or b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b)
        for b in data
    ]
    garbled = "Dòng đúng, giữ nguyên.\n" + "".join(letters)
    text, notes = mended(garbled)
    assert text == f"Dòng đúng, giữ nguyên.\n{TEXT}"
    assert notes == ("letters: text encoded twice mended",)


def test_entities_are_letters_and_those_that_may_not_stand_in_a_text_stay() -> None:
    assert mended("B&#7897; C&ocirc;ng&nbsp;an &amp; R&amp;D; AT&T; &#0;")[0] == "Bộ Công an & R&D; AT&T; &#0;"


def test_eth_for_d_is_mended_in_vietnamese_words_only() -> None:
    assert mended("Ðại hội Ðảng bộ; bà Ðorbjörg Sveinsdóttir")[0] == "Đại hội Đảng bộ; bà Ðorbjörg Sveinsdóttir"


def test_spaces_are_spaces_and_typesetting_goes_from_pages() -> None:
    assert mended("Hà\u00a0Nội\u2028Huế")[0] == "Hà Nội\nHuế"
    assert without_typesetting("hội\u00ad nghị\u200b toàn\ufeff quốc\u200e") == "hội nghị toàn quốc"
    assert mended("hội\u00ad nghị\u200b")[0] == "hội\u00ad nghị\u200b"  # the grammar sees through them


def test_decomposed_unicode_is_kept() -> None:
    decomposed = unicodedata.normalize("NFD", TEXT)
    assert mended(decomposed) == (decomposed, ())


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    with pytest.raises(ReadError, match=r"a\.txt:3: byte 8 is not UTF-8"):
        decode(b"one\ntwo\n\xff\n", "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        unicodedata.normalize("NFD", TEXT),
        "U22 Việt Nam thắng 3-0",
        "Hãng tin Reuters dẫn lời: “The economy is growing faster than we expected this year”, bộ trưởng nói hôm qua.",
        "toi qua o ha noi co mua to, nhieu tuyen duong bi ngap sau, giao thong un tac",
        "Bảng giá: giá bán xe Volkswagen Passat GP, giá bán lẻ Volkswagen Tiguan Allspace tháng này là 990 triệu",
        "Đáp án https://choi.example.vn/tin-tuc/vui-doc/nhin-hinh-soi-cho-meo-an-nap-3538799-p2.html Hãy nhìn thật kỹ",
    ],
)
def test_vietnamese_is_admitted(text: str) -> None:
    assert foreign(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "The Prime Minister of Japan said on Monday that the economy would grow by two percent this year.",
        "Le président de la République a déclaré lundi que la situation économique était préoccupante pour tous.",
        "Presiden mengatakan bahwa pemerintah akan meningkatkan anggaran pendidikan tahun depan untuk semua provinsi",
        "O presidente disse que não há mais razão para esperar, e que já são três os países que estão à mesa hoje",
        "El ministro dijo que así no se puede seguir, y que más de cien personas están sin agua desde ayer",
        "北京市政府宣布新的措施",
        "Москва объявила о новых мерах сегодня",
        "நிகழ்ச்சி சென்னையில் நடைபெற்றது",
    ],
)
def test_other_languages_are_refused(text: str) -> None:
    assert foreign(text)


def test_text_without_diacritics_is_told_from_text_with_them() -> None:
    assert without_diacritics("toi qua o ha noi co mua to, nhieu tuyen duong bi ngap sau, giao thong un tac")
    assert not without_diacritics(TEXT)
    assert not without_diacritics("The Prime Minister said on Monday that the economy would grow by two percent")


@pytest.mark.parametrize("word", ["Nghiêng", "quyết", "giữ", "ươm", "Đắk", "ở", "khuỷu", "Xuân", "thuở"])
def test_syllables_are_known_by_their_make(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["strength", "bnh", "Minister", "zalo", "tttt"])
def test_what_is_no_syllable_is_none(word: str) -> None:
    assert not is_syllable(word)
