"""Laws cited by title and year: "Luật Thanh niên (sửa đổi) năm 2020", "luật Phòng, chống tham nhũng", "BLHS 1999"."""

from __future__ import annotations

import re

from pipeline.ground.rules import rule
from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.mentions import LawMention
from pipeline.registers.lexicon import Lexicon
from pipeline.registers.registers import Registers
from pipeline.vietnamese.text import Text

TITLE = rule(
    "law.title",
    "a law by its title, that of the register or a run of capitals and fields, with its year",
    examples=[
        ("Quốc hội thông qua «Luật Thanh niên (sửa đổi) năm 2020».", "Thanh niên 2020"),
        ("Theo «Luật Thanh niên năm 2020» và nghị định.", "Thanh niên 2020"),
        ("Theo «Luật Thanh niên sửa đổi, bổ sung» mới.", "Thanh niên"),
        ("Theo «Luật Đất đai 2024», việc này bị cấm.", "Đất đai 2024"),
        ("Bà trốn thuế, trái «Luật Phòng chống tham nhũng».", "Phòng chống tham nhũng"),
        ("Đơn vị nợ tiền, trái «Luật BHXH».", "Bảo hiểm xã hội"),
        ("Tài xế vi phạm «Luật giao thông đường bộ».", "giao thông đường bộ"),
        ("Tổng thống viện dẫn «Đạo luật Nhập cư 1917».", "Nhập cư 1917"),
        ("Dự thảo «Luật Công nghiệp công nghệ số» đã xong.", "Công nghiệp công nghệ số"),
    ],
    counter=[
        "Luật chơi đã rõ.",
        "Ông theo luật Thanh niên.",
        "Luật\nThanh niên năm 2020.",
        "Trái luật, ông bị phạt.",
        "Trường Đại học Luật TP Hồ Chí Minh tuyển sinh.",
    ],
)
AMENDING = rule(
    "law.amending",
    "a law that amends another, by the words that say so",
    examples=[
        (
            "«Luật sửa đổi, bổ sung một số điều của Luật Thanh niên» được thông qua.",
            "sửa đổi, bổ sung một số điều của Luật Thanh niên",
        )
    ],
    counter=["Luật sửa đổi đã xong.", "Luật sửa đổi. Luật Thanh niên còn đó.", "Luật sửa đổi một số luật khác."],
)
SMALL = rule(
    "law.title-small",
    "a law by its title in the registers, the word for its kind in small letters",
    examples=[
        ("Ông bị khởi tố vì vi phạm «luật Phòng, chống tham nhũng».", "Phòng, chống tham nhũng"),
        ("Theo «luật Giao thông đường bộ năm 2008», xe phải nhường.", "Giao thông đường bộ 2008"),
        ("Áp dụng «bộ luật hình sự 2015», tòa tuyên án.", "hình sự 2015"),
    ],
    counter=[
        "Ông hiểu luật chơi.",
        "Theo luật Thanh niên, họ có quyền.",
        "Bà theo luật Phật.",
        "Theo luật đất đai, họ có quyền.",
        "Theo Luật Đất đai.",
    ],
)
ACRONYM = rule(
    "law.acronym",
    "a code by the acronym of its kind and title, with its year",
    examples=[
        ("Bị cáo phạm khoản 2 Điều 139 «BLHS 1999».", "Hình sự 1999"),
        ("Tòa áp dụng «BLTTHS» để xét xử.", "Tố tụng hình sự"),
    ],
    counter=["Đội BLH thắng trận.", "Bà đóng BHXH mười năm.", "Theo Bộ luật Hình sự."],
)
CONSTITUTION = rule(
    "law.constitution",
    "the Constitution, with its year where one is told",
    examples=[
        ("«Hiến pháp năm 2013» quy định.", "2013"),
        ("«Hiến pháp 1992» đã hết hiệu lực.", "1992"),
        ("«Hiến pháp» quy định.", ""),
        ("Điều này trái «Hiến pháp Mỹ».", ""),
    ],
    counter=["Việc này vi hiến.", "Luật Thanh niên năm 2020."],
)

DEEPEST = 2
"""How many laws may amend each other in one title."""
LEAST_TITLE = 3
"""How many syllables a title has at least that tells by itself that a small word for a law before it is one."""
LONGEST_NOTE = 8
"""How many tokens "(sửa đổi, bổ sung năm 2017)" has at most."""


def small_titled(text: Text, cues: Cues, cue: Cue, registers: Registers) -> LawMention | None:
    """vi phạm *luật Phòng, chống tham nhũng*: a title of three syllables that the register has, or one with a year."""
    j = cue.last
    if j >= len(text) or text.breaks[j] or not (last := registered_end(text, j, registers)):
        return None
    found = titled(text, cues, cue, registers)
    syllables = sum(word.isalpha() for word in text.words[j:last])
    if found is None or (found.year is None and (syllables < LEAST_TITLE or not text.capital[j])):
        return None
    found.rule = SMALL
    return found


