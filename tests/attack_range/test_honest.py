from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from attack_range.acting import Actor, Happened, Heard, Message, News
from attack_range.acts import Act, Answer, Await, Dial, HangUp, Press, Text, Wait
from attack_range.groups import Person
from attack_range.honest import Honest
from attack_range.parameters import load
from wording.en import ENGLISH

AT = datetime(2027, 2, 1, 14, 0, tzinfo=UTC)
NUMBER = "+12125671234"
TABLE = load().people.model_copy(update={"wrong_key": 0.0, "silence": 0.0})
UNTIL = {"until": AT + timedelta(minutes=20)}


class Lives:
    """One person, driven act by act."""

    def __init__(self, *habits: str) -> None:
        person = Person("mobile", NUMBER, "A", AT, True, True, frozenset(habits), random.Random(1), TABLE)
        self.honest = Honest(person, {})
        self.actor = Actor("mobile", (NUMBER,), AT, self.honest.live)
        self.life = self.honest.live(self.actor)
        self.at = AT
        self.act: Act = next(self.life)

    def goes_on(self, happened: Happened) -> Act:
        """What they do next; time passes where they let it pass."""
        self.act = self.life.send(happened)
        while isinstance(self.act, Wait):
            self.at += timedelta(seconds=self.act.seconds)
            self.act = self.life.send(self.at)
        return self.act


def hears(*phrases: str, over: bool = False, status: str = "in-progress") -> Heard:
    """A call that says so."""
    words = tuple(ENGLISH.spoken(phrase, UNTIL if "until" in ENGLISH.phrases[phrase] else {}) for phrase in phrases)
    return Heard(words, over, "CA1", status, 10.0)


def test_a_call_back_at_a_hold_is_waited_for() -> None:
    """Whoever is told, after a time was chosen, that the line calls, hangs up and picks up when it rings."""
    one = Lives()
    assert isinstance(one.act, Dial)
    assert isinstance(one.goes_on(hears("why.often", "calling_back.by", "calling_back")), HangUp)
    waits = one.goes_on(hears(over=True, status="completed"))
    assert isinstance(waits, Await)
    assert waits.seconds > 30 * 60
    assert one.goes_on(News(rings=(NUMBER,))) == Answer(NUMBER)
    assert one.goes_on(hears("outbound.menu")) == Press("1")
    assert one.honest.asked_more == {"call"}


def test_a_call_back_that_a_text_promises_is_waited_for() -> None:
    """A text's wish for a place can meet the same, at a hold or before it: nobody dials meanwhile."""
    one = Lives("texts")
    assert one.act == Text(NUMBER, "1")
    body = ENGLISH.texted("calling_back", {**UNTIL, "number": "+18005550199"})
    waits = one.goes_on(News((Message(NUMBER, "+18005550199", body, AT),)))
    assert isinstance(waits, Await)
    assert waits.seconds > 30 * 60
    assert one.goes_on(News(rings=(NUMBER,))) == Answer(NUMBER)
    assert one.honest.asked_more == {"call"}


def test_a_busy_line_is_called_again_and_counted() -> None:
    """It is neither a refusal nor a service: they call again, and the ledger knows how often they were turned away."""
    one = Lives()
    assert isinstance(one.goes_on(hears(over=True, status="busy")), Await)
    one.at += timedelta(minutes=2)
    assert isinstance(one.goes_on(News()), Dial)
    assert (one.honest.turned_away, one.honest.end, one.honest.in_hand) == (1, "", False)


def test_a_phone_that_calls_too_often_asks_for_a_person() -> None:
    """What is heard at the door has a way on, and they take it."""
    one = Lives()
    assert one.goes_on(hears("why.often", "often.until", "often.menu")) == Press("0")
    assert (one.honest.turned_away, one.honest.asked_more) == (1, {"person"})
