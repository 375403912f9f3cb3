"""Whole publications as commits: what a kill, a lost file, an odd clock or an earlier state must not do to them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipeline.ground.settings import Settings
from pipeline.publishing.authority import read_authority
from pipeline.publishing.private import private, state
from pipeline.reading.archive import Archive, archive_beside
from pipeline.resolution.decisions import DECISIONS, read_decisions
from pipeline.workflow import publication
from pipeline.workflow import shards as sharding
from tests.conftest import ROOT, publish, withdraw

AN = {"id": "1", "published": "2025-06-01", "title": "Tin 1", "text": "Ông Trần Văn An, Giám đốc Sở Y tế Nghệ An."}
BINH = {"id": "2", "published": "2025-07-01", "title": "Tin 2", "text": "Bà Lê Thị Bình, Bí thư Tỉnh ủy Hà Tĩnh."}


@pytest.fixture(autouse=True)
def _set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINMO_SITE", "0")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")


def written(path: Path, *articles: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles), encoding="utf-8")
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """The published files."""
    found = (p for p in sorted(folder.rglob("*")) if p.is_file() and "output.private" not in p.parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def is_published(place: Path) -> bool:
    """Whether there is nothing to do, as `tinmo publish` asks."""
    archive = Archive(archive_beside(place / "output"))
    inputs = sharding.inputs_of(archive, read_decisions(archive.folder / DECISIONS), Settings())
    return publication.is_published(place / "work", place / "output", inputs.digest)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of two articles, with its archive and its folder of work."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TINMO_SITE", "0")
        environment.setenv("SOURCE_DATE_EPOCH", "1750000000")
        place = tmp_path_factory.mktemp("made")
        publish(written(place / "news.jsonl", AN, BINH), place / "output", place / "work")
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_there_is_nothing_to_do_only_where_all_of_it_is_whole(place: Path) -> None:
    assert not is_published(place)  # a copy at another place is not known
    publish(place / "news.jsonl", place / "output", place / "work")
    assert is_published(place)
    made = private(place / "output")
    store = next((made / "store").glob("*.sst"))
    for name in (str(made / "index.db"), "dataset.nq.gz", "records.jsonl", "manifest-sha256.txt", str(store)):
        path = place / "output" / name
        before = path.read_bytes()
        path.write_bytes(before[:-20] + b"x" * 20)  # as long as it was
        assert not is_published(place), name
        path.write_bytes(before)
        assert is_published(place), name
        path.rename(path.with_name("away"))
        assert not is_published(place), name
        path.with_name("away").rename(path)
    (made / "store" / "extra.sst").write_bytes(b"")
    assert not is_published(place)
    before_all = tree(place / "output")
    (made / "index.db").write_bytes(b"no database at all")
    publish(place / "news.jsonl", place / "output", place / "work")
    assert is_published(place)
    assert tree(place / "output") == before_all


def test_an_earlier_state_published_again_has_its_own_authority(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A → B → A: what was settled for A must not be what B left."""
    first = tree(place / "output")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    withdraw(place / "output", "2", "test")
    publish(place / "news.jsonl", place / "output", place / "work")
    assert not [e for e in read_authority(place / "output") if "le-thi-binh" in e["id"]]
    archive = Archive(archive_beside(place / "output"))
    archive.note("restore", ["id:2"], "test", "test", publication.now())
    publish(place / "news.jsonl", place / "output", place / "work")
    third = tree(place / "output")
    assert third["authority.jsonl"] == first["authority.jsonl"]
    assert third["tombstones.jsonl"] == b""


