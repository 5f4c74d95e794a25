"""What look-ups say of a number: a row of `verdicts` for each package, laid down when an office is chosen.

`sql/ask_verdicts_v1.sql` lays them down: nothing is asked of anybody there, and nobody waits: a worker asks
(`enquiries`). A row is `asked` until there is an answer; `found`; `failed` (this package has no answer for this number:
`reason` is the provider's code); or `skipped` (look-ups are away, or used up: `reason` says which), and then the line
judges offline (`offline_v1`) until a worker heals it. Every row has its `reason` and, once answered, its `source`.

`found`, by package, are facts in JSON; one that is null or missing is not known. They stand until newer ones come,
whatever the row's state: a card that was changed on Monday was changed on Monday.

    line_type    {"line_type": admission.LineType, "carrier": words or null}; in `numbers.line_type` and `.carrier`, too
    sim_swap     {"swapped_at": ISO 8601 with zone, or null: never, as far as the carrier knows}; of a change that is
                 only known to lie within so many hours, the latest instant it can have been
    reassigned   {"reassigned": true or false or null: nobody knows}: since the number was last proven here; once it is
                 proven anew, by the new holder then, admission reads it no more
    pumping      {"score": 0 to 100, "blocked": true or false}
    line_status  {"active": true or false or null}
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from booking_core.tables import numbers

SOUGHT = "sought"
"""Why a number was asked about: it asked for places."""


def another_holder(number: sa.ColumnElement[UUID], since: sa.ColumnElement[datetime]) -> sa.ColumnElement[bool]:
    """Whether what this number booked (or holds) `since` then was another holder's: a look-up said so later.

    Nothing that is sent there by text says what was booked. What the new holder books is its own, and told in full.
    The number's row says it: once the new holder has proven the number, the next look-up says that it is nobody else's.
    """
    return sa.exists().where(numbers.c.id == number, numbers.c.new_holder_at >= since)
