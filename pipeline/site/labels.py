"""Names of concepts, kinds and fields in Vietnamese and English, for pages; concepts from the SKOS files."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from pipeline.ground.settings import resource
from pipeline.record.kinds import ENTITIES, Label

SCHEMES = ("event-types", "roles", "document-types", "organization-types", "place-levels", "statement-kinds")
"""The concept schemes whose concepts stand in published records."""
_PREFERRED = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
_BROADER = ox.NamedNode("http://www.w3.org/2004/02/skos/core#broader")
_KNOWN = "-known"
"""How the names of concepts end whose words are single bodies ("Bộ Tài chính")."""
_BUNDLES = frozenset(
    {"courts-supreme", "embassy", "foreign-government", "fund", "government-office", "international-acronym", "network"}
    | {"party", "party-organising", "womens-union"}
)
"""Types of organizations whose words are of more than their label says: the Kremlin is no "White House"."""


_ARTICLES, _ARTICLE = Label("Bài báo", "Articles"), Label("Bài báo", "Article")
KINDS = {"articles": _ARTICLES} | {kind.collection: kind.many for kind in ENTITIES}
KIND = {"articles": _ARTICLE} | {kind.collection: kind.one for kind in ENTITIES}
FIELDS = {
    "eventType": Label("Loại", "Type"), "organizationType": Label("Loại", "Type"),
    "documentType": Label("Loại", "Type"),
    "level": Label("Cấp", "Level"), "startDate": Label("Ngày", "Date"), "endDate": Label("Đến ngày", "Until"),
    "partOfDay": Label("Buổi", "Part of day"), "attendanceMode": Label("Hình thức", "Mode"),
    "organizer": Label("Tổ chức bởi", "Organized by"), "participant": Label("Tham dự", "Participants"),
    "location": Label("Nơi", "Place"), "attendance": Label("Số người dự", "Attendance"),
    "deaths": Label("Số người chết", "Deaths"), "injured": Label("Số người bị thương", "Injured"),
    "missing": Label("Số người mất tích", "Missing"),
    "venueCount": Label("Số điểm cầu", "Venues"), "topic": Label("Chủ đề", "Topic"),
    "concerns": Label("Văn bản liên quan", "Laws concerned"), "superEvent": Label("Thuộc sự kiện", "Part of event"),
    "parent": Label("Thuộc", "Part of"), "jurisdiction": Label("Địa bàn", "Jurisdiction"),
    "honorificPrefix": Label("Danh xưng", "Form of address"), "identifier": Label("Số hiệu", "Number"),
    "title": Label("Trích yếu", "Title"), "dateDocument": Label("Ngày ban hành", "Date of document"),
    "passedBy": Label("Cơ quan ban hành", "Passed by"), "firstDateEntryInForce": Label("Hiệu lực từ", "In force from"),
    "amends": Label("Sửa đổi", "Amends"), "term": Label("Nhiệm kỳ", "Term"),
    "code": Label("Mã hành chính", "Code (GSO)"),
    "within": Label("Nằm trong", "Within"), "validFrom": Label("Có từ", "Since"),
    "validThrough": Label("Đến hết", "Until"), "replacedBy": Label("Được thay bằng", "Replaced by"),
}  # fmt: skip
"""Fields of a record that a page shows, in this order."""
DAYS = frozenset({"startDate", "endDate", "dateDocument", "firstDateEntryInForce", "validFrom", "validThrough"})
"""Fields whose values are days."""
POINTING = {
    "organizer": Label("Sự kiện đã tổ chức", "Events organized"),
    "participant": Label("Sự kiện đã dự", "Events attended"),
    "location": Label("Sự kiện tại đây", "Events here"), "concerns": Label("Sự kiện liên quan", "Events about it"),
    "superEvent": Label("Gồm các sự kiện", "Events within"), "parent": Label("Đơn vị trực thuộc", "Units"),
    "jurisdiction": Label("Tổ chức của địa bàn", "Organizations here"),
    "within": Label("Địa danh bên trong", "Places within"),
    "memberOf": Label("Người giữ chức vụ", "Office holders"), "passedBy": Label("Văn bản đã ban hành", "Laws passed"),
    "amends": Label("Được sửa đổi bởi", "Amended by"), "replacedBy": Label("Thay cho", "Replaces"),
}  # fmt: skip
"""What it is to be pointed at by each property."""
COMPARED = {
    "name": Label("Tên", "Names"),
    "office": Label("Chức vụ", "Offices"),
    "fact": Label("Thông tin", "Facts"),
    "part": Label("Gồm", "Parts"),
}
"""The parts of a comparison."""
SEEN_AS, UNIT, OFFICE = (
    Label("Tên báo dùng", "Name in newspapers"),
    Label("Đơn vị hành chính", "Administrative unit"),
    Label("Chức vụ", "Office"),
)
CHANGES = {"added": Label("thêm", "added"), "changed": Label("đổi", "changed"), "removed": Label("bỏ", "removed")}
"""What a publication did with things."""
ERRORS = {
    404: Label("Không có ở đây", "Not here"),
    406: Label("Không có dạng đó", "No such form"),
    410: Label("Đã rút lại", "Withdrawn"),
}
ARCHIPELAGOS = {"20333": "Quần đảo Hoàng Sa", "22736": "Quần đảo Trường Sa"}
"""Codes of the special zones of 2025 that are the archipelagos, and what maps write there."""
CONCEPT_FIELDS = {
    "eventType": "event-types",
    "organizationType": "organization-types",
    "documentType": "document-types",
    "level": "place-levels",
    "partOfDay": "event-types",
}
TYPE_SCHEMES = {
    "events": "event-types", "organizations": "organization-types", "persons": "roles", "laws": "document-types",
    "places": "place-levels",
}  # fmt: skip
"""The scheme that the type of a thing of each kind is a concept of."""
MODES = {
    "OnlineEventAttendanceMode": Label("trực tuyến", "online"),
    "OfflineEventAttendanceMode": Label("trực tiếp", "in person"),
    "MixedEventAttendanceMode": Label("trực tiếp và trực tuyến", "in person and online"),
}


def day_vi(day: str) -> str:
    """A day, month or year of ISO 8601 as Vietnamese write it: "3/12/2020", "12/2020"."""
    return "/".join(part.lstrip("0") or part for part in reversed(day.split("-")))


def day_en(day: str) -> str:
    """The same in English: "3 December 2020", "December 2020"."""
    year, *rest = day.split("-")
    if not rest or not rest[0].isdigit() or not 1 <= int(rest[0]) <= 12:
        return day
    return " ".join([*(str(int(n)) for n in rest[1:2]), _MONTHS[int(rest[0]) - 1], year])


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


@lru_cache(maxsize=1)
def _schemes() -> tuple[dict[tuple[str, str], dict[str, str]], dict[tuple[str, str], str]]:
    """Preferred labels by language, and what the concepts of single bodies are under, by scheme and name."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    broader: dict[tuple[str, str], str] = {}
    for scheme in SCHEMES:
        for quad in ox.parse(resource(f"ontology/{scheme}.ttl").read_bytes(), ox.RdfFormat.TURTLE):
            subject, told = quad.subject, quad.object
            if not isinstance(subject, ox.NamedNode):
                continue
            name = subject.value.partition("#")[2]
            if quad.predicate == _PREFERRED and isinstance(told, ox.Literal):
                found.setdefault((scheme, name), {})[told.language or "vi"] = told.value
            elif quad.predicate == _BROADER and isinstance(told, ox.NamedNode) and _bundles(scheme, name):
                broader[scheme, name] = told.value.partition("#")[2]
    return found, broader


def _bundles(scheme: str, name: str) -> bool:
    return name.endswith(_KNOWN) or (scheme == "organization-types" and name in _BUNDLES)


def wider() -> dict[tuple[str, str], str]:
    """What a concept of bodies that is called after one of them (`ministry-known`) is shown as, by scheme and name."""
    return _schemes()[1]


@lru_cache(maxsize=1)
def concepts() -> dict[tuple[str, str], Label]:
    """Labels of the concepts of all schemes, by scheme and name; where one language is missing the other stands in."""
    found, broader = _schemes()
    found = found | {(scheme, name): found[scheme, other] for (scheme, name), other in broader.items()}
    return {
        key: Label(texts.get("vi", texts.get("en", key[1])), texts.get("en", texts.get("vi", key[1])))
        for key, texts in found.items()
    }


def concept(scheme: str, name: str) -> Label:
    """Label of a concept; its name where the scheme has none."""
    return concepts().get((scheme, name), Label(name, name))
