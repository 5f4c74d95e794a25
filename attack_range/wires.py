"""The wires of the range: line and exchange in one process, who call each other as WSGI applications do.

Nothing listens anywhere. What the exchange does after it has answered (reports) is done when the range says so, so that
everything has one order.
"""

from __future__ import annotations

import io
import json
import sys
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from flask import Flask

from exchange.addresses import Overrides
from exchange.afterwards import Afterwards, Task
from exchange.sending import Answer, Request
from exchange.server import application
from exchange.switch import Switch
from telephony.lookups import LookUps
from telephony.provider import Provider


class Reports(Afterwards):
    """What the exchange does afterwards, in the range's own thread."""

    def __init__(self) -> None:
        super().__init__()
        self._due: deque[Task] = deque()

    def put(self, task: Task) -> None:
        """Add a task behind all others."""
        self._due.append(task)

    def make(self) -> None:
        """Do all that is due, and what that makes due."""
        while self._due:
            self._due.popleft()()


@dataclass(slots=True)
class _Answered:
    """What an application has begun to answer."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)

    def start(self, status: str, headers: list[tuple[str, str]], fault: object = None, /) -> Callable[[bytes], object]:
        self.status, self.headers = int(status.split()[0]), headers
        return lambda more: None

    def header(self, name: str) -> str | None:
        return next((value for each, value in self.headers if each.lower() == name), None)


def ask(app: Flask, request: Request) -> Answer:
    """Put one request to an application of this process, byte for byte as it would come over the network (PEP 3333)."""
    answered = _Answered()
    said: Iterable[bytes] = app.wsgi_app(_environ(request), answered.start)
    try:
        body = b"".join(said)
    finally:
        if hasattr(said, "close"):
            said.close()
    cookies = tuple(value for name, value in answered.headers if name.lower() == "set-cookie")
    return Answer(answered.status, answered.header("content-type"), body, answered.header("location"), cookies)


def _environ(request: Request) -> dict[str, Any]:
    parts = urlsplit(request.url)
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()}
    return {
        **headers,
        "REQUEST_METHOD": request.method, "SCRIPT_NAME": "", "PATH_INFO": unquote(parts.path, "latin-1"),
        "RAW_URI": f"{parts.path}?{parts.query}" if parts.query else parts.path, "QUERY_STRING": parts.query,
        "HTTP_HOST": parts.netloc, "SERVER_NAME": parts.hostname or "", "SERVER_PORT": str(parts.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": request.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0), "wsgi.url_scheme": parts.scheme, "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr, "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip


def transport(app: Flask) -> Callable[[Request, Overrides, float], Answer]:
    """How the exchange's webhooks reach the line."""
    return lambda request, overrides, deadline: ask(app, request)


@dataclass(frozen=True, slots=True)
class _Response:
    """What the provider's library reads of an answer."""

    status_code: int
    text: str
    headers: Mapping[str, str]
    ok: bool


class _Client:
    """The library's HTTP client, whose requests go to an application of this process.

    `made` is told the sid of whatever a request has made.
    """

    def __init__(self, app: Flask, made: Callable[[str], None]) -> None:
        self._app = app
        self._made = made

    def request(
        self, method: str, url: str, params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None, headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None, timeout: float | None = None, allow_redirects: bool = False,
    ) -> _Response:  # fmt: skip
        """One request of the library, whatever host it is for."""
        target = "http://127.0.0.1:8001" + urlsplit(url).path + ("?" + urlencode(params, doseq=True) if params else "")
        sent = {"Content-Type": "application/x-www-form-urlencoded", **_authorization(auth)}
        answer = ask(self._app, Request(method.upper(), target, sent, urlencode(data or {}, doseq=True).encode()))
        if answer.status == 201:
            self._made(json.loads(answer.body)["sid"])
        return _Response(answer.status, answer.body.decode(), {}, answer.status < 400)


def _authorization(auth: tuple[str, str] | None) -> dict[str, str]:
    return {} if auth is None else {"Authorization": "Basic " + b64encode(":".join(auth).encode()).decode()}


class Directory(LookUps):
    """The provider's look-ups as the service has them, answered by the exchange out of its table."""

    def __init__(self, switch: Switch) -> None:
        super().__init__(switch.account_sid, switch.token, "http://127.0.0.1")
        self._client.http_client = _Client(application(switch), lambda sid: None)


class Carrier(Provider):
    """The provider's interface as the service has it, all of it, with the exchange at the other end of the wire.

    `made` is told the sid of each text and call that the exchange takes.
    """

    def __init__(self, switch: Switch, made: Callable[[str], None]) -> None:
        super().__init__(switch.account_sid, switch.token, "http://127.0.0.1")
        self._client.http_client = _Client(application(switch), made)
