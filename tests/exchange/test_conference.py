from concurrent.futures import ThreadPoolExecutor

import pytest

from exchange.client import LiveCall
from tests.exchange.stage import ALICE, BOB, LANDLINE, Answer, Running, Service

CAROL = "+12025550103"


def _join(attributes: str = "", dial: str = 'action="/after"', then: str = "<Say>Behind it.</Say>") -> str:
    quiet = attributes if "beep" in attributes else f'beep="false" {attributes}'
    return f"<Dial {dial}><Conference {quiet}>desk</Conference></Dial>{then}"


def _two(running: Running, service: Service, first: str, second: str) -> tuple[LiveCall, LiveCall]:
    """Two calls in one conference, each by its own document; after it both are asked something."""
    service.says("/voice", first, second)
    service.says("/after", "<Gather><Say>It is over.</Say></Gather>")
    return running.call(ALICE), running.call(BOB)


def test_people_in_a_conference_hear_each_other(running: Running, service: Service) -> None:
    """What one says or keys is heard by the other two, and stands in everybody's transcript."""
    agent, caller = _two(running, service, _join(), _join())
    third = running.call(CAROL)
    agent.say("Good morning, how can I help?")
    caller.press("12#")
    third.hang_up()
    assert caller.heard == ["Good morning, how can I help?"]
    assert [event.text for event in caller.transcript.events] == ["Good morning, how can I help?", "12#"]
    assert [event.text for event in third.transcript.events if event.kind == "voice"] == [
        "Good morning, how can I help?",
        "[keys 12#]",
    ]
    assert [event.kind for event in agent.listen().transcript.events] == ["heard", "said", "voice"]
    assert caller.error is None
    assert agent.seconds > 3


def test_before_it_starts_everybody_is_alone(running: Running, service: Service) -> None:
    """Until two are there of whom one may start it, each hears the wait document and nobody is heard."""
    waits = 'startConferenceOnEnter="false" waitUrl="/wait"'
    service.says("/wait", "<Say>Soon.</Say><Pause/>")
    service.says("/voice", _join(waits), _join(waits), _join())
    first, second = running.call(ALICE), running.call(BOB)
    assert first.heard == second.heard == ["Soon."]
    assert second.wait().heard == ["Soon."]
    first.say("hello?")
    assert second.listen(0).heard == []
    starter = running.call(CAROL)
    first.say("hello!")
    assert (second.listen().heard, starter.listen().heard) == (["hello!"], ["hello!"])
    assert len(service.at("/wait")) == 3
    assert service.at("/wait")[0].form["FriendlyName"] == "desk"


def test_who_is_muted_hears_only(running: Running, service: Service) -> None:
    """Nobody hears what a muted person says."""
    agent, caller = _two(running, service, _join(), _join('muted="true"'))
    caller.say("Can you hear me?")
    assert agent.say("Hello?").heard == []
    assert caller.listen().heard == ["Hello?"]


@pytest.mark.parametrize(("beep", "heard"), [("true", 2), ("false", 0), ("onEnter", 1), ("onExit", 1)])
def test_coming_and_going_is_heard_as_a_beep(running: Running, service: Service, beep: str, heard: int) -> None:
    """The others hear a beep when one comes, goes, both or neither, as the one's document says."""
    agent, caller = _two(running, service, _join('waitUrl=""'), _join(f'beep="{beep}"'))
    caller.hang_up()
    assert agent.listen(0).heard == ["[beep]"] * heard


def test_it_ends_with_whoever_ends_it(running: Running, service: Service) -> None:
    """The others go to the action of their own Dial, which is told the outcome without a SID and a length."""
    agent, caller = _two(running, service, _join('endConferenceOnExit="true"'), _join())
    agent.hang_up()
    assert caller.listen().heard == ["It is over."]
    forms = {each.form["CallSid"]: each.form for each in service.at("/after")}
    after = forms[caller.sid]
    assert (forms[agent.sid]["CallStatus"], after["CallStatus"]) == ("completed", "in-progress")
    assert (after["DialCallStatus"], after["DialBridged"]) == ("answered", "true")
    assert not {"DialCallSid", "DialCallDuration"} & set(after)
    assert not caller.ended


