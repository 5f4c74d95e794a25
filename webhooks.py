"""The telephone's door: verify, read, call one function, render. One route, one function of a room."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Flask, Request, Response, abort, jsonify, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from booking_core.commands import Report, ReportDelivery
from booking_core.core import Core
from booking_core.db import Unavailable, Unknown
from ivr.turn import Dialogue
from ivr.turn import Turn as CallTurn
from ivr.vocabulary import Hangup, Said, Spoken
from sms.turn import Thread
from sms.turn import Turn as TextTurn
from telephony import incoming, twiml
from telephony.door import SIGNATURE_HEADER, Door, Turned
from telephony.form import Form

MAX_BODY = 64 * 1024
_LOG = logging.getLogger("fairline.webhooks")


@dataclass(frozen=True, slots=True)
class Doors:
    """What the routes call."""

    door: Door
    dialogue: Dialogue
    thread: Thread
    core: Core
    faults: Callable[[], list[str]]
    """Why this process is not ready."""
    telephones: str | None = None
    """Where the telephones' page is while telephony is simulated."""


def create(doors: Doors) -> Flask:
    """The web application."""
    app = Flask("fairline", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    _telephone(app, doors)
    _telephones(app, doors)
    _health(app, doors)
    return app


def _telephone(app: Flask, doors: Doors) -> None:
    @app.post("/voice")
    def voice() -> Response:
        return _admitted(doors, lambda form: _voice(doors, form))

    @app.post("/voice/status")
    def voice_status() -> Response:
        return _admitted(doors, lambda form: _voice_status(doors, form))

    @app.post("/sms")
    def sms() -> Response:
        return _admitted(doors, lambda form: _sms(doors, form))

    @app.post("/sms/status")
    def sms_status() -> Response:
        return _admitted(doors, lambda form: _sms_status(doors, form))

    @app.route("/fallback.xml", methods=["GET", "POST"])
    def fallback() -> Response:
        # The provider names the address that failed. Where that was already our redirect, there is nothing more to
        # try: apologise. A static copy of this document, which cannot tell, is what `twiml.fallback_document` is for.
        again = f"{doors.dialogue.voice_url}?fallback=1"
        failed = request.values.get("ErrorUrl", "")
        if failed.partition("#")[0] == again:
            return _xml(twiml.voice_document(_apology(doors)))
        return _xml(twiml.redirect_document(again))

    @app.errorhandler(Exception)
    def fault(error: Exception) -> Response | HTTPException:
        """Whatever goes wrong, a caller hears an apology and a texter reads one, with status 200."""
        if isinstance(error, HTTPException):
            return error
        _LOG.error("fault in %s: %s at %s", request.endpoint, type(error).__name__, _where(error))
        if request.path == "/voice":
            return _xml(twiml.voice_document(_apology(doors)))
        return _xml(twiml.text_document(doors.thread.apology())) if request.path == "/sms" else _nothing(500)


def _apology(doors: Doors) -> Spoken:
    return Spoken("en-US", (Said(doors.dialogue.apology(), "en-US"),), Hangup(), "")


def _where(error: Exception) -> str:
    """Files and lines of a fault, never its values or message: those may hold numbers and codes."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places[-6:])


def _admitted(doors: Doors, act: Callable[[Form], Response | None]) -> Response:
    """Body capped before it is read, then signature and shape, then the room. Nothing is looked up for a forgery."""
    if request.content_length is None or request.content_length > MAX_BODY:
        return _nothing(413 if request.content_length else 411)
    form = doors.door.admit(_raw_target(request), request.get_data(cache=False), _signature(request))
    if isinstance(form, Turned):
        return _nothing(form.status)
    return act(form) or _nothing(403)


def _raw_target(asked: Request) -> str:
    """Path and query as they came over the wire, still percent-encoded: what was signed."""
    raw = asked.environ.get("RAW_URI") or asked.environ.get("REQUEST_URI")
    if raw is not None and raw.startswith("/"):
        return str(raw)
    query = asked.environ.get("QUERY_STRING", "")
    return asked.path + (f"?{query}" if query else "")


def _signature(asked: Request) -> str | None:
    return asked.headers.get(SIGNATURE_HEADER)


def _voice(doors: Doors, form: Form) -> Response | None:
    turn = incoming.call_turn(form)
    if turn is None:
        return None
    troubles = request.args.get("t", "0")
    spoken = doors.dialogue.take(
        CallTurn(turn.sid, turn.line, turn.caller, turn.keys, turn.speech, turn.confidence, request.args.get("s"),
                 int(troubles) if troubles in ("0", "1", "2") else 0)
    )  # fmt: skip
    return _xml(twiml.voice_document(spoken))


def _voice_status(doors: Doors, form: Form) -> Response | None:
    report = incoming.call_report(form)
    if report is None:
        return None
    if report.ended:
        try:
            doors.dialogue.end(report.sid)
        except (Unavailable, Unknown):
            return _nothing(503)  # the provider asks again: every URL we hand out says so
    return _nothing(204)


def _sms(doors: Doors, form: Form) -> Response | None:
    text = incoming.text(form)
    if text is None:
        return None
    if text.opt_out in (incoming.OptOut.STOP, incoming.OptOut.HELP):
        return _xml(twiml.text_document(None))
    return _xml(twiml.text_document(doors.thread.take(TextTurn(text.sid, text.line, text.sender, text.body))))


def _sms_status(doors: Doors, form: Form) -> Response | None:
    report = incoming.text_report(form)
    try:
        delivery = UUID(request.args.get("d", ""))
    except ValueError:
        return None
    if report is None:
        return None
    if report.status in _STATES:
        command = ReportDelivery(delivery, _STATES[report.status], report.sid, report.error)
        try:
            doors.core.perform(command, f"report:{report.sid}:{report.status}")
        except (Unavailable, Unknown):
            return _nothing(503)
    return _nothing(204)


_STATES: dict[incoming.TextStatus, Report] = {
    incoming.TextStatus.SENT: "sent",
    incoming.TextStatus.DELIVERED: "delivered",
    incoming.TextStatus.UNDELIVERED: "undelivered",
    incoming.TextStatus.FAILED: "undelivered",
    incoming.TextStatus.CANCELED: "refused",
}


def _telephones(app: Flask, doors: Doors) -> None:
    @app.get("/telephone")
    def telephone() -> AnyResponse:
        return abort(404) if doors.telephones is None else redirect(doors.telephones)


def _health(app: Flask, doors: Doors) -> None:
    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", content_type="text/plain")

    @app.get("/readyz")
    def readyz() -> Response:
        faults = doors.faults()
        answer = jsonify(ready=not faults, reasons=faults)
        answer.status_code = 503 if faults else 200
        return answer


def _xml(document: bytes) -> Response:
    return Response(document, content_type="text/xml; charset=utf-8")


def _nothing(status: int) -> Response:
    return Response(status=status)
