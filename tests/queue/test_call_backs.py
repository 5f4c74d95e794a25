from __future__ import annotations

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as o
from booking_core.actors import Caller, Staff
from booking_core.outcomes import Bookings, CallbackNoted, NumberNeeded, ProofCallOver
from tests.core.stage import ANN, BEN, CAT
from tests.queue.floor import Floor


def placed(floor: Floor, e164: str = ANN) -> Caller:
    """A caller who asks to be called back, and hangs up."""
    who = floor.stage.call(e164)
    floor.waits(who)
    assert isinstance(floor.stage.do(d.KeepPlace(who, "asked", "en")), o.CallbackPlaced)
    floor.stage.hang_up(who)
    return who


def on_duty(floor: Floor) -> Staff:
    """An agent on duty who writes something up, so that nobody is rung yet."""
    amy = floor.agent()
    floor.stage.put("UPDATE agent_states SET state = 'after', since = :now", now=floor.stage.now)
    return amy


def in_vain(floor: Floor, *, answered: bool = False) -> None:
    """The agent takes it, the number is rung, and nobody presses the key."""
    taken = floor.takes()
    assert isinstance(taken, o.Taken)
    assert taken.calls_back
    if answered:
        floor.called()
    floor.call_ends(floor.sent("queue_callback")[-1], answered=answered)


def test_a_call_back_keeps_its_place(floor: Floor) -> None:
    """Its turn comes as if the caller had stayed; the key proves the number, and joins it to the agent."""
    amy = on_duty(floor)
    ann = placed(floor, ANN)
    ben = floor.stage.call(BEN)
    assert floor.waits(ben).position == 2
    floor.stage.wait(seconds=3)
    floor.stage.do(d.FinishCall(amy))
    assert floor.stage.do(d.AnswerRing(floor.ring())) == o.RingAnswered(
        floor.stage.line.name, "en", "asked", "en", "01", 3, calls_back=True
    )
    assert isinstance(floor.takes(), o.Taken)
    back = floor.called()
    met = floor.stage.do(c.PressKey(back))
    assert isinstance(met, o.Joined)
    assert met.proven
    assert isinstance(floor.stage.ask(c.MyBookings(back)), Bookings)
    assert floor.stage.ask(d.MyDesk(amy)).call == back.sid != ann.sid
    floor.stage.hang_up(back)
    assert [row.state for row in floor.rows()] == ["done", "waiting"]
    assert floor.stage.ask(d.MyPlace(ben)).__class__ is o.Queued


def test_one_call_back_a_number(floor: Floor) -> None:
    """Asking twice keeps the first place; calling again while one waits has that place on the line too."""
    amy = on_duty(floor)
    placed(floor, ANN)
    floor.stage.wait(minutes=1)
    placed(floor, BEN)
    placed(floor, ANN)
    assert [(one.ending, one.mode) for one in floor.queue()] == [("01", "callback"), ("02", "callback")]
    again = floor.stage.call(ANN)
    assert floor.waits(again).position == 1
    assert [(one.ending, one.mode) for one in floor.queue()] == [("01", "waits"), ("02", "callback")]
    floor.stage.hang_up(again)
    assert [(one.ending, one.mode) for one in floor.queue()] == [("01", "callback"), ("02", "callback")]
    last = floor.stage.call(ANN)
    floor.waits(last)
    floor.stage.do(d.FinishCall(amy))
    floor.joined(last)
    floor.stage.hang_up(last)
    assert [one.ending for one in floor.queue()] == ["02"]


