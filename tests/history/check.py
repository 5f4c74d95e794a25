"""The checker: does what people were told agree with the laws of the line, and with what the database holds?

It stands outside the product and uses none of its functions. Its bounds are one-sided, so that it never cries wolf:
"too many" counts only what was certainly live, from a reply to the next question that could end it; "not really full"
counts all that was possibly there. What was not heard is neither done nor undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tests.history import fullness, occupancy, promises, rest, traces
from tests.history.evidence import Breach, Evidence, Law
from tests.history.log import Operation, Verdict, by_key
from tests.history.state import State

LAWS = (
    occupancy.oversold, fullness.false_full, occupancy.limit, rest.owners, rest.limits, promises.faults,
    promises.same_key, promises.booked, promises.refused, traces.codes, traces.nonces, traces.outbox, traces.audit,
)  # fmt: skip


def check(history: Sequence[Operation], state: State, others: Iterable[str] = ()) -> list[Breach]:
    """Every breach of laws 1 to 6 that this history and final state prove; empty: none.

    `others` are numbers that were on the line beside those of the history, at other slots.
    """
    evidence = Evidence(history, by_key(history), state, frozenset(others))
    return [breach for law in LAWS for breach in law(evidence)]


def void(history: Sequence[Operation], least: Mapping[Verdict, int]) -> list[Breach]:
    """A run in which too little happened proves nothing: `least` turns of each verdict must have occurred.

    An answer that was lost counts as unknown even if its key was asked again.
    """
    seen = Counter(turn.verdict for turn in by_key(history))
    seen[Verdict.UNKNOWN] = sum(each.verdict is Verdict.UNKNOWN for each in history)
    return [
        Breach(Law.VOID, f"{seen[verdict]} turns were {verdict}, at least {many} are needed")
        for verdict, many in least.items() if seen[verdict] < many
    ]  # fmt: skip


def told(breaches: Sequence[Breach]) -> str:
    """The breaches for a person: how many of each law, and the first of them."""
    first = {breach.law: breach.what for breach in reversed(breaches)}
    many = Counter(breach.law for breach in breaches)
    return "\n".join(f"{law}: {many[law]}, such as {what}" for law, what in first.items())
