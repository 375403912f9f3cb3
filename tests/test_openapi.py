"""openapi.json: valid, and whole: every route of the server and every file of a publication is described as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.routing import Route
from starlette.testclient import TestClient

from pipeline.server.app import Application, application
from pipeline.server.limits import Limits
from pipeline.server.openapi import services
from tests.services import needs_package

KEPT = {"index.db", "manifest-sha256.txt", "404.html", "_headers", "feed/log.jsonl"}
"""Files of a publication that no address of the server gives."""


@pytest.fixture(scope="module")
def app(newsroom: Path) -> Application:
    return application(newsroom, limits=Limits(engines=1))


@pytest.fixture(scope="module")
def client(app: Application) -> Iterator[TestClient]:
    with TestClient(app, follow_redirects=False) as found:
        yield found


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    return dict(client.get("/openapi.json").json())


def pattern(path: str) -> re.Pattern[str]:
    """The addresses that a path stands for."""
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))


def operation(described: dict[str, Any], path: str) -> dict[str, Any] | None:
    """The GET that describes an address: the path without parameters before those with, the fewest first."""
    if path in described["paths"]:
        return described["paths"][path].get("get")
    found = [p for p in described["paths"] if pattern(p).fullmatch(path)]
    found.sort(key=lambda p: (p.count("{"), -len(p)))
    return described["paths"][found[0]].get("get") if found else None


@needs_package("openapi_spec_validator")
def test_the_document_is_valid(described: dict[str, Any]) -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator

    OpenAPIV31SpecValidator(described).validate()


def test_every_operation_has_a_name_of_its_own(described: dict[str, Any]) -> None:
    names = [get["operationId"] for item in described["paths"].values() for get in item.values()]
    assert len(names) == len(set(names)) > 100
    assert {tag for item in described["paths"].values() for get in item.values() for tag in get["tags"]} == {
        tag["name"] for tag in described["tags"]
    }


def test_every_route_of_the_application_is_described(app: Application, described: dict[str, Any]) -> None:
    routes = [route for route in app._routes().routes if isinstance(route, Route) and "{path:path}" not in route.path]
    assert len(routes) > 10
    for route in routes:
        methods = {method.lower() for method in route.methods or ()} - {"head"}
        assert methods <= set(described["paths"].get(route.path, {})), route.path


def test_every_file_of_a_publication_is_described_and_answered_so(
    client: TestClient, described: dict[str, Any], newsroom: Path
) -> None:
    files = [path.relative_to(newsroom).as_posix() for path in newsroom.rglob("*") if path.is_file()]
    paths = sorted(f"/{path}" for path in files if path not in KEPT and path.split("/")[0] not in {"store", ".release"})
    assert len(paths) > 150
    wrong = []
    for path in paths:
        reply, get = client.get(path), operation(described, path)
        answer = get["responses"].get(str(reply.status_code)) if get else None
        kind = reply.headers.get("content-type", "").partition(";")[0]
        if answer is None or kind not in answer.get("content", {"": {}}):
            wrong.append((path, reply.status_code, kind))
    assert wrong == []


def test_json_that_is_answered_is_as_it_is_described(client: TestClient, described: dict[str, Any]) -> None:
    checked = 0
    for path, item in described["paths"].items():
        schema = item["get"]["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema")
        if not schema or "{" in path or "404" in item["get"]["responses"]:
            continue
        reply = client.get(
            path,
            params={"q": "y te", "prefix": "s", "a": "organization/so-y-te-hung-yen"},
            headers={"Accept": "application/json"},
        )
        assert reply.status_code == 200, path
        whole = {**schema, "components": described["components"]}
        assert list(Draft202012Validator(whole).iter_errors(reply.json())) == [], path
        checked += 1
    assert checked > 15


def test_problems_are_those_that_are_described(client: TestClient, described: dict[str, Any]) -> None:
    for path, accept, status in (
        ("/person/nobody/at-all", "text/html", 404),
        ("/persons", "image/png", 406),
        ("/search", "image/png", 406),
        ("/reconcile/suggest/entity?cursor=x", "*/*", 400),
        ("/reconcile/properties?type=x", "*/*", 404),
        ("/reconcile/preview?id=x", "*/*", 404),
        ("/reconcile/view?id=x", "*/*", 404),
        ("/sparql?query=x", "*/*", 400),
        ("/feed", "text/turtle", 406),
        ("/reconcile?queries=x", "*/*", 400),
    ):
        reply, get = client.get(path, headers={"Accept": accept}), operation(described, path.partition("?")[0])
        assert get is not None
        assert reply.status_code == status, path
        assert str(status) in get["responses"], path


def test_types_and_properties_are_those_of_the_service(client: TestClient) -> None:
    known = services.components()
    for which, name in (("type", "TypeId"), ("property", "PropertyId")):
        found: list[str] = []
        while page := client.get(f"/reconcile/suggest/{which}?prefix=&cursor={len(found)}").json()["result"]:
            found += [one["id"] for one in page]
        assert sorted(found) == sorted(known[name]["enum"])


def test_the_pages_lead_to_it(client: TestClient) -> None:
    assert 'href="api.html"' in client.get("/").text
    assert "openapi.json" in client.get("/api.html").text
    assert json.loads(client.get("/openapi.json").text)["openapi"].startswith("3.1")
