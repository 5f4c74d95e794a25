"""Laws 1 and 2 at rest: owners and allowances as the database holds them when nobody asks any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.history.evidence import Breach, Evidence, Law
from tests.history.state import NEVER, State


def owners(evidence: Evidence) -> Iterator[Breach]:
    """No place has two live owners, and every place is its owner's, or will be free by the clock."""
    state = evidence.state
    owned = state.owned()
    places = {place.id: place for place in state.places}
    theirs = Counter(nth for _, nth in owned)
    for nth, many in theirs.items():
        if many > 1:
            yield Breach(Law.OVERSOLD, f"place {nth} has {many} live owners")
    for row, nth in owned:
        if places[nth].booking != row.id or places[nth].free_at <= state.now:
            yield Breach(Law.BOOKED, f"booking {row.id} is {row.status} but place {nth} is not its own")
    for place in state.places:
        if place.id not in theirs and place.free_at == NEVER:
            yield Breach(Law.FALSE_FULL, f"place {place.id} has no live owner and will never be free")


def limits(evidence: Evidence) -> Iterator[Breach]:
    """No number has more live bookings in a group than it is allowed, nor two unproven holds; no case has two."""
    state = evidence.state
    live = [row for row in state.bookings.values() if row.status in ("booked", "checked_in")]
    live += [row for row in state.bookings.values() if row.status == "held" and row.live_until > state.now]
    proven = Counter((row.number, row.limit_group) for row in live if row.allowance is not None)
    unproven = Counter(row.number for row in live if row.allowance is None and row.channel != "offer")
    for (number, group), many in proven.items():
        if many > state.allowed[group]:
            yield Breach(Law.LIMIT, f"number {number} has {many} live bookings, {state.allowed[group]} allowed")
    cases = Counter((row.limit_group, row.case_key) for row in live if row.allowance is not None and row.case_key)
    for (_, case), many in cases.items():
        if many > 1:
            yield Breach(Law.LIMIT, f"a case ({case.hex()[:8]}) has {many} live bookings")
    for number, many in unproven.items():
        if many > 1:
            yield Breach(Law.LIMIT, f"number {number} has {many} unproven holds")


def unsold(state: State) -> list[Breach]:
    """After a sale at which everybody who came wanted a place, none is left that the clock sets free."""
    owned = {nth for _, nth in state.owned()}
    return [
        Breach(Law.FALSE_FULL, f"place {place.id} is free by the clock, and nobody could have it")
        for place in state.places
        if place.id not in owned and place.free_at <= state.now
    ]
