"""The metrics: what they say, to whom, and what they never say."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app import build_metrics, build_web
from bench.ports import free_pair
from booking_core import gauges
from booking_core.alerts import alert
from booking_core.core import Core
from booking_core.db import Database
from clock import LEASE, Clock
from tests.core.stage import ANN, URGENT, Stage
from tests.core.test_outbox_report import put
from tests.core.test_scans import scans
from tests.history.service import running
from tests.house import settings_for

TOKEN = "a-token-for-the-metrics"
Figures = dict[tuple[str, ...], float]


def read(page: str) -> Figures:
    """Every figure by its name and the values of its labels, by the labels' alphabet."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page) for sample in family.samples
    }  # fmt: skip


def figures(stage: Stage, url: str) -> Figures:
    """What the page says at the stage's instant."""
    metrics = build_metrics(settings_for(8000, url), stage.core.at(stage.now))
    return read(metrics.page(None).get_data(as_text=True))


def test_what_the_database_says(stage: Stage, url: str) -> None:
    """What waits and since when, what is stuck, what arrived, what is to mend, who waits, what is left and booked."""
    who = stage.proven()
    stage.book(who, stage.slot(6))
    stage.put("DELETE FROM outbox")
    put(stage, lane=0, not_before=stage.now - timedelta(minutes=3))
    for state in ("delivered", "delivered", "undelivered"):
        put(stage, state, sender="+18005550199", done_at=stage.now - timedelta(minutes=9))
    stage.core.transact(lambda t: alert(t, "filtered", "30007"))
    stage.only(stage.slot(3), stage.slot(3, URGENT))
    told = figures(stage, url)
    assert told["fairline_outbox_due", "text", "codes"] == 1
    assert told["fairline_outbox_oldest_seconds", "text", "codes"] == 180
    assert told["fairline_outbox_stuck", "text", "codes"] == 1
    assert told["fairline_outbox_due", "call", "unasked"] == 0
    assert told["fairline_messages_last_hour", "text", "answers", "delivered"] == 2
    assert told["fairline_texts_last_day", "answers", "failed", "+18005550199"] == 1
    assert (told["fairline_alerts_open",], told["fairline_callbacks_waiting",]) == (1, 0)
    left = [told["fairline_places_free", office.name, "passport renewal"] for office in stage.line.offices]
    assert sorted(left) == [0, 0, 6]
    assert told["fairline_bookings_last_day", "booked"] == 1
    assert told["fairline_database_up",] == 1


def test_what_budgets_bound(stage: Stage, url: str) -> None:
    """Codes sent and used, look-ups paid for and those that wait, and where nothing more goes; no block is named."""
    for row in (("code", "region", "US", 9, 7), ("code", "block", "c0ffee", 9, 7), ("look_up", "region", "US", 4, 0)):
        stage.put("INSERT INTO tallies (what, scope, key, hour, sent, used) "
                  "VALUES (:what, :scope, :key, :now, :sent, :used)",
                  now=stage.now, **dict(zip(("what", "scope", "key", "sent", "used"), row, strict=True)))  # fmt: skip
    stage.put("INSERT INTO stops VALUES ('block', 'c0ffee', :until)", until=stage.now + timedelta(hours=1))
    stage.call()
    stage.put("INSERT INTO verdicts (id, number, package, state, reason, asked_at, not_before) "
              "SELECT id, id, 'line_type', 'skipped', 'budget', :now, :now FROM numbers", now=stage.now)  # fmt: skip
    told = figures(stage, url)
    assert (told["fairline_codes_last_day", "US", "sent"], told["fairline_codes_last_day", "US", "used"]) == (9, 7)
    assert told["fairline_look_ups_last_day", "US"] == 4
    assert (told["fairline_codes_stopped_regions",], told["fairline_codes_stopped_blocks",]) == (0, 1)
    assert told["fairline_look_ups_open", "budget", "skipped"] == 1
    assert not any("c0ffee" in each for name in told for each in name)


def test_a_clock_that_stands_is_seen(stage: Stage, url: str) -> None:
    """The age of the leader's last tick; before the first there is none."""
    assert ("fairline_clock_tick_age_seconds",) not in figures(stage, url)
    Clock(stage.core.at(stage.now), ()).tick()
    stage.wait(seconds=40)
    assert figures(stage, url)["fairline_clock_tick_age_seconds",] == 40


def test_many_places_are_counted_no_further(stage: Stage, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A calendar of millions costs no more than one of hundreds."""
    monkeypatch.setattr(gauges, "PLACES_COUNTED", 7)
    assert figures(stage, url)["fairline_places_free", stage.line.offices[0].name, "urgent travel"] == 7


def test_the_figures_read_no_table_whole(stage: Stage) -> None:
    """They may be asked for every few seconds, in a line of many years."""
    stage.book(stage.proven(), stage.slot(6))
    with scans(stage) as found:
        stage.core.at(stage.now).transact(lambda t: gauges.read(t, LEASE))
    assert not found, found[0]


def test_without_a_database_the_page_says_so(url: str, core: Core) -> None:
    """The web's own figures are there, and one that says that the database is not."""
    nowhere = Core(Database("postgresql+psycopg://fairline@/none?host=/nowhere"), core.keys)
    page = build_metrics(settings_for(8000, url), nowhere).page(None)
    assert (page.status_code, read(page.get_data(as_text=True))["fairline_database_up",]) == (200, 0)


def test_who_may_ask(core: Core, url: str) -> None:
    """With a token who bears it; without one nobody, but where only this machine can ask."""
    live = {
        "TELEPHONY": "twilio", "PUBLIC_URL": "https://line.example", "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    }  # fmt: skip
    asked = [(live, None, 404), (live, f"Bearer {TOKEN}", 404), ({}, None, 200)]
    asked += [({**where, "METRICS_TOKEN": TOKEN}, given, code) for where in (live, {}) for given, code in (
        (None, 401), ("Bearer another", 401), (f"Basic {TOKEN}", 401), (f"Bearer {TOKEN}", 200),
    )]  # fmt: skip
    for where, given, code in asked:
        web = build_web(settings_for(8000, url, **where), core).test_client()
        assert web.get("/metrics", headers={"Authorization": given} if given else {}).status_code == code


def test_the_webs_answers_are_counted(core: Core, url: str) -> None:
    """By route and status; what is no route, however it is called, is one label and shows nothing of it."""
    web = build_web(settings_for(8000, url), core).test_client()
    for path in ("/healthz", "/healthz", "/audio/en/none", f"/{ANN}", "/audio/../etc"):
        web.get(path)
    page = web.get("/metrics").get_data(as_text=True)
    told = read(page)
    assert told["fairline_web_answers_total", "/healthz", "200"] == 2
    assert told["fairline_web_seconds_count", "/healthz"] == 2
    assert told["fairline_web_answers_total", "other", "404"] == 1
    assert ANN not in page


@pytest.fixture
def web_of_two(tmp_path: Path, url: str) -> Iterator[int]:
    """The port of a web server with two processes."""
    settings = settings_for(free_pair(), url, FAIRLINE_VAR=str(tmp_path), WEB_CONCURRENCY="2")
    with running(settings, tmp_path / "log", "web"):
        yield settings.port


def test_all_processes_are_one_page(web_of_two: int) -> None:
    """Whichever process answers, the page adds up what all of them answered."""
    for _ in range(30):
        ask(web_of_two, "/healthz")
    assert read(ask(web_of_two, "/metrics"))["fairline_web_answers_total", "/healthz", "200"] == 30


def ask(port: int, path: str) -> str:
    """A page, over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    page = connection.getresponse().read().decode()
    connection.close()
    return page
