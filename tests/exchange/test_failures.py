import time

import pytest

from exchange.performance import APOLOGY
from tests.exchange.stage import LINE, Answer, Running, Service


def test_an_illegal_document_ends_the_call_and_is_noted(running: Running, service: Service) -> None:
    """A document that the provider would only warn of ends the call all the same, without the fallback."""
    running.line(voice_url="/voice", fallback_url="/fallback")
    service.says("/voice", "<Say>Hello.</Say><Shout>Hello!</Shout>")
    call = running.call()
    assert call.error == "12200 <Shout> may not stand here"
    assert [event.kind for event in call.transcript.events] == ["error", "heard", "ended"]
    assert call.heard == [APOLOGY]
    assert service.at("/fallback") == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer("<Response>"), "12100"),
        (Answer("<Answer/>"), "12102"),
        (Answer("{}", content_type="application/json"), "12300"),
        (Answer("<Response/>", content_type=None), "12300"),
        (Answer(""), "11770"),
        (Answer("a" * 70_000), "11750"),
        (Answer("", 404), "11200"),
        (Answer("", 500), "11200"),
        (Answer("", 429), "11200"),
    ],
)
def test_an_error_asks_the_fallback_with_its_number(
    running: Running, service: Service, answer: Answer, code: str
) -> None:
    """The fallback gets ErrorCode and ErrorUrl, and the call goes on with its document."""
    running.line(voice_url="/voice?a=1#rc=0", fallback_url="/fallback", fallback_method="POST")
    service.says("/voice", answer)
    service.says("/fallback", "<Say>Please call again.</Say>")
    call = running.call()
    form = service.at("/fallback")[0].form
    assert (form["ErrorCode"], form["ErrorUrl"]) == (code, f"{service.base_url}/voice?a=1")
    assert call.heard == ["Please call again."]
    assert call.error is not None
    assert call.error.startswith(code)


def test_a_fallback_that_fails_is_not_asked_again(running: Running, service: Service) -> None:
    """A fallback may lead back to the line once; when that fails too, an apology is spoken and the call ends."""
    running.line(voice_url="/voice", fallback_url="/fallback")
    service.says("/voice", Answer("", 500))
    service.says("/fallback", "<Redirect>/voice</Redirect>")
    call = running.call()
    assert (len(service.at("/voice")), len(service.at("/fallback"))) == (2, 1)
    assert call.heard == [APOLOGY]


def test_a_line_that_recovers_has_its_fallback_again(running: Running, service: Service) -> None:
    """After a good document of the line the fallback stands ready for the next failure."""
    running.line(voice_url="/voice", fallback_url="/fallback")
    down = Answer("", 503)
    menu = Answer('<Response><Gather numDigits="1" action="/voice"/></Response>')
    service.says("/voice", down, menu, down, menu)
    service.says("/fallback", "<Redirect>/voice</Redirect>")
    call = running.call()
    assert not call.ended
    call.press("1")
    assert not call.ended
    assert len(service.at("/fallback")) == 2


@pytest.mark.parametrize(
    ("overrides", "answers", "attempts"),
    [
        ("", [500, 200], 1),
        ("#rc=2&rp=all", [500, 200], 2),
        ("#rc=2&rp=all", [500, 404, 200], 3),
        ("#rc=1&rp=5xx", [500, 500, 200], 2),
        ("#rc=5&rp=5xx", [404, 200], 1),
        ("#rc=5&rp=4xx", [404, 200], 2),
        ("#rc=0&rp=all", [500, 200], 1),
    ],
)
def test_retries_follow_the_overrides_under_one_token(
    running: Running, service: Service, overrides: str, answers: list[int], attempts: int
) -> None:
    """Only failures that the policy names are tried again, as often as asked, with one idempotency token."""
    running.line(voice_url=f"/voice{overrides}")
    service.says("/voice", *(Answer("<Response/>", status) for status in answers))
    call = running.call()
    tokens = [each.headers["I-Twilio-Idempotency-Token"] for each in service.at("/voice")]
    assert (len(tokens), len(set(tokens))) == (attempts, 1)
    assert (call.error is None) == (answers[attempts - 1] == 200)


def test_an_action_may_have_overrides_of_its_own(running: Running, service: Service) -> None:
    """The fragment of an action is honoured, and not sent."""
    service.says("/voice", '<Gather numDigits="1" action="/next?s=1#rc=1&amp;rp=5xx"/>')
    service.says("/next", Answer("", 500), Answer("<Response><Say>Here.</Say></Response>"))
    assert running.call().press("1").heard == ["Here."]
    assert [each.url for each in service.at("/next")] == [f"{service.base_url}/next?s=1"] * 2
    running.call().press("1")
    first, second, third = (each.headers["I-Twilio-Idempotency-Token"] for each in service.at("/next"))
    assert first == second != third


def test_a_slow_answer_is_given_up_and_tried_again(running: Running, service: Service) -> None:
    """The read timeout counts in real time, and `rp=rt` tries again."""
    running.line(voice_url="/voice#rc=1&rp=rt&rt=200")
    slow = Answer("<Response/>", before=lambda: time.sleep(0.6))
    service.says("/voice", slow, Answer("<Response><Say>Here.</Say></Response>"))
    assert running.call().heard == ["Here."]
    running.line(voice_url="/voice#rc=5&rp=all&rt=200&tt=300")
    service.says("/voice", slow)
    begun = time.monotonic()
    assert str(running.call().error).startswith(("11200", "11203"))
    assert time.monotonic() - begun < 0.55


def test_a_line_without_a_service_is_an_error_of_connection(running: Running, unused_port: int) -> None:
    """Nobody listening is 11205, an unknown host 11210."""
    running.control.put("lines", LINE, body={"voice_url": f"http://127.0.0.1:{unused_port}/voice"})
    assert str(running.call().error).startswith("11205")
    running.control.put("lines", LINE, body={"voice_url": "http://no-such-host.invalid/voice"})
    assert str(running.call().error).startswith("11210")


@pytest.mark.parametrize(
    "url", ["http://a b/", "mailto:someone", "http://under_score.org/", "http://[broken/", "http://a:b/"]
)
def test_an_address_that_is_none_is_refused(running: Running, service: Service, url: str) -> None:
    """A redirect to what is no http address ends the call with 11100."""
    service.says("/voice", f"<Redirect>{url}</Redirect>")
    assert str(running.call().error).startswith("11100")
