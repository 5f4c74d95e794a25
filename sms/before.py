"""What is answered about the day itself: the check-in code, and what to bring."""

from __future__ import annotations

from booking_core import outcomes as o
from booking_core.lines import Line
from booking_core.outcomes import Outcome
from sms.asking import Text, call
from wording.languages import CATALOGUES
from wording.moments import in_zone


def check_in(met: Outcome, line: Line) -> list[Text]:
    """The code itself comes in a text of its own."""
    match met:
        case o.CodeSent():
            return [("check_in.coming", {})]
        case o.CheckInLater():
            return [("check_in.later", {})]
        case o.TooManyCodes(until):
            return [("codes_many", {"until": in_zone(until, line.offices[0].zone), **call(line)})]
        case _:
            return [("mine.none", call(line))]


def bring(booking: o.Booked, language: str, line: Line) -> Text:
    """What to bring to it; where nothing is known, the ID."""
    named = line.service(booking.offer.service).bring.get(language)
    return "bring", {"when": booking.offer.wall, "bring": named or CATALOGUES[language].texted("bring.id", {})}
