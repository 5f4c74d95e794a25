"""The shipped policy as a table: what each control looks at, its bounds, and what follows."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from booking_core.admission import (
    LINE_TYPE,
    OPEN,
    Decision,
    LineType,
    Policy,
    Ruling,
    Signals,
    decide,
)
from booking_core.surprise import EXPECTED, tail
from policy_file import PolicyWrong, load, read
from tests.core.seekers import SHIPPED, only

D = Decision
NOBODY = Signals("voice")
"""A caller of whom nothing is known."""

RENTED: dict[str, Any] = {"block_tail": 1e-3, "line_type": LineType.NON_FIXED_VOIP, "own": True}

Row = tuple[str, dict[str, Any], dict[str, Any], Decision, str]

TABLE: list[Row] = [
    # control, at its bound, just below it, what follows, why
    ("calls", {"calls_hour": 20}, {"calls_hour": 19}, D.PROVE, "often"),
    ("calls_all_day", {"own_calls_day": 60}, {"own_calls_day": 59}, D.QUEUE, "often"),
    ("concurrent", {"calls_now": 4}, {"calls_now": 3}, D.PROVE, "often"),
    ("texts", {"texts_hour": 40}, {"texts_hour": 39}, D.PROVE, "often"),
    ("holds", {"holds_day": 10}, {"holds_day": 9}, D.PROVE, "unused"),
    ("unfinished", {"unfinished": 0.8, "own_holds_day": 5}, {"unfinished": 0.79}, D.QUEUE, "unused"),
    ("unfinished", {"unfinished": 0.8, "own_holds_day": 5}, {"own_holds_day": 4}, D.QUEUE, "unused"),
    ("hang_ups", {"hang_ups": 0.8, "calls_day": 8}, {"hang_ups": 0.79}, D.PROVE, "often"),
    ("hang_ups", {"hang_ups": 0.8, "calls_day": 8}, {"calls_day": 7}, D.PROVE, "often"),
    ("block", {"block_tail": 1e-5, "own": True}, {"block_tail": 1.1e-5}, D.QUEUE, "alike"),
    ("block", {"block_tail": 1e-5, "own": True}, {"kept": True}, D.QUEUE, "alike"),
    ("block_voip", RENTED, {"block_tail": 1.1e-3}, D.QUEUE, "alike"),
    ("block_voip", RENTED, {"line_type": LineType.FIXED_VOIP}, D.QUEUE, "alike"),
    ("block_voip", RENTED, {"kept": True}, D.QUEUE, "alike"),
    ("carrier", {"carrier_tail": 1e-6, "own": True}, {"carrier_tail": 1.1e-6}, D.QUEUE, "alike"),
    ("carrier", {"carrier_tail": 1e-6, "own": True}, {"attested": True}, D.QUEUE, "alike"),
    ("carrier", {"carrier_tail": 1e-6, "own": True}, {"kept": True}, D.QUEUE, "alike"),
    ("country", {"region_tail": 1e-6}, {"region_tail": 1.1e-6}, D.PROVE, "alike"),
    ("country", {"region_tail": 1e-6}, {"attested": True}, D.PROVE, "alike"),
    ("country", {"region_tail": 1e-6}, {"kept": True}, D.PROVE, "alike"),
    ("attestation", {"stir": "failed"}, {"stir": "C"}, D.PROVE, "line"),
    ("sim_swap", {"sim_swap_hours": 72}, {"sim_swap_hours": 73}, D.QUEUE, "changed"),
    ("reassigned", {"reassigned": True}, {"reassigned": False}, D.PROVE, "changed"),
    ("in_service", {"in_service": False}, {"in_service": True}, D.QUEUE, "line"),
    ("pumping_risk", {"pumping_risk": 80}, {"pumping_risk": 79}, D.QUEUE, "line"),
    ("flood", {"flood": True}, {"flood": False}, D.PROVE, "flood"),
    ("flood", {"flood": True}, {"attested": True}, D.PROVE, "flood"),
    ("flood", {"flood": True}, {"kept": True}, D.PROVE, "flood"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "at", "below", "then", "why"), TABLE)
def test_a_control_fires_at_its_bound_and_not_below(
    name: str, at: dict[str, Any], below: dict[str, Any], then: Decision, why: str
) -> None:
    """What follows at the bound follows no more when one signal is just beyond it."""
    policy = only(name)
    ruling = decide(dataclasses.replace(NOBODY, **at), policy, "")
    assert (ruling.decision, ruling.control, ruling.why) == (then, name, why)
    assert ruling.lasts is not None
    assert decide(dataclasses.replace(NOBODY, **{**at, **below}), policy, "") == Ruling(D.ADMIT)


def test_the_table_has_every_control_and_every_condition() -> None:
    """For each condition there is a row in which it alone is not met."""
    tried = {(name, signal) for name, _, below, _, _ in TABLE for signal in below}
    assert tried == {(control.name, condition.signal) for control in SHIPPED.controls for condition in control.when}


OPTIONAL = {each.name for each in dataclasses.fields(Signals) if each.default is None}


@pytest.mark.parametrize(("name", "at", "below", "then", "why"), TABLE)
def test_what_is_not_known_steps_up_nobody(
    name: str, at: dict[str, Any], below: dict[str, Any], then: Decision, why: str
) -> None:
    """A signal that may be unknown and is meets no bound."""
    unknown = {signal: None for signal in at if signal in OPTIONAL}
    ruling = decide(dataclasses.replace(NOBODY, **{**at, **unknown}), only(name), "")
    assert ruling.decision is (D.ADMIT if unknown else then)


def test_of_whom_nothing_is_known_goes_on() -> None:
    """By voice, by text, and with every look-up away."""
    for nobody in (NOBODY, Signals("sms"), Signals("voice", looked_up=False)):
        assert decide(nobody, SHIPPED, "") == Ruling(D.ADMIT)


def test_what_anybody_can_do_in_anothers_name_asks_for_no_more_than_proof() -> None:
    """Calls, texts and holds that only show a number: else a victim could be kept from the line by whoever shows it."""
    claimed = dataclasses.replace(NOBODY, calls_hour=99, calls_day=99, calls_now=9, texts_hour=99, holds_day=99)
    for its_own in (claimed, dataclasses.replace(claimed, stir="A", attested=True, own=True)):
        assert decide(its_own, SHIPPED, "").decision is D.PROVE


NEIGHBOURS = tail(3, EXPECTED)
"""The third newcomer of a new block in a quarter of an hour: a stranger can show the two others."""


@pytest.mark.parametrize("channel", ["voice", "sms"])
@pytest.mark.parametrize("line_type", [None, LineType.MOBILE, LineType.NON_FIXED_VOIP])
def test_neighbours_that_somebody_shows_ask_for_a_call_back_of_an_hour(
    channel: str, line_type: LineType | None
) -> None:
    """No person: it proves the number, and then it is judged as its own."""
    victim = Signals(channel, line_type=line_type, block_tail=NEIGHBOURS)
    ruling = decide(victim, SHIPPED, "")
    assert (ruling.decision, ruling.lasts, ruling.unvouched) == (D.CALL_BACK, timedelta(hours=1), True)
    its_own = decide(dataclasses.replace(victim, own=True), SHIPPED, "")
    assert (its_own.decision, its_own.lasts, its_own.unvouched) == (D.QUEUE, timedelta(hours=24), False)


def test_what_is_recorded_of_whom_nobody_vouches_for_is_what_would_follow() -> None:
    """A control that is tried tells both roads."""
    fired = [
        decide(dataclasses.replace(RISKY, own=own), only("block", mode="record"), "").fired for own in (False, True)
    ]
    assert fired == [(("block", "record", D.CALL_BACK),), (("block", "record", D.QUEUE),)]


def test_everything_ships_enforced() -> None:
    """No control is only recorded, and none is off."""
    assert {control.mode for control in SHIPPED.controls} == {"enforce"} == {SHIPPED.line_type_mode}


# ── The ladder, record-only, lifts ───────────────────────────────────────────────────────────────────

RISKY = dataclasses.replace(NOBODY, own=True, calls_hour=20, block_tail=0.0, sim_swap_hours=1.0)
"""Meets `calls` (prove), then `block` (queue), then `sim_swap` (queue)."""


def test_the_strictest_decides_and_of_equals_the_first() -> None:
    """All that fired is told."""
    ruling = decide(RISKY, SHIPPED, "")
    assert (ruling.decision, ruling.control) == (D.QUEUE, "block")
    assert ruling.fired == (
        ("calls", "enforce", D.PROVE), ("block", "enforce", D.QUEUE), ("sim_swap", "enforce", D.QUEUE)
    )  # fmt: skip


@pytest.mark.parametrize("mode", ["record", "off"])
def test_what_is_only_recorded_follows_nowhere(mode: str) -> None:
    """It is told what it would have done; of a control that is off, not even that."""
    ruling = decide(RISKY, only("block", mode=mode), "")
    assert ruling.decision is D.ADMIT
    assert ruling.fired == ((("block", "record", D.QUEUE),) if mode == "record" else ())


def test_what_is_lifted_does_not_count_and_the_rest_does() -> None:
    """A person set one control aside for this number."""
    assert decide(RISKY, SHIPPED, "", frozenset({"block"})).control == "sim_swap"
    assert decide(RISKY, SHIPPED, "", frozenset({"block", "sim_swap"})).decision is D.PROVE
    assert decide(RISKY, SHIPPED, "", frozenset({"block", "sim_swap", "calls"})).decision is D.ADMIT


# ── Line types ───────────────────────────────────────────────────────────────────────────────────────

LINES = {
    "mobile": D.ADMIT, "landline": D.ADMIT, "fixed_voip": D.ADMIT, "non_fixed_voip": D.ADMIT, "unknown": D.ADMIT,
    "toll_free": D.QUEUE, "personal": D.QUEUE, "universal": D.QUEUE, "pager": D.QUEUE,
    "premium": D.REFUSE, "shared_cost": D.REFUSE, "voicemail": D.REFUSE,
}  # fmt: skip
"""Of every service without a table of its own."""

STRICTER = """
[line_types.services."*"]
premium = "refuse"
[line_types.services."urgent travel"]
non_fixed_voip = "call_back"
landline = "prove"
"""


@pytest.mark.parametrize("line_type", LineType)
def test_what_a_line_may_do(line_type: LineType) -> None:
    """Each kind of line, by the shipped table; one of which nothing is known may."""
    ruling = decide(dataclasses.replace(NOBODY, line_type=line_type), SHIPPED, "passport renewal")
    assert ruling.decision is LINES[line_type]
    assert ruling.control == (None if ruling.decision is D.ADMIT else LINE_TYPE)
    assert ruling.why == (None if ruling.decision is D.ADMIT else "line")


def test_a_service_has_a_table_of_its_own() -> None:
    """Where it has one, the general one says nothing of it."""
    policy = read(STRICTER)
    found = {
        (service, line_type): policy.of_line_type(service, line_type)
        for service in ("urgent travel", "passport renewal")
        for line_type in (LineType.NON_FIXED_VOIP, LineType.LANDLINE, LineType.PREMIUM, LineType.MOBILE, None)
    }
    assert {row: step for row, step in found.items() if step is not D.ADMIT} == {
        ("urgent travel", LineType.NON_FIXED_VOIP): D.CALL_BACK, ("urgent travel", LineType.LANDLINE): D.PROVE,
        ("passport renewal", LineType.PREMIUM): D.REFUSE,
    }  # fmt: skip


# ── The file ─────────────────────────────────────────────────────────────────────────────────────────


def control(text: str) -> str:
    """A file with one control."""
    return f'[[control]]\nname = "x"\nthen = "prove"\nwhy = "often"\nhours = 1\n{text}'


FAULTS = [
    ("[[control]\n", "Expected"),
    ("[controls]\n", "controls: Extra"),
    (control(""), "control.0.when: Field required"),
    (control("[control.when]\n"), "at least 1"),
    (control("[control.when]\nmoon = { at_least = 1 }"), "no signals: moon"),
    (control("[control.when]\ncalls_hour = {}"), "needs a bound"),
    (control("[control.when]\ncalls_hour = { over = 3 }"), "Extra inputs"),
    ((control("[control.when]\ncalls_hour = { at_least = 1 }\n") * 2), "there twice: x"),
    ('[line_types.services."*"]\nmoon = "refuse"', "moon"),
    ('[line_types.services."*"]\nmobile = "hang"', "call_back"),
    (
        control('unvouched = { then = "queue", hours = 1 }\n[control.when]\nown = { among = [true] }'),
        "unvouched asks for more than prove",
    ),
    (control('unvouched = { then = "prove" }\n[control.when]\nown = { among = [true] }'), "unvouched.hours"),
    ("[call_back]\nfrom_minutes = 9\nto_minutes = 5", "from_minutes is after to_minutes"),
    ("[ordinary]\nblock_a_day = 0", "greater than or equal to 0.001"),
]


@pytest.mark.parametrize(("text", "told"), FAULTS)
def test_a_wrong_file_is_refused_whole(text: str, told: str) -> None:
    """Each fault is named with its place."""
    with pytest.raises(PolicyWrong) as wrong:
        read(text)
    assert told in str(wrong.value)


def test_all_faults_are_told_at_once() -> None:
    """Two faults are two lines."""
    with pytest.raises(PolicyWrong) as wrong:
        read('[call_back]\nfrom_minutes = "x"\n[ordinary]\nmoon = 1')
    assert len(str(wrong.value).splitlines()) == 2


def test_an_empty_file_admits_everybody() -> None:
    """Nothing is assumed that is not written."""
    assert read("") == Policy() == OPEN
    assert load() == SHIPPED


def test_every_control_lasts_as_long_as_a_day_at_most() -> None:
    """Nobody waits longer for its end, and whoever is stepped up by mistake is free the day after."""
    assert max(each.lasts.total_seconds() for each in SHIPPED.controls) <= 24 * 3600
