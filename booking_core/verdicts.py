"""What look-ups say of a number: a row of `verdicts` for each package, laid down when an office is chosen.

Nothing is asked of anybody here, and nobody waits: a worker asks (`enquiries`). A row is `asked` until there is an
answer; `found`; `failed` (this package has no answer for this number: `reason` is the provider's code); or `skipped`
(look-ups are away, or used up: `reason` says which), and then the line judges offline (`offline_v1`) until a worker
heals it. Every row has its `reason` and, once answered, its `source`.

`found`, by package, are facts in JSON; one that is null or missing is not known. They stand until newer ones come,
whatever the row's state: a card that was changed on Monday was changed on Monday.

    line_type    {"line_type": admission.LineType, "carrier": words or null}; in `numbers.line_type` and `.carrier`, too
    sim_swap     {"swapped_at": ISO 8601 with zone, or null: never, as far as the carrier knows}; of a change that is
                 only known to lie within so many hours, the latest instant it can have been
    reassigned   {"reassigned": true or false or null: nobody knows}: since the number was last proven here
    pumping      {"score": 0 to 100, "blocked": true or false}
    line_status  {"active": true or false or null}
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core.tables import verdicts
from booking_core.transaction import Transaction

UNSEEN = timedelta(days=90)
"""A number that has not asked for places for so long may have another holder by now."""

SOUGHT = "sought"
"""Why a number was asked about: it asked for places."""

# One statement, and no network. What was asked before is asked again once its answer is too old; else only of numbers
# not seen for long. Whether a number has another holder is asked since its last proof: without one there is nothing to
# ask. A voucher is no telephone.
_STAGE = sa.text("""
INSERT INTO verdicts (id, number, package, state, reason, asked_at, not_before)
SELECT gen_random_uuid(), m.id, p.package, 'asked', :sought, :now, :now
  FROM numbers m CROSS JOIN unnest(cast(:packages AS text[])) p(package)
 WHERE m.id = :number AND m.kind = 'telephone' AND m.digits IS NOT NULL
   AND (m.seen_at IS NULL OR m.seen_at <= :unseen
        OR EXISTS (SELECT 1 FROM verdicts v WHERE v.number = m.id AND v.package = p.package))
   AND (p.package <> 'reassigned' OR EXISTS (SELECT 1 FROM bookings b WHERE b.number = m.id AND b.booked_at IS NOT NULL)
        OR EXISTS (SELECT 1 FROM proofs f WHERE f.number = m.id))
ON CONFLICT (number, package) DO UPDATE
   SET state = 'asked', reason = excluded.reason, asked_at = :now, not_before = :now, tries = 0, until = NULL
 WHERE verdicts.until <= :now""")

_SEEN = sa.text(
    "UPDATE numbers SET seen_at = :now WHERE id = :number AND coalesce(seen_at <= :now - interval '1 day', true)"
)


def stage(t: Transaction, number: UUID, now: datetime) -> None:
    """A number asks for places: what the policy wants known of it is laid down to be asked, and that it was seen."""
    about: dict[str, Any] = {"number": number, "now": now}
    packages = list(t.policy.look_ups.packages)
    if packages:
        t.connection.execute(_STAGE, about | {"packages": packages, "unseen": now - UNSEEN, "sought": SOUGHT})
    t.connection.execute(_SEEN, about)


def another_holder(number: sa.ColumnElement[UUID]) -> sa.ColumnElement[bool]:
    """Whether a look-up says that the number went to somebody else since it was last proven here.

    Nothing that is sent there by text says what was booked.
    """
    gone = verdicts.c.found["reassigned"].as_boolean()
    return sa.exists().where(verdicts.c.number == number, verdicts.c.package == "reassigned", gone)
