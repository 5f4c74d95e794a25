"""The topics of the desk: each a file that adds its pages."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from desk import entrance, invitation, live, people, returning, surge, ways

TOPICS: tuple[Callable[[Blueprint], None], ...] = (
    entrance.add,
    returning.add,
    invitation.add,
    ways.add,
    live.add,
    people.add,
    surge.add,
)  # fmt: skip

NAVIGATION: tuple[tuple[str, str], ...] = (
    ("home", "frame.home"),
    ("live", "live.title"),
    ("wall", "live.wall"),
    ("people", "people.title"),
    ("surge", "surge.title"),
)  # fmt: skip
"""Endpoint and phrase of each page that the frame leads to; a person sees those that the role may."""
