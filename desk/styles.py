"""Styles and scripts of the pages: Bootstrap out of its package, and a few lines of our own."""

from __future__ import annotations

import gzip
from functools import cache
from importlib import resources

from flask import Blueprint, Response, abort, request

from desk.pages import open_page

_BOOTSTRAP = resources.files("flask_bootstrap") / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
_OWN = resources.files("desk") / "static"
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
_KEPT_S = 3600


def add(pages: Blueprint) -> None:
    """The routes."""

    @open_page(pages, "/style/<name>")
    def style(name: str) -> Response:
        packed = _packed(name)
        if packed is None:
            abort(404)
        zipped = request.accept_encodings.quality("gzip") > 0
        response = Response(packed if zipped else gzip.decompress(packed), content_type=_TYPES[name.rsplit(".", 1)[1]])
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
        response.cache_control.max_age = _KEPT_S
        response.add_etag()
        response.make_conditional(request)
        return response


@cache
def _packed(name: str) -> bytes | None:
    """A file, compressed once: seven in eight of Bootstrap's bytes are not sent."""
    if name == "bootstrap.css":
        return gzip.compress(_BOOTSTRAP.read_bytes())
    own = {file.name: file for file in _OWN.iterdir() if file.name.endswith((".css", ".js"))}
    return gzip.compress(own[name].read_bytes()) if name in own else None
