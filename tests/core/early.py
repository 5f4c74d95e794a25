"""Early follow-ups on the stage: who is chosen, asked and called, and what the second supervisor says."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from booking_core import call_list, touches
from booking_core import desk_commands as d
from booking_core import desk_outcomes as do
from booking_core import outcomes as o
from booking_core.actors import Operator, Staff
from tests.core.before import Before
from tests.core.counting import hire
from tests.core.stage import ANN, Stage

SUE, SAM = Staff("sue"), Staff("sam")


def begun(stage: Stage) -> Before:
    """Three weeks before a Tuesday, with two supervisors at the desk."""
    found = Before.of(stage)
    for each in (SUE, SAM):
        hire(stage.core, each.login, "supervisor")
    return found


def chosen(before: Before, **more: Any) -> d.Chosen:  # noqa: ANN401  # fields of Chosen
    """What was booked on that day, by rented numbers."""
    now = before.stage.now
    return d.Chosen(now - timedelta(days=1), now + timedelta(hours=1), **({"line_type": "non_fixed_voip"} | more))


def rented(before: Before, *numbers: str, texts: str = "plain") -> list[o.Booked]:
    """A booking of each of these numbers, which a look-up has called rented."""
    booked = [before.book(each, texts, nth=nth) for nth, each in enumerate(numbers)]
    before.stage.put("UPDATE numbers SET line_type = 'non_fixed_voip'")
    return booked


def start(before: Before, **more: Any) -> do.EarlyStarted:  # noqa: ANN401  # fields of Chosen
    """Sue has them asked."""
    started = before.stage.do(d.StartEarly(SUE, chosen(before, **more), "resale"))
    assert isinstance(started, do.EarlyStarted)
    return started


def states(before: Before, started: do.EarlyStarted) -> list[str]:
    """Of each booking, the nearest visit first."""
    seen = before.stage.ask(d.SeeRound(started.round))
    assert isinstance(seen, do.EarlySeen)
    return [each.state for each in seen.bookings]


def to(before: Before, days: int, hour: int) -> None:
    """The clock stands there, and does what is due; the rest of its jobs is not asked about here."""
    before.stage.now = before.at(days, hour)
    core = before.stage.core.at(before.stage.now)
    for job in (touches.plan_due, touches.do_due):
        core.transact(partial(job, most=100))


def called(before: Before, result: call_list.Result = "no_answer") -> None:
    """A person calls everybody on the list."""
    core = before.stage.core.at(before.stage.now)
    for row in before.stage.rows("SELECT id FROM callbacks WHERE done_at IS NULL"):
        assert core.transact(partial(call_list.record, by=Operator("test"), entry=str(row.id), result=result))


def silent(
    before: Before, *numbers: str, texts: str = "plain", arrives: str = "delivered"
) -> tuple[do.EarlyStarted, list[o.Booked]]:
    """Asked by text and by call, which both arrive, and called by a person in vain a day later."""
    booked = rented(before, *(numbers or (ANN,)), texts=texts)
    started = start(before)
    for days, hour in ((-21, 13), (-21, 16), (-21, 19), (-20, 16)):
        to(before, days, hour)
        before.becomes(arrives, "follow_up")
    called(before)
    return started, booked


def many(before: Before, more: int) -> list[UUID]:
    """So many more bookings of the one round, each with whatever there is of the nearest; returns the ids of all."""
    stage = before.stage
    first = stage.one("SELECT e.booking::text FROM early_bookings e JOIN slots s ON s.id = e.slot "
                      "ORDER BY s.starts LIMIT 1")  # fmt: skip
    known = stage.one("SELECT count(*) FROM early_bookings")
    own = "'id', gen_random_uuid()"
    new = "'booking', md5('booking ' || n)::uuid"
    for table, changes, of in (
        ("allowances", "'id', md5(n::text)::uuid, 'nth', 100 + n",
         "(SELECT allowance FROM bookings WHERE id::text = :first) = old.id"),
        ("bookings", "'id', md5('booking ' || n)::uuid, 'allowance', md5(n::text)::uuid, 'reference', n::text",
         "old.id::text = :first"),
        ("touches", f"{own}, {new}", "old.booking::text = :first"),
        ("callbacks", f"{own}, {new}", "old.booking::text = :first"),
        ("early_bookings", new, "old.booking::text = :first"),
    ):  # fmt: skip
        stage.put(f"INSERT INTO {table} SELECT (jsonb_populate_record(old, jsonb_build_object({changes}))).* "
                  f"FROM {table} old, generate_series(:known, :known + :more - 1) n WHERE {of}",
                  first=first, known=known, more=more)  # fmt: skip
    return [row.booking for row in stage.rows("SELECT booking FROM early_bookings")]


def release(before: Before, started: do.EarlyStarted, booked: list[o.Booked], who: Staff = SAM) -> o.Outcome:
    """The second supervisor's word."""
    return before.stage.do(d.ReleaseSilent(who, started.round, tuple(each.booking for each in booked), "sold"))
