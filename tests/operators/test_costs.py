"""What the line spends, by a price table, and its monthly cap."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

import costs_commands
import setting_prices
from booking_core import spending
from booking_core.commands import Confirm
from booking_core.spending import Bill
from clock import Clock
from settings import SettingsWrong
from tests.core.post import Post
from tests.core.stage import BEN, Stage
from tests.core.test_outbox_report import put
from tests.core.test_scans import scans
from tests.house import settings_for
from tests.operators.conftest import Given

TABLE = """\
channel,region,price,currency
text,*,0.02,EUR
text,US,0.01,EUR
call,*,0.02,EUR
text_in,*,0.01,EUR
call_in,*,0.03,EUR
look_up,*,0.04,EUR
"""
NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
MONTH = NOON.date().replace(day=1)


@pytest.fixture
def prices(tmp_path: Path) -> Path:
    """A price table."""
    path = tmp_path / "prices.csv"
    path.write_text(TABLE)
    return path


@pytest.fixture
def month(stage: Stage) -> Stage:
    """A booking by a call of 61 seconds, three texts of which one never left, a call of ours that was taken, a text."""
    stage.now = NOON
    who = stage.proven()
    stage.book(who, stage.slot(6))
    stage.wait(seconds=61)
    stage.hang_up(who)
    stage.put("DELETE FROM outbox")
    for state, segments, sid in (("delivered", 2, "SM1"), ("undelivered", 1, "SM2"), ("refused", 1, None)):
        row = put(stage, state)
        stage.put("UPDATE outbox SET segments = :segments, sid = :sid WHERE id = :id",
                  segments=segments, sid=sid, id=row)  # fmt: skip
    stage.call(BEN)
    stage.put("UPDATE calls SET delivery = gen_random_uuid(), ended_at = :now WHERE ended_at IS NULL", now=stage.now)
    stage.put("INSERT INTO text_turns SELECT 'SM9', id, :now, '{}', '{}' FROM numbers LIMIT 1", now=stage.now)
    return stage


def sums(stage: Stage) -> dict[str, tuple[int, int]]:
    """Pieces and units by channel, counted anew."""
    core = stage.core.at(stage.now)
    core.transact(spending.count)
    found = core.transact(lambda t: spending.month_sums(t, MONTH))
    assert {each.region for each in found} == {"US"}
    return {each.channel: (each.pieces, each.units) for each in found}


def test_what_was_sent_and_rung_is_counted(month: Stage) -> None:
    """Segments that the provider took, minutes begun in and out, texts in and bookings; twice counted is once."""
    whole = {"text": (2, 3), "call_in": (1, 2), "call": (1, 1), "text_in": (1, 1), "booking": (1, 1)}
    assert sums(month) == whole
    assert sums(month) == whole


def test_look_ups_are_counted(month: Stage) -> None:
    """Packages, by the region of the number; codes have their own count."""
    for what, many in (("look_up", 3), ("code", 9)):
        month.put("INSERT INTO tallies VALUES (:what, 'region', 'US', :now, :many, 0)",
                  what=what, many=many, now=month.now)  # fmt: skip
    assert sums(month)["look_up"] == (3, 3)


def test_what_was_counted_outlives_its_rows(month: Stage) -> None:
    """A day that is closed keeps its count when calls and texts are erased; a pause of any length is caught up with."""
    whole = sums(month)
    month.wait(days=8)
    assert sums(month) == whole
    month.put("INSERT INTO costs VALUES (:day, 'text', 'US', 0, 0)", day=month.now.date())
    for table in ("outbox", "text_turns"):
        month.put(f"DELETE FROM {table}")
    assert sums(month) == whole


def test_the_count_reads_no_table_whole(month: Stage) -> None:
    """Every ten minutes, in a line of many years."""
    sums(month)
    with scans(month) as found:
        month.core.at(month.now).transact(spending.count)
    assert not found, found[0]


def test_the_cap_holds_back_and_warns(month: Stage) -> None:
    """Below the cap all may be sent, from it on only what is owed; at 80 and 100 percent operators are told, once."""
    core = month.core.at(month.now)

    def reckon(cap: str) -> tuple[bool, list[str]]:
        core.transact(lambda t: spending.reckon(t, Bill(lambda channel, region: Decimal("0.10"), "EUR", Decimal(cap))))
        told = [row.detail for row in month.rows("SELECT detail FROM alerts ORDER BY length(detail)")]
        return core.transact(spending.may_spend), told

    assert core.transact(spending.may_spend)
    assert reckon("0.88") == (True, [])  # 0.70 was spent: three segments, three minutes, a text
    assert reckon("0.87") == (True, [f"{MONTH:%Y-%m}: 80 %"])
    assert reckon("0.70") == (False, [f"{MONTH:%Y-%m}: 80 %", f"{MONTH:%Y-%m}: 100 %"])
    month.put("DELETE FROM alerts")
    assert reckon("0.70") == (False, [])
    assert month.core.at(month.now + timedelta(days=31)).transact(spending.may_spend)


def test_codes_and_bookings_are_sent_beyond_the_cap(month: Stage, post: Post) -> None:
    """With the month's money spent a call still gets its code, and its confirmation."""
    bill = Bill(lambda channel, region: Decimal(1), "EUR", Decimal(1))
    month.core.at(month.now).transact(lambda t: spending.reckon(t, bill))
    assert not month.core.at(month.now).transact(spending.may_spend)
    month.put("DELETE FROM outbox")
    who = month.call(BEN)
    held = month.ready(who, month.slot(7))
    post.round()
    assert month.code(BEN) in post.inbox(BEN)[0]
    month.do(Confirm(who, held.booking, month.code(BEN)))
    post.round()
    assert len(post.inbox(BEN)) == 2


