"""The JSON Schemas in schemas/, generated from the models: `tinmo schemas` writes them, `--check` compares."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter

from pipeline.record import model as records
from pipeline.record.kinds import KINDS

BASE = "https://w3id.org/tinmo/schemas/"
CONTRACT = (records.Article, records.Record, *(kind.node for kind in KINDS), records.Evidence)


def generated() -> dict[str, str]:
    """File name → text of each schema (JSON Schema, Draft 2020-12)."""
    texts = {}
    for node in CONTRACT:
        name = f"{node.__name__.lower()}.schema.json"
        schema = TypeAdapter(node).json_schema(by_alias=True, mode="serialization")
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": BASE + name, **schema}
        texts[name] = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return texts


def write(folder: Path) -> list[Path]:
    """Write all schemas that differ from what stands in `folder`; returns those written."""
    stale = outdated(folder)
    for path in stale:
        path.write_text(generated()[path.name], encoding="utf-8")
    return stale


def outdated(folder: Path) -> list[Path]:
    """The schema files in `folder` that are missing or differ from the models."""
    return [
        folder / name
        for name, text in generated().items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    ]
