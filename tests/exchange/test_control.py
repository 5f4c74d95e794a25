import http.client
from urllib.parse import urlsplit

import pytest

from exchange.link import NotPossible
from exchange.telephones import TelephoneKind
from tests.exchange.stage import ALICE, LINE, Running, Service


def _status(running: Running, method: str, path: str, body: str | None, headers: dict[str, str]) -> int:
    parts = urlsplit(running.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    connection.request(method, path, body, headers)
    with connection.getresponse() as response:
        status = response.status
    connection.close()
    return status


def test_a_page_of_another_origin_can_do_nothing(running: Running) -> None:
    """Control wants JSON, which a foreign page cannot send unasked, and its own host name."""
    json = {"Content-Type": "application/json"}
    assert _status(running, "POST", "/control/reset", "{}", json) == 200
    assert _status(running, "POST", "/control/reset", "{}", {"Content-Type": "text/plain"}) == 415
    assert _status(running, "POST", "/control/settle", "", {}) == 415
    assert _status(running, "GET", "/control/lines", None, {"Host": "evil.example:80"}) == 403
    assert _status(running, "POST", "/control/calls", "a" * 300_000, json) == 413


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (("calls",), {}),
        (("calls",), {"from": ALICE, "to": 5}),
        (("calls",), {"from": "\ud800", "to": LINE}),
        (("texts",), {"from": ALICE, "to": LINE, "body": ""}),
        (("texts",), {"from": ALICE, "to": LINE, "body": "a", "media": "b"}),
        (("faults",), {"kind": "earthquake"}),
        (("faults",), {"kind": "slow", "seconds": -1}),
        (("settle",), {"timeout": "long"}),
        (("calls", "CA0", "press"), {"keys": "1"}),
        (("webhooks", "99", "repeat"), {}),
    ],
)
def test_a_wrong_request_is_answered_in_one_line(
    running: Running, path: tuple[str, ...], body: dict[str, object]
) -> None:
    """What is missing or of the wrong kind is refused, never an error of the exchange."""
    with pytest.raises(NotPossible) as refusal:
        running.control.post(*path, body=body)
    assert "\n" not in str(refusal.value)
    assert "internal" not in str(refusal.value)


@pytest.mark.parametrize("keys", ["x", "1 2", "²", ""])
def test_only_keys_can_be_pressed(running: Running, service: Service, keys: str) -> None:
    """A telephone has twelve keys, and four more that some have."""
    service.says("/voice", "<Gather/>")
    with pytest.raises(NotPossible, match="keys"):
        running.call().press(keys)


@pytest.mark.parametrize(
    "values", [{"voice_url": "nowhere"}, {"colour": "red"}, {"voice_method": "PUT"}, {"sms_url": "http://a/#rc=9"}]
)
def test_a_wrong_line_is_refused(running: Running, values: dict[str, str]) -> None:
    """A line has known names, good addresses and overrides within their bounds."""
    with pytest.raises(NotPossible):
        running.control.put("lines", LINE, body=values)


def test_telephones_are_listed(running: Running) -> None:
    """A page can offer the telephones that stand ready."""
    telephones = running.control.get("telephones")["telephones"]
    assert {"number": ALICE, "label": "mobile 1", "kind": "mobile", "gets_texts": True} in telephones
    assert {each["kind"] for each in telephones} == set(TelephoneKind)


def test_a_reset_forgets_all_but_the_lines(running: Running, service: Service) -> None:
    """Calls, texts, opt-outs, faults and kept webhooks are gone; the line can be called."""
    service.says("/voice", "<Gather/>")
    service.says("/sms", "<Message>Hello</Message>")
    sid = running.call().sid
    running.telephone().text(LINE, "STOP")
    running.fault("forged")
    running.control.post("reset", body={})
    with pytest.raises(NotPossible):
        running.control.get("calls", sid)
    assert running.telephone().text(LINE, "Hi") == ["Hello"]
    assert [each["purpose"] for each in running.webhooks()] == ["text"]
    assert not running.call().ended
