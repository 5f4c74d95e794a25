"""The waiting list on the stage: who joins it, places that are given up, and the clock that offers them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Row

from booking_core import commands as c
from booking_core import offers
from booking_core import outcomes as o
from booking_core.actors import Caller
from booking_core.humane import humane
from tests.core.stage import ANN, BEN, RENEWAL, Stage

ZONE = "America/Los_Angeles"


def weekday(stage: Stage) -> None:
    """Let it be ten in the morning of the next day on which the line may write."""
    closed = {row.day for row in stage.rows("SELECT day FROM holidays")}
    ten = stage.now.astimezone(ZoneInfo(ZONE)).replace(hour=10, minute=0, second=0)
    at = humane(ten + timedelta(days=1), (ZONE,), closed)
    assert at is not None
    stage.now = max(at, at.astimezone(ZoneInfo(ZONE)).replace(hour=10))


def slot(stage: Stage, days: float = 4, nth: int = 0, service: int = RENEWAL, office: int = 0) -> UUID:
    """The nth slot that begins so many days after the stage's instant."""
    found = stage.one(
        "SELECT id FROM slots WHERE office = :office AND service = :service AND starts > :after "
        "ORDER BY starts OFFSET :nth LIMIT 1",
        office=stage.line.offices[office].id, service=stage.line.services[service].id, nth=nth,
        after=stage.now + timedelta(days=days),
    )  # fmt: skip
    return UUID(str(found))


def at_slot(stage: Stage, which: UUID, before: timedelta) -> None:
    """Let it be so long before a slot begins."""
    stage.now = stage.starts(which) - before


def join(stage: Stage, who: Caller, booking: UUID | None = None, party: int = 1, office: int = 0,
         service: int = RENEWAL, send: c.Send = "text", *, soon: bool = False) -> o.Outcome:  # fmt: skip
    """Ask to be told, in a proven call."""
    place = (stage.line.services[service].id, stage.line.offices[office].id)
    return stage.do(c.JoinList(who, booking, *place, party, send, "en", soon))


def waits(stage: Stage, e164: str = ANN, booking: UUID | None = None, party: int = 1, office: int = 0,
          service: int = RENEWAL, send: c.Send = "text", *, soon: bool = False) -> Caller:  # fmt: skip
    """A number that is on the list; its call."""
    who = stage.proven(e164)
    joined = join(stage, who, booking, party, office, service, send, soon=soon)
    assert isinstance(joined, o.OnList), joined
    return who


def released(stage: Stage, where: UUID, e164: str = BEN, party: int = 1) -> o.Booked:
    """The only places of a slot are booked and given up, and the time to take that back is over."""
    stage.seats(where, party)
    who = stage.proven(e164)
    booked = stage.book(who, where, party)
    assert isinstance(stage.do(c.Cancel(who, booked.booking)), o.Cancelled)
    stage.wait(minutes=10)
    return booked


def tick(stage: Stage) -> int:
    """The clock looks at the waiting list once."""
    return stage.core.at(stage.now).transact(lambda t: offers.run(t, 200))


def open_offers(stage: Stage) -> list[Row[Any]]:
    """Offers that are neither answered nor over, with the digits of their number's hash left out."""
    return stage.rows("SELECT * FROM offers WHERE ended_at IS NULL ORDER BY made_at, id")


def offered_to(stage: Stage, *e164s: str) -> str:
    """Which of these numbers the one open offer is for."""
    (row,) = open_offers(stage)
    owner = stage.rows("SELECT keyed_hash FROM number_keys WHERE number = :n", n=row.number)
    hashes = {each.keyed_hash for each in owner}
    return next(e164 for e164 in e164s if set(stage.core.keys.number_hashes(e164)) & hashes)


def place(stage: Stage, where: UUID) -> Row[Any]:
    """The one place of a slot."""
    (row,) = stage.rows(
        "SELECT pool, booking, CASE WHEN isfinite(free_at) THEN free_at END AS free_at FROM places WHERE slot = :slot",
        slot=where,
    )
    return row


def until(stage: Stage) -> datetime:
    """When the one open offer ends."""
    (row,) = open_offers(stage)
    return datetime.fromisoformat(str(row.until))


def answer(stage: Stage, purpose: str, e164: str = ANN) -> o.Outcome:
    """The digits of an offer's text, texted back."""
    digits = stage.code(e164, purpose)
    if purpose == "confirm":
        return stage.do(c.Confirm(stage.text(e164), None, digits))
    return stage.do(c.AnswerQuestion(stage.text(e164), digits))
