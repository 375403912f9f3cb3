"""One sentence for each concept that the grammar uses: every word of the lexicon does what its cue says."""

from __future__ import annotations

import pytest

from pipeline.record import iris
from pipeline.registers.lexicon import Concept, read_scheme
from tests.conftest import ROOT, extracted, mentioned


def concepts(scheme: str, *cues: str) -> list[Concept]:
    """The concepts of a scheme with any of these cues."""
    return [c for c, _ in read_scheme(scheme) if c.cues & set(cues) and "never" not in c.cues]


def ids(concept: Concept) -> str:
    return concept.name


def capital(words: str) -> str:
    return words[0].upper() + words[1:]


@pytest.mark.parametrize("concept", concepts("roles", "role"), ids=ids)
def test_a_role_is_held_by_the_person_before_it(concept: Concept) -> None:
    document = extracted(f"Ông Nguyễn Văn An, {concept.label} Công ty TNHH Hoa Sen, dự họp.")
    (person,) = document["persons"]
    (membership,) = person["memberships"]
    assert (membership["roleName"], membership["role"]) == (concept.label, concept.name)
    own = concept.unit if concept.unit and concept.label.lower().endswith(f" {concept.unit.lower()}") else ""
    heads_a_unit = len(own.split()) > 1  # Chánh *Văn phòng* is the head of the company's office
    name = f"{own} Công ty TNHH Hoa Sen" if heads_a_unit else "Công ty TNHH Hoa Sen"
    assert membership["organization"] == iris.organization(name)


@pytest.mark.parametrize("concept", concepts("titles", "title"), ids=ids)
def test_a_title_stands_before_a_name(concept: Concept) -> None:
    document = extracted(f"Sáng nay, {concept.label} Nguyễn Văn An đã đến.")
    assert mentioned(document, "persons") == ["Nguyễn Văn An"]
    assert document["persons"][0]["honorificPrefix"] == [concept.label]


@pytest.mark.parametrize("concept", concepts("surnames", "surname"), ids=ids)
def test_a_surname_begins_a_name(concept: Concept) -> None:
    name = f"{concept.label} Thanh Bảo"
    assert mentioned(extracted(f"Theo bà {name}, việc này đã xong."), "persons") == [name]


NAMED = {"place": "tỉnh Nghệ An", "field": "Y tế", "body": "Tỉnh ủy Nghệ An", "name": "Hoa Sen"}


@pytest.mark.parametrize("concept", concepts("organization-types", *NAMED, "alone"), ids=ids)
def test_a_head_and_what_its_cue_asks_for_is_an_organization(concept: Concept) -> None:
    kind = next((k for k in ("alone", *NAMED) if k in concept.cues), "alone")
    number = " 7" if "numbered" in concept.cues else ""
    name = concept.label if kind == "alone" else f"{concept.label} {number.strip() or NAMED[kind]}"
    document = extracted(f"Hôm qua, {name} đã họp.")
    assert mentioned(document, "organizations") == [name]
    types = {o["organizationType"] for o in document["organizations"]}
    assert types & {
        concept.name,
        *(c.name for c in concepts("organization-types", "alone") if c.broader == concept.name),
    }


@pytest.mark.parametrize("concept", concepts("event-types", "event", "act"), ids=ids)
def test_an_event_word_with_organizer_and_day_is_an_event_of_its_type(concept: Concept) -> None:
    document = extracted(f"Sáng 27/6, Sở Y tế tỉnh Nghệ An đã tổ chức {concept.label} về việc mới.")
    events = [e for e in document["events"] if "superEvent" not in e]
    assert [(e["eventType"], e["startDate"], e["partOfDay"]) for e in events] == [
        (concept.name, "2025-06-27", "morning")
    ]


@pytest.mark.parametrize("concept", concepts("document-types", "law"), ids=ids)
def test_a_kind_with_a_number_or_year_is_a_law(concept: Concept) -> None:
    cited = f"{concept.label} năm 2013" if concept.name == "constitution" else f"{concept.label} số 12/2024/XX"
    document = extracted(f"Việc này theo {cited}.")
    assert mentioned(document, "laws") == [cited]
    assert document["laws"][0]["documentType"] == concept.name


@pytest.mark.parametrize("concept", concepts("place-levels", "unit", "site"), ids=ids)
def test_a_unit_or_site_word_with_a_name_is_a_place(concept: Concept) -> None:
    place = f"{concept.label} Hoa Sen"
    assert mentioned(extracted(f"Họ gặp nhau tại {place} vào buổi chiều."), "places") == [place]


@pytest.mark.parametrize("scheme", ["countries", "regions"])
def test_each_country_and_region_is_known_by_its_name(scheme: str) -> None:
    unknown = []
    for concept in concepts(scheme, "country", "region"):
        found = mentioned(extracted(f"Hàng được đưa tới {concept.label} trong tuần."), "places")
        if found != [concept.label]:
            unknown.append((concept.label, found))
    assert unknown == []


@pytest.mark.parametrize("concept", concepts("statement-kinds", "speech"), ids=ids)
def test_a_verb_of_speech_reports_a_statement(concept: Concept) -> None:
    document = extracted(f"Ông Nguyễn Văn An {concept.label} việc này phải xong trong năm nay.")
    assert [s["kind"] for s in document["statements"]] == [concept.name]


@pytest.mark.parametrize("concept", concepts("words", "people"), ids=ids)
def test_a_counted_group_is_the_attendance(concept: Concept) -> None:
    text = f"Sáng 27/6, Sở Y tế tỉnh Nghệ An tổ chức hội nghị với hơn 1.200 {concept.label} tham gia."
    (event,) = extracted(text)["events"]
    assert event["attendance"]["minValue"] == 1200
    assert event["attendance"]["unitText"] == concept.label


def test_no_line_of_the_lexicon_is_longer_than_a_person_reads() -> None:
    long = [
        (path.name, n)
        for path in sorted((ROOT / "ontology").glob("*.ttl"))
        for n, line in enumerate(path.read_bytes().splitlines(), 1)
        if len(line) > 240
    ]
    assert long == []
