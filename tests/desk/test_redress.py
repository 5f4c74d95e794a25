"""Redress: an agent sees what is asked of a caller and lifts it; a day's list shows who was asked; nobody is unseen."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from datetime import timedelta
from typing import get_args

import pytest

import policy_file
from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as do
from booking_core import outcomes as o
from booking_core.actors import Staff
from booking_core.admission import LINE_TYPE, Decision, Why
from booking_core.desk_commands import LiftReason
from booking_core.numbers import Reason, Refused
from desk.words import PHRASES
from ivr.call import Call
from ivr.dialogue import say as said_by_voice
from ivr.scene import Scene
from ivr.script import Step
from sms.replies import say as said_by_text
from sms.scene import Scene as Thread
from sms.state import State
from tests.core.stage import ANN, BEN, DESK, Stage
from tests.desk.callers import Screen, descriptions
from tests.desk.conftest import SignedIn
from wording.languages import CATALOGUES, choices, understood

SHIPPED = policy_file.load()
ASKS = (Decision.PROVE, Decision.CALL_BACK, Decision.QUEUE, Decision.REFUSE)


def step_up(stage: Stage, e164: str, decision: Decision, control: str = "block", why: str = "alike", *,
            hours: float = 24, fired: list[list[str]] | None = None) -> None:  # fmt: skip
    """Admission has asked more of a number, in its newest call."""
    stage.put(
        "INSERT INTO admissions (id, at, number, call, channel, service, office, decision, step, shown, control, why, "
        "until, fired) SELECT gen_random_uuid(), :now, n.number, (SELECT id FROM calls WHERE number = n.number "
        "ORDER BY started_at DESC LIMIT 1), 'voice', :service, :office, :decision, :step, 0, :control, :why, :until, "
        "cast(:fired AS jsonb) FROM number_keys n WHERE n.keyed_hash = ANY(:hashes)",
        now=stage.now, service=stage.line.services[1].id, office=stage.line.offices[0].id,
        decision=decision.name.lower(), step=int(decision), control=control, why=why,
        until=stage.now + timedelta(hours=hours), hashes=stage.core.keys.number_hashes(e164),
        fired=json.dumps([[control, "enforce", decision.name.lower()]] if fired is None else fired),
    )  # fmt: skip


@pytest.fixture
def screen(signed: SignedIn, stage: Stage) -> Screen:
    """Kim, a supervisor at the desk, with Ann on the line, whose number is refused by one control and asked by two."""
    browser, who = signed("supervisor:kim"), stage.proven(ANN)
    stage.agent(who, role="supervisor")
    for decision, control in ((Decision.REFUSE, "block"), (Decision.REFUSE, "block"), (Decision.QUEUE, "calls")):
        step_up(stage, ANN, decision, control)
    return Screen(browser, stage, who)


def test_an_agent_sees_why_and_until_when_and_lifts_it(screen: Screen, signed: SignedIn) -> None:
    """The reason in words; the control's name for supervisors alone; lifted with a reason, the agent books."""
    stage, page = screen.stage, screen.look()
    assert page.count("refused, because many numbers like it ask for times; until") == 1
    assert "Control: block." in page
    told = descriptions(page, "Set aside for a week")
    assert [(each.split(",")[0], each.split()[-1]) for each in told] == [
        ("refused", "block."), ("a person books for it", "calls."),
    ]  # fmt: skip
    screen.look(screen.find()[0])
    assert "You can set that aside below" in screen.do("hold", send="text")
    assert "could not be read" in screen.do("lift", reason="my friend")
    assert "It is set aside until" in screen.do("lift", reason="explained")
    assert "Set aside by kim (the caller explained it)" in screen.page
    screen.look(screen.find()[0])
    assert "place is kept" in screen.do("hold", send="text")
    assert stage.one("SELECT why FROM audit WHERE action = 'lift_admission'") == "explained: block"
    assert stage.one("SELECT count(*) FROM admissions WHERE lifted_by = 'kim'") == 2
    ana = Screen(signed("agent:ana"), stage, screen.who)
    stage.agent(screen.who, "ana")
    assert "a person books for it" in ana.look()
    assert "Control:" not in ana.page


