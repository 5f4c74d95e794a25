import pytest

from exchange.link import NotPossible
from tests.exchange.stage import LINE, RELAY, SLOW_SPEAKER, Running, Service


def test_a_slow_speaker_is_hard_to_understand(running: Running, service: Service) -> None:
    """What the telephone's person says comes with a low confidence, unless a test says how sure to be."""
    service.says("/voice", '<Gather input="speech" action="/said"/>')
    service.says("/said", '<Gather input="speech"/>')
    running.call(SLOW_SPEAKER).say("to book").say("to book", confidence=0.8)
    assert [each.form["Confidence"] for each in service.at("/said")] == ["0.3", "0.8"]


def test_a_relay_operator_takes_time(running: Running, service: Service) -> None:
    """A line that waits less than 25 seconds hears nothing first; once begun, keys follow without a pause."""
    service.says("/voice", '<Gather timeout="8" actionOnEmptyResult="true" numDigits="2" action="/heard"/>')
    patient = '<Gather timeout="30" numDigits="2" action="/heard"/>'
    service.says("/heard", patient, patient, "")
    call = running.call(RELAY).press("1").press("2")
    assert [each.form["Digits"] for each in service.at("/heard")] == ["", "12"]
    assert call.seconds == pytest.approx(25.8)
    call.press("34")
    assert service.at("/heard")[-1].form["Digits"] == "34"
    assert call.ended


def test_a_line_that_does_not_wait_for_the_operator(running: Running, service: Service) -> None:
    """Where the call is over before the answer comes, nothing is keyed in, and the person is told."""
    service.says("/voice", '<Gather timeout="8"/>')
    call = running.telephone(RELAY).call(LINE)
    with pytest.raises(NotPossible, match="completed"):
        call.press("1")
