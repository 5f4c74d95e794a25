from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from booking_core import agents_now, matching, outbox, queue_order
from booking_core import desk_commands as d
from booking_core import desk_outcomes as o
from booking_core.actors import Staff
from booking_core.commands import Command, EndCall
from booking_core.outcomes import CallbackNoted, Outcome
from booking_core.transaction import Transaction
from tests.core.stage import ANN, BEN, CAT
from tests.queue.floor import BOB, Floor


def test_one_key_takes_the_caller(floor: Floor) -> None:
    """The agent hears who waits and why, presses 1, and the caller is fetched into the same conference."""
    floor.agent()
    ann = floor.stage.call(ANN)
    floor.waits(ann)
    floor.stage.wait(seconds=70)
    floor.tick()
    heard = floor.stage.do(d.AnswerRing(floor.ring()))
    assert heard == o.RingAnswered(floor.stage.line.name, "en", "asked", "en", "01", 70, calls_back=False)
    taken = floor.takes()
    met = floor.fetched(ann)
    assert isinstance(taken, o.Taken)
    assert met == o.Joined(taken.waiter, "en")
    at_desk = floor.stage.ask(d.MyDesk(Staff("amy")))
    assert (at_desk.state, at_desk.waiter, at_desk.call, at_desk.ending) == ("talking", taken.waiter, ann.sid, "01")
    assert floor.stage.ask(d.MyPlace(ann)) == o.QueueOver()


def test_the_longest_free_is_rung_first(floor: Floor) -> None:
    """Of two who are free, the one who has been so for longer."""
    floor.agent("amy")
    floor.stage.wait(seconds=5)
    floor.agent("bob", BOB)
    floor.waits(floor.stage.call(ANN))
    assert (floor.state("amy"), floor.state("bob")) == ("ringing", "available")


def test_a_missed_ring_goes_to_the_next_and_two_put_an_agent_off(floor: Floor) -> None:
    """After twenty seconds the next agent is tried; who misses two in a row is off, and is told on the page."""
    floor.agent("amy")
    floor.stage.wait(seconds=1)
    floor.agent("bob", BOB)
    ann = floor.stage.call(ANN)
    floor.waits(ann)
    floor.tick(seconds=19)
    assert floor.state("amy") == "ringing"
    first = floor.ring()
    floor.tick(seconds=1)
    assert (floor.state("amy"), floor.state("bob")) == ("available", "ringing")
    assert floor.takes(first) == o.RingOver("en", gone=False)
    floor.call_ends(floor.ring(), answered=False)
    assert (floor.state("amy"), floor.state("bob")) == ("ringing", "available")
    floor.tick(seconds=20)
    told = floor.stage.ask(d.MyDesk(Staff("amy")))
    assert (told.state, told.put_off) == ("off", True)
    assert floor.state("bob") == "ringing"
    floor.stage.do(d.GoAvailable(Staff("amy")))
    assert not floor.stage.ask(d.MyDesk(Staff("amy"))).put_off
    assert floor.queue()[0].state == "ringing"


def test_whoever_picks_up_late_has_time_to_hear(floor: Floor) -> None:
    """Picked up in the last second, the ring still waits for the key."""
    floor.agent()
    floor.waits(floor.stage.call(ANN))
    floor.stage.wait(seconds=19)
    floor.stage.do(d.AnswerRing(floor.ring()))
    floor.tick(seconds=11)
    assert isinstance(floor.takes(), o.Taken)


def test_the_agent_hangs_up(floor: Floor) -> None:
    """The talk is over: the caller is asked whether all is done; the agent writes it up, and is rung after that."""
    floor.agent()
    ann, ben = floor.stage.call(ANN), floor.stage.call(BEN)
    floor.waits(ann)
    ring = floor.ring()
    floor.joined(ann)
    floor.waits(ben)
    floor.stage.wait(minutes=4)
    floor.call_ends(ring)
    assert floor.stage.do(d.ComeOut(ann, "over", "en")) == o.TalkOver("en")
    assert floor.state() == "after"
    floor.tick(seconds=59)
    assert floor.state() == "after"
    floor.tick(seconds=1)
    assert floor.state() == "ringing"
    assert [row.state for row in floor.rows()] == ["done", "ringing"]


