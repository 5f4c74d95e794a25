"""What is known about who asks, as one look at the database found it (`sql/seek_v1.sql`), for `admission.decide`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from booking_core.admission import LineType, Signals
from booking_core.numbers import LineKind
from booking_core.surprise import tail

Found = Mapping[str, Any]
"""What `seek_v1` answered: JSON."""

BY_PLAN: Final = {
    LineKind.MOBILE: LineType.MOBILE,
    LineKind.FIXED: LineType.LANDLINE,
    LineKind.VOIP: LineType.NON_FIXED_VOIP,
}
"""What the numbering plan says where nobody has looked; ranges that are both mobile and fixed say nothing."""

LEAST: Final = 3
"""Holds or calls before a share of them says anything."""

WINDOWS: Final = (1, 7, 28)
"""Days over which a block's newcomers are counted: a bank is found whether it comes at once or a few a day."""


def signals(found: Found, channel: str, block_a_day: float) -> Signals:
    """The signals of a number in this call or thread. `block_a_day`: the policy's."""
    hour, day, now_up, own = found["calls"]
    nothing, holds, short, calls = found["habits"]
    held_day, own_day = found["holds"]
    return Signals(
        channel, region=found["region"], line_type=_line_type(found), stir=found["stir"],
        attested=found["stir"] == "A", own=found["own"], kept=found["kept"], known_days=_days(found),
        calls_hour=hour, calls_day=day, calls_now=now_up, own_calls_day=own, texts_hour=found["texts"],
        holds_day=held_day, own_holds_day=own_day, unfinished=_share(nothing, holds), hang_ups=_share(short, calls),
        block_tail=block_tail(found, block_a_day), carrier_tail=_tail(found, "carrier"),
        region_tail=_tail(found, "region"), looked_up=not found["offline"], flood=found["flood"],
        **_looked_up(found),
    )  # fmt: skip


def _line_type(found: Found) -> LineType | None:
    """By a look-up, else by the numbering plan; a voucher is no telephone."""
    if found["kind"] != "telephone":
        return None
    if found["line_type"] is not None:
        return LineType(found["line_type"])
    return BY_PLAN.get(LineKind(found["line_kind"]), LineType.UNKNOWN)


def _days(found: Found) -> int:
    return 0 if found["first"] is None else max(0, (_instant(found["at"]) - _instant(found["first"])).days)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _share(part: int, whole: int) -> float | None:
    return None if whole < LEAST else part / whole


def block_tail(found: Found, block_a_day: float) -> float | None:
    """How surprising the newcomers of this number's block are, this one among them."""
    if found["block"] is None:
        return None
    asked, own, typical = found["block"]
    load = max(block_a_day, own or 0.0, typical or 0.0)
    return min(tail(1 + count, load * days) for count, days in zip(asked, WINDOWS, strict=True))


def _tail(found: Found, kind: str) -> float | None:
    """The same for a large group, by the clock's last count; this number may be in it already."""
    today, expected = (found["loads"] or {}).get(kind, (0, None))
    return None if expected is None or found["kept"] else tail(round(today), expected)


def _looked_up(found: Found) -> dict[str, Any]:
    """What look-ups found, by package; what they did not is not known."""
    facts = found["found"] or {}
    swapped = facts.get("sim_swap", {}).get("swapped_at")
    hours = None if swapped is None else (_instant(found["at"]) - _instant(swapped)).total_seconds() / 3600
    return {
        "sim_swap_hours": hours,
        "reassigned": facts.get("reassigned", {}).get("reassigned"),
        "in_service": facts.get("line_status", {}).get("active"),
        "pumping_risk": facts.get("pumping", {}).get("score"),
    }
