"""`python -m tests.faults.warm`: reads a failpoint and an instant a line, and forks a worker that dies there."""

from __future__ import annotations

import os
import signal
import sys
import threading
from datetime import datetime

from app import build_core, build_provider
from dispatch import run
from relay import Relay
from settings import Failpoint, Settings, environment, load

LIVES_S = 20
"""A worker that never comes to its failpoint ends by another signal than it should."""


def work(settings: Settings, failpoint: str, at: str) -> None:
    """The life of one worker, with a few messages in flight at once."""
    signal.alarm(LIVES_S)
    mortal = settings.model_copy(update={"failpoint": Failpoint(failpoint)})
    core = build_core(mortal, size=6).at(datetime.fromisoformat(at))
    run(Relay(core, build_provider(mortal), mortal), threading.Event(), 0.05, 3)


def main() -> None:
    """Fork a worker for each line, and print the signal that ended it."""
    settings = load(environment())
    build_provider(settings)._client.messages.create  # noqa: B018  imports what the first text would
    for line in sys.stdin:
        failpoint, at = line.split()
        child = os.fork()
        if not child:
            work(settings, failpoint, at)
            os._exit(1)
        print(os.WTERMSIG(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
