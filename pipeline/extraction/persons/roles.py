"""Roles with the organization they are held in: "Bí thư Tỉnh Đoàn", "Bộ trưởng Công Thương", "Tổng thống Mỹ"."""

from __future__ import annotations

from pipeline.extraction.organizations.grammar import OrganizationGrammar
from pipeline.recognition.cues import Cue
from pipeline.recognition.mentions import OrganizationMention, PlaceMention, RoleMention, Spans

_FORMER = frozenset({"nguyên", "cựu"})
_OF = frozenset({"của", "tại"})
_STANDING = "party-standing"


def find_roles(grammar: OrganizationGrammar, organizations: Spans) -> list[RoleMention]:
    """Find role words with the organization or country named after them, left to right."""
    text, roles = grammar.text, grammar.cues["roles"]
    found: list[RoleMention] = []
    i = 0
    while i < len(text):
        if i and text.keys[i - 1 : i + 1] == ["chức", "vụ"]:
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
    former = cue.first > 0 and text.keys[cue.first - 1] in _FORMER
    first = cue.first + 1 if text.keys[cue.first] == "nữ" and cue.last - cue.first > 1 else cue.first
    if first and text.keys[first - 1] == "quyền":
        first -= 1  # quyền Bộ trưởng: acting
    role = RoleMention(first, cue.last, cue.last, cue.concept, text.written(first, cue.last), None, former)
    j = cue.last
    if j >= len(text) or text.breaks[j]:
        return role
    body = organizations.starting(j)
    if body is None and j + 1 < len(text) and text.keys[j] in _OF:
        body = organizations.starting(j + 1)
    if isinstance(body, OrganizationMention):
        _in_body(role, body, text.written(body.first, body.last))
    elif cue.concept.unit and (unit := grammar.implied_unit(j, cue.concept.unit)):
        role.organization, role.last = unit, unit.last
    elif (head := grammar.cues.at("organization-types", j)) and _ends_here(grammar, head.last):
        role.last = head.last  # Bí thư Đảng ủy, Giám đốc Công ty Nguyễn Mạnh Toán: the bodies are not named
    _in_country(role, grammar)
    return role


def _ends_here(grammar: OrganizationGrammar, j: int) -> bool:
    text = grammar.text
    return j >= len(text) or text.words[j] in {",", ";", ")", "-", "–"} or j in grammar.cues["surnames"]


def _in_body(role: RoleMention, body: OrganizationMention, written: str) -> None:
    """Ủy viên *Ban Thường vụ* Tỉnh ủy is a member of the standing board, held in the Tỉnh ủy."""
    role.organization, role.last = body, body.last
    if role.concept.name == "member" and body.concept and body.concept.name == _STANDING and body.body is not None:
        rest = written[: len(written) - len(body.body.name)].strip()
        role.name, role.organization = f"{role.name} {body.head if body.head in rest else rest}", body.body


def _in_country(role: RoleMention, grammar: OrganizationGrammar) -> None:
    """Tổng thống *Mỹ*, Đại sứ *Việt Nam tại Lào*: the country belongs to the role, the name begins after it."""
    text, j = grammar.text, role.last
    if role.organization is not None and role.organization.rule != "organization.implied":
        return
    for _ in range(2):
        place = grammar.places.starting(j) if j < len(text) and not text.breaks[j] else None
        if not isinstance(place, PlaceMention) or place.level != "country":
            return
        role.place, role.last = role.place or place, place.last
        j = place.last + 1 if place.last < len(text) and text.keys[place.last] == "tại" else place.last


def _share_bodies(roles: list[RoleMention], grammar: OrganizationGrammar) -> None:
    """Phó Giám đốc, Giám đốc *Công an tỉnh Quảng Ninh*: a role without body before a comma takes the next one's."""
    text = grammar.text
    for role, after in zip(reversed(roles[:-1]), reversed(roles[1:]), strict=True):
        j = role.last
        joined = j + 1 == after.first and text.keys[j] in {",", "và", "kiêm", "rồi"}
        unplaced = role.organization is None and role.place is None and "alone" not in role.concept.cues
        if joined and unplaced and after.organization and role.concept.broader == after.concept.broader:
            role.organization = after.organization
