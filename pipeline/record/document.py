"""Records as JSON documents: the one door between files and what the program works on.

All collections are sets in RDF, so their order is fixed here, where a record is written: nodes by id, values by
themselves.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import Any, get_type_hints

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from pipeline.record import model
from pipeline.record.kinds import COLLECTIONS
from pipeline.record.model import Node, Record

Json = dict[str, Any]
_RECORDS = TypeAdapter(Record)


def read_record(line: str | bytes) -> Record:
    """A record from one line of records.jsonl, strictly; raises pydantic.ValidationError."""
    return _RECORDS.validate_json(line)


def load_record(document: Json) -> Record:
    """A record from JSON values, strictly; raises pydantic.ValidationError."""
    return read_record(json.dumps(document))


def to_document(record: Record) -> Json:
    """The record as JSON values, without what is absent; the collections stand there, empty or not."""
    return _written(record, COLLECTIONS)


def to_json_line(record: Record) -> str:
    """The record as one line of records.jsonl, with its line feed."""
    return json_line(to_document(record))


def json_line(document: Any) -> str:
    """A JSON value as one line of UTF-8 text; line separators inside strings are escaped."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\u0085", "\\u0085") + "\n"


def _names(node: type[Node]) -> tuple[tuple[str, str], ...]:
    """(attribute, name in JSON) of the fields of a class that are written."""
    found = []
    hints = get_type_hints(node, include_extras=True)
    for field in fields(node):
        said = [m for m in getattr(hints[field.name], "__metadata__", ()) if isinstance(m, FieldInfo)]
        if not any(info.exclude for info in said):
            found.append((field.name, next((info.alias for info in said if info.alias), field.name)))
    return tuple(found)


_WRITTEN_AS = {cls: _names(cls) for cls in vars(model).values() if isinstance(cls, type) and issubclass(cls, Node)}


def _written(node: Node, keep: tuple[str, ...] = ()) -> Json:
    """A node as JSON, without what is absent and without empty arrays, but for those named in `keep`."""
    found: Json = {}
    for name, written in _WRITTEN_AS[type(node)]:
        value = getattr(node, name)
        if value is not None and (value != () or name in keep):
            found[written] = _value(value)
    return found


def _value(value: Any) -> Any:
    if isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        if len(value) == 1:
            return [_value(value[0])]
        return [_value(item) for item in sorted(value, key=_order)]
    if isinstance(value, Node):
        return _written(value)
    return _moment(value) if isinstance(value, datetime) else value.isoformat()


def _order(item: Any) -> Any:
    return item.id if isinstance(item, Node) else item


def _moment(value: datetime) -> str:
    """A moment in ISO 8601; UTC as Z."""
    return value.isoformat().removesuffix("+00:00") + "Z" if not value.utcoffset() else value.isoformat()
