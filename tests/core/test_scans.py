"""What grows with the line's years is found by an index, whatever is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import psycopg
import sqlalchemy as sa

from booking_core import call_list, gap, judging_again, loads, seeking
from booking_core import commands as c
from booking_core.actors import Operator
from booking_core.core import Core
from booking_core.db import Database
from booking_core.desk_commands import AskForPerson
from booking_core.transaction import Transaction
from clock import JOBS
from tests.core.before import Before
from tests.core.ringing import ask, pick_up
from tests.core.seekers import asks, under, wish
from tests.core.stage import ANN, BEN, Stage

GROWING = ("numbers", "number_keys", "calls", "callbacks", "bookings", "visitors", "proofs", "codes", "answers",
           "text_turns", "outbox", "audit", "places", "slots", "touches", "admissions",
           "verdicts")  # fmt: skip


@contextmanager
def scans(stage: Stage) -> Iterator[list[str]]:
    """The statements meanwhile, with their plans, that read one of these tables whole though indexes are preferred."""
    found: list[str] = []

    def explain(
        connection: sa.Connection, _: object, statement: str, parameters: dict[str, object], *__: object
    ) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        if "SAVEPOINT" in statement:
            return
        with driver.cursor() as look:
            look.execute("SET LOCAL enable_seqscan = off")
            plan = "\n".join(
                line for (line,) in look.execute(f"EXPLAIN {statement}".encode(), parameters, prepare=False)
            )
        found.extend(f"{statement}\n{plan}" for table in GROWING if f"Seq Scan on {table}" in plan)

    engine = stage.core.database.engine
    sa.event.listen(engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        sa.event.remove(engine, "before_cursor_execute", explain)


def test_a_call_reads_no_table_whole(stage: Stage) -> None:
    """From the cut-off hold to the move, the giving up and the end of the call."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(6))
    with scans(stage) as found:
        for query in (c.HeldByCall(who), c.FindHold(who), c.MyBookings(who),
                      c.FreeToMove(who, booked.booking, None, stage.now)):  # fmt: skip
            stage.ask(query)
        for command in (
            c.HoldMove(who, booked.booking, stage.slot(8)), c.Move(who, booked.booking), c.Cancel(who, booked.booking),
            c.UndoCancel(who, booked.booking), AskForPerson(who, "asked", "en"), c.EndCall(who.sid),
        ):  # fmt: skip
            stage.do(command)
    assert not found, found[0]


def test_admission_reads_no_table_whole(stage: Stage, url: str) -> None:
    """What its functions read inside counts as well: of the block, of habits, of the number's calls and holds.

    A session of its own counts its scans from none.
    """
    here = under(stage)
    for e164 in (ANN, BEN):
        asks(here, e164)
    caller, anew = here.call(), Core(Database(url, size=1), stage.core.keys, here.now, policy=here.core.policy)
    number = here.one("SELECT number FROM calls WHERE sid = :sid", sid=caller.sid)
    whole = sa.text("SELECT relname FROM pg_stat_xact_user_tables WHERE seq_scan > 0 AND relname = ANY(:growing)")

    def work(t: Transaction) -> list[str]:
        t.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for who in (caller, here.text(BEN)):
            seeking.seek(t, c.SeekPlace(who, wish(here), "en"))
        judging_again.seek_again(t, number, ANN)
        loads.learn(t, 1)
        loads.count(t, 1)
        return list(t.connection.scalars(whole, {"growing": list(GROWING)}))

    assert anew.transact(work) == []
    anew.database.engine.dispose()


def test_a_thread_reads_no_table_whole(stage: Stage) -> None:
    """From the first text to the nonce and the birth date."""
    stage.book(stage.proven(), stage.slot(6))
    who = stage.text()
    stage.put("INSERT INTO proofs SELECT gen_random_uuid(), id, NULL, :now, :until FROM numbers",
              now=stage.now, until=stage.now + timedelta(minutes=30))  # fmt: skip
    with scans(stage) as found:
        stage.ask(c.ReadThread(who, "SM1"))
        for command in (
            c.NoteThread(who, "SM1", {}, {}), c.AskToChange(who, "move", None), c.AskToChange(who, "give_up", None),
            c.TellBookings(who), c.AnswerQuestion(who, "1234"), c.TextVisitor(who, 3, 4, 1985),
            c.TextCallback(who, "asked", "en"),
        ):  # fmt: skip
            stage.do(command)
    assert not found, found[0]


def test_a_call_of_ours_reads_no_table_whole(stage: Stage) -> None:
    """From asking for it to the key, and what an outage is caught up with."""
    who = stage.call()
    held = stage.held(who, send="none")
    with scans(stage) as found:
        ask(stage, who, held)
        stage.ask(c.LookForCode(who, "confirm", held.booking))
    called = pick_up(stage)
    with scans(stage) as more:
        stage.do(c.PressKey(called))
        stage.do(c.EndCall(who.sid))
        stage.core.database.transact(lambda db: gap.known(Transaction(db, stage.core.keys, None), ["CA1", "SM1"]))
    assert not found + more, (found + more)[0]


def test_settling_reads_no_table_whole(stage: Stage) -> None:
    """Neither what nobody knows, nor what was done without being heard of."""
    who = stage.proven()
    booked = stage.book(who, stage.slot(6))
    at = stage.wait(minutes=2)
    stage.do(c.Cancel(who, booked.booking), "lost")
    with scans(stage) as found:
        stage.do(c.SettleUnknown(who.sid, "lost", at))
        stage.do(c.SettleUnknown(who.sid, "never asked", stage.wait(minutes=2)))
    assert not found, found[0]


def test_the_clock_reads_no_table_whole(stage: Stage) -> None:
    """Planning, asking, the call list, letting go and retiring; and all else that the clock does meanwhile."""
    before = Before.of(stage)
    before.jobs = JOBS
    booked = before.book()
    before.book(BEN, texts="none", nth=1)
    with scans(stage) as found:
        for day, hour in ((-5, 14), (-4, 16), (-1, 9)):
            before.to(day, hour)
            before.becomes("delivered", "follow_up")
        stage.core.at(stage.now).transact(
            lambda t: call_list.record(t, Operator("clerk"), _entry(t, booked.booking), "no_answer")
        )
        before.to(1, 1)
    assert not found, found[0]
    assert stage.one("SELECT count(*) FROM bookings WHERE ended_why = 'no_answer'") == 2


def _entry(t: Transaction, booking: UUID) -> str:
    return next(str(row["id"]) for row in call_list.waiting(t) if row["booking"] == booking)
