"""Requests of all kinds while publications commit have no 5xx (benchmarks/load.py: 20,000 requests)."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.load import TEXTS, run
from pipeline.server.app import application
from pipeline.server.limits import Limits
from tests.conftest import publish
from tests.endpoints import on_a_port

REQUESTS = 1000


def published(folder: Path, articles: int) -> Path:
    lines = [
        json.dumps({"id": str(n), "published": "2025-06-01", "title": f"Tin {n}", "text": text}) + "\n"
        for n, text in enumerate(TEXTS[:articles], 1)
    ]
    (folder / "news.jsonl").write_text("".join(lines), encoding="utf-8")
    publish(folder / "news.jsonl", folder / "output", folder / "work")
    return folder / "output"


def test_a_thousand_requests_while_publications_commit_have_no_fault_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINMO_SITE", "0")
    limits, counts, seen = Limits(engines=2), Counter[int](), set[object]()
    app = application(published(tmp_path, 2), limits=limits)
    with on_a_port(app, limits) as port:
        publishing = threading.Thread(target=lambda: [published(tmp_path, n) for n in (3, 2)], daemon=True)
        publishing.start()
        until = time.monotonic() + 120
        while (publishing.is_alive() or sum(counts.values()) < REQUESTS) and time.monotonic() < until:
            counts.update(run(f"http://127.0.0.1:{port}/", 250, 8))
            seen.add(app.publication.stamp)
        publishing.join(1)
    assert not publishing.is_alive()
    assert len(seen) > 1  # what was committed was served
    assert sum(counts.values()) >= REQUESTS
    assert not [status for status in counts if status >= 500 or not status], counts
    assert counts[200] > REQUESTS * 3 // 4
