"""Budgets of codes, by region and by block of numbers: against pumping, where codes are asked for and nobody uses them.

They are counted where messages leave, and nowhere else, by one worker at a time: what is over budget never leaves. The
same transaction writes a row of `stops`, which whoever is about to promise a code reads without a lock, and tells
operators. A code that is used is counted back, so a rush of honest callers stops nobody for longer than a clock's tick.
Where budgets only record, what is over leaves after all, and is counted apart: those after it find as much room as if
it had ended.

Numbers that were proven here before are neither counted nor stopped: what strangers do is not their fault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core.alerts import alert
from booking_core.limits import Budgets, History
from booking_core.refusals import OVER_BUDGET
from booking_core.tables import ADMISSION_CALL, PROOF_CALL, numbers, outbox, proofs, stops, tallies
from booking_core.transaction import Transaction

Key = tuple[str, str]
"""Scope and key: ("region", "US"), ("block", hex digits of its keyed hash)."""

CODES: Final = frozenset({"code", "presence", "presence_thread", "presence_desk", PROOF_CALL})
"""Kinds of messages that carry a code to who may have proven nothing."""

COUNTED: Final = CODES | {ADMISSION_CALL}
"""A call back was promised when there was room: it is counted, and never taken back."""

# Since when is read: 14 whole days and today.
_HISTORY: Final = sa.text("""
WITH hours AS (
  SELECT scope, key, hour, used, greatest(sent - used, 0) AS unused FROM tallies
   WHERE what = 'code' AND hour > :now - interval '15 days'
     AND (scope, key) IN (SELECT * FROM unnest(cast(:scopes AS text[]), cast(:keys AS text[])))),
days AS (
  SELECT scope, key, sum(used) AS used FROM hours WHERE hour < date_trunc('day', cast(:now AS timestamptz), 'UTC')
   GROUP BY scope, key, date_trunc('day', hour, 'UTC'))
SELECT scope, key,
       coalesce(sum(unused) FILTER (WHERE hour > :now - interval '24 hours'), 0) AS open_day,
       coalesce(sum(unused) FILTER (WHERE hour = :hour), 0) AS open_hour,
       coalesce(sum(used) FILTER (WHERE hour > :now - interval '24 hours'), 0) AS used_day,
       coalesce(sum(used) FILTER (WHERE hour >= :hour - interval '1 hour'), 0) AS used_hour,
       coalesce((SELECT max(d.used) FROM days d WHERE d.scope = h.scope AND d.key = h.key), 0) AS best_day,
       min(hour) FILTER (WHERE unused > 0 AND hour > :now - interval '24 hours') AS oldest
  FROM hours h GROUP BY scope, key""")

# By the hour in which the message left, as it was counted: what went to a number that was proven before is not. Codes
# are kept for a day: what is erased was counted.
_USED: Final = sa.text("""
WITH spent AS (
  SELECT m.region, encode(m.block, 'hex') AS block, date_trunc('hour', o.begun_at, 'UTC') AS hour,
         CASE WHEN o.over_budget THEN 'over' ELSE 'code' END AS what
    FROM codes k JOIN outbox o ON o.code = k.id JOIN numbers m ON m.id = k.number
   WHERE k.expires_at > :now - interval '25 hours' AND k.used_at IS NOT NULL AND o.kind = ANY(:codes)
     AND NOT EXISTS (SELECT 1 FROM proofs b WHERE b.number = m.id AND b.at < o.begun_at)
  UNION ALL
  SELECT m.region, encode(m.block, 'hex'), date_trunc('hour', o.begun_at, 'UTC'), 'code'
    FROM proofs p JOIN calls c ON c.id = p.call JOIN outbox o ON o.id = c.delivery JOIN numbers m ON m.id = o.number
   WHERE p.at > :now - interval '25 hours' AND o.kind = :call
     AND NOT EXISTS (SELECT 1 FROM proofs b WHERE b.number = m.id AND b.at < o.begun_at)),
counted AS (
  SELECT what, 'region' AS scope, region AS key, hour, count(*) AS used FROM spent GROUP BY what, region, hour
  UNION ALL SELECT what, 'block', block, hour, count(*) FROM spent GROUP BY what, block, hour)
UPDATE tallies t SET used = least(c.used, t.sent) FROM counted c
 WHERE t.what = c.what AND t.scope = c.scope AND t.key = c.key AND t.hour = c.hour AND t.used < least(c.used, t.sent)
