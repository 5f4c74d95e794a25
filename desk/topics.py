"""The topics of the desk: each a file that adds its pages."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from desk import (
    admissions,
    anomalies,
    audit,
    bulletins,
    caller,
    counter,
    day_sheet,
    early,
    entrance,
    floods,
    invitation,
    live,
    look_up,
    people,
    permits,
    queue,
    releases,
    returning,
    surge,
    suspensions,
    ways,
)

TOPICS: tuple[Callable[[Blueprint], None], ...] = (
    entrance.add,
    returning.add,
    caller.add,
    permits.add,
    invitation.add,
    queue.add,
    counter.add,
    day_sheet.add,
    look_up.add,
    admissions.add,
    early.add,
    anomalies.add,
    audit.add,
    releases.add,
    ways.add,
    live.add,
    people.add,
    surge.add,
    suspensions.add,
    floods.add,
    bulletins.add,
)  # fmt: skip

NAVIGATION: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("", (("home", "frame.home"),)),
    ("frame.calls", (("queue", "queue.title"), ("caller", "caller.title"), ("look_up", "look_up.name"))),
    ("frame.visits", (("counter", "counter.name"),)),
    ("frame.now", (("live", "live.title"), ("wall", "live.wall"))),
    ("frame.shield", (("admissions", "admissions.name"), ("early", "early.name"))),
    ("frame.permits", (("vouchers", "vouchers.title"), ("exceptions", "exceptions.title"),
                       ("waivers", "waivers.title"))),
    ("frame.everybody", (("releases", "releases.title"), ("suspensions", "suspensions.title"),
                         ("bulletins", "bulletins.title"), ("questions", "questions.title"))),
    ("frame.staff", (("people", "people.title"), ("surge", "surge.title"), ("anomalies", "anomalies.name"),
                     ("audit", "audit.title"))),
)  # fmt: skip
"""Groups of the pages that the frame leads to: a phrase, and endpoint and phrase of each page."""
