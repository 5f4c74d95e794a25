"""The seal of a call of ours: it names the delivery that the call carries, and nothing else, until its call has one.

The provider asks for it when somebody picks up. Its key is derived, so that it never opens as the state of a call, nor
such a state as a delivery.
"""

from __future__ import annotations

import base64
import hmac
from datetime import datetime
from uuid import UUID

LIVES_S = 4 * 60 * 60
"""A call of ours and its retries are over long before."""

_MAC = 16
_BODY = 16 + 8


def seal_delivery(delivery: UUID, at: datetime, key: bytes) -> str:
    """The delivery as a URL parameter, good until LIVES_S after `at` (aware)."""
    body = delivery.bytes + int(at.timestamp()).to_bytes(8)
    return base64.urlsafe_b64encode(_mac(body, key) + body).decode().rstrip("=")


def unseal_delivery(sealed: str, at: datetime, keys: tuple[bytes, ...]) -> UUID | None:
    """The delivery that was sealed, or None: broken, of another kind, or dead. Never an error."""
    try:
        raw = base64.urlsafe_b64decode(sealed.encode("ascii") + b"=" * (-len(sealed) % 4))
    except ValueError:
        return None
    body = raw[_MAC:]
    if len(body) != _BODY or not any(hmac.compare_digest(raw[:_MAC], _mac(body, key)) for key in keys):
        return None
    age = at.timestamp() - int.from_bytes(body[16:])
    return UUID(bytes=body[:16]) if -60 <= age <= LIVES_S else None


def _mac(body: bytes, key: bytes) -> bytes:
    return hmac.digest(hmac.digest(key, b"delivery of a call of ours", "sha256"), body, "sha256")[:_MAC]
