"""Flood counters: in Redis for all processes of the line, and in the memory of each, which goes on where Redis is away.

One round trip for a call or a text, whatever is counted of it. Who is counted is a keyed hash, under a key that nothing
else is hashed with. A call or text is a member of its window, not a number added to it, so that the provider's retry of
it is the same one again; and a window keeps no more members than its limit needs, so that a flood fills no memory.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from booking_core.breaker import Breaker
from booking_core.doorstep import Window

if TYPE_CHECKING:
    from redis.client import Pipeline

WAIT_S = 0.2
"""As long as a turn waits for Redis, once: laws.md, waits."""
REST_S = 5.0
"""From a fault of Redis to the next try: until then nobody waits for it."""
MOST_KEPT = 20_000
"""Windows in a process's memory; the one that was begun first makes room."""
_BEYOND = 2
"""Members kept over a limit: the first that is too many is told apart from the others."""

_LOG = logging.getLogger("fairline.counters")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a window is kept, as both stores see it."""

    key: str
    keeps: int
    """Members at most."""
    adds: bool
    after: float
    """Members that came before this instant are over (POSIX seconds); 0: none ever is, the window itself ends."""
    lasts_s: int


class Counters:
    """What the dialogues count with; see `booking_core.doorstep.Counters`."""

    def __init__(self, key: bytes, url: str | None = None, clock: Callable[[], float] = time.time) -> None:
        """`key`: that of the hashes. `url`: as in REDIS_URL; without one there is the memory of this process only.

        `clock`: orders the members of a window, so no two of its instants are the same.
        """
        self._hash_key, self._clock = key, clock
        self._memory = _Memory()
        self._shared = None if url is None else _Shared(url)

    def count(self, sid: str, windows: Sequence[Window], at: datetime) -> tuple[int, ...]:
        """For each window which one this is, from 1; of one that is only looked at, how many there are.

        Both stores count: what Redis has lost, this process remembers. Only whose calls are still up is better known
        to Redis, since the end of a call may be reported to another process.
        """
        member, now = self._hashed("sid", sid), self._clock()
        spots = [self._spot(window, at, now) for window in windows]
        own = [self._memory.count(spot, member, now) for spot in spots]
        shared = self._asked(lambda found: found.count(spots, member, now))
        if shared is None:
            return tuple(own)
        return tuple(
            many if window.what == "now" else max(many, mine)
            for window, many, mine in zip(windows, shared, own, strict=True)
        )

    def end(self, sid: str, now: Window, windows: Sequence[Window], at: datetime) -> None:
        """A call is over: it is up no more, and counts in these windows."""
        member, instant = self._hashed("sid", sid), self._clock()
        up, spots = self._spot(now, at, instant), [self._spot(window, at, instant) for window in windows]
        self._memory.drop(up, member)
        for spot in spots:
            self._memory.count(spot, member, instant)
        self._asked(lambda found: found.end(up, spots, member, instant))

    def _asked(self, ask: Callable[[_Shared], list[int]]) -> list[int] | None:
        return None if self._shared is None else self._shared.asked(ask)

    def _spot(self, window: Window, at: datetime, now: float) -> _Spot:
        span = int(window.limit.within.total_seconds())
        key = f"fairline:{window.what}:{span}:{self._hashed(window.what, window.whose)}"
        if window.what == "now":
            return _Spot(key, window.limit.most, window.adds, now - span, span)
        return _Spot(f"{key}:{int(at.timestamp()) // span}", window.limit.most + _BEYOND, window.adds, 0, span)

    def _hashed(self, what: str, plain: str) -> str:
        return hashlib.blake2b(f"{what}|{plain}".encode(), key=self._hash_key, digest_size=12).hexdigest()


class _Memory:
    """Windows of one process."""

    def __init__(self) -> None:
        self._windows: dict[str, dict[str, float]] = {}
        self._lock = threading.Lock()

    def count(self, spot: _Spot, member: str, at: float) -> int:
        """Which one of its window this is."""
        with self._lock:
            window = self._windows.get(spot.key, {})
            if spot.after:
                for gone in [each for each, came in window.items() if came < spot.after]:
                    del window[gone]
            if not spot.adds:
                return len(window)
            if member not in window and len(window) < spot.keeps:
                window[member] = at
                self._keep(spot.key, window)
            return list(window).index(member) + 1 if member in window else len(window) + 1

    def _keep(self, key: str, window: dict[str, float]) -> None:
        if key not in self._windows and len(self._windows) >= MOST_KEPT:
            del self._windows[next(iter(self._windows))]
        self._windows[key] = window

    def drop(self, spot: _Spot, member: str) -> None:
        """This one is over."""
        with self._lock:
            self._windows.get(spot.key, {}).pop(member, None)


class _Shared:
    """Windows in Redis, each a sorted set of its members by the instant they came."""

    def __init__(self, url: str) -> None:
        from redis import Redis, RedisError  # where no Redis is named, it is not even loaded
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        # No retry, and no greeting but what the protocol needs: a turn waits WAIT_S for all of it.
        self._redis = Redis.from_url(
            url, socket_timeout=WAIT_S, socket_connect_timeout=WAIT_S, retry=Retry(NoBackoff(), 0),
            protocol=2, driver_info=None,
        )  # fmt: skip
        self._faults = RedisError, OSError
        self._breaker = Breaker(2 * WAIT_S, REST_S)

    def asked(self, ask: Callable[[_Shared], list[int]]) -> list[int] | None:
        """What Redis says; None where it is away, which is found out by one turn in REST_S."""
        if not self._breaker.admits():
            return None
        try:
            found = ask(self)
        except self._faults as fault:
            self._breaker.silent()
            _LOG.warning("no counters in Redis: %s", type(fault).__name__)
            return None
        self._breaker.answered()
        return found

    def count(self, spots: Sequence[_Spot], member: str, at: float) -> list[int]:
        """Which one of each window this is. A transaction: nobody else takes a member away before its rank is told."""
        pipe = self._redis.pipeline()
        told = [_ask(pipe, spot, member, at) for spot in spots]
        replies = pipe.execute()
        return [replies[nth] + spot.adds for spot, nth in zip(spots, told, strict=True)]

    def end(self, up: _Spot, spots: Sequence[_Spot], member: str, at: float) -> list[int]:
        """One is over, and counts in other windows."""
        pipe = self._redis.pipeline()
        pipe.zrem(up.key, member)
        for spot in spots:
            _ask(pipe, spot, member, at)
        pipe.execute()
        return []


def _ask(pipe: Pipeline, spot: _Spot, member: str, at: float) -> int:
    """Returns which of the replies tells: how many there are, or how many came before."""
    if spot.after:
        pipe.zremrangebyscore(spot.key, "-inf", f"({spot.after}")
    if not spot.adds:
        pipe.zcard(spot.key)
        return len(pipe) - 1
    pipe.zadd(spot.key, {member: at}, nx=True)
    pipe.zrank(spot.key, member)
    pipe.zremrangebyrank(spot.key, spot.keeps, -1)
    pipe.expire(spot.key, spot.lasts_s)
    return len(pipe) - 3
