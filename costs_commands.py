"""`fairline costs`, and the clock's job that counts them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from decimal import Decimal
from typing import Any

import click

import setting_prices
from booking_core import spending
from booking_core.spending import BOOKING, Bill, Sum
from booking_core.transaction import Transaction
from clock import Job
from database_commands import looking
from settings import Settings, environment, load_or_exit

EVERY = timedelta(minutes=10)
_UNITS = {
    "text": "segments",
    "call": "minutes",
    "text_in": "segments or more",
    "call_in": "minutes",
    "look_up": "packages",
}
_PIECES = {"text": "texts", "call": "calls", "text_in": "texts in", "call_in": "calls in", "look_up": "look-ups"}
_CENT = Decimal("0.01")


def bill(settings: Settings) -> Bill | None:
    """What the settings say of prices; None: nothing."""
    if settings.prices is None:
        return None
    prices = setting_prices.read(settings.prices)
    return Bill(prices, prices.currency, settings.spend_per_month)


def job(settings: Settings) -> Job:
    """Counts what was spent, and warns; run by the clock."""
    asked = bill(settings)

    def work(t: Transaction, most: int) -> int:
        spending.reckon(t, asked)
        return 0

    return Job("costs", EVERY, work)


@click.command()
@click.option(
    "--months", default=3, show_default=True, type=click.IntRange(1, 120), help="How many, this one included."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each month.")
def costs(months: int, as_json: bool) -> None:
    """Show what texts, calls and look-ups cost by month, channel and country, and what a booking cost."""
    asked = bill(load_or_exit(environment()))

    def look(t: Transaction) -> list[tuple[date, list[Sum]]]:
        spending.reckon(t, asked)
        return [(month, spending.month_sums(t, month)) for month in _last(t.now().astimezone(UTC).date(), months)]

    for month, sums in looking(look):
        if sums:
            whole = summed_up(month, sums, asked)
            click.echo(json.dumps(whole, default=str) if as_json else "\n".join(_told(whole)))
    if asked is None:
        click.echo("no price is known: PRICES names the table", err=True)


def _last(today: date, months: int) -> list[date]:
    """The first days of the last months, the newest last."""
    found = [today.replace(day=1)]
    while len(found) < months:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def summed_up(month: date, sums: list[Sum], asked: Bill | None) -> dict[str, Any]:
    """A month for a machine; amounts as decimal words, null where no price is known."""
    made = sum(each.pieces for each in sums if each.channel == BOOKING)
    spent = None if asked is None else spending.cost(sums, asked)
    return {
        "month": f"{month:%Y-%m}",
        "currency": asked and asked.currency,
        "channels": [
            {"channel": each.channel, "region": each.region, "pieces": each.pieces, "units": each.units,
             "cost": asked and each.units * asked.price(each.channel, each.region)}
            for each in sums if each.channel != BOOKING
        ],
        "cost": spent, "cap": asked and asked.cap, "bookings": made,
        "per_booking": spent / made if spent is not None and made else None,
    }  # fmt: skip


def _told(whole: dict[str, Any]) -> Iterator[str]:
    """A month for a person."""
    yield whole["month"]
    for each in whole["channels"]:
        pieces, units = _PIECES[each["channel"]], _UNITS[each["channel"]]
        taken = f"{each['pieces']:>8} {pieces:<9} {each['units']:>8} {units:<16}"
        yield f"  {each['region']:<3} {taken} {_money(each['cost'], whole['currency']):>14}".rstrip()
    yield "  in all " + _in_all(whole)


def _in_all(whole: dict[str, Any]) -> str:
    made = f"{whole['bookings']} booked"
    if whole["cost"] is None:
        return made
    spent = _money(whole["cost"], whole["currency"]) + (f" of {whole['cap']} a month" if whole["cap"] else "")
    each = f", {_money(whole['per_booking'], whole['currency'])} each" if whole["bookings"] else ""
    return f"{spent}; {made}{each}"


def _money(amount: Decimal | None, currency: str | None) -> str:
    return "" if amount is None else f"{amount.quantize(_CENT)} {currency}"
