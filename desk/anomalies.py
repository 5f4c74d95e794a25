"""What each agent did beside colleagues, for supervisors and auditors; also as a table to take away."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import SeeAnomalies
from desk import files, times
from desk.pages import Role, ask, page, render

READERS = (Role.SUPERVISOR, Role.AUDITOR)
COLUMNS = ("login", "role", "days", "measure", "times", "usual", "far_above")


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/anomalies", *READERS)
    def anomalies() -> ResponseReturnValue:
        return render("anomalies/anomalies.html", found=ask(SeeAnomalies()), times=times)

    @page(pages, "/anomalies.csv", *READERS)
    def anomalies_table() -> ResponseReturnValue:
        rows = [
            (one.login, one.role, one.days, figure.measure, figure.times,
             None if figure.usual is None else round(figure.usual, 1), "yes" if figure.far else "no")
            for one in ask(SeeAnomalies()).agents for figure in one.figures
        ]  # fmt: skip
        return files.attached(files.table(COLUMNS, rows), "agents.csv", "text/csv")
