from __future__ import annotations

import typing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from types import UnionType
from typing import Any, ClassVar
from uuid import UUID

import pytest

from booking_core import commands as c
from booking_core import desk_outcomes
from booking_core import outcomes as o
from booking_core.actors import Caller
from booking_core.desk_commands import AskForPerson
from booking_core.numbers import Reason, Refused
from booking_core.outcomes import read, write
from tests.core.stage import ANN, BEN, Stage, other


def state(stage: Stage) -> list[object]:
    """Everything a second performance could change, but the answers."""
    tables = ("bookings", "places", "codes", "outbox", "audit", "allowances", "proofs", "visitors", "numbers")
    return [stage.rows(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t") for table in tables]


def _hold(stage: Stage) -> c.Command[o.Outcome]:
    return c.HoldPlace(stage.call(), stage.slot(), 2, "text", "en")


def _refused(stage: Stage) -> c.Command[o.Outcome]:
    return c.HoldPlace(stage.call(), stage.slot(), 9, "text", "en")


def _confirm(stage: Stage) -> c.Command[o.Outcome]:
    who = stage.call()
    held = stage.ready(who)
    return c.Confirm(who, held.booking, stage.code())


def _wrong_code(stage: Stage) -> c.Command[o.Outcome]:
    who = stage.call()
    held = stage.held(who)
    return c.Confirm(who, held.booking, other(stage.code()))


def _let_go(stage: Stage) -> c.Command[o.Outcome]:
    who = stage.call()
    return c.LetHoldGo(who, stage.held(who).booking)


def _send_code(stage: Stage) -> c.Command[o.Outcome]:
    return c.SendCode(stage.call(), "presence", None, "en")


def _prove(stage: Stage) -> c.Command[o.Outcome]:
    who = stage.call()
    stage.do(c.SendCode(who, "presence", None, "en"))
    return c.Prove(who, stage.code(purpose="presence"))


def _cancel(stage: Stage) -> c.Command[o.Outcome]:
    who = stage.proven()
    return c.Cancel(who, stage.book(who).booking)


def _hold_move(stage: Stage) -> c.Command[o.Outcome]:
    who = stage.proven()
    return c.HoldMove(who, stage.book(who).booking, stage.slot(1))


def _press_key(stage: Stage) -> c.Command[o.Outcome]:
    who = stage.call()
    held = stage.held(who, send="none")
    stage.born(who, held)
    stage.do(c.SendCode(who, "confirm", held.booking, "en", "call"))
    called = Caller("CA" + "8" * 32)
    stage.do(c.StartProofCall(called.sid, stage.line.number, stage.one("SELECT id FROM outbox")))
    return c.PressKey(called)


def _ask_for_call(stage: Stage) -> c.Command[o.Outcome]:
    return c.SendCode(stage.call(), "presence", None, "en", "call")


def _callback(stage: Stage) -> c.Command[o.Outcome]:
    return AskForPerson(stage.call(), "asked", "en")


@pytest.mark.parametrize(
    "command",
    [
        _hold,
        _refused,
        _confirm,
        _wrong_code,
        _let_go,
        _send_code,
        _prove,
        _cancel,
        _hold_move,
        _press_key,
        _ask_for_call,
        _callback,
    ],
)
def test_the_same_key_gets_the_same_answer(stage: Stage, command: Callable[[Stage], c.Command[o.Outcome]]) -> None:
    """Performed again, at once or after minutes, it answers alike and changes nothing more."""
    asked = command(stage)
    answer = stage.do(asked, "the key")
    after = state(stage)
    assert stage.do(asked, "the key") == answer
    stage.wait(minutes=2)
    assert stage.do(asked, "the key") == answer
    assert state(stage) == after


def test_a_key_asked_twice_at_once_is_done_once(stage: Stage) -> None:
    """Eight nodes with one turn: one of them does it, all of them tell it."""
    who, slot = stage.call(), stage.slot()
    asked = c.HoldPlace(who, slot, 1, "text", "en")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: stage.do(asked, "the key"), range(8)))
    assert isinstance(answers[0], o.Held)
    assert set(answers) == {answers[0]}
    assert stage.one("SELECT count(*) FROM bookings") == 1
    assert stage.one("SELECT count(*) FROM outbox") == 1


