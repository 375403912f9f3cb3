"""Tables, archives, documents, notes and plain text: each format gives its articles, and bad items cost no others."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import docx
import duckdb
import openpyxl
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.ground.errors import ReadError
from pipeline.reading.options import Options
from pipeline.reading.sources import read_sources
from pipeline.record.article import Article

HERE = Path(__file__).parent
SAMPLES, DOCUMENTS = HERE / "samples", HERE / "documents"
ROW = {"title": "Họp báo", "text": "Sáng 28/6, Sở Y tế họp báo.", "published": "2025-06-28"}
ROWS = [ROW | {"id": str(n), "title": f"Tin số {n}"} for n in range(1, 4)]
DOCUMENT = """\
Huyện Cửa Đông sơ kết sáu tháng đầu năm

Sáng 28/6, Ủy ban nhân dân huyện Cửa Đông tổ chức hội nghị sơ kết sáu tháng đầu năm, đề ra nhiệm vụ sáu tháng cuối \
năm 2025 với sự tham dự của 120 đại biểu đến từ các xã, thị trấn.
Theo báo cáo, tổng giá trị sản xuất của huyện ước đạt 2.450 tỷ đồng, tăng 7,2% so với cùng kỳ; thu ngân sách đạt 58% \
dự toán cả năm.
Phát biểu kết luận, ông Lê Văn Tám, Chủ tịch Ủy ban nhân dân huyện, yêu cầu các phòng, ban tập trung giải ngân vốn đầu \
tư công và chăm lo đời sống nhân dân vùng ven biển."""


def articles(path: Path, options: Options | None = None) -> list[Article]:
    found = list(read_sources(path, options))
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def write_csv(path: Path, delimiter: str = ",", encoding: str = "utf-8-sig") -> Path:
    lines = [delimiter.join(("id", "tiêu đề", "nội dung", "ngày đăng"))]
    for row in ROWS:
        text = f'"{row["text"]}{delimiter} ""nóng""\nDòng hai."'
        lines.append(delimiter.join((row["id"], row["title"], text, "28/6/2025")))
    path.write_text("\r\n".join(lines) + "\r\n", encoding=encoding)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_csv_of_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    found = articles(write_csv(tmp_path / "news.csv", delimiter, encoding))
    assert [a.headline for a in found] == ["Tin số 1", "Tin số 2", "Tin số 3"]
    assert found[0].content == f'Tin số 1\n\nSáng 28/6, Sở Y tế họp báo.{delimiter} "nóng"\nDòng hai.'
    assert [a.source for a in found] == ["news.csv:2", "news.csv:4", "news.csv:6"]


def test_a_quotation_mark_left_open_costs_its_line_alone(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    lines = [
        "title,text,published",
        'Một,"Sở Y tế họp báo,2025-06-28',
        'Hai,"Sở Y tế, Sở Xây dựng họp báo",2025-06-28',
        "Ba,Sở Y tế họp báo,2025-06-28",
        "Bốn,Sở Y tế, họp báo,2025-06-28",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = list(read_sources(path))
    assert [a.headline for a in found if isinstance(a, Article)] == ["Hai", "Ba"]
    assert [str(e) for e in found if isinstance(e, ReadError)] == [
        "news.csv:2: a quotation mark is never closed; close it, or write it twice inside a field",
        "news.csv:5: 4 cells under 3 names; put fields with delimiters into quotes",
    ]


def test_a_table_without_the_columns_says_how_to_name_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    (refused,) = read_sources(tmp_path)
    assert "no column for text and title among ['x', 'y']; name the columns" in str(refused)
    (tmp_path / "a.csv").write_text("x,y,z\nHọp báo,Sở Y tế họp báo.,1751080500\n", encoding="utf-8")
    options = Options(fields=(("x", "title"), ("y", "text"), ("z", "published")))
    assert [a.datePublished for a in articles(tmp_path, options)] == [date(2025, 6, 28)]


def test_workbooks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Tin tháng 6"
    book.active.append(["Bảng tin của tòa soạn"])
    book.active.append(["Tiêu đề", "Nội dung", "Ngày đăng", "Tác giả"])
    book.active.append(["Họp báo", "Sở Y tế họp báo.", datetime(2025, 6, 28, 7, 25), "Trần Bình"])
    book.active.append(["Thiếu ngày", "Sở Y tế họp báo.", None, None])
    book.create_sheet("Ghi chú").append(["không phải bảng tin"])
    book.save(tmp_path / "news.xlsx")
    article, refused = read_sources(tmp_path)
    assert isinstance(article, Article)
    assert article.publishedAt == datetime(2025, 6, 28, 7, 25, tzinfo=timezone(timedelta(hours=7)))
    assert (article.source, article.author) == ("news.xlsx:Tin tháng 6:3", "Trần Bình")
    assert str(refused).startswith("news.xlsx:Tin tháng 6:4: no date")


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    values = ", ".join(f"('{r['id']}', '{r['title']}', '{r['text']}', TIMESTAMP '2025-06-28 07:25:00')" for r in ROWS)
    duckdb.sql(f"COPY (SELECT * FROM (VALUES {values}) t(id, headline, body, date)) TO '{path}' (FORMAT parquet)")
    found = articles(path)
    assert [(a.headline, a.sourceIdentifier) for a in found] == [(f"Tin số {n}", str(n)) for n in (1, 2, 3)]
    assert found[0].source == "news.parquet:row 1"
    path.write_bytes(path.read_bytes()[:-20])
    (refused,) = read_sources(tmp_path)
    assert str(refused).startswith("news.parquet: broken")


def test_json_arrays_and_what_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([*ROWS, 5, {"title": "x"}], indent=1))
    found = list(read_sources(tmp_path))
    assert [a.source for a in found if isinstance(a, Article)] == [f"a.json:entry {n}" for n in (1, 2, 3)]
    assert [e.what for e in found if isinstance(e, ReadError)] == ["not a JSON object", "no text"]
    (tmp_path / "a.json").write_text(json.dumps(ROW, indent=1))
    assert [a.source for a in articles(tmp_path)] == ["a.json"]
    (tmp_path / "a.json").write_text(json.dumps({"articles": ROWS}))
    assert len(articles(tmp_path)) == 3


def test_json_lines_in_utf16(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in ROWS), encoding="utf-16")
    assert [a.headline for a in articles(tmp_path)] == ["Tin số 1", "Tin số 2", "Tin số 3"]


def warc(pages: list[tuple[str, str, bytes, str]], compressed: bool) -> bytes:
    """A web archive of (address, status, body, media type)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for address, status, body, media in pages:
        headers = StatusAndHeaders(status, [("Content-Type", media)], protocol="HTTP/1.1")
        record = writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=headers)
        writer.write_record(record)
    return out.getvalue()


