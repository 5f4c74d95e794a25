"""Whatever happens at whatever step, the caller hears a way on: every step of NEXT, times everything that can happen.

Each call goes the whole way on the running line, and is judged by what is heard alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

import demo
from booking_core.actors import Staff
from booking_core.admission import Policy
from booking_core.core import Core
from booking_core.db import Database
from booking_core.desk_commands import GoAvailable, GoOff
from booking_core.doorstep import Doorstep, Limit
from booking_core.keys import Keys
from exchange.client import LiveCall
from exchange.webhooks import Purpose
from ivr.call import unseal
from ivr.script import NEXT, Step
from tests.databases import Databases
from tests.house import SECRET, House, open_house
from tests.matrix.ways import OFTEN, WAYS, WITH_PEOPLE, walk
from tests.queue.floor import AMY, hire

ALL = sorted({step for step, _ in NEXT} | set(NEXT.values()))
STEPS = [step for step in ALL if step not in WITH_PEOPLE]
ENDS = (Step.GOODBYE, Step.MESSAGE)
SAMPLE = (Step.WELCOME, Step.OFFERS, Step.CODE, Step.MINE, Step.KEY_NUMBER, Step.OUTBOUND, Step.GOODBYE)
"""Steps of every kind, for whoever has no minute: a choice, a list, digits, what is booked, a call of ours, an end."""
NONSENSE = "the cat sat on the mat"

Event = Callable[[House, LiveCall], tuple[list[str], bool]]
"""Something that happens to a call; what is heard after it, and whether it is over."""

_numbers = itertools.count(1000)

_KEY = re.compile(r"\bpress (\d|star|any key)|Press a key|Key in|pick up when it rings", re.IGNORECASE)
_LEAVES = re.compile(r"Goodbye\.$|please call [\d, ]+\.$")
_AND_THEN = re.compile(r"call again|call our staff|please call|call from a phone", re.IGNORECASE)


@pytest.fixture(scope="module")
def line(databases: Databases, template: str) -> Iterator[House]:
    """One running line for all calls of this file."""
    with databases.copy(template) as url, pytest.MonkeyPatch.context() as patch:
        # A suspension of one call is met by the claim, and by none of the calls after it on their way there.
        patch.setattr("app.NOTICES_KEPT_S", 3600)
        doorstep = Doorstep(calls=(Limit(OFTEN, timedelta(days=1)),))
        core = Core(Database(url), Keys(SECRET.encode()), policy=Policy(doorstep=doorstep))
        # Calls that nobody shall wait for: the lane of codes is the worker's first whatever else is due.
        with open_house(core, url) as house:
            house.do("UPDATE rules SET unproven_percent = 100")
            core.transact(lambda t: hire(t, "amy", AMY))
            core.perform(GoAvailable(Staff("amy")), "available")
            core.perform(GoOff(Staff("amy")), "off")
            yield house
        core.database.engine.dispose()


def judged(heard: list[str], ended: bool) -> None:
    """A reply offers a key, or a person; or it is the last, and says what to do next."""
    said = " ".join(heard)
    assert said, "nothing is heard"
    if ended:
        assert _LEAVES.search(said), said
        assert _AND_THEN.search(said), said
    else:
        assert _KEY.search(said), said


def replayed(house: House, call: LiveCall, back: int = 0) -> str:
    """The document that the line answers when the call's newest turn, or one `back` before it, comes once more."""
    turns = [
        webhook
        for webhook in house.exchange.switch.webhooks.kept
        if webhook.purpose is Purpose.VOICE and webhook.parameters.get("CallSid") == call.sid
    ]
    answer = house.exchange.switch.webhooks.repeat(turns[-1 - back].index)
    assert answer.status == 200
    return answer.body.decode()


def sentences(document: str) -> list[str]:
    """What a document says."""
    return [said.text or "" for said in ElementTree.fromstring(document).iter("Say")]


def stands_at(house: House, call: LiveCall) -> Step | None:
    """The step a call stands at, by the seal of the address that its next answer goes to; None: it is over."""
    action = ElementTree.fromstring(replayed(house, call)).find("Gather")
    if action is None:
        return None
    (sealed,) = parse_qs(urlsplit(action.get("action", "")).query)["s"]
    state = unseal(sealed, call.sid, datetime.now(UTC), house.core.keys.seals, house.line)
    assert state is not None
    return state.step


def arrive(house: House, step: Step) -> LiveCall:
    """A call of its own that has come to `step`."""
    call = walk(house, WAYS[step], f"+1202556{next(_numbers):04}")
    assert call.ended if step in ENDS else stands_at(house, call) is step
    judged(call.heard, call.ended)
    return call


def _calls_again(house: House, call: LiveCall) -> tuple[list[str], bool]:
    call.hang_up()
    again = call.telephone.call(demo.LINE)
    return again.heard, again.ended


def _acted(act: Callable[[LiveCall], LiveCall]) -> Event:
    def happen(house: House, call: LiveCall) -> tuple[list[str], bool]:
        act(call)
        if not call.heard and not call.ended:
            call.wait()  # an entry of several digits waits for the rest
        return call.heard, call.ended

    return happen


def _at_once(house: House, call: LiveCall) -> tuple[list[str], bool]:
    before = call.heard
    again = sentences(replayed(house, call))
    assert again == before
    return again, call.ended


def _late(house: House, call: LiveCall) -> tuple[list[str], bool]:
    before = call.heard
    call.wait()
    again = sentences(replayed(house, call, back=1))
    assert again == before
    return again, False


EVENTS: dict[str, Event] = {
    "silence": _acted(lambda call: call.wait()),
    "wrong key": _acted(lambda call: call.press("8")),
    "nonsense": _acted(lambda call: call.say(NONSENSE)),
    "star": _acted(lambda call: call.press("*")),
    "zero": _acted(lambda call: call.press("0")),
    "pause": _acted(lambda call: call.press("#")),
    "hang-up": _calls_again,
    "replay": _at_once,
    "late replay": _late,
}


def test_every_step_has_its_way() -> None:
    """No step of the law is left out."""
    assert sorted(WAYS) == STEPS
    assert sorted((*WAYS, *WITH_PEOPLE)) == ALL == sorted(Step)


@pytest.mark.parametrize(
    "step", [pytest.param(step, marks=[] if step in SAMPLE else pytest.mark.matrix) for step in STEPS]
)
def test_a_caller_always_hears_a_way_on(step: Step, line: House) -> None:
    """At this step: silence, a wrong key, nonsense, `*`, `0`, `#`, hanging up, and turns that come twice."""
    for name, happen in EVENTS.items():
        call = arrive(line, step)
        if call.ended:
            return
        heard, ended = happen(line, call)
        assert call.error is None, name
        judged(heard, ended)


def test_a_reply_without_a_way_on_is_noticed() -> None:
    """The judge is no rubber stamp."""
    for heard, ended in (([], False), (["Thank you."], False), (["Goodbye."], True), (["Please wait."], True)):
        with pytest.raises(AssertionError):
            judged(heard, ended)
