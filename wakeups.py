"""Wake-ups: a message that was laid into the outbox is carried at once, where there is a Redis to tell the worker.

They are hints. What a wake-up names lies in the database; lost, late or doubled, it is found there by the next look.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

QUEUE = "fairline-outbox"
"""The one queue a worker listens to: with one, rq moves a job in one step, so that none is lost between two."""

MOST = 1000
"""Wake-ups that may wait in a web process; with more, the worker is awake anyway."""

WAIT_S = 0.2
AGAIN_S = 1.0
"""From a fault of Redis to the next try."""

WOKEN = threading.Event()
"""In a worker: something new is due."""

_LOG = logging.getLogger("fairline.wakeups")


def deliver(*ids: str) -> None:
    """The job: these messages are in the outbox. Which goes first is for the lanes to say, so the dispatcher looks."""
    WOKEN.set()


class Wakeups:
    """Tells the workers from a thread beside the turns: no turn ever waits for Redis."""

    def __init__(self, url: str) -> None:
        """`url`: as in REDIS_URL."""
        self._url = url
        self._waiting: queue.Queue[Sequence[UUID]] = queue.Queue(MOST)
        threading.Thread(target=self._tell, name="wakeups", daemon=True).start()

    def __call__(self, staged: Sequence[UUID]) -> None:
        """These messages can go."""
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(staged)

    def _tell(self) -> None:
        jobs = None
        while True:
            ids = list(self._waiting.get())
            with contextlib.suppress(queue.Empty):
                while len(ids) < MOST:
                    ids += self._waiting.get_nowait()
            try:
                jobs = jobs or _rq(self._url)[0]
                jobs.enqueue(deliver, args=[str(each) for each in ids], description="outbox", result_ttl=0,
                             failure_ttl=60, ttl=60)  # fmt: skip
            except Exception as fault:  # whatever it is: the worker looks by itself
                _LOG.warning("no wake-up: %s", type(fault).__name__)
                time.sleep(AGAIN_S)


def listen(url: str) -> None:
    """Set WOKEN at every wake-up, in a thread of this process and for as long as it lives."""

    def forever() -> None:
        while True:
            try:
                _rq(url)[1]()
            except Exception as fault:  # whatever it is: the dispatcher looks by itself meanwhile
                _LOG.warning("no wake-ups: %s", type(fault).__name__)
            time.sleep(AGAIN_S)

    threading.Thread(target=forever, name="listener", daemon=True).start()


def _rq(url: str) -> tuple[Any, Callable[[], object]]:
    """The queue, for who tells; and for who listens, what carries out its jobs until Redis fails."""
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry
    from rq import Queue, SimpleWorker
    from rq.serializers import JSONSerializer
    from rq.timeouts import TimerDeathPenalty

    class Listener(SimpleWorker):
        death_penalty_class = TimerDeathPenalty
        max_connection_wait_time = 2.0

        def _install_signal_handlers(self) -> None:
            """They are the process's own, and this is not its main thread."""

    once = Retry(NoBackoff(), 0)

    def listen() -> None:
        patient = Redis.from_url(url, socket_connect_timeout=WAIT_S, retry=once)
        Listener(
            [QUEUE], connection=patient, serializer=JSONSerializer, worker_ttl=45, maintenance_interval=30,
            log_job_description=False,
        ).work(logging_level="CRITICAL")  # fmt: skip

    quick = Redis.from_url(url, socket_timeout=WAIT_S, socket_connect_timeout=WAIT_S, retry=once)
    return Queue(QUEUE, connection=quick, serializer=JSONSerializer), listen