def test_the_time_after_a_call_ends_by_the_agent_too(floor: Floor) -> None:
    """Done is done: the next caller is rung for at once. A pause in it goes off."""
    amy = floor.agent()
    ann = floor.stage.call(ANN)
    floor.waits(ann)
    ring = floor.ring()
    floor.joined(ann)
    assert floor.stage.do(d.GoOff(amy)) == o.AgentNow("talking")
    floor.call_ends(ring)
    floor.waits(floor.stage.call(BEN))
    assert floor.stage.do(d.FinishCall(amy)) == o.AgentNow("ringing")
    assert floor.stage.do(d.GoOff(amy)) == o.AgentNow("off")
    assert floor.queue()[0].state == "waiting"


def test_the_caller_hangs_up(floor: Floor) -> None:
    """While it rings: the agent hears that nobody is there, and is free. In the talk: the agent's leg is let go."""
    floor.agent()
    ann, ben = floor.stage.call(ANN), floor.stage.call(BEN)
    floor.waits(ann)
    ring = floor.ring()
    floor.stage.hang_up(ann)
    assert floor.stage.do(d.AnswerRing(ring)) == o.RingOver("en", gone=True)
    assert floor.takes(ring) == o.RingOver("en", gone=True)
    assert floor.state() == "available"
    floor.waits(ben)
    floor.joined(ben)
    floor.stage.hang_up(ben)
    assert floor.state() == "after"
    assert len(floor.sent("release")) == 1


def test_an_agent_who_leaves_before_the_caller_comes_costs_no_place(floor: Floor) -> None:
    """Gone before they met: the caller keeps the place, whatever was on its way."""
    floor.agent()
    ann = floor.stage.call(ANN)
    floor.waits(ann)
    ring = floor.ring()
    assert isinstance(floor.takes(), o.Taken)
    floor.call_ends(ring)
    assert isinstance(floor.fetched(ann), o.Queued)
    assert floor.queue()[0].state == "waiting"


def test_nobody_stays_alone_in_a_conference(floor: Floor) -> None:
    """Whoever was not joined within 90 seconds, though no report said why, waits again, and the agent is let go."""
    floor.agent()
    floor.waits(floor.stage.call(ANN))
    assert isinstance(floor.takes(), o.Taken)
    floor.tick(seconds=91)
    assert floor.queue()[0].state == "waiting"
    assert (floor.state(), len(floor.sent("release"))) == ("after", 1)


def test_only_who_has_a_telephone_goes_available(floor: Floor) -> None:
    """Without one nobody could be rung; and a clerk of the counter takes no calls."""
    floor.agent("amy")
    floor.agent("bob", BOB)
    floor.stage.put("UPDATE agents SET number = NULL WHERE login = 'amy'")
    floor.stage.put("UPDATE agents SET role = 'clerk' WHERE login = 'bob'")
    told = [floor.stage.do(d.GoAvailable(Staff(login))) for login in ("amy", "bob")]
    assert told == [o.TelephoneNeeded()] * 2


def test_whose_time_is_over_is_rung_no_more(floor: Floor) -> None:
    """A disabled agent, or one past the last hour, counts as nobody."""
    floor.agent("amy")
    floor.stage.put("UPDATE agents SET until = :now", now=floor.stage.now)
    assert floor.asks(floor.stage.call(ANN)) == CallbackNoted()


# ── Races, on real transactions ──────────────────────────────────────────────────────────────────────


def race(floor: Floor, *commands: Command[Outcome]) -> list[Outcome]:
    """All at once, each in a thread of its own."""
    ready = Barrier(len(commands))

    def one(command: Command[Outcome]) -> Outcome:
        ready.wait()
        return floor.stage.do(command)

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(one, commands))


