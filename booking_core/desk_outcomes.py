"""What the core answers to the desk and the queue; one law with `outcomes`. A page's answers are not kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from booking_core.outcomes import Outcome

# ── The queue ────────────────────────────────────────────────────────────────────────────────────────


# ── Booking on behalf ────────────────────────────────────────────────────────────────────────────────


# ── Suspensions, bulletins and notices ───────────────────────────────────────────────────────────────


# ── The counter and look-ups ─────────────────────────────────────────────────────────────────────────


# ── Staff, sign-in and live figures ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SignedAs(Outcome):
    """Who is signed in at the desk. `role`: clerk, agent, supervisor, auditor or surge."""

    agent: UUID
    login: str
    name: str
    role: str
    language: str
    """Of the pages."""
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class NotSignedIn(Outcome):
    """Nobody: the session is over, or never was."""

    kept: ClassVar[bool] = False


# ── Audit and releases ───────────────────────────────────────────────────────────────────────────────
