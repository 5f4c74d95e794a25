"""Looking somebody up: by a full number or a full reference, for a reason, thirty times an hour. Always a form."""

from __future__ import annotations

from typing import cast, get_args

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from booking_core import desk_commands as c
from booking_core import desk_outcomes as o
from booking_core.identifiers import is_reference
from booking_core.numbers import Number
from desk import keyed, times
from desk.pages import Role, actor, desk, language, page, perform, render
from desk.words import words_in

LOOKERS = (Role.AGENT, Role.SUPERVISOR)


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/look-up", *LOOKERS)
    def look_up() -> ResponseReturnValue:
        return _page(None, "")

    @page(pages, "/look-up", *LOOKERS, methods=("POST",))
    def show_look_up() -> ResponseReturnValue:
        entry, why = request.form.get("entry", ""), request.form.get("why", "")
        if why not in get_args(c.LookUpWhy):
            abort(400)  # nothing is shown without a reason
        found = _looked(entry, cast("c.LookUpWhy", why))
        return _page(found, why), 200 if not isinstance(found, o.LookedTooOften) else 429


Found = o.LookedUp | o.NobodyFound | o.LookedTooOften


def _looked(entry: str, why: c.LookUpWhy) -> Found | None:
    """What the core shows; None: this is neither a whole number nor a whole reference, and nothing was looked at."""
    digits = keyed.digits(entry)
    if is_reference(digits):
        return perform(c.LookUp(actor(), None, digits, why))
    number = desk().check(entry)
    return perform(c.LookUp(actor(), number, None, why)) if isinstance(number, Number) else None


def _page(found: Found | None, why: str) -> str:
    """The form, and below it what was found; the entry itself is not shown again."""
    say, notice = words_in(language()), None
    match found:
        case o.LookedTooOften(minutes=minutes):
            notice = say("look_up.too_often", minutes=minutes)
        case o.NobodyFound(left=left):
            notice = say("look_up.nobody", left=left)
        case None if why:
            notice = say("look_up.no_entry")
    shown = found if isinstance(found, o.LookedUp) else None
    return render(
        "look_up/look_up.html", found=shown, notice=notice, why=why, reasons=get_args(c.LookUpWhy), times=times
    )
