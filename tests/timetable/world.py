"""Some days of the line in minutes: one core, one web process, one clock and one worker, at whatever instant is set.

Everything goes its real way but for the provider's HTTP: the worker's rounds send, the web process takes texts, calls
and reports with their signatures, and the clock's jobs find what is due by the rows.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import sqlalchemy as sa

import clock
import demo
from app import build_web
from booking_core import institution
from booking_core.core import Core
from booking_core.lines import Line
from booking_core.tables import holidays
from exchange.signature import signature
from postgres import EmbeddedServer
from relay import Relay
from settings import Settings
from tests.core.stage import Stage
from tests.history.stage import migrated, open_core
from tests.house import TOKEN, settings_for, text_form, voice_form
from tests.timetable.network import Handset, Network, Taken

DESK = ("queue", "tripwires", "insiders", "figures")
"""Jobs that nothing of these days hangs on: nobody is at the desk."""
JOBS = tuple(
    replace(job, every=timedelta(days=1)) if job.name == "retention" else job
    for job in clock.JOBS
    if job.name not in DESK
)
"""What is erased is another test's question, and looking for it costs more than all else."""
PORT = 9
"""Nobody listens there: what the line is told is put to its web process by hand."""
PLACES = (*((name, zone) for name, zone, _ in demo.OFFICES), ("Honolulu", "Pacific/Honolulu"))
HOURLY = timedelta(hours=1)
MANY = "1000"
"""Texts and calls a second: pace is another test's question, and time stands still here while the worker sends."""


def found(server: EmbeddedServer, name: str, days: Sequence[date], closed: Mapping[date, str]) -> str:
    """The address of a database with the demo offices and one far west, their `days` on sale but for holidays."""
    url = migrated(server, name)
    core = open_core(url, size=1)

    def build(connection: sa.Connection) -> None:
        line = institution.add_line(connection, demo.NAME, demo.LINE, demo.TWIN, ["en"])
        group = institution.add_group(connection, "passport", allowed=1)
        services = {institution.add_service(connection, group, nth, each): seats
                    for nth, (each, seats) in enumerate(((demo.URGENT, 4), (demo.RENEWAL, 12)))}  # fmt: skip
        for nth, (place, zone) in enumerate(PLACES):
            office = institution.add_office(connection, line, nth, place, zone, demo.HOURS)
            shut = [{"office": office, "day": day, "name": why} for day, why in closed.items()]
            connection.execute(sa.insert(holidays), shut)
            for service, seats in services.items():
                institution.open_days(connection, office, service, days, HOURLY, seats)

    core.database.transact(build)
    core.database.engine.dispose()
    return url


_AHEAD = """
SELECT (SELECT min(due) FROM touches WHERE state = 'planned' AND kind = 'second_touch' AND due > :now)
         AS touch,
       least((SELECT min(due) FROM touches WHERE state = 'planned'),
             (SELECT min(not_before) FROM outbox WHERE state IN ('waiting', 'unknown'))) AS other
"""
_WAITS = "SELECT EXISTS (SELECT FROM outbox WHERE state IN ('waiting', 'unknown') AND not_before <= :now)"


@dataclass(order=True)
class Due:
    """Something that a person does at an instant."""

    at: datetime
    nth: int
    act: Callable[[], None]


