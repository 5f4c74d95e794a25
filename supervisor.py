"""Runs child processes as one service: started together, watched, and stopped in order with nothing left behind.

Each child has a session of its own, so that Ctrl-C reaches only us and we decide the order of the end. Each asks the
kernel to be terminated when we die, so nothing runs on even after `kill -9` of this process.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final, Self
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

CHECKOUT: Final = Path(__file__).resolve().parent
READY_SECONDS: Final = 60.0
STOP_SECONDS: Final = 15.0
POLL_SECONDS: Final = 0.1
AGAIN_SECONDS: Final = 2.0

_PR_SET_PDEATHSIG: Final = 1  # prctl(2)
_prctl = ctypes.CDLL(None).prctl
_opener = build_opener(ProxyHandler({}))  # a proxy of the environment would not find this machine's loopback


class Unavailable(Exception):
    """The service cannot start or go on; the text is one line that says why."""


@dataclass(frozen=True)
class Service:
    """One part: its command, its whole environment and perhaps the address that answers 200 once it is ready."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    ready_url: str | None = None
    vital: bool = True
    """Whether nothing goes on without it; else it is started again when it leaves."""


class Signals:
    """Remembers that Ctrl-C, a termination or the end of the terminal asked us to stop; it interrupts nothing."""

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[signal.Signals, Callable[[int, FrameType | None], object] | int | None] = {}

    def __enter__(self) -> Self:
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if sign != signal.SIGHUP or signal.getsignal(sign) != signal.SIG_IGN:  # under nohup it stays ignored
                self._before[sign] = signal.signal(sign, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sign, handler in self._before.items():
            signal.signal(sign, handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


class Crew:
    """The running parts. `stop` ends them in the reverse of the order in which they were started."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._services = services
        self._children: list[tuple[Service, subprocess.Popen[bytes]]] = []
        self._waited: list[Service] = [service for service in services if service.ready_url]
        self._again = 0.0

    def start(self) -> None:
        """Start every part at once."""
        for service in self._services:
            self._children.append((service, _spawn(service)))

    def check(self) -> None:
        """Raise `Unavailable` if a vital part has left; start another one again, at most every AGAIN_SECONDS."""
        for nth, (service, child) in enumerate(self._children):
            if (code := child.poll()) is None:
                continue
            if service.vital:
                how = f"with code {code}" if code >= 0 else f"by signal {-code}"
                raise Unavailable(f"{service.name} left {how}: stopping everything")
            if time.monotonic() > self._again:
                self._again = time.monotonic() + AGAIN_SECONDS
                self._children[nth] = (service, _spawn(service))

    def unready(self) -> list[str]:
        """Names of the parts that have not yet answered that they are ready."""
        self._waited = [service for service in self._waited if not _answers(service.ready_url or "")]
        return [service.name for service in self._waited]

    def stop(self) -> None:
        """Ask each part to end, wait for it, and make sure that nothing of its session is left."""
        while self._children:
            _, child = self._children.pop()
            child.terminate()
            with suppress(subprocess.TimeoutExpired):
                child.wait(STOP_SECONDS)
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _spawn(service: Service) -> subprocess.Popen[bytes]:
    supervisor = os.getpid()

    def die_with_supervisor() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until the command runs, a handler of ours would swallow it
        _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != supervisor:  # it died before the kernel was told
            os._exit(1)

    return subprocess.Popen(
        service.argv, env=service.env, cwd=CHECKOUT, stdin=subprocess.DEVNULL,
        start_new_session=True, preexec_fn=die_with_supervisor,
    )  # fmt: skip


def _answers(url: str) -> bool:
    try:
        with _opener.open(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):  # not listening yet, or 503 with its reasons
        return False


def supervise(
    services: Sequence[Service],
    signals: Signals,
    *,
    on_ready: Callable[[], None],
    check: Callable[[], None] = lambda: None,
    once: bool = False,
) -> bool:
    """Run the parts until asked to stop, or with `once` until `on_ready` has returned; leaves none of them running.

    Returns whether they became ready. Raises `Unavailable` when a part leaves or is not ready in a minute; `check` may
    raise it for what else we live on.
    """
    crew = Crew(services)
    deadline = time.monotonic() + READY_SECONDS
    told = False
    try:
        crew.start()
        while not signals.asked and not (told and once):
            crew.check()
            check()
            if not told and not (late := crew.unready()):
                on_ready()
                told = True
            elif not told and time.monotonic() > deadline:
                raise Unavailable(f"not ready after {READY_SECONDS:.0f} s: {', '.join(late)}")
            time.sleep(POLL_SECONDS)
    finally:
        crew.stop()
    return told
