"""What is known of who asks, as rows tell it, each a moment before and after it counts."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core.actors import Actor, Caller
from booking_core.admission import LineType, Signals
from booking_core.signals import signals
from booking_core.surprise import EXPECTED, tail
from tests.core.seekers import asks, call, kept, proves, seek, under, wish
from tests.core.stage import ANN, BEN, Stage


def known(stage: Stage, who: Actor, line: str | None = None) -> Signals:
    """The signals of a call, or of a thread with this line, now."""
    texts = None if isinstance(who, Caller) else stage.core.keys.number_hashes(ANN)
    found = stage.rows("SELECT seek_v1(NULL, :now, :sid, :hashes, :service, :line) AS all",
                       now=stage.now, sid=getattr(who, "sid", None), hashes=texts, line=line,
                       service=wish(stage).service)  # fmt: skip
    return signals(json.loads(found[0].all), who.channel, EXPECTED)


def test_of_a_first_call_next_to_nothing_is_known(stage: Stage) -> None:
    """One call, which is up; every other signal as of nobody."""
    assert known(stage, call(stage, stir=None)) == Signals(
        "voice", region="US", line_type=LineType.UNKNOWN, known_days=0, calls_hour=1, calls_day=1, calls_now=1,
        block_tail=tail(1, EXPECTED),
    )  # fmt: skip


def test_calls_count_for_an_hour_and_a_day(stage: Stage) -> None:
    """Those that are up, and those of the last hour and day; calls of ours count for nothing."""
    stage.hang_up(call(stage))
    stage.wait(minutes=59)
    found = known(stage, call(stage))
    assert (found.calls_hour, found.calls_day, found.calls_now) == (2, 2, 1)
    stage.put("UPDATE calls SET delivery = gen_random_uuid() WHERE ended_at IS NOT NULL")
    assert known(stage, call(stage)).calls_hour == 2
    stage.wait(hours=24)
    found = known(stage, call(stage))
    assert (found.calls_hour, found.calls_day, found.calls_now) == (1, 1, 1)


def test_calls_in_anothers_name_are_not_its_own(stage: Stage) -> None:
    """Whoever shows a number, or keys it in, cannot make its holder one who calls all day."""
    for stir in (None, "B", "failed"):
        call(stage, stir=stir)
    stage.put("UPDATE calls SET keyed = 1 WHERE sid = :sid", sid=call(stage).sid)
    found = known(stage, call(stage))
    assert (found.calls_day, found.own_calls_day) == (5, 1)


def test_attestation_is_of_the_number_that_calls(stage: Stage) -> None:
    """It says nothing of a number that was keyed in."""
    who = call(stage)
    assert (known(stage, who).stir, known(stage, who).attested) == ("A", True)
    stage.put("UPDATE calls SET keyed = 1")
    assert (known(stage, who).stir, known(stage, who).attested) == (None, False)
    assert not known(stage, call(stage, BEN, "B")).attested


def test_a_call_is_the_numbers_own_when_attested_or_proven(stage: Stage) -> None:
    """In this very call or thread; a number that was keyed in is anybody's until then."""
    who = call(stage)
    assert known(stage, who).own
    stage.put("UPDATE calls SET keyed = 1")
    assert not known(stage, who).own
    proves(stage, who)
    assert known(stage, who).own
    assert not known(stage, call(stage, stir="B")).own
    assert not known(stage, stage.text()).own
    stage.put("UPDATE proofs SET call = NULL")
    assert known(stage, stage.text()).own


def test_texts_count_for_an_hour(stage: Stage) -> None:
    """By what came in."""
    who = stage.text()
    stage.do(c.NoteThread(who, "SM1", {}, {}))
    stage.wait(minutes=59)
    stage.do(c.NoteThread(who, "SM2", {}, {}))
    assert known(stage, who).texts_hour == 2
    stage.wait(minutes=2)
    assert known(stage, who).texts_hour == 1


def test_holds_count_for_a_day_and_their_end_for_a_month(stage: Stage) -> None:
    """Three attested holds, two of which came to nothing; one that gave way to another says nothing."""
    for nth in range(3):
        who = call(stage)
        stage.held(who, stage.slot(nth), send="none")
        if nth == 1:
            proves(stage, who)
            stage.book(who, stage.slot(9))
        stage.wait(minutes=30)
    found = known(stage, call(stage))
    assert (found.holds_day, found.own_holds_day) == (4, 4)
    assert found.unfinished == pytest.approx(2 / 3)
    stage.wait(days=30)
    assert known(stage, call(stage)).unfinished is None


def test_what_anybody_can_claim_is_held_against_nobody(stage: Stage) -> None:
    """Holds and calls that were neither proven nor attested: somebody else may have shown the number."""
    for nth in range(5):
        who = call(stage, stir="B")
        stage.held(who, stage.slot(nth), send="none")
        stage.wait(seconds=5)
        stage.hang_up(who)
        stage.wait(hours=9)
    found = known(stage, call(stage))
    assert (found.unfinished, found.hang_ups) == (None, None)


def test_hang_ups_are_calls_that_ended_within_seconds(stage: Stage) -> None:
    """Of three attested calls two."""
    for seconds in (9, 9, 60):
        who = call(stage)
        stage.wait(seconds=seconds)
        stage.hang_up(who)
    assert known(stage, call(stage)).hang_ups == pytest.approx(2 / 3)


def test_age_begins_with_the_first_proof(stage: Stage) -> None:
    """Whoever only called is not known; nor is anybody after proofs are erased, but for who kept an appointment."""
    who = call(stage)
    proves(stage, who)
    stage.wait(days=20)
    assert (known(stage, who).known_days, known(stage, who).kept) == (20, False)
    stage.put("DELETE FROM proofs")
    assert known(stage, who).known_days == 0
    kept(stage)
    stage.wait(days=40)
    assert (known(stage, who).known_days, known(stage, who).kept) == (40, True)


