"""docs/tutorial.md is true: its files are written, its steps run in their order, and they print what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', PAGE, re.M | re.S)


def run(command: str, folder: Path) -> str:
    """What a command prints that is run as a reader runs it: `tinmo` and `python` are those of the environment."""
    programs = folder / ".programs"
    programs.mkdir(exist_ok=True)
    for name, line in (
        ("tinmo", f'exec "{sys.executable}" -m pipeline.cli "$@"'),
        ("python", f'exec "{sys.executable}" "$@"'),
    ):
        (programs / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    environment = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-1000:]}\n{done.stderr[-2000:]}"
    return done.stdout


@pytest.mark.slow
def test_every_step_of_the_tutorial_gives_what_it_says(tmp_path: Path) -> None:
    last, compared = "", 0
    for language, title, text in BLOCKS:
        if language == "bash":
            last = run(text, tmp_path)
        elif title == "printed":
            assert last.strip().replace("\r", "") == text.strip()
            compared += 1
        elif title:
            (tmp_path / title).parent.mkdir(exist_ok=True)
            (tmp_path / title).write_text(text, encoding="utf-8")
    assert compared == 2
    assert (tmp_path / "site" / "index.html").is_file()
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    assert not (tmp_path / "work" / "rejects.jsonl").read_text(encoding="utf-8")
    if keep := os.environ.get("TINMO_TUTORIAL"):  # where the picture of the page comes from
        (Path(keep) / "tutorial-chart.png").write_bytes((tmp_path / "chart.png").read_bytes())


def test_the_tutorial_has_its_steps_in_order() -> None:
    steps = re.findall(r"^## (\d+)\. ", PAGE, re.M)
    assert steps == [str(n) for n in range(1, len(steps) + 1)]
    assert len(steps) == 7
    assert sum(language == "bash" for language, *_ in BLOCKS) == 4
