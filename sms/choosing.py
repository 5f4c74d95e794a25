"""What a booking needs to be known, one question after the other: what for, how many, when they travel, and where."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from booking_core.commands import NextFree, SeekPlace
from booking_core.lines import Office, Service
from sms.scene import Fixed, Heard, Opened, Scene, Told
from sms.state import Ask, State, begun
from wording import answers, typed
from wording.languages import CATALOGUES

LATER = "D"
"""The letter for other times, however many were offered."""
LISTED = 4
"""More offices than these are not listed, but named by city or postal code."""


def forward(state: State, heard: Heard, scene: Scene) -> tuple[State, Told]:
    """Open the first question that is still to be answered, or look for free times; unless they are not to be had."""
    state = _settled(state, scene)
    stop = scene.stopped(state.service, state.office)
    if stop is not None:
        return begun(state), stop
    if state.service is None:
        return state, Opened(Ask.SERVICE)
    service = scene.line.service(state.service)
    if state.party is None:
        return state, Opened(Ask.PARTY)
    if service.travel_days is not None and state.travel is None:
        return state, Opened(Ask.TRAVEL)
    seeks = seeking(state, heard, scene)
    return state, seeks or Opened(Ask.OFFICE)


def seeking(state: State, heard: Heard, scene: Scene) -> SeekPlace | None:
    """The first times of what was chosen, for whoever is admitted; None: not all of it is known."""
    if state.service is None or state.office is None:
        return None
    wish = NextFree(state.office, state.service, state.party or 1, heard.at, travel=state.travel)
    return SeekPlace(scene.who, wish, state.language, line=scene.line.number)


def _settled(state: State, scene: Scene) -> State:
    """What there is only one choice of is not asked."""
    services, offices = scene.line.services, scene.line.offices
    if state.service is None and len(services) == 1:
        state = dataclasses.replace(state, service=services[0].id)
    if state.party is None and state.service is not None and scene.line.service(state.service).party_max == 1:
        state = dataclasses.replace(state, party=1)
    if state.office is None and len(offices) == 1:
        state = dataclasses.replace(state, office=offices[0].id)
    return state


def offices(state: State, scene: Scene) -> tuple[Office, ...]:
    """The offices that letters stand for now; none where they are too many to list."""
    if state.among:
        return tuple(office for office in scene.line.offices if office.id in state.among)
    return scene.line.offices if len(scene.line.offices) <= LISTED else ()


def with_answer(state: State, heard: Heard, scene: Scene, *, worded: bool) -> tuple[State, Told] | None:
    """The answer to one of these questions, and what comes next; None for a text that answers none."""
    match state.ask:
        case Ask.SERVICE:
            return _service(state, heard, scene, worded=worded)
        case Ask.PARTY:
            return _party(state, heard, scene)
        case Ask.TRAVEL:
            return _travel(state, heard, scene)
        case _:
            return _office(state, heard, scene, worded=worded)


def _service(state: State, heard: Heard, scene: Scene, *, worded: bool) -> tuple[State, Told] | None:
    names = [(service.name(state.language),) for service in scene.line.services]
    nth = scene.picked(state, heard, names, worded=worded)
    if nth is None:
        return None
    return forward(dataclasses.replace(state, service=scene.line.services[nth].id), heard, scene)


def _party(state: State, heard: Heard, scene: Scene) -> tuple[State, Told] | None:
    most = _most(state, scene)
    nth = scene.picked(state, heard, [()] * most, worded=False)
    numbers = CATALOGUES[state.language].heard.numbers
    party = answers.count(heard.body, numbers, scene.words(state)) if nth is None else nth + 1
    if party is None or party < 1:
        return None
    if party > most:
        return state, Fixed("party.too_large")
    return forward(dataclasses.replace(state, party=party), heard, scene)


def _most(state: State, scene: Scene) -> int:
    service: Service | None = None if state.service is None else scene.line.service(state.service)
    return 1 if service is None else service.party_max


def _travel(state: State, heard: Heard, scene: Scene) -> tuple[State, Told] | None:
    words, today = scene.words(state), scene.today(heard)
    day = answers.day(heard.body, words, today)
    if day is None:
        impossible = typed.birth_date(heard.body, words) is not None  # a month without its day
        return (state, Fixed("travel.unclear")) if impossible else None
    ahead = None if state.service is None else scene.line.service(state.service).travel_days
    if not today <= day <= today + timedelta(days=ahead or 0):
        return state, Fixed("travel.far")
    return forward(dataclasses.replace(state, travel=day), heard, scene)


def _office(state: State, heard: Heard, scene: Scene, *, worded: bool) -> tuple[State, Told] | None:
    listed = offices(state, scene)
    nth = scene.picked(state, heard, [(office.name,) for office in listed], worded=worded)
    if nth is not None:
        return forward(dataclasses.replace(state, office=listed[nth].id, among=()), heard, scene)
    found = _named(state, heard, scene) if worded else ()
    if len(found) == 1:
        return forward(dataclasses.replace(state, office=found[0].id, among=()), heard, scene)
    if found and len(found) <= LISTED:
        return dataclasses.replace(state, among=tuple(office.id for office in found)), Opened(Ask.OFFICE)
    return None


def _named(state: State, heard: Heard, scene: Scene) -> tuple[Office, ...]:
    """The offices that a text may mean, by a word of the name or the first digits of a postal code."""
    words, every = scene.words(state), scene.line.offices
    postal = answers.postal(heard.body, words)
    if postal is not None:
        return tuple(office for office in every if _serves(office, postal))
    nth = answers.chosen(heard.body, [(office.name,) for office in every], words)
    return () if nth is None else (every[nth],)


def _serves(office: Office, postal: str) -> bool:
    return any(postal.startswith(area) or area.startswith(postal) for area in office.areas)
