"""What each page shows, from the index: plain data for the templates, the same for static and live pages."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import quote

from pipeline.ground.settings import Settings
from pipeline.record.document import Json
from pipeline.record.kinds import BY_COLLECTION, ENTITIES, ENTITY_COLLECTIONS
from pipeline.site import labels, neighbours, shown
from pipeline.site.index import Index

_HELD = "memberOf"
"""Who holds an office in a body: `shown.offices` says more of it than the links do."""
_LINKED = tuple(link.field for kind in ENTITIES for link in kind.links if link.certain and not link.within)


def thing(index: Index, iri: str, settings: Settings) -> Json | None:
    """All of an entity's page; None where it is not published."""
    found = index.thing(iri)
    if found is None:
        return None
    fields = found["fields"]
    groups = [(label, *index.pointing(iri, name)) for name, label in labels.POINTING.items() if name != _HELD]
    linked = [i for key in _LINKED for i in _as_list(fields.get(key))]
    names = index.names(linked)
    evidence = shown.shown(index, iri)
    rows = [
        (labels.FIELDS[key], _values(key, fields[key], names, iri, evidence)) for key in labels.FIELDS if key in fields
    ]
    aliases = sorted({seen["name"] for seen in found["seen"]} - {found["name"]})
    held = shown.offices(index, "person", iri, evidence) if found["kind"] == "persons" else []
    return {
        "thing": found,
        "kind": labels.KIND[found["kind"]],
        "aliases": aliases,
        "rows": rows,
        "groups": [group for group in groups if group[1]],
        "offices": held,
        "quotes": [q | {"source": shown.fragment(q)} for q in index.quotes(iri)],
        "heads": shown.offices(index, "organization", iri) if found["kind"] == "organizations" else [],
        "story": shown.story(index, iri) if found["kind"] == "events" else None,
        "points": _points(index, found, linked),
        "report": _report(settings, settings.base + iri),
        "near": neighbours.near(index, found["id"]),
        "schema_org": _schema_org(found, aliases, names, settings),
        "sources": fields.get("source", []),
    }


def _report(settings: Settings, iri: str) -> str:
    """Where a reader tells that something is wrong: the setting `report` with the IRI filled in; "" without one."""
    return settings.report.replace("{iri}", quote(iri, safe=""))


