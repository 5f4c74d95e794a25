from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.stage import ANN, BEN, CAT, URGENT, Stage, other


def test_a_hold_keeps_its_place_for_ten_minutes(stage: Stage) -> None:
    """A hold tells its slot and its end, owns one place until then, and is not booked."""
    slot = stage.slot()
    held = stage.held(stage.call(), slot)
    assert (held.party, held.proven, held.texted) == (1, False, True)
    assert held.until == stage.now + timedelta(minutes=10)
    assert (held.offer.slot, held.offer.starts) == (slot, stage.starts(slot))
    (place,) = stage.owned(held.booking)
    assert place.slot == slot
    assert timedelta(0) <= place.free_at - held.until <= timedelta(minutes=2)
    assert stage.status(held.booking) == "held"


def test_a_hold_with_text_stages_one_code_and_one_message(stage: Stage) -> None:
    """With `text` the hold's own transaction writes the code and its message; with `none` it writes neither."""
    stage.held(stage.call(), send="none")
    assert stage.rows("SELECT FROM codes") == stage.rows("SELECT FROM outbox") == []
    held = stage.held(stage.call(BEN))
    (code,) = stage.rows("SELECT id, booking, expires_at FROM codes")
    assert (code.booking, code.expires_at) == (held.booking, stage.now + timedelta(minutes=10))
    (text,) = stage.rows("SELECT kind, code, booking, lane, not_after FROM outbox")
    assert text == ("code", code.id, held.booking, 0, code.expires_at)


def test_a_taken_place_is_gone_and_others_are_offered(stage: Stage) -> None:
    """Whoever comes after the last place hears so, with times that can be had instead."""
    slot = stage.slot(service=URGENT)
    stage.held(stage.call(ANN), slot)
    stage.held(stage.call(BEN), slot)
    gone = stage.hold(stage.call(CAT), slot)
    assert isinstance(gone, o.PlaceGone)
    assert 1 <= len(gone.offers) <= 3
    assert slot not in {offer.slot for offer in gone.offers}
    assert all(offer.starts > stage.starts(slot) for offer in gone.offers)
    assert isinstance(stage.hold(stage.call(CAT), gone.offers[0].slot), o.Held)


def test_earlier_times_are_offered_where_there_are_none_later(stage: Stage) -> None:
    """The last slot of the calendar is gone: the free one before it is offered, never a false "full"."""
    early, late = stage.slot(0), stage.slot(1)
    stage.only(early, late)
    stage.seats(late, 1)
    stage.held(stage.call(ANN), late)
    gone = stage.hold(stage.call(BEN), late)
    assert isinstance(gone, o.PlaceGone)
    assert [offer.slot for offer in gone.offers] == [early]


def test_nothing_free_is_said_where_nothing_is(stage: Stage) -> None:
    """With the one place of the office held, there is nothing to offer."""
    slot = stage.slot()
    stage.only(slot)
    stage.seats(slot, 1)
    stage.held(stage.call(ANN))
    assert stage.hold(stage.call(BEN), slot) == o.NoneFree(stage.line.offices[0].id)


def test_a_party_gets_all_its_places_or_none(stage: Stage) -> None:
    """Four places of one slot for four people; where two are left, three people take none of them."""
    slot = stage.slot()
    four = stage.held(stage.call(ANN), slot, party=4)
    assert [place.slot for place in stage.owned(four.booking)] == [slot] * 4
    assert isinstance(stage.hold(stage.call(BEN), slot, party=3), o.PlaceGone)
    assert stage.one("SELECT count(*) FROM places WHERE slot = :slot AND booking IS NULL", slot=slot) == 2
    assert isinstance(stage.hold(stage.call(CAT), slot, party=2), o.Held)


@pytest.mark.parametrize("party", [0, 5])
def test_a_party_has_the_size_its_service_takes(stage: Stage, party: int) -> None:
    """Nobody holds for no person, nor for more than the service takes."""
    assert stage.hold(stage.call(), party=party) == o.PartyTooLarge(4)


def test_a_service_for_one_takes_no_pair(stage: Stage) -> None:
    """Where two places are free but the service takes one visitor, a pair holds nothing."""
    assert stage.hold(stage.call(), stage.slot(service=URGENT), party=2) == o.PartyTooLarge(1)


def test_a_refused_number_holds_nothing(stage: Stage) -> None:
    """A number whose check found a reason hears that reason, even in a proven call."""
    who = stage.proven()
    stage.put("UPDATE numbers SET refused = 'premium'")
    assert stage.hold(who) == o.NumberRefused("premium")
    assert stage.rows("SELECT FROM bookings") == []


def test_lead_time(stage: Stage) -> None:
    """A place can be had until an hour before it starts, not at the hour."""
    slot = stage.slot()
    stage.now = stage.starts(slot) - timedelta(hours=1)
    assert not isinstance(stage.hold(stage.call(ANN), slot), o.Held)
    stage.wait(seconds=-1)
    assert isinstance(stage.hold(stage.call(BEN), slot), o.Held)


