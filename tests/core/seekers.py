"""People who ask for places, under a policy, for the tests of admission."""

from __future__ import annotations

import dataclasses

from booking_core import commands as c
from booking_core.actors import Caller, Texter
from booking_core.admission import Policy
from booking_core.core import Core
from booking_core.numbers import Number, check
from booking_core.outcomes import Outcome
from policy_file import load
from tests.core.stage import ANN, RENEWAL, Stage

SHIPPED = load()
"""The policy as it is shipped."""


def only(*names: str, mode: str = "enforce") -> Policy:
    """The shipped policy with these controls alone."""
    kept = [dataclasses.replace(each, mode=mode) for each in SHIPPED.controls if each.name in names]  # type: ignore[arg-type]
    assert {each.name for each in kept} == set(names)
    return dataclasses.replace(SHIPPED, controls=tuple(kept), line_type_mode="off")


def under(stage: Stage, policy: Policy = SHIPPED) -> Stage:
    """The stage with a policy."""
    core = Core(stage.core.database, stage.core.keys, policy=policy)
    return Stage(core, stage.line, stage.now, stage.turns)


def wish(stage: Stage) -> c.NextFree:
    """A renewal at the first office."""
    return c.NextFree(stage.line.offices[0].id, stage.line.services[RENEWAL].id, 1, stage.now)


def seek(stage: Stage, who: Caller | Texter) -> Outcome:
    """An office is chosen."""
    return stage.do(c.SeekPlace(who, wish(stage), "en"))


def call(stage: Stage, e164: str = ANN, stir: str | None = "A") -> Caller:
    """A new call with this attestation, from any number that is one."""
    found = check(e164, frozenset({"US", "GB"}))
    assert isinstance(found, Number), e164
    sid = f"CA{next(stage.turns):032x}"
    stage.do(c.StartCall(sid, stage.line.number, found, "en", stir))
    return Caller(sid)


def asks(stage: Stage, e164: str = ANN, stir: str | None = "A") -> Outcome:
    """A new call that asks for places."""
    return seek(stage, call(stage, e164, stir))


def proves(stage: Stage, who: Caller) -> None:
    """This call's number is proven, without a code of the number's budget."""
    stage.put("INSERT INTO proofs SELECT gen_random_uuid(), number, id, :now, :now + interval '4 hours' FROM calls "
              "WHERE sid = :sid", now=stage.now, sid=who.sid)  # fmt: skip


def kept(stage: Stage, e164: str = ANN) -> None:
    """This number has kept an appointment, a month ago."""
    stage.put(
        "INSERT INTO allowances(id, number, limit_group, nth) SELECT gen_random_uuid(), k.number, g.id, 9 "
        "FROM number_keys k, limit_groups g WHERE k.keyed_hash = ANY(:hashes) LIMIT 1",
        hashes=stage.core.keys.number_hashes(e164),
    )  # fmt: skip
    stage.put(
        "INSERT INTO bookings(id, number, slot, office, service, limit_group, status, party, places, allowance, "
        "live_until, cool_s, extended, channel, language, reference, held_at, booked_at, ended_at, ended_by, ended_why)"
        " SELECT gen_random_uuid(), a.number, s.id, s.office, s.service, a.limit_group, 'fulfilled', 1, '{1}', a.id, "
        ":day, 0, true, 'voice', 'en', right(a.id::text, 8), :made, :made, :day, 'clock', 'visited' "
        "FROM allowances a, slots s WHERE a.nth = 9 AND a.number = (SELECT number FROM number_keys "
        "WHERE keyed_hash = ANY(:hashes)) LIMIT 1",
        day=stage.now.replace(hour=0) , made=stage.now, hashes=stage.core.keys.number_hashes(e164),
    )  # fmt: skip
