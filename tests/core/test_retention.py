"""What has had its time goes, by itself, whole and in batches; what is still needed, or held for records, stays."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core import records, retention
from booking_core.actors import Operator
from booking_core.forgetting import ALSO
from booking_core.transaction import Transaction
from tests.audit.conftest import Trail
from tests.core.ringing import ask, pick_up
from tests.core.stage import ANN, BEN, CAT, Stage
from tests.core.test_scans import scans

WHO = Operator("clerk")


def purge(stage: Stage, most: int = 200) -> Counter[str]:
    """Everything that is due at the stage's instant, in batches as the clock has them."""
    done = Counter[str]()
    while batch := stage.core.at(stage.now).transact(lambda t: retention.erase(t, most)):
        assert batch.total() <= most or most < 5
        done += batch
    del done[ALSO]
    return done


def left(stage: Stage, *tables: str) -> dict[str, int]:
    """How many rows these tables have."""
    return {table: stage.one(f"SELECT count(*) FROM {table}") for table in tables}


def visit(stage: Stage, e164: str = ANN, nth: int = 0) -> o.Booked:
    """A booking made with a code in a call that has ended."""
    who = stage.call(e164)
    held = stage.ready(who, stage.slot(nth))
    booked = stage.do(c.Confirm(who, held.booking, stage.code(e164)))
    assert isinstance(booked, o.Booked)
    stage.hang_up(who)
    stage.put("UPDATE outbox SET state = 'sent', done_at = :now, rendered = '\\x00' WHERE done_at IS NULL",
              now=stage.now)  # fmt: skip
    return booked


def after(stage: Stage, booked: o.Booked, **duration: float) -> None:
    """So long after the end of the visit's day."""
    ends = stage.one("SELECT day_ends FROM slots WHERE id = :slot", slot=booked.offer.slot)
    stage.now = ends + timedelta(**duration)


def test_each_thing_has_its_time(stage: Stage) -> None:
    """Codes a day; answers and words of texts a week; calls, messages and proofs a month; each not an hour sooner."""
    visit(stage)
    start = stage.now
    for days, erased in ((1, {"codes": 1}), (7, {"answers": 3, "outbox": 2, "visitors": 1}),
                         (30, {"calls": 1, "proofs": 1, "outbox": 2})):  # fmt: skip
        stage.now = start + timedelta(days=days, minutes=-1)
        before = purge(stage)
        assert not set(before) - {"visitors"}, days
        stage.wait(minutes=12)  # a code lives for ten
        assert before + purge(stage) == erased, days
    assert left(stage, "codes", "answers", "calls", "proofs", "outbox") == dict.fromkeys(
        ("codes", "answers", "calls", "proofs", "outbox"), 0
    )


def test_a_birth_date_ends_with_its_day(stage: Stage) -> None:
    """While the day lasts the counter may need it; then nobody does. Of what is given up, once that is for good."""
    booked, given_up = visit(stage), visit(stage, BEN, 5)
    stage.do(c.Cancel(who := stage.proven(BEN), given_up.booking))
    stage.hang_up(who)
    assert purge(stage)["visitors"] == 0
    stage.wait(minutes=10)
    assert purge(stage)["visitors"] == 1
    after(stage, booked, seconds=-1)
    assert purge(stage)["visitors"] == 0
    after(stage, booked)
    assert purge(stage)["visitors"] == 1


def test_a_month_after_the_visit_nobody_is_known(stage: Stage) -> None:
    """Number, hashes, reference and case are gone; that somebody came, when and for what, is still counted."""
    booked = visit(stage)
    after(stage, booked, days=30, seconds=-1)
    purge(stage)
    assert stage.one("SELECT count(*) FROM number_keys") == 1
    assert stage.one("SELECT reference FROM bookings") == booked.reference
    after(stage, booked, days=31)
    assert purge(stage)["numbers"] == 1
    assert left(stage, "number_keys", "bookings", "numbers") == {"number_keys": 0, "bookings": 1, "numbers": 1}
    (row,) = stage.rows("SELECT b.*, digits, zones FROM bookings b JOIN numbers n ON n.id = b.number")
    assert (row.status, row.party, row.slot) == ("fulfilled", 1, booked.offer.slot)
    assert {row.reference, row.case_key, row.travel_date, row.call, row.digits} == {None}
    assert purge(stage) == Counter()


