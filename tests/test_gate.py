"""The gate: what may not be published is refused at reading, with place, reason and remedy; the rest goes on."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyoxigraph
import pytest

from pipeline.ground.errors import ReadError
from pipeline.reading.jsonl import read_lines
from pipeline.reading.options import Options, field_pairs
from pipeline.reading.sources import read_sources, read_stream
from pipeline.record.article import Article

GOOD = {"id": "1", "title": "Họp báo", "text": "Sáng 28/6, Sở Y tế họp báo.", "published": "2025-06-28"}


def only(**fields: object) -> Article | ReadError:
    (found,) = read_lines([json.dumps({**GOOD, **fields}).encode()], "news.jsonl")
    return found


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.vn/giam-50%-hom-nay",
        "https://shop.vn/?a[]=1",
        "https://shop.vn/#a#b",
        "http://[::1",
        ":abc",
        "@@",
        "https://shop.vn/\x7f",
        "https://shop.vn/\ue000",
        "javascript:alert(1)",
        "data:text/html,x",
        "tin/hop",
        "//shop.vn/tin",
        "https://",
        "https:///tin",
        "https://shop.vn:port/",
        "https://user:secret@shop.vn/",
        "https://shop.vn/tin hay",
        "ftp://shop.vn/a",
        "https://shop.vn/" + "a" * 3000,
        "https://shop..vn/",
        "https://shop.vn/\ud800",
        "file:///etc/passwd",
        "urn:isbn:1",
        "https://shop.vn/<b>",
        "https://shop.vn/\u202e",
    ],
)
def test_an_address_that_cannot_be_published_is_refused(url: str) -> None:
    found = only(url=url)
    assert isinstance(found, ReadError)
    assert found.where == "news.jsonl:1"
    assert found.what
    assert found.todo


@pytest.mark.parametrize(
    "url",
    ["https://shop.vn/tin/1?a=b%20c#d", "http://báo.vn/tin-tức", "https://shop.vn:8443/a;b=c", "https://127.0.0.1/a"],
)
def test_an_address_that_passes_can_be_written_in_every_syntax(url: str) -> None:
    article = only(url=url)
    assert isinstance(article, Article), article
    assert article.url == url
    quad = pyoxigraph.Quad(*[pyoxigraph.NamedNode(url)] * 3)
    for syntax in (pyoxigraph.RdfFormat.N_QUADS, pyoxigraph.RdfFormat.TURTLE):
        text = pyoxigraph.serialize([quad.triple if syntax is pyoxigraph.RdfFormat.TURTLE else quad], format=syntax)
        assert list(pyoxigraph.parse(text, format=syntax))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("author", "Trần\x00Bình"),
        ("author", "Trần\x1bBình"),
        ("author", "\ud83d"),
        ("publisher", "Báo\x07"),
        ("title", "Họp\x0cbáo"),
        ("text", "a\ufffeb"),
        ("text", "a\ufdd0b"),
        ("id", "a\nb"),
        ("id", "a\x00"),
        ("section", "x\x9f"),
        ("title", "Họp báo\ud800"),
        ("title", "x" * 1001),
        ("author", "x" * 1001),
        ("text", "\ufffd" * 50),
    ],
)
def test_characters_that_no_text_has_are_refused_in_every_field(field: str, value: str) -> None:
    found = only(**{field: value})
    assert isinstance(found, ReadError), found
    assert found.where == "news.jsonl:1"


@pytest.mark.parametrize(
    "published", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", 1e300, "1751", {"a": 1}]
)
def test_times_that_no_paper_has_are_refused(published: object) -> None:
    assert isinstance(only(published=published), ReadError)


def test_a_number_of_seconds_is_no_year() -> None:
    article = only(published="1751080500")
    assert isinstance(article, Article)
    assert article.datePublished.isoformat() == "2025-06-28"


def test_another_language_is_refused_with_the_reason() -> None:
    found = only(text="The minister said on Monday that the economy would grow by two percent this year after all.")
    assert isinstance(found, ReadError)
    assert found.what == "not Vietnamese: 0 % of its words have a letter of Vietnamese, a tenth or more are expected"


def test_text_without_diacritics_is_said_to_be_such() -> None:
    found = only(text="Toi qua o Ha Noi co mua to, nhieu tuyen duong bi ngap sau, giao thong un tac keo dai")
    assert isinstance(found, Article)
    assert found.notes == ("language: Vietnamese without diacritics",)


def test_an_old_font_is_converted_in_all_fields_and_said() -> None:
    from tests.test_letters import TEXT, encoded

    text = encoded(TEXT, "vni").decode("latin-1")
    title = encoded("Hội nghị chuyển đổi số", "vni").decode("latin-1")
    found = only(title=title, text=text, author="Hoaøng Minh Chaâu")
    assert isinstance(found, Article)
    assert found.content == f"Hội nghị chuyển đổi số\n\n{TEXT}"
    assert (found.author, found.notes) == ("Hoàng Minh Châu", ("letters: VNI converted",))


def test_entities_do_not_cut_a_name() -> None:
    found = only(text="B&#7897;&nbsp;C&ocirc;ng an họp báo.")
    assert isinstance(found, Article)
    assert found.content == "Họp báo\n\nBộ Công an họp báo."


def test_markup_in_a_field_becomes_text() -> None:
    markup = '<p>Sáng 28/6, <a href="/x">Sở Y tế</a> họp báo.</p><p>Đoạn hai.<br>Dòng ba.</p>'
    found = only(title="<b>Họp</b> báo", text=markup)
    assert isinstance(found, Article)
    assert found.content == "Họp báo\n\nSáng 28/6, Sở Y tế họp báo.\nĐoạn hai.\nDòng ba."


def test_what_a_paper_calls_its_fields_is_known_or_can_be_said() -> None:
    row = {
        "Tiêu đề": "Họp báo",
        "Nội dung": "Sở Y tế họp báo.",
        "Ngày đăng": "28/06/2025 07:25",
        "Báo": "Sông Hương",
        "Tác giả": "Trần Bình",
        "Chuyên mục": "Y tế",
        "link": "https://shop.vn/1",
    }
    (found,) = read_lines([json.dumps(row).encode()], "a.jsonl")
    assert isinstance(found, Article)
    assert (found.publisher, found.author, found.section) == ("Sông Hương", "Trần Bình", "Y tế")
    assert found.url == "https://shop.vn/1"
    odd = {"t": "Họp báo", "b": "Sở Y tế họp báo.", "d": 1751080500}
    options = Options(fields=field_pairs(["t=title", "b=text", "d=published"]), publisher="Báo X")
    (found,) = read_lines([json.dumps(odd).encode()], "a.jsonl", options)
    assert isinstance(found, Article)
    assert (found.headline, found.publisher) == ("Họp báo", "Báo X")


@pytest.mark.parametrize("maps", [["content"], ["content="], ["content=body"]])
def test_a_map_that_is_none_says_what_to_write(maps: list[str]) -> None:
    with pytest.raises(ReadError, match=r"THEIRS=OURS|use one of id, title, text"):
        Options(fields=field_pairs(maps))


def test_the_day_can_be_given_for_articles_that_name_none() -> None:
    line = json.dumps({"title": "Họp báo", "text": "Sở Y tế họp báo."}).encode()
    (found,) = read_lines([line], "a.jsonl", Options(published="28/06/2025"))
    assert isinstance(found, Article)
    assert found.datePublished.isoformat() == "2025-06-28"


def test_what_is_no_file_of_text_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_text(json.dumps(GOOD))
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "empty.html").touch()
    with (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.jsonl"))).open("w") as file:
        file.write(json.dumps(GOOD | {"id": "2"}))
    (tmp_path / "xuống\ndòng.jsonl").write_text(json.dumps(GOOD | {"id": "3"}))
    found = list(read_sources(tmp_path))
    articles = {item.source: item for item in found if isinstance(item, Article)}
    refused = {item.where: item.what for item in found if isinstance(item, ReadError)}
    assert sorted(articles) == ["\\udcff.jsonl:1", "good.jsonl:1", "xuống\\ndòng.jsonl:1"]
    assert refused["pipe"].startswith("no regular file")
    assert refused["dangling.txt"] == "a link to a file that is not there"
    assert refused["empty.html"] == "the file is empty"
    assert refused["loop"]
    for article in articles.values():
        Article.model_validate_json(article.model_dump_json())


def test_standard_input_may_hold_any_format(tmp_path: Path) -> None:
    path = tmp_path / "in"
    path.write_bytes(b"\n" + json.dumps(GOOD).encode() + b"\n")
    with path.open("rb") as stream:
        (found,) = read_stream(stream, "standard input")
    assert isinstance(found, Article)
    assert found.source == "standard input:2"
    path.write_bytes(b"")
    with path.open("rb") as stream:
        (found,) = read_stream(stream, "standard input")
    assert isinstance(found, ReadError)
