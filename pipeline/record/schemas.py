"""The JSON Schemas in schemas/, generated from the models: `tinmo schemas` writes them, `--check` compares.

Each has an address with its version, where it is published; a class that has a schema of its own is referred to.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from referencing import Registry, Resource

from pipeline.record import model as records
from pipeline.record.article import Article
from pipeline.record.document import Json
from pipeline.record.kinds import KINDS

VERSION = "1.0"
"""Changes with the contract: 1.1 where fields are added, 2.0 where what was valid no longer is."""
BASE = f"https://w3id.org/tinmo/schemas/{VERSION}/"
CONTRACT = (Article, records.Record, *(kind.node for kind in KINDS), records.Evidence)
_FILES = {node.__name__: f"{node.__name__.lower()}.schema.json" for node in CONTRACT}


def generated() -> dict[str, str]:
    """File name → text of each schema (JSON Schema, Draft 2020-12)."""
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in documents().items()}


@lru_cache(maxsize=1)
def documents() -> dict[str, Json]:
    """File name → each schema as JSON values."""
    found = {}
    for node in CONTRACT:
        name = _FILES[node.__name__]
        schema = TypeAdapter(node).json_schema(by_alias=True, mode="serialization")
        schema = _referring(schema, node.__name__)
        schema["$defs"] = _used({k: v for k, v in schema.get("$defs", {}).items() if k not in _FILES}, schema)
        if not schema["$defs"]:
            del schema["$defs"]
        found[name] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": BASE + name, **schema}
    return found


def registry() -> Registry[Any]:
    """All schemas by their addresses, for validators that must not ask the network."""
    resources = ((str(schema["$id"]), Resource.from_contents(schema)) for schema in documents().values())
    return Registry().with_resources(resources)


def _referring(value: Any, own: str) -> Any:
    """A schema that refers to the files of its siblings rather than to copies of them."""
    if isinstance(value, list):
        return [_referring(item, own) for item in value]
    if not isinstance(value, dict):
        return value
    referred = {key: _referring(item, own) for key, item in value.items()}
    target = str(referred.get("$ref", "")).rpartition("/")[2]
    if target in _FILES and target != own:
        referred["$ref"] = _FILES[target]
    return referred


def _used(definitions: Json, schema: Json) -> Json:
    """The definitions that a schema, or one of those, refers to."""
    text = json.dumps({key: value for key, value in schema.items() if key != "$defs"})
    used: set[str] = set()
    while new := {name for name in definitions if name not in used and f'"#/$defs/{name}"' in text}:
        used |= new
        text = json.dumps([definitions[name] for name in sorted(new)])
    return {name: definitions[name] for name in sorted(used)}


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
