"""The rules by which documents are cited by number or day, with their examples and counter-examples."""

from __future__ import annotations

from pipeline.ground.rules import rule

NUMBER = rule(
    "law.number",
    "a document by its number and the day that goes with it: after its kind, after another of its kind, or by itself",
    examples=[
        ("Chính phủ ban hành «Nghị định số 13/2021/NĐ-CP».", "13/2021/NĐ-CP"),
        (
            "Các «Nghị định 131/2025/NĐ-CP», «132/2025/NĐ-CP» và số «133/2025/NĐ-CP» quy định việc này.",
            "131/2025/NĐ-CP, 132/2025/NĐ-CP, 133/2025/NĐ-CP",
        ),
        ("Hội nghị quán triệt «25-NQ/TW» tới các chi bộ.", "25-NQ/TW"),
        ("Việc này theo «Luật Thanh niên số 57/2020/QH14».", "57/2020/QH14"),
        ("Trường làm theo «Thông tư 09/2015/BGD&ĐT».", "09/2015/BGD&ĐT"),
        ("Xã áp dụng «Nghị định 13/2021/NĐ–CP» từ tháng sau.", "13/2021/NĐ–CP"),
        ("Bộ triển khai «Chỉ thị số 17/CT-TTg ngày 3 tháng 4 năm 2019» của Thủ tướng.", "17/CT-TTg"),
        ("Tỉnh ủy ban hành «Kế hoạch số 45-KH/TU ngày 7/8/2020».", "45-KH/TU"),
        ("Quy hoạch theo «Nghị định số 44/2015/ NĐ-CP» về xây dựng.", "44/2015/ NĐ-CP"),
        ("Nước đạt «QCVN 02:2009/BYT» của Bộ Y tế.", "QCVN 02:2009/BYT"),
        ("Đảng bộ thực hiện «Quy định số 22-QĐ/TW» về kiểm tra.", "22-QĐ/TW"),
    ],
    counter=[
        "Số nhà 12/3-A phố Huế.",
        "Quyết định 15/2024 có hiệu lực.",
        "Biển số 37-A1 đã bị thu.",
        "Tờ trình kèm theo 05/TTr-BNV đã gửi.",
        "Nghị định\nsố 13/2021/XX đã cũ.",
    ],
)
MISMATCH = rule(
    "law.number-mismatch",
    "a document by its number, whose letters are those of another kind",
    examples=[("Theo «Quyết định số 12/2024/NĐ-CP», tỉnh đã chi trả.", "12/2024/NĐ-CP")],
    counter=[
        "Theo Bộ luật số 45/2019/QH14, việc này bị cấm.",
        "Theo Nghị định số 12/2024/NĐ-CP, tỉnh đã chi trả.",
        "Theo Nghị định số 12/2024/ND-CP, tỉnh đã chi trả.",
        "Theo Quy định số 22-QĐ/TW, chi bộ tự kiểm tra.",
    ],
)
SHORT = rule(
    "law.short-number",
    "a document by a number without letters, after its kind or another such one",
    examples=[
        ("Xã thực hiện «Nghị quyết 57».", "57"),
        ("Xã thực hiện «Nghị quyết 57» và «68».", "57, 68"),
        ("Sở chưa bãi bỏ «Quyết định số 24».", "24"),
        ("Xe nhập theo «Thông tư 20» gặp khó.", "20"),
        ("Bộ gửi «Công văn 309» cho tỉnh.", "309"),
    ],
    counter=[
        "Bộ soạn Nghị quyết 3 lần trong năm.",
        "Tỉnh ban hành nghị quyết 57 trang.",
        "Điều 57 và 68 bị bãi bỏ.",
        "Luật 15 đã có.",
        "Tỉnh làm theo Nghị quyết 30 năm đổi mới.",
        "Xã thực hiện Nghị định 34/2011.",
        "Tỉnh công bố Kế hoạch 2025.",
    ],
)
YEARLY = rule(
    "law.number-year",
    "a document by its number and year without letters, after its kind",
    examples=[
        ("Cán bộ bị kỷ luật theo «Nghị định 34/2011».", "34/2011"),
        ("Bộ Tài chính ban hành «Thông tư số 219/2013».", "219/2013"),
    ],
    counter=["Tỷ lệ là 34/2011.", "Thông tư số 219/2013/TT-BTC có hiệu lực.", "Ngày 34/2011 không có trong lịch."],
)
DATED = rule(
    "law.dated",
    "a document without a number, by its day with its year",
    examples=[
        ("Tỉnh chấp hành «Công điện ngày 02 tháng 2 năm 2017» của Thủ tướng.", "2017"),
        ("Cục làm theo «Công văn ngày 5/9/2019» của Bộ.", "2019"),
    ],
    counter=[
        "Quyết định ngày 5/9 đã có hiệu lực.",
        "Ông ký quyết định ngày 5/9/2016 tại trụ sở.",
        "Kế hoạch ngày 31/2/2016 đã thôi.",
    ],
)
