"""The topics of the desk: each a file that adds its pages."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from desk import entrance, invitation, queue

TOPICS: tuple[Callable[[Blueprint], None], ...] = (
    entrance.add,
    invitation.add,
    queue.add,
)  # fmt: skip

NAVIGATION: tuple[tuple[str, str], ...] = (
    ("home", "frame.home"),
    ("queue", "queue.title"),
)  # fmt: skip
"""Endpoint and phrase of each page that the frame leads to; a person sees those that the role may."""
