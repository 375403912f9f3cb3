"""What headlines tell: events by their verbs, with the lead's day; none where a headline asks or advises."""

from __future__ import annotations

import pytest

from tests.conftest import extracted

LEAD = "Ngày 26/6, Sở Y tế tỉnh Nghệ An cho biết như vậy."


@pytest.mark.parametrize(
    ("headline", "kind", "name"),
    [
        ("Đà Lạt: Cháy nhà kho lúc nửa đêm", "casualty", "Cháy nhà kho lúc nửa đêm"),
        (
            "Công nhân nhà máy giày đình công đòi tăng lương",
            "protest",
            "Công nhân nhà máy giày đình công đòi tăng lương",
        ),
        ("Cựu thủ kho trộm cắp tài sản lĩnh án 3 năm", "judgment", "Cựu thủ kho trộm cắp tài sản lĩnh án 3 năm"),
    ],
)
def test_a_headline_tells_an_event_by_its_verb(headline: str, kind: str, name: str) -> None:
    events = extracted(LEAD, headline)["events"]
    assert [(e["eventType"], e["name"], e["startDate"]) for e in events] == [(kind, name, "2025-06-26")]


@pytest.mark.parametrize(
    "headline",
    [
        "Vì sao kho hàng hay cháy?",
        "Mẹo phòng tránh ngộ độc mùa hè",
        "Năm học mới bắt đầu",
        "Giá lúa ở miền Tây",
    ],
)
def test_a_headline_that_asks_or_advises_tells_none(headline: str) -> None:
    assert extracted(LEAD, headline)["events"] == []


def test_the_event_of_headline_and_lead_is_one() -> None:
    lead = "Sáng 26/6, Sở Y tế tổ chức hội nghị công bố kế hoạch tiêm vắc xin tại Vinh."
    (event,) = extracted(lead, "Sở Y tế công bố kế hoạch tiêm vắc xin")["events"]
    assert (event["eventType"], event["startDate"]) == ("conference", "2025-06-26")


def test_a_day_from_which_something_holds_is_not_the_day_of_the_news() -> None:
    (event,) = extracted("Cửa hàng nghỉ từ ngày 1/7.", "Chủ quán phở xin lỗi khách")["events"]
    assert "startDate" not in event
