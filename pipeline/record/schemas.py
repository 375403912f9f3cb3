"""The JSON Schemas in schemas/, generated from the models: `tinmo schemas` writes them, `--check` compares."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipeline.record import model as records

BASE = "https://w3id.org/tinmo/schemas/"
MODELS: tuple[type[BaseModel], ...] = (
    records.Article, records.Record, records.Event, records.Organization, records.Person, records.Law,
    records.Place, records.Statement, records.Evidence,
)  # fmt: skip


def generated() -> dict[str, str]:
    """File name → text of each schema (JSON Schema, Draft 2020-12)."""
    texts = {}
    for model in MODELS:
        name = f"{model.__name__.lower()}.schema.json"
        schema = model.model_json_schema(by_alias=True, mode="serialization")
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": BASE + name, **schema}
        texts[name] = json.dumps(_relaxed(schema), ensure_ascii=False, indent=2) + "\n"
    return texts


def _relaxed(schema: Any) -> Any:
    """A field that has a default may be absent from a document: only those without one are required."""
    if isinstance(schema, list):
        return [_relaxed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    relaxed = {key: _relaxed(value) for key, value in schema.items()}
    properties = relaxed.get("properties")
    if isinstance(properties, dict) and isinstance(relaxed.get("required"), list):
        always = {"@context", "id", "type", *records.COLLECTIONS}
        relaxed["required"] = [
            name for name in relaxed["required"] if name in always or "default" not in properties.get(name, {})
        ]
    return relaxed


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
