from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

import demo
from app import build_web
from booking_core import actors
from booking_core.commands import Confirm, HoldPlace, LetHoldGo, NextFree, SeekPlace, SetVisitor, StartCall
from booking_core.core import Core
from booking_core.db import Database
from booking_core.keys import Keys
from booking_core.lines import Line
from booking_core.numbers import LineKind, Number
from booking_core.outcomes import Booked, Held, LetGo, NotAdmitted, Offers
from policy_file import load
from tests.gates.caller import Caller
from tests.gates.wire import Wire, wire_to
from tests.house import SECRET, settings_for


@pytest.fixture
def wire(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """The way to the test's database, with a counter on it."""
    with wire_to(url, tmp_path_factory.mktemp("w")) as wire:
        yield wire


@pytest.fixture
def core(wire: Wire) -> Iterator[Core]:
    """A core whose one connection goes that way."""
    core = Core(Database(wire.url, size=1), Keys(SECRET.encode()))
    yield core
    core.database.engine.dispose()


def call(core: Core, nth: int) -> actors.Caller:
    """The nth number's call."""
    sid = f"CA{nth:032d}"
    core.perform(
        StartCall(sid, demo.LINE, Number(f"+1202555{nth:04d}", "US", LineKind.MOBILE), "en", "A"), f"start:{sid}"
    )
    return actors.Caller(sid)


def wish(core: Core, line: Line, who: actors.Caller) -> HoldPlace:
    """The first free time for a renewal."""
    found = core.ask(NextFree(line.offices[0].id, line.services[1].id, 1, datetime.now(UTC)))
    assert isinstance(found, Offers)
    return HoldPlace(who, found.offers[0].slot, 1, "text", "en")


def code_of(core: Core, booking: object) -> str:
    """The code that was staged for a booking, as its text will say it."""
    row = core.database.transact(
        lambda c: c.execute(sa.text("SELECT id, sealed FROM codes WHERE booking = :b"), {"b": booking}).one()
    )
    return core.keys.decrypt(row.sealed, "codes.sealed", row.id)


def test_the_counter_counts(core: Core, wire: Wire) -> None:
    """A prepared statement alone is one round trip, preparing it another, a transaction around two statements four."""
    with core.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        assert wire.trips(lambda: connection.exec_driver_sql("SELECT 2")) == 2
        assert wire.trips(lambda: connection.exec_driver_sql("SELECT 2")) == 1

    def two(connection: sa.Connection) -> None:
        connection.exec_driver_sql("SELECT 2")
        connection.exec_driver_sql("SELECT 2")

    assert wire.trips(lambda: core.database.transact(two)) == 4
    assert wire.trips(lambda: None) == 0


def test_hold_confirm_and_let_go_are_one_round_trip(core: Core, wire: Wire, line: Line) -> None:
    """Each part of the claim asks the database once; only its very first use on a connection prepares it as well."""
    told: list[Held | Booked | LetGo] = []

    def claim(nth: int) -> list[int]:
        def perform(command: HoldPlace | Confirm | LetHoldGo) -> int:
            return wire.trips(lambda: told.append(core.perform(command, f"{nth}:{len(told)}")))  # type: ignore[arg-type]

        who = call(core, nth)
        first = wish(core, line, who)
        counted = [perform(first)]
        held = told[-1]
        assert isinstance(held, Held)
        counted.append(perform(LetHoldGo(who, held.booking)))
        assert isinstance(told[-1], LetGo)
        second = core.perform(first, f"{nth}:again")
        assert isinstance(second, Held)
        core.perform(SetVisitor(who, second.booking, 1, 3, 4, 1985), f"{nth}:visitor")
        counted.append(perform(Confirm(who, second.booking, code_of(core, second.booking))))
        assert isinstance(told[-1], Booked)
        return counted

    claim(1)
    assert claim(2) == [1, 1, 1]


def test_admission_is_two_round_trips(core: Core, wire: Wire, line: Line) -> None:
    """What is known is read in one, and what was decided is written with the first times in the other, whatever it is:
    under the shipped policy, by call and by text, admitted and stepped up. Told again it is one.
    """
    judging = Core(core.database, core.keys, policy=load())
    wish = NextFree(line.offices[0].id, line.services[1].id, 1, datetime.now(UTC))
    texter = actors.Texter(Number("+12025550001", "US", LineKind.MOBILE))

    def trips(who: actors.Caller | actors.Texter, key: str) -> int:
        return wire.trips(lambda: judging.perform(SeekPlace(who, wish, "en"), key))

    first, second, third, fourth = (call(core, nth) for nth in range(1, 5))
    assert min(trips(first, "1"), trips(texter, "2"), trips(third, "3")) >= 2  # prepares: calls, texts, refusals
    assert trips(texter, "text") == 2
    assert trips(second, "call") == 2
    assert trips(texter, "text") == 1
    assert trips(fourth, "refused") == 2
    assert isinstance(judging.perform(SeekPlace(fourth, wish, "en"), "refused"), NotAdmitted)


def test_a_turn_adds_one_round_trip_to_the_claim_and_a_menu_turn_makes_none(core: Core, wire: Wire) -> None:
    """Hold and confirm turns ask twice at most, the second time for the call's row; menus after the first never."""
    settings = settings_for(8000, wire.url)
    web = build_web(settings, core).test_client()

    def turns(nth: int) -> dict[str, int]:
        caller = Caller(web, settings, f"+1202555{nth:04d}", f"CA{nth:032d}").dial()
        caller.press("1")  # looks for a hold that was cut off
        counted = {"phone": wire.trips(caller.pressing("1"))}
        counted["service"] = wire.trips(caller.pressing("2"))
        counted["party"] = wire.trips(caller.pressing("1"))
        caller.press("1")
        counted["again"] = wire.trips(caller.pressing("9"))
        counted["hold"] = wire.trips(caller.pressing("1"))
        assert "is held for you" in caller.heard
        caller.press("03041985")
        counted["right"] = wire.trips(caller.pressing("1"))
        ((booking,),) = core.database.transact(
            lambda c: c.execute(sa.text("SELECT id FROM bookings WHERE status = 'held'")).all()
        )
        counted["confirm"] = wire.trips(caller.pressing(code_of(core, booking)))
        assert "You are booked" in caller.heard
        return counted

    turns(11)
    counted = turns(12)
    assert counted.pop("hold") == 1
    assert counted.pop("confirm") == 2
    assert set(counted.values()) == {0}
