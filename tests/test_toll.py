"""The dead, the hurt and the missing of an event: counted as such, in the record, as RDF, on the page."""

from __future__ import annotations

from pipeline.record.rdf import nquads
from pipeline.site import labels, shown
from tests.conftest import BASE, extracted

ACCIDENT = "Sáng 27/6, vụ tai nạn giao thông tại Vinh làm 3 người chết, hơn 10 người bị thương, 2 người mất tích."


def test_a_record_counts_the_dead_the_hurt_and_the_missing_with_their_words() -> None:
    document = extracted(ACCIDENT)
    (event,) = document["events"]
    told = {name: (event[name].get("value"), event[name].get("minValue")) for name in ("deaths", "injured", "missing")}
    assert told == {"deaths": (3, None), "injured": (None, 10), "missing": (2, None)}
    words = {e["property"]: e["exact"] for e in document["evidence"] if e["about"] == event["id"]}
    assert (words["deaths"], words["injured"]) == ("3 người", "hơn 10 người")
    assert "attendance" not in event


def test_a_trial_has_no_toll_of_its_own() -> None:
    document = extracted("Sáng 27/6, tòa mở phiên tòa xét xử vụ làm 3 người chết tại Vinh.")
    assert all("deaths" not in event for event in document["events"] if event["eventType"] == "legal-action")


def test_each_count_has_a_name_for_pages_and_newspapers_are_compared_by_it() -> None:
    assert set(shown.QUANTITIES) <= labels.FIELDS.keys()
    assert shown.number({"minValue": 10, "unitText": "người"}) == "≥ 10 người"


def test_in_rdf_a_count_is_a_quantity_of_the_event() -> None:
    lines = [str(line) for line in nquads(extracted(ACCIDENT), BASE)]
    assert any("tinmo/ontology#deaths>" in line for line in lines)
