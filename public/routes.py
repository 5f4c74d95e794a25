"""Health, metrics, recordings, and the way to the telephones. Nothing personal, so nobody has to sign."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, jsonify, redirect, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from booking_core.desk_outcomes import Published
from public.notices import Place, documents

NOTICES = ("notices", "notices-questions", "notices.atom", "notices.json", "notices.css")
NOTICES_HEADERS = {
    "Cache-Control": "public, max-age=30",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
AUDIO_KEPT_S = 60
"""The provider plays its copy of a recording for so long, and then asks whether it is still the same."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the routes call."""

    faults: Callable[[], list[str]]
    """Why this process is not ready."""
    recording: Callable[[str, str], tuple[Path, str] | None]
    """(language, phrase) → the file of its recording and its type, where there is one."""
    metrics: Callable[[str | None], AnyResponse]
    """The metrics, for who bears this header `Authorization`."""
    notices: Callable[[], Published | None]
    """What the notices show, a few seconds old at most; None: nobody has ever known."""
    public_url: str
    audit_head: Callable[[], str | None] = lambda: None
    """What the records were last sealed to, in one line, for the feeds."""
    telephones: str | None = None
    """Where the telephones' page is while telephony is simulated."""


def add(app: Flask, answers: Answers) -> None:
    """Put the routes into the application."""
    _health(app, answers)
    _notices(app, answers)

    @app.get("/metrics")
    def metrics() -> AnyResponse:
        return answers.metrics(request.headers.get("Authorization"))

    @app.get("/audio/<language>/<phrase>")
    def audio(language: str, phrase: str) -> Response:
        """Nothing of the address becomes a path."""
        found = answers.recording(language, phrase)
        if found is None:
            return Response(status=404)
        file, kind = found
        return send_file(file, mimetype=kind, conditional=True, max_age=AUDIO_KEPT_S)

    @app.get("/telephone")
    def telephone() -> AnyResponse:
        return abort(404) if answers.telephones is None else redirect(answers.telephones)


def _notices(app: Flask, answers: Answers) -> None:
    """Whatever stands between may keep them for a while, and asks with the ETag whether they are still the same."""

    def notices(name: str) -> AnyResponse:
        published = answers.notices()
        if published is None:
            return Response(status=503, headers={"Retry-After": "30"})
        kind, content = documents(published, Place(answers.public_url), answers.audit_head())[name]
        answer = Response(content, content_type=kind, headers=NOTICES_HEADERS)
        answer.add_etag()
        return answer.make_conditional(request)

    for name in NOTICES:
        app.add_url_rule(f"/{name}", name, functools.partial(notices, name))


def _health(app: Flask, answers: Answers) -> None:
    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", content_type="text/plain")

    @app.get("/readyz")
    def readyz() -> Response:
        faults = answers.faults()
        answer = jsonify(ready=not faults, reasons=faults)
        answer.status_code = 503 if faults else 200
        return answer
