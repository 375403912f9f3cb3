"""Records as JSON documents: the one door between files and what the program works on.

All collections are sets in RDF, so their order is fixed here, where a record is written: nodes by id, values by
themselves.
"""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any, get_type_hints

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from pipeline.record import iris, model
from pipeline.record.kinds import COLLECTIONS, KINDS, Kind
from pipeline.record.model import Claims, Record
from pipeline.record.values import Base, Node, TypedValue

Json = dict[str, Any]
_RECORDS = TypeAdapter(Record)
_THINGS: dict[str, TypeAdapter[Node]] = {kind.collection: TypeAdapter(kind.node) for kind in KINDS}


def read_record(line: str | bytes) -> Record:
    """A record from one line of records.jsonl, strictly; raises pydantic.ValidationError."""
    return _RECORDS.validate_json(line)


def read_published(line: str | bytes) -> Record:
    """A record from one line of a publication; which bodies are their article's alone is told by their IRIs."""
    record = read_record(line)
    bodies = (replace(body, local=iris.is_within(body.id)) for body in record.organizations)
    return replace(record, organizations=tuple(bodies))


def load_record(document: Json) -> Record:
    """A record from JSON values, strictly; raises pydantic.ValidationError."""
    return read_record(json.dumps(document))


def to_document(record: Claims) -> Json:
    """The record as JSON values, without what is absent; the collections stand there, empty or not."""
    return _written(record, _PUBLISHED, COLLECTIONS)


def read_thing(line: str | bytes, kind: Kind) -> Node:
    """A thing of a kind from the JSON that a record has of it, strictly; raises pydantic.ValidationError."""
    return _THINGS[kind.collection].validate_json(line)


def thing_line(thing: Node) -> str:
    """A thing as the JSON that a record has of it, in one line with its line feed."""
    return json_line(_written(thing, _PUBLISHED))


def to_json_line(record: Record) -> str:
    """The record as one line of records.jsonl, with its line feed."""
    return json_line(to_document(record))


def to_working_line(record: Record) -> str:
    """The record as one line with what is not published too, for the files between extraction and publishing."""
    return json_line(_written(record, _WORKING, COLLECTIONS))


def json_line(document: Any) -> str:
    """A JSON value as one line of UTF-8 text; line separators inside strings are escaped."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\u0085", "\\u0085") + "\n"


Fields = tuple[tuple[str, str], ...]
"""(attribute, name in JSON) of the fields of a class that are written."""


def _fields(node: type[Any], working: bool) -> Fields:
    """The fields of a class; those that are not published only for the program's own files."""
    found = []
    hints = get_type_hints(node, include_extras=True)
    for field in fields(node):
        said = [m for m in getattr(hints[field.name], "__metadata__", ()) if isinstance(m, FieldInfo)]
        if working or not any(info.exclude for info in said):
            found.append((field.name, next((info.alias for info in said if info.alias), field.name)))
    return tuple(found)


_NODES = [cls for cls in vars(model).values() if isinstance(cls, type) and issubclass(cls, Node | TypedValue | Base)]
_PUBLISHED = {cls: _fields(cls, working=False) for cls in _NODES}
_WORKING = {cls: _fields(cls, working=True) for cls in _NODES}


def _written(node: Any, known: dict[type[Any], Fields], keep: tuple[str, ...] = ()) -> Json:
    """A node as JSON, without what is absent and without empty arrays, but for those named in `keep`."""
    found: Json = {}
    for name, written in known[type(node)]:
        value = getattr(node, name)
        kind = type(value)
        if kind is str or kind is int or kind is bool:
            found[written] = value
        elif name == "context":  # JSON-LD reads the address and the base in this order
            found[written] = [value[0], _written(value[1], known)]
        elif kind is tuple:
            if len(value) > 1:
                value = sorted(value, key=_order)
            if value or name in keep:
                found[written] = [_written(item, known) if isinstance(item, Node) else item for item in value]
        elif value is not None:
            found[written] = _written(value, known) if kind in known else _time(value)
    return found


def _order(item: Any) -> Any:
    return item.id if isinstance(item, Node) else item


def _time(value: date) -> str:
    """A day or a moment in ISO 8601; UTC as Z."""
    if isinstance(value, datetime) and not value.utcoffset():
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat()
