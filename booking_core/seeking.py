"""Whoever asks for places is judged first. What is decided is a row of `admissions`.

A step-up that stands is not judged away, nor made longer by asking again: it ends by its time, by what the caller
shows, or by a person who lifts it; and what was lifted does not come again before the lift ends.

`quick` asks the database twice and waits for no disk, for a lost row is only decided again; what stages something goes
through `seek`, in a transaction.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from booking_core import admission_calls, outcomes
from booking_core import commands as c
from booking_core.actors import Actor, Agent, Caller, Texter
from booking_core.admission import Decision, Policy, Ruling, Signals, decide
from booking_core.calls import enter
from booking_core.codes import prove
from booking_core.db import Database
from booking_core.identifiers import uuid7
from booking_core.keys import Keys
from booking_core.outcomes import NotAdmitted, Outcome, ProveFirst, Proven
from booking_core.signals import Found, signals
from booking_core.tables import ADMISSION_CALL
from booking_core.transaction import Transaction, person

_SEEK: Final = "SELECT seek_v1(%s, %s, %s, %s, %s, %s)"
_SEEK_AS: Final = "SELECT seek_v1(%s, %s, %s, %s, %s, %s, %s)"
_SOUGHT: Final = "SELECT sought_v1(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
_NO_DISK: Final = ", set_config('synchronous_commit', 'off', true)"


@dataclass(frozen=True, slots=True)
class Standing:
    """A step-up that holds for a number now."""

    decision: Decision
    why: str
    until: datetime
    control: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What is asked of who asks, what they have shown, and the row to be kept of it."""

    asks: Standing | None
    """None: nothing."""
    shows: Decision
    row: dict[str, Any]

    @property
    def next(self) -> Decision:
        """What they have to show before they go on; ADMIT: nothing."""
        return Decision.ADMIT if self.asks is None or self.asks.decision <= self.shows else self.asks.decision


def quick(
    database: Database, keys: Keys, policy: Policy, now: datetime | None, command: c.SeekPlace, key: UUID
) -> Outcome | None:
    """Admission in two round trips. None: `seek` has to do it, since more is to be written."""
    found = json.loads(database.call(_SEEK, _asks(keys, now, command.who, command.wish.service, command.line, key)))
    if "told" in found:
        return outcomes.read(found["told"])
    if found["number"] is None and isinstance(command.who, Texter):
        return None
    wish = command.wish
    judged = judge(found, policy, command.who.channel, wish.service, wish.office)
    if judged is not None and judged.next is Decision.CALL_BACK:
        return None
    told = None if judged is None else _told(judged, wish.office)
    return outcomes.read(database.call(_SOUGHT + _NO_DISK, _answers(key, now, policy, judged, told, wish)))


def seek(t: Transaction, command: c.SeekPlace) -> Outcome:
    """Admission, and the first times for who is admitted."""
    if isinstance(command.who, Texter):
        enter(t, command.who.number)
    judged = _judged(t, command.who, command.wish.service, command.wish.office, command.line)
    told: Outcome | None = None
    if judged is not None and judged.asks is not None and judged.next is Decision.CALL_BACK:
        whose = person(t, command.who, lock=False)
        assert whose is not None
        told = admission_calls.promise(t, command, whose, judged.asks.why, judged.asks.until)
    elif judged is not None:
        told = _told(judged, command.wish.office)
    return outcomes.read(_ask(t, _SOUGHT, _answers(None, t.pinned, t.policy, judged, told, command.wish)))


def prove_and_seek(t: Transaction, command: c.ProveAndSeek) -> Outcome:
    """A right presence code, and the wish, in one."""
    proven = prove(t, c.Prove(command.seek.who, command.digits))
    return seek(t, command.seek) if isinstance(proven, Proven) else proven


def of_move(t: Transaction, who: Actor, service: UUID, office: UUID, *, note: bool) -> NotAdmitted | None:
    """Why this person's booking is moved by an agent only, for now; None: they move it.

    A move is asked as much as a booking is, but for what the booking has shown already: the number is reached and
    proven. Hearing it, keeping it and giving it up are never asked more, and agents act for whom they talk with.
    `note`: a refusal is written down, and stands. Queries write nothing.
    """
    judged = None if isinstance(who, Agent) else _judged(t, who, service, office)
    if judged is None or judged.asks is None or judged.asks.decision <= Decision.CALL_BACK:
        return None
    if note:
        write_down(t, judged)
    return NotAdmitted(judged.asks.why, judged.asks.until, agents_may=True)


def write_down(t: Transaction, judged: Judged) -> None:
    """Keep the row of what was decided."""
    t.function("note_admission_v1", json.dumps(judged.row), t.pinned)


