"""`fairline consent`: who may be texted, since when and why."""

from __future__ import annotations

import sys

import click

from app import checker
from booking_core import consent as consenting
from booking_core.consent import Entry
from booking_core.numbers import Number
from booking_core.transaction import Transaction, find_number
from database_commands import looking, noted
from settings import environment, load_or_exit

_MAY = {"plain": "texts with office and date", "discreet": "texts that do not say what about", "none": "no texts"}
_SAID = {"out": "texts and calls off", "in": "texts and calls on again"}
_SOURCES = {"word": "a word in a text", "flag": "the provider's flag", "report": "the provider's refusal of a text"}


@click.command()
def consent() -> None:
    """Show what may be texted to a number, since when and why. Asks for the number; for staff."""
    number = checker(load_or_exit(environment()))(_asked())
    if not isinstance(number, Number):
        raise click.ClickException("this is not a number that can book here")
    for line in looking(lambda t: _told(t, number)):
        click.echo(line)


def _asked() -> str:
    """Never an argument: those show in the list of processes and in the shell's history."""
    return str(click.prompt("Number", err=True)) if sys.stdin.isatty() else sys.stdin.readline().strip()


def _told(t: Transaction, number: Number) -> list[str]:
    found = find_number(t, number.e164)
    if found is None:
        return ["nothing is known of this number, so nothing is sent to it"]
    noted(t, "consent_view", subject=found)
    off = consenting.is_off(t, found)
    state = "texts and calls are off: only a person may dial" if off else "what was asked for may be texted"
    return [state, *(_line(entry) for entry in consenting.record(t, found))]


def _line(entry: Entry) -> str:
    at = f"{entry.at:%Y-%m-%d %H:%M}"
    if entry.what in _SAID:
        return f"{at}  {_SAID[entry.what]}, by {_SOURCES.get(entry.why, entry.why)}"
    return f"{at}  {_MAY[entry.texts]}: {entry.why}"
