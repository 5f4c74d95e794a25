"""A rogue agent: books for a reseller at the desk, by the desk's own commands and within its limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar, Final

from pydantic import Field

from attack_range.acting import (
    Actor,
    Doing,
    Life,
    answer,
    at_desk,
    dial,
    hang_up,
    listen,
    press,
    wait,
    wait_for,
    wait_until,
)  # fmt: skip
from attack_range.attackers.numbering import consecutive
from attack_range.attackers.robot import code_of
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.desk_booking import book_first
from attack_range.numbers import facts
from booking_core.actors import Agent, Staff
from booking_core.desk_commands import (
    AskException,
    CallerOf,
    DecideException,
    FinishCall,
    GoAvailable,
    GoOff,
    ReadExceptions,
)  # fmt: skip
from booking_core.desk_outcomes import CallerNow, ExceptionAsked, ExceptionRows

LOGIN, COLLEAGUE = "rogue", "colleague"
_HOURS: Final = 9
_LOOKS_S: Final = 120
_WAITS_S: Final = 180
"""So long the colleague is waited for."""


class RogueBudget(Budget):
    """An insider, and people who call for the reseller."""

    numbers: int = Field(ge=1)
    """Cards of one box, each with somebody who calls with it."""
    tries: int = Field(ge=1)
    """Calls with each at most: other agents take some of them."""
    withheld: float = Field(ge=0, le=1)
    """Share of the calls without a number, for which the agent asks for an exception on a document."""
    approves: float = Field(ge=0, le=1)
    """How often the colleague who has to agree does so without looking."""
    talk_s: float = Field(gt=0)


class RogueAgent(Attack[RogueBudget]):
    """Somebody at the desk."""

    name = "rogue_agent"
    about = (
        "An agent at the desk who is paid by a reseller. The reseller's people call with cards of one box until the "
        "agent takes them, who books for each; for callers without a number the agent asks for exceptions, and a "
        "colleague approves some of them without looking."
    )
    cannot_be_stopped = (
        "Whoever may book for callers may book for the wrong ones. Each needs a number that was proven, or a second "
        "person's word within a quota a day; every deed is in the audit under the agent's name, and the list of what "
        "each agent does beside colleagues shows it."
    )
    number_price = "sim_in_row"
    budget_type = RogueBudget
    employs: ClassVar = {LOGIN: "+12025559001", COLLEAGUE: "+12025559002"}

    def __init__(self, budget: RogueBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        self.numbers = consecutive(setting.chance, setting.scaled(budget.numbers), 1)
        self.served: set[str] = set()
        """Numbers that have what they called for."""
        self._calls: dict[str, str] = {}
        """Calls of the reseller's people: sid → number."""
        self._decided: set[object] = set()

    def actors(self) -> list[Actor]:
        """The agent, the colleague, and the reseller's people."""
        begins = self.setting.releases[0]
        desk = Actor(self.name, (self.employs[LOGIN],), begins, self._works, LOGIN)
        colleague = Actor("colleague", (), begins, self._looks, COLLEAGUE)
        callers = [
            Actor(self.name, (number,), begins + timedelta(hours=_HOURS * nth / len(self.numbers)), self._calls_in)
            for nth, number in enumerate(self.numbers)
        ]
        return [desk, colleague, *callers]

    # ── Who calls ──

    def _calls_in(self, me: Actor) -> Life:
        (number,) = me.owns
        chance = self.setting.own_chance()
        withheld = chance.random() < self.budget.withheld
        for _ in range(self.budget.tries):
            yield from self._asks_for_person(me, number, withheld=withheld)
            if number in self.served:
                break
            yield from wait(chance.uniform(300, 1800))

    def _asks_for_person(self, me: Actor, number: str, *, withheld: bool) -> Doing[None]:
        """Prove the number, so that the agent need not; then the queue, and whoever comes."""
        heard = yield from dial(number, "A", withheld=withheld)
        if not withheld:
            heard = yield from press("3")
            if heard.means("code.entry"):
                heard = yield from press((yield from code_of(number)) or "0")
        if not heard.over:
            heard = yield from press("0")
            self._calls[heard.sid] = number
        while not heard.over and not heard.means("talked.menu", "callback.menu", "goodbye", "key_number.entry"):
            heard = yield from listen()
        me.tally.human_seconds += heard.seconds
        yield from hang_up()

    # ── Who takes the calls ──

    def _works(self, me: Actor) -> Life:
        """On duty as everybody: which call comes is the queue's to say."""
        who = Staff(LOGIN)
        for release in self.setting.releases:
            now = yield from wait_until(release)
            yield from at_desk(GoAvailable(who))
            while now < release + timedelta(hours=_HOURS):
                news = yield from wait_for(me.owns, 3600)
                if news.rings:
                    yield from self._takes(me)
                now = yield from wait(0)
            yield from at_desk(GoOff(who))

    def _takes(self, me: Actor) -> Doing[None]:
        heard = yield from answer(me.owns[0])
        if heard.means("whisper.take"):
            heard = yield from press("1")
            if not heard.over:
                yield from wait(self.budget.talk_s)
                yield from self._serves(me)
        yield from hang_up()
        yield from at_desk(FinishCall(Staff(LOGIN)))

    def _serves(self, me: Actor) -> Doing[None]:
        """Whoever is the reseller's; others are told that nothing is free."""
        known = yield from at_desk(CallerOf(Staff(LOGIN)))
        number = self._calls.get(known.sid) if isinstance(known, CallerNow) else None
        if not isinstance(known, CallerNow) or number is None:
            return
        who = Agent(LOGIN, known.sid)
        if not known.proven and not (yield from self._has_exception(who)):
            return
        if (yield from book_first(who, known, self.setting.releases[0])):
            self.served.add(number)
            me.tally.sold += 0 if known.proven else 1

    def _has_exception(self, who: Agent) -> Doing[bool]:
        asked = yield from at_desk(AskException(who, "passport", "no_telephone"))
        if not isinstance(asked, ExceptionAsked):
            return False
        yield from wait(_WAITS_S)
        known = yield from at_desk(CallerOf(Staff(LOGIN)))
        return isinstance(known, CallerNow) and known.proven

    def _looks(self, me: Actor) -> Life:
        """The colleague decides whatever waits for a second person, now and then without looking."""
        who = Staff(COLLEAGUE)
        now = self.setting.releases[0]
        while now < self.setting.ends:
            now = yield from wait(_LOOKS_S)
            rows = yield from at_desk(ReadExceptions(who))
            for row in rows.rows if isinstance(rows, ExceptionRows) else ():
                if row.state == "waits" and row.id not in self._decided:
                    self._decided.add(row.id)
                    careless = self.setting.chance.random() < self.budget.approves
                    yield from at_desk(DecideException(who, row.id, careless))

    def facts(self) -> Mapping[str, Facts]:
        """Mobiles of one carrier."""
        return {number: facts("mobile", "T-Mobile USA") for number in self.numbers}
