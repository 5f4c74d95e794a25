"""Refusals that admission did not make, as an agent sees them on the caller's screen, and on the list of a day."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable
from datetime import timedelta

import pytest

from booking_core import desk_commands as d
from booking_core.admission import Policy
from booking_core.limits import Budget, Budgets
from tests.core.post import lease
from tests.core.seekers import proves
from tests.core.stage import ANN, BEN, Stage
from tests.core.test_scans import scans
from tests.desk.callers import Screen
from tests.desk.conftest import SignedIn

Happens = Callable[[Stage], None]

NOTHING = Policy(budgets=Budgets(region=Budget(0, 0), block=Budget(9, 9)))
"""Not one code may lie unused."""


def stop(stage: Stage) -> None:
    """No code goes to the United States for an hour."""
    stage.put("INSERT INTO stops VALUES ('region', 'US', :until)", until=stage.now + timedelta(hours=1))


def codes(stage: Stage) -> None:
    """The number was sent three of them in this hour."""
    stage.put("UPDATE numbers SET told = array_fill(cast(:now AS timestamptz), ARRAY[3])", now=stage.now)


def tries(stage: Stage) -> None:
    """Somebody tried fifteen wrong ones."""
    stage.put("INSERT INTO codes (number, id, purpose, mac, sealed, made_at, expires_at, sent_at, wrong) "
              "SELECT id, gen_random_uuid(), 'presence', '', '', :now, :now, '{}', 15 FROM numbers",
              now=stage.now)  # fmt: skip


@pytest.mark.parametrize(
    ("happens", "told"),
    [(stop, "That is not this caller’s fault"), (codes, "Somebody else may have asked for them"),
     (tries, "too many wrong codes were tried")],
)  # fmt: skip
def test_an_agent_sees_why_no_code_goes_to_the_phone(
    signed: SignedIn, stage: Stage, happens: Happens, told: str
) -> None:
    """Why, until when and what to do instead; nothing of it once the phone is proven."""
    browser, who = signed("agent:kim"), stage.call(ANN)
    stage.agent(who)
    screen = Screen(browser, stage, who)
    assert "No code" not in screen.look()
    happens(stage)
    assert told in screen.look()
    assert "Have the phone called back" in screen.page
    proves(stage, who)
    assert told not in screen.look()


def test_the_list_has_the_codes_that_a_budget_ended(signed: SignedIn, stage: Stage) -> None:
    """Each with its number's last two digits, by the channel on which it was asked for, and what became of it."""
    stage.core.policy = NOTHING
    stage.held(stage.call(ANN))
    stage.held(stage.text(BEN))
    lease(stage)
    stage.wait(seconds=1)
    sue = signed("supervisor:sue")
    head, *rows = csv.reader(io.StringIO(sue.get("/desk/stepped-up.csv").text))
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert {(row["decision"], row["why"], row["channel"], row["number_ends_in"]) for row in found} == {
        ("no_code", "stopped", "voice", ANN[-2:]), ("no_code", "stopped", "sms", BEN[-2:]),
    }  # fmt: skip
    page = html.unescape(sue.get("/desk/stepped-up").text)
    assert "codes to its country or block of numbers were not used" in page
    assert ANN[2:] not in page.replace(" ", "")


def test_what_leaves_no_row_is_counted(signed: SignedIn, stage: Stage) -> None:
    """Of the day alone, without what is nobody's fault; the doorstep's beside it."""
    for at in (stage.now, stage.now - timedelta(days=2)):
        stage.put("INSERT INTO figures VALUES (:at, 'refused', 'ProveFirst', 7), (:at, 'refused', 'NoneFree', 900), "
                  "(:at, 'refused', 'caller.toll_free', 3), (:at, 'booked', '', 5)", at=at)  # fmt: skip
        stage.put("INSERT INTO turned_away VALUES (:at, 'explained', 'often', 4)", at=at)
    found = stage.ask(d.SeeAdmissions())
    assert found.counted == (("ProveFirst", 7), ("caller.toll_free", 3))
    assert found.turned == (("explained.often", 4),)
    page = html.unescape(signed("supervisor:sue").get("/desk/stepped-up").text)
    for words in (
        "Only counted",
        "Has to prove the number first",
        "Caller ID may not book",
        "Told why: called too often",
    ):
        assert words in page


def test_the_list_reads_no_table_whole(stage: Stage) -> None:
    """Of a line of many years it reads a day."""
    stage.book(stage.proven())
    with scans(stage) as found:
        stage.ask(d.SeeAdmissions())
    assert not found, found[0]
