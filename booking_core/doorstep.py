"""The doorstep: what a call or a text meets before it is answered. It keeps floods off the line, and nothing else.

What protects a place or money is counted in the database. Here a count may be lost and a limit may be generous: whoever
calls too often hears why, until when and how to reach a person. Nobody is turned away in silence but calls that no
person makes, and in a declared flood those that nobody knows while the line is full. Who withholds the number is a
person, and never turned away here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, Protocol

from booking_core.lines import Line
from booking_core.numbers import Number, Reason, Refused
from booking_core.outcomes import NotAdmitted

Turned = Literal["origin", "hang_ups", "full"]
"""Why a call is not even answered: its number cannot be; it only ever hangs up; the line is full, in a flood."""

NOBODYS: Final = frozenset({Reason.INVALID, Reason.TOO_LONG})
"""No plan has such numbers. Too short ones are the extensions that switchboards show, and people call from those."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in a window of this length; all windows of one length begin at the same instants."""

    most: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Doorstep:
    """The figures of the doorstep, in `policy.toml`."""

    calls: tuple[Limit, ...] = ()
    """Of one number."""
    block_calls: tuple[Limit, ...] = ()
    """Of one block of 10,000 numbers, in a declared flood."""
    texts: tuple[Limit, ...] = ()
    """Of one sender."""
    strangers_texts: tuple[Limit, ...] = ()
    """Answers to a sender who has shown no code for a day: anybody can write another's number on texts, and our answers
    go to whoever has it. Their texts are read and done all the same."""
    hang_ups: Limit | None = None
    """Calls of one number that ended within INSTANT_S; what follows, follows in a declared flood."""
    calls_now: int | None = None
    """Calls of one line at once, beyond which a declared flood keeps out whom nobody vouches for and nobody knows."""
    recorded: bool = False
    """What would have been met is counted, and nobody meets it."""


RECENT: Final = timedelta(days=1)
"""Whoever has shown us a code so short a time ago does read our texts."""
INSTANT_S: Final = 3
"""Nobody has heard the name of the line by then."""
ANSWERED_FOR: Final = timedelta(minutes=5)
"""A call takes up its line until it ends, and for so long at most: who waits for a person takes no turns."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is counted, and of whom. A call or text counts once, however often it comes."""

    what: Literal["calls", "block_calls", "texts", "strangers_texts", "told", "hang_ups", "now"]
    whose: str = field(repr=False)
    """Digits, and whether they are vouched for: a counter keeps a keyed hash of that."""
    limit: Limit
    adds: bool = True
    """False: only looked at."""

    def ends(self, at: datetime) -> datetime:
        """When the window around `at` is over."""
        span = self.limit.within
        return at + span - (at - datetime(1970, 1, 1, tzinfo=UTC)) % span


@dataclass(frozen=True, slots=True)
class Hushed:
    """A text is read and done. Its answer leaves only to a sender who reads our texts."""

    window: Window
    """Which is used up, and ends last."""


class Counters(Protocol):
    """What counts; see `counters`."""

    def count(self, sid: str, windows: Sequence[Window], at: datetime) -> tuple[int, ...]:
        """For each window: which one this call or text is, from 1, the same however often it comes; over the limit, a
        number beyond it. Of a window that is only looked at: how many there are, as far as the limit.
        """

    def end(self, sid: str, now: Window, windows: Sequence[Window], at: datetime) -> None:
        """A call is over: its place in `now` is free again, and it counts in `windows`."""


@dataclass(frozen=True, slots=True)
class Ringing:
    """A call that is not answered yet."""

    sid: str
    line: Line
    caller: Number | Refused
    attested: bool
    """Its carrier vouches that the number is the caller's (STIR/SHAKEN, A)."""
    own: bool
    """It shows the number of the line itself."""
    flood: bool
    """A flood is declared for this line."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Rejected:
    """Not answered."""

    why: Turned


@dataclass(frozen=True, slots=True)
class Silence:
    """A text is not read, and has no answer: its sender was told why."""


class Doorkeeper(Protocol):
    """Who stands at the doorstep, as the dialogues and the provider's reports know them."""

    def call(self, sid: str, line: Line, caller: str, stir: str | None, at: datetime) -> Rejected | NotAdmitted | None:
        """What a call that is not answered yet meets; None: it is answered like any other."""

    def text(self, sid: str, sender: Number, at: datetime) -> Silence | NotAdmitted | Hushed | None:
        """The same for a text."""

    def hushed(self, sid: str, sender: Number, met: Hushed, at: datetime) -> Silence | NotAdmitted | None:
        """What leaves in place of the answer to a text that is done; None: the answer, for its sender has shown a code
        of ours lately.
        """

    def unserved(self, sid: str, sender: str, why: Reason, at: datetime) -> bool:
        """A text of a number that may not book, which nobody else hears of. Whether it is answered."""

    def ended(self, sid: str, line: Line, caller: str, seconds: int | None, at: datetime) -> None:
        """A call is over that somebody made; `seconds` None: it was never answered."""


