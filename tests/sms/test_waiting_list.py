"""The waiting list by text: who finds nothing, or has something later, asks to be told; four digits join."""

from __future__ import annotations

import pytest

from booking_core import offers
from tests.core.stage import ANN, BEN
from tests.core.waits import open_offers, released, slot, tick, weekday
from tests.sms.stage import Texting


@pytest.fixture(autouse=True)
def morning(texting: Texting) -> None:
    """Ten in the morning of a day on which the line may write."""
    weekday(texting.stage)


def nothing_free(texting: Texting) -> None:
    """A thread that has found nothing free at the first office."""
    texting.stage.put("UPDATE places SET pool = 'reserve' WHERE office = :o", o=texting.stage.line.offices[0].id)
    assert "reply WAIT" in texting.texts("1", "B", "A", "A")
    texting.stage.put("UPDATE places SET pool = 'public' WHERE office = :o", o=texting.stage.line.offices[0].id)


def test_who_finds_nothing_joins_and_books_what_is_offered(texting: Texting) -> None:
    """The question, its nonce, the offer's text with its code, the birth date: booked by text alone."""
    stage = texting.stage
    nothing_free(texting)
    assert texting.text("wait").startswith("To be told of a free time in San Francisco, reply ")
    assert stage.one("SELECT count(*) FROM waiting WHERE joined_at IS NOT NULL") == 0
    assert "You are on the waiting list" in texting.text(texting.nonces[0])
    where = slot(stage)
    released(stage, where)
    tick(stage)
    assert "When was the visitor born?" in texting.text(stage.code(ANN))
    assert texting.text("03 04 1985") == ""
    assert stage.one("SELECT slot FROM bookings WHERE status = 'booked'") == where


def test_who_has_a_later_visit_waits_for_an_earlier(texting: Texting) -> None:
    """The same word means that; the offer is taken by four digits, and the old visit stands until then."""
    stage = texting.stage
    texting.booked()
    late = slot(stage, days=9)
    stage.put("UPDATE bookings SET slot = :s", s=late)
    assert texting.text("something earlier").startswith("To be told of a time before ")
    assert "You are on the waiting list" in texting.text(texting.nonces[1])
    assert stage.one("SELECT short_notice FROM waiting")
    released(stage, slot(stage))
    tick(stage)
    assert texting.statuses()[0] == "booked"
    assert texting.text(stage.code(ANN, "offer")).startswith("Moved. You now have ")


def test_who_passes_stays_on_the_list(texting: Texting) -> None:
    """And hears how to leave it; leaving needs no digits, for it only ends messages, and lets an offer go."""
    stage = texting.stage
    nothing_free(texting)
    texting.text("wait")
    texting.text(texting.nonces[0])
    released(stage, slot(stage))
    tick(stage)
    assert texting.text(stage.code(ANN, "pass")).startswith("That time goes to someone else. You stay")
    stage.wait(days=1)
    weekday(stage)
    released(stage, slot(stage, days=6), BEN)
    tick(stage)
    assert len(open_offers(stage)) == 1
    assert "off the waiting list" in texting.text("leave the list")
    assert open_offers(stage) == []
    assert stage.one("SELECT ended_why FROM waiting") == "left"
    assert "off the waiting list" in texting.text("leave")


def test_the_same_text_twice_is_told_the_same_digits(texting: Texting) -> None:
    """And asking anew tells the same two while they live."""
    nothing_free(texting)
    first = texting.text("wait", sid="SM" + "7" * 32)
    assert texting.again("wait", ANN, "SM" + "7" * 32) == first
    assert texting.text("wait") == first
    assert len(set(texting.nonces)) == 2


def test_who_has_nothing_and_looked_for_nothing_is_told_how_to_book(texting: Texting) -> None:
    """There is nothing yet to be told of."""
    assert "To book reply 1" in texting.text("wait")
    assert texting.stage.one("SELECT count(*) FROM waiting") == 0


def test_what_was_asked_and_not_answered_is_forgotten(texting: Texting) -> None:
    """After a day the digits are dead and the wish is gone; nobody was put on the list by a text alone."""
    stage = texting.stage
    nothing_free(texting)
    texting.text("wait")
    stage.wait(days=1, minutes=1)
    stage.core.at(stage.now).transact(lambda t: offers.tidy(t, 200))
    assert stage.one("SELECT count(*) FROM waiting") == 0
    assert "do not work any more" in texting.text(texting.nonces[0])
