"""Stories: articles that tell one thing in largely the same words are found, joined and counted once."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from rich.console import Console

from pipeline.commands.archive import run_add
from pipeline.ground.clock import now
from pipeline.publishing.store import open_store
from pipeline.publishing.stories import read_stories
from pipeline.reading import stories as module
from pipeline.reading.archive import Archive
from pipeline.reading.stories import Story, share, signature_of
from pipeline.record import rdf
from pipeline.record.article import Article
from pipeline.site.index import Index
from tests.conftest import publish, withdraw

AGENCY = (
    "Sáng 12/6, Sở Y tế tỉnh Nghệ An tổ chức lễ phát động chiến dịch tiêm chủng tại thành phố Vinh. "
    "Ông Trần Văn An, Giám đốc Sở Y tế Nghệ An, cho biết toàn tỉnh có 120 điểm tiêm, phục vụ hơn 2.500 trẻ em. "
    "Chiến dịch kéo dài đến hết tháng 7, ưu tiên các xã miền núi còn nhiều khó khăn về đường sá và cán bộ."
)
ADDED = " Trước đó, tỉnh đã tập huấn cho nhân viên y tế của tất cả các xã, phường."
OTHER = (
    "Chiều qua, bà Lê Thị Bình, Chủ tịch UBND tỉnh Hà Tĩnh, kiểm tra công trường xây dựng cầu mới trên quốc lộ 1A. "
    "Nhà thầu cam kết thông xe trước Tết, bù phần chậm do mưa lũ kéo dài trong tháng 10 năm ngoái ở cả ba huyện."
)


def told(name: str, body: str = AGENCY, day: str = "2025-06-12", headline: str = "") -> Article:
    headline = headline or f"Tin của báo {name}"
    return Article(
        source="test",
        sourceIdentifier=name,
        headline=headline,
        content=f"{headline}\n\n{body}",
        datePublished=date.fromisoformat(day),
        publisher=f"Báo {name}",
    )


def found(archive: Archive, *without: str) -> list[Story]:
    """The stories of all that an archive holds but for some IRIs."""
    with archive.shelves() as shelves:
        lines = [line for month in shelves.months() for line in shelves.held(month)]
        months = shelves.months()
    iris = {f"article/{m.replace('-', '/')}/tin-cua-bao-{n}-{n}#id" for m in months for n in "abcdefgh"}
    with archive.stories() as stories:
        return stories.of(lines, iris - set(without))


def kept(folder: Path, articles: Iterable[Article]) -> Archive:
    archive = Archive(folder)
    archive.add(articles, now())
    return archive


def iri(name: str, month: str = "2025/06") -> str:
    return f"article/{month}/tin-cua-bao-{name}-{name}#id"


def test_a_report_that_several_papers_print_is_one_story_named_for_the_first(tmp_path: Path) -> None:
    archive = kept(tmp_path, [told("b", AGENCY + ADDED), told("a", day="2025-06-13"), told("c", OTHER)])
    assert found(archive) == [
        Story("story/2025/06/tin-cua-bao-b-b#id", "Tin của báo b", (iri("b"), iri("a"))),
    ]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (AGENCY, AGENCY + ADDED, True),
        (AGENCY, AGENCY.replace("Vinh", "Cửa Lò").replace("2.500", "2.600"), True),
        (AGENCY, AGENCY.upper().replace("Ỷ", "Ỷ"), True),
        (AGENCY, OTHER, False),
        (AGENCY, AGENCY[:120] + OTHER, False),
    ],
)
def test_alike_are_texts_that_share_half_of_their_words_in_order(one: str, other: str, alike: bool) -> None:
    first, second = signature_of(told("a", one)), signature_of(told("b", other))
    assert first is not None
    assert second is not None
    assert (share(first, second) >= module.ALIKE) == alike


def test_the_headline_does_not_count_and_a_short_text_is_no_story(tmp_path: Path) -> None:
    long = "Một tiêu đề rất dài mà hai tờ báo cùng đặt cho những bài không có gì chung với nhau cả"
    archive = kept(
        tmp_path,
        [
            told("a", OTHER, headline=long),
            told("b", AGENCY, headline=long),
            told("c", "Ảnh: Tuấn Anh."),
            told("d", "Ảnh: Tuấn Anh."),
        ],
    )
    assert found(archive) == []


def test_what_comes_back_after_days_is_a_series_and_no_story(tmp_path: Path) -> None:
    archive = kept(tmp_path, [told("a", day="2025-06-29"), told("b", day="2025-07-02"), told("c", day="2025-07-06")])
    assert [story.articles for story in found(archive)] == [(iri("a"), iri("b", "2025/07"))]


def test_the_stories_do_not_depend_on_the_order_or_on_how_many_at_a_time(tmp_path: Path) -> None:
    articles = [told(n, AGENCY + ADDED * (n in "bd"), f"2025-06-1{i}") for i, n in enumerate("abcd")]
    articles += [told("e", OTHER), told("f", OTHER + ADDED)]
    whole = found(kept(tmp_path / "whole", articles))
    assert [len(story.articles) for story in whole] == [4, 2]
    for seed in range(3):
        random.Random(seed).shuffle(articles)
        archive = Archive(tmp_path / str(seed))
        for article in articles:
            archive.add([article], now())
            found(archive)  # taken up one by one
        assert found(archive) == whole


def test_a_new_version_in_other_words_leaves_the_story(tmp_path: Path) -> None:
    archive = kept(tmp_path, [told("a"), told("b"), told("c")])
    assert [len(story.articles) for story in found(archive)] == [3]
    archive.add([told("b", OTHER, day="2025-07-01")], now())
    assert [story.articles for story in found(archive)] == [(iri("a"), iri("c"))]


def test_an_article_that_is_not_published_joins_no_others(tmp_path: Path) -> None:
    archive = kept(tmp_path, [told("a"), told("b")])
    assert found(archive, iri("b")) == []


@pytest.mark.parametrize("damage", ["missing", "of another make", "no database", "a file put back from a backup"])
def test_the_index_is_made_anew_where_it_does_not_fit(tmp_path: Path, damage: str) -> None:
    archive = kept(tmp_path, [told("a"), told("b")])
    before = found(archive)
    index, month = tmp_path / module.INDEX, tmp_path / "articles" / "2025-06.jsonl"
    if damage == "missing":
        index.unlink()
    elif damage == "of another make":
        with sqlite3.connect(index) as store:
            store.execute("PRAGMA user_version = 1")
        store.close()
    elif damage == "no database":
        index.write_bytes(b"damaged" * 1000)
    else:
        lines = month.read_text(encoding="utf-8").splitlines(keepends=True)
        month.write_text(lines[0], encoding="utf-8")
        assert found(archive) == []
        month.write_text("".join(lines), encoding="utf-8")
    assert found(archive) == before


def test_one_more_article_costs_what_its_days_hold_not_the_archive(tmp_path: Path) -> None:
    """What is read of an archive of a hundred days for one more article: its own text, and signatures of a week."""
    words = [f"từ{n}" for n in range(4000)]
    chance = random.Random(1)
    days = [date.fromordinal(date(2025, 1, 1).toordinal() + n // 5) for n in range(500)]
    articles = [told(f"n{n}", " ".join(chance.sample(words, 120)), day.isoformat()) for n, day in enumerate(days)]
    archive = kept(tmp_path, articles)
    with archive.stories() as stories:
        assert len(stories.fresh) == 500
    archive.add([told("more", articles[300].content.partition("\n\n")[2], days[300].isoformat())], now())
    with archive.stories() as stories:
        assert stories.fresh == {"id:more"}
        assert stories.copies(stories.fresh) == {"id:more"}
    plan = sqlite3.connect(tmp_path / module.INDEX)
    steps = plan.execute(
        "EXPLAIN QUERY PLAN SELECT number FROM bands WHERE day IN (1, 2) AND band IN (3, 4)"
    ).fetchall()
    plan.close()
    assert "SEARCH bands USING PRIMARY KEY (day=? AND band=?)" in steps[0][-1]


@pytest.fixture(scope="module")
def retold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of two papers that print one report, and of a third article."""
    folder = tmp_path_factory.mktemp("retold")
    source = folder / "news.jsonl"
    texts = (("a", AGENCY), ("b", AGENCY + ADDED), ("c", OTHER))
    lines = (
        {"id": name, "published": "2025-06-12", "title": f"Tin của báo {name}", "text": text} for name, text in texts
    )
    source.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    assert publish(source, folder / "output", folder / "work")["stories"] == 1
    return folder