def test_what_look_ups_say_has_reason_and_source(screen: Screen) -> None:
    """Each package, what was found, who says so and why it was asked."""
    screen.stage.put(
        "INSERT INTO verdicts (id, number, package, state, found, source, reason, asked_at, not_before, found_at) "
        "SELECT gen_random_uuid(), number, 'line_type', 'found', cast(:found AS jsonb), 'x', 'sought', now(), "
        "now(), now() FROM calls WHERE number IS NOT NULL LIMIT 1",
        found=json.dumps({"line_type": "mobile", "carrier": "Talk", "new": 7}),
    )
    page = screen.look()
    assert "Kind of line: carrier Talk, kind mobile, new 7. Source: x. Asked because: it asked for times." in page


def test_a_lift_is_for_one_control_and_one_number(screen: Screen) -> None:
    """What another control asks stands, another caller's row is nothing, and it cannot be lifted twice."""
    stage = screen.stage
    kim, rows = stage.agent(screen.who), "SELECT id FROM admissions WHERE control = :control LIMIT 1"
    block, calls = stage.one(rows, control="block"), stage.one(rows, control="calls")
    stage.call(BEN)
    step_up(stage, BEN, Decision.REFUSE, "texts")
    assert isinstance(stage.do(d.LiftAdmission(kim, stage.one(rows, control="texts"), "explained")), do.NothingToLift)
    lifted = stage.do(d.LiftAdmission(kim, block, "explained"))
    assert lifted == do.AdmissionLifted(stage.now + timedelta(days=7))
    assert isinstance(stage.do(d.LiftAdmission(kim, block, "explained")), do.NothingToLift)
    now = stage.ask(d.CallerOf(Staff("kim")))
    assert isinstance(now, do.CallerNow)
    assert [(each.control, each.lifted_by) for each in now.step_ups] == [("block", "kim"), ("calls", None)]
    assert stage.one("SELECT lifted_at FROM admissions WHERE id = :id", id=calls) is None


def test_nobody_lifts_what_is_asked_of_their_own_telephone(signed: SignedIn, stage: Stage) -> None:
    """Kim calls from the telephone on which Kim is rung: a colleague has to decide."""
    who = stage.proven(DESK)
    step_up(stage, DESK, Decision.REFUSE)
    screen = Screen(signed("agent:kim"), stage, who)
    stage.agent(who)
    screen.look()
    assert "your own telephone" in screen.do("lift", reason="explained")
    assert stage.one("SELECT count(*) FROM admissions WHERE lifted_at IS NOT NULL") == 0
    assert stage.one("SELECT count(*) FROM audit WHERE action = 'lift_admission'") == 0


def test_the_list_of_a_day(signed: SignedIn, stage: Stage) -> None:
    """Whoever was asked for more, once a call, with what became of them; figures above, records beside, no number."""
    recorded = [["block", "enforce", "queue"], ["carrier", "record", "refuse"]]
    stage.call(ANN)
    step_up(stage, ANN, Decision.QUEUE, fired=recorded)
    step_up(stage, ANN, Decision.QUEUE, fired=recorded)
    stage.put("UPDATE admissions SET until = at")
    stage.book(stage.proven(ANN))
    stage.wait(seconds=1)
    hung_up = stage.call(BEN)
    step_up(stage, BEN, Decision.REFUSE, "texts", "often")
    stage.hang_up(hung_up)
    sue = signed("supervisor:sue")
    page, table = (html.unescape(sue.get(f"/desk/stepped-up{kind}").text) for kind in ("", ".csv"))
    for text in (page, table):
        assert not re.search(rf"{ANN[2:]}|{BEN[2:]}", text.replace(" ", ""))
    head, *rows = csv.reader(io.StringIO(table))
    assert [dict(zip(head, row, strict=True))["became"] for row in rows] == ["gave_up", "booked"]
    assert rows[0][1:6] == ["voice", "refuse", "often", "texts", BEN[-2:]]
    assert "carrier" in page
    assert "record only" in page
    other_day = sue.get("/desk/stepped-up?day=2020-01-01").text
    assert "Nobody was asked for more, or refused, on this day" in other_day
    assert [signed(role).get("/desk/stepped-up").status_code for role in ("auditor", "agent", "clerk")] == [
        200,
        403,
        403,
    ]


