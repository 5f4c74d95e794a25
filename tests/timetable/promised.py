"""What the line promises before the day: second touch, follow-up, check-in code, reminder; each in its time."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.timetable.breaches import Breach, Law
from tests.timetable.days import MINUTES, begins, last_loud, loud, next_loud, quiet, working_days_before
from tests.timetable.every import allowed_until
from tests.timetable.record import Kind, Message, Record, Seen, Stage, Visit

TOUCH_AFTER, TOUCH_BEFORE = timedelta(hours=2), timedelta(hours=24)
CHECK_IN = timedelta(hours=24)
REMINDER = timedelta(hours=3)
"""The laws leave it open; this is what the rules of the line say."""
SLACK = timedelta(hours=1)
"""From the instant of a promise until it counts as late: the clock looks every few minutes."""
DRAWN = 20
"""So many second touches show whether their hours are drawn."""
SPREAD = 0.15
"""The standard deviation of a place in a window, each as likely as the other, is 0.29 of it."""


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which a message may come. `owed`: and must, if nothing happens in it that makes it needless."""

    opens: datetime
    closes: datetime
    owed: bool

    def holds(self, at: datetime) -> bool:
        """Does this instant lie in it?"""
        return self.opens <= at <= self.closes


def touch_window(record: Record, visit: Visit) -> Window:
    """2 to 24 hours after booking, and before half the lead time."""
    stage = visit.stages[0]
    opens = stage.since + TOUCH_AFTER
    closes = min(stage.since + TOUCH_BEFORE, stage.since + (stage.starts - stage.since) / 2)
    minutes = sum(1 for _ in loud(opens, closes, stage.office, visit.zone))
    free = record.working(opens, closes) and not record.silent(visit.number, stage.since, closes)
    owed = minutes * MINUTES >= SLACK and free and stage.over > closes and closes + SLACK < record.ends
    return Window(opens, allowed_until(record, opens, closes, stage.office, visit.zone), owed)


def second_touch(record: Record) -> Iterator[Breach]:
    """A number new to us is asked once more in that time, at a waking hour; nobody else is."""
    for visit in record.visits:
        sent = _of(record, visit, Kind.SECOND_TOUCH)
        window = touch_window(record, visit)
        if sent and visit.seen is Seen.BEEN:
            yield Breach(Law.NEW_ONLY, f"visit {visit.id}, second touch at {sent[0].at}")
        if sent and not window.holds(sent[0].at):
            yield Breach(Law.SECOND_TOUCH, f"visit {visit.id}: at {sent[0].at}, {window}, booked {visit.booked_at}")
        if not sent and visit.seen is Seen.NEVER and window.owed:
            yield Breach(Law.SECOND_TOUCH, f"visit {visit.id} had none in {window}, booked {visit.booked_at}")


def drawn(record: Record) -> Iterator[Breach]:
    """The hours of second touches are spread over their windows."""
    places = []
    for visit in record.visits:
        window, sent = touch_window(record, visit), _of(record, visit, Kind.SECOND_TOUCH)
        if sent and window.holds(sent[0].at):
            open_at = list(loud(window.opens, window.closes, visit.stages[0].office, visit.zone))
            places.append(sum(at < sent[0].at for at in open_at) / max(1, len(open_at)))
    if len(places) >= DRAWN and statistics.pstdev(places) < SPREAD:
        yield Breach(Law.RANDOM, f"{len(places)} second touches stand {statistics.pstdev(places):.2f} apart")


def round_window(record: Record, visit: Visit, stage: Stage, days: int) -> Window:
    """The working day of the office so many before the visit, whole: the hours are another law's."""
    day = working_days_before(stage.office, stage.starts, days)
    opens, closes = begins(stage.office, day), begins(stage.office, day + timedelta(days=1))
    any_loud = any(record.working(at, at + SLACK) for at in loud(opens, closes, stage.office, visit.zone))
    until = allowed_until(record, opens, closes, stage.office, visit.zone)
    free = not record.silent(visit.number, stage.since, until) and until < stage.over and until < record.ends
    return Window(opens, until, any_loud and free and max(record.begins, stage.since) < round_opens(stage))


def round_opens(stage: Stage) -> datetime:
    """When the day of the first question begins: what is booked later is known to be wanted."""
    return begins(stage.office, working_days_before(stage.office, stage.starts, 3))


