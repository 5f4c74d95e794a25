"""Suspensions: what is stopped, planned and over; making one in two steps, and ending it in two."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import (
    KeepInReserve,
    ListFloods,
    ListScopes,
    ListSuspensions,
    Resume,
    Suspend,
    WhatStops,
)
from booking_core.desk_outcomes import SuspensionMade, SuspensionTold, WordsWanted
from booking_core.notices import LONGEST_WHY
from desk import keyed
from desk.floods import MINUTES
from desk.pages import EVERYBODY, Role, actor, ask, language, page, perform, render
from desk.planning import Plan, choices, fault_of, plan, shown, words

CHANNELS = ("voice", "sms", "desk")
MOST = 999
"""Places of one day in reserve."""
OVER = 20
"""So many that are over are shown."""


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/suspensions", *EVERYBODY)
    def suspensions() -> ResponseReturnValue:
        return _listed()

    @page(pages, "/suspensions/preview", Role.SUPERVISOR, methods=("POST",))
    def suspension_preview() -> ResponseReturnValue:
        return _preview(plan(), None)

    @page(pages, "/suspensions", Role.SUPERVISOR, methods=("POST",))
    def suspend() -> ResponseReturnValue:
        planned = plan()
        if planned.wrong is not None:
            return _preview(planned, None)
        made = perform(_command(planned))
        if not isinstance(made, SuspensionMade):
            return _preview(planned, fault_of(made))
        return redirect(url_for("desk.suspensions"), 303)

    @page(pages, "/suspensions/reserve", Role.SUPERVISOR, methods=("POST",))
    def reserve() -> ResponseReturnValue:
        """Have so many places of a day in reserve; how many there are now is said above the page."""
        return _listed(perform(_keeping(plan())).places)

    @page(pages, "/suspensions/<uuid:row>/resume", Role.SUPERVISOR)
    def resuming(row: UUID) -> ResponseReturnValue:
        return render("suspensions/resume.html", row=_found(row), shown=shown)

    @page(pages, "/suspensions/<uuid:row>/resume", Role.SUPERVISOR, methods=("POST",))
    def resume(row: UUID) -> ResponseReturnValue:
        perform(Resume(actor(), row))
        return redirect(url_for("desk.suspensions"), 303)


def _listed(in_reserve: int | None = None) -> str:
    found, scopes = ask(ListSuspensions(OVER)), ask(ListScopes(language()))
    return render("suspensions/list.html", found=found, floods=ask(ListFloods(OVER)), minutes=MINUTES,
                  scopes=scopes, choices=choices(scopes), form={}, shown=shown,
                  in_reserve=in_reserve, zone=scopes.zone(None), most=LONGEST_WHY)  # fmt: skip


def _preview(planned: Plan, fault: str | None) -> str:
    """What it would stop and what stays, and the words as people would hear them; nothing is done."""
    scopes = planned.scopes
    given = words("why", scopes.languages)
    missing = tuple(each for each in scopes.languages if each not in given)
    wrong = fault or planned.wrong or (fault_of(WordsWanted(missing)) if missing else None)
    return render(
        "suspensions/preview.html", planned=planned, stops=ask(WhatStops(planned.service, planned.office)),
        given=given, wrong=wrong, form=request.form, channel=_channel(), scopes=scopes, choices=choices(scopes),
        shown=shown, zone=scopes.zone(planned.office), most=LONGEST_WHY,
    )  # fmt: skip


def _command(planned: Plan) -> Suspend:
    return Suspend(actor(), planned.service, planned.office, _channel(), words("why", planned.scopes.languages),
                   request.form.get("reason", ""), planned.from_at, planned.until)  # fmt: skip


def _keeping(planned: Plan) -> KeepInReserve:
    """The form of the reserve, which needs an office, a service, a day and a number."""
    day, places = keyed.day(request.form.get("day", "")), keyed.count(request.form.get("places", ""), 0, MOST)
    if planned.office is None or planned.service is None or day is None or places is None:
        abort(400)
    return KeepInReserve(actor(), planned.office, planned.service, day, places)


def _channel() -> str | None:
    channel = request.form.get("channel", "")
    return channel if channel in CHANNELS else None


def _found(row: UUID) -> SuspensionTold:
    found = next((each for each in ask(ListSuspensions()).ahead if each.id == row), None)
    return abort(404) if found is None else found
