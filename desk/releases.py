"""Putting places on sale, now or at an instant: planned, previewed, done, and listed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from booking_core.clocks import instant
from booking_core.desk_commands import Plan, PreviewRelease, ReleasePlaces, SeeReleases
from booking_core.desk_outcomes import NothingToRelease, Releases
from desk import keyed
from desk.pages import Role, actor, ask, language, page, perform, render

LONGEST = 366
"""Days of one release."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The form, as it was filled in; it goes back into the page as it is."""

    office: str = ""
    service: str = ""
    first: str = ""
    last: str = ""
    every: str = "20"
    seats: str = "1"
    opens: str = ""


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/releases", Role.SUPERVISOR)
    def releases() -> ResponseReturnValue:
        return _page(ask(SeeReleases(language())), Wish())

    @page(pages, "/releases/preview", Role.SUPERVISOR, methods=("POST",))
    def preview_release() -> ResponseReturnValue:
        wish, known = _wish(), ask(SeeReleases(language()))
        plan = _plan(wish, known)
        if plan is None:
            return _page(known, wish, wrong="releases.wrong")
        planned = ask(PreviewRelease(plan))
        if isinstance(planned, NothingToRelease):
            return _page(known, wish, wrong="releases.nothing")
        return _page(known, wish, planned=planned)

    @page(pages, "/releases", Role.SUPERVISOR, methods=("POST",))
    def release_places() -> ResponseReturnValue:
        plan = _plan(_wish(), ask(SeeReleases(language())))
        if plan is None:
            abort(400)
        done = perform(ReleasePlaces(actor(), plan))
        if isinstance(done, NothingToRelease):
            return _page(ask(SeeReleases(language())), _wish(), wrong="releases.nothing")
        return _page(ask(SeeReleases(language())), Wish(), released=done.places)


def _page(known: Releases, wish: Wish, **more: object) -> str:
    offices = [(office.id, office.name) for office in known.offices]
    return render("releases/list.html", known=known, offices=offices, wish=wish, local=_local, **more)


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _wish() -> Wish:
    return replace(Wish(), **{name: request.form.get(name, "")[:100] for name in Wish.__dataclass_fields__})


def _plan(wish: Wish, known: Releases) -> Plan | None:
    """What the form asks for; None: it cannot be read, or names what there is not, an hour that clocks skip too."""
    office = next((each for each in known.offices if str(each.id) == wish.office), None)
    service = next((id_ for id_, _ in known.services if str(id_) == wish.service), None)
    first, last = keyed.day(wish.first), keyed.day(wish.last or wish.first)
    every, seats = keyed.count(wish.every, 5, 480), keyed.count(wish.seats, 1, 500)
    opens = keyed.wall(wish.opens)
    if office is None or service is None or first is None or last is None or every is None or seats is None:
        return None
    days, at = (last - first).days, None if opens is None else instant(opens.replace(tzinfo=None), office.zone)
    if not 0 <= days <= LONGEST or (wish.opens and at is None):
        return None
    dates = tuple(first + timedelta(days=n) for n in range(days + 1))
    return Plan(office.id, service, dates, timedelta(minutes=every), seats, at)
