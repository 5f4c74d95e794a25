from __future__ import annotations

from datetime import timedelta

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as o
from booking_core.actors import Caller, Staff
from booking_core.outcomes import CallbackNoted, Done, NumberNeeded
from tests.core.stage import ANN, BEN, CAT
from tests.queue.floor import BOB, Floor


def busy(floor: Floor) -> Staff:
    """An agent who is on duty, and talks."""
    amy = floor.agent()
    other = floor.stage.call("+12025550177")
    floor.waits(other)
    floor.joined(other)
    return amy


def withheld(floor: Floor) -> Caller:
    """A call whose number is hidden."""
    who = floor.stage.call()
    floor.stage.put("UPDATE calls SET number = NULL, withheld = true WHERE sid = :sid", sid=who.sid)
    return who


def test_without_a_desk_a_person_calls_back(floor: Floor) -> None:
    """While nobody is on duty, `0` puts a number on the call list, and a hidden one is asked for."""
    assert floor.asks(floor.stage.call()) == CallbackNoted()
    assert floor.asks(withheld(floor)) == NumberNeeded()
    floor.agent()
    floor.stage.do(d.GoOff(Staff("amy")))
    assert floor.asks(floor.stage.call(BEN)) == CallbackNoted()
    assert floor.stage.one("SELECT count(*) FROM callbacks") == 2
    assert floor.rows() == []


def test_places_are_by_arrival_and_kept_by_asking_again(floor: Floor) -> None:
    """Who came first is first; `0` again neither loses nor doubles a place; the desk sees no more than two digits."""
    busy(floor)
    ann, ben = floor.stage.call(ANN), floor.stage.call(BEN)
    assert floor.waits(ann).position == 1
    floor.stage.wait(seconds=5)
    assert floor.waits(ben).position == 2
    assert floor.waits(ann).position == 1
    assert floor.stage.ask(d.MyPlace(ben)) == floor.waits(ben)
    seen = floor.queue()[1:]
    assert [(one.ending, one.reason, one.language, one.mode) for one in seen] == [
        ("01", "asked", "en", "waits"), ("02", "asked", "en", "waits")]  # fmt: skip


def test_a_hidden_number_waits_too(floor: Floor) -> None:
    """Nobody has to tell a number to talk with a person."""
    busy(floor)
    assert floor.waits(withheld(floor)).position == 1
    assert floor.queue()[-1].ending == ""


def test_a_proven_visit_within_a_day_comes_first(floor: Floor) -> None:
    """A visit soon goes before others, once the number is proven: a place in line tells a stranger nothing."""
    busy(floor)
    ann = floor.stage.proven(ANN)
    booked = floor.stage.book(ann)
    ben = floor.stage.call(BEN)
    floor.waits(ben)
    starts = floor.stage.starts(booked.offer.slot)
    floor.stage.put("UPDATE slots SET starts = :soon WHERE id = :slot",
                    soon=floor.stage.now + timedelta(hours=20), slot=booked.offer.slot)  # fmt: skip
    assert starts > floor.stage.now + timedelta(days=1)
    claimed = floor.stage.call(ANN)
    assert floor.waits(claimed).position == 2
    floor.stage.hang_up(claimed)
    floor.stage.put("UPDATE queue SET ended_at = ended_at - interval '1 hour' WHERE state = 'left'")
    assert floor.waits(ann).position == 1
    assert floor.stage.ask(d.MyPlace(ben)) == o.Queued(2, floor.waits(ben).minutes, "en")


