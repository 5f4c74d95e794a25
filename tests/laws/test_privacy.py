"""The canary: a number, a birth date and codes go through everything that can happen, and are sought everywhere."""

from __future__ import annotations

import base64
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from booking_core.core import Core
from booking_core.db import Database
from booking_core.keys import Keys
from postgres import EmbeddedServer
from tests.house import SECRET, House, open_house, post, text_form, voice_form
from tests.laws.watch import Watch, watching

NUMBER, KEYED = "+12127893461", "+12127893478"
"""The canary's number, and one that a caller who withholds theirs keys in."""
BORN = "10271961"
CANARY = (NUMBER, KEYED, "10271961", "1961-10-27", "10/27/1961", "October 27, 1961", "10 27 1961")


# ── What happens ──


def successes(house: House, watch: Watch) -> None:
    """A caller books; a text books; what is booked is heard; a hidden caller leaves a number; a person is asked for."""
    phone, line = house.phone(NUMBER), house.settings.twilio_number
    call = phone.call(line)
    for key in ("1", "1", "2", "2", "1", "1", BORN, "*", "2", BORN, "1", BORN, "1"):
        call.press(key)
    watch.secrets.add(code := phone.newest_code())
    assert "You are booked" in " ".join(call.press(code).heard)
    call.press("*").hang_up()
    phone.text(line, "3")
    phone.text(line, "0")
    hidden = house.phone("anonymous").call(line)
    hidden.press("1").press(KEYED.removeprefix("+1") + "#").press("*").press("1")
    mine = phone.call(line)
    mine.press("3")
    watch.secrets.add(code := phone.newest_code())
    mine.press(code).press("1").hang_up()


def refusals(house: House, watch: Watch) -> None:
    """Codes that are wrong, dates that are none, texts that mean nothing, a code by text and then its birth date."""
    other = house.phone(KEYED)
    line = house.settings.twilio_number
    call = other.call(line)
    for key in ("1", "1", "2", "1", "1", "1"):
        call.press(key)
    watch.secrets.add(code := other.newest_code())
    call.press("99999999").press(BORN[:5]).press(BORN).press("2").hang_up()
    other.text(line, f"my code is {code[:3]} {code[3:]} and I was born 10/27/1961, call {NUMBER}")
    other.text(line, f"is it {_wrong(code)}?")
    other.text(line, "born October 27, 1961")
    other.text(line, code)
    other.text(line, "10/27/1961")
    for body in ("3", "2", "10/27", "9", "5530", "1", "A", "10/27/1961", "1", "B", "A", "A", "10/27/1961", "B"):
        other.text(line, body)


def _wrong(code: str) -> str:
    return str((int(code) + 1 - 100_000) % 900_000 + 100_000)


def the_worker_stops(house: House, watch: Watch) -> None:
    """From here on its rounds are made by hand: a fault that ends it shall end no thread."""
    house.stopped.set()
    for thread in threading.enumerate():
        if thread.name == "worker":
            thread.join(20)


def faults(house: House, watch: Watch) -> None:
    """Every table the canary is written to refuses it once, so that the fault carries its row; and forged forms."""
    tables = ("visitors", "outbox", "codes", "bookings", "callbacks", "number_keys", "calls", "answers", "audit")
    for nth, table in enumerate(tables):
        watch.secrets.add(caller := f"+121278935{nth:02}")
        house.do(f"ALTER TABLE {table} ADD CONSTRAINT canary CHECK (false) NOT VALID")
        by_hand(house, f"CA{nth:032x}", caller, "", "1", "1", "2", "1", "1", "1", BORN, "1", "123456", "0")
        post(house, "/sms", text_form(f"SM{nth:032x}", BORN, caller))
        post(house, "/sms", text_form(f"SM{nth + 99:032x}", "0", caller))
        house.do(f"ALTER TABLE {table} DROP CONSTRAINT canary")
    sid = "CA" + "c" * 32
    post(house, "/voice", voice_form(sid, NUMBER), token="9" * 32)
    post(house, "/voice?s=broken", {**voice_form(sid, NUMBER), "Digits": BORN * 9})
    post(house, f"/sms/status?d={NUMBER}", {"MessageSid": "x", "MessageStatus": NUMBER})


def by_hand(house: House, sid: str, caller: str, *keys: str, target: str = "/voice") -> str:
    """Keys of a call, each sent where the last document asked; returns where the next would go."""
    for key in keys:
        _, document = post(house, target, {**voice_form(sid, caller), "Digits": key})
        action = re.search(r'action="http://[^/]+([^"#]+)', document)
        target = action[1].replace("&amp;", "&") if action else "/voice"
    return target


def worker_faults(house: House, watch: Watch) -> None:
    """A message that cannot be rendered ends the worker's round with a traceback; so does one nobody can send."""
    call = house.phone("+12127893499").call(house.settings.twilio_number)
    for key in ("1", "1", "2", "1", "1", "1"):
        call.press(key)
    house.do("ALTER TABLE outbox ADD CONSTRAINT canary CHECK (rendered IS NULL) NOT VALID")
    try:
        house.relay.round()
    except sa.exc.IntegrityError:
        traceback.print_exc(file=sys.stderr)
    else:
        pytest.fail("the worker met no fault")
    house.do("ALTER TABLE outbox DROP CONSTRAINT canary")
    watch.secrets.add("+12127893499")


