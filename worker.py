"""The worker: carries the outbox to the provider, texts and calls, every half second, and nothing else.

Lease, render once, send, note what became of it: each its own transaction. A worker may die between any two of them;
the next one finds the row and goes on.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

import clock
from app import build_core, build_provider
from booking_core import institution, outbox
from booking_core.commands import SettleUnknown
from booking_core.core import Core
from booking_core.db import Unavailable, Unknown
from booking_core.keys import Unreadable
from booking_core.lines import Line
from booking_core.outbox import Delivery
from booking_core.transaction import Transaction
from ivr.delivery import seal_delivery
from settings import Settings, environment, load_or_exit
from telephony.provider import Accepted, Provider, Refused, Unclear
from unknowns import Unknowns, UnknownTurn
from wording import moments
from wording.fields import Argument
from wording.languages import CATALOGUES

POLL_S = 0.5
BATCH = 20
LOOK_AFTER_S = 30
"""What may have been taken is looked for at the provider after so long, before it is sent again."""
UNREADABLE_S = 60
"""A message this worker cannot open waits so long for one that can: secrets are being changed."""
SINCE_ATTEMPT = timedelta(seconds=LOOK_AFTER_S + 5)
"""From an attempt at a call to the look for it, and 5 seconds between the provider's clock and ours."""
RETRY_S = (1, 2, 5, 15, 60)
"""Waits before the next attempt at what was certainly not sent."""

_LOG = logging.getLogger("fairline.worker")
T = TypeVar("T")


def words(delivery: Delivery, line: Line, *, two_way: bool) -> str:
    """The words of one message, the same for every attempt."""
    catalogue = CATALOGUES[delivery.language]
    zone = delivery.booking.offer.zone if delivery.booking is not None else line.offices[0].zone
    arguments: dict[str, Argument] = {
        "name": line.name,
        "number": line.twin or line.number,
        "until": moments.in_zone(delivery.not_after, zone),
    }
    if delivery.code is not None:
        arguments["code"] = delivery.code
    if delivery.booking is not None:
        booking = delivery.booking
        arguments |= {"when": booking.offer.wall, "office": delivery.office or ""}
        if booking.reference is not None:
            arguments["reference"] = booking.reference
        arguments["bring"] = delivery.bring or catalogue.texted("bring.id", {})
    discreet = f"{delivery.kind}.discreet"
    kind = discreet if delivery.discreet and discreet in catalogue.texts else delivery.kind
    return catalogue.texted(kind if two_way else f"{kind}.one_way", arguments)


