"""The contract: strict models, generated schemas, evidence for every claim."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import AwareDatetime, TypeAdapter, ValidationError

from pipeline.record import schemas, validation
from pipeline.record.article import Article
from pipeline.record.document import load_record, to_document, to_json_line
from pipeline.record.kinds import COLLECTIONS, ENTITY_COLLECTIONS, KINDS, Kind
from pipeline.record.model import Record
from tests.conftest import ROOT

FROM_THE_ARTICLE = {"id", "type", "name", "source", "observedOn", "memberships"}
"""Fields that need no evidence of their own: names, and the day on which the article shows a membership."""


def test_the_schemas_are_those_of_the_models() -> None:
    assert schemas.outdated(ROOT / "schemas") == []


@pytest.mark.parametrize("name", sorted(schemas.generated()))
def test_each_schema_is_valid_draft_2020_12(name: str) -> None:
    schema = json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))
    assert schema["$schema"].endswith("2020-12/schema")
    Draft202012Validator.check_schema(schema)


def test_both_validators_accept_the_first_record(first_document: dict[str, Any]) -> None:
    assert validation.schema_problems(first_document) == []
    Draft202012Validator(validation.record_schema(), registry=schemas.registry()).validate(first_document)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("datePublished", "03/12/2020", "at datePublished"),
        ("headline", "", "at headline"),
        ("sha256", "xyz", "at sha256"),
        ("surprise", 1, "surprise"),
    ],
)
def test_a_refusal_says_where_and_what(first_document: dict[str, Any], field: str, value: Any, says: str) -> None:
    problems = validation.schema_problems({**first_document, field: value})
    assert any(says in problem for problem in problems), problems


def test_models_are_strict_and_frozen(first_record: Record, first_document: dict[str, Any]) -> None:
    with pytest.raises(FrozenInstanceError):
        first_record.headline = "khác"  # type: ignore[misc]
    document = copy.deepcopy(first_document)
    document["events"][0]["venueCount"] = "101"
    with pytest.raises(ValidationError):
        load_record(document)


def test_evidence_that_contradicts_its_target_is_refused(first_document: dict[str, Any]) -> None:
    document = copy.deepcopy(first_document)
    document["evidence"][0]["start"] += 1
    with pytest.raises(ValidationError, match="selects other words"):
        load_record(document)


def test_collections_have_one_order(first_document: dict[str, Any]) -> None:
    reversed_document = {
        k: v[::-1] if isinstance(v, list) and k not in {"type", "@context"} else v for k, v in first_document.items()
    }
    assert to_json_line(load_record(reversed_document)) == to_json_line(load_record(first_document))


def test_every_evidence_offset_hits_the_original_text(first_article: Article, first_document: dict[str, Any]) -> None:
    assert len(first_document["evidence"]) > 80
    for piece in first_document["evidence"]:
        assert first_article.content[piece["start"] : piece["end"]] == piece["exact"]


def test_every_filled_property_has_evidence_or_a_register_as_its_source(first_document: dict[str, Any]) -> None:
    shown = {(e["about"], e["property"]) for e in first_document["evidence"]}
    things = [e for c in (*ENTITY_COLLECTIONS, "statements") for e in first_document[c]]
    things += [m for p in first_document["persons"] for m in p["memberships"]]
    for thing in things:
        if thing.get("source"):
            continue
        missing = {field for field in thing if field not in FROM_THE_ARTICLE and (thing["id"], field) not in shown}
        assert not missing, f"{thing['id']}: no evidence for {missing}"


def test_a_record_is_written_as_pydantic_would_write_it(first_record: Record) -> None:
    def full(value: Any) -> Any:
        """Without empty arrays below the top."""
        if isinstance(value, dict):
            return {key: full(item) for key, item in value.items() if item != []}
        return [full(item) for item in value] if isinstance(value, list) else value

    theirs = TypeAdapter(Record).dump_python(first_record, mode="json", by_alias=True, exclude_none=True)
    ours = to_document(first_record)
    assert list(ours) == [key for key in theirs if theirs[key] != [] or key in COLLECTIONS]
    for key, value in theirs.items():
        ordered = sorted(value, key=lambda item: item["id"]) if key in COLLECTIONS else value
        assert ours.get(key, []) == full(ordered), key


@pytest.mark.parametrize("moment", ["2020-12-03T07:30:00+07:00", "2020-12-03T07:30:00Z", "2020-12-03T07:30:00.5Z"])
def test_a_moment_keeps_its_zone(first_document: dict[str, Any], moment: str) -> None:
    record = load_record(first_document | {"publishedAt": moment})
    written = to_document(record)["publishedAt"]
    assert written == TypeAdapter(AwareDatetime).dump_python(record.publishedAt, mode="json")
    assert written.endswith(moment[-1:])


def iri_fields(schema: dict[str, Any]) -> set[str]:
    """Fields of a class in JSON Schema whose values are IRIs, but for its own and its registers'."""
    pattern = json.dumps(schema["properties"]["id"]["pattern"])
    return {name for name, of in schema["properties"].items() if pattern in json.dumps(of)} - {"id", "source"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.collection)
def test_the_links_of_a_kind_are_its_fields_that_hold_iris(kind: Kind) -> None:
    schema = TypeAdapter(kind.node).json_schema(mode="serialization")
    found = {("", field) for field in iri_fields(schema)}
    for part in kind.parts:
        (name,) = re.findall(r"#/\$defs/(\w+)", json.dumps(schema["properties"][part]))
        found |= {(part, field) for field in iri_fields(schema["$defs"][name])}
    assert found == {(link.within, link.field) for link in kind.links}
    assert {to for link in kind.links for to in link.to} <= set(ENTITY_COLLECTIONS)


def test_collections_follow_from_the_kinds() -> None:
    assert COLLECTIONS == ("events", "organizations", "persons", "laws", "places", "statements", "evidence")
    assert set(COLLECTIONS) <= {field.name for field in fields(Record)}
    assert COLLECTIONS[:5] == ENTITY_COLLECTIONS
