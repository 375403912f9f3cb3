"""Ten kinds of site and feed: what must come out of each, exactly. The samples are invented; their make is real."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.ground.errors import ReadError
from pipeline.reading.options import Options
from pipeline.reading.sources import read_sources
from pipeline.record.article import Article, Picture

SAMPLES = Path(__file__).parent / "samples"


def read(name: str, options: Options | None = None) -> list[Article | ReadError]:
    return list(read_sources(SAMPLES / name, options))


def only(name: str) -> Article:
    (found,) = read(name)
    assert isinstance(found, Article), found
    return found


PAGES: dict[str, dict[str, Any]] = {
    "national-paper.html": {
        "headline": "Khai mạc hội nghị chuyển đổi số miền Trung",
        "body": """\
Sáng 28/6, hội nghị chuyển đổi số các tỉnh miền Trung khai mạc tại thành phố Huế với hơn 300 đại biểu.
Phát biểu khai mạc, ông Nguyễn Văn An, Giám đốc Sở Khoa học và Công nghệ, nêu ba nhiệm vụ trọng tâm của năm nay.
Theo kế hoạch, các xã, phường sẽ hoàn thành số hóa hồ sơ hộ tịch trước ngày 30/9 và báo cáo Ủy ban nhân dân tỉnh.
Bà Lê Thị Hoa, Chủ tịch UBND huyện, cho biết huyện đã tập huấn cho 150 cán bộ và sẽ mở thêm hai lớp trong tháng 7.""",
        "publishedAt": "2025-06-28T07:25:00+07:00",
        "modifiedAt": "2025-06-28T09:10:00+07:00",
        "author": "Hoàng Minh Châu",
        "publisher": "Báo Sông Hương",
        "section": "Thời sự",
        "url": "https://baosonghuong.example/khai-mac-hoi-nghi-chuyen-doi-so-4321.html",
        "pictures": (
            Picture(
                url="https://anh.baosonghuong.example/hoi-nghi.jpg",
                caption="Toàn cảnh hội nghị sáng 28/6.",
                credit="Trần Bình",
            ),
        ),
    },
    "metro-paper.html": {
        "headline": "Thông xe cầu vượt Bình Sơn",
        "body": """\
Đêm 30/6, cầu vượt Bình Sơn chính thức thông xe sau mười tám tháng thi công, sớm hai tháng so với kế hoạch.
Cầu dài 620 m, bốn làn xe, có tổng mức đầu tư 540 tỉ đồng từ ngân sách thành phố.
Ông Phạm Quốc Thái, Phó giám đốc Sở Xây dựng, cho biết cầu giúp giảm ùn tắc ở cửa ngõ phía tây thành phố.
Trong tuần đầu, xe tải trên 10 tấn chưa được qua cầu; lực lượng chức năng sẽ phân luồng từ xa.""",
        "publishedAt": "2025-07-01T00:05:00+07:00",
        "publisher": "Nhật báo Thành Phố",
        "section": "Giao thông",
        "url": "https://nhatbaothanhpho.example/thong-xe-cau-vuot-20250701.htm",
        "pictures": (
            Picture(
                url="https://cdn.nhatbaothanhpho.example/2025/cau.jpg",
                caption="Người dân đi bộ qua cầu trong đêm thông xe",
                credit="QUANG HUY",
            ),
        ),
    },
    "government-portal.html": {
        "headline": "Họp báo công bố quy hoạch tỉnh Hải Lâm",
        "body": """\
(Chinhphu.example) - Chiều 27/6, Ủy ban nhân dân tỉnh Hải Lâm họp báo công bố quy hoạch tỉnh thời kỳ 2021 - 2030, \
tầm nhìn đến năm 2050.
Chủ trì họp báo có ông Đỗ Mạnh Cường, Phó Chủ tịch Ủy ban nhân dân tỉnh, và đại diện Sở Kế hoạch và Đầu tư.
Quy hoạch xác định bốn trụ cột phát triển, trong đó công nghiệp chế biến và kinh tế biển giữ vai trò dẫn dắt.""",
        "publishedAt": "2025-06-27T16:40:00+07:00",
        "publisher": "Cổng thông tin điện tử tỉnh Hải Lâm",
        "pictures": (Picture(caption="Quang cảnh họp báo.", credit="Cổng TTĐT"),),
    },
    "wordpress.html": {
        "headline": "Lễ hội sông nước Cửa Đông",
        "body": """\
