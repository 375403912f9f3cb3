"""The first article must come out complete and right, by rules that know nothing of it (issue: the press runs)."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.record.model import Event, Law, Organization, Person, Place, Record

PROVINCE = "place/vn/until-2025/74#id"
TOPIC = "Giải pháp nâng cao chất lượng, hiệu quả hoạt động cơ sở Đoàn"
RESOLUTION = "Nghị quyết Đại hội Đảng bộ tỉnh Bình Dương lần thứ XI, nhiệm kỳ 2020 – 2025"


def named(found: tuple[Any, ...], name: str) -> Any:
    return next(thing for thing in found if thing.name == name)


@pytest.fixture(scope="module")
def main_event(first_record: Record) -> Event:
    (event,) = (e for e in first_record.events if e.superEvent is None)
    return event


def test_the_event_is_the_dialogue_of_that_morning_held_online(main_event: Event) -> None:
    assert main_event.eventType == "dialogue"
    assert (str(main_event.startDate), main_event.partOfDay) == ("2020-12-03", "morning")
    assert main_event.attendanceMode == "OnlineEventAttendanceMode"


def test_it_was_held_by_the_standing_board_with_the_secretary(first_record: Record, main_event: Event) -> None:
    board = named(first_record.organizations, "Ban Thường vụ Tỉnh Đoàn Bình Dương")
    assert main_event.organizer == (board.id,)
    assert main_event.participant == (first_record.persons[0].id,)


def test_at_least_2500_people_at_101_venues(main_event: Event) -> None:
    assert main_event.attendance is not None
    assert (main_event.attendance.minValue, main_event.attendance.value) == (2500, None)
    assert main_event.attendance.unitText == "cán bộ Đoàn, đoàn viên, thanh niên"
    assert main_event.venueCount == 101


def test_its_topic_and_what_it_concerns(first_record: Record, main_event: Event) -> None:
    assert main_event.topic == TOPIC
    assert set(main_event.concerns) == {law.id for law in first_record.laws}


def test_conference_programme_and_dialogue_are_this_one_event(first_record: Record, main_event: Event) -> None:
    words = {e.exact for e in first_record.evidence if e.about == main_event.id and e.property == "name"}
    assert {"Hội nghị", "chương trình đối thoại", "đối thoại trực tuyến"} <= words


def test_what_was_rolled_out_there_are_its_parts(first_record: Record, main_event: Event) -> None:
    parts = [e for e in first_record.events if e.superEvent == main_event.id]
    assert len(parts) == len(first_record.events) - 1 == 3
    assert {e.name for e in parts} == {
        f"Tổ chức triển khai {RESOLUTION}",
        "Triển khai những nội dung cơ bản của Luật Thanh niên sửa đổi, bổ sung năm 2020",
        "Thông báo kết quả xét khen thưởng Đoàn cơ sở 03 chủ động năm 2020",
    }


def test_one_person_with_her_title_and_role(first_record: Record) -> None:
    (person,) = first_record.persons
    assert isinstance(person, Person)
    assert (person.name, person.honorificPrefix) == ("Nguyễn Thị Ngọc Xuân", ("chị",))
    (membership,) = person.memberships
    union = named(first_record.organizations, "Tỉnh Đoàn Bình Dương")
    assert (membership.roleName, membership.role, membership.organization) == ("Bí thư", "secretary", union.id)
    assert str(membership.observedOn) == "2020-12-03"


def test_the_youth_union_its_board_and_the_party_organization_and_no_class_of_bodies(first_record: Record) -> None:
    in_the_article = [o for o in first_record.organizations if o.id in first_record.mentions]
    assert {o.name for o in in_the_article} == {
        "Tỉnh Đoàn Bình Dương",
        "Ban Thường vụ Tỉnh Đoàn Bình Dương",
        "Đảng bộ tỉnh Bình Dương",
    }
    union: Organization = named(first_record.organizations, "Tỉnh Đoàn Bình Dương")
    assert {"Tỉnh đoàn Bình Dương", "Tỉnh Đoàn"} <= set(union.alternateName)
    assert union.jurisdiction == PROVINCE
    board = named(first_record.organizations, "Ban Thường vụ Tỉnh Đoàn Bình Dương")
    assert (board.parent, board.type[1]) == (union.id, "OrganizationalUnit")


def test_two_ways_to_cite_the_law_on_youth_are_one_law(first_record: Record) -> None:
    law: Law = named(first_record.laws, "Luật Thanh niên năm 2020")
    assert law.id == "eli/vn/luat/2020/57-2020-qh14#id"
    assert law.identifier == "57/2020/QH14"
    assert (str(law.dateDocument), str(law.firstDateEntryInForce)) == ("2020-06-16", "2021-01-01")
    words = {e.exact for e in first_record.evidence if e.about == law.id and e.property == "name"}
    assert words == {"Luật Thanh niên năm 2020", "Luật Thanh niên sửa đổi, bổ sung năm 2020"}


def test_the_resolution_of_the_eleventh_congress(first_record: Record) -> None:
    resolution = named(first_record.laws, RESOLUTION)
    assert (resolution.documentType, resolution.term) == ("nghi-quyet", "2020/2025")


def test_the_province_was_one_until_the_reform(first_record: Record) -> None:
    province: Place = next(p for p in first_record.places if p.id == PROVINCE)
    assert (province.name, province.code, str(province.validThrough)) == ("Tỉnh Bình Dương", "74", "2025-06-30")
    (successor,) = (p for p in first_record.places if p.id in province.replacedBy)
    assert successor.name == "Thành phố Hồ Chí Minh"


def test_what_the_secretary_asked_of_whom(first_record: Record) -> None:
    requests = [s for s in first_record.statements if s.kind == "request"]
    assert {s.speaker for s in requests} == {first_record.persons[0].id}
    by_addressee = {s.addressee[0]: s.text for s in requests if s.addressee}
    assert set(by_addressee) == {"các cơ sở Đoàn trực thuộc", "Ban Thường vụ Đoàn cấp huyện và tương đương"}
    texts = " ".join(s.text for s in requests)
    assert "đẩy mạnh tuyên truyền" in texts
    assert "tiếp tục triển khai lại các văn bản" in texts
    assert "cần nghiên cứu các mô hình điểm" in texts
