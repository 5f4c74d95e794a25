"""The telephone's door: verify, read, call one function, render. One route, one function of a room."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

import queue_webhooks
from booking_core.commands import Report, ReportDelivery, ReportProofCall
from booking_core.core import Core
from booking_core.db import Unavailable, Unknown
from ivr.away import PLACE_EVERY_S
from ivr.turn import Dialogue
from ivr.vocabulary import Spoken
from sms.turn import Thread
from sms.turn import Turn as TextTurn
from telephony import incoming, twiml
from telephony.door import SIGNATURE_HEADER, Door, Turned
from telephony.form import Form, read_form

MAX_BODY = 64 * 1024
# Read straight from WSGI, as the body is: Flask's own ways to them are a tenth of a menu turn.
_SIGNATURE = "HTTP_" + SIGNATURE_HEADER.upper().replace("-", "_")
_LOG = logging.getLogger("fairline.webhooks")


@dataclass(frozen=True, slots=True)
class Doors:
    """What the routes call."""

    door: Door
    dialogue: Dialogue
    thread: Thread
    core: Core


def create(doors: Doors) -> Flask:
    """The web application, with the provider's routes."""
    app = Flask("fairline", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    _telephone(app, doors)
    return app


def _telephone(app: Flask, doors: Doors) -> None:
    @app.post("/voice")
    def voice() -> Response:
        return _admitted(doors, lambda form: _voice(doors, form))

    queue_webhooks.add(app, lambda act: _admitted(doors, lambda form: _document(act(doors.dialogue, form, _query()))))

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
            return _xml(twiml.voice_document(doors.dialogue.apology()))
        return _xml(twiml.redirect_document(again))

    @app.errorhandler(Exception)
    def fault(error: Exception) -> Response | HTTPException:
        """Whatever goes wrong, a caller hears an apology and a texter reads one, with status 200."""
        if isinstance(error, HTTPException):
            return error
        _LOG.error("fault in %s: %s at %s", request.endpoint, type(error).__name__, _where(error))
        if request.path == "/voice/queue":
            return _xml(twiml.pause_document(PLACE_EVERY_S))  # whoever waits goes on waiting
        if request.path in ("/voice", "/voice/after-queue", "/voice/whisper"):
            return _xml(twiml.voice_document(doors.dialogue.apology()))
        return _xml(twiml.text_document(doors.thread.apology())) if request.path == "/sms" else _nothing(500)


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
    length, environ = request.content_length, request.environ
    if length is None or length > MAX_BODY:
        return _nothing(413 if length else 411)
    form = doors.door.admit(_raw_target(environ), environ["wsgi.input"].read(length), environ.get(_SIGNATURE))
    if isinstance(form, Turned):
        return _nothing(form.status)
    return act(form) or _nothing(403)


def _raw_target(environ: dict[str, Any]) -> str:
    """Path and query as they came over the wire, still percent-encoded: what was signed."""
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if raw is not None and raw.startswith("/"):
        return str(raw)
    query = environ.get("QUERY_STRING", "")
    return request.path + (f"?{query}" if query else "")


def _query() -> Form:
    """The parameters that we put into the address, which is signed; an address that is none of ours has none."""
    return read_form(request.query_string) or Form({})


def _voice(doors: Doors, form: Form) -> Response | None:
    turn = queue_webhooks.turn_of(form, _query())
    return None if turn is None else _document(doors.dialogue.take(turn))


def _voice_status(doors: Doors, form: Form) -> Response | None:
    report, turn = incoming.call_report(form), queue_webhooks.turn_of(form, Form({}))
    if report is None:
        return None
    try:
        delivery = UUID(request.args["d"]) if "d" in request.args else None
    except ValueError:
        return None
    if report.ended:
        try:
            if delivery is not None:
                command = ReportProofCall(delivery, report.sid, report.answered)
                doors.core.perform(command, f"report:{report.sid}")
            if turn is None or turn.outbound:
                doors.dialogue.end(report.sid)
            else:
                doors.dialogue.ended(turn, report.seconds if report.answered else None)
        except (Unavailable, Unknown):
            return _nothing(503)  # the provider asks again: every URL we hand out says so
    return _nothing(204)


def _sms(doors: Doors, form: Form) -> Response | None:
    text = incoming.text(form)
    if text is None:
        return None
    turn = TextTurn(text.sid, text.line, text.sender, text.body, "flag" if text.flagged else "word")
    match text.opt_out:
        case incoming.OptOut.HELP:
            return _xml(twiml.text_document(None))
        case incoming.OptOut.STOP:
            try:
                doors.thread.stop(turn)
            except (Unavailable, Unknown):
                return _nothing(503)  # nobody reads an answer, so the provider may ask again
            return _xml(twiml.text_document(None))
        case incoming.OptOut.START:
            return _xml(twiml.text_document(doors.thread.take(turn, again=True)))
        case _:
            return _xml(twiml.text_document(doors.thread.take(turn)))


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
    # Whatever is reported of a text proves that the provider took it, though its answer was lost.
    incoming.TextStatus.QUEUED: "sent",
    incoming.TextStatus.SENT: "sent",
    incoming.TextStatus.DELIVERED: "delivered",
    incoming.TextStatus.UNDELIVERED: "undelivered",
    incoming.TextStatus.FAILED: "undelivered",
    incoming.TextStatus.CANCELED: "refused",
}


def _document(spoken: Spoken | None) -> Response | None:
    return None if spoken is None else _xml(twiml.voice_document(spoken))


def _xml(document: bytes) -> Response:
    return Response(document, content_type="text/xml; charset=utf-8")


def _nothing(status: int) -> Response:
    return Response(status=status)
