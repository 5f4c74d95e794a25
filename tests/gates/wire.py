"""A socket before a server's that passes everything on and counts how often the client had to wait for an answer.

Counted where the network would be, not in a driver's hooks: what a driver or a pool sends on its own (BEGIN, COMMIT,
a ping, PREPARE) costs a caller the same wait as a statement of ours.
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

_SOCKET = ".s.PGSQL.5432"


class Wire:
    """`url` is the address of the server by way of this wire."""

    def __init__(self, beyond: Path, here: Path, url: str) -> None:
        self._beyond = str(beyond)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(here))
        self._listener.listen()
        self._trips = 0
        self.url = url
        threading.Thread(target=self._accept, daemon=True).start()

    def trips(self, act: Callable[[], object]) -> int:
        """How many round trips `act` made."""
        before = self._trips
        act()
        return self._trips - before

    def close(self) -> None:
        """Accept no more connections; those that stand end with their clients."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server, suppress(OSError):  # either side may leave at any time
            server.connect(self._beyond)
            self._carry(client, server)

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        """One round trip is one change of direction: words of the client after an answer, however many they are."""
        answered = True
        while True:
            for ready in select.select([client, server], [], [])[0]:
                data = ready.recv(65536)
                if not data:
                    return
                if ready is client:
                    self._trips += answered
                    answered = False
                    server.sendall(data)
                else:
                    answered = True
                    client.sendall(data)


@contextmanager
def wire_to(url: str, folder: Path) -> Iterator[Wire]:
    """A wire to a database for the time of a test."""
    address = sa.make_url(url)
    by_way = address.set(query={"host": str(folder)}).render_as_string()
    with closing(Wire(Path(str(address.query["host"]), _SOCKET), folder / _SOCKET, by_way)) as wire:
        yield wire


@contextmanager
def wire_to_redis(url: str, folder: Path) -> Iterator[Wire]:
    """A wire to a Redis on a socket."""
    with closing(Wire(Path(url.removeprefix("unix://")), folder / "redis", f"unix://{folder / 'redis'}")) as wire:
        yield wire
