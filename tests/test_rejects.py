"""What was refused can be run again once it is mended, by `tinmo add --rejects`; and is summed up by reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.commands.archive import run_add
from pipeline.commands.refused import by_reason
from pipeline.ground.clock import now
from pipeline.ground.errors import ReadError
from pipeline.reading.archive import Added, Archive
from pipeline.reading.options import Options
from pipeline.workflow import press
from pipeline.workflow.stages import Reject
from tests.conftest import an_article

ROW = {"title": "Họp báo", "text": "Sáng nay, Sở Y tế tỉnh Nghệ An họp báo.", "published": "2025-06-28"}


def rows(path: Path, *found: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), encoding="utf-8")
    return path


def kept(archive: Path) -> list[str]:
    with Archive(archive).shelves() as shelves:
        months = shelves.months()
    return [article.headline for month in months for article in Archive(archive).articles(month)]


def add(tmp_path: Path, *sources: Path, rejects: Path | None = None, options: Options | None = None) -> tuple[int, str]:
    out = Console(record=True, width=200, file=(tmp_path / "out").open("a"))
    code = run_add(sources, tmp_path / "archive", tmp_path / "work", out, options, rejects)
    return code, out.export_text()


def test_a_line_that_was_mended_is_added_and_the_others_stay(tmp_path: Path) -> None:
    good, bad, worse = ROW | {"id": "1"}, ROW | {"id": "2", "published": "hôm kia"}, ROW | {"id": "3", "text": ""}
    path = rows(tmp_path / "news.jsonl", good, bad, worse)
    code, said = add(tmp_path, path)
    rejects = tmp_path / "work" / "rejects-added.jsonl"
    assert (code, kept(tmp_path / "archive")) == (3, ["Họp báo"])
    assert f"tinmo add --rejects {rejects}" in said
    rows(path, good | {"title": "Đã sửa sau"}, ROW | {"id": "2", "title": "Họp báo lần hai"}, worse)
    code, said = add(tmp_path, rejects=rejects)
    assert "1 new, 0 new versions, 0 known already, 1 refused" in said
    assert (code, kept(tmp_path / "archive")) == (3, ["Họp báo", "Họp báo lần hai"])  # line 1 was no reject
    rows(path, good, bad, ROW | {"id": "3", "title": "Họp báo lần ba"})
    assert add(tmp_path, rejects=rejects)[0] == 0
    assert kept(tmp_path / "archive") == ["Họp báo", "Họp báo lần hai", "Họp báo lần ba"]


def test_what_was_refused_is_read_by_other_options(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "tin.txt").write_text("Họp báo\n\nSáng nay, Sở Y tế tỉnh Nghệ An họp báo.", encoding="utf-8")
    (folder / "co-ngay.txt").write_text("Hội nghị\n\nSáng 28/6/2025, Sở Y tế họp.", encoding="utf-8")
    assert add(tmp_path, folder)[0] == 3
    rejects = tmp_path / "work" / "rejects-added.jsonl"
    code, said = add(tmp_path, rejects=rejects, options=Options(published="2025-06-30"))
    assert code == 0
    assert "1 new, 0 new versions, 0 known already, 0 refused" in said
    assert set(kept(tmp_path / "archive")) == {"Họp báo", "Hội nghị"}


def test_the_options_of_the_first_time_hold_unless_others_are_given(tmp_path: Path) -> None:
    path = rows(tmp_path / "news.jsonl", {"t": "Họp báo", "b": ROW["text"], "d": "hôm kia"})
    options = Options(fields=(("t", "title"), ("b", "text"), ("d", "published")))
    assert add(tmp_path, path, options=options)[0] == 3
    rows(path, {"t": "Họp báo", "b": ROW["text"], "d": "28/6/2025"})
    assert add(tmp_path, rejects=tmp_path / "work" / "rejects-added.jsonl")[0] == 0
    assert kept(tmp_path / "archive") == ["Họp báo"]


def test_an_entry_of_a_feed_whose_page_was_saved_since(tmp_path: Path) -> None:
    feed = """<rss version="2.0"><channel><title>Báo</title><item><title>Họp báo</title><link>https://a.example/hop</link>
      <pubDate>Sat, 28 Jun 2025 07:25:00 +0700</pubDate><description>Ngắn.</description></item></channel></rss>"""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "tin.rss").write_text(feed, encoding="utf-8")
    assert add(tmp_path, folder)[0] == 3
    page = f"<html><body><article><h1>Họp báo</h1><p>{ROW['text']}</p><p>{ROW['text'] * 5}</p></article></body></html>"
    (folder / "hop.html").write_text(page, encoding="utf-8")
    assert add(tmp_path, rejects=tmp_path / "work" / "rejects-added.jsonl")[0] == 0
    assert kept(tmp_path / "archive") == ["Họp báo"]


def test_what_stands_there_no_more_is_said(tmp_path: Path) -> None:
    path = rows(tmp_path / "news.jsonl", ROW, ROW | {"text": ""})
    assert add(tmp_path, path)[0] == 3
    rejects = tmp_path / "work" / "rejects-added.jsonl"
    rows(path, ROW)
    code, said = add(tmp_path, rejects=rejects)
    assert code == 3
    assert "news.jsonl:2: nothing stands there any more; if it has moved: tinmo add" in said
    path.unlink()
    code, said = add(tmp_path, rejects=rejects)
    assert code == 3
    assert "there is no such file or folder" in said


def test_rejects_of_every_stage_of_a_publication_can_be_run_again(tmp_path: Path) -> None:
    path = rows(tmp_path / "news.jsonl", ROW | {"text": ""})
    done = tmp_path / "added.json"
    press.add_source(path, Archive(tmp_path / "first"), done, Options())
    article = an_article("Sở Y tế họp.", "Chưa xong")
    unextracted = Reject("a.jsonl:1", "extract", "a fault", article.model_dump(mode="json", exclude_none=True))
    record = Reject("article/2025/06/x", "shapes", "no role", {"id": "article/2025/06/x"})
    rejects = tmp_path / "rejects.jsonl"
    lines = [*press.refused_file(done).read_text(encoding="utf-8").splitlines(keepends=True)]
    rejects.write_text("".join([*lines, unextracted.to_json_line(), record.to_json_line()]), encoding="utf-8")
    rows(path, ROW | {"title": "Nay đã có chữ"})
    code, said = add(tmp_path, rejects=rejects)
    assert code == 0
    assert sorted(kept(tmp_path / "archive")) == ["Chưa xong", "Nay đã có chữ"]
    assert "1 of" in said
    assert "cannot be read again" in said
    assert Archive(tmp_path / "archive").add([article], now()) == Added(known=1)


@pytest.mark.parametrize("text", ["no JSON", '{"where": 1}', "[]"])
def test_what_is_no_file_of_rejects_says_so(text: str, tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text(text)
    with pytest.raises(ReadError, match="no file of rejects"):
        add(tmp_path, rejects=tmp_path / "r.jsonl")
    with pytest.raises(ReadError, match="no file of rejects"):
        add(tmp_path, rejects=tmp_path / "nowhere")


def test_the_command_wants_sources_or_rejects(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["add", "--archive", str(tmp_path)]).exit_code == 2
    path = rows(tmp_path / "news.jsonl", ROW)
    found = CliRunner().invoke(app, ["add", str(path), "--archive", str(tmp_path / "a"), "--work", str(tmp_path / "w")])
    assert found.exit_code == 0


def test_rejects_are_summed_up_by_reason() -> None:
    rejects = [
        {"where": f"a.jsonl:{n}", "reason": f"no date: 'hôm {n}' is no day; write it as 2020-12-03"} for n in range(5)
    ]
    other = {"where": "b.html", "reason": "no article on this page; save the article's own page"}
    first, second = by_reason([other, *rejects])
    assert first == ("no date: … is no day; write it as …-…-…", [f"a.jsonl:{n}" for n in range(5)])
    assert second == (other["reason"], ["b.html"])
