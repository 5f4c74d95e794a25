import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from exchange.signature import signature, signed_url
from tests.exchange.stage import ALICE, LINE, TOKEN, Running, Service

URL = "https://example.com/myapp.php?foo=1&bar=2"
CALLER = {"CallSid": "CA1234567890ABCDE", "Digits": "1234", "To": "+18005551212"}


@pytest.mark.parametrize(
    ("url", "number", "expected"),
    [
        (URL, "+14158675310", "L/OH5YylLD5NRKLltdqwSvS0BnU="),
        ("https://mycompany.com/myapp.php?foo=1&bar=2", "+14158675309", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ],
)
def test_the_published_vectors_are_met(url: str, number: str, expected: str) -> None:
    """The signatures are those of the provider's page and of its client's tests."""
    assert signature("12345", url, {**CALLER, "Caller": number, "From": number}) == expected


@pytest.mark.parametrize(
    ("url", "is_voice", "expected"),
    [
        ("https://a.org:8443/x?y=%2f", True, "https://a.org/x?y=%2f"),
        ("http://a.org:8080/x", True, "http://a.org:8080/x"),
        ("https://a.org:8443/x", False, "https://a.org:8443/x"),
        ("https://user:secret@a.org/x", True, "https://a.org/x"),
        ("https://[::1]:8443/x", True, "https://[::1]/x"),
        ("https://a.org/x?", True, "https://a.org/x?"),
    ],
)
def test_the_signed_address_has_no_user_and_for_voice_over_https_no_port(
    url: str, is_voice: bool, expected: str
) -> None:
    """Only what the provider leaves out is left out; the rest is signed as it stands."""
    assert signed_url(url, is_voice=is_voice) == expected


@given(st.dictionaries(st.text(max_size=9), st.text(max_size=30), max_size=8))
def test_the_providers_client_accepts_every_signature(parameters: dict[str, str]) -> None:
    """Any parameters, empty ones and all of Unicode included, are signed as the provider's validator reads them."""
    assert RequestValidator(TOKEN).validate(URL, parameters, signature(TOKEN, URL, parameters))


def _is_genuine(running: Running, path: str) -> bool:
    heard = running.service.at(path)[-1]
    return bool(RequestValidator(TOKEN).validate(heard.url, heard.form, heard.headers["X-Twilio-Signature"]))


def test_every_webhook_is_signed_over_what_arrives(running: Running, service: Service) -> None:
    """Voice, status and text webhooks validate against the address and form as the service got them."""
    running.line(
        voice_url="/voice?a=%2f&b=#rc=2&rp=all&rt=4000&tt=15000", status_url="/status#rc=1", sms_url="/sms?x=1#rp=rt"
    )
    service.says("/voice", "<Hangup/>")
    service.says("/sms", "")
    running.call()
    running.telephone().text(LINE, "grüß dich 👋 & more")
    running.settle()
    assert service.at("/voice")[0].url == f"{service.base_url}/voice?a=%2f&b="
    assert [_is_genuine(running, path) for path in ("/voice", "/status", "/sms")] == [True, True, True]


def test_a_get_is_signed_over_its_whole_query(running: Running, service: Service) -> None:
    """The parameters of a GET stand in the address, and only there."""
    running.line(voice_url="/voice?a=1", voice_method="GET")
    service.says("/voice", "")
    running.call()
    heard = service.at("/voice")[0]
    assert heard.url.startswith(f"{service.base_url}/voice?a=1&AccountSid=AC")
    assert heard.form == {}
    assert _is_genuine(running, "/voice")


def test_a_forged_webhook_is_signed_with_another_token(running: Running, service: Service) -> None:
    """A test can ask for webhooks that do not validate."""
    service.says("/voice", "")
    running.fault("forged")
    running.call(ALICE)
    assert not _is_genuine(running, "/voice")
    running.call(ALICE)
    assert _is_genuine(running, "/voice")
