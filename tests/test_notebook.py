"""docs/questions.ipynb runs from top to bottom over a publication, and draws."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT


@pytest.mark.slow
def test_the_notebook_asks_three_questions_and_draws_two_plots(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINMO_OUTPUT", str(published))
    notebook = nbformat.read(ROOT / "docs" / "questions.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 2
    printed = "".join(output.get("text", "") for output in outputs)
    assert "Ban Thường vụ Tỉnh Đoàn Bình Dương | Nguyễn Thị Ngọc Xuân" in printed
    assert "venueCount | 101" in printed