def follow_up(record: Record) -> Iterator[Breach]:
    """Asked 3 working days before; again 2 before by the other channel, unless it is answered."""
    for visit, stage in record.stages:
        sent = _of(record, visit, Kind.FOLLOW_UP, stage)
        first, again = (round_window(record, visit, stage, days) for days in (3, 2))
        if first.owed and not any(first.holds(each.at) for each in sent):
            yield Breach(Law.FIRST_ASKED, f"visit {visit.id}, {first}, asked at {[str(s.at) for s in sent]}")
        needed = again.owed and not record.kept(visit.id, stage.since, again.closes)
        if needed and not _by_the_other(visit, sent, first, again):
            at = [(each.by, str(each.at), each.arrived) for each in sent]
            yield Breach(Law.ASKED_AGAIN, f"visit {visit.id} ({visit.texts}), {again}, asked at {at}")


def _by_the_other(visit: Visit, sent: list[Message], first: Window, again: Window) -> bool:
    """Was it asked a second time, and where texts and calls both go, was a call among the questions?"""
    asked = [each for each in sent if again.holds(each.at)]
    earlier = [each for each in sent if first.holds(each.at) and each not in asked]
    ways = {each.by for each in (*asked, *earlier)}
    return bool(asked) and ("call" in ways if visit.texts == "none" else ways == {"text", "call"} or not earlier)


def timetable(record: Record) -> Iterator[Breach]:
    """A text comes on the days of its rounds; a call that nobody took is made again until the last full day is over."""
    for visit in record.visits:
        for message in _of(record, visit, Kind.FOLLOW_UP):
            stage = visit.stage(message.at)
            first, again, last = (round_window(record, visit, stage, days) for days in (3, 2, 1))
            called = message.by == "call" and first.opens <= message.at <= last.closes
            if not (called or first.holds(message.at) or again.holds(message.at)):
                yield Breach(Law.TIMETABLE, f"visit {visit.id} at {stage.starts}: {message.by} at {message.at}")


def answered(record: Record) -> Iterator[Breach]:
    """Whoever has answered is not asked again."""
    for visit in record.visits:
        for message in _of(record, visit, Kind.FOLLOW_UP):
            if record.kept(visit.id, visit.stage(message.at).since, message.at):
                yield Breach(Law.ANSWERED, f"visit {visit.id} was asked again at {message.at}")


def check_in_window(record: Record, visit: Visit, stage: Stage) -> Window:
    """24 hours before the visit; where that is a quiet hour, at the end of the last others or as soon as it is over."""
    ideal = stage.starts - CHECK_IN
    opens, closes = ideal, ideal + SLACK
    if quiet(ideal, stage.office, visit.zone):
        opens = last_loud(ideal, stage.office, visit.zone) - SLACK
        closes = min(next_loud(ideal, stage.office, visit.zone) + SLACK, stage.starts)
    until = allowed_until(record, opens, closes, stage.office, visit.zone)
    free = not record.silent(visit.number, stage.since, until) and until < min(stage.over, record.ends)
    in_time = max(record.begins, stage.since) < opens
    return Window(opens, until, free and in_time and visit.texts == "plain")


def check_in(record: Record) -> Iterator[Breach]:
    """The check-in code comes then, and at no other time."""
    for visit, stage in record.stages:
        window = check_in_window(record, visit, stage)
        sent = _of(record, visit, Kind.CHECK_IN, stage)
        if window.owed and not sent:
            yield Breach(Law.CHECK_IN, f"visit {visit.id} at {stage.starts} had none in {window}")
        for each in sent:
            if stage.since < window.opens and not window.holds(each.at):
                yield Breach(Law.CHECK_IN, f"visit {visit.id} at {stage.starts}: at {each.at}, {window}")


def reminder(record: Record) -> Iterator[Breach]:
    """No reminder before its window, nor where the visit was booked, or moved to this time, inside of it.

    One that was let go and is its person's again was booked when it was booked first.
    """
    for visit in record.visits:
        for message in _of(record, visit, Kind.REMINDER):
            stage = visit.stage(message.at)
            opens = stage.starts - REMINDER
            if quiet(opens, stage.office, visit.zone):
                opens = last_loud(opens, stage.office, visit.zone)
            booked = min(each.since for each in visit.stages if each.starts == stage.starts)
            if booked > opens + MINUTES or message.at < opens:
                yield Breach(Law.REMINDER, f"visit {visit.id}: booked at {booked}, reminded at {message.at}")


def _of(record: Record, visit: Visit, kind: Kind, stage: Stage | None = None) -> list[Message]:
    """The messages of a kind about a visit, or about one stage of it."""
    about = (message for message in record.about[visit.id] if message.kind is kind)
    return [message for message in about if stage is None or visit.stage(message.at) is stage]
