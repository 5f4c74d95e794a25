"""What a text hears that gets no place now: why, until when, and who helps."""

from __future__ import annotations

from datetime import datetime

from booking_core import outcomes as o
from booking_core.lines import Line
from sms.asking import Text, call
from wording.moments import in_zone

TurnedAway = o.LimitReached | o.Suspended | o.NotAdmitted | o.CallingBack | o.TooManyCodes


def turned_away(met: TurnedAway, language: str, line: Line) -> list[Text]:
    """The sentences about a refusal, in the language of the thread."""
    match met:
        case o.LimitReached("made", until) if until is not None:
            return [("limit.made", {"until": here(until, line), **call(line)})]
        case o.LimitReached():
            return [("limit", call(line))]
        case o.Suspended(until):
            stopped: Text = ("suspended.open", call(line))
            if until is not None:
                ends = in_zone(until, met.zone) if met.zone else here(until, line)
                stopped = ("suspended.until", {"until": ends, **call(line)})
            why = met.said(language)
            return [stopped, ("suspended.why", {"why": why})] if why else [stopped]
        case o.NotAdmitted(why, until, agents_may, held):
            way = "person" if agents_may else "until"
            waits: list[Text] = [("not_admitted.held", {})] if held else []
            return [(f"why.{why}", {}), *waits, (f"not_admitted.{way}", {"until": here(until, line), **call(line)})]
        case o.CallingBack(why, until):
            return [(f"why.{why}", {}), ("calling_back", {"until": here(until, line), **call(line)})]
        case o.TooManyCodes(until):
            return [("codes_many", {"until": here(until, line), **call(line)})]


def called_by_a_person(met: o.CallbackNoted) -> list[Text]:
    """Why, where nobody asked for it; that a person will call; and when people are there again."""
    why: list[Text] = [] if met.why is None else [(f"why.{met.why}", {})]
    opens: Text = ("person", {})
    if met.opens is not None:
        opens = ("person.closed", {"opens": in_zone(met.opens, met.zone)})
    return [*why, opens]


def here(until: datetime, line: Line) -> datetime:
    """An instant by the clock of the line's first office."""
    return in_zone(until, line.offices[0].zone)
