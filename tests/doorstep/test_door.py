"""At the door of the line: who is kept out, who hears why, and that nobody else notices anything of it."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa

import policy_file
from booking_core import desk_commands as d
from booking_core import turned_away
from booking_core.actors import Staff
from booking_core.core import Core
from tests.core.stage import ANN, Stage
from tests.doorstep.bell import RULES, SILENCE, Bell, bell

NOBODYS = "+19995550100"
"""In no plan."""
BEN, CAT, DAN = "+12025550111", "+12025550112", "+12025560113"
REJECT = '<Reject reason="busy"/>'
BUSY = f'<?xml version="1.0" encoding="UTF-8"?><Response>{REJECT}</Response>'


@pytest.fixture
def door(core: Core, url: str) -> Bell:
    """The door of a line."""
    return bell(core, url)


def said(document: str) -> str:
    """The sentences of a document."""
    return " ".join(ElementTree.fromstring(document).itertext())


def declare(core: Core) -> None:
    """A flood of every line."""
    core.perform(d.DeclareFlood(Staff("kim"), None, "bots", 60), "flood")


def calls(door: Bell) -> int:
    """How many calls have a row."""
    return int(door.core.transact(lambda t: t.connection.scalar(sa.text("SELECT count(*) FROM calls")) or 0))


def written(door: Bell, until: Callable[[dict[tuple[str, str], int]], bool] = bool) -> dict[tuple[str, str], int]:
    """What the database says of the doorstep, once it says enough."""
    for _ in range(100):
        found = door.core.transact(turned_away.read)
        if until(found):
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def test_whoever_calls_too_often_hears_why_until_when_and_how_to_reach_a_person(door: Bell) -> None:
    """The call is answered; `0` leads to a person, and nothing to a goodbye. Other callers notice nothing."""
    usual = [door.ring(BEN) for _ in range(3)]
    assert all("To book, press 1" in heard for heard in usual)
    sid = "CA" + "f" * 32
    heard = door.ring(BEN, sid)
    assert "This phone has called or texted us very often" in heard
    assert "We answer you again from" in heard
    assert "For a person, press 0" in heard
    assert "To book" not in heard
    assert said(door.ring(BEN, sid)) == said(heard), "a retry hears the same"
    assert "Goodbye" in door.press(heard, "", BEN, sid)
    assert "A person will call you back" in door.press(heard, "0", BEN, sid), "nobody is at the desk"
    assert "To book, press 1" in door.ring(CAT)


def test_nobody_uses_up_the_calls_of_a_number_that_its_carrier_vouches_for(door: Bell) -> None:
    """Calls that only show a number leave its holder's to the holder; and those are bounded as well."""
    vouched = {"StirVerstat": "TN-Validation-Passed-A"}
    assert "very often" in [door.ring(BEN) for _ in range(6)][-1]
    told = [door.ring(BEN, **vouched) for _ in range(4)]
    assert ["To book, press 1" in heard for heard in told] == [True] * 3 + [False]


def test_ten_seconds_are_enough_to_say_it(door: Bell) -> None:
    """At two and a half words a second."""
    for _ in range(4):
        heard = door.ring(BEN)
    words = said(heard).partition("Appointments are free.")[2].split()
    assert 20 <= len(words) <= 28, words


def test_without_a_flood_no_number_is_rejected(door: Bell) -> None:
    """A number that no plan has may be a new one, and is asked for another like any that cannot book."""
    assert "<Gather" in door.ring(NOBODYS)
    assert "<Gather" in door.ring(door.settings.twilio_number)
    assert calls(door) == 2


def test_in_a_flood_numbers_that_cannot_be_are_not_answered(core: Core, url: str) -> None:
    """No row is written for them, but they are counted: by reason, in the metrics and for people to see."""
    declare(core)
    door = bell(core, url)
    assert door.ring(NOBODYS) == BUSY
    assert door.ring(door.settings.twilio_number) == BUSY
    assert "<Gather" in door.ring("anonymous")
    assert "<Gather" in door.ring("+1001"), "an extension that a switchboard shows"
    assert calls(door) == 2
    metrics = door.web.get("/metrics", base_url=door.settings.public_url).get_data(as_text=True)
    assert 'fairline_doorstep_total{met="rejected",why="origin"} 2.0' in metrics
    assert written(door) == {("rejected", "origin"): 2}


def flooded(core: Core, url: str) -> Bell:
    """The door in a flood, with room for every call."""
    declare(core)
    return bell(core, url, dataclasses.replace(RULES, calls_now=None))


def test_without_a_flood_nothing_tells_who_is_known_here(stage: Stage, url: str) -> None:
    """Whoever shows a number and hangs up hears the same, whether or not it has proven itself."""
    stage.hang_up(stage.proven())
    door = bell(stage.core, url)
    for number in (ANN, BEN):
        for _ in range(3):
            door.over(number, 1)
    assert "<Gather" in door.ring(ANN)
    assert "<Gather" in door.ring(BEN)


