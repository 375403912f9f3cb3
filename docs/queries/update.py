"""Writes docs/queries/README.md: each question of this folder with its query and its answer over output/."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from pipeline.commands.query import as_csv

HERE = Path(__file__).parent


def page(output: Path) -> str:
    """The text of README.md for the publication in `output`."""
    parts = [
        "# Ten questions and their answers",
        "Made by `make answers` from the `.rq` files beside it, over the published sample; a test holds it true.",
        "Ask one yourself: `tinmo query --file docs/queries/01-roles.rq`.",
    ]
    for path in sorted(HERE.glob("*.rq")):
        question, _, query = path.read_text(encoding="utf-8").partition("\n")
        parts += [
            f"## {path.stem.partition('-')[0].lstrip('0')}. {question.lstrip('# ')}",
            f"```sparql\n{query.strip()}\n```",
        ]
        parts.append(table(as_csv(query, output)))
    return "\n\n".join(parts) + "\n"


def table(text: str) -> str:
    """A CSV answer as a Markdown table."""
    head, *rows = csv.reader(io.StringIO(text))
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    (HERE / "README.md").write_text(page(HERE.parent.parent / "output"), encoding="utf-8")
