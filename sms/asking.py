"""The questions of the dialogue by text, each with its choices under letters, or under nonces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from string import ascii_uppercase
from typing import TypeVar

from booking_core.commands import Wish
from booking_core.lines import Line
from booking_core.outcomes import Asked, AskedToWait
from sms.choosing import LATER, offices
from sms.scene import Scene
from sms.state import Ask, State
from wording.fields import Argument
from wording.moments import in_zone

Text = tuple[str, Mapping[str, Argument]]
"""A template's key and its arguments."""

T = TypeVar("T")


def letters(choices: Sequence[T]) -> list[tuple[str, T]]:
    """The choices with their letters."""
    return list(zip(ascii_uppercase, choices, strict=False))


def call(line: Line) -> dict[str, Argument]:
    """The number to call: the one that also works where toll-free does not."""
    return {"number": line.twin or line.number}


def asking(state: State, scene: Scene) -> list[Text]:
    """The open question; nothing where none can be asked from the thread alone."""
    match state.ask:
        case Ask.SERVICE:
            return _listed("service", [service.name(state.language) for service in scene.line.services])
        case Ask.PARTY if state.service is not None:
            most = scene.line.service(state.service).party_max
            counts = letters(range(1, most + 1))
            listed: list[Text] = [("party.choice", {"letter": letter, "count": count}) for letter, count in counts]
            return [("party", {}), *listed]
        case Ask.TRAVEL:
            return [("travel", {})]
        case Ask.OFFICE:
            names = [office.name for office in offices(state, scene)]
            return _listed("office", names) if names else [("office.city", {})]
        case Ask.TIME:
            return time_list(state, scene)
        case Ask.PROVE:
            return [("prove", {})]
        case Ask.HELD:
            return [("held.waiting", {})]
        case _:
            return []


def _listed(key: str, names: Sequence[str]) -> list[Text]:
    return [(key, {}), *(("choice", {"letter": letter, "choice": name}) for letter, name in letters(names))]


def time_list(state: State, scene: Scene) -> list[Text]:
    """The times that were offered, if any were."""
    if state.office is None or not state.times:
        return []
    office = scene.line.office(state.office).name
    times: list[Text] = [("time", {"letter": letter, "when": each.wall}) for letter, each in letters(state.times)]
    return [("times", {"office": office}), *times, ("times.more", {"letter": LATER})]


def asked_change(asked: Asked, wish: Wish, scene: Scene) -> list[Text]:
    """A question about one booking, each of its answers under a nonce."""
    offer, first = asked.booking.offer, asked.questions[0]
    about: dict[str, Argument] = {"when": offer.wall, "office": scene.line.office(offer.office).name}
    if wish == "give_up":
        until = in_zone(first.until, offer.zone)
        return [("give_up", {**about, "nonce": first.digits, "until": until})]
    times: list[Text] = [("move.time", {"nonce": each.digits, "when": each.offer.wall}) for each in asked.questions]
    return [("move", about), *times, ("times.more", {"letter": LATER})]


def too_often(until: datetime, line: Line) -> list[Text]:
    """Why texts of this phone are not read for a while; said once."""
    return [("often", {"until": in_zone(until, line.offices[0].zone), **call(line)})]


def hushed(until: datetime, line: Line) -> list[Text]:
    """Why texts of this phone are not answered for a while, though they are read; said once."""
    return [("hushed", {"until": in_zone(until, line.offices[0].zone), **call(line)})]


def asked_to_wait(asked: AskedToWait, scene: Scene) -> list[Text]:
    """To be told of a time, or not: both answers under a nonce."""
    about: dict[str, Argument] = {"office": scene.line.office(asked.office).name, "nonce": asked.join,
                                  "soon": asked.soon}  # fmt: skip
    if asked.earlier is None:
        return [("wait.any", about)]
    return [("wait.earlier", {**about, "when": asked.earlier.offer.wall})]
