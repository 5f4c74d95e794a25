"""The ledger of a run: who got which places, by the database, and how people fared, by it and by what they heard."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from attack_range.acting import Actor, Message, Tally
from attack_range.figures import Group, Stock
from attack_range.honest import Honest
from attack_range.world import REGIONS, World
from booking_core.admission import Policy
from booking_core.numbers import Number, check
from booking_core.refusals import OVER_BUDGET

_SOLD: Final = """
SELECT n.id, n.digits, sum(b.party) AS places FROM bookings b JOIN numbers n ON n.id = b.number
 WHERE b.status IN ('booked', 'checked_in', 'fulfilled') GROUP BY n.id, n.digits
"""
_SOLD_AGAIN: Final = """
SELECT n.id, n.digits, sum(b.party) AS places FROM bookings b JOIN numbers n ON n.id = b.number
 WHERE b.status IN ('booked', 'checked_in', 'fulfilled') AND EXISTS (
   SELECT 1 FROM bookings g WHERE g.slot = b.slot AND g.status = 'cancelled' AND g.held_at < b.held_at)
 GROUP BY n.id, n.digits
"""
_STEPPED: Final = """
SELECT DISTINCT n.id, n.digits, a.decision FROM admissions a JOIN numbers n ON n.id = a.number WHERE a.step > 0
"""
_DECIDED: Final = "SELECT decision, count(*) AS many FROM admissions GROUP BY decision"
_ON_SALE: Final = "SELECT count(*) FROM places WHERE open_from <= :now"
_ALARMED: Final = """
SELECT (SELECT min(done_at) FROM outbox WHERE error = :over) AS over,
       (SELECT min(first_at) FROM alerts WHERE what = 'pumping') AS told
"""
_PROVEN: Final = "SELECT n.id, n.digits, min(p.at) AS at FROM proofs p JOIN numbers n ON n.id = p.number GROUP BY n.id"
ASKS: Final = {"prove": "prove", "call_back": "call", "queue": "person", "refuse": "person"}
"""Decision of an admission → what it asks of whoever called."""


def sold(world: World, query: str = _SOLD) -> Counter[str]:
    """Number (E.164, or a voucher's row) → places that are its own at the end."""
    return Counter({_digits(world, row.id, row.digits): row.places for row in world.rows(query)})


def _digits(world: World, number: UUID, digits: bytes | None) -> str:
    return str(number) if digits is None else world.core.keys.decrypt(digits, "numbers.digits", number)


def stock(world: World, owned: Iterable[str], handed_on: int, *, resold: bool = False) -> Stock:
    """How the places went. `owned`: the attacker's numbers; `handed_on`: places it got for nobody's number.

    `resold`: of its places only those count whose time somebody had given up before.
    """
    places, on_sale = sold(world), world.one(_ON_SALE, now=world.now)
    assert isinstance(on_sale, int)
    its = sold(world, _SOLD_AGAIN) if resold else places
    return Stock(on_sale, places.total(), sum(its[number] for number in set(owned)) + handed_on)


def admissions(world: World) -> dict[str, int]:
    """Decision → how often it was taken, of anybody."""
    return {row.decision: row.many for row in world.rows(_DECIDED)}


def groups(world: World, honest: Sequence[Honest], actors: Sequence[Actor]) -> dict[str, Group]:
    """How each group fared. `actors` are those of `honest`, in the same order."""
    asked: dict[str, set[str]] = defaultdict(set)
    for row in world.rows(_STEPPED):
        asked[_digits(world, row.id, row.digits)].add(ASKS[row.decision])
    found: dict[str, Group] = {}
    for each, actor in zip(honest, actors, strict=True):
        one = _one(each, actor, asked[each.person.number])
        found[each.person.group] = found.get(each.person.group, Group()) + one
    return found


def _one(each: Honest, actor: Actor, asked: set[str]) -> Group:
    called = actor.tally.calls + actor.tally.texts_sent > 0
    more = (each.asked_more | (asked if called else set())) - each.person.ordinary
    served, gave_up = each.end == "served", each.end == "gave_up" or not called
    in_hand = each.in_hand and not (served or gave_up)
    return Group(
        people=1, served=int(served), in_hand=int(in_hand), refused=int(not (served or gave_up or in_hand)),
        gave_up=int(gave_up), stepped_up=int(bool(more)), minutes=actor.tally.call_seconds / 60,
        turned_away=each.turned_away,
    )  # fmt: skip


def spent(actors: Iterable[Actor]) -> Tally:
    """What all these have used together."""
    total = Tally()
    for actor in actors:
        for each in fields(Tally):
            setattr(total, each.name, getattr(total, each.name) + getattr(actor.tally, each.name))
    return total


def pump_budget(policy: Policy, owned: Iterable[str]) -> int:
    """Codes that may lie unused in a day at these numbers, by the budgets of their regions and blocks."""
    checked = [number for each in owned if isinstance(number := check(each, REGIONS), Number)]
    if policy.budgets is None:
        return len(checked)
    most = 0
    for region in {number.region for number in checked}:
        blocks = {number.e164[:-4] for number in checked if number.region == region}
        most += min(policy.budgets.of("region", region).day, len(blocks) * policy.budgets.block.day)
    return most


def unused(world: World, texts: Iterable[Message]) -> int:
    """Of these texts the ones to numbers that had proven nothing, without the code each then proved itself with."""
    proven = {_digits(world, row.id, row.digits): row.at for row in world.rows(_PROVEN)}
    before = [text for text in texts if text.number not in proven or text.at <= proven[text.number]]
    return len(before) - len({text.number for text in before} & set(proven))


def alarm_seconds(world: World) -> float | None:
    """From the first code that was over its budget until staff were told; None: none was over."""
    (row,) = world.rows(_ALARMED, over=OVER_BUDGET)
    if row.over is None:
        return None
    return float("inf") if row.told is None else float((row.told - row.over).total_seconds())


def most_within(texts: Sequence[Message], period: timedelta) -> int:
    """The most texts of one telephone within any such period."""
    at: list[datetime] = sorted(text.at for text in texts)
    return max((sum(start <= other < start + period for other in at) for start in at), default=0)
