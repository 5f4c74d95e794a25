"""One text on its way through hear, do and say: the only file of the room that touches the world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from booking_core.actors import Texter
from booking_core.core import Core
from booking_core.db import Unavailable, Unknown
from booking_core.lines import Line
from booking_core.numbers import Number, Refused
from sms.replies import Text, call, reply
from sms.words import Fixed, Typed, hear
from wording import typed
from wording.languages import CATALOGUES


@dataclass(frozen=True, slots=True)
class Turn:
    """A text as the provider hands it over."""

    sid: str
    dialled: str
    """The line it was sent to, E.164."""
    sender: str
    body: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The text channel, assembled: what app.py gives it."""

    core: Core
    lines: Callable[[str], Line | None]
    check: Callable[[str], Number | Refused]
    now: Callable[[], datetime]

    def take(self, turn: Turn) -> str | None:
        """The answer to one text, or None for none. A text gets an answer even when the database does not."""
        line = self.lines(turn.dialled)
        sender = self.check(turn.sender)
        if line is None or isinstance(sender, Refused):
            # A short code, an alphanumeric name, a number that may not book: nobody there can act on an answer.
            return None
        language = line.languages[0]
        try:
            texts = self._answers(turn, line, Texter(sender), language)
        except Unavailable:
            texts = [("trouble", {})]
        except Unknown:
            texts = [("unknown", {})]
        catalogue = CATALOGUES[language]
        return "\n".join(catalogue.texted(key, arguments) for key, arguments in texts) or None

    def apology(self) -> str:
        """What a text hears when the line itself is broken."""
        return CATALOGUES["en"].texted("trouble", {})

    def _answers(self, turn: Turn, line: Line, who: Texter, language: str) -> list[Text]:
        words = CATALOGUES[language].typed
        reading = Typed(lambda body: typed.wish(body, words), typed.code, lambda body: typed.birth_date(body, words))
        today = self.now().astimezone(ZoneInfo(line.offices[0].zone)).date()
        wish = hear(turn.body, who, language, today, reading)
        if isinstance(wish, Fixed):
            return [(wish.key, {"name": line.name, **call(line)})]
        return reply(self.core.perform(wish, f"sms:{turn.sid}"), line)
