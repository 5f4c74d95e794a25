"""Neighbours that a stranger shows send nobody to a person: our call proves the number, then it is judged."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Caller, Texter
from booking_core.admission import Policy
from tests.core.called_back import THIRTY, at, pick_up
from tests.core.seekers import SHIPPED, asks, call, proves, seek, under
from tests.core.stage import ANN, Stage

SHOWN = ("+12025550171", "+12025550172")
"""Neighbours of Ann's."""


def unattested(stage: Stage) -> Caller:
    """Ann calls, and no carrier says that it is her."""
    return call(stage, stir=None)


WHO: tuple[Callable[[Stage], Caller | Texter], ...] = (unattested, Stage.text)


def shown(stage: Stage, policy: Policy = SHIPPED) -> Stage:
    """It is noon, and a stranger has just asked for places in the name of two numbers of Ann's new block."""
    here = under(stage, policy)
    at(here, 12)
    for e164 in SHOWN:
        assert isinstance(asks(here, e164, None), o.Offers)
    return here


@pytest.mark.parametrize("by", WHO)
def test_the_victim_is_called_back_and_goes_on(stage: Stage, by: Callable[[Stage], Caller | Texter]) -> None:
    """Within half an hour, and what is asked ends within one; with the key she has her times, and holds one."""
    here = shown(stage)
    who = by(here)
    assert seek(here, who) == o.CallingBack("alike", here.now + THIRTY)
    assert here.rows("SELECT step, until, unvouched FROM admissions WHERE until IS NOT NULL") == [
        (2, here.now + timedelta(hours=1), True)
    ]
    assert isinstance(here.hold(who), o.CallingBack)
    if isinstance(who, Caller):
        here.hang_up(who)
    ours, _ = pick_up(here)
    assert isinstance(here.do(c.PressKey(ours)), o.Offers)
    assert here.held(ours).proven
    assert here.rows("SELECT FROM callbacks") == []


@pytest.mark.parametrize("by", WHO)
def test_without_the_milder_step_it_would_be_a_person(stage: Stage, by: Callable[[Stage], Caller | Texter]) -> None:
    """It is `unvouched` that protects her."""
    strict = tuple(dataclasses.replace(each, unvouched=None) for each in SHIPPED.controls)
    here = shown(stage, dataclasses.replace(SHIPPED, controls=strict))
    assert seek(here, by(here)) == o.NotAdmitted("alike", here.now + timedelta(days=1), agents_may=True)


@pytest.mark.parametrize("minutes", [1, 16])
def test_whoever_calls_as_herself_never_meets_it(stage: Stage, minutes: int) -> None:
    """Attested: though a stranger showed her number, too, and what was asked of that stranger stands."""
    here = shown(stage)
    assert isinstance(asks(here, stir=None), o.CallingBack)
    here.wait(minutes=minutes)
    who = call(here)
    assert isinstance(seek(here, who), o.Offers)
    assert isinstance(here.hold(who), o.Held)


def test_a_bank_that_answers_its_calls_ends_with_a_person(stage: Stage) -> None:
    """Two of it book; each other one is called back, proves itself with the key, and counts as what it is."""
    here = shown(stage)
    for e164 in SHOWN:
        proves(here, call(here, e164, None))
    for nth in range(3):
        told = asks(here, f"+120255501{80 + nth}", None)
        assert isinstance(told, o.CallingBack), nth
        ours, _ = pick_up(here)
        assert here.do(c.PressKey(ours)) == o.NotAdmitted("alike", here.now + timedelta(days=1), agents_may=True)
        assert isinstance(here.hold(ours), o.NotAdmitted)
        here.hang_up(ours)
    assert isinstance(asks(here), o.NotAdmitted)


def test_who_has_proven_the_number_in_the_call_is_judged_as_its_holder(stage: Stage) -> None:
    """By a code: no call back is needed to know whose call it is."""
    here = shown(stage)
    who = unattested(here)
    assert isinstance(seek(here, who), o.CallingBack)
    proves(here, who)
    assert isinstance(seek(here, who), o.Offers)
    assert here.held(who, send="none").proven
    assert isinstance(asks(here, ANN, None), o.CallingBack)
