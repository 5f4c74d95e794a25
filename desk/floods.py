"""Declared floods: on the page of suspensions, where whoever leads the desk looks on a bad day."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import DeclareFlood, EndFlood
from booking_core.desk_outcomes import FloodDeclared
from desk import keyed
from desk.pages import Role, actor, page, perform
from desk.planning import plan

MINUTES = (15, 30, 60, 120, 240)
"""What can be chosen; the last is the most there is."""


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/floods", Role.SUPERVISOR, methods=("POST",))
    def declare_flood() -> ResponseReturnValue:
        """For so long, and why; without a reason nothing is declared, and that is said."""
        minutes = keyed.count(request.form.get("minutes", ""), 1, MINUTES[-1])
        made = None
        if minutes is not None:
            made = perform(DeclareFlood(actor(), plan().line, request.form.get("why", ""), minutes))
        flash("floods.declared" if isinstance(made, FloodDeclared) else "floods.wanted")
        return redirect(url_for("desk.suspensions"), 303)

    @page(pages, "/floods/<uuid:row>/end", Role.SUPERVISOR, methods=("POST",))
    def end_flood(row: UUID) -> ResponseReturnValue:
        perform(EndFlood(actor(), row))
        return redirect(url_for("desk.suspensions"), 303)
