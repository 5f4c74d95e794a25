"""The provider as the worker meets it in these days: the exchange's telephones and opt-outs, without its HTTP doors.

What people's telephones do with a text or a call is theirs to say; what came to them, and when by the clock of these
days, is kept here for the record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from exchange.faults import Fault, FaultKind
from exchange.refusals import RestError
from exchange.switch import Switch
from exchange.texts import Text, new_sid
from telephony.provider import RINGS_S, Accepted, Provider, Refused
from tests.house import ACCOUNT, TOKEN


class Handset(Protocol):
    """A telephone of these days."""

    def fails(self) -> int | None:
        """The provider's error for a text on its way to it, if it does not arrive."""

    def picks_up(self) -> bool:
        """Whether its person takes the call that rings now."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A text or a call that the provider took from the line."""

    at: datetime
    by: str
    number: str
    sid: str
    body: str
    url: str
    """Of a call: what whoever picks up is told."""
    status_url: str
    error: int | None
    """Why it did not arrive; of a call: 0 for nobody took it."""

    @property
    def delivery(self) -> UUID:
        """The outbox row that it carries."""
        return UUID(parse_qs(urlsplit(self.status_url).query)["d"][0])


class Network(Provider):
    """Takes texts and calls at the instant that `clock` shows. Its answers are clear, so nobody looks for them."""

    def __init__(self, clock: Callable[[], datetime], handset: Callable[[str], Handset]) -> None:
        self.switch = Switch(ACCOUNT, TOKEN)
        self.taken: list[Taken] = []
        self._clock = clock
        self._handset = handset

    def send_text(self, sender: str, to: str, body: str, status_url: str) -> Accepted | Refused:
        """Lay a text into the telephone's inbox, unless it is opted out or out of reach."""
        error = self._handset(to).fails()
        if error is not None:
            self.switch.faults.add(Fault(FaultKind.UNDELIVERED, code=error))
        text = Text(new_sid(), sender, to, body, "outbound-api", "queued")
        try:
            self.switch.texts.send(text)
        except RestError as refusal:
            self.switch.faults.forget()
            return Refused(refusal.code, retry=False)
        self.taken.append(Taken(self._clock(), "text", to, text.sid, body, "", status_url, error))
        return Accepted(text.sid)

    def place_call(self, line: str, to: str, url: str, status_url: str, rings_s: int = RINGS_S) -> Accepted:
        """Let a telephone ring."""
        sid = f"CA{len(self.taken):032x}"
        error = None if self._handset(to).picks_up() else 0
        self.taken.append(Taken(self._clock(), "call", to, sid, "", url, status_url, error))
        return Accepted(sid)
