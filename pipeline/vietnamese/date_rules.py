"""How dates are written in Vietnamese: the rules by name, with examples and counter-examples that are their tests."""

from __future__ import annotations

from pipeline.ground.rules import rule

DAY = rule(
    "date.day",
    "a day in figures; without a year it is the one nearest to the article's date",
    examples=[
        ("«Sáng 03/12», hội nghị khai mạc.", "2025-12-03 morning"),
        ("Chiều qua trời mưa; «chiều ngày 28-6-2025», Quốc hội bế mạc.", "2025-06-28 afternoon"),
        ("Lễ diễn ra từ «8.3.2024».", "2024-03-08"),
        ("Hạn nộp đến hết ngày «30 / 8».", "2025-08-30"),
        ("Họp vào thứ Hai («30.6») tại Huế.", "2025-06-30"),
        ("Đơn gửi ngày «14/10/24».", "2024-10-14"),
        ("Họp ngày «9 và 12/10».", "2025-10-09"),
    ],
    counter=[
        "Tỷ lệ 3.5 điểm.",
        "Kết quả 84 - 63.",
        "Lãi 5,6/7,2%.",
        "Ngày 31/2 không có.",
        "Ngày 45/13.",
        "Điểm thi 8/10,5.",
        "Tăng 12/24% so với trước.",
        "Biên độ 1/2/3.",
        "Mã số 14/10/98.",
        "Lễ hội mở ngày 10/3 âm lịch.",
        "Lễ hội mở ngày 10-3 (âm lịch).",
        "Hội làng mở mùng 5/5.",
        "Giỗ Tổ Hùng Vương (10/3) là ngày nghỉ.",
    ],
)
SPAN = rule(
    "date.span",
    "the first and last day of a span, within a month or over several",
    examples=[
        ("Liên hoan diễn ra từ ngày «21 đến 25/4».", "2025-04-21/2025-04-25"),
        ("Liên hoan diễn ra từ ngày «21 đến ngày 25-4-2024».", "2024-04-21/2024-04-25"),
        ("Trại hè mở ngày «5 - 9/7».", "2025-07-05/2025-07-09"),
        ("Triển lãm mở từ ngày «10 đến ngày 12 tháng 10».", "2025-10-10/2025-10-12"),
        ("Triển lãm mở từ ngày «10 đến hết ngày 20/10».", "2025-10-10/2025-10-20"),
        ("Dịp lễ «30/4-1/5», khách tăng.", "2025-04-30/2025-05-01"),
        ("Giải diễn ra trong hai ngày «9 và 10/10».", "2025-10-09/2025-10-10"),
        ("Giải diễn ra trong hai ngày «9 và 10 tháng 10».", "2025-10-09/2025-10-10"),
        ("Nghỉ từ «28/12/2025 đến 3/1/2026».", "2025-12-28/2026-01-03"),
        ("Nghỉ từ ngày «28/12 đến hết ngày 3/1/2026».", "2025-12-28/2026-01-03"),
        ("Nghỉ từ ngày «28 tháng 12 đến ngày 3 tháng 1 năm 2026».", "2025-12-28/2026-01-03"),
    ],
    counter=[
        "Trại hè mở ngày 9/7.",
        "Ngày 25 đến 21/4 là ghi nhầm.",
        "Ngày 21 đến 31/4 không có.",
        "Họp ngày 9 và 12/10.",
        "Cả 5 và 6/10 bạn đều đến.",
    ],
)
IN_WORDS = rule(
    "date.in-words",
    "a day and a month with the words for them",
    examples=[
        ("Ngày «2 tháng 9 năm 1945», tại Hà Nội.", "1945-09-02"),
        ("Ngày «5 tháng 6» vừa rồi.", "2025-06-05"),
        ("Ngày «12 tháng 5, 2020».", "2020-05-12"),
        ("Ngày «10 tháng Mười», giải mở.", "2025-10-10"),
    ],
    counter=[
        "Ngày 5 tháng 13.",
        "Ngày 30 tháng 2 năm 2024.",
        "Ngày 15 tháng 8 âm lịch.",
        "Công trình kéo dài 20 tháng.",
    ],
)
MONTH = rule(
    "date.month",
    "a month of a year",
    examples=[
        ("Trong «tháng 9-2024», tỉnh đã họp.", "2024-09"),
        ("«Tháng 7 năm 2025», luật có hiệu lực.", "2025-07"),
        ("Từ «tháng 11/2023» đến nay.", "2023-11"),
        ("Hồi «tháng 1, 2022».", "2022-01"),
        ("Trong «tháng Mười Một năm 2024», tỉnh đã họp.", "2024-11"),
    ],
    counter=["Trong tháng 9, tỉnh đã họp.", "Tháng 13/2024.", "Tháng 0/2024.", "Quý 3 - 2024."],
)
YEAR = rule(
    "date.year",
    "a year, after the word for it",
    examples=[("«Năm 2020» là năm đầu.", "2020"), ("Từ «năm 1986» đến «năm 1999».", "1986, 1999")],
    counter=["Năm 2100 còn xa.", "Năm 20205.", "Có 2020 người dự.", "Năm qua, tỉnh đã họp."],
)
WEEKDAY = rule(
    "date.weekday",
    "a day of the week with the week that it lies in, from the day of the article (a Saturday here)",
    examples=[
        ("«Thứ Năm tuần trước», ông đã đến.", "2025-06-19"),
        ("Họ sẽ họp vào «thứ Hai tuần tới».", "2025-06-30"),
        ("«Chủ nhật vừa qua», giải đấu mở; «thứ 4 tuần này» thì nghỉ.", "2025-06-22, 2025-06-25"),
        ("«Thứ Bảy vừa rồi», trời mưa.", "2025-06-21"),
    ],
    counter=["Thứ Năm, ông đến.", "Ông đứng thứ hai tuần này.", "Tuần trước mưa."],
)
LUNAR = rule(
    "date.lunar",
    "a day of the lunar calendar, as words around it say, with the solar day that it is",
    examples=[
        ("Lễ hội mở ngày «10/3» âm lịch.", "2025-04-07"),
        ("Lễ hội mở ngày «15 tháng 8» âm lịch.", "2025-10-06"),
        ("Giỗ Tổ Hùng Vương («10/3») là ngày nghỉ.", "2025-04-07"),
        ("Hội làng mở «mùng 2 Tết».", "2025-01-30"),
        ("Hội làng mở ngày «10/3/2023» âm lịch.", "2023-04-29"),
    ],
    counter=[
        "Lễ hội mở ngày 10/3.",
        "Lễ hội mở ngày 5/6 âm lịch.",
        "Lễ hội mở ngày 31/1 âm lịch.",
        "Lễ hội mở từ ngày 10 đến 12/3 âm lịch.",
        "Tết đã đến.",
    ],
)
RELATIVE = rule(
    "date.relative",
    "a day told from the day of the article",
    examples=[
        ("«Hôm qua», ông đã đến.", "2025-06-27"),
        ("«Sáng nay», lễ khởi công diễn ra.", "2025-06-28 morning"),
        ("Tin báo «hôm kia», việc làm «ngày mai».", "2025-06-26, 2025-06-29"),
        ("«Đêm qua», mưa lớn.", "2025-06-27 night"),
        ("«Rạng sáng nay», mưa lớn; «chiều mai» sẽ tạnh.", "2025-06-28 night, 2025-06-29 afternoon"),
    ],
    counter=["Ngày nay, nhiều người già.", "Năm nay được mùa.", "Qua hôm sau, ông về."],
)
RESTATED = rule(
    "date.restated",
    "a relative day with the day itself after it",
    examples=[
        ("«Sáng nay (28/6»), lễ khai mạc.", "2025-06-28 morning"),
        ("«Hôm qua, ngày 27-6-2025», ông đến.", "2025-06-27"),
        ("«Tối qua 27/6», đêm nhạc mở.", "2025-06-27 evening"),
    ],
    counter=["Hôm qua ông đến, sáng 28/6 ông về.", "Hôm qua (năm 2024 cũng vậy) trời mưa."],
)
