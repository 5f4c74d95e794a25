import base64
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from telephony.provider import Accepted, Provider, Refused, Unclear
from tests.telephony.replies import Server, serving
from tests.telephony.signing import ACCOUNT, MESSAGE, TOKEN

SENDER, TO = "+18005550199", "+12025550123"
BODY = "Your code is 482915 – Demo Passport Agency"
STATUS_URL = "https://line.example/sms/status?d=1"
SINCE = datetime(2026, 11, 22, 3, 0, 0, 500_000, tzinfo=UTC)
MADE = "Sun, 22 Nov 2026 03:00:00 +0000"
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"


@pytest.fixture
def server() -> Iterator[Server]:
    """A server in the provider's place."""
    with serving() as server:
        yield server


@pytest.fixture
def provider(server: Server) -> Provider:
    """The provider's interface, at that server, with little patience."""
    return Provider(ACCOUNT, TOKEN, server.url, timeout_s=0.4)


def send(provider: Provider, sender: str = SENDER) -> Accepted | Refused | Unclear:
    """Send the text of these tests."""
    return provider.send_text(sender, TO, BODY, STATUS_URL)


def error(code: object, status: int) -> dict[str, object]:
    """An error as the provider writes it, quoting what it was sent."""
    return {"code": code, "message": f"The number {TO} is bad: {BODY}", "more_info": "", "status": status}


def test_accepted(server: Server, provider: Provider) -> None:
    """A text goes out once, whole, under our account, and its reports are asked for with retries."""
    server.answers(201, {"sid": MESSAGE, "status": "queued", "date_created": MADE})
    assert send(provider) == Accepted(MESSAGE)
    [request] = server.requests
    assert (request.method, request.path) == ("POST", MESSAGES)
    assert request.form == {
        "From": [SENDER],
        "To": [TO],
        "Body": [BODY],
        "StatusCallback": [STATUS_URL + "#rc=2&rp=all&rt=4000&tt=15000"],
    }
    assert request.authorization == "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()


@pytest.mark.parametrize(
    ("sender", "name"), [("MG" + "0" * 32, "MessagingServiceSid"), ("PASSPORTS", "From"), ("MGMT", "From")]
)
def test_senders(server: Server, provider: Provider, sender: str, name: str) -> None:
    """A messaging service sends under its own field, a name under the one of numbers."""
    server.answers(201, {"sid": MESSAGE})
    send(provider, sender)
    [request] = server.requests
    assert request.form[name] == [sender]
    assert len({"MessagingServiceSid", "From"} & request.form.keys()) == 1


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [
        (400, error(21610, 400), Refused(21610, retry=False)),
        (400, error(21211, 400), Refused(21211, retry=False)),
        (400, error(21614, 400), Refused(21614, retry=False)),
        (403, error(20003, 403), Refused(20003, retry=True)),
        (401, error(20003, 401), Refused(20003, retry=True)),
        (400, error(21611, 400), Refused(21611, retry=True)),
        (429, error(20429, 429), Refused(20429, retry=True)),
        (401, "<html>", Refused(401, retry=True)),
        (429, "<html>", Refused(429, retry=True)),
        (503, "<html>", Refused(503, retry=True)),
        (503, error(20503, 503), Refused(20503, retry=True)),
        (400, error(None, 400), Refused(400, retry=False)),
        (404, [], Refused(404, retry=False)),
        (422, {"type": "x", "title": BODY, "status": 422, "code": 30001}, Refused(30001, retry=False)),
        (408, error(None, 408), Unclear()),
        (302, {}, Unclear()),
        (500, error(20500, 500), Unclear()),
        (502, "<html>", Unclear()),
        (504, None, Unclear()),
    ],
)
def test_refused(server: Server, provider: Provider, status: int, answer: object, expected: Refused | Unclear) -> None:
    """Only an answer that says so is a refusal; the provider's own faults leave unclear what has happened."""
    server.answers(status, answer)
    assert send(provider) == expected
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "answer", [{}, {"sid": None}, {"sid": "SM1"}, {"sid": 5}, [], None, "sid", 5, {"date_sent": 5}]
)
def test_odd_success(server: Server, provider: Provider, answer: object) -> None:
    """A success that names no message may have sent it."""
    server.answers(201, answer)
    assert send(provider) == Unclear()


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"sid": "SM', b"\xff\xfe"])
def test_no_json(server: Server, provider: Provider, body: bytes) -> None:
    """A success that cannot be read may have sent the text."""
    server.answers(201, body=body)
    assert send(provider) == Unclear()


