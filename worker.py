"""The worker process: carries the outbox to the provider, looks numbers up, and ticks the clock."""

from __future__ import annotations

import logging
import signal
import threading

import audit_commands
import clock
import costs_commands
import enquiries
import wakeups
from app import build_core, build_look_ups, build_provider
from booking_core import restored
from booking_core.core import Core
from booking_core.db import Unavailable, Unknown
from dispatch import POLL_S, run, senders
from enquiries import Enquiries
from relay import Relay
from settings import environment, load_or_exit

_LOG = logging.getLogger("fairline.worker")


def settle_in(core: Core, stopped: threading.Event) -> None:
    """Nothing is sent from a copy before the provider was asked. A database that is away is waited for."""
    while not stopped.is_set():
        try:
            looked = core.transact(restored.settle_in)
        except (Unavailable, Unknown):
            stopped.wait(POLL_S)
            continue
        if looked is not None:
            _LOG.warning("this database is a copy: %s messages are looked for before they are sent", looked)
        return


def main() -> None:
    """Work until SIGTERM or SIGINT, and end after the messages in hand."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    settings = load_or_exit(environment())
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    core = build_core(settings, size=senders(settings) + 4)
    core.wake = lambda ids: wakeups.WOKEN.set()
    settle_in(core, stopped)
    jobs = (*clock.JOBS, costs_commands.job(settings), *audit_commands.jobs(settings))
    ticking = threading.Thread(target=clock.run, args=(clock.Clock(core, jobs), stopped), name="clock")
    asking = threading.Thread(
        target=enquiries.run, args=(Enquiries(core, build_look_ups(settings)), stopped), name="look-ups"
    )
    for thread in (ticking, asking):
        thread.start()
    if settings.redis_url is not None:
        wakeups.listen(settings.redis_url.get_secret_value())
    run(Relay(core, build_provider(settings), settings), stopped, woken=wakeups.WOKEN)
    for thread in (ticking, asking):
        thread.join()


if __name__ == "__main__":
    main()
