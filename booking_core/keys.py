"""Keys: one root secret, one key per purpose (HKDF, RFC 5869), a key id in everything sealed.

SECRET_KEY seals; while SECRET_KEY_NEXT is set, both open, and both hashes of a number are written and looked up.
`rekey` tells how a secret is changed while the line is up. Numbers are hashed with a key because a plain hash of a
telephone number falls in hours; codes because a million of them fall in seconds.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_KID = 2


class Unreadable(Exception):
    """Something sealed cannot be opened: another secret, another row, or a changed byte."""


def _derive(root: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"fairline", info=purpose.encode()).derive(root)


class Secret:
    """One root secret and the keys derived from it."""

    def __init__(self, root: bytes) -> None:
        """Derive the keys of `root`, at least 32 bytes. Raises ValueError when it is shorter."""
        if len(root) < 32:
            raise ValueError("a root secret has at least 32 bytes")
        self.kid = int.from_bytes(_derive(root, "kid")[:_KID], "big") & 0x7FFF
        self._number = _derive(root, "number")
        self._code = _derive(root, "code")
        self._case = _derive(root, "case")
        self._block = _derive(root, "block")
        self.flood = _derive(root, "flood")
        self.seal = _derive(root, "seal")
        self.audit = _derive(root, "audit")
        self._aead = AESGCM(_derive(root, "personal"))

    def number_hash(self, e164: str) -> bytes:
        """Keyed hash of a number: the only form in which it is compared."""
        return hmac.digest(self._number, e164.encode(), "sha256")

    def block_hash(self, e164: str) -> bytes:
        """Keyed hash of a number's block of 10,000: the number without its last four digits."""
        return hmac.digest(self._block, e164[:-4].encode(), "sha256")

    def case_hash(self, case: str) -> bytes:
        """Keyed hash of a case number."""
        return hmac.digest(self._case, case.encode(), "sha256")

    def reference_hash(self, digits: str) -> bytes:
        """Keyed hash of a reference that was asked about."""
        return hmac.digest(self._code, f"reference|{digits}".encode(), "sha256")

    def code_try(self, purpose: str, digits: str) -> bytes:
        """What a try presents to the code's row; the row keeps sha256 of this and its own id."""
        return hmac.digest(self._code, f"{purpose}|{digits}".encode(), "sha256")

    def encrypt(self, plain: str, where: bytes) -> bytes:
        """Key id, nonce and AES-256-GCM of `plain`, bound to `where` so that it opens in no other row."""
        nonce = secrets.token_bytes(_NONCE)
        return self.kid.to_bytes(_KID, "big") + nonce + self._aead.encrypt(nonce, plain.encode(), where)

    def decrypt(self, sealed: bytes, where: bytes) -> str:
        """The inverse of `encrypt`. Raises Unreadable."""
        try:
            return self._aead.decrypt(sealed[_KID : _KID + _NONCE], sealed[_KID + _NONCE :], where).decode()
        except InvalidTag as fault:
            raise Unreadable("sealed for another row or secret") from fault


class Keys:
    """The secret in use and, during a change, the other one."""

    def __init__(self, root: bytes, following: bytes | None = None) -> None:
        """`following` is SECRET_KEY_NEXT. Raises ValueError when both are the same."""
        self.secrets = tuple(Secret(part) for part in (root, following) if part is not None)
        if len({secret.kid for secret in self.secrets}) < len(self.secrets):
            raise ValueError("the next root secret must differ from the present one")

    @property
    def present(self) -> Secret:
        """The secret that seals new material."""
        return self.secrets[0]

    @property
    def seals(self) -> tuple[bytes, ...]:
        """Keys of the dialogue's seals."""
        return tuple(secret.seal for secret in self.secrets)

    def number_hashes(self, e164: str) -> list[bytes]:
        """Keyed hashes of a number under every secret in use."""
        return [secret.number_hash(e164) for secret in self.secrets]

    def code_tries(self, purposes: tuple[str, ...], digits: str) -> list[bytes]:
        """What a code keyed in may present, under every secret in use."""
        return [secret.code_try(purpose, digits) for secret in self.secrets for purpose in purposes]

    def code_mac(self, purpose: str, digits: str, code: uuid.UUID) -> bytes:
        """What the row of a new code keeps."""
        return hashlib.sha256(self.present.code_try(purpose, digits) + code.bytes).digest()

    def encrypt(self, plain: str, column: str, row: uuid.UUID) -> bytes:
        """Seal a personal field for one column of one row."""
        return self.present.encrypt(plain, _where(column, row))

    def decrypt(self, sealed: bytes, column: str, row: uuid.UUID) -> str:
        """Open what `encrypt` sealed for this column and row. Raises Unreadable."""
        kid = int.from_bytes(sealed[:_KID], "big")
        for secret in self.secrets:
            if secret.kid == kid:
                return secret.decrypt(sealed, _where(column, row))
        raise Unreadable(f"sealed with a secret that is not in use (key id {kid})")


def _where(column: str, row: uuid.UUID) -> bytes:
    return column.encode() + b"|" + row.bytes
