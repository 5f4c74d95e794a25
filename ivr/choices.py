"""What a caller can want that asks nothing of the core: steps of the dialogue's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from booking_core.commands import Send

Errand = Literal["book", "seek", "mine", "person", "wait", "callback"]
"""What a number is keyed in, or proven, for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Root of the dialogue's own choices; beside the core's outcomes in NEXT."""


@dataclass(frozen=True, slots=True)
class Misheard(Choice):
    """Nothing was understood, or nothing was said. The third in a row leads to a person."""

    silent: bool = False
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Repeat(Choice):
    """`*`: say it again."""


@dataclass(frozen=True, slots=True)
class Pause(Choice):
    """`#`: wait, a relay operator is typing, or somebody looks for a pen."""


@dataclass(frozen=True, slots=True)
class LanguageChosen(Choice):
    """Go on in this language."""

    language: str


@dataclass(frozen=True, slots=True)
class CallerUnknown(Choice):
    """This needs a number, and the caller withholds it or has another phone in mind."""

    errand: Errand


@dataclass(frozen=True, slots=True)
class PhoneChosen(Choice):
    """The phone that calls is the caller's; what may be texted to it."""

    send: Send


@dataclass(frozen=True, slots=True)
class NumberRight(Choice):
    """The number that was keyed in is read back right."""


@dataclass(frozen=True, slots=True)
class PhoneIsMine(Choice):
    """The phone that was keyed in is the caller's alone."""


@dataclass(frozen=True, slots=True)
class KeyAgain(Choice):
    """What was read back is wrong; key it in again."""


@dataclass(frozen=True, slots=True)
class SomethingElse(Choice):
    """Not the hold that was kept for a cut-off call."""


@dataclass(frozen=True, slots=True)
class ServiceChosen(Choice):
    """A service that asks nothing more."""

    service: UUID


@dataclass(frozen=True, slots=True)
class ServiceForParty(Choice):
    """A service for more than one visitor: how many?"""

    service: UUID


@dataclass(frozen=True, slots=True)
class ServiceForTravel(Choice):
    """A service that asks the travel date."""

    service: UUID


@dataclass(frozen=True, slots=True)
class PartyChosen(Choice):
    """So many visitors."""

    party: int


@dataclass(frozen=True, slots=True)
class PartyForTravel(Choice):
    """So many visitors, of a service that also asks the travel date."""

    party: int


@dataclass(frozen=True, slots=True)
class DateImpossible(Choice):
    """No such day, or one that cannot be meant."""


@dataclass(frozen=True, slots=True)
class TravelTooFar(Choice):
    """The service is for travel within so many days."""

    days: int


@dataclass(frozen=True, slots=True)
class OfficesNear(Choice):
    """Offices for a postal code, as ordinals of the line's."""

    nths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AreaUnknown(Choice):
    """No office serves that postal code."""


@dataclass(frozen=True, slots=True)
class BookingChosen(Choice):
    """One of several bookings, by its ordinal from 0."""

    nth: int


@dataclass(frozen=True, slots=True)
class WantsMove(Choice):
    """Another time for the booking."""


@dataclass(frozen=True, slots=True)
class WantsGiveUp(Choice):
    """Give the booking up."""


@dataclass(frozen=True, slots=True)
class WantsToWait(Choice):
    """To be told when a time comes free; the number is not proven yet."""


@dataclass(frozen=True, slots=True)
class NobodyThere(Choice):
    """Nobody pressed a key on a call of ours."""


@dataclass(frozen=True, slots=True)
class OtherTimes(Choice):
    """None of the times offered."""


@dataclass(frozen=True, slots=True)
class AnotherDay(Choice):
    """A day of the caller's own."""


@dataclass(frozen=True, slots=True)
class DayChosen(Choice):
    """That day; which part of it?"""

    day: date


@dataclass(frozen=True, slots=True)
class AnotherOffice(Choice):
    """Elsewhere."""


@dataclass(frozen=True, slots=True)
class NextVisitor(Choice):
    """This birth date is right; the next visitor's."""


@dataclass(frozen=True, slots=True)
class DatesComplete(Choice):
    """All birth dates are right."""


@dataclass(frozen=True, slots=True)
class StartOver(Choice):
    """Back to the first menu."""


@dataclass(frozen=True, slots=True)
class GoodBye(Choice):
    """Nothing more is wanted, or nobody is there any more."""


@dataclass(frozen=True, slots=True)
class NumberNotHad(Choice):
    """A withheld number could not be taken either."""


@dataclass(frozen=True, slots=True)
class WantsCheck(Choice):
    """Somebody was sold an appointment: is it valid? Or another one."""
