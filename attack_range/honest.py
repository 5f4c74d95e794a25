"""An honest person: calls or texts for one appointment, decides by the words heard, makes mistakes, and has patience.

What the line says is understood by the catalogue (`ear`), menu by menu; whatever a person does not know what to do with
is answered with silence, as people do, and the line leads on from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal

from attack_range.acting import (
    Actor,
    Doing,
    Heard,
    Life,
    Message,
    answer,
    code_in,
    dial,
    hang_up,
    inbox,
    listen,
    press,
    wait,
    wait_for,
)  # fmt: skip
from attack_range.answering import HANG_UP, IN_HAND, LISTEN, PLAIN, STEP_UPS
from attack_range.attackers.robot import End as Booking
from attack_range.attackers.texting import answers, books_by_text
from attack_range.groups import Person

End = Literal["", "served", "gave_up"]
OTHER_TIMES: Final = "4"
"""The key after the times; its words sound like one of them."""
_RING_S: Final = 90.0
_CALL_BACK_S: Final = 40 * 60.0
"""The line calls back within half an hour, and a little more."""


@dataclass(slots=True)
class Honest:
    """One person's errand and what became of it. `talks`: by whose call an agent knows whom they talk with."""

    person: Person
    talks: dict[str, Honest]
    end: End = ""
    in_hand: bool = False
    turned_away: int = 0
    """Calls of theirs that the line did not answer, or answered only to say that there were too many."""
    asked_more: set[str] = field(default_factory=set)
    """Step-ups that were heard."""
    errand: str = "book"
    _office: str = "1"
    _offices: set[str] = field(default_factory=set)
    """Where nothing was free."""
    _texts: list[Message] = field(default_factory=list)
    _broken_off: bool = False
    _expects: float = _RING_S
    """Seconds in which the line has said it calls."""
    _listened: float = 0.0
    """Seconds of this call at which the wait for a person began."""

    def live(self, me: Actor) -> Life:
        """The errand, then a telephone that may ring until the days are over."""
        self._office = self.person.chance.choice("12")
        if "texts" in self.person.habits:
            yield from self._texts_for_it(me)
        if not (self.end or self.in_hand):
            yield from self._calls(me)
        yield from self._afterwards(me)
        while True:
            yield from self._be_reached(me, 6 * 3600.0)

    def _texts_for_it(self, me: Actor) -> Doing[None]:
        """By text, as long as that leads on."""
        booking = yield from books_by_text(self.person.number, self.person.chance)
        if booking is Booking.BOOKED:
            self.end = "served"
        if booking is Booking.CALLED_LATER:
            self.asked_more.add("call")
            yield from self._be_reached(me, _CALL_BACK_S)

    def _calls(self, me: Actor) -> Doing[None]:
        """Until the errand is done, somebody has it in hand, or patience is at an end."""
        for nth in range(1 + self.person.table.redials):
            if nth:
                yield from wait(self.person.chance.uniform(60, 900))
            yield from self._call(me)
            if self.end or self.in_hand:
                break

    def _afterwards(self, me: Actor) -> Doing[None]:
        """A few of the booked change their minds on the same day."""
        wish = next((wish for wish in ("changes", "gives_up") if wish in self.person.habits), None)
        if self.end == "served" and wish is not None:
            yield from self._be_reached(me, self.person.chance.uniform(1800, 7200))
            self.errand = wish
            yield from self._call(me)

    def _call(self, me: Actor) -> Doing[None]:
        heard = yield from dial(self.person.number, self.person.stir, withheld=self.person.group == "withheld")
        yield from self._talk(me, heard)
        if not (self.end or self.in_hand) or self.errand != "book":
            yield from self._be_reached(me, self._expects)

    def _be_reached(self, me: Actor, seconds: float) -> Doing[None]:
        """Wait for the telephone to ring, at most so long, and pick up; texts are read when they come."""
        until = (yield from wait(0)) + timedelta(seconds=seconds)
        while (now := (yield from wait(0))) < until:
            news = yield from wait_for(me.owns, (until - now).total_seconds())
            self._texts += news.texts
            yield from self._reads(news.texts)
            if news.rings:
                yield from self._talk(me, (yield from answer(news.rings[0])))
                return

    def _reads(self, texts: Sequence[Message]) -> Doing[None]:
        """Who waits for a place takes the one that a text offers; who has one says that they come."""
        if self.person.gets_texts:
            yield from answers(texts)
        if not self.end and any(message.body.startswith("Booked:") for message in texts):
            self.end = "served"

    def _talk(self, me: Actor, heard: Heard) -> Doing[None]:
        self.talks[heard.sid] = self
        self.turned_away += heard.status == "busy" or heard.means("often.until")
        self._listened = -1.0
        while not heard.over:
            self._note(heard)
            if self._breaks_off():
                yield from hang_up()
                return
            if heard.means("code.entry", "agent_presence.entry"):
                heard = yield from self._key_code(me)
                continue
            keys = self._keys(heard)
            if keys == HANG_UP:
                yield from hang_up()
                return
            heard = yield from (press(keys) if keys else listen())
        self._note(heard)

    def _note(self, heard: Heard) -> None:
        if heard.means("booked.done"):
            self.end = "served"
        self.in_hand = self.in_hand or heard.means(*IN_HAND)
        if heard.means("calling_back", "calling_back.keyed"):
            self._expects = _CALL_BACK_S
        self.asked_more |= {what for phrase, what in STEP_UPS.items() if heard.means(phrase)}

    def _breaks_off(self) -> bool:
        """Once, after a few questions; who leaves for good does not call again."""
        person = self.person
        if self._broken_off or not person.habits & {"cut_off", "leaves"} or person.chance.random() > 0.2:
            return False
        self._broken_off = True
        if "leaves" in person.habits:
            self.end = "gave_up"
        return True

    def _key_code(self, me: Actor) -> Doing[Heard]:
        """The newest code, once it has come."""
        if "late_code" in self.person.habits and self.person.chance.random() < 0.5:
            return (yield from listen())
        news = yield from inbox(*me.owns)
        self._texts += news.texts
        code = code_in(self._texts)
        return (yield from (listen() if code is None else press(code)))

    def _keys(self, heard: Heard) -> str:
        """What to press now; nothing: be silent."""
        chance, table = self.person.chance, self.person.table
        if chance.random() < table.wrong_key:
            return "7"
        if chance.random() < table.silence:
            return LISTEN
        for phrase, keys in PLAIN.items():
            if heard.means(phrase):
                return keys
        return self._chosen(heard)

    def _chosen(self, heard: Heard) -> str:
        """Answers that depend on who it is."""
        if heard.means("welcome.menu"):
            return self._first()
        if heard.means("phone.menu"):
            return "1" if self.person.gets_texts else "2"
        if heard.means("office.menu"):
            return self._office
        if heard.means("offers.other"):
            times = set(heard.keys("offers.time")) - {OTHER_TIMES}
            return self.person.chance.choice(sorted(times))
        if heard.means("none_free.menu"):
            return self._none_free()
        if heard.means("mine.menu"):
            return {"changes": "1", "gives_up": "2"}.get(self.errand, HANG_UP)
        if heard.means("key_number.entry"):
            return _as_dialled(self.person.number) + "#"
        if heard.means("queue.offer"):
            return self._patience(heard)
        return LISTEN

    def _first(self) -> str:
        if self.errand != "book":
            return "3"
        return "0" if "wants_person" in self.person.habits else "1"

    def _none_free(self) -> str:
        """The other office, then the waiting list, or enough."""
        self._offices.add(self._office)
        other = "2" if self._office == "1" else "1"
        if other not in self._offices:
            self._office = other
            return "4"
        if "waits_for_place" in self.person.habits:
            return "2"
        self.end = "gave_up"
        return HANG_UP

    def _patience(self, heard: Heard) -> str:
        """In the queue until it is too long, then a call-back."""
        if self._listened < 0:
            self._listened = heard.seconds
        return "1" if heard.seconds - self._listened > self.person.table.patience_s else LISTEN


def _as_dialled(number: str) -> str:
    """As somebody in the line's country keys it in."""
    return number[2:] if number.startswith("+1") else f"011{number[1:]}"
