import time

import pytest
import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from tests.exchange.stage import ALICE, LINE, Running, Service


def send(client: Client, service: Service) -> None:
    """A text whose reports go to the service."""
    client.messages.create(to=ALICE, from_=LINE, body="Hi", status_callback=f"{service.base_url}/report")


def reports(running: Running, service: Service) -> list[str]:
    """What was reported, in its order."""
    running.settle()
    return [each.form["MessageStatus"] for each in service.at("/report")]


@pytest.mark.parametrize(("kind", "arrives"), [("cut", 0), ("cut-after", 1)])
def test_a_cut_line_gives_no_answer(running: Running, client: Client, kind: str, arrives: int) -> None:
    """The connection ends, before or after the text was taken; the next request is answered."""
    running.fault(kind)
    with pytest.raises(requests.ConnectionError):
        client.messages.create(to=ALICE, from_=LINE, body="Hi")
    assert len(running.telephone(ALICE).inbox()) == arrives
    client.messages.create(to=ALICE, from_=LINE, body="Hi")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("doubled", ["sent", "delivered", "sent", "delivered"]),
        ("reversed", ["delivered", "sent"]),
        ("lost", []),
    ],
)
def test_reports_go_astray(running: Running, client: Client, service: Service, kind: str, expected: list[str]) -> None:
    """Of one text; the next one is reported on as usual."""
    service.says("/report", "")
    running.fault(kind)
    send(client, service)
    assert reports(running, service) == expected
    send(client, service)
    assert reports(running, service) == [*expected, "sent", "delivered"]


def test_reports_come_late(running: Running, client: Client, service: Service) -> None:
    """They overtake nothing and come after all."""
    service.says("/report", "")
    running.fault("late", seconds=0.2)
    send(client, service)
    send(client, service)
    assert reports(running, service) == ["sent", "delivered"]
    time.sleep(0.3)
    assert reports(running, service) == ["sent", "delivered"] * 2


def test_the_list_is_away(running: Running, client: Client) -> None:
    """Of texts and of calls, until it is back: sooner than asked for, where that is asked."""
    running.fault("no-list", count=100)
    for listed in (client.messages.list, client.calls.list):
        with pytest.raises(TwilioException, match="503"):
            listed(to=ALICE)
    running.fault("no-list", count=0)
    assert client.messages.list(to=ALICE) == []


def test_a_provider_takes_its_time(running: Running, client: Client) -> None:
    """With every request, beside other faults, until told otherwise."""
    running.fault("latency", seconds=0.2)
    running.fault("broken")
    began = time.monotonic()
    with pytest.raises(TwilioRestException):
        client.messages.create(to=ALICE, from_=LINE, body="Hi")
    client.messages.create(to=ALICE, from_=LINE, body="Hi")
    assert time.monotonic() - began > 0.4
    running.fault("latency", seconds=0)
    began = time.monotonic()
    client.messages.create(to=ALICE, from_=LINE, body="Hi")
    assert time.monotonic() - began < 0.2
