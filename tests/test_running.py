"""Running it: what doctor finds, what the log says, and that publications commit while others ask."""

from __future__ import annotations

import io
import json
import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.commands.doctor import examine, run_doctor
from pipeline.commands.publish import run_publish
from pipeline.commands.review import run_review
from pipeline.ground import logs
from pipeline.ground.errors import PublishError
from pipeline.ground.settings import Settings
from pipeline.publishing.private import STORE, place, private
from tests.conftest import ROOT, copied


@pytest.fixture
def copy(published: Path, tmp_path: Path) -> Path:
    return copied(published, tmp_path / "output")


def bad(output: Path) -> list[str]:
    return [finding.what for finding in examine(output) if finding.state == "bad"]


def test_doctor_finds_a_good_publication_good(copy: Path) -> None:
    out = io.StringIO()
    assert run_doctor(copy, Console(file=out, width=200)) == 0
    assert "all files of a publication" in out.getvalue()
    assert bad(copy) == []


def test_doctor_finds_what_is_missing_and_says_what_to_do(copy: Path) -> None:
    (copy / "catalog.ttl").unlink()
    shutil.rmtree(place(copy, STORE))
    out = io.StringIO()
    assert run_doctor(copy, Console(file=out, width=200)) == 1
    assert "catalog.ttl missing; run `tinmo publish`" in out.getvalue()
    assert any("store" in what for what in bad(copy))


def test_doctor_finds_what_an_earlier_edition_made_among_the_published_files(copy: Path) -> None:
    assert not [finding for finding in examine(copy) if "earlier edition" in finding.what]
    (private(copy) / STORE).rename(copy / STORE)
    assert bad(copy) == []  # it is still served
    found = [finding for finding in examine(copy) if "earlier edition" in finding.what]
    assert [finding.state for finding in found] == ["warn"]


def test_doctor_finds_an_index_that_is_not_of_these_records(copy: Path) -> None:
    with (copy / "records.jsonl").open("a") as file:
        file.write((copy / "records.jsonl").read_text())
    assert any("1 articles, records.jsonl: 2" in what for what in bad(copy))


def test_doctor_finds_a_base_that_is_another(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINMO_BASE", "https://other.example/")
    assert any("but TINMO_BASE is https://other.example/" in what for what in bad(copy))


def test_doctor_finds_nothing_where_nothing_is(tmp_path: Path) -> None:
    assert run_doctor(tmp_path / "nowhere", Console(file=io.StringIO())) == 1


def test_the_log_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        logs.set_up(logging.INFO, "json")
        logging.getLogger("tinmo.access").info("%s %s", "GET", "/người", extra={"status": 200})
        logging.getLogger("tinmo").debug("not at this level")
        line = json.loads(capsys.readouterr().err)
    finally:
        logging.getLogger().handlers[:] = handlers
        logging.getLogger().setLevel(level)
    assert (line["level"], line["message"], line["status"]) == ("info", "GET /người", 200)


@pytest.mark.slow
def test_publications_commit_while_others_ask() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/load.py", "1500"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "1,500 requests" in done.stdout


@pytest.mark.parametrize("scheduler", ["127.0.0.1:1", "nohost.invalid", "127.0.0.1:a", "127.0.0.1:99999999"])
def test_a_scheduler_that_does_not_answer_is_said_at_once(tmp_path: Path, scheduler: str) -> None:
    source = tmp_path / "news.jsonl"
    source.write_text('{"id": "1", "title": "Tin", "text": "Ông Trần Văn An dự họp.", "published": "2025-06-01"}\n')
    with pytest.raises(PublishError, match=f"^--scheduler {scheduler}: no Luigi scheduler answers.*start luigid"):
        run_publish(
            [source],
            tmp_path / "output",
            tmp_path / "archive",
            None,
            tmp_path / "work",
            1,
            scheduler,
            Settings(),
            Console(file=io.StringIO()),
        )


def test_doubts_about_nothing_published_are_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="nope: nothing is published there; run `tinmo publish` first"):
        run_review(tmp_path / "nope", 10, None, Console(file=io.StringIO()))
