"""Renaming, merging and leaving out keep a record whole: parts, links and evidence follow; texts do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.record import iris, validation
from pipeline.record.document import load_record, read_record, to_document, to_working_line
from pipeline.record.kinds import ENTITIES
from pipeline.record.model import Evidence, Law, Organization, Person, Record
from pipeline.record.renaming import drop, entities, is_link, merge, merged, nodes, rename, with_told_names

BOARD = "organization/ban-thuong-vu-tinh-doan-binh-duong#id"


def pointing_at(record: Record, iri: str) -> set[tuple[str, str]]:
    """(thing, field) of each link to a thing."""
    found = set()
    for kind in ENTITIES:
        for thing in getattr(record, kind.collection):
            for link in kind.links:
                for node in getattr(thing, link.within) if link.within else (thing,):
                    value = getattr(node, link.field)
                    if iri in (value if isinstance(value, tuple) else (value,)):
                        found.add((node.id, link.field))
    return found | {(s.id, f) for s in record.statements for f in ("speaker", "concerns") if iri in getattr(s, f)}


@pytest.fixture
def person(first_record: Record) -> Person:
    (person,) = first_record.persons
    return person


def test_a_renamed_person_takes_memberships_links_and_evidence_along(first_record: Record, person: Person) -> None:
    new = "person/nguyen-thi-x/y#id"
    renamed = rename(first_record, {person.id: new})
    (now,) = renamed.persons
    (held,), (held_now,) = person.memberships, now.memberships
    assert now == replace(person, id=new, memberships=(held_now,))
    assert held_now == replace(held, id=held.id.replace(person.id.removesuffix("#id"), "person/nguyen-thi-x/y"))
    assert held_now.id.startswith("person/nguyen-thi-x/y#")
    assert pointing_at(first_record, person.id)
    assert pointing_at(renamed, new) == pointing_at(first_record, person.id)
    assert renamed.statements[0].speaker == new
    assert renamed.mentions == tuple(new if iri == person.id else iri for iri in first_record.mentions)
    old = {person.id, held.id}
    assert not any(e.about in old or e.value in old for e in renamed.evidence)
    assert len(renamed.evidence) == len(first_record.evidence)
    for before, after in zip(first_record.evidence, renamed.evidence, strict=True):
        assert after.id == iris.evidence(renamed.id, after.about, after.property, after.start, after.end)
        assert (after.exact, after.property, after.target) == (before.exact, before.property, before.target)
    assert {e.value for e in renamed.evidence if e.property in ("speaker", "participant")} == {new}


def test_an_event_takes_its_counts_along(first_record: Record) -> None:
    event = next(e for e in first_record.events if e.attendance)
    renamed = rename(first_record, {event.id: "event/2020-12-03/dialogue-x#id"})
    (now,) = (e for e in renamed.events if e.attendance)
    assert now.attendance is not None
    assert now.attendance == replace(event.attendance, id="event/2020-12-03/dialogue-x#attendance")
    (shown,) = (e for e in renamed.evidence if e.property == "attendance")
    assert (shown.about, shown.value) == (now.id, now.attendance.id)
    assert {e.superEvent for e in renamed.events} == {None, now.id}


def test_a_text_that_reads_like_an_iri_is_no_name_of_a_thing(first_record: Record) -> None:
    board = next(o for o in first_record.organizations if o.id == BOARD)
    evil = replace(board, name=BOARD, alternateName=(BOARD,))
    others = tuple(o for o in first_record.organizations if o.id != BOARD)
    record = replace(first_record, headline=BOARD, organizations=(evil, *others))
    statement = replace(record.statements[0], text=BOARD, addressee=(BOARD,))
    record = replace(record, statements=(statement,))
    renamed = rename(record, {BOARD: "organization/x#id"})
    now = renamed.organizations[0]
    assert (now.id, now.name, now.alternateName) == ("organization/x#id", BOARD, (BOARD,))
    assert (renamed.headline, renamed.statements) == (BOARD, (statement,))
    gone = drop(record, {BOARD})
    assert (gone.headline, gone.statements) == (BOARD, (statement,))
    assert BOARD not in {e.id for e in entities(gone)}


def test_nothing_to_rename_changes_nothing(first_record: Record) -> None:
    assert rename(first_record, {}) is first_record
    assert rename(first_record, {"organization/unknown#id": "organization/x#id"}) == first_record


def test_things_renamed_to_one_iri_are_merged_and_pointed_at_once(first_record: Record) -> None:
    event = next(e for e in first_record.events if e.organizer)
    one, other = first_record.organizations[:2]
    record = replace(first_record, events=(replace(event, organizer=(one.id, other.id)),))
    renamed = rename(record, {one.id: "organization/x#id", other.id: "organization/x#id"})
    assert len(renamed.organizations) == len(record.organizations) - 1
    assert renamed.organizations[0].name == one.name
    assert renamed.events[0].organizer == ("organization/x#id",)
    assert renamed.mentions.count("organization/x#id") == 1


def test_evidence_that_becomes_the_same_is_one() -> None:
    first = Organization(id="organization/a#id", name="A", alternateName=("B",), organizationType="board")
    second = Organization(id="organization/b#id", name="B", alternateName=("C", "B"), parent="organization/p#id")
    both = merge(first, second)
    assert both == replace(first, alternateName=("B", "C"), parent="organization/p#id")
    assert merged([first, second, replace(second, id=first.id)]) == (both, second)


def test_a_merge_keeps_what_the_first_says_and_joins_sets_of_nodes(person: Person) -> None:
    (held,) = person.memberships
    other = replace(held, id=held.id + "-2", role="deputy")
    second = replace(
        person, name="Khác", honorificPrefix=("bà",), memberships=(replace(held, role="deputy"), other), source=("r",)
    )
    both = merge(person, second)
    assert (both.name, both.type, both.source) == (person.name, person.type, ("r",))
    assert both.memberships == (held, other)
    assert both.honorificPrefix == (*person.honorificPrefix, "bà")
    assert merge(person, person) == person


def test_a_dropped_person_takes_memberships_statements_and_links_along(first_record: Record, person: Person) -> None:
    left = drop(first_record, {person.id})
    assert (left.persons, left.statements) == ((), ())
    gone = {person.id, person.memberships[0].id, *(s.id for s in first_record.statements)}
    assert not any(e.about in gone for e in left.evidence)
    assert not any(e.value in gone for e in left.evidence if is_link(e.property))
    assert pointing_at(left, person.id) == set()
    assert person.id not in left.mentions
    kept = {e.id for e in left.evidence}
    for e in first_record.evidence:
        assert (e.id in kept) == (e.about not in gone and e.value not in gone), e.id


def test_a_dropped_statement_leaves_its_speaker(first_record: Record, person: Person) -> None:
    statement, *others = first_record.statements
    left = drop(first_record, {statement.id})
    assert (left.statements, left.persons) == (tuple(others), (person,))
    assert statement.id not in {e.about for e in left.evidence}


def test_a_dropped_membership_leaves_its_person(first_record: Record, person: Person) -> None:
    (held,) = person.memberships
    left = drop(first_record, {held.id})
    assert left.persons == (replace(person, memberships=()),)
    assert held.id not in {e.about for e in left.evidence}
    assert any(e.about == person.id for e in left.evidence)


def test_a_body_that_loses_its_parent_is_no_unit(first_record: Record) -> None:
    unit = next(o for o in first_record.organizations if o.parent)
    assert unit.type == ("Organization", "OrganizationalUnit")
    left = drop(first_record, {unit.parent or ""})
    (now,) = (o for o in left.organizations if o.id == unit.id)
    assert (now.parent, now.type) == (None, ("Organization", "org:Organization"))
    assert not [e for e in left.evidence if e.about == unit.id and e.property == "parent"]


def test_a_role_in_a_dropped_body_stays_a_role(first_record: Record, person: Person) -> None:
    (held,) = person.memberships
    assert held.organization is not None
    left = drop(first_record, {held.organization})
    assert left.persons[0].memberships == (replace(held, organization=None),)
    assert not [e for e in left.evidence if e.about == held.id and e.property == "organization"]


def test_what_is_left_is_a_valid_record(first_record: Record) -> None:
    for thing in entities(first_record):
        left = drop(first_record, {thing.id})
        assert validation.record_problems(left, to_document(left)) == []
        assert thing.id not in nodes(left)
        assert pointing_at(left, thing.id) == set()
        assert not any(e.about == thing.id for e in left.evidence)


def test_evidence_shows_the_values_that_the_record_has(first_record: Record) -> None:
    known = nodes(first_record)
    assert len(first_record.evidence) > 80
    for e in first_record.evidence:
        field = "name" if e.property == "innerName" else e.property
        value = getattr(known[e.about], field)
        if isinstance(value, tuple):
            assert e.value in value, e
        else:
            said = getattr(value, "id", value)
            assert e.value == (said.isoformat() if hasattr(said, "isoformat") else said), e


def test_evidence_of_a_registered_thing_shows_what_the_register_says(first_record: Record) -> None:
    law = next(law for law in first_record.laws if law.source and law.title)
    piece = next(e for e in first_record.evidence if e.about == law.id and e.property == "title")
    other = replace(law, title="Thanh Niên", name="Luật TN")
    laws = tuple(other if each.id == law.id else each for each in first_record.laws)
    told = with_told_names(replace(first_record, laws=laws))
    by_id = {e.id: e for e in told.evidence}
    assert by_id[piece.id].value == "Thanh Niên"
    assert {e.value for e in told.evidence if e.about == law.id and e.property == "name"} == {"Luật TN"}
    unknown = replace(other, source=())
    laws = tuple(unknown if each.id == law.id else each for each in first_record.laws)
    told = with_told_names(replace(first_record, laws=laws))
    assert {e.id: e for e in told.evidence}[piece.id].value == piece.value
    assert {e.value for e in told.evidence if e.about == law.id and e.property == "name"} == {"Luật TN"}


def test_what_is_not_published_survives_the_files_between(first_record: Record) -> None:
    law = first_record.laws[0]
    body = replace(first_record.organizations[0], local=True)
    record = replace(
        first_record,
        laws=(replace(law, year="2020"), *first_record.laws[1:]),
        organizations=(body, *first_record.organizations[1:]),
    )
    again = read_record(to_working_line(record))
    assert again.laws[0].year == "2020"
    assert again.organizations[0].local
    assert {e.id: e.value for e in again.evidence} == {e.id: e.value for e in record.evidence}
    plain = load_record(to_document(record))
    assert {e.value for e in plain.evidence} == {None}
    assert not plain.organizations[0].local


WORDS = st.lists(st.sampled_from("abcde"), max_size=4, unique=True).map(tuple)


@given(one=WORDS, two=WORDS, three=WORDS, number=st.none() | st.just("1/2020"), title=st.none() | st.just("T"))
@settings(max_examples=60, deadline=None)
def test_merging_is_associative_and_loses_nothing(
    one: tuple[str, ...], two: tuple[str, ...], three: tuple[str, ...], number: str | None, title: str | None
) -> None:
    a, b, c = (
        Law(id="l", name=name, documentType="luat", amends=amends, identifier=identifier, title=of)
        for name, amends, identifier, of in (("A", one, None, title), ("B", two, number, None), ("C", three, "9", "Z"))
    )
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert set(merge(a, b).amends) == {*one, *two}
    assert len(merge(a, b).amends) == len({*one, *two})
    assert merge(a, b).identifier == number


def test_evidence_about_nothing_known_is_left_alone(first_record: Record) -> None:
    stray = replace(first_record.evidence[0], about="organization/nowhere#id")
    told = with_told_names(replace(first_record, evidence=(stray,)))
    assert told.evidence == (stray,)
    assert isinstance(stray, Evidence)