def database_away(house: House, watch: Watch) -> None:
    """The same turns with nobody to ask: lost in the middle of a statement, and no database at all."""
    sid, caller = "CA" + "f" * 32, "+12127893498"
    watch.secrets.add(caller)
    target = by_hand(house, sid, caller, "", "1", "1", "2", "1", "1", "1", BORN, "1")
    house.relay.round()
    watch.secrets.add(code := house.phone(caller).newest_code())
    with _number_locked(house):
        killer = threading.Timer(0.3, lambda: _terminate(house))
        killer.start()
        by_hand(house, sid, caller, code, target=target)
        post(house, "/sms", text_form("SM" + "a" * 32, code, caller))
        killer.join()


@contextmanager
def _number_locked(house: House) -> Iterator[None]:
    engine = sa.create_engine(house.url)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("SELECT 1 FROM numbers FOR UPDATE")
        yield
    engine.dispose()


def _terminate(house: House) -> None:
    engine = sa.create_engine(house.url)
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        )
    engine.dispose()


def no_database(url: str, var: Path) -> None:
    """A line whose database was never there."""
    core = Core(Database("postgresql:///none?host=/nonexistent"), Keys(SECRET.encode()))
    with open_house(core, url, FAIRLINE_VAR=str(var)) as dead:
        for sid, keys in (("CA" + "1" * 32, ""), ("CA" + "2" * 32, BORN)):
            assert "<Say" in post(dead, "/voice", {**voice_form(sid, NUMBER), "Digits": keys})[1]
        assert "<Message" in post(dead, "/sms", text_form("SM" + "b" * 32, BORN, NUMBER))[1]


EVENTS: list[Callable[[House, Watch], None]] = [
    successes, refusals, the_worker_stops, faults, database_away, worker_faults,
]  # fmt: skip


# ── Where it is sought ──


def tables(house: House) -> dict[str, str]:
    """Every row of every table, what is sealed as the hex it is."""
    names = house.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {
        f"table {name}": "\n".join(str(row.line) for row in house.rows(f'SELECT t::text AS line FROM "{name}" t'))
        for (name,) in names
    }


def addresses(house: House) -> dict[str, str]:
    """Every address the provider was given, and what its seal says."""
    urls = [webhook.request.url for webhook in house.exchange.switch.webhooks.kept]
    urls += [text.status_callback or "" for text in house.exchange.switch.texts.all()]
    seals = [seal for url in urls for seal in parse_qs(urlsplit(url).query).get("s", [])]
    opened = [base64.urlsafe_b64decode(seal + "=" * (-len(seal) % 4))[16:].decode("latin1") for seal in seals]
    assert any('"s":' in seal for seal in opened)
    return {"an address": "\n".join(urls), "a seal": "\n".join(opened)}


def test_the_canary_is_nowhere(core: Core, url: str, server: EmbeddedServer, tmp_path: Path) -> None:
    """Through success, refusal, fault and outage: not in logs, streams, addresses, seals, files and tables."""
    with open_house(core, url, FAIRLINE_VAR=str(tmp_path)) as house:
        with watching(*CANARY) as watch:
            for event in EVENTS:
                event(house, watch)
            house.exchange.settle()
            no_database(url, tmp_path)
        places = tables(house) | addresses(house)
    places["the logs"] = "\n".join(watch.records)
    places["the streams"] = watch.printed.getvalue()
    places["files"] = "\n".join(file.read_text() for file in tmp_path.rglob("*") if file.is_file())
    places["the server's log"] = (server._folder / "log").read_text(errors="replace")
    assert len([code for code in watch.secrets if len(code) == 6]) >= 3
    for fault in ("IntegrityError at", "CheckViolation at", "Unavailable"):
        assert fault in places["the logs"] + places["the streams"], fault
    assert watch.finds(places) == set()


@pytest.mark.parametrize(
    "leak",
    [
        "2127893461", "+12127893461", "%2B12127893461", "call +1 212-789-3461", "2 1 2, 7 8 9, 3 4 6 1",
        "(212) 789-3461", "\\x32313237383933343631",
        '{"born":"10271961"}', "born 1961-10-27", "code 482913.", base64.b64encode(b"to=+12127893461").decode(),
        base64.b64encode(b'{"keys":"10271961"}').decode(), base64.b64encode(b"xx10271961").decode(),
    ],
)  # fmt: skip
def test_a_leak_is_found(leak: str) -> None:
    """However it is written."""
    watch = Watch(secrets={*CANARY, "482913"})
    assert watch.finds({"here": f"ERROR {leak} at"})


def test_chance_is_no_leak() -> None:
    """Fractions of a second and pieces of ids are not codes."""
    watch = Watch(secrets={*CANARY, "482913"})
    assert watch.finds({"here": "2026-11-22 04:15:32.482913+00 01a2482913bc-4829137"}) == set()
