from __future__ import annotations

import ast
import dataclasses
import functools
import itertools
from pathlib import Path
from typing import Any, get_args

import pytest

import ivr.steps
from booking_core import commands, desk_commands
from booking_core.commands import Command, Query
from booking_core.desk_commands import AskForPerson, KeepPlace
from booking_core.outcomes import NotAdmitted, NothingHeld
from docs import dialogue as drawing
from ivr import choices as c
from ivr.dialogue import follow, hear, say
from ivr.memory import MISSED
from ivr.script import AWAY, NEXT, Step
from ivr.steps import STEPS
from ivr.steps.step import Wish
from ivr.vocabulary import Entry, Hangup, Heard, Leave, Menu, Reject, Reply, Talk, Wait
from tests.laws.surroundings import CLOSED, NOW, SCENE, STOPPED, WIDE, at, calls_at, examples, inputs
from wording.languages import CATALOGUES

ENDS = (Step.GOODBYE, Step.MESSAGE)
ASKING = [step for step in Step if step not in ENDS]
ROWS = {step: [met for origin, met in NEXT if origin is step] for step in Step}
ALWAYS = {met for _, met in NEXT if all((step, met) in NEXT for step in ASKING)}
ENGLISH = CATALOGUES["en"]


def words(reply: Reply) -> list[str]:
    """The sentences of a reply."""
    return [ENGLISH.spoken(part.key, part.arguments) for part in reply.say]


@functools.cache
def wishes(step: Step) -> frozenset[type[Any]]:
    """The kinds of wish that callers can have at a step, found by trying."""
    return frozenset(
        type(hear(call, heard, scene))
        for scene in (SCENE, WIDE, STOPPED, CLOSED)
        for call in calls_at(step)
        for heard in inputs()
    )


def outcomes(kind: type[Any]) -> set[type[Any]]:
    """What a wish can meet: the outcomes a command or query names in its type, or itself."""
    if not issubclass(kind, Command | Query):
        return {kind}
    (answered,) = get_args(kind.__orig_bases__[0])  # type: ignore[union-attr]  # of a generic class, at run time
    return set(get_args(answered)) or {answered}


@pytest.mark.parametrize("step", ASKING)
def test_every_row_is_heard(step: Step) -> None:
    """Whatever is met at a step, the caller hears whole English sentences and is asked what the next step asks."""
    for met, misses in itertools.product(ROWS[step], (0, 1, 2)):
        for example in examples(met):
            after = follow(dataclasses.replace(at(step), misses=misses), example)
            assert after.step is NEXT[step, met], example
            reply = say(after, example, SCENE)
            said = words(reply)
            assert said, example
            assert all(sentence[0].isupper() or sentence[0].isdigit() for sentence in said), said
            assert all(sentence.endswith((".", "?")) and "{" not in sentence for sentence in said), said
            assert isinstance(reply.ask, Hangup) == (after.step in ENDS), example


def test_there_is_an_example_of_everything() -> None:
    """No row passes because nothing was tried."""
    assert [met.__name__ for _, met in NEXT if not examples(met)] == []


@pytest.mark.parametrize("step", ASKING)
def test_every_answer_the_core_can_give_has_a_row(step: Step) -> None:
    """Every outcome of every command and query a step can put to the core leads somewhere, and so does every choice."""
    missing = {
        (kind.__name__, met.__name__) for kind in wishes(step) for met in outcomes(kind) if (step, met) not in NEXT
    }
    assert missing == set()


@pytest.mark.parametrize("step", ASKING)
def test_no_row_is_dead(step: Step) -> None:
    """Every row of a step's own can be met there: something a caller can do leads to it."""
    before = {NotAdmitted} if step is Step.WELCOME else set()  # what a call may meet at the doorstep
    met_here = {met for kind in wishes(step) for met in outcomes(kind)} | ALWAYS | before
    assert {met.__name__ for origin, met in NEXT if origin is step and met not in met_here} == set()


def test_every_command_of_the_dialogue_was_tried() -> None:
    """The trying of keys and words reaches each command that the steps name, so none escapes the tests above."""
    files = Path(ivr.steps.__file__).parent.glob("*.py")
    named = {node.id for file in files for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Name)}
    rooms = (commands, desk_commands)
    asked = {name for name in named for room in rooms if _is_asked(getattr(room, name, None))} - {"Command", "Query"}
    tried = {kind.__name__ for step in ASKING for kind in wishes(step)}
    assert asked
    assert asked - tried == set()


def _is_asked(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, Command | Query)


def test_every_choice_of_the_dialogue_was_tried() -> None:
    """Each choice in the vocabulary is one a caller can make at some step."""
    named = {name for name, kind in vars(c).items() if isinstance(kind, type) and issubclass(kind, c.Choice)}
    assert named - {"Choice"} == {
        kind.__name__ for step in ASKING for kind in wishes(step) if issubclass(kind, c.Choice)
    }


def test_every_step_is_reached_from_the_first() -> None:
    """Walking the rows from the first menu, no step is left out, and every step has a view."""
    reached, edge = {Step.WELCOME, Step.OUTBOUND}, {Step.WELCOME, Step.OUTBOUND}
    while edge:
        edge = {there for (step, _), there in NEXT.items() if step in edge} - reached
        reached |= edge
    assert reached == set(Step) == set(STEPS)


def test_goodbye_is_reached_from_every_step() -> None:
    """Nobody is kept in a circle: from each step some way leads to the end."""
    ends = set(ENDS)
    while more := {step for (step, _), there in NEXT.items() if there in ends} - ends:
        ends |= more
    assert ends == set(Step)


