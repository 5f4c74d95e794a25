"""What load balancers and monitoring ask a web process: whether it lives, whether it can serve, and its figures."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse


def add(app: Flask, faults: Callable[[], list[str]], metrics: Callable[[str | None], AnyResponse]) -> None:
    """The routes: `faults` says why the process is not ready, `metrics` shows the figures to who bears a header.

    A worker that stands still is no fault of a web process: calls are answered all the same.
    """

    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", content_type="text/plain")

    @app.get("/readyz")
    def readyz() -> Response:
        reasons = faults()
        answer = jsonify(ready=not reasons, reasons=reasons)
        answer.status_code = 503 if reasons else 200
        return answer

    @app.get("/metrics")
    def figures() -> AnyResponse:
        return metrics(request.headers.get("Authorization"))
