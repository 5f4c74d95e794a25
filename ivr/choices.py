"""What a caller can want that asks nothing of the core: steps of the dialogue's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


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
class WantsBooking(Choice):
    """Book."""


@dataclass(frozen=True, slots=True)
class CallerUnknown(Choice):
    """This needs a number, and the caller withholds it."""


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