class Nobody:
    """Nobody stands at the doorstep: everybody comes in."""

    def call(self, sid: str, line: Line, caller: str, stir: str | None, at: datetime) -> None:
        """Answered like any other."""

    def text(self, sid: str, sender: Number, at: datetime) -> None:
        """The same."""

    def hushed(self, sid: str, sender: Number, met: Hushed, at: datetime) -> None:
        """Every answer leaves."""

    def unserved(self, sid: str, sender: str, why: Reason, at: datetime) -> bool:
        """Without a count no answer is bounded, so there is none."""
        return False

    def ended(self, sid: str, line: Line, caller: str, seconds: int | None, at: datetime) -> None:
        """Nothing is counted."""


def now_of(rules: Doorstep, line: Line) -> Window:
    """The calls of a line that are up."""
    return Window("now", line.number, Limit(rules.calls_now or 0, ANSWERED_FOR))


def windows(rules: Doorstep, call: Ringing) -> list[Window]:
    """What is counted for a call that rings, the calls that are up first."""
    asked = [now_of(rules, call.line)]
    if isinstance(call.caller, Refused):
        return asked
    e164 = call.caller.e164
    # What a carrier vouches for is counted apart: else whoever shows a number that is another's uses up its calls.
    apart = "|A" if call.attested else ""
    asked += [Window("calls", e164 + apart, limit) for limit in rules.calls]
    if call.flood:
        asked += [Window("block_calls", e164[:-4] + apart, limit) for limit in rules.block_calls]
    # Else whoever shows a number and hangs up a few times could hear whether it has booked: who is known is answered.
    if call.flood and rules.hang_ups is not None:
        asked.append(Window("hang_ups", e164, rules.hang_ups, adds=False))
    return asked


def judge(rules: Doorstep, call: Ringing, asked: Sequence[Window], counted: Sequence[int],
          known: Callable[[Number], bool]) -> Rejected | NotAdmitted | None:  # fmt: skip
    """What a call meets. `known`: has this number ever proven itself here? It is asked only where that decides."""
    if isinstance(call.caller, Refused):
        nobodys = call.own or call.caller.reason in NOBODYS
        return Rejected("origin") if call.flood and nobodys and not call.attested else None
    if call.own and call.flood and not call.attested:
        return Rejected("origin")
    over = [window for window, many in zip(asked, counted, strict=True) if many > window.limit.most]
    if any(window.what == "hang_ups" for window in over) and not call.attested and not known(call.caller):
        return Rejected("hang_ups")
    full = call.flood and rules.calls_now is not None and any(window.what == "now" for window in over)
    if full and not call.attested and not known(call.caller):
        return Rejected("full")
    often = [window for window in over if window.what in ("calls", "block_calls")]
    return explained(often, call.at) if often else None


def text_windows(rules: Doorstep, sender: Number) -> list[Window]:
    """What is counted for a text."""
    every = [Window("texts", sender.e164, limit) for limit in rules.texts]
    return every + [Window("strangers_texts", sender.e164, limit) for limit in rules.strangers_texts]


def unserved_window(sender: str, why: Reason) -> Window | None:
    """Within which a text of a number that may not book is answered once; None: never.

    An answer to a premium number pays its holder, one to another region costs more than a wish from there is worth, and
    short codes and names read none. A toll-free number earns nothing by it, but may be a machine that answers us.
    """
    return Window("texts", sender, Limit(1, timedelta(days=1))) if why is Reason.TOLL_FREE else None


def judge_text(asked: Sequence[Window], counted: Sequence[int], at: datetime) -> Silence | NotAdmitted | Hushed | None:
    """The first text too many is told why and until when; those after it have no answer until the window is over.

    So whoever's number somebody else writes in gets a bounded number of texts from us.
    """
    over = [(window, many) for window, many in zip(asked, counted, strict=True) if many > window.limit.most]
    if not over:
        return None
    texts = [each for each in over if each[0].what == "texts"]
    last, many = max(texts or over, key=lambda each: each[0].ends(at))  # whose end is what is told
    if not texts:
        return Hushed(last)
    return Silence() if many > last.limit.most + 1 else explained([last], at)


def told_once(met: Hushed) -> Window:
    """A hushed sender's explanations: one in that window, whichever text it is that goes unanswered."""
    return Window("told", met.window.whose, Limit(1, met.window.limit.within))


def explained(over: Sequence[Window], at: datetime) -> NotAdmitted:
    """Why, and until when."""
    why = "alike" if all(window.what == "block_calls" for window in over) else "often"
    return NotAdmitted(why, max(window.ends(at) for window in over), agents_may=True)
