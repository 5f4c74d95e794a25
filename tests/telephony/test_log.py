from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from telephony.incoming import OptOut
from telephony.provider import Came, Provider, Unclear
from tests.telephony.replies import Server, serving
from tests.telephony.signing import ACCOUNT, MESSAGE, TOKEN
from tests.telephony.test_provider import SINCE, error, listed

LINE, SOMEBODY = "+18005550199", "+12025550123"
CAME = "Sun, 22 Nov 2026 04:00:00 +0000"
UNTIL = SINCE + timedelta(hours=2)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server in the provider's place."""
    with serving() as server:
        yield server


@pytest.fixture
def provider(server: Server) -> Provider:
    """The provider's interface, at that server, with little patience."""
    return Provider(ACCOUNT, TOKEN, server.url, timeout_s=0.4)


def call_in(**fields: object) -> dict[str, object]:
    """A call to the line as the provider lists it."""
    return {"sid": "CA" + "1" * 32, "from": SOMEBODY, "direction": "inbound", "start_time": CAME} | fields


def text_in(**fields: object) -> dict[str, object]:
    """A text to the line as the provider lists it."""
    return {"sid": MESSAGE, "from": SOMEBODY, "direction": "inbound", "date_sent": CAME, "body": "book"} | fields


def test_what_came_in(server: Server, provider: Provider) -> None:
    """Calls and texts to the number in that time, not those of ours or that we rejected, nor of the days around it."""
    at = datetime(2026, 11, 22, 4, tzinfo=UTC)
    early = {"start_time": "Sun, 22 Nov 2026 02:59:00 +0000"}
    server.answers(
        200, {"calls": [call_in(), call_in(direction="outbound-api"), call_in(**early), call_in(status="busy")]}
    )
    assert provider.list_calls(LINE, SINCE, UNTIL) == [Came("CA" + "1" * 32, SOMEBODY, at)]
    late = {"date_sent": "Sun, 22 Nov 2026 05:00:01 +0000"}
    server.answers(200, listed(text_in(), text_in(direction="outbound-reply"), text_in(**late), text_in(body="stop ")))
    assert provider.list_texts(LINE, SINCE, UNTIL) == [
        Came(MESSAGE, SOMEBODY, at),
        Came(MESSAGE, SOMEBODY, at, opt_out=OptOut.STOP),
    ]
    calls, texts = server.requests
    assert (calls.query["To"], calls.query["StartTime>"]) == ([LINE], ["2026-11-21T03:00:00Z"])
    assert (texts.query["To"], texts.query["DateSent<"]) == ([LINE], ["2026-11-23T05:00:00Z"])


@pytest.mark.parametrize(
    ("status", "answer"),
    [(429, error(20429, 429)), (500, {}), (200, {}), (200, []), (200, {"calls": ["x"], "messages": ["x"]}),
     (200, {"calls": [call_in(start_time=None)], "messages": [text_in(date_sent=None)]})],
)  # fmt: skip
def test_log_away(server: Server, provider: Provider, status: int, answer: object) -> None:
    """A log that does not answer, or not in full, is never taken for an empty one."""
    server.answers(status, answer)
    assert provider.list_calls(LINE, SINCE, UNTIL) == Unclear()
    assert provider.list_texts(LINE, SINCE, UNTIL) == Unclear()
