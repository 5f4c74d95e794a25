from datetime import UTC, date, datetime, timedelta

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from exchange.segments import segments
from tests.exchange.stage import ACCOUNT, ALICE, BOB, LANDLINE, LINE, NO_TEXTS, TOKEN, Rewriting, Running, Service


def _reports(service: Service) -> list[tuple[str, str | None]]:
    return [(each.form["MessageStatus"], each.form.get("ErrorCode")) for each in service.at("/report")]


def test_a_text_is_sent_kept_and_listed(running: Running, client: Client) -> None:
    """What the client sends arrives, can be fetched, and is listed newest first."""
    sent = client.messages.create(to=ALICE, from_=LINE, body="One")
    client.messages.create(to=BOB, from_=LINE, body="Two")
    running.settle()
    assert (sent.status, sent.direction, sent.num_segments) == ("queued", "outbound-api", "1")
    assert sent.date_created is not None
    assert client.messages(sent.sid).fetch().status == "delivered"
    assert [text.body for text in running.telephone(ALICE).inbox()] == ["One"]
    assert [message.body for message in client.messages.list()] == ["Two", "One"]
    assert [message.body for message in client.messages.list(to=ALICE)] == ["One"]


def test_lists_are_filtered_by_day_and_instant(running: Running, client: Client) -> None:
    """A day holds its own texts; before and after hold both ends."""
    client.messages.create(to=ALICE, from_=LINE, body="One")
    now, day = datetime.now(UTC), timedelta(days=1)
    today: date = now.date()
    hits = [
        client.messages.list(date_sent=today),
        client.messages.list(date_sent_after=now - timedelta(minutes=1)),
        client.messages.list(date_sent_before=now + timedelta(minutes=1)),
    ]
    misses = [
        client.messages.list(date_sent=today - day),
        client.messages.list(date_sent_after=now + timedelta(minutes=1)),
        client.messages.list(date_sent_before=now - timedelta(minutes=1)),
    ]
    assert ([len(hit) for hit in hits], [len(miss) for miss in misses]) == ([1, 1, 1], [0, 0, 0])


def test_lists_are_paged(running: Running, client: Client) -> None:
    """The client walks over all pages."""
    for number in range(5):
        client.messages.create(to=ALICE, from_=LINE, body=str(number))
    assert [message.body for message in client.messages.list(page_size=2)] == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (ALICE, [("sent", None), ("delivered", None)]),
        (LANDLINE, [("sent", None), ("undelivered", "30006")]),
        (NO_TEXTS, [("sent", None), ("undelivered", "30003")]),
    ],
)
def test_reports_follow_in_their_order(
    running: Running, service: Service, client: Client, number: str, expected: list[tuple[str, str | None]]
) -> None:
    """First sent, then the fate of the text, with its error; the first status has no report."""
    service.says("/report", "")
    client.messages.create(to=number, from_=LINE, body="Hi", status_callback=f"{service.base_url}/report")
    running.settle()
    assert _reports(service) == expected


def test_a_text_can_be_lost_on_purpose(running: Running, service: Service, client: Client) -> None:
    """A fault on the way makes a text undelivered with the number asked for."""
    service.says("/report", "")
    running.fault("undelivered", code=30007)
    client.messages.create(to=ALICE, from_=LINE, body="Hi", status_callback=f"{service.base_url}/report")
    running.settle()
    assert _reports(service) == [("sent", None), ("undelivered", "30007")]
    assert running.telephone(ALICE).inbox() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "12"}, 21211),
        ({"to": ""}, 21604),
        ({"from_": ""}, 21603),
        ({"body": ""}, 21602),
        ({"body": "a" * 1601}, 21617),
        ({"from_": "+18005550100"}, 21606),
        ({"from_": "a name that is too long"}, 21212),
        ({"status_callback": "nowhere"}, 21609),
    ],
)
def test_a_wrong_text_is_refused(client: Client, changes: dict[str, str], code: int) -> None:
    """The client raises the provider's number, and nothing is sent."""
    with pytest.raises(TwilioRestException) as refusal:
        client.messages.create(**{"to": ALICE, "from_": LINE, "body": "Hi", **changes})
    assert (refusal.value.code, refusal.value.status) == (code, 400)
    assert client.messages.list() == []


def test_names_and_services_may_send(running: Running, client: Client) -> None:
    """An alphanumeric sender and a messaging service stand for a number."""
    client.messages.create(to=ALICE, from_="Passports", body="One")
    sent = client.messages.create(to=ALICE, messaging_service_sid="MG" + "2" * 32, body="Two")
    assert sent.status == "accepted"
    assert [text.body for text in running.telephone(ALICE).inbox()] == ["One", "Two"]


