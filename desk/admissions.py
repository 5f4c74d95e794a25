"""Who was stepped up or refused on a day, and what each control did: for supervisors and auditors, also as a table."""

from __future__ import annotations

from collections import Counter
from typing import Final

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import SeeAdmissions
from booking_core.desk_outcomes import AdmissionsOfDay
from desk import files, keyed, times
from desk.pages import Role, ask, page, render

READERS: Final = (Role.SUPERVISOR, Role.AUDITOR)
SHOWN: Final = 200
TAKEN: Final = 5000
"""Rows of a table; a day of a flood has more, and the figures above have all."""
COLUMNS: Final = ("at", "channel", "decision", "why", "control", "number_ends_in", "became", "set_aside_by")


def add(pages: Blueprint) -> None:
    """The routes. A day is nothing personal, so that it may stand in the address."""

    @page(pages, "/stepped-up", *READERS)
    def admissions() -> ResponseReturnValue:
        found = _found(SHOWN)
        met = sum(many for _, _, many in found.decisions)
        refused = sum(many for decision, _, many in found.decisions if decision in ("refuse", "no_code"))
        became = Counter(row.became for row in found.rows if row.control)
        return render("admissions/list.html", found=found, met=met, refused=refused, became=became, clock=times.here)

    @page(pages, "/stepped-up.csv", *READERS)
    def admissions_table() -> ResponseReturnValue:
        rows = (
            (row.at.isoformat(timespec="seconds"), row.channel, row.decision, row.why, row.control, row.ending,
             row.became, row.lifted_by)
            for row in _found(TAKEN).rows
        )  # fmt: skip
        return files.sheet("stepped-up.csv", COLUMNS, rows)


def _found(most: int) -> AdmissionsOfDay:
    return ask(SeeAdmissions(keyed.day(request.args.get("day", "")), most))
