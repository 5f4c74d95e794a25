"""A worker that dies with a call-back of the queue in its hands: the telephone rings once all the same."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

import demo
from app import build_provider
from booking_core import institution
from booking_core.desk_commands import KeepPlace
from tests.core.stage import Stage
from tests.faults.line import FaultyLine, Warm
from tests.queue.floor import Floor


@pytest.fixture
def warm(faulty: FaultyLine) -> Iterator[Warm]:
    """Workers that die."""
    warm = Warm(faulty.settings)
    yield warm
    warm.close()


def placed(faulty: FaultyLine, number: str, since: datetime) -> int:
    """How many calls the provider has placed to a telephone."""
    found = build_provider(faulty.settings).find_call(faulty.settings.twilio_number, number, since)
    assert isinstance(found, list)
    return len(found)


@pytest.mark.parametrize(("failpoint", "nth"), [("before-post", 1), ("after-post", 2)])
def test_no_kill_loses_or_doubles_a_call_back(faulty: FaultyLine, warm: Warm, failpoint: str, nth: int) -> None:
    """Killed before the provider knows of it, or after: one call, and the agent waits for it at the same place."""
    line = faulty.core.database.transact(lambda c: institution.read_line(c, demo.LINE))
    assert line is not None
    now = datetime.now(UTC).replace(microsecond=0)
    floor = Floor(Stage(faulty.core, line, now, itertools.count(1000 * nth)))
    number, began = f"+1202555019{nth}", now
    floor.agent(f"amy{nth}", f"+1202555018{nth}")
    caller = floor.stage.call(number)
    floor.waits(caller)
    floor.stage.do(KeepPlace(caller, "asked", "en"))
    floor.stage.hang_up(caller)
    floor.tick(seconds=2)
    floor.takes()
    faulty.core.database.transact(lambda c: c.exec_driver_sql("DELETE FROM outbox WHERE kind = 'agent'"))
    assert warm.kill(failpoint, floor.stage.now) == signal.SIGKILL
    assert placed(faulty, number, began) == (0 if failpoint == "before-post" else 1)
    faulty.deliver(floor.stage.wait(seconds=31))
    assert placed(faulty, number, began) == 1
    assert [(row.mode, row.state, row.tries) for row in floor.rows() if row.ended_at is None] == [
        ("callback", "joined", 0)
    ]
    floor.stage.put("UPDATE queue SET state = 'done', ended_at = now() WHERE ended_at IS NULL")
    floor.stage.put("DELETE FROM agent_states")