def by_acronym(text: Text, cues: Cues, i: int, registers: Registers, lexicon: Lexicon) -> LawMention | None:
    """BLHS 1999, BLTTHS: a code by the acronym of its kind and title."""
    short = registers.laws.acronyms.get(text.words[i])
    if short is None or not short.alone:
        return None
    kind = lexicon.concepts["document-types", short.kind]
    last, year = _year_after(text, cues, i + 1)
    name = f"{kind.label} {short.title}" + (f" {cues.words['year-word'].written[0]} {year}" if year else "")
    return LawMention(i, last, "law", ACRONYM, name, kind, kind.name, None, short.title, year)


def titled(text: Text, cues: Cues, cue: Cue, registers: Registers, depth: int = 0) -> LawMention | None:
    """Luật Thanh niên (sửa đổi) năm 2020; Luật sửa đổi, bổ sung một số điều của Luật …; Hiến pháp năm 2013."""
    j, kind = cue.last, cue.concept
    if j >= len(text):
        return None
    if kind.name == "constitution":
        j = country.last if (country := cues.at("countries", j)) and text.capital[j] else j
        last, year = _year_after(text, cues, j)
        return LawMention(
            cue.first, last, "law", CONSTITUTION, text.written(cue.first, last), kind, kind.name, None, None, year
        )
    if text.breaks[j]:
        return None
    if cues.words["amending"].end(text, j) > j:
        amended = next(
            (k for k in range(j, min(j + 20, len(text))) if k in cues["document-types"] and text.capital[k]), None
        )
        if amended is None or any(text.breaks[j + 1 : amended]) or any(w in ".;:()" for w in text.words[j:amended]):
            return None
        target = titled(text, cues, cues["document-types"][amended], registers, depth + 1) if depth < DEEPEST else None
        if target is None:
            return None
        title = text.written(j, target.last)
        return LawMention(
            cue.first, target.last, "law", AMENDING, f"{kind.label} {title}", kind, kind.name, None, title, None
        )
    last = _title_end(text, cues, cue, registers)
    if last == j:
        return None
    title = text.written(j, last)
    if (short := registers.laws.acronyms.get(title)) and short.kind == kind.name:
        title = short.title
    end, year = _year_after(text, cues, _amended(text, cues, last))
    name = f"{kind.label} {title}" + (f" {cues.words['year-word'].written[0]} {year}" if year else "")
    return LawMention(cue.first, end, "law", TITLE, name, kind, kind.name, None, title, year)


def _title_end(text: Text, cues: Cues, cue: Cue, registers: Registers) -> int:
    """One past the title: the longest of the register, else capitalised words and fields of activity.

    A title may stand in small letters after a kind with a capital, or before a year: *Luật giao thông đường bộ*.
    """
    j = cue.last
    known = registered_end(text, j, registers)
    if not text.capital[j]:
        told = known is not None and (text.capital[cue.first] or _year_after(text, cues, known)[1] is not None)
        return known if known is not None and told else j
    if known is not None:
        return known
    return j if j in cues["place-levels"] or j in cues["provinces"] else _written_title(text, cues, j, registers)


def registered_end(text: Text, j: int, registers: Registers) -> int | None:
    """One past the longest title of the register at token j, wherever its commas stand; None where there is none."""
    for title in registers.laws.titles.get(text.keys[j], ()):
        last = j
        for key in (key for key in title if key != ","):
            last += last < len(text) and text.words[last] == ","
            if last >= len(text) or text.keys[last] != key or (last > j and text.breaks[last]):
                break
            last += 1
        else:
            return last
    return None


def _written_title(text: Text, cues: Cues, j: int, registers: Registers) -> int:
    last, fields = j, cues["fields"]
    while last < len(text) and last - j < 12 and not (last > j and text.breaks[last]):
        if last in fields:
            last = fields[last].last
        elif text.capital[last] and text.words[last].isalpha() and last not in cues["document-types"]:
            last = registers.dictionary.word_end(text, last)
        elif text.keys[last] in cues.words["and"] and text.capital[min(last + 1, len(text) - 1)]:
            if last + 1 in cues["document-types"] or last + 1 in cues["organization-types"]:
                break
            last += 1
        elif (last > j and text.keys[last] in cues.words["and"] and last + 1 in fields) or (
            last > j
            and text.words[last] == ","
            and last + 1 in fields
            and cues.words["and"].end(text, fields[last + 1].last) > fields[last + 1].last
        ):
            last += 1
        else:
            break
    return last


def _amended(text: Text, cues: Cues, j: int) -> int:
    """One past "sửa đổi, bổ sung" or "(sửa đổi)" or "(sửa đổi, bổ sung năm 2017)" that follows a title."""
    amending = cues.words["amending"]
    if j < len(text) and text.words[j] == "(" and amending.end(text, j + 1) > j + 1:
        return next((k + 1 for k in range(j, min(j + LONGEST_NOTE, len(text))) if text.words[k] == ")"), j)
    return amending.end(text, j)


def _year_after(text: Text, cues: Cues, j: int) -> tuple[int, str | None]:
    k = cues.words["year-word"].end(text, j)
    if k < len(text) and re.fullmatch(r"(?:19|20)\d\d", text.words[k]) and not text.breaks[k]:
        return k + 1, text.words[k]
    return j, None