@dataclass(frozen=True, slots=True)
class Relay:
    """The outbox's way to the provider."""

    core: Core
    provider: Provider
    settings: Settings

    def _transact(self, work: Callable[[Transaction], T]) -> T:
        return self.core.transact(work)

    def round(self) -> int:
        """Deliver what is due; returns how many messages were tried."""
        due = self._transact(lambda t: outbox.lease(t, BATCH))
        if due:
            line = self._transact(lambda t: institution.first_line(t.connection))
            if line is None:
                raise LookupError("there are messages to send but no line")
            for nth, row in enumerate(due):
                if nth and not self.settings.simulated:
                    time.sleep(1 / self._rate(row.by))
                self._carry(row, line)
        return len(due)

    def _rate(self, by: str) -> float:
        return self.settings.calls_per_second if by == "call" else self.settings.texts_per_second

    def _carry(self, row: sa.Row[Any], line: Line) -> None:
        """One message; one that cannot be opened stops no other."""
        try:
            delivery = self._transact(lambda t: outbox.open_row(t, row))
        except Unreadable:
            _LOG.error("message %s is sealed with a secret that is not in use", row.id)
            self._transact(lambda t: outbox.later(t, row.id, UNREADABLE_S, unknown=row.state == "unknown"))
            return
        if delivery.by == "call":
            self._call(delivery)
        else:
            self._text(delivery, line)

    def _text(self, delivery: Delivery, line: Line) -> None:
        """One attempt at one text."""
        text = delivery.rendered or words(delivery, line, two_way=self.settings.text_two_way)
        if delivery.unknown:
            found = self.provider.find_text(delivery.to, text, delivery.not_before - timedelta(hours=1))
            if self._is_settled(delivery, found):
                return
        if self._transact(lambda t: outbox.begin(t, delivery, text)):
            status_url = f"{self.settings.public_url}/sms/status?d={delivery.id}"
            self._note(delivery, self.provider.send_text(self.settings.text_sender, delivery.to, text, status_url))

    def _call(self, delivery: Delivery) -> None:
        """One ringing. A call has no words to be found by: any to that telephone since the attempt is it."""
        ours, public = self.settings.twilio_number, self.settings.public_url
        if delivery.unknown:
            found = self.provider.find_call(ours, delivery.to, delivery.not_before - SINCE_ATTEMPT)
            if self._is_settled(delivery, found):
                return
        if self._transact(lambda t: outbox.begin(t, delivery, "")):
            seal = seal_delivery(delivery.id, delivery.not_before, self.core.keys.present.seal)
            url, status_url = f"{public}/voice?s={seal}", f"{public}/voice/status?d={delivery.id}"
            self._note(delivery, self.provider.place_call(ours, delivery.to, url, status_url))

    def _note(self, delivery: Delivery, answer: Accepted | Refused | Unclear) -> None:
        """What the provider said, in its row."""
        match answer:
            case Accepted(sid):
                self._transact(lambda t: outbox.sent(t, delivery.id, sid))
            case Refused(code, retry=False):
                self._transact(lambda t: outbox.refused(t, delivery.id, str(code)))
            case Refused():
                wait = RETRY_S[min(delivery.attempts, len(RETRY_S)) - 1]
                self._transact(lambda t: outbox.later(t, delivery.id, wait, unknown=False))
            case _ if delivery.unknown:
                # Unclear a second time: sent again it could be met three times. The code is on its way, or a new
                # one can be asked for; what is booked is booked whether or not its text arrives.
                self._transact(lambda t: outbox.unclear(t, delivery.id))
            case _:
                self._transact(lambda t: outbox.later(t, delivery.id, LOOK_AFTER_S, unknown=True))

    def _is_settled(self, delivery: Delivery, found: str | Unclear | None) -> bool:
        """Was an earlier attempt taken? Where the provider cannot say, wait: a doubled text is the worse fault."""
        match found:
            case None:
                return False
            case str(sid):
                self._transact(lambda t: outbox.sent(t, delivery.id, sid))
            case Unclear():
                self._transact(lambda t: outbox.later(t, delivery.id, LOOK_AFTER_S, unknown=True))
        return True


def run(relay: Relay, stopped: threading.Event, poll_s: float = POLL_S) -> None:
    """Poll until stopped. A database that is away is waited for; what was leased is found again."""
    unknowns = Unknowns(relay.settings.fairline_var)
    while not stopped.is_set():
        try:
            busy = relay.round() == BATCH
            unknowns.resolve(lambda turn: _settle(relay.core, turn))
        except (Unavailable, Unknown) as fault:
            _LOG.warning("database: %s", type(fault).__name__)
            busy = False
        if not busy:
            stopped.wait(poll_s)


def _settle(core: Core, turn: UnknownTurn) -> None:
    at = datetime.fromtimestamp(turn.at, UTC)
    core.perform(SettleUnknown(turn.id, turn.key, at, turn.number), f"settle:{turn.key}")


def main() -> None:
    """The worker process: ends on SIGTERM or SIGINT after the message in hand."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    settings = load_or_exit(environment())
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    core = build_core(settings, size=4)
    ticking = threading.Thread(target=clock.run, args=(clock.Clock(core), stopped), name="clock")
    ticking.start()
    run(Relay(core, build_provider(settings), settings), stopped)
    ticking.join()


if __name__ == "__main__":
    main()
