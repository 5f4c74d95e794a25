"""`fairline consent`: what may be texted to a number, and why."""

from __future__ import annotations

import io
import sys

import pytest

from tests.command import run
from tests.house import House
from tests.ivr.test_calls import book

ANN = "+12025550101"


def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], house: House, number: str) -> list[str]:
    """What the command says of a number; never a digit of it."""
    for name, value in house.settings.as_environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{number}\n"))
    code = run(monkeypatch, "consent")
    said = capsys.readouterr()
    assert number[-4:] not in said.out + said.err
    return said.out.splitlines() if code == 0 else [said.err.strip(), str(code)]


def test_the_record_of_a_number(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its booking with what was allowed for it, its opt-out and its return, each with its time and source."""
    book(house)
    phone, line = house.phone(ANN), house.settings.twilio_number
    phone.text(line, "STOP")
    state, booked, off = told(monkeypatch, capsys, house, ANN)
    assert state == "texts and calls are off: only a person may dial"
    assert "texts with office and date: " in booked
    assert booked.endswith(", booked, by voice")
    assert off.endswith("texts and calls off, by a word in a text")
    phone.text(line, "START")
    said = told(monkeypatch, capsys, house, "(202) 555-0101")
    assert said[0] == "what was asked for may be texted"
    assert said[-1].endswith("texts and calls on again, by a word in a text")


def test_what_is_no_number_or_unknown(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip of the hand is told; a number nobody has called from has no record."""
    assert told(monkeypatch, capsys, house, "12345") == ["this is not a number that can book here", "64"]
    assert told(monkeypatch, capsys, house, ANN) == ["nothing is known of this number, so nothing is sent to it"]
