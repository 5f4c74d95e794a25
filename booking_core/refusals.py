"""What the provider's refusals mean for us (its error dictionary, twilio.com/docs/api/errors).

Whatever stands in neither table did not reach the telephone, for a reason of the telephone's: unreachable (30003,
30005, 30008), no mobile (21614, 21635, 30006), no number at all (21211). There a call helps, or a person.
"""

from __future__ import annotations

OPTED_OUT = "21610"
"""The person wants no texts from us."""

UNKNOWN = "unknown"
"""Ours: two requests, and nobody knows whether either was carried out."""

OVER_BUDGET = "budget"
"""Ours: no more codes go to that region or block for now."""

_CAUSES = {
    "account": ("20005", "30002"),
    "auth": ("20003", "401", "403"),
    "cap": ("21611", "30001", "30022", "30023", "30027"),
    "content": ("21602", "21617"),
    "filtered": ("30004", "30007", "30038", "30039"),
    "geo": ("13227", "21215", "21408", "21612"),
    "sender": ("21210", "21212", "21603", "21606", "21659"),
    "unregistered": ("21608", "30032", "30034"),
}

CAUSES = {code: cause for cause, codes in _CAUSES.items() for code in codes}
"""The provider's code → what an operator has to mend (`alerts.MENDS`)."""
