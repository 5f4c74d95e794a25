"""The topics of the desk: each a file that adds its pages."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from desk import (
    anomalies,
    audit,
    bulletins,
    caller,
    counter,
    day_sheet,
    entrance,
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
    anomalies.add,
    audit.add,
    releases.add,
    ways.add,
    live.add,
    people.add,
    surge.add,
    suspensions.add,
    bulletins.add,
)  # fmt: skip

NAVIGATION: tuple[tuple[str, str], ...] = (
    ("home", "frame.home"),
    ("queue", "queue.title"),
    ("caller", "caller.title"),
    ("vouchers", "vouchers.title"),
    ("exceptions", "exceptions.title"),
    ("waivers", "waivers.title"),
    ("counter", "counter.name"),
    ("look_up", "look_up.name"),
    ("anomalies", "anomalies.name"),
    ("releases", "releases.title"),
    ("audit", "audit.title"),
    ("live", "live.title"),
    ("wall", "live.wall"),
    ("people", "people.title"),
    ("surge", "surge.title"),
    ("suspensions", "suspensions.title"),
    ("bulletins", "bulletins.title"),
    ("questions", "questions.title"),
)  # fmt: skip
"""Endpoint and phrase of each page that the frame leads to; a person sees those that the role may."""
