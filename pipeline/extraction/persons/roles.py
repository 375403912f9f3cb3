"""Roles with the organization they are held in: "Bí thư Tỉnh Đoàn", "Bộ trưởng Công Thương", "Tổng thống Mỹ"."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extraction.organizations.grammar import OrganizationGrammar
from pipeline.extraction.organizations.rules import IMPLIED as IMPLIED_BY
from pipeline.ground.rules import rule
from pipeline.recognition.cues import Cue
from pipeline.recognition.mentions import OrganizationForm, OrganizationMention, PlaceMention, RoleMention, Spans

_STANDING = "party-standing"
HOME = "VN"
"""The country whose bodies need no country in their name (ISO 3166)."""
BODY = rule(
    "role.body",
    "the body named right after an office, or after của or tại",
    examples=[
        ("Ông An là «Giám đốc» Công ty Sao Mai.", "Công ty Sao Mai"),
        ("Ông An là «Giám đốc» của Công ty Sao Mai.", "Công ty Sao Mai"),
    ],
    counter=["Ông An là Giám đốc, Công ty Sao Mai mới mở.", "Ông An là Giám đốc.\nCông ty Sao Mai mới mở."],
)
MEMBER = rule(
    "role.member",
    "a member of a standing board holds the office in the body of the board",
    examples=[("Ông An là «Ủy viên» Ban Thường vụ Tỉnh ủy Nghệ An.", "Tỉnh ủy Nghệ An")],
    counter=["Ông An là Giám đốc Công ty Sao Mai.", "Ông An là Ủy viên."],
)
IMPLIED = rule(
    "role.implied-body",
    "the body that an office names by its field alone",
    examples=[
        ("«Bộ trưởng» Công Thương trả lời.", "Bộ Công Thương"),
        ("«Trưởng ban» Tổ chức Thành ủy đến.", "Ban Tổ chức Thành ủy"),
    ],
    counter=["Bộ trưởng trả lời.", "Giám đốc Công ty Sao Mai trả lời.", "Bộ trưởng Đất đai, Hạ tầng trả lời."],
)
COUNTRY = rule(
    "role.country",
    "the country in which an office of state is held",
    examples=[("«Tổng thống» Mỹ phát biểu.", "Hoa Kỳ"), ("«Đại sứ» Việt Nam tại Lào trình quốc thư.", "Việt Nam")],
    counter=["Tổng thống phát biểu ở Mỹ.", "Tổng thống\nMỹ là một nước."],
)
ABROAD = rule(
    "role.body-abroad",
    "the body of a country that an office names by its field and that country",
    examples=[
        ("«Bộ trưởng» Quốc phòng Mỹ phát biểu.", "Bộ Quốc phòng Mỹ"),
        ("«Bộ trưởng» Ngoại giao Iran phát biểu.", "Bộ Ngoại giao Iran"),
    ],
    counter=["Bộ trưởng Quốc phòng phát biểu ở Mỹ.", "Bộ trưởng Quốc phòng Việt Nam phát biểu."],
)
SHARED = rule(
    "role.shared-body",
    "an office without a body takes that of the office which a comma or và joins to it",
    examples=[("Ông An, «Phó Giám đốc», Giám đốc Công an tỉnh Quảng Ninh, dự.", "Công an tỉnh Quảng Ninh")],
    counter=["Ông An, Phó Giám đốc. Giám đốc Công an tỉnh Quảng Ninh dự.", "Ông An, Phó Giám đốc, dự."],
)


def find_roles(grammar: OrganizationGrammar, organizations: Spans) -> list[RoleMention]:
    """Find role words with the organization or country named after them, left to right."""
    text, roles = grammar.text, grammar.cues["roles"]
    found: list[RoleMention] = []
    i = 0
    while i < len(text):
        if grammar.words["office-word"].start(text, i + 1) < i:
            i += 1  # giữ chức vụ Trưởng Công an: the office is not that of a Vụ trưởng
            continue
        cue = roles.get(i)
        body = organizations.covering(i)
        if cue is None or "role" not in cue.kinds or (body is not None and body.first != i):
            i += 1
            continue
        if body is not None and body.last > cue.last:
            i = body.last
            continue
        mention = _role(grammar, cue, organizations)
        if mention.organization is not None or "with-body" not in cue.kinds:
            found.append(mention)
        i = max(mention.role_last, i + 1)
    _share_bodies(found, grammar)
    return found


def _role(grammar: OrganizationGrammar, cue: Cue, organizations: Spans) -> RoleMention:
    text = grammar.text
    gone = (grammar.words["former"], grammar.words["office-left"], grammar.words["career"])
    former = any(each.start(text, cue.first) < cue.first for each in gone)
    first = cue.first + 1 if text.keys[cue.first] in grammar.words["woman"] and cue.last - cue.first > 1 else cue.first
    alone = first < 2 or grammar.names.dictionary.word_end(text, first - 2) != first  # chính *quyền* Tổng thống
    if first and text.keys[first - 1] in grammar.words["acting"] and alone:
        first -= 1  # quyền Bộ trưởng: acting
    role = RoleMention(first, cue.last, cue.last, cue.concept, text.written(first, cue.last), None, former)
    j = cue.last
    if j >= len(text) or text.breaks[j]:
        return role
    if (within := _from_inside(role, grammar, organizations)) is not None:
        role.organization, role.last, role.placed_by = within, within.last, BODY
        _past_whole(role, grammar, organizations)
        return role
    body = organizations.starting(j)
    if body is None and j + 1 < len(text) and text.keys[j] in grammar.words["of-or-at"]:
        body = organizations.starting(j + 1)
    if body is None and (after := grammar.words["in-charge"].end(text, j)) > j:
        body = organizations.starting(after)  # Phó Chủ tịch *phụ trách* UBND xã
    if isinstance(body, OrganizationMention):
        role.placed_by = BODY
        _in_body(role, body, text.written(body.first, body.last))
        _past_whole(role, grammar, organizations)
    elif cue.concept.unit and (unit := grammar.implied_unit(j, cue.concept.unit)):
        if _cut_short(grammar, unit.last):
            return role
        role.organization, role.last, role.placed_by = unit, unit.last, IMPLIED
    elif (head := grammar.cues.at("organization-types", j)) and _ends_here(grammar, head.last):
        role.last = head.last  # Bí thư Đảng ủy, Giám đốc Công ty Nguyễn Mạnh Toán: the bodies are not named
    _in_country(role, grammar)
    return role


def _cut_short(grammar: OrganizationGrammar, j: int) -> bool:
    """Whether a field that ends before token j seems to go on: Bộ trưởng Đất đai*, Hạ tầng và Vận tải*."""
    text, cues = grammar.text, grammar.cues
    joined = j + 1 < len(text) and (text.words[j] == "," or text.keys[j] in grammar.words["and"])
    if not joined or text.breaks[j + 1]:
        return False
    other = any(j + 1 in cues[scheme] for scheme in ("roles", "titles", "organization-types"))
    other = other or (j + 1 in cues["surnames"] and j + 2 < len(text) and text.capital[j + 2])  # *Hạ* tầng is no name
    goes_on = text.capital[j + 1] or (text.words[j] != "," and j + 1 in cues["fields"])
    return goes_on and not other and grammar.places.starting(j + 1) is None


def _from_inside(role: RoleMention, grammar: OrganizationGrammar, organizations: Spans) -> OrganizationMention | None:
    """The body that begins with the last word of its office: Chánh *Văn phòng* UBND tỉnh, Trưởng *Ban* Kỷ luật VFF."""
    text, last, unit = grammar.text, role.role_last, role.concept.unit
    for k in range(role.first + 1, last):
        body = organizations.starting(k)
        if isinstance(body, OrganizationMention) and body.last > last:
            return body
    size = len(unit.split()) if unit else 0
    if not unit or size < 2 or " ".join(text.keys[last - size : last]) != unit.lower():
        return None
    whole = organizations.starting(last)
    if not isinstance(whole, OrganizationMention):
        return None
    return OrganizationMention(
        last - size,
        whole.last,
        "organization",
        IMPLIED_BY,
        f"{unit} {whole.name}",
        None,
        head=unit,
        body=whole,
        own=unit,
        definite=True,
        form=OrganizationForm.UNIT_OF,
    )


def _past_whole(role: RoleMention, grammar: OrganizationGrammar, organizations: Spans) -> None:
    """Chủ nhiệm Ủy ban Kinh tế *của Quốc hội* NAME: what the body is a unit of belongs to the phrase of the office."""
    after = grammar.words["of"].end(grammar.text, role.last)
    whole = organizations.starting(after) if after > role.last else None
    if isinstance(whole, OrganizationMention) and whole.last in grammar.cues["surnames"]:
        role.last = whole.last


def _ends_here(grammar: OrganizationGrammar, j: int) -> bool:
    text = grammar.text
    return j >= len(text) or text.words[j] in {",", ";", ")", "-", "–"} or j in grammar.cues["surnames"]


def _in_body(role: RoleMention, body: OrganizationMention, written: str) -> None:
    """Ủy viên *Ban Thường vụ* Tỉnh ủy is a member of the standing board, held in the Tỉnh ủy."""
    role.organization, role.last = body, body.last
    if role.concept.name == "member" and body.concept and body.concept.name == _STANDING and body.body is not None:
        rest = written[: len(written) - len(body.body.name)].strip()
        role.name, role.organization = f"{role.name} {body.head if body.head in rest else rest}", body.body
        role.placed_by = MEMBER


def _in_country(role: RoleMention, grammar: OrganizationGrammar) -> None:
    """Tổng thống *Mỹ*, Đại sứ *Việt Nam tại Lào*: the country belongs to the role, the name begins after it."""
    text, j = grammar.text, role.last
    if role.organization is not None and role.placed_by != IMPLIED:
        return
    for _ in range(2):
        place = grammar.places.starting(j) if j < len(text) and not text.breaks[j] else None
        if not isinstance(place, PlaceMention) or place.level != "country":
            return
        if role.organization is not None and role.place is None and place.country != HOME:
            _abroad(role, place, text.written(place.first, place.last))
            return
        role.place, role.last, role.placed_by = role.place or place, place.last, COUNTRY
        j = grammar.words["at"].end(text, place.last)


def _abroad(role: RoleMention, place: PlaceMention, written: str) -> None:
    """Bộ trưởng *Quốc phòng Mỹ*: the United States' department, never the ministry of that name at home."""
    assert role.organization is not None
    name = f"{role.organization.name} {written}"
    role.organization = replace(role.organization, name=name, last=place.last, place=place)
    role.last, role.placed_by = place.last, ABROAD


def _share_bodies(roles: list[RoleMention], grammar: OrganizationGrammar) -> None:
    """Phó Giám đốc, Giám đốc *Công an tỉnh Quảng Ninh*: a role without body before a comma takes the next one's."""
    text, joins = grammar.text, grammar.words["joins-offices-of-one-body"]
    for role, after in zip(reversed(roles[:-1]), reversed(roles[1:]), strict=True):
        j = role.last
        joined = j + 1 == after.first and (text.words[j] in {",", "-", "–"} or text.keys[j] in joins)
        unplaced = role.organization is None and role.place is None and "alone" not in role.concept.cues
        if joined and unplaced and after.organization and role.concept.broader == after.concept.broader:
            role.organization, role.placed_by = after.organization, SHARED
