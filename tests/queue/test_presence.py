"""The caller's presence, asked for by an agent: by keys in the call, by a text, by a key on a call-back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as o
from booking_core.actors import Agent, Caller, Staff
from booking_core.clocks import local_day
from booking_core.numbers import Reason, Refused
from booking_core.outcomes import CallProven, CodeExpired, CodeSent, CodeWrong, Held, NumberNeeded, Proven, TextsOff
from tests.core.stage import ANN, Stage, number, other
from tests.queue.floor import BOB, Floor


def talking(floor: Floor, e164: str = ANN) -> tuple[Caller, Agent]:
    """A caller who talks with Amy."""
    floor.agent()
    who = floor.stage.call(e164)
    floor.waits(who)
    floor.joined(who)
    return who, Agent("amy", who.sid)


def texted(floor: Floor, amy: Agent) -> str:
    """A presence code is texted; its digits."""
    assert isinstance(floor.stage.do(c.SendCode(amy, "presence", None, "en")), CodeSent)
    return floor.stage.code(ANN, "presence")


def prompted(floor: Floor, who: Caller) -> o.KeysWanted:
    """The caller's leg, moved, asks what it hears now."""
    met = floor.stage.do(c.StartProofCall(who.sid, floor.stage.line.number, floor.sent("presence")[-1]))
    assert isinstance(met, o.KeysWanted), met
    return met


def proven(stage: Stage) -> bool:
    """Whether Amy sees that her caller is."""
    seen = stage.ask(d.CallerOf(Staff("amy")))
    return isinstance(seen, o.CallerNow) and seen.proven


def test_a_code_is_keyed_in_and_the_talk_goes_on(floor: Floor) -> None:
    """The caller's leg is led to the prompt once, keys the code in, and the call is proven for this agent."""
    who, amy = talking(floor)
    digits = texted(floor, amy)
    assert floor.stage.do(d.AskForKeys(amy, "en")) == o.PromptComing()
    assert floor.stage.do(d.AskForKeys(amy, "en")) == o.PromptComing()
    assert len(floor.sent("presence")) == 1
    talk = prompted(floor, who).waiter
    assert floor.state() == "talking"
    assert not proven(floor.stage)
    assert floor.stage.do(c.ProveAndTalk(who, digits)) == Proven()
    assert proven(floor.stage)
    assert floor.stage.rows("SELECT id FROM queue WHERE ended_at IS NULL") == [(talk,)]


@pytest.mark.parametrize("blocked", [False, True])
def test_whoever_keys_in_for_an_agent_who_is_gone_is_not_left_alone(floor: Floor, *, blocked: bool) -> None:
    """Back in the conference a caller would sit in silence; instead the talk is over, with the proof that was given."""
    who, amy = talking(floor)
    digits = texted(floor, amy)
    floor.stage.do(d.AskForKeys(amy, "en"))
    prompted(floor, who)
    for _ in range(4 if blocked else 1):
        assert isinstance(floor.stage.do(c.ProveAndTalk(who, other(digits))), CodeWrong)
    floor.call_ends(floor.sent("agent")[-1])
    met = floor.stage.do(c.ProveAndTalk(who, other(digits) if blocked else digits))
    assert isinstance(met, o.TalkOver)
    assert met.proven is not blocked


def test_without_a_code_there_is_no_prompt(floor: Floor) -> None:
    """A prompt for a code that nobody was texted would only puzzle; and codes of other purposes are none."""
    who, amy = talking(floor)
    floor.stage.held(who)
    assert floor.stage.do(d.AskForKeys(amy, "en")) == CodeExpired()
    assert floor.sent("presence") == []


def test_a_prompt_that_comes_too_late_leads_back(floor: Floor) -> None:
    """Texted back meanwhile, the caller is back in the talk at once; and once the agent is gone, the talk is over."""
    who, amy = talking(floor)
    digits = texted(floor, amy)
    floor.stage.do(d.AskForKeys(amy, "en"))
    assert floor.stage.do(c.TextCode(floor.stage.text(), digits)) == CallProven()
    move = c.StartProofCall(who.sid, floor.stage.line.number, floor.sent("presence")[-1])
    assert isinstance(floor.stage.do(move), o.Joined)
    floor.call_ends(floor.sent("agent")[-1])
    assert isinstance(floor.stage.do(move), o.TalkOver)


def test_a_call_that_comes_out_while_it_is_moved_hears_the_prompt(floor: Floor) -> None:
    """Should the provider tell of the conference's end before the move is heard, it is the prompt all the same."""
    who, amy = talking(floor)
    texted(floor, amy)
    floor.stage.do(d.AskForKeys(amy, "en"))
    assert isinstance(floor.stage.do(d.ComeOut(who, "moved", "en")), o.KeysWanted)


