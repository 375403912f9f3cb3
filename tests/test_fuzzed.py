"""Fuzzed lines are published or refused, none is lost, and what is published is valid (benchmarks/fuzzed.py: 2,500)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fuzzed import published

LINES = 60


@pytest.mark.slow
def test_what_comes_of_fuzzed_lines_is_valid_and_none_is_lost(tmp_path: Path) -> None:
    counts, wrong = published(tmp_path, LINES, seed=7)
    assert wrong == ""
    assert counts["published"] > LINES // 10
    assert counts["read"] > LINES // 10
    assert counts.keys() <= {"published", "read"}, "the gate lets nothing through that a later stage refuses"
