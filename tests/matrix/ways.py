"""How a caller comes to each step of the dialogue: what to do on the telephone, and how the world must stand for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import demo
from exchange.client import LiveCall
from ivr.script import Step
from tests.house import House

CODE, WAIT, CALL, ANSWER, HANG_UP = "code", "wait", "call again", "answer", "hang up"
BORN = "03041985"
OFTEN = 6
"""Calls of one number after which the doorstep of this line says that it calls very often."""


def travel() -> str:
    """A travel date in time for urgent travel, as it is keyed in."""
    return (datetime.now(ZoneInfo("America/Los_Angeles")) + timedelta(days=10)).strftime("%m%d%Y")


@dataclass(frozen=True, slots=True)
class Way:
    """What is done from the first menu on. An act that is a statement (`UPDATE …`) changes the world instead."""

    acts: tuple[str, ...]
    phone: str | None = None
    """A telephone of its own kind; None: a mobile nobody has called from yet."""


_NUMBER = "(SELECT id FROM numbers ORDER BY id DESC LIMIT 1)"
_LAPSED = f"UPDATE bookings SET live_until = now() - interval '1 second' WHERE number = {_NUMBER}"
_PROVE = f"UPDATE numbers SET lapses = ARRAY[now(), now(), now()] WHERE id = {_NUMBER}"
_STOPPED = f"UPDATE numbers SET opted_out_at = now() WHERE id = {_NUMBER}"
_MOVED = f"UPDATE bookings SET moves = 2 WHERE number = {_NUMBER}"
_CLOSED = (
    "INSERT INTO suspensions(id, office, from_at, reason, by) "
    "SELECT gen_random_uuid(), id, now(), 'flood', 'test' FROM offices WHERE name = 'Houston'"
)


def _asked(step: int, decision: str) -> str:
    """More is asked of this number than a code."""
    return (
        "INSERT INTO admissions(id, at, number, channel, service, office, decision, step, shown, why, until) "
        f"SELECT gen_random_uuid(), now(), {_NUMBER}, 'voice', s.id, o.id, '{decision}', {step}, 0, 'often', "
        "now() + interval '1 hour' FROM services s, offices o LIMIT 1"
    )


# The desk is staffed only on the way: else whoever presses 0 anywhere would wait in line.
_STAFFED = "UPDATE agent_states SET state = 'after', since = now() + interval '1 hour'"
_UNSTAFFED = "UPDATE agent_states SET state = 'off'"
_CHECKS = "UPDATE rules SET sold_checks_reference = 100"
_FULL, _ROOM = ("UPDATE rules SET queue_max = 0", "UPDATE rules SET queue_max = 100")

_SERVICE = ("1", "1")
_PARTY = (*_SERVICE, "2")
_OFFICE = (*_PARTY, "1")
_OFFERS = (*_OFFICE, "1")
_VISITOR = (*_OFFERS, "1")
_BACK = (*_VISITOR, BORN)
_CODE = (*_BACK, "1")
_BOOKED = (*_CODE, CODE)
_MINE = (*_BOOKED, "*")
_OFFER = (
    f"UPDATE bookings b SET next_slot = p.slot, next_places = ARRAY[p.id], next_until = now() + interval '1 hour' "
    f"FROM (SELECT id, slot FROM places WHERE booking IS NULL LIMIT 1) p WHERE b.number = {_NUMBER}",
    "INSERT INTO offers(id, waiting, number, booking, slot, code, made_at, until) "
    "SELECT gen_random_uuid(), w.id, w.number, b.id, b.next_slot, gen_random_uuid(), now(), b.next_until "
    f"FROM waiting w JOIN bookings b ON b.id = w.booking WHERE w.number = {_NUMBER}",
)
_RINGS = "UPDATE outbox SET not_before = now() WHERE kind = 'proof_call' AND state = 'waiting'"
_LANDLINE = ("1", "2", "2", "1", "1", "1", BORN, "1")

WAYS: dict[Step, Way] = {
    Step.WELCOME: Way(()),
    Step.PHONE: Way(("1",)),
    Step.RESUME: Way((*_VISITOR, HANG_UP, CALL, "1")),
    Step.SERVICE: Way(_SERVICE),
    Step.PARTY: Way(_PARTY),
    Step.TRAVEL: Way((*_SERVICE, "1")),
    Step.OFFICE: Way(_OFFICE),
    Step.OFFERS: Way(_OFFERS),
    Step.OTHER_TIMES: Way((*_OFFERS, "4")),
    Step.DAY: Way((*_OFFERS, "4", "3")),
    Step.PART: Way((*_OFFERS, "4", "3", "day")),
    Step.PROVE: Way((*_OFFERS, _PROVE, "1")),
    Step.PRESENCE: Way((*_OFFERS, _PROVE, "1", "1")),
    Step.VISITOR: Way(_VISITOR),
    Step.VISITOR_BACK: Way(_BACK),
    Step.CODE: Way(_CODE),
    Step.BOOKED: Way(_BOOKED),
    Step.LAPSED: Way((*_CODE, _LAPSED, CODE)),
    Step.LIMIT: Way((*_MINE, "3", *_OFFERS, "1")),
    Step.SUSPENDED: Way((*_OFFICE, "3", _CLOSED, "1")),
    Step.TOO_MANY: Way(("3", *("100000",) * 5)),
    Step.TEXTS_OFF: Way((*_OFFERS, _STOPPED, "1")),
    Step.NOT_ADMITTED: Way((*_OFFICE, _asked(3, "queue"), "1")),
    Step.OFTEN: Way((HANG_UP, CALL) * OFTEN),
    Step.CALLING_BACK: Way((*_OFFICE, _asked(2, "call_back"), "1")),
    Step.CALL_COMING: Way(_LANDLINE),
    Step.MINE_CODE: Way(("3",)),
    Step.MINE: Way(_MINE),
    Step.MOVE_SURE: Way((*_MINE, "1", "2", "1")),
    Step.MOVES_USED: Way((*_OFFERS, "4", "2", *_BACK[len(_OFFERS) :], "1", CODE, "*", "1", "1", _MOVED, "1")),
    Step.GIVE_UP: Way((*_MINE, "2")),
    Step.GIVEN_UP: Way((*_MINE, "2", "1")),
    Step.ON_LIST: Way((*_MINE, "4")),
    Step.OFF_LIST: Way((*_MINE, "4", "2")),
    Step.OFFERED: Way((*_MINE, "4", HANG_UP, *_OFFER, CALL, "3", CODE)),
    Step.REFUSED: Way((), "+19005550123"),
    Step.KEY_NUMBER: Way(("1", "3")),
    Step.NUMBER_BACK: Way(("1", "3", "2025550142#")),
    Step.OWN_PHONE: Way(("1", "3", "2025550142#", "1")),
    Step.CALLBACK: Way(("0",)),
    Step.OUTBOUND: Way((*_LANDLINE, HANG_UP, _RINGS, ANSWER)),
    Step.MESSAGE: Way((*_LANDLINE, HANG_UP, _RINGS, ANSWER, WAIT)),
    Step.CHECK: Way(("8",)),
    Step.CHECK_BORN: Way((_CHECKS, "8", "48217730")),
    Step.CHECKED: Way((_CHECKS, "8", "48217730", BORN)),
    Step.GOODBYE: Way(("0", WAIT)),
    Step.QUEUE_BACK: Way((_STAFFED, "0", "1", _UNSTAFFED)),
    Step.QUEUE_FULL: Way((_STAFFED, _FULL, "0", _ROOM, _UNSTAFFED)),
}

WITH_PEOPLE = (Step.QUEUE, Step.TALK, Step.TALKED, Step.AGENT_PRESENCE)
"""In the provider's queue, with an agent, and after: they need a second telephone, and tests/queue walks them."""


def walk(house: House, way: Way, number: str) -> LiveCall:
    """Go that way from a telephone; returns the call as it stands there."""
    phone = house.phone(way.phone or number)
    call = phone.call(demo.LINE)
    for act in way.acts:
        match act:
            case "code":
                call.press_code()
            case "wait":
                call.wait()
            case "hang up":
                call.hang_up()
                house.exchange.settle()
            case "call again":
                call = phone.call(demo.LINE)
            case "answer":
                call = phone.answer(20)
            case "day":
                call.press(_working_day())
            case statement if statement.startswith(("UPDATE", "INSERT")):
                assert house.do(statement) > 0
            case keys:
                call.press(keys)
    return call


def _working_day() -> str:
    day = datetime.now(ZoneInfo("America/Los_Angeles")).date() + timedelta(days=14)
    while day.isoweekday() > 5 or day in demo.holidays(day.year) | demo.holidays(day.year + 1):
        day += timedelta(days=1)
    return day.strftime("%m%d")
