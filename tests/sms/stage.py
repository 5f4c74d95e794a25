"""A stage for the dialogue by text: telephones that text with a line on a real database, and a clock set by hand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from booking_core.numbers import Number, Refused, check
from sms.turn import Thread, Turn
from tests.core.stage import ANN, Stage
from wording.segments import segments

NONCE = re.compile(r"(?<![\d-])(?<!\d )\d{4}(?![\d-])(?! \d)")
"""Four digits to be replied: no part of a reference or a telephone number."""


def us(e164: str) -> Number | Refused:
    """The number check of a line for the United States."""
    return check(e164, frozenset({"US"}))


@dataclass
class Texting:
    """Who texts, and what was last answered to whom."""

    stage: Stage
    sids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    heard: str = ""
    lost: list[tuple[str, str, UUID | None]] = field(default_factory=list)

    def text(self, body: str, e164: str = ANN, sid: str | None = None) -> str:
        """Send a text, a moment after the last one; returns the answer, "" for none."""
        self.stage.wait(milliseconds=10)
        return self.again(body, e164, sid or f"SM{next(self.sids):032x}")

    def thread(self) -> Thread:
        """The text channel at this instant."""
        core, clock = self.stage.core.at(self.stage.now), lambda: self.stage.now
        return Thread(core, lambda _: self.stage.line, us, clock, lambda *lost: self.lost.append(lost))

    def again(self, body: str, e164: str, sid: str) -> str:
        """The same webhook once more."""
        self.heard = self.thread().take(Turn(sid, self.stage.line.number, e164, body)) or ""
        assert segments(self.heard) <= 2, self.heard
        return self.heard

    def texts(self, *bodies: str, e164: str = ANN) -> str:
        """Several texts, one after the other; returns the last answer."""
        for body in bodies:
            self.text(body, e164)
        return self.heard

    @property
    def nonces(self) -> list[str]:
        """The four digits of the last answer."""
        return NONCE.findall(self.heard)

    def held(self, e164: str = ANN, office: str = "A", time: str = "A") -> str:
        """Text as far as the held place: one person, renewal."""
        return self.texts("1", "B", "A", office, time, e164=e164)

    def booked(self, e164: str = ANN, office: str = "A", time: str = "A") -> None:
        """Book by text alone."""
        self.held(e164, office, time)
        self.text(self.stage.code(e164), e164)
        assert self.text("03 04 1985", e164) == "", self.heard

    def statuses(self) -> list[str]:
        """Where all bookings are, in the order they were held."""
        return [row.status for row in self.stage.rows("SELECT status FROM bookings ORDER BY held_at")]
