"""Atom: every entry has a time of its own, which stays what it is when others come."""

from __future__ import annotations

from datetime import datetime

from pipeline.site.syndication import _own_times


def records(count: int) -> list[dict[str, object]]:
    run = {"startedAt": "2026-01-02T03:04:05Z"}
    return [{"id": f"article/2025/06/tin-{n}#id", "generatedBy": run} for n in range(count)]


def test_entries_of_one_second_have_times_of_their_own_within_it() -> None:
    times = _own_times(records(5000))
    assert len(set(times.values())) == 5000
    assert {time[:19] for time in times.values()} == {"2026-01-02T03:04:05"}
    assert all(datetime.fromisoformat(time).utcoffset() is not None for time in times.values())


def test_a_time_stays_when_another_article_comes() -> None:
    before, after = _own_times(records(60)), _own_times(records(100)[::-1])
    assert before.items() <= after.items()
