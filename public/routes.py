"""Health, metrics, recordings, and the way to the telephones. Nothing personal, so nobody has to sign."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, jsonify, redirect, request, send_file
from werkzeug.wrappers import Response as AnyResponse

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
    telephones: str | None = None
    """Where the telephones' page is while telephony is simulated."""


def add(app: Flask, answers: Answers) -> None:
    """Put the routes into the application."""
    _health(app, answers)

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
