"""The telephone's door to the queue: what is heard in it, what comes after it, and the telephones of agents."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from flask import Flask, Response

from booking_core.db import Unavailable, Unknown
from ivr import away
from ivr.request import Turn
from ivr.turn import Dialogue
from ivr.vocabulary import Spoken
from telephony import incoming
from telephony.form import Form

Act = Callable[[Dialogue, Form, Form], Spoken | None]
"""What a route does with the form, and with the query that is ours; None: it is no such webhook."""


def add(app: Flask, admitted: Callable[[Act], Response]) -> None:
    """The routes. `admitted` lets a signed request in, and answers what is said."""

    @app.post("/voice/queue")
    def queue() -> Response:
        return admitted(_queue)

    @app.post("/voice/after-queue")
    def after_queue() -> Response:
        return admitted(_after)

    @app.post("/voice/whisper")
    def whisper() -> Response:
        return admitted(_whisper)


def turn_of(form: Form, asked: Form, came_out: incoming.CameOut | None = None) -> Turn | None:
    """The turn that a form is; None: it is no call's."""
    told = incoming.call_turn(form)
    if told is None:
        return None
    troubles = asked.get("t")
    how = None if came_out == "hung_up" else came_out
    return Turn(told.sid, told.line, told.caller, told.keys, told.speech, told.confidence, asked.get("s"),
                int(troubles) if troubles in ("1", "2") else 0, asked.get("u") == "1", told.outbound, how,
                None if told.stir is None else told.stir.value, told.ringing)  # fmt: skip


def _queue(dialogue: Dialogue, form: Form, asked: Form) -> Spoken | None:
    turn = turn_of(form, asked)
    return None if turn is None else away.waiting(dialogue, turn, first=asked.get("h") != "1")


def _after(dialogue: Dialogue, form: Form, asked: Form) -> Spoken | None:
    how = incoming.came_out(form)
    turn = turn_of(form, asked, how)
    if turn is None:
        return None
    if how == "hung_up":
        # Nobody hears the answer; the call's own end is reported too, and may be late.
        with contextlib.suppress(Unavailable, Unknown):
            dialogue.end(turn.sid)
        return dialogue.apology()
    return dialogue.take(turn)


def _whisper(dialogue: Dialogue, form: Form, asked: Form) -> Spoken | None:
    told = incoming.call_turn(form)
    seal = asked.get("s")
    if told is None or seal is None:
        return None
    return away.whisper(dialogue, away.Whisper(told.sid, seal, told.keys, asked.get("a") == "1", asked.get("o") == "1"))
