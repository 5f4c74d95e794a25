"""A Flask application that does nothing: what a turn is compared with, under the same server."""

from __future__ import annotations

from flask import Flask, Response

app = Flask("noop", static_folder=None)


@app.post("/voice")
def voice() -> Response:
    """The shortest answer the provider would take."""
    return Response(b"<Response/>", content_type="text/xml")


@app.get("/readyz")
def ready() -> Response:
    """It needs nothing, so it is ready."""
    return Response(b"ok\n", content_type="text/plain")
