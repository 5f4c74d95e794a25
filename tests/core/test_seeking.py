"""Who asks for places: what is decided stands, is shown, is lifted, and is written down once."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Agent
from booking_core.admission import Decision, Policy
from tests.core.seekers import SHIPPED, asks, call, kept, only, proves, seek, under
from tests.core.stage import ANN, BEN, Stage, number

OFTEN = only("calls")
"""Twenty calls in an hour: prove."""
OFTEN_FROM = 20


def stricter(then: Decision, name: str = "calls") -> Policy:
    """A policy in which a score of calls has another consequence."""
    (control,) = only(name).controls
    return dataclasses.replace(OFTEN, controls=(dataclasses.replace(control, then=then),))


def calls(stage: Stage, many: int, e164: str = ANN) -> None:
    """So many calls at once, all of which are over."""
    for _ in range(many):
        call(stage, e164)
    stage.put("UPDATE calls SET ended_at = :now WHERE ended_at IS NULL", now=stage.now)


def rows(stage: Stage) -> list[tuple[str, str | None, bool]]:
    """Every admission: decision, control, whether it stands."""
    found = stage.rows("SELECT decision, control, until IS NOT NULL AS stands FROM admissions ORDER BY id")
    return [(row.decision, row.control, row.stands) for row in found]


def test_who_is_admitted_hears_times_and_is_written_down_once(stage: Stage) -> None:
    """A call that asks again leaves no second row."""
    here = under(stage)
    who = call(here)
    assert isinstance(seek(here, who), o.Offers)
    assert isinstance(seek(here, who), o.Offers)
    assert rows(stage) == [("admit", None, False)]
    row = stage.rows("SELECT * FROM admissions")[0]
    assert (row.channel, row.region, row.step, row.shown, row.attested, row.newcomer) == (
        "voice",
        "US",
        0,
        0,
        True,
        True,
    )
    assert row.call == stage.one("SELECT id FROM calls")
    assert row.block == stage.one("SELECT block FROM numbers")


def test_the_same_turn_hears_the_same(stage: Stage) -> None:
    """A repeated turn is not judged again."""
    here = under(stage, OFTEN)
    who = call(here)
    command = c.SeekPlace(who, c.NextFree(stage.line.offices[0].id, stage.line.services[1].id, 1, stage.now), "en")
    first = here.do(command, "turn")
    calls(here, OFTEN_FROM)
    assert here.do(command, "turn") == first
    assert here.do(command, "next") == o.ProveFirst(stage.line.offices[0].id)


def test_a_step_up_stands_and_is_not_made_longer(stage: Stage) -> None:
    """What was told as its end stays its end; then it is judged anew."""
    here = under(stage, stricter(Decision.QUEUE))
    calls(here, OFTEN_FROM - 1)
    told = asks(here)
    assert told == o.NotAdmitted("often", stage.now + timedelta(hours=1), agents_may=True)
    here.wait(minutes=50)
    calls(here, 20)
    assert asks(here) == told
    assert rows(stage) == [("queue", "calls", True), ("queue", "calls", False)]
    here.wait(minutes=11)
    assert asks(here) == o.NotAdmitted("often", here.now + timedelta(hours=1), agents_may=True)
    here.wait(hours=2)
    assert isinstance(asks(here), o.Offers)


def test_what_is_stricter_comes_on_top(stage: Stage) -> None:
    """A step-up to prove does not keep a person from being asked for."""
    here = under(stage, dataclasses.replace(SHIPPED, controls=only("calls", "sim_swap").controls))
    calls(here, OFTEN_FROM - 1)
    assert asks(here) == o.ProveFirst(stage.line.offices[0].id)
    stage.put("INSERT INTO verdicts(id, number, package, state, found, asked_at, not_before) SELECT gen_random_uuid(), "
              "id, 'sim_swap', 'found', cast(:found AS jsonb), :now, :now FROM numbers", now=here.now,
              found=json.dumps({"swapped_at": here.now.isoformat()}))  # fmt: skip
    assert isinstance(asks(here), o.NotAdmitted)
    assert rows(stage) == [("prove", "calls", True), ("queue", "sim_swap", True)]


def test_what_is_shown_is_enough(stage: Stage) -> None:
    """Proven in this call: it goes on; proven in another one: it does not."""
    here = under(stage, OFTEN)
    calls(here, OFTEN_FROM)
    who = call(here)
    assert seek(here, who) == o.ProveFirst(stage.line.offices[0].id)
    assert here.hold(who) == o.ProveFirst()
    proves(here, who)
    assert isinstance(seek(here, who), o.Offers)
    assert isinstance(here.hold(who), o.Held)
    assert asks(here) == o.ProveFirst(stage.line.offices[0].id)


def test_a_code_and_the_wish_in_one(stage: Stage) -> None:
    """A right presence code proves, and tells the times."""
    here = under(stage, OFTEN)
    calls(here, OFTEN_FROM)
    who = call(here)
    seeks = c.SeekPlace(who, c.NextFree(stage.line.offices[0].id, stage.line.services[1].id, 1, stage.now), "en")
    assert here.do(seeks) == o.ProveFirst(stage.line.offices[0].id)
    assert isinstance(here.do(c.SendCode(who, "presence", None, "en")), o.CodeSent)
    assert isinstance(here.do(c.ProveAndSeek(seeks, "000000")), o.CodeWrong)
    assert isinstance(here.do(c.ProveAndSeek(seeks, here.code(purpose="presence"))), o.Offers)


@pytest.mark.parametrize(("then", "by_agent"), [(Decision.QUEUE, o.Held), (Decision.REFUSE, o.NotAdmitted)])
def test_an_agent_is_the_person_and_refused_is_refused(stage: Stage, then: Decision, by_agent: type[o.Outcome]) -> None:
    """Whoever is to talk with a person does so at the desk; what is refused has to be lifted first."""
    here = under(stage, stricter(then))
    calls(here, OFTEN_FROM)
    who = call(here)
    told = seek(here, who)
    assert isinstance(told, o.NotAdmitted)
    assert told.agents_may == (then is Decision.QUEUE)
    proves(here, who)
    assert isinstance(here.hold(who), o.NotAdmitted)
    agent = here.agent(who)
    assert isinstance(agent, Agent)
    assert isinstance(here.hold(agent), by_agent)


def test_what_was_lifted_comes_not_again_before_the_lift_ends(stage: Stage) -> None:
    """It is set aside for this number alone."""
    here = under(stage, stricter(Decision.REFUSE))
    for e164 in (ANN, BEN):
        calls(here, OFTEN_FROM, e164)
        assert isinstance(asks(here, e164), o.NotAdmitted)
    stage.put(
        "UPDATE admissions SET lifted_at = :now, lifted_by = 'kim', lifted_why = 'known', until = :until "
        "WHERE number = (SELECT number FROM number_keys WHERE keyed_hash = ANY(:hashes))",
        now=stage.now, until=stage.now + timedelta(minutes=30), hashes=stage.core.keys.number_hashes(ANN),
    )  # fmt: skip
    who = call(here)
    assert isinstance(seek(here, who), o.Offers)
    assert isinstance(here.hold(who), o.Held)
    assert isinstance(asks(here, BEN), o.NotAdmitted)
    here.wait(minutes=31)
    calls(here, OFTEN_FROM)
    assert isinstance(asks(here), o.NotAdmitted)


def test_holds_in_anothers_name_send_nobody_to_a_person(stage: Stage) -> None:
    """Three holds of its own came to nothing, two days ago; what somebody else who shows the number holds adds none."""
    here = under(stage, only("unfinished"))
    for nth in range(3):
        who = call(here)
        assert isinstance(here.hold(who, here.slot(60 + nth)), o.Held)
        here.wait(minutes=30)
    here.wait(days=2)
    other = call(here, stir=None)
    for nth in range(5):
        assert isinstance(here.hold(other, here.slot(90 + nth), send="none"), o.Held)
    assert isinstance(asks(here), o.Offers)


def test_what_is_lifted_while_it_is_decided_does_not_stand(stage: Stage) -> None:
    """Two calls at once, and a person lifts the first one's step-up before the second one's is written."""
    here = under(stage, stricter(Decision.QUEUE))
    calls(here, OFTEN_FROM)
    who = call(here)
    assert isinstance(seek(here, who), o.NotAdmitted)
    stage.put("UPDATE admissions SET lifted_at = :now, lifted_by = 'kim', lifted_why = 'explained'", now=stage.now)
    stage.rows("SELECT sought_v1(NULL, :now, (SELECT to_jsonb(a) || jsonb_build_object('id', gen_random_uuid(), "
               "'lifted_at', NULL) FROM admissions a), '{}', 'told', NULL, NULL, NULL, NULL, 1, NULL, NULL)",
               now=stage.now)  # fmt: skip
    assert stage.one("SELECT count(*) FROM admissions WHERE until IS NOT NULL AND lifted_at IS NULL") == 0
    assert isinstance(seek(here, who), o.Offers)
    assert isinstance(here.hold(who), o.Held)


def test_what_was_written_while_it_was_lifted_does_not_outlive_the_lift(stage: Stage) -> None:
    """Neither transaction sees the other's row: of the two the lift counts, for times and for the hold."""
    here = under(stage, stricter(Decision.QUEUE))
    calls(here, OFTEN_FROM)
    who = call(here)
    assert isinstance(seek(here, who), o.NotAdmitted)
    stage.put("UPDATE admissions SET lifted_at = :now, lifted_by = 'kim', lifted_why = 'explained'", now=stage.now)
    stage.put("INSERT INTO admissions SELECT (jsonb_populate_record(NULL::admissions, to_jsonb(a) || "
              "jsonb_build_object('id', gen_random_uuid(), 'lifted_at', NULL))).* FROM admissions a")  # fmt: skip
    assert stage.one("SELECT count(*) FROM admissions WHERE until IS NOT NULL AND lifted_at IS NULL") == 1
    assert isinstance(seek(here, who), o.Offers)
    assert isinstance(here.hold(who), o.Held)