def test_it_goes_on_without_anybody_else(running: Running, service: Service) -> None:
    """Whoever does not end it may go: the other stays, alone, and can be joined again."""
    agent, caller = _two(running, service, _join('endConferenceOnExit="true"'), _join())
    caller.hang_up()
    agent.say("Are you there?").wait()
    assert not agent.ended
    third = running.call(CAROL)
    agent.say("Hello again.")
    assert third.listen().heard == ["Hello again."]


def test_without_an_action_the_next_verb_follows(running: Running, service: Service) -> None:
    """The document of the Dial goes on."""
    agent, caller = _two(running, service, _join('endConferenceOnExit="true"'), _join(dial=""))
    agent.hang_up()
    assert caller.listen().heard == ["Behind it."]
    assert caller.ended


def test_a_star_and_a_time_limit_end_a_dial(running: Running, service: Service) -> None:
    """A star leaves where the Dial says so, and nobody stays longer than its limit."""
    agent, caller = _two(
        running, service, _join(dial='action="/after" hangupOnStar="true"'), _join(dial='timeLimit="9"')
    )
    assert agent.press("12*").heard == ["It is over."]
    assert caller.wait().wait().heard == ["Behind it."]


def test_a_full_conference_takes_nobody(running: Running, service: Service) -> None:
    """Its action learns that the Dial has failed."""
    service.says("/voice", _join(), _join('maxParticipants="1"'))
    service.says("/after", "<Say>Sorry.</Say>")
    running.call(ALICE)
    assert running.call(BOB).heard == ["Sorry."]
    assert (service.at("/after")[0].form["DialCallStatus"], service.at("/after")[0].form["DialBridged"]) == (
        ("failed", "false")
    )


@pytest.mark.parametrize("answer", ["<Gather/>", "<Hangup/>", "<Leave/>", Answer("", 500)])
def test_a_wrong_wait_document_is_noted(running: Running, service: Service, answer: str | Answer) -> None:
    """What may not stand there is refused; the conference takes place in spite of it."""
    service.says("/wait", answer)
    agent, caller = _two(running, service, _join('waitUrl="/wait"'), _join())
    assert str(agent.error).startswith("11200" if isinstance(answer, Answer) else "13238")
    agent.say("Hello.")
    assert caller.listen().heard == ["Hello."]


def test_its_events_are_reported_in_their_order(running: Running, service: Service) -> None:
    """The reports are those that the first document asks for, each with who and which conference."""
    service.says("/report", "")
    reports = 'statusCallback="/report" statusCallbackEvent="start end join leave" participantLabel="agent"'
    agent, caller = _two(running, service, _join(f'{reports} endConferenceOnExit="true"'), _join())
    agent.hang_up()
    running.settle()
    forms = [each.form for each in service.at("/report")]
    assert [(form["SequenceNumber"], form["StatusCallbackEvent"], form.get("CallSid")) for form in forms] == [
        ("0", "participant-join", agent.sid),
        ("1", "participant-join", caller.sid),
        ("2", "conference-start", None),
        ("3", "participant-leave", agent.sid),
        ("4", "participant-leave", caller.sid),
        ("5", "conference-end", None),
    ]
    assert {(form["ConferenceSid"][:2], form["FriendlyName"]) for form in forms} == {("CF", "desk")}
    assert (forms[0]["ParticipantLabel"], forms[0]["EndConferenceOnExit"]) == ("agent", "true")


def test_two_conferences_of_one_name_are_two(running: Running, service: Service) -> None:
    """After the end the name is free: who comes then is not in the old one."""
    agent, caller = _two(running, service, _join(dial=""), _join(dial=""))
    agent.hang_up()
    caller.hang_up()
    again = running.call(LANDLINE)
    again.say("Hello?")
    assert caller.listen(0).heard == []
    assert not again.ended


def test_people_may_do_all_at_once(running: Running, service: Service) -> None:
    """Two who talk at the same time hear every word, and two who both end it may hang up at the same time."""
    ends = _join('endConferenceOnExit="true" waitUrl=""')
    calls = _two(running, service, ends, ends)

    def talk(call: LiveCall) -> None:
        for word in range(10):
            call.say(str(word))

    with ThreadPoolExecutor() as people:
        list(people.map(talk, calls))
        for call in calls:
            voices = [event.text for event in call.listen(0).transcript.events if event.kind == "voice"]
            assert voices == [str(word) for word in range(10)]
        list(people.map(LiveCall.hang_up, calls))
    assert [call.listen(0).status for call in calls] == ["completed", "completed"]
