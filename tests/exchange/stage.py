"""What the tests of the exchange play with: a line's service that says what it is told to, and a running exchange."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Response, request
from twilio.http.http_client import TwilioHttpClient
from werkzeug.serving import WSGIRequestHandler

from exchange.client import LiveCall, Telephone
from exchange.link import Link
from exchange.server import Exchange

ACCOUNT = "AC" + "1" * 32
TOKEN = "a token for tests"
LINE = "+18005550199"
ALICE = "+12025550101"
BOB = "+12025550102"
LANDLINE = "+12025550150"
WITHHELD = "+12025550160"
NO_TEXTS = "+12025550170"
SLOW_SPEAKER = "+12025550180"
RELAY = "+12025550190"


@dataclass
class Answer:
    """One answer of the service; `before` is run before it is given."""

    body: str | bytes
    status: int = 200
    content_type: str | None = "text/xml"
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None


@dataclass
class Heard:
    """One request as the line's service got it, its address still percent-encoded."""

    path: str
    url: str
    method: str
    form: dict[str, str]
    headers: dict[str, str]


@dataclass
class Service:
    """What a line is connected to: answers by path, the last one given for ever, and all that was asked."""

    base_url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)

    def says(self, path: str, *answers: str | Answer) -> None:
        """Answer at a path with documents, in their order; a string is what stands in a Response."""
        self.answers[path] = [_document(each) if isinstance(each, str) else each for each in answers]

    def at(self, path: str) -> list[Heard]:
        """Return what was asked at a path."""
        return [each for each in self.heard if each.path == path]

    def reply(self) -> Response:
        """Answer the request at hand."""
        raw = request.environ["RAW_URI"]  # still percent-encoded, as it came
        self.heard.append(
            Heard(request.path, self.base_url + raw, request.method, request.form.to_dict(), dict(request.headers))
        )
        answers = self.answers.get(request.path, [Answer("not found", 404)])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        answer.before()
        response = Response(answer.body, answer.status, answer.headers, content_type=answer.content_type)
        if answer.content_type is None:
            del response.headers["Content-Type"]
        return response


def _document(inner: str) -> Answer:
    return Answer(f'<?xml version="1.0" encoding="UTF-8"?><Response>{inner}</Response>')


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Log nothing."""


@dataclass
class Running:
    """A running exchange, its address, and the service that its line is connected to."""

    exchange: Exchange
    url: str
    service: Service

    @property
    def control(self) -> Link:
        """Return a link to its control."""
        return Link(self.url)

    def telephone(self, number: str = ALICE) -> Telephone:
        """Return a telephone."""
        return Telephone(self.url, number)

    def call(self, number: str = ALICE) -> LiveCall:
        """Call the line."""
        return self.telephone(number).call(LINE)

    def line(self, **values: str) -> None:
        """Connect the line anew; addresses are paths of the service."""
        base = self.service.base_url
        self.control.put("lines", LINE, body={k: base + v if k.endswith("url") else v for k, v in values.items()})

    def fault(self, kind: str, **values: float) -> None:
        """Ask for a fault."""
        self.control.post("faults", body={"kind": kind, **values})

    def webhooks(self) -> list[dict[str, Any]]:
        """Return the webhooks that were sent."""
        return list(self.control.get("webhooks")["webhooks"])

    def settle(self) -> None:
        """Wait until all reports have been made."""
        assert self.exchange.settle()


class Rewriting(TwilioHttpClient):  # type: ignore[misc]  # the SDK has no annotations that mypy sees
    """The SDK's own HTTP client, its host replaced."""

    def __init__(self, url: str) -> None:
        super().__init__(timeout=5.0)
        self.url = url

    def request(self, method: str, url: str, *args: object, **kwargs: object) -> object:
        """Send a request to the exchange instead of the provider's host."""
        return super().request(method, self.url + "/" + url.split("/", 3)[3], *args, **kwargs)