def _as_list(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _values(key: str, value: Any, names: dict[str, Json], iri: str, evidence: shown.Shown) -> list[Json]:
    """The values of one field: {iri, name, kind}, or {label}, or {text}; and the words that show each."""

    def words(one: Any) -> Json:
        return {"words": shown.words(evidence.get((iri, key, str(one)), []))}

    if key in _LINKED:
        return [({"iri": i} | names[i] if i in names else {"text": i}) | words(i) for i in _as_list(value)]
    if key in labels.CONCEPT_FIELDS:
        scheme = labels.CONCEPT_FIELDS[key]
        return [{"label": labels.concept(scheme, value), "concept": f"{scheme}.html#{value}"} | words(value)]
    if key == "attendanceMode":
        return [{"label": labels.MODES[value]} | words(value)]
    if key in shown.QUANTITIES:
        return [{"text": shown.number(value)} | words(value.get("id"))]
    return [
        ({"day": one} if key in labels.DAYS else {"text": str(one)}) | words(one)
        for one in (value if isinstance(value, list) else [value])
    ]


def _points(index: Index, found: Json, linked: list[str]) -> list[Json]:
    """Places with a point that the thing is, happens at, or has as jurisdiction: {name, lat, long}."""
    places = [found] if found["kind"] == "places" else []
    places += [place for iri in dict.fromkeys(linked) if iri.startswith("place/") and (place := index.thing(iri))]
    if found["kind"] == "events" and not any(p["fields"].get("lat") for p in places):
        for iri in found["fields"].get("organizer", []):
            jurisdiction = (index.thing(iri) or {"fields": {}})["fields"].get("jurisdiction")
            places += [place] if jurisdiction and (place := index.thing(jurisdiction)) else []
    return [
        {"name": p["name"], "lat": float(p["fields"]["lat"]), "long": float(p["fields"]["long"])}
        for p in {p["id"]: p for p in places}.values()
        if p["fields"].get("lat")
    ]


def _schema_org(found: Json, aliases: list[str], names: dict[str, Json], settings: Settings) -> Json:
    """What search engines read: https://schema.org/, name and the fields they know."""
    fields = found["fields"]
    node: Json = {
        "@context": "https://schema.org",
        "@type": BY_COLLECTION[found["kind"]].schema_type,
        "@id": settings.base + found["id"],
        "name": found["name"],
        "url": settings.base + found["id"].removesuffix("#id"),
    }
    if aliases:
        node["alternateName"] = aliases
    node |= {k: fields[k] for k in ("startDate", "endDate") if k in fields}
    for key in ("location", "organizer"):
        if fields.get(key):
            kind = "Place" if key == "location" else "Organization"
            node[key] = [
                {"@type": kind, "@id": settings.base + i, "name": names[i]["name"]} for i in fields[key] if i in names
            ]
    if "identifier" in fields and found["kind"] == "laws":
        node["legislationIdentifier"] = fields["identifier"]
    if "lat" in fields:
        node["geo"] = {"@type": "GeoCoordinates", "latitude": fields["lat"], "longitude": fields["long"]}
    return node


def article(index: Index, iri: str, settings: Settings) -> Json | None:
    """All of an article's page: what it names by kind, its statements, its text in coloured pieces if published."""
    record = index.article(iri)
    if record is None:
        return None
    kinds = {thing["id"]: kind for kind in ENTITY_COLLECTIONS for thing in record[kind]}
    named = [e for e in record["evidence"] if e["property"] == "name" and e["about"] in kinds]
    names = index.names([*kinds, *(s["speaker"] for s in record["statements"])])
    times = Counter(e["about"] for e in named)
    groups = [
        (
            kind,
            labels.KINDS[kind],
            [
                {"iri": t["id"], "name": names[t["id"]]["name"], "times": times[t["id"]]}
                for t in record[kind]
                if t["id"] in times
            ],
        )
        for kind in ENTITY_COLLECTIONS
    ]
    return {
        "record": record,
        "groups": [group for group in groups if group[2]],
        "headline": pieces(record["headline"], 0, named, kinds),
        "content": pieces(record["content"], 0, named, kinds) if "content" in record else None,
        "sentences": _sentences(named, kinds),
        "retold": index.retold(iri),
        "statements": [
            s | {"label": labels.concept("statement-kinds", s["kind"]), "by": names.get(s["speaker"])}
            for s in record["statements"]
        ],
        "schema_org": {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": settings.base + iri,
            "headline": record["headline"],
            "datePublished": record["datePublished"],
            "inLanguage": "vi",
            **({"url": record["url"]} if "url" in record else {}),
            "mentions": [
                {"@id": settings.base + i, "name": names[i]["name"]} for i in record.get("mentions", ()) if i in names
            ],
        },
    }


def pieces(text: str, offset: int, named: list[Json], kinds: dict[str, str]) -> list[Json]:
    """A stretch of text that begins at `offset` cut into {text} and {text, kind, iri}; of marks that overlap the
    longest stands."""
    marks = sorted(
        (e for e in named if e["start"] >= offset and e["end"] <= offset + len(text)),
        key=lambda e: (e["start"] - e["end"], e["start"], e["about"]),
    )
    taken: list[Json] = []
    for e in marks:
        if all(e["end"] <= t["start"] or e["start"] >= t["end"] for t in taken):
            taken.append(e)
    found, at = [], offset
    for e in sorted(taken, key=lambda e: int(e["start"])):
        if e["start"] > at:
            found.append({"text": text[at - offset : e["start"] - offset]})
        found.append(
            {"text": text[e["start"] - offset : e["end"] - offset], "kind": kinds[e["about"]], "iri": e["about"]}
        )
        at = e["end"]
    return [*found, {"text": text[at - offset :]}] if at < offset + len(text) else found


def _sentences(named: list[Json], kinds: dict[str, str]) -> list[list[Json]]:
    """The quoted sentences of an article in order, each once, in coloured pieces."""
    found: dict[tuple[int, int], str] = {}
    for e in named:
        around: Json = next(iter(e["target"]["selector"][1:]), {})
        prefix, suffix = around.get("oa:prefix") or "", around.get("oa:suffix") or ""
        if prefix or suffix:
            found[e["start"] - len(prefix), e["end"] + len(suffix)] = prefix + e["exact"] + suffix
    outer = [span for span in found if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in found)]
    return [pieces(found[span], span[0], named, kinds) for span in sorted(outer)]
