"""What a seal of the audit is: digests of rows, a root over them and over all seals before, and a signature.

No secret is in a digest: whoever has the rows can compute every root anew, with the few lines below or their own. The
signature says which key sealed them. A published head names the last root, and through it every row before.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy.engine import Row

FIRST = bytes(32)
"""The root before the first batch."""

_INSTANT = "%Y%m%dT%H%M%S.%fZ"


def leaf(row: Row[Any]) -> bytes:
    """The digest of one row of the audit: of its fields as compact JSON, instants in UTC to the microsecond."""
    subject = None if row.subject is None else str(row.subject)
    return _digest(b"\0", [row.id, _instant(row.at), row.actor, row.action, subject, row.why])


def tree(leaves: Sequence[bytes]) -> bytes:
    """The Merkle tree hash of leaves, as RFC 9162 §2.1.1 has it: a row can be shown to be in it without the others."""
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + tree(leaves[:left]) + tree(leaves[left:])).digest()


def root(before: bytes, number: int, rows: Sequence[Row[Any]]) -> bytes:
    """The root of a batch: its tree, and through the root of the batch before all rows there ever were."""
    return _digest(b"\2", [number, before.hex(), len(rows), tree([leaf(row) for row in rows]).hex()])


def _digest(kind: bytes, fields: list[object]) -> bytes:
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(kind + text.encode("utf-8", "surrogatepass")).digest()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime(_INSTANT)


class NoHead(ValueError):
    """A text that is no head of an audit."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last seal at some instant: what is published, and what a later audit must still contain."""

    number: int
    """Of the batch; the first is 1."""
    count: int
    """Rows in that batch."""
    root: bytes
    sealed_at: datetime
    key: bytes
    """The public key, 32 bytes."""
    signature: bytes

    def __str__(self) -> str:
        """One word, as it is published and as `fairline audit verify --head` takes it."""
        at = self.sealed_at.astimezone(UTC).strftime(_INSTANT)
        return f"{self.number}:{self.count}:{self.root.hex()}:{at}:{_text(self.key)}:{_text(self.signature)}"

    @classmethod
    def read(cls, word: str) -> Head:
        """The head that such a word says. Raises NoHead."""
        try:
            number, count, root, at, key, signature = word.strip().split(":")
            sealed_at = datetime.strptime(at, _INSTANT).replace(tzinfo=UTC)
            return cls(int(number), int(count), bytes.fromhex(root), sealed_at, _bytes(key), _bytes(signature))
        except ValueError:
            raise NoHead("this is no head: six parts with colons between, as `audit head` shows it") from None

    def is_signed(self) -> bool:
        """Was it signed by the key that it names?"""
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(self.signature, _signed(self))
        except (InvalidSignature, ValueError):
            return False
        return True


def sign(key: Ed25519PrivateKey, number: int, count: int, root: bytes, sealed_at: datetime) -> Head:
    """The head of a new batch."""
    unsigned = Head(number, count, root, sealed_at, key.public_key().public_bytes_raw(), b"")
    return Head(number, count, root, sealed_at, unsigned.key, key.sign(_signed(unsigned)))


def _signed(head: Head) -> bytes:
    return f"fairline audit 1|{head.number}|{head.count}|{head.root.hex()}|{_instant(head.sealed_at)}".encode()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