def test_three_tries_and_the_place_is_kept_between_them(floor: Floor) -> None:
    """No answer is a try, and so is an answer without a key; after each the place is the old one; then it is over."""
    amy = on_duty(floor)
    placed(floor, ANN)
    ben = floor.stage.call(BEN)
    floor.waits(ben)
    floor.stage.wait(seconds=3)
    floor.stage.do(d.FinishCall(amy))
    for tries in (1, 2, 3):
        in_vain(floor, answered=tries == 2)
        assert floor.state() == "after"
        left = [(one.ending, one.tries) for one in floor.queue()]
        assert left == ([("01", tries), ("02", 0)] if tries < 3 else [("02", 0)])
        floor.stage.put("UPDATE queue SET not_before = :later WHERE mode = 'waits'",
                        later=floor.stage.now.replace(year=2099))  # fmt: skip
        floor.tick(seconds=599)
        assert floor.rings() is None
        floor.tick(seconds=1)
    assert floor.rows()[0].state == "failed"
    assert len(floor.sent("queue_callback")) == 3
    assert len(floor.sent("release")) == 3


def test_repeated_webhooks_lose_and_double_nothing(floor: Floor) -> None:
    """Each turn and report five times over, in both orders: one call, one talk, one end."""
    amy = on_duty(floor)
    who = floor.stage.call(ANN)
    told = {str(floor.stage.do(d.AskForPerson(who, "asked", "en"), "ask")) for _ in range(5)}
    told |= {str(floor.stage.do(d.KeepPlace(who, "asked", "en"), "keep")) for _ in range(5)}
    for _ in range(5):
        floor.stage.hang_up(who)
    floor.stage.wait(seconds=3)
    floor.stage.do(d.FinishCall(amy))
    ring = floor.ring()
    taken = {floor.stage.do(d.TakeCaller(ring, "CA" + "a" * 32), f"take:{ring}") for _ in range(5)}
    back = floor.called()
    pressed = {floor.stage.do(c.PressKey(back), "press") for _ in range(5)}
    for _ in range(5):
        floor.call_ends(floor.sent("queue_callback")[0])
        floor.stage.hang_up(back)
        floor.call_ends(ring)
    assert (len(told), len(taken), len(pressed)) == (2, 1, 1)
    assert [(row.state, row.tries) for row in floor.rows()] == [("done", 0)]
    assert (len(floor.sent("queue_callback")), len(floor.sent("agent"))) == (1, 1)


def test_a_ring_stops_when_the_caller_wants_to_be_called(floor: Floor) -> None:
    """The telephone that shall be called is still in use: the agent is free again, and misses nothing by it."""
    floor.agent()
    who = floor.stage.call(ANN)
    floor.waits(who)
    ring = floor.ring()
    assert isinstance(floor.stage.do(d.KeepPlace(who, "asked", "en")), o.CallbackPlaced)
    assert floor.takes(ring) == o.RingOver("en", gone=False)
    assert floor.state() == "available"
    floor.stage.hang_up(who)
    floor.tick(seconds=2)
    assert floor.state() == "ringing"


def test_an_agent_who_is_there_already_is_met(floor: Floor) -> None:
    """Who asks for a call-back at the very moment an agent says yes talks at once."""
    floor.agent()
    who = floor.stage.call(ANN)
    floor.waits(who)
    assert isinstance(floor.takes(), o.Taken)
    assert isinstance(floor.stage.do(d.KeepPlace(who, "asked", "en")), o.Joined)


def test_an_agent_who_hangs_up_first_costs_no_try(floor: Floor) -> None:
    """The person presses the key, nobody is there: the place on the line is the old one."""
    amy = on_duty(floor)
    placed(floor, ANN)
    floor.stage.wait(seconds=3)
    floor.stage.do(d.FinishCall(amy))
    ring = floor.ring()
    floor.takes()
    floor.call_ends(ring)
    back = floor.called()
    assert isinstance(floor.stage.do(c.PressKey(back)), o.Queued)
    assert [(one.mode, one.tries) for one in floor.queue()] == [("waits", 0)]
    floor.stage.do(d.FinishCall(amy))
    floor.joined(back)


