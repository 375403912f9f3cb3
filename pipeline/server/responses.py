"""Responses with what caches and other programs need: ETag and 304, Vary, Link, Cache-Control."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pipeline.ground.settings import Settings
from pipeline.server import negotiation
from pipeline.site import pages

CURRENT = "public, max-age=60"
FOR_EVER = "public, max-age=31536000, immutable"
SECURITY = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin",
}  # fmt: skip
PAGE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; font-src 'self' data:; "
    "frame-ancestors 'self'"
)


def answer(
    request: Request, data: bytes, media_type: str, *, status: int = 200, cache: str = CURRENT,
    links: tuple[str, ...] = (), vary: bool = False,
) -> Response:  # fmt: skip
    """A response with an ETag over its bytes; 304 where the client has them."""
    etag = f'"{hashlib.blake2b(data, digest_size=12).hexdigest()}"'
    headers = SECURITY | {"ETag": etag, "Cache-Control": cache}
    if links:
        headers["Link"] = ", ".join(links)
    if vary:
        headers["Vary"] = "Accept"
    if media_type == "text/html":
        headers["Content-Security-Policy"] = PAGE_POLICY
    if status == 200 and _has(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    text = media_type.startswith("text/")
    return Response(
        data, status, headers | {"Content-Type": f"{media_type}; charset=utf-8" if text else media_type}
    )  # fmt: skip


def _has(wanted: str, etag: str) -> bool:
    return wanted.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in wanted.split(",")}


def problem(request: Request, status: int, settings: Settings, why: str = "") -> Response:
    """404, 406 or 410: a page for those who read pages, one line of text for programs."""
    path = request.url.path
    if negotiation.choose(request.headers.get("accept", ""), {"text": "text/plain", "html": "text/html"}) == "html":
        page = pages.error(status, settings, path.strip("/").count("/"), why=why, asked=path)
        return answer(request, page.encode(), "text/html", status=status, cache="no-cache", vary=True)
    text = {
        404: "not here; try /search.json?q=NAME, or the lists /persons.html, /organizations.html …",
        406: "there is text/html, text/turtle, application/ld+json, application/n-triples",
        410: "this was published once and has been taken back",
    }[status]
    line = f"{status} {path}: {text}{'; ' + why if why else ''}\n"
    return answer(request, line.encode(), "text/plain", status=status, cache="no-cache", vary=True)


def moved(request: Request, path: str, status: int = 301) -> Response:
    """A redirect to another path under the same root."""
    return RedirectResponse(
        request.scope.get("root_path", "") + "/" + path, status, headers={"Vary": "Accept", "Cache-Control": CURRENT}
    )
