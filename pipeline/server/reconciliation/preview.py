"""The preview of a thing: a small page for the frame in which a client shows it, without scripts."""

from __future__ import annotations

from pipeline.ground.settings import Settings
from pipeline.server.reconciliation.suggestions import caption
from pipeline.site import labels, pages
from pipeline.site.index import Index

WIDTH, HEIGHT = 430, 300
"""Pixels of the frame."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""Any page may frame a preview: it has no scripts and no forms, so that nothing can be done with it."""
_NAMES, _QUOTES = 6, 2


def page(index: Index, iri: str, language: str, address: str, settings: Settings) -> str | None:
    """The HTML of a thing's preview; `address`: where the server is asked. None where there is no such thing."""
    iri = iri.removeprefix(settings.base)
    thing = index.thing(iri)
    if thing is None:
        return None
    about = index.names([thing["about"]]) if thing["about"] else {}
    row = thing | {"about_name": about[thing["about"]]["name"] if thing["about"] in about else None}
    others = [seen["name"] for seen in thing["seen"] if seen["name"] != thing["name"]]
    return pages.render(
        "preview.html",
        "preview.html",
        settings,
        root=address,
        thing=thing,
        language=language,
        kind=getattr(labels.KIND[thing["kind"]], language),
        caption=caption(row, language, index),
        names=others[:_NAMES],
        quotes=index.quotes(iri, _QUOTES),
    )
