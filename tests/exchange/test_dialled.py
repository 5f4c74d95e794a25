import time

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from exchange.link import NotPossible
from tests.exchange.stage import ALICE, BOB, LINE, Running, Service

ALL_EVENTS = ["initiated", "ringing", "answered", "completed"]


def _dial(client: Client, service: Service, to: str = ALICE) -> str:
    base = service.base_url
    call = client.calls.create(
        to=to, from_=LINE, url=f"{base}/out", status_callback=f"{base}/report", status_callback_event=ALL_EVENTS
    )
    return str(call.sid)


def _reports(service: Service) -> list[tuple[str, str]]:
    return [(each.form["SequenceNumber"], each.form["CallStatus"]) for each in service.at("/report")]


def test_a_dialled_telephone_rings_and_is_answered(running: Running, service: Service, client: Client) -> None:
    """The telephone rings until it is picked up; then the line's document is played to it, and all is reported."""
    service.says("/out", '<Gather numDigits="1" action="/pressed"><Say>Press 1.</Say></Gather>')
    service.says("/pressed", "<Say>Thank you.</Say>")
    service.says("/report", "")
    sid = _dial(client, service)
    call = running.telephone(ALICE).answer()
    assert (call.sid, call.heard) == (sid, ["Press 1."])
    assert call.press("1").heard == ["Thank you."]
    running.settle()
    form = service.at("/out")[0].form
    assert (form["Direction"], form["From"], form["To"]) == ("outbound-api", LINE, ALICE)
    assert form["CallStatus"] == "in-progress"
    assert _reports(service) == [("0", "initiated"), ("1", "ringing"), ("2", "in-progress"), ("3", "completed")]
    assert client.calls(sid).fetch().status == "completed"


@pytest.mark.parametrize(("act", "status"), [("decline", "busy"), ("ignore", "no-answer")])
def test_a_dialled_telephone_may_not_be_answered(
    running: Running, service: Service, client: Client, act: str, status: str
) -> None:
    """Declined is busy, ignored is no-answer, and the document is not asked for."""
    service.says("/report", "")
    running.control.post("calls", _dial(client, service), act, body={})
    running.settle()
    assert _reports(service)[-1] == ("2", status)
    assert service.at("/out") == []
    with pytest.raises(NotPossible):
        running.telephone(ALICE).answer(timeout=0.0)


def test_a_telephone_rings_no_longer_than_it_was_asked_to(running: Running, service: Service, client: Client) -> None:
    """Then it is silent, the line learns that nobody answered, and who picks up later finds nobody there."""
    service.says("/report", "")
    base = service.base_url
    call = client.calls.create(to=ALICE, from_=LINE, url=f"{base}/out", status_callback=f"{base}/report", timeout=1)
    assert running.telephone(ALICE).rings()
    time.sleep(1.05)
    assert not running.telephone(ALICE).rings()
    running.settle()
    assert client.calls(str(call.sid)).fetch().status == "no-answer"
    assert service.at("/out") == []
    assert [form["CallStatus"] for form in (each.form for each in service.at("/report"))] == ["no-answer"]


def test_a_live_call_is_led_elsewhere_and_ended(running: Running, service: Service, client: Client) -> None:
    """A client may give a call another address or document while it waits, cancel it while it rings, and end it."""
    service.says("/voice", "<Gather><Say>Wait.</Say></Gather>")
    service.says("/elsewhere", '<Gather action="/a"><Say>Elsewhere.</Say></Gather>')
    sid = running.call(BOB).sid
    client.calls(sid).update(url=f"{service.base_url}/elsewhere")
    client.calls(sid).update(twiml="<Response><Gather><Say>Given.</Say></Gather></Response>")
    heard = [event["text"] for event in running.control.get("calls", sid)["events"]]
    assert heard == ["Wait.", "Elsewhere.", "Given."]
    assert client.calls(sid).update(status="completed").status == "completed"
    assert client.calls(_dial(client, service)).update(status="canceled").status == "canceled"
    with pytest.raises(TwilioRestException) as refusal:
        client.calls(sid).update(url=f"{service.base_url}/elsewhere")
    assert refusal.value.code == 21220


def test_a_given_document_needs_absolute_addresses(running: Running, client: Client) -> None:
    """A document without an address has nothing that its actions could be relative to."""
    client.calls.create(to=ALICE, from_=LINE, twiml='<Response><Gather action="/a" numDigits="1"/></Response>')
    assert str(running.telephone(ALICE).answer().press("1").error).startswith("11100")


def test_calls_are_listed_by_number_and_time(running: Running, service: Service, client: Client) -> None:
    """Calls in both directions are listed, newest first, and filtered."""
    service.says("/voice", "")
    running.call(BOB)
    _dial(client, service)
    assert [call.direction for call in client.calls.list()] == ["outbound-api", "inbound"]
    assert [call.to for call in client.calls.list(to=LINE)] == [LINE]
    assert [call.status for call in client.calls.list(status="ringing")] == ["ringing"]
    first = client.calls.list()[0]
    assert client.calls.list(start_time_after=first.start_time)
    assert not client.calls.list(start_time_before=first.start_time.replace(year=2020))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "12"}, 21211),
        ({"from_": "+18005550100"}, 21212),
        ({"url": "nowhere"}, 21205),
        ({"status_callback": "nowhere"}, 21609),
        ({"status_callback_event": ["finished"]}, 21626),
        ({"twiml": "<Response>" + " " * 4000 + "</Response>"}, 32018),
    ],
)
def test_a_wrong_call_is_refused(client: Client, changes: dict[str, object], code: int) -> None:
    """The client raises the provider's number, and nothing rings."""
    with pytest.raises(TwilioRestException) as refusal:
        client.calls.create(**{"to": ALICE, "from_": LINE, "url": "http://127.0.0.1:1/", **changes})
    assert refusal.value.code == code
    assert client.calls.list() == []
