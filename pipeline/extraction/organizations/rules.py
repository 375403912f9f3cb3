"""The rules by which the name of an organization is read from its head on; the cue of the head says which may apply."""

from __future__ import annotations

from pipeline.ground.rules import rule

KNOWN = rule(
    "organization.known",
    "a head that is a whole name; with a country it is that country's",
    examples=[
        ("«Quốc hội» thông qua luật.", "Quốc hội"),
        ("«Quốc hội Lào» họp phiên đầu.", "Quốc hội, in Lào"),
        ("«UNESCO» ghi danh di sản.", "UNESCO"),
    ],
    counter=["Chuyện quốc hội bàn thì dài.", "Luật số 57/2020/QH14 đã có.", "Nghị quyết 1685/NQ-UBTVQH15 đã có."],
)
IN_PLACE = rule(
    "organization.place",
    "a head with the place that it governs or serves",
    examples=[
        ("«Công an tỉnh Hưng Yên» bắt hai người.", "Công an, in Hưng Yên"),
        ("«Tỉnh ủy Nghệ An» họp.", "Tỉnh ủy, in Nghệ An"),
        ("«Bệnh viện Đa khoa tỉnh Phú Thọ» cứu sống bệnh nhân.", "Bệnh viện Đa khoa, in Phú Thọ"),
        ("«Tòa án nhân dân khu vực 1 - Cần Thơ» xét xử.", "Tòa án nhân dân"),
    ],
    counter=["Các Công an tỉnh Hưng Yên, Nam Định.", "Tỉnh Hưng Yên họp."],
)
OF_UNIT = rule(
    "organization.unit",
    "a head with a unit word that stands for the place of the article",
    examples=[
        ("«Công an tỉnh» vào cuộc.", "Công an, of tỉnh"),
        ("«UBND thành phố» giao việc.", "Ủy ban nhân dân, of thành phố"),
    ],
    counter=["Công an tỉnh, thành phố đều họp.", "Công an cấp tỉnh họp.", "UBND tỉnh Nghệ An họp."],
)
BARE = rule(
    "organization.bare",
    "a head alone, for the body of the article",
    examples=[("«Tỉnh đoàn» mở trại.", "Tỉnh Đoàn"), ("«Tỉnh ủy» đã họp.", "Tỉnh ủy")],
    counter=["Đồng chí công an đến.", "Các Tỉnh ủy đã họp.", "Công an cấp xã họp."],
)
FIELD = rule(
    "organization.field",
    "a head with its fields of activity, joined by và, a comma or a dash",
    examples=[
        ("«Sở Nông nghiệp và Môi trường» báo cáo.", "Sở"),
        ("«Cục Cảnh sát giao thông» kiểm tra.", "Cục"),
        ("«Sở Lao động - Thương binh và Xã hội» trả lời.", "Sở"),
        ("«Sở Văn hóa, Thể thao và Du lịch» mở hội.", "Sở"),
        ("Bà đến «Sở Y tế», Bí thư Tỉnh đoàn cũng đến.", "Sở"),
    ],
    counter=["Sở thích của ông là đọc sách.", "Bộ bàn ghế mới.", "Cục đá to."],
)
UNIT_OF = rule(
    "organization.unit-of",
    "a unit before the body that it is a part of",
    examples=[
        ("«Ban Thường vụ Tỉnh ủy Nghệ An» họp.", "Ban Thường vụ, part of Tỉnh ủy Nghệ An"),
        ("«Văn phòng UBND tỉnh» thông báo.", "Văn phòng, part of Ủy ban nhân dân tỉnh"),
    ],
    counter=["Văn phòng mở cửa.", "Ban thường vụ họp.", "Văn phòng\nUBND tỉnh thông báo."],
)
NAMED = rule(
    "organization.name",
    "a head with a proper name",
    examples=[
        ("«Công ty TNHH Làng nghề Đông Mai» khai trương.", "Công ty TNHH"),
        ("«Trường Đại học Y Hà Nội» tuyển sinh.", "Trường Đại học"),
        ("«Trường THPT Hoa Sen» và Trần Văn An.", "Trường THPT"),
        ("«Công ty Sao - Mai» ký kết.", "Công ty"),
        ("«Công ty Sao Mai» (Hà Nội) ký kết.", "Công ty"),
    ],
    counter=["Công ty đã ký kết.", "Giám đốc Công ty Nguyễn Mạnh Toán đến.", "Công ty\nSao Mai."],
)
ACRONYM = rule(
    "organization.acronym",
    "the short form that the article introduced in brackets",
    examples=[("Công ty Sao Mai Vàng («CTSMV») mở cửa. «CTSMV» tuyển người.", "Công ty, Công ty")],
    counter=["CTSMV tuyển người.", "Sở Y tế (TP Vinh) họp. TP Vinh mưa.", "Công ty Sao Mai (Xuân) họp. Xuân về."],
)
IMPLIED = rule(
    "organization.implied",
    "the body that an office names by its field alone",
    examples=[
        ("Bộ trưởng «Công Thương» trả lời.", "Bộ"),
        ("Trưởng ban «Tổ chức Thành ủy» đến.", "Ban, part of Thành ủy"),
    ],
    counter=["Bộ trưởng trả lời.", "Ông Công Thương trả lời.", "Bộ trưởng công thương trả lời."],
)
