"""Who stands at the doorstep: asks the counters, the declared floods and, where that decides, the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from booking_core.commands import KnowsNumber
from booking_core.core import Core
from booking_core.db import Unavailable
from booking_core.doorstep import (
    INSTANT_S,
    RECENT,
    Counters,
    Doorstep,
    Hushed,
    Rejected,
    Ringing,
    Silence,
    Window,
    explained,
    judge,
    judge_text,
    now_of,
    text_windows,
    told_once,
    unserved_window,
    windows,
)
from booking_core.lines import Line
from booking_core.notices import Notices
from booking_core.numbers import Number, Reason, Refused
from booking_core.outcomes import NotAdmitted


@dataclass(frozen=True, slots=True)
class Keeper:
    """See `booking_core.doorstep.Doorkeeper`. One round trip to the counters for a call or text, and none besides."""

    core: Core
    rules: Doorstep
    counters: Counters
    notices: Callable[[], Notices]
    check: Callable[[str], Number | Refused]
    tell: Callable[[str, str], None]
    """Counts what was met, and why."""

    def call(self, sid: str, line: Line, caller: str, stir: str | None, at: datetime) -> Rejected | NotAdmitted | None:
        """What a call that is not answered yet meets. Raises db.Unavailable where only the database knows."""
        checked, own = self.check(caller), caller in (line.number, line.twin)
        flood = self.notices().flood(line, at) is not None
        ringing = Ringing(sid, line, checked, stir == "A", own, flood, at)
        asked = windows(self.rules, ringing)
        met = judge(self.rules, ringing, asked, self.counters.count(sid, asked, at), self._knows)
        if met is None:
            return None
        return met if self._told("rejected" if isinstance(met, Rejected) else "explained", met.why) else None

    def text(self, sid: str, sender: Number, at: datetime) -> Silence | NotAdmitted | Hushed | None:
        """The same for a text."""
        asked = text_windows(self.rules, sender)
        met = judge_text(asked, self.counters.count(sid, asked, at), at)
        if met is None or isinstance(met, Hushed):
            return met
        return met if self._told("silent" if isinstance(met, Silence) else "explained", "texts") else None

    def hushed(self, sid: str, sender: Number, met: Hushed, at: datetime) -> Silence | NotAdmitted | None:
        """What leaves in place of the answer to a text that is done: a second round trip, for these few alone."""
        try:
            reads = self.core.ask(KnowsNumber(sender, RECENT)).yes
        except Unavailable:
            return None  # nobody is left without a word while the database is away: laws.md, degraded modes
        if reads:
            return None
        first = self.counters.count(sid, [told_once(met)], at) == (1,)
        leaves = explained([met.window], at) if first else Silence()
        return leaves if self._told("explained" if first else "silent", "strangers") else None

    def unserved(self, sid: str, sender: str, why: Reason, at: datetime) -> bool:
        """Counted in any mode, for this is no limit: the sender's number may not book."""
        window = unserved_window(sender, why)
        told = window is not None and self.counters.count(sid, [window], at) == (1,)
        self.tell("explained" if told else "silent", "number")
        return told

    def ended(self, sid: str, line: Line, caller: str, seconds: int | None, at: datetime) -> None:
        """A call is over that somebody made; `seconds` None: it was never answered."""
        checked, limit = self.check(caller), self.rules.hang_ups
        counts: list[Window] = []
        if limit is not None and seconds is not None and seconds <= INSTANT_S and isinstance(checked, Number):
            counts.append(Window("hang_ups", checked.e164, limit))
        self.counters.end(sid, now_of(self.rules, line), counts, at)

    def _told(self, met: str, why: str) -> bool:
        """Count what was met; whether it is met, and not only recorded."""
        self.tell("recorded" if self.rules.recorded else met, why)
        return not self.rules.recorded

    def _knows(self, number: Number) -> bool:
        return self.core.ask(KnowsNumber(number)).yes
