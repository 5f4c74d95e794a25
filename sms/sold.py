"""What is answered to whoever was sold an appointment: valid or not, and in any case that nobody may sell it."""

from __future__ import annotations

from booking_core import outcomes as o
from booking_core.lines import Line
from sms.asking import Text
from sms.turned_away import here


def sold(met: o.Checked | o.ChecksUsed, line: Line) -> list[Text]:
    """Each with how to report the seller, and a person."""
    match met:
        case o.Checked(valid):
            return [("check.valid" if valid else "check.not_valid", {})]
        case o.ChecksUsed(until):
            return [("check.used", {"until": here(until, line)})]
