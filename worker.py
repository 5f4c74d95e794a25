"""The worker process: carries the outbox to the provider, and ticks the clock."""

from __future__ import annotations

import logging
import signal
import threading

import clock
import costs_commands
import wakeups
from app import build_core, build_provider
from dispatch import run, senders
from relay import Relay
from settings import environment, load_or_exit


def main() -> None:
    """Work until SIGTERM or SIGINT, and end after the messages in hand."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    settings = load_or_exit(environment())
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    core = build_core(settings, size=senders(settings) + 3)
    core.wake = lambda ids: wakeups.WOKEN.set()
    jobs = (*clock.JOBS, costs_commands.job(settings))
    ticking = threading.Thread(target=clock.run, args=(clock.Clock(core, jobs), stopped), name="clock")
    ticking.start()
    if settings.redis_url is not None:
        wakeups.listen(settings.redis_url.get_secret_value())
    run(Relay(core, build_provider(settings), settings), stopped, woken=wakeups.WOKEN)
    ticking.join()


if __name__ == "__main__":
    main()