def test_only_a_person_dials_who_has_opted_out(floor: Floor) -> None:
    """After an opt-out no machine rings: the request goes to the call list, and out of the queue."""
    on_duty(floor)
    who = floor.stage.call(ANN)
    floor.waits(who)
    floor.stage.put("UPDATE numbers SET opted_out_at = :now", now=floor.stage.now)
    assert floor.stage.do(d.KeepPlace(who, "asked", "en")) == CallbackNoted()
    assert floor.stage.one("SELECT reason FROM callbacks") == "opted_out"
    assert floor.queue() == []


def test_a_hidden_number_is_asked_for(floor: Floor) -> None:
    """A call-back needs a number; one that is keyed in does."""
    on_duty(floor)
    who = floor.stage.call(ANN)
    floor.stage.put("UPDATE calls SET number = NULL, withheld = true WHERE sid = :sid", sid=who.sid)
    floor.waits(who)
    assert floor.stage.do(d.KeepPlace(who, "asked", "en")) == NumberNeeded()
    floor.stage.do(c.NoteNumber(who, floor.stage.text(CAT).number))
    assert isinstance(floor.stage.do(d.KeepPlace(who, "withheld", "en")), o.CallbackPlaced)
    assert floor.queue()[0].ending == "03"


def test_an_old_call_back_waits_for_a_humane_hour(floor: Floor) -> None:
    """On its day a call-back that was asked for goes at once; left over, it rings nobody out of bed."""
    amy = on_duty(floor)
    placed(floor, ANN)
    floor.stage.put("UPDATE rules SET unasked_from_h = 0, unasked_to_h = 0")
    floor.stage.wait(hours=4)
    floor.stage.do(d.FinishCall(amy))
    assert floor.rings() is None
    floor.stage.put("UPDATE rules SET unasked_to_h = 24, unasked_sundays = 1")
    floor.stage.put("DELETE FROM holidays")
    floor.stage.put("UPDATE queue SET not_before = NULL")
    floor.tick()
    assert floor.rings() is not None


def test_a_call_back_that_is_over_says_so(floor: Floor) -> None:
    """Picked up after the person has talked on another call: nothing happens twice."""
    amy = on_duty(floor)
    placed(floor, ANN)
    floor.stage.wait(seconds=3)
    floor.stage.do(d.FinishCall(amy))
    floor.takes()
    back = floor.called()
    floor.stage.put("UPDATE queue SET state = 'done', ended_at = :now", now=floor.stage.now)
    assert floor.stage.do(c.PressKey(back)) == ProofCallOver()


def test_a_call_back_outlives_whoever_calls_in_its_name(floor: Floor) -> None:
    """Somebody calls from the number, an agent says yes, and the call ends before they met: it is still called back."""
    amy = on_duty(floor)
    placed(floor, ANN)
    again = floor.stage.call(ANN)
    floor.waits(again)
    floor.stage.do(d.FinishCall(amy))
    assert isinstance(floor.takes(), o.Taken)
    floor.stage.hang_up(again)
    assert [(one.mode, one.state) for one in floor.queue()] == [("callback", "waiting")]
    assert floor.state() == "after"


def test_nobody_has_a_number_rung_all_day(floor: Floor) -> None:
    """Three tries in vain are all that a claimed number gets in a day, whoever asks; then a person may call it."""
    on_duty(floor)
    placed(floor)
    floor.tick(seconds=61)
    while floor.rows()[0].state == "waiting" or floor.rings():
        if floor.rings():
            in_vain(floor)
        floor.tick(minutes=5)
    assert (floor.rows()[0].state, len(floor.sent("queue_callback"))) == ("failed", 3)
    again = floor.stage.call(ANN)
    floor.waits(again)
    assert isinstance(floor.stage.do(d.KeepPlace(again, "asked", "en")), CallbackNoted)
    floor.stage.wait(days=1)
    later = floor.stage.call(ANN)
    floor.waits(later)
    assert isinstance(floor.stage.do(d.KeepPlace(later, "asked", "en")), o.CallbackPlaced)
