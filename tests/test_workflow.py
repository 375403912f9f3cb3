"""The Luigi workflow and the command line, as a user runs them: in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.workflow import publication
from tests.conftest import FIRST, ROOT

pytestmark = pytest.mark.slow
TINMO = [sys.executable, "-m", "pipeline.cli"]
OTHER = {"id": "7", "published": "2025-06-28", "title": "Tin 7", "text": "Ông Trần Văn An dự họp tại Hà Nội."}


def run(*command: str | Path, cwd: Path, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1600000000", **environment},
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    shutil.copy(FIRST, tmp_path / "articles")
    return tmp_path


def test_a_second_run_does_nothing_and_says_so_and_a_change_redoes_only_its_shard(place: Path) -> None:
    first = run(*TINMO, "publish", cwd=place)
    assert "articles" in first.stderr
    again = run(*TINMO, "publish", cwd=place)
    assert "Nothing to do" in again.stderr
    shards = {p: p.stat().st_mtime_ns for p in (place / "work" / "shards").rglob("records.jsonl")}
    (place / "articles" / "june.jsonl").write_text(json.dumps(OTHER) + "\n")
    third = run(*TINMO, "publish", cwd=place)
    assert "2025-06" in third.stderr
    assert "ExtractRecords 2020-12" not in third.stderr
    assert all(p.stat().st_mtime_ns == then for p, then in shards.items())


def test_luigi_and_tinmo_make_the_same_files(place: Path) -> None:
    run(*TINMO, "publish", "articles", "--output", "one", "--work", "work1", cwd=place)
    luigi = [sys.executable, "-m", "luigi", "--module", "pipeline.workflow.tasks", "Publish", "--local-scheduler"]
    run(*luigi, "--articles", "articles", "--output", "two", "--work-folder", "work2", cwd=place)
    for name in publication.PUBLISHED_FILES:
        assert (place / "one" / name).read_bytes() == (place / "two" / name).read_bytes()


@pytest.mark.parametrize(("source", "code"), [("nowhere", 35), ("articles", 30)])
def test_luigi_tells_failure_by_its_exit_code_from_any_folder(place: Path, source: str, code: int) -> None:
    luigi = [sys.executable, "-m", "luigi", "--module", "pipeline.workflow.tasks", "Publish", "--local-scheduler"]
    (place / "file").write_text("no folder")  # what is to be published into cannot be made
    done = run(
        *luigi,
        "--articles",
        source,
        "--output",
        "file/output",
        "--work-folder",
        "work",
        "--archive",
        "archive",
        cwd=place,
        code=code,
    )
    assert source != "nowhere" or "nowhere: there is no such file or folder" in done.stderr


def test_it_runs_on_a_luigid(place: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    daemon = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from luigi.cmdline import luigid; luigid()",
            "--port",
            str(port),
            "--address",
            "127.0.0.1",
        ],
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        run(*TINMO, "publish", "--scheduler", f"127.0.0.1:{port}", cwd=place)
    finally:
        daemon.terminate()
        daemon.wait(10)
    assert (place / "output" / "dataset.ttl").exists()


def test_refused_input_gives_exit_code_3_and_names_file_and_line(place: Path) -> None:
    (place / "articles" / "bad.jsonl").write_text(json.dumps(OTHER) + "\n{broken\n")
    done = run(*TINMO, "publish", cwd=place, code=3)
    assert "bad.jsonl:2" in done.stderr
    assert (place / "output" / "records.jsonl").read_text().count("\n") == 2


def test_a_missing_source_is_one_clear_line(tmp_path: Path) -> None:
    done = run(*TINMO, "publish", "nowhere", cwd=tmp_path, code=1)
    assert "nowhere: there is no such file or folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_extract_keeps_the_order_of_its_input_and_marks_what_it_refused(place: Path) -> None:
    lines = [json.dumps(OTHER), "{broken", json.dumps({**OTHER, "id": "8", "title": "Tin 8"})]
    (place / "news.jsonl").write_text("\n".join(lines) + "\n")
    done = run(*TINMO, "extract", "news.jsonl", cwd=place, code=3)
    found = [json.loads(text) for text in done.stdout.splitlines()]
    assert [f.get("headline", "refused") for f in found] == ["Tin 7", "refused", "Tin 8"]
    piped = subprocess.run(
        [*TINMO, "extract", "-"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=place,
        check=False,
    )
    assert [json.loads(text).get("id") for text in piped.stdout.splitlines()] == [f.get("id") for f in found]


def test_validate_says_what_to_fix(place: Path) -> None:
    run(*TINMO, "publish", cwd=place)
    run(*TINMO, "validate", "output/records.jsonl", "output/dataset.ttl", "output/dataset.nq.gz", cwd=place)
    text = (place / "output" / "records.jsonl").read_text(encoding="utf-8")
    (place / "broken.jsonl").write_text(text.replace('"datePublished":"2020-12-03"', '"datePublished":"tháng 12"', 1))
    done = run(*TINMO, "validate", "broken.jsonl", cwd=place, code=3)
    assert "broken.jsonl:1: at datePublished" in done.stdout


def test_help_teaches_and_errors_of_usage_are_code_2(tmp_path: Path) -> None:
    assert "Example" in run(*TINMO, "publish", "--help", cwd=tmp_path).stdout
    run(*TINMO, "query", cwd=tmp_path, code=2)
    assert "tinmo 0." in run(*TINMO, "--version", cwd=tmp_path).stdout
