"""The web process as it is shipped, and the no-op under the same server; and signed turns to send them."""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from bench.callers import SECRET
from bench.ports import free_pair
from bench.stock import OFFICE, SERVICE, call_sid, slot
from booking_core.keys import Keys
from booking_core.outcomes import Offer
from exchange.parameters import call_parameters
from exchange.signature import signature
from ivr.call import Call, seal
from ivr.script import Step
from processes import services
from settings import Settings, load
from supervisor import Crew, Service, Unavailable

LINE = "+18005550199"
READY_S = 60


def settings_for(url: str, folder: Path) -> Settings:
    """Settings of a simulated line on free ports, with the processes and threads it has by default."""
    port = free_pair()
    return load(
        {
            "SECRET_KEY": SECRET.decode(),
            "DATABASE_URL": url,
            "PORT": str(port),
            "REGIONS": "US",
            "FAIRLINE_VAR": str(folder),
        }
    )


def part(settings: Settings, name: str) -> Service:
    """One process of the service as `./run` starts it."""
    (found,) = (service for service in services(settings) if service.name == name)
    return found


def noop(settings: Settings) -> tuple[Service, int]:
    """The no-op under the same server with the same settings, and its port."""
    web, port = part(settings, "web"), free_pair()
    return dataclasses.replace(
        web,
        name="noop",
        argv=(sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "bench.noop:app"),
        env={**web.env, "PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}"},
        ready_url=f"http://127.0.0.1:{port}/readyz",
    ), port


@contextmanager
def running(*parts: Service) -> Iterator[None]:
    """These processes, ready, for the time of a measurement."""
    crew = Crew(parts)
    try:
        crew.start()
        until = time.monotonic() + READY_S
        while late := crew.unready():
            crew.check()
            if time.monotonic() > until:
                raise Unavailable(f"not ready after {READY_S} s: {', '.join(late)}")
            time.sleep(0.05)
        yield
    finally:
        crew.stop()


class Turns:
    """Signed turns of the calls in `stock.sql`, as the bytes of HTTP requests."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._seals = Keys(SECRET).seals[0]
        self._now = datetime.now(UTC)
        self._slots = [self._offer(nth) for nth in range(2, 1002)]

    def first(self, number: int) -> bytes:
        """A call comes in that nobody has seen yet."""
        return self._request(f"CA{'f' * 16}{number:016d}", None, {})

    def menu(self, number: int) -> bytes:
        """ "Passport renewal", at the menu of services: the line then asks for how many."""
        return self._request(call_sid(number), Call(Step.SERVICE, self._now), {"Digits": "1"})

    def hold(self, number: int) -> bytes:
        """The first of the times offered: the line holds it and stages the code's text."""
        offers = (self._slots[number % 1000],)
        call = Call(Step.OFFERS, self._now, service=SERVICE, office=OFFICE, offers=offers, turns=4)
        return self._request(call_sid(number), call, {"Digits": "1"})

    def _offer(self, nth: int) -> Offer:
        starts = datetime.combine(self._now.date() + timedelta(days=2), datetime.min.time(), UTC)
        starts += timedelta(minutes=20 * nth)
        return Offer(slot(nth), OFFICE, SERVICE, starts.replace(tzinfo=None), "UTC", starts)

    def _request(self, sid: str, call: Call | None, heard: dict[str, str]) -> bytes:
        target = "/voice"
        if call is not None:
            target += "?" + urlencode({"s": seal(call, sid, self._now, self._seals)})
        fields = call_parameters(self._settings.twilio_account_sid, sid, "+12025550123", LINE, "inbound")
        fields |= {"CallStatus": "in-progress", "StirVerstat": "TN-Validation-Passed-A", **heard}
        token = self._settings.twilio_auth_token.get_secret_value()
        body = urlencode(fields).encode()
        head = (
            f"POST {target} HTTP/1.1\r\nHost: 127.0.0.1:{self._settings.port}\r\n"
            "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nUser-Agent: TwilioProxy/1.1\r\n"
            f"X-Twilio-Signature: {signature(token, self._settings.public_url + target, fields)}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body
