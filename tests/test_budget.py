"""No item takes all the time: a budget in every thread, for every reader, and for the extraction of each article."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from pipeline.ground import budget
from pipeline.ground.budget import TookTooLong, time_budget
from pipeline.ground.errors import ReadError
from pipeline.reading import csvtable, fields, readers, sheet, word
from pipeline.reading.sources import read_sources, read_stream
from pipeline.record.article import Article
from pipeline.record.model import Claims, Record
from pipeline.workflow import stages
from tests.conftest import A_DAY, ANALYSER, ROOT, an_article

LITTLE = 0.3
GOOD = {"title": "Họp báo", "text": "Sáng 28/6, Sở Y tế họp báo.", "published": "2025-06-28"}


def for_ever(*_: object) -> Any:
    while True:
        sum(range(100))


def in_a_thread(work: Callable[[], object]) -> object:
    """What some work gives, done in a thread that is not the main one."""
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(work()), daemon=True)
    thread.start()
    thread.join(60)
    return found[0]


def interrupted() -> bool:
    try:
        with time_budget(LITTLE):
            for_ever()
    except TookTooLong:
        return True
    return False


def test_work_without_end_is_interrupted_in_the_main_thread() -> None:
    assert interrupted()


def test_and_in_every_other_thread() -> None:
    assert in_a_thread(interrupted)


def two_turns() -> int:
    turns = 0
    for _ in range(200):
        with time_budget(LITTLE):
            turns += 1
    for_a_while = time.thread_time() + 2 * LITTLE
    while time.thread_time() < for_a_while:  # a budget that has ended interrupts nothing
        turns += 0
    return turns


def test_a_budget_ends_with_its_block_in_every_thread() -> None:
    assert two_turns() == in_a_thread(two_turns) == 200


def test_waiting_is_not_work() -> None:
    with time_budget(LITTLE):
        time.sleep(3 * LITTLE)


def test_within_a_budget_the_outer_one_counts() -> None:
    def both() -> bool:
        try:
            with time_budget(LITTLE), time_budget(1000):
                for_ever()
        except TookTooLong:
            return True
        return False

    assert both()
    assert in_a_thread(both)


def a_zip(folder: Path) -> Path:
    path = folder / "news.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("slow", "good"):
            archive.writestr(f"{name}.json", json.dumps([GOOD | {"id": name}]))
    return path


def a_table(folder: Path) -> Path:
    path = folder / "news.csv"
    rows = [f'{name},Họp báo,"{GOOD["text"]}",2025-06-28' for name in ("slow", "good")]
    path.write_text("\n".join(["id,title,text,published", *rows]), encoding="utf-8")
    return path


def a_workbook(folder: Path) -> Path:
    path = folder / "news.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["id", "title", "text", "published"])
    for name in ("slow", "good"):
        book.active.append([name, *GOOD.values()])
    book.save(path)
    return path


def json_lines(folder: Path) -> Path:
    path = folder / "news.jsonl"
    path.write_text("\n".join(json.dumps(GOOD | {"id": name}) for name in ("slow", "good")))
    return path


@pytest.mark.parametrize("make", [a_zip, a_table, a_workbook, json_lines])
@pytest.mark.parametrize("where", ["main thread", "another thread"])
def test_a_slow_item_costs_no_other(
    make: Callable[[Path], Path], where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = fields.article_of

    def slow(row: dict[str, object], *rest: Any) -> Article:
        return for_ever() if row["id"] == "slow" else usual(row, *rest)

    monkeypatch.setattr(readers, "MAX_SECONDS", LITTLE)
    monkeypatch.setattr(fields, "article_of", slow)
    monkeypatch.setattr(csvtable, "article_of", slow)
    path = make(tmp_path)

    def both() -> list[object]:
        return [item.what if isinstance(item, ReadError) else item.sourceIdentifier for item in read_sources(path)]

    expected = ["takes too long to read", "good"]
    found = both() if where == "main thread" else in_a_thread(both)
    assert sorted(found) == sorted(expected)  # type: ignore[call-overload]


def test_the_time_of_whoever_takes_an_item_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_SECONDS", LITTLE)
    data = "\n".join(json.dumps(GOOD | {"id": str(n)}) for n in range(3)).encode()
    taken = 0
    for item in read_stream(io.BytesIO(data), "in"):
        assert isinstance(item, Article)
        until = time.process_time() + 2 * LITTLE
        while time.process_time() < until:
            taken += 0
        taken += 1
    assert taken == 3


def swollen(document: bytes, part: str) -> bytes:
    """A document with one part that unpacks to 80 MB of blanks."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for info in old.infolist():
            data = old.read(info)
            new.writestr(
                info.filename, data.replace(b">", b">" + b" " * 80_000_000, 1) if info.filename == part else data
            )
    return out.getvalue()


