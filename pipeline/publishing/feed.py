"""The feed: a Linked Data Event Stream of versions of articles and things (https://w3id.org/ldes/specification).

`feed/log.jsonl` is the truth, one member a line, only ever added to; the pages are made from it, in Turtle and JSON-LD.
A page is closed at PAGE_MEMBERS members and never changes again. Closed pages hang, GROUP at a time, under group pages
that are closed as well; only the root `feed/index` changes: it has the members of no page yet and the way to all pages,
each with the time of its first and last member. All versions are kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from pipeline.ground.clock import timestamp
from pipeline.ground.files import read_lines, replacing, write_lines
from pipeline.ground.settings import Settings
from pipeline.publishing import descriptions
from pipeline.publishing.authority import read_authority
from pipeline.record import rdf
from pipeline.record.document import json_line

Json = dict[str, Any]
PAGE_MEMBERS = 100
GROUP = 100
"""Pages in a group."""
LOG = "feed/log.jsonl"
_LEFT_OUT = frozenset({"tinmo:evidence", "prov:wasGeneratedBy", "tinmo:reportsStatement", "schema:text"})
"""Of an article's claims, what its own document has and its version has not."""


def update(output: Path, store: ox.Store, settings: Settings, moment: datetime) -> int:
    """Add a member for each article and thing that is new, other than before, or gone; write the pages.

    Returns how many were added; the same publication twice adds none.
    """
    path = output / LOG
    lines = [*read_lines(path)] if path.exists() else []
    known: dict[str, str] = {}
    for member in map(json.loads, lines):
        if member["how"] == "Delete":
            known.pop(member["object"], None)
        else:
            known[member["object"]] = member["digest"]
    at = timestamp(moment)
    added = [json_line(member) for member in _members(output, store, settings, known, at)]
    if added or not path.exists():
        write_lines(path, [*lines, *added])
    write_pages(output, settings)
    return len(added)


def _members(output: Path, store: ox.Store, settings: Settings, known: dict[str, str], at: str) -> Iterator[Json]:
    alive = set()
    for iri in _published(output):
        alive.add(iri)
        node = _version(store, iri, settings)
        digest = hashlib.blake2b(json_line(node).encode(), digest_size=8).hexdigest()
        if known.get(iri) != digest:
            how = "Update" if iri in known else "Create"
            yield {"object": iri, "at": at, "how": how, "digest": digest, "node": node}
    for iri in sorted(known.keys() - alive):
        yield {"object": iri, "at": at, "how": "Delete", "digest": "", "node": {}}


def _published(output: Path) -> Iterator[str]:
    for line in read_lines(output / "records.jsonl"):
        yield json.loads(line)["id"]
    for entry in read_authority(output):
        yield entry["id"]


def _version(store: ox.Store, iri: str, settings: Settings) -> Json:
    """The claims whose subject is the thing, as a JSON-LD node with absolute IRIs and no @id."""
    found = descriptions.nodes(descriptions.own_claims(store, settings.base + iri), "")
    node = found[0] if found else {}
    return {key: value for key, value in node.items() if key != "@id" and key not in _LEFT_OUT}


def write_pages(output: Path, settings: Settings) -> None:
    """Make the pages from the log; those that are closed already come out the same and stay untouched."""
    log = output / LOG
    members: list[Json] = []
    pages: list[Json] = []
    groups: list[Json] = []
    for member in map(json.loads, read_lines(log)):
        members.append(member)
        if len(members) == PAGE_MEMBERS:
            name = f"page-{len(groups) * GROUP + len(pages) + 1}"
            _write(output, name, members, [], settings)
            pages.append({"name": name, "first": members[0]["at"], "last": members[-1]["at"]})
            members = []
        if len(pages) == GROUP:
            name = f"group-{len(groups) + 1}"
            _write(output, name, [], pages, settings)
            groups.append({"name": name, "first": pages[0]["first"], "last": pages[-1]["last"]})
            pages = []
    _write(output, "index", members, [*groups, *pages], settings)


def is_closed(name: str) -> bool:
    """Whether a page of the feed, by file name, never changes again."""
    return name.startswith(("page-", "group-"))