def test_look_ups_tell_what_they_found(stage: Stage) -> None:
    """In the line's own words; what is missing or null is not known."""
    who, five_hours_ago = call(stage), (stage.now - timedelta(hours=5)).isoformat()
    rows: list[tuple[str, dict[str, object], str, object]] = [
        ("sim_swap", {"swapped_at": five_hours_ago}, "sim_swap_hours", 5.0),
        ("sim_swap", {"swapped_at": None}, "sim_swap_hours", None),
        ("reassigned", {"reassigned": True}, "reassigned", True),
        ("reassigned", {"reassigned": None}, "reassigned", None),
        ("line_status", {"active": False}, "in_service", False),
        ("pumping", {"score": 81, "blocked": False}, "pumping_risk", 81),
        ("pumping", {}, "pumping_risk", None),
    ]
    for package, found, signal, value in rows:
        stage.put("DELETE FROM verdicts")
        stage.put(
            "INSERT INTO verdicts(id, number, package, state, found, asked_at, not_before) "
            "SELECT gen_random_uuid(), id, :package, 'found', cast(:found AS jsonb), :now, :now FROM numbers",
            package=package, found=json.dumps(found), now=stage.now,
        )  # fmt: skip
        assert getattr(known(stage, who), signal) == value, package
    assert known(stage, who).looked_up
    stage.put("UPDATE verdicts SET state = 'skipped'")
    assert not known(stage, who).looked_up


def test_a_looked_up_line_goes_before_the_plan(stage: Stage) -> None:
    """And a voucher is no line at all."""
    who = call(stage)
    stage.put("UPDATE numbers SET line_type = 'toll_free', carrier = 'Acme'")
    assert known(stage, who).line_type is LineType.TOLL_FREE
    stage.put("UPDATE numbers SET kind = 'voucher', line_kind = 'voucher', line_type = NULL")
    assert known(stage, who).line_type is None


def test_a_flood_is_of_every_line_or_of_this_one(stage: Stage) -> None:
    """Until it is over."""
    who = call(stage)
    stage.put("INSERT INTO floods SELECT gen_random_uuid(), line, :now, :now + interval '1 hour', 'calls', 'kim' "
              "FROM calls", now=stage.now)  # fmt: skip
    assert known(stage, who).flood
    assert not known(stage, stage.text()).flood
    assert known(stage, stage.text(), stage.line.number).flood
    assert not known(stage, stage.text(), "+12025550188").flood
    stage.put("UPDATE floods SET line = NULL")
    assert known(stage, stage.text()).flood
    stage.wait(hours=2)
    assert not known(stage, who).flood


# ── Newcomers of a block, a carrier, a region ────────────────────────────────────────────────────────


def block_tail(stage: Stage, e164: str = "+12125552999", stir: str | None = "A") -> float | None:
    """Of one more number of the block, which asks for nothing yet."""
    return known(stage, call(stage, e164, stir)).block_tail


@pytest.mark.parametrize(("days", "count", "load"), [(0, 3, 1), (2, 3, 7), (8, 3, 28), (29, 1, 1)])
def test_newcomers_count_for_a_day_a_week_and_four(stage: Stage, days: int, count: int, load: int) -> None:
    """Two numbers of the block asked so many days ago; the least chance of the three is told."""
    under_policy = under(stage)
    for e164 in ("+12125552001", "+12125552002"):
        asks(under_policy, e164)
        asks(under_policy, e164)
    stage.wait(days=days)
    stage.put("UPDATE loads SET expected = NULL")
    assert block_tail(stage) == pytest.approx(tail(count, EXPECTED * load))


def test_who_only_shows_a_number_counts_for_a_quarter_of_an_hour(stage: Stage) -> None:
    """Else anybody could have a block of honest people stepped up; and not at all beside who is certainly there."""
    who = call(stage, "+12125552001", "B")
    seek(stage, who)
    stage.wait(minutes=14)
    assert [block_tail(stage, stir=stir) for stir in ("A", None)] == [tail(1, EXPECTED), tail(2, EXPECTED)]
    stage.wait(minutes=2)
    assert block_tail(stage, stir=None) == tail(1, EXPECTED)
    proves(stage, who)
    assert [block_tail(stage, stir=stir) for stir in ("A", None)] == [tail(2, EXPECTED), tail(2, EXPECTED)]


def test_who_kept_an_appointment_is_no_newcomer(stage: Stage) -> None:
    """Neither counted nor judged as one."""
    asks(stage, "+12125552001")
    kept(stage, "+12125552001")
    asks(stage, "+12125552001")
    stage.put("DELETE FROM admissions WHERE newcomer")
    assert block_tail(stage, "+12125552001") is None
    assert block_tail(stage) == tail(1, EXPECTED)


@pytest.mark.parametrize(("kind", "key"), [("carrier", "Acme|mobile"), ("region", "US")])
def test_large_groups_are_read_as_the_clock_counted_them(stage: Stage, kind: str, key: str) -> None:
    """Not known before there is something ordinary to compare with."""
    who = call(stage)
    stage.put("UPDATE numbers SET carrier = 'Acme', line_type = 'mobile'")
    stage.put("INSERT INTO loads(kind, key, today, since, counted_at) VALUES (:kind, :key, 30, :now, :now)",
              kind=kind, key=key, now=stage.now)  # fmt: skip
    assert getattr(known(stage, who), f"{kind}_tail") is None
    stage.put("UPDATE loads SET expected = 10")
    assert getattr(known(stage, who), f"{kind}_tail") == tail(30, 10)
