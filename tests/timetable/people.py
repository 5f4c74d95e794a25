"""People with telephones: they book, are asked, and answer at once, late or never; they move, give up and opt out."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller
from tests.core.ringing import withheld
from tests.core.stage import number as checked
from tests.timetable.log import Log
from tests.timetable.network import Taken
from tests.timetable.record import Answer, End, Recall, Seen, Silenced, Stage, Visit
from tests.timetable.world import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KEEP = re.compile(r"[Rr]eply (\d{4}) to keep")
KEY = re.compile(r"[Tt]o keep it, press (\d)")
ACTION = re.compile(r'<Gather action="([^"]*)"')
KEPT = re.compile(r"Thank you\. You keep ")


class Habit(StrEnum):
    """What somebody does about a visit."""

    AT_ONCE = "answers at once"
    LATE = "answers on the last day"
    NEVER = "never answers"
    GIVES_UP = "gives it up"
    MOVES = "moves it"
    OPTS_OUT = "opts out"


HABITS = {
    Habit.AT_ONCE: 40, Habit.LATE: 14, Habit.NEVER: 26, Habit.GIVES_UP: 7, Habit.MOVES: 8, Habit.OPTS_OUT: 5,
}  # fmt: skip


@dataclass
class Person:
    """Somebody with a telephone."""

    world: World
    log: Log
    rng: random.Random
    number: str
    zone: str
    habit: Habit
    send: c.Send
    reachable: bool
    hidden: bool
    slot: Callable[[datetime], UUID]
    """A time they would like, by what is ahead at an instant."""
    booking: UUID | None = None
    seen: Seen = Seen.NEVER

    # ── Their telephone ──

    def fails(self) -> int | None:
        """Texts to a landline, or to a telephone that is lost, do not arrive."""
        if self.send == "none":
            return 30006
        return None if self.reachable else 30003

    def picks_up(self) -> bool:
        """Whoever never answers is seldom there."""
        return self.rng.random() < (0.25 if self.habit is Habit.NEVER else 0.6)

    def gets(self, taken: Taken) -> None:
        """A text came, or they took a call of ours."""
        if taken.by == "call":
            self._hears(taken)
        elif found := KEEP.search(taken.body):
            self._answers(lambda: self._replies(found[1]))

    def _answers(self, act: Callable[[], None]) -> None:
        """In their time, if ever."""
        if self.habit is Habit.LATE:
            self._does(self.rng.uniform(20, 70) * HOUR, act)
        elif self.habit is not Habit.NEVER:
            self._does(self.rng.uniform(2, 200) * MINUTE, act)

    def _does(self, after: timedelta, act: Callable[[], None]) -> None:
        self.acts(self.world.now + after, act)

    def acts(self, at: datetime, act: Callable[[], None]) -> None:
        """They do this then."""

        def acts() -> None:
            self.log.acts[self.number].append(self.world.now)
            act()

        self.world.later(at, acts)

    def _replies(self, digits: str) -> None:
        """The four digits of the question."""
        told = html.unescape(self.world.text(self.number, digits))
        if KEPT.search(told):
            self._kept()

    def _kept(self) -> None:
        if self.booking is not None:
            self.log.kept.append(Answer(self.world.now, self.booking))

    def _hears(self, taken: Taken) -> None:
        """They listen, and press the key if they come."""
        heard = html.unescape(self.world.turn(taken.url, taken, None))
        key, action = KEY.search(heard), ACTION.search(heard)
        if key and action and self.habit is not Habit.NEVER and self.rng.random() < 0.8:
            self.log.acts[self.number].append(self.world.now)
            if KEPT.search(html.unescape(self.world.turn(action[1], taken, key[1]))):
                self._kept()
        self.world.hung_up(taken)

    # ── What they do by themselves ──

    def books(self) -> None:
        """Call and book; where a time is taken, another; and not more often than a number may."""
        stage = self.world.stage
        who = self._calls()
        held: o.Outcome = o.PlaceGone(())
        while isinstance(held, o.PlaceGone | o.NoneFree):
            held = stage.hold(who, self.slot(self.world.now), send=self.send)
        if isinstance(held, o.LimitReached):
            return
        assert isinstance(held, o.Held), held
        stage.born(who, held)
        booked = stage.do(c.Confirm(who, held.booking, None))
        assert isinstance(booked, o.Booked), booked
        stage.hang_up(who)
        texts = {"text": "plain", "discreet": "discreet", "none": "none"}[self.send]
        first = self._stage(booked.offer)
        self.booking = booked.booking
        self.log.visits[booked.booking] = Visit(booked.booking, self.number, self.zone, self.seen, texts, (first,))
        self.seen = Seen.BOOKED
        self._plans(first)

    def _calls(self) -> Caller:
        """Some withhold their number and key it in."""
        stage = self.world.stage
        if not self.hidden:
            return stage.proven(self.number)
        who = withheld(stage)
        stage.do(c.NoteNumber(who, checked(self.number)))
        stage.put(
            "INSERT INTO proofs SELECT gen_random_uuid(), number, id, :now, :until FROM calls WHERE sid = :sid",
            now=stage.now, until=stage.now + HOUR, sid=who.sid,
        )  # fmt: skip
        return who

    def _stage(self, offer: o.Offer) -> Stage:
        return Stage(self.world.now, self.log.offices[offer.office], offer.starts)

    def _plans(self, first: Stage) -> None:
        """What they will do before the day, at some time of it."""
        ahead = (first.starts - self.world.now) * self.rng.uniform(0.05, 0.95)
        match self.habit:
            case Habit.GIVES_UP:
                self._does(ahead, self._gives_up)
            case Habit.MOVES:
                self._does(ahead, self._moves)
            case Habit.OPTS_OUT:
                self._does(ahead, self._opts_out)
            case Habit.NEVER if self.rng.random() < 0.5:
                self._does(first.starts - self.world.now - self.rng.uniform(1, 18) * HOUR, self._asks_for_it)
            case Habit.LATE | Habit.AT_ONCE if self.rng.random() < 0.2 and ahead > DAY:
                self._does(self.rng.uniform(1, 20) * HOUR, self._joins)
            case _:
                pass

    def _joins(self) -> None:
        """Wait for an earlier time, and let every offer pass."""
        stage = self.world.stage
        (row,) = stage.rows("SELECT service, office FROM bookings WHERE id = :id", id=self.booking)
        joined = stage.do(c.JoinList(self._calls(), self.booking, row.service, row.office, 1, self.send, "en"))
        assert isinstance(joined, o.OnList | o.NoSuchBooking), joined

    def _gives_up(self) -> None:
        assert self.booking is not None
        outcome = self.world.stage.do(c.Cancel(self._calls(), self.booking))
        if isinstance(outcome, o.Cancelled):
            self.log.ends(self.booking, self.world.now, End.GIVEN_UP)
            if self.rng.random() < 0.5:
                self._does(self.rng.uniform(3, 30) * HOUR, self.books)

    def _moves(self) -> None:
        assert self.booking is not None
        stage, who = self.world.stage, self._calls()
        held = stage.do(c.HoldMove(who, self.booking, self.slot(self.world.now)))
        moved = stage.do(c.Move(who, self.booking)) if isinstance(held, o.NextHeld) else None
        if isinstance(moved, o.Moved):
            self.log.ends(self.booking, self.world.now, End.MOVED)
            self.log.begins(self.booking, self._stage(moved.offer))
            self.habit = Habit.AT_ONCE

    def _opts_out(self) -> None:
        self.world.text(self.number, "STOP")
        self.log.silenced.append(Silenced(self.number, self.world.now, None))

    def _asks_for_it(self) -> None:
        """Call about a visit that was let go for want of an answer, if it was."""
        assert self.booking is not None
        stage = self.world.stage
        (row,) = stage.rows("SELECT status, ended_why, places FROM bookings WHERE id = :id", id=self.booking)
        if (row.status, row.ended_why) != ("cancelled", "no_answer"):
            return
        owned = len(stage.owned(self.booking))
        outcome = stage.do(c.UndoCancel(self._calls(), self.booking))
        back = isinstance(outcome, o.Booked)
        self.log.recalls.append(Recall(self.world.now, self.booking, back, owned < len(row.places)))
        if isinstance(outcome, o.Booked):
            self.log.begins(self.booking, self._stage(outcome.offer))
