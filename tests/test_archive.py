"""The archive keeps every article, says which version holds whatever the order of arrival, and survives a kill."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ground.errors import ArchiveError
from pipeline.reading.archive import Added, Archive, identity
from pipeline.record.article import Article

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def article(
    name: str | None = "a1",
    headline: str = "Tỉnh Đoàn Hà Nam tổng kết năm",
    body: str = "Sáng 5/1, Tỉnh Đoàn tổng kết.",
    day: str = "2026-01-05",
    hour: int | None = None,
    url: str | None = None,
    modified: str | None = None,
) -> Article:
    moment = None if hour is None else datetime.fromisoformat(f"{day}T{hour:02}:00:00+07:00")
    return Article(
        source="tin.jsonl:1",
        sourceIdentifier=name,
        headline=headline,
        content=f"{headline}\n\n{body}",
        datePublished=date.fromisoformat(day),
        publishedAt=moment,
        url=url,
        modifiedAt=None if modified is None else datetime.fromisoformat(modified),
    )


def headlines(archive: Archive) -> list[str]:
    with archive.shelves() as shelves:
        months = shelves.months()
    return [a.headline for month in months for a in archive.articles(month)]


def test_what_was_not_handed_in_again_stays(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    assert archive.add([article("a1", "Một")], NOON) == Added(new=1)
    assert archive.add([article("a2", "Hai")], NOON) == Added(new=1)
    assert headlines(archive) == ["Một", "Hai"]


def test_the_same_article_read_from_another_file_is_kept_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.add([article()], NOON)
    copy = article().model_copy(update={"source": "another.jsonl:7"})
    assert archive.add([copy, copy], NOON) == Added(known=2)
    assert len((tmp_path / "articles" / "2026-01.jsonl").read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_later_version_holds_in_whatever_order_they_come(tmp_path: Path, order: tuple[int, int]) -> None:
    versions = [article(headline="Bản đầu", hour=7), article(headline="Bản sửa", hour=9)]
    archive = Archive(tmp_path)
    for i in order:
        archive.add([versions[i]], NOON)
    assert headlines(archive) == ["Bản sửa"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_version_that_the_source_changed_last_holds(tmp_path: Path, order: tuple[int, ...]) -> None:
    """Moments are compared as moments: 10:30 in Hà Nội is before 5:00 in Greenwich."""
    versions = [
        article(headline="Bản đầu", hour=9),
        article(headline="Bản sửa", hour=7, modified="2026-01-05T10:30:00+07:00"),
        article(headline="Bản sửa sau", hour=7, modified="2026-01-05T05:00:00+00:00"),
    ]
    archive = Archive(tmp_path)
    for i in order:
        archive.add([versions[i]], NOON)
    assert headlines(archive) == ["Bản sửa sau"]


def test_an_edit_without_a_new_time_holds_and_so_does_putting_it_back(tmp_path: Path) -> None:
    archive, later = Archive(tmp_path), [NOON.replace(hour=hour) for hour in (13, 14, 15)]
    archive.add([article(body="Bản một.")], NOON)
    assert archive.add([article(body="Bản hai.")], later[0]) == Added(versions=1)
    assert [a.content[-8:] for a in archive.articles("2026-01")] == ["Bản hai."]
    assert archive.add([article(body="Bản một.")], later[1]) == Added(known=1)
    assert [a.content[-8:] for a in archive.articles("2026-01")] == ["Bản một."]
    before = (tmp_path / "articles" / "2026-01.jsonl").read_bytes()
    archive.add([article(body="Bản một.")], later[2])
    assert (tmp_path / "articles" / "2026-01.jsonl").read_bytes() == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_contents_under_one_id_in_one_source_settle_and_stay(tmp_path: Path, order: tuple[int, int]) -> None:
    both = [article(body="Bản một."), article(body="Bản hai.")]
    archive = Archive(tmp_path)
    archive.add([both[i] for i in order], NOON)
    (first,) = archive.articles("2026-01")
    for hour in (13, 14):
        archive.add([both[i] for i in order], NOON.replace(hour=hour))
        assert list(archive.articles("2026-01")) == [first]


def test_a_version_of_another_month_leaves_the_first_month_empty(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.add([article(headline="Cũ", day="2025-12-31"), article(headline="Mới", day="2026-01-01")], NOON)
    assert list(archive.articles("2025-12")) == []
    assert [a.headline for a in archive.articles("2026-01")] == ["Mới"]


def test_an_article_is_known_by_id_then_address_then_headline_and_day() -> None:
    assert identity(article("7", url="https://bao.example/1")) == "id:7"
    assert identity(article(None, url="https://bao.example/1")) == "url:https://bao.example/1"
    decomposed = article(None, headline="Tỉnh  Đoàn")
    assert identity(decomposed) == "text:2026-01-05 Tỉnh Đoàn"


def test_a_withdrawn_article_stays_away_though_its_headline_is_edited(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.add([article("a1", "Sai"), article("a2", "Đúng")], NOON)
    assert archive.note("withdraw", [archive.find("a1")], "nhầm người", "bt", NOON) == ["id:a1"]
    archive.add([article("a1", "Sai, đã sửa", hour=20)], NOON)
    assert headlines(archive) == ["Đúng"]
    assert archive.withdrawn()["id:a1"]["why"] == "nhầm người"
    assert archive.note("withdraw", ["id:a1"], "lần nữa", "bt", NOON) == []
    assert archive.note("restore", ["id:a1"], "đã kiểm tra", "bt", NOON) == ["id:a1"]
    assert headlines(archive) == ["Sai, đã sửa", "Đúng"]


def test_an_article_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no article 'a9' is kept here; name its id or address"):
        Archive(tmp_path).find("a9")


def test_a_torn_last_line_was_never_added_and_is_cut_off(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.add([article("a1", "Một"), article("a2", "Hai")], NOON)
    path = tmp_path / "articles" / "2026-01.jsonl"
    whole = path.read_bytes()
    for cut in range(whole.index(b"\n") + 1, len(whole)):
        path.write_bytes(whole[:cut])
        assert headlines(Archive(tmp_path)) == ["Một"]
    assert archive.add([article("a2", "Hai")], NOON) == Added(new=1)
    assert path.read_bytes() == whole


@pytest.mark.parametrize("damage", ["remove", "garbage"])
def test_a_lost_index_is_made_anew(tmp_path: Path, damage: str) -> None:
    archive = Archive(tmp_path)
    archive.add([article("a1", "Một")], NOON)
    index = tmp_path / "index.sqlite"
    index.write_bytes(b"no database" * 1000) if damage == "garbage" else index.unlink()
    assert headlines(archive) == ["Một"]
    assert archive.add([article("a1", "Một")], NOON) == Added(known=1)


def test_a_file_put_back_from_a_backup_is_read_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.add([article("a1", "Một"), article("a2", "Hai")], NOON)
    path = tmp_path / "articles" / "2026-01.jsonl"
    other = path.read_text(encoding="utf-8").replace('"id:a1"', '"id:b1"')
    path.write_text(other, encoding="utf-8")
    with archive.shelves() as shelves:
        assert shelves.digests("id:b1")
        assert not shelves.digests("id:a1")


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.add([article()], NOON)
    path = tmp_path / "articles" / "2026-01.jsonl"
    path.write_text(json.dumps({"identity": "id:x"}) + "\n", encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"2026-01\.jsonl, byte 0: a damaged line .*restore the file from a backup"):
        headlines(archive)


VERSIONS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["Một", "Hai"]), st.integers(5, 20), st.sampled_from([11, 12])),
    max_size=8,
)


@settings(max_examples=30, deadline=None)
@given(VERSIONS, st.randoms(use_true_random=False))
def test_the_archive_does_not_depend_on_the_order_of_arrival(
    tmp_path_factory: pytest.TempPathFactory, found: list[tuple[str, str, int, int]], shuffled: random.Random
) -> None:
    articles = [article(n, h, day=f"2025-{m}-01", hour=hour) for n, h, hour, m in found]
    one, other = (Archive(tmp_path_factory.mktemp("archive")) for _ in range(2))
    one.add(articles, NOON)
    shuffled.shuffle(articles)
    for each in articles:
        other.add([each], NOON)
    assert headlines(one) == headlines(other)
    assert len(headlines(one)) == len({n for n, *_ in found})
