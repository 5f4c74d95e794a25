"""Each act, done to the exchange or at the desk; what came of it is told when its time has passed."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Final, assert_never

from attack_range.acting import Done, Happened, Heard, Message
from attack_range.acts import (
    Act,
    Answer,
    AtDesk,
    Await,
    Dial,
    HangUp,
    Inbox,
    InCall,
    Listen,
    Press,
    Say,
    Stir,
    Text,
    Wait,
    WaitUntil,
)
from attack_range.field import LINE
from attack_range.living import Living, Stage, heard
from booking_core.commands import Query
from exchange.call import Call, CallOver

THINKS: Final = timedelta(seconds=1)
"""From hearing to the next act: a person's or a robot's, both are quick beside what the line says."""
SETUP: Final = timedelta(seconds=3)
"""From dialling until the line answers."""
READS: Final = timedelta(seconds=5)
"""From sending a text until its answer is read."""


def perform(stage: Stage, living: Living, deed: Act) -> None:
    """Do one act of an actor; it goes on when that has taken its time."""
    now = stage.world.now
    match deed:
        case Dial():
            _dial(stage, living, deed)
        case Answer(number):
            _answer(stage, living, number)
        case Press() | Say() | Listen() | HangUp():
            _in_call(stage, living, deed)
        case Text(number, body):
            _text(stage, living, number, body)
        case Inbox(numbers):
            _tell(stage, living, timedelta(0), stage.news(living, numbers))
        case Await(numbers, seconds):
            _await(stage, living, deed)
        case Wait(seconds):
            _wait(stage, living, seconds)
        case WaitUntil(at):
            _wait(stage, living, max(0.0, (at - now).total_seconds()))
        case AtDesk():
            _at_desk(stage, living, deed)
        case _:
            assert_never(deed)


def _tell(stage: Stage, living: Living, after: timedelta, happened: Happened) -> None:
    stage.wake(living, stage.world.now + after, lambda: happened)


def _begin(stage: Stage, living: Living, call: Call) -> None:
    living.call, living.answered, living.seen = call, stage.world.now, 0
    if call.status in ("in-progress", "completed"):
        living.actor.tally.connected += 1
    _hear(stage, living)


def _hear(stage: Stage, living: Living) -> None:
    """It goes on when the line has said all this."""
    assert living.call is not None
    assert living.answered is not None
    stage.turns += 1
    said = living.answered + timedelta(seconds=living.call.second)
    if living.call.is_over:
        living.count()
    stage.wake(living, max(said, stage.world.now) + THINKS, lambda: heard(living))


_NOBODY: Final = Heard((), over=True, sid="", status="", seconds=0.0)


def _dial(stage: Stage, living: Living, act: Dial) -> None:
    if living.call is not None and not living.call.is_over:
        raise ValueError("an actor has one call at a time")
    living.actor.tally.calls += 1
    stage.dials(living)
    verstat = None if act.stir is None else _verstat(act.stir)

    def place() -> None:
        world = stage.world
        _begin(stage, living, world.switch.calls.place(act.number, world.line, verstat, withheld=act.withheld))

    stage.later(stage.world.now + SETUP, place)


def _verstat(stir: Stir) -> str:
    return f"TN-Validation-Passed-{stir}"


def _answer(stage: Stage, living: Living, number: str) -> None:
    call = stage.pick_up(living, number)
    if call is None:
        _tell(stage, living, THINKS, _NOBODY)
        return
    living.actor.tally.calls_got += 1
    call.answer()
    _begin(stage, living, call)


def _in_call(stage: Stage, living: Living, act: InCall) -> None:
    call = living.call
    if call is None or call.is_over:
        _tell(stage, living, THINKS, heard(living))
        return
    # The line may have gone on meanwhile: a call in a conference hears others.
    assert living.answered is not None
    call.second = max(call.second, (stage.world.now - living.answered).total_seconds())
    with contextlib.suppress(CallOver):
        _do(call, act)
    _hear(stage, living)


def _do(call: Call, act: InCall) -> None:
    match act:
        case Press(keys):
            call.press(keys)
        case Say(words):
            call.say(words)
        case Listen():
            call.silence()
        case HangUp():
            call.hang_up()


def _text(stage: Stage, living: Living, number: str, body: str) -> None:
    living.actor.tally.texts_sent += 1
    world = stage.world
    received = world.switch.receive_text(number, world.line, body, ())
    stage.turns += 1
    for reply in received.replies:
        stage.arrive(Message(number, LINE, reply, world.now, is_answer=True))
    owned = (number,) if number in living.actor.owns else ()
    stage.wake(living, world.now + READS, lambda: stage.news(living, owned))


def _await(stage: Stage, living: Living, act: Await) -> None:
    if living.call is not None and not living.call.is_over:
        raise ValueError("whoever waits for a text in a call listens")
    living.awaits = act
    at = stage.world.now + timedelta(seconds=act.seconds)
    if any(stage.rings_for(living, number) for number in act.numbers):
        at = stage.world.now
    stage.wake(living, at, lambda: stage.news(living, act.numbers))


def _wait(stage: Stage, living: Living, seconds: float) -> None:
    call = living.call
    if call is not None and not call.is_over:
        with contextlib.suppress(CallOver):
            call.pause(seconds)
    at = stage.world.now + timedelta(seconds=seconds)
    stage.wake(living, at, lambda: at)


def _at_desk(stage: Stage, living: Living, act: AtDesk) -> None:
    living.actor.tally.desk_commands += 1
    core = stage.world.core
    if isinstance(act.asked, Query):
        outcome = core.ask(act.asked)
    else:
        outcome = core.perform(act.asked, f"range:{living.actor.login}:{living.wakes}")
    stage.turns += 1
    _tell(stage, living, THINKS, Done(outcome))
