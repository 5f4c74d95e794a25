"""What each agent did beside colleagues, for supervisors and auditors; also as a table to take away."""

from __future__ import annotations

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import SeeAnomalies
from booking_core.desk_outcomes import Anomalies
from desk import files, times
from desk.pages import Role, ask, page, render
from desk.remembered import Remembered

READERS = (Role.SUPERVISOR, Role.AUDITOR)
FRESH_S = 60.0
"""It looks through 30 days of the audit: a minute more or less is no matter, and a second reader costs nothing."""
COLUMNS = ("login", "role", "days", "measure", "times", "usual", "far_above")


def add(pages: Blueprint) -> None:
    """The routes."""
    pages.record(lambda state: state.app.extensions.update(desk_anomalies=Remembered(_read, FRESH_S)))

    @page(pages, "/anomalies", *READERS)
    def anomalies() -> ResponseReturnValue:
        return render("anomalies/anomalies.html", found=_found(), times=times)

    @page(pages, "/anomalies.csv", *READERS)
    def anomalies_table() -> ResponseReturnValue:
        rows = [
            (one.login, one.role, one.days, figure.measure, figure.times,
             None if figure.usual is None else round(figure.usual, 1), "yes" if figure.far else "no")
            for one in _found().agents for figure in one.figures
        ]  # fmt: skip
        return files.sheet("agents.csv", COLUMNS, rows)


def _read() -> Anomalies:
    return ask(SeeAnomalies())


def _found() -> Anomalies:
    remembered: Remembered[Anomalies] = current_app.extensions["desk_anomalies"]
    return remembered()