def ask(output: Path, query: str) -> set[tuple[str, ...]]:
    solutions = open_store(output).query(query, prefixes=rdf.prefixes())
    assert isinstance(solutions, ox.QuerySolutions)
    return {tuple(str(getattr(value, "value", value)) for value in row) for row in solutions}


def test_both_articles_are_published_and_count_as_one_report(retold: Path) -> None:
    query = """SELECT (COUNT(DISTINCT ?article) AS ?articles) (COUNT(DISTINCT ?report) AS ?reports) WHERE {
      ?person foaf:name ?name . FILTER(STR(?name) = "Trần Văn An")
      GRAPH ?document { ?person org:hasMembership ?m }
      ?document foaf:primaryTopic ?article .
      OPTIONAL { ?article schema:exampleOfWork ?story } BIND(COALESCE(?story, ?article) AS ?report) }"""
    assert ask(retold / "output", query) == {("2", "1")}


def test_a_story_is_a_work_whose_examples_the_articles_are_and_has_documents(retold: Path) -> None:
    output, base = retold / "output", "https://tinmo.example/"
    query = "SELECT ?story ?name ?article { ?story schema:workExample ?article ; a tinmo:Story ; schema:name ?name }"
    story = f"{base}story/2025/06/tin-cua-bao-a-a#id"
    assert ask(output, query) == {(story, "Tin của báo a", base + iri(name)) for name in "ab"}
    assert "workExample" in (output / "story/2025/06/tin-cua-bao-a-a.ttl").read_text(encoding="utf-8")
    assert (output / "story/2025/06/tin-cua-bao-a-a.jsonld").exists()


