"""A rush: prepared callers who all ask at once, turn after turn without a pause."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from booking_core import commands as c
from booking_core.actors import Actor
from booking_core.numbers import Number
from booking_core.outcomes import Held, PlaceGone
from tests.history.drive import Driver
from tests.history.visit import BORN


@dataclass(frozen=True, slots=True)
class Ask:
    """One caller's wish."""

    number: Number
    who: Actor
    slot: UUID
    party: int = 1
    send: c.Send = "none"
    follows: str = ""
    """What the caller does with a hold: "confirm", "let go", "cancel", or nothing."""


Asks = Sequence[Ask]


def rush(driver: Driver, asks: Asks) -> None:
    """Ask one after the other; who is told that a place is gone takes the first time offered instead."""
    for ask in asks:
        answer = _hold(driver, ask, ask.slot)
        if isinstance(answer, PlaceGone):
            answer = _hold(driver, ask, answer.offers[0].slot)
        if isinstance(answer, Held):
            _follow(driver, ask, answer)


def insist(driver: Driver, asks: Asks) -> None:
    """Ask for this slot and no other."""
    for ask in asks:
        _hold(driver, ask, ask.slot)


def _hold(driver: Driver, ask: Ask, slot: UUID) -> object:
    return driver.perform(ask.number.e164, c.HoldPlace(ask.who, slot, ask.party, ask.send, "en"))


def _follow(driver: Driver, ask: Ask, held: Held) -> None:
    number, booking = ask.number.e164, held.booking
    if ask.follows == "let go":
        driver.perform(number, c.LetHoldGo(ask.who, booking))
    elif ask.follows:
        for nth in range(1, held.party + 1):
            driver.perform(number, c.SetVisitor(ask.who, booking, nth, *BORN))
        driver.perform(number, c.Confirm(ask.who, booking, None))
        if ask.follows == "cancel":
            driver.perform(number, c.Cancel(ask.who, booking))


def dealt(asks: Asks, threads: int, seed: int) -> list[tuple[Ask, ...]]:
    """The asks, shuffled and spread over so many threads."""
    mixed = random.Random(seed).sample(list(asks), len(asks))
    return [tuple(mixed[n::threads]) for n in range(threads)]
