"""A day of the desk in figures only: callers come, agents take them, and each caller is told how long it takes.

Nothing of the line runs here but the one function that reckons the wait; what it is told of the desk is what the core
would read from its tables.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from booking_core.queue_wait import Rounds, minutes

HOUR = 3600.0
KEPT = 60
"""Rounds that the core reads."""


@dataclass(frozen=True)
class Trace:
    """How a day goes. Times are seconds from its beginning."""

    name: str
    comes: Callable[[float], float]
    """Callers a second, at an instant."""
    talks: Callable[[random.Random], float]
    """Length of one talk."""
    staff: Sequence[tuple[float, int]]
    """From then on so many agents are on duty; who leaves finishes the call first."""
    lasts: float = 8 * HOUR
    leaves: float = 0.08
    """Share of callers who give up while they wait."""
    urgent: float = 0.04
    """Share of callers who go before others."""
    writes_up: float = 60.0
    """The longest time after a call."""
    misses: float = 0.03
    """Share of rings that nobody takes within 20 s."""


@dataclass
class Agent:
    """One who takes calls."""

    free_since: float | None
    picked: float | None = None
    leaving: bool = False


@dataclass
class Day:
    """A day under way."""

    trace: Trace
    chance: random.Random
    told: list[tuple[int, float]] = field(default_factory=list)
    """Of each caller who was taken: less than so many minutes was said, and so many seconds it was."""
    _events: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = field(default_factory=list)
    _nth: Any = field(default_factory=itertools.count)
    _waiting: list[tuple[int, float, int]] = field(default_factory=list)
    _ringing: int = 0
    _agents: list[Agent] = field(default_factory=list)
    _rounds: list[float] = field(default_factory=list)
    _promised: dict[int, int] = field(default_factory=dict)
    _gone: set[int] = field(default_factory=set)
    _now: float = 0.0

    def live(self) -> list[tuple[int, float]]:
        """From the first caller to the last one who is taken."""
        for at, many in self.trace.staff:
            self._at(at, self._staff, many)
        self._arrivals()
        while self._events:
            self._now, _, act, what = heapq.heappop(self._events)
            act(*what)
        return self.told

    def _at(self, at: float, act: Callable[..., None], *what: object) -> None:
        heapq.heappush(self._events, (at, next(self._nth), act, what))

    def _arrivals(self) -> None:
        """By thinning: at the busiest rate, and each caller comes with the share that is then."""
        busiest = max(self.trace.comes(float(at)) for at in range(0, int(self.trace.lasts), 60))
        at = self.chance.expovariate(busiest)
        while at < self.trace.lasts:
            if self.chance.random() < self.trace.comes(at) / busiest:
                self._at(at, self._comes)
            at += self.chance.expovariate(busiest)

    def _staff(self, many: int) -> None:
        here = [agent for agent in self._agents if not agent.leaving]
        self._agents += [Agent(self._now) for _ in range(many - len(here))]
        for agent in here[many:]:
            agent.leaving = True
        self._agents = [agent for agent in self._agents if not (agent.leaving and agent.free_since is not None)]
        self._match()

    def _comes(self) -> None:
        me = (-1 if self.chance.random() < self.trace.urgent else 0, self._now, next(self._nth))
        ahead = sum(one < me for one in self._live()) + self._ringing
        self._promised[me[2]] = minutes(self._seen(), ahead)
        self._waiting.append(me)
        if self.chance.random() < self.trace.leaves:
            self._at(self._now + self.chance.uniform(30, 900), self._gone.add, me[2])
        self._match()

    def _live(self) -> list[tuple[int, float, int]]:
        return sorted(one for one in self._waiting if one[2] not in self._gone)

    def _seen(self) -> Rounds:
        here = [agent for agent in self._agents if not agent.leaving]
        idle = sum(agent.free_since is not None for agent in here) + self._ringing
        running = [self._now - agent.picked for agent in self._agents if agent.picked is not None]
        return Rounds(len(here), idle, self._rounds[-(KEPT - len(running)) :], running)

    def _match(self) -> None:
        self._waiting = self._live()
        free = [agent for agent in self._agents if agent.free_since is not None]
        for agent in sorted(free, key=lambda one: one.free_since or 0.0):
            if not self._waiting:
                return
            who = self._waiting.pop(0)
            agent.free_since, self._ringing = None, self._ringing + 1
            missed = self.chance.random() < self.trace.misses
            self._at(self._now + (20 if missed else self.chance.uniform(4, 14)), self._rung, agent, who, missed)

    def _rung(self, agent: Agent, who: tuple[int, float, int], missed: bool) -> None:
        self._ringing -= 1
        if missed or who[2] in self._gone:
            self._waiting += [who] if missed else []
            agent.free_since = self._now
            self._match()
            return
        self.told.append((self._promised[who[2]], self._now - who[1]))
        agent.picked = self._now
        after = self.chance.uniform(0.2, 1) * self.trace.writes_up
        self._at(self._now + self.trace.talks(self.chance) + after, self._done, agent)

    def _done(self, agent: Agent) -> None:
        assert agent.picked is not None
        self._rounds.append(self._now - agent.picked)
        agent.picked = None
        if agent.leaving:
            self._agents.remove(agent)
        else:
            agent.free_since = self._now
        self._match()
