"""A turn and the worker that notes a look-up write the same rows: neither waits for the other with its own in hand."""

from __future__ import annotations

import threading

import sqlalchemy as sa

import enquiries
from booking_core import looking_up
from booking_core.admission import Policy
from booking_core.limits import LookUps as Rules
from booking_core.transaction import Transaction
from telephony.lookups import Answers, Found
from tests.core.seekers import asks, under
from tests.core.stage import Stage
from tests.faults.line import wait_until

ANSWERS: Answers = {
    "line_status": Found({"active": True}),
    "line_type": Found({"line_type": "mobile", "carrier": None}),
}


def looked_up(stage: Stage) -> tuple[Stage, looking_up.Enquiry]:
    """Somebody asked for places; a worker has the answers in hand."""
    here = under(stage, Policy(look_ups=Rules(("line_type", "line_status"), 100, {})))
    asks(here)
    (enquiry,) = here.core.at(here.now).transact(lambda t: looking_up.take(t, 4))
    return here, enquiry


def waits(stage: Stage) -> bool:
    """Does anybody wait for a lock?"""
    return bool(stage.one("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))


def test_a_turn_that_has_its_number_asks_again_while_a_worker_notes_an_answer(stage: Stage) -> None:
    """As `ProveAndSeek` does: its number's row is locked first, and the worker's verdicts are not in its way."""
    here, enquiry = looked_up(stage)
    here.put("UPDATE verdicts SET until = :now", now=here.now)
    core = here.core.at(here.now)
    worker = threading.Thread(target=lambda: core.transact(lambda t: enquiries._write(t, enquiry, ANSWERS)))
    with core.database.engine.begin() as turn:
        turn.execute(sa.text("SELECT 1 FROM numbers WHERE id = :id FOR NO KEY UPDATE"), {"id": enquiry.number})
        worker.start()
        wait_until(lambda: waits(here), 5)
        turn.execute(sa.text("SET LOCAL lock_timeout = '50ms'"))
        asked = sa.text("SELECT ask_verdicts_v1(:id, '{line_type,line_status}', :now)")
        turn.execute(asked, {"id": enquiry.number, "now": here.now})
    worker.join()
    assert here.one("SELECT count(*) FROM verdicts WHERE state = 'found'") == len(ANSWERS)


def test_a_turn_does_not_wait_for_verdicts_that_a_worker_has(stage: Stage) -> None:
    """Only what is due to be asked again is locked."""
    here, enquiry = looked_up(stage)

    def noting(t: Transaction) -> None:
        t.connection.execute(sa.text("SELECT 1 FROM verdicts WHERE number = :id FOR UPDATE"), {"id": enquiry.number})
        asks(here)

    here.core.at(here.now).transact(noting)
    assert here.one("SELECT count(*) FROM admissions") == 2
