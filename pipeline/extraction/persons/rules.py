"""The rules by which an office is given to who holds it, and the body to an office where it stands elsewhere."""

from __future__ import annotations

from pipeline.ground.rules import rule

BEFORE = rule(
    "role.before-name",
    "offices that end where a name begins",
    examples=[
        ("«Giám đốc» Công an tỉnh Nghệ An Trần Văn An phát biểu.", "Trần Văn An"),
        ("«Phó Bí thư» Tỉnh ủy, «Chủ tịch» UBND tỉnh Trần Văn An phát biểu.", "Trần Văn An, Trần Văn An"),
        ("Nguyên «Giám đốc» Sở Y tế, ông Trần Văn An phát biểu.", "Trần Văn An"),
        ("Theo chỉ đạo của Phó Giám đốc, «Chủ tịch» UBND xã Trần Văn An, việc đã xong.", "Trần Văn An"),
    ],
    counter=[
        "Giám đốc Công an tỉnh\nÔng Trần Văn An phát biểu.",
        "Giám đốc Sở Y tế gặp ông Trần Văn An.",
        "Thay mặt Bộ trưởng Bộ Tư pháp, ông Trần Văn An trao quà.",
        "Con trai Giám đốc Sở Y tế, anh Trần Văn An, đến.",
        "Trợ lý Bộ trưởng Bộ Tư pháp Trần Văn An phát biểu.",
    ],
)
AFTER = rule(
    "role.after-name",
    "offices after a name and a comma, a dash or a bracket",
    examples=[
        ("Ông Trần Văn An - «Bí thư» Tỉnh đoàn Nghệ An phát biểu.", "Trần Văn An"),
        ("Ông Trần Văn An («Phó Giám đốc» Sở Y tế) phát biểu.", "Trần Văn An"),
        ("Ông Trần Văn An (SN 1990), «Giám đốc» Công ty Sao Mai, bị bắt.", "Trần Văn An"),
        ("Ông Trần Văn An, hiện là «Giám đốc» Sở Y tế kiêm «Bí thư» Đảng ủy, đến.", "Trần Văn An, Trần Văn An"),
        ("Ông Trần Văn An, «Giám đốc» Sở Y tế, đồng thời là «Bí thư» Đảng ủy, đến.", "Trần Văn An, Trần Văn An"),
        (
            "Ông Trần Văn An - «Phó Chủ tịch» Hội Nông dân, ông Lê Văn Tám - «Giám đốc» Sở Y tế.",
            "Trần Văn An, Lê Văn Tám",
        ),
    ],
    counter=[
        "Ông Trần Văn An, Giám đốc Sở Y tế Lê Văn Tám cùng dự.",
        "Ông Trần Văn An.\nGiám đốc Sở Y tế vắng mặt.",
        "Ông Trần Văn An, Chủ tịch Trung Quốc Xyz Abc cùng dự.",
        "Dự có ông Trần Văn An và đại diện UBND xã Yên Sơn.",
        "Ông Trần Văn An, Giám đốc Công ty Sao Mai - chi nhánh Vinh, cùng dự.",
    ],
)
IN_LIST = rule(
    "role.in-list",
    "each person of a list holds the office before it",
    examples=[
        ("Công ty Sao Mai có hai «Phó Giám đốc», gồm: ông Trần Văn An và bà Lê Thị Bình.", "Trần Văn An, Lê Thị Bình"),
        (
            "Công ty Sao Mai bổ nhiệm «Phó Giám đốc» đối với 4 đồng chí: Trần Văn An (SN 1980); Lê Thị Bình; "
            "Ngô Văn Cảnh và Đỗ Thị Dung.",
            "Trần Văn An, Lê Thị Bình, Ngô Văn Cảnh, Đỗ Thị Dung",
        ),
        ("Các «Thứ trưởng» Bộ Y tế Trần Văn An, Lê Thị Bình cùng đến.", "Trần Văn An, Lê Thị Bình"),
    ],
    counter=[
        "Công ty Sao Mai có Phó Giám đốc gồm: ông Trần Văn An.",
        "Phó Giám đốc nói chuyện. Gồm: ông Trần Văn An và bà Lê Thị Bình.",
        "Phó Giám đốc gồm: ông Trần Văn An gặp bà Lê Thị Bình.",
    ],
)
BY_VERB = rule(
    "role.by-verb",
    "the person named before holds the office after giữ chức, là, làm and the like",
    examples=[
        ("Ông Trần Văn An giữ chức «Giám đốc» Công ty Sao Mai.", "Trần Văn An"),
        (
            "Ông Trần Văn An quê Vinh. Ông từng làm «Giám đốc» Công ty Sao Mai, «Chủ tịch» Hội Luật gia Việt Nam.",
            "Trần Văn An, Trần Văn An",
        ),
        (
            "Ông Trần Văn An quê Vinh. Trời mưa. Năm 2020 trời nắng. Khi ấy ông giữ chức «Giám đốc» Công ty Sao Mai.",
            "Trần Văn An",
        ),
    ],
    counter=[
        "Ông Trần Văn An gặp Giám đốc Công ty Sao Mai.",
        "Làm Giám đốc Công ty Sao Mai không dễ.",
        "Ông Trần Văn An quê Vinh.\nNay người giữ chức Giám đốc Công ty Sao Mai vắng mặt.",
        "Ông Trần Văn An đến. Trời mưa. Trời nắng. Người giữ chức Giám đốc Công ty Sao Mai vắng mặt.",
        "Theo ông Trần Văn An, dù ai làm Tổng thống Mỹ, giá vàng vẫn tăng.",
        "Ông Trần Văn An đã chỉ định bốn nghị sĩ làm Bộ trưởng Bộ Y tế.",
        "Ông Trần Văn An sẽ làm Giám đốc Công ty Sao Mai.",
        "Chị này được Trần Văn An nhờ đứng tên làm Giám đốc Công ty Sao Mai.",
        "Ông Trần Văn An dạy học trước khi được bổ nhiệm giữ chức Giám đốc Công ty Sao Mai.",
    ],
)
NAMED_BY = rule(
    "role.said-of-office",
    "the person after an office and là, cho or đối với",
    examples=[
        ("Người giữ chức vụ «Thủ tướng» là ông Trần Văn An.", "Trần Văn An"),
        ("Quốc hội miễn nhiệm chức vụ «Bộ trưởng» Bộ Xây dựng đối với ông Trần Văn An.", "Trần Văn An"),
    ],
    counter=[
        "Thủ tướng là người quyết định. Ông Trần Văn An vắng mặt.",
        "Người được đề cử vào chức vụ Thủ tướng là ông Trần Văn An.",
    ],
)
BODY_BEFORE = rule(
    "role.body-before",
    "an office without a body is held in the one before do and the holder, or in the one that names its own head",
    examples=[
        ("Công ty Sao Mai do ông Trần Văn An làm «Giám đốc» đã mở cửa.", "Công ty Sao Mai"),
        ("Tập đoàn Sao Mai bổ nhiệm ông Trần Văn An làm «Tổng giám đốc».", "Tập đoàn Sao Mai"),
    ],
    counter=["UBND tỉnh Nghệ An bổ nhiệm ông Trần Văn An làm Giám đốc.", "Ông Trần Văn An làm Giám đốc."],
)
ONLY_MINISTRY = rule(
    "role.only-ministry",
    "the only ministry of the article, named in the sentence of a minister or the one before",
    examples=[("Bộ Y tế họp sáng 5/6. «Bộ trưởng» Trần Văn An chủ trì.", "Bộ Y tế")],
    counter=["Bộ Y tế gặp Bộ Công an. Bộ trưởng Trần Văn An chủ trì.", "Bộ trưởng Trần Văn An chủ trì."],
)
