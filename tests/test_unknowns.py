"""What was said as unknown is settled: found by its key, or closed and told."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import unknowns
from booking_core.actors import Caller
from booking_core.commands import Confirm, SettleUnknown
from booking_core.outcomes import Booked, HoldLapsed
from tests.house import House
from tests.ivr.test_calls import BORN, hold
from unknowns import Unknowns, UnknownTurn


def test_a_lost_confirmation_is_closed_and_told(house: House) -> None:
    """Nothing was booked: the key is closed, so nothing can be any more, and the caller gets a text that says so."""
    call = hold(house).press(BORN).press("1")
    (held,) = house.rows("SELECT id FROM bookings")
    code = house.phone().newest_code()
    house.core.perform(SettleUnknown(call.sid, "voice:lost"), "settle")
    house.core.perform(SettleUnknown(call.sid, "voice:lost"), "settle")
    late = house.core.perform(Confirm(Caller(call.sid), held.id, code), "voice:lost")
    assert isinstance(late, HoldLapsed)
    assert [row.kind for row in house.rows("SELECT kind FROM outbox WHERE kind = 'not_booked'")] == ["not_booked"]


def test_a_confirmation_that_was_booked_is_found(house: House) -> None:
    """It is booked and its own text says so: no second word about it."""
    call = hold(house).press(BORN).press("1")
    (held,) = house.rows("SELECT id FROM bookings")
    booked = house.core.perform(Confirm(Caller(call.sid), held.id, house.phone().newest_code()), "voice:lost")
    assert isinstance(booked, Booked)
    house.core.perform(SettleUnknown(call.sid, "voice:lost"), "settle")
    assert house.rows("SELECT 1 FROM outbox WHERE kind = 'not_booked'") == []


def test_the_file_keeps_what_is_young_or_cannot_be_settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines leave the file only when they are settled; what a crash tore is passed over; nothing in it is personal."""
    file = Unknowns(tmp_path)
    file.note("CA1", "voice:CA1:x")
    settled: list[UnknownTurn] = []
    assert file.resolve(settled.append) == 0
    monkeypatch.setattr(unknowns, "RESOLVE_AFTER_S", 0)
    with (tmp_path / "unknown.jsonl").open("a") as torn:
        torn.write('{"id": "CA2", "ke')

    def away(turn: UnknownTurn) -> None:
        raise OSError

    with pytest.raises(OSError):
        file.resolve(away)
    assert file.resolve(settled.append) == 1
    assert [turn.key for turn in settled] == ["voice:CA1:x"]
    assert file.resolve(settled.append) == 0
    assert time.time() - settled[0].at < 60
