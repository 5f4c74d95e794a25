"""What an operator has to mend: one row for each cause, counted until it is cleared."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from booking_core.tables import alerts
from booking_core.transaction import Transaction

MENDS = {
    "account": "The provider has suspended the account: settle it in its console; messages wait meanwhile.",
    "audit": "Changes wait for their seal: see the worker's log; a transaction that stays open holds it up, too.",
    "auth": "The provider refuses our token: set TWILIO_AUTH_TOKEN anew; messages wait meanwhile.",
    "cap": "A daily or queue limit of the provider is used up: raise it there, or set TEXTS_PER_DAY below it.",
    "content": "The provider does not take this text as it is: shorten or reword it in the catalogue.",
    "fault": "A message cannot be made or sent because of a fault of ours: its kind and place are in the worker's log.",
    "filtered": "Carriers filter our texts as spam: register the sender and the wording with the provider.",
    "flood": "More places are held in a minute than people can use: listen in, and if it is no run of honest callers, "
    "declare it (flood declare), and suspend new bookings if that is not enough.",
    "geo": "The provider may not reach this country: allow it under its geographic permissions, or leave it out of "
    "REGIONS.",
    "idle_holds": "Hardly any hold of the last minutes is proven or booked: somebody may be keeping places from "
    "others; if so, suspend new bookings.",
    "lapses": "Many numbers leave their holds to lapse: somebody may be keeping places from others; if so, suspend new "
    "bookings.",
    "pumping": "Codes are asked for and not used, in one country or block of numbers: no more go there for now, unless "
    "[budgets] only record; if those are honest callers, raise them in the policy.",
    "refusals": "Far more wishes are refused than in the hours before: look which and why before callers ask.",
    "insider": "An agent does much more of something than colleagues of the same role: look at the page of anomalies.",
    "line_checks": "Numbers are not looked up: the provider does not answer, or the budget of the day or month is used "
    "up; meanwhile who has proven nothing holds for half as long.",
    "look_ups": "An agent looked people up as often as an hour allows: ask what for; the audit has each reason.",
    "sender": "The provider does not let us send from TEXT_SENDER or TWILIO_NUMBER: correct them, or buy the number.",
    "spending": "The month nears its cap, SPEND_PER_MONTH: at 100 % offers and look-ups wait, codes never do.",
    "touch": "What is due for a booking before its day cannot be done, for a fault of ours: it is tried again.",
    "unregistered": "The sender is not registered for this country's carriers: register it with the provider.",
}
"""What is wrong → what to do about it, in one sentence."""


def alert(t: Transaction, what: str, detail: str) -> None:
    """Note a cause, or count it once more. `detail`: the provider's code or the like, nothing personal."""
    now = t.now()
    first = insert(alerts).values(what=what, detail=detail, first_at=now, last_at=now)
    t.connection.execute(
        first.on_conflict_do_update(
            index_elements=["what", "detail"],
            set_={"times": alerts.c.times + 1, "last_at": sa.func.greatest(alerts.c.last_at, now)},
        )
    )