def test_whoever_is_cut_off_has_the_old_place(floor: Floor) -> None:
    """Calling again in time takes the place that was had; later it does not."""
    busy(floor)
    ann, ben = floor.stage.call(ANN), floor.stage.call(BEN)
    floor.waits(ann)
    floor.stage.wait(minutes=1)
    floor.waits(ben)
    floor.stage.hang_up(ann)
    assert floor.stage.ask(d.MyPlace(ben)) == o.Queued(1, floor.waits(ben).minutes, "en")
    floor.stage.wait(minutes=9)
    again = floor.stage.call(ANN)
    assert floor.waits(again).position == 1
    floor.stage.hang_up(again)
    floor.stage.wait(minutes=11)
    assert floor.waits(floor.stage.call(ANN)).position == 2


def test_more_than_may_wait_are_offered_a_call_back(floor: Floor) -> None:
    """Beyond the capacity nobody waits on the line, and everybody can have a call-back in the same order."""
    floor.stage.put("UPDATE rules SET queue_max = 2")
    busy(floor)
    floor.waits(floor.stage.call(ANN))
    ben = floor.stage.call(BEN)
    assert floor.asks(ben) == o.QueueFull()
    assert isinstance(floor.stage.do(d.KeepPlace(ben, "asked", "en")), o.CallbackPlaced)
    assert floor.asks(floor.stage.call(CAT)) == o.QueueFull()
    assert [one.mode for one in floor.queue()] == ["waits", "waits", "callback"]


def test_closed_hours_name_a_day(floor: Floor) -> None:
    """Out of the people's hours nobody waits, even with an agent left on duty; who waits at the end is on the list."""
    busy(floor)
    ann = floor.stage.call(ANN)
    floor.waits(ann)
    weekday = (floor.stage.now + timedelta(days=2)).isoweekday()
    floor.stage.put("INSERT INTO people_hours SELECT id, :weekday, '09:00', '09:01' FROM lines", weekday=weekday)
    noted = floor.asks(floor.stage.call(BEN))
    assert isinstance(noted, CallbackNoted)
    assert noted.opens is not None
    assert floor.asks(ann) == noted
    assert [row.state for row in floor.rows()] == ["joined", "left"]


def test_the_last_agent_leaves_and_nobody_is_left_waiting(floor: Floor) -> None:
    """With nobody on duty the call is let out of the queue, and a person calls back in the order of arrival."""
    amy = floor.agent()
    ann = floor.stage.call(ANN)
    floor.waits(ann)
    arrived = floor.stage.now
    floor.stage.wait(minutes=3)
    floor.stage.do(d.GoOff(amy))
    assert floor.stage.ask(d.MyPlace(ann)) == o.QueueOver()
    assert floor.stage.do(d.ComeOut(ann, "left", "en")) == CallbackNoted()
    assert floor.stage.one("SELECT asked_at FROM callbacks") == arrived


def test_a_language_finds_who_speaks_it(floor: Floor) -> None:
    """The one who speaks it is rung, though another is free for longer; a language nobody speaks gets anybody."""
    floor.agent("amy")
    floor.agent("bob", BOB, ("en", "es"))
    floor.waits(floor.stage.call(ANN), "es")
    assert (floor.state("amy"), floor.state("bob")) == ("available", "ringing")
    floor.waits(floor.stage.call(BEN), "es")
    assert floor.state("amy") == "available"
    floor.waits(floor.stage.call(CAT), "vi")
    assert floor.state("amy") == "ringing"


def test_a_repeated_turn_gets_the_same_answer(floor: Floor) -> None:
    """The same key again changes nothing, after any time."""
    busy(floor)
    ann = floor.stage.call(ANN)
    ask, keep = d.AskForPerson(ann, "asked", "en"), d.KeepPlace(ann, "asked", "en")
    told = [floor.stage.do(ask, "first"), floor.stage.do(keep, "second")]
    floor.stage.wait(minutes=2)
    assert [floor.stage.do(ask, "first"), floor.stage.do(keep, "second")] == told
    assert floor.stage.do(c.EndCall(ann.sid)) == floor.stage.do(c.EndCall(ann.sid)) == Done()
    assert [(row.mode, row.state) for row in floor.rows()][1:] == [("callback", "waiting")]