def word_document() -> bytes:
    out, document = io.BytesIO(), docx.Document()
    document.add_paragraph("Họp báo")
    document.save(out)
    return out.getvalue()


def workbook() -> bytes:
    out, book = io.BytesIO(), openpyxl.Workbook()
    book.active.append(["title", "text"])
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "document", "part"),
    [("a.docx", word_document, "word/document.xml"), ("a.xlsx", workbook, "xl/worksheets/sheet1.xml")],
)
def test_a_document_that_unpacks_to_too_much_is_not_unpacked(
    name: str, document: Callable[[], bytes], part: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(swollen(document(), part))
    (refused,) = read_sources(tmp_path)
    assert isinstance(refused, ReadError)
    assert refused.what.startswith("unpacks to 80")


def test_a_document_that_is_none_says_so(tmp_path: Path) -> None:
    for module, name in ((word, "a.docx"), (sheet, "a.xlsx")):
        (tmp_path / name).write_bytes(b"PK\x03\x04" + b"\0" * 100)
        assert module.sniff(b"PK\x03\x04", name)
    for refused in read_sources(tmp_path):
        assert isinstance(refused, ReadError)
        assert refused.what.startswith("no whole document")


FAULTS: list[tuple[Callable[[], object], str]] = [
    (for_ever, "takes more than 1 s to extract"),
    (lambda: [].pop(), "a fault of the program: IndexError: pop from empty list; please report it with the article"),
    (lambda: (_ for _ in ()).throw(RecursionError), "too large or too deep to extract (RecursionError)"),
    (lambda: (_ for _ in ()).throw(MemoryError), "too large or too deep to extract (MemoryError)"),
]


@pytest.mark.parametrize(("fault", "reason"), FAULTS)
def test_no_fault_that_an_article_brings_about_costs_another(
    fault: Callable[[], object], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = stages.extracted

    def extracted(article: Article, analyser: Any) -> Claims:
        if article.headline == "Tin xấu":
            fault()
        return extract(article, analyser)

    monkeypatch.setattr(stages, "extracted", extracted)
    monkeypatch.setattr(stages, "MAX_EXTRACTION_SECONDS", 1.0 if fault is for_ever else 60.0)
    articles = [an_article("Sở Y tế họp.", "Tin xấu"), an_article("Sở Y tế họp.", "Tin tốt")]
    (_, bad), (_, good) = stages.records_of(articles, A_DAY, ANALYSER)
    assert isinstance(bad, stages.Reject)
    assert bad.reason.startswith(reason)
    assert bad.article is not None
    assert bad.article["headline"] == "Tin xấu"
    assert isinstance(good, Record)


def test_a_record_that_cannot_be_published_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [stages.record_of(an_article("Sở Y tế họp.", name), A_DAY, ANALYSER) for name in ("Xấu", "Tốt")]
    confident = stages.confident

    def fails_once(record: Record, least: float) -> Record:
        if record.headline == "Xấu":
            raise ValueError("no such thing")
        return confident(record, least)

    monkeypatch.setattr(stages, "confident", fails_once)
    documents = stages.published_documents(records, ANALYSER.settings)
    (_, bad), (document, graphs) = stages.graphs_of(documents, ANALYSER.settings)
    assert isinstance(bad, stages.Reject)
    assert (bad.where, bad.stage, bad.reason) == (records[0].id, "publish", "ValueError: no such thing")
    assert document["headline"] == "Tốt"
    assert not isinstance(graphs, stages.Reject)


def test_where_there_is_no_clock_of_threads_the_budget_is_of_all_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(budget.time, "pthread_getcpuclockid")
    assert in_a_thread(interrupted)


def test_after_a_budget_that_was_used_up_python_runs_traced_as_before() -> None:
    """An interruption revoked leaves a note in Python with which traced code never ends."""
    program = (
        "import sys, threading\n"
        "from pipeline.ground.budget import TookTooLong, time_budget\n"
        "def work():\n"
        "    for seconds in (0.05, 60):\n"
        "        try:\n"
        "            with time_budget(seconds):\n"
        "                while seconds < 1: pass\n"
        "        except TookTooLong: print('interrupted')\n"
        "thread = threading.Thread(target=work); thread.start(); thread.join(30)\n"
        "lines = []\n"
        "def trace(frame, event, argument): lines.append(event); return trace\n"
        "def traced():\n"
        "    for n in range(3): str(n)\n"
        "sys.settrace(trace); traced(); sys.settrace(None)\n"
        "print(len(lines) > 3)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "interrupted\nTrue\n", done.stderr