def test_a_number_that_calls_again_is_a_new_one(stage: Stage) -> None:
    """Nothing connects it with what it once was."""
    after(stage, visit(stage), days=31)
    purge(stage)
    stage.call()
    assert left(stage, "numbers", "number_keys") == {"numbers": 2, "number_keys": 1}


@pytest.mark.parametrize(
    "needs",
    [
        "UPDATE numbers SET opted_out_at = now()",
        "INSERT INTO callbacks SELECT gen_random_uuid(), id, NULL, 'asked', 'en', now() FROM numbers",
        "INSERT INTO calls(id, sid, line, number, withheld, language, step, started_at) SELECT gen_random_uuid(), "
        "'CA', (SELECT id FROM lines), id, false, 'en', 'welcome', now() + interval '400 days' FROM numbers",
    ],
)
def test_what_is_needed_stays(stage: Stage, needs: str) -> None:
    """An opt-out, a call-back nobody has made, a later call: the number is kept until that is over."""
    booked = visit(stage)
    stage.put(needs)
    after(stage, booked, days=31)
    assert purge(stage)["numbers"] == 0
    stage.put("UPDATE numbers SET opted_out_at = NULL")
    stage.put("DELETE FROM callbacks")
    stage.put("DELETE FROM calls")
    stage.wait(hours=23)
    assert purge(stage)["numbers"] == 0
    stage.wait(hours=1)
    assert purge(stage)["numbers"] == 1


def test_a_hold_that_lapsed_goes(stage: Stage) -> None:
    """It became no booking, and its number never called again."""
    stage.ready(stage.call())
    stage.wait(days=29)
    assert purge(stage)["bookings"] == 0
    stage.wait(days=2)
    done = purge(stage)
    assert (done["bookings"], done["numbers"]) == (1, 1)


def test_records_are_kept_until_they_are_released(stage: Stage) -> None:
    """The booking with its birth date, number, messages and call, on the word of somebody who is named."""
    booked, other = visit(stage), visit(stage, BEN)
    work = lambda t: records.keep(t, WHO, booked.reference, "complaint 17", None)  # noqa: E731
    assert stage.core.at(stage.now).transact(work)
    after(stage, booked, days=400)
    purge(stage)
    kept = ("number_keys", "visitors", "calls")
    assert left(stage, *kept) == dict.fromkeys(kept, 1)
    assert stage.one("SELECT count(*) FROM outbox") == 2
    assert [row.reference for row in stage.rows("SELECT reference FROM bookings ORDER BY id")] == [
        booked.reference, None
    ]  # fmt: skip
    assert [row["reference"] for row in stage.core.transact(lambda t: list(records.kept(t)))] == [booked.reference]
    assert stage.core.at(stage.now).transact(lambda t: records.release(t, WHO, booked.reference))
    stage.wait(days=1)
    purge(stage)
    assert left(stage, *kept) == dict.fromkeys(kept, 0)
    trail = "SELECT action, actor, why FROM audit WHERE action LIKE 'records%' ORDER BY at"
    assert stage.rows(trail) == [("records_keep", "operator:clerk", None),
                                 ("records_release", "operator:clerk", None)]  # fmt: skip
    assert other.reference


