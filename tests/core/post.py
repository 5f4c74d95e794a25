"""A worker for the tests of the outbox that delivers when it is told to, and the provider it delivers to."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Row

from booking_core.leases import lease as leased
from booking_core.pacing import Caps
from exchange.call import Call
from exchange.faults import Fault, FaultKind
from exchange.server import Exchange
from relay import Relay
from telephony.provider import Provider
from tests.core.stage import ANN, Stage
from tests.house import ACCOUNT, TOKEN, settings_for

FAST = Caps(texts_per_second=1e6, calls_per_second=1e6)
NO_WEB = 9  # the discard port: reports of the exchange go nowhere, tests make their own


class Post:
    """A worker that delivers when it is told to, and the inboxes it reaches."""

    def __init__(self, stage: Stage, exchange: Exchange, address: str, url: str) -> None:
        self.stage, self.exchange, self.address = stage, exchange, address
        self.settings = settings_for(NO_WEB, url)
        self.provider = Provider(ACCOUNT, TOKEN, address, timeout_s=0.5)

    def round(self, provider: Provider | None = None) -> int:
        """One round of the worker at the stage's instant."""
        core = self.stage.core.at(self.stage.now)
        return Relay(core, provider or self.provider, self.settings).round()

    def fails(self, kind: FaultKind, count: int = 1, seconds: float = 0, code: int = 30008) -> None:
        """Let the provider fail at the next texts."""
        self.exchange.switch.faults.add(Fault(kind, count, seconds, code))

    def inbox(self, e164: str = ANN) -> list[str]:
        """The texts that have arrived."""
        return [text.body for text in self.exchange.switch.texts.inbox(e164)]

    def state(self) -> str:
        """The state of the one message."""
        return str(self.stage.one("SELECT state FROM outbox"))

    def calls(self, e164: str = ANN) -> list[Call]:
        """The calls that a telephone got."""
        return [call for call in self.exchange.switch.calls.all() if call.to == e164]


def lease(stage: Stage, most: int = 20) -> list[Row[Any]]:
    """What a worker would take at the stage's instant."""
    core = stage.core
    taken = core.at(stage.now).transact(lambda t: leased(t, most, FAST))
    return [row for row, _ in taken.rows]
