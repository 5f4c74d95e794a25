"""Hundreds of lives in one order: whoever acts next by the range's own time does, and hears what came of it."""

from __future__ import annotations

import heapq
import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from attack_range.acting import Actor, Happened, Heard, Life, Message, News
from attack_range.acts import Act, Await
from attack_range.world import World
from exchange.call import Call
from telephony.provider import RINGS_S

AGAIN: Final = timedelta(seconds=10)
"""What could not be sent at once is tried again then."""
LOOKS: Final = timedelta(seconds=1)
"""From an act until the worker looks whether a number is to be asked about."""
WATCHES: Final = timedelta(minutes=1)
CARRIED: Final = timedelta(seconds=2)
"""From a message laid into the outbox until the worker has sent it."""


@dataclass(order=True, slots=True)
class _Due:
    at: datetime
    nth: int
    act: Callable[[], None] = field(compare=False)


@dataclass(slots=True, eq=False)
class Living:
    """An actor at work. `answered` is the instant at which the call's own time began."""

    actor: Actor
    life: Life
    call: Call | None = None
    answered: datetime | None = None
    seen: int = 0
    """Events of the call that were heard."""
    read: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Texts of each number that were looked at."""
    dialled: int = 0
    """Its place in the order of those who dialled."""
    awaits: Await | None = None
    wakes: int = 0
    """How often it has gone on: a time-out for what it has not waited for since is nothing."""

    def count(self) -> None:
        """Note, once, what its call has cost that is over."""
        if self.call is not None and self.answered is not None:
            self.actor.tally.call_seconds += self.call.second
            self.actor.tally.minutes_billed += math.ceil(self.call.second / 60)
            self.answered = None


class Stage:
    """Everybody of a run, and whose turn it is."""

    def __init__(self, world: World, ends: datetime, perform: Callable[[Stage, Living, Act], None]) -> None:
        self.world = world
        self.turns = 0
        self._ends = ends
        self._perform = perform
        self._dues: list[_Due] = []
        self._nths = itertools.count()
        self._owners: dict[str, list[Living]] = defaultdict(list)
        self._inboxes: dict[str, list[Message]] = defaultdict(list)
        self._ringing: dict[str, Call] = {}
        self._carries_at: datetime | None = None
        self._looks = False
        self._watched = world.now
        world.made = self._made

    def enter(self, actors: Iterable[Actor]) -> None:
        """These begin to live at their instants."""
        for actor in actors:
            living = Living(actor, actor.life(actor))
            for number in actor.owns:
                self._owners[number].append(living)
            self.later(actor.begins, partial(self.go_on, living, None))

    def later(self, at: datetime, act: Callable[[], None]) -> None:
        """This happens then."""
        heapq.heappush(self._dues, _Due(max(at, self.world.now), next(self._nths), act))

    def run(self) -> None:
        """Until nothing is due any more, or the days are over."""
        while self._dues and self._dues[0].at <= self._ends:
            due = heapq.heappop(self._dues)
            self.world.at(due.at)
            due.act()
            self.world.settle()
            self._work()

    def every(self, period: timedelta, act: Callable[[], None]) -> None:
        """This happens again and again until the end."""

        def once() -> None:
            act()
            self.later(self.world.now + period, once)

        self.later(self.world.now + period, once)

    def _work(self) -> None:
        """What the worker has to do after somebody acted."""
        if self.world.has_mail:
            self._carry_at(self.world.now + CARRIED)
        if self.world.is_sought and not self._looks:
            self._looks = True
            self.later(self.world.now + LOOKS, self._look)

    def _carry_at(self, at: datetime) -> None:
        if self._carries_at is None or at < self._carries_at:
            self._carries_at = at
            self.later(at, lambda: self._carry(at))

    def _carry(self, at: datetime) -> None:
        """A round of the worker, unless an earlier one has taken its place."""
        if self._carries_at == at:
            self._carries_at = None
            due = self.world.carry()
            if due is not None:
                self._carry_at(max(due, self.world.now + AGAIN))

    def _look(self) -> None:
        """The worker asks about numbers and counts who asks for places, a moment after somebody did."""
        self._looks = False
        self.world.look_up()
        if self.world.now >= self._watched + WATCHES:
            self._watched = self.world.now
            self.world.watch()

    def go_on(self, living: Living, happened: Happened) -> None:
        """A life hears what happened and does its next act, or is over."""
        living.awaits = None
        living.wakes += 1
        try:
            act = next(living.life) if happened is None and living.wakes == 1 else living.life.send(happened)
        except StopIteration:
            if living.call is not None and not living.call.is_over:
                living.call.hang_up()
                living.count()
            return
        self._perform(self, living, act)

    def wake(self, living: Living, at: datetime, happened: Callable[[], Happened]) -> None:
        """It goes on then, unless it has gone on before."""
        wakes = living.wakes

        def act() -> None:
            if living.wakes == wakes:
                self.go_on(living, happened())

        self.later(at, act)

    # ── Telephones ──

    def _made(self, sid: str) -> None:
        call = self.world.switch.calls.find(sid)
        if call is not None:
            self._rings(call)
            return
        text = self.world.switch.texts.find(sid)
        if text is not None and text in self.world.switch.texts.inbox(text.to)[-1:]:
            self.arrive(Message(text.to, text.from_, text.body, self.world.now))

    def arrive(self, message: Message) -> None:
        """A text is in a telephone."""
        self._inboxes[message.number].append(message)
        for living in self._owners.get(message.number, ()):
            living.actor.tally.texts_got += 1
            self._stir(living, message.number)

    def _rings(self, call: Call) -> None:
        self._ringing[call.to] = call
        self.later(self.world.now + timedelta(seconds=RINGS_S), lambda: self._ring_out(call))
        for living in self._owners.get(call.to, ()):
            if self._is_for(living, call.to):
                self._stir(living, call.to)

    def _is_for(self, living: Living, number: str) -> bool:
        """Where people share a telephone, a ring is for the one of them who has called last."""
        return living.dialled == max(owner.dialled for owner in self._owners[number])

    def dials(self, living: Living) -> None:
        """It is the last who has dialled."""
        living.dialled = next(self._nths)

    def _ring_out(self, call: Call) -> None:
        if self._ringing.get(call.to) is call:
            del self._ringing[call.to]
        if call.status == "ringing":
            call.decline("no-answer")

    def _stir(self, living: Living, number: str) -> None:
        if living.awaits is not None and number in living.awaits.numbers:
            numbers = living.awaits.numbers
            self.wake(living, self.world.now + timedelta(seconds=1), lambda: self.news(living, numbers))

    def rings_for(self, living: Living, number: str) -> Call | None:
        """The call that rings at a number of this actor, and is for it."""
        call = self._ringing.get(number)
        is_its = call is not None and call.status == "ringing" and number in living.actor.owns
        return call if is_its and self._is_for(living, number) else None

    def pick_up(self, living: Living, number: str) -> Call | None:
        """The same, which rings no more."""
        call = self.rings_for(living, number)
        if call is not None:
            del self._ringing[number]
        return call

    def news(self, living: Living, numbers: tuple[str, ...]) -> News:
        """What has come to these numbers of an actor since it looked."""
        texts: list[Message] = []
        for number in numbers:
            inbox = self._inboxes.get(number, [])
            texts += inbox[living.read[number] :]
            living.read[number] = len(inbox)
        texts.sort(key=lambda text: text.at)
        return News(tuple(texts), tuple(number for number in numbers if self.rings_for(living, number)))

    def inbox(self, number: str, *, is_answer: bool | None = None) -> list[Message]:
        """All texts that have come to a number; only answers to texts, or only those the line sent by itself."""
        return [text for text in self._inboxes.get(number, ()) if is_answer in (None, text.is_answer)]


def heard(living: Living) -> Heard:
    """What an actor has heard of its call since the last act."""
    call = living.call
    if call is None:
        return Heard((), over=True, sid="", status="", seconds=0.0)
    events, living.seen = call.events[living.seen :], len(call.events)
    words = tuple(event.text for event in events if event.kind in ("heard", "voice"))
    return Heard(words, call.is_over, call.sid, call.status, call.second)
