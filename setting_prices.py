"""The price table: what a text, a minute of a call, or a look-up costs by region; a CSV file of the institution's."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

COLUMNS = ("channel", "region", "price", "currency")
CHANNELS = ("text", "call", "text_in", "call_in", "look_up")
"""A segment of a text we send; a minute of a call we make; a text that comes in; a minute of a call that comes in;
one package looked up of one number."""
EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Prices:
    """What the provider asks, in one currency."""

    currency: str
    of: Mapping[tuple[str, str], Decimal]

    def __call__(self, channel: str, region: str) -> Decimal:
        """The price of a segment or minute; a region without a row of its own has that of `*`."""
        return self.of.get((channel, region), self.of[channel, EVERYWHERE])


def read(path: Path) -> Prices:
    """The table in a file. Raises ValueError with what is wrong, and in which line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError):
        raise ValueError("the file cannot be read") from None
    if not rows or tuple(rows[0]) != COLUMNS:
        raise ValueError(f"line 1 must be {','.join(COLUMNS)}")
    prices: dict[tuple[str, str], Decimal] = {}
    currencies = set()
    for nth, row in enumerate(rows[1:], start=2):
        if row:
            channel, region, price, currency = _row(nth, row)
            prices[channel, region] = price
            currencies.add(currency)
    missing = [channel for channel in CHANNELS if (channel, EVERYWHERE) not in prices]
    if missing:
        raise ValueError(f"needs a row with region * for each of: {', '.join(missing)}")
    if len(currencies) > 1:
        raise ValueError("must be in one currency")
    return Prices(currencies.pop(), prices)


def _row(nth: int, row: list[str]) -> tuple[str, str, Decimal, str]:
    try:
        channel, region, price, currency = (word.strip() for word in row)
        amount = Decimal(price)
    except (ValueError, InvalidOperation):
        raise ValueError(f"line {nth} must be as text,US,0.01,USD") from None
    if channel not in CHANNELS or not amount.is_finite() or amount < 0 or not currency:
        raise ValueError(f"line {nth} must be as text,US,0.01,USD; channels: {', '.join(CHANNELS)}")
    return channel, region, amount, currency
