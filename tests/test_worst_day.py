"""The bad day of 2021, rehearsed: a flood, an alert, a suspension, a bulletin, bookings changed by call, and back.

`FAIRLINE_RECORD=1 ./run test tests/test_worst_day.py` writes what happened into docs/explanation/the-worst-day.md.
"""

from __future__ import annotations

import os
import re
import time
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import demo
from booking_core.outbox_report import open_alerts
from clock import JOBS, Clock
from exchange.client import LiveCall
from tests.command import run
from tests.house import SECRET, House
from tests.matrix.ways import BORN, travel

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "the-worst-day.md"
CITIZENS = tuple(f"+1202555{n:04}" for n in range(4001, 4005))
BOTS = tuple(f"+1202555{n:04}" for n in range(5001, 5025))
RENEWAL = ("1", "1", "2", "1", "1", "1")
"""Book, my phone, passport renewal, one person, the first office, the first time."""
SPOKEN = ("--say", "en", "No new appointments today. Yours is safe.", "--say", "es", "Hoy no hay citas. La suya vale.")
WHY = ("--say", "en", "Somebody takes places to sell them.", "--say", "es", "Alguien toma lugares para venderlos.")


@dataclass
class Day:
    """The line, and what is noted of the day for its report: step → what happened."""

    house: House
    patch: pytest.MonkeyPatch
    noted: dict[str, str] = field(default_factory=dict)

    def call(self, number: str, *keys: str) -> LiveCall:
        """Somebody calls and presses these keys."""
        call = self.house.phone(number).call(demo.LINE)
        for key in keys:
            call.press(key)
        return call

    def says(self, *words: str) -> None:
        """A supervisor types a command."""
        assert run(self.patch, *words) == 0

    def count(self, statement: str) -> int:
        """One number of the database."""
        return int(self.house.rows(statement)[0][0])

    @property
    def held(self) -> int:
        """Holds and bookings made so far."""
        return self.count("SELECT count(*) FROM bookings")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The web process reads suspensions and bulletins anew in every turn; a flood is twenty holds in a minute."""
    monkeypatch.setattr("app.NOTICES_KEPT_S", 0.0)
    monkeypatch.setenv("SECRET_KEY", SECRET)


@pytest.fixture
def day(at_once: None, house: House, monkeypatch: pytest.MonkeyPatch) -> Day:
    """A day on which a flood is twenty holds in a minute."""
    monkeypatch.setenv("DATABASE_URL", house.url)
    house.do("UPDATE rules SET trip_holds = 20")
    return Day(house, monkeypatch)


def said(call: LiveCall) -> str:
    """What the line has said since the last key."""
    return " ".join(call.heard)


def books(day: Day, number: str) -> str:
    """A citizen books a renewal by call; the reference."""
    call = day.call(number, *RENEWAL, BORN, "1")
    done = " ".join(call.press_code(20).heard)
    call.hang_up()
    found = re.search(r"reference is ([\d, ]+)", done)
    assert found is not None, done
    return re.sub(r"\D", "", found[1])


def hears(day: Day, number: str, *keys: str) -> str:
    """A citizen proves the phone to hear what is booked, and presses on."""
    call = day.call(number, "3")
    heard = [*call.press_code(20).heard]
    for key in keys:
        heard += call.press(key).heard
    call.hang_up()
    return " ".join(heard)


def flood(day: Day) -> None:
    """Bots hold urgent places from many numbers at once, and confirm none."""

    def one(number: str) -> str:
        call = day.call(number, "1", "1", "1", travel(), "1", "1")
        while "just been taken" in said(call):  # by another of them: two places a slot
            call.press("1")
        return said(call)

    with ThreadPoolExecutor(4) as callers:
        heard = list(callers.map(one, BOTS))
    held = sum("is held for you" in each for each in heard)
    assert held >= 20, heard
    day.noted["A flood"] = f"{len(BOTS)} numbers of a farm held {held} urgent places in a minute and confirmed none."


def alert(day: Day) -> None:
    """The clock's next minute tells a person, and switches nothing."""
    Clock(day.house.core, tuple(job for job in JOBS if job.name == "tripwires")).tick()
    told = {each.what for each in day.house.core.transact(open_alerts)}
    assert "flood" in told
    assert day.count("SELECT count(*) FROM suspensions") == 0
    day.noted["The alert"] = f"Raised: {', '.join(f'`{each}`' for each in sorted(told))}. Nothing was switched."


def suspension(day: Day, waiting: LiveCall) -> None:
    """One command: no bot holds anything any more, and who held before is booked."""
    before = day.held
    started = time.monotonic()
    day.says("suspend", "--why", "bots", *WHY, "--yes")
    took = time.monotonic() - started
    refused = [said(day.call(number, "1")) for number in BOTS[:8]]
    assert all("New appointments are stopped" in each and "to sell them" in each for each in refused), refused
    assert day.house.phone("+12025550109").text(demo.LINE, "1")[0].startswith("New appointments are stopped")
    assert day.held == before
    assert "You are booked" in " ".join(waiting.press(BORN).press("1").press_code(20).heard)
    waiting.hang_up()
    day.noted["The suspension"] = (
        f"One command, {took:.1f} s. Of {len(refused)} calls and a text after it {day.held - before} "
        "held a place; each heard why. A citizen whose place was held before went on and is booked."
    )


