"""The sheet of a day at an office: to print; and, for supervisors, as a table and a calendar.

A clerk has the paper, which stays at the counter, and no file: files leave the house by themselves. In none of them is
a number, but for two digits on the paper, nor a reference: it opens a look-up, and nobody needs it to plan a day.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from booking_core import desk_commands as c
from booking_core import desk_outcomes as o
from desk import files, keyed, times
from desk.counter import COUNTER, own_office
from desk.pages import Role, ask, language, page, render
from desk.words import words_in

COLUMNS = ("date", "time", "office", "service", "visitors", "status")


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/counter/sheet", *COUNTER)
    def day_sheet() -> ResponseReturnValue:
        return render("counter/sheet.html", found=_day(), times=times)

    @page(pages, "/counter/sheet.csv", Role.SUPERVISOR)
    def day_table() -> ResponseReturnValue:
        found = _day()
        rows = [
            (found.day, f"{one.wall:%H:%M}", found.at.name, one.named(language()), one.party, one.status)
            for one in found.visits
        ]
        return files.sheet(f"day-sheet-{found.day}.csv", COLUMNS, rows)

    @page(pages, "/counter/sheet.ics", Role.SUPERVISOR)
    def day_calendar() -> Response:
        found = _day()
        return files.attached(_calendar(found), f"day-sheet-{found.day}.ics", "text/calendar")


def _day() -> o.DayVisits:
    """The day that the address names, else today."""
    asked = keyed.day(request.args["day"]) or abort(400) if request.args.get("day") else None
    found = ask(c.SeeDay(own_office(), asked))
    if isinstance(found, o.NoSuchVisit):
        abort(404)
    return found


def _calendar(found: o.DayVisits) -> bytes:
    """An event a slot, in how many bookings how many come; its id stays the slot's, so that it can be read anew."""
    from icalendar import Calendar, Event  # half a second that no other page need pay

    calendar = Calendar()
    calendar.add("prodid", "-//Fairline//day sheet//EN")
    calendar.add("version", "2.0")
    for slot, same in groupby(found.visits, key=lambda one: one.slot):
        visits = list(same)
        counts = words_in(language())("sheet.counts", bookings=len(visits), visitors=sum(one.party for one in visits))
        event = Event()
        event.add("uid", f"{slot}@fairline")
        event.add("dtstamp", datetime.now(UTC))
        event.add("dtstart", visits[0].starts.astimezone(UTC))
        event.add("summary", f"{visits[0].named(language())}. {counts}")
        event.add("location", found.at.name)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