""")


def lock(t: Transaction) -> None:
    """One worker at a time, and before it takes any pace: whoever counts, and whoever counts back."""
    if t.policy.budgets is not None:
        t.connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('fairline budgets'))")


def within(
    t: Transaction, rows: Sequence[sa.Row[Any]], now: datetime
) -> tuple[list[sa.Row[Any]], Mapping[UUID, tuple[Key, ...]]]:
    """Of messages that are due those that may leave, and what each is charged to; the others end here.

    A message that was tried before was charged then, and one that leaves over budget was counted when that was seen.
    """
    first = [row for row in rows if row.kind in COUNTED and row.attempts == 0 and not row.over_budget]
    budgets = t.policy.budgets
    if budgets is None or not first:
        return list(rows), {}
    whose = _strangers(t, {row.number for row in first})
    charged = {row.id: whose[row.number] for row in first if row.number in whose}
    keys = set().union(*charged.values())
    over = _over(first, charged, _left(t, budgets, keys, now))
    if over:
        count_used(t, now)  # what was used in the last seconds counts before anybody is stopped
        over = _over(first, charged, _left(t, budgets, keys, now))
        if budgets.recorded:
            _record(t, over, charged, now)
            return list(rows), {row: whom for row, whom in charged.items() if row not in over}
        _stop(t, budgets, over.values(), now)
        _end(t, over, now)
    return [row for row in rows if row.id not in over], charged


def _strangers(t: Transaction, asked: Collection[UUID]) -> dict[UUID, tuple[Key, ...]]:
    """Numbers that were never proven here, each with its region and block."""
    proven = sa.exists().where(proofs.c.number == numbers.c.id)
    block = sa.func.encode(numbers.c.block, "hex")
    rows = t.connection.execute(
        sa.select(numbers.c.id, numbers.c.region, block.label("block")).where(numbers.c.id.in_(asked), ~proven)
    )
    return {row.id: (("region", row.region), ("block", row.block)) for row in rows if row.block is not None}


def _over(
    rows: Iterable[sa.Row[Any]], charged: Mapping[UUID, tuple[Key, ...]], left: dict[Key, int]
) -> dict[UUID, Key]:
    """The codes for which nothing is left, each with what has nothing left."""
    over: dict[UUID, Key] = {}
    for row in rows:
        keys = charged.get(row.id, ())
        none = next((key for key in keys if left[key] < 1), None)
        if none is not None and row.kind in CODES:
            over[row.id] = none
            continue
        for key in keys:
            left[key] -= 1
    return over


def _left(t: Transaction, budgets: Budgets, keys: Collection[Key], now: datetime) -> dict[Key, int]:
    left = {key: min(*_room(budgets, key, History())) for key in keys}
    for row in _histories(t, keys, now):
        key = row.scope, row.key
        left[key] = min(*_room(budgets, key, _history(row)))
    return left


def _room(budgets: Budgets, key: Key, past: History) -> tuple[int, int]:
    budget = budgets.of(*key)
    return budget.left_of_day(past), budget.left_of_hour(past)


def _history(row: sa.Row[Any]) -> History:
    return History(**{each.name: int(getattr(row, each.name)) for each in fields(History)})


def _histories(t: Transaction, keys: Collection[Key], now: datetime) -> Sequence[sa.Row[Any]]:
    about = {"scopes": [scope for scope, _ in keys], "keys": [key for _, key in keys]}
    return t.connection.execute(_HISTORY, about | {"now": now, "hour": _hour(now)}).all()


def _stop(t: Transaction, budgets: Budgets, keys: Iterable[Key], now: datetime) -> None:
    """To the next hour, or where it is the day that is used up until its oldest hour is a day ago."""
    empty = set(keys)
    for row in _histories(t, empty, now):
        key = row.scope, row.key
        of_day, _ = _room(budgets, key, _history(row))
        until = row.oldest + timedelta(days=1) if of_day < 1 and row.oldest is not None else _hour(now) + _AN_HOUR
        empty.discard(key)
        _note_stop(t, key, until)
    for key in empty:  # a budget of nothing at all
        _note_stop(t, key, _hour(now) + _AN_HOUR)


_AN_HOUR: Final = timedelta(hours=1)


def _note_stop(t: Transaction, key: Key, until: datetime) -> None:
    scope, name = key
    row = insert(stops).values(scope=scope, key=name, until=until)
    t.connection.execute(row.on_conflict_do_update(index_elements=["scope", "key"], set_={"until": until}))
    _alert(t, key)


def _alert(t: Transaction, key: Key) -> None:
    scope, name = key
    alert(t, "pumping", name if scope == "region" else scope)


def _record(t: Transaction, over: Mapping[UUID, Key], charged: Mapping[UUID, tuple[Key, ...]], now: datetime) -> None:
    """Note what would have ended here."""
    t.connection.execute(sa.update(outbox).where(outbox.c.id.in_(over)).values(over_budget=True))
    charge(t, [key for row in over for key in charged[row]], now, "over")
    for key in set(over.values()):
        _alert(t, key)


def _end(t: Transaction, over: Collection[UUID], now: datetime) -> None:
    """Whoever is still on the line hears that no text comes, by `LookForCode`; nobody is called instead."""
    t.connection.execute(
        sa.update(outbox)
        .where(outbox.c.id.in_(over))
        .values(state="refused", error=OVER_BUDGET, lease_until=None, done_at=now)
    )


def charge(t: Transaction, keys: Iterable[Key], now: datetime, what: str = "code") -> None:
    """Count what leaves now, once for each of these."""
    many: dict[Key, int] = {}
    for key in keys:
        many[key] = many.get(key, 0) + 1
    rows = [{"what": what, "scope": scope, "key": key, "hour": _hour(now), "sent": sent}
            for (scope, key), sent in sorted(many.items())]  # fmt: skip
    if rows:
        row = insert(tallies).values(rows)
        more = {"sent": tallies.c.sent + row.excluded.sent}
        t.connection.execute(row.on_conflict_do_update(index_elements=["what", "scope", "key", "hour"], set_=more))


def count_used(t: Transaction, now: datetime) -> None:
    """Count back what was used."""
    t.connection.execute(_USED, {"now": now, "codes": sorted(CODES), "call": ADMISSION_CALL})


def settle(t: Transaction, most: int) -> int:
    """Count what was used, and lift the stops that have room again. A job of the clock."""
    budgets = t.policy.budgets
    if budgets is None or budgets.recorded:
        t.connection.execute(sa.delete(stops))  # another policy laid them
    if budgets is None:
        return 0
    lock(t)
    now = t.now()
    count_used(t, now)
    standing = [(row.scope, row.key) for row in t.connection.execute(sa.select(stops).limit(most))]
    for key, left in _left(t, budgets, standing, now).items():
        if left > 0:
            t.connection.execute(sa.delete(stops).where(stops.c.scope == key[0], stops.c.key == key[1]))
    return 0


def _hour(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
