"""Ids, keys of turns, codes and references."""

from __future__ import annotations

import hashlib
import secrets
import time
import uuid
from datetime import datetime

# Damm's quasigroup (H. M. Damm, 2004): catches every single wrong digit and every swap of neighbours, the two slips
# people make when they read eight digits over the telephone.
_DAMM = ("0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
         "3674209581", "5869720134", "8945362017", "9438617205", "2581436790")  # fmt: skip


def uuid7() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then chance, so new rows sit side by side."""
    value = time.time_ns() // 1_000_000 << 80 | secrets.randbits(76) & ~(0xF << 76)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def first_uuid7(at: datetime) -> uuid.UUID:
    """The least UUID of version 7 that is made at `at`: rows with smaller ids are older."""
    return uuid.UUID(int=int(at.timestamp() * 1000) << 80 | 0x7 << 76 | 0x2 << 62)


def answer_key(key: str) -> uuid.UUID:
    """The row key of a turn's key: 128 bits of its hash, narrow whatever a channel calls its turns."""
    return uuid.UUID(bytes=hashlib.sha256(key.encode()).digest()[:16])


def security_code() -> str:
    """Six digits, the first not 0 (900,000 codes), from the system's secure source (NIST SP 800-63B-4 §3.1.3.1)."""
    return str(100_000 + secrets.randbelow(900_000))


def nonce() -> str:
    """Four digits, the first not 0 (9,000): one answer to one question by text."""
    return str(1_000 + secrets.randbelow(9_000))


def _check_digit(digits: str) -> str:
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def reference() -> str:
    """Eight digits, the last a check digit. A reference finds a booking; it never authorises."""
    digits = f"{1_000_000 + secrets.randbelow(9_000_000)}"
    return digits + _check_digit(digits)


def is_reference(digits: str) -> bool:
    """Were these eight digits read or keyed without a slip?"""
    return len(digits) == 8 and digits.isascii() and digits.isdigit() and _check_digit(digits) == "0"


def voucher() -> str:
    """Ten digits, the first not 0 and the last a check digit (900,000,000): whoever has them holds a voucher."""
    digits = f"{100_000_000 + secrets.randbelow(900_000_000)}"
    return digits + _check_digit(digits)


def is_voucher(digits: str) -> bool:
    """Were these ten digits read or keyed without a slip?"""
    return len(digits) == 10 and digits.isascii() and digits.isdigit() and _check_digit(digits) == "0"