def test_the_figures_of_a_day(stage: Stage) -> None:
    """Calls are counted once for each step-up, controls each time they fired; one that records never decides."""
    stage.call(ANN)
    for _ in range(2):
        step_up(stage, ANN, Decision.QUEUE, fired=[["block", "enforce", "queue"], ["carrier", "record", "refuse"]])
    step_up(stage, ANN, Decision.ADMIT, fired=[])
    found = stage.ask(d.SeeAdmissions())
    assert found.asked == 1
    assert found.decisions == (("queue", "alike", 1),)
    assert found.controls == (
        do.ControlSeen("block", "enforce", "queue", 2, 1, 2), do.ControlSeen("carrier", "record", "refuse", 2, 1, 0),
    )  # fmt: skip
    assert [row.became for row in found.rows] == ["waits"]  # still on the line


# ── Nothing is shadow-banned ─────────────────────────────────────────────────────────────────────────

CONTROLS = [(control.name, control.why, control.then) for control in SHIPPED.controls] + sorted(
    {(LINE_TYPE, "line", then) for row in SHIPPED.line_types.values() for then in row.values()}
)
EVERY = sorted({(why, then) for _, why, then in CONTROLS} | {(why, then) for why in get_args(Why) for then in ASKS})


def heard(stage: Stage, language: str, met: o.Outcome) -> str:
    """What a caller hears of a refusal, and what they can do then."""
    scene = Scene("CA1", stage.line, "01", lambda _: Refused(Reason.WITHHELD), choices, understood)
    step = Step.CALLING_BACK if isinstance(met, o.CallingBack) else Step.NOT_ADMITTED
    reply = said_by_voice(Call(step, stage.now, language=language), met, scene)
    return " ".join(CATALOGUES[language].spoken(each.key, each.arguments) for each in reply.say)


def read(stage: Stage, language: str, met: o.Outcome) -> str:
    """What a texter reads of it."""
    who = stage.text()
    seek = c.SeekPlace(who, c.NextFree(stage.line.offices[0].id, stage.line.services[1].id, 1, stage.now), language)
    texts = said_by_text(State(language), seek, met, Thread(who, stage.line, lambda service, office: None))
    return " ".join(CATALOGUES[language].texted(key, arguments) for key, arguments in texts)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_control_has_a_sentence_an_end_and_a_person(stage: Stage, language: str) -> None:
    """Each reason and each step of the ladder, the shipped controls' among them: why, until when and who helps, by
    voice, by text and at the desk. Who only has to prove a telephone is led there instead."""
    until, person = stage.now + timedelta(hours=5), {"en": "person", "es": "persona"}[language]
    for why, then in EVERY:
        if then in (Decision.ADMIT, Decision.PROVE):
            continue
        waits = then is Decision.CALL_BACK
        met = o.CallingBack(why, until) if waits else o.NotAdmitted(why, until, agents_may=then is Decision.QUEUE)
        for catalogue, text in ((CATALOGUES[language].spoken, heard(stage, language, met)),
                                (CATALOGUES[language].texted, read(stage, language, met))):  # fmt: skip
            assert catalogue(f"why.{why}", {}) in text
            assert re.search(r"\d{1,2}[:.]\d\d", text), text
            assert person in text, text
        nth = ("en", "es").index(language)
        assert PHRASES[f"why.{why}"][nth]
        assert PHRASES[f"decision.{then.name.lower()}"][nth]
        assert "{until}" in PHRASES["lift.stands"][nth]


@pytest.mark.parametrize("then", ASKS)
def test_what_stands_is_told_on_every_channel(stage: Stage, then: Decision) -> None:
    """A hold that a step-up stops answers with it, by voice and by text; an agent may, or is told of the refusal."""
    who, text, until = stage.call(ANN), stage.text(ANN), stage.now + timedelta(hours=24)
    step_up(stage, ANN, then)
    for channel in (who, text):
        met = stage.hold(channel)
        if then is Decision.PROVE:
            assert isinstance(met, o.ProveFirst)
        elif then is Decision.CALL_BACK:
            assert isinstance(met, o.CallingBack)
        else:
            assert met == o.NotAdmitted("alike", until, agents_may=then is Decision.QUEUE)
    at_desk = stage.hold(stage.agent(who))
    assert isinstance(at_desk, o.NotAdmitted if then is Decision.REFUSE else (o.Held, o.ProveFirst, o.ProofNeeded))


def test_every_reason_to_lift_has_words() -> None:
    """No code of a reason is shown."""
    assert [one for one in get_args(LiftReason) if f"lift.{one}" not in PHRASES] == []