def test_who_has_opted_out_is_not_texted(running: Running, service: Service, client: Client) -> None:
    """After STOP every text to that number is refused with 21610."""
    service.says("/sms", "")
    running.telephone(ALICE).text(LINE, "STOP")
    with pytest.raises(TwilioRestException) as refusal:
        client.messages.create(to=ALICE, from_=LINE, body="Hi")
    assert refusal.value.code == 21610
    client.messages.create(to=BOB, from_=LINE, body="Hi")


@pytest.mark.parametrize(("sid", "token"), [(ACCOUNT, "wrong"), ("AC" + "9" * 32, TOKEN)])
def test_a_wrong_account_is_refused(running: Running, sid: str, token: str) -> None:
    """REST asks for the account's SID and token: 20003 where the path is the account's, else 404."""
    http = Rewriting(running.url)
    with pytest.raises(TwilioRestException) as refusal:
        Client(sid, token, http_client=http).messages.create(to=ALICE, from_=LINE, body="Hi")
    assert refusal.value.status in (401, 404)
    assert requests.get(f"{running.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json", timeout=5).json() == {
        "code": 20003,
        "message": "authenticate",
        "more_info": "https://www.twilio.com/docs/errors/20003",
        "status": 401,
    }
    assert http.session is not None
    http.session.close()


@pytest.mark.parametrize(
    ("kind", "values", "status", "arrives"),
    [
        ("too-many", {}, 429, 0),
        ("broken", {}, 500, 0),
        ("broken-after", {}, 500, 1),
        ("refused", {"code": 21408}, 400, 0),
    ],
)
def test_faults_meet_the_next_requests(
    running: Running, client: Client, kind: str, values: dict[str, float], status: int, arrives: int
) -> None:
    """A fault meets as many requests as asked for, and is over then."""
    running.fault(kind, count=2, **values)
    for _ in range(2):
        with pytest.raises(TwilioRestException) as refusal:
            client.messages.create(to=ALICE, from_=LINE, body="Hi")
        assert refusal.value.status == status
    assert len(running.telephone(ALICE).inbox()) == 2 * arrives
    client.messages.create(to=ALICE, from_=LINE, body="Hi")


@pytest.mark.parametrize(("kind", "arrives"), [("hanging", 1), ("slow", 0)])
def test_an_answer_may_not_come_in_time(running: Running, kind: str, arrives: int) -> None:
    """A hanging request has been carried out when the client gives up, a slow one has not."""
    running.fault(kind, seconds=30)
    http = Rewriting(running.url)
    http.timeout = 0.3
    with pytest.raises(requests.exceptions.ReadTimeout):
        Client(ACCOUNT, TOKEN, http_client=http).messages.create(to=ALICE, from_=LINE, body="Hi")
    assert len(running.telephone(ALICE).inbox()) == arrives
    assert http.session is not None
    http.session.close()


def test_look_ups_answer_by_table(running: Running, client: Client) -> None:
    """Telephones have their line type, the table overrules it, and an impossible number is not valid."""
    look_up = client.lookups.v2.phone_numbers
    assert look_up(LANDLINE).fetch(fields="line_type_intelligence").line_type_intelligence["type"] == "landline"
    assert look_up(ALICE).fetch().line_type_intelligence is None
    running.control.put("lookups", BOB, body={"line_type_intelligence": {"type": "nonFixedVoip"}})
    found = look_up(BOB).fetch(fields="line_type_intelligence,line_status")
    assert (found.line_type_intelligence["type"], found.line_type_intelligence["error_code"]) == ("nonFixedVoip", None)
    assert (found.line_status, found.sim_swap) == ({"status": "active", "error_code": None}, None)
    running.control.put("lookups", BOB, body={"line_status": {"error_code": 60600}})
    assert look_up(BOB).fetch(fields="line_status").line_status == {"status": None, "error_code": 60600}
    assert look_up("+123").fetch().validation_errors == ["TOO_SHORT"]
    assert look_up("+1" + "2" * 16).fetch().valid is False


@pytest.mark.parametrize(
    ("body", "expected"),
    [("a" * 160, 1), ("a" * 161, 2), ("€" * 81, 2), ("’" + "a" * 69, 1), ("’" + "a" * 70, 2), ("👋" * 35, 1), ("", 1)],
)
def test_segments_are_counted_as_they_are_billed(body: str, expected: int) -> None:
    """160 characters of GSM-7 or 70 of UCS-2 alone, fewer in each of several."""
    assert segments(body) == expected
