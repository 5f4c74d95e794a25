"""Personal views at the desk: so many an hour for each agent, each with its reason in the audit. One count for all
pages that show what is kept about somebody who was looked up.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from booking_core import bounds
from booking_core.actors import Staff
from booking_core.alerts import alert
from booking_core.desk_outcomes import LookedTooOften
from booking_core.tables import agents
from booking_core.transaction import Transaction


def count_view(t: Transaction, who: Staff, subject: UUID | None, why: str, now: datetime) -> int | LookedTooOften:
    """One more view of `subject` (a booking or number; None: nothing was found), charged and audited in this very
    transaction; how many are left. Over the limit nothing may be shown: a supervisor is alerted.
    """
    most = t.rules().looks_hour
    left = bounds.charge(t, who, agents.c.looks, most, now)
    if left is None:
        alert(t, "look_ups", who.login)
        t.trail(who, "look_up_refused", None, now, why)
        wait = bounds.again_at(t, who, agents.c.looks, most, now) - now
        return LookedTooOften(ceil(wait / timedelta(minutes=1)))
    t.trail(who, "look_up", subject, now, why if subject else f"{why}: nothing found")
    return left
