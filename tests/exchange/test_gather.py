import pytest

from tests.exchange.stage import Running, Service

NOT_ASKED = None
"""The action is not asked: the call falls through to the verb after the Gather."""

# what the Gather says of itself · what the caller does · Digits that the action gets
KEYS = [
    ('numDigits="1"', ["1"], "1"),
    ('numDigits="1"', ["12"], "1"),
    ('numDigits="4"', ["12", "34"], "1234"),
    ('numDigits="4"', ["12", "wait"], "12"),
    ('numDigits="4"', ["12#"], "12"),
    ('numDigits="4"', ["12#34"], "12"),
    ("", ["123#"], "123"),
    ("", ["123", "wait"], "123"),
    ("", ["12*#"], "12*"),
    ("", ["#"], NOT_ASKED),
    ("", ["wait"], NOT_ASKED),
    ('finishOnKey="*"', ["12*"], "12"),
    ('finishOnKey="*"', ["1#2*"], "1#2"),
    ('finishOnKey=""', ["1#*", "wait"], "1#*"),
    ('finishOnKey="" numDigits="1"', ["#"], "#"),
    ('finishOnKey="" numDigits="1"', ["*"], "*"),
    ('input="speech"', ["1"], NOT_ASKED),
    ('input="dtmf speech" numDigits="2"', ["1", "say two"], "1"),
    ('actionOnEmptyResult="true"', ["wait"], ""),
    ('actionOnEmptyResult="true"', ["#"], ""),
    ('actionOnEmptyResult="false"', ["wait"], NOT_ASKED),
]


@pytest.mark.parametrize(("attributes", "acts", "digits"), KEYS)
def test_a_gather_takes_the_keys_that_are_its_own(
    running: Running, service: Service, attributes: str, acts: list[str], digits: str | None
) -> None:
    """Which keys reach the action, and when it is not asked at all."""
    service.says("/voice", f'<Gather action="/keyed" {attributes}><Say>Key in.</Say></Gather><Say>Nothing.</Say>')
    service.says("/keyed", "<Say>Thank you.</Say>")
    call = running.call()
    for act in acts:
        if act == "wait":
            call.wait()
        elif act.startswith("say "):
            call.say(act.removeprefix("say "))
        else:
            call.press(act)
    asked = service.at("/keyed")
    assert [each.form.get("Digits") for each in asked] == ([] if digits is None else [digits])
    assert call.heard == (["Nothing."] if digits is None else ["Thank you."])
    assert call.ended
    assert call.error is None


@pytest.mark.parametrize("kinds", ["speech", "dtmf speech", "speech dtmf"])
def test_speech_reaches_the_action_with_its_confidence(running: Running, service: Service, kinds: str) -> None:
    """Speech arrives as SpeechResult and Confidence, without Digits."""
    service.says("/voice", f'<Gather input="{kinds}" action="/said"/>')
    service.says("/said", "<Say>Thank you.</Say>")
    running.call().say("to book", confidence=0.42)
    form = service.at("/said")[0].form
    assert (form["SpeechResult"], form["Confidence"], form["CallStatus"]) == ("to book", "0.42", "in-progress")
    assert "Digits" not in form


def test_a_gather_of_keys_does_not_hear_speech(running: Running, service: Service) -> None:
    """Words to a Gather of keys are silence to it."""
    service.says("/voice", '<Gather action="/said"/><Say>Nothing.</Say>')
    assert running.call().say("to book").heard == ["Nothing."]
    assert service.at("/said") == []


def test_a_gather_without_action_asks_its_own_document(running: Running, service: Service) -> None:
    """The default action is the address of the current document, its query included."""
    service.says("/voice", "<Redirect>/menu?s=%C3%A9%2fx</Redirect>")
    service.says("/menu", '<Gather numDigits="1"><Say>Menu.</Say></Gather>')
    call = running.call().press("7")
    assert [each.form.get("Digits") for each in service.at("/menu")] == [None, "7"]
    assert service.at("/menu")[1].url.endswith("/menu?s=%C3%A9%2fx")
    assert call.heard == ["Menu."]


def test_time_passes_without_waiting(running: Running, service: Service) -> None:
    """Ten words take four seconds, a pause its length, a timeout its own, and the test takes none of it."""
    words = "one two three four five six seven eight nine ten"
    service.says("/voice", f'<Say>{words}</Say><Pause length="60"/><Gather timeout="30"/><Say>{words}</Say>')
    call = running.call()
    assert call.seconds == 64.0
    call.wait()
    assert call.seconds == 98.0
    assert [event.second for event in call.transcript.events] == [0.0, 64.0, 94.0, 98.0]


def test_keys_after_the_end_are_not_possible(running: Running, service: Service) -> None:
    """A call that is over takes nothing more, and says so."""
    service.says("/voice", "<Say>Goodbye.</Say>")
    call = running.call()
    with pytest.raises(Exception, match="completed"):
        call.press("1")
