"""The whole way over telephones: web, worker and provider are real, and so are the callers' and agents' telephones."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from booking_core import desk_commands as d
from booking_core import matching
from booking_core.actors import Staff
from booking_core.core import Core
from exchange.client import LiveCall
from tests.house import House, open_house
from tests.queue.floor import AMY, BOB, hire

ANN, BEN = "+12025550101", "+12025550102"


@pytest.fixture
def house(core: Core, url: str) -> Iterator[House]:
    """The line, with an agent who is signed on but off."""
    core.transact(lambda t: hire(t, "amy", AMY))
    with open_house(core, url) as running:
        yield running


def available(house: House, login: str = "amy") -> None:
    """An agent goes available on the page."""
    house.core.perform(d.GoAvailable(Staff(login)), f"available:{login}:{time.monotonic()}")


def tick(house: House) -> None:
    """The clock's own tick; the tests' worker has none."""
    house.core.transact(lambda t: matching.tick(t, 100))


def state(house: House, login: str = "amy") -> str:
    """What an agent does."""
    return house.core.ask(d.MyDesk(Staff(login))).state


def until(house: House, wanted: str, login: str = "amy") -> None:
    """Wait until an agent is in this state: reports come in their own time."""
    end = time.monotonic() + 10
    while state(house, login) != wanted:
        assert time.monotonic() < end, state(house, login)
        time.sleep(0.05)


def said(call: LiveCall) -> str:
    """All that was heard last, in one line."""
    return " ".join(call.heard)


def fetched(call: LiveCall) -> str:
    """What is heard until the caller is with a person."""
    heard = ""
    end = time.monotonic() + 10
    while "A person is on the line now" not in heard:
        assert time.monotonic() < end, heard
        heard += said(call.listen(0.5))
    return heard


def in_line(house: House, e164: str = ANN) -> LiveCall:
    """A caller who has pressed 0 and waits."""
    return house.phone(e164).call(house.line.number).press("0")


def test_one_waits_hears_the_place_and_is_bridged(house: House) -> None:
    """Two telephones: the place and an upper bound, the whisper, one key, a talk in both directions, and a way on."""
    busy = house.core
    busy.transact(lambda t: hire(t, "bob", BOB))
    available(house)
    house.do("UPDATE agent_states SET state = 'after', since = now() + interval '1 hour'")
    ann, ben = in_line(house, ANN), in_line(house, BEN)
    assert re.search(r"You are number 1 in line\. A person takes your call in less than \d+ minutes\.", said(ann))
    assert "To be called back and keep your place in line, press 1." in said(ann)
    assert "You are number 2 in line" in said(ben)
    assert "You are number 1 in line now" in said(ann.wait())
    house.do("UPDATE agent_states SET since = now()")
    house.core.perform(d.FinishCall(Staff("amy")), "done")
    amy = house.phone(AMY).answer(10)
    assert "A caller at a number ending 0 1 has waited one minute." in said(amy)
    assert "The caller speaks English. To take the call, press 1." in said(amy)
    assert "Here is the caller." in said(amy.press("1"))
    fetched(ann)
    assert state(house) == "talking"
    amy.say("Good morning.")
    assert ann.listen().heard == ["Good morning."]
    ann.say("I need a visa.")
    assert amy.listen().heard == ["I need a visa."]
    amy.hang_up()
    assert "If all is done, just hang up." in said(ann.listen())
    until(house, "after")
    assert "number 1 in line now" in said(ben.wait())
    assert "Goodbye" in said(ann.wait())


def test_a_call_back_keeps_its_place_and_is_joined(house: House) -> None:
    """Asked for in the queue, read back, carried out when its turn has come; the key puts the two together."""
    available(house)
    house.do("UPDATE agent_states SET state = 'after', since = now() + interval '1 hour'")
    ann = in_line(house).press("1")
    assert "We can call you back at the number ending 0 1. You keep your place in line." in said(ann)
    assert "You are number 1 in line. We call you in less than" in said(ann.press("1"))
    ann.hang_up()
    house.exchange.settle()
    ben = in_line(house, BEN)
    assert "You are number 2 in line" in said(ben)
    house.do("UPDATE queue SET not_before = now() WHERE mode = 'callback'")
    house.do("UPDATE agent_states SET since = now()")
    house.core.perform(d.FinishCall(Staff("amy")), "done")
    amy = house.phone(AMY).answer(10)
    assert "We call this person back." in said(amy)
    assert "Please stay on the line." in said(amy.press("1"))
    back = house.phone(ANN).answer(10)
    assert "You asked us to call you back." in said(back)
    assert "A person is on the line now" in said(back.press("1"))
    back.say("Hello?")
    assert amy.listen().heard == ["Hello?"]
    back.hang_up()
    until(house, "after")
    assert "The caller has hung up" in said(amy.listen())
    assert [row.state for row in house.rows("SELECT state FROM queue ORDER BY arrived_at")] == ["done", "waiting"]


def test_an_agent_who_does_not_answer_is_followed_by_the_next(house: House) -> None:
    """Nobody picks up at one telephone: the other rings, and the caller notices nothing."""
    house.core.transact(lambda t: hire(t, "bob", BOB))
    available(house, "amy")
    available(house, "bob")
    ann = in_line(house)
    house.phone(AMY).ignore(10)
    bob = house.phone(BOB).answer(10)
    bob.press("1")
    fetched(ann)
    assert (state(house, "amy"), state(house, "bob")) == ("available", "talking")


def test_the_caller_hangs_up_while_it_rings(house: House) -> None:
    """The agent picks up and hears that the caller is gone; the next call is for the same agent at once."""
    available(house)
    ann = in_line(house)
    assert house.phone(AMY).rings(10)
    ann.hang_up()
    house.exchange.settle()
    assert "The caller has hung up" in said(house.phone(AMY).answer(10))
    until(house, "available")


def test_a_keyless_pick_up_is_no_yes(house: House) -> None:
    """A machine that answers, or nobody who listens, does not take a caller."""
    available(house)
    ann = in_line(house)
    amy = house.phone(AMY).answer(10)
    assert "No key was pressed" in said(amy.wait())
    assert "number 1 in line" in said(ann.wait())
