"""Floods are declared by people, with a reason, for hours at most; the dialogues and admission read them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import known_notices
from booking_core import desk_commands as d
from booking_core import desk_outcomes as do
from booking_core import floods, institution
from booking_core.actors import Operator
from booking_core.notices import Flood, Notices
from booking_core.tables import lines
from tests.core.stage import Stage
from tests.core.supervisor import KIM


def declare(stage: Stage, minutes: int = 30) -> do.FloodDeclared:
    """A flood of every line."""
    made = stage.do(d.DeclareFlood(KIM, None, "bots\x00 since  noon", minutes))
    assert isinstance(made, do.FloodDeclared)
    return made


def holds(stage: Stage) -> bool:
    """As admission asks, beside its other signals: of every line, and of the demo's."""
    found = stage.core.at(stage.now).transact(
        lambda t: t.connection.execute(sa.select(floods.holds(t.now()), floods.holds(t.now(), lines.c.id))).one()
    )
    assert found[0] == found[1]
    return bool(found[0])


def test_a_flood_is_declared_with_a_reason_and_ends_by_itself(stage: Stage) -> None:
    """Who said so, why and until when stand in its row and in the audit; after its time nothing is stricter."""
    made = declare(stage)
    assert made.until == stage.now + timedelta(minutes=30)
    assert holds(stage)
    (row,) = stage.ask(d.ListFloods()).now
    assert (row.line, row.by, row.why, row.until) == (None, "agent:kim", "bots since noon", made.until)
    (trail,) = stage.rows("SELECT actor, action, subject FROM audit WHERE action = 'declare_flood'")
    assert tuple(trail) == ("agent:kim", "declare_flood", made.flood)
    stage.wait(minutes=30)
    assert not holds(stage)
    assert stage.do(d.EndFlood(KIM, made.flood)) == do.NothingDeclared()
    found = stage.ask(d.ListFloods(over=5))
    assert (found.now, [each.id for each in found.over]) == ((), [made.flood])


def test_a_flood_is_ended_before_its_time_once(stage: Stage) -> None:
    """Who ended it stands beside who declared it."""
    made = declare(stage)
    assert stage.do(d.EndFlood(Operator("root"), made.flood)) == do.FloodEnded()
    assert not holds(stage)
    assert stage.do(d.EndFlood(KIM, made.flood)) == do.NothingDeclared()
    (row,) = stage.ask(d.ListFloods(over=1)).over
    assert (row.ended_by, row.ended_at) == ("operator:root", stage.now)


def test_nobody_declares_without_a_reason_or_for_longer_than_hours(stage: Stage) -> None:
    """What goes on is looked at again, and declared again; the table itself refuses more."""
    assert stage.do(d.DeclareFlood(KIM, None, " \x00", 30)) == do.WhyWanted()
    for minutes in (0, floods.MOST_MINUTES + 1):
        with pytest.raises(ValueError, match="minutes"):
            stage.do(d.DeclareFlood(KIM, None, "bots", minutes))
    assert stage.breaks(
        "floods_hours_at_most",
        "INSERT INTO floods(id, declared_at, until_at, why, by)"
        " VALUES (gen_random_uuid(), now(), now() + interval '241 minutes', 'x', 'x')",
    )
    assert not holds(stage)


def test_the_dialogues_see_a_flood_of_their_line(stage: Stage) -> None:
    """Of every line, or of the one that is called; of another line they see none."""
    line = stage.core.database.transact(institution.first_line)
    assert line is not None
    row = stage.one("SELECT id FROM lines")
    made = stage.do(d.DeclareFlood(KIM, row, "bots", 60))
    assert isinstance(made, do.FloodDeclared)
    assert known_notices(stage.core)().flood(line, stage.now) == Flood(line.number, made.until)
    assert known_notices(stage.core)().flood(line, made.until) is None
    assert Notices(floods=(Flood("+12025550199", made.until),)).flood(line, stage.now) is None
    assert stage.ask(d.ListFloods()).now[0].line == line.name
