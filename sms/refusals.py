"""What a text hears that got no time, and why: until when that is so, and who helps."""

from __future__ import annotations

from datetime import datetime

from booking_core import outcomes as o
from booking_core.lines import Line
from sms.asking import Text, call
from wording.fields import Argument
from wording.moments import in_zone

Refusal = o.LimitReached | o.Suspended | o.NotAdmitted | o.CallingBack | o.TooManyCodes


def refused(met: Refusal, language: str, line: Line) -> list[Text]:
    """Why, until when, and the way to a person."""
    match met:
        case o.LimitReached("made", until) if until is not None:
            return [("limit.made", _until(until, line))]
        case o.LimitReached():
            return [("limit", call(line))]
        case o.Suspended():
            return _suspended(met, language, line)
        case o.NotAdmitted(why, until, agents_may):
            way = "not_admitted.person" if agents_may else "not_admitted.until"
            return [(f"why.{why}", {}), (way, _until(until, line))]
        case o.CallingBack(why, until):
            return [(f"why.{why}", {}), ("calling_back", _until(until, line))]
        case o.TooManyCodes(until):
            return [("codes_many", _until(until, line))]


def _suspended(met: o.Suspended, language: str, line: Line) -> list[Text]:
    stopped: Text = ("suspended.open", call(line))
    if met.until is not None:
        ends = in_zone(met.until, met.zone) if met.zone else _here(met.until, line)
        stopped = ("suspended.until", {"until": ends, **call(line)})
    why = met.said(language)
    return [stopped, ("suspended.why", {"why": why})] if why else [stopped]


def called_by_a_person(met: o.CallbackNoted) -> list[Text]:
    """That a person calls, why where nobody asked for it, and when people are there again."""
    why: list[Text] = [] if met.why is None else [(f"why.{met.why}", {})]
    if met.opens is None:
        return [*why, ("person", {})]
    return [*why, ("person.closed", {"opens": in_zone(met.opens, met.zone)})]


def _until(until: datetime, line: Line) -> dict[str, Argument]:
    return {"until": _here(until, line), **call(line)}


def _here(until: datetime, line: Line) -> datetime:
    """An instant by the clock of the line's first office."""
    return in_zone(until, line.offices[0].zone)
