"""The feed: a Linked Data Event Stream of the facts of each document (https://w3id.org/ldes/specification).

`feed/log.jsonl` is the truth, one member a line, only ever added to; the pages are made from it, in TriG and JSON-LD.
A member is the version of an article or thing at a time, and the named graph of all facts that its document says: who
takes the last version of each has dataset.ttl, triple by triple. A page is closed at PAGE_MEMBERS members and never
changes again. Closed pages hang, GROUP at a time, under group pages that are closed as well; only the root
`feed/index` changes: it has the members of no page yet and the way to all pages. All versions are kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pyoxigraph as ox

from pipeline.ground.clock import timestamp
from pipeline.ground.files import read_lines, replacing, write_lines
from pipeline.ground.settings import Settings
from pipeline.publishing import dataset, descriptions
from pipeline.record import rdf
from pipeline.record.document import Json, json_line

PAGE_MEMBERS = 100
GROUP = 100
"""Pages in a group."""
LOG = "feed/log.jsonl"
FORMS = ("trig", "jsonld")
"""Suffixes of the pages; plain Turtle has no named graphs."""
_HOW = ("Create", "Update", "Delete")


def update(output: Path, facts: Path, settings: Settings, moment: datetime) -> int:
    """Add a member for each document whose facts are new, other than before, or gone; write the pages.

    Returns how many were added; the same facts twice add none.
    """
    path = output / LOG
    lines = [*read_lines(path)] if path.exists() else []
    known: dict[str, str] = {}
    for member in map(json.loads, lines):
        if member["how"] == "Delete":
            known.pop(member["object"], None)
        else:
            known[member["object"]] = member["digest"]
    found = enumerate(_members(facts, known), len(lines) + 1)
    added = [json_line({"sequence": n, "at": timestamp(moment), **member}) for n, member in found]
    if added or not path.exists():
        write_lines(path, [*lines, *added])
    write_pages(output, settings)
    return len(added)


def _members(facts: Path, known: dict[str, str]) -> Iterator[Json]:
    alive = set()
    for name, triples in dataset.documents(facts):
        subjects = {dataset.subject_iri(triple) for triple in triples}
        thing = f"{name}#id" if f"{name}#id" in subjects else name
        alive.add(thing)
        nodes = list(descriptions.jsonld_nodes(triples, ""))
        digest = hashlib.blake2b(json_line(nodes).encode(), digest_size=8).hexdigest()
        if known.get(thing) != digest:
            how = "Update" if thing in known else "Create"
            yield {"object": thing, "how": how, "digest": digest, "facts": nodes}
    for thing in sorted(known.keys() - alive):
        yield {"object": thing, "how": "Delete", "digest": "", "facts": []}


def write_pages(output: Path, settings: Settings) -> None:
    """Make the pages from the log; those that are closed already come out the same and stay untouched."""
    members: list[Json] = []
    pages: list[Json] = []
    groups: list[Json] = []
    for member in map(json.loads, read_lines(output / LOG)):
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
    for suffix in FORMS:
        page = _page(name, suffix, members, below, settings)
        context = {p: i for p, i in rdf.prefixes().items() if f"{p}:" in json.dumps(page)}
        text = json.dumps({"@context": context, "@graph": page}, ensure_ascii=False, indent=1) + "\n"
        data = text.encode() if suffix == "jsonld" else _trig(text, context)
        with replacing(output / "feed" / f"{name}.{suffix}") as file:
            file.write(data)


def _trig(text: str, prefixes: dict[str, str]) -> bytes:
    """The page's JSON-LD in TriG; names of pages stay relative, so that they lead to TriG where they stand."""
    here = "https://here.invalid/feed/"
    quads = ox.parse(text, ox.RdfFormat.JSON_LD, base_iri=here)
    data = ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=prefixes) or b""
    lines = data.replace(here.encode(), b"").splitlines(keepends=True)
    head = sorted(line for line in lines if line.startswith(b"@prefix "))
    return b"".join([*head, *(line for line in lines if not line.startswith(b"@prefix "))])


