"""Which mentions of one article are one place."""

from __future__ import annotations

from pipeline.recognition.mentions import PlaceForm, PlaceMention
from pipeline.vietnamese.text import name_key


def cluster_places(mentions: list[PlaceMention]) -> list[list[PlaceMention]]:
    """Group by name without unit word, as long as the levels do not differ."""
    clusters: dict[tuple[str, str, str | None], list[PlaceMention]] = {}
    for mention in mentions:
        level = "province" if mention.level == "district" and mention.form is PlaceForm.TOWN else mention.level
        key = (name_key(mention.short), level, mention.country)
        other = (key[0], "district" if level == "province" else "province", mention.country)
        if key not in clusters and level in {"province", "district"} and other in clusters:
            key = other
        clusters.setdefault(key, []).append(mention)
    return list(clusters.values())
