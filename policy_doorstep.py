"""What the file of admission says of the doorstep, checked."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from booking_core.admission import Mode
from booking_core.doorstep import Doorstep, Limit
from policy_table import Table


class LimitTable(Table):
    """So many in so many minutes."""

    most: Annotated[int, Field(ge=1, le=10_000)]
    minutes: Annotated[int, Field(ge=1, le=24 * 60)]

    def limit(self) -> Limit:
        """As the core reads it."""
        return Limit(self.most, timedelta(minutes=self.minutes))


class DoorstepTable(Table):
    """`[doorstep]`."""

    mode: Mode = "enforce"
    calls: tuple[LimitTable, ...] = ()
    block_calls: tuple[LimitTable, ...] = ()
    texts: tuple[LimitTable, ...] = ()
    strangers_texts: tuple[LimitTable, ...] = ()
    hang_ups: LimitTable | None = None
    calls_now: Annotated[int, Field(ge=1, le=100_000)] | None = None

    def rules(self) -> Doorstep | None:
        """As the core reads it; None: it is off."""
        if self.mode == "off":
            return None
        calls, block_calls, texts, strangers = (
            tuple(each.limit() for each in limits)
            for limits in (self.calls, self.block_calls, self.texts, self.strangers_texts)
        )
        hang_ups = None if self.hang_ups is None else self.hang_ups.limit()
        return Doorstep(calls, block_calls, texts, strangers, hang_ups, self.calls_now, recorded=self.mode == "record")
