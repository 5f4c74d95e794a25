"""The whole service as processes that can be killed, on a database that keeps its word about the disk."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import processes
from settings import Settings
from supervisor import CHECKOUT, Service

READY_S = 60
_opener = build_opener(ProxyHandler({}))


class Running:
    """The parts of the service, each in a session of its own."""

    def __init__(self, parts: Sequence[Service], log: Path) -> None:
        """What they print goes to the file `log`."""
        self._parts = {part.name: part for part in parts}
        self._log = log
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        """Start a part; `await_ready` says when it serves."""
        part = self._parts[name]
        with self._log.open("ab") as log:
            self._children[name] = subprocess.Popen(
                part.argv, env=part.env, cwd=CHECKOUT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """Kill a part and all its processes (SIGKILL), as a machine's memory killer would."""
        child = self._children.pop(name)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    def stop(self) -> None:
        """Leave no part behind."""
        for name in list(self._children):
            self.kill(name)

    def await_ready(self) -> None:
        """Return when every part that can say so is ready. Raises TimeoutError."""
        until = time.monotonic() + READY_S
        for part in self._parts.values():
            while part.ready_url is not None and not _answers(part.ready_url):
                if time.monotonic() > until:
                    raise TimeoutError(f"{part.name} is not ready: {self._log.read_text()[-2000:]}")
                time.sleep(0.1)


@contextmanager
def running(settings: Settings, log: Path, *only: str) -> Iterator[Running]:
    """Start all parts, or those of these names; at the end none of them is left."""
    parts = [part for part in processes.services(settings) if not only or part.name in only]
    service = Running(parts, log)
    try:
        for part in parts:
            service.start(part.name)
        service.await_ready()
        yield service
    finally:
        service.stop()


def _answers(url: str) -> bool:
    try:
        with _opener.open(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