Lễ hội sông nước Cửa Đông năm nay diễn ra từ ngày 27 đến 29/6 với hội đua thuyền của mười hai làng ven sông.
Ban tổ chức cho biết có hơn 5.000 du khách trong ngày đầu, gấp đôi năm ngoái; các nhà thuyền đều kín chỗ.
“Chúng tôi muốn giữ nghề đóng thuyền của làng”, nghệ nhân Trần Văn Sáu nói trong lễ khai hội sáng qua.""",
        "publishedAt": "2025-06-28T08:00:00+07:00",
        "author": "Lê Thu",
        "publisher": "Tạp chí Làng Chài",
        "section": "Văn hóa",
        "pictures": (
            Picture(
                url="https://langchai.example/wp-content/dua-thuyen.jpg",
                caption="Hội đua thuyền chiều 27/6.",
                credit="Lê Thu",
            ),
        ),
    },
    "microdata-paper.html": {
        "headline": "Tuyên dương 50 gương thanh niên tiêu biểu",
        "body": """\
Tối 28/6, Tỉnh đoàn Hải Lâm tổ chức lễ tuyên dương 50 gương thanh niên tiêu biểu làm theo lời Bác năm 2025.
Dự lễ có chị Vũ Thị Mai, Bí thư Tỉnh đoàn, cùng đại diện Hội Liên hiệp Thanh niên Việt Nam tỉnh và hơn 400 đoàn viên.
Mỗi gương mặt được trao bằng khen và học bổng trị giá năm triệu đồng từ quỹ Vì tương lai quê hương.""",
        "publishedAt": "2025-06-28T19:30:00+07:00",
        "modifiedAt": "2025-06-29T06:00:00+07:00",
        "author": "Ngọc Lan",
        "publisher": "Báo Tuổi Xanh",
        "section": "Nhịp sống",
    },
    "amp.html": {
        "headline": "Giá lúa hè thu tăng nhẹ",
        "body": """\
Ngày 28/6, giá lúa hè thu tại các xã ven sông tăng 100 đến 200 đồng mỗi ki-lô-gam so với tuần trước, thương lái đặt \
cọc sớm.
Theo Sở Nông nghiệp và Môi trường, toàn tỉnh đã thu hoạch 42.000 ha, năng suất bình quân 5,8 tấn mỗi hecta.
Hợp tác xã Tân Phú cho biết đã ký hợp đồng bao tiêu với hai doanh nghiệp xuất khẩu cho cả vụ.""",
        "publishedAt": "2025-06-28T10:15:00+07:00",
        "author": "Út Hậu, Bảy Lành",
        "publisher": "Nông Thôn Ngày Mới",
        "url": "https://nongthon.example/gia-lua-he-thu-tang-nhe.html",
    },
    "blog.html": {
        "headline": "Chợ nổi vào mùa",
        "body": """\
