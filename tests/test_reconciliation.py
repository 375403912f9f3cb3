"""The reconciliation service: what its specification asks, and no name taken for what it may not be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from pipeline.ground.settings import Settings
from pipeline.server.app import application
from pipeline.server.limits import Limits
from pipeline.server.openapi.document import document
from pipeline.server.reconciliation.wording import readings
from tests.conftest import BASE, publish
from tests.services import needs_package, tinmo_serve

TEXTS = (
    "Ông Nguyễn Văn Hùng, Giám đốc Sở Y tế tỉnh Nghệ An, trả lời báo chí.",
    "Ông Nguyễn Văn Hùng, Chủ tịch UBND tỉnh Hà Tĩnh, chủ trì cuộc họp.",
    "Bà Lê Thị Bình, Giám đốc Sở Y tế tỉnh Hà Tĩnh, dự cuộc họp. Bộ trưởng Bộ Y tế Trần Minh Đức gửi thư.",
)
LAN, SO_Y_TE = "Trần Thị Lan", "organization/so-y-te-hung-yen#id"
LAW = "eli/vn/luat/2023/15-2023-qh15#id"


@pytest.fixture(scope="module")
def namesakes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("namesakes")
    lines = [
        json.dumps({"id": str(n), "published": "2025-05-01", "title": f"Tin {n}", "text": text})
        for n, text in enumerate(TEXTS)
    ]
    (place / "three.jsonl").write_text("\n".join(lines), encoding="utf-8")
    publish(place / "three.jsonl", place / "output", place / "work")
    return place / "output"


@pytest.fixture(scope="module")
def client(newsroom: Path) -> Iterator[TestClient]:
    limits = Limits(engines=1, batch=5, batch_bytes=10_000, extended=3)
    with TestClient(application(newsroom, limits=limits), follow_redirects=False) as found:
        yield found


@pytest.fixture(scope="module")
def two(namesakes: Path) -> Iterator[TestClient]:
    with TestClient(application(namesakes, limits=Limits(engines=1))) as found:
        yield found


def ask(client: TestClient, query: str | None, kind: str = "", **known: Any) -> list[dict[str, Any]]:
    """The candidates of one query, checked against the schemas of the service."""
    asked: dict[str, Any] = {"properties": [{"pid": pid, "v": v} for pid, v in known.items()]} if known else {}
    asked |= {"query": query} if query is not None else {}
    asked |= {"type": kind} if kind else {}
    holds("Queries", {"q": asked})
    reply = client.post("/reconcile", data={"queries": json.dumps({"q": asked})})
    assert reply.status_code == 200, reply.text
    holds("Results", reply.json())
    return list(reply.json()["q"]["result"])


SCHEMAS = document(Settings())["components"]


def holds(schema: str, found: Any) -> None:
    """What is found is as the specification says (https://reconciliation-api.github.io/specs/0.2/)."""
    wanted = {"$ref": f"#/components/schemas/{schema}", "components": SCHEMAS}
    assert [error.message for error in Draft202012Validator(wanted).iter_errors(found)] == []


def matched(found: list[dict[str, Any]]) -> str | None:
    """The identifier of the one that is surely meant."""
    sure = [candidate["id"] for candidate in found if candidate["match"]]
    assert len(sure) <= 1
    assert not sure or sure[0] == found[0]["id"]
    return sure[0] if sure else None


def test_without_a_question_it_says_what_it_is(client: TestClient) -> None:
    reply = client.get("/reconcile", headers={"Origin": "https://openrefine.example"})
    holds("Manifest", manifest := reply.json())
    assert reply.headers["access-control-allow-origin"] == "*"
    assert manifest["identifierSpace"] == BASE
    assert client.get("/reconcile", headers={"Accept-Language": "en"}).json()["defaultTypes"][2]["name"] == "Person"
    services = [service["service_url"] + service["service_path"] for service in manifest["suggest"].values()]
    for address in (manifest["logo"], manifest["documentation"], *services):
        assert client.get(address).status_code == 200, address


def test_behind_another_scheme_its_addresses_are_those_of_the_base(client: TestClient) -> None:
    manifest = client.get("/reconcile", headers={"Host": "tinmo.example"}).json()
    assert manifest["preview"]["url"] == f"{BASE}reconcile/preview?id={{{{id}}}}"


@pytest.mark.parametrize(
    ("name", "known", "thing"),
    [
        ("Luật số 15/2023/QH15", {}, LAW),
        ("15/2023/QH15", {}, LAW),
        (f"{BASE}{LAW}", {}, LAW),
        (LAW, {}, LAW),
        ("Luật Khám bệnh, chữa bệnh", {}, None),
        ("Luật Khám bệnh, chữa bệnh", {"number": "15/2023/QH15"}, LAW),
        ("Sở Y tế tỉnh Hưng Yên", {}, SO_Y_TE),
        ("Sở Y tế Hưng Yên", {}, SO_Y_TE),
        ("so y te hung yen", {}, SO_Y_TE),
        ("Sở Y tế", {}, None),
        ("Sở Y tế", {"province": "Hưng Yên"}, None),
        ("BCA", {}, None),
        ("Hoa Kỳ", {}, "place/country/us#id"),
        ("Mỹ", {}, "place/country/us#id"),
        ("Tỉnh Hưng Yên", {}, None),
        ("Tỉnh Hưng Yên", {"validFrom": "1/7/2025"}, "place/vn/since-2025/33#id"),
    ],
)
def test_what_identifies_a_thing_is_a_match_and_less_is_not(
    client: TestClient, name: str, known: dict[str, Any], thing: str | None
) -> None:
    assert matched(ask(client, name, **known)) == thing


@pytest.mark.parametrize(
    ("name", "known", "sure"),
    [
        (LAN, {}, False),
        ("tran thi lan", {}, False),
        (f"Giám đốc {LAN}", {}, False),
        (LAN, {"organization": "Sở Y tế tỉnh Hưng Yên"}, True),
        (LAN, {"organization": {"id": SO_Y_TE}}, True),
        (f"Bà {LAN}", {"organization": "Sở Y tế Hưng Yên"}, True),
        (LAN, {"role": "giám đốc"}, False),
        (LAN, {"role": "director", "province": "Hưng Yên"}, True),
        (LAN, {"organization": "Bộ Công an"}, False),
        (LAN, {"organization": "Sở Y tế"}, False),
        (LAN, {"organization": "Sở Y tế Hưng Yên", "province": "Nghệ An"}, False),
        (LAN, {"role": "Giám đốc", "province": "Hưng Yên"}, True),
        (LAN, {"organization": ""}, False),
    ],
)
def test_a_person_is_matched_by_name_and_body_never_by_a_name_alone(
    client: TestClient, name: str, known: dict[str, Any], sure: bool
) -> None:
    found = ask(client, name, "Person", **known)
    assert found[0]["name"] == LAN
    assert (matched(found) is not None) is sure


def test_of_namesakes_the_one_is_meant_of_whom_something_else_is_true(two: TestClient) -> None:
    assert len({c["id"] for c in ask(two, "Nguyễn Văn Hùng", "Person")}) == 2
    assert matched(ask(two, "Nguyễn Văn Hùng", "Person")) is None
    first = matched(ask(two, "Nguyễn Văn Hùng", "Person", organization="Sở Y tế tỉnh Nghệ An"))
    other = matched(ask(two, "Ông Nguyễn Văn Hùng", "Person", organization="UBND tỉnh Hà Tĩnh"))
    assert first is not None
    assert other not in {None, first}
    assert matched(ask(two, "Nguyễn Văn Hùng", "Person", organization="Bộ Y tế")) is None


def test_a_body_without_its_province_is_none_of_those_that_there_are(two: TestClient) -> None:
    found = ask(two, "Sở Y tế", "Organization")
    assert matched(found) is None
    assert {c["name"] for c in found} >= {"Sở Y tế tỉnh Nghệ An", "Sở Y tế tỉnh Hà Tĩnh"}


def test_a_name_is_read_without_its_office_and_with_its_acronym_written_out() -> None:
    texts = [reading.text for reading in readings("Ông Trần Văn An")]
    assert texts == ["ông trần văn an", "trần văn an"]
    assert "ủy ban nhân dân tỉnh hà tĩnh" in [reading.text for reading in readings("UBND tỉnh Hà Tĩnh")]
    assert ("trần minh đức", "bộ trưởng") in [(r.text, r.role) for r in readings("Bộ trưởng Trần Minh Đức")]


def test_candidates_stand_by_score_and_say_what_it_is_made_of(client: TestClient) -> None:
    found = ask(client, LAN, organization="Sở Y tế tỉnh Hưng Yên")
    assert [c["score"] for c in found] == sorted((c["score"] for c in found), reverse=True)
    assert {f["id"]: f["value"] for f in found[0]["features"]} == {
        "name": 1.0,
        "articles": 2,
        "property_organization": 1.0,
    }
    assert ask(client, LAN, organization="Bộ Công an")[0]["score"] < found[0]["score"]


@pytest.mark.parametrize("kind", ["Person", "Organization", "Place", "Law", "Event", "organization-types#state-body"])
def test_a_type_holds_all_that_is_below_it_and_nothing_else(client: TestClient, kind: str) -> None:
    found = ask(client, "Sở Y tế tỉnh Hưng Yên", kind)
    named = {t["id"] for c in found for t in c["type"]}
    assert bool(SO_Y_TE in {c["id"] for c in found}) is (kind in {"Organization", "organization-types#state-body"})
    assert named <= {"Organization", "organization-types#department"} or kind not in {"Organization"}


def test_what_is_known_finds_things_without_a_name(client: TestClient) -> None:
    found = ask(client, None, "Person", organization={"id": SO_Y_TE})
    assert {c["name"] for c in found} == {LAN, "Lê Văn Bình"}
    assert matched(found) is None


@pytest.mark.parametrize(
    ("queries", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ('{"q": "x"}', 400),
        ('{"q": {}}', 400),
        ('{"q": {"query": 3}}', 400),
        ('{"q": {"query": "x", "type": "Planet"}}', 400),
        ('{"q": {"query": "x", "limit": 0}}', 400),
        ('{"q": {"query": "x", "properties": [{"pid": "role"}]}}', 400),
        ("[" * 3000, 400),
        (json.dumps({str(n): {"query": "x"} for n in range(6)}), 413),
        (json.dumps({"q": {"query": "x" * 20_000}}), 413),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(client: TestClient, queries: str, status: int) -> None:
    reply = client.post("/reconcile", data={"queries": queries})
    assert reply.status_code == status
    holds("Error", reply.json())


def test_only_forms_are_read(client: TestClient) -> None:
    assert client.post("/reconcile", json={"queries": {}}).status_code == 415
    assert client.post("/reconcile", data={"other": "x"}).status_code == 400
    assert client.options("/reconcile").headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_odd_names_find_nothing_and_break_nothing(client: TestClient) -> None:
    for name in ('"', "*", "NEAR(", "a OR b", "\ud83d", "%", "' --", "x" * 5000, "//", "#id"):
        assert matched(ask(client, name)) is None, name


def test_names_and_types_and_properties_are_suggested(client: TestClient) -> None:
    for which, schema, prefix, wanted in (
        ("entity", "Entity", "sở y", SO_Y_TE),
        ("entity", "Entity", SO_Y_TE, SO_Y_TE),
        ("type", "Type", "tổ ch", "Organization"),
        ("type", "Type", "minis", "organization-types#ministry"),
        ("property", "Property", "province", "province"),
        ("property", "Property", "mã", "code"),
    ):
        found = client.get(f"/reconcile/suggest/{which}", params={"prefix": prefix}).json()["result"]
        for one in found:
            holds(schema, one)
        assert wanted in [one["id"] for one in found][:5], prefix
    first = client.get("/reconcile/suggest/type?prefix=").json()["result"]
    assert client.get("/reconcile/suggest/type?prefix=&cursor=1").json()["result"][0] == first[1]
    assert client.get("/reconcile/suggest/type?prefix=&cursor=-1").status_code == 400


def test_data_are_extended_by_the_columns_of_the_tables_and_the_links(client: TestClient) -> None:
    person = ask(client, LAN, "Person")[0]["id"]
    proposed = client.get("/reconcile/properties", params={"type": "Person", "lang": "en"}).json()
    assert {"role", "organization", "province", "offices", "last_seen"} <= {p["id"] for p in proposed["properties"]}
    wanted = ("role", "organization", "articles", "last_seen", "iri", "former")
    asked = {"ids": [person, SO_Y_TE, "no/such#id"], "properties": [{"id": name} for name in wanted]}
    holds("Extend", asked)
    found = client.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    holds("Extended", found)
    assert found["rows"][person] == {
        "role": [{"str": "Giám đốc"}],
        "organization": [{"id": SO_Y_TE, "name": "Sở Y tế tỉnh Hưng Yên"}],
        "articles": [{"int": 2}],
        "last_seen": [{"date": "2025-05-20T00:00:00Z"}],
        "iri": [{"str": BASE + person}],
        "former": [{"str": "false"}],
    }
    assert found["rows"]["no/such#id"] == {p["id"]: [] for p in asked["properties"]}
    assert client.get("/reconcile", params={"extend": json.dumps(asked)}).json() == found
    assert client.get("/reconcile", params={"extend": '{"ids": [], "properties": [{"id": "x"}]}'}).status_code == 400


def test_every_proposed_property_can_be_fetched(client: TestClient) -> None:
    for kind in ("Event", "Organization", "Person", "Law", "Place"):
        proposed = client.get("/reconcile/properties", params={"type": kind}).json()["properties"]
        some = client.get("/reconcile/suggest/entity", params={"prefix": "h", "type": kind}).json()["result"]
        asked = {"ids": [one["id"] for one in some][:3], "properties": [{"id": p["id"]} for p in proposed]}
        holds("Extended", client.get("/reconcile", params={"extend": json.dumps(asked)}).json())


def test_a_preview_is_a_page_for_a_frame_without_scripts(client: TestClient) -> None:
    reply = client.get("/reconcile/preview", params={"id": SO_Y_TE, "lang": "en"})
    assert reply.status_code == 200
    assert "frame-ancestors *" in reply.headers["content-security-policy"]
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "Sở Y tế tỉnh Hưng Yên" in reply.text
    assert "<script" not in reply.text
    assert client.get("/reconcile/preview?id=no/such").status_code == 404
    assert client.get("/reconcile/view", params={"id": SO_Y_TE}).headers["location"] == "/organization/so-y-te-hung-yen"
    assert client.get("/reconcile/view?id=//elsewhere.example").status_code == 404


@pytest.mark.clients
@needs_package("reconciler", "pandas")
def test_a_client_of_others_matches_a_column_of_a_table(newsroom: Path) -> None:
    import pandas as pd
    from reconciler import reconcile

    table = pd.DataFrame({"name": [LAN, "Lê Văn Bình"], "body": ["Sở Y tế tỉnh Hưng Yên", "Bộ Công an"]})
    with tinmo_serve(newsroom) as address:
        found = reconcile(
            table["name"],
            type_id="Person",
            property_mapping={"organization": table["body"]},
            reconciliation_endpoint=f"{address}reconcile",
        )
    assert list(found["name"]) == [LAN, "Lê Văn Bình"]
    assert list(found["match"]) == [True, False]
    assert set(found["type_id"]) == {"Person"}
