"""A call's state, and the seal it rides in: navigation only, nothing personal, dead after twenty minutes.

The state travels signed in the action URL of every document, so any web node serves any turn and a menu turn needs no
database. The signature binds it to its call: a seal of one call opens in no other.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from booking_core.commands import Send
from booking_core.lines import Line
from booking_core.outcomes import Offer
from ivr.choices import Errand
from ivr.script import AWAY, Step

SEAL_LIVES_S = 20 * 60
AWAY_LIVES_S = 4 * 60 * 60
"""Of a call that waits for a person, or talks with one: no call is longer."""
_MAC = 16

Known = Literal["known", "withheld", "refused"]


@dataclass(frozen=True, slots=True)
class Call:
    """Where a call is. Ids name rows; what a caller keyed in about a person is in those rows, never here."""

    step: Step
    started: datetime
    caller: Known = "known"
    language: str = "en"
    turns: int = 0
    misses: int = 0
    keys_only: bool = False
    """Speech was misheard at this step: keys from now on."""
    service: UUID | None = None
    party: int = 1
    office: UUID | None = None
    offers: tuple[Offer, ...] = ()
    day: date | None = None
    booking: UUID | None = None
    nth: int = 1
    more: int = 0
    """Birth dates still to come after the nth."""
    proven: bool = False
    send: Send = "text"
    """What may be texted to the phone that is booked for."""
    errand: Errand = "book"
    """What a number is keyed in for."""
    keyed: bool = False
    """The number was keyed in: only a call of ours can prove it."""
    outbound: bool = False
    """We called."""
    near: tuple[int, ...] = ()
    """Offices to choose from, as ordinals of the line's; empty: all."""
    mine: tuple[UUID, ...] = ()
    """Bookings the caller was told of; `offers` has their times."""
    moving: bool = False
    """The booking is looking for another time."""
    noted: bool = False
    """The call's row says what it was last told."""
    open: tuple[str, ...] = ()
    """What each of `mine` is open for (see `outcomes.Booked`), or only the one that is meant."""
    carries: str | None = None
    """What a call of ours is for: None, to prove the phone; else the kind of message it is."""
    paused: bool = False
    paused_s: int = 0
    """Seconds spent in pauses, in the queue and with an agent: they do not count against the call's time."""
    waiter: UUID | None = None
    """The waiter whose conference the call is in."""
    sealed: datetime | None = field(default=None, compare=False)
    """When this state was given out."""


# ── The seal ─────────────────────────────────────────────────────────────────────────────────────────


def seal(call: Call, sid: str, at: datetime, key: bytes) -> str:
    """The state as a URL parameter, good for call `sid` until SEAL_LIVES_S after `at`."""
    body = json.dumps(_plain(call) | {"i": int(at.timestamp())}, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_mac(body, sid, key) + body).decode().rstrip("=")


def unseal(sealed: str, sid: str, at: datetime, keys: tuple[bytes, ...], line: Line) -> Call | None:
    """The state that was sealed for this call, or None: broken, another call's, or dead. Never an error."""
    try:
        raw = base64.urlsafe_b64decode(sealed.encode("ascii") + b"=" * (-len(sealed) % 4))
        body = raw[_MAC:]
        if not any(hmac.compare_digest(raw[:_MAC], _mac(body, sid, key)) for key in keys):
            return None
        fields = json.loads(body)
        lives_s = AWAY_LIVES_S if fields["s"] in AWAY else SEAL_LIVES_S
        if not 0 <= at.timestamp() - fields["i"] + 60 <= lives_s + 60:
            return None
        return _call(fields, line)
    except (ValueError, KeyError, TypeError):
        return None


def _mac(body: bytes, sid: str, key: bytes) -> bytes:
    return hmac.digest(key, hashlib.sha256(sid.encode()).digest() + body, "sha256")[:_MAC]


def _plain(call: Call) -> dict[str, Any]:
    """Only what differs from a fresh call, under short names: the whole URL stays well under 2,000 characters."""
    fields: dict[str, Any] = {
        "s": call.step.value, "b": int(call.started.timestamp()), "c": call.caller, "l": call.language,
        "t": call.turns, "m": call.misses, "k": call.keys_only, "v": _id(call.service), "p": call.party,
        "o": _id(call.office), "f": [_time(offer, call) for offer in call.offers],
        "d": None if call.day is None else call.day.isoformat(), "h": _id(call.booking), "n": call.nth,
        "r": call.more, "q": call.proven, "x": call.send, "e": call.errand, "y": call.keyed, "u": call.outbound,
        "a": list(call.near), "w": [_id(booking) for booking in call.mine], "g": call.moving, "z": call.paused,
        "j": call.paused_s, "y1": call.noted, "y2": list(call.open) if any(call.open) else [], "y3": call.carries,
        "y4": _id(call.waiter),
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value not in (None, False, 0, [], "text", "book")}


def _id(value: UUID | None) -> str | None:
    return None if value is None else base64.urlsafe_b64encode(value.bytes).decode().rstrip("=")


def _uuid(value: str | None) -> UUID | None:
    return None if value is None else _known(value)


def _known(value: str) -> UUID:
    return UUID(bytes=base64.urlsafe_b64decode(value + "=="))


def _call(fields: dict[str, Any], line: Line) -> Call:
    service, office = _uuid(fields.get("v")), _uuid(fields.get("o"))
    day = fields.get("d")
    return Call(
        step=Step(fields["s"]), started=datetime.fromtimestamp(fields["b"], UTC), caller=fields["c"],
        language=fields["l"], turns=fields.get("t", 0), misses=fields.get("m", 0), keys_only=fields.get("k", False),
        service=service, party=fields.get("p", 1), office=office,
        offers=tuple(_offer(item, service, office, line) for item in fields.get("f", [])),
        day=None if day is None else date.fromisoformat(day), booking=_uuid(fields.get("h")),
        nth=fields.get("n", 1), more=fields.get("r", 0), proven=fields.get("q", False), send=fields.get("x", "text"),
        errand=fields.get("e", "book"), keyed=fields.get("y", False), outbound=fields.get("u", False),
        near=tuple(fields.get("a", [])), mine=tuple(_known(item) for item in fields.get("w", [])),
        moving=fields.get("g", False), paused=fields.get("z", False), paused_s=fields.get("j", 0),
        noted=fields.get("y1", False), open=tuple(fields.get("y2", [])), carries=fields.get("y3"),
        waiter=_uuid(fields.get("y4")), sealed=datetime.fromtimestamp(fields["i"], UTC),
    )  # fmt: skip


def _time(offer: Offer, call: Call) -> list[Any]:
    """A time; its office and service only where they are not the call's own."""
    here = [_id(offer.slot), int(offer.starts.timestamp())]
    same = offer.office == call.office and offer.service == call.service
    return here if same else [*here, _id(offer.office), _id(offer.service)]


def _offer(item: list[Any], service: UUID | None, office: UUID | None, line: Line) -> Offer:
    slot = _known(item[0])
    if len(item) > 2:
        office, service = _known(item[2]), _known(item[3])
    if service is None or office is None:
        raise ValueError("an offer names its service and office")
    zone = line.office(office).zone
    starts = datetime.fromtimestamp(item[1], UTC)
    return Offer(slot, office, service, starts.astimezone(ZoneInfo(zone)).replace(tzinfo=None), zone, starts)