@pytest.mark.parametrize("damage", ["lost", "no database", "emptied", "half"])
def test_a_lost_or_damaged_authority_is_made_anew_and_never_published_empty(place: Path, damage: str) -> None:
    database = place / "work" / "authority" / "authority.duckdb"
    whole = tree(place / "output")
    if damage == "lost":
        database.unlink()
    elif damage == "no database":
        database.write_bytes(b"x" * 5000)
    else:
        with duckdb.connect(str(database)) as open_:
            open_.execute("DELETE FROM clusters" + (" WHERE iri LIKE 'person%'" if damage == "half" else ""))
            open_.execute("DELETE FROM mentions" if damage == "emptied" else "SELECT 1")
    publish(place / "news.jsonl", place / "output", place / "work")
    assert tree(place / "output") == whole


def test_what_was_settled_is_settled_only_while_its_files_are_there(place: Path) -> None:
    from pipeline.workflow.press import is_settled

    settled = place / "work" / "authority" / "settled.json"
    assert is_settled(settled)
    entries = settled.with_name("entries.jsonl")
    entries.write_text("")
    assert not is_settled(settled)


@pytest.mark.parametrize("clock", ["1750000000", "1650000000"], ids=["the same second", "a clock set back"])
def test_no_change_file_is_overwritten_and_time_never_runs_back(
    place: Path, monkeypatch: pytest.MonkeyPatch, clock: str
) -> None:
    changes = place / "output" / "changes"
    first = {path.name: path.read_bytes() for path in changes.iterdir()}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", clock)
    withdraw(place / "output", "2", "test")
    publish(place / "news.jsonl", place / "output", place / "work")
    found = {path.name: path.read_bytes() for path in changes.iterdir()}
    assert sorted(found) == ["20250615T150640Z-2.json", "20250615T150640Z.json"]
    assert first.items() <= found.items()
    log = [json.loads(line) for line in (place / "output" / "feed" / "log.jsonl").read_text().splitlines()]
    assert [member["at"] for member in log] == sorted(member["at"] for member in log)
    assert "Delete" in {member["how"] for member in log}


def test_tombstones_outlive_a_kill_before_the_commit(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    withdraw(place / "output", "2", "test")
    with monkeypatch.context() as context:
        context.setattr(publication.site, "write_site", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            publish(place / "news.jsonl", place / "output", place / "work")
    publish(place / "news.jsonl", place / "output", place / "work")
    stones = (place / "output" / "tombstones.jsonl").read_text(encoding="utf-8")
    assert "le-thi-binh" in stones
    assert "article/2025/07/tin-2-2#id" in stones


@pytest.mark.slow
def test_a_killed_process_leaves_what_a_second_run_makes_whole(place: Path) -> None:
    """Real kills of `tinmo publish`, at moments spread over its run."""
    written(place / "more.jsonl", {**AN, "id": "3", "title": "Tin 3", "published": "2025-08-01"})
    wanted = place / "wanted"
    for name in ("output", "output.private", "work", "archive"):
        shutil.copytree(place / name, wanted / name)
    command = [sys.executable, "-m", "pipeline.cli", "-q", "publish", str(place / "more.jsonl")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TINMO_RECOGNITION": "grammar"}
    started = time.monotonic()
    subprocess.run(command, cwd=wanted, env=environment, check=True, capture_output=True)
    whole = time.monotonic() - started
    for part in (0.6, 0.8, 0.95):
        process = subprocess.Popen(command, cwd=place, env=environment, stderr=subprocess.DEVNULL)
        try:
            process.wait(whole * part)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait(20)
    subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)
    assert tree(place / "output") == tree(wanted / "output")
    assert not list(place.rglob("*.new"))
    assert not state(place / "output").exists()


def test_a_folder_of_the_same_name_is_not_emptied_by_output_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("static").mkdir()
    Path("static/own.css").write_text("mine")
    for _ in range(2):
        publish(written(Path("news.jsonl"), AN), Path(), Path("work"))
    assert Path("static/own.css").read_text() == "mine"
    assert Path("records.jsonl").exists()
    assert private(Path()) == Path(f"{tmp_path}.private")
    for beside in (archive_beside(Path()), private(Path())):
        shutil.rmtree(beside)