def test_no_time_on_or_after_the_travel_date(stage: Stage) -> None:
    """Times are offered and held only before the day the caller travels."""
    slot = stage.slot(service=URGENT)
    day = stage.one("SELECT wall::date FROM slots WHERE id = :slot", slot=slot)
    who = stage.call()
    stage.do(c.NoteTravelDate(who, day))
    assert not isinstance(stage.hold(who, slot), o.Held)
    stage.do(c.NoteTravelDate(who, day + timedelta(days=1)))
    assert isinstance(stage.hold(who, slot), o.Held)
    day_after = stage.one("SELECT day_ends FROM slots WHERE id = :slot", slot=slot)
    search = c.NextFree(stage.line.offices[0].id, stage.line.services[URGENT].id, 1, day_after)
    assert isinstance(stage.ask(search), o.Offers)
    assert stage.ask(dataclasses.replace(search, sid=who.sid)) == o.NoneFree(stage.line.offices[0].id)


@pytest.mark.parametrize("pool", ["reserve", "offer", "batch"])
def test_only_public_places_are_on_sale(stage: Stage, pool: str) -> None:
    """A place of another pool is not free to whoever asks."""
    slot = stage.slot()
    stage.put("UPDATE places SET pool = :pool WHERE slot = :slot", pool=pool, slot=slot)
    assert isinstance(stage.hold(stage.call(), slot), o.PlaceGone)


def test_a_place_opens_at_its_instant(stage: Stage) -> None:
    """Not a second before `open_from`, and from then on."""
    slot = stage.slot()
    opens = stage.now + timedelta(hours=1)
    stage.put("UPDATE places SET open_from = :opens WHERE slot = :slot", opens=opens, slot=slot)
    stage.now = opens - timedelta(seconds=1)
    assert isinstance(stage.hold(stage.call(ANN), slot), o.PlaceGone)
    stage.now = opens
    assert isinstance(stage.hold(stage.call(BEN), slot), o.Held)


def test_a_number_out_of_codes_holds_nothing_that_needs_one(stage: Stage) -> None:
    """After three code texts in an hour a hold with text is refused and takes no place; the fourth text is not sent."""
    who = stage.call()
    for _ in range(3):
        stage.held(who)
    refused = stage.hold(who)
    assert refused == o.TooManyCodes(stage.now + timedelta(hours=1))
    assert stage.one("SELECT count(*) FROM outbox") == 3


def test_a_number_out_of_tries_holds_nothing_that_needs_a_code(stage: Stage) -> None:
    """After fifteen wrong tries in a day a hold with text is refused until a day after the first of those codes."""
    first = stage.now
    who = stage.call()
    for _ in range(3):
        held = stage.held(who)
        for _ in range(5):
            stage.do(c.Confirm(who, held.booking, other(stage.code())))
    stage.wait(hours=2)
    assert stage.hold(who) == o.TooManyTries(first + timedelta(days=1))
    stage.now = first + timedelta(days=1)
    assert isinstance(stage.hold(who), o.Held)


def test_a_refused_hold_writes_its_answer_and_nothing_else(stage: Stage) -> None:
    """A refusal leaves no booking, no code, no message and no audit row behind."""
    who = stage.call()
    tables = ("bookings", "codes", "outbox", "audit", "allowances", "office_loads", "proofs", "answers")
    counts = [stage.one(f"SELECT count(*) FROM {table}") for table in tables]
    assert isinstance(stage.hold(who, party=9), o.PartyTooLarge)
    after = [stage.one(f"SELECT count(*) FROM {table}") for table in tables]
    assert after == [*counts[:-1], counts[-1] + 1]


def test_the_first_text_of_a_number_can_hold(stage: Stage) -> None:
    """A number that was never seen gets its row on the way, and what is repeated is done once."""
    asked = c.HoldPlace(stage.text("+12025550109"), stage.slot(), 1, "text", "en")
    held = stage.do(asked, "the text")
    assert isinstance(held, o.Held)
    assert stage.do(asked, "the text") == held
    assert stage.one("SELECT count(*) FROM numbers") == 1


def test_a_journey_told_by_text_is_kept(stage: Stage) -> None:
    """Only times before it are offered and held for a thread, which has no call to remember it."""
    slot, service = stage.slot(5, URGENT), stage.line.services[URGENT].id
    day = stage.one("SELECT wall::date FROM slots WHERE id = :slot", slot=slot)
    office = stage.line.offices[0].id
    found = stage.ask(c.NextFree(office, service, 1, stage.starts(slot), travel=day))
    assert found == o.NoneFree(office)
    assert not isinstance(stage.do(c.HoldPlace(stage.text(), slot, 1, "text", "en", travel=day)), o.Held)
    later = c.HoldPlace(stage.text(), slot, 1, "text", "en", travel=day + timedelta(days=1))
    assert isinstance(stage.do(later), o.Held)
