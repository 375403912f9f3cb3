"""Write registers.ttl: each register as a dcat:Dataset with source, licence, day read and digest.

    python ontology/registers/make/describe.py

The table below is the place to add a register; README.md says the same for people.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

REGISTERS = Path(__file__).parent.parent
READ = "2026-11-25"
MIT, CC_BY = "https://spdx.org/licenses/MIT", "https://creativecommons.org/licenses/by/4.0/"
UNICODE, APACHE = "https://spdx.org/licenses/Unicode-3.0", "https://spdx.org/licenses/Apache-2.0"
UNITS = "https://pypi.org/project/vietnamadminunits/1.0.4/"
GEONAMES, CLDR = "https://www.geonames.org/", "https://cldr.unicode.org/"
TABLE = (
    ("administrative-units", "units.csv", "Đơn vị hành chính Việt Nam", "Administrative units of Vietnam", UNITS, MIT),
    ("unit-successors", "unit-successors.csv", "Đơn vị hành chính sau sắp xếp năm 2025",
     "What administrative units became in 2025", UNITS, MIT),
    ("countries", "../countries.ttl", "Quốc gia và vùng lãnh thổ", "Countries and territories", CLDR, UNICODE),
    ("cities", "cities.csv", "Thành phố, bang, vùng ở nước ngoài", "Cities, states and regions abroad",
     GEONAMES, CC_BY),
    ("bodies", "bodies.csv", "Cơ quan, tổ chức", "Bodies that news names", "", APACHE),
    ("laws", "../laws.csv", "Văn bản quy phạm pháp luật theo Bộ pháp điển",
     "Legal documents as the official codification cites them", "https://phapdien.moj.gov.vn/", ""),
    ("laws-further", "laws-further.csv", "Bộ luật, luật khác", "Further codes and laws", "", APACHE),
)  # fmt: skip
HEAD = """# The registers of Tin Mở: source, licence, day read, digest. Written by make/describe.py.
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/tinmo/register/> .
"""


def described(name: str, path: str, vietnamese: str, english: str, source: str, licence: str) -> str:
    """One register as Turtle."""
    digest = hashlib.sha256((REGISTERS / path).read_bytes()).hexdigest()
    sources = f" ;\n    dcterms:source <{source}>" if source else ""
    licences = f" ;\n    dcterms:license <{licence}>" if licence else ""
    return f"""
<{name}> a dcat:Dataset ;
    dcterms:title "{vietnamese}"@vi, "{english}"@en{sources}{licences} ;
    dcterms:created "{READ}"^^xsd:date ;
    dcat:distribution <{name}#file> .
<{name}#file> a dcat:Distribution ;
    dcterms:identifier "{Path(path).name}" ;
    spdx:checksum <{name}#digest> .
<{name}#digest> a spdx:Checksum ;
    spdx:algorithm spdx:checksumAlgorithm_sha256 ;
    spdx:checksumValue "{digest}"^^xsd:hexBinary .
"""


if __name__ == "__main__":
    (REGISTERS / "registers.ttl").write_text(HEAD + "".join(described(*row) for row in TABLE), encoding="utf-8")
