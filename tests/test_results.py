"""What is kept of articles: one more article costs one; and what is not kept gives the same bytes."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from pipeline.publishing import store
from pipeline.workflow import extracting, graphing
from pipeline.workflow.results import RESULTS, Results
from tests.conftest import publish, withdraw
from tests.test_commit import tree

NAMES = ("Trần Văn An", "Lê Thị Bình", "Phạm Văn Cường", "Hoàng Thị Dung", "Vũ Văn Em")
BODIES = ("Sở Y tế tỉnh Nghệ An", "UBND tỉnh Hà Tĩnh", "Bộ Y tế")


@pytest.fixture(autouse=True)
def _set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINMO_SITE", "0")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")


def articles(folder: Path, *numbers: int) -> Path:
    """A file of articles by number, of two months; some share a person or a body."""
    path = folder / f"news-{'-'.join(map(str, numbers))}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in numbers:
            text = f"Ông {NAMES[n % 5]}, Giám đốc {BODIES[n % 3]}, dự họp."
            line = {"id": str(n), "published": f"2025-0{5 + n % 2}-1{n % 7}", "title": f"Tin số {n}", "text": text}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return path


class Counted:
    """Counts how many articles are extracted and how many are pressed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.extracted = self.pressed = 0
        records_of, documents = extracting.records_of, graphing.published_documents

        def counting_records(found: Any, *others: Any) -> Any:
            self.extracted += 1
            return records_of(found, *others)

        def counting_documents(found: Any, *others: Any) -> Any:
            self.pressed += 1
            return documents(found, *others)

        monkeypatch.setattr(extracting, "records_of", counting_records)
        monkeypatch.setattr(graphing, "published_documents", counting_documents)

    def since(self) -> tuple[int, int]:
        found = self.extracted, self.pressed
        self.extracted = self.pressed = 0
        return found


def test_one_more_article_extracts_one_and_a_setting_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted, output, work = Counted(monkeypatch), tmp_path / "output", tmp_path / "work"
    publish(articles(tmp_path, 1, 3, 7), output, work)
    assert counted.since() == (3, 3)
    publish(articles(tmp_path, 10), output, work)  # its person and body are new to the month, or known by the same name
    assert counted.since() == (1, 1)
    monkeypatch.setenv("TINMO_BASE", "https://tin.example/")
    publish(articles(tmp_path, 1), output, work)
    assert counted.since() == (0, 4)
    monkeypatch.delenv("TINMO_BASE")
    monkeypatch.setenv("TINMO_PUBLISHER", "Ai đó")
    publish(articles(tmp_path, 1), output, work)
    assert counted.since() == (0, 0)


def test_any_order_of_adding_and_withdrawing_gives_the_bytes_of_a_run_without_what_is_kept(tmp_path: Path) -> None:
    choice, here, anew = random.Random(13), tmp_path / "here", tmp_path / "anew"
    here.mkdir()
    waiting, held = list(range(8)), list[int]()
    choice.shuffle(waiting)
    for step in range(3):
        if step == 1:
            withdraw(here / "output", str(held.pop()), "test")
        added = [waiting.pop() for _ in range(2)]
        held += added
        for place, work in ((anew, "none"), (here, "work")):  # the first from the same state, with nothing kept
            if place == anew:
                shutil.rmtree(anew, ignore_errors=True)
                shutil.copytree(here, anew, ignore=shutil.ignore_patterns("work"))
            publish(articles(tmp_path, *added), place / "output", place / work)
        assert tree(here / "output") == tree(anew / "output"), step
    assert len(held) == 5


@pytest.mark.parametrize("damage", ["no database", "values"])
def test_lost_or_damaged_results_are_worked_out_anew(tmp_path: Path, damage: str) -> None:
    output, work = tmp_path / "output", tmp_path / "work"
    publish(articles(tmp_path, 1, 2), output, work)
    before = tree(output)
    path = work / RESULTS
    if damage == "values":
        with sqlite3.connect(path) as store:
            store.execute("UPDATE result SET value = x'00'")
    else:
        for file in work.glob(f"{RESULTS}*"):
            file.unlink()
        path.write_bytes(b"x" * 5000)
    shutil.rmtree(work / "shards")
    publish(articles(tmp_path, 1, 2), output, work)
    assert tree(output) == before


def test_what_is_no_longer_asked_for_is_forgotten(tmp_path: Path) -> None:
    with Results(tmp_path) as results:
        for key in ("a", "b", "c"):
            results.put(key, [key.encode(), b"", b"second"])
        assert results.get("b") == [b"b", b"", b"second"]
        assert results.keep(["b"]) == 2
        assert results.get("a") is None
    with Results(tmp_path) as results:
        assert results.get("b") == [b"b", b"", b"second"]


def test_a_small_change_is_made_in_the_store_that_stands_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, anew = tmp_path / "here", tmp_path / "anew"
    here.mkdir()
    publish(articles(tmp_path, *range(12)), here / "output", here / "work")
    shutil.copytree(here, anew, ignore=shutil.ignore_patterns("work"))
    added = articles(tmp_path, 12, 13)
    publish(added, anew / "output", anew / "work")
    with monkeypatch.context() as patched:
        patched.setattr(store, "load", lambda output: pytest.fail("loaded anew"))
        publish(added, here / "output", here / "work")
    assert tree(here / "output") == tree(anew / "output")
    one, other = (set(store.open_store(place / "output")) for place in (here, anew))
    assert one == other
    names = {graph.value for graph in store.open_store(here / "output").named_graphs() if "/evidence" in str(graph)}
    assert len(names) == 14
    for place in (here, anew):
        withdraw(place / "output", "3", "test")
    publish(added, anew / "output", anew / "none")
    publish(added, here / "output", here / "work")
    assert tree(here / "output") == tree(anew / "output")
    assert set(store.open_store(here / "output")) == set(store.open_store(anew / "output"))
    assert len([graph for graph in store.open_store(here / "output").named_graphs() if "/evidence" in str(graph)]) == 13
