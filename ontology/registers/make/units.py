"""Write units.csv and unit-successors.csv from the package vietnamadminunits (MIT), which is no run-time dependency.

    pip install --target LIB --no-deps vietnamadminunits==1.0.4
    PYTHONPATH=LIB python ontology/registers/make/units.py

The package is data here (its SQLite file and its conversion table); its code, which needs Unidecode (GPL), is not run.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

REGISTERS = Path(__file__).parent.parent
UNIT = ("era", "level", "code", "name", "short", "within", "lat", "long")
SUCCESSOR = ("level", "code", "successor", "share")


def data_folder() -> Path:
    """Where the package keeps its data; the package itself is not imported."""
    found = importlib.util.find_spec("vietnamadminunits")
    if found is None or found.origin is None:
        raise SystemExit("vietnamadminunits is not installed: see the first lines of this file")
    return Path(found.origin).parent / "data"


def units(store: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Rows of units.csv: all provinces, districts and communes of both eras, by era, level and code."""
    found: dict[tuple[str, str, str], tuple[object, ...]] = {}

    def add(era: str, level: str, code: str, name: str, short: str, within: str, lat: float, long: float) -> None:
        if code and name:
            short = short.partition(" (")[0] if short and not short.isdigit() else name  # "Kỳ Anh (Thị xã)"
            found.setdefault((era, level, code), (era, level, code, name, short, within, lat, long))

    columns = (
        "province, provinceShort, provinceCode, provinceLat, provinceLon, ward, wardShort, wardCode, wardLat, wardLon"
    )
    for p, ps, pc, plat, plon, w, ws, wc, wlat, wlon in store.execute(f"SELECT {columns} FROM admin_units"):
        add("since-2025", "province", pc, p, ps, "", plat, plon)
        add("since-2025", "commune", wc, w, ws, pc, wlat, wlon)
    columns += ", district, districtShort, districtCode, districtLat, districtLon"
    for p, ps, pc, plat, plon, w, ws, wc, wlat, wlon, d, ds, dc, dlat, dlon in store.execute(
        f"SELECT {columns} FROM admin_units_legacy"
    ):
        add("until-2025", "province", pc, p, ps, "", plat, plon)
        add("until-2025", "district", dc, d, ds, pc, dlat, dlon)
        add("until-2025", "commune", wc, w, ws, dc, wlat, wlon)
    return [found[key] for key in sorted(found)]


def successors(store: sqlite3.Connection, conversion: dict[str, dict[str, Any]]) -> list[tuple[str, str, str, str]]:
    """Rows of unit-successors.csv: what each province and commune of before 1 July 2025 became.

    share: "whole" of it, or where it was divided its "main" and other "part"s. Five island districts had no communes
    and became communes themselves.
    """
    old, new = {}, {}
    for p, d, w, code, district, province in store.execute(
        "SELECT provinceKey, districtKey, wardKey, wardCode, districtCode, provinceCode FROM admin_units_legacy"
    ):
        old[f"{p}_{d}_{w or ''}"] = ("commune", code) if code else ("district", district)
        old[p] = ("province", province)
    for p, w, code, province in store.execute("SELECT provinceKey, wardKey, wardCode, provinceCode FROM admin_units"):
        new[f"{p}_{w}"], new[p] = code, province
    rows = {(*old[o], new[n], "whole") for n, olds in conversion["DICT_PROVINCE"].items() for o in olds}
    for province, wards in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        rows |= {(*old[o], new[f"{province}_{ward}"], "whole") for ward, olds in wards.items() for o in olds}
    for province, divided in conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for o, parts in divided.items():
            for part in parts:
                share = "main" if part["isDefaultNewWard"] else "part"
                rows.add((*old[o], new[f"{province}_{part['newWardKey']}"], share))
    return sorted(rows)


def write(name: str, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Write a register, lines ended by \\n."""
    with (REGISTERS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Read the package's data once."""
    folder = data_folder()
    store = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
    conversion = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    write("units.csv", UNIT, units(store))
    write("unit-successors.csv", SUCCESSOR, successors(store, conversion))
    store.close()


if __name__ == "__main__":
    main()
