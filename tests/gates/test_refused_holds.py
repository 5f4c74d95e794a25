from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

import demo
from booking_core import actors
from booking_core import outcomes as o
from booking_core.commands import Confirm, HoldPlace, LetHoldGo, NextFree, SetVisitor, StartCall
from booking_core.core import Core
from booking_core.lines import Line
from booking_core.numbers import LineKind, Number
from tests.gates.footprint import written


def call(core: Core, number: int, nth: int = 1) -> actors.Caller:
    """The nth call of a number."""
    sid = f"CA{number:016d}{nth:016d}"
    caller = Number(f"+1202555{number:04d}", "US", LineKind.MOBILE)
    core.perform(StartCall(sid, demo.LINE, caller, "en"), f"start:{sid}")
    return actors.Caller(sid)


def do(core: Core, statement: str) -> None:
    """Set the stage as no caller could."""
    assert core.database.transact(lambda c: c.execute(sa.text(statement)).rowcount) > 0


def wish(core: Core, line: Line, who: actors.Caller, party: int = 1) -> HoldPlace:
    """The first free time for a renewal."""
    found = core.ask(NextFree(line.offices[0].id, line.services[1].id, 1, datetime.now(UTC)))
    assert isinstance(found, o.Offers)
    return HoldPlace(who, found.offers[0].slot, party, "text", "en")


def held(core: Core, line: Line, who: actors.Caller) -> o.Held:
    """A hold of this call."""
    outcome = core.perform(wish(core, line, who), f"{who.sid}:first")
    assert isinstance(outcome, o.Held)
    return outcome


def code_of(core: Core, booking: object) -> str:
    """The code that was staged for a booking, as its text will say it."""
    row = core.database.transact(
        lambda c: c.execute(sa.text("SELECT id, sealed FROM codes WHERE booking = :b"), {"b": booking}).one()
    )
    return core.keys.decrypt(row.sealed, "codes.sealed", row.id)


# Each stage returns the hold that will be refused.


def gone(core: Core, line: Line) -> HoldPlace:
    """Somebody else was faster."""
    command = wish(core, line, call(core, 1))
    do(core, f"UPDATE places SET free_at = 'infinity' WHERE slot = '{command.slot}'")
    return command


def none_free(core: Core, line: Line) -> HoldPlace:
    """Nothing is left at all."""
    command = wish(core, line, call(core, 1))
    do(core, "UPDATE places SET free_at = 'infinity'")
    return command


def suspended(core: Core, line: Line) -> HoldPlace:
    """New bookings are suspended."""
    do(core, "INSERT INTO suspensions(id, from_at, reason, by) VALUES (gen_random_uuid(), now(), 'outage', 'test')")
    return wish(core, line, call(core, 1))


def too_many_visitors(core: Core, line: Line) -> HoldPlace:
    """The party is larger than the service takes."""
    return wish(core, line, call(core, 1), party=5)


def refused_number(core: Core, line: Line) -> HoldPlace:
    """The number may not book."""
    who = call(core, 1)
    do(core, "UPDATE numbers SET refused = 'premium'")
    return wish(core, line, who)


def texts_off(core: Core, line: Line) -> HoldPlace:
    """The number wants no texts and calls of ours."""
    who = call(core, 1)
    do(core, "UPDATE numbers SET opted_out_at = now()")
    return wish(core, line, who)


def elsewhere(core: Core, line: Line) -> HoldPlace:
    """Another call from the number holds a place."""
    held(core, line, call(core, 1))
    return wish(core, line, call(core, 1, nth=2))


def over_the_cap(core: Core, line: Line) -> HoldPlace:
    """The office has its share of unproven holds; the figure behind it was counted just now."""
    held(core, line, call(core, 1))
    do(core, "UPDATE office_loads SET unproven = open_places")
    return wish(core, line, call(core, 2))


def lapsed_often(core: Core, line: Line) -> HoldPlace:
    """The number left three holds to lapse today; the office's figure was counted just now."""
    held(core, line, call(core, 2))
    who = call(core, 1)
    do(core, "UPDATE numbers SET lapses = ARRAY[now(), now(), now()]")
    return wish(core, line, who)