class World:
    """The line at one instant after the other."""

    def __init__(self, url: str, var: Path, begins: datetime, handset: Callable[[str], Handset]) -> None:
        self.core: Core = open_core(url, size=4)
        self.settings: Settings = settings_for(
            PORT, url, FAIRLINE_VAR=str(var), TEXTS_PER_SECOND=MANY, CALLS_PER_SECOND=MANY
        )
        line = self.core.database.transact(institution.first_line)
        assert line is not None
        self.line: Line = line
        self.stage = Stage(self.core, line, begins)
        self.network = Network(lambda: self.stage.now, handset)
        self._web = build_web(self.settings, self.core, lambda: self.stage.now).test_client()
        self._clock = clock.Clock(self.core, JOBS)
        self._dues: list[Due] = []
        self._nths = itertools.count()
        self.at(begins)

    def at(self, now: datetime) -> None:
        """It is this instant, for the core, for people and for the provider."""
        self.stage.now = self.core.now = now

    @property
    def now(self) -> datetime:
        """The instant it is."""
        return self.stage.now

    def later(self, at: datetime, act: Callable[[], None]) -> None:
        """Somebody does this then."""
        heapq.heappush(self._dues, Due(at, next(self._nths), act))

    def due(self, until: datetime) -> Due | None:
        """What somebody does next, until an instant."""
        return heapq.heappop(self._dues) if self._dues and self._dues[0].at <= until else None

    def ahead(self) -> tuple[datetime | None, datetime | None]:
        """When the next second touch is due, and the next of all else. Only the pace of a test hangs on it."""
        (row,) = self.stage.rows(_AHEAD, now=self.now)
        return row.touch, row.other

    def numbers(self) -> dict[UUID, str]:
        """The numbers the line has met, E.164."""
        rows = self.stage.rows("SELECT id, digits FROM numbers")
        return {row.id: self.core.keys.decrypt(row.digits, "numbers.digits", row.id) for row in rows}

    def tick(self) -> None:
        """The clock looks for what is due."""
        self._clock.tick()

    def carry(self) -> list[Taken]:
        """The worker sends all that is due; returns what the provider took."""
        before = len(self.network.taken)
        relay = Relay(self.core, self.network, self.settings)
        while self.stage.one(_WAITS, now=self.now) and relay.round():
            pass
        taken = self.network.taken[before:]
        for each in taken:
            self._report(each)
        return taken

    def _report(self, taken: Taken) -> None:
        if taken.by == "call":
            if taken.error is not None:
                self._post(taken.status_url, voice_form(taken.sid, demo.LINE, To=taken.number, CallStatus="no-answer",
                                                        Direction="outbound-api"))  # fmt: skip
            return
        status = "delivered" if taken.error is None else "undelivered"
        more = {} if taken.error is None else {"ErrorCode": str(taken.error)}
        form = text_form(taken.sid, "", demo.LINE, To=taken.number, MessageStatus=status, **more)
        self._post(taken.status_url, {name: value for name, value in form.items() if name != "Body"})

    def _post(self, url: str, fields: dict[str, str]) -> str:
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        signed = {"X-Twilio-Signature": signature(TOKEN, f"{self.settings.public_url}{target}", fields)}
        answer = self._web.post(
            target, data=urlencode(fields), headers=signed, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code in (200, 204), (target.split("?")[0], answer.status_code)
        return answer.get_data(as_text=True)

    def text(self, number: str, body: str, **more: str) -> str:
        """Somebody texts the line; returns the document it answers."""
        words = self.network.switch.texts.optouts.hear(number, demo.LINE, body)
        flag = {"OptOutType": body.upper()} if words is not None else {}
        return self._post(
            f"{self.settings.public_url}/sms", text_form(f"SM{next(self._nths):032x}", body, number, **flag)
        )

    def turn(self, url: str, taken: Taken, keys: str | None) -> str:
        """One turn of a call of ours that was picked up; returns the document."""
        more = {} if keys is None else {"Digits": keys}
        form = voice_form(taken.sid, demo.LINE, To=taken.number, Direction="outbound-api", **more)
        return self._post(url, form)

    def hung_up(self, taken: Taken) -> None:
        """A call of ours that was picked up is over."""
        form = voice_form(taken.sid, demo.LINE, To=taken.number, CallStatus="completed", CallDuration="20",
                          Direction="outbound-api")  # fmt: skip
        self._post(taken.status_url, form)

    def close(self) -> None:
        """Let the database go."""
        self.core.database.engine.dispose()
