"""The registers: each row is well formed, and what is certain stands in them."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, Namespace

from pipeline.ground.settings import resource
from pipeline.registers.bodies import BodyRegister, load_bodies
from pipeline.registers.cities import CityRegister, load_cities
from pipeline.registers.countries import CountryRegister, load_countries
from pipeline.registers.laws import LAWS, LawRegister, load_laws, number_key
from pipeline.registers.places import PlaceRegister, Unit, load_places
from pipeline.registers.registers import load_registers
from pipeline.vietnamese.text import name_key
from pipeline.vietnamese.words import load_word_classes
from tests.conftest import ANALYSER, ROOT

REGISTERS = ROOT / "ontology" / "registers"


def rows(name: str) -> list[dict[str, str]]:
    with (REGISTERS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def places() -> PlaceRegister:
    return load_places(load_word_classes())


def test_units_have_codes_of_their_own_parents_that_exist_and_points_in_vietnam(places: PlaceRegister) -> None:
    read = rows("units.csv")
    keys = [(row["era"], row["level"], row["code"]) for row in read]
    assert keys == sorted(set(keys))
    size = {"province": 2, "district": 3, "commune": 5}
    for unit in places.units.values():
        assert unit.code.isdigit()
        assert len(unit.code) == size[unit.level]
        assert (places.parent(unit) is None) == (unit.level == "province")
        assert places.parted(unit.name)[0], f"{unit.name} does not say what it is"
        assert name_key(unit.short) in name_key(unit.name)
    assert Counter((unit.era, unit.level) for unit in places.units.values()) == {
        ("until-2025", "province"): 63,
        ("until-2025", "district"): 696,
        ("until-2025", "commune"): 10035,
        ("since-2025", "province"): 34,
        ("since-2025", "commune"): 3321,
    }


def test_every_province_and_commune_became_something_and_is_made_of_something(places: PlaceRegister) -> None:
    for unit in places.units.values():
        became = [share for _, share in places.became(unit)]
        if unit.era == "since-2025":
            assert places.made_of(unit), f"{unit.name} ({unit.code}) is made of nothing"
        elif unit.level != "district":
            assert became == ["whole"] or (became[0] == "main" and set(became[1:]) == {"part"}), unit


def named(units: list[tuple[Unit, str]]) -> list[tuple[str, str]]:
    return [(unit.name, share) for unit, share in units]


def test_what_became_of_units_in_2025(places: PlaceRegister) -> None:
    binh_duong, phuc_xa = places.find("until-2025", "Bình Dương")[0], places.units["until-2025", "commune", "00001"]
    assert named(places.became(binh_duong)) == [("Thành phố Hồ Chí Minh", "whole")]
    assert named(places.became(phuc_xa)) == [("Phường Hồng Hà", "whole")]
    assert sorted(named(places.made_of(places.province("since-2025", "79")))) == [
        ("Thành phố Hồ Chí Minh", "whole"),
        ("Tỉnh Bà Rịa - Vũng Tàu", "whole"),
        ("Tỉnh Bình Dương", "whole"),
    ]
    con_dao = next(unit for unit in places.find("until-2025", "Côn Đảo") if unit.level == "district")
    assert named(places.became(con_dao)) == [("Đặc khu Côn Đảo", "whole")]


@pytest.fixture(scope="module")
def countries() -> CountryRegister:
    return load_countries()


def test_countries_have_codes_of_iso_3166_and_names_in_both_languages(countries: CountryRegister) -> None:
    known = list(countries.countries.values())
    assert len(known) == 250
    assert all(len(c.code) == 2 and c.code.isupper() and c.name and c.english for c in known)
    assert [c.code for c in known if len(c.alpha3) != 3] == ["XK"]
    assert len({c.alpha3 for c in known}) == len({c.geonames for c in known}) == 250
    names = Counter(key for c in known for key in {name_key(name) for name in (c.name, *c.others)})
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "code"),
    [("Mỹ", "US"), ("Hoa Kỳ", "US"), ("Anh", "GB"), ("Nga", "RU"), ("Triều Tiên", "KP"), ("CHDCND Triều Tiên", "KP"),
     ("Hàn Quốc", "KR"), ("Úc", "AU"), ("Cam-pu-chia", "KH"), ("Ả-rập Xê-út", "SA"), ("Samoa", "WS"), ("France", "FR"),
     ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "VN"), ("Congo", "CG"), ("CHDC Congo", "CD")],
)  # fmt: skip
def test_a_country_is_found_by_each_of_its_names(countries: CountryRegister, name: str, code: str) -> None:
    found = countries.find(name)
    assert found is not None
    assert found.code == code
    assert countries.by_code(found.alpha3) == countries.by_code(code.lower()) == found


def test_a_name_of_no_country_is_none(countries: CountryRegister) -> None:
    assert countries.find("Nghệ An") is None
    assert countries.by_code("ZZ") is None


@pytest.fixture(scope="module")
def cities() -> CityRegister:
    return load_cities()


def test_places_abroad_are_abroad_and_in_a_country_with_a_point_where_geonames_has_one(
    cities: CityRegister, countries: CountryRegister
) -> None:
    assert len(cities.cities) > 900
    numbers = [city.geonames for city in cities.cities if city.geonames]
    assert len(numbers) == len(set(numbers))
    for city in cities.cities:
        assert city.country != "VN"
        assert countries.by_code(city.country)
        assert city.name not in city.others
        if city.kind in {"capital", "city"}:
            assert city.geonames
            assert city.lat is not None
            assert city.long is not None
            assert -90 <= city.lat <= 90
            assert -180 <= city.long <= 180
    capitals = Counter(city.country for city in cities.cities if city.kind == "capital")
    assert set(capitals.values()) == {1}


@pytest.mark.parametrize(
    ("name", "country", "kind", "english"),
    [("Bắc Kinh", "CN", "capital", "Beijing"), ("Mát-xcơ-va", "RU", "capital", "Moscow"),
     ("Mátxcơva", "RU", "capital", "Moscow"), ("Luân Đôn", "GB", "capital", "London"),
     ("Washington", "US", "capital", "Washington"), ("Ankara", "TR", "capital", "Ankara"),
     ("Bình Nhưỡng", "KP", "capital", "Pyongyang"), ("Viêng Chăn", "LA", "capital", "Vientiane"),
     ("Thượng Hải", "CN", "city", "Shanghai"), ("Quảng Châu", "CN", "city", "Guangzhou"),
     ("Thâm Quyến", "CN", "city", "Shenzhen"), ("Sao Paulo", "BR", "city", "São Paulo"),
     ("Giơ-ne-vơ", "CH", "city", "Geneva"), ("California", "US", "state", "California"),
     ("Vân Nam", "CN", "region", "Yunnan")],
)  # fmt: skip
def test_a_place_abroad_is_found_by_the_names_news_uses(
    cities: CityRegister, name: str, country: str, kind: str, english: str
) -> None:
    found = cities.find(name)[0]
    assert (found.country, found.kind, found.english) == (country, kind, english)
    assert cities.find(name, country)[0] == found
    assert cities.find(name, "VN") == []


def test_names_of_vietnam_are_no_places_abroad_unless_doubtful(cities: CityRegister, places: PlaceRegister) -> None:
    provinces = {key for level in ("province", "district") for key in places.names(level)}
    same = {city.name for city in cities.cities if name_key(city.name) in provinces and not city.doubtful}
    assert same == set()
    assert cities.find("Hà Nam")[0].doubtful
    assert cities.find("Trùng Khánh")[0].doubtful  # a district of Cao Bằng until 2025
    assert cities.find("Hà Nội") == []


@pytest.fixture(scope="module")
def laws() -> LawRegister:
    return load_laws(load_word_classes())


def test_further_laws_are_new_and_their_days_in_order(laws: LawRegister) -> None:
    with (ROOT / LAWS).open(encoding="utf-8-sig", newline="") as file:
        own = {(row["kind"], number_key(row["number"])) for row in csv.DictReader(file)}
    further = rows("laws-further.csv")
    numbers = [(row["kind"], number_key(row["number"])) for row in further]
    assert len(numbers) == len(set(numbers))
    assert not own & set(numbers)
    for row in further:
        assert row["date_document"] <= row["first_date_entry_in_force"]
        assert row["date_no_longer_in_force"] == "" or row["first_date_entry_in_force"] < row["date_no_longer_in_force"]
        assert row["source"]
        assert row["replaces"] == "" or laws.by_number(row["replaces"], "luat")
    same_day = Counter((law.kind, name_key(law.title), law.in_force) for law in laws.laws if law.kind == "Luật")
    assert max(same_day.values()) == 1


@pytest.mark.parametrize(
    ("kind", "title", "day", "number"),
    [("bo-luat", "Hình sự", "2012-05-20", "15/1999/QH10"), ("bo-luat", "Hình sự", "2017-12-31", "15/1999/QH10"),
     ("bo-luat", "Hình sự", "2018-01-01", "100/2015/QH13"), ("bo-luat", "Hình sự", "1990-01-01", None),
     ("bo-luat", "dân sự", "2016-12-31", "33/2005/QH11"), ("bo-luat", "lao động", "2020-06-01", "10/2012/QH13"),
     ("bo-luat", "lao động", "2021-01-01", "45/2019/QH14"), ("luat", "Thanh niên", "2020-12-03", "53/2005/QH11"),
     ("luat", "Thanh niên", "2021-01-01", "57/2020/QH14"), ("luat", "Đất đai", "2024-07-31", "45/2013/QH13"),
     ("luat", "Đất đai", "2024-08-01", "31/2024/QH15"), ("luat", "Tố cáo", "2017-06-01", "03/2011/QH13"),
     ("luat", "Cư trú", "2022-01-01", "68/2020/QH14"), ("luat", "Căn cước công dân", "2024-07-01", None),
     ("luat", "Giao thông đường bộ", "2025-01-01", None), ("luat", "Bảo hiểm y tế", "2024-11-28", "25/2008/QH12"),
     ("luat", "Dân quân tự vệ", "2021-01-01", "48/2019/QH14"), ("luat", "Luật sư", "2017-01-01", "65/2006/QH11"),
     ("luat", "Khoa học và công nghệ", "2025-09-30", "29/2013/QH13"),
     ("luat", "Khoa học và công nghệ", "2025-10-01", None), ("luat", "Đất đai", "2026-06-01", None),
     ("nghi-dinh", "Thi đua", "2021-01-01", None)],
)  # fmt: skip
def test_the_law_of_a_title_that_was_in_force_on_a_day(
    laws: LawRegister, kind: str, title: str, day: str, number: str | None
) -> None:
    found = laws.in_force_on(kind, title, day)
    assert (found and found.number) == number


def test_a_document_is_found_by_its_short_number_and_year(laws: LawRegister) -> None:
    assert laws.by_number("55/2010/QH12") is None  # of a law and of a resolution
    assert laws.by_number("55/2010/QH12", "luat") == laws.by_title("luat", "An toàn thực phẩm", "2010")[0]
    assert laws.by_short_number("luat", "57", "2020") == laws.by_number("57/2020/QH14")
    assert laws.by_short_number("nghi-dinh", "57", "1890") is None


@pytest.fixture(scope="module")
def bodies() -> BodyRegister:
    return load_bodies()


def test_bodies_are_of_known_types_and_countries_and_their_days_are_in_order(
    bodies: BodyRegister, countries: CountryRegister
) -> None:
    read = rows("bodies.csv")
    assert len(bodies.bodies) == len(read) > 600
    types = {name for scheme, name in ANALYSER.lexicon.concepts if scheme == "organization-types"}
    for body in bodies.bodies.values():
        assert body.type in types
        assert body.country == "" or countries.by_code(body.country)
        assert body.name not in body.others
        assert len(set(body.acronyms)) == len(body.acronyms)
        for day in filter(None, (body.valid_from, body.valid_through)):
            assert date.fromisoformat((day + "-01-01")[:10])
        size = min(len(body.valid_from), len(body.valid_through))
        assert body.valid_from[:size] <= body.valid_through[:size]
        assert body.parent == "" or body.parent in bodies.bodies
        assert not body.replaced_by or body.valid_through, f"{body.name} is replaced, but has no last day"
        for successor in bodies.successors(body):
            size = min(len(successor.valid_from), len(body.valid_through))
            assert successor.valid_from == "" or successor.valid_from[:4] <= f"{int(body.valid_through[:4]) + 1}"


def test_no_body_is_its_own_successor_or_parent_round_about(bodies: BodyRegister) -> None:
    for body in bodies.bodies.values():
        above, seen = body, set()
        while above.parent:
            assert above.name not in seen
            seen.add(above.name)
            above = bodies.bodies[above.parent]
        assert body not in bodies.successors(body)


@pytest.mark.parametrize(
    ("name", "day", "found"),
    [("Bộ GD-ĐT", "2017-05-01", "Bộ Giáo dục và Đào tạo"), ("Bộ GD&ĐT", "2025-05-01", "Bộ Giáo dục và Đào tạo"),
     ("Bộ GTVT", "2025-02-28", "Bộ Giao thông vận tải"), ("Bộ GTVT", "2025-03-01", None),
     ("Bộ Nông nghiệp và Môi trường", "2025-03-01", "Bộ Nông nghiệp và Môi trường"),
     ("Bộ Nông nghiệp và Môi trường", "2024-03-01", None), ("TTXVN", "2017-01-01", "Thông tấn xã Việt Nam"),
     ("Bộ Thương mại", "2005-01-01", "Bộ Thương mại"), ("Bộ Thương mại", "2017-01-01", None),
     ("VCCI", "2017-01-01", "Phòng Thương mại và Công nghiệp Việt Nam"),
     ("VCCI", "2023-01-01", "Liên đoàn Thương mại và Công nghiệp Việt Nam"), ("VNA", "2017-01-01", None),
     ("Hội đồng Bảo an", "2017-01-01", "Hội đồng Bảo an Liên hợp quốc"),
     ("NHNN", "2025-05-01", "Ngân hàng Nhà nước Việt Nam"),
     ("NORAD", "2017-01-01", "Bộ Tư lệnh Phòng thủ Không gian Bắc Mỹ"), ("norad", "2017-01-01", None)],
)  # fmt: skip
def test_a_body_is_found_by_its_names_on_the_days_it_existed(
    bodies: BodyRegister, name: str, day: str, found: str | None
) -> None:
    body = bodies.find(name, day)
    assert (body and body.name) == found


@pytest.mark.parametrize(
    ("before", "since"),
    [("Bộ Kế hoạch và Đầu tư", "Bộ Tài chính"), ("Bộ Giao thông vận tải", "Bộ Xây dựng"),
     ("Bộ Thông tin và Truyền thông", "Bộ Khoa học và Công nghệ"), ("Ủy ban Dân tộc", "Bộ Dân tộc và Tôn giáo"),
     ("Bộ Lao động - Thương binh và Xã hội", "Bộ Nội vụ"), ("Bộ Thủy sản", "Bộ Nông nghiệp và Môi trường"),
     ("Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Nông nghiệp và Môi trường"),
     ("Bộ Tài nguyên và Môi trường", "Bộ Nông nghiệp và Môi trường"), ("Bộ Y tế", "Bộ Y tế")],
)  # fmt: skip
def test_the_ministries_of_2025(bodies: BodyRegister, before: str, since: str) -> None:
    assert [body.name for body in bodies.successors_on(bodies.bodies[before], "2025-03-01")] == [since]


def test_registers_are_read_once_and_only_when_asked_for() -> None:
    read: list[str] = []

    def resources(name: str) -> Path:
        read.append(name)
        return resource(name)

    registers = load_registers(resources)
    assert read == []
    assert registers.bodies is registers.bodies
    assert read == ["ontology/registers/bodies.csv"]
    assert registers.dictionary.words() > {"chiến tranh", "nghiên cứu"}
    assert registers.laws.laws
    assert registers.places.units
    assert registers.countries.countries
    assert registers.cities.cities
    assert len(read) == 9


def test_each_register_is_described_with_licence_day_and_the_digest_of_its_file() -> None:
    """Mended by `python ontology/registers/make/describe.py`."""
    graph = Graph().parse(REGISTERS / "registers.ttl")
    spdx = Namespace("http://spdx.org/rdf/terms#")
    found = {}
    for register in graph.subjects(RDF.type, DCAT.Dataset):
        file = graph.value(register, DCAT.distribution)
        assert graph.value(register, DCTERMS.created)
        assert graph.value(register, DCTERMS.license) or graph.value(register, DCTERMS.source)
        checksum = graph.value(graph.value(file, spdx.checksum), spdx.checksumValue)
        found[str(graph.value(file, DCTERMS.identifier))] = str(checksum).lower()
    paths = [*REGISTERS.glob("*.csv"), ROOT / "ontology" / "countries.ttl", ROOT / LAWS]
    assert found == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    page = (REGISTERS / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in paths if f"{path.name}`" not in page] == []
