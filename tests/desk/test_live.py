"""The live page, its figures as JSON, and its plots."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from flask import Flask

from booking_core import figures
from booking_core.core import Core
from booking_core.desk_outcomes import LastHours, LiveFigures, Span
from desk.live import draw, told, why
from desk.plots import BOTTOM, HEIGHT, LEFT, WIDTH, bars, scale
from desk.words import PHRASES
from tests.desk.conftest import SignedIn

FIGURES = LiveFigures("UTC", 3, 2, 1, 61, 10, 9, 40, (), (), 5, 1, 0, (("available", 2), ("talking", 1)))


def test_the_page_is_whole_without_script(signed: SignedIn, core: Core) -> None:
    """Figures, reasons, places, plots and the same numbers as a table are in the page as it comes."""
    core.transact(lambda t: figures.count(t, 300))
    page = signed("supervisor").get("/desk/live").text
    for name in told(FIGURES, "en"):
        assert f'id="live-{name}"' in page
    assert "San Francisco" in page
    assert page.count("<svg") == page.count("</desc>") == 8
    assert page.count('<th scope="row">') in (47, 48)  # the last five minutes may not have settled
    assert len(page.encode()) < 100_000


def test_what_has_not_changed_is_not_sent_again(signed: SignedIn) -> None:
    """The same figures are a 304; nothing of them is kept by a cache on the way."""
    browser = signed("supervisor")
    first = browser.get("/desk/live/figures")
    assert json.loads(first.text)["calls"] == "0"
    again = browser.get("/desk/live/figures", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "no-store"


def test_many_who_look_ask_once(web: Flask, signed: SignedIn, core: Core) -> None:
    """However many look, a process asks the database for the figures once in two seconds."""
    browser = signed("supervisor")
    first = json.loads(browser.get("/desk/live/figures").text)
    core.transact(lambda t: t.connection.exec_driver_sql(
        "INSERT INTO queue (id, line, reason, language, arrived_at, mode) "
        "SELECT gen_random_uuid(), id, 'asked', 'en', now(), 'waits' FROM lines LIMIT 1"))  # fmt: skip
    assert json.loads(browser.get("/desk/live/figures").text) == first


def test_a_script_keeps_nobody_signed_in(signed: SignedIn, core: Core) -> None:
    """Figures asked for by a page that lies open are no sign of a person: the rest of the session goes on."""
    browser = signed("supervisor")
    core.transact(
        lambda t: t.connection.exec_driver_sql("UPDATE desk_sessions SET seen_at = now() - interval '14 minutes'")
    )
    script = {"Sec-Fetch-Dest": "empty"}
    assert [browser.get(f"/desk/live{each}", headers=script).status_code for each in ("", "/figures")] == [200, 200]
    core.transact(
        lambda t: t.connection.exec_driver_sql("UPDATE desk_sessions SET seen_at = seen_at - interval '2 minutes'")
    )
    assert browser.get("/desk/live/figures", headers=script).status_code == 302


def test_figures_are_told_in_both_languages() -> None:
    """Begun minutes, shares, and states by name."""
    english, spanish = told(FIGURES, "en"), told(FIGURES, "es")
    assert (english["longest"], english["kept"], english["agents"]) == ("2", "9 of 10", "Available 2, Talking 1")
    assert (spanish["kept"], spanish["agents"]) == ("9 de 10", "Disponible 2, Hablando 1")


def test_every_reason_has_its_words() -> None:
    """What the core may count as a refusal is told in words, by itself or by its family."""
    for reason in (*figures.REFUSALS, "LimitReached.live", "LimitReached.made", "LimitReached.case", "caller.premium"):
        assert why(reason) in PHRASES or reason == "LimitReached"


def test_a_plot_shows_its_numbers() -> None:
    """Bars are as high as their values, within the picture, beside a scale that ends at a round number."""
    plot = bars([0, 1, 3, 4], ["12:00", "", "", ""])
    assert [bar.height / plot.bars[-1].height for bar in plot.bars] == [0.25, 0.75, 1.0]
    assert all(bar.x >= LEFT and bar.x + bar.width <= WIDTH for bar in plot.bars)
    assert all(bar.y >= 0 and bar.y + bar.height <= HEIGHT - BOTTOM + 0.01 for bar in plot.bars)
    assert [row.word for row in plot.rows] == ["0", "2", "4"]
    assert [(mark.at, mark.word) for mark in plot.columns] == [(LEFT, "12:00")]
    assert bars([], []).bars == ()


def test_the_scale_ends_at_a_round_number() -> None:
    """Never below the highest bar, and never more than twice as high."""
    assert [scale(most) for most in (0, 1, 2, 3, 4, 5, 10, 11, 42, 101)] == [2, 2, 2, 4, 4, 6, 10, 20, 60, 200]
    assert all(most <= scale(most) <= 2 * most for most in range(1, 5000))


def test_a_plot_is_told_to_whoever_cannot_see_it(signed: SignedIn, core: Core) -> None:
    """It has a name and a description, and is well-formed as a picture of its own."""
    core.transact(lambda t: figures.count(t, 300))
    page = signed("supervisor").get("/desk/live").text
    for picture in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        svg = ElementTree.fromstring(picture)
        named = [svg.find(tag) for tag in ("title", "desc")]
        assert svg.get("aria-labelledby", "").split() == [each.get("id") for each in named if each is not None]
        assert all(each is not None and each.text for each in named)


def test_hours_are_told_by_the_offices_clock() -> None:
    """The first office's wall time stands below a plot, full hours alone."""
    begin = datetime(2030, 7, 1, 18, 50, tzinfo=UTC)
    spans = tuple(Span(begin + timedelta(minutes=5 * nth), {"calls": nth}) for nth in range(4))
    drawn = draw("calls", LastHours("America/Los_Angeles", spans))
    assert (drawn.first, drawn.last, drawn.sum, drawn.most) == ("11:50", "12:05", 6, 3)
    assert [mark.word for mark in drawn.plot.columns] == ["12:00"]


def test_whoever_takes_calls_has_not_left(signed: SignedIn, core: Core) -> None:
    """The queue's page looks by itself: it signs in nobody who is off, and signs out nobody who listens to a caller."""
    browser, script = signed("agent"), {"Sec-Fetch-Dest": "empty"}

    def looks(minutes: int) -> int:
        rest = f"UPDATE desk_sessions SET seen_at = seen_at - interval '{minutes} minutes'"
        core.transact(lambda t: t.connection.exec_driver_sql(rest))
        return browser.get("/desk/queue/now", headers=script).status_code

    core.transact(
        lambda t: t.connection.exec_driver_sql(
            "INSERT INTO agent_states (agent, state, since) SELECT id, 'available', now() FROM agents"
        )
    )
    assert [looks(14), looks(14)] == [200, 200]
    core.transact(lambda t: t.connection.exec_driver_sql("UPDATE agent_states SET state = 'off'"))
    assert [looks(14), looks(2)] == [200, 302]
