"""The seal of a call of ours: which delivery it carries. It rides in the address that the provider asks first."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime
from uuid import UUID

SEAL_LIVES_S = 4 * 60 * 60
"""Queue and delivery addresses are good for 4 h (house.md, 2)."""
_MAC = 16
_AT = 6
_DOMAIN = b"delivery"
"""Keeps these apart from the seals of calls under the same key: neither opens as the other."""


def seal_delivery(delivery: UUID, at: datetime, key: bytes) -> str:
    """The delivery as a URL parameter, good until SEAL_LIVES_S after `at`."""
    body = delivery.bytes + int(at.timestamp()).to_bytes(_AT)
    return base64.urlsafe_b64encode(_mac(body, key) + body).decode().rstrip("=")


def unseal_delivery(sealed: str, at: datetime, keys: tuple[bytes, ...]) -> UUID | None:
    """The delivery that was sealed, or None: broken, another kind of seal, or dead. Never an error."""
    try:
        raw = base64.urlsafe_b64decode(sealed.encode("ascii") + b"=" * (-len(sealed) % 4))
    except ValueError:
        return None
    mac, body = raw[:_MAC], raw[_MAC:]
    if len(body) != 16 + _AT or not any(hmac.compare_digest(mac, _mac(body, key)) for key in keys):
        return None
    age = at.timestamp() - int.from_bytes(body[16:])
    return UUID(bytes=body[:16]) if -60 <= age <= SEAL_LIVES_S else None


def _mac(body: bytes, key: bytes) -> bytes:
    return hmac.digest(key, _DOMAIN + body, "sha256")[:_MAC]
