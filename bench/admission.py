"""What admission and the counters add to a call: its turns with both, and with neither, in the same run."""

from __future__ import annotations

import io
import itertools
import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

import policy_file
from app import build_web
from bench.arena import Disk, arena, use_disk
from bench.callers import SECRET
from bench.company import undisturbed
from bench.figures import Failed, Figure, progress
from bench.stock import reset, stock_line
from bench.web import LINE, running, settings_for
from booking_core.commands import Command, SeekPlace
from booking_core.core import Core
from booking_core.db import Database
from booking_core.keys import Keys
from booking_core.outcomes import Outcome
from exchange.parameters import call_parameters
from exchange.signature import signature
from postgres import EmbeddedServer
from processes import valkey
from settings import Settings, load

ROUNDS = 7
CALLS = 60
KEYS = ("1", "1", "1", "1", "1", "1")
"""Book; this phone; the service; for one; the office, or the first time; and the time where the office was asked."""
HELD = "is held for you"

O = TypeVar("O", bound=Outcome)  # noqa: E741  # one letter, as in the commands' own type


class _Unguarded(Core):
    """A core that looks for free times and judges nobody."""

    def perform(self, command: Command[O], key: str) -> O:
        """Whoever asks for places gets the search."""
        if isinstance(command, SeekPlace):
            return cast("O", self.ask(command.wish))
        return super().perform(command, key)


@dataclass
class Side:
    """One of the two that are compared, and the seconds that its calls took."""

    web: Callable[..., Any]
    settings: Settings

    def call(self, number: str, sid: str) -> float:
        """Seconds within the web application, from the ringing until a time is held. Raises Failed without one."""
        target, took = "/voice", 0.0
        for keys in (None, *KEYS, *KEYS):
            heard = {} if keys is None else {"Digits": keys}
            seconds, document = self._turn(target, number, sid, heard)
            took += seconds
            if HELD in document:
                return took
            target = re.findall(r'action="[^"]*?(/voice\?[^"#]*)', document)[0].replace("&amp;", "&")
        raise Failed(f"no time was held: {document}")

    def _turn(self, target: str, number: str, sid: str, heard: dict[str, str]) -> tuple[float, str]:
        fields = call_parameters(self.settings.twilio_account_sid, sid, number, LINE, "inbound")
        fields |= {"CallStatus": "in-progress" if heard else "ringing", **heard}
        token = self.settings.twilio_auth_token.get_secret_value()
        body = urlencode(fields).encode()
        path, _, query = target.partition("?")
        environ = {
            "REQUEST_METHOD": "POST", "PATH_INFO": path, "QUERY_STRING": query, "RAW_URI": target, "SERVER_NAME": "x",
            "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH":
            str(len(body)), "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "HTTP_X_TWILIO_SIGNATURE": signature(token, self.settings.public_url + target, fields),
        }  # fmt: skip
        began = time.perf_counter()
        answered = b"".join(self.web(environ, lambda status, headers, fault=None: None))
        return time.perf_counter() - began, answered.decode()


def measure() -> list[Figure]:
    """The share of admission and the counters. Takes some two minutes."""
    with tempfile.TemporaryDirectory() as folder, arena() as server:
        line = stock_line(server)
        redis, redis_url = valkey(Path(folder))
        settings = settings_for(line, Path(folder))
        guarded = load(settings.as_environment() | {"REDIS_URL": redis_url})
        cores = (
            Core(Database(line, size=1), Keys(SECRET), policy=policy_file.load()),
            _Unguarded(Database(line, size=1), Keys(SECRET)),
        )
        with running(redis):
            sides = [Side(build_web(each, core).wsgi_app, each)
                     for each, core in zip((guarded, settings), cores, strict=True)]  # fmt: skip
            found = [_figure(server, line, sides, disk) for disk in Disk]
        for core in cores:
            core.database.engine.dispose()
    return found


NUMBERS = itertools.count(1)


def _figure(server: EmbeddedServer, line: str, sides: list[Side], disk: Disk) -> Figure:
    use_disk(server, disk)
    values = []
    for round_ in range(ROUNDS):
        reset(line)
        spent = undisturbed(lambda: _round(sides))
        values.append(spent[0] / spent[1])
        progress(f"{disk}, round {round_ + 1}: {spent[0] / CALLS * 1000:.1f} ms ÷ {spent[1] / CALLS * 1000:.1f} ms")
    return Figure(f"a call's turns with admission and counters ÷ without, {disk}", "<=", 1.15, tuple(values))


def _round(sides: list[Side]) -> tuple[float, float]:
    """Calls of both, turn and turn about, each of a number of a block of its own."""
    spent = [0.0, 0.0]
    for call in range(CALLS):
        for side in (0, 1) if call % 2 else (1, 0):
            number = next(NUMBERS)
            spent[side] += sides[side].call(f"+1212{200 + number % 700}{number // 700 % 10}{number % 997:03}",
                                            f"CA{'d' * 16}{number:016d}")  # fmt: skip
    return spent[0], spent[1]