def test_records_are_kept_to_their_day(stage: Stage) -> None:
    """Through the day that was named, by the office's clock, and not longer."""
    booked = visit(stage)
    after(stage, booked, days=40)
    until = stage.now.date() - timedelta(days=1)  # the day ends at midnight in San Francisco, the next one in UTC
    work = lambda t: records.keep(t, WHO, booked.reference, "audit", until)  # noqa: E731
    assert stage.core.at(stage.now - timedelta(days=9)).transact(work)
    stage.wait(seconds=-1)
    assert purge(stage)["bookings"] == 0
    stage.wait(seconds=1)
    assert purge(stage)["bookings"] == 1
    assert not stage.core.transact(lambda t: records.keep(t, WHO, booked.reference, "too late", None))


def test_what_is_told_again_is_the_same_until_it_is_gone(stage: Stage) -> None:
    """A text that comes twice hears the same nonces for a day; after that it is asked anew, and a nonce is over."""
    stage.book(stage.proven())
    stage.put("UPDATE bookings SET live_until = live_until + interval '30 days'")
    # To an hour at which there is no other slot of the office, whatever the day on which this runs.
    stage.put("UPDATE slots SET starts = starts + interval '30 days 7 minutes' WHERE id IN (SELECT slot FROM bookings)")
    asks = c.AskToChange(stage.text(), "give_up", None)
    first = stage.do(asks, "sms:SM1")
    assert isinstance(first, o.Asked)
    stage.wait(hours=23, minutes=59)
    purge(stage)
    assert stage.do(asks, "sms:SM1") == first
    stage.wait(minutes=1)
    purge(stage)
    again = stage.do(asks, "sms:SM1")
    assert isinstance(again, o.Asked)
    assert again.questions[0].until > first.questions[0].until
    stage.put("DELETE FROM codes")  # as in a copy that was restored from before
    assert stage.do(asks, "sms:SM1") == o.AskedTooOften()


def test_a_turn_is_told_again_for_a_week(stage: Stage) -> None:
    """The provider repeats what it got no answer to, at once or days later: erasing has not touched it."""
    who = stage.call()
    held = stage.do(c.HoldPlace(who, stage.slot(9), 1, "text", "en"), "turn")
    stage.wait(days=6, hours=23)
    purge(stage)
    assert stage.do(c.HoldPlace(who, stage.slot(9), 1, "text", "en"), "turn") == held
    stage.wait(hours=1)
    purge(stage)
    assert stage.do(c.HoldPlace(who, stage.slot(9), 1, "text", "en"), "turn") != held


def test_batches_are_small_and_end(stage: Stage) -> None:
    """Three rows at a time come to the same end as all at once."""
    booked = [visit(stage, e164, nth) for nth, e164 in enumerate((ANN, BEN, CAT))]
    after(stage, booked[-1], days=31)
    assert purge(stage, most=3)["numbers"] == 3
    assert left(stage, "number_keys", "calls", "codes", "visitors") == dict.fromkeys(
        ("number_keys", "calls", "codes", "visitors"), 0
    )


def test_the_audit_goes_after_two_years(stage: Stage) -> None:
    """So long everybody can see what was changed and by whom; the record of an opt-out stands as long as that does."""
    booked = visit(stage)
    Trail(stage).sealed(1)
    stage.do(c.OptOut(stage.text(), "word"))
    after(stage, booked, days=700)
    purge(stage)
    assert stage.one("SELECT count(*) FROM audit") > 0
    after(stage, booked, days=735)
    purge(stage)
    assert left(stage, "audit", "consents", "number_keys") == {"audit": 0, "consents": 1, "number_keys": 1}


def test_erasing_reads_no_table_whole(stage: Stage) -> None:
    """However large the line's history is."""
    visit(stage)
    ask(stage, stage.call(BEN))
    pick_up(stage)
    after(stage, visit(stage, CAT, 6), days=31)
    with scans(stage) as found:
        stage.core.at(stage.now).transact(lambda t: _all(t))
    assert not found, found[0]


def _all(t: Transaction) -> None:
    while retention.work(t, 200):
        pass
