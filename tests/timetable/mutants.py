"""Records altered to break one law each: the checker must name that law, or what it finds nothing in proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.timetable import altered_messages as messages
from tests.timetable import altered_releases as releases
from tests.timetable.breaches import Law
from tests.timetable.check import check
from tests.timetable.edits import DAY, HOUR
from tests.timetable.record import Kind, Record


@dataclass(frozen=True, slots=True)
class Mutant:
    """A law, and ways to break it: one of them fits what happened, or the record is too poor to judge by."""

    law: Law
    edits: Callable[[Record], Iterator[Record]]


def caught(mutant: Mutant, record: Record, most: int = 40) -> bool:
    """Does the checker name the law for one of the edits? Raises LookupError where nothing can be edited."""
    edits = [edit for edit, _ in zip(mutant.edits(record), range(most), strict=False)]
    if not edits:
        raise LookupError(f"nothing in this record could break: {mutant.law}")
    return any(mutant.law in {breach.law for breach in check(edit)} for edit in edits)


MUTANTS = {
    "a question at night": Mutant(Law.HOURS, messages.at_night),
    "on a holiday": Mutant(Law.HOURS, messages.on_a_holiday),
    "by the office's clock alone": Mutant(Law.HOURS, messages.elsewhere),
    "an answer that comes late": Mutant(Law.AT_ONCE, messages.late_answer),
    "booked and not told": Mutant(Law.BOOKED, messages.not_told),
    "after the start": Mutant(Law.OVER, messages.after_the_start),
    "after it was given up": Mutant(Law.OVER, messages.after_the_end),
    "after an opt-out": Mutant(Law.OPTED_OUT, messages.to_the_silenced),
    "a text twice": Mutant(Law.ONCE, messages.doubled),
    "a text to a phone without": Mutant(Law.NO_TEXTS, messages.texting("none")),
    "an office in a discreet text": Mutant(Law.DISCREET, messages.texting("discreet")),
    "the time before a move": Mutant(Law.NAMES_TIME, messages.saying("Nov ", "Dec ")),
    "a word of the provider": Mutant(Law.WORDS, messages.saying("", "Reply YES to keep it. ")),
    "a known number touched": Mutant(Law.NEW_ONLY, messages.touched_though_known),
    "no second touch": Mutant(Law.SECOND_TOUCH, messages.untouched),
    "a late second touch": Mutant(Law.SECOND_TOUCH, messages.touched_late),
    "second touches by the clock": Mutant(Law.RANDOM, messages.touched_by_the_clock),
    "no first question": Mutant(Law.FIRST_ASKED, messages.without(Kind.FOLLOW_UP, 0)),
    "no second question": Mutant(Law.ASKED_AGAIN, messages.asked_once),
    "asked again by the same channel": Mutant(Law.ASKED_AGAIN, messages.by_the_same),
    "asked a day early": Mutant(Law.TIMETABLE, messages.moved_in_time(Kind.FOLLOW_UP, -DAY)),
    "asked though answered": Mutant(Law.ANSWERED, messages.asked_though_answered),
    "no check-in code": Mutant(Law.CHECK_IN, messages.without(Kind.CHECK_IN, 0)),
    "a check-in code hours late": Mutant(Law.CHECK_IN, messages.moved_in_time(Kind.CHECK_IN, 4 * HOUR)),
    "a reminder right after booking": Mutant(Law.REMINDER, messages.reminded_at_once),
    "released at half past two": Mutant(Law.TOO_EARLY, releases.released_early),
    "released and nobody had called": Mutant(Law.UNTRIED, releases.released_untried),
    "released and nothing had arrived": Mutant(Law.UNDELIVERED, releases.released_unheard),
    "released by a list without people": Mutant(Law.UNSTAFFED, releases.released_unstaffed),
    "released though answered": Mutant(Law.ANSWERED, releases.released_though_answered),
    "nobody to call": Mutant(Law.LISTED, releases.unlisted),
    "off the list uncalled": Mutant(Law.STAYS, releases.struck_off),
    "silence kept on": Mutant(Law.RELEASED, releases.kept_on),
    "not given back": Mutant(Law.GIVEN_BACK, releases.refused_back),
    "two offers in a day": Mutant(Law.OFFERED, releases.offered_daily(2)),
    "a fourth offer": Mutant(Law.OFFERED, releases.offered_daily(4)),
}
