"""The registers: each row is well formed, and what is certain stands in them."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from pipeline.registers.places import PlaceRegister, Unit, load_places
from pipeline.vietnamese.text import name_key
from tests.conftest import ROOT

REGISTERS = ROOT / "ontology" / "registers"


def rows(name: str) -> list[dict[str, str]]:
    with (REGISTERS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def places() -> PlaceRegister:
    return load_places()


def test_units_have_codes_of_their_own_parents_that_exist_and_points_in_vietnam(places: PlaceRegister) -> None:
    read = rows("units.csv")
    keys = [(row["era"], row["level"], row["code"]) for row in read]
    assert keys == sorted(set(keys))
    size = {"province": 2, "district": 3, "commune": 5}
    for unit in places.units.values():
        assert unit.code.isdigit()
        assert len(unit.code) == size[unit.level]
        assert (places.parent(unit) is None) == (unit.level == "province")
        assert unit.kind, f"{unit.name} does not say what it is"
        assert name_key(unit.short) in name_key(unit.name)
    assert Counter((unit.era, unit.level) for unit in places.units.values()) == {
        ("until-2025", "province"): 63, ("until-2025", "district"): 696, ("until-2025", "commune"): 10035,
        ("since-2025", "province"): 34, ("since-2025", "commune"): 3321,
    }  # fmt: skip


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
        ("Thành phố Hồ Chí Minh", "whole"), ("Tỉnh Bà Rịa - Vũng Tàu", "whole"), ("Tỉnh Bình Dương", "whole"),
    ]  # fmt: skip
    con_dao = next(unit for unit in places.find("until-2025", "Côn Đảo") if unit.level == "district")
    assert named(places.became(con_dao)) == [("Đặc khu Côn Đảo", "whole")]
