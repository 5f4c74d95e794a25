"""The whole line inside a test: real database, real web server, real worker round, and the exchange's telephones."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy.engine import Row
from werkzeug.serving import WSGIRequestHandler, make_server

import demo
from app import build_provider, build_web
from booking_core import institution
from booking_core.core import Core
from booking_core.lines import Line
from dispatch import run
from exchange.client import Telephone
from exchange.lines import line_at
from exchange.server import Exchange
from exchange.signature import signature as sign
from postgres import EmbeddedServer
from relay import Relay
from settings import Settings, load

SECRET = "6f1d0c5be8a94737921e4b0f3ad85c72e96b4f01d27a8c35"
ACCOUNT = "AC" + "1" * 32
TOKEN = "2" * 32
POLL_S = 0.05
"""The worker's rest between looks: a tenth of what it is in the service, for tests wait for it."""
SENDERS = 4
OVERRIDES = "rc=2&rp=all&rt=4000&tt=15000"


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing."""


@dataclass
class House:
    """A running line and what a test may look at."""

    settings: Settings
    core: Core
    exchange: Exchange
    exchange_url: str
    relay: Relay
    url: str
    stopped: threading.Event = field(default_factory=threading.Event)

    def phone(self, number: str = "+12025550101") -> Telephone:
        """A telephone of the exchange."""
        return Telephone(self.exchange_url, number)

    @property
    def line(self) -> Line:
        """The demo line."""
        found = self.core.database.transact(lambda c: institution.read_line(c, demo.LINE))
        assert found is not None
        return found

    def settle(self, within_s: float = 20) -> None:
        """Wait until every message has been delivered and every report of it has come."""
        until = time.monotonic() + within_s
        while self.rows(
            "SELECT 1 FROM outbox WHERE state IN ('waiting', 'unknown', 'sent') AND not_after > now() "
            "AND kind NOT IN ('proof_call', 'admission')"
        ):
            assert time.monotonic() < until, "the worker delivers nothing"
            time.sleep(0.05)
        self.exchange.settle()

    def rows(self, statement: str, **parameters: object) -> list[Row[Any]]:
        """What the database holds."""
        return list(self.core.database.transact(lambda c: c.execute(sa.text(statement), parameters).all()))

    def do(self, statement: str, **parameters: object) -> int:
        """Change the database as no caller could: to set a stage."""
        return self.core.database.transact(lambda c: c.execute(sa.text(statement), parameters).rowcount)


EVERYBODY = str(Path(__file__).with_name("everybody.toml"))
"""A policy without controls: tests call from one block of numbers, hundreds of times."""


def settings_for(port: int, url: str, **more: str) -> Settings:
    """Settings of a simulated line at `port`."""
    return load(
        {
            "TELEPHONY": "simulated", "SECRET_KEY": SECRET, "DATABASE_URL": url, "PORT": str(port),
            "PUBLIC_URL": f"http://127.0.0.1:{port}", "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_NUMBER": demo.LINE, "REGIONS": "US", "POLICY": EVERYBODY, **more,
        }
    )  # fmt: skip


@contextmanager
def open_house(core: Core, url: str, **more: str) -> Iterator[House]:
    """Start web, worker and exchange in threads of this process, on loopback ports of their own."""
    with socket.create_server(("127.0.0.1", 0)) as web_socket, tempfile.TemporaryDirectory() as var:
        port = web_socket.getsockname()[1]
        settings = settings_for(port, url, **{"FAIRLINE_VAR": var, **more})
        exchange = Exchange(ACCOUNT, TOKEN)
        exchange_url = exchange.start()
        web = make_server(
            "127.0.0.1", port, build_web(settings, core), threaded=True, request_handler=_Quiet, fd=web_socket.fileno()
        )
        threading.Thread(target=web.serve_forever, args=(0.005,), name="web", daemon=True).start()
        for number in (demo.LINE, demo.TWIN):
            exchange.add(line_at(number, settings.public_url, OVERRIDES))
        relay = Relay(core, build_provider(settings, exchange_url), settings)
        house = House(settings, core, exchange, exchange_url, relay, url)
        woken = threading.Event()
        parts = (relay, house.stopped, POLL_S, SENDERS, woken)
        worker = threading.Thread(target=run, args=parts, name="worker", daemon=True)
        worker.start()
        try:
            yield house
        finally:
            house.stopped.set()
            woken.set()
            worker.join(15)
            exchange.settle()
            exchange.stop()
            web.shutdown()
            web.server_close()


def at_any_hour(core: Core) -> None:
    """What nobody asked for may go at once, whatever the hour and day at which a test runs."""
    rules = "UPDATE rules SET unasked_from_h = 0, unasked_to_h = 24, unasked_sundays = 1"
    core.transact(lambda t: [t.connection.exec_driver_sql(do) for do in (rules, "DELETE FROM holidays")])


def dump(house: House) -> dict[str, list[str]]:
    """Every row of every table as text: two equal dumps are one state of the world."""
    tables = house.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return {
        table: sorted(str(row.line) for row in house.rows(f'SELECT t::text AS line FROM "{table}" t'))
        for (table,) in tables
    }


def post(
    house: House, target: str, fields: dict[str, str], *, token: str = TOKEN, signature: str | None = None
) -> tuple[int, str]:
    """Post a webhook by hand, signed unless a signature is given; returns status and body."""
    body = urlencode(fields).encode()
    url = f"{house.settings.public_url}{target}"
    headers = {
        "X-Twilio-Signature": sign(token, url, fields) if signature is None else signature,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", house.settings.port, timeout=20)) as connection:
        connection.request("POST", target, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def voice_form(sid: str, caller: str = "+12025550101", **more: str) -> dict[str, str]:
    """The fields of a call's webhook."""
    return {
        "AccountSid": ACCOUNT, "CallSid": sid, "From": caller, "To": demo.LINE, "CallStatus": "in-progress",
        "Direction": "inbound", "ApiVersion": "2010-04-01", "ToZip": "", **more,
    }  # fmt: skip


def text_form(sid: str, body: str, sender: str = "+12025550101", **more: str) -> dict[str, str]:
    """The fields of a text's webhook."""
    return {
        "AccountSid": ACCOUNT, "MessageSid": sid, "SmsSid": sid, "From": sender, "To": demo.LINE, "Body": body,
        "NumMedia": "0", "NumSegments": "1", **more,
    }  # fmt: skip


@contextmanager
def stopped(server: EmbeddedServer) -> Iterator[None]:
    """The whole database server frozen, as by a hung disk."""
    assert server.pid is not None
    children = subprocess.run(["pgrep", "-P", str(server.pid)], capture_output=True, text=True, check=True)
    group = [int(pid) for pid in children.stdout.split()] + [server.pid]
    for pid in group:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in group:
            os.kill(pid, signal.SIGCONT)