def too_many_codes(core: Core, line: Line) -> HoldPlace:
    """As many codes as an hour may have went to the number."""
    who = call(core, 1)
    core.perform(LetHoldGo(who, held(core, line, who).booking), "let go")
    do(core, "UPDATE rules SET codes_hour = 1")
    return wish(core, line, who)


def too_many_tries(core: Core, line: Line) -> HoldPlace:
    """As many wrong codes as a day may have were tried."""
    who = call(core, 1)
    booking = held(core, line, who).booking
    wrong = core.perform(Confirm(who, booking, "111111"), "wrong")
    assert isinstance(wrong, o.CodeWrong)
    core.perform(LetHoldGo(who, booking), "let go")
    do(core, "UPDATE rules SET wrong_day = 1")
    return wish(core, line, who)


def over_the_limit(core: Core, line: Line) -> HoldPlace:
    """The number is proven and has its booking."""
    who = call(core, 1)
    booking = held(core, line, who).booking
    core.perform(SetVisitor(who, booking, 1, 3, 4, 1985), "visitor")
    assert isinstance(core.perform(Confirm(who, booking, code_of(core, booking)), "right"), o.Booked)
    return wish(core, line, who)


def stepped_up(core: Core, line: Line) -> HoldPlace:
    """A control has asked for a person, and nobody has talked with one."""
    who = call(core, 1)
    do(core, "INSERT INTO admissions(id, at, number, channel, service, office, decision, step, shown, why, until)"
             " SELECT gen_random_uuid(), now(), n.id, 'voice', s.id, o.id, 'queue', 3, 0, 'alike',"
             " now() + interval '1 hour'"
             " FROM numbers n, services s, offices o")  # fmt: skip
    return wish(core, line, who)


REFUSALS: list[tuple[Callable[[Core, Line], HoldPlace], type[o.Outcome]]] = [
    (gone, o.PlaceGone), (none_free, o.NoneFree), (suspended, o.Suspended), (too_many_visitors, o.PartyTooLarge),
    (refused_number, o.NumberRefused), (elsewhere, o.ProveFirst), (over_the_cap, o.ProveFirst),
    (lapsed_often, o.ProveFirst), (too_many_codes, o.TooManyCodes), (too_many_tries, o.TooManyTries),
    (over_the_limit, o.LimitReached), (texts_off, o.TextsOff), (stepped_up, o.NotAdmitted),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "refusal"), REFUSALS, ids=lambda part: getattr(part, "__name__", ""))
def test_a_refused_hold_writes_its_answer_only(
    stage: Callable[[Core, Line], HoldPlace], refusal: type[o.Outcome], core: Core, line: Line
) -> None:
    """One row of answers is new, and no other row of any table is another version than before."""
    command = stage(core, line)
    told: list[o.Outcome] = []
    assert written(core, lambda: told.append(core.perform(command, "refused"))) == {"answers": 1}
    assert [type(outcome) for outcome in told] == [refusal]
    assert written(core, lambda: told.append(core.perform(command, "refused"))) == {}
    assert told[0] == told[1]


def test_every_refusal_of_a_hold_is_tried() -> None:
    """Whatever HoldPlace may answer besides Held stands in the table above, but for a promise, which is written."""
    (base,) = HoldPlace.__orig_bases__  # type: ignore[attr-defined]
    (answers,) = base.__args__
    assert {refusal for _, refusal in REFUSALS} == set(answers.__args__) - {o.Held, o.CallingBack, o.CallbackNoted}


def test_a_hold_shows_in_the_footprint(core: Core, line: Line) -> None:
    """The comparison would see a write: a hold that is not refused leaves one row or version in each of its tables."""
    command = wish(core, line, call(core, 1))
    assert written(core, lambda: core.perform(command, "held")) == {
        "answers": 1, "audit": 1, "bookings": 1, "codes": 1, "outbox": 1, "office_loads": 0, "places": 0,
    }  # fmt: skip
    assert written(core, lambda: do(core, "UPDATE numbers SET lapses = lapses")) == {"numbers": 0}