@pytest.mark.parametrize("compressed", [True, False])
def test_web_archives_give_each_page_with_its_address(tmp_path: Path, compressed: bool) -> None:
    wordpress, feed = (SAMPLES / "wordpress.html").read_bytes(), (SAMPLES / "full-text.rss").read_bytes()
    pages = [
        ("https://langchai.example/le-hoi", "200 OK", wordpress, "text/html; charset=utf-8"),
        ("https://langchai.example/mat", "404 Not Found", wordpress, "text/html"),
        ("https://langchai.example/logo.png", "200 OK", b"\x89PNG", "image/png"),
        ("https://biengioi.example/rss", "200 OK", feed, "application/rss+xml"),
        ("https://langchai.example/hong", "200 OK", b"<html><body><p>x", "text/html"),
    ]
    path = tmp_path / ("crawl.warc.gz" if compressed else "crawl.warc")
    path.write_bytes(warc(pages, compressed))
    found = list(read_sources(path))
    read = [item for item in found if isinstance(item, Article)]
    assert [a.headline for a in read] == ["Lễ hội sông nước Cửa Đông", "Bàn giao 20 căn nhà tình nghĩa"]
    assert read[0].url == "https://langchai.example/2025/06/le-hoi-song-nuoc/"  # relative on the page
    assert read[0].source == f"{path.name}:record 2 (https://langchai.example/le-hoi)"
    assert sum(isinstance(item, ReadError) for item in found) == 3


