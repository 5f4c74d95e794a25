"""Agents of the range: they take the calls that ring at their telephones, and book by the desk's own commands."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from attack_range.acting import Actor, Doing, Life, answer, at_desk, hang_up, press, wait, wait_for, wait_until
from attack_range.desk_booking import book_first
from attack_range.field import Days
from attack_range.honest import Honest
from attack_range.parameters import DeskTable
from booking_core.actors import Agent, Staff
from booking_core.commands import SendCode
from booking_core.desk_commands import AskForKeys, CallerOf, DeclareFlood, FinishCall, GoAvailable, MyDesk
from booking_core.desk_outcomes import AtDesk, CallerNow

SUPERVISOR: Final = "supervisor"
_NOBODY_S: Final = 20.0
"""So long an agent asks whether anybody is there: machines do not answer."""
_TEXT_S: Final = 20.0
_KEYS_S: Final = 45.0
"""Until the caller has keyed in what was texted."""


def telephones(desk: DeskTable, days: Days) -> dict[str, str]:
    """Login → number (E.164) of each agent, as many as fit the size of the line."""
    many = max(1, round(desk.agents * days.share)) if desk.agents else 0
    return {f"agent{nth}": f"+1202555{nth:04}" for nth in range(1, many + 1)}


def staff(desk: DeskTable, days: Days, seed: int, talks: Mapping[str, Honest]) -> list[Actor]:
    """The agents of a run. `talks`: who speaks in a call; machines are not in it."""
    return [
        Actor("agent", (number,), days.begins, _Clerk(login, desk, days, talks, random.Random(f"{login} {seed}")).live)
        for login, number in telephones(desk, days).items()
    ]


def supervisor(desk: DeskTable, releases: Sequence[datetime]) -> Actor:
    """Declares a flood every day, as soon after the release as anybody has seen that it is one."""

    def live(me: Actor) -> Life:
        for release in releases:
            yield from wait_until(release + timedelta(minutes=desk.sees_flood_minutes))
            yield from at_desk(DeclareFlood(Staff(SUPERVISOR), None, "many calls that hang up", desk.declares_minutes))

    return Actor(SUPERVISOR, (), releases[0], live, SUPERVISOR)


@dataclass(slots=True)
class _Clerk:
    login: str
    desk: DeskTable
    days: Days
    talks: Mapping[str, Honest]
    chance: random.Random
    who: Staff = field(init=False)

    def __post_init__(self) -> None:
        self.who = Staff(self.login)

    def live(self, me: Actor) -> Life:
        """On duty from opening to closing, every day."""
        for release in self.days.releases:
            yield from wait_until(datetime.combine(release.date(), self.desk.opens, release.tzinfo))
            yield from at_desk(GoAvailable(self.who))
            closes = datetime.combine(release.date(), self.desk.closes, release.tzinfo)
            yield from self._on_duty(me, closes)

    def _on_duty(self, me: Actor, closes: datetime) -> Doing[None]:
        while (now := (yield from wait(0))) < closes:
            news = yield from wait_for(me.owns, (closes - now).total_seconds())
            if news.rings:
                yield from self._takes(me.owns[0])

    def _takes(self, number: str) -> Doing[None]:
        heard = yield from answer(number)
        if heard.means("whisper.take"):
            heard = yield from press("1")
            if not heard.over:
                yield from self._talks()
        yield from hang_up()
        yield from at_desk(FinishCall(self.who))

    def _talks(self) -> Doing[None]:
        """With a person for a while, to the end that they want; with a machine until it is clear that it is one."""
        yield from wait(_NOBODY_S)
        at = yield from at_desk(MyDesk(self.who))
        caller = None if not isinstance(at, AtDesk) or at.call is None else self.talks.get(at.call)
        if caller is None or not isinstance(at, AtDesk) or at.call is None:
            return
        caller.in_hand = True
        yield from wait(self.chance.expovariate(1 / self.desk.talk_s))
        if caller.end != "served" and (yield from self._books(Agent(self.login, at.call), caller)):
            caller.end = "served"

    def _books(self, who: Agent, caller: Honest) -> Doing[bool]:
        """For a caller whose number is proven or can be."""
        known = yield from at_desk(CallerOf(self.who))
        if not isinstance(known, CallerNow) or known.over or known.goes_by != "telephone":
            return False
        if not known.proven and not (yield from self._proves(who, caller)):
            return False
        return (yield from book_first(who, known, self.days.begins))

    def _proves(self, who: Agent, caller: Honest) -> Doing[bool]:
        """The code of a text is keyed in by the caller; whoever gets no texts is helped otherwise, another day."""
        if not caller.person.gets_texts:
            return False
        yield from at_desk(SendCode(who, "presence", None, "en", "text"))
        yield from wait(_TEXT_S)
        yield from at_desk(AskForKeys(who, "en"))
        yield from wait(_KEYS_S)
        known = yield from at_desk(CallerOf(self.who))
        return isinstance(known, CallerNow) and known.proven
