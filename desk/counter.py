"""The counter: who comes is found by reference, check-in code or the list of the day, compared, and checked in.

Every step answers with the whole page, the keyboard where the next one begins: in the field for the next visitor, or
for the birth date of this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import cast, get_args
from uuid import UUID

from flask import Blueprint, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from booking_core import desk_commands as c
from booking_core import desk_outcomes as o
from booking_core.outcomes import Outcome
from desk import keyed, times
from desk.pages import Role, actor, ask, language, page, perform, render
from desk.words import words_in

COUNTER = (Role.CLERK, Role.SUPERVISOR)
OFFICE = "office"
"""Where one's own office is kept in the session."""

AT_ONCE = 60
"""Visits on the page: a clerk looks for somebody who is due, and the rest of the day is a link away."""

SINCE = timedelta(hours=1)
"""The list begins with whoever is so late."""

NEAR = 30
"""Minutes from a visit's time within which nothing is said about it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said about the last step; `tone` is Bootstrap's name of a colour."""

    text: str
    tone: str = "warning"


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/counter", *COUNTER)
    def counter() -> ResponseReturnValue:
        return _page()

    @page(pages, "/counter/office", *COUNTER, methods=("POST",))
    def choose_office() -> ResponseReturnValue:
        session[OFFICE] = str(_id(OFFICE))
        return redirect(url_for("desk.counter"))

    @page(pages, "/counter/office/leave", *COUNTER, methods=("POST",))
    def leave_office() -> ResponseReturnValue:
        session.pop(OFFICE, None)
        return redirect(url_for("desk.counter"))

    @page(pages, "/counter/find", *COUNTER, methods=("POST",))
    def find_visit() -> ResponseReturnValue:
        found = perform(c.FindVisit(actor(), own_office(), keyed.digits(request.form.get("entry", ""))))
        return _page(found.booking if isinstance(found, o.VisitFound) else None, _told(found))

    @page(pages, "/counter/open", *COUNTER, methods=("POST",))
    def open_visit() -> ResponseReturnValue:
        return _page(_id("booking"))

    _add_steps(pages)


def _add_steps(pages: Blueprint) -> None:
    """The routes of what happens to one visit."""

    @page(pages, "/counter/compare", *COUNTER, methods=("POST",))
    def compare_birth_date() -> ResponseReturnValue:
        booking, born = _id("booking"), keyed.birth_date(request.form.get("born", ""))
        if born is None:
            return _page(booking, Notice(words_in(language())("counter.no_date")))
        month, day, year = born
        return _page(booking, _told(perform(c.CompareBirthDate(actor(), own_office(), booking, month, day, year))))

    @page(pages, "/counter/check-in", *COUNTER, methods=("POST",))
    def check_in() -> ResponseReturnValue:
        booking, why = _id("booking"), request.form.get("why") or None
        if why not in (None, *get_args(c.Settled)):
            abort(400)
        return _page(booking, _told(perform(c.CheckIn(actor(), own_office(), booking, cast("c.Settled | None", why)))))

    @page(pages, "/counter/end", *COUNTER, methods=("POST",))
    def end_visit() -> ResponseReturnValue:
        booking, how = _id("booking"), request.form.get("how")
        if how not in get_args(c.Ending):
            abort(400)
        return _page(booking, _told(perform(c.EndVisit(actor(), own_office(), booking, cast("c.Ending", how)))))

    @page(pages, "/counter/undo", *COUNTER, methods=("POST",))
    def undo_visit() -> ResponseReturnValue:
        booking = _id("booking")
        return _page(booking, _told(perform(c.UndoVisit(actor(), own_office(), booking))))


def own_office() -> UUID:
    """The office of whoever is signed in; where none was chosen yet the page asks for it."""
    if OFFICE not in session:
        abort(redirect(url_for("desk.counter")))
    return UUID(session[OFFICE])


def _id(name: str) -> UUID:
    return keyed.row(request.form.get(name, "")) or abort(400)


def _page(booking: UUID | None = None, notice: Notice | None = None) -> ResponseReturnValue:
    """The counter, and on it one visit, if it is one of today's."""
    found = _near() if OFFICE in session else o.NoSuchVisit()
    if isinstance(found, o.NoSuchVisit):
        offered = ask(c.SeeOffices())
        return render("counter/office.html", offices=offered.offices)
    visit = None if booking is None else ask(c.SeeVisit(found.at.office, booking))
    if isinstance(visit, o.NoSuchVisit):
        visit, notice = None, notice or Notice(words_in(language())("counter.told.NoSuchVisit"))
    return render("counter/counter.html", found=found, visit=visit, notice=notice, times=times,
                  reasons=get_args(c.Settled), far=visit is not None and abs(visit.minutes) > NEAR)  # fmt: skip


def _near() -> o.DayVisits | o.NoSuchVisit:
    """The list from the time that the address names, else from an hour ago."""
    asked = request.args.get("from", "")
    try:
        begin = time.fromisoformat(asked) if asked else None
    except ValueError:
        abort(400)
    return ask(c.SeeDay(own_office(), begin=begin, late=SINCE if begin is None else None, most=AT_ONCE))


def _told(outcome: Outcome) -> Notice | None:
    """What the clerk reads about an answer of the core; None: the visit says it all."""
    say = words_in(language())
    match outcome:
        case o.VisitElsewhere():
            return Notice(_elsewhere(outcome))
        case o.CodeShownBefore(at=at):
            return Notice(say("counter.told.CodeShownBefore", at=times.clock(at)), "danger")
        case o.TooManyMisses(until=until):
            return Notice(say("counter.told.TooManyMisses", until=times.clock(until)), "danger")
        case o.Compared(found=found, left=left, arrived=arrived):
            key = "arrived" if arrived else found
            return Notice(say(f"counter.told.{key}", left=left), "success" if found == "match" else "warning")
        case o.VisitNow(status=status, changed=changed):
            return Notice(
                say(f"counter.{'now' if changed else 'already'}.{status}"), "success" if changed else "warning"
            )
        case o.VisitFound():
            return None
        case _:
            return Notice(say(f"counter.told.{type(outcome).__name__}"))


def _elsewhere(outcome: o.VisitElsewhere) -> str:
    """Booked for tomorrow, 9:20am, in Houston."""
    say = words_in(language())
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(outcome.days)
    when = times.moment(outcome.wall)
    if near is not None:
        when = f"{say(f'counter.{near}')}, {times.clock(outcome.wall)}"
    where = say("counter.here") if outcome.here else say("counter.in_office", office=outcome.office)
    over = "over" if outcome.status not in ("held", "booked", "checked_in") else "booked"
    return say(f"counter.elsewhere.{over}", when=when, where=where)
