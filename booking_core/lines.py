"""A line and what it offers, as the dialogue sees it: plain values, read once and kept for a minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Office:
    """A place people go to."""

    id: UUID
    name: str
    zone: str
    """IANA zone."""
    areas: tuple[str, ...] = ()
    """First digits of the postal codes it is near to."""


def named(names: Mapping[str, str], language: str) -> str:
    """A service's name in a language, else in the first that there is."""
    return names.get(language) or next(iter(names.values()))


@dataclass(frozen=True, slots=True)
class Service:
    """What people come for."""

    id: UUID
    names: Mapping[str, str]
    """Language → the name as it is said."""
    party_max: int
    travel_days: int | None
    """Asks the travel date, at most so many days ahead; None: not asked."""
    horizon_days: int
    bring: Mapping[str, str] = field(default_factory=dict)
    """Language → what to bring, in one clause."""

    def name(self, language: str) -> str:
        """The name in a language, else in the first that there is."""
        return named(self.names, language)


@dataclass(frozen=True, slots=True)
class Line:
    """A dialled number and what it offers, in menu order."""

    name: str
    number: str
    """E.164, public."""
    twin: str | None
    """A second number of the same line, E.164: the one to say where toll-free does not reach."""
    languages: tuple[str, ...]
    offices: tuple[Office, ...]
    services: tuple[Service, ...]

    def office(self, wanted: UUID) -> Office:
        """The office with this id. Raises KeyError."""
        return {office.id: office for office in self.offices}[wanted]

    def service(self, wanted: UUID) -> Service:
        """The service with this id. Raises KeyError."""
        return {service.id: service for service in self.services}[wanted]
