"""What holds for every message of the line, whatever it is for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.timetable.breaches import Breach, Law
from tests.timetable.days import next_loud, quiet
from tests.timetable.record import End, Kind, Message, Office, Record, Stage, Visit

AT_ONCE = timedelta(minutes=1)
CALLS_EACH = 2
"""A question by call may ring twice: two automatic attempts are as good as a person's."""
FOLLOW_UP_ROUNDS = 2
ELSEWHERE = (Kind.RELEASED, Kind.OFFER)
"""About a time that is not the person's, or not any more."""
OFFERS_IN_ALL = 3
LONGEST_OFFER = timedelta(hours=3)

PROVIDERS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT", "START", "YES",
                       "UNSTOP", "HELP", "INFO"})  # fmt: skip
_TO_REPLY = re.compile(r"\b(?:[Rr]eply|[Tt]ext|[Aa]nswer) (?:with )?([A-Za-z]+)\b")
_DATE = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d")


def hours(record: Record) -> Iterator[Breach]:
    """Unasked messages 09:00-20:00 in the zones of number and office, none on Sundays and holidays."""
    for message in _unasked(record):
        office, zone = _place(record, message)
        if office is not None and quiet(message.at, office, zone):
            yield Breach(Law.HOURS, _told(message, f"{office.zone} and {zone}"))


def at_once(record: Record) -> Iterator[Breach]:
    """What was asked for waits for nothing but a worker."""
    for message in record.messages:
        if message.asked_at is not None and message.at > _back(record, message.asked_at) + AT_ONCE:
            yield Breach(Law.AT_ONCE, _told(message, f"asked for at {message.asked_at}"))


def _back(record: Record, since: datetime) -> datetime:
    """From this instant on, the first at which a worker ran."""
    return max((back for stopped, back in record.stood if stopped <= since < back), default=since)


def booked(record: Record) -> Iterator[Breach]:
    """Each time that was booked is texted at once, where texts may go; not one that nobody was told it was lost."""
    for visit, stage in record.stages:
        if _never_heard(record, visit, stage):
            continue
        by = _back(record, stage.since) + AT_ONCE
        if visit.texts == "none" or stage.over <= by or by > record.ends:
            continue
        if record.silent(visit.number, stage.since, by):
            continue
        if not any(each.kind is Kind.ASKED and stage.since <= each.at <= by for each in record.about[visit.id]):
            yield Breach(Law.BOOKED, f"visit {visit.id}, booked at {stage.since}")


def _never_heard(record: Record, visit: Visit, stage: Stage) -> bool:
    """Was it released and had back before a word of the release was sent? The last text still says how it stands."""
    before = [each for each in visit.stages if each.end is End.RELEASED and each.over <= stage.since]
    if not before:
        return False
    lost = before[-1].over
    return not any(each.kind is Kind.RELEASED and lost <= each.at <= stage.since for each in record.about[visit.id])


def over(record: Record) -> Iterator[Breach]:
    """Nothing unasked about a visit before it is booked, after its start, or after it ended."""
    for message in _unasked(record):
        visit = record.visit.get(message.visit) if message.visit else None
        if visit is None or message.kind in ELSEWHERE:
            continue
        stage = visit.stage(message.at)
        if not stage.since <= message.at < stage.over:
            yield Breach(Law.OVER, _told(message, f"over at {stage.over}"))


def opted_out(record: Record) -> Iterator[Breach]:
    """After an opt-out only a person dials, never a machine."""
    for message in record.messages:
        if record.silent(message.number, message.at, message.at):
            yield Breach(Law.OPTED_OUT, _told(message, "opted out"))


def once(record: Record) -> Iterator[Breach]:
    """One of a kind for each time that is booked; by the other channel only where the first did not arrive."""
    for visit in record.visits:
        stages: dict[tuple[Stage, Kind], list[Message]] = {}
        for message in record.about[visit.id]:
            if message.kind not in (Kind.ASKED, Kind.OFFER):
                stages.setdefault((visit.stage(message.at), message.kind), []).append(message)
        for (_, kind), sent in stages.items():
            if _too_many(kind, sent):
                yield Breach(Law.ONCE, f"visit {visit.id}: {[(each.by, str(each.at)) for each in sent]} of {kind}")


