"""Telephone numbers of people of the range, drawn over the numbering plans as real ones lie, and what look-ups say."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Final

from attack_range.attacks import Facts
from booking_core.numbers import Number, check

AREAS: Final = (
    "201", "202", "203", "212", "215", "240", "267", "302", "305", "310", "312", "347", "404", "410", "412", "415",
    "443", "475", "484", "508", "516", "551", "570", "585", "607", "609", "610", "617", "631", "646", "703", "716",
    "718", "732", "781", "802", "845", "856", "857", "860", "862", "908", "914", "917", "929", "973",
)  # fmt: skip
"""Area codes of the country's north-east and some further away: people keep their numbers when they move (assumed)."""
SERVED: Final = (("+1416", 7), ("+1514", 7), ("+5255", 8), ("+447911", 6), ("+447700", 6))
"""Beginnings of numbers of other countries whose people the range's line serves, and how many digits follow."""
OTHERS: Final = (("+4915112", 6), ("+336124", 5), ("+9198100", 5), ("+5511987", 6), ("+61412", 6))
_REGIONS: Final = frozenset({"US", "CA", "MX", "GB"})


class Plan:
    """Draws numbers, none of them twice."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._drawn: set[str] = set()

    def here(self) -> str:
        """A number of the country the line is in."""
        return self._new(lambda: f"+1{self._chance.choice(AREAS)}{self._digits(7, first='23456789')}", _is_served)

    def abroad(self, *, served: bool) -> str:
        """A mobile of another country, whose region the line serves or not."""
        begins, more = self._chance.choice(SERVED if served else OTHERS)
        return self._new(lambda: begins + self._digits(more), _is_served if served else lambda number: True)

    def _digits(self, many: int, first: str = "0123456789") -> str:
        return self._chance.choice(first) + "".join(self._chance.choices("0123456789", k=many - 1))

    def _new(self, draw: Callable[[], str], fits: Callable[[str], bool]) -> str:
        while (number := draw()) in self._drawn or not fits(number):
            pass
        self._drawn.add(number)
        return number


def _is_served(number: str) -> bool:
    return isinstance(check(number, regions=_REGIONS), Number)


def facts(line_type: str, carrier: str | None) -> Facts:
    """What look-ups answer of an ordinary number of that line type."""
    return {
        "line_type_intelligence": {
            "type": line_type, "carrier_name": carrier, "mobile_country_code": None, "mobile_network_code": None,
            "error_code": None,
        }
    }  # fmt: skip


def drawn(chance: random.Random, shares: Mapping[str, float]) -> str | None:
    """One of these by their shares; None for what is left over."""
    point = chance.random()
    for name, share in shares.items():
        if point < share:
            return name
        point -= share
    return None
