from __future__ import annotations

from uuid import uuid4

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.keys import Unreadable
from tests.core.stage import ANN, BEN, Stage


def test_a_birth_date_is_noted_and_read_back(stage: Stage) -> None:
    """What was keyed in comes back in the same call, with how many are still to come."""
    who = stage.call()
    held = stage.held(who, party=3)
    noted = o.VisitorNoted(2, 3, 3, 4, 1985, more=2)
    assert stage.do(c.SetVisitor(who, held.booking, 2, 3, 4, 1985)) == noted
    assert stage.ask(c.ReadVisitor(who, held.booking, 2)) == noted
    assert stage.ask(c.ReadVisitor(who, held.booking, 1)) == o.HoldLapsed()


def test_unknown_parts_are_kept_as_unknown(stage: Stage) -> None:
    """A year alone is a birth date."""
    who = stage.call()
    held = stage.held(who)
    assert stage.do(c.SetVisitor(who, held.booking, 1, 0, 0, 1931)) == o.VisitorNoted(1, 1, 0, 0, 1931, more=0)


def test_a_birth_date_is_corrected_until_it_is_booked(stage: Stage) -> None:
    """The last one counts, in one row; after the confirmation the line changes none."""
    who = stage.proven()
    held = stage.held(who)
    stage.do(c.SetVisitor(who, held.booking, 1, 3, 4, 1985))
    stage.do(c.SetVisitor(who, held.booking, 1, 4, 3, 1985))
    assert stage.ask(c.ReadVisitor(who, held.booking, 1)) == o.VisitorNoted(1, 1, 4, 3, 1985, more=0)
    assert stage.one("SELECT count(*) FROM visitors") == 1
    assert isinstance(stage.do(c.Confirm(who, held.booking, None)), o.Booked)
    assert stage.do(c.SetVisitor(who, held.booking, 1, 1, 1, 1999)) == o.HoldLapsed()


@pytest.mark.parametrize("nth", [0, 3])
def test_there_is_no_visitor_beyond_the_party(stage: Stage, nth: int) -> None:
    """A birth date belongs to one of the people who come."""
    who = stage.call()
    held = stage.held(who, party=2)
    assert stage.do(c.SetVisitor(who, held.booking, nth, 3, 4, 1985)) == o.HoldLapsed()
    assert stage.rows("SELECT FROM visitors") == []


def test_nothing_keyed_in_is_read_to_another_call(stage: Stage) -> None:
    """Neither to a stranger, nor to the call that takes the hold up, nor even to a proven one."""
    first = stage.call(ANN)
    held = stage.held(first, send="none")
    stage.do(c.SetVisitor(first, held.booking, 1, 3, 4, 1985))
    assert stage.ask(c.ReadVisitor(stage.call(BEN), held.booking, 1)) == o.HoldLapsed()
    assert stage.ask(c.ReadVisitor(stage.call(ANN), held.booking, 1)) == o.HoldLapsed()
    assert stage.ask(c.ReadVisitor(stage.proven(ANN), held.booking, 1)) == o.HoldLapsed()


def test_what_a_cut_off_call_keyed_in_is_dropped(stage: Stage) -> None:
    """Whoever takes the hold up may be somebody else: the dates are neither read back nor booked, but asked again."""
    first = stage.call()
    held = stage.ready(first)
    stage.hang_up(first)
    second = stage.call()
    assert isinstance(stage.do(c.ExtendHold(second, held.booking)), o.Held)
    assert stage.ask(c.ReadVisitor(second, held.booking, 1)) == o.HoldLapsed()
    assert stage.do(c.Confirm(second, held.booking, stage.code())) == o.VisitorsMissing(held.booking, (1,), 1)


def test_only_who_holds_writes_birth_dates(stage: Stage) -> None:
    """Another call of the number needs proof; another number has no way."""
    held = stage.held(stage.call(ANN))
    for stranger in (stage.call(ANN), stage.call(BEN), stage.proven(BEN), stage.text(ANN)):
        assert stage.do(c.SetVisitor(stranger, held.booking, 1, 3, 4, 1985)) == o.HoldLapsed()
    assert isinstance(stage.do(c.SetVisitor(stage.proven(ANN), held.booking, 1, 3, 4, 1985)), o.VisitorNoted)


def test_a_birth_date_is_sealed_in_its_row(stage: Stage) -> None:
    """The row holds no readable date, and what it holds opens in no other row and no other column."""
    who = stage.call()
    held = stage.held(who)
    stage.do(c.SetVisitor(who, held.booking, 1, 3, 4, 1985))
    (row,) = stage.rows("SELECT id, birth_date FROM visitors")
    keys, sealed = stage.core.keys, bytes(row.birth_date)
    assert b"1985" not in sealed
    assert keys.decrypt(sealed, "visitors.birth_date", row.id) == "03041985"
    for column, place in (("visitors.birth_date", uuid4()), ("codes.sealed", row.id)):
        with pytest.raises(Unreadable):
            keys.decrypt(sealed, column, place)


def test_the_same_date_sealed_twice_looks_different(stage: Stage) -> None:
    """Nobody can tell from the rows who was born on the same day."""
    ann, ben = stage.call(ANN), stage.call(BEN)
    stage.ready(ann)
    stage.ready(ben)
    one, two = stage.rows("SELECT birth_date FROM visitors")
    assert one != two


def test_a_missing_date_is_given_by_text(stage: Stage) -> None:
    """After the code by text each text brings the next missing visitor's, and the last one books."""
    who = stage.call()
    held = stage.held(who, party=3)
    stage.do(c.SetVisitor(who, held.booking, 2, 3, 4, 1985))
    stage.hang_up(who)
    thread = stage.text()
    assert stage.do(c.Confirm(thread, None, stage.code())) == o.VisitorsMissing(held.booking, (1, 3), 3)
    assert stage.do(c.TextVisitor(thread, 1, 2, 1990)) == o.VisitorsMissing(held.booking, (3,), 3)
    booked = stage.do(c.TextVisitor(thread, 5, 6, 2010))
    assert isinstance(booked, o.Booked)
    assert booked.booking == held.booking
    assert stage.do(c.TextVisitor(thread, 5, 6, 2010)) == o.NothingHeld()


def test_a_date_from_an_unproven_thread_is_not_taken(stage: Stage) -> None:
    """Whoever texts without the code writes nothing, and nobody is told that something is held."""
    stage.held(stage.call())
    assert stage.do(c.TextVisitor(stage.text(ANN), 3, 4, 1985)) == o.ProofNeeded()
    assert stage.do(c.TextVisitor(stage.text(BEN), 3, 4, 1985)) == o.ProofNeeded()
    assert stage.rows("SELECT FROM visitors") == []
