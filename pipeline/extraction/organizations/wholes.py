"""Which body another is a unit of: the one that its name ends with, or that a bracket, dash, comma or "thuộc" names.

A comma or a dash joins the members of a list as well, so there the kinds of both must be those of a unit and its whole
(Phòng …, Công an tỉnh), the unit must not be known by a place of its own, and neither may stand in a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.extraction.organizations.grammar import OrganizationGrammar
from pipeline.ground.rules import rule
from pipeline.recognition.cues import Cues
from pipeline.recognition.mentions import OrganizationForm, OrganizationMention
from pipeline.vietnamese.text import Text

INNER = rule(
    "whole.in-name",
    "the body that a unit's name ends with, or that follows it with nothing between",
    examples=[
        ("«Phòng Cảnh sát kinh tế» Công an tỉnh Hưng Yên kiểm tra.", "Công an tỉnh Hưng Yên"),
        ("«Ban Thường vụ Tỉnh ủy Nghệ An» họp.", "Tỉnh ủy Nghệ An"),
        ("«Hội đồng Kỷ luật» Công an tỉnh Nghệ An họp.", "Công an tỉnh Nghệ An"),
    ],
    counter=["Hiệp hội Ngân hàng Việt Nam họp.", "Câu lạc bộ Công an Hà Nội thắng.", "Công ty Sao Mai mở cửa."],
)
SAID = rule(
    "whole.said",
    "the body after thuộc, trực thuộc or của that a unit belongs to",
    examples=[
        ("«Cục Xúc tiến thương mại» thuộc Bộ Công Thương trả lời.", "Bộ Công Thương"),
        ("«Trung tâm Hỗ trợ Nông dân» (đơn vị trực thuộc Sở Y tế) mở cửa.", "Sở Y tế"),
        ("«Ủy ban Kinh tế» của Quốc hội thẩm tra.", "Quốc hội"),
    ],
    counter=["Cục Thuế gửi Bộ Công Thương.", "Cục Thuế, cán bộ thuộc Bộ Công Thương đến.", "Ông thuộc Bộ Công Thương."],
)
BRACKETS = rule(
    "whole.in-brackets",
    "the body in brackets right after a unit of a lower kind",
    examples=[("«Cục Quản lý Dược» (Bộ Y tế) cảnh báo.", "Bộ Y tế")],
    counter=[
        "Tổng công ty Nước Sao Mai (SMW) họp.",
        "Cục Thuế (Cục Hải quan) họp.",
        "Bộ Y tế (Cục Quản lý Dược) họp.",
        "Công ty Sao Mai (Hà Nội) họp.",
    ],
)
BESIDE = rule(
    "whole.beside",
    "the body after a unit of a lower kind and a comma, a dash or a slash, outside a list of bodies",
    examples=[
        ("«Phòng Cảnh sát kinh tế», Công an tỉnh Hưng Yên khám xét.", "Công an tỉnh Hưng Yên"),
        ("«Phòng Cảnh sát môi trường» - Công an tỉnh Hưng Yên khám xét.", "Công an tỉnh Hưng Yên"),
        ("«Vụ Giáo dục Trung học», Bộ Giáo dục và Đào tạo trả lời.", "Bộ Giáo dục và Đào tạo"),
    ],
    counter=[
        "Ban Thường trực, Đoàn Chủ tịch họp.",
        "Công ty Sao Mai, Công ty Hoa Sen ký kết.",
        "Báo cáo gửi Cục Thuế, Bộ Y tế và Bộ Công an.",
        "Gửi Sở Y tế, Phòng Cảnh sát kinh tế, Công an tỉnh Hưng Yên.",
        "Phòng Giáo dục và Đào tạo quận Ba Đình, UBND phường Ngọc Hà họp.",
        "Sở Y tế, Sở Nội vụ họp.",
        "Các đơn vị gồm Phòng Cảnh sát hình sự, Công an huyện Thanh Chương phối hợp.",
    ],
)

LONGEST_REMARK = 6
"""How many words may stand between a bracket and its thuộc: (đơn vị sự nghiệp *trực thuộc* Cục …)."""

_MINISTRIES = frozenset({"ministry", "ministry-known"})
_LOCAL = frozenset({"police", "department", "peoples-committee", "military-command"})
_WHOLES_OF: dict[str, frozenset[str]] = {
    "squad": _MINISTRIES | _LOCAL | {"office", "authority"},
    "office": _MINISTRIES | _LOCAL | {"authority", "general-department"},
    "investigation": frozenset({"police"}),
    "police-unit": frozenset({"police"}),
    "inspectorate": _MINISTRIES | {"department", "peoples-committee"},
    "authority": _MINISTRIES | {"general-department"},
    "bureau": _MINISTRIES | {"general-department"},
    "general-department": _MINISTRIES,
    "institute": _MINISTRIES,
    "committee": frozenset({"national-assembly"}),
}
"""Kinds of units, and the kinds of bodies that these are part of, where a comma or a dash joins their names."""
_NATIONAL = frozenset({"authority", "bureau", "general-department", "institute", "committee"})
"""Kinds of units that stand in lists beside bodies of their wholes' kind: Cục Thuế, Bộ Y tế và Bộ Công an."""
_IN_BRACKETS: dict[str, frozenset[str]] = {
    "school": _MINISTRIES | _LOCAL,
    "hospital": _MINISTRIES | _LOCAL | {"school"},
    "institute": _MINISTRIES | _LOCAL | {"school", "authority", "general-department"},
    "board": _MINISTRIES | _LOCAL,
    "management-board": _MINISTRIES | _LOCAL,
    "police-post": frozenset({"police"}),
    "company": _MINISTRIES | {"group"},
}
"""Further pairs that brackets alone tell."""
_NAMED_AFTER = frozenset({"enterprise", "company", "group", "bank", "bank-known", "securities", "press", "press-known",
                          "club", "network", "football"})  # fmt: skip
