"""Writes docs/queries/README.md: each question of this folder with its query and its answer over sample/."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.commands.query import as_csv
from pipeline.site.examples import example_queries

HERE = Path(__file__).parent
SAMPLE = HERE / "sample"
"""Two articles of our own making; all their words may be quoted."""


def page(output: Path) -> str:
    """The text of README.md for the publication of SAMPLE in `output`."""
    parts = [
        "# Hai mươi câu hỏi và câu trả lời · Twenty questions and their answers",
        "Made by `make answers` from the `.rq` files beside it, over the two invented articles in [sample](sample/), "
        "published with `TINMO_QUOTED_SHARE=1`; a test holds it true. The default graph has each fact once; `GRAPH` "
        "asks for the claims of one article, or for the words that show them. Ask one yourself: "
        "`tinmo query --file docs/queries/01-roles.rq`.",
    ]
    for number, query in enumerate(example_queries(), 1):
        parts += [f"## {number}. {query['vi']}", f"*{query['en']}*", f"```sparql\n{query['body']}\n```"]
        parts.append(table(as_csv(query["body"], output)))
    return "\n\n".join(parts) + "\n"


def table(text: str) -> str:
    """A CSV answer as a Markdown table."""
    head, *rows = csv.reader(io.StringIO(text))
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def publish(folder: Path) -> Path:
    """Publish SAMPLE into `folder`/output, as a user does; returns it."""
    names = {"--output": "output", "--work": "work", "--archive": "archive"}
    options = [part for option, name in names.items() for part in (option, str(folder / name))]
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "publish", str(SAMPLE), *options],
        check=True,
        env=os.environ | {"TINMO_QUOTED_SHARE": "1", "TINMO_SITE": "0"},
        cwd=HERE.parent.parent,
    )
    return folder / "output"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        (HERE / "README.md").write_text(page(publish(Path(place))), encoding="utf-8")
