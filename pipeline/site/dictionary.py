"""The data dictionary: columns of the tables, and the fields of records with their terms; made from the code itself."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import lru_cache

from pipeline.ground.settings import resource
from pipeline.record import model
from pipeline.record.document import Json
from pipeline.record.kinds import KINDS, Kind
from pipeline.site import labels
from pipeline.site.columns import COLUMNS


def dictionary() -> Json:
    """{tables: [(kind, label, columns)], classes: [{name, about, fields: [{name, term, type, label}]}]}."""
    return {
        "tables": [(kind, labels.KINDS[kind], COLUMNS[kind]) for kind in COLUMNS],
        "classes": [
            _class(model.Record, "Record"),
            *(_class(kind.node, kind.node.__name__, kind) for kind in KINDS),
            *(_class(node, node.__name__) for node in (model.Membership, model.Quantity, model.Evidence)),
        ],
    }


def _class(node: type, name: str, kind: Kind | None = None) -> Json:
    rows = [
        {
            "name": f.metadata.get("alias", f.name),
            "term": terms().get(f.name, ""),
            "type": _type(str(f.type)),
            "label": labels.FIELDS.get(f.name),
        }
        for f in fields(node)
        if "exclude=True" not in str(f.type)
    ]
    about = " ".join((node.__doc__ or "").split("\n\n")[0].split())
    return {"name": name, "about": about, "label": kind.one if kind else None, "fields": rows}


def _type(annotation: str) -> str:
    """The annotation of a field as a reader wants it: "tuple[Iri, ...]" as "Iri*", "date | None" as "date?"."""
    inner = annotation.partition("Annotated[")[2].partition(",")[0] or annotation
    if inner.startswith("tuple[") and inner.endswith("...]"):
        return inner.removeprefix("tuple[").removesuffix(", ...]") + "*"
    if inner.startswith("tuple["):
        return "classes"
    return inner.replace(" | None", "") + ("?" if "| None" in annotation else "")


@lru_cache(maxsize=1)
def terms() -> dict[str, str]:
    """The term that the context gives each field: {"name": "schema:name"}."""
    context = json.loads(resource("schemas/context.jsonld").read_text(encoding="utf-8"))["@context"]
    found = {}
    for part in context if isinstance(context, list) else [context]:
        for name, means in part.items() if isinstance(part, dict) else ():
            term = means.get("@id") if isinstance(means, dict) else means
            if isinstance(term, str) and ":" in term and not name.startswith("@"):
                found[name] = term
    return found