def test_the_clock_counts(month: Stage, url: str, prices: Path) -> None:
    """The job of the worker's clock counts, and knows the prices and the cap of the settings."""
    settings = settings_for(8000, url, PRICES=str(prices), SPEND_PER_MONTH="0.1")
    assert Clock(month.core.at(month.now), (costs_commands.job(settings),)).tick()
    # Three segments, two minutes in, one out, one text in.
    assert month.rows("SELECT month, spent, cap, currency FROM spending") == [
        (MONTH, Decimal("0.12"), Decimal("0.1"), "EUR"),
    ]  # fmt: skip


def test_the_command_tells_months(stage: Stage, given: Given, prices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By channel and country, in all, and by booking; without a table the quantities alone."""
    stage.book(stage.proven(), stage.slot(6))
    stage.put("UPDATE outbox SET state = 'sent', sid = 'SM1', segments = 2, done_at = now()")
    assert given("costs").splitlines()[-1] == "  in all 1 booked"
    monkeypatch.setenv("PRICES", str(prices))
    lines = given("costs").splitlines()
    assert lines[0] == f"{datetime.now(UTC):%Y-%m}"
    assert ["US", "1", "texts", "2", "segments", "0.02", "EUR"] in [line.split() for line in lines]
    assert lines[-1] == "  in all 0.05 EUR; 1 booked, 0.05 EUR each"
    assert json.loads(given("costs", "--json"))["per_booking"] == "0.05"


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("channel,price\n", "line 1"),
        (TABLE.replace("call_in", "fax"), "line 6"),
        (TABLE.replace("0.01", "cheap", 1), "line 3"),
        (TABLE.replace("0.01", "-1", 1), "line 3"),
        (TABLE.replace("text,*", "text,CA"), "for each of: text"),
        (TABLE.replace("0.03,EUR", "0.03,USD"), "one currency"),
    ],
)
def test_a_wrong_table_stops_the_start(tmp_path: Path, table: str, fault: str) -> None:
    """What is wrong with it, and where; without a table there is no cap."""
    path = tmp_path / "prices.csv"
    path.write_text(table)
    with pytest.raises(ValueError, match=re.escape(fault)):
        setting_prices.read(path)
    with pytest.raises(SettingsWrong, match="PRICES: "):
        settings_for(8000, "postgresql://db/line", PRICES=str(path))
    with pytest.raises(SettingsWrong, match="SPEND_PER_MONTH: "):
        settings_for(8000, "postgresql://db/line", SPEND_PER_MONTH="100")
