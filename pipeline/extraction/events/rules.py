"""The rules by which an event is read: the words that name it, and what the sentences that name it tell."""

from __future__ import annotations

from pipeline.ground.rules import rule

WORDS = rule(
    "event.words",
    "the word of a happening that most likely names what the article reports, with its name",
    examples=[
        ("Sáng 27/6, Sở Y tế tổ chức «hội nghị tổng kết công tác» tại Vinh.", "conference"),
        ("Sáng 27/6, Sở Y tế tổ chức «lễ khai giảng».", "ceremony"),
    ],
    counter=["Sở Y tế báo cáo công tác đối thoại.", "Ông Trần Văn An ở Vinh.", "Các hội nghị thường dài."],
)
DATE = rule(
    "event.date",
    "the day that opens a sentence naming the event, or the nearest in it",
    examples=[
        ("«Sáng 27/6», Sở Y tế tổ chức hội nghị.", "2025-06-27"),
        ("Sở Y tế tổ chức hội nghị vào ngày «26/6».", "2025-06-26"),
    ],
    counter=[
        "Sở Y tế tổ chức hội nghị.",
        "Sở Y tế tổ chức hội nghị mừng ngày 2/9/1945.",
        "Ngày 26/6, Công an tỉnh Nghệ An cho biết đã khởi tố bị can Trần Văn An.",
    ],
)
ORGANIZER = rule(
    "event.organizer",
    "the body before or after the verb that holds the event, or before the act that is its own",
    examples=[
        ("Sáng 27/6, «Sở Y tế» đã tổ chức hội nghị.", "Sở Y tế"),
        ("Sáng 27/6, hội nghị do «Sở Y tế» tổ chức đã mở.", "Sở Y tế"),
        ("Ngày 27/6, «Bộ Tài chính» ban hành Thông tư số 12/2025/TT-BTC.", "Bộ Tài chính"),
    ],
    counter=["Sáng 27/6, Sở Y tế dự hội nghị.", "Sáng 27/6, hội nghị tại Sở Y tế đã mở."],
)
LOCATION = rule(
    "event.location",
    "a place after tại or ở in the sentence that names the event",
    examples=[("Sáng 27/6, Sở Y tế tổ chức hội nghị tại «Hà Nội».", "Hà Nội")],
    counter=["Sáng 27/6, Sở Y tế tổ chức hội nghị về Hà Nội.", "Sáng 27/6, Sở Y tế tổ chức hội nghị. Mưa tại Hà Nội."],
)
MODE = rule(
    "event.mode",
    "online, in person or both, as a word of the event says",
    examples=[
        ("Sáng 27/6, Sở Y tế tổ chức đối thoại «trực tuyến».", "OnlineEventAttendanceMode"),
        ("Sáng 27/6, Sở Y tế tổ chức đối thoại «trực tiếp» và trực tuyến.", "MixedEventAttendanceMode"),
    ],
    counter=[
        "Sáng 27/6, Sở Y tế tổ chức hội nghị.",
        "Sáng 27/6, Sở Y tế tổ chức hội nghị. Mua hàng trực tuyến.",
        "Sáng 27/6, Sở Y tế tổ chức hội nghị, phát sóng trực tiếp trên mạng.",
        "Sáng 27/6, Sở Y tế tổ chức hội nghị về giám sát trực tuyến.",
    ],
)
ATTENDANCE = rule(
    "event.attendance",
    "a number of people, bounded by hơn, gần, khoảng, in a sentence that names the event",
    examples=[
        ("Sáng 27/6, Sở Y tế tổ chức hội nghị với «hơn 2.500 đại biểu».", "2500 min đại biểu"),
        (
            "Sáng 27/6, Sở Y tế tổ chức hội nghị với «gần 300 lượt học sinh và thanh niên».",
            "300 max học sinh, thanh niên",
        ),
        ("Sáng 27/6, Sở Y tế tổ chức hội nghị với «12 đại biểu».", "12 đại biểu"),
        ("Sáng 27/6, hội nghị có «84/87 đại biểu» tham dự.", "84 đại biểu"),
        ("Sáng 27/6, lễ khai mạc thu hút «hơn 1,5 vạn du khách».", "15000 min du khách"),
        ("Sáng 27/6, lễ khai mạc với sự tham gia của «2 500 đại biểu».", "2500 đại biểu"),
    ],
    counter=[
        "Sáng 27/6, Sở Y tế tổ chức hội nghị với 12 quyển sách.",
        "Sáng 27/6, Sở Y tế tổ chức hội nghị với đại biểu.",
        "Sáng 27/6, Sở Y tế tổ chức hội nghị. Có 12 đại biểu vắng.",
        "Sáng 27/6, vụ cháy làm 5 người chết.",
        "Sáng 27/6, Sở Y tế tổ chức lễ trao 200 suất quà cho 150 học sinh.",
        "Sáng 27/6, Bộ Công an tổ chức lễ công bố quyết định điều động 19 cán bộ.",
        "Sáng 27/6, Sở Y tế tổ chức hội nghị với 12 đại biểu vắng mặt.",
    ],
)
TOPIC = rule(
    "event.topic",
    "the quoted words after chủ đề",
    examples=[("Sáng 27/6, Sở Y tế tổ chức hội nghị chủ đề “«Vì sức khỏe»”.", "Vì sức khỏe")],
    counter=[
        "Sáng 27/6, Sở Y tế tổ chức hội nghị chủ đề sức khỏe.",
        "Sáng 27/6, Sở Y tế tổ chức hội nghị “Vì sức khỏe”.",
    ],
)
