"""Suspensions as supervisors make and end them, the reserve, and every road to a new booking."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as do
from booking_core import outcomes as o
from booking_core import suspensions
from booking_core.actors import Operator
from booking_core.notices import Notices
from booking_core.outcomes import Outcome
from booking_core.transaction import Transaction
from tests.core.stage import ANN, BEN, CAT, RENEWAL, URGENT, Stage
from tests.core.supervisor import KIM, WHY, WORDS, suspend
from tests.core.waits import answer, open_offers, released, slot, tick, waits, weekday


def listed(stage: Stage, over: int = 0) -> tuple[do.SuspensionTold, ...]:
    """What the desk shows."""
    found = stage.ask(d.ListSuspensions(over))
    return found.ahead + found.over


def test_whoever_is_stopped_hears_why(stage: Stage) -> None:
    """The refusal has the end and the reason in every language, and the row says who did it and when."""
    suspend(stage, hours=3)
    assert stage.hold(stage.call()) == o.Suspended(stage.now + timedelta(hours=3), WHY)
    (row,) = listed(stage)
    assert (row.by, row.reason, row.words, row.made_at) == ("agent:kim", "outage", WORDS, stage.now)
    (trail,) = stage.rows("SELECT actor, action, subject, why FROM audit WHERE action = 'suspend'")
    assert tuple(trail) == ("agent:kim", "suspend", row.id, None)


def test_resuming_keeps_the_row(stage: Stage) -> None:
    """Places are held again; who ended it stands beside who made it, and there is no second end."""
    row = suspend(stage)
    stage.wait(minutes=5)
    assert stage.do(d.Resume(Operator("root"), row)) == do.SuspensionEnded()
    assert isinstance(stage.hold(stage.call()), o.Held)
    assert listed(stage) == ()
    (kept,) = listed(stage, over=5)
    assert (kept.id, kept.ended_by, kept.ended_at) == (row, "operator:root", stage.now)
    assert stage.do(d.Resume(KIM, row)) == do.NothingSuspended()


def test_a_language_without_a_reason_is_refused(stage: Stage) -> None:
    """A caller of every language of the line must hear why; so must nobody have to hear it for long."""
    half = d.Suspend(KIM, None, None, None, {"en": "A storm.", "es": " \x00"}, "storm")
    assert stage.do(half) == do.WordsWanted(("es",))
    long = d.Suspend(KIM, None, None, None, {"en": "A storm.", "es": "x" * 121}, "storm")
    assert stage.do(long) == do.WordsTooLong(("es",), 120)
    late = d.Suspend(KIM, None, None, None, WORDS, "storm", stage.now + timedelta(hours=2), stage.now)
    assert stage.do(late) == do.TimesWrong()
    assert listed(stage) == ()


def test_suspensions_may_overlap(stage: Stage) -> None:
    """Each is ended for itself: while one holds nothing is booked, and the longest is told."""
    office = stage.line.offices[0].id
    all_day, here = suspend(stage, hours=8), suspend(stage, office=office)
    assert stage.hold(stage.call()) == o.Suspended(None, WHY, stage.line.offices[0].zone)
    assert stage.do(d.Resume(KIM, here)) == do.SuspensionEnded()
    assert stage.hold(stage.call(BEN)) == o.Suspended(stage.now + timedelta(hours=8), WHY)
    assert stage.do(d.Resume(KIM, all_day)) == do.SuspensionEnded()
    assert isinstance(stage.hold(stage.call(CAT)), o.Held)


def test_a_planned_one_begins_by_itself(stage: Stage) -> None:
    """Whoever asks before is served, and a plan can be dropped before it begins."""
    suspend(stage, after=1, hours=1)
    dropped = suspend(stage, after=1)
    assert isinstance(stage.hold(stage.call()), o.Held)
    assert stage.do(d.Resume(KIM, dropped)) == do.SuspensionEnded()
    stage.wait(hours=1)
    assert stage.hold(stage.call(BEN)) == o.Suspended(stage.now + timedelta(hours=1), WHY)
    stage.wait(hours=1)
    assert isinstance(stage.hold(stage.call(BEN)), o.Held)


@pytest.mark.parametrize("stopped", ["voice", "sms", "desk", None])
def test_every_road_obeys_its_own_suspension(stage: Stage, stopped: str | None) -> None:
    """Calls, texts and clerks who book anew are stopped each by their channel, and all of them by one for all."""
    suspend(stage, channel=stopped)
    stage.do(c.StartCall("CA" + "7" * 32, stage.line.number, stage.text(BEN).number, "en"))
    asked: dict[str, Outcome] = {
        "voice": stage.hold(stage.call(ANN)),
        "sms": stage.hold(stage.text(BEN)),
        "desk": stage.hold(stage.agent(stage.proven(CAT))),
    }
    refused = {channel for channel, outcome in asked.items() if outcome == o.Suspended(None, WHY)}
    held = {channel for channel, outcome in asked.items() if isinstance(outcome, o.Held)}
    assert refused == ({stopped} if stopped else set(asked))
    assert held == set(asked) - refused


def test_who_wants_to_book_hears_it_first(stage: Stage) -> None:
    """A whole suspension is told before any question, but a hold that was cut off can be taken up."""
    cut_off = stage.call(ANN)
    held = stage.held(cut_off)
    suspend(stage)
    assert stage.ask(c.FindHold(stage.call(BEN))) == o.Suspended(None, WHY)
    stage.hang_up(cut_off)
    again = stage.call(ANN)
    found = stage.ask(c.FindHold(again))
    assert isinstance(found, o.Held)
    assert isinstance(stage.do(c.ExtendHold(again, held.booking)), o.Held)


def test_one_for_a_part_is_not_told_first(stage: Stage) -> None:
    """Who has not said yet what for and where is asked."""
    suspend(stage, service=stage.line.services[URGENT].id)
    suspend(stage, office=stage.line.offices[0].id)
    assert stage.ask(c.FindHold(stage.call())) == o.NothingHeld()


def test_the_preview_counts_what_stops_and_what_stays(stage: Stage) -> None:
    """Free places of the scope, holds that may still be confirmed, and bookings that are not touched."""
    office, service = stage.line.offices[0].id, stage.line.services[RENEWAL].id
    before = stage.ask(d.WhatStops(service, office))
    stage.book(stage.proven(ANN))
    stage.held(stage.call(BEN), stage.slot(office=1))
    stage.held(stage.call(CAT))
    after = stage.ask(d.WhatStops(service, office))
    assert after == do.Stops(before.free - 2, before.held + 1, before.booked + 1)
    everything = stage.ask(d.WhatStops(None, None))
    assert (everything.held, everything.booked) == (2, 1)
    assert isinstance(stage.hold(stage.proven("+12025550104"), stage.slot(3)), o.Held)


def test_the_reserve_is_for_agents_with_a_reason(stage: Stage) -> None:
    """What is in reserve nobody finds on sale; an agent takes it, suspended or not; the audit keeps which reason."""
    where = stage.slot(service=URGENT)
    stage.only(where)
    office, service = stage.line.offices[0].id, stage.line.services[URGENT].id
    day = stage.one("SELECT wall FROM slots WHERE id = :slot", slot=where).date()
    assert stage.do(d.KeepInReserve(KIM, office, service, day, 1)) == do.ReserveKept(1)
    suspend(stage)
    agent = stage.agent(stage.proven(ANN))
    free = stage.ask(c.NextFree(office, service, 1, stage.now, urgent=True))
    assert isinstance(free, o.Offers)
    assert [offer.slot for offer in free.offers] == [where]
    assert stage.hold(agent, where) == o.Suspended(None, WHY)
    held = stage.do(c.HoldPlace(agent, where, 1, "text", "en", urgent="death_in_family"))
    assert isinstance(held, o.Held)
    assert stage.one("SELECT why FROM audit WHERE action = 'hold'") == "death_in_family"
    for who, why in ((stage.call(CAT), "medical"), (agent, "her aunt Rose")):
        with pytest.raises(ValueError, match="reserve"):
            stage.do(c.HoldPlace(who, where, 1, "text", "en", urgent=cast("c.Urgent", why)))
    other = stage.do(c.HoldPlace(stage.agent(stage.proven(BEN)), where, 1, "text", "en", urgent="medical"))
    assert other == o.NoneFree(office)


def test_the_reserve_is_filled_and_emptied(stage: Stage) -> None:
    """More places come from open sale, spread over the day; fewer go back to it; what is booked stays away."""
    office, service = stage.line.offices[0].id, stage.line.services[URGENT].id
    where = stage.slot(service=URGENT)
    day = stage.one("SELECT wall FROM slots WHERE id = :slot", slot=where).date()
    own = "office = :office AND service = :service AND pool = 'reserve'"

    def keep(places: int) -> int:
        kept = stage.do(d.KeepInReserve(KIM, office, service, day, places))
        slots = stage.rows(
            f"SELECT count(*) AS many FROM places WHERE {own} GROUP BY slot", office=office, service=service
        )
        assert sum(row.many for row in slots) == kept.places
        assert all(row.many == 1 for row in slots) or kept.places > 21
        return kept.places

    assert [keep(n) for n in (5, 12, 3, 0)] == [5, 12, 3, 0]
    assert stage.one("SELECT count(*) FROM audit WHERE action = 'reserve' AND actor = 'agent:kim'") == 4
    assert keep(10_000) == stage.one("SELECT count(*) FROM places p JOIN slots s ON s.id = p.slot WHERE p.office = :o "
                                     "AND p.service = :s AND s.wall::date = :d",
                                     o=office, s=service, d=day)  # fmt: skip


def test_the_dialogues_see_what_the_claim_sees(stage: Stage) -> None:
    """What is told early agrees with what would be refused, for every service, office, channel and instant."""
    suspend(stage, service=stage.line.services[URGENT].id, hours=2)
    suspend(stage, office=stage.line.offices[1].id, channel="sms", after=1)

    def both(t: Transaction) -> None:
        seen = tuple(suspensions.read(t))
        for service in (None, *(service.id for service in stage.line.services)):
            for office in (None, *(office.id for office in stage.line.offices)):
                for channel in ("voice", "sms", "desk"):
                    told = Notices(seen).stopped(channel, service, office, t.now())
                    assert told == suspensions.stopped(t, service, office, channel)

    for hours in (0, 1, 1):
        stage.wait(hours=hours)
        stage.core.at(stage.now).transact(both)


@pytest.mark.parametrize("stopped", [None, "voice"])
def test_offers_wait_for_the_end_and_taken_ones_go_on(stage: Stage, stopped: str | None) -> None:
    """A suspension of everything holds new offers back; who has one takes it; one for calls alone is no business of
    the waiting list.
    """
    weekday(stage)
    here = slot(stage, days=6)
    waits(stage, ANN)
    released(stage, here)
    suspend(stage, channel=stopped, hours=1)
    tick(stage)
    assert bool(open_offers(stage)) == (stopped is not None)
    stage.wait(hours=1, minutes=1)
    tick(stage)
    assert len(open_offers(stage)) == 1
    suspend(stage)
    taken = answer(stage, "confirm")
    assert isinstance(taken, o.VisitorsMissing), taken
    assert isinstance(stage.do(c.TextVisitor(stage.text(ANN), 3, 4, 1985)), o.Booked)


def test_no_words_that_somebody_typed_stand_in_the_audit(stage: Stage) -> None:
    """The reason of a suspension is kept with it, for colleagues; the audit outlives what may name a person."""
    made = stage.do(d.Suspend(KIM, None, None, None, dict(WHY), "Rose Doe floods us"))
    assert isinstance(made, do.SuspensionMade)
    assert stage.one("SELECT reason FROM suspensions") == "Rose Doe floods us"
    assert stage.rows("SELECT why FROM audit WHERE action = 'suspend'") == [(None,)]
