"""What for, how many, when they travel, and where."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from booking_core.actors import Caller
from booking_core.commands import FreeToMove, NextFree, NoteTravelDate, Part, SeekPlace
from booking_core.lines import Office, Service
from ivr.call import Call
from ivr.choices import (
    AreaUnknown,
    DateImpossible,
    Misheard,
    OfficesNear,
    PartyChosen,
    PartyForTravel,
    ServiceChosen,
    ServiceForParty,
    ServiceForTravel,
    TravelTooFar,
)
from ivr.dates import calendar_day
from ivr.scene import Scene, Words
from ivr.steps.step import Question, StepView, Wish, entry, menu
from ivr.vocabulary import Heard, phrase

SHORTEST_WORD = 4
"""Letters. A shorter word of a name, such as "new" or "san", is said in many other ways too."""


def named(names: list[str]) -> Words:
    """Key → what callers say for a name: all of it, or a word of it that no other name has."""
    words = [name.casefold().split() for name in names]
    return {
        str(nth): (name, *(word for word in own if len(word) >= SHORTEST_WORD and sum(word in w for w in words) == 1))
        for nth, (name, own) in enumerate(zip(names, words, strict=True), 1)
    }


def _services(call: Call, scene: Scene) -> Words:
    return named([service.name(call.language) for service in scene.line.services])


def hear_service(call: Call, heard: Heard, scene: Scene) -> Wish:
    """The service, and what it asks next; whoever cannot book it now hears so at once."""
    key = scene.chosen(call, heard, _services(call, scene))
    if isinstance(key, Misheard):
        return key
    service = scene.line.services[int(key) - 1]
    stop = scene.stopped(service.id, None)
    if stop is not None:
        return stop
    if service.party_max > 1:
        return ServiceForParty(service.id)
    return ServiceForTravel(service.id) if service.travel_days is not None else ServiceChosen(service.id)


def ask_service(call: Call, scene: Scene) -> Question:
    """One choice a service."""
    choices = [
        phrase("choice", name=service.name(call.language), key=nth)
        for nth, service in enumerate(scene.line.services, 1)
    ]
    return menu(call, _services(call, scene), phrase("service.menu", count=len(choices)), *choices)


def _service(call: Call, scene: Scene) -> Service:
    if call.service is None:
        raise LookupError("a call at this step has chosen its service")
    return scene.line.service(call.service)


def _parties(call: Call, scene: Scene) -> Words:
    words = scene.words(call.language, "people")
    return {str(n): words[str(n)] for n in range(1, _service(call, scene).party_max + 1)}


def hear_party(call: Call, heard: Heard, scene: Scene) -> Wish:
    """How many visitors."""
    key = scene.chosen(call, heard, _parties(call, scene))
    if isinstance(key, Misheard):
        return key
    travels = _service(call, scene).travel_days is not None
    return PartyForTravel(int(key)) if travels else PartyChosen(int(key))


def ask_party(call: Call, scene: Scene) -> Question:
    """One to as many as the service takes."""
    most = _service(call, scene).party_max
    return menu(call, _parties(call, scene), phrase("party.menu", most=most))


def today(heard: Heard, scene: Scene) -> date:
    """The caller's day, as near as the line knows it: its first office's."""
    return heard.at.astimezone(ZoneInfo(scene.line.offices[0].zone)).date()


def hear_travel(call: Call, heard: Heard, scene: Scene) -> Wish:
    """The travel date, which goes to the call's row at once."""
    if heard.silent:
        return Misheard(silent=True)
    day = calendar_day(heard.keys or "")
    if day is None or day < today(heard, scene):
        return DateImpossible()
    most = _service(call, scene).travel_days or 0
    if (day - today(heard, scene)).days > most:
        return TravelTooFar(most)
    return NoteTravelDate(Caller(scene.sid), day)


def ask_travel(call: Call, scene: Scene) -> Question:
    """Eight digits."""
    return entry(call, 8, phrase("travel.entry"))