def test_the_page_of_an_article_says_where_else_it_stands_and_facts_count_reports(retold: Path) -> None:
    output = retold / "output"
    page = (output / f"{iri('a').removesuffix('#id')}.html").read_text(encoding="utf-8")
    assert "Cũng đăng ở" in page
    assert "Tin của báo b" in page
    assert "Cũng đăng ở" not in (output / f"{iri('c').removesuffix('#id')}.html").read_text(encoding="utf-8")
    index = Index(output)
    [person] = index.rows("SELECT id FROM thing WHERE kind = 'persons' AND name = 'Trần Văn An'")
    assert {row["report"] for row in index.facts(person["id"])} == {"story/2025/06/tin-cua-bao-a-a#id"}
    index.close()


def test_a_story_goes_when_one_of_two_articles_is_withdrawn(retold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINMO_SITE", "0")
    withdraw(retold / "output", "b", "test")
    publish(retold / "news.jsonl", retold / "output", retold / "work")
    assert list(read_stories(retold / "output")) == []
    assert ask(retold / "output", "SELECT ?story { ?story a tinmo:Story }") == set()


def test_adding_says_how_many_retell_what_others_tell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("a", AGENCY), ("b", OTHER)):
        (tmp_path / f"{name}.txt").write_text(f"Tin {name}\n12/6/2025\n\n{text}\n", encoding="utf-8")
    out = Console(width=200)
    run_add([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "archive", tmp_path / "work", out)
    assert "same words" not in capsys.readouterr().out
    (tmp_path / "c.txt").write_text(f"Tin khác\n13/6/2025\n\n{AGENCY}{ADDED}\n", encoding="utf-8")
    run_add([tmp_path / "c.txt"], tmp_path / "archive", tmp_path / "work", out)
    assert "1 new" in (said := capsys.readouterr().out)
    assert "1 of them tell in largely the same words what other articles tell" in said
