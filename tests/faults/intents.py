"""Messages laid into the outbox by the hundred, and what of them can be seen at the exchange's telephones."""

from __future__ import annotations

import base64
import itertools
import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.request import ProxyHandler, Request, build_opener
from uuid import UUID

import sqlalchemy as sa

from booking_core.core import Core
from booking_core.identifiers import security_code, uuid7
from booking_core.staging import CODES
from booking_core.tables import codes, numbers, outbox
from booking_core.transaction import Transaction
from tests.house import ACCOUNT, TOKEN

_numbers = itertools.count(2_000_000)
_opener = build_opener(ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Intent:
    """One message that somebody shall see."""

    id: UUID
    to: str


def intents(core: Core, many: int, lane: int, at: datetime) -> list[Intent]:
    """So many messages that are due at `at`, each to a number of its own: codes in their lane, else notices."""
    laid = [Intent(uuid7(), f"+1415{next(_numbers)}") for _ in range(many)]
    core.transact(lambda t: _lay(t, laid, lane, at))
    return laid


def _lay(t: Transaction, laid: list[Intent], lane: int, at: datetime) -> int:
    people = {each.id: uuid7() for each in laid}
    sent = {each.id: uuid7() if lane == CODES else None for each in laid}
    until = at + timedelta(hours=2)
    t.connection.execute(
        sa.insert(numbers),
        [{"id": people[each.id], "kind": "telephone", "region": "US", "line_kind": "mobile",
          "digits": t.keys.encrypt(each.to, "numbers.digits", people[each.id])} for each in laid],
    )  # fmt: skip
    made = [_code(t, people[each], code, at, until) for each, code in sent.items() if code is not None]
    if made:
        t.connection.execute(sa.insert(codes), made)
    t.connection.execute(
        sa.insert(outbox),
        [{"id": each.id, "kind": "presence" if sent[each.id] else "not_booked", "number": people[each.id],
          "code": sent[each.id], "language": "en", "lane": lane, "not_before": at, "not_after": until}
         for each in laid],
    )  # fmt: skip
    return len(laid)


def _code(t: Transaction, number: UUID, code: UUID, at: datetime, until: datetime) -> dict[str, object]:
    digits = security_code()
    return {"id": code, "number": number, "purpose": "presence", "mac": t.keys.code_mac("presence", digits, code),
            "sealed": t.keys.encrypt(digits, "codes.sealed", code), "made_at": at, "expires_at": until,
            "sent_at": [at]}  # fmt: skip


def copies(exchange_url: str) -> Counter[str]:
    """How many texts each telephone got, by number, as the provider's own list has them."""
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json?PageSize=1000"
    token = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    found: Counter[str] = Counter()
    while path:
        with _opener.open(Request(exchange_url + path, headers={"Authorization": f"Basic {token}"})) as answer:
            listed = json.load(answer)
        found.update(message["to"] for message in listed["messages"])
        path = listed["next_page_uri"] or ""
    return found
