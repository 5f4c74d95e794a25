"""Presence over telephones: the caller texts the code back, or keys it in and is back with the same agent."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as o
from booking_core.actors import Agent, Staff
from booking_core.core import Core
from booking_core.outcomes import CodeSent, Held
from exchange.client import LiveCall
from tests.core.stage import Stage
from tests.house import House, open_house
from tests.queue.floor import AMY, hire

ANN = "+12025550101"


@pytest.fixture
def house(core: Core, url: str) -> Iterator[House]:
    """The line, with Amy."""
    core.transact(lambda t: hire(t, "amy", AMY))
    with open_house(core, url) as running:
        yield running


def heard(call: LiveCall, words: str) -> str:
    """What is heard until these words."""
    told, end = "", time.monotonic() + 10
    while words not in told:
        assert time.monotonic() < end, told
        told += " ".join(call.listen(0.5).heard)
    return told


def seen(house: House) -> o.CallerNow:
    """What Amy's page shows."""
    found = house.core.ask(d.CallerOf(Staff("amy")))
    assert isinstance(found, o.CallerNow)
    return found


def talking(house: House) -> tuple[LiveCall, LiveCall, Agent]:
    """Ann's call and Amy's, joined, and Amy as the line knows her."""
    house.core.perform(d.GoAvailable(Staff("amy")), "available")
    ann = house.phone(ANN).call(house.line.number).press("0")
    agent = house.phone(AMY).answer(10).press("1")
    heard(ann, "A person is on the line now")
    return ann, agent, Agent("amy", seen(house).sid)


def test_a_code_is_keyed_at_a_prompt_and_the_talk_goes_on(house: House) -> None:
    """The caller is led to the prompt and is back with the same agent, who has heard no code and can book."""
    perform = house.core.perform
    ann, agent, amy = talking(house)
    assert isinstance(perform(c.SendCode(amy, "presence", None, "en"), "code"), CodeSent)
    thread = house.phone(ANN).thread(house.line.number)
    (code,) = re.findall(r"\d{6}", thread.look(1)[-1])
    assert perform(d.AskForKeys(amy, "en"), "keys") == o.PromptComing()
    heard(ann, "Key in the six digits")
    assert "A person is on the line now" in " ".join(ann.press(code).heard)
    assert seen(house).proven
    agent.say("Good morning.")
    heard(ann, "Good morning.")
    slot = Stage(house.core, house.line, datetime.now(UTC)).slot()
    assert isinstance(perform(c.HoldPlace(amy, slot, 1, "text", "en"), "hold"), Held)
    assert code not in " ".join(agent.heard)
    ann.hang_up()


def test_the_agent_hangs_up_while_the_code_is_keyed_in(house: House) -> None:
    """The caller is not led into the empty conference: the talk is over, and the menu goes on."""
    perform = house.core.perform
    ann, agent, amy = talking(house)
    perform(c.SendCode(amy, "presence", None, "en"), "code")
    (code,) = re.findall(r"\d{6}", house.phone(ANN).thread(house.line.number).look(1)[-1])
    perform(d.AskForKeys(amy, "en"), "keys")
    heard(ann, "Key in the six digits")
    agent.hang_up()
    end = time.monotonic() + 10
    here = Stage(house.core, house.line, datetime.now(UTC))
    while here.one("SELECT ended_at FROM queue") is None:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert "If all is done, just hang up." in " ".join(ann.press(code).heard)


def test_a_code_texted_back_proves_the_call(house: House) -> None:
    """The caller stays on the line and replies to the text; the answer says to go on with the person."""
    perform = house.core.perform
    ann, _, amy = talking(house)
    perform(c.SendCode(amy, "presence", None, "en"), "code")
    thread = house.phone(ANN).thread(house.line.number)
    (code,) = re.findall(r"\d{6}", thread.look(1)[-1])
    assert "go on with the person" in thread.text(code)[-1]
    assert seen(house).proven
    ann.hang_up()