def _judged(
    t: Transaction, who: Caller | Texter, service: UUID, office: UUID, line: str | None = None
) -> Judged | None:
    return judge(look(t, _asks(t.keys, t.pinned, who, service, line)), t.policy, who.channel, service, office)


def look(t: Transaction, asked: tuple[Any, ...], *, own: bool = False) -> Found:
    """What is known of a number: key, now, call, keyed hashes, service and line, as `seek_v1` wants them.

    `own`: as if the call were certainly the number's own.
    """
    found: Found = json.loads(_ask(t, _SEEK_AS, (*asked, own)))
    return found


def _ask(t: Transaction, statement: str, parameters: tuple[Any, ...]) -> str:
    return str(t.connection.exec_driver_sql(statement, parameters).scalar_one())


def _asks(
    keys: Keys, now: datetime | None, who: Caller | Texter, service: UUID, line: str | None, key: UUID | None = None
) -> tuple[Any, ...]:
    if isinstance(who, Texter):
        return key, now, None, keys.number_hashes(who.number.e164), service, line
    return key, now, who.sid, None, service, None


def _answers(
    key: UUID | None,
    now: datetime | None,
    policy: Policy,
    judged: Judged | None,
    told: Outcome | None,
    wish: c.NextFree,
) -> tuple[Any, ...]:
    return (
        key, now, None if judged is None else json.dumps(judged.row), list(policy.look_ups.packages),
        None if told is None else outcomes.write(told), wish.office, wish.service, wish.after, wish.part, wish.party,
        wish.travel, wish.sid,
    )  # fmt: skip


def _told(judged: Judged, office: UUID) -> Outcome | None:
    """What is told in place of times; None: times."""
    if judged.asks is None or judged.next is Decision.ADMIT:
        return None
    if judged.next is Decision.PROVE:
        return ProveFirst(office)
    return NotAdmitted(judged.asks.why, judged.asks.until, agents_may=judged.next is not Decision.REFUSE)


def judge(found: Found, policy: Policy, channel: str, service: UUID, office: UUID) -> Judged | None:
    """What is asked of this number now: by a step-up that stands, or by today's ruling where that is stricter.

    None: withheld, so there is nobody to judge; before a hold such a caller keys a number in.
    """
    if found["number"] is None:
        return None
    known, rows = signals(found, channel, policy.block_a_day), found["standing"] or []
    lifted = frozenset(row["control"] for row in rows if row["lifted"])
    binding = (row for row in rows if row["control"] not in lifted and not (row["unvouched"] and known.own))
    stands = max(map(_standing, binding), key=_strictness, default=None)
    ruling = decide(known, policy, found["service"], lifted)
    asks = stands
    if (stands is None or ruling.decision > stands.decision) and ruling.why is not None and ruling.lasts is not None:
        asks = Standing(ruling.decision, ruling.why, datetime.fromisoformat(found["at"]) + ruling.lasts, ruling.control)
    shows = shown(found)
    row = _row(found, known, shows, asks, ruling, new=asks is not stands)
    row |= {"service": str(service), "office": str(office)}
    return Judged(asks, shows, row)


def _standing(row: Found) -> Standing:
    return Standing(Decision(row["step"]), row["why"], datetime.fromisoformat(row["until"]), row["control"])


def _strictness(standing: Standing) -> tuple[Decision, datetime]:
    return standing.decision, standing.until


def shown(found: Found) -> Decision:
    """What this call or thread has shown, on the ladder of decisions."""
    if not found["proven"]:
        return Decision.ADMIT
    return Decision.CALL_BACK if found["carries"] == ADMISSION_CALL else Decision.PROVE


def _row(
    found: Found, known: Signals, shows: Decision, asks: Standing | None, ruling: Ruling, *, new: bool
) -> dict[str, Any]:
    """The row of `admissions`. Only a new decision bears an end: asking again makes none longer."""
    decision = Decision.ADMIT if asks is None else asks.decision
    return {
        "id": str(uuid7()), "at": found["at"], "number": found["number"], "call": found["call"],
        "channel": known.channel, "region": known.region, "line_type": known.line_type, "carrier": found["carrier"],
        "attested": known.attested, "newcomer": not known.kept, "decision": decision.name.lower(),
        "step": int(decision), "shown": int(shows), "control": None if asks is None else asks.control,
        "why": None if asks is None else asks.why,
        "until": asks.until.isoformat() if new and asks is not None else None,
        "unvouched": new and ruling.unvouched,
        "fired": [[name, mode, then.name.lower()] for name, mode, then in ruling.fired],
    }  # fmt: skip