def test_another_key_is_another_turn(stage: Stage) -> None:
    """What is asked again on purpose is done again: one wrong try more."""
    asked = _wrong_code(stage)
    assert [stage.do(asked, "one"), stage.do(asked, "two")] == [o.CodeWrong(4), o.CodeWrong(3)]


def test_a_known_call_is_told_its_last_answer(stage: Stage) -> None:
    """When the provider asks again without a seal, the call's row says what was last told and where."""
    who = stage.call()
    held = stage.do(c.HoldPlace(who, stage.slot(), 1, "text", "en"), "turn 7")
    stage.do(c.NoteStep(who.sid, "offers", 7, "turn 7", "en"))
    again = stage.do(c.StartCall(who.sid, stage.line.number, stage.text().number, "en"))
    assert (again.step, again.last) == ("offers", held)
    assert stage.one("SELECT count(*) FROM calls") == 1


def test_a_turn_repeated_late_moves_nothing_back(stage: Stage) -> None:
    """What was told at the eighth turn stays the last word when the seventh comes again."""
    who = stage.call()
    stage.do(c.HoldPlace(who, stage.slot(), 9, "text", "en"), "turn 7")
    held = stage.do(c.HoldPlace(who, stage.slot(), 1, "text", "en"), "turn 8")
    stage.do(c.NoteStep(who.sid, "visitor", 8, "turn 8", "es"))
    stage.do(c.NoteStep(who.sid, "offers", 7, "turn 7", "en"))
    again = stage.do(c.StartCall(who.sid, stage.line.number, stage.text().number, "en"))
    assert (again.step, again.last, again.language) == ("visitor", held, "es")


def test_an_answer_is_read_as_it_was_written(stage: Stage) -> None:
    """Every kept kind of outcome comes back equal from its JSON."""
    offer = stage.held(stage.call()).offer
    booking, at = offer.slot, stage.now
    kept = [
        o.NumberRefused("premium"), o.CallbackNoted(), o.NumberNeeded(), o.NoneFree(booking),
        o.PlaceGone((offer, offer)), o.Held(booking, at, 2, True, False, offer), o.PartyTooLarge(4), o.Suspended(None),
        o.Suspended(at), o.ProveFirst(), o.ProveFirst(offer.office), o.Offers((offer,)), o.CallingBack("often", at),
        o.NotAdmitted("line", at, agents_may=False), o.CallbackNoted(at, "UTC", "alike"),
        o.LimitReached("made", at), o.LimitReached("live", None), o.HoldLapsed(), o.LetGo(), o.NothingHeld(),
        o.CodeSent(at, True), o.TooSoon(at), o.TooManyCodes(at), o.TooManyTries(at), o.CodeWrong(3), o.CodeBlocked(),
        o.CodeExpired(), o.Proven(), o.VisitorsMissing(booking, (1, 3), 3), o.Booked(booking, "12345678", 2, offer),
        o.AskedTooOften(), o.NoSuchBooking(), o.Cancelled(booking, at), o.TooLate(), o.NextHeld(booking, at, offer),
        o.MovesUsed(), o.Settled(), o.TravelDateNoted(), o.CallComing(at), o.ProofCallOver(), o.TextsOff(), o.TextsOn(),
        o.CallbackNoted(at, "America/New_York"), o.Moved(booking, "12345678", 2, offer),
        o.Kept(booking, "12345678", 2, offer), o.CheckInLater(),
        o.Bookings((o.Booked(booking, "12345678", 2, offer, "keep"),)),
        o.Bookings(()), o.Bookings((o.Booked(booking, "12345678", 2, offer),)),
        o.Asked(o.Booked(booking, "12345678", 2, offer), (o.Question("", offer, at),)),
        o.OnList(earlier=True, short_notice=False),
        o.OffList(),
        o.AskedToWait(booking, "", "", at, offer.office, o.Booked(booking, "12345678", 2, offer)),
        o.Offered(booking, at, 2, offer, earlier=True),
        o.Passed(stays=True), o.CallProven(), o.BulletinComing(), o.ReferenceNoted(), o.Checked(True), o.Checked(False),
        o.ChecksUsed(at), o.NothingToCheck(), o.Reported(),
        o.Suspended(at, (("en", "A storm."), ("es", "Una tormenta.")), "America/Chicago"),
    ]  # fmt: skip
    with_what_was_keyed_in = {"VisitorNoted", "NumberNoted"}  # stored bare, see the next test
    named = {kind.__name__ for kind in o.Outcome.__subclasses__() if kind.kept and kind.__module__ == o.__name__}
    assert {type(outcome).__name__ for outcome in kept} == named - with_what_was_keyed_in
    assert [read(write(outcome)) for outcome in kept] == kept


