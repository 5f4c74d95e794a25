"""The real line and the real exchange at an instant of the range: nothing of either knows that time is not its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import sqlalchemy as sa

import clock
from app import build_web
from attack_range.attacks import Facts
from attack_range.field import LINE
from attack_range.wires import Carrier, Directory, Reports, transport
from booking_core.admission import Policy
from booking_core.commands import Command, ProveAndSeek, SeekPlace
from booking_core.core import Core
from booking_core.db import Database, Unavailable
from booking_core.keys import Keys
from booking_core.outcomes import Outcome
from booking_core.transaction import Transaction
from enquiries import Enquiries
from exchange.lines import line_at
from exchange.switch import Switch
from relay import Relay
from settings import Settings, load

REGIONS: Final = frozenset({"US", "CA", "MX", "GB"})
"""Whose numbers may book here."""
MANY: Final = "1000"
"""Texts and calls a second: time stands still here while the worker sends."""
PATIENT_S: Final = 60.0
"""For the database of a range that shares its machine; no caller waits for it in real time."""
T = TypeVar("T")
O = TypeVar("O", bound=Outcome)  # noqa: E741  # one letter, as in the commands' own type
_DUE: Final = "SELECT min(not_before) FROM outbox WHERE state IN ('waiting', 'unknown')"
_NEVER: Final = ("retention", "insiders", "figures", "learned loads")
"""Jobs that nothing of these days hangs on; what is ordinary was learned before they begin."""
JOBS: Final = tuple(job for job in clock.JOBS if job.name not in _NEVER)
WATCHED: Final = tuple(job for job in clock.JOBS if job.name in ("loads", "budgets", "tripwires"))
"""Those that watch what is asked for, by the minute."""


class _Core(Core):
    """The core, which says whether anybody has asked for places since it was asked last."""

    sought = False
    over = False
    """Nobody asks the database any more: what was counted at the door is written some real seconds later."""

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """As the core does it."""
        if self.over:
            raise Unavailable
        return super().transact(work)

    def perform(self, command: Command[O], key: str) -> O:
        """As the core does it."""
        self.sought = self.sought or isinstance(command, SeekPlace | ProveAndSeek)
        return super().perform(command, key)


class World:
    """One line with its exchange, at whatever instant it is set to."""

    def __init__(self, url: str, var: Path, begins: datetime, facts: Mapping[str, Facts], policy: Policy) -> None:
        secret = secrets.token_hex(32)
        database = Database(url, size=4, budget_s=PATIENT_S)
        self.core = _Core(database, Keys(secret.encode()), policy=policy)
        self.core.wake = self._woken
        self.settings = _settings(url, var, secret)
        self._reports = Reports()
        token = self.settings.twilio_auth_token.get_secret_value()
        self.switch = Switch(self.settings.twilio_account_sid, token, afterwards=self._reports)
        self.switch.lookups.update({number: dict(known) for number, known in facts.items()})
        self.line = self.switch.lines[LINE] = line_at(LINE, self.settings.public_url)
        self.web = build_web(self.settings, self.core, lambda: self.now, lambda: self.now.timestamp())
        self.switch.webhooks.transport = transport(self.web)
        self.made: Callable[[str], None] = lambda sid: None
        """Told the sid of each text and call that the line has made."""
        self._relay = Relay(self.core, Carrier(self.switch, lambda sid: self.made(sid)), self.settings)
        self._enquiries = Enquiries(self.core, Directory(self.switch))
        self._clock = clock.Clock(self.core, JOBS)
        self._watch = clock.Clock(self.core, WATCHED)
        self.now = begins
        self.has_mail = False
        """Messages were laid into the outbox since the last round."""
        self.at(begins)

    def at(self, now: datetime) -> None:
        """It is this instant, for everybody."""
        self.now = self.core.now = now

    def _woken(self, ids: object) -> None:
        self.has_mail = True

    def settle(self) -> None:
        """The exchange makes the reports that are due."""
        self._reports.make()

    def carry(self) -> datetime | None:
        """The worker sends all that is due; returns when the next message is, which may wait for another's turn."""
        self.has_mail = False
        while (due := self._due()) is not None and due <= self.now and self._relay.round():
            self.settle()
        return due

    def _due(self) -> datetime | None:
        due = self.one(_DUE)
        return due if isinstance(due, datetime) else None

    @property
    def is_sought(self) -> bool:
        """Somebody has asked for places, and the worker has not looked up what it can about them."""
        return self.core.sought

    def look_up(self) -> None:
        """The worker asks about the numbers that wait for it."""
        self.core.sought = False
        while self._enquiries.round():
            pass

    def tick(self) -> None:
        """The worker's clock looks for what is due by the rows."""
        self._clock.tick()

    def watch(self) -> None:
        """The same, only for what watches who asks for places."""
        self._watch.tick()

    def rows(self, statement: str, **parameters: object) -> list[sa.Row[Any]]:
        """What the database holds."""
        return list(self.core.database.transact(lambda c: c.execute(sa.text(statement), parameters).all()))

    def one(self, statement: str, **parameters: object) -> object:
        """The one value that a query answers."""
        return self.rows(statement, **parameters)[0][0]

    def close(self) -> None:
        """Let the database go."""
        self._enquiries.close()
        self.core.over = True
        self.core.database.engine.dispose()


def _settings(url: str, var: Path, secret: str) -> Settings:
    return load(
        {
            "TELEPHONY": "simulated", "SECRET_KEY": secret, "DATABASE_URL": url, "FAIRLINE_VAR": str(var),
            "TWILIO_NUMBER": LINE, "REGIONS": ",".join(sorted(REGIONS)), "TEXTS_PER_SECOND": MANY,
            "CALLS_PER_SECOND": MANY,
        }
    )  # fmt: skip
