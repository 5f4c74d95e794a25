"""Load that does not wait: requests leave when they are due, and latency counts from then.

A closed loop asks the next question only after an answer, so a server that stalls is asked less while it stalls, and
the stall does not show. Callers do not wait for each other.
"""

from __future__ import annotations

import asyncio
import gc
import random
import re
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

CONNECTIONS = 16
"""Kept open like the provider's; as many more are opened as are needed at once."""
PATIENCE_S = 15
"""As long as the provider waits for an answer."""
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    seconds: float
    """From the instant at which the request was due."""
    status: int
    """0: nothing came in PATIENCE_S, or the connection was closed."""
    body: bytes


def drive(port: int, requests: Sequence[bytes], rate: float, seed: int = 1) -> list[Reply]:
    """Send each of `requests` to loopback, `rate` a second on average and at random like calls, and wait for all."""
    with _no_collection():
        return asyncio.run(_Load(port).open(requests, rate, random.Random(seed)))


def capacity(port: int, requests: Iterator[bytes], seconds: float) -> tuple[float, list[Reply]]:
    """Answers a second to CONNECTIONS clients, each asking again once it is answered; and the answers."""
    with _no_collection():
        replies = asyncio.run(_Load(port).closed(requests, seconds))
    return len(replies) / seconds, replies


@contextmanager
def _no_collection() -> Iterator[None]:
    """The generator's own pauses would count as the server's."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _Load:
    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: deque[_Client] = deque()

    async def open(self, requests: Sequence[bytes], rate: float, chance: random.Random) -> list[Reply]:
        for _ in range(CONNECTIONS):
            self._idle.append(await self._connected())
        due, asked = time.perf_counter(), []
        for request in requests:
            due += chance.expovariate(rate)
            if (ahead := due - time.perf_counter()) > 0:
                await asyncio.sleep(ahead)
            asked.append(asyncio.create_task(self._ask(request, due)))
        return list(await asyncio.gather(*asked))

    async def closed(self, requests: Iterator[bytes], seconds: float) -> list[Reply]:
        until, replies = time.perf_counter() + seconds, []

        async def ask_on() -> None:
            while (now := time.perf_counter()) < until:
                replies.append(await self._ask(next(requests), now))

        await asyncio.gather(*(ask_on() for _ in range(CONNECTIONS)))
        return replies

    async def _ask(self, request: bytes, due: float) -> Reply:
        """In turn over all connections that are free, so that no process of the server is spared."""
        try:
            client = self._idle.popleft() if self._idle else await self._connected()
            status, body = await asyncio.wait_for(client.ask(request), PATIENCE_S)
        except (OSError, TimeoutError):
            return Reply(time.perf_counter() - due, 0, b"")
        seconds = time.perf_counter() - due
        self._idle.append(client)
        return Reply(seconds, status, body)

    async def _connected(self) -> _Client:
        _, client = await asyncio.get_running_loop().create_connection(_Client, "127.0.0.1", self._port)
        return client


class _Client(asyncio.Protocol):
    """One connection that asks one thing at a time."""

    def __init__(self) -> None:
        self._received = b""
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever waits waits in vain."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("closed"))

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and body of the answer. Raises OSError when the connection is closed."""
        if self._transport.is_closing():
            raise ConnectionError("closed")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def data_received(self, data: bytes) -> None:
        """Answers of this server tell their length."""
        self._received += data
        head, blank, body = self._received.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if blank and length is not None and len(body) >= int(length[1]) and self._answer is not None:
            self._received = b""
            self._answer.set_result((int(head[9:12]), body))
