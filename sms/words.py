"""What a text asks for: a command of the core, or one of the answers that need none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from booking_core.actors import Texter
from booking_core.commands import Command, Confirm, TellBookings, TextCallback, TextVisitor
from booking_core.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Typed:
    """What the wording room reads in a text."""

    wish: Callable[[str], str | None]
    code: Callable[[str], str | None]
    birth_date: Callable[[str], tuple[int, int, int] | None]


@dataclass(frozen=True, slots=True)
class Fixed:
    """An answer that needs nothing of the core: a template's key."""

    key: str


def hear(body: str, who: Texter, language: str, today: date, typed: Typed) -> Command[Outcome] | Fixed:
    """What this text wants.

    Words the provider acts on change nothing here. It answers those that silence us or ask for help, and they never
    come this far; those that would end a silence it leaves unanswered where there was none, so they get our line.
    """
    match typed.wish(body):
        case "provider":
            return Fixed("unclear")
        case "code":
            return Confirm(who, None, typed.code(body))
        case "date":
            born = typed.birth_date(body)
            if born is None or date(born[2], born[0] or 1, born[1] or 1) > today:
                return Fixed("born.unclear")
            return TextVisitor(who, *born)
        case "hear":
            return TellBookings(who)
        case "help":
            return Fixed("help")
        case "book":
            return Fixed("call_to_book")
        case "change" | "give_up":
            return Fixed("call_to_change")
        case "person":
            return TextCallback(who, "text", language)
        case _:
            return Fixed("unclear")