@pytest.mark.parametrize(
    "fault",
    [
        {"raw": b""},
        {"wait_s": 2.0},
        {"raw": b"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"},
        {"raw": b"rubbish\r\n\r\n"},
    ],
    ids=["closed", "late", "cut", "rubbish"],
)
def test_no_answer(server: Server, provider: Provider, fault: dict[str, object]) -> None:
    """Without a whole answer in time nobody knows; the text is never sent a second time by itself."""
    server.answers(201, {"sid": MESSAGE}, **fault)
    assert send(provider) == Unclear()
    assert provider.find_text(TO, BODY, SINCE) == Unclear()
    assert [request.method for request in server.requests] == ["POST", "GET"]


def test_nobody_there() -> None:
    """A provider that cannot be reached leaves a text unclear, too."""
    with serving() as server:
        provider = Provider(ACCOUNT, TOKEN, server.url, timeout_s=0.4)
    assert send(provider) == Unclear()


def message(**fields: object) -> dict[str, object]:
    """A text as the provider lists it."""
    return {"sid": MESSAGE, "body": BODY, "to": TO, "date_created": MADE, "date_sent": None} | fields


def listed(*messages: dict[str, object]) -> dict[str, object]:
    """One page of texts."""
    return {"messages": list(messages), "next_page_uri": None, "page": 0, "uri": MESSAGES}


def test_found(server: Server, provider: Provider) -> None:
    """A text still in the provider's queue, made in the very second asked from, is found among others."""
    other = message(sid="SM" + "f" * 32, body="Your code is 111111")
    server.answers(200, listed(other, message()))
    assert provider.find_text(TO, BODY, SINCE) == [MESSAGE]
    [request] = server.requests
    assert (request.method, request.path, request.query["To"]) == ("GET", MESSAGES, [TO])


@pytest.mark.parametrize(
    "other",
    [
        {"body": BODY + " "},
        {"body": BODY[:-1]},
        {"body": None},
        {"sid": None},
        {"date_created": "Sun, 22 Nov 2026 02:59:59 +0000"},
    ],
    ids=str,
)
def test_not_found(server: Server, provider: Provider, other: dict[str, object]) -> None:
    """Another body or an earlier text of the same words is not the text."""
    server.answers(200, listed(message(**other)))
    assert provider.find_text(TO, BODY, SINCE) == []


def test_since_elsewhere(server: Server, provider: Provider) -> None:
    """An instant of another time zone is the same instant."""
    server.answers(200, listed(message()))
    there = SINCE.astimezone(timezone(timedelta(hours=-8)))
    assert provider.find_text(TO, BODY, there) == [MESSAGE]
    assert provider.find_text(TO, BODY, there + timedelta(seconds=1)) == []


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (429, error(20429, 429)),
        (500, error(20500, 500)),
        (401, error(20003, 401)),
        (200, {}),
        (200, []),
        (200, None),
        (200, {"messages": 5}),
        (200, {"meta": {"key": "texts"}}),
        (200, {"messages": ["x"]}),
    ],
)
def test_list_away(server: Server, provider: Provider, status: int, answer: object) -> None:
    """Where the list does not answer, it is not known whether the text was sent."""
    server.answers(status, answer)
    assert provider.find_text(TO, BODY, SINCE) == Unclear()


def test_list_too_long(server: Server, provider: Provider) -> None:
    """Where there are more texts than are looked at, a text not found may still be there."""
    server.answers(200, listed(*[message(body="x")] * 1000))
    assert provider.find_text(TO, BODY, SINCE) == Unclear()


CALL = "CA" + "4" * 32
CALLS = f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
VOICE_URL, CALL_STATUS_URL = "https://line.example/voice?s=1", "https://line.example/voice/status?d=1"


def place(provider: Provider) -> Accepted | Refused | Unclear:
    """Make the call of these tests."""
    return provider.place_call(SENDER, TO, VOICE_URL, CALL_STATUS_URL)


