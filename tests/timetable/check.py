"""The checker: was each message of these days allowed, was each one sent that is promised, was each release lawful?

It is written from the laws alone and uses no function of the product: what it knows is the record. Where the laws leave
an hour open, so does it, so that it never cries wolf.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tests.timetable import every, promised, silence
from tests.timetable.breaches import Breach, Law
from tests.timetable.record import Record

LAWS = (
    every.hours, every.at_once, every.booked, every.over, every.opted_out, every.once, every.no_texts, every.discreet,
    every.names_time, every.words, every.offered, promised.second_touch, promised.drawn, promised.follow_up,
    promised.timetable, promised.answered, promised.check_in, promised.reminder, silence.released, silence.listed,
    silence.unreleased, silence.given_back,
)  # fmt: skip


def check(record: Record) -> list[Breach]:
    """Every breach that this record proves; empty: none."""
    return [breach for law in LAWS for breach in law(record)]


def void(record: Record, least: Mapping[str, int]) -> list[Breach]:
    """Days in which too little happened prove nothing: `least` of each must have occurred."""
    seen = counted(record)
    return [
        Breach(Law.VOID, f"{seen[what]} of {what}, at least {many} are needed")
        for what, many in least.items() if seen[what] < many
    ]  # fmt: skip


def counted(record: Record) -> Counter[str]:
    """How often each thing happened."""
    seen = Counter(f"{each.kind} by {each.by}" for each in record.messages)
    seen["undelivered"] = sum(not each.arrived for each in record.messages)
    seen["answers"] = len(record.answers)
    seen["calls of people"] = len(record.dialled)
    seen["opt-outs"] = len(record.silenced)
    seen += Counter(stage.end for _, stage in record.stages if stage.end is not None)
    seen["given back"] = sum(recall.back for recall in record.recalls)
    seen["visits"] = len(record.visits)
    return seen


def told(breaches: Sequence[Breach]) -> str:
    """The breaches for a person: how many of each law, and the first of them."""
    many = Counter(breach.law for breach in breaches)
    first = {breach.law: breach.what for breach in reversed(breaches)}
    return "\n".join(f"{law}: {many[law]}, such as {first[law]}" for law in many)
