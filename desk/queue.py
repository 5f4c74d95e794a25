"""An agent's own state, and who waits: free, pause, done. The telephone rings by itself.

The page is whole without script. With it, a few lines ask every two seconds whether anything has changed, are mostly
told with 304 that nothing has, and otherwise show the page's middle anew.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import FinishCall, GoAvailable, GoOff, MyDesk, ReadQueue
from booking_core.desk_outcomes import AtDesk, QueueNow, TelephoneNeeded
from desk.pages import Role, actor, ask, page, perform, render

ROLES = (Role.AGENT, Role.SURGE, Role.SUPERVISOR)

BUTTONS = {
    "off": ("available",),
    "available": ("pause",),
    "ringing": ("pause",),
    "talking": (),
    "after": ("done", "pause"),
}
"""What can be pressed in each state."""


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/queue", *ROLES)
    def queue() -> ResponseReturnValue:
        return _shown()

    @page(pages, "/queue/now", *ROLES)
    def queue_now() -> Response:
        response = jsonify(_told(ask(MyDesk(actor())), ask(ReadQueue(actor()))))
        response.add_etag()
        response.make_conditional(request)
        return response

    @page(pages, "/queue/available", *ROLES, methods=("POST",))
    def go_available() -> ResponseReturnValue:
        if isinstance(perform(GoAvailable(actor())), TelephoneNeeded):
            return _shown(fault="queue.telephone"), 409
        return redirect(url_for("desk.queue"), 303)

    @page(pages, "/queue/pause", *ROLES, methods=("POST",))
    def go_off() -> ResponseReturnValue:
        perform(GoOff(actor()))
        return redirect(url_for("desk.queue"), 303)

    @page(pages, "/queue/done", *ROLES, methods=("POST",))
    def finish_call() -> ResponseReturnValue:
        perform(FinishCall(actor()))
        return redirect(url_for("desk.queue"), 303)


def _shown(fault: str = "") -> str:
    mine, everybody = ask(MyDesk(actor())), ask(ReadQueue(actor()))
    waiting = [one for one in everybody.waiting if one.state != "joined"]
    return render("queue/queue.html", mine=mine, queue=waiting, buttons=BUTTONS[mine.state], fault=fault,
                  minutes=minutes)  # fmt: skip


def _told(mine: AtDesk, queue: QueueNow) -> dict[str, object]:
    """What, when it changes, makes the page another one; nothing of it is personal."""
    return {
        "state": mine.state,
        "waiter": None if mine.waiter is None else str(mine.waiter),
        "queue": [[str(one.id), one.mode, one.state, one.agent, one.tries, minutes(one.arrived_at)]
                  for one in queue.waiting],
    }  # fmt: skip


def minutes(since: datetime) -> int:
    """Minutes that have begun since then."""
    return max(0, int((datetime.now(UTC) - since).total_seconds())) // 60 + 1