@pytest.mark.parametrize("step", Step)
def test_every_step_offers_a_way_on(step: Step) -> None:
    """A step takes a key or an entry and waits for it, leaves the call to the queue or to an agent, or says goodbye."""
    for call in calls_at(step):
        question = STEPS[step].question(call, SCENE)
        match question.ask:
            case Menu(wait_s) | Entry(wait_s=wait_s):
                patient = 2 if call.misses and step is not Step.OUTBOUND else 1
                long = isinstance(question.ask, Entry) or step is Step.OUTBOUND
                assert wait_s == (10 if long else 8) * patient
                assert step not in ENDS
            case Wait() | Talk():
                assert step in AWAY
            case Hangup():
                assert step in ENDS
            case Leave() | Reject():
                raise AssertionError(step)


def pressed(step: Step, keys: str) -> list[Wish]:
    """What these keys mean at a step, whatever the call knows; not when the call has lasted too long."""
    heard = Heard(keys, None, None, NOW, NOW)
    return [hear(call, heard, SCENE) for call in calls_at(step) if call.turns < 60 and NOW - call.started < _LONG]


_LONG = NOW - at(Step.WELCOME).started + (NOW - at(Step.WELCOME).started)


@pytest.mark.parametrize("step", ASKING)
def test_zero_reaches_a_person_everywhere(step: Step) -> None:
    """`0` asks for a person, at menus and as a whole entry, who knows whom the line has not admitted."""
    why = "admission" if step in (Step.NOT_ADMITTED, Step.CALLING_BACK) else "asked"
    assert all(isinstance(wish, AskForPerson) and wish.reason == why for wish in pressed(step, "0"))


@pytest.mark.parametrize("step", ASKING)
def test_star_repeats_everywhere(step: Step) -> None:
    """`*` says it again: from the state, or where it came from the core, asked for again."""
    for wish in pressed(step, "*"):
        assert isinstance(wish, c.Repeat | Query), wish
        assert all((step, met) in NEXT for met in outcomes(type(wish)))


SPEECH = [step for step in ASKING if isinstance(ask := STEPS[step].question(at(step), SCENE).ask, Menu) and ask.hints]


@pytest.mark.parametrize(("words", "keys"), [("a person please", "0"), ("repeat that", "*")])
def test_a_person_and_a_repeat_can_be_asked_for_by_voice(words: str, keys: str) -> None:
    """Where speech is taken, saying it is pressing it, and never one of the menu's own choices."""
    taken_for = {}
    for step in SPEECH:
        try:
            said: object = hear(at(step), Heard(None, words, 0.9, NOW, NOW), SCENE)
        except (ValueError, LookupError) as fault:
            said = fault
        if said != hear(at(step), Heard(keys, None, None, NOW, NOW), SCENE):
            taken_for[str(step)] = said
    assert SPEECH
    assert taken_for == {}


def test_a_zero_within_an_entry_is_a_digit() -> None:
    """In entries of several digits only the whole entry `0` reaches a person."""
    assert all(isinstance(wish, commands.SetVisitor) for wish in pressed(Step.VISITOR, "00001931"))


@pytest.mark.parametrize("step", ASKING)
@pytest.mark.parametrize("keys", [None, "7777777"])
def test_the_third_miss_leads_to_a_person(step: Step, keys: str | None) -> None:
    """Silence or a wrong entry for the third time in a row is never asked a fourth time."""
    heard = Heard(keys, None, None, NOW, NOW)
    first = hear(at(step), heard, SCENE)
    third = hear(dataclasses.replace(at(step), misses=2), heard, SCENE)
    if isinstance(first, (*MISSED, commands.LookForCode)):
        assert isinstance(third, AskForPerson | KeepPlace | c.NumberNotHad | c.GoodBye)
    else:
        assert type(third) is type(first)


@pytest.mark.parametrize(
    "step", [step for step in ASKING if step not in (Step.KEY_NUMBER, Step.CALLBACK, Step.OFTEN, *AWAY)]
)
def test_a_long_call_is_handed_to_a_person(step: Step) -> None:
    """After sixty turns, or twenty-five minutes, a person goes on."""
    one = Heard("1", None, None, NOW, NOW)
    for call in (dataclasses.replace(at(step), turns=60), dataclasses.replace(at(step), started=NOW - 13 * _LONG)):
        wish = hear(call, one, SCENE)
        if step in (Step.QUEUE_BACK, Step.QUEUE_FULL):  # whoever is with people already chooses how
            assert isinstance(wish, KeepPlace)
            continue
        assert isinstance(wish, AskForPerson)
        assert wish.reason == "long"


def test_a_long_call_still_takes_its_code_and_lets_go() -> None:
    """A right code is heard however late it comes, and whoever has been given a call-back may go."""
    late = dataclasses.replace(at(Step.CODE), turns=60)
    assert isinstance(hear(late, Heard("482913", None, None, NOW, NOW), SCENE), commands.Confirm)
    late = dataclasses.replace(at(Step.CALLBACK), turns=60)
    assert isinstance(hear(late, Heard("1", None, None, NOW, NOW), SCENE), c.GoodBye)


def test_the_picture_is_drawn_from_the_law() -> None:
    """The page in the documentation is the one drawn from NEXT; `python -m docs.dialogue` writes it anew."""
    assert drawing.PAGE.read_text(encoding="utf-8") == drawing.page(NEXT)


def test_the_picture_shows_every_row() -> None:
    """Each row is in the drawing, and a row that leads elsewhere changes it."""
    changed = {**NEXT, (Step.WELCOME, NothingHeld): Step.OFFICE}
    assert "welcome --> phone: nothing held" in drawing.page(NEXT)
    assert "welcome --> office: nothing held" in drawing.page(changed)
    for step in ASKING:
        assert f"\n    {step} --> " in drawing.page(NEXT)
