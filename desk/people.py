"""People: a supervisor sees who works at the desk and what each does now, adds, invites, switches off."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from booking_core.actors import Staff
from booking_core.commands import Command
from booking_core.desk_commands import (
    AddAgent,
    BindAgent,
    EndSessions,
    InviteAnew,
    ListAgents,
    SetAgentNumber,
    SetOff,
    SwitchAgent,
)
from booking_core.desk_outcomes import AgentAdded, NoSuchAgent, SubjectTaken
from booking_core.numbers import Refused
from booking_core.outcomes import Done
from desk.pages import Role, actor, ask, desk, page, perform, render
from desk.words import LANGUAGES

SPOKEN: Final = (*LANGUAGES, ",".join(LANGUAGES))
"""What languages an agent may be said to speak."""

_LOGIN: Final = re.compile(r"[a-z][a-z0-9._-]{1,31}", re.ASCII)
_ACTS: Final[dict[str, Callable[[Staff, str], Command[Done | NoSuchAgent]]]] = {
    "end": EndSessions,
    "off": SetOff,
    "disable": lambda who, login: SwitchAgent(who, login, off=True),
    "enable": lambda who, login: SwitchAgent(who, login, off=False),
}


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/people", Role.SUPERVISOR)
    def people() -> ResponseReturnValue:
        return _page({})

    @page(pages, "/people/add", Role.SUPERVISOR, methods=("POST",))
    def add_person() -> ResponseReturnValue:
        return _add()

    @page(pages, "/people/invite", Role.SUPERVISOR, methods=("POST",))
    def invite_person() -> ResponseReturnValue:
        invited = perform(InviteAnew(actor(), _chosen()))
        return _page({"people": "people.none"}) if isinstance(invited, NoSuchAgent) else show((invited,))

    @page(pages, "/people/do/<act>", Role.SUPERVISOR, methods=("POST",))
    def do_with_person(act: str) -> ResponseReturnValue:
        if act not in _ACTS:
            abort(404)
        return _done(perform(_ACTS[act](actor(), _chosen())))

    @page(pages, "/people/number", Role.SUPERVISOR, methods=("POST",))
    def number_person() -> ResponseReturnValue:
        typed = request.form.get("number", "").strip()
        number = desk().check(typed) if typed else None
        if isinstance(number, Refused):
            return _page({"number": "people.bad_number"})
        return _done(perform(SetAgentNumber(actor(), _chosen(), number)))

    @page(pages, "/people/bind", Role.SUPERVISOR, methods=("POST",))
    def bind_person() -> ResponseReturnValue:
        bound = perform(BindAgent(actor(), _chosen(), request.form.get("subject", "").strip() or None))
        return _page({"subject": "people.bad_subject"}) if isinstance(bound, SubjectTaken) else _done(bound)


def invitation_page() -> str:
    """Where an invitation is opened."""
    return f"{desk().address}{url_for('desk.invitation')}"


def show(added: tuple[AgentAdded, ...]) -> ResponseReturnValue:
    """The invitations just made: on this page and never again."""
    until = added[0].until.astimezone(UTC)
    return render("people/invitations.html", added=added, where=invitation_page(), until=f"{until:%Y-%m-%d %H:%M}")


def _add() -> ResponseReturnValue:
    form = {name: request.form.get(name, "").strip() for name in ("login", "name", "role", "languages")}
    errors = {}
    if not _LOGIN.fullmatch(form["login"]):
        errors["login"] = "people.bad_login"
    if not 1 <= len(form["name"]) <= 80:
        errors["name"] = "people.bad_name"
    if form["role"] not in set(Role) - {Role.SURGE} or form["languages"] not in SPOKEN:
        abort(400)
    if errors:
        return _page(errors, form)
    spoken = tuple(form["languages"].split(","))
    added = perform(AddAgent(actor(), form["login"], form["name"], form["role"], spoken))
    return show((added,)) if isinstance(added, AgentAdded) else _page({"login": "people.taken"}, form)


def _chosen() -> str:
    return request.form.get("chosen", "")


def _done(outcome: Done | NoSuchAgent) -> ResponseReturnValue:
    if isinstance(outcome, NoSuchAgent):
        return _page({"people": "people.none"})
    flash("frame.done")
    return redirect(url_for("desk.people"))


def _page(errors: dict[str, str], form: dict[str, str] | None = None) -> ResponseReturnValue:
    roles = [role for role in Role if role is not Role.SURGE]
    known = ask(ListAgents()).agents
    shown = render("people/people.html", errors=errors, form_=form or {}, agents=known, roles=roles, spoken=SPOKEN,
                   chosen=_chosen(), now=datetime.now(UTC))  # fmt: skip
    return shown, 422 if errors else 200
