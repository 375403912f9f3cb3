"""The tables of a publication: one a kind, with the columns that CSV, JSON, Parquet and data frames have alike.

What a column is called, its type in SQL and what it says, in both languages; the dictionary page shows the same.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.record.kinds import Label


class Column(NamedTuple):
    """A column: its name, its SQL type, the SQL that gives it, and what it says."""

    name: str
    type: str
    sql: str
    about: Label


_IRI = Column("iri", "VARCHAR", "t.id", Label("IRI của điều này", "IRI of the thing"))
_NAME = Column("name", "VARCHAR", "t.name", Label("Tên chính", "Preferred name"))
_DAY = Column(
    "day",
    "DATE",
    "t.day",
    Label("Ngày của điều này, nếu không thì của bài đầu tiên", "Its own day, else that of the first article"),
)
_ARTICLES = Column("articles", "BIGINT", "t.articles", Label("Số bài nêu tên", "Articles that name it"))
_FIRST = Column(
    "first_seen", "DATE", "t.first", Label("Ngày bài đầu tiên nêu tên", "Day of the first article that names it")
)
_LAST = Column(
    "last_seen", "DATE", "t.last", Label("Ngày bài cuối cùng nêu tên", "Day of the last article that names it")
)
_SURE = Label("Độ tin cậy của điều chắc nhất, 0 đến 1", "Confidence of its surest fact, 0 to 1")
_CONFIDENCE = Column("confidence", "DOUBLE", "t.sure", _SURE)
_PROVINCE = (
    Column("province", "VARCHAR", "v.name", Label("Tỉnh, thành phố, hoặc nước", "Province, or country")),
    Column("province_iri", "VARCHAR", "v.id", Label("IRI của tỉnh hoặc nước", "IRI of the province or country")),
)


def _about(name: str, vi: str, en: str) -> tuple[Column, Column]:
    return (
        Column(name, "VARCHAR", "o.name", Label(vi, en)),
        Column(f"{name}_iri", "VARCHAR", "o.id", Label(f"IRI: {vi}", f"IRI: {en}")),
    )


def _type(vi: str, en: str) -> Column:
    return Column("type", "VARCHAR", "t.type", Label(f"{vi} (khái niệm)", f"{en} (a concept)"))


COLUMNS: dict[str, tuple[Column, ...]] = {
    "articles": (
        Column("iri", "VARCHAR", "t.id", Label("IRI của bài", "IRI of the article")),
        Column("headline", "VARCHAR", "t.headline", Label("Tiêu đề", "Headline")),
        Column("day", "DATE", "t.day", Label("Ngày đăng", "Day of publication")),
        Column("publisher", "VARCHAR", "t.publisher", Label("Báo", "Newspaper")),
        Column("url", "VARCHAR", "t.url", Label("Địa chỉ ở báo", "Address at the newspaper")),
        Column("named", "BIGINT", "(SELECT count(*) FROM mention m WHERE m.article = t.id)",
               Label("Số điều được nêu tên", "How many things it names")),
    ),
    "events": (_IRI, _NAME, _DAY, _ARTICLES, _type("Loại sự kiện", "Type of event"),
               *_about("place", "Nơi, hoặc tổ chức đứng ra", "Place, or who organized it"), *_PROVINCE,
               _FIRST, _LAST, _CONFIDENCE),
    "organizations": (_IRI, _NAME, _DAY, _ARTICLES, _type("Loại tổ chức", "Type of organization"),
                      *_about("part_of", "Thuộc tổ chức hoặc địa bàn", "Body or area that it is part of"), *_PROVINCE,
                      _FIRST, _LAST, _CONFIDENCE),
    "persons": (_IRI, _NAME, _DAY, _ARTICLES, _type("Chức vụ được nêu nhiều nhất", "Role that is shown most"),
                Column("role", "VARCHAR", "t.role", Label("Chức vụ theo lời báo", "The role in the newspaper's words")),
                Column("former", "BOOLEAN", "t.former = 1",
                       Label("Báo viết là chức vụ cũ", "Whether it is shown as past")),
                *_about("organization", "Cơ quan của chức vụ", "Body of the role"), *_PROVINCE,
                _FIRST, _LAST, _CONFIDENCE),
    "laws": (_IRI, _NAME, _DAY, _ARTICLES, _type("Loại văn bản", "Type of document"),
             Column("number", "VARCHAR", "t.number", Label("Số hiệu", "Official number")),
             *_about("passed_by", "Cơ quan ban hành", "Who passed it"), _FIRST, _LAST, _CONFIDENCE),
    "places": (_IRI, _NAME, _DAY, _ARTICLES, _type("Cấp", "Level"),
               Column("code", "VARCHAR", "t.number",
                      Label("Mã của Tổng cục Thống kê", "General Statistics Office code")),
               *_about("within", "Nằm trong", "Place that it lies in"), *_PROVINCE, _FIRST, _LAST,
               Column("lat", "DOUBLE", "CAST(json_extract(t.fields, '$.lat') AS REAL)",
                      Label("Vĩ độ (WGS 84)", "Latitude (WGS 84)")),
               Column("long", "DOUBLE", "CAST(json_extract(t.fields, '$.long') AS REAL)",
                      Label("Kinh độ (WGS 84)", "Longitude (WGS 84)"))),
}  # fmt: skip
IRIS = frozenset(
    column.name
    for columns in COLUMNS.values()
    for column in columns
    if column.name == "iri" or column.name.endswith("_iri")
)
"""Columns whose values are IRIs, written in full."""
BOOLEANS = frozenset(c.name for columns in COLUMNS.values() for c in columns if c.type == "BOOLEAN")
