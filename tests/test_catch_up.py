from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import catch_up
import demo
from app import build_provider, checker
from booking_core import gap
from booking_core.actors import Caller
from booking_core.commands import NoteGap
from booking_core.numbers import Number
from booking_core.transaction import Transaction
from catch_up import Lost
from exchange.lines import line_at
from telephony.provider import Unclear
from tests.command import run
from tests.house import OVERRIDES, House, post, text_form

NOBODY = "http://127.0.0.1:9"
"""Discard's port (RFC 863), which nothing listens on."""


def found(house: House, since: datetime) -> list[Lost]:
    """What a look at the provider's log finds from an instant on."""
    ours = house.core.database.transact(lambda db: gap.dialled(Transaction(db, house.core.keys, None)))
    provider = build_provider(house.settings, house.exchange_url)
    until = datetime.now(UTC) + timedelta(seconds=5)
    return catch_up.lost(provider, house.core, checker(house.settings), ours, since, until)


def told(entries: list[Lost]) -> list[tuple[str, str]]:
    """Kind and what there is to do, without the time."""
    return [(entry.kind, entry.todo) for entry in entries]


def point(house: House, to: str) -> None:
    """The line's number leads to this address from now on."""
    for number in (demo.LINE, demo.TWIN):
        house.exchange.add(line_at(number, to, OVERRIDES))


def the_gap(house: House) -> datetime:
    """An hour nobody heard: calls, texts and words for the provider, between a good call and another."""
    since = datetime.now(UTC) - timedelta(minutes=1)
    house.phone("+12025550105").call(demo.LINE).hang_up()
    point(house, NOBODY)
    house.phone("+12025550101").call(demo.LINE)
    house.phone("+12025550102").text(demo.TWIN, "book")
    house.phone("+12025550101").call(demo.TWIN)
    house.phone("anonymous").call(demo.LINE)
    house.phone("+19005550123").call(demo.LINE)
    house.phone("+12025550103").text(demo.LINE, "STOP")
    point(house, house.settings.public_url)
    house.phone("+12025550106").call(demo.LINE).hang_up()
    return since


def test_exactly_what_the_gap_swallowed_is_found(house: House) -> None:
    """Calls and texts that came while the service was down, each with what to do; none that the service had."""
    entries = found(house, the_gap(house))
    assert sorted(told(entries)) == [
        ("call", "call back"), ("call", "nothing more: the same phone as above"), ("call", "nothing: premium"),
        ("call", "nothing: withheld"), ("text", "call back"), ("text", "nothing: answered by the provider"),
    ]  # fmt: skip
    shown = "\n".join(map(str, entries))
    assert "ending 01" in shown
    assert "555" not in shown


def test_each_phone_is_noted_once(house: House) -> None:
    """Two requests, in the order of the gap, however often it is noted; a request that is done does not come again."""
    since = the_gap(house)
    assert catch_up.note(house.core, found(house, since), "en") == 2
    rows = house.rows("SELECT reason, asked_at FROM callbacks")
    assert [row.reason for row in rows] == ["gap", "gap"]
    assert {row.asked_at for row in rows} <= {entry.came.at for entry in found(house, since)}
    assert catch_up.note(house.core, found(house, since), "en") == 0
    house.do("UPDATE callbacks SET done_at = now()")
    assert catch_up.note(house.core, found(house, since), "en") == 0
    assert "call back" not in [entry.todo for entry in found(house, since)]
    assert len(house.rows("SELECT 1 FROM callbacks")) == 2


def test_an_opt_out_of_the_gap_counts(house: House) -> None:
    """The provider heard it, so it holds: no code goes to that number."""
    since = the_gap(house)
    catch_up.note(house.core, found(house, since), "en")
    assert house.rows("SELECT what, source FROM consents") == [("out", "word")]
    house.phone("+12025550103").text(demo.LINE, "START")
    catch_up.note(house.core, found(house, since), "en")
    assert house.rows("SELECT count(*) FROM numbers WHERE opted_out_at IS NOT NULL") == [(0,)]


def test_who_waits_already_keeps_the_place(house: House) -> None:
    """A phone that has asked for a call before or since gets no second request."""
    house.phone("+12025550102").text(demo.LINE, "0")
    (before,) = house.rows("SELECT id, asked_at FROM callbacks")
    since = the_gap(house)
    entries = found(house, since)
    assert ("text", "waits for a call") in told(entries)
    assert catch_up.note(house.core, entries, "en") == 1
    assert before in house.rows("SELECT id, asked_at FROM callbacks")


def test_a_text_that_was_written_down_is_not_lost(house: House) -> None:
    """What the database knows of a text is its thread."""
    sid = "SM" + "a" * 32
    post(house, "/sms", text_form(sid, "0"))
    (number,) = house.rows("SELECT number FROM callbacks")
    house.do(
        "INSERT INTO text_turns VALUES (:sid, :number, now(), '{}', '{}') ON CONFLICT DO NOTHING",
        sid=sid, number=number.number,
    )  # fmt: skip
    known = house.core.database.transact(
        lambda db: gap.known(Transaction(db, house.core.keys, None), [sid, "SM" + "b" * 32])
    )
    assert known == {sid}


def test_a_log_that_does_not_answer_is_no_empty_log(house: House) -> None:
    """Where the provider does not answer, nothing is said to be complete."""
    since = the_gap(house)
    provider = build_provider(house.settings, NOBODY)
    assert provider.list_calls(demo.LINE, since, datetime.now(UTC)) == Unclear()
    assert provider.list_texts(demo.LINE, since, datetime.now(UTC)) == Unclear()
    with pytest.raises(catch_up.LogAway):
        catch_up.lost(provider, house.core, checker(house.settings), [demo.LINE], since, datetime.now(UTC))


def test_the_place_in_the_queue_is_that_of_the_gap(house: House) -> None:
    """Whoever called in vain at three is called before who asked at four."""
    number = checker(house.settings)("+12025550101")
    assert isinstance(number, Number)
    three = datetime(2026, 11, 22, 3, tzinfo=UTC)
    house.core.perform(NoteGap(Caller("CA" + "1" * 32), number, three, "en"), gap.note_key("CA" + "1" * 32))
    assert [row.asked_at for row in house.rows("SELECT asked_at FROM callbacks")] == [three]


def test_the_command_lists_and_notes(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Time, kind, two digits and what to do; then the requests; a provider that is away is exit 69."""
    since = the_gap(house).isoformat()
    for name, value in house.settings.as_environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PORT", str(int(house.exchange_url.rpartition(":")[2]) - 1))
    assert run(monkeypatch, "catch-up", "--since", since, "--note") == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.endswith("  text  ending 02  call back") for line in lines)
    assert lines[-2:] == ["6 calls and texts reached nobody, 2 to call back", "2 call-back requests made"]
    monkeypatch.setenv("PORT", "8")
    assert run(monkeypatch, "catch-up", "--since", since) == 69
    assert capsys.readouterr().err == "the provider does not show its log\n"
    assert run(monkeypatch, "catch-up", "--since", "yesterday") == 64
    assert run(monkeypatch, "catch-up", "--since", "2024-01-01") == 64
    assert run(monkeypatch, "catch-up", "--since", "2026-11-22T04:00", "--until", "2026-11-22T03:00") == 64
