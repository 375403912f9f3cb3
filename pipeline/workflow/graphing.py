"""Records of a shard → their published documents, checked graphs and facts; what is kept of them is not made again.

A document and its graphs depend on the record, on what its things are called over all articles, on decisions of people,
on settings, and on when a run first made its claims.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pipeline.ground.clock import now
from pipeline.ground.files import gzip_member, read_lines, replacing, write_lines
from pipeline.ground.settings import Settings
from pipeline.publishing import dataset
from pipeline.record import rdf
from pipeline.record.document import json_line, read_record
from pipeline.record.kinds import ENTITY_COLLECTIONS
from pipeline.record.model import Record
from pipeline.resolution.canonical import canonicalise
from pipeline.resolution.decisions import Decisions
from pipeline.workflow.digests import digest, graph_digest
from pipeline.workflow.past import Made, made_before
from pipeline.workflow.press import Report, ShardFiles
from pipeline.workflow.results import Results
from pipeline.workflow.stages import Reject, graphs_of, published_documents

_IRI = re.compile(r'"([^"\\\s]*#[^"\\\s]*)"')
Mapped = Mapping[str, tuple[str, str]]
"""IRI of a thing → its canonical IRI and preferred name."""


@dataclass(frozen=True)
class Pressed:
    """An article as it is published: what it was made as, its document's line, its N-Quads as gzip members, how many
    they are, and the IRIs of its things by collection and of the program."""

    made: Made
    document: bytes
    claims: bytes
    evidence: bytes
    counts: tuple[int, int]
    things: dict[str, list[str]]

    def parts(self) -> list[bytes]:
        """As it is kept."""
        head = json.dumps([self.made.to_line(), self.counts, self.things])
        return [head.encode(), self.document, self.claims, self.evidence]

    @classmethod
    def of(cls, parts: list[bytes]) -> Pressed:
        """From what is kept."""
        line, counts, things = json.loads(parts[0])
        return cls(Made(*json.loads(line)), parts[1], parts[2], parts[3], (counts[0], counts[1]), things)


def build_graph(files: ShardFiles, past: Path, decisions: Decisions, settings: Settings, report: Report) -> None:
    """The records of a shard → their graphs, facts and published documents, and the rejects."""
    total = sum(1 for _ in read_lines(files.records))
    press = _Press(files, past, decisions, settings)
    triples: set[str] = set()
    rejects: list[str] = []
    counts = [0, 0]
    things: dict[str, set[str]] = {name: set() for name in (*ENTITY_COLLECTIONS, "software")}
    members: list[str] = []
    with (
        Results(files.work) as results,
        replacing(files.claims) as claims,
        replacing(files.evidence) as evidence,
        replacing(files.published) as published,
        replacing(files.made) as made,
    ):
        for done, line in enumerate(read_lines(files.records), 1):
            found = press.pressed(line, results)
            if isinstance(found, Reject):
                rejects.append(found.to_json_line())
            else:
                published.write(found.document)
                claims.write(found.claims)
                evidence.write(found.evidence)
                made.write(found.made.to_line().encode())
                members.append(json_line([found.made.id, len(found.claims), len(found.evidence)]))
                for name, known in things.items():
                    known.update(found.things[name])
                triples.update(rdf.without_graph(gzip.decompress(found.claims).splitlines(keepends=True)))
                counts = [a + b for a, b in zip(counts, found.counts, strict=True)]
            if done % 20 == 0 or done == total:
                report(done, total)
    write_lines(files.graph_keys, (f"{key}\n" for key in press.keys))
    write_lines(files.members, members)
    write_lines(files.entities, [json_line({name: sorted(known) for name, known in things.items()})])
    write_lines(files.triples, sorted(triples, key=dataset.triple_order))
    write_lines(files.rejects[1], rejects)
    counted = {"articles": total, "rejects": len(rejects), "quads": counts[0], "evidence": counts[1]}
    write_lines(files.done, [json.dumps(counted) + "\n"])


class _Press:
    """What the articles of a shard are pressed with. keys: of the results that were used."""

    def __init__(self, files: ShardFiles, past: Path, decisions: Decisions, settings: Settings) -> None:
        path = files.work / "authority" / f"{files.shard}-{files.mapping}.json"
        self.mapping: Mapped = json.loads(path.read_text(encoding="utf-8"))
        self.before = made_before(past, files.month)
        self.decisions, self.settings, self.known = decisions, settings, graph_digest(settings)
        self.moment = now()
        self.keys: list[str] = []

    def pressed(self, line: str, results: Results) -> Pressed | Reject:
        """The article of a record, from what is kept where that is the same; claims that were published before keep
        the time of the run that first made them."""
        mapping = {iri: self.mapping[iri] for iri in sorted(set(_IRI.findall(line)) & self.mapping.keys())}
        key = digest(self.known, line, json.dumps(mapping), self._decided(line, mapping))
        kept = results.get(key)
        found = Pressed.of(kept) if kept is not None else self._press(line, mapping, self.moment)
        if isinstance(found, Reject):
            return found
        earlier = self.before.get(found.made.id)
        again = earlier is not None and earlier.claims == found.made.claims and earlier.at != found.made.at
        if again and earlier is not None:
            at = self._press(line, mapping, datetime.fromisoformat(earlier.at))
            assert isinstance(at, Pressed), at  # it conformed, and differs in its time alone
            found = at
        if kept is None or again:
            results.put(key, found.parts())
        self.keys.append(key)
        return found

    def _decided(self, line: str, mapping: Mapped) -> str:
        """What people decided of the things of a record: names and what is wrong."""
        known = {*_IRI.findall(line), *(new for new, _ in mapping.values())}
        names = sorted((iri, self.decisions.names[iri]) for iri in known & self.decisions.names.keys())
        return json.dumps([names, sorted(known & self.decisions.wrong)])

    def _press(self, line: str, mapping: Mapped, moment: datetime) -> Pressed | Reject:
        whole = canonicalise(_at(read_record(line), moment), mapping, self.decisions)
        ((document, graphs),) = graphs_of(published_documents([whole], self.settings), self.settings)
        if isinstance(graphs, Reject):
            return graphs
        return Pressed(
            Made.of(document),
            json_line(document).encode(),
            gzip_member(graphs.claims),
            gzip_member(graphs.evidence),
            (len(graphs.claims), len(graphs.evidence)),
            {name: [thing["id"] for thing in document[name]] for name in ENTITY_COLLECTIONS}
            | {"software": [document["generatedBy"]["software"]]},
        )


def _at(record: Record, moment: datetime) -> Record:
    return replace(record, generatedBy=replace(record.generatedBy, startedAt=moment))