def _too_many(kind: Kind, sent: list[Message]) -> bool:
    many = Counter(each.by for each in sent)
    rounds = FOLLOW_UP_ROUNDS if kind is Kind.FOLLOW_UP else 1
    other = rounds == 1 and any(each.arrived and each.by == "text" for each in sent[:-1])
    return many["text"] > 1 or many["call"] > rounds * CALLS_EACH or other


def no_texts(record: Record) -> Iterator[Breach]:
    """A phone that gets no texts gets none about its visits, asked for or not."""
    for message in record.messages:
        visit = record.visit.get(message.visit) if message.visit else None
        if visit is not None and visit.texts == "none" and message.by == "text":
            yield Breach(Law.NO_TEXTS, _told(message, "no texts"))


def discreet(record: Record) -> Iterator[Breach]:
    """A discreet text names neither office nor date."""
    for visit in record.visits:
        if visit.texts != "discreet":
            continue
        for message in record.about[visit.id]:
            if any(stage.office.name in message.body for stage in visit.stages) or _DATE.search(message.body):
                yield Breach(Law.DISCREET, _told(message, message.body))


def names_time(record: Record) -> Iterator[Breach]:
    """What is texted unasked about a visit names the day and hour that are booked at that moment."""
    for message in _unasked(record):
        visit = record.visit.get(message.visit) if message.visit else None
        if visit is None or visit.texts != "plain" or message.by != "text" or message.kind in ELSEWHERE:
            continue
        if not all(part in message.body for part in _written(visit, message.at)):
            yield Breach(Law.NAMES_TIME, _told(message, message.body))


def _written(visit: Visit, at: datetime) -> tuple[str, str]:
    """The day and the hour of a visit as our English texts write them."""
    stage = visit.stage(at)
    local = stage.starts.astimezone(ZoneInfo(stage.office.zone))
    hour = f"{local:%I:%M%p}".lstrip("0").lower().replace(":00", "")
    return f"{local:%b} {local.day}", "noon" if hour == "12pm" else hour


def words(record: Record) -> Iterator[Breach]:
    """What a person is asked to reply is no word on which the provider acts by itself."""
    for message in _unasked(record):
        asked = {word.upper() for word in _TO_REPLY.findall(message.body)}
        if asked & PROVIDERS:
            yield Breach(Law.WORDS, _told(message, message.body))


def offered(record: Record) -> Iterator[Breach]:
    """At most one waiting offer a day for a number, and three delivered in all. Told in vain, it is told again."""
    told: dict[str, list[Message]] = {}
    for message in sorted(record.messages, key=lambda each: each.at):
        if message.kind is Kind.OFFER:
            told.setdefault(message.number, []).append(message)
    for number, sent in told.items():
        begun = [each for nth, each in enumerate(sent) if not nth or not _same_offer(sent[nth - 1], each)]
        days = Counter(each.at.astimezone(ZoneInfo(each.zone)).date() for each in begun)
        if max(days.values()) > 1 or sum(each.arrived for each in sent) > OFFERS_IN_ALL:
            yield Breach(Law.OFFERED, f"{number}: {[(each.by, str(each.at), each.arrived) for each in sent]}")


def _same_offer(last: Message, new: Message) -> bool:
    return not last.arrived and new.at - last.at < LONGEST_OFFER


def allowed_until(record: Record, since: datetime, until: datetime, office: Office, zone: str) -> datetime:
    """The end of a time, or for a message that a standing worker kept, the first hour after it that is not quiet."""
    back = max((back for stopped, back in record.stood if stopped < until and back > since), default=None)
    return until if back is None else max(until, next_loud(back, office, zone) + timedelta(hours=1))


def _unasked(record: Record) -> Iterator[Message]:
    return (message for message in record.messages if message.kind is not Kind.ASKED)


def _place(record: Record, message: Message) -> tuple[Office | None, str]:
    visit = record.visit.get(message.visit) if message.visit else None
    if visit is None:
        return message.office, message.zone
    return visit.stage(message.at).office, visit.zone


def _told(message: Message, why: str) -> str:
    return f"{message.kind} by {message.by} at {message.at} to {message.number} ({why})"
