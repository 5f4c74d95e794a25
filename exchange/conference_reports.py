"""What a conference reports of itself (Twilio docs, "TwiML: Conference: statusCallback"; the reasons from memory)."""

import time
from dataclasses import dataclass
from email.utils import formatdate

from exchange.afterwards import Afterwards
from exchange.webhooks import Purpose, Webhooks


@dataclass(slots=True)
class Reports:
    """The reports of one conference to `address`, where it has one: those of `events`, numbered from 0.

    `events` are the words of the attribute: `start`, `end`, `join` and `leave`. They are those of the call that made
    the conference.
    """

    account_sid: str
    webhooks: Webhooks
    afterwards: Afterwards
    address: str | None
    events: frozenset[str]
    _sequence: int = 0

    def put(self, event: str, about: dict[str, str]) -> None:
        """Report an event, such as `participant-join`, afterwards, if it was asked for."""
        address = self.address
        if address is None or event.rpartition("-")[2] not in self.events:
            return
        parameters = {
            "AccountSid": self.account_sid,
            "StatusCallbackEvent": event,
            "Timestamp": formatdate(time.time()),
            "SequenceNumber": str(self._sequence),
            **about,
        }
        self._sequence += 1
        self.afterwards.put(lambda: self.webhooks.notify(Purpose.CALL_STATUS, address, parameters))
