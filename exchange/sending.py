"""One HTTP request to a webhook, byte for byte as it was signed.

The standard library's client is used because it sends the path as it is given: a client that tidies percent-encoding
would send another address than the one signed.
"""

import http.client
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from exchange.addresses import Overrides
from exchange.refusals import Refusal
from exchange.twiml import MAX_DOCUMENT

FailureKind = Literal["ct", "rt", "4xx", "5xx"]
_CHUNK = 16 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """A request ready to be sent; `url` has no fragment."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What a webhook answered; `body` is cut at one byte more than a document may have."""

    status: int
    content_type: str | None
    body: bytes
    location: str | None
    cookies: tuple[str, ...]


class Failure(Refusal):
    """A request without a usable answer; `kind` is what a retry policy calls it, `status` what came, if anything."""

    def __init__(self, code: int, message: str, kind: FailureKind, status: int | None = None) -> None:
        super().__init__(code, message)
        self.kind = kind
        self.status = status


Transport = Callable[[Request, Overrides, float], Answer]
"""How one request reaches a webhook and comes back with an answer, as `send_once` does it."""


def send_once(request: Request, overrides: Overrides, deadline: float) -> Answer:
    """Send `request` and return its answer, whatever its status; `deadline` is of `time.monotonic`.

    Raises `Failure`: 11210 no such host, 11220 TLS, 11205 no connection, 11200 no answer, 11203 out of time.
    """
    connection = _connection(request.url, min(overrides.connect, _left(deadline)))
    try:
        _connect(connection)
        return _ask(connection, request, overrides.read, deadline)
    finally:
        connection.close()


def _connection(url: str, timeout: float) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    return kind(parts.hostname or "", parts.port, timeout=timeout)


def _connect(connection: http.client.HTTPConnection) -> None:
    try:
        connection.connect()
    except (socket.gaierror, UnicodeError):  # the latter for a label that no host name can have
        raise Failure(11210, "the host is not known", "ct") from None
    except ssl.SSLError:
        raise Failure(11220, "TLS failed", "ct") from None
    except OSError:
        raise Failure(11205, "no connection", "ct") from None


def _ask(connection: http.client.HTTPConnection, request: Request, read: float, deadline: float) -> Answer:
    line = connection.sock
    try:
        line.settimeout(min(read, _left(deadline)))
        connection.request(request.method, _target(request.url), request.body, dict(request.headers))
        response = connection.getresponse()
        with response:
            return _answer(response, _read(response, line, read, deadline))
    except (OSError, http.client.HTTPException, zlib.error):
        raise Failure(11200, "no answer", "rt") from None


def _target(url: str) -> str:
    _, _, after_scheme = url.partition("//")
    target = after_scheme[len(urlsplit(url).netloc) :]
    return target if target.startswith("/") else f"/{target}"


def _read(response: http.client.HTTPResponse, line: socket.socket, read: float, deadline: float) -> bytes:
    body = b""
    while len(body) <= MAX_DOCUMENT and (chunk := response.read1(_CHUNK)):
        body += chunk
        line.settimeout(min(read, _left(deadline)))
    if response.headers.get("Content-Encoding") == "gzip":
        return zlib.decompressobj(wbits=31).decompress(body, MAX_DOCUMENT + 1)
    return body[: MAX_DOCUMENT + 1]


def _answer(response: http.client.HTTPResponse, body: bytes) -> Answer:
    return Answer(
        status=response.status,
        content_type=response.headers.get("Content-Type"),
        body=body,
        location=response.headers.get("Location"),
        cookies=tuple(response.headers.get_all("Set-Cookie", [])),
    )


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise Failure(11203, "out of time", "rt")
    return left