MENU_MAX = 4
"""Choices of one menu (laws.md, menu); a line with more offices asks where people live."""
AREA_DIGITS = 3
"""So many first digits of a postal code tell regions apart."""


def _offices(call: Call, scene: Scene) -> list[Office]:
    """The offices of this menu."""
    return [scene.line.offices[nth] for nth in call.near] if call.near else list(scene.line.offices)


def _by_area(call: Call, scene: Scene) -> bool:
    return not call.near and len(scene.line.offices) > MENU_MAX


def hear_office(call: Call, heard: Heard, scene: Scene) -> Wish:
    """The office; with it the search is complete."""
    if _by_area(call, scene) and not heard.speech:
        return _hear_area(call, heard, scene)
    key = scene.chosen(call, heard, named([office.name for office in _offices(call, scene)]))
    if isinstance(key, Misheard):
        return key
    return _there(call, scene, _offices(call, scene)[int(key) - 1].id, heard.at)


def _there(call: Call, scene: Scene, office: UUID, at: datetime) -> Wish:
    """The times there, unless new bookings are stopped; a booking may move all the same."""
    stop = None if call.moving else scene.stopped(_service(call, scene).id, office)
    if stop is not None:
        return stop
    return search(call, scene, office, at) if call.moving else seeking(call, scene, office, at)


def _hear_area(call: Call, heard: Heard, scene: Scene) -> Wish:
    """First digits of a postal code: the offices that share the most of them."""
    if not heard.keys:
        return Misheard(silent=True)
    shared = {nth: _shared(heard.keys, office.areas) for nth, office in enumerate(scene.line.offices)}
    most = max(shared.values())
    near = [nth for nth, digits in shared.items() if digits == most][:MENU_MAX]
    if most == 0:
        return AreaUnknown()
    if len(near) == 1:
        return _there(call, scene, scene.line.offices[near[0]].id, heard.at)
    return OfficesNear(tuple(near))


def _shared(keys: str, areas: tuple[str, ...]) -> int:
    """How many first digits the best of an office's areas shares with what was keyed in; 0 for none that fits."""
    return max((len(area) for area in areas if keys.startswith(area) or area.startswith(keys)), default=0)


def search(call: Call, scene: Scene, office: UUID | None, after: datetime, part: Part = "any") -> NextFree | FreeToMove:
    """The next times at an office: for a new booking, or for one that is being moved (None: at its own office)."""
    if call.moving and call.booking is not None:
        return FreeToMove(Caller(scene.sid), call.booking, office, after, part)
    if office is None:
        raise LookupError("a call that looks for times has named its office")
    return NextFree(office, _service(call, scene).id, call.party, after, part, scene.sid)


def seeking(call: Call, scene: Scene, office: UUID, at: datetime) -> SeekPlace:
    """The first times at an office for a new booking, for whoever is admitted."""
    wish = NextFree(office, _service(call, scene).id, call.party, at, sid=scene.sid)
    return SeekPlace(Caller(scene.sid), wish, call.language, call.send)


def ask_office(call: Call, scene: Scene) -> Question:
    """One choice an office; of many, where the caller lives or a city's name."""
    offices = _offices(call, scene)
    if _by_area(call, scene):
        hints = None if call.keys_only else tuple(office.name for office in offices)
        return entry(call, AREA_DIGITS, phrase("office.area", digits=AREA_DIGITS), hints=hints)
    choices = [phrase("choice", name=office.name, key=nth) for nth, office in enumerate(offices, 1)]
    words = named([office.name for office in offices])
    return menu(call, words, phrase("office.menu", count=len(choices)), *choices)


SERVICE = StepView(hear_service, ask_service)
PARTY = StepView(hear_party, ask_party)
TRAVEL = StepView(hear_travel, ask_travel)
OFFICE = StepView(hear_office, ask_office)