def test_what_is_recorded_follows_nowhere(stage: Stage) -> None:
    """It is written down with what it would have done, and the call goes on, to the hold."""
    here = under(stage, only("calls", mode="record"))
    calls(here, OFTEN_FROM)
    who = call(here)
    assert isinstance(seek(here, who), o.Offers)
    assert isinstance(here.hold(who), o.Held)
    assert rows(stage) == [("admit", None, False)]
    assert stage.one("SELECT fired FROM admissions") == [["calls", "record", "prove"]]


def test_who_is_withheld_has_nobody_to_judge(stage: Stage) -> None:
    """Times are told; a number is keyed in before a hold, and then it is judged."""
    here = under(stage, stricter(Decision.QUEUE))
    who = call(here)
    stage.put("UPDATE calls SET number = NULL, withheld = true")
    assert isinstance(seek(here, who), o.Offers)
    assert rows(stage) == []
    calls(here, OFTEN_FROM)
    here.do(c.NoteNumber(who, number(ANN)))
    assert isinstance(seek(here, who), o.NotAdmitted)


def test_a_thread_is_written_down_once_in_half_an_hour(stage: Stage) -> None:
    """By its number, which its first wish makes."""
    here = under(stage)
    who = here.text()
    for _ in range(2):
        assert isinstance(seek(here, who), o.Offers)
    assert rows(stage) == [("admit", None, False)]
    here.wait(minutes=31)
    seek(here, who)
    assert len(rows(stage)) == 2


def test_a_bank_is_found_by_its_second_number_and_people_of_the_block_go_on_if_known(stage: Stage) -> None:
    """Two of five hundred have their times; who kept an appointment here before has theirs, too."""
    here = under(stage)
    bank = [f"+1212555{nth:04d}" for nth in range(2000, 2020)]
    kept_one = "+12125559999"
    call(here, kept_one)
    kept(here, kept_one)
    told = [isinstance(asks(here, e164), o.Offers) for e164 in bank]
    assert told == [True, True] + [False] * 18
    assert isinstance(asks(here, kept_one), o.Offers)


def test_a_bank_that_sends_a_few_a_day_gets_no_more(stage: Stage) -> None:
    """Four new numbers a day, each proven, half of them known the day before: who is refused counts, too."""
    here, admitted = under(stage), 0
    for day in range(6):
        for nth in range(4):
            who = call(here, f"+1212555{2000 + 10 * day + nth:04d}")
            proves(here, who)
            admitted += isinstance(seek(here, who), o.Offers)
            if nth < 2:
                proves(here, call(here, f"+1212555{2010 + 10 * day + nth:04d}"))
        here.wait(days=1)
    assert admitted == 2
