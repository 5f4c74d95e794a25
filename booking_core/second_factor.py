"""The second factor: one-time passwords by time (RFC 6238), none taken twice."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Final

import pyotp

STEP_S: Final = 30
SLACK: Final = 1
"""Steps that a telephone's clock may be off, either way."""


def new() -> str:
    """A secret of 160 bits, in base32."""
    return pyotp.random_base32()


def address(secret: str, login: str, issuer: str) -> str:
    """What an authenticator reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def step_of(secret: str, digits: str, now: datetime, last: int | None) -> int | None:
    """Which time step these digits are of; None: of none about now, or of none after the one taken last."""
    present, one_time = int(now.timestamp()) // STEP_S, pyotp.TOTP(secret)
    for step in range(present - SLACK, present + SLACK + 1):
        right = hmac.compare_digest(one_time.at(step * STEP_S).encode(), digits.strip().encode())
        if right and (last is None or step > last):
            return step
    return None