def _any(kind: Any) -> object:  # noqa: ANN401  # whatever a hint can be
    """Some value of a field's type."""
    if isinstance(kind, UnionType):
        return _any(kind.__args__[0])
    if typing.get_origin(kind) is tuple:
        return (_any(typing.get_args(kind)[0]),) * 2
    if isinstance(kind, type) and issubclass(kind, o.Outcome):
        return _some(kind)
    return {str: "word", int: 7, bool: True, UUID: UUID(int=7), date: date(2026, 11, 2),
            datetime: datetime(2026, 11, 2, 9, tzinfo=UTC)}[kind]  # fmt: skip


def _some(kind: type[o.Outcome]) -> o.Outcome:
    """An outcome with a value in every field."""
    fields = {
        name: hint for name, hint in typing.get_type_hints(kind).items() if typing.get_origin(hint) is not ClassVar
    }
    return kind(**{name: _any(hint) for name, hint in fields.items()})


DESK = {kind.__name__: kind for kind in o.Outcome.__subclasses__() if kind.__module__ == desk_outcomes.__name__}


@pytest.mark.parametrize("name", [name for name, kind in DESK.items() if kind.kept])
def test_an_answer_of_the_desk_is_read_as_it_was_written(name: str) -> None:
    """Every kept kind of the desk's outcomes comes back equal from its JSON, whole."""
    outcome = _some(DESK[name])
    assert read(write(outcome)) == outcome


def test_what_was_keyed_in_is_answered_again_and_not_stored(stage: Stage) -> None:
    """A birth date and a number come back from the repeated command, never from the table of answers."""
    who = stage.call()
    held = stage.held(who)
    born = c.SetVisitor(who, held.booking, 1, 3, 4, 1985)
    assert stage.do(born, "born") == stage.do(born, "born") == o.VisitorNoted(1, 1, 3, 4, 1985, more=0)
    hidden = Caller("CA" + "9" * 32)
    stage.do(c.StartCall(hidden.sid, stage.line.number, Refused(Reason.WITHHELD), "en"))
    noted = c.NoteNumber(hidden, stage.text(BEN).number)
    assert stage.do(noted, "noted") == stage.do(noted, "noted") == o.NumberNoted(noted.number)
    stored = " ".join(row.outcome for row in stage.rows("SELECT outcome FROM answers"))
    assert "1985" not in stored
    assert BEN.removeprefix("+1") not in stored


def test_a_late_repeat_does_not_undo_a_correction(stage: Stage) -> None:
    """The first keying, delivered again after the corrected one, leaves the corrected one."""
    who = stage.call()
    held = stage.held(who)
    first = c.SetVisitor(who, held.booking, 1, 3, 4, 1985)
    stage.do(first, "first")
    corrected = stage.do(c.SetVisitor(who, held.booking, 1, 4, 3, 1985), "second")
    stage.do(first, "first")
    assert stage.ask(c.ReadVisitor(who, held.booking, 1)) == corrected


def test_a_thread_hears_its_bookings_three_times_a_day(stage: Stage) -> None:
    """The fourth question in twenty-four hours is refused, whatever is booked; a day after the first it is answered."""
    booked = stage.book(stage.proven(ANN))
    first = stage.now
    told = [stage.do(c.TellBookings(stage.text(ANN))) for _ in range(4)]
    assert told == [o.Bookings((booked,))] * 3 + [o.AskedTooOften()]
    stage.now = first + timedelta(days=1, seconds=-1)
    assert stage.do(c.TellBookings(stage.text(ANN))) == o.AskedTooOften()
    stage.wait(seconds=1)
    assert stage.do(c.TellBookings(stage.text(ANN))) == o.Bookings((booked,))


def test_a_thread_hears_only_its_own_bookings(stage: Stage) -> None:
    """A number with none, and one never seen, hear that there is nothing."""
    stage.book(stage.proven(ANN))
    stage.call(BEN)
    assert stage.do(c.TellBookings(stage.text(BEN))) == o.Bookings(())
    assert stage.do(c.TellBookings(stage.text("+12025550109"))) == o.Bookings(())
    assert stage.one("SELECT count(*) FROM numbers") == 2
