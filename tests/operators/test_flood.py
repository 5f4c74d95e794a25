"""`fairline flood`: declared with a reason, ended by its id, and what was kept out is shown by reason."""

from __future__ import annotations

import re
from datetime import timedelta

from booking_core import retention, turned_away
from booking_core.desk_commands import ListFloods
from tests.core.stage import Stage
from tests.operators.conftest import Given


def test_a_flood_is_declared_shown_and_ended(stage: Stage, given: Given) -> None:
    """Whoever looks after the machine does it in a line, and sees in a line that it is so."""
    assert given("flood", "show") == "no flood is declared\n"
    said = given("flood", "declare", "--why", "calls of one block", "--minutes", "30")
    found = re.fullmatch(r"declared as (\w{8}); it ends by itself after 30 minutes\n", said)
    assert found is not None, said
    assert re.fullmatch(rf"now   {found[1]}  all lines  .* operator:\S+: calls of one block\n", given("flood", "show"))
    assert given("flood", "end", found[1]).startswith(f"ended: {found[1]}")
    assert stage.core.ask(ListFloods()).now == ()
    assert given("flood", "show").splitlines()[0].startswith(f"over  {found[1]}")


def test_a_flood_can_be_of_one_line(stage: Stage, given: Given) -> None:
    """By its name."""
    given("flood", "declare", "--why", "bots", "--line", stage.line.name)
    assert [each.line for each in stage.core.ask(ListFloods()).now] == [stage.line.name]
    assert given("flood", "end", "--all").startswith("ended: ")


def test_what_cannot_be_declared_or_ended_is_said_in_a_line(given: Given) -> None:
    """And nothing is done."""
    for words, said in (
        (("declare", "--why", " "), "64: colleagues need a reason: --why TEXT"),
        (("declare", "--why", "x", "--minutes", "241"), "64: Invalid value for '--minutes'"),
        (("declare", "--why", "x", "--line", "Oz"), "64: there is no such line"),
        (("end", "--all"), "64: no such flood is declared"),
    ):
        assert given("flood", *words).startswith(said)


def test_what_was_kept_out_is_shown_by_reason(stage: Stage, given: Given) -> None:
    """Counts of a day, and nobody's number."""
    for counted in ({("rejected", "origin"): 2, ("silent", "texts"): 7}, {("rejected", "origin"): 3}):
        stage.core.transact(lambda t, counted=counted: turned_away.add(t, counted))  # type: ignore[misc]
    shown = given("flood", "show").splitlines()[1:]
    assert shown == [
        "       7  silent     texted too often",
        "       5  rejected   numbers that cannot be",
    ]


def test_counts_of_the_doorstep_go_after_a_month(stage: Stage) -> None:
    """As calls do; not an hour sooner."""
    core, now = stage.core, stage.now.replace(minute=0, second=0, microsecond=0)
    core.at(now).transact(lambda t: turned_away.add(t, {("rejected", "origin"): 2}))
    for short, erased in ((timedelta(minutes=1), 0), (timedelta(), 1)):
        later = core.at(now + timedelta(days=30) - short)
        assert later.transact(lambda t: retention.erase(t, 100))["turned_away"] == erased
