"""What the forms of suspensions and bulletins have in common: a scope, two wall times, words in every language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request

from booking_core.clocks import instant
from booking_core.desk_commands import ListScopes
from booking_core.desk_outcomes import Scopes, TimesWrong, WordsTooLong, WordsWanted
from booking_core.notices import plain
from booking_core.outcomes import Outcome
from desk import keyed
from desk.pages import ask, language, spoken_in
from desk.words import words_in


@dataclass(frozen=True, slots=True)
class Plan:
    """A form as it was filled in."""

    scopes: Scopes
    line: UUID | None
    office: UUID | None
    service: UUID | None
    from_at: datetime | None
    until: datetime | None
    wrong: str | None
    """What is wrong with a time, in words."""


def plan() -> Plan:
    """Read the form; what is none of the choices counts as all."""
    scopes = ask(ListScopes(language()))
    office = _chosen("office", {each.id for each in scopes.offices})
    from_at, skipped_from = _time("from", scopes.zone(office))
    until, skipped_until = _time("until", scopes.zone(office))
    return Plan(
        scopes, _chosen("line", {each.id for each in scopes.lines}), office,
        _chosen("service", {each.id for each in scopes.services}), from_at, until,
        words_in(language())("planning.skipped") if skipped_from or skipped_until else None,
    )  # fmt: skip


def choices(scopes: Scopes) -> dict[str, list[tuple[str, str]]]:
    """What the fields of a scope offer: (value, words)."""
    kinds = {"line": scopes.lines, "office": scopes.offices, "service": scopes.services}
    return {name: [(str(each.id), each.name) for each in among] for name, among in kinds.items()}


def words(name: str, languages: tuple[str, ...]) -> dict[str, str]:
    """The text of each language that has one, as it would be kept."""
    given = {each: plain(request.form.get(f"{name}.{each}", "")) for each in languages}
    return {each: text for each, text in given.items() if text}


def fault_of(outcome: Outcome) -> str | None:
    """What is wrong, for the person who wrote it; None: nothing."""
    say = words_in(language())
    match outcome:
        case WordsWanted(languages):
            return say("planning.wanted", languages=", ".join(map(spoken_in, languages)))
        case WordsTooLong(languages, most):
            return say("planning.long", languages=", ".join(map(spoken_in, languages)), most=most)
        case TimesWrong():
            return say("planning.times")
        case _:
            return None


def shown(at: datetime | None, zone: str | None) -> str:
    """An instant by an office's clock; "" for none."""
    return "" if at is None else f"{at.astimezone(ZoneInfo(zone or 'UTC')):%Y-%m-%d %H:%M %Z}"


def _chosen(name: str, among: set[UUID]) -> UUID | None:
    found = keyed.row(request.form.get(name, ""))
    return found if found in among else None


def _time(name: str, zone: str) -> tuple[datetime | None, bool]:
    """The instant of a field's wall time, and whether clocks skip it. Nothing, or no time at all, is none."""
    wall = keyed.wall(request.form.get(name, ""))
    if wall is None:
        return None, False
    at = instant(wall.replace(tzinfo=None), zone)
    return at, at is None