def test_a_call_back_proves_a_telephone_without_texts(floor: Floor) -> None:
    """The talk ends, the number is called before all others, and a key there proves it and joins it to an agent."""
    who, amy = talking(floor)
    ben = floor.stage.call("+12025550102")
    floor.stage.do(d.AskForPerson(ben, "asked", "en"))
    assert floor.stage.do(d.CallBackToProve(amy)) == o.CallbackAhead()
    assert isinstance(floor.stage.do(d.ComeOut(who, "over", "en")), o.CallbackPlaced)
    floor.stage.hang_up(who)
    floor.stage.wait(seconds=3)
    floor.stage.do(d.FinishCall(Staff("amy")))
    taken = floor.takes()
    assert isinstance(taken, o.Taken)
    assert taken.calls_back
    again = floor.called()
    assert isinstance(floor.stage.do(c.PressKey(again)), o.Joined)
    assert proven(floor.stage)
    assert isinstance(floor.stage.hold(Agent("amy", again.sid), send="none"), Held)
    told: object = floor.stage.hold(amy, send="none")
    assert told == o.NotYourCaller()


def test_who_cannot_be_called_is_not(floor: Floor) -> None:
    """No number, and a number whose owner wants no machine to call."""
    who, amy = talking(floor)
    floor.stage.put("UPDATE numbers SET opted_out_at = now() WHERE kind = 'telephone'")
    assert floor.stage.do(d.CallBackToProve(amy)) == TextsOff()
    floor.stage.put("UPDATE calls SET number = NULL WHERE sid = :sid", sid=who.sid)
    assert floor.stage.do(d.CallBackToProve(amy)) == NumberNeeded()
    assert floor.state() == "talking"


def keyed(floor: Floor) -> Caller:
    """Somebody who withholds the number and has keyed in Ann's."""
    stranger = Caller(f"CA{next(floor.stage.turns):032x}")
    floor.stage.do(c.StartCall(stranger.sid, floor.stage.line.number, Refused(Reason.WITHHELD), "en"))
    floor.stage.do(c.NoteNumber(stranger, number(ANN)))
    return stranger


def test_a_keyed_number_has_nobodys_place(floor: Floor) -> None:
    """A stranger who keys in a number that waits for its call-back stands behind it, and ends none."""
    amy = floor.agent()
    floor.stage.put("UPDATE agent_states SET state = 'after', since = :now", now=floor.stage.now)
    ann = floor.stage.call(ANN)
    floor.waits(ann)
    floor.stage.do(d.KeepPlace(ann, "asked", "en"))
    floor.stage.hang_up(ann)
    stranger = keyed(floor)
    assert floor.waits(stranger).position == 2
    floor.stage.hang_up(stranger)
    assert [row.state for row in floor.rows()] == ["waiting", "left"]
    assert floor.stage.ask(d.MyDesk(amy)).state == "after"


def test_a_call_back_of_a_talk_leaves_no_agent_waiting(floor: Floor) -> None:
    """An agent who is rung for the number's own call-back is free again once a talk takes that over."""
    floor.agent()
    stranger = keyed(floor)
    floor.waits(stranger)
    floor.joined(stranger)
    ann = floor.stage.call(ANN)
    floor.waits(ann)
    floor.stage.do(d.KeepPlace(ann, "asked", "en"))
    floor.stage.hang_up(ann)
    floor.agent("bob", BOB)
    floor.tick(seconds=61)
    assert floor.state("bob") == "ringing"
    assert isinstance(floor.stage.do(d.CallBackToProve(Agent("amy", stranger.sid))), o.CallbackAhead)
    assert floor.state("bob") == "available"


def test_a_voucher_waits_in_line_without_a_number(floor: Floor) -> None:
    """Whoever was proven by a voucher and asks for a person once more is shown by no digits, and rung for."""
    who, amy = talking(floor)
    today = local_day(floor.stage.now, "America/Los_Angeles")  # in UTC it may be tomorrow
    made = floor.stage.do(d.MakeVouchers(Staff("sue"), "Court", today, today + timedelta(days=2), 1))
    assert isinstance(made, o.VouchersMade)
    assert floor.stage.do(d.NoteVoucher(amy, made.digits[0])) == o.VoucherNoted()
    floor.call_ends(floor.sent("agent")[-1])
    floor.waits(who)
    assert [each.ending for each in floor.queue()] == [""]
    floor.tick(minutes=2)
    assert isinstance(floor.takes(), o.Taken)
