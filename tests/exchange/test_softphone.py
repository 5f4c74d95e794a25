from __future__ import annotations

import http.client
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import pytest
from twilio.rest import Client

from tests.exchange.stage import LANDLINE, LINE, NO_TEXTS, Running, Service

HOSTILE = "<script>alert(1)</script>\"'&amp;"


@dataclass
class Page:
    """What the page answered last: a browser without script, as far as these tests need one."""

    url: str
    status: int = 0
    way_back: str = ""
    policy: str = ""
    text: str = ""

    def get(self, path: str = "/") -> Page:
        """Open a page."""
        return self.ask("GET", path, "", {})

    def post(self, path: str, **fields: str) -> Page:
        """Send a form of the page, and follow the way back to it."""
        own = {"Origin": self.url, "Content-Type": "application/x-www-form-urlencoded"}
        self.ask("POST", f"/telephones/{path}", urlencode(fields), own)
        return self.get(self.way_back) if self.status == 303 else self

    def ask(self, method: str, path: str, body: str, headers: dict[str, str]) -> Page:
        """Send any request."""
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        connection.request(method, path.partition("#")[0], body, headers)
        with connection.getresponse() as response:
            self.status, self.way_back = response.status, response.headers.get("Location") or self.way_back
            self.policy = response.headers.get("Content-Security-Policy", "")
            self.text = response.read().decode()
        connection.close()
        return self


@pytest.fixture
def page(running: Running) -> Page:
    """The page of the running exchange."""
    return Page(running.url)


def test_a_call_by_forms_alone(page: Page, service: Service) -> None:
    """Call, press, say, say nothing, hang up: each form leads back to the page, which shows all of it."""
    to_next = '<Gather input="dtmf speech" numDigits="2" action="/next" actionOnEmptyResult="true">'
    service.says("/voice", f"{to_next}<Say>To book, press 10.</Say></Gather>")
    service.says("/next", '<Gather input="dtmf speech" action="/voice"><Say language="es-US">Bien.</Say></Gather>')
    assert "To book, press 10." in page.post("mobile-1/call", to="800 555 0199").text
    page.post("mobile-1/press", keys="1")
    assert page.way_back == "/?on=mobile-1#mobile-1"
    assert "<kbd>1</kbd><kbd>0</kbd>" in page.post("mobile-1/press", keys="0").text
    assert '<p lang="es-US">Bien.</p>' in page.text
    assert "“to &lt;book&gt;”" in page.post("mobile-1/say", words="to <book>").text
    assert service.at("/voice")[-1].form["SpeechResult"] == "to <book>"
    assert "You say nothing." in page.post("mobile-1/wait").text
    assert "You hang up." in page.post("mobile-1/hang-up").text
    assert page.post("mobile-1/press", keys="1").status == 409


def test_texts_by_forms_alone(page: Page, service: Service) -> None:
    """A text and its answer stand in the thread; a telephone without texts says what did not arrive, and why."""
    service.says("/sms", "<Message>Your code is 482913.</Message>")
    shown = page.post("mobile-1/text?on=mobile-1", to=LINE, body="hello\r\nagain").text
    assert "hello\nagain" in shown
    assert "Your code is 482913." in shown
    assert service.at("/sms")[0].form["Body"] == "hello\nagain"
    shown = page.post("mobile-without-texts/text?on=mobile-without-texts", to=LINE, body="hello").text
    assert "482913" not in shown


def test_what_did_not_arrive_is_told(page: Page, running: Running, client: Client) -> None:
    """A text that cannot reach its telephone is counted there with the provider's number for it."""
    for number in (LANDLINE, NO_TEXTS):
        client.messages.create(to=number, from_=LINE, body="Your code is 482913.")
    running.settle()
    shown = page.get("/?on=landline&on=mobile-without-texts").text
    assert "One text did not arrive here (30006)." in shown
    assert "One text did not arrive here (30003)." in shown
    assert "482913" not in shown


