"""Sources: what is read as an article, and what is refused with file, line and what to do."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from pipeline.ground.errors import ReadError
from pipeline.reading.jsonl import read_lines
from pipeline.reading.sources import read_sources
from pipeline.reading.text import read_text
from pipeline.record.article import Article
from tests.conftest import FIRST


def line(**fields: object) -> bytes:
    return json.dumps({"title": "Họp báo", "text": "Nội dung.", "published": "2025-06-28", **fields}).encode()


def only(data: bytes) -> Article | ReadError:
    (found,) = read_lines([data], "news.jsonl")
    return found


def test_the_first_article_is_dated_by_its_dateline_and_the_years_it_names() -> None:
    article = read_text(FIRST)
    assert article.headline.startswith("Bí thư Tỉnh đoàn Bình Dương")
    assert (article.publisher, article.datePublished) == ("CTG", date(2020, 12, 3))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_utf8_is_read_with_or_without_byte_order_mark(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{mark}Tin ngày 3/12/2020\n\nSáng 03/12/2020, họp báo.", encoding="utf-8")
    assert read_text(path).headline == "Tin ngày 3/12/2020"


def test_decomposed_unicode_is_kept_as_received(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = unicodedata.normalize("NFD", "Họp báo\n\nSáng 03/12/2020, họp báo.")
    path.write_text(text, encoding="utf-8")
    article = read_text(path)
    assert article.content == text
    assert article.datePublished == date(2020, 12, 3)


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2025-06-28", date(2025, 6, 28)),
        ("2025-06-28T22:21:00+07:00", date(2025, 6, 28)),
        ("2025-06-28T20:00:00Z", date(2025, 6, 29)),  # past midnight in Vietnam
        ("2025-06-28T23:30:00", date(2025, 6, 28)),
    ],
)
def test_the_day_of_an_article_is_vietnams(published: str, day: date) -> None:
    article = only(line(published=published))
    assert isinstance(article, Article)
    assert article.datePublished == day


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"title": ', "no JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b"\xc3{}", "not UTF-8"),
        (line(title=""), "no title"),
        (line(text=None), "no text"),
        (line(title=5), "title is int, not text"),
        (line(published="hôm qua"), "published is 'hôm qua'"),
        (line(published=None), "no date"),
        (line(text="a\x00b"), "control characters"),
        (line(url="not an iri"), "url"),
        (b'{"title": "\\ud800", "text": "x", "published": "2025-01-01"}', "half characters"),
        (b"x" * (9 * 1024 * 1024), "a line of"),
    ],
)
def test_a_bad_line_is_refused_with_its_place_and_reason(data: bytes, says: str) -> None:
    found = only(data)
    assert isinstance(found, ReadError)
    assert str(found).startswith("news.jsonl:1: ")
    assert says in str(found)
    assert found.todo


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8"),
        ("a.txt", b"ab\x00cd\nef", "control characters"),
        ("a.txt", "Tiêu đề\n\nKhông có ngày nào.".encode(), "no day anywhere"),
        ("a.txt", b"one line only", "no headline with a body"),
        ("a.jsonl", b"", "the file is empty"),
        ("a.pdf", b"%PDF-1.7", "no whole PDF"),
        ("a.png", b"\x89PNG\r\n", "a PNG image, no article"),
        ("a.py", b"import this", "unknown kind of file '.py'"),
    ],
)
def test_a_bad_file_is_refused_by_name(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    (found,) = read_sources(tmp_path)
    assert isinstance(found, ReadError)
    assert found.where.startswith(name)
    assert says in str(found)


def test_an_invalid_byte_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\ntwo\n\xff\n")
    with pytest.raises(ReadError, match=r"a\.txt:3: byte 8 is not UTF-8"):
        read_text(path)


def test_the_second_article_of_an_id_is_refused_and_the_first_kept(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(id="1") + b"\n" + line(id="2") + b"\n" + line(id="1", title="Khác") + b"\n")
    first, second, third = read_sources(tmp_path)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(third, ReadError)
    assert str(third).startswith("a.jsonl:3: the id '1' stands already at a.jsonl:1")


def test_a_folder_without_files_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"put files of articles into it"):
        list(read_sources(tmp_path))
