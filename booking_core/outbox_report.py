"""What operators see of the outbox: what waits, what is stuck, what failed and why. Counts only: no number, no words.

What is under way is found by the index of what is due, what has ended by the instant at which it ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from booking_core.matching import AGENT
from booking_core.outbox_retry import can_go
from booking_core.staging import ANSWERS, CODES, UNASKED
from booking_core.tables import alerts, outbox
from booking_core.transaction import Transaction

LANES = {CODES: "codes", ANSWERS: "answers", UNASKED: "unasked"}
STUCK_AFTER = timedelta(minutes=1)
"""What is due for so long, in no worker's hands, while nothing leaves by its channel, does not wait for its turn."""

_STATE = outbox.c.state

TO_CALLERS = sa.and_(outbox.c.by != "move", outbox.c.kind != AGENT)
"""What did not arrive is a matter of these: an agent who is not there, or a caller who has hung up before being moved,
is the queue's, which has gone on already."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What has not ended, of one lane and channel."""

    lane: str
    by: str
    due: int
    later: int
    """Their time has not come."""
    unknown: int
    """Just being sent, or their answer got lost."""
    since: datetime | None
    """The oldest that is due was due from then on."""
    untaken: int
    """Due for longer than STUCK_AFTER in no worker's hands, and in that time nothing has left by this channel."""
    lost: int
    """Unknown, and no worker has them: the provider is asked before they are sent again."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How many messages of one lane and channel ended so."""

    lane: str
    by: str
    state: str
    messages: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Messages that did not arrive, by reason."""

    code: str | None
    """The provider's; None: it gave none."""
    by: str
    messages: int
    can_go: int
    """Of these, an operator may have so many tried again."""
    gone: int = 0
    """Of these, so many have gone again since, or will by themselves."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Of the texts from one sender in one lane, how many of those with an answer were delivered."""

    sender: str
    lane: str
    delivered: int
    failed: int

    @property
    def share(self) -> float:
        """Delivered of all with an answer, 0 to 1."""
        return self.delivered / (self.delivered + self.failed)


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to mend."""

    what: str
    detail: str
    times: int
    first_at: datetime
    last_at: datetime


def under_way(t: Transaction) -> list[UnderWay]:
    """What is to be sent or on its way, by lane and channel."""
    now = t.now()
    waits, lost = _STATE == "waiting", _STATE == "unknown"
    due = sa.and_(waits, outbox.c.not_before <= now)
    free = sa.or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= now)
    moving = set(t.connection.scalars(sa.select(outbox.c.by).where(outbox.c.done_at > now - STUCK_AFTER).distinct()))
    still = sa.and_(outbox.c.not_before <= now - STUCK_AFTER, free, outbox.c.by.not_in(moving))
    rows = t.connection.execute(
        sa.select(
            outbox.c.lane, outbox.c.by, _many(due), _many(waits, outbox.c.not_before > now), _many(lost),
            sa.func.min(outbox.c.not_before).filter(due), _many(due, still), _many(lost, free),
        )
        .where(_STATE.in_(("waiting", "unknown")))
        .group_by(outbox.c.lane, outbox.c.by)
        .order_by(outbox.c.lane, outbox.c.by)
    )  # fmt: skip
    return [UnderWay(LANES[lane], *rest) for lane, *rest in rows]


def _many(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count().filter(*conditions)


def ended(t: Transaction, within: timedelta) -> list[Ended]:
    """What was sent or given up in this time, by lane, channel and state."""
    by = (outbox.c.lane, outbox.c.by, _STATE)
    rows = t.connection.execute(
        sa.select(*by, sa.func.count()).where(outbox.c.done_at > t.now() - within).group_by(*by).order_by(*by)
    )
    return [Ended(LANES[lane], *rest) for lane, *rest in rows]


def rates(t: Transaction, within: timedelta) -> list[Rate]:
    """How many texts arrived, by sender and lane, of those of which that is known."""
    failed = _STATE.in_(("undelivered", "refused"))
    rows = t.connection.execute(
        sa.select(outbox.c.sender, outbox.c.lane, _many(_STATE == "delivered"), _many(failed))
        .where(outbox.c.done_at > t.now() - within, outbox.c.by == "text", outbox.c.sender.is_not(None),
               sa.or_(failed, _STATE == "delivered"))
        .group_by(outbox.c.sender, outbox.c.lane)
        .order_by(outbox.c.sender, outbox.c.lane)
    )  # fmt: skip
    return [Rate(sender, LANES[lane], arrived, lost) for sender, lane, arrived, lost in rows]


def failed(t: Transaction, within: timedelta) -> list[Failed]:
    """What did not arrive in this time, by reason, the commonest first."""
    rows = t.connection.execute(
        sa.select(
            outbox.c.error,
            outbox.c.by,
            sa.func.count().label("messages"),
            _many(can_go(t.now())),
            _many(outbox.c.again.is_not(None)),
        )
        .where(outbox.c.done_at > t.now() - within, _STATE.in_(("undelivered", "refused")), TO_CALLERS)
        .group_by(outbox.c.error, outbox.c.by)
        .order_by(sa.text("messages DESC"), outbox.c.error)
    )
    return [Failed(*row) for row in rows]


def held_up(t: Transaction) -> list[Failed]:
    """What was refused for a cause that can be mended in time, and waits for the next try."""
    rows = t.connection.execute(
        sa.select(outbox.c.error, outbox.c.by, sa.func.count(), sa.func.count())
        .where(_STATE == "waiting", outbox.c.error.is_not(None))
        .group_by(outbox.c.error, outbox.c.by)
        .order_by(outbox.c.error, outbox.c.by)
    )
    return [Failed(*row) for row in rows]


def open_alerts(t: Transaction) -> list[Alert]:
    """What there is to mend, the newest first."""
    rows = t.connection.execute(sa.select(alerts).order_by(alerts.c.last_at.desc(), alerts.c.what, alerts.c.detail))
    return [Alert(row.what, row.detail, row.times, row.first_at, row.last_at) for row in rows]


def clear(t: Transaction, what: str, detail: str | None) -> int:
    """Take an alert away, or all of one kind; returns how many there were."""
    chosen = sa.delete(alerts).where(alerts.c.what == what)
    return t.connection.execute(chosen if detail is None else chosen.where(alerts.c.detail == detail)).rowcount