"""Kinds of bodies that may have another's name in theirs without being part of it."""
_OWN_NAMES = frozenset({"company", "group", "bank", "school", "hospital", "institute", "association", "club", "press"})
"""Kinds of bodies whose head is also a common word in names of others (Hiệp hội *Ngân hàng* Việt Nam)."""


_WHOLE_NAMES = frozenset({OrganizationForm.KNOWN, OrganizationForm.ACRONYM, OrganizationForm.IMPLIED})
_SOVEREIGN = frozenset({"government", "national-assembly", "party", "army", "embassy", "foreign-government"})
"""Kinds of bodies that are no unit of the one that "của" names: chính phủ *của Đảng* …"""


class Whole(NamedTuple):
    """A unit, the body that it is part of, and the rule that says so."""

    unit: OrganizationMention
    whole: OrganizationMention
    rule: str


def with_inner_body(grammar: OrganizationGrammar, unit: OrganizationMention) -> None:
    """Note the longest body that a unit's name ends with, and what stands before it."""
    if unit.body is not None or unit.form in _WHOLE_NAMES:
        return
    kind, text, heads = _kind(unit), grammar.text, grammar.cues["organization-types"]
    head = grammar.cues.at("organization-types", unit.first)
    for k in range(head.last if head else unit.first + 1, unit.last):
        body = grammar.at(k) if k in heads and text.capital[k] else None
        if body is not None and body.last == unit.last and _fits_inside(kind, body):
            unit.body, unit.own = body, unit.name.removesuffix(text.written(k, unit.last)).strip()
            return


def _fits_inside(kind: str, body: OrganizationMention) -> bool:
    """Whether a body at the end of a unit's name is what the unit is part of, not a word of the name."""
    if kind in _NAMED_AFTER or (not body.definite and body.unit_word is None):
        return False
    return _kind(body) not in _OWN_NAMES or kind in {"labour-federation", "party-committee", "youth-union", "agency"}


