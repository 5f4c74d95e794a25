"""`fairline shield`: a report without numbers, and a policy that is read before it is used."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from app import build_core
from booking_core.surprise import EXPECTED, tail
from policy_file import SHIPPED as SHIPPED_FILE
from settings import Telephony
from tests.core.seekers import SHIPPED, asks, call, only, proves, seek, under
from tests.core.stage import ANN, BEN, Stage
from tests.house import settings_for
from tests.operators.conftest import Given

WRONG = '[call_back]\nfrom_minutes = "soon"\n[ordinary]\nmoon = 1\n'


def test_the_report_tells_what_was_decided_and_what_each_control_did(stage: Stage, given: Given) -> None:
    """By channel: how often, of how many people, and how many it would have stepped up alone."""
    recorded = dataclasses.replace(only("block").controls[0], mode="record")
    here = under(stage, dataclasses.replace(SHIPPED, controls=(recorded, *only("attestation").controls)))
    asks(here, ANN)
    asks(here, BEN)
    asks(here, "+12025550103", "failed")
    who = call(here, "+12025550104", "failed")
    proves(here, who)
    seek(here, who)
    asks(here, "+12025550105")
    found = json.loads(given("shield", "report", "--json"))
    assert [list(each.values()) for each in found["decided"]] == [
        ["voice", "admit", 3, 3, 0, 0], ["voice", "prove", 2, 2, 1, 0]
    ]  # fmt: skip
    assert [list(each.values()) for each in found["fired"]] == [
        ["attestation", "enforce", "prove", "voice", 2, 2, 2], ["block", "record", "queue", "voice", 2, 2, 1],
        ["block", "record", "call_back", "voice", 1, 1, 0],
    ]  # fmt: skip


def test_the_report_is_read_by_people_and_names_nobody(stage: Stage, given: Given) -> None:
    """Of a day, or of a month; no number, no hash."""
    assert given("shield", "report") == "nobody has asked for places in a day\n"
    asks(under(stage), ANN, "failed")
    told = given("shield", "report", "--days", "30")
    assert "voice    prove            1       1       0       0" in told
    assert "attestation" in told
    assert "2025550101" not in told


def test_a_month_is_the_most(given: Given) -> None:
    """Nothing older is kept."""
    assert given("shield", "report", "--days", "31").startswith("64: ")


def test_a_policy_is_checked_without_being_used(given: Given, tmp_path: Path) -> None:
    """All that is wrong in one line, with exit code 78; else what it asks, a line for each rule."""
    (tmp_path / "wrong.toml").write_text(WRONG)
    told = given("shield", "check", str(tmp_path / "wrong.toml"))
    assert told.startswith("78: ")
    assert told.count("\n") == 1
    assert "call_back.from_minutes" in told
    assert "ordinary.moon" in told
    assert given("shield", "check", str(tmp_path / "none.toml")).startswith("78: ")
    told = given("shield", "check", str(SHIPPED_FILE))
    assert "calls enforce: calls_hour ≥ 20: prove for 1 h (often)\n" in told
    assert "carrier enforce: carrier_tail ≤ 1e-06 and attested is false and kept is false: queue for 24 h" in told
    assert "line_type enforce: premium for any service: refuse\n" in told


def test_the_policy_in_use_is_the_one_that_is_set(
    given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """POLICY names it; a wrong one stops every command, as it stops the start."""
    monkeypatch.delenv("POLICY")
    assert given("shield", "controls") == given("shield", "check", str(SHIPPED_FILE))
    (tmp_path / "own.toml").write_text("")
    monkeypatch.setenv("POLICY", str(tmp_path / "own.toml"))
    assert given("shield", "controls") == "\n"
    (tmp_path / "own.toml").write_text(WRONG)
    told = given("slots")
    assert told.startswith("78: ")
    assert "call_back.from_minutes" in told
    assert "ordinary.moon" in told


def test_the_telephones_of_the_exchange_are_no_bank(url: str) -> None:
    """All nine mobiles may book on one day, though they are of one block; real telephony keeps the policy's figure."""
    settings = settings_for(8000, url, POLICY=str(SHIPPED_FILE))
    built = build_core(settings, size=1)
    assert tail(9, built.policy.block_a_day) > 1e-2
    assert SHIPPED.block_a_day == EXPECTED
    built.database.engine.dispose()
    real = settings.model_copy(update={"telephony": Telephony.TWILIO})
    assert build_core(real, size=1).policy == SHIPPED


def test_the_report_tells_what_budgets_would_have_stopped(stage: Stage, given: Given) -> None:
    """Also where nobody asked for places."""
    stage.put("INSERT INTO tallies VALUES ('over', 'region', 'US', :now, 25, 20), "
              "('over', 'block', 'c0ffee', :now, 9, 9)", now=stage.now)  # fmt: skip
    told = given("shield", "report")
    assert told.endswith("had [budgets] not only recorded\nregion     codes    used\nUS            25      20\n")
    assert "c0ffee" not in told