def broken(floor: Floor) -> list[str]:
    """What no race may leave behind: a waiter with two agents, an agent with two waiters, or halves of a pair."""
    rows = floor.stage.rows(
        "SELECT q.id FROM queue q FULL JOIN agent_states s ON s.waiter = q.id AND s.agent = q.agent "
        "WHERE (q.state IN ('ringing', 'joined')) IS DISTINCT FROM (s.state IN ('ringing', 'talking')) "
        "AND (q.state IN ('ringing', 'joined') OR s.state IN ('ringing', 'talking'))"
    )
    twice = floor.stage.rows("SELECT agent FROM queue WHERE state IN ('ringing', 'joined') "
                             "GROUP BY agent HAVING count(*) > 1")  # fmt: skip
    return [str(row) for row in (*rows, *twice)]


def rush(floor: Floor, seed: int) -> None:
    """Two agents come free while two callers come in; then agents press while callers hang up."""
    callers = [floor.stage.call(number) for number in (ANN, BEN, CAT)]
    agents = [floor.agent(f"amy{seed}", f"+120255502{seed:02}"), floor.agent(f"bob{seed}", f"+120255503{seed:02}")]
    for who in agents:
        floor.stage.do(d.GoOff(who))
    floor.agent(f"cat{seed}", f"+120255504{seed:02}")
    floor.waits(callers[0])
    race(floor, d.GoAvailable(agents[0]), d.GoAvailable(agents[1]), *(d.AskForPerson(who, "asked", "en")
         for who in callers[1:]))  # fmt: skip
    assert broken(floor) == []
    rings = [UUID(str(row.id)) for row in floor.stage.rows("SELECT id FROM outbox WHERE kind = 'agent'")]
    ends = [EndCall(who.sid) for who in callers]
    race(floor, *(d.TakeCaller(ring, f"CA{nth:032x}") for nth, ring in enumerate(rings)), *ends)
    assert broken(floor) == []
    assert [row.state for row in floor.stage.rows("SELECT state FROM queue WHERE ended_at IS NULL")] == []


def test_a_race_leaves_no_half_of_a_pair(floor: Floor) -> None:
    """Agents coming free, callers coming in, keys and hang-ups at the same instant: one order or the other."""
    rush(floor, 1)


def test_without_the_lock_a_race_is_seen(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check can fail: with the queue's lock taken away, two agents get one caller."""

    def slowly(t: Transaction, language: str, now: datetime) -> Sequence[sa.Row[Any]]:
        time.sleep(0.2)
        return queue_order.speakers(t, language, now)

    floor.agent("amy")
    floor.agent("bob", BOB)
    for login in ("amy", "bob"):
        floor.stage.do(d.GoOff(Staff(login)))
    floor.agent("cat", "+12025550183")
    busy = floor.stage.call(CAT)
    floor.waits(busy)
    floor.takes()
    floor.waits(floor.stage.call(ANN))
    monkeypatch.setattr(agents_now, "lock", lambda t: floor.stage.now)
    monkeypatch.setattr(matching, "speakers", slowly)
    race(floor, d.GoAvailable(Staff("amy")), d.GoAvailable(Staff("bob")))
    assert broken(floor)


def test_whoever_looks_at_the_place_finds_the_agent(floor: Floor) -> None:
    """The move is lost: the caller's next look leads out of the queue and to the agent, and the talk goes on."""
    floor.agent()
    ann = floor.stage.call(ANN)
    floor.waits(ann)
    assert isinstance(floor.takes(), o.Taken)
    assert floor.stage.ask(d.MyPlace(ann)) == o.QueueOver()
    assert isinstance(floor.stage.do(d.ComeOut(ann, "left", "en")), o.Joined)
    floor.tick(minutes=5)
    assert (floor.queue()[0].state, floor.state()) == ("joined", "talking")


def test_a_move_that_is_refused_frees_the_agent(floor: Floor) -> None:
    """The provider says that the call is over: nobody waits for it in a conference."""
    floor.agent()
    floor.waits(floor.stage.call(ANN))
    assert isinstance(floor.takes(), o.Taken)
    fetch = floor.sent("fetch")[0]
    floor.stage.core.at(floor.stage.now).transact(lambda t: outbox.refused(t, fetch, "21220"))
    assert floor.state() == "after"
    assert floor.queue() == []
    assert len(floor.sent("release")) == 1
