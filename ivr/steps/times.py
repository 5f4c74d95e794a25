"""Three offers at a time, and the ways to others."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking_core.actors import Caller
from booking_core.commands import HoldMove, HoldPlace, Part
from ivr.call import Call
from ivr.choices import AnotherDay, AnotherOffice, DateImpossible, DayChosen, Misheard, OtherTimes, WantsToWait
from ivr.dates import next_day
from ivr.scene import Scene, Words
from ivr.steps.step import Question, StepView, Wish, entry, menu
from ivr.steps.waiting import joining
from ivr.steps.wishes import search, today
from ivr.vocabulary import Heard, phrase


def _offered(call: Call, scene: Scene) -> Words:
    words = scene.words(call.language, "offers")
    return {str(nth): () for nth, _ in enumerate(call.offers, 1)} | {"4": words["4"]}


def hear_offers(call: Call, heard: Heard, scene: Scene) -> Wish:
    """One of the times: hold it. The code's text leaves with the same transaction, unless this call is proven.

    A booking that is being moved keeps its old time until the new one is taken.
    """
    key = scene.chosen(call, heard, _offered(call, scene))
    if isinstance(key, Misheard):
        return key
    if key == "4":
        return OtherTimes()
    slot = call.offers[int(key) - 1].slot
    if call.moving and call.booking is not None:
        return HoldMove(Caller(scene.sid), call.booking, slot)
    return HoldPlace(Caller(scene.sid), slot, call.party, call.send, call.language)


def ask_offers(call: Call, scene: Scene) -> Question:
    """The times, then the way to others."""
    times = [phrase("offers.time", when=offer.wall, key=nth) for nth, offer in enumerate(call.offers, 1)]
    return menu(call, _offered(call, scene), *times, phrase("offers.other"))


def hear_other_times(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Earlier (from now on), later than the last offered, a day of one's own, or elsewhere. Where nothing was free
    nothing is later: there one can ask to be told.
    """
    match scene.chosen(call, heard, scene.words(call.language, _ways(call))):
        case Misheard() as missed:
            return missed
        case "1":
            return search(call, scene, call.office, heard.at)
        case "2" if call.offers:
            return search(call, scene, call.office, call.offers[-1].starts)
        case "2":
            return joining(call, scene) if call.proven else WantsToWait()
        case "3":
            return AnotherDay()
        case _:
            return AnotherOffice()


def ask_other_times(call: Call, scene: Scene) -> Question:
    """Four ways to other times."""
    return menu(call, scene.words(call.language, _ways(call)), phrase(f"{_ways(call)}.menu"))


def _ways(call: Call) -> str:
    return "other_times" if call.offers else "none_free"


def hear_day(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Four digits name the next such day."""
    if heard.silent:
        return Misheard(silent=True)
    day = next_day(heard.keys or "", today(heard, scene))
    return DateImpossible() if day is None else DayChosen(day)


def ask_day(call: Call, scene: Scene) -> Question:
    """Month and day."""
    return entry(call, 4, phrase("day.entry"))


_PARTS: dict[str, Part] = {"1": "am", "2": "pm", "3": "any"}


def hear_part(call: Call, heard: Heard, scene: Scene) -> Wish:
    """Which part of the day."""
    key = scene.chosen(call, heard, scene.words(call.language, "part"))
    if isinstance(key, Misheard):
        return key
    if call.day is None or call.office is None:
        raise LookupError("a call that chooses a part of the day has named the day and the office")
    midnight = datetime.combine(call.day, time(0), ZoneInfo(scene.line.office(call.office).zone))
    return search(call, scene, call.office, max(midnight - timedelta(seconds=1), heard.at), _PARTS[key])


def ask_part(call: Call, scene: Scene) -> Question:
    """Morning, afternoon, or any time."""
    return menu(call, scene.words(call.language, "part"), phrase("part.menu"))


OFFERS = StepView(hear_offers, ask_offers)
OTHER_TIMES = StepView(hear_other_times, ask_other_times)
DAY = StepView(hear_day, ask_day)
PART = StepView(hear_part, ask_part)
