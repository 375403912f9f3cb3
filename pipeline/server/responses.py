"""Responses with what caches and other programs need: ETag and 304, Vary, Link, Cache-Control."""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from pipeline.ground.settings import Settings
from pipeline.server import languages, negotiation
from pipeline.site import pages

CURRENT = "public, max-age=60"
FOR_EVER = "public, max-age=31536000, immutable"
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Headers of every response; data may be used from any origin."""
PAGE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; font-src 'self' data:; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
"""Pages load nothing from elsewhere but map tiles; YASGUI and Leaflet style elements in place."""


def answer(
    request: Request,
    data: bytes,
    media_type: str,
    *,
    status: int = 200,
    cache: str = CURRENT,
    links: tuple[str, ...] = (),
    vary: bool = False,
) -> Response:
    """A response with an ETag over its bytes; 304 where the client has them."""
    spoken = media_type == "text/html"
    if spoken:
        data = languages.spoken(data, request.query_params.get("lang"), request.headers.get("accept-language", ""))
    etag = f'"{hashlib.blake2b(data, digest_size=12).hexdigest()}"'
    headers = SECURITY | {"ETag": etag, "Cache-Control": cache}
    if links:
        headers["Link"] = ", ".join(links)
    if vary or spoken:
        headers["Vary"] = ", ".join(["Accept"] * vary + ["Accept-Language"] * spoken)
    if spoken:
        headers["Content-Security-Policy"] = PAGE_POLICY
    if status == 200 and _has(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return Response(data, status, headers | {"Content-Type": _typed(media_type)})


def long_file(request: Request, file: Path, media_type: str, cache: str) -> Response:
    """A file that is sent as it is read, with ranges; its ETag is over what tells one version from the next."""
    found = file.stat()
    tag = f"{found.st_ino}-{found.st_size}-{found.st_mtime_ns}".encode()
    etag = f'"{hashlib.blake2b(tag, digest_size=12).hexdigest()}"'
    headers = SECURITY | {"ETag": etag, "Cache-Control": cache}
    if _has(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return FileResponse(file, headers=headers | {"Content-Type": _typed(media_type)}, stat_result=found)


def _typed(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


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
        406: f"there is {', '.join(negotiation.FORMS.values())}; for places application/geo+json, for lists text/csv",
        410: "this was published once and has been taken back",
    }[status]
    line = f"{status} {path}: {text}{'; ' + why if why else ''}\n"
    return answer(request, line.encode(), "text/plain", status=status, cache="no-cache", vary=True)


def moved(request: Request, path: str, status: int = 301) -> Response:
    """A redirect to another path under the same root."""
    return RedirectResponse(
        request.scope.get("root_path", "") + "/" + path, status, headers={"Vary": "Accept", "Cache-Control": CURRENT}
    )
