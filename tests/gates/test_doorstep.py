"""What the doorstep costs a turn: one round trip to Redis for a call and for a text, and none to the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import app
import policy_file
from booking_core import desk_commands as d
from booking_core.actors import Staff
from booking_core.core import Core
from booking_core.db import Database
from booking_core.doorstep import Doorstep
from booking_core.keys import Keys
from tests.doorstep.bell import Bell, bell
from tests.faults.test_redis import Valkey
from tests.gates.wire import Wire, wire_to, wire_to_redis
from tests.house import SECRET

BEN = "+12025550111"
Trips = tuple[int, int]
"""To Redis, and to the database."""


@dataclass
class Counted:
    """A door with a counter on both ways."""

    door: Bell
    redis: Wire
    database: Wire

    def trips(self, sid: str) -> dict[str, Trips]:
        """What the turns of one call, its end and a text cost."""
        heard: list[str] = []
        ring = self._both(lambda: heard.append(self.door.ring(BEN, sid)))
        press = self._both(lambda: heard.append(self.door.press(heard[0], "*", BEN, sid)))
        assert "To book, press 1" in heard[0]
        assert "To book, press 1" in heard[1]
        over = self._both(lambda: self.door.over(BEN, 60, sid))
        text = self._both(lambda: self.door.text("1", BEN, "SM" + sid[2:]))
        return {"ring": ring, "menu": press, "over": over, "text": text}

    def _both(self, act: Callable[[], object]) -> Trips:
        found: list[int] = []
        database = self.database.trips(lambda: found.append(self.redis.trips(act)))
        return found[0], database


@pytest.fixture
def wires(url: str) -> Iterator[tuple[Wire, Wire]]:
    """The ways to a Redis and to the test's database."""
    with TemporaryDirectory(prefix="fairline-") as folder:
        for name in ("v", "r", "d"):
            (Path(folder) / name).mkdir()
        valkey = Valkey(Path(folder) / "v")
        with wire_to_redis(valkey.url, Path(folder) / "r") as redis, wire_to(url, Path(folder) / "d") as database:
            yield redis, database
        valkey.stop()


@pytest.fixture
def counted(wires: tuple[Wire, Wire]) -> Iterator[Callable[[Doorstep | None], Counted]]:
    """Makes a web application whose every way is counted; warm, so that what is prepared and connected once is."""
    redis, database = wires
    cores: list[Core] = []

    def make(rules: Doorstep | None) -> Counted:
        cores.append(Core(Database(database.url, size=1), Keys(SECRET.encode())))
        found = Counted(bell(cores[-1], database.url, rules, REDIS_URL=redis.url), redis, database)
        for nth in range(2):
            found.trips(f"CA{len(cores)}{nth:031d}")
        return found

    yield make
    for core in cores:
        core.database.engine.dispose()


def test_a_call_and_a_text_make_one_round_trip_to_redis_and_menus_none(
    counted: Callable[[Doorstep | None], Counted], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And to the database as many as without a doorstep: exactly, in a declared flood as in peace."""
    monkeypatch.setattr(app, "NOTICES_KEPT_S", 3600)
    without = counted(None).trips("CA" + "1" * 32)
    shipped = policy_file.load().doorstep
    assert shipped is not None
    peace = counted(shipped)
    found = peace.trips("CA" + "2" * 32)
    peace.door.core.perform(d.DeclareFlood(Staff("kim"), None, "bots", 60), "flood")
    flood = counted(shipped)
    for doorstep in (found, flood.trips("CA" + "3" * 32)):
        assert {turn: redis for turn, (redis, _) in doorstep.items()} == {"ring": 1, "menu": 0, "over": 1, "text": 1}
        assert [database for _, database in doorstep.values()] == [database for _, database in without.values()]
    assert [redis for redis, _ in without.values()] == [0, 0, 0, 0], "else the wire shows nothing"
    assert without["menu"] == (0, 0)