def test_a_number_that_only_hangs_up_is_not_answered_in_a_flood(core: Core, url: str) -> None:
    """Calls that rang in vain, that lasted, or that we made are no such calls; and no other number suffers for it."""
    door = flooded(core, url)
    for status in ("busy", "no-answer", "failed"):
        door.over(BEN, 0, status=status)
    for _ in range(3):
        door.over(BEN, 4)
        door.over(door.settings.twilio_number, 1, To=BEN, Direction="outbound-api")
    assert "<Gather" in door.ring(BEN)
    sid = "CA" + "a" * 32
    for _ in range(3):
        door.over(BEN, 2, sid)
    assert "<Gather" in door.ring(BEN), "the report of one call, three times"
    door.over(BEN, 3)
    door.over(BEN, 1)
    assert door.ring(BEN) == BUSY
    assert "<Gather" in door.ring(BEN, StirVerstat="TN-Validation-Passed-A")
    assert "<Gather" in door.ring(CAT)


def test_whoever_is_known_is_answered_though_somebody_writes_that_number_on_hang_ups(stage: Stage, url: str) -> None:
    """A caller ID is a claim: nobody can lock a number out that has proven itself here."""
    stage.hang_up(stage.proven())
    door = flooded(stage.core, url)
    for number in (ANN, BEN):
        for _ in range(3):
            door.over(number, 1)
    assert "<Gather" in door.ring(ANN)
    assert door.ring(BEN) == BUSY


def test_a_full_line_in_a_flood_is_for_who_is_vouched_for_or_known(core: Core, url: str) -> None:
    """Two calls are up, which is all there may be; the third is not answered until one is over."""
    declare(core)
    door = bell(core, url)
    first = "CA" + "b" * 32
    assert "<Gather" in door.ring(BEN, first)
    assert "<Gather" in door.ring(CAT)
    assert door.ring(DAN) == BUSY
    assert "<Gather" in door.ring(DAN, StirVerstat="TN-Validation-Passed-A")
    assert "<Gather" in door.ring("anonymous")
    door.over(BEN, 60, first)
    assert "<Gather" in door.ring(DAN)


def test_a_block_of_numbers_in_a_flood_hears_that_they_are_alike(core: Core, url: str) -> None:
    """Each number calls once; a call of another block hears nothing of it."""
    declare(core)
    door = bell(core, url)
    answered = [door.ring(f"+1202555014{nth}", StirVerstat="TN-Validation-Passed-A") for nth in range(5)]
    assert ["numbers like this one" in heard for heard in answered] == [False] * 4 + [True]
    assert "numbers like" not in door.ring(DAN, StirVerstat="TN-Validation-Passed-A")


def test_one_text_too_many_is_explained_and_then_there_is_silence(door: Bell) -> None:
    """Whoever's number somebody writes on texts gets few of ours; a retry is told the same; others are answered."""
    assert "What is it for" in door.text("1", BEN)
    assert "How many people" in door.text("B", BEN)
    told = door.text("1", BEN, "SM" + "c" * 32)
    assert "We answer texts from it again after" in told
    assert door.text("1", BEN, "SM" + "c" * 32) == told
    assert [door.text("2 people", BEN) for _ in range(3)] == [SILENCE] * 3
    assert "What is it for" in door.text("1", CAT)


def test_nobody_is_too_often_to_end_or_begin_our_texts(door: Bell) -> None:
    """STOP and START are done however many texts there were; the provider itself says so."""
    for _ in range(5):
        door.text("hello", BEN)

    def off() -> bool:
        return bool(
            door.core.transact(
                lambda t: t.connection.scalar(sa.text("SELECT count(*) FROM numbers WHERE opted_out_at IS NOT NULL"))
            )
        )

    assert door.text("STOP", BEN) == SILENCE
    assert off()
    assert door.text("START", BEN) == SILENCE
    assert not off()


def test_a_doorstep_that_only_records_lets_everybody_in(core: Core, url: str) -> None:
    """And what would have been met is counted by reason, before anybody meets it."""
    declare(core)
    door = bell(core, url, replace(RULES, recorded=True))
    for number in (NOBODYS, *[BEN] * 4):
        assert "often" not in door.ring(number, StirVerstat="TN-Validation-Passed-A" if number == BEN else "")
    assert all(door.text("hello", BEN) != SILENCE for _ in range(4))
    expected = {("recorded", "texts"): 2, ("recorded", "often"): 1, ("recorded", "origin"): 1}
    assert written(door, lambda found: len(found) == 3) == expected


def test_where_the_policy_has_no_doorstep_nothing_is_counted(core: Core, url: str) -> None:
    """Everybody comes in."""
    door = bell(core, url, None)
    assert all("To book, press 1" in door.ring(BEN) for _ in range(5))
    assert all(door.text("hello", BEN) != SILENCE for _ in range(5))


_TEXTS = re.compile("^> text ", re.MULTILINE)


def test_the_shipped_doorstep_lets_people_book() -> None:
    """An hour has room for four times the longest booking by text, for a stranger twice as far as the code is, and ten
    minutes for twenty calls.
    """
    shipped = policy_file.load().doorstep
    assert shipped is not None
    booked = [file.read_text() for file in Path("tests/transcripts").glob("*.txt") if "@ Booked:" in file.read_text()]
    longest = max(heard.count("\n> text ") for heard in booked)
    assert longest >= 9
    assert min(limit.most for limit in shipped.texts) >= 4 * longest
    before_the_code = max(len(_TEXTS.findall(heard.split("\n> text code")[0])) for heard in booked)
    assert before_the_code >= 5
    assert min(limit.most for limit in shipped.strangers_texts) >= 2 * before_the_code
    assert min(limit.most for limit in shipped.calls) >= 10
