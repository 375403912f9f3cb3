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
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyoxigraph as ox

from pipeline.ground.clock import timestamp
from pipeline.ground.files import join_files, read_lines, replacing
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
Closed = tuple[str, list[Json], list[Json]]
"""A page that is closed: its name, its members, the pages below it."""
_HOW = ("Create", "Update", "Delete")


@dataclass
class Told:
    """What the log tells, without its facts: the digest of each document as last told, how many members there are, the
    members of no page yet, the closed pages of no group yet, and the groups: {name, first, last} each."""

    known: dict[str, str] = field(default_factory=dict)
    count: int = 0
    open: list[Json] = field(default_factory=list)
    pages: list[Json] = field(default_factory=list)
    groups: list[Json] = field(default_factory=list)

    def add(self, member: Json) -> Iterator[Closed]:
        """Take in the next member; yields the pages that it closes, to be written."""
        self.count += 1
        if member["how"] == "Delete":
            self.known.pop(member["object"], None)
        else:
            self.known[member["object"]] = member["digest"]
        self.open.append(member)
        if len(self.open) == PAGE_MEMBERS:
            name = f"page-{len(self.groups) * GROUP + len(self.pages) + 1}"
            self.pages.append({"name": name, "first": self.open[0]["at"], "last": self.open[-1]["at"]})
            yield name, self.open, []
            self.open = []
        if len(self.pages) == GROUP:
            name = f"group-{len(self.groups) + 1}"
            self.groups.append({"name": name, "first": self.pages[0]["first"], "last": self.pages[-1]["last"]})
            yield name, [], self.pages
            self.pages = []


def update(
    output: Path,
    facts: Path,
    settings: Settings,
    moment: datetime,
    told: Told | None = None,
    changed: Container[str] | None = None,
) -> tuple[int, Told]:
    """Add a member for each document whose facts are new, other than before, or gone; write the pages.

    told: what the log tells, where that is known and its closed pages stand published as they would be written: they
    are left out then. changed: the documents that may differ from what was told; None: all.
    Returns how many were added, and what the log tells now; the same facts twice add none.
    """
    path = output / LOG
    if told is None:
        told = Told()
        for member in map(json.loads, read_lines(path)) if path.exists() else ():
            _close(output, told.add(member), settings)
    added: list[str] = []
    for number, member in enumerate([*_members(facts, told.known, changed)], told.count + 1):
        whole = {"sequence": number, "at": timestamp(moment), **member}
        added.append(json_line(whole))
        _close(output, told.add(json.loads(added[-1])), settings)
    if added or not path.exists():
        with replacing(path) as file:
            join_files(file, [path] if path.exists() else [])
            file.writelines(line.encode() for line in added)
    _write(output, "index", told.open, [*told.groups, *told.pages], settings)
    return len(added), told


def _close(output: Path, closed: Iterable[Closed], settings: Settings) -> None:
    for name, members, below in closed:
        _write(output, name, members, below, settings)


def _members(facts: Path, known: dict[str, str], changed: Container[str] | None) -> Iterator[Json]:
    """The members that the facts ask for, by document; then, by IRI, those of documents that say nothing any more."""
    alive = set()
    for name, triples in dataset.documents(facts, changed):
        subjects = {dataset.subject_iri(triple) for triple in triples}
        thing = f"{name}#id" if f"{name}#id" in subjects else name
        alive.add(thing)
        nodes = list(descriptions.jsonld_nodes(triples, ""))
        digest = hashlib.blake2b(json_line(nodes).encode(), digest_size=8).hexdigest()
        if known.get(thing) != digest:
            how = "Update" if thing in known else "Create"
            yield {"object": thing, "how": how, "digest": digest, "facts": nodes}
    for thing in sorted(known.keys() - alive):
        if changed is None or dataset.document_of(thing) in changed:
            yield {"object": thing, "how": "Delete", "digest": "", "facts": []}


def is_closed(name: str) -> bool:
    """Whether a page of the feed, by file name, never changes again."""
    return name.startswith(("page-", "group-"))


def _write(output: Path, name: str, members: list[Json], below: list[Json], settings: Settings) -> None:
    for suffix in FORMS:
        page = _page(name, suffix, members, below, settings)
        said = json.dumps(page)
        context = {p: i for p, i in rdf.prefixes().items() if f"{p}:" in said}
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
