"""The relay: carries one message of the outbox to the provider, and notes what became of it.

Lease, render once, send, note: each its own transaction. A worker may die between any two of them; the next one finds
the row and goes on.
"""

from __future__ import annotations

import logging
import math
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from booking_core import institution, outbox
from booking_core.core import Core
from booking_core.keys import Unreadable
from booking_core.leases import Taken, lease
from booking_core.lines import Line
from booking_core.matching import AGENT, RELEASE
from booking_core.outbox import Delivery
from booking_core.pacing import Caps
from booking_core.staging import CODES
from booking_core.transaction import Transaction
from ivr.delivery import seal_delivery
from messages import words
from settings import Failpoint, Settings
from telephony.provider import RINGS_S, Accepted, Provider, Refused, Unclear
from wording.segments import segments

BATCH = 20
LOOK_AFTER_S = 30
"""What may have been taken is looked for at the provider after so long, before it is sent again."""
UNREADABLE_S = 60
"""A message this worker cannot open waits so long for one that can: secrets are being changed."""
SINCE_TEXT = timedelta(hours=1)
SINCE_CALL = timedelta(seconds=5)
"""How far the provider's clock may be behind ours. A text is known by its words, a call by its time alone."""
UNKNOWNS = 2
"""After so many requests of unknown fate there is no third: the person could see it three times."""
RETRY_S = (1, 2, 5, 15, 60)
"""Waits before the next attempt at what was certainly not sent."""

_LOG = logging.getLogger("fairline.worker")