def test_a_call_is_placed(server: Server, provider: Provider) -> None:
    """It rings for 25 seconds, asks for our document and reports its end, both with retries; no machine listens."""
    server.answers(201, {"sid": CALL, "status": "queued", "date_created": MADE})
    assert place(provider) == Accepted(CALL)
    [request] = server.requests
    assert (request.method, request.path) == ("POST", CALLS)
    retries = "#rc=2&rp=all&rt=4000&tt=15000"
    assert request.form == {
        "From": [SENDER],
        "To": [TO],
        "Url": [VOICE_URL + retries],
        "StatusCallback": [CALL_STATUS_URL + retries],
        "Timeout": ["25"],
    }


def test_a_call_is_moved(server: Server, provider: Provider) -> None:
    """A live call goes on with our document; one that is over is refused, and no answer is no refusal."""
    server.answers(200, {"sid": CALL, "status": "in-progress"})
    assert provider.move_call(CALL, VOICE_URL) == Accepted(CALL)
    [request] = server.requests
    assert (request.method, request.path) == ("POST", CALLS.replace(".json", f"/{CALL}.json"))
    assert request.form == {"Url": [VOICE_URL + "#rc=2&rp=all&rt=4000&tt=15000"], "Method": ["POST"]}
    server.answers(400, error(21220, 400))
    assert provider.move_call(CALL, VOICE_URL) == Refused(21220, retry=False)
    server.answers(500, error(20500, 500))
    assert provider.move_call(CALL, VOICE_URL) == Unclear()


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [
        (400, error(21211, 400), Refused(21211, retry=False)),
        (400, error(21215, 400), Refused(21215, retry=False)),
        (429, error(20429, 429), Refused(20429, retry=True)),
        (500, error(20500, 500), Unclear()),
        (201, {"sid": MESSAGE}, Unclear()),
        (201, "<html>", Unclear()),
    ],
)
def test_a_call_is_refused(
    server: Server, provider: Provider, status: int, answer: object, expected: Refused | Unclear
) -> None:
    """As with texts: only an answer that says so is a refusal."""
    server.answers(status, answer)
    assert place(provider) == expected
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, [CALL]),
        ({"date_created": "Sun, 22 Nov 2026 02:59:59 +0000"}, []),
        ({"sid": None}, []),
    ],
    ids=str,
)
def test_a_call_is_found(server: Server, provider: Provider, fields: dict[str, object], found: list[str]) -> None:
    """One from the line to the person, made in the very second asked from or later."""
    call = {"sid": CALL, "from": SENDER, "to": TO, "date_created": MADE} | fields
    server.answers(200, {"calls": [call], "next_page_uri": None, "page": 0, "uri": CALLS})
    assert provider.find_call(SENDER, TO, SINCE) == found
    [request] = server.requests
    assert (request.path, request.query["To"], request.query["From"]) == (CALLS, [TO], [SENDER])


def test_a_list_of_calls_that_does_not_answer(server: Server, provider: Provider) -> None:
    """Then nobody knows whether the call was made."""
    server.answers(500, error(20500, 500))
    assert provider.find_call(SENDER, TO, SINCE) == Unclear()


def test_nothing_leaks(
    server: Server, provider: Provider, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither numbers nor texts nor the token come out in logs at any level, nor on the screen."""
    caplog.set_level(logging.DEBUG)
    for name in ("twilio.http_client", "urllib3.connectionpool", "urllib3.connection", "urllib3.util.retry"):
        caplog.set_level(logging.DEBUG, logger=name)
    odd_header = b"HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 2\r\n\r\n{}"
    for server_does in ({}, {"raw": odd_header}, {"raw": b"rubbish"}, {"raw": None, "wait_s": 2.0}):
        server.answers(400, error(21211, 400), **server_does)
        send(provider)
        provider.find_text(TO, BODY, SINCE)
        place(provider)
        provider.find_call(SENDER, TO, SINCE)
    shown = caplog.text + "".join(capfd.readouterr())
    assert not any(secret in shown for secret in (TO[1:], "482915", TOKEN, "Messages.json", "Calls.json"))


def test_proxy_of_environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy for the outside is not asked for a server that stands in for the provider."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    server.answers(201, {"sid": MESSAGE})
    assert send(Provider(ACCOUNT, TOKEN, server.url, timeout_s=0.4)) == Accepted(MESSAGE)


def test_web_does_not_pay() -> None:
    """Webhooks, documents and even the provider's own file are imported without the library's REST client."""
    code = (
        "import sys; import telephony.door, telephony.incoming, telephony.twiml, telephony.provider;"
        "sys.exit(any(name in sys.modules for name in ('twilio.rest', 'requests', 'aiohttp')))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
