"""The caller's screen: one page from which an agent does for a caller what the caller could do alone.

The page is drawn from what stands in the database, so that the back button, a second tab and a form sent twice show
the same: what is held, what is booked, what is still missing. What was done last is told once, above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from booking_core.actors import Agent
from booking_core.commands import FreeToMove, MyBookings, NextFree, Part, ReadVisitor, Urgent
from booking_core.desk_commands import CallerOf, Document, LiftReason, WithoutNumber
from booking_core.desk_outcomes import CallerNow
from booking_core.lines import Service
from booking_core.outcomes import Booked, Bookings, Offer, Offers, VisitorNoted
from desk import keyed, times
from desk.caller_deeds import DEEDS, Deed, Unreadable
from desk.caller_sentences import sentence
from desk.pages import Role, actor, ask, language, page, perform, render, staff
from desk.words import PHRASES, words_in

ROLES: Final = (Role.AGENT, Role.SUPERVISOR)
SEARCH: Final = ("service", "party", "office", "day", "part", "after", "slot", "booking", "reserve")
"""What a search is for: navigation, nothing about a person, so that it may stand in the address."""

SAID = "said"
"""Of the cookie: the sentence about what was done last, by its key."""


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/caller", *ROLES)
    def caller() -> ResponseReturnValue:
        return _page()

    @page(pages, "/caller/live", *ROLES)
    def caller_live() -> ResponseReturnValue:
        return _live()

    @page(pages, "/caller/<deed>", *ROLES, methods=("POST",))
    def caller_deed(deed: str) -> ResponseReturnValue:
        return _do(DEEDS[deed]) if deed in DEEDS else abort(404)


# ── The page ─────────────────────────────────────────────────────────────────────────────────────────


def _page() -> str:
    seen = ask(CallerOf(actor()))
    said = session.pop(SAID, None)
    if not isinstance(seen, CallerNow):
        return render("caller/nobody.html", said=said)
    who = Agent(staff().login, seen.sid)
    booked = _booked(who) if seen.proven and not seen.over else ()
    search = None if seen.over else _search(seen, who, booked)
    return render(
        "caller/page.html", caller=seen, said=said, booked=booked, search=search, dates=_dates(seen, who),
        documents=get_args(Document), reasons=get_args(WithoutNumber), visit=times.visit, clock=times.here,
        zone=seen.line.offices[0].zone, version=_version(seen), urgent=get_args(Urgent),
        lifts=get_args(LiftReason), word=_word,
    )  # fmt: skip


def _word(key: str) -> str:
    """What look-ups found, in words; their own where the desk has none for it."""
    return words_in(language())(key) if key in PHRASES else key.partition(".")[2].partition("_")[2]


def _booked(who: Agent) -> tuple[Booked, ...]:
    found = ask(MyBookings(who))
    return found.bookings if isinstance(found, Bookings) else ()


def _dates(seen: CallerNow, who: Agent) -> tuple[str, ...]:
    """The birth dates that were keyed in, to be read back, in the order of visitors; "" for one to come."""
    if seen.held is None or seen.over:
        return ()
    noted = [ask(ReadVisitor(who, seen.held.booking, nth)) for nth in range(1, seen.held.party + 1)]
    return tuple(
        times.birth_date(each.month, each.day, each.year) if isinstance(each, VisitorNoted) else "" for each in noted
    )


# ── A search ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, and what is free for it."""

    service: Service | None
    office: UUID | None
    party: int
    day: date | None
    part: Part
    moving: Booked | None
    """The booking that wants another time."""
    offers: tuple[Offer, ...]
    chosen: Offer | None
    """The time that is being previewed."""
    gone: bool
    """What was to be previewed is free no longer."""
    asked: bool
    reserve: bool
    """Among the places that are kept for urgent cases."""
    travel_first: bool
    """The service asks for the day of travel before anything is offered."""
    kept: dict[str, str]
    """The search as the address has it, for the forms that come back to it."""


