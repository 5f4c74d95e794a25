"""A call's state, and the seal it rides in: navigation only, nothing personal, dead after twenty minutes.

The state travels signed in the action URL of every document, so any web node serves any turn and a menu turn needs no
database. The signature binds it to its call: a seal of one call opens in no other.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from booking_core.lines import Line
from booking_core.outcomes import (
    Booked,
    Held,
    LimitReached,
    NoneFree,
    NumberRefused,
    Offer,
    Offers,
    Outcome,
    PlaceGone,
    ProofNeeded,
    Proven,
    VisitorNoted,
    VisitorsMissing,
)
from ivr import choices
from ivr.choices import Choice, Misheard
from ivr.script import Step

SEAL_LIVES_S = 20 * 60
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


def remember(call: Call, met: Outcome | Choice) -> Call:  # one match, an arm a fact
    """The state after `met`: what later steps need to know of it."""
    match met:
        case choices.ServiceChosen(service) | choices.ServiceForParty(service) | choices.ServiceForTravel(service):
            return dataclasses.replace(call, service=service, party=1, office=None, offers=(), day=None)
        case choices.PartyChosen(party) | choices.PartyForTravel(party):
            return dataclasses.replace(call, party=party)
        case choices.DayChosen(day):
            return dataclasses.replace(call, day=day)
        case choices.NextVisitor():
            return dataclasses.replace(call, nth=call.nth + 1)
        case choices.StartOver():
            return Call(call.step, call.started, call.caller, call.language, call.turns, proven=call.proven)
        case Offers(offers):
            return dataclasses.replace(call, offers=offers, office=offers[0].office)
        case PlaceGone(offers):
            return dataclasses.replace(call, offers=offers, office=offers[0].office, service=offers[0].service)
        case NoneFree(office):
            return dataclasses.replace(call, office=office, offers=())
        case Held(booking=booking, party=party, offer=offer, proven=proven):
            return dataclasses.replace(
                call, booking=booking, party=party, offers=(offer,), nth=1, more=party - 1,
                service=offer.service, office=offer.office, proven=call.proven or proven,
            )  # fmt: skip
        case VisitorNoted(nth=nth, more=more):
            return dataclasses.replace(call, nth=nth, more=more)
        case VisitorsMissing(booking=booking, missing=missing, party=party):
            return dataclasses.replace(
                call, booking=booking, nth=missing[0], more=len(missing) - 1, party=party, proven=True
            )
        case Proven() | Booked() | LimitReached():
            return dataclasses.replace(call, proven=True)
        case ProofNeeded():
            return dataclasses.replace(call, proven=False)
        case _:
            return call


MISSED = (Misheard, choices.DateImpossible, NumberRefused)
"""What was said or keyed and cannot be used; the third in a row at one step leads to a person."""


def moved(call: Call, met: Outcome | Choice, step: Step) -> Call:
    """The state at `step`, after `met`: misses count only while the caller stays where they were missed."""
    missed = isinstance(met, MISSED)
    after = remember(call, met)
    return dataclasses.replace(
        after,
        step=step,
        turns=call.turns + (0 if missed else 1),
        misses=call.misses + 1 if missed and step is call.step else 0,
        keys_only=step is call.step and (call.keys_only or (isinstance(met, Misheard) and met.spoken)),
    )


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
        if not 0 <= at.timestamp() - fields["i"] + 60 <= SEAL_LIVES_S + 60:
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
        "o": _id(call.office), "f": [[_id(offer.slot), int(offer.starts.timestamp())] for offer in call.offers],
        "d": None if call.day is None else call.day.isoformat(), "h": _id(call.booking), "n": call.nth,
        "r": call.more, "q": call.proven,
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value not in (None, False, 0, [])}


def _id(value: UUID | None) -> str | None:
    return None if value is None else base64.urlsafe_b64encode(value.bytes).decode().rstrip("=")


def _uuid(value: str | None) -> UUID | None:
    return None if value is None else UUID(bytes=base64.urlsafe_b64decode(value + "=="))


def _call(fields: dict[str, Any], line: Line) -> Call:
    service, office = _uuid(fields.get("v")), _uuid(fields.get("o"))
    day = fields.get("d")
    return Call(
        step=Step(fields["s"]), started=datetime.fromtimestamp(fields["b"], UTC), caller=fields["c"],
        language=fields["l"], turns=fields.get("t", 0), misses=fields.get("m", 0), keys_only=fields.get("k", False),
        service=service, party=fields.get("p", 1), office=office,
        offers=tuple(_offer(item, service, office, line) for item in fields.get("f", [])),
        day=None if day is None else date.fromisoformat(day), booking=_uuid(fields.get("h")),
        nth=fields.get("n", 1), more=fields.get("r", 0), proven=fields.get("q", False),
    )  # fmt: skip


def _offer(item: tuple[str, int], service: UUID | None, office: UUID | None, line: Line) -> Offer:
    slot = _uuid(item[0])
    if slot is None or service is None or office is None:
        raise ValueError("an offer names its slot, service and office")
    zone = line.office(office).zone
    starts = datetime.fromtimestamp(item[1], UTC)
    return Offer(slot, office, service, starts.astimezone(ZoneInfo(zone)).replace(tzinfo=None), zone, starts)
