"""Where attackers' numbers come from: one after another out of a block, or scattered among other people's."""

from __future__ import annotations

import random
from collections.abc import Collection
from typing import Any, Final

from phonenumbers import is_valid_number, parse

AREAS: Final = (
    "202", "206", "212", "213", "214", "215", "303", "305", "310", "312", "404", "408", "412", "415", "480", "503",
    "512", "602", "612", "617", "619", "702", "703", "713", "718", "773", "801", "813", "816", "919",
)  # fmt: skip
"""Area codes of large cities."""


def block(chance: random.Random, area: str | None = None) -> str:
    """The first digits of a block of 10,000 numbers that people have: "+12125550" without its last four."""
    while True:
        found = f"+1{area or chance.choice(AREAS)}{chance.randint(220, 989)}"
        if found[5:] != "555" and is_valid_number(parse(f"{found}2345")):
            return found


def consecutive(chance: random.Random, many: int, blocks: int) -> list[str]:
    """Numbers one after another, in so many blocks."""
    each = -(-many // blocks)
    starts = [(block(chance), chance.randint(1000, 9000 - each)) for _ in range(blocks)]
    return [f"{first}{start + nth}" for first, start in starts for nth in range(each)][:many]


def scattered(chance: random.Random, many: int, taken: Collection[str] = ()) -> list[str]:
    """Numbers each in a block of its own, none of them `taken`."""
    found: dict[str, None] = {}
    while len(found) < many:
        number = f"{block(chance)}{chance.randint(1000, 9999)}"
        if number not in taken:
            found[number] = None
    return list(found)


def looked_up(line_type: str, carrier: str, **more: object) -> dict[str, Any]:
    """What a look-up answers of a number (Twilio docs, "Lookup v2: line type intelligence"), and other packages."""
    line = {"type": line_type, "carrier_name": carrier, "mobile_country_code": "310", "mobile_network_code": "260",
            "error_code": None}  # fmt: skip
    return {"line_type_intelligence": line, **more}