def test_an_archive_that_breaks_off_gives_what_stands_before(tmp_path: Path) -> None:
    page = (SAMPLES / "national-paper.html").read_bytes()
    whole = warc([(f"https://a.example/{n}", "200 OK", page, "text/html") for n in range(3)], compressed=True)
    (tmp_path / "crawl.warc.gz").write_bytes(whole[: len(whole) * 2 // 3])
    found = list(read_sources(tmp_path, None, doubles=True))
    assert isinstance(found[0], Article)
    assert isinstance(found[-1], ReadError)


@pytest.mark.parametrize("name", ["so-ket.doc", "so-ket.pdf"])
def test_documents_give_headline_paragraphs_date_and_byline(name: str) -> None:
    (article,) = articles(DOCUMENTS / name)
    assert article.content == DOCUMENT
    assert article.publishedAt == datetime.fromisoformat("2025-06-28T07:25:00+07:00")
    assert article.author == "Trần Bình"


def test_word_documents_and_their_old_fonts(tmp_path: Path) -> None:
    from tests.test_letters import encoded

    document = docx.Document()
    lines = DOCUMENT.replace("\n\n", "\n").split("\n")
    document.add_heading(lines[0], 0)
    document.add_paragraph("28/6/2025")
    for line in lines[1:]:
        document.add_paragraph(line)
    document.save(tmp_path / "a.docx")
    (article,) = articles(tmp_path / "a.docx")
    assert (article.content, article.datePublished) == (DOCUMENT, date(2025, 6, 28))
    document = docx.Document()
    document.add_paragraph("")
    run = document.add_paragraph().add_run(encoded("họp báo về y tế", "tcvn3").decode("latin-1"))
    run.font.name = ".VnTime"
    mixed = document.add_paragraph("Ngày 28/6/2025, ")
    mixed.add_run(encoded("sở y tế tỉnh họp báo công bố kết quả.", "tcvn3").decode("latin-1")).font.name = ".VnTime"
    document.save(tmp_path / "b.docx")
    (article,) = articles(tmp_path / "b.docx")
    assert article.content == "họp báo về y tế\n\nNgày 28/6/2025, sở y tế tỉnh họp báo công bố kết quả."
    assert article.notes == ("letters: TCVN3 converted",)


def test_a_scan_says_to_recognise_its_text(tmp_path: Path) -> None:
    import pypdfium2

    blank = pypdfium2.PdfDocument.new()
    blank.new_page(200, 200)
    blank.save(tmp_path / "scan.pdf")
    (refused,) = read_sources(tmp_path)
    assert "pages without text: a scan; recognise its text first" in str(refused)


@pytest.mark.parametrize(
    ("mark", "matter"),
    [
        ("---", 'title: "Họp báo"\ndate: 2025-06-28 07:25\nauthor: Trần Bình\ncategories: [Y tế]\nsource: Sông Hương'),
        ("+++", 'title="Họp báo"\ndate="28/6/2025 07:25"\nauthor="Trần Bình"\ncategory="Y tế"\nsource="Sông Hương"'),
    ],
)
def test_markdown_with_front_matter(tmp_path: Path, mark: str, matter: str) -> None:
    body = "# Họp báo\n\nSáng 28/6, **Sở Y tế** [họp báo](https://a.example).\n\n- Một\n- Hai\n"
    (tmp_path / "a.md").write_text(f"{mark}\n{matter}\n{mark}\n\n{body}", encoding="utf-8")
    (article,) = articles(tmp_path)
    assert article.content == "Họp báo\n\nSáng 28/6, Sở Y tế họp báo.\nMột\nHai"
    assert article.publishedAt == datetime.fromisoformat("2025-06-28T07:25:00+07:00")
    assert (article.author, article.section, article.publisher) == ("Trần Bình", "Y tế", "Sông Hương")


def test_markdown_that_is_too_clever_is_refused(tmp_path: Path) -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
        f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    text = f"---\n{bomb}\n---\n\nHọp báo\n\nSở Y tế họp báo ngày 28/6/2025.\n"
    (tmp_path / "bomb.md").write_text(text, encoding="utf-8")
    (tmp_path / "code.md").write_text("---\ntitle: !!python/object/apply:os.system [id]\n---\n\nx\n", encoding="utf-8")
    found = list(read_sources(tmp_path))
    assert [type(item) for item in found] == [Article, ReadError]


def test_plain_text_with_a_date_line_and_a_byline(tmp_path: Path) -> None:
    header = "Thứ bảy, 28/06/2025, 07:25 (GMT+7)\nTác giả: Trần Bình\nNguồn: Báo Sông Hương"
    text = f"Họp báo\n\n{header}\n\nSở Y tế họp báo.\nHết."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (article,) = articles(tmp_path)
    assert article.content == "Họp báo\n\nSở Y tế họp báo.\nHết."
    assert (article.author, article.publisher) == ("Trần Bình", "Báo Sông Hương")
    assert article.publishedAt == datetime.fromisoformat("2025-06-28T07:25:00+07:00")


def test_plain_text_whose_body_only_looks_like_a_field_keeps_it(tmp_path: Path) -> None:
    body = "Ngày 28/6/2025, Sở Y tế họp báo.\nKết quả: 12 ca khỏi bệnh."
    (tmp_path / "a.txt").write_text(f"Họp báo\n\n{body}", encoding="utf-8")
    (article,) = articles(tmp_path)
    assert article.content == f"Họp báo\n\n{body}"


def test_archives_in_archives_and_packed_files(tmp_path: Path) -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    line = json.dumps(ROWS[0]).encode()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("sâu/tin.jsonl.gz", gzip.compress(line))
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("trang.html", (SAMPLES / "amp.html").read_bytes())
        archive.writestr("trong.zip", inner.getvalue())
        archive.writestr("__MACOSX/x.html", b"x")
        archive.writestr("rong.txt", b"")
        archive.writestr("anh.png", b"\x89PNG\r\n")
    (tmp_path / "all.zip").write_bytes(outer.getvalue())
    (tmp_path / "b.jsonl.xz").write_bytes(lzma.compress(json.dumps(ROWS[1]).encode()))
    (tmp_path / "c.jsonl.bz2").write_bytes(bz2.compress(json.dumps(ROWS[2]).encode()))
    found = list(read_sources(tmp_path))
    assert [a.source for a in found if isinstance(a, Article)] == [
        "all.zip/trang.html",
        "all.zip/trong.zip/sâu/tin.jsonl.gz:1",
        "b.jsonl.xz:1",
        "c.jsonl.bz2:1",
    ]
    assert [e.where for e in found if isinstance(e, ReadError)] == ["all.zip/anh.png", "all.zip/rong.txt"]


def test_bombs_are_refused_before_they_burst(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.reading import source

    monkeypatch.setattr(source, "_RATIO_FROM", 1 << 20)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", b"\n" * (64 << 20))
        archive.writestr("b.jsonl", json.dumps(ROW))
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(b"\n" * (64 << 20)))
    found = list(read_sources(tmp_path))
    assert all(isinstance(item, ReadError) and "unpacks to more than" in item.what for item in found)
    assert len(found) == 2
    deep = json.dumps(ROW).encode()
    for _ in range(6):
        deep = gzip.compress(deep)
    (tmp_path / "bomb.zip").unlink()
    (tmp_path / "bomb.jsonl.gz").write_bytes(deep)
    (refused,) = read_sources(tmp_path)
    assert "archives 4 deep in archives" in str(refused)


def test_a_list_of_addresses_says_how_to_fetch_them(tmp_path: Path) -> None:
    (tmp_path / "links.txt").write_text("# hôm nay\nhttps://a.example/1\nhttps://a.example/2\n", encoding="utf-8")
    (refused,) = read_sources(tmp_path)
    assert str(refused) == "links.txt: a list of addresses; fetch them first: tinmo fetch --list links.txt"


def test_a_reader_of_ones_own_joins_by_an_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import EntryPoint

    from pipeline.reading import readers

    (tmp_path / "ownreader.py").write_text(
        "from pipeline.reading.fields import article_of\n"
        "def sniff(head, name):\n    return 100 if head.startswith(b'OWN ') else 0\n"
        "def read(source, options):\n"
        "    title, text = source.whole().decode()[4:].split('|')\n"
        "    yield article_of({'title': title, 'text': text, 'published': '2025-06-28'}, source.where, options)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    own = EntryPoint("own", "ownreader", readers.GROUP)
    monkeypatch.setattr(readers, "entry_points", lambda group: [own])
    readers.readers.cache_clear()
    try:
        (tmp_path / "a.own").write_text("OWN Họp báo|Sở Y tế họp báo.")
        assert [a.headline for a in articles(tmp_path / "a.own")] == ["Họp báo"]
    finally:
        readers.readers.cache_clear()
