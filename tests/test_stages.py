"""What breaks its contract is refused alone, with its stage and its reason; the rest goes on."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import pytest

from pipeline.ground.errors import RecordError
from pipeline.ground.settings import Settings
from pipeline.record.document import to_document
from pipeline.record.model import Claims, Record
from pipeline.workflow import stages
from tests.conftest import A_DAY, ANALYSER, an_article

GOOD, BAD = "Ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, dự họp.", "Bà Lê Thị Bình, Chủ tịch UBND tỉnh Hà Tĩnh."


def a_record(body: str, headline: str) -> Record:
    return stages.record_of(an_article(body, headline), A_DAY, ANALYSER)


@pytest.fixture(scope="module")
def good() -> dict[str, Any]:
    return to_document(a_record(GOOD, "Tin thứ nhất"))


@pytest.fixture
def bad() -> dict[str, Any]:
    return copy.deepcopy(to_document(a_record(BAD, "Tin thứ hai")))


def refused(documents: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    found = list(stages.graphs_of(documents, Settings()))
    assert [document["id"] for document, _ in found] == [document["id"] for document in documents]
    return [(r.where, r.stage, r.reason) for _, r in found if isinstance(r, stages.Reject)]


def test_what_conforms_is_not_refused(good: dict[str, Any], bad: dict[str, Any]) -> None:
    assert refused([good, bad]) == []


def test_a_graph_that_breaks_a_shape_is_refused_alone(good: dict[str, Any], bad: dict[str, Any]) -> None:
    del bad["persons"][0]["memberships"][0]["role"]
    ((where, stage, reason),) = refused([good, bad])
    assert (where, stage) == (bad["id"], "shapes")
    assert bad["persons"][0]["memberships"][0]["id"] in reason
    assert "one role" in reason
    assert good["id"] not in reason


def test_a_reject_carries_what_it_was(bad: dict[str, Any]) -> None:
    del bad["persons"][0]["name"]
    ((document, reject),) = stages.graphs_of([bad], Settings())
    assert isinstance(reject, stages.Reject)
    assert reject.article == document == bad
    assert '"stage":"shapes"' in reject.to_json_line()


def test_a_field_without_a_term_is_refused_before_the_shapes(good: dict[str, Any], bad: dict[str, Any]) -> None:
    bad["events"] = [{"id": "event/x#id", "type": ["Event", "sem:Event"], "name": "họp", "weather": "mưa"}]
    ((where, stage, reason),) = refused([bad, good])
    assert (where, stage) == (bad["id"], "rdf")
    assert "'weather' has no term" in reason


def test_every_record_is_checked_by_itself_wherever_it_stands(good: dict[str, Any], bad: dict[str, Any]) -> None:
    del bad["persons"][0]["name"]
    others = [json.loads(json.dumps(good).replace(good["id"], f"{good['id']}-{n}")) for n in range(4)]
    for place in (0, 1, 4):
        found = refused([*others[:place], bad, *others[place:]])
        assert [(where, stage) for where, stage, _ in found] == [(bad["id"], "shapes")]


def test_an_article_whose_record_breaks_its_contract_is_refused_and_the_next_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extract = stages.extracted

    def extracted(article: Any, analyser: Any) -> Claims:
        said = extract(article, analyser)
        return replace(said, sha256="none") if article.headline == "Tin thứ hai" else said

    monkeypatch.setattr(stages, "extracted", extracted)
    articles = [an_article(BAD, "Tin thứ hai"), an_article(GOOD, "Tin thứ nhất")]
    (_, second), (_, first) = stages.records_of(articles, A_DAY, ANALYSER)
    assert isinstance(second, stages.Reject)
    assert (second.stage, second.where) == ("extract", "test")
    assert "at sha256: 'none' does not match" in second.reason
    assert second.article is not None
    assert second.article["headline"] == "Tin thứ hai"
    assert isinstance(first, Record)


def test_evidence_that_contradicts_its_target_is_refused(first_record: Record) -> None:
    first, *others = first_record.evidence
    with pytest.raises(RecordError, match="its target selects other words"):
        stages.checked(replace(first_record, evidence=(replace(first, start=first.start + 1), *others)))
    target = first.target
    position = replace(target.selector[0], end=first.end + 1)
    longer = replace(first, end=first.end + 1, target=replace(target, selector=(position, target.selector[1])))
    with pytest.raises(RecordError, match="exact has"):
        stages.checked(replace(first_record, evidence=(longer, *others)))


def test_the_run_names_the_registers_it_used() -> None:
    article = an_article(GOOD, "Tin thứ nhất").model_copy(update={"url": "https://bao.example/1"})
    run = stages.record_of(article, A_DAY, ANALYSER).generatedBy
    assert run.used == ("register/administrative-units",)
    assert run.startedAt == A_DAY


def test_a_body_is_not_published_and_claims_are_told_apart_but_for_their_time() -> None:
    record = a_record(GOOD, "Tin thứ nhất")
    later = replace(record, generatedBy=replace(record.generatedBy, startedAt=A_DAY.replace(year=2030)))
    others = [record, later, replace(later, headline="Tin khác")]
    one, same, other = (document for document in stages.published_documents(others, Settings()))
    assert not isinstance(one, stages.Reject)
    assert not isinstance(same, stages.Reject)
    assert not isinstance(other, stages.Reject)
    assert one != same
    assert stages.claims(one) == stages.claims(same) != stages.claims(other)
    assert "content" not in one