def _write(output: Path, name: str, members: list[Json], below: list[Json], settings: Settings) -> None:
    for suffix in ("ttl", "jsonld"):
        page = _page(name, suffix, members, below, settings)
        context = {p: i for p, i in _prefixes().items() if f"{p}:" in json.dumps(page)}
        text = json.dumps({"@context": context, "@graph": page}, ensure_ascii=False, indent=1) + "\n"
        data = text.encode() if suffix == "jsonld" else _turtle(text, context)
        with replacing(output / "feed" / f"{name}.{suffix}") as file:
            file.write(data)


def _turtle(text: str, prefixes: dict[str, str]) -> bytes:
    """The page's JSON-LD in Turtle; names of pages stay relative, so that they lead to Turtle where they stand."""
    here = "https://here.invalid/feed/"
    quads = ox.parse(text, ox.RdfFormat.JSON_LD, base_iri=here)
    data = ox.serialize((q.triple for q in quads), format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
    lines = data.replace(here.encode(), b"").splitlines(keepends=True)
    head = sorted(line for line in lines if line.startswith(b"@prefix "))
    return b"".join([*head, *(line for line in lines if not line.startswith(b"@prefix "))])


def _prefixes() -> dict[str, str]:
    return rdf.context_prefixes() | {"ldes": "https://w3id.org/ldes#", "tree": "https://w3id.org/tree#",
                                     "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}  # fmt: skip


def _page(name: str, suffix: str, members: list[Json], below: list[Json], settings: Settings) -> list[Json]:
    stream = f"{settings.base}feed#stream"
    view: Json = {"@id": f"{name}.{suffix}", "@type": ["tree:Node"]}
    if below:
        view["tree:relation"] = [relation for page in below for relation in _relations(name, page, suffix)]
    head: Json = {
        "@id": stream, "@type": ["ldes:EventStream"], "ldes:timestampPath": {"@id": "as:published"},
        "ldes:versionOfPath": {"@id": "dcterms:isVersionOf"}, "tree:view": {"@id": f"index.{suffix}"},
    }  # fmt: skip
    if name == "index":
        view["@type"].append("ldes:EventSource")
        view["ldes:retentionPolicy"] = {"@id": f"{settings.base}feed#retention"}
    found = [head, view]
    if name == "index":
        found.append({
            "@id": f"{settings.base}feed#retention", "@type": "ldes:PointInTimePolicy",
            "ldes:pointInTime": {"@value": "1970-01-01T00:00:00Z", "@type": "xsd:dateTime"},
            "rdfs:comment": [{"@value": "Mọi phiên bản đều được giữ.", "@language": "vi"},
                             {"@value": "All versions are kept.", "@language": "en"}],
        })  # fmt: skip
    nodes = [member_node(member, settings) for member in members]
    if nodes:
        head["tree:member"] = [{"@id": node["@id"]} for node in nodes]
    return found + nodes


def _relations(name: str, page: Json, suffix: str) -> Iterable[Json]:
    for kind, bound in (("GreaterThanOrEqualTo", "first"), ("LessThanOrEqualTo", "last")):
        yield {
            "@id": f"{name}.{suffix}#{page['name']}-{bound}", "@type": f"tree:{kind}Relation",
            "tree:node": {"@id": f"{page['name']}.{suffix}"}, "tree:path": {"@id": "as:published"},
            "tree:value": {"@value": page[bound], "@type": "xsd:dateTime"},
        }  # fmt: skip


def member_node(member: Json, settings: Settings) -> Json:
    """A member as JSON-LD: the version of a thing at a time, as:Create, as:Update or as:Delete."""
    iri = settings.base + member["object"]
    at = member["at"].replace("-", "").replace(":", "")
    node = dict(member["node"])
    return {
        "@id": f"{iri.partition('#')[0]}#version-{at}", "@type": [f"as:{member['how']}", *node.pop("@type", [])],
        "dcterms:isVersionOf": {"@id": iri}, "as:published": {"@value": member["at"], "@type": "xsd:dateTime"}, **node,
    }  # fmt: skip
