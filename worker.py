"""The worker: carries the outbox to the provider, every half second, and nothing else.

`deliver` is the whole of it: lease, render once, send, note what became of it, each its own transaction. A worker
may die between any two of them; the next one finds the row and goes on.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from app import build_core, build_provider
from booking_core import institution, outbox
from booking_core.commands import SettleUnknown
from booking_core.core import Core
from booking_core.db import Unavailable, Unknown
from booking_core.keys import Unreadable
from booking_core.lines import Line
from booking_core.outbox import Delivery
from booking_core.transaction import Transaction
from settings import Settings, environment, load_or_exit
from telephony.provider import Accepted, Provider, Refused
from telephony.twiml import with_retries
from unknowns import Unknowns, UnknownTurn
from wording import moments
from wording.fields import Argument
from wording.languages import CATALOGUES

POLL_S = 0.5
BATCH = 20
LOOK_AFTER_S = 30
"""A text that may have been taken is looked for at the provider after so long, before it is sent again."""
UNREADABLE_S = 60
"""A message this worker cannot open waits so long for one that can: secrets are being changed."""
RETRY_S = (1, 2, 5, 15, 60)
"""Waits before the next attempt at a text that was certainly not sent."""

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
    return catalogue.texted(delivery.kind if two_way else f"{delivery.kind}.one_way", arguments)


@dataclass(frozen=True, slots=True)
class Relay:
    """The outbox's way to the provider."""

    core: Core
    provider: Provider
    settings: Settings

    def _transact(self, work: Callable[[Transaction], T]) -> T:
        core = self.core
        return core.database.transact(lambda connection: work(Transaction(connection, core.keys, core.now)))

    def round(self) -> int:
        """Deliver what is due; returns how many messages were tried."""
        due = self._transact(lambda t: outbox.lease(t, BATCH))
        if due:
            line = self._transact(lambda t: institution.first_line(t.connection))
            if line is None:
                raise LookupError("there are messages to send but no line")
            for nth, row in enumerate(due):
                if nth and not self.settings.simulated:
                    time.sleep(1 / self.settings.texts_per_second)
                self._carry(row, line)
        return len(due)

    def _carry(self, row: sa.Row[Any], line: Line) -> None:
        """One message; one that cannot be opened stops no other."""
        try:
            delivery = self._transact(lambda t: outbox.open_row(t, row))
        except Unreadable:
            _LOG.error("message %s is sealed with a secret that is not in use", row.id)
            self._transact(lambda t: outbox.later(t, row.id, UNREADABLE_S, unknown=row.state == "unknown"))
            return
        self.deliver(delivery, line)

    def deliver(self, delivery: Delivery, line: Line) -> None:
        """One attempt at one message."""
        text = delivery.rendered or words(delivery, line, two_way=self.settings.text_two_way)
        if delivery.unknown and self._found(delivery, text):
            return
        if not self._transact(lambda t: outbox.begin(t, delivery, text)):
            return  # the lease ran out, and another worker has it
        status_url = with_retries(f"{self.settings.public_url}/sms/status?d={delivery.id}")
        match self.provider.send_text(self.settings.text_sender, delivery.to, text, status_url):
            case Accepted(sid):
                self._transact(lambda t: outbox.sent(t, delivery.id, sid))
            case Refused(code, retry=False):
                self._transact(lambda t: outbox.refused(t, delivery.id, str(code)))
            case Refused():
                wait = RETRY_S[min(delivery.attempts, len(RETRY_S)) - 1]
                self._transact(lambda t: outbox.later(t, delivery.id, wait, unknown=False))
            case _ if delivery.unknown:
                # Unclear a second time: sent again it could be seen three times. The code is on its way, or a new
                # one can be asked for; what is booked is booked whether or not its text arrives.
                self._transact(lambda t: outbox.unclear(t, delivery.id))
            case _:
                self._transact(lambda t: outbox.later(t, delivery.id, LOOK_AFTER_S, unknown=True))

    def _found(self, delivery: Delivery, text: str) -> bool:
        """Did the provider take an earlier attempt? Where it cannot say, wait: a doubled text is the worse fault."""
        found = self.provider.find_text(delivery.to, text, delivery.not_before - timedelta(hours=1))
        if isinstance(found, str):
            self._transact(lambda t: outbox.sent(t, delivery.id, found))
            return True
        if found is None:
            return False
        self._transact(lambda t: outbox.later(t, delivery.id, LOOK_AFTER_S, unknown=True))
        return True


def run(relay: Relay, stopped: threading.Event) -> None:
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
            stopped.wait(POLL_S)


def _settle(core: Core, turn: UnknownTurn) -> None:
    core.perform(SettleUnknown(turn.id, turn.key), f"settle:{turn.key}")


def main() -> None:
    """The worker process: ends on SIGTERM or SIGINT after the message in hand."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    settings = load_or_exit(environment())
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    core = build_core(settings, size=4)
    run(Relay(core, build_provider(settings), settings), stopped)


if __name__ == "__main__":
    main()