def test_a_call_to_the_telephone_rings(page: Page, service: Service, client: Client) -> None:
    """It can be answered, declined or ignored, by forms alone; what was missed is said."""
    service.says("/voice", "<Gather><Say>This is the line.</Say></Gather>")

    def dial() -> str:
        return str(client.calls.create(to=LANDLINE, from_=LINE, url=f"{service.base_url}/voice").sid)

    dial()
    shown = page.get("/?on=landline").text
    assert "is calling" in shown
    assert "rings</span>" in page.get("/?on=mobile-1").text
    assert "Missed a call" in page.post("landline/ignore?on=landline").text
    sid = dial()
    page.post("landline/decline?on=landline")
    assert client.calls(sid).fetch().status == "busy"
    dial()
    assert "This is the line." in page.post("landline/answer?on=landline").text
    sid = dial()
    assert "End this call and answer" in page.get("/?on=landline").text
    page.post("landline/answer?on=landline")
    assert client.calls(sid).fetch().status == "in-progress"
    assert page.post("landline/answer").status == 400


def test_what_the_line_does_wrong_is_shown(page: Page, service: Service) -> None:
    """Illegal documents, by call and by text, and requests that failed stand on the page with their reasons."""
    service.says("/voice", "<Shout/>")
    service.says("/sms", "<Whisper/>")
    shown = page.post("mobile-1/call", to=LINE).text
    assert '<li class="error">' in shown
    assert "12200 &lt;Shout&gt; may not stand here" in shown
    shown = page.post("mobile-1/text", to=LINE, body="hello").text
    assert "14110 &lt;Whisper&gt; may not stand here" in shown
    service.answers.pop("/voice")
    shown = page.post("mobile-1/call", to=LINE).text
    assert "1 request to a line went wrong" in shown
    assert "<b>POST /voice</b> 11200 HTTP 404" in shown


def test_hostile_text_stays_text(page: Page, service: Service) -> None:
    """Nothing a line or a person says becomes markup, and the page would not run it."""
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    service.says("/voice", f"<Gather><Say>{escaped}</Say></Gather>")
    service.says("/sms", f"<Message>{escaped}</Message>")
    page.post("mobile-1/call", to=LINE)
    page.post("mobile-1/say", words=HOSTILE)
    shown = page.post("mobile-1/text", to=LINE, body=HOSTILE).text
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 4  # heard, said, sent and got
    assert "<script>alert" not in shown
    assert "default-src 'none'" in page.policy
    assert "unsafe" not in page.policy


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
    ],
)
def test_only_its_own_page_moves_a_telephone(
    page: Page, service: Service, headers: dict[str, str], status: int
) -> None:
    """A form of another origin, or of none that can be told, does nothing."""
    service.says("/voice", "<Gather/>")
    form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    assert page.ask("POST", "/telephones/mobile-1/call", urlencode({"to": LINE}), form).status == status
    assert bool(service.heard) == (status == 303)


def test_a_page_of_another_name_is_not_served(page: Page) -> None:
    """A host name that was made to lead to this machine gets nothing."""
    assert page.ask("GET", "/", "", {"Host": "evil.example"}).status == 403


@pytest.mark.parametrize(
    ("form", "fields", "reason"),
    [
        ("call", {"to": "+1 800 555 0100"}, "not in service"),
        ("call", {"to": ""}, "Which number?"),
        ("press", {"keys": "1"}, "in no call"),
        ("answer", {}, "stopped ringing"),
        ("text", {"to": LINE, "body": " "}, "Write a text first."),
        ("text", {"to": LINE, "body": "a" * 1601}, "at most 1600"),
    ],
)
def test_what_cannot_be_done_is_said_at_the_telephone(
    page: Page, form: str, fields: dict[str, str], reason: str
) -> None:
    """The page comes back with one sentence in red, and nothing has happened."""
    shown = page.post(f"mobile-2/{form}?on=mobile-2", **fields)
    assert shown.status == 400
    assert '<p class="alert">' in shown.text
    assert reason in shown.text


def test_a_telephone_makes_one_call_at_a_time(page: Page, service: Service) -> None:
    """Who is in a call cannot make another, and presses keys of a telephone only."""
    service.says("/voice", "<Gather/>")
    page.post("mobile-1/call", to=LINE)
    assert "in a call already" in page.post("mobile-1/call", to=LINE).text
    assert "the keys 0 to 9" in page.post("mobile-1/press", keys="A").text
    assert page.post("mobile-3/shout").status == 404
    assert page.post("mobile-99/call", to=LINE).status == 404
