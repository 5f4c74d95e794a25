"""The words of the messages in the outbox."""

from __future__ import annotations

from booking_core.lines import Line
from booking_core.outbox import Delivery
from wording import moments
from wording.fields import Argument
from wording.languages import CATALOGUES


def words(delivery: Delivery, line: Line, *, two_way: bool) -> str:
    """The words of one message, the same for every attempt."""
    catalogue = CATALOGUES[delivery.language]
    zone = delivery.booking.offer.zone if delivery.booking is not None else line.offices[0].zone
    arguments: dict[str, Argument] = {
        "name": line.name,
        "number": line.twin or line.number,
        "until": moments.in_zone(delivery.not_after, zone),
    }
    if delivery.code is not None:
        arguments["code"] = delivery.code
    if delivery.passing is not None:
        arguments["nonce"] = delivery.passing
    if delivery.bulletin is not None:
        arguments["words"] = delivery.bulletin
    if delivery.booking is not None:
        booking = delivery.booking
        arguments |= {"when": booking.offer.wall, "office": delivery.office or ""}
        if booking.reference is not None:
            arguments["reference"] = booking.reference
        arguments["bring"] = delivery.bring or catalogue.texted("bring.id", {})
    discreet = f"{delivery.kind}.discreet"
    kind = discreet if delivery.discreet and discreet in catalogue.texts else delivery.kind
    return catalogue.texted(kind if two_way else f"{kind}.one_way", arguments)
