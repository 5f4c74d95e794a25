"""Putting places on sale, now or at an instant: planned, previewed, done, and listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import Plan, PreviewRelease, ReleasePlaces, SeeReleases
from booking_core.desk_outcomes import NothingToRelease, Releases
from desk.pages import Role, actor, ask, language, page, perform, render

T = TypeVar("T")

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
    """What the form asks for; None: it cannot be read, or names what there is not."""
    office = next((each for each in known.offices if str(each.id) == wish.office), None)
    service = next((id_ for id_, _ in known.services if str(id_) == wish.service), None)
    first, last = _read(_day, wish.first), _read(_day, wish.last or wish.first)
    every, seats = _read(int, wish.every), _read(int, wish.seats)
    opens = _read(datetime.fromisoformat, wish.opens) if wish.opens else None
    if office is None or service is None or first is None or last is None or every is None or seats is None:
        return None
    days = (last - first).days
    if not 0 <= days <= LONGEST or not 5 <= every <= 480 or not 1 <= seats <= 500 or (wish.opens and opens is None):
        return None
    at = None if opens is None else opens.replace(tzinfo=ZoneInfo(office.zone))
    dates = tuple((first + timedelta(days=n)).date() for n in range(days + 1))
    return Plan(office.id, service, dates, timedelta(minutes=every), seats, at)


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d")


def _read(kind: Callable[[str], T], text: str) -> T | None:
    try:
        return kind(text)
    except ValueError:
        return None