def _page(name: str, suffix: str, members: list[Json], below: list[Json], settings: Settings) -> list[Json]:
    head: Json = {"@id": f"{settings.base}feed#stream", "tree:view": {"@id": f"index.{suffix}"}}
    if name == "index":
        head |= _stream(settings)
    view: Json = {"@id": f"{name}.{suffix}", "@type": ["tree:Node"]}
    if below:
        view["tree:relation"] = [relation for page in below for relation in _relations(name, page, suffix)]
    if is_closed(name):
        view["ldes:immutable"] = True
    else:
        view["@type"].append("ldes:EventSource")
    if members:
        head["tree:member"] = [{"@id": member_iri(member, settings)} for member in members]
    shape = [_shape(settings)] if name == "index" else []
    return [head, view, *shape, *(node for member in members for node in _member_nodes(member, settings))]


def _stream(settings: Settings) -> Json:
    """What the root says of the stream: how members are ordered, whose versions they are, which are deletions."""
    return {
        "@type": ["ldes:EventStream"],
        "ldes:timestampPath": {"@id": "as:published"},
        "ldes:sequencePath": {"@id": "tinmo:sequence"},
        "ldes:versionOfPath": {"@id": "dcterms:isVersionOf"},
        **{f"ldes:version{how}Path": {"@id": "rdf:type"} for how in _HOW},
        **{f"ldes:version{how}Object": {"@id": f"as:{how}"} for how in _HOW},
        "tree:shape": {"@id": f"{settings.base}feed#shape"},
        "dcterms:license": {"@id": settings.licence},
    }


def _shape(settings: Settings) -> Json:
    """The shape of a member; its facts are those of its graph."""
    paths = (("published", "as:published", "xsd:dateTime"), ("sequence", "tinmo:sequence", "xsd:integer"))
    typed: list[Json] = [
        {"@id": f"{settings.base}feed#shape-{name}", "sh:path": {"@id": path}, "sh:datatype": {"@id": datatype}}
        for name, path, datatype in paths
    ]
    version = {
        "@id": f"{settings.base}feed#shape-version",
        "sh:path": {"@id": "dcterms:isVersionOf"},
        "sh:nodeKind": {"@id": "sh:IRI"},
    }
    once = [{**node, "sh:minCount": 1, "sh:maxCount": 1} for node in (*typed, version)]
    return {"@id": f"{settings.base}feed#shape", "@type": "sh:NodeShape", "sh:property": once}


def _relations(name: str, page: Json, suffix: str) -> Iterable[Json]:
    for kind, bound in (("GreaterThanOrEqualTo", "first"), ("LessThanOrEqualTo", "last")):
        yield {
            "@id": f"{name}.{suffix}#{page['name']}-{bound}",
            "@type": f"tree:{kind}Relation",
            "tree:node": {"@id": f"{page['name']}.{suffix}"},
            "tree:path": {"@id": "as:published"},
            "tree:value": {"@value": page[bound], "@type": "xsd:dateTime"},
        }


def member_iri(member: Json, settings: Settings) -> str:
    """IRI of a member, which is also the graph of its facts: …feed#member-17."""
    return f"{settings.base}feed#member-{member['sequence']}"


def _member_nodes(member: Json, settings: Settings) -> list[Json]:
    """A member as JSON-LD: as:Create, as:Update or as:Delete of a thing at a time; and the graph of its facts."""
    iri = member_iri(member, settings)
    head: Json = {
        "@id": iri,
        "@type": [f"as:{member['how']}"],
        "dcterms:isVersionOf": {"@id": member["object"]},
        "as:published": {"@value": member["at"], "@type": "xsd:dateTime"},
        "tinmo:sequence": member["sequence"],
    }
    return [head, {"@id": iri, "@graph": member["facts"]}] if member["facts"] else [head]
