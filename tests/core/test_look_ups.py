from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from booking_core import bounds
from booking_core import desk_commands as d
from booking_core import desk_outcomes as seen
from booking_core.actors import Staff
from booking_core.outcomes import Outcome
from booking_core.tables import agents
from booking_core.transaction import Transaction
from tests.core.counting import hire
from tests.core.stage import ANN, BEN, Stage, number

ANA = Staff("ana")


@pytest.fixture(autouse=True)
def ana(stage: Stage) -> None:
    """An agent."""
    hire(stage.core, "ana", "agent")


def look(stage: Stage, e164: str | None = ANN, reference: str | None = None) -> Outcome:
    """A look-up by number or reference."""
    return stage.do(d.LookUp(ANA, None if e164 is None else number(e164), reference, "caller_asks"))


def views(stage: Stage) -> list[tuple[str, str]]:
    """What the audit says of it."""
    return [(row.action, row.why) for row in stage.rows("SELECT action, why FROM audit WHERE actor = 'agent:ana'")]


def test_a_number_is_looked_up(stage: Stage) -> None:
    """Its bookings, masked: no digits but the last, no birth date, no code; the view is audited with its reason."""
    booked = stage.book(stage.proven(), party=2)
    found = look(stage)
    assert isinstance(found, seen.LookedUp)
    assert (found.ends, found.refused, found.texts_off, found.left) == ("01", None, False, 29)
    (one,) = found.bookings
    assert (one.ends, one.status, one.party, one.wall) == (booked.reference[-4:], "booked", 2, booked.offer.wall)
    for secret in (ANN[2:], booked.reference, "1985", str(booked.booking)):
        assert secret not in repr(found)
    subject = stage.one("SELECT subject FROM audit WHERE action = 'look_up'")
    assert stage.one("SELECT count(*) FROM numbers WHERE id = :id", id=subject) == 1
    assert views(stage) == [("look_up", "caller_asks")]


def test_a_reference_shows_its_booking_alone(stage: Stage) -> None:
    """Not what else its number has."""
    first = stage.book(stage.proven())
    stage.put("UPDATE bookings SET status = 'cancelled'")
    second = stage.book(stage.proven(), stage.slot(3))
    found = look(stage, None, second.reference)
    assert isinstance(found, seen.LookedUp)
    assert [one.ends for one in found.bookings] == [second.reference[-4:]]
    assert stage.one("SELECT subject FROM audit WHERE action = 'look_up'") == second.booking
    assert first.reference != second.reference


def test_nothing_is_found_by_a_part(stage: Stage) -> None:
    """No wildcard, no piece of a reference; and what finds nothing is a view too."""
    booked = stage.book(stage.proven())
    for piece in ("%", "________", booked.reference[:-1] + "%", booked.reference[:4]):
        assert isinstance(look(stage, None, piece), seen.NobodyFound)
    assert look(stage, BEN) == seen.NobodyFound(25)
    assert views(stage) == [("look_up", "caller_asks: nothing found")] * 5


def test_the_thirty_first_of_an_hour(stage: Stage) -> None:
    """It is refused, shows nothing, alerts somebody; an hour after the first one more is possible."""
    stage.book(stage.proven())
    first = stage.now
    for _ in range(30):
        assert isinstance(look(stage), seen.LookedUp)
        stage.wait(minutes=1)
    assert look(stage) == seen.LookedTooOften(30)
    assert stage.rows("SELECT what, detail, times FROM alerts") == [("look_ups", "ana", 1)]
    assert views(stage)[-1] == ("look_up_refused", "caller_asks")
    stage.now = first + timedelta(hours=1, seconds=1)
    assert isinstance(look(stage), seen.LookedUp)
    assert isinstance(look(stage), seen.LookedTooOften)
    assert [action for action, _ in views(stage)].count("look_up") == 31


Charge = Callable[[Transaction, Staff], object]


def _charge(t: Transaction, who: Staff) -> object:
    return bounds.charge(t, who, agents.c.looks, 5, t.now())


def _looks_first(t: Transaction, who: Staff) -> object:
    """As it would be done wrong: count, then write."""
    looks = t.connection.scalar(sa.select(sa.func.cardinality(agents.c.looks)).where(agents.c.login == who.login))
    t.connection.exec_driver_sql("SELECT pg_sleep(0.02)")
    if looks is None or looks >= 5:
        return None
    more = sa.func.array_append(agents.c.looks, t.now())
    t.connection.execute(sa.update(agents).where(agents.c.login == who.login).values(looks=more))
    return looks


@pytest.mark.parametrize(("charge", "exact"), [(_charge, True), (_looks_first, False)])
def test_pages_at_once_count_every_view(stage: Stage, charge: Charge, exact: bool) -> None:
    """Twelve at once have five views between them; counting before writing would have let more pass."""
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(lambda _: stage.core.transact(lambda t: charge(t, ANA)), range(12)))
    passed = sum(one is not None for one in told)
    assert (passed == 5) is exact
    if exact:
        assert sorted(one for one in told if isinstance(one, int)) == [0, 1, 2, 3, 4]
