"""Surge agents: a supervisor makes many accounts at once for some days, and ends them all."""

from __future__ import annotations

import csv
import hashlib
import io

from flask import Blueprint, Response, abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import AddSurge, EndSurge, ListAgents
from booking_core.desk_outcomes import AgentAdded
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
        many, days = _whole("many"), _whole("days")
        errors = {} if 1 <= many <= MOST else {"many": "surge.bad_many"}
        errors |= {} if 1 <= days <= LONGEST_DAYS else {"days": "surge.bad_days"}
        languages = request.form.get("languages", "")
        if languages not in SPOKEN:
            abort(400)
        if errors:
            return _page(errors)
        made = perform(AddSurge(actor(), _batch(), many, days, tuple(languages.split(","))))
        return _file(made.added) if request.form.get("as") == "csv" else show(made.added)

    @page(pages, "/surge/end", Role.SUPERVISOR, methods=("POST",))
    def end_surge() -> ResponseReturnValue:
        perform(EndSurge(actor()))
        flash("surge.ended")
        return redirect(url_for("desk.surge"))


def _whole(name: str) -> int:
    typed = request.form.get(name, "").strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0


def _batch() -> str:
    """Letters that name this form: sent twice, it makes no account twice."""
    drawn = hashlib.sha256(f"{session.get('token', '')}:{request.form.get(NONCE, '')}".encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in drawn[:6])


def _page(errors: dict[str, str]) -> ResponseReturnValue:
    now = sum(each.role == Role.SURGE and not each.disabled for each in ask(ListAgents()).agents)
    return render("people/surge.html", errors=errors, spoken=SPOKEN, now=now), 422 if errors else 200


def _file(added: tuple[AgentAdded, ...]) -> Response:
    where = invitation_page()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["login", "code", "link", "until"])
    writer.writerows([each.login, each.code, f"{where}#{each.code}", each.until.isoformat()] for each in added)
    headers = {"Content-Disposition": 'attachment; filename="invitations.csv"'}
    return Response(text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