Chợ nổi những ngày này đông ghe từ ba giờ sáng, trái cây đầu mùa chất cao như núi.
Bà Tư Thơm, bán khóm ở chợ hai mươi năm, nói năm nay giá khóm cao hơn năm ngoái hai ngàn đồng một ký.
Xã đang vận động bà con gom rác về điểm tập kết, mỗi ghe được phát một thùng đựng rác.""",
        "datePublished": "2025-06-28",
        "url": "https://nhatkyculao.example/2025/06/cho-noi-vao-mua.html",
    },
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_gives_its_article_and_nothing_else(name: str) -> None:
    article, expected = only(name), PAGES[name]
    assert article.headline == expected["headline"]
    assert article.content == f"{expected['headline']}\n\n{expected['body']}"
    moment = expected.get("publishedAt")
    assert article.publishedAt == (datetime.fromisoformat(moment) if moment else None)
    assert article.datePublished.isoformat() == expected.get("datePublished", (moment or "")[:10])
    modified = expected.get("modifiedAt")
    assert article.modifiedAt == (datetime.fromisoformat(modified) if modified else None)
    for field in ("author", "publisher", "section", "url"):
        assert getattr(article, field) == expected.get(field), field
    assert article.pictures == expected.get("pictures", ())
    assert article.source == name
    assert article.notes == ()


def test_a_feed_with_whole_texts_gives_an_article_an_entry_and_says_what_the_others_lack() -> None:
    article, teaser, bad_address = read("full-text.rss")
    assert isinstance(article, Article)
    assert (article.headline, article.sourceIdentifier, article.author, article.section) == (
        "Bàn giao 20 căn nhà tình nghĩa",
        "bg-1001",
        "Đức Thọ",
        "Xã hội",
    )
    assert article.publishedAt == datetime.fromisoformat("2025-06-28T07:25:00+07:00")
    assert article.publisher == "Báo Biên Giới - Thời sự"
    assert article.content.split("\n")[2:] == [
        "Sáng 28/6, Bộ đội Biên phòng tỉnh bàn giao 20 căn nhà tình nghĩa cho các hộ nghèo ở xã Bản Lầu.",
        "Mỗi căn nhà trị giá 80 triệu đồng, do Quỹ Vì người nghèo và cán bộ, chiến sĩ đóng góp xây dựng trong "
        "ba tháng.",
    ]
    assert article.pictures == (
        Picture(url="https://biengioi.example/anh/nha.jpg", caption="Gia đình nhận nhà mới.", credit="Đức Thọ"),
    )
    assert str(teaser).startswith("full-text.rss:entry 2: only a teaser of 33 characters")
    assert "Invalid IRI percent encoding" in str(bad_address)
    assert str(bad_address).startswith("full-text.rss:entry 3: url:")


def test_a_feed_of_teasers_gives_the_saved_pages_that_it_links_to_and_each_is_read_once(tmp_path: Path) -> None:
    for name in ("links.atom", "microdata-paper.html"):
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    (article,) = read_sources(tmp_path)
    assert isinstance(article, Article)
    assert article.source == "links.atom:entry 1 (microdata-paper.html)"
    assert article.content.endswith(PAGES["microdata-paper.html"]["body"])
    assert (article.sourceIdentifier, article.url) == (
        "tag:tuoixanh.example,2025:9",
        "https://tuoixanh.example/tin/microdata-paper.html",
    )


def test_a_json_feed_gives_its_entries_and_refuses_an_address_that_runs_code() -> None:
    article, refused = read("feed.json")
    assert isinstance(article, Article)
    assert article.content == (
        "Khánh thành trạm bơm Tân Phú\n\n"
        "Chiều 28/6, huyện Cửa Đông khánh thành trạm bơm Tân Phú phục vụ 1.200 ha lúa.\n"
        "Công trình có vốn 35 tỷ đồng."
    )
    assert (article.author, article.publisher) == ("Thanh Tùng, Bích Liên", "Đài Phát thanh Cửa Đông")
    assert "feed.json:entry 2: url: 'javascript:alert(1)': the scheme is 'javascript'" in str(refused)


def test_a_folder_of_all_of_them_loses_nothing_and_reads_nothing_twice() -> None:
    found = list(read_sources(SAMPLES))
    articles = [item for item in found if isinstance(item, Article)]
    assert len({article.content for article in articles}) == len(articles) == len(PAGES) + 2
    assert sorted(error.where for error in found if isinstance(error, ReadError)) == [
        "feed.json:entry 2",
        "full-text.rss:entry 2",
        "full-text.rss:entry 3",
    ]


def test_html_in_a_text_file_is_read_as_the_page_that_it_is(tmp_path: Path) -> None:
    (tmp_path / "saved.txt").write_bytes((SAMPLES / "national-paper.html").read_bytes())
    (article,) = read_sources(tmp_path)
    assert isinstance(article, Article)
    assert article.headline == "Khai mạc hội nghị chuyển đổi số miền Trung"


def test_a_front_page_is_no_article(tmp_path: Path) -> None:
    links = "".join(f'<li><a href="/tin-{n}.html">Tin số {n} trong ngày</a></li>' for n in range(40))
    (tmp_path / "index.html").write_text(f"<html><body><h1>Báo</h1><ul>{links}</ul></body></html>", encoding="utf-8")
    (refused,) = read_sources(tmp_path)
    assert isinstance(refused, ReadError)
    assert refused.where == "index.html"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1258", "vni", "viscii"])
def test_a_page_in_any_letters_gives_the_same_article(tmp_path: Path, encoding: str) -> None:
    from tests.test_letters import encoded

    text = (SAMPLES / "national-paper.html").read_text(encoding="utf-8").replace('<meta charset="utf-8">', "")
    (tmp_path / "page.html").write_bytes(encoded(text, encoding))
    (article,) = read_sources(tmp_path)
    assert isinstance(article, Article), article
    assert article.content == only("national-paper.html").content
    assert article.notes == (() if encoding == "utf-8" else (f"letters: {_called(encoding)} converted",))


def _called(encoding: str) -> str:
    return encoding if encoding in ("utf-16", "windows-1258") else encoding.upper()