def find_wholes(text: Text, cues: Cues, organizations: Iterable[OrganizationMention]) -> Iterator[Whole]:
    """Yield what a text says of units and the bodies that they are part of, left to right."""
    bodies = sorted(organizations, key=lambda m: m.first)
    by_first = {body.first: body for body in bodies}
    by_last = {body.last: body for body in bodies}
    for unit in bodies:
        if unit.body is not None:
            yield Whole(unit, unit.body, INNER)
        elif (found := _after(text, cues, unit, by_first, by_last)) is not None:
            yield found


def _after(
    text: Text,
    cues: Cues,
    unit: OrganizationMention,
    by_first: dict[int, OrganizationMention],
    by_last: dict[int, OrganizationMention],
) -> Whole | None:
    j = unit.last
    if j + 1 >= len(text) or text.breaks[j]:
        return None
    bracket = text.words[j] == "("
    said = cues.words["belongs-to"].end(text, j)
    if said == j and bracket:
        said = _remark(text, cues, j + 1)
    if said > j + bracket and said in by_first and not text.breaks[said] and _kind(unit) not in _SOVEREIGN:
        return Whole(unit, by_first[said], SAID)
    if j in by_first and unit.place is None and unit.concept and _fits_inside(_kind(unit), by_first[j]):
        return Whole(unit, by_first[j], INNER)
    whole = by_first.get(j + 1)
    if whole is None or text.breaks[j + 1] or text.words[j] not in {"(", ",", "-", "–", "/"}:
        return None
    if bracket:
        closed = whole.last < len(text) and text.words[whole.last] == ")"
        return Whole(unit, whole, BRACKETS) if closed and _in_brackets(unit, whole) else None
    if not _rises(unit, whole) or unit.place is not None or _listed(text, cues, unit, whole, by_first, by_last):
        return None
    return Whole(unit, whole, BESIDE)


def _in_brackets(unit: OrganizationMention, whole: OrganizationMention) -> bool:
    """Whether a body in brackets after a unit is of a kind that the unit may be part of."""
    return _rises(unit, whole) or _kind(whole) in _IN_BRACKETS.get(_kind(unit), frozenset())


def _kind(body: OrganizationMention) -> str:
    return body.concept.name if body.concept else ""


def _remark(text: Text, cues: Cues, j: int) -> int:
    """One past thuộc in a remark in brackets that begins at j; j where there is none."""
    for k in range(j, min(j + LONGEST_REMARK, len(text))):
        if text.words[k] == ")":
            return j
        if (after := cues.words["belongs-to"].end(text, k)) > k:
            return after
    return j


def _listed(
    text: Text,
    cues: Cues,
    unit: OrganizationMention,
    whole: OrganizationMention,
    by_first: dict[int, OrganizationMention],
    by_last: dict[int, OrganizationMention],
) -> bool:
    """Whether a unit and the body after it stand in a list of bodies: one before, or one after, is joined to them and
    is neither a unit of the unit nor what the whole is a unit of (Vụ …, *Tổng cục …, Bộ …*)."""
    i, j = unit.first - 1, whole.last
    if i > 0 and text.keys[i] in cues.words["there-is"]:
        return True
    before = by_last.get(i) if i > 0 and _joins(text, cues, i) else None
    after = by_first.get(j + 1) if j + 1 < len(text) and _joins(text, cues, j) and not text.breaks[j + 1] else None
    if before is not None and not _rises(before, unit):
        return True
    return _kind(unit) in _NATIONAL and after is not None and not _rises(whole, after)


def _rises(unit: OrganizationMention, whole: OrganizationMention) -> bool:
    """Whether a body is of a kind of units, and the next one of a kind that these are part of."""
    return _kind(whole) in _WHOLES_OF.get(_kind(unit), frozenset())


def _joins(text: Text, cues: Cues, k: int) -> bool:
    return text.words[k] in {",", ";"} or text.keys[k] in cues.words["and"]
