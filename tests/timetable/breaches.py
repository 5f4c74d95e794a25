"""The names of what can be broken, each a sentence of laws.md."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Law(StrEnum):
    """Which promise of the timetable is broken."""

    HOURS = "unasked messages from nine to eight by both clocks, none on Sundays and holidays"
    AT_ONCE = "asked-for messages go at once"
    BOOKED = "what is booked is texted"
    OVER = "no message about a visit that has begun, ended or was moved"
    OPTED_OUT = "after an opt-out only a person dials"
    ONCE = "nobody is told the same thing twice"
    NO_TEXTS = "a phone that gets no texts gets none"
    DISCREET = "a discreet text names no office, service or date"
    NAMES_TIME = "a message names the time that is booked"
    WORDS = "no answer is asked for with a word that the provider acts on"
    NEW_ONLY = "only a number new to us has a second touch"
    SECOND_TOUCH = "the second touch comes 2 to 24 hours after booking, before half the lead time"
    RANDOM = "the hour of the second touch is drawn"
    FIRST_ASKED = "the follow-up is asked 3 working days before"
    ASKED_AGAIN = "an unanswered follow-up is asked again 2 working days before, by the other channel"
    ANSWERED = "who has answered is not asked again, nor called, nor released"
    TIMETABLE = "a follow-up comes on its day"
    CHECK_IN = "the check-in code comes 24 hours before"
    REMINDER = "a reminder never comes where the visit was booked inside its window"
    TOO_EARLY = "no release before 15:00 of the last full working day"
    UNTRIED = "no release without a person's call or two automatic ones"
    UNDELIVERED = "undelivered is not silence"
    UNSTAFFED = "an unstaffed list releases nothing"
    LISTED = "silence is on the call list on the last full working day"
    STAYS = "silence that is not released stays on the call list"
    RELEASED = "silence that a staffed list met with is released"
    GIVEN_BACK = "whoever calls before the place is let again gets it back"
    OFFERED = "at most one waiting offer a day, and three in all"
    VOID = "the days show nothing"


@dataclass(frozen=True, slots=True)
class Breach:
    """One law broken once."""

    law: Law
    what: str