def _search(seen: CallerNow, who: Agent, booked: tuple[Booked, ...]) -> Search:
    given = request.args
    moving = next((each for each in booked if str(each.booking) == given.get("booking")), None)
    service = _service(seen, moving)
    office = _office(seen, moving)
    party = keyed.count(given.get("party", ""), 1, 4) or 1
    travel_first = service is not None and service.travel_days is not None and seen.travel is None and moving is None
    offers: tuple[Offer, ...] = ()
    asked = "office" in given and service is not None and not travel_first
    part: Part = "am" if given.get("part") == "am" else "pm" if given.get("part") == "pm" else "any"
    day = keyed.day(given.get("day", ""))
    if asked and service is not None and office is not None:
        after = _after(seen, office, day, given.get("after"))
        offers = _free(seen, who, service, office, party, after, part, moving)
    chosen = next((each for each in offers if str(each.slot) == given.get("slot")), None)
    kept = {name: given[name] for name in SEARCH if name in given and name != "slot"}
    return Search(service, office, party, day, part, moving, offers, chosen, "slot" in given and chosen is None, asked,
                  _reserve(), travel_first, kept)  # fmt: skip


def _free(
    seen: CallerNow, who: Agent, service: Service, office: UUID, party: int, after: datetime, part: Part,
    moving: Booked | None,
) -> tuple[Offer, ...]:  # fmt: skip
    found = ask(
        NextFree(office, service.id, party, after, part, sid=seen.sid, urgent=_reserve())
        if moving is None
        else FreeToMove(who, moving.booking, office, after, part)
    )
    return found.offers if isinstance(found, Offers) else ()


def _reserve() -> bool:
    return request.args.get("reserve") == "1"


def _service(seen: CallerNow, moving: Booked | None) -> Service | None:
    wanted = request.args.get("service") if moving is None else str(moving.offer.service)
    return next((each for each in seen.line.services if str(each.id) == wanted), None)


def _office(seen: CallerNow, moving: Booked | None) -> UUID | None:
    wanted = request.args.get("office") or ("" if moving is None else str(moving.offer.office))
    return next((each.id for each in seen.line.offices if str(each.id) == wanted), None)


def _after(seen: CallerNow, office: UUID, day: date | None, after: str | None) -> datetime:
    """From the day that was named on, by the office's clock, or after the last time that was told."""
    if after is not None:
        return keyed.wall(after) or abort(400)
    now = datetime.now(UTC)
    if day is None:
        return now
    midnight = datetime.combine(day, time(), ZoneInfo(seen.line.office(office).zone))
    return max(now, midnight.astimezone(UTC) - timedelta(seconds=1))


# ── Deeds ────────────────────────────────────────────────────────────────────────────────────────────


def _do(deed: Deed) -> ResponseReturnValue:
    """One form: its commands in turn, each under a key of its own, until one is refused."""
    who = Agent(staff().login, request.form.get("call", ""))
    try:
        commands = deed(who, request.form)
    except Unreadable as fault:
        return _tell(fault.key, {})
    told = [perform(command, str(nth)) for nth, command in enumerate(commands)]
    key, arguments = sentence(told[-1], request.form.get("zone", ""))
    return _tell(key, arguments)


def _tell(key: str, arguments: dict[str, Any]) -> ResponseReturnValue:
    session[SAID] = [key, arguments]
    kept = {name: request.form[name] for name in SEARCH if name in request.form} if key in STAYS else {}
    return redirect(url_for("desk.caller", **kept), 303)  # type: ignore[arg-type]  # the search as it stood


STAYS: Final = ("caller.gone", "caller.none_free", "caller.travel_noted", "caller.unreadable", "caller.travel_wrong")
"""After these sentences the search goes on where it was."""


# ── What is polled ───────────────────────────────────────────────────────────────────────────────────


def _live() -> ResponseReturnValue:
    """The state of call and proof; unchanged since the page last asked: 304 and nothing more."""
    seen = ask(CallerOf(actor()))
    if not isinstance(seen, CallerNow):
        response = make_response(render("caller/no_one.html"))
        response.set_etag("nobody")
        return response.make_conditional(request)
    response = make_response(render("caller/state.html", caller=seen, clock=times.here,
                                    zone=seen.line.offices[0].zone, version=_version(seen)))  # fmt: skip
    response.set_etag(_version(seen))
    return response.make_conditional(request)


def _version(seen: CallerNow) -> str:
    """What the page would draw anew: nothing personal, and no secret."""
    parts = (seen.sid[-8:], seen.over, seen.goes_by, seen.proven, seen.texted, seen.asked, seen.held is not None,
             sum(each.lifted_by is None for each in seen.step_ups), len(seen.step_ups),
             seen.no_code is not None)  # fmt: skip
    return "-".join(str(part) for part in parts)