def bulletin(day: Day) -> None:
    """Every caller hears it first, gets it by text on request, and finds it on the public page."""
    day.says("bulletin", "publish", *SPOKEN)
    phone = day.house.phone(CITIZENS[0])
    call = phone.call(demo.LINE)
    assert said(call).index("Yours is safe.") < said(call).index("To book, press 1.")
    assert "on its way" in said(call.press("9"))
    assert phone.new_texts(1) == ["Demo Passport Agency: No new appointments today. Yours is safe."]
    call.hang_up()
    with urllib.request.urlopen(f"{day.house.settings.public_url}/notices", timeout=10) as answer:
        page = answer.read().decode()
    assert "Yours is safe." in page
    assert "New appointments are stopped" in page
    day.noted["The bulletin"] = "Heard before the choices, texted to who asked, and on the notices page."


def changes(day: Day, references: Sequence[str]) -> None:
    """By call, as on any day: one hears what is booked, one moves it, one gives it up."""
    day.house.settle()
    assert "You have an appointment" in hears(day, CITIZENS[0])
    hears(day, CITIZENS[1], "1", "2", "1", "1")
    hears(day, CITIZENS[2], "2", "1")
    moved = day.count("SELECT count(*) FROM audit WHERE action = 'move'")
    given_up = day.count("SELECT count(*) FROM bookings WHERE status = 'cancelled'")
    kept = day.count("SELECT count(*) FROM bookings WHERE status = 'booked'")
    assert (moved, given_up, kept) == (1, 1, 3)
    good = "SELECT 1 FROM bookings WHERE reference = ANY(:told) AND status IN ('booked', 'cancelled')"
    safe = day.house.rows(good, told=list(references))
    assert len(safe) == len(references)
    day.noted["What was booked"] = (
        f"Heard, moved ({moved}) and given up ({given_up}) by call; all {len(references)} references that had been "
        "told still meant what they did."
    )


def resume(day: Day) -> None:
    """One command: the next caller books."""
    day.says("resume", "--all")
    entry = str(day.house.rows("SELECT id FROM bulletins")[0][0])[-8:]
    day.says("bulletin", "end", entry)
    reference = books(day, "+12025554010")
    assert day.count("SELECT count(*) FROM suspensions WHERE ended_at IS NULL") == 0
    who = day.house.rows("SELECT DISTINCT action FROM audit WHERE actor LIKE 'operator:%' AND action <> 'release'")
    assert {row.action for row in who} >= {"suspend", "resume", "publish_bulletin", "end_bulletin"}
    assert reference
    day.noted["Back"] = "One command; the next caller heard no bulletin and booked. Who did what stands in the audit."


def test_the_bad_day_of_2021(day: Day) -> None:
    """Flood, alert, suspension, bulletin, existing bookings changed by call, resumption: no promise is broken."""
    references = [books(day, number) for number in CITIZENS[:3]]
    day.noted["An ordinary morning"] = f"{len(references)} citizens booked by call."
    waiting = day.call(CITIZENS[3], *RENEWAL)
    assert "is held for you" in said(waiting)
    flood(day)
    alert(day)
    suspension(day, waiting)
    bulletin(day)
    changes(day, references)
    resume(day)
    if os.environ.get("FAIRLINE_RECORD") == "1":
        PAGE.write_text(report(day.noted))


def report(noted: dict[str, str]) -> str:
    """The page: why it is rehearsed, and what happened in this run."""
    rows = "\n".join(f"| {nth}. {step} | {what} |" for nth, (step, what) in enumerate(noted.items(), 1))
    return f"""# The worst day

In 2021 bots took every urgent appointment of a passport agency within minutes of its release. The agency switched its
online booking off. What was booked was honoured, but people had to call to change it, and the line was busy.

`tests/test_worst_day.py` plays such a day over the whole line: a real database, the web and worker, and telephones of
the exchange, with the commands that a supervisor types. This is what happened in its last recorded run:

| step | what happened |
|---|---|
{rows}

## Why a suspension is a row that the claim reads

A flag in a web process would be seen by that process, and by the others some time later; in between, places would go.
Here the claim, the one statement by which any channel holds a place, reads the suspension in the database: once it is
committed, no node gives a new hold, and none has to be told. What the dialogues read a few seconds before is only used
to say so sooner than after the last question.

A storm shows it (`tests/history/test_suspensions.py`): twenty suspensions, on and off, while callers hold, confirm and
let go over two processes of their own. No hold is given between the commit of a suspension and its end, although the
promise allows five seconds; every hold that was given before is confirmed; and not a column of the standing bookings
has changed.

## Why the tripwires switch nothing

An alarm that closes the line is a button for whoever can set it off: a flood would be the cheapest way to keep
everybody out. So a wire tells a person, who listens in, and decides. [What to do then](../how-to/on-the-worst-day.md).
"""
