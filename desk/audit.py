"""The audit as auditors read it: who did what, and that nobody changed it since."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import AuditFilter, ExportAudit, SeeAudit
from desk import keyed
from desk.files import sheet
from desk.pages import Role, actor, ask, page, perform, render

SHOWN = 30
EXPORTED = 10_000
NEWEST = 2**63 - 1
"""What the number of a row can be."""
COLUMNS = ("id", "at", "actor", "action", "subject", "why")


def add(pages: Blueprint) -> None:
    """The routes. A filter names people who work here, so it is sent as a form and stands in no address."""

    @page(pages, "/audit", Role.AUDITOR, Role.SUPERVISOR, methods=("GET", "POST"))
    def audit() -> ResponseReturnValue:
        wanted = _wanted()
        before = keyed.count(request.form.get("before", ""), 1, NEWEST)
        seen = ask(SeeAudit(wanted, SHOWN, before))
        return render("audit/list.html", wanted=wanted, seen=seen, exported=EXPORTED)

    @page(pages, "/audit.csv", Role.AUDITOR, methods=("POST",))
    def audit_sheet() -> ResponseReturnValue:
        seen = perform(ExportAudit(actor(), _wanted(), EXPORTED))
        rows = ((a.id, a.at.isoformat(), a.actor, a.action, a.subject, a.why) for a in seen.acts)
        return sheet("audit.csv", COLUMNS, rows)


def _wanted() -> AuditFilter:
    """The filter of the form; yesterday and today, where it says no day."""
    since = keyed.day(request.form.get("since", "")) or datetime.now(UTC).date() - timedelta(days=1)
    action, name = (request.form.get(field, "").strip()[:100] or None for field in ("action", "actor"))
    return AuditFilter(datetime.combine(since, time(), UTC), action, name)
