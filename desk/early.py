"""Early follow-up: a supervisor chooses, tries it dry and starts it; another lets go what stays silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, cast, get_args
from uuid import UUID

from flask import Blueprint, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from booking_core import desk_commands as c
from booking_core import desk_outcomes as o
from booking_core.clocks import instant
from desk import keyed, times
from desk.pages import Role, actor, ask, language, page, perform, render, staff

FIELDS: Final = (
    "begins", "ends", "office", "service", "block", "carrier", "line_type", "control", "reported", "never_came",
)  # fmt: skip
"""Of the form; it goes back into the page as it was filled in. Always a form: a block stands in no address."""

SEEN: Final = (Role.SUPERVISOR, Role.AUDITOR)
SAID: Final = "early"


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/early", *SEEN)
    def early() -> ResponseReturnValue:
        return _page(ask(c.SeeEarly(language())), {})

    @page(pages, "/early", Role.SUPERVISOR, methods=("POST",))
    def preview_early() -> ResponseReturnValue:
        return _preview()

    @page(pages, "/early/start", Role.SUPERVISOR, methods=("POST",))
    def start_early() -> ResponseReturnValue:
        return _start()

    @page(pages, "/early/<uuid:round>", *SEEN)
    def early_round(round: UUID) -> ResponseReturnValue:  # its name in the address
        return _round(round)

    @page(pages, "/early/<uuid:round>", Role.SUPERVISOR, methods=("POST",))
    def release_silent(round: UUID) -> ResponseReturnValue:  # as above
        session[SAID] = _release(round)
        return redirect(url_for("desk.early_round", round=round), 303)


def _page(known: o.EarlyDesk, wish: Mapping[str, str], **more: object) -> str:
    said = more.pop("said", None)
    return render("early/list.html", known=known, wish=wish, said=said, times=times, fields=FIELDS,
                  reasons=get_args(c.EarlyReason), **more)  # fmt: skip


def _wish() -> dict[str, str]:
    return {name: request.form.get(name, "")[:100] for name in FIELDS}


def _chosen(wish: Mapping[str, str], known: o.EarlyDesk) -> c.Chosen | None:
    """What the form asks for, by the clock of the house; None: its times cannot be read."""
    begins, ends = (_at(wish[name], known.zone) for name in ("begins", "ends"))
    if begins is None or ends is None or begins >= ends:
        return None
    return c.Chosen(
        begins, ends, keyed.row(wish["office"]), keyed.row(wish["service"]), wish["block"] or None,
        wish["carrier"] or None, wish["line_type"] or None, wish["control"] or None, bool(wish["reported"]),
        bool(wish["never_came"]),
    )  # fmt: skip


def _at(text: str, zone: str) -> datetime | None:
    wall = keyed.wall(text)
    return None if wall is None else instant(wall.replace(tzinfo=None), zone)


def _preview() -> ResponseReturnValue:
    known, wish = ask(c.SeeEarly(language())), _wish()
    chosen = _chosen(wish, known)
    if chosen is None:
        return _page(known, wish, said=("early.wrong", {}))
    match ask(c.PreviewEarly(chosen)):
        case o.NothingChosen():
            return _page(known, wish, said=("early.nothing", {}))
        case o.TooManyChosen(most):
            return _page(known, wish, said=("early.too_many", {"most": most}))
        case o.EarlyPlanned() as planned:
            return _page(known, wish, planned=planned)


def _start() -> ResponseReturnValue:
    """What was tried dry, once more: bookings that were answered or made meanwhile are asked accordingly."""
    known, wish, reason = ask(c.SeeEarly(language())), _wish(), request.form.get("reason")
    chosen = _chosen(wish, known)
    if chosen is None or reason not in get_args(c.EarlyReason):
        abort(400)  # nobody is asked without a reason
    match perform(c.StartEarly(actor(), chosen, cast("c.EarlyReason", reason))):
        case o.NothingChosen():
            return _page(known, wish, said=("early.nothing", {}))
        case o.TooManyChosen(most):
            return _page(known, wish, said=("early.too_many", {"most": most}))
        case o.EarlyStarted(round=made, bookings=many):
            session[SAID] = ["early.started", {"bookings": many}]
            return redirect(url_for("desk.early_round", round=made), 303)


def _round(made: UUID) -> ResponseReturnValue:
    seen = ask(c.SeeRound(made))
    if isinstance(seen, o.NoSuchRound):
        abort(404)
    may_release = staff().role == Role.SUPERVISOR and seen.round.by != staff().login
    silent = [each for each in seen.bookings if each.state == "silent"]
    return render("early/round.html", seen=seen, silent=silent, may_release=may_release, times=times,
                  reasons=get_args(c.ReleaseReason), said=session.pop(SAID, None))  # fmt: skip


def _release(made: UUID) -> list[object]:
    """A few at a time, each few a command of its own: whoever phones meanwhile waits for few others."""
    reason, marked = request.form.get("reason"), [keyed.row(each) for each in request.form.getlist("booking")]
    if reason not in get_args(c.ReleaseReason):
        abort(400)  # nothing is let go without a reason
    bookings = tuple(each for each in marked if each is not None)
    told = []
    for first in range(0, max(1, len(bookings)), c.RELEASED_AT_ONCE):
        few = bookings[first : first + c.RELEASED_AT_ONCE]
        told.append(perform(c.ReleaseSilent(actor(), made, few, cast("c.ReleaseReason", reason)), part=str(first)))
    released = [each for each in told if isinstance(each, o.SilentReleased)]
    refused = [each for each in told if not isinstance(each, o.SilentReleased)]
    return _released(released, len(bookings)) if released else _refused(refused[0])


def _released(told: Sequence[o.SilentReleased], named: int) -> list[object]:
    """What the few come to together; of `named` bookings the others can be let go later."""
    many, left = sum(each.bookings for each in told), sum(each.left for each in told)
    later = named - many - left
    return ["early.later" if later else "early.done", {"bookings": many, "left": left, "later": later}]


def _refused(told: o.OwnRequest | o.InvitedToday | o.ListUnstaffed | o.NoSuchRound) -> list[object]:
    match told:
        case o.OwnRequest():
            return ["early.own", {}]
        case o.InvitedToday():
            return ["early.invited", {}]
        case o.ListUnstaffed():
            return ["early.unstaffed", {}]
        case o.NoSuchRound():
            abort(404)