@dataclass(frozen=True, slots=True)
class Relay:
    """The outbox's way to the provider."""

    core: Core
    provider: Provider
    settings: Settings

    @property
    def caps(self) -> Caps:
        """What the provider takes."""
        settings = self.settings
        return Caps(settings.texts_per_second, settings.calls_per_second, settings.texts_per_day)

    def take(self, most: int, codes_only: int = 0) -> Taken:
        """Lease up to `most` messages that are due and have a slot."""
        return self.core.transact(lambda t: lease(t, most, self.caps, codes_only))

    def round(self) -> int:
        """Deliver what is due, one by one; returns how many messages were tried."""
        taken = self.take(BATCH)
        while not taken.rows and taken.rest_s is not None:
            time.sleep(taken.rest_s)
            taken = self.take(BATCH)
        for row, wait_s in taken.rows:
            time.sleep(wait_s)
            self.carry(row)
        return len(taken.rows)

    def carry(self, row: sa.Row[Any]) -> None:
        """One leased message; one that cannot be opened stops no other. Raises LookupError where there is no line."""
        try:
            delivery, line = self.core.transact(lambda t: (outbox.open_row(t, row), _line(t)))
        except Unreadable:
            _LOG.error("message %s is sealed with a secret that is not in use", row.id)
            self.core.transact(lambda t: outbox.postpone(t, row.id, UNREADABLE_S))
            return
        if delivery.by == "move":
            self._move(delivery)
        elif delivery.by == "call":
            self._call(delivery)
        else:
            self._text(delivery, line)

    def _text(self, delivery: Delivery, line: Line) -> None:
        """One attempt at one text."""
        text = delivery.rendered or words(delivery, line, two_way=self.settings.text_two_way)
        if self._is_settled(delivery, lambda begun: self.provider.find_text(delivery.to, text, begun - SINCE_TEXT)):
            return
        sender = delivery.sender or self.settings.text_sender
        status_url = f"{self.settings.public_url}/sms/status?d={delivery.id}"
        self._send(delivery, sender, text, lambda: self.provider.send_text(sender, delivery.to, text, status_url))

    def _call(self, delivery: Delivery) -> None:
        """One ringing. A call has no words to be found by: any to that telephone since the attempt is it."""
        ours, public = delivery.sender or self.settings.twilio_number, self.settings.public_url
        if self._is_settled(delivery, lambda begun: self.provider.find_call(ours, delivery.to, begun - SINCE_CALL)):
            return
        url, status_url = self._heard_at(delivery), f"{public}/voice/status?d={delivery.id}"
        rings_s = _rings_s(delivery)
        self._send(delivery, ours, "", lambda: self.provider.place_call(ours, delivery.to, url, status_url, rings_s))

    def _move(self, delivery: Delivery) -> None:
        """One attempt to have a live call go on elsewhere. The same again does no harm, so nothing is looked for."""
        url, sender = self._heard_at(delivery), self.settings.twilio_number
        self._send(delivery, sender, "", lambda: self.provider.move_call(delivery.to, url))

    def _heard_at(self, delivery: Delivery) -> str:
        """What a call hears that we have placed or moved: an agent's own page, or the dialogue's."""
        page = "/voice/whisper" if delivery.kind in (AGENT, RELEASE) else "/voice"
        seal = seal_delivery(delivery.id, delivery.not_before, self.core.keys.present.seal)
        return f"{self.settings.public_url}{page}?s={seal}"

    def _send(
        self, delivery: Delivery, sender: str, text: str, ask: Callable[[], Accepted | Refused | Unclear]
    ) -> None:
        """Marked unknown and committed, then asked, then noted."""
        billed = segments(text) if text else None
        if not self.core.transact(lambda t: outbox.begin(t, delivery, sender, text, billed)):
            return
        self._dies_at(Failpoint.BEFORE_POST)
        answer = ask()
        self._dies_at(Failpoint.AFTER_POST)
        self.core.transact(lambda t: self._note(t, delivery, answer))

    def _dies_at(self, point: Failpoint) -> None:
        """Where a test asks for it, this process is gone; settings allow that in simulated mode only."""
        if self.settings.failpoint is point:
            os.kill(os.getpid(), signal.SIGKILL)

    def _note(self, t: Transaction, delivery: Delivery, answer: Accepted | Refused | Unclear) -> None:
        """What the provider said, in its row."""
        match answer:
            case Accepted() if delivery.by == "move":
                outbox.moved(t, delivery.id)
            case Accepted(sid):
                outbox.sent(t, delivery.id, sid)
            case Refused(code, retry=False):
                outbox.refused(t, delivery.id, str(code))
            case Refused(code):
                outbox.busy(t, delivery.id, str(code), RETRY_S[min(delivery.attempts, len(RETRY_S)) - 1])
            case Unclear():
                rest_s = RETRY_S[0] if delivery.by == "move" else LOOK_AFTER_S
                outbox.later(t, delivery.id, rest_s, unknown=True)

    def _is_settled(self, delivery: Delivery, find: Callable[[datetime], Sequence[str] | Unclear]) -> bool:
        """Was an earlier request carried out, or is it too early or too late to send again?

        Found: that is it. Not there: it is sent once more, and only once. Where the provider cannot say, a notice
        waits, for a doubled text is the worse fault; a code does not, for its caller waits for it.
        """
        if not delivery.unknown or delivery.begun_at is None:
            return False
        found = find(delivery.begun_at)
        if isinstance(found, Unclear) and delivery.lane != CODES:
            self.core.transact(lambda t: outbox.postpone(t, delivery.id, LOOK_AFTER_S))
            return True
        return self.core.transact(lambda t: self._adopt(t, delivery, [] if isinstance(found, Unclear) else found))

    def _adopt(self, t: Transaction, delivery: Delivery, found: Sequence[str]) -> bool:
        others = outbox.others(t, delivery.id, found)
        mine = [sid for sid in found if sid not in others]
        if mine:
            outbox.sent(t, delivery.id, mine[-1])
        elif delivery.unknowns >= UNKNOWNS:
            outbox.unclear(t, delivery.id)
        else:
            return False
        return True


def _rings_s(delivery: Delivery) -> int:
    """An agent's telephone rings no longer than the caller is kept for it."""
    if delivery.kind != AGENT:
        return RINGS_S
    return max(5, math.ceil((delivery.not_after - delivery.not_before).total_seconds()))


def _line(t: Transaction) -> Line:
    line = institution.first_line(t.connection)
    if line is None:
        raise LookupError("there are messages to send but no line")
    return line
