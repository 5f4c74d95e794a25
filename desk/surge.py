"""Surge agents: a supervisor makes many accounts at once for some days, and ends them all."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import AddSurge, EndSurge, ListAgents
from booking_core.desk_outcomes import AgentAdded
from desk import keyed
from desk.files import sheet
from desk.pages import NONCE, Role, actor, ask, page, perform, render
from desk.people import SPOKEN, invitation_page, show

MOST, LONGEST_DAYS = 100, 60
"""What the core takes at once."""

_LETTERS = "bcdfghjkmnpqrstvwxz"
"""No vowels: they make words."""


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/surge", Role.SUPERVISOR)
    def surge() -> ResponseReturnValue:
        return _page({})

    @page(pages, "/surge/add", Role.SUPERVISOR, methods=("POST",))
    def add_surge() -> ResponseReturnValue:
        many, days = (
            keyed.count(request.form.get(name, ""), 1, most) for name, most in (("many", MOST), ("days", LONGEST_DAYS))
        )
        languages = request.form.get("languages", "")
        if languages not in SPOKEN:
            abort(400)
        if many is None or days is None:
            wrong = {"many": many is None, "days": days is None}
            return _page({name: f"surge.bad_{name}" for name, bad in wrong.items() if bad})
        made = perform(AddSurge(actor(), _batch(), many, days, tuple(languages.split(","))))
        return _file(made.added) if request.form.get("as") == "csv" else show(made.added)

    @page(pages, "/surge/end", Role.SUPERVISOR, methods=("POST",))
    def end_surge() -> ResponseReturnValue:
        perform(EndSurge(actor()))
        flash("surge.ended")
        return redirect(url_for("desk.surge"))


def _batch() -> str:
    """Letters that name this form: sent twice, it makes no account twice."""
    drawn = hashlib.sha256(f"{session.get('token', '')}:{request.form.get(NONCE, '')}".encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in drawn[:6])


def _page(errors: dict[str, str]) -> ResponseReturnValue:
    now = sum(each.role == Role.SURGE and not each.disabled for each in ask(ListAgents()).agents)
    return render("people/surge.html", errors=errors, spoken=SPOKEN, now=now), 422 if errors else 200


def _file(added: tuple[AgentAdded, ...]) -> Response:
    where = invitation_page()
    rows = ((each.login, each.code, f"{where}#{each.code}", each.until.isoformat()) for each in added)
    return sheet("invitations.csv", ("login", "code", "link", "until"), rows)
